"""Arabic, Urdu in Nastaliq and Bengali are set as Qt sets them, line by line, and copied as written."""

from __future__ import annotations

import re
import unicodedata

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication

from champion_desk.documents.fonts import ARABIC, BENGALI, FAMILIES, URDU, font_file
from champion_desk.documents.handout import write_handout
from champion_desk.documents.page import print_of
from champion_desk.documents.text import Line, set_lines
from champion_desk.documents.words import paragraph
from champion_desk.domain.handouts import Handout, Run
from champion_desk.paths import resources_dir
from champion_desk.services.handout_files import read_all
from tests.documents.qt_lines import our_line, qt_lines
from tests.documents.sheets_of_paper import ADVICE, order, text

FAMILY = {"ar": ARABIC, "ur": URDU, "bn": BENGALI}
LIBRARY = read_all(resources_dir() / "handouts")


def sheets(language: str) -> list[Handout]:
    return [languages[language] for languages in LIBRARY.values() if language in languages]


def paragraphs(sheet: Handout) -> list[str]:
    """A handout's own texts, without what is bold in them."""
    said = [sheet.title, sheet.summary]
    for section in sheet.sections:
        said.append(section.heading)
        said += ["".join(run.text for run in item) for block in section.blocks for item in block.items]
    return said


def ends(text: str, lines: tuple[Line, ...]) -> list[int]:
    """The places in a paragraph of the spaces at which its lines end."""
    found, at = [], 0
    for line in lines:
        for letter in "".join(part.text for part in line.parts):
            while text[at] in "\u2066\u2068\u2069":
                at += 1
            assert text[at].replace("\u00a0", " ") == letter
            at += 1
        while at < len(text) and text[at] in "\u2066\u2068\u2069":
            at += 1
        if at < len(text):
            assert text[at] == " "
            found.append(at)
            at += 1
    return found


@pytest.mark.parametrize("language", FAMILY)
def test_lines_have_the_glyphs_of_qt_in_the_order_of_qt(language: str, qapp: QApplication) -> None:
    kind, compared, other = print_of(18, language).body, 0, []
    for sheet in sheets(language):
        for said in paragraphs(sheet):
            lines = set_lines((Run(said),), kind, 400, language)
            whole = paragraph(said, language)
            theirs = qt_lines(whole, ends(whole, lines), FAMILY[language], language)
            for line, drawn in zip(lines, theirs, strict=True):
                compared += 1
                ours = our_line(line)
                if ours != drawn:
                    other.append(("".join(part.text for part in line.parts), ours, drawn))
    assert other == []
    assert compared >= 50


def test_each_font_lies_beside_its_licence() -> None:
    for family in FAMILIES:
        licence = resources_dir() / "fonts" / f"{family.files}-LICENSE.txt"
        assert "SIL Open Font License" in licence.read_text(encoding="utf-8")
        for font in (family.regular, family.bold):
            assert (resources_dir() / "fonts" / font_file(font)).is_file()


def even(said: str) -> str:
    return " ".join(unicodedata.normalize("NFC", said).split())


def letters(said: str, kinds: str) -> str:
    """Only its signs of those kinds: L letters, M their marks, N digits."""
    return "".join(
        sign for sign in unicodedata.normalize("NFC", said) if unicodedata.category(sign)[0] in kinds
    )


def copied(pdf: bytes) -> tuple[str, str]:
    """What two readers copy out of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return even(" ".join(pages)), even(text(pdf))


@pytest.mark.parametrize("language", ["bn", "pl", "ro", "uk"])
def test_what_is_copied_is_what_was_written(language: str) -> None:
    for sheet in sheets(language):
        for said in copied(write_handout(order(sheet, points=14, listings=(ADVICE,)))):
            assert [one for one in map(even, paragraphs(sheet)) if one not in said] == []


@pytest.mark.parametrize("language", ["ar", "ur"])
def test_words_from_the_right_are_copied_as_they_were_written(language: str) -> None:
    """A page holds no direction, so readers guess: where Latin words stand between, pypdf puts the signs
    beside them in another order, and pdfium the words; it also parts a line where the first word of a step
    in Nastaliq stands higher than the step's number. What is read aloud is whole (see test_tagged)."""
    for sheet in sheets(language):
        by_pdfium, by_pypdf = copied(write_handout(order(sheet, points=14, listings=(ADVICE,))))
        for one in map(even, paragraphs(sheet)):
            assert letters(one, "LMN") in letters(by_pypdf, "LMN")
            words = [letters(word, "LM") for word in one.split()]
            assert all(word in letters(by_pdfium, "LM ") for word in words if not word.isascii())
            if language == "ar" and not re.search("[A-Za-z]", one):
                assert letters(one, "LM") in letters(by_pdfium, "LM")
