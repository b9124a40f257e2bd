"""Checks of the accessibility of Champion Desk."""
