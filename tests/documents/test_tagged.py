"""Every paper can be heard: tagged by the rules of PDF/UA-1, and read in the order in which it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from champion_desk.documents.hand_off_slip import write_hand_off_slip
from champion_desk.documents.handout import write_handout
from champion_desk.documents.impact_assessment import write_impact_assessment
from champion_desk.documents.processing_record import write_processing_record
from champion_desk.documents.recovery_sheet import write_recovery_sheet
from champion_desk.documents.shortlist import write_shortlist
from champion_desk.documents.training_record import TrainingRecord, write_training_record
from champion_desk.domain.handouts import POINTS, Block, Handout, Run, Section
from champion_desk.domain.slips import HandOffSlip
from champion_desk.domain.training import Enrolment
from champion_desk.i18n import set_language
from champion_desk.paths import resources_dir
from champion_desk.services.handout_files import read_all, read_easy
from tests.documents.reading_aloud import failed_rules, heard, poppler_says, read_aloud
from tests.documents.sheets_of_paper import (
    ADVICE,
    DAY,
    HOSTILE,
    HOSTILE_LISTINGS,
    TABLETS,
    handout,
    order,
    steps,
)
from tests.documents.test_privacy_papers import FACTS

SLIP = HandOffSlip("7K4M2Q", ("NHS App",), ADVICE)
RECORD = TrainingRecord(
    "Mairi",
    "Kirkwall Library",
    tuple(Enrolment("c", f"{n}", f"Course {n}", "done", 1.5, date(2026, 3, 4)) for n in range(60)),
    (("Set up an e-mail account", "alone"),),
    90,
    DAY,
)
KEY = "ABCD EFGH JKLM NPQR STUV WXYZ 2345 6789"
OTHERS: dict[str, Callable[[], bytes]] = {
    "recovery sheet": lambda: write_recovery_sheet("Kirkwall Library", DAY, KEY, "desk"),
    "slip": lambda: write_hand_off_slip(SLIP, "Kirkwall Library", "01632 960100", DAY),
    "slip to nowhere": lambda: write_hand_off_slip(HandOffSlip("7K4M2Q"), "", "", DAY, True),
    "training record": lambda: write_training_record(RECORD),
    "record of processing": lambda: write_processing_record(FACTS),
    "impact note": lambda: write_impact_assessment(FACTS),
    "hostile shortlist": lambda: write_shortlist(HOSTILE_LISTINGS, HOSTILE, "", DAY, 18, True, (HOSTILE,)),
}
LIBRARY = read_all(resources_dir() / "handouts")
EASY = read_easy(resources_dir() / "handouts")
LANGUAGES = sorted({language for languages in LIBRARY.values() for language in languages})
A_FEW = [
    (slug, language)
    for language in LANGUAGES
    for slug in [slug for slug, languages in LIBRARY.items() if language in languages][::5]
]


def words_of(sheet: Handout) -> str:
    """A handout's own words in the order of its file."""
    said = [sheet.title, sheet.summary]
    for section in sheet.sections:
        said.append(section.heading)
        said += ["".join(run.text for run in item) for block in section.blocks for item in block.items]
    return " ".join(" ".join(said).split())


def follows_the_rules(pdf: bytes) -> str:
    """Checks a paper by both readers; gives its words as they are read aloud."""
    assert not failed_rules(pdf)
    aloud = read_aloud(pdf)
    by_poppler = poppler_says(pdf)
    if by_poppler is not None:
        # Poppler parts a word that goes on in the next line, and words without an end are in some of them.
        drawn = read_aloud(pdf, as_drawn=True)
        broken = any(len(word) > 60 for word in drawn.split())
        assert (by_poppler.replace(" ", "") == drawn.replace(" ", "")) if broken else by_poppler == drawn
    return aloud


@pytest.mark.parametrize("points", POINTS)
@pytest.mark.parametrize(("slug", "language"), A_FEW)
def test_a_handout_is_heard_as_it_is_written(slug: str, language: str, points: int) -> None:
    sheet = LIBRARY[slug][language]
    aloud = follows_the_rules(write_handout(order(sheet, points=points, listings=(ADVICE,), slip=SLIP)))
    if sheet.speaker_reviewed:
        assert aloud.startswith(words_of(sheet))
    else:
        head, rest = f"{sheet.title} {sheet.summary}", words_of(sheet)
        assert aloud.startswith(head)
        assert rest.removeprefix(head) in aloud


@pytest.mark.parametrize("slug", EASY)
def test_an_easy_read_sheet_is_heard_as_it_is_written(slug: str) -> None:
    sheet = EASY[slug]["en"]
    pdf = write_handout(order(sheet, layout="easy", points=14))
    aloud = follows_the_rules(pdf)
    for section in sheet.sections:
        items = [item for block in section.blocks for item in block.items]
        said = [section.heading, *("".join(run.text for run in item) for item in items)]
        assert " ".join(" ".join(said).split()) in aloud
    shown = [one.shows for section in sheet.sections for block in section.blocks for one in block.pictures]
    told = [one.alt for one in heard(pdf) if one.kind == "Figure" and not one.alt.startswith("QR code")]
    assert told == shown


@pytest.mark.parametrize("points", POINTS)
def test_all_that_a_sheet_can_carry_follows_the_rules(points: int) -> None:
    full = order(points=points, listings=(ADVICE, TABLETS, *HOSTILE_LISTINGS), next_steps=(HOSTILE, "Come."))
    assert "Come." in follows_the_rules(write_handout(full))
    follows_the_rules(write_shortlist((ADVICE, TABLETS), "Kirkwall Library", "", DAY, points))


@pytest.mark.parametrize("language", ["en", "cy", "gd"])
@pytest.mark.parametrize("name", OTHERS)
def test_every_other_paper_follows_the_rules(name: str, language: str) -> None:
    set_language(language)
    pdf = OTHERS[name]()
    follows_the_rules(pdf)
    assert {one.language for one in heard(pdf)} == {"en-GB" if language == "en" else language}


def test_a_handout_has_headings_lists_pictures_and_boxes() -> None:
    found = heard(write_handout(order(listings=(ADVICE,), next_steps=("Find your card.",))))
    assert [one.words.strip() for one in found if one.kind == "H1"] == ["Make a video call"]
    assert [one.words.strip() for one in found if one.kind == "H2"] == [
        *("Before you start", "Steps", "Stay safe", "Help near you", "Your next steps"),
        "Come back and ask us",
    ]
    items = [one for one in found if one.kind == "LI"]
    assert len(items) == 5
    assert len([one for one in found if one.kind == "L"]) == 3
    assert [one.words for one in found if one.kind == "Lbl"][:3] == ["1", "2", "3"]
    assert [one.alt for one in found if one.kind == "Figure"] == [
        "QR code for https://www.example.org/video",
        "QR code for https://www.advice.example.org/contact/",
    ]
    assert any(one.path == ("Document", "Sect", "H2") and one.words == "Stay safe" for one in found)


def test_an_address_leads_to_its_page() -> None:
    odd = replace(ADVICE, url="https://example.org/städte/(b)?x=1&y=%20#end")
    sheet = handout(web="www.example.org/video")
    for pdf in (
        write_handout(order(sheet, listings=(ADVICE, odd, *HOSTILE_LISTINGS), points=24)),
        write_shortlist((ADVICE, odd, *HOSTILE_LISTINGS), "Site", "", DAY),
    ):
        follows_the_rules(pdf)
        led = {one.links[0]: one.words for one in heard(pdf) if one.kind == "Link"}
        assert led["https://www.advice.example.org/contact/"] == "www.advice.example.org/contact"
        assert "https://example.org/st%C3%A4dte/(b)?x=1&y=%20#end" in led
        assert all(address.startswith("https://") and address.isascii() for address in led)


def test_a_table_has_headings_for_its_columns_or_its_rows() -> None:
    found = heard(write_training_record(RECORD))
    tables = [one for one in found if one.kind == "Table"]
    assert len(tables) == 2
    assert [one.words.strip() for one in found if one.path[-2:] == ("TH", "P")][:4] == [
        *("Course", "State", "Date", "Hours"),
    ]
    assert len([one for one in found if one.kind == "TR"]) == 61 + 2
    processing = heard(write_processing_record(FACTS))
    assert "Site" in [one.words.strip() for one in processing if one.path[-2:] == ("TH", "P")]


def test_what_goes_on_over_a_page_stays_one_element() -> None:
    long = Section("Steps", (steps(*(f"Step {n}." for n in range(60)), "word " * 900),), "steps")
    found = heard(write_handout(order(handout(sections=(long,)), points=24)))
    assert len([one for one in found if one.kind == "L"]) == 1
    assert len([one for one in found if one.kind == "LI"]) == 61
    last = next(one for one in found if one.words.startswith("word word"))
    assert len(set(last.pages)) > 1
    assert last.words.split() == ["word"] * 900


def test_a_box_longer_than_a_page_stays_one_element() -> None:
    blocks = (Block("paragraph", ((Run("First."),),)), steps(*(f"Step {n}." for n in range(60))))
    sheet = handout(sections=(Section("Stay safe", blocks, "safe"),))
    found = heard(write_handout(order(sheet, points=24)))
    assert len([one for one in found if one.kind == "Sect"]) == 1
    assert len([one for one in found if one.kind == "L"]) == 1


def test_a_list_begins_anew_after_other_words_and_with_its_first_step() -> None:
    two = (steps("One.", "Two."), steps("One again."), Block("bullets", ((Run("A thing."),),)))
    found = heard(write_handout(order(handout(sections=(Section("Steps", two, "steps"),)))))
    assert len([one for one in found if one.kind == "L"]) == 3


def test_a_word_broken_over_lines_is_one_word_when_read() -> None:
    sheet = handout(title="Make " + "x" * 200 + " now", summary="word " * 40)
    found = heard(write_handout(order(sheet, points=24)))
    assert found[1].words == "Make " + "x" * 200 + " now"
    assert found[2].words.split() == ["word"] * 40


def test_when_a_sheet_goes_stale_is_heard_once_and_page_numbers_never() -> None:
    aloud = read_aloud(write_handout(order(points=24, listings=(ADVICE, TABLETS))))
    assert aloud.endswith("Printed on 22 November 2026. Check again after May 2027.")
    assert aloud.count("Printed on") == 1
    assert "Page 1" not in aloud
