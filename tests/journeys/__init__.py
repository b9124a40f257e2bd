"""Checks of the journeys of Champion Desk."""
