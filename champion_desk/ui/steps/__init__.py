"""The steps of the first run, one module each."""
