"""What is open when: the hours of a listing, with the bank holidays of the nation it is in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache

from champion_desk.domain.directory import Listing, ListingMatch, Location
from champion_desk.domain.opening import (
    LONDON,
    UNKNOWN,
    Holiday,
    OpeningHours,
    OpenState,
    hours_on,
    open_state,
    wall,
)
from champion_desk.services.nations import NAMED, Nation, Nations

_DAY = timedelta(days=1)
_MOST_KEPT = 200_000
_MOST_WORDS = 3000
_HOLIDAYS = (
    r"(?:bank|public|statutory)[ -]?(?:and public )?holidays?|g?wyliau'?r? (?:y )?banc|g?ŵyl (?:y )?banc"
    r"|g?wyliau cyhoeddus|saor-làithean (?:banca|poblach)|làithean-saora? (?:banca|poblach)"
)
_INCLUDED = re.compile(
    r"(?:includ\w+|inc\.?|open(?: on)?(?: all)?|gan gynnwys|ar agor(?: ar)?|a' gabhail a-steach)"
    rf" (?:all )?(?:{_HOLIDAYS})"
    r"|\b365 days\b|\bevery day of the year\b|\b24/7/365\b",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    rf"\b(?:not|closed|close|except\w*|exclud\w*|excl?\.?|no|apart from|other than|ar gau|heblaw|ac eithrio"
    rf"|dùinte|ach a-mhàin)\b[^.;\n]{{0,60}}?(?:{_HOLIDAYS})",
    re.IGNORECASE,
)
_TOLD = ("holiday", "banc", "cyhoeddus", "poblach", "365", "of the year")  # or the two need not look

Calendar = tuple[Nation, ...]


def now_here() -> datetime:
    """This moment by the clocks of the United Kingdom, wherever the computer thinks it is."""
    return datetime.now(LONDON)


def holiday_words(text: str) -> Holiday:
    """What a listing says of bank holidays: that it is closed, that they change nothing ("open including
    bank holidays"), or nothing at all, which is "unsure"."""
    lower = text.casefold()
    if not any(word in lower for word in _TOLD):
        return "unsure"
    if _LEFT_OUT.search(text):
        return "closed"
    return "" if _INCLUDED.search(text) else "unsure"


@cache
def _bank_holidays(nation: Nation, year: int) -> frozenset[date]:
    from holidays import country_holidays  # loads slowly, and finds each country by its name

    return frozenset(country_holidays("GB", subdiv=nation, years=year))


def is_bank_holiday(day: date, calendar: Calendar) -> bool:
    """Whether that day is a bank holiday in one of those nations. Councils of Scotland have local
    holidays besides, which no calendar lists."""
    return any(day in _bank_holidays(nation, day.year) for nation in calendar)


class SameHours:
    """Listings with the same hours, calendar and words: their state, and between which seconds it holds."""

    __slots__ = ("calendar", "held", "hours", "words")

    def __init__(self, hours: tuple[OpeningHours, ...], calendar: Calendar, words: Holiday) -> None:
        self.hours, self.calendar, self.words = hours, calendar, words
        self.held = (0.0, 0.0, UNKNOWN)  # since, until, state: one value, as two threads may ask

    def state(self, moment: float) -> OpenState:
        since, until, state = self.held
        return state if since <= moment < until else self._reckoned(moment)

    def _reckoned(self, moment: float) -> OpenState:
        here = datetime.fromtimestamp(moment, LONDON)
        words, calendar = self.words, self.calendar
        state = open_state(self.hours, here, lambda day: words if is_bank_holiday(day, calendar) else "")
        until = datetime.combine(here.date() + _DAY, datetime.min.time(), LONDON).timestamp()
        if state.change:
            until = min(until, state.change.replace(tzinfo=LONDON).timestamp())
        if state.reason:  # hours of doubt may have hours among them that are sure
            until = min(until, moment - moment % 60 + 60)
        self.held = (moment, until, state)
        return state


class OpeningTimes:
    """Open, closed or not known, for as many listings as there are, at each keystroke.

    A state is kept until it changes, at the latest until midnight; listings with the same hours share it.
    """

    def __init__(self, site_nation: str, nations: Nations) -> None:
        self._nations = nations
        # A listing without a postcode is run from here, or is a national one and run from England.
        here = NAMED.get(site_nation, "ENG")
        self._anywhere: Calendar = ("ENG",) if here == "ENG" else ("ENG", here)
        self._by_listing: dict[str, tuple[tuple[OpeningHours, ...], SameHours]] = {}
        self._alike: dict[tuple[tuple[OpeningHours, ...], Calendar, Holiday], SameHours] = {}

    def at(self, now: datetime) -> Callable[[Listing], OpenState]:
        """Whether a listing is open at a moment, to be asked for each of many; see `open_state`."""
        moment, known = wall(now).timestamp(), self._by_listing

        def state(listing: Listing) -> OpenState:
            hours = listing.hours
            if not hours:
                return UNKNOWN
            kept = known.get(listing.id)
            alike = kept[1] if kept is not None and kept[0] is hours else self._known(listing)
            return alike.state(moment)

        return state

    def at_its_place(self, match: ListingMatch, now: datetime) -> ListingMatch:
        """The match with whether it is open at the place it tells of, which may have hours of its own."""
        listing, at = match.listing, match.location
        if not listing.has_hours_by_place:
            return match
        alike = self.same(at.hours, [at.postcode], listing.note_at(at), listing.description)
        return replace(match, open=alike.state(wall(now).timestamp()) if at.hours else UNKNOWN)

    def _known(self, listing: Listing) -> SameHours:
        if len(self._by_listing) >= _MOST_KEPT:
            self._by_listing.clear()
            self._alike.clear()
        postcodes = (at.postcode for at in listing.locations)
        alike = self.same(listing.hours, postcodes, listing.hours_note, listing.description)
        self._by_listing[listing.id] = (listing.hours, alike)
        return alike

    def same(
        self, hours: tuple[OpeningHours, ...], postcodes: Iterable[str], note: str, description: str
    ) -> SameHours:
        """What a listing shares with all that have the same hours, calendar and words on holidays."""
        key = (hours, self._calendar(postcodes), holiday_words(f"{note}\n{description[:_MOST_WORDS]}"))
        found = self._alike.get(key)
        if found is None:
            found = self._alike[key] = SameHours(*key)
        return found

    def calendar(self, listing: Listing, at: Location | None = None) -> Calendar:
        """The nations whose bank holidays count for a listing, or for one of its places."""
        return self._calendar(one.postcode for one in ((at,) if at else listing.locations))

    def _calendar(self, postcodes: Iterable[str]) -> Calendar:
        found = {self._nations.of(postcode) for postcode in postcodes if postcode}
        known = tuple(sorted(nation for nation in found if nation))
        return known[:1] if known else self._anywhere

    def holidays_ahead(
        self, listing: Listing, today: date, days: int = 14, at: Location | None = None
    ) -> tuple[date, ...]:
        """Bank holidays from today on, on which the listing's usual hours may not hold (`at`: there)."""
        at = at or listing.location
        calendar = self.calendar(listing, at if listing.has_hours_by_place else None)
        hours = listing.hours_at(at)
        ahead = (today + number * _DAY for number in range(days))
        return tuple(day for day in ahead if is_bank_holiday(day, calendar) and _may_change(hours, day))


def _may_change(hours: tuple[OpeningHours, ...], day: date) -> bool:
    """Whether a bank holiday on that day makes a difference that the hours don't tell."""
    return hours_on(hours, day, lambda _day: "unsure").doubt == "bank-holiday"
