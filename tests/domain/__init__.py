"""Checks of the domain of Champion Desk."""
