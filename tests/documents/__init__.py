"""Checks of the documents of Champion Desk."""
