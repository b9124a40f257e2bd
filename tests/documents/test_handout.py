"""The handout on paper: every size and language, whatever stands in the directory."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

import champion_desk.documents
from champion_desk.documents.handout import date_lines, write_handout
from champion_desk.documents.pictures import page_count, page_pictures
from champion_desk.domain.handouts import POINTS
from champion_desk.domain.problems import Problem
from champion_desk.paths import resources_dir
from champion_desk.services.handout_files import read_all
from tests.documents.reading_aloud import read_aloud
from tests.documents.sheets_of_paper import (
    ADVICE,
    HOSTILE,
    HOSTILE_LISTINGS,
    TABLETS,
    fonts_carried,
    handout,
    letters_beyond,
    order,
    pages,
    text,
)

SHEETS = {
    f"{slug}-{language}": sheet
    for slug, languages in read_all(resources_dir() / "handouts").items()
    for language, sheet in languages.items()
}


@pytest.mark.parametrize("points", POINTS)
@pytest.mark.parametrize("name", SHEETS)
def test_every_shipped_handout_prints(name: str, points: int) -> None:
    sheet = SHEETS[name]
    pdf = write_handout(order(sheet, points=points, listings=(ADVICE,)))
    words = read_aloud(pdf)
    for said in (sheet.title, sheet.summary, ADVICE.name, *(section.heading for section in sheet.sections)):
        assert " ".join(said.split()) in words
    # In Nastaliq the stroke of a first letter reaches out over the edge of its line.
    assert not letters_beyond(pdf, 55 - points if sheet.language == "ur" else 55)
    assert all(fonts_carried(pdf).values())


def test_a_sheet_carries_what_was_ordered() -> None:
    pdf = write_handout(order(listings=(ADVICE, TABLETS), next_steps=("Find your card.", "  ", "Come back.")))
    words = text(pdf)
    for said in (
        "Make a video call",
        "See and hear someone far away.",
        "Help near you Orkney Citizens Advice Phone 01632 960412",
        "Anchor Buildings, 6 Bridge Street, Kirkwall, KW15 1HR",
        "Monday to Friday, 10 am to 4 pm",
        "Saturday, 9 am to midday",
        "www.advice.example.org/contact",
        "Bring: Something with your name and address on it",
        "Phone 01632 960289",
        "www.example.org/video",
        "Your next steps Find your card. Come back.",
        "Kirkwall Library 44 Junction Road, Kirkwall, KW15 1AG Phone 01632 960100",
        "Please ask us.",
    ):
        assert said in words
    assert "Demo" not in words
    assert "Not yet reviewed" not in words


def test_every_page_says_who_when_and_which() -> None:
    pdf = write_handout(order(points=24, listings=(ADVICE, TABLETS)))
    count = page_count(pdf)
    assert count > 2
    for number, words in enumerate(pages(pdf), 1):
        assert "Kirkwall Library" in words
        assert "Printed on 22 November 2026." in words
        assert "Check again after May 2027." in words
        assert f"Page {number} of {count}" in words


def test_a_demo_is_marked_on_every_page() -> None:
    pdf = write_handout(order(points=24, demo=True))
    assert all("Demo — not for citizens" in words for words in pages(pdf))


@pytest.mark.parametrize(("language", "tag"), [("en", "en-GB"), ("cy", "cy"), ("gd", "gd")])
def test_the_pdf_says_its_title_and_language(language: str, tag: str) -> None:
    reader = PdfReader(io.BytesIO(write_handout(order(handout(language, title="Tŷ & <gwaith>")))))
    assert reader.metadata is not None
    assert reader.metadata.title == "Tŷ & <gwaith>"
    assert reader.metadata.author == "Kirkwall Library"
    root = reader.root_object
    assert str(root["/Lang"]) == tag
    preferences = root["/ViewerPreferences"].get_object()
    assert str(preferences) == "{'/DisplayDocTitle': True}"


def test_only_our_two_fonts_are_used_and_carried() -> None:
    carried = fonts_carried(write_handout(order(listings=(ADVICE,))))
    assert len(carried) == 2
    assert all(carried.values())
    assert all("AtkinsonHyperlegible" in name for name in carried)


def test_dates_are_in_the_language_of_the_sheet() -> None:
    assert "22 Tachwedd 2026" in text(write_handout(order(handout("cy"))))


def test_a_translation_says_who_made_it_and_that_nobody_checked_it() -> None:
    words = text(write_handout(order(handout(translator="Una & Co", speaker_reviewed=False))))
    assert "Translated by Una & Co. Not yet reviewed by a speaker of this language." in words
    words = text(write_handout(order(handout(speaker_reviewed=False))))
    assert "Not yet reviewed by a speaker of this language." in words


@pytest.mark.parametrize(
    ("printed", "until"),
    [
        (date(2026, 8, 31), "February 2027"),
        (date(2026, 6, 30), "December 2026"),
        (date(2027, 1, 1), "July 2027"),
    ],
)
def test_a_sheet_goes_stale_after_six_months(printed: date, until: str) -> None:
    assert date_lines(printed)[1] == f"Check again after {until}."


@pytest.mark.parametrize("points", POINTS)
def test_hostile_and_endless_data_prints_as_plain_text(points: int) -> None:
    many = (*HOSTILE_LISTINGS, *(replace(ADVICE, name=f"Place {number}") for number in range(40)))
    pdf = write_handout(
        order(
            points=points,
            listings=many,
            next_steps=(HOSTILE, "s" * 5000, "t " * 2500),
            site_name=HOSTILE * 20,
            site_address="A" * 900,
            site_phone=HOSTILE,
            demo=True,
        )
    )
    words = text(pdf)
    assert '<img src="/etc/passwd"> AT&T <unclosed' in words
    assert "javascript:" not in words
    assert "Place 39" in words
    assert not letters_beyond(pdf)


def test_a_closed_place_says_so() -> None:
    closed = replace(ADVICE, status="temporarily closed", alert="Closed for repairs until May.")
    words = text(write_handout(order(listings=(closed,))))
    assert "Closed for now. Phone before you go. Closed for repairs until May." in words


def test_a_language_the_fonts_lack_is_refused() -> None:
    with pytest.raises(Problem) as raised:
        write_handout(order(handout("el", title="Βιβλιοθήκη")))
    assert raised.value.code == "handout-not-printable"


def test_a_bare_handout_needs_no_site() -> None:
    pdf = write_handout(order(handout(web="", sections=()), site_name="", site_address="", site_phone=""))
    assert page_count(pdf) == 1
    assert "Make a video call" in text(pdf)


def test_a_preview_shows_the_real_page() -> None:
    (width, height, pixels), *_ = page_pictures(write_handout(order()), 413)
    assert width == 413
    assert height == round(413 * 297 / 210) or abs(height - 413 * 297 / 210) <= 1
    assert len(pixels) == width * height * 4
    assert pixels[:4] == b"\xff\xff\xff\xff"
    assert min(pixels[0::4]) < 80


def test_no_document_reads_markup() -> None:
    """reportlab's paragraphs read tags and load pictures; ours are set from plain runs."""
    folder = Path(champion_desk.documents.__file__).parent
    for path in folder.glob("*.py"):
        assert "platypus" not in path.read_text(encoding="utf-8"), path.name
