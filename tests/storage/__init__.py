"""Checks of the storage of Champion Desk."""
