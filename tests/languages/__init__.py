"""Checks of the languages of Champion Desk."""
