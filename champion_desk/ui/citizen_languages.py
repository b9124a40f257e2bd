"""Languages that citizens speak, named in the language of the interface."""

from __future__ import annotations

from champion_desk.i18n import language

# The main languages of the United Kingdom that desks meet most (Census 2021, main language), ours first.
CODES = ("en", "cy", "gd", "pl", "ro", "uk", "pa", "ur", "ar")


def language_label(code: str) -> str:
    """The language's name as staff read it; a code that is not known is shown as it is."""
    from babel import Locale  # its tables load slowly; the first window does not need them

    here = Locale.parse({"cy": "cy", "gd": "gd"}.get(language(), "en"))
    return str(here.languages.get(code, code))
