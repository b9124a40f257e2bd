"""Checks of the services of Champion Desk."""
