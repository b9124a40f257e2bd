"""A handout as a web page of one file and as plain text: whole, in its language, with nothing that runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from bs4 import BeautifulSoup

from champion_desk.documents.handout_web import plain_text, web_page
from champion_desk.domain.directory import Listing, Location
from champion_desk.domain.handouts import Block, Handout, HandoutOrder, OwnPicture, Run, Section
from champion_desk.domain.slips import HandOffSlip
from champion_desk.paths import resources_dir
from champion_desk.services.handout_files import read_all, read_easy

HOSTILE = 'AT&T <script>alert("1")</script> \' " <b>'
LIBRARY = read_all(resources_dir() / "handouts")
LISTING = Listing(
    HOSTILE, "x", phones=("01632 960100",), url="https://www.example.org/?a=1&b=<2>",
    locations=(Location(address=(HOSTILE,), town="Kirkwall"),), bring=HOSTILE,
)  # fmt: skip
CARD = OwnPicture("card", 'image/png"><script>', b"\x89PNG")
SHEET = Handout(
    "our-x",
    "en",
    HOSTILE,
    HOSTILE,
    (
        Section(
            HOSTILE,
            (
                Block(
                    "paragraph", ((Run(HOSTILE, bold=True), Run(" here", link="https://example.org/?a&b")),)
                ),
                Block("steps", ((Run("One."),), (Run("Two."),))),
                Block("bullets", ((Run(HOSTILE),),)),
                Block("picture", ((Run(HOSTILE),),), picture=CARD),
            ),
            "safe",
        ),
    ),
    web="www.gov.uk",
    reviewed=date(2024, 1, 2),
    translator=HOSTILE,
    speaker_reviewed=False,
    pictures=(CARD,),
)
ORDER = HandoutOrder(
    SHEET, 18, (LISTING,), (HOSTILE, " "), HOSTILE, HOSTILE, HOSTILE, date(2026, 12, 1),
    slip=HandOffSlip("K7M4PX", (HOSTILE,), None), logo=OwnPicture("logo", "image/png", b"x", HOSTILE),
)  # fmt: skip


def soup(order: HandoutOrder) -> BeautifulSoup:
    return BeautifulSoup(web_page(order), "html.parser")


def test_hostile_words_are_words_and_nothing_runs_or_loads() -> None:
    page = soup(ORDER)
    assert page.find_all(["script", "b", "iframe", "object", "link", "form", "base"]) == []
    assert [tag for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")] == []
    assert page.title is not None
    said = " ".join(HOSTILE.split())
    assert page.title.text == said
    assert page.h1 is not None
    assert page.h1.text == said
    assert all(str(image["src"]).startswith("data:image/") for image in page.find_all("img"))
    assert [image["alt"] for image in page.find_all("img")] == [said, said]
    links = [str(link["href"]) for link in page.find_all("a")]
    assert all(link.startswith("https://") for link in links)
    assert "https://example.org/?a&b" in links
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert policy is not None
    assert str(policy["content"]).startswith("default-src 'none'")
    assert page.text.count(said) >= 9


def test_it_is_built_as_a_reader_needs_it() -> None:
    page = soup(ORDER)
    assert [tag.name for tag in page.find_all(["h1", "h2", "h3"])] == ["h1", "h2", "h2", "h3", "h2"]
    assert [item.text for item in page.select("ol li")] == ["One.", "Two."]
    assert page.find("main") is not None
    assert page.find("section", class_="safe") is not None
    text = page.text
    for said in (
        "This sheet was last checked on 2 January 2024",
        "01632 960100",
        "K7M",
        "Printed on 1 December",
    ):
        assert said in text


@pytest.mark.parametrize(
    ("language", "tag", "way"), [("en", "en-GB", "ltr"), ("cy", "cy", "ltr"), ("ur", "ur", "rtl")]
)
def test_language_and_direction_are_said(language: str, tag: str, way: str) -> None:
    page = soup(replace(ORDER, handout=replace(SHEET, language=language)))
    assert page.html is not None
    assert (page.html["lang"], page.html["dir"]) == (tag, way)


def test_every_sheet_that_ships_becomes_a_page_and_a_text_with_all_its_words() -> None:
    for languages in LIBRARY.values():
        for sheet in languages.values():
            order = HandoutOrder(sheet, printed_on=date(2026, 12, 1))
            page, text = soup(order).text, plain_text(order)
            for section in sheet.sections:
                assert section.heading in page
                for block in section.blocks:
                    for item in block.items:
                        words = "".join(run.text for run in item)
                        assert words in page
                        assert words.replace("\xa0", " ") in text


def test_easy_read_and_a_second_language_are_there() -> None:
    easy = read_easy(resources_dir() / "handouts")["spot-a-scam"]["en"]
    page = soup(HandoutOrder(easy, layout="easy"))
    pictures = page.find_all("img")
    assert len(pictures) == sum(len(block.items) for section in easy.sections for block in section.blocks)
    assert all(image["alt"] for image in pictures)
    both = HandoutOrder(LIBRARY["spot-a-scam"]["en"], second=LIBRARY["spot-a-scam"]["cy"])
    second = soup(both).find("article")
    assert second is not None
    assert second["lang"] == "cy"
    assert LIBRARY["spot-a-scam"]["cy"].sections[1].heading in second.text
    assert LIBRARY["spot-a-scam"]["cy"].sections[1].heading in plain_text(both)


def test_the_plain_text_has_its_lists_and_no_marks() -> None:
    text = plain_text(ORDER)
    assert "1. One.\n2. Two." in text
    assert "**" not in text
    assert "Your next steps\n- " in text
    assert text.startswith(HOSTILE)
