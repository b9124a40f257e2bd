"""Fields are cleaned, and each change is noted."""

from __future__ import annotations

from datetime import date

import pytest

from champion_desk.domain.directory import Link
from champion_desk.domain.places import Position
from champion_desk.importers.cleaning import Cleaner, number_of, postcode_inside, words_of


def _codes(cleaner: Cleaner) -> list[str]:
    return [note.code for note in cleaner.notes]


@pytest.mark.parametrize(
    ("given", "used", "noted"),
    [
        ("https://example.org/a?b=1#c", "https://example.org/a?b=1#c", []),
        ("http://www.example.org", "http://www.example.org", []),
        (" https://example.org ", "https://example.org", []),
        ("http:www.example.org/a", "http://www.example.org/a", ["note-url"]),
        ("http//example.org", "http://example.org", ["note-url"]),
        ("https:/example.org", "https://example.org", ["note-url"]),
        ("https://https://example.org", "https://example.org", ["note-url"]),
        ("www.example.org", "https://www.example.org", ["note-url"]),
        ("example.org.uk/hub", "https://example.org.uk/hub", ["note-url"]),
        ("httpbin.org", "https://httpbin.org", ["note-url"]),
        ("https://example.org/a b/page.aspx", "https://example.org/a%20b/page.aspx", []),
        ("http://example.org; http://example.com", "http://example.org", ["note-url"]),
        ('<a href="http://example.org">x</a>', "http://example.org", []),
        ("http://tŷ.cymru/ffŵl", "http://tŷ.cymru/ffŵl", []),
        ("Warmley Community Centre", "", ["note-url-odd"]),
        ("javascript:alert(1)", "", ["note-url-odd"]),
        ("file:///etc/passwd", "", ["note-url-odd"]),
        ("ftp://example.org", "", ["note-url-odd"]),
        ("data:text/html,x", "", ["note-url-odd"]),
        ("https://bank.example@evil.example/", "", ["note-url-odd"]),
        ("http://localhost:80/", "", ["note-url-odd"]),
        ("https://example.org:port/", "", ["note-url-odd"]),
        ("http://[::1", "", ["note-url-odd"]),
        ("N/A", "", []),
        (None, "", []),
        ({"url": "https://example.org"}, "", []),
    ],
)
def test_web_addresses(given: object, used: str, noted: list[str]) -> None:
    cleaner = Cleaner()
    assert cleaner.url(given) == used
    assert _codes(cleaner) == noted


@pytest.mark.parametrize(
    ("given", "used", "noted"),
    [
        ("hub@example.org", "hub@example.org", []),
        ("mailto:hub@example.org", "hub@example.org", []),
        ("MAILTO:hub@example.org?subject=Hi", "hub@example.org", []),
        ("hub@\u00a0example.org", "hub@example.org", []),
        ("hub @ example.org", "hub@example.org", ["note-email"]),
        ("Hub <hub@example.org>", "hub@example.org", ["note-email"]),
        ("a@example.org; b@example.org", "a@example.org", ["note-email"]),
        ("hub (at) example.org", "", ["note-email-odd"]),
        ("none", "", []),
    ],
)
def test_email_addresses(given: object, used: str, noted: list[str]) -> None:
    cleaner = Cleaner()
    assert cleaner.email(given) == used
    assert _codes(cleaner) == noted


def test_an_email_address_among_the_web_addresses_is_an_email_address() -> None:
    cleaner = Cleaner()
    assert cleaner.addresses(["hub@example.org", "www.example.org"], [""]) == (
        "https://www.example.org",
        "hub@example.org",
    )
    assert _codes(cleaner) == ["note-url"]


@pytest.mark.parametrize(
    ("given", "shown", "noted"),
    [
        (["01856873166"], ("01856 873166",), []),
        ([1856873166], ("01856 873166",), []),
        (["+44 (0)1856 873166", "01856 873166"], ("01856 873166",), []),
        (["Tel: 01856 873166 / 01856 876333"], ("01856 873166", "01856 876333"), []),
        (["0300 123 1066 (Mon-Fri 9-5)"], ("0300 123 1066 (Mon-Fri 9-5)",), []),
        (["116 123", "999", "0800 1111"], ("116 123", "999", "0800 1111"), []),
        (["01632960173"], ("01632 960173",), []),
        (["+353 1 234 5678"], ("+353 1 234 5678",), []),
        (["01856 873166 ext 23"], ("01856 873166 x23",), []),
        (['"\\"+44 1234 234567\\""'], ("01234 234567",), []),
        (["12345"], ("12345",), ["note-phone-odd"]),
        (["call us", None, "", "N/A", ["x"]], (), []),
        (["<b>01856 873166</b>"], ("01856 873166",), []),
    ],
)
def test_phone_numbers(given: list[object], shown: tuple[str, ...], noted: list[str]) -> None:
    cleaner = Cleaner()
    assert cleaner.phones(given) == shown
    assert _codes(cleaner) == noted


@pytest.mark.parametrize(
    ("given", "used", "noted"),
    [
        ("kw151ag", "KW15 1AG", []),
        ("KW15\u00a01AG", "KW15 1AG", []),
        ("CH1 1 RL", "CH1 1RL", []),
        ("NE26 1EJ.", "NE26 1EJ", []),
        ("M1  1AA", "M1 1AA", []),
        ("C013 9DA", "CO13 9DA", ["note-postcode"]),
        ("S024 9AQ", "SO24 9AQ", ["note-postcode"]),
        ("NE27 OHJ", "NE27 0HJ", ["note-postcode"]),
        ("KW15-1AG", "KW15 1AG", ["note-postcode"]),
        ("NE32 34AU", "NE32 34AU", ["note-postcode-odd"]),
        ("SA15 5SC", "SA15 5SC", ["note-postcode-odd"]),
        ("ABC 1234", "ABC 1234", ["note-postcode-odd"]),
        ("[Unknown]", "", []),
        (None, "", []),
    ],
)
def test_postcodes(given: object, used: str, noted: list[str]) -> None:
    cleaner = Cleaner()
    assert cleaner.postcode(given) == used
    assert _codes(cleaner) == noted


def test_a_postcode_that_is_nowhere_but_close_to_one_that_is_gets_a_suggestion() -> None:
    cleaner = Cleaner()
    assert cleaner.postcode("KW1S 1AG") == "KW1S 1AG"
    assert _codes(cleaner) == ["note-postcode-perhaps"]
    assert cleaner.notes[0].facts["perhaps"] == "KW15 1AG"
    assert Cleaner().postcode("SO5O OAA") == "SO50 0AA"
    elsewhere = Cleaner()
    assert elsewhere.postcode("BT1 1AA") == "BT1 1AA"
    assert elsewhere.notes == []


def test_a_position_far_from_its_postcode_is_left_out() -> None:
    cleaner = Cleaner()
    kirkwall = Position(58.98, -2.96)
    assert cleaner.near(kirkwall, "KW15 1AG") == kirkwall
    assert cleaner.near(kirkwall, "ZZ99 9ZZ") == kirkwall
    assert cleaner.near(None, "KW15 1AG") is None
    assert cleaner.notes == []
    assert cleaner.near(kirkwall, "PL1 2AA") is None
    assert _codes(cleaner) == ["note-position-far"]
    assert int(str(cleaner.notes[0].facts["miles"])) > 500


def test_links_in_texts_are_kept_with_their_words_each_once() -> None:
    cleaner = Cleaner()
    text = cleaner.text(
        "<p>See <a href='https://a.example/x'>our page</a>, <a href='https://a.example/x'>again</a>, "
        "<a href='mailto:hub@example.org'>write</a>, <a href='HTTP://b.example'>b.example</a></p>",
        "description",
    )
    assert text == (
        "See our page (https://a.example/x), again (https://a.example/x), write (hub@example.org), b.example"
    )
    assert cleaner.links() == (Link("our page", "https://a.example/x"), Link("", "http://b.example"))
    assert cleaner.links("https://a.example/x") == (Link("", "http://b.example"),)


def test_a_postcode_at_the_end_of_a_line_is_found() -> None:
    assert postcode_inside("44 Junction Road, Kirkwall, kw151ag.") == (
        "KW15 1AG",
        "44 Junction Road, Kirkwall",
    )
    assert postcode_inside("Unit 5 A1 Retail Park") == ("", "Unit 5 A1 Retail Park")


@pytest.mark.parametrize(
    ("given", "position", "noted"),
    [
        ((58.98, -2.96), Position(58.98, -2.96), []),
        (("58,98", "-2,96"), Position(58.98, -2.96), []),
        ((-2.96, 58.98), Position(58.98, -2.96), ["note-position-swapped"]),
        ((0, 0), None, []),
        (("99.999999", "0.000000"), None, []),
        ((100, 101), None, ["note-position-outside"]),
        ((48.8, 2.3), None, ["note-position-outside"]),
        (("nan", "inf"), None, []),
        ((58.98, None), None, []),
        ((True, [1]), None, []),
    ],
)
def test_positions(given: tuple[object, object], position: Position | None, noted: list[str]) -> None:
    cleaner = Cleaner()
    assert cleaner.position(*given) == position
    assert _codes(cleaner) == noted


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2024-03-05", date(2024, 3, 5)),
        ("2023-03-15T10:30:45.123Z", date(2023, 3, 15)),
        ("05/03/2024", date(2024, 3, 5)),
        ("5.3.24", date(2024, 3, 5)),
        ("5th March 2024", date(2024, 3, 5)),
        ("Mar 2024", date(2024, 3, 1)),
        ("45356", date(2024, 3, 5)),
        ("2014", date(2014, 1, 1)),
        ("20240305", date(2024, 3, 5)),
        ("1709596800", date(2024, 3, 5)),
        ("1709596800000", date(2024, 3, 5)),
        ("5 Mawrth 2024", date(2024, 3, 5)),
        ("Dydd Mawrth 5 Mawrth 2024", date(2024, 3, 5)),
        ("5 Màrt 2024", date(2024, 3, 5)),
        ("March 5, 2024", date(2024, 3, 5)),
        ("Tue, 05 Mar 2024 10:00:00 GMT", date(2024, 3, 5)),
        ("2024-03-05 10:00:00+00:00", date(2024, 3, 5)),
    ],
)
def test_days(given: str, day: date) -> None:
    cleaner = Cleaner()
    assert cleaner.date(given, past=True) == day
    assert cleaner.notes == []


@pytest.mark.parametrize(
    "given", ["31/02/2024", "soon", "10", "3034-01-01", "0001-01-01", "2024-13-45", "9" * 50]
)
def test_what_is_no_day_is_noted(given: str) -> None:
    cleaner = Cleaner()
    assert cleaner.date(given, past=True) is None
    assert _codes(cleaner) == ["note-date"]


def test_long_texts_are_cut_and_quoted_values_are_short() -> None:
    cleaner = Cleaner()
    assert len(cleaner.text("x" * 30_000, "description")) == 20_000
    assert len(cleaner.line("word " * 200, "name")) <= 300
    cleaner.url("no address " * 100)
    assert _codes(cleaner) == ["note-shortened", "note-shortened", "note-url-odd"]
    assert len(str(cleaner.notes[-1].facts["given"])) == 80


def test_a_note_is_kept_once() -> None:
    cleaner = Cleaner()
    for _ in range(3):
        assert cleaner.text("<b>x</b>", "description") == "x"
    assert _codes(cleaner) == ["note-html"]


def test_values_of_other_kinds() -> None:
    values: list[object] = [None, True, 3, 3.0, 2.5, [1], {}, " a ", "None", 10**50]
    assert [words_of(value) for value in values] == ["", "", "3", "3", "2.5", "", "", "a", "", ""]
    assert [number_of(value) for value in ("1e999", "12 ", "£1,200.50", "1,5", "x", None)] == [
        *(None, 12, 1200.5, None, None, None)
    ]
