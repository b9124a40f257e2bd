"""The sentence for each problem with a file of postcodes, or of words that mean the same."""

from __future__ import annotations

from champion_desk.i18n import _


def place_sentences() -> dict[str, str]:
    """What is wrong with a file, and what to do."""
    return {
        "postcodes-none": _(
            "{file} has no postcodes with positions in it. Choose Code-Point Open or the ONS Postcode "
            "Directory, as a CSV file, a folder or a zip."
        ),
        "postcodes-no-dry-run": _(
            "Postcodes can't be tried out first. They change no place: take them in without --dry-run."
        ),
        "postcodes-zip": _("{file} can't be unpacked safely. Download it again."),
        "synonyms-broken": _(
            "The council's file of words can't be read: see line {line} of {path}. Until it is put right, "
            "the search goes on with the words it had."
        ),
    }
