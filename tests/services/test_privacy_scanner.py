"""The privacy scanner: the confusing cases by hand, masking, and what services ask of it."""

from __future__ import annotations

import time

import pytest

from champion_desk.domain.findings import KINDS
from champion_desk.domain.problems import Invalid
from champion_desk.services.privacy_scanner import MASK_WORDS, checked, masked, open_findings, pieces, scan

# A text, and what must be found in it: kind and piece.
PERSONAL: list[tuple[str, list[tuple[str, str]]]] = [
    # National Insurance numbers
    ("NI is AB123456C", [("ni", "AB123456C")]),
    ("ab 12 34 56 c", [("ni", "ab 12 34 56 c")]),
    ("(AB-12-34-56-C)", [("ni", "AB-12-34-56-C")]),
    ("AB 123456 C.", [("ni", "AB 123456 C")]),
    ("nino: ab123456", [("ni", "ab123456")]),
    ("their NI no. PX 12 34 56 A and", [("ni", "PX 12 34 56 A")]),
    ("AB１２３４５６C", [("ni", "AB１２３４５６C")]),
    ("JG1O3759A scanned badly", [("ni", "JG1O3759A")]),
    ("yswiriant gwladol AB 12 34 56 C", [("ni", "AB 12 34 56 C")]),
    # NHS and CHI
    ("NHS 943 476 5919", [("nhs", "943 476 5919")]),
    ("9434765919", [("nhs", "9434765919")]),
    ("943-476-5919", [("nhs", "943-476-5919")]),
    ("943.476.5919", [("nhs", "943.476.5919")]),
    ("943 476\u00a05919", [("nhs", "943 476\u00a05919")]),
    ("NHS no 94 34 76 59 19", [("nhs", "94 34 76 59 19")]),
    ("9 4 3 4 7 6 5 9 1 9", [("nhs", "9 4 3 4 7 6 5 9 1 9")]),
    ("nhs9434765919", [("nhs", "9434765919")]),
    ("CHI 010203 0006", [("chi", "010203 0006")]),
    ("3112991230", [("chi", "3112991230")]),
    # Cards
    ("4111 1111 1111 1111", [("card", "4111 1111 1111 1111")]),
    ("4111-1111-1111-1111", [("card", "4111-1111-1111-1111")]),
    ("5555555555554444 exp 12/27", [("card", "5555555555554444")]),
    ("amex 3782 822463 10005", [("card", "3782 822463 10005")]),
    ("6011 1111 1111 1117", [("card", "6011 1111 1111 1117")]),
    ("4111.1111.1111.1111", [("card", "4111.1111.1111.1111")]),
    ("card 41111 11111 11111 1", [("card", "41111 11111 11111 1")]),
    # Accounts
    ("sort code 12-34-56 account 12345678", [("account", "12-34-56 account 12345678")]),
    ("s/c 123456 a/c 12345678", [("account", "123456 a/c 12345678")]),
    ("12-34-56 12345678", [("account", "12-34-56 12345678")]),
    ("acc no 12345678 sort 12 34 56", [("account", "12345678 sort 12 34 56")]),
    ("GB29 NWBK 6016 1331 9268 19 is theirs", [("account", "GB29 NWBK 6016 1331 9268 19")]),
    # Phones
    ("07700 900118", [("phone", "07700 900118")]),
    ("07700900118", [("phone", "07700900118")]),
    ("077 00 90 01 18", [("phone", "077 00 90 01 18")]),
    ("07700-900-118", [("phone", "07700-900-118")]),
    ("07700.900.118", [("phone", "07700.900.118")]),
    ("07700/900/118", [("phone", "07700/900/118")]),
    ("0 7 7 0 0 9 0 0 1 1 8", [("phone", "0 7 7 0 0 9 0 0 1 1 8")]),
    ("O77OO 9OO118", [("phone", "O77OO 9OO118")]),
    ("07700\u2009900\u2011118", [("phone", "07700\u2009900\u2011118")]),
    ("07700\u200b900118", [("phone", "07700\u200b900118")]),
    ("tel07700900118", [("phone", "07700900118")]),
    ("(01856) 873535", [("phone", "(01856) 873535")]),
    ("01856 873 535 and 01632 960001", [("phone", "01856 873 535"), ("phone", "01632 960001")]),
    ("020 7946 0123", [("phone", "020 7946 0123")]),
    ("+44 7700 900118", [("phone", "+44 7700 900118")]),
    ("+44 (0)7700 900 118", [("phone", "+44 (0)7700 900 118")]),
    ("(+44) 7700 900118", [("phone", "(+44) 7700 900118")]),
    ("0044 7700 900118", [("phone", "0044 7700 900118")]),
    ("447700900118", [("phone", "447700900118")]),
    ("+48 601 234 567", [("phone", "+48 601 234 567")]),
    ("+353 85 012 3456", [("phone", "+353 85 012 3456")]),
    ("0048 601 234 567", [("phone", "0048 601 234 567")]),
    ("tel 873535", [("phone", "873535")]),
    ("ring her on 873 535", [("phone", "873 535")]),
    ("ffôn 01970 612345", [("phone", "01970 612345")]),
    ("mobile 7700 900118", []),  # drama numbers are found with their 0; one in use without it
    ("mobile 7400 123456", [("phone", "7400 123456")]),
    ("room 12 07700 900118", [("phone", "07700 900118")]),
    ("rang 07700 900118 at 10:30 on 3/12/2026", [("phone", "07700 900118")]),
    # E-mail
    ("jo.bloggs@gmail.com", [("email", "jo.bloggs@gmail.com")]),
    ("<jo+uc@example.co.uk>.", [("email", "jo+uc@example.co.uk")]),
    ("jo＠example.org", [("email", "jo＠example.org")]),
    ("jo @ gmail.com", [("email", "jo @ gmail.com")]),
    ("jo (at) example (dot) com", [("email", "jo (at) example (dot) com")]),
    ("jo at gmail dot com", [("email", "jo at gmail dot com")]),
    ("jo@gmail", [("email", "jo@gmail")]),
    ("siân@enghraifft.cymru", [("email", "siân@enghraifft.cymru")]),
    # Postcodes
    ("lives at KW15 1AG", [("postcode", "KW15 1AG")]),
    ("kw15 1ag", [("postcode", "kw15 1ag")]),
    ("kw151ag", [("postcode", "kw151ag")]),
    ("SW1A 1AA", [("postcode", "SW1A 1AA")]),
    ("EC1A1BB", [("postcode", "EC1A1BB")]),
    ("M1 1AE", [("postcode", "M1 1AE")]),
    ("B33  8TH", [("postcode", "B33  8TH")]),
    ("CR2 6XH,", [("postcode", "CR2 6XH")]),
    ("GIR 0AA", [("postcode", "GIR 0AA")]),
    # Dates of birth
    ("dob 12/3/1950", [("birth-date", "12/3/1950")]),
    ("D.O.B. 12.03.50", [("birth-date", "12.03.50")]),
    ("date of birth is 3rd of March 1950", [("birth-date", "3rd of March 1950")]),
    ("born March 3, 1950", [("birth-date", "March 3, 1950")]),
    ("born on 1950-03-12", [("birth-date", "1950-03-12")]),
    ("12/03/1950 (dob)", [("birth-date", "12/03/1950")]),
    ("dyddiad geni 3 Mawrth 1950", [("birth-date", "3 Mawrth 1950")]),
    ("rugadh 3 Màrt 1950", []),  # the month stands in the genitive in a date
    ("rugadh 3 mhàrt 1950", [("birth-date", "3 mhàrt 1950")]),
    ("she is 74, 12/3/1950, and wants a pass", [("birth-date", "12/3/1950")]),
    ("dob 12 03 1950", [("birth-date", "12 03 1950")]),
    # Titles with a name
    ("Mr Smith came back", [("name", "Mr Smith")]),
    ("Mrs O'Neil-Jones", [("name", "Mrs O'Neil-Jones")]),
    ("Mrs Mairi Flett's tablet", [("name", "Mrs Mairi Flett")]),
    ("mr smith", [("name", "mr smith")]),
    ("MR SMITH", [("name", "MR SMITH")]),
    ("Dr. J. Patel", [("name", "Dr. J. Patel")]),
    ("Miss Young", [("name", "Miss Young")]),
    ("Ms de la Cruz", [("name", "Ms de la Cruz")]),
    ("Mx Rendall", [("name", "Mx Rendall")]),
    ("Rev MacLeod", [("name", "Rev MacLeod")]),
    ("Lady Sinclair, Sir Robert and Prof Reid", [
        ("name", "Lady Sinclair"), ("name", "Sir Robert"), ("name", "Prof Reid"),
    ]),
    ("Mr and Mrs Wiśniewski", [("name", "Mr and Mrs Wiśniewski")]),
    ("Bnr Huws", [("name", "Bnr Huws")]),
    ("Y Parch. Huws", [("name", "Parch. Huws")]),
    ("Mgr MacDhòmhnaill agus Bh-ph NicLeòid", [("name", "Mgr MacDhòmhnaill"), ("name", "Bh-ph NicLeòid")]),
    ("Mr S wants help", [("name", "Mr S")]),
]  # fmt: skip

CLEAN = [
    "A4 2 pages, double sided",
    "M25 jam, bus late",
    "Room B1 2nd floor",
    "E1 4th floor, lift is out",
    "W11 8GB RAM laptop",
    "Samsung S8 2hr charge",
    "printed 3 at 10p, paid £1.20",
    "bus X1 at 10:15, 11:15 and 12:15",
    "buses at 10 15 30 45 60 past",
    "at 12 30 45 a bus goes",
    "call 111, or 999, or 101",
    "rang 116 123 with them",
    "UC helpline 0800 328 5644",
    "council line 0300 123 2040",
    "Windows 11 24H2, build 26100.4351",
    "Chrome 131.0.6778.85",
    "router at 192.168.1.254",
    "HP LaserJet M110we, toner CE285A",
    "HP Envy 6420e and Canon MG3650S",
    "ISBN 0306406152",
    "ISBN 978-0-306-40615-7",
    "order 203-1234567-7654321",
    "order number 9434765919",
    "barcode 5012345678900",
    "library card renewed until 3/12/2026",
    "appointment 14 Nov at 2.30pm",
    "by 3/12/2026",
    "version from 12/03/2009",
    "licence issued 12/03/2009",
    "Dr appointment on line",
    "Miss the bus and you wait an hour",
    "Ms Word and MS Teams",
    "MS Excel 2019",
    "Dr Who on iPlayer",
    "rev 2 of the form",
    "sir/madam letter",
    "12 Ocean Dr, Kirkwall",
    "paid £400.00 into it, 45.67 left",
    "pension credit from 66, state pension £221.20",
    "meet @ 3pm @ library",
    "follow @OrkneyLibrary",
    "Wi-Fi: Library-Guest-5G, password on the wall",
    "one-time code 482913 came by text",
    "phone code 482913",
    "iPhone 12, iOS 18.1.1",
    "PIP2 form, ESA50 form, SF300",
    "universal credit form UC50",
    "photocopied 12 34 56 pages",
    "2025-26 tax year",
    "page 12 of 34, lines 5-6",
    "USB 3.2 stick, 64GB, 2TB drive",
    "bus 66B 91A X10",
    "room 3.14, table 2",
    "error 0x80070005, code 0xC004F074",
    "error 800700057",
    "",
    "   \n",
    "born in Kirkwall, new here",
    "Mr",
    "the lady asked about trains",
    "wants to miss the rush",
    "dr surgery on line",
]


@pytest.mark.parametrize(("text", "expected"), PERSONAL, ids=[text for text, _ in PERSONAL])
def test_what_is_personal_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.kind, one.piece(text)) for one in scan(text)] == expected


@pytest.mark.parametrize("text", CLEAN)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert [(one.kind, one.piece(text)) for one in scan(text)] == []


@pytest.mark.parametrize("text", [text for text, _ in PERSONAL])
def test_masked_text_holds_nothing_more_and_masks_no_further(text: str) -> None:
    once = masked(text)
    assert scan(once) == ()
    assert masked(once) == once
    for one in scan(text):
        assert one.piece(text) not in once


def test_only_the_findings_handed_in_are_masked() -> None:
    text = "07700 900118 or jo@example.org"
    phone, _mail = scan(text)
    assert masked(text, [phone]) == "[phone] or jo@example.org"
    assert masked(text, words=dict.fromkeys(KINDS, "✂")) == "✂ or ✂"
    assert set(MASK_WORDS) == set(KINDS)


def test_what_was_accepted_passes_and_the_rest_does_not() -> None:
    text = "order 07700 900118, jo@example.org"
    with pytest.raises(Invalid) as refused:
        checked("note", text)
    assert (refused.value.field, refused.value.code) == ("note", "looks-personal")
    assert "07700" not in str(refused.value)
    with pytest.raises(Invalid):
        checked("note", text, frozenset({"07700 900118"}))
    assert [one.kind for one in open_findings(text, frozenset({"07700 900118"}))] == ["email"]
    assert checked("note", text, pieces(text)) == text
    assert checked("note", text, before=text) == text
    assert checked("note", f"{text} again", before=text) == f"{text} again"
    with pytest.raises(Invalid):
        checked("note", f"{text} and Mr Smith", before=text)


@pytest.mark.parametrize(
    "text",
    [
        "0" * 5000,
        "4 " * 2000,
        "a@" * 2000,
        "Mr " * 2000,
        "1/1/" * 1500,
        "\u200b" * 3000,
        "AB" * 2500,
        "12-34-56 " * 600,
    ],
)
def test_no_text_keeps_it_busy(text: str) -> None:
    began = time.perf_counter()
    masked(text)
    assert time.perf_counter() - began < 2
