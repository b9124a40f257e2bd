"""Dialogs over the window, one module each."""
