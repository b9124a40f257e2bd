"""Laying out: headings stay with their text, steps and boxes stay whole, and it always ends."""

from __future__ import annotations

import io

from champion_desk.documents.blocks import Block, Text, cut
from champion_desk.documents.codes import (
    QUIET,
    address_in_words,
    address_to_scan,
    draw_code,
    matrix,
    side_of,
)
from champion_desk.documents.frames import Box, Holder, Marked, Pair, Rule
from champion_desk.documents.page import print_of
from champion_desk.documents.pictures import page_pictures
from champion_desk.documents.tagging import TaggedCanvas
from champion_desk.documents.text import ACCENT

KIND = print_of(18)
WIDTH = 400.0
PAGE = 300.0


def lines(count: int, with_next: bool = False) -> Text:
    """A paragraph of that many lines."""
    return Text(" ".join(["w" * 25] * count), KIND.body, with_next=with_next)


def laid_out(blocks: list[Block]) -> list[list[Block]]:
    pages, rest = [], blocks
    while rest:
        placed, rest = cut(rest, WIDTH, PAGE, PAGE)
        assert placed
        for block, distance in placed:
            assert distance + block.height(WIDTH) <= PAGE + 0.1
        pages.append([block for block, _distance in placed])
    return pages


def test_a_heading_moves_with_its_text() -> None:
    heading = Text("Steps", KIND.heading, with_next=True)
    first, second = laid_out([lines(9), heading, lines(4)])
    assert heading not in first
    assert second[0] is heading


def test_a_long_paragraph_leaves_two_lines_on_either_side() -> None:
    for before in range(2, 12):
        for page in laid_out([lines(before), lines(9)]):
            for block in page:
                assert isinstance(block, Text)
                assert len(block.lines(WIDTH)) >= 2


def test_a_step_and_a_box_stay_whole() -> None:
    step = Marked("1", " ".join(["w" * 25] * 4), KIND.body)
    box = Box([lines(6)], ACCENT, 10)
    assert laid_out([lines(8), step])[1] == [step]
    assert laid_out([lines(7), box])[1] == [box]


def test_what_is_longer_than_a_page_flows_on() -> None:
    for block in (
        lines(50),
        Box([lines(50), lines(3)], ACCENT, 10),
        Marked("1", " ".join(["w" * 25] * 50), KIND.body),
        Holder([Rule(), Pair(lines(50), "01632 960100", KIND.number), lines(2)]),
    ):
        pages = laid_out([lines(2), block, lines(2)])
        assert len(pages) > 3


def test_a_long_entry_does_not_leave_its_rule_behind() -> None:
    rule = Rule()
    entry = Holder([rule, Pair(lines(50), "01632 960100", KIND.number, with_next=True), lines(2)])
    held = laid_out([entry])[0][0]
    assert isinstance(held, Holder)
    assert held.content[0] is rule
    assert len(held.content) > 1


def test_an_address_is_given_in_words_and_only_if_it_is_one() -> None:
    assert address_in_words("https://www.example.org/help/") == "www.example.org/help"
    assert address_in_words("www.gov.uk/blue-badge") == "www.gov.uk/blue-badge"
    assert address_to_scan("www.gov.uk/blue-badge") == "https://www.gov.uk/blue-badge"
    for wrong in (
        "",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://bank.example@evil.example.org/",
        "nonsense",
        "two words.org",
        "https://[broken",
        "https://x\u202e.example.org",
    ):
        assert address_in_words(wrong) == ""
        assert address_to_scan(wrong) == ""
    assert address_to_scan("https://example.org/" + "a" * 400) == ""


def test_a_code_is_large_enough_for_a_phone() -> None:
    centimetres = 72 / 2.54
    for address in ("https://a.example.org", "https://example.org/" + "a" * 270):
        code = matrix(address)
        assert side_of(code) >= 2.5 * centimetres
        assert side_of(code) / (len(code) + 2 * QUIET) >= 0.05 * centimetres - 0.001


def test_a_code_is_drawn_as_it_was_made() -> None:
    code = matrix("https://www.gov.uk/universal-credit")
    count = len(code) + 2 * QUIET
    file = io.BytesIO()
    canvas = TaggedCanvas(file, (count, count), "", "")
    draw_code(canvas, code, 0, count, count)
    canvas.showPage()
    canvas.save()
    (width, height, pixels), *_ = page_pictures(file.getvalue(), count * 10)
    assert (width, height) == (count * 10, count * 10)
    for row in range(count):
        for column in range(count):
            inside = QUIET <= row < count - QUIET and QUIET <= column < count - QUIET
            dark = inside and code[row - QUIET][column - QUIET]
            shade = pixels[((row * 10 + 5) * width + column * 10 + 5) * 4]
            assert (shade < 60) if dark else (shade > 200)
