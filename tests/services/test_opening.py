"""What is open when: bank holidays of the right nation, and states that are kept until they change."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from champion_desk.domain.directory import Listing, ListingMatch, Location, Why
from champion_desk.domain.opening import LONDON, Holidays, OpeningHours, OpenState, open_state
from champion_desk.paths import resources_dir
from champion_desk.services.nations import Nation, Nations
from champion_desk.services.opening import Calendar, OpeningTimes, holiday_words, is_bank_holiday

WEEK = tuple(range(7))
DAILY = OpeningHours(WEEK, time(9), time(17))
NATIONS = Nations(resources_dir())


def listing(postcode: str = "", *hours: OpeningHours, note: str = "", about: str = "") -> Listing:
    places = (Location(postcode=postcode),) if postcode else ()
    return Listing("Hub", "1", locations=places, hours=hours or (DAILY,), hours_note=note, description=about)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def unsure_in(calendar: Calendar) -> Holidays:
    return lambda day: "unsure" if is_bank_holiday(day, calendar) else ""


@pytest.fixture
def times() -> OpeningTimes:
    return OpeningTimes("Scotland", NATIONS)


@pytest.mark.parametrize(
    ("postcode", "nation"),
    [
        ("KW15 1AG", "SCT"),
        ("SW1A 1AA", "ENG"),
        ("CF10 3AT", "WLS"),
        ("BT1 5GS", "NIR"),
        # On the borders: Berwick-upon-Tweed and Kelso, Chester and Flint, Oswestry and Welshpool.
        ("TD15 1BT", "ENG"),
        ("TD5 7HE", "SCT"),
        ("CH1 2HS", "ENG"),
        ("CH6 5NW", "WLS"),
        ("SY11 1PZ", "ENG"),
        ("SY21 7SD", "WLS"),
        ("KW17", "SCT"),
        ("KW15 9ZZ", "SCT"),
        ("JE2 3QA", None),
        ("nowhere", None),
        ("", None),
    ],
)
def test_nations(postcode: str, nation: Nation | None) -> None:
    assert NATIONS.of(postcode) == nation


@pytest.mark.parametrize(
    ("day", "nations"),
    [
        # Banking and Financial Dealings Act 1971, schedule 1, and proclamations; gov.uk/bank-holidays.
        (date(2026, 12, 25), "ENG SCT WLS NIR"),
        (date(2027, 1, 1), "ENG SCT WLS NIR"),
        (date(2027, 1, 4), "SCT"),  # 2 January 2027 is a Saturday: the Monday stands in for it
        (date(2026, 1, 2), "SCT"),
        (date(2026, 4, 3), "ENG SCT WLS NIR"),  # Good Friday
        (date(2026, 4, 6), "ENG WLS NIR"),  # Easter Monday
        (date(2026, 3, 17), "NIR"),  # Saint Patrick
        (date(2026, 7, 13), "NIR"),  # the Battle of the Boyne, for a Sunday
        (date(2026, 8, 3), "SCT"),  # the first Monday of August
        (date(2026, 8, 31), "ENG WLS NIR"),  # the last
        (date(2026, 11, 30), "SCT"),  # Saint Andrew
        (date(2026, 12, 28), "ENG SCT WLS NIR"),  # for Boxing Day on a Saturday
        (date(2027, 12, 27), "ENG SCT WLS NIR"),  # for Christmas Day on a Saturday
        (date(2027, 12, 28), "ENG SCT WLS NIR"),  # for Boxing Day on a Sunday
        (date(2022, 9, 19), "ENG SCT WLS NIR"),  # a proclaimed one: the Queen's funeral
        (date(2026, 3, 2), ""),  # Saint David's Day is no bank holiday
        (date(2026, 4, 23), ""),
    ],
)
def test_bank_holidays_of_each_nation(day: date, nations: str) -> None:
    calendars: tuple[Nation, ...] = ("ENG", "SCT", "WLS", "NIR")
    assert " ".join(one for one in calendars if is_bank_holiday(day, (one,))) == nations


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The service is not available on public holidays.", "closed"),  # Open Referral UK's own example
        ("Closed Bank Holidays", "closed"),
        ("Open every day except Christmas and bank holidays", "closed"),
        ("Mon-Fri (excluding bank holidays)", "closed"),
        ("Ar gau ar wyliau banc", "closed"),
        ("Ar gau ar ŵyl y banc", "closed"),
        ("Open including bank holidays", ""),
        ("Open 365 days a year", ""),
        ("We are open all bank holidays", ""),
        ("Closed on Sundays. Ask about bank holidays.", "unsure"),
        ("Bank holiday hours vary", "unsure"),
        ("Not at weekends", "unsure"),
        ("", "unsure"),
    ],
)
def test_what_listings_say_of_bank_holidays(text: str, words: str) -> None:
    assert holiday_words(text) == words


def test_the_holidays_are_those_of_the_listings_nation(times: OpeningTimes) -> None:
    easter_monday = times.at(at("2026-04-06T12:00"))
    assert easter_monday(listing("KW15 1AG")).kind == "open"
    state = easter_monday(listing("CF10 3AT"))
    assert (state.kind, state.reason) == ("unknown", "bank-holiday")
    st_andrew = times.at(at("2026-11-30T12:00"))
    assert st_andrew(listing("KW15 1AG")).kind == "unknown"
    assert st_andrew(listing("SW1A 1AA")).kind == "open"


def test_without_a_postcode_it_is_run_from_here_or_from_england(times: OpeningTimes) -> None:
    assert times.calendar(listing()) == ("ENG", "SCT")
    assert OpeningTimes("", NATIONS).calendar(listing()) == ("ENG",)
    assert times.at(at("2026-11-30T12:00"))(listing()).kind == "unknown"
    assert times.at(at("2026-03-17T12:00"))(listing()).kind == "open"


def test_what_the_listing_says_settles_it(times: OpeningTimes) -> None:
    christmas = times.at(at("2026-12-25T12:00"))
    assert christmas(listing("KW15 1AG", note="Closed on public holidays")).kind == "closed"
    assert christmas(listing("KW15 1AG", about="Open 365 days a year.")).kind == "open"
    always = OpeningHours(WEEK, time(0), time(23, 59))
    assert christmas(listing("KW15 1AG", always)).kind == "open"
    assert christmas(Listing("Hub", "1")).kind == "unknown"


@pytest.mark.parametrize("evening", ["2026-12-31T20:00", "2027-03-27T20:00", "2027-10-30T20:00"])
def test_a_kept_state_is_the_one_that_would_be_found_anew(times: OpeningTimes, evening: str) -> None:
    """Asked every few minutes over New Year and when the clocks change, in both directions of time."""
    night = OpeningHours((2, 3, 4, 5), time(22), time(1, 30))
    unread = OpeningHours((0, 4), time(0), time(23, 59), doubt="unread")
    places = [listing("SW1A 1AA", DAILY), listing("", night), listing("BT1 5GS", DAILY, unread)]
    start = at(evening).timestamp()
    moments = [start + step * 611 for step in range(500)]
    for moment in (*moments, *reversed(moments)):
        now = datetime.fromtimestamp(moment, LONDON)
        for one in places:
            assert times.at(now)(one) == open_state(one.hours, now, unsure_in(times.calendar(one)))


def test_new_hours_are_seen_at_once(times: OpeningTimes) -> None:
    before = listing("KW15 1AG")
    now = at("2026-11-24T12:00")
    assert times.at(now)(before).kind == "open"
    after = Listing("Hub", "1", hours=(OpeningHours((0,), time(9), time(17)),), id=before.id)
    assert times.at(now)(after).kind == "closed"


def test_the_holidays_ahead_that_may_change_the_hours(times: OpeningTimes) -> None:
    today = date(2026, 12, 21)
    assert times.holidays_ahead(listing("KW15 1AG"), today) == (
        date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28), date(2027, 1, 1), date(2027, 1, 2),
    )  # fmt: skip
    weekdays = listing("SW1A 1AA", OpeningHours((0, 1, 2, 3, 4), time(9), time(17)))
    assert times.holidays_ahead(weekdays, today) == (date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1))
    closed = OpeningHours(WEEK, time(0), time(23, 59), instead="closed", begins=today, until=date(2027, 1, 5))
    assert times.holidays_ahead(listing("KW15 1AG", DAILY, closed), today) == ()


def test_each_place_is_open_by_its_own_hours_and_its_nation_s_holidays(times: OpeningTimes) -> None:
    morning, evening = OpeningHours(WEEK, time(9), time(12)), OpeningHours(WEEK, time(16), time(20))
    places = (
        Location("A", postcode="KW15 1AG", hours=(morning,)),
        Location("B", postcode="SW1A 1AA", hours=(evening,)),
        Location("C", postcode="KW15 1AG"),
    )
    hub = Listing("Hub", "1", locations=places, hours=(morning, evening))

    def state(place: Location, now: str) -> OpenState:
        match = ListingMatch(hub, place, None, Why("all"), OpenState("open"))
        return times.at_its_place(match, at(now)).open

    day = "2026-11-24T10:00"
    assert [state(place, day).kind for place in places] == ["open", "closed", "unknown"]
    assert state(places[0], day).change == at("2026-11-24T12:00").replace(tzinfo=None)
    assert times.at(at(day))(hub).kind == "open"
    saint_andrew = "2026-11-30T17:00"  # a bank holiday in Scotland only
    assert state(places[1], saint_andrew).kind == "open"
    assert state(places[0], "2026-11-30T10:00").kind == "unknown"
    assert date(2026, 11, 30) in times.holidays_ahead(hub, date(2026, 11, 24), at=places[0])
    assert date(2026, 11, 30) not in times.holidays_ahead(hub, date(2026, 11, 24), at=places[1])
