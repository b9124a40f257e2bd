"""A list as a text, an e-mail and codes: what they say, how long they are, and that a phone can read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from PIL import Image

from champion_desk.documents.messages import MOST_MAILTO, list_to_send, mail_address, message, texts_needed
from champion_desk.domain.directory import Listing, Location
from champion_desk.domain.messages import Matrix
from tests.documents.sheets_of_paper import ADVICE, DAY, HOSTILE_LISTINGS, TABLETS


def scanned(code: Matrix) -> str:
    """What a reader makes of a code shown on a screen with its quiet zone."""
    side = len(code) + 8
    picture = Image.new("L", (side, side), 255)
    for row, line in enumerate(code):
        for column, dark in enumerate(line):
            if dark:
                picture.putpixel((column + 4, row + 4), 0)
    [found] = zxingcpp.read_barcodes(picture.resize((side * 5, side * 5), Image.Resampling.NEAREST))
    return found.text


def test_the_whole_list_in_words() -> None:
    assert message([ADVICE, TABLETS], "Kirkwall Library", DAY) == (
        "Orkney Citizens Advice\n01632 960412\nAnchor Buildings, 6 Bridge Street, Kirkwall, KW15 1HR\n"
        "Monday to Friday, 10 am to 4 pm\nwww.advice.example.org/contact\nChecked 2 November 2026\n\n"
        "Digital Orkney device library\n01632 960288\n01632 960289\nMonday to Friday, 9 am to 4:30 pm\n"
        "Saturday, 9 am to midday\nBring: Something with your name and address on it\n\n"
        "From Kirkwall Library, 22 November 2026"
    )


def test_the_short_list_is_names_and_how_to_reach_them() -> None:
    online = Listing("Help online", "1", url="https://help.example.org/")
    closed = Listing("Hub", "2", locations=(Location("", ("1 Pier Road",), "Stromness", "KW16 3AA"),))
    assert message([ADVICE, online, closed], "Kirkwall Library", DAY, short=True) == (
        "Orkney Citizens Advice: 01632 960412\nHelp online: help.example.org\n"
        "Hub: 1 Pier Road, Stromness, KW16 3AA\nFrom Kirkwall Library, 22 November 2026"
    )


def test_what_must_be_known_first_is_said() -> None:
    said = message([replace(ADVICE, status="temporarily closed", alert="Use the back door.")], "Site", DAY)
    assert "Closed for now. Phone before you go.\nUse the back door." in said


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        # 3GPP TS 23.038 and 23.040: 160 or 153 of the GSM alphabet, 70 or 67 of any other.
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ŵ" * 70, 1),
        ("ŵ" * 71, 2),
        ("\U0001f600" * 35, 1),
        ("\U0001f600" * 36, 2),
        ("", 1),
    ],
)
def test_how_many_texts_it_takes(text: str, texts: int) -> None:
    assert texts_needed(text) == texts


def test_an_e_mail_opens_with_the_words_and_without_an_address() -> None:
    text = message([ADVICE], "Kirkwall Library", DAY)
    parts = urlsplit(mail_address("Places & more", text))
    assert (parts.scheme, parts.path) == ("mailto", "")
    asked = parse_qs(parts.query)
    assert asked == {"subject": ["Places & more"], "body": [text.replace("\n", "\r\n")]}


def test_an_e_mail_that_no_program_would_take_is_not_offered() -> None:
    assert mail_address("x", "a" * MOST_MAILTO) == ""
    assert len(mail_address("x", "a" * (MOST_MAILTO - 30))) <= MOST_MAILTO


def test_a_phone_reads_the_list_and_each_contact() -> None:
    sent = list_to_send([TABLETS, ADVICE], "Kirkwall Library", DAY)
    assert sent.whole.code is not None
    assert scanned(sent.whole.code) == sent.whole.text
    assert sent.short.code is not None
    assert scanned(sent.short.code) == sent.short.text
    (_, _tablets), (name, advice) = sent.contacts
    card = scanned(advice).splitlines()
    assert (card[0], card[-1]) == ("BEGIN:VCARD", "END:VCARD")
    assert name == "Orkney Citizens Advice"
    for line in ("FN:Orkney Citizens Advice", "TEL:01632 960412", "ORG:Orkney Citizens Advice Bureau"):
        assert line in card


def test_signs_that_mean_something_in_a_contact_are_only_letters() -> None:
    nasty = Listing("Tea; cake, and\nEND:VCARD\\", "1", organisation="A;B", phones=("01632 960\n412",))
    [(_, code)] = list_to_send([nasty], "Site", DAY).contacts
    card = scanned(code).splitlines()
    assert card.count("END:VCARD") == 1
    assert r"N:Tea\; cake\, and END:VCARD\\" in card
    assert "TEL:01632 960 412" in card


def test_hostile_and_huge_lists_give_words_and_no_code_that_nothing_can_read() -> None:
    sent = list_to_send(HOSTILE_LISTINGS, "Site", DAY)
    assert sent.whole.code is None
    assert sent.whole.mail == ""
    assert sent.whole.texts > 1
    assert list_to_send([], "Site", date(2026, 11, 22)).contacts == ()
