"""How a listing can be reached: islands, distances, what needs no journey; and the words for it."""

from __future__ import annotations

from datetime import date

import pytest

from champion_desk.domain.directory import Listing, Location
from champion_desk.domain.places import Position
from champion_desk.domain.reach import Reach, island, placed, reach, spread
from champion_desk.ui.reach_words import holiday_lines, journey_text, ways_text

KIRKWALL, THURSO = Position(58.98, -2.96), Position(58.594, -3.52)
INVERNESS = Position(57.48, -4.224)
HERE = "KW15 1AG"


@pytest.mark.parametrize(
    ("postcode", "name"),
    [
        ("KW15 1AG", "Orkney"),
        ("KW17", "Orkney"),
        ("KW14 7AF", "Britain"),
        ("ZE1 0AA", "Shetland"),
        ("HS1 2BS", "Western Isles"),
        ("PA75 6NU", "Mull"),
        ("PA34 4AA", "Britain"),  # Oban
        ("IV51 9BW", "Britain"),  # Portree: a bridge leads to Skye
        ("LL65 1HR", "Britain"),  # Holyhead: a bridge leads to Anglesey
        ("PO30 2AA", "Isle of Wight"),
        ("PO11 9AA", "Britain"),  # Hayling Island has a bridge
        ("TR21 0LW", "Scilly"),
        ("BT1 5GS", "Ireland"),
        ("nowhere", ""),
        ("", ""),
    ],
)
def test_islands_that_no_road_leads_to(postcode: str, name: str) -> None:
    assert island(postcode) == name


def listing(*places: Location, **more: object) -> Listing:
    return Listing("Hub", "1", locations=places, **more)  # type: ignore[arg-type]


def test_the_nearest_place_comes_first_and_unknown_ones_last() -> None:
    far, near, unknown = Location("Far", position=INVERNESS), Location("Near", position=THURSO), Location("?")
    assert [one.location.name for one in placed((unknown, far, near), KIRKWALL)] == ["Near", "Far", "?"]
    assert [one.miles for one in placed((far,), None)] == [None]


@pytest.mark.parametrize(
    ("place", "more", "said"),
    [
        (Location(postcode="KW15 1ZZ", position=KIRKWALL), {"access": ("phone",)}, ""),
        (
            Location(postcode="KW14 7AF", position=THURSO), {"access": ("visit", "phone", "online")},
            "You need a ferry or a flight to get there. You can do this by phone or online.",
        ),
        (
            Location(postcode="KW16 3AA", position=Position(58.9647, -3.2957)),
            {"access": ("visit", "home-visit"), "phones": ("1",)},
            "This place is 12 miles away. Someone can come to your home.",
        ),
        (
            Location(postcode="KW14 7AF"), {"phones": ("01632 960173",)},
            "You need a ferry or a flight to get there. Phone first: ask if they can help by phone.",
        ),
        (
            Location(postcode="KW14 7AF"), {"email": "a@example.org"},
            "You need a ferry or a flight to get there. Write first: ask if they can help by e-mail.",
        ),
        (
            Location(postcode="KW14 7AF"), {},
            "You need a ferry or a flight to get there. "
            "The list does not say how to get help without going there.",
        ),
    ],
)  # fmt: skip
def test_a_journey_is_said_plainly_with_what_needs_none(
    place: Location, more: dict[str, object], said: str
) -> None:
    one = listing(place, **more)
    assert journey_text(reach(one, KIRKWALL, HERE), one) == said


def test_without_a_postcode_nobody_claims_that_there_is_sea() -> None:
    assert not reach(listing(Location(postcode="KW14 7AF")), None, "").by_sea
    assert not reach(listing(Location(town="Thurso")), None, HERE).by_sea
    assert not reach(listing(), KIRKWALL, HERE).is_far


def test_what_needs_no_journey() -> None:
    assert ways_text(Reach(ways=("phone",))) == "You can do this by phone."
    assert (
        ways_text(Reach(ways=("online", "home-visit")))
        == "You can do this online. Someone can come to your home."
    )
    assert ways_text(Reach(ways=("phone", "post"))) == "You can do this by phone. You can do this by post."
    assert ways_text(Reach()) == ""


def test_what_is_not_local_says_how_far_it_reaches() -> None:
    def across(*areas: str, at: tuple[Location, ...] = ()) -> str:
        return spread(Listing("Helpline", "1", areas=areas, locations=at))

    assert across("The United Kingdom") == across("England", "Wales") == "uk"
    assert [across(area) for area in ("Scotland", "cymru", "Northern Ireland")] == [
        "scotland",
        "wales",
        "northern-ireland",
    ]
    assert across("Orkney Islands") == across("New England Road") == ""
    assert across() == across(at=(Location(name="Online"),)) == "country"
    assert across("Scotland", at=(Location(postcode=HERE),)) == ""


def test_bank_holidays_soon_and_those_nobody_lists() -> None:
    days = (date(2026, 12, 25), date(2026, 12, 28))
    assert holiday_lines(Reach(holidays=days[:1])) == [
        "It may be closed on the bank holiday, Friday 25 December. Phone before you go."
    ]
    assert holiday_lines(Reach(holidays=days, local_holidays=True)) == [
        "It may be closed on the bank holidays, Friday 25 December and Monday 28 December."
        " Phone before you go.",
        "Scottish councils have local holidays too. This program does not know them.",
    ]
