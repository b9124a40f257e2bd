"""Checks of Champion Desk, laid out as the package is."""
