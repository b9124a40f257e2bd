"""Invented listings and orders for the checks of paper, and how a finished PDF is read back."""

from __future__ import annotations

import io
from datetime import date, time

import pypdfium2
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from champion_desk.domain.directory import Listing, Location
from champion_desk.domain.handouts import Block, Handout, HandoutOrder, Run, Section
from champion_desk.domain.opening import OpeningHours

DAY = date(2026, 11, 22)
HOSTILE = (
    '<img src="/etc/passwd"> AT&T <unclosed \u202eevil\u202c \u200f\x07\x1b\x00 \U0001f600\ufe0f → ☎ '
    "Бібліотека міста العربية 中文 ½ № ﬁ ẃ e\u0301 <b>x</b> {name} %s \ud800"
)

ADVICE = Listing(
    "Orkney Citizens Advice",
    "advice",
    organisation="Orkney Citizens Advice Bureau",
    description="Free advice on benefits, debt and housing.",
    url="https://www.advice.example.org/contact/",
    phones=("01632 960412",),
    locations=(Location("", ("Anchor Buildings", "6 Bridge Street"), "Kirkwall", "KW15 1HR"),),
    hours=(OpeningHours((0, 1, 2, 3, 4), time(10), time(16)),),
    checked_on=date(2026, 11, 2),
)
TABLETS = Listing(
    "Digital Orkney device library",
    "tablets",
    description="Borrow a tablet for six weeks.",
    phones=("01632 960288", "01632 960289"),
    bring="Something with your name and address on it",
    hours=(OpeningHours((0, 1, 2, 3, 4), time(9), time(16, 30)), OpeningHours((5,), time(9), time(12))),
)
HOSTILE_LISTINGS = (
    Listing(
        HOSTILE,
        "hostile",
        phones=(HOSTILE, "0" * 300),
        url="javascript:alert(1)",
        description=HOSTILE,
        alert=HOSTILE,
        hours_note=HOSTILE,
        bring=HOSTILE,
    ),
    Listing("x" * 5000, "long", url="https://example.org/" + "a" * 4000, phones=("01632 960 173",) * 9),
    Listing(
        "word " * 1000,
        "words",
        description="y" * 5000,
        url="https://example.org/" + "part/" * 40,
        locations=(Location("z" * 600, ("q " * 400,), "T" * 200, "KW15 1AG"),),
    ),
)


def steps(*words: str) -> Block:
    return Block("steps", tuple((Run(word),) for word in words))


def handout(language: str = "en", **changed: object) -> Handout:
    """A short handout with every kind of section."""
    fields: dict[str, object] = {
        "slug": "make-a-video-call",
        "language": language,
        "title": "Make a video call",
        "summary": "See and hear someone far away.",
        "sections": (
            Section("Before you start", (Block("paragraph", ((Run("You need a phone."),),)),), "before"),
            Section("Steps", (steps("Open the app.", "Choose a name.", "Press Call."),), "steps"),
            Section("Stay safe", (Block("bullets", ((Run("Hang up if you are unsure."),),)),), "safe"),
        ),
        "web": "www.example.org/video",
        **changed,
    }
    return Handout(**fields)  # type: ignore[arg-type]


def order(sheet: Handout | None = None, **changed: object) -> HandoutOrder:
    """That handout for a citizen at Kirkwall Library."""
    fields: dict[str, object] = {
        "handout": sheet or handout(),
        "site_name": "Kirkwall Library",
        "site_address": "44 Junction Road, Kirkwall, KW15 1AG",
        "site_phone": "01632 960100",
        "printed_on": DAY,
        **changed,
    }
    return HandoutOrder(**fields)  # type: ignore[arg-type]


def pages(pdf: bytes) -> list[str]:
    """The words of each page, spaces and line ends evened out."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def text(pdf: bytes) -> str:
    return " ".join(pages(pdf))


def fonts_carried(pdf: bytes) -> dict[str, bool]:
    """Each font's name and whether the PDF carries it."""
    found = {}
    for page in PdfReader(io.BytesIO(pdf)).pages:
        fonts = page["/Resources"]["/Font"]  # type: ignore[index]
        for font in fonts.values():
            described = font.get_object()
            if described["/Subtype"] == "/Type0":
                described = described["/DescendantFonts"][0].get_object()
            descriptor = described.get("/FontDescriptor", DictionaryObject()).get_object()
            found[described["/BaseFont"]] = "/FontFile2" in descriptor
    return found


def letters_beyond(
    pdf: bytes, margin: float = 55, edge: float = 28, wide: float = 595.3, high: float = 842
) -> list[str]:
    """Letters that stand in the margins or off the paper, all in points."""
    found = []
    document = pypdfium2.PdfDocument(pdf)
    for number in range(len(document)):
        page = document[number]
        words = page.get_textpage()
        for index in range(words.count_chars()):
            left, bottom, right, top = words.get_charbox(index)
            if right > left and not (
                margin <= left and right <= wide - margin and bottom >= edge and top <= high - edge
            ):
                found.append(f"page {number + 1}: {words.get_text_range(index, 1)}")
        words.close()
        page.close()
    document.close()
    return found
