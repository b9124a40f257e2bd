"""Forty questions as they come up at a desk in Kirkwall, with the places a champion would expect first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from champion_desk.domain.directory import DirectoryQuery
from champion_desk.services import Services

LEAST = 36  # of them have it among the first three
FIRST = 3


@dataclass(frozen=True)
class Question:
    """What is typed, near where, and what should come up: one of these."""

    text: str
    wanted: tuple[str, ...]
    near: str = ""


def _asked(text: str, *wanted: str, near: str = "") -> Question:
    return Question(text, wanted, near)


QUESTIONS = (
    _asked("data sim", "Free data SIMs at the Haven"),
    _asked("free sim card", "Free data SIMs at the Haven"),
    _asked("UC", "Claim Line: a first Universal Credit claim"),
    _asked("univeral credit", "Claim Line: a first Universal Credit claim"),
    _asked("universal credit journal", "Highland Work Routes"),
    _asked("benfits", "Harbour Advice Orkney"),
    _asked("help with debt", "Harbour Advice Orkney"),
    _asked("food bank", "Kirkwall Community Larder"),
    _asked("foodbank", "Merkinch Pantry", near="Inverness"),
    _asked("banc bwyd", "Pantri Maesincla", near="Caernarfon"),
    _asked("council house", "Isles Homes: housing office"),
    _asked("report a repair", "Isles Homes: housing office"),
    _asked("wifi", "Stromness Warehouse drop-in"),
    _asked("blue badge", "Blue Badge and disability forms"),
    _asked("PIP", "Blue Badge and disability forms", "Thistle Rights Line: Scottish benefits"),
    _asked("bus pass", "Kerb to Kerb Orkney: door-to-door bus"),
    _asked("lonely", "Isles Befriending", "Friday Calls: telephone befriending"),
    _asked("befreinding", "Isles Befriending"),
    _asked("mens shed", "Quarry Shed computer club"),
    _asked("borrow a tablet", "Orkney device library"),
    _asked("laptop loan", "Isles device loans", near="Stornoway"),
    _asked("scam phone call", "Second Look: scams helpline"),
    _asked("visa", "Settled Here: eVisa and immigration advice"),
    _asked("credt union", "Peerie Pence Credit Union"),
    _asked("cheap broadband", "Right Tariff: cheaper broadband and phone"),
    _asked("gas bill", "Warm Isles energy advice"),
    _asked("CV", "Stromness job club"),
    _asked("jobs", "Highland Work Routes", near="IV1"),
    _asked("English class", "English and digital skills classes", near="Inverness"),
    _asked("ESOL", "Orkney Learning Link"),
    _asked("carer", "Raigmore Carers Café", near="Inverness"),
    _asked("printing near Broadford", "Broadford learning hub"),
    _asked("Stòrnabhagh", "Stornoway Library", "Cèilidh Dhidseatach: Stornoway digital drop-in"),
    _asked("llyfrgell Carnarvon", "Caernarfon Library"),
    _asked("stromness libary", "Stromness Library"),
    _asked("computer help Westray", "Westray hub: digital and community help"),
    _asked("homeless", "Inverness Homes and Tenancy Desk", near="Inverness"),
    _asked("learn to use a tablet Sanday", "Sanday tablet circle"),
    _asked("volunteer driver IV2", "Firth Community Cars"),
    _asked("cuideachadh le fòn", "Cèilidh Dhidseatach: Stornoway digital drop-in"),
)


def found(services: Services) -> Iterator[tuple[Question, list[str]]]:
    """Each question, with the names that came up first."""
    for question in QUESTIONS:
        query = DirectoryQuery(question.text, question.near, limit=FIRST, partly=True)
        yield question, [match.listing.name for match in services.directory.search(query).matches]


def reached(services: Services) -> list[Question]:
    """The questions that have what was expected among the first three."""
    return [question for question, names in found(services) if set(names) & set(question.wanted)]
