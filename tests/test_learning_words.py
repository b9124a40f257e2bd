"""Every code of training has its words."""

from __future__ import annotations

from datetime import date

from champion_desk.domain import badges
from champion_desk.domain.courses import DUE_STATES, DueCourse
from champion_desk.learning_words import (
    completion_row_text,
    due_text,
    hole_text,
    proven_text,
    unproven_text,
)

DAY = date(2031, 12, 24)


def test_every_code_has_words() -> None:
    for code in (badges.STRUCTURE, badges.DATES, badges.SIGNATURE):
        assert proven_text(code).endswith(".")
    for code in (badges.ISSUER, badges.WITHDRAWN, badges.HOLDER, badges.NO_SIGNATURE):
        assert unproven_text(code).endswith(".")
    for code in (badges.KEY_ELSEWHERE, badges.WAY_UNKNOWN):
        assert unproven_text(code).endswith(".")
    due = {due_text(DueCourse("me", "x", "X", state, DAY, True)) for state in DUE_STATES}
    assert len(due) == len(DUE_STATES)
    assert all("24 December 2031" in text for text in due)
    assert {hole_text(code) for code in ("nobody", "one-only", "")} == {"nobody", "one person only", ""}
    rows = ("no-course", "no-day", "day-odd", "hours-odd", "due-odd", "course-odd")
    assert all(completion_row_text(code, 7, "x").startswith("Line 7") for code in rows)
