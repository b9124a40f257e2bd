"""Setting text: what the fonts show, where lines break, what is kept together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from champion_desk.documents.fonts import BOLD, FAMILIES, REGULAR, advance, can_show, printable, widths
from champion_desk.documents.page import print_of
from champion_desk.documents.text import Line, filled, set_lines
from champion_desk.domain.handouts import POINTS, Run

BODY = print_of(18).body


def words_of(lines: tuple[Line, ...]) -> list[str]:
    return ["".join(part.text for part in line.parts) for line in lines]


def test_the_fonts_have_welsh_and_gaelic_letters() -> None:
    letters = "ŵŷâêîôûïöëäàèìòùẁẃẅỳáéíóúŴŶÀÈÌÒÙ£€‘’“”–—…·"
    for font in (REGULAR, BOLD):
        assert all(ord(letter) in widths(font) for letter in letters)
    assert printable(letters) == letters


def test_nothing_unseen_is_printed() -> None:
    assert printable("a\u202eb\u200fc\x00d\x1be\u00adf") == "abcdef"
    assert printable("one\ntwo\tthree\u2028four") == "one two three four"
    assert printable("Call \U0001f600\ufe0f me") == "Call me"
    assert printable("w\u0302 e\u0301") == "ŵ é"
    assert printable("№ ﬁ ३") == "No fi 3"
    assert printable("the 図書館 βιβλία!") == "the …!"
    assert printable("x\u200dy \u200c!") == "xy !"


def test_missing_letters_are_told() -> None:
    assert can_show("Llŷn, Dùn Èideann ☎")
    assert can_show("Бібліотека, biblioteką, bibliotecă, مكتبة, গ্রন্থাগার")
    assert can_show("لائبریری میں آئیں۔", "ur")
    assert not can_show("图书馆")
    assert not can_show("βιβλιοθήκη")


@given(st.text(max_size=60))
def test_any_text_becomes_signs_of_the_font(text: str) -> None:
    fonts = [family.regular for family in FAMILIES]
    assert all(any(ord(sign) in widths(font) for font in fonts) for sign in printable(text))


@given(st.text(max_size=200), st.floats(40, 500))
def test_no_line_is_wider_than_the_column(text: str, width: float) -> None:
    for line in set_lines((Run(text), Run(text, bold=True)), BODY, width):
        assert line.width <= width + 0.1
        drawn = sum(advance(part.text, part.font, part.from_right) for part in line.parts) * BODY.size / 1000
        assert abs(drawn - line.width) < 0.1


def test_words_are_not_split_and_none_is_lost() -> None:
    text = "Answer one page at a time. Choose Save on each page, then read it all again."
    lines = words_of(set_lines((Run(text),), BODY, 200))
    assert len(lines) > 2
    assert " ".join(lines) == text


def test_a_phone_number_and_a_postcode_stay_in_one_line() -> None:
    text = "You can phone us on 0800 328 5644 or come to KW15 1AG. Call +44 1632 960 100."
    for width in range(160, 420, 7):
        joined = "\n".join(words_of(set_lines((Run(text),), BODY, width)))
        for whole in ("0800 328 5644", "KW15 1AG", "+44 1632 960 100"):
            assert whole in joined


def test_a_long_address_breaks_after_a_slash_or_dot() -> None:
    address = "www.stopthinkfraud.campaign.gov.uk/some/part/of-it"
    lines = words_of(set_lines((Run(address),), BODY, 200))
    assert "".join(lines) == address
    assert all(line[-1] in "./-" for line in lines[:-1])


def test_a_last_short_word_has_company() -> None:
    for width in range(150, 450, 5):
        lines = words_of(
            set_lines((Run("Start a Universal Credit claim at your library today"),), BODY, width)
        )
        assert len(lines) == 1 or " " in lines[-1] or len(lines[-2].split()) < 3


def test_a_full_stop_stays_with_its_bold_word() -> None:
    runs = (Run("Choose "), Run("Submit claim", bold=True), Run(". Then stop."))
    for width in range(120, 300, 5):
        assert not any(line.startswith(".") for line in words_of(set_lines(runs, BODY, width)))


def test_values_in_a_sentence_are_bold_and_never_markup() -> None:
    runs = filled("Phone {number} now", number="{x} <b>")
    assert runs == (Run("Phone "), Run("{x} <b>", bold=True), Run(" now"))


def test_sizes_follow_clear_print() -> None:
    least_small = {14: 12, 18: 16, 24: 20}
    for points in POINTS:
        kind = print_of(points)
        assert kind.body.size == points
        assert kind.body.leading >= 1.35 * points
        assert kind.small.size >= least_small[points]
        assert kind.large.size >= 18
        assert kind.title.size > kind.heading.size > kind.body.size
