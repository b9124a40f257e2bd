"""What is open when: the hours of a listing, with the bank holidays of the nation it is in."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple, TypeVar

from champion_desk.domain.directory import Listing
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
_TOLD = re.compile("holiday|banc|cyhoeddus|poblach|365|of the year", re.IGNORECASE)

Calendar = tuple[Nation, ...]


def now_here() -> datetime:
    """This moment by the clocks of the United Kingdom, wherever the computer thinks it is."""
    return datetime.now(LONDON)


def holiday_words(text: str) -> Holiday:
    """What a listing says of bank holidays: that it is closed, that they change nothing ("open including
    bank holidays"), or nothing at all, which is "unsure"."""
    if not _TOLD.search(text):
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


class _Kept(NamedTuple):
    """A state and the seconds since 1970 between which it holds; `hours` tell whether it is still theirs."""

    hours: tuple[OpeningHours, ...]
    since: float
    until: float
    state: OpenState


class OpeningTimes:
    """Open, closed or not known, for as many listings as there are, at each keystroke.

    A state is kept until it changes, at the latest until midnight; listings with the same hours share it.
    """

    def __init__(self, site_nation: str, nations: Nations) -> None:
        self._nations = nations
        # A listing without a postcode is run from here, or is a national one and run from England.
        here = NAMED.get(site_nation, "ENG")
        self._anywhere: Calendar = ("ENG",) if here == "ENG" else ("ENG", here)
        self._by_listing: dict[str, _Kept] = {}
        self._by_hours: dict[tuple[object, ...], _Kept] = {}
        self._lock = threading.Lock()

    def at(self, now: datetime) -> Callable[[Listing], OpenState]:
        """Whether a listing is open at a moment, to be asked for each of many; see `open_state`."""
        moment, kept_of = wall(now).timestamp(), self._by_listing

        def state(listing: Listing) -> OpenState:
            hours = listing.hours
            if not hours:
                return UNKNOWN
            kept = kept_of.get(listing.id)
            if kept is not None and kept.hours is hours and kept.since <= moment < kept.until:
                return kept.state
            return self._found(listing, moment)

        return state

    def warm_up(self, listings: Iterable[Listing]) -> None:
        """Load the calendar and find each state once, away from the window."""
        state = self.at(now_here())
        for listing in listings:
            state(listing)

    def _found(self, listing: Listing, moment: float) -> OpenState:
        calendar, words = self.calendar(listing), _words(listing)
        key = (listing.hours, calendar, words)
        with self._lock:
            shared = self._by_hours.get(key)
            if shared is None or not shared.since <= moment < shared.until:
                shared = self._reckoned(listing.hours, moment, calendar, words)
                _put(self._by_hours, key, shared)
            kept = shared._replace(hours=listing.hours)
            _put(self._by_listing, listing.id, kept)
        return kept.state

    def _reckoned(
        self, hours: tuple[OpeningHours, ...], moment: float, calendar: Calendar, words: Holiday
    ) -> _Kept:
        here = datetime.fromtimestamp(moment, LONDON)
        state = open_state(hours, here, lambda day: words if is_bank_holiday(day, calendar) else "")
        midnight = datetime.combine(here.date() + _DAY, datetime.min.time(), LONDON).timestamp()
        until = min(midnight, state.change.replace(tzinfo=LONDON).timestamp()) if state.change else midnight
        if state.reason:  # hours of doubt may have hours among them that are sure
            until = min(until, moment - moment % 60 + 60)
        return _Kept(hours, moment, max(until, moment), state)

    def calendar(self, listing: Listing) -> Calendar:
        """The nations whose bank holidays count for a listing."""
        found = {self._nations.of(at.postcode) for at in listing.locations if at.postcode}
        known = tuple(sorted(nation for nation in found if nation))
        return known[:1] if known else self._anywhere

    def holidays_ahead(self, listing: Listing, today: date, days: int = 14) -> tuple[date, ...]:
        """Bank holidays from today on, on which the listing's usual hours may not hold."""
        calendar = self.calendar(listing)
        ahead = (today + number * _DAY for number in range(days))
        return tuple(day for day in ahead if is_bank_holiday(day, calendar) and _may_change(listing, day))


def _may_change(listing: Listing, day: date) -> bool:
    """Whether a bank holiday on that day makes a difference that the hours don't tell."""
    return hours_on(listing.hours, day, lambda _day: "unsure").doubt == "bank-holiday"


def _words(listing: Listing) -> Holiday:
    return holiday_words(f"{listing.hours_note}\n{listing.description[:_MOST_WORDS]}")


_Key = TypeVar("_Key")


def _put(kept: dict[_Key, _Kept], key: _Key, value: _Kept) -> None:
    """Keep it; begin anew where there is more than any desk has."""
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[key] = value
