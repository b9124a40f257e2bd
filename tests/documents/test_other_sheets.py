"""The recovery sheet, the shortlist and the training record on paper."""

from __future__ import annotations

import io
from datetime import date, time

import pytest
from pypdf import PdfReader

from champion_desk.documents.course_certificate import write_certificate
from champion_desk.documents.pictures import page_count
from champion_desk.documents.recovery_sheet import write_recovery_sheet
from champion_desk.documents.shortlist import write_shortlist
from champion_desk.documents.training_record import TrainingRecord, write_training_record
from champion_desk.domain.directory import Listing
from champion_desk.domain.handouts import POINTS
from champion_desk.domain.opening import OpeningHours
from champion_desk.domain.training import Enrolment
from champion_desk.i18n import set_language
from champion_desk.storage.keys import new_recovery_key, normal_recovery_key
from tests.documents.sheets_of_paper import (
    ADVICE,
    DAY,
    HOSTILE,
    HOSTILE_LISTINGS,
    TABLETS,
    fonts_carried,
    letters_beyond,
    pages,
    text,
)

EVE = date(2026, 12, 24)
DESK = "01936f2a-7b1c-7def-8a90-123456789abc"


@pytest.mark.parametrize("language", ["en", "cy", "gd"])
def test_the_recovery_sheet_is_one_page_with_the_whole_key(language: str) -> None:
    set_language(language)
    key = new_recovery_key()
    pdf = write_recovery_sheet("Kirkwall Library", DAY, key, DESK)
    assert page_count(pdf) == 1
    words = text(pdf)
    assert key in words
    assert DESK in words
    assert "Kirkwall Library" in words
    assert not letters_beyond(pdf)
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.metadata is not None
    assert key not in str(reader.metadata)


def test_the_recovery_sheet_says_what_to_do() -> None:
    words = text(write_recovery_sheet("Kirkwall Library", DAY, new_recovery_key(), DESK))
    for said in (
        "Put it in the safe",
        "Do not keep it by the computer.",
        "Choose Use the recovery sheet.",
        "Then choose Open the desk.",
        "No one can open this desk without a passphrase or this sheet",
        "Made on 22 November 2026.",
    ):
        assert said in words


def test_a_recovery_key_read_from_paper_opens() -> None:
    key = new_recovery_key()
    words = text(write_recovery_sheet(HOSTILE * 3, DAY, key, DESK, demo=True))
    found = words[words.index(key[:4]) :][: len(key)]
    assert normal_recovery_key(found) == normal_recovery_key(key)
    assert "Demo — not for citizens" in words


@pytest.mark.parametrize("points", POINTS)
def test_the_shortlist_names_places_phones_and_when_checked(points: int) -> None:
    pdf = write_shortlist(
        (ADVICE, TABLETS),
        "Kirkwall Library",
        "44 Junction Road",
        DAY,
        points,
        attributions=("From A", "From A", ""),
    )
    words = text(pdf)
    for said in (
        "Your list",
        "Orkney Citizens Advice",
        "01632 960412",
        "01632 960289",
        "Borrow a tablet for six weeks.",
        "Checked 2 November 2026",
        "We do not know when this was last checked.",
        "Check again after May 2027.",
    ):
        assert said in words
    assert words.count("From A") == 1
    assert not letters_beyond(pdf)
    assert all(fonts_carried(pdf).values())


def test_the_shortlist_says_when_in_whole_lines() -> None:
    """Turns, holidays and doubts come back out of the PDF as they are said on screen."""
    hours = (
        OpeningHours((0,), time(10), time(12), nth=(1,)),
        OpeningHours((3,), time(22), time(2)),
        OpeningHours(tuple(range(7)), time(0), time(23, 59), instead="closed", begins=EVE, until=EVE),
        OpeningHours((5,), time(0), time(23, 59), doubt="unread"),
    )
    words = text(write_shortlist([Listing("Hub", "1", hours=hours)], "Site", "", DAY))
    for said in (
        "Thursday, 10 pm to 2 am",
        "First Monday of the month (next: 7 December), 10 am to midday",
        "Holidays and other days:",
        "Thursday 24 December, closed",
        "Some of the hours are not clear. Phone before you go.",
    ):
        assert said in words


@pytest.mark.parametrize("points", POINTS)
def test_a_hostile_shortlist_prints(points: int) -> None:
    pdf = write_shortlist(HOSTILE_LISTINGS, HOSTILE, "A" * 900, DAY, points, True, (HOSTILE, "long " * 900))
    assert "AT&T <unclosed" in text(pdf)
    assert not letters_beyond(pdf)


def test_an_entry_of_the_shortlist_stays_on_one_page() -> None:
    pdf = write_shortlist((ADVICE,) * 30, "Kirkwall Library", "", DAY, 18)
    for words in pages(pdf):
        assert words.count("01632 960412") == words.count("Checked 2 November 2026")


def test_the_training_record_lists_courses_and_skills() -> None:
    courses = (
        Enrolment("c", "a", "Safeguarding <adults>", "done", 1.5, date(2026, 3, 4)),
        Enrolment("c", "b", "NHS App for champions", "planned", 2, None, date(2027, 1, 15)),
        Enrolment("c", "d", "Data protection", "started"),
    )
    skills = (("Set up an e-mail account", "could teach it"), (HOSTILE, "alone"))
    record = TrainingRecord("Mairi & Ewan", "Kirkwall Library", courses, skills, 1.5, DAY)
    pdf = write_training_record(record)
    words = text(pdf)
    for said in (
        "Mairi & Ewan",
        "Training done: 1.5 hours",
        "Safeguarding <adults>",
        "4 March 2026",
        "due 15 January 2027",
        "Set up an e-mail account could teach it",
    ):
        assert said in words
    assert not letters_beyond(pdf)


def test_a_new_champion_has_a_record_too() -> None:
    words = text(write_training_record(TrainingRecord("Mairi", "", (), (), 0, DAY), demo=True))
    assert "No courses yet." in words
    assert "Demo — not for citizens" in words


def test_the_training_record_has_plan_practice_and_badges_where_there_are_any() -> None:
    record = TrainingRecord(
        *("Mairi", "Kirkwall Library", (), (), 0, DAY),
        plan=(("Wi-Fi", "Ask Ewan"),),
        practice=(("I can join a network", "14"),),
        badges=(("Digital champion", "Sample Council"),),
    )
    words = " ".join(text(write_training_record(record)).split())
    for said in ("My plan", "Ask Ewan", "as my sessions show them", "14", "Badges", "Sample Council"):
        assert said in words


@pytest.mark.parametrize("title", ["Sight loss", HOSTILE])
def test_a_certificate_names_the_course_and_says_who_printed_it(title: str) -> None:
    course = Enrolment("c", "x", title[:120], "done", 1.5, DAY, EVE)
    pdf = write_certificate("Mairi", "Kirkwall Library", course, DAY)
    words = " ".join(text(pdf).split())
    for said in ("Mairi", "Hours: 1.5", "has not signed it", "To be done again by 24 December 2026."):
        assert said in words
    assert page_count(pdf) == 1
