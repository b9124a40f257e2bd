"""The pieces pages are made of: labels, buttons, chips, fields, cards; each knows its name and its keys."""
