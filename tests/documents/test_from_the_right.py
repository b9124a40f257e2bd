"""Sheets that begin at the right: order of words and numbers in a line, sides of the page, two languages."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_desk.documents.blocks import Text
from champion_desk.documents.fonts import ARABIC, BENGALI, LATIN, URDU
from champion_desk.documents.handout import write_handout
from champion_desk.documents.local_help import _lines
from champion_desk.documents.page import print_of
from champion_desk.documents.reading_order import isolated, places
from champion_desk.documents.shortlist import write_shortlist
from champion_desk.documents.text import Line, filled, set_lines
from champion_desk.domain.handouts import Run
from champion_desk.i18n import speaking
from tests.documents.reading_aloud import failed_rules, read_aloud
from tests.documents.sheets_of_paper import (
    ADVICE,
    DAY,
    HOSTILE,
    HOSTILE_LISTINGS,
    TABLETS,
    fonts_carried,
    handout,
    letters_beyond,
    order,
)

BODY = print_of(18).body
ARABIC_SHEET = handout(
    "ar", title="مكالمة فيديو", summary="شاهد عائلتك.", sections=handout().sections[1:2], web="www.gov.uk"
)


def seen(runs: tuple[Run, ...] | str, spoken: str = "ar", width: float = 2000) -> list[str]:
    """The pieces of the first line from left to right, each as it is read."""
    line = set_lines((Run(runs),) if isinstance(runs, str) else runs, BODY, width, spoken)[0]
    assert len(line.lefts) == len(line.parts)
    pieces = [part.text.strip() for _left, part in sorted(zip(line.lefts, line.parts, strict=True))]
    return [piece for piece in pieces if piece]


def visual(text: str, from_right: bool) -> str:
    order_of, _turned = places(text, from_right)
    return "".join(text[at] for at in sorted(range(len(text)), key=order_of.__getitem__))


def test_words_run_from_the_right_and_latin_names_among_them_from_the_left() -> None:
    assert seen("افتح تطبيق NHS App الآن.") == [".", "الآن", "NHS App", "تطبيق", "افتح"]
    assert seen("(لا)") == [")", "لا", "("]


def test_numbers_and_addresses_are_read_from_the_left() -> None:
    for whole in ("01632 960412", "+44 1632 960 100", "www.gov.uk/blue-badge", "a.b-c@example.org"):
        assert whole in "".join(seen(f"اتصل {whole}، ثم انتظر", width=4000))
        with speaking("ar"):
            assert whole in "".join(seen(filled("هاتف {number}!", number=whole)))


def test_what_comes_out_of_the_data_keeps_its_own_order() -> None:
    with speaking("ar"):
        address = isolated("6 Bridge Street, Kirkwall (2nd floor).")
        assert "".join(seen(address)) == "6 Bridge Street, Kirkwall (2nd floor)."
        assert seen(f"أحضر: {isolated('3 keys!')}") == ["3 keys!", ":", "أحضر"]
        hostile = isolated("\u2069\u202e\u2067x. y")
        assert "".join(seen(f"أحضر {hostile} ثم")) == "ثمx. yأحضر"
    assert isolated("6 Bridge Street") == "6 Bridge Street"
    assert "".join(seen(f"Ask {isolated('مكتبة')} 24 now", "en")) == "Askمكتبة24 now"


def test_hours_in_the_words_of_a_list_keep_their_order() -> None:
    noted = replace(ADVICE, hours=(), hours_note="Open 9 am (Mon).")
    with speaking("ar"):
        found = [one for one in _lines(noted, DAY) if "Open" in one]
        assert "".join(seen(found[0])) == "Open 9 am (Mon)."
        (hours,) = (one for one in _lines(ADVICE, DAY) if "10" in one)
        assert seen(hours)[-1].startswith("من")


def test_a_line_is_ordered_as_part_of_its_paragraph() -> None:
    text = "قال (هذا NHS App ثم 111 و999) وذهب إلى المكتبة في Kirkwall اليوم"
    whole = visual(text, True)
    for width in range(120, 500, 20):
        for line in set_lines((Run(text),), BODY, width, "ar"):
            drawn = "".join(part.text for _left, part in sorted(zip(line.lefts, line.parts, strict=True)))
            assert all(word in whole for word in ("NHS App", "111") if word in drawn)
            assert abs(max(line.lefts) - line.width) <= line.width + 0.1


@given(st.text("abc ابت 123 ().,-/\u2068\u2069", max_size=60), st.booleans())
def test_every_letter_has_one_place(text: str, from_right: bool) -> None:
    found, turned = places(text, from_right)
    assert sorted(found) == list(range(len(text)))
    assert len(turned) == len(text)


@given(
    st.text("abc ابپے কি\u09cdষ 123().", max_size=200),
    st.floats(80, 500),
    st.sampled_from(["ar", "ur", "bn", "en"]),
)
def test_no_line_of_any_script_is_wider_than_its_column(text: str, width: float, spoken: str) -> None:
    lines = set_lines((Run(text), Run(text, bold=True)), BODY, width, spoken)
    assert all(line.width <= width + 0.1 for line in lines)
    kept = "".join(part.text for line in lines for part in line.parts)
    assert kept.replace(" ", "") == (text * 2).replace(" ", "")


def test_each_script_has_its_font_and_urdu_its_hand() -> None:
    def fonts(text: str, spoken: str) -> set[str]:
        return {part.font for line in set_lines((Run(text),), BODY, 2000, spoken) for part in line.parts}

    assert fonts("كتاب", "ar") == {ARABIC.regular}
    assert fonts("کتاب", "ur") == {URDU.regular}
    assert fonts("বই", "bn") == {BENGALI.regular}
    assert fonts("মাসে 3 বার (NHS)", "bn") == {BENGALI.regular, LATIN.regular}
    assert fonts("Ask at مكتبة", "en") == {ARABIC.regular, LATIN.regular}


def test_a_word_that_is_bold_in_part_still_joins() -> None:
    (line,) = set_lines((Run("ب"), Run("زر", bold=True), Run(" ثم")), BODY, 2000, "ar")
    assert [(part.text, part.font) for part in line.parts if part.text != " "] == [
        ("بزر", ARABIC.bold),
        ("ثم", ARABIC.regular),
    ]


def _places_of(pdf: bytes, words: str) -> list[float]:
    """How far from the left the middles of those words stand on the first page."""
    page = pypdfium2.PdfDocument(pdf)[0]
    text = page.get_textpage()
    search, found = text.search(words), []
    while spot := search.get_next():
        left, _foot, right, _top = text.get_charbox(spot[0])
        found.append((left + right) / 2)
    return found


def test_the_page_begins_at_the_right() -> None:
    pdf = write_handout(order(ARABIC_SHEET, points=14, listings=(ADVICE,)))
    english = write_handout(order(points=14, listings=(ADVICE,)))
    for words in ("1", "2", "3"):
        assert _places_of(pdf, words) != _places_of(english, words)
    assert max(_places_of(pdf, "2")) > 500
    assert min(_places_of(english, "2")) < 80
    for words in ("Kirkwall Library", "44 Junction"):
        assert (_places_of(pdf, words)[0] > 300) != (_places_of(english, words)[0] > 300)
    assert not letters_beyond(pdf)


def test_two_languages_stand_beside_each_other_each_from_its_side() -> None:
    for first, second in ((handout(), ARABIC_SHEET), (ARABIC_SHEET, handout())):
        pdf = write_handout(
            replace(order(first, points=14, listings=(ADVICE,)), second=second, layout="columns")
        )
        assert not failed_rules(pdf)
        aloud = read_aloud(pdf)
        assert "شاهد عائلتك." in aloud
        assert "See and hear someone far away." in aloud
        # English is at the left of both, for Arabic that comes first begins at the right.
        assert _places_of(pdf, "See and hear")[0] < 200
        assert _places_of(pdf, "Kirkwall Library")[0] > 200 or first.language == "en"
        # The number of the page stands at the other end of the foot's last line, which is in the second.
        number = _places_of(pdf, "Page 1" if first.language == "en" else "صفحة")[0]
        assert (number > 300) == (second.language == "en")


@pytest.mark.parametrize("language", ["ar", "ur", "bn", "uk"])
def test_hostile_and_endless_data_prints_in_every_script(language: str) -> None:
    sheet = handout(language, title=HOSTILE, summary="م " * 900 + "ক" * 900)
    with pytest.raises(Exception, match="handout-not-printable"):
        write_handout(order(sheet))
    listings = (*HOSTILE_LISTINGS, ADVICE, replace(TABLETS, name="مكتبة كيركوال", alert="م" * 3000))
    with speaking(language):
        pdf = write_shortlist(listings, HOSTILE, "A" * 900, DAY, 24, True, (HOSTILE,))
    assert all(fonts_carried(pdf).values())
    assert not failed_rules(pdf)
    assert "مكتبة كيركوال" in read_aloud(pdf)


def test_a_block_keeps_the_language_it_was_made_in() -> None:
    with speaking("ar"):
        block = Text("مكتبة", BODY)
    assert block.language == "ar"
    assert block.mirrored
    line: Line = block.lines(400)[0]
    assert line.parts[0].from_right
