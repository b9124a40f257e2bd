"""The encrypted store: the only place that says SQL."""
