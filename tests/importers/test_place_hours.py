"""Several places that are open at different times have hours of their own, and those alike share theirs."""

from __future__ import annotations

from datetime import time
from typing import Any

from champion_desk.domain.directory import Listing
from champion_desk.domain.opening import OpeningHours
from tests.importers.reading import json_rows, listing

MONDAY = OpeningHours((0,), time(9), time(17))
TUESDAY = OpeningHours((1,), time(10), time(12))
WEEK_MORNINGS = OpeningHours((0, 1, 2, 3, 4), time(8), time(12))


def schedule(days: str, opens: str, closes: str, **more: str) -> dict[str, str]:
    return {"freq": "WEEKLY", "byday": days, "opens_at": opens, "closes_at": closes, **more}


ON_MONDAY, ON_TUESDAY = schedule("MO", "09:00", "17:00"), schedule("TU", "10:00", "12:00")
IN_MORNINGS = schedule("MO,TU,WE,TH,FR", "08:00", "12:00")


def place(town: str, *there: object, building: tuple[object, ...] = ()) -> dict[str, Any]:
    address = {"address_1": "1 High Street", "city": town, "postal_code": "KW15 1AG"}
    location = {"id": town, "name": town, "addresses": [address], "schedules": list(building)}
    return {"id": f"at-{town}", "location": location, "schedules": list(there)}


def read(*places: object, own: tuple[object, ...] = (), **more: object) -> Listing:
    record = {"id": "1", "name": "Hub", "status": "active", "schedules": list(own), **more}
    return listing(json_rows([{**record, "service_at_locations": list(places)}])[0])


def test_places_that_differ_have_hours_of_their_own() -> None:
    made = read(place("Kirkwall", ON_MONDAY), place("Stromness", ON_TUESDAY), place("Westray"))
    assert [at.hours for at in made.locations] == [(MONDAY,), (TUESDAY,), ()]
    assert made.has_hours_by_place
    assert made.hours_at(made.locations[2]) == ()
    assert set(made.hours) == {MONDAY, TUESDAY}  # of all together, by which it is found


def test_places_that_are_alike_share_their_hours() -> None:
    made = read(place("Kirkwall", ON_MONDAY), place("Stromness", ON_MONDAY))
    assert [at.hours for at in made.locations] == [(), ()]
    assert not made.has_hours_by_place
    assert made.hours_at(made.locations[1]) == made.hours == (MONDAY,)


def test_the_hours_of_the_service_hold_where_a_place_has_none_of_its_own() -> None:
    made = read(place("Kirkwall", ON_TUESDAY), place("Stromness"), own=(ON_MONDAY,))
    assert [at.hours for at in made.locations] == [(TUESDAY,), (MONDAY,)]


def test_the_hours_of_a_building_hold_only_where_nothing_else_is_known() -> None:
    kirkwall = place("Kirkwall", ON_TUESDAY, building=(IN_MORNINGS,))
    stromness = place("Stromness", building=(IN_MORNINGS,))
    made = read(kirkwall, stromness)
    assert [at.hours for at in made.locations] == [(TUESDAY,), (WEEK_MORNINGS,)]
    assert read(kirkwall).hours == (TUESDAY,)
    assert read(stromness).hours == (WEEK_MORNINGS,)


def test_words_stay_with_their_place_and_holidays_close_them_all() -> None:
    closed = {"closed": True, "start_date": "2026-12-25", "end_date": "2026-12-25"}
    kirkwall, stromness = place("Kirkwall", ON_MONDAY), place("Stromness", ON_TUESDAY)
    stromness["schedules"].append({"description": "Ring the bell"})
    made = read(kirkwall, stromness, own=({"description": "Tea from nine"},), holiday_schedules=[closed])
    first, second = made.locations
    assert (first.hours_note, second.hours_note, made.hours_note) == ("", "Ring the bell", "Tea from nine")
    assert made.note_at(second) == "Ring the bell\nTea from nine"
    assert all(any(rule.instead == "closed" for rule in at.hours) for at in made.locations)


def test_one_place_named_twice_is_one() -> None:
    made = read(place("Kirkwall", ON_MONDAY), place("Kirkwall", ON_TUESDAY))
    assert len(made.locations) == 1
    assert set(made.hours) == {MONDAY, TUESDAY}


def test_hundreds_of_places_stay_within_bounds() -> None:
    places = [place(f"Town {n}", schedule("MO", f"{n % 9 + 8:02}:{n % 60:02}", "19:00")) for n in range(400)]
    made = read(*places)
    assert len(made.locations) == 400
    assert len(made.hours) <= 201
    assert made.hours[-1].doubt == "unread"
