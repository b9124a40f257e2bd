"""What is seen in a handout while it is written, each with its line."""

from __future__ import annotations

from dataclasses import replace

from champion_desk.domain.own_handouts import HEADINGS, roles_of
from champion_desk.services.handout_checks import Remark, look_at
from champion_desk.services.sheet_forms import SheetForm, blank_body

LONG = "You can " + "go and " * 12 + "stop."
BODY = f"""## Before you start
Short words are
easy. {LONG}

## Stay safe
- Your **identification** is private.

## Get help
1. Ask.
"""
FORM = SheetForm("Title", "A short line.", ("wifi",), body=BODY)


def test_each_remark_names_its_line() -> None:
    look = look_at(FORM)
    assert look.remarks == (
        Remark("missing", 5, "steps"),
        Remark("missing", 5, "looks"),
        Remark("missing", 5, "wrong"),
        Remark("long-sentence", 3, LONG, 27),
        Remark("long-word", 6, "identification"),
    )
    assert look.reading is not None
    assert look.reading.sentences == 5
    assert 5 <= look.reading.age < 14


def test_a_mistake_is_told_with_its_line_and_the_rest_is_still_seen() -> None:
    look = look_at(replace(FORM, body=BODY + "\n> quoted\n"))
    assert look.remarks[0] == Remark("mistake", 11, "not-in-a-handout")
    assert len(look.remarks) == 6
    nothing = look_at(SheetForm(body="Words\n"))
    assert (
        nothing.remarks[0].kind,
        nothing.remarks[0].line,
        nothing.remarks[0].what,
    ) == ("mistake", 0, "no-title")


def test_a_reading_age_is_told_of_english_only() -> None:
    welsh = look_at(replace(FORM, language="cy", body=blank_body("cy")))
    assert welsh.reading is None
    assert [one.kind for one in welsh.remarks] == []


def test_parts_are_known_by_their_words_else_by_their_place() -> None:
    assert roles_of(["Stay safe", "STEPS"], "en") == ["safe", "steps"]
    assert roles_of(["Cadw’n ddiogel"], "cy") == ["safe"]
    assert roles_of(["Zanim zaczniesz", "Kroki"], "pl") == ["before", "steps"]
    assert roles_of(["Steps", "Steps"], "en") == ["steps", ""]
    assert all(len(headings) == 6 for headings in HEADINGS.values())


def test_a_hostile_text_is_looked_at_in_its_turn() -> None:
    for body in ("[" * 20_000, "*" * 20_000, "## \n" * 5_000, "![" * 20_000, "\n" * 20_000, "> " * 5_000):
        assert look_at(replace(FORM, body=body)).remarks
