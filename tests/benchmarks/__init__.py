"""Checks of the benchmarks of Champion Desk."""
