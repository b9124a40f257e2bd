"""The pages of the window, one module each, found by looking here."""
