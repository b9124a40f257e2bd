"""How much the privacy scanner finds, and how often it cries wolf, on notes of a seed kept apart."""

from __future__ import annotations

import pytest

from champion_desk.services.privacy_scanner import scan
from tests.personal_notes import HOLD_OUT, Note, clean, personal

LEAST = {"ni": 0.99, "nhs": 0.99, "chi": 0.99, "card": 0.99, "email": 0.99, "phone": 0.95, "postcode": 0.95}


def is_found(note: Note) -> bool:
    """Whether the whole detail would be masked, under whatever name."""
    start = note.text.index(note.detail)
    shown = set(range(start, start + len(note.detail)))
    for one in scan(note.text):
        shown -= set(range(one.start, one.end))
    return not any(note.text[place].isalnum() for place in shown)


@pytest.mark.parametrize("kind", LEAST)
def test_enough_is_found(kind: str) -> None:
    notes = list(personal(kind, 1000, HOLD_OUT))
    missed = [note.text for note in notes if not is_found(note)]
    assert 1 - len(missed) / len(notes) >= LEAST[kind], missed[:5]


def test_clean_notes_raise_few_alarms() -> None:
    alarms = [note.text for note in clean(1000, HOLD_OUT) if scan(note.text)]
    assert len(alarms) <= 20, alarms[:5]
