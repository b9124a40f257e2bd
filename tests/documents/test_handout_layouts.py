"""What a handout can be printed as: paper and colour, two languages, Easy Read, a card; and a poster."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from champion_desk.documents.handout import write_handout
from champion_desk.documents.pictures import page_count, page_pictures
from champion_desk.documents.poster import write_poster
from champion_desk.documents.shortlist import write_shortlist
from champion_desk.documents.stock import TINTS, stock_of
from champion_desk.documents.text import ACCENT, AMBER, INK
from champion_desk.domain.handouts import COLOURS, PAPERS, POINTS, Block, Handout, Picture, Run, Section
from champion_desk.domain.posters import Poster
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.paths import resources_dir
from champion_desk.services.handout_files import read_all
from tests.documents.reading_aloud import Heard, failed_rules, heard
from tests.documents.sheets_of_paper import (
    ADVICE,
    DAY,
    HOSTILE,
    HOSTILE_LISTINGS,
    TABLETS,
    handout,
    letters_beyond,
    order,
    pages,
    steps,
    text,
)
from tests.documents.test_tagged import SLIP, follows_the_rules, words_of

LIBRARY = read_all(resources_dir() / "handouts")
SCAM = LIBRARY["spot-a-scam"]
PHONE = Picture("A mobile phone", resources_dir() / "pictures" / "phone.png")
STOP = Picture("A hand held up to say stop", resources_dir() / "pictures" / "stop.png")
EASY = handout(
    easy=True,
    speaker_reviewed=False,
    sections=(
        Section("What a call is", (Block("paragraph", ((Run("You can see people."),),), (PHONE,)),)),
        Section(
            "What to do",
            (
                Block("steps", ((Run("Open the app."),), (Run("Press "), Run("Call", True))), (STOP, PHONE)),
                Block("paragraph", ((Run("They answer."),),), (PHONE,)),
            ),
        ),
    ),
)
POSTER = Poster(
    "Get help to go online",
    "Every Tuesday, 10 am to midday",
    "Kirkwall Library, 44 Junction Road",
    ("Your phone", "Forms on the web"),
    "Kirkwall Library",
    "01632 960100",
)


def margin(paper: str) -> float:
    return stock_of(paper, "white").side - 2


def beyond(pdf: bytes, paper: str) -> list[str]:
    """Letters off the paper or in its margins."""
    return letters_beyond(pdf, margin(paper), 28 if paper == "A4" else 20, *size(pdf))


def size(pdf: bytes) -> tuple[float, float]:
    box = PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    return float(box.width), float(box.height)


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("points", POINTS)
def test_every_size_fits_every_paper(points: int, paper: str, colour: str) -> None:
    full = order(
        SCAM["en"], points=points, paper=paper, colour=colour, listings=(ADVICE, TABLETS), slip=SLIP,
        next_steps=("Find your card.",), demo=True,
    )  # fmt: skip
    pdf = write_handout(full)
    assert follows_the_rules(pdf).startswith(words_of(SCAM["en"]))
    assert not beyond(pdf, paper)
    assert size(pdf) == pytest.approx({"A4": (595.3, 841.9), "A5": (419.5, 595.3)}[paper], abs=0.1)
    listed = write_shortlist((ADVICE, TABLETS), "Site", "", DAY, points, stock=stock_of(paper, colour))
    assert "Your list" in follows_the_rules(listed)
    assert not beyond(listed, paper)


@pytest.mark.parametrize("colour", COLOURS)
def test_the_colour_fills_the_page(colour: str) -> None:
    (width, height, pixels), *_ = page_pictures(write_handout(order(colour=colour)), 200)
    tint = TINTS[colour]
    wanted = bytes(round(part * 255) for part in (tint.rgb() if tint else (1, 1, 1)))
    assert pixels[:3] == wanted
    last = (width * height - 1) * 4
    assert pixels[last : last + 3] == wanted


def lightness(colour: tuple[float, float, float]) -> float:
    """Relative luminance (WCAG 2.2)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", COLOURS)
def test_all_print_keeps_its_contrast_on_coloured_paper(colour: str) -> None:
    tint = TINTS[colour]
    paper = lightness(tint.rgb() if tint else (1, 1, 1))
    for ink, least in ((INK, 7), (ACCENT, 4.5), (AMBER, 4.5)):
        assert (paper + 0.05) / (lightness(ink.rgb()) + 0.05) >= least


@pytest.mark.parametrize("points", [14, 18])
def test_two_languages_stand_level_beside_each_other(points: int) -> None:
    both = order(SCAM["cy"], second=SCAM["en"], layout="columns", points=points, listings=(ADVICE,))
    pdf = write_handout(both)
    aloud = follows_the_rules(pdf)
    assert not beyond(pdf, "A4")
    for sheet in (SCAM["cy"], SCAM["en"]):
        for section in sheet.sections:
            assert section.heading in aloud
    found = heard(pdf)
    spoken = {one.language for one in found if one.words.strip()}
    assert spoken == {"cy", "en-GB"}
    headings = [one for one in found if one.kind == "H2"]
    for welsh, english in zip(SCAM["cy"].sections, SCAM["en"].sections, strict=True):
        first = next(one for one in headings if one.words.strip() == welsh.heading)
        second = next(one for one in headings if one.words.strip() == english.heading)
        assert (first.language, second.language) == ("cy", "en-GB")
        assert first.pages == second.pages
    tops = heights(pdf)
    for welsh, english in zip(SCAM["cy"].sections, SCAM["en"].sections, strict=True):
        assert tops[welsh.heading] == pytest.approx(tops[english.heading], abs=0.1)


def heights(pdf: bytes) -> dict[str, float]:
    """How high each line of text stands on its page."""
    found: dict[str, float] = {}

    def seen(words: str, _cm: object, matrix: list[float], _font: object, _size: object) -> None:
        if words.strip():
            found.setdefault(words.strip(), matrix[5])

    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=seen)
    return found


@pytest.mark.parametrize(("points", "paper"), [(24, "A4"), (14, "A5"), (18, "A5")])
def test_where_columns_would_be_too_narrow_one_language_follows_the_other(points: int, paper: str) -> None:
    both = order(SCAM["cy"], second=SCAM["en"], layout="columns", points=points, paper=paper)
    assert not both.beside
    in_turn = write_handout(replace(both, layout="sheet"))
    pdf = write_handout(both)
    assert pages(pdf) == pages(in_turn)


def test_one_after_the_other_each_begins_a_page_and_ends_with_its_date() -> None:
    pdf = write_handout(order(SCAM["cy"], second=SCAM["en"], points=18, slip=SLIP))
    found = heard(pdf)
    titles = [one for one in found if one.kind == "H1"]
    assert [one.words.strip() for one in titles][:2] == [SCAM["cy"].title, SCAM["en"].title]
    assert titles[0].pages[0] < titles[1].pages[0]
    dates = [one for one in found if "2026" in one.words]
    assert [(one.language, "Tachwedd" in one.words) for one in dates] == [("cy", True), ("en-GB", False)]
    words = pages(pdf)
    assert "Tachwedd" not in words[titles[1].pages[0]]
    assert "November" not in words[0]
    assert follows_the_rules(pdf)


def test_hostile_listings_fit_into_columns() -> None:
    both = order(handout("cy"), second=handout(), layout="columns", points=18, listings=HOSTILE_LISTINGS)
    pdf = write_handout(replace(both, site_name=HOSTILE * 9, next_steps=(HOSTILE, "s" * 3000)))
    follows_the_rules(pdf)
    assert not beyond(pdf, "A4")


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(("asked", "least"), [(14, 16), (18, 18), (24, 24)])
def test_easy_read_has_its_pictures_at_the_left_and_is_never_small(
    asked: int, least: int, paper: str
) -> None:
    pdf = write_handout(order(EASY, layout="easy", points=asked, paper=paper, colour="cream"))
    aloud = follows_the_rules(pdf)
    assert "Not yet checked with people who use Easy Read." in aloud
    assert "What a call is You can see people. What to do Open the app. Press Call They answer." in aloud
    found = heard(pdf)
    pictures = [one.alt for one in found if one.kind == "Figure" and "QR" not in one.alt]
    assert pictures == [PHONE.shows, STOP.shows, PHONE.shows, PHONE.shows]
    assert [one.words for one in found if one.path[-3:] == ("L", "LI", "Lbl")] == ["1", "2"]
    assert not beyond(pdf, paper)
    sizes: set[int] = set()
    PdfReader(io.BytesIO(pdf)).pages[0].extract_text(
        visitor_text=lambda words, _cm, _tm, _font, points: (
            sizes.add(round(points)) if words.strip() else None
        )
    )
    assert least in sizes


def test_words_longer_than_a_page_go_on_beside_their_picture() -> None:
    long = Block("steps", ((Run("word " * 900),), (Run("Next."),)), (PHONE, STOP))
    pdf = write_handout(order(replace(EASY, sections=(Section("Long", (long,)),)), layout="easy", points=24))
    assert follows_the_rules(pdf).count("word") == 900
    found = heard(pdf)
    assert len([one for one in found if one.kind == "LI"]) == 2
    assert len([one for one in found if one.kind == "L"]) == 1


def test_a_picture_is_in_the_document_once_and_is_read_again_where_it_was_changed(tmp_path: Path) -> None:
    file = tmp_path / "one.png"
    sheet = replace(
        EASY, sections=(Section("A", (Block("steps", ((Run("B."),),) * 9, (Picture("C", file),) * 9),)),)
    )

    def made(colour: str) -> bytes:
        Image.new("RGB", (60, 30), colour).save(file)
        return write_handout(order(sheet, layout="easy"))

    red, green = made("red"), made("lime")
    for pdf, colour in ((red, (255, 0, 0)), (green, (0, 255, 0))):
        assert not failed_rules(pdf)
        pictures = [one for page in PdfReader(io.BytesIO(pdf)).pages for one in page.images]
        assert len({one.name for one in pictures}) == 1
        shown = pictures[0].image
        assert shown is not None
        assert shown.convert("RGB").getpixel((5, 5)) == colour


def test_a_picture_that_has_gone_is_told(tmp_path: Path) -> None:
    gone = Picture("Nothing", tmp_path / "gone.png")
    sheet = replace(EASY, sections=(Section("A", (Block("paragraph", ((Run("B."),),), (gone,)),)),))
    with pytest.raises(Problem) as raised:
        write_handout(order(sheet, layout="easy"))
    assert raised.value.code == "picture-gone"


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("points", POINTS)
def test_a_card_is_one_side_with_what_was_agreed(points: int, paper: str) -> None:
    own = ("Phone your bank.", "Come back on Thursday at 10.")
    pdf = write_handout(order(SCAM["en"], layout="card", points=points, paper=paper, next_steps=own))
    assert page_count(pdf) == 1
    aloud = follows_the_rules(pdf)
    assert "Your next steps Phone your bank. Come back on Thursday at 10." in aloud
    assert SCAM["en"].sections[1].heading not in aloud
    assert "Page 1" not in text(pdf)
    assert not beyond(pdf, paper)


@pytest.mark.parametrize("slug", LIBRARY)
def test_without_steps_of_its_own_a_card_has_the_first_of_the_handout(slug: str) -> None:
    pdf = write_handout(order(LIBRARY[slug]["en"], layout="card", points=18, paper="A5"))
    assert page_count(pdf) == 1
    found = heard(pdf)
    assert len([one for one in found if one.kind == "LI"]) >= 2


def test_a_card_that_would_not_hold_all_that_was_agreed_is_refused() -> None:
    with pytest.raises(Problem) as raised:
        write_handout(order(layout="card", points=24, paper="A5", next_steps=("word " * 30,) * 6))
    assert raised.value.code == "card-too-full"


def test_a_slip_goes_behind_a_card() -> None:
    pdf = write_handout(order(layout="card", slip=SLIP, next_steps=("Come back.",)))
    assert page_count(pdf) == 2
    assert "This code holds no name." in pages(pdf)[1]


@pytest.mark.parametrize("points", POINTS)
def test_forty_steps_flow_without_a_lonely_heading(points: int) -> None:
    sections = tuple(
        Section(f"Part {part}", (steps(*(f"Do thing {n} of part {part} now." for n in range(1, 11))),))
        for part in range(1, 5)
    )
    for layout in ("sheet", "card"):
        sheet = handout(sections=sections, title="Forty steps")
        pdf = write_handout(order(sheet, points=points, layout=layout))
        follows_the_rules(pdf)
        if layout == "card":
            continue
        found = [one for one in heard(pdf) if one.words.strip()]
        headings_stay_with_their_text(found)
        assert len([one for one in found if one.words.startswith("Do thing")]) == 40


def test_forty_steps_in_two_languages_have_no_lonely_heading() -> None:
    def in_language(language: str) -> Handout:
        long = Section("Part", (steps(*(f"Thing {n} in {language}" for n in range(40))),))
        return handout(language, sections=(Section("First", (steps(*"abcdefgh"),)), long, long))

    pdf = write_handout(order(in_language("cy"), second=in_language("en"), layout="columns", points=18))
    headings_stay_with_their_text([one for one in heard(pdf) if one.words.strip()])


def headings_stay_with_their_text(found: list[Heard]) -> None:
    """What follows a heading begins on its page."""
    for heading, following in pairwise(found):
        if heading.kind in ("H1", "H2", "H3"):
            assert heading.pages[-1] == following.pages[0], heading.words


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("paper", PAPERS)
def test_a_poster_is_one_page_in_big_print(paper: str, colour: str) -> None:
    pdf = write_poster(replace(POSTER, paper=paper, colour=colour))
    assert page_count(pdf) == 1
    aloud = follows_the_rules(pdf)
    for said in (POSTER.title, POSTER.when, POSTER.where, *POSTER.help, "Phone 01632 960100"):
        assert said in aloud
    assert not beyond(pdf, paper)


def test_a_posters_words_are_plain_text_in_its_language() -> None:
    pdf = write_poster(replace(POSTER, title="<b>AT&T</b> {name} %s", language="cy", demo=True))
    assert "<b>AT&T</b> {name} %s" in follows_the_rules(pdf)
    assert {one.language for one in heard(pdf)} == {"cy"}


def test_a_poster_with_too_many_words_is_refused() -> None:
    with pytest.raises(Problem) as raised:
        write_poster(replace(POSTER, paper="A5", when="W" * 120, where="W" * 160, help=("W" * 80,) * 6))
    assert raised.value.code == "poster-too-full"


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"title": " "}, "title", "needed"),
        ({"when": ""}, "when", "needed"),
        ({"title": "t" * 61}, "title", "too-long"),
        ({"help": ("a",) * 7}, "help", "too-many"),
        ({"help": ("a" * 81,)}, "help", "too-long"),
    ],
)
def test_a_poster_checks_its_fields(changed: dict[str, object], field: str, code: str) -> None:
    with pytest.raises(Invalid) as raised:
        replace(POSTER, **changed)  # type: ignore[arg-type]
    assert (raised.value.field, raised.value.code) == (field, code)
