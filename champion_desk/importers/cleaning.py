"""Cleans the fields of one entry, and notes what had to be changed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from urllib.parse import quote, urlsplit

from dateutil import parser as dates

from champion_desk.domain.directory import Link
from champion_desk.domain.places import Position, in_great_britain_box, normal_postcode
from champion_desk.domain.problems import Problem
from champion_desk.importers.log_moments import read_day
from champion_desk.importers.phone_numbers import numbers_in
from champion_desk.importers.plain_text import (
    LONGEST,
    first_link,
    is_absent,
    one_line,
    plain,
    plain_with_links,
)
from champion_desk.importers.sectors import is_sector, miles_from_postcode

MOST_TEXT = 20_000
MOST_LINE = 300
_MOST_GIVEN = 80
_MOST_ADDRESS = 2000
_MOST_LINKS = 40
_SHORT = 120
_ALWAYS_LEFT = 5_000
_Cleaned = tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]
_FARTHEST_MILES = 40
_MOST_PERHAPS = 4

_HOST = re.compile(r"^(?=.{4,253}$)([^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,62}$")
_BARE_ADDRESS = re.compile(r"^[\w-]+(\.[\w-]+)*\.[a-z]{2,24}([:/?#].*)?$", re.IGNORECASE)
_SCHEME = re.compile(r"^(?:https?|ttps?|htps?)\s*(?::[/\\\s]*|[/\\]+|(?=www\.))", re.IGNORECASE)
_PATH_REST = re.compile(r"^[\w()%-]+(/|\.(aspx?|html?|php|pdf|docx?)\b)", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
_EMAIL = re.compile(r"[\w!#$%&'*+/=?^`{|}~.-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_YEAR = re.compile(r"\b(19|20)\d\d\b|^\d{1,2}[/.-]\d{1,2}[/.-]\d\d$")
_SINCE_1970 = re.compile(r"^1\d{9}(\d{3})?$")
_SERIAL_DAY = re.compile(r"^[2-6]\d{4}(\.0*)?$")
_SWAPS = {"O": "0", "0": "O", "I": "1", "1": "I", "S": "5", "5": "S"}
_POSTCODE_INSIDE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})[\s.,]*$", re.IGNORECASE)


def words_of(value: object) -> str:
    """Text or a number as text; nothing for anything else, or for text that only says "none"."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _short_words(value) if len(value) <= _SHORT else _words(value)
    if isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return str(value) if abs(value) < 10**40 else ""
    if isinstance(value, float):
        text = str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
        return "" if is_absent(text) else text
    return ""


def _words(value: str) -> str:
    text = value.strip()
    return "" if not text or is_absent(text) else text


_short_words = lru_cache(maxsize=16_384)(_words)  # towns, days, codes: they come again and again


@lru_cache(maxsize=16_384)
def _short_line(value: str) -> str | None:
    """The one line that a short text gives; None where something had to be done to it."""
    words = _words(value)
    if not words:
        return ""
    shown, done, links = _cleaned(words)
    return None if done or links or is_absent(shown) else one_line(shown)


def number_of(value: object, *, point: str = ".") -> float | None:
    """A finite number, also from text such as "£1,200.50"; `point` may be a comma."""
    text = words_of(value).replace(" ", "").removeprefix("£")
    if point == ",":
        text = text.replace(",", ".")
    elif re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?", text):
        text = text.replace(",", "")
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def postcode_inside(text: str) -> tuple[str, str]:
    """A postcode at the end of an address line, and the line without it; "" where there is none."""
    found = _POSTCODE_INSIDE.search(text)
    postcode = normal_postcode(found[1]) if found else None
    if not found or not postcode:
        return "", text
    return postcode, text[: found.start()].rstrip(" ,")


@lru_cache(maxsize=8192)
def _cleaned(words: str) -> _Cleaned:
    """Plain text, what was done to it, and its links. Short texts come again and again: towns, categories."""
    return _cleaned_text(words, LONGEST)


def _cleaned_text(words: str, most: int) -> _Cleaned:
    links: list[tuple[str, str]] = []
    shown, done = plain_with_links(words, links, min(most, LONGEST))
    return shown, tuple(sorted(done)), tuple(links)


class Cleaner:
    """Cleans the fields of one entry; `notes` tell what was changed, each once."""

    def __init__(self) -> None:
        self.notes: list[Problem] = []
        self._links: dict[str, str] = {}
        self._left = 2 * LONGEST  # letters of long texts that are still looked at in this entry

    def note(self, code: str, **facts: object) -> None:
        """Keep a note, unless it is kept already. A value that is quoted is cut at 80 letters."""
        for name in ("given", "used"):
            if name in facts:
                words = one_line(plain(str(facts[name]))[0])
                facts[name] = words if len(words) <= _MOST_GIVEN else words[: _MOST_GIVEN - 1] + "…"
        if not any(known.code == code and known.facts == facts for known in self.notes):
            self.notes.append(Problem(code, **facts))

    def text(self, value: object, field: str, most: int = MOST_TEXT) -> str:
        """Plain text of several lines."""
        words = words_of(value)
        if not words:
            return ""
        if len(words) <= _SHORT:
            shown, done, found = _cleaned(words)
        else:
            shown, done, found = _cleaned_text(words, max(self._left, _ALWAYS_LEFT))
            self._left -= min(len(words), LONGEST)
        for label, address in found:
            self.link(label, address)
        for what in done:
            if what == "cut":
                self.note("note-shortened", field=field, most=most)
            else:
                self.note(f"note-{what}")
        if is_absent(shown):
            return ""
        if len(shown) > most and "cut" not in done:
            self.note("note-shortened", field=field, most=most)
        return shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"

    def line(self, value: object, field: str, most: int = MOST_LINE) -> str:
        """Plain text on one line."""
        if isinstance(value, str) and len(value) <= min(_SHORT, most):
            known = _short_line(value)
            if known is not None:
                return known
        return one_line(self.text(value, field, most))

    def lines(self, values: Iterable[object], field: str, most: int = MOST_LINE) -> tuple[str, ...]:
        """Several one-line texts, each once, in the order they came."""
        found: dict[str, str] = {}
        for line in (self.line(value, field, most) for value in values):
            if line:
                found.setdefault(line.casefold(), line)
        return tuple(found.values())

    def link(self, label: object, address: object) -> None:
        """Keep a link beside the entry's own; one that can't be opened is left out and noted."""
        given = words_of(address)
        used = self.url(given) if given else ""
        if used and len(self._links) < _MOST_LINKS:
            words = one_line(plain(words_of(label))[0])[:MOST_LINE]
            bare = re.sub(r"^https?://|/+$", "", words.casefold())
            same = bare == re.sub(r"^https?://|/+$", "", used.casefold())  # the address itself is no label
            self._links.setdefault(used, "" if same else words)

    def links(self, *known: str) -> tuple[Link, ...]:
        """The links that were met, each once, without those `known`."""
        return tuple(Link(label, used) for used, label in self._links.items() if used not in known)

    def url(self, value: object) -> str:
        """A web address with http or https; anything else is left out."""
        given = words_of(value)
        if not given:
            return ""
        raw = plain(first_link(given))[0] if "<" in given else plain(given)[0]
        parts = raw.split()
        if not parts or is_absent(raw):
            return ""
        if _SCHEME.match(raw) and len(parts) > 1 and all(_PATH_REST.match(part) for part in parts[1:]):
            parts = ["%20".join(parts)]  # blanks inside the address itself
        used = next(filter(None, map(_usable_address, parts)), "") or _usable_address("".join(parts))
        if not used:
            self.note("note-url-odd", given=given)
        elif used.casefold() not in (raw.casefold(), quote(raw.strip(".,;"), safe=_SAFE).casefold()):
            self.note("note-url", given=raw, used=used)
        return used

    def email(self, value: object) -> str:
        """One e-mail address without `mailto:`; the first of several."""
        given = words_of(value)
        if not given:
            return ""
        raw = plain(given.replace("\xa0", ""))[0]
        raw = re.sub(r"mailto:", "", raw, flags=re.IGNORECASE).partition("?")[0].strip()
        found = _EMAIL.search(raw) or _EMAIL.search(re.sub(r"\s*([@.])\s*", r"\1", raw))
        if not found:
            if not is_absent(raw):
                self.note("note-email-odd", given=given)
            return ""
        used = found[0].strip(".'`")
        if used != raw.strip(" .,;<>"):
            self.note("note-email", given=raw, used=used)
        return used

    def addresses(self, urls: Iterable[object], emails: Iterable[object]) -> tuple[str, str]:
        """The first web address and the first e-mail address; an e-mail address may stand in either."""
        places = [words_of(url) for url in urls]
        mixed = [place for place in places if "@" in place and not _SCHEME.match(place)]
        web = (self.url(place) for place in places if place not in mixed)
        mail = (self.email(place) for place in (*emails, *mixed))
        return next(filter(None, web), ""), next(filter(None, mail), "")

    def phones(self, values: Iterable[object]) -> tuple[str, ...]:
        """Phone numbers as they are written in Britain, each once. An odd one is kept as text."""
        found: dict[str, None] = {}
        for value in values:
            raw = one_line(plain(words_of(value))[0].replace('"', " "))[:200] if value is not None else ""
            for number, sure in numbers_in(raw) if raw and not is_absent(raw) else ():
                if not sure:
                    self.note("note-phone-odd", given=number)
                found.setdefault(number)
        return tuple(found)

    def postcode(self, value: object) -> str:
        """A postcode in its normal form; letters and digits that were mixed up are put right and noted."""
        given = one_line(plain(words_of(value))[0]).strip(" .,;")
        if not given or is_absent(given):
            return ""
        used = normal_postcode(given)
        if used is None:
            perhaps = _swapped(given)
            if len(perhaps) != 1:
                if 1 < len(perhaps) <= _MOST_PERHAPS:
                    self.note("note-postcode-perhaps", given=given, perhaps=", ".join(perhaps))
                else:
                    self.note("note-postcode-odd", given=given)
                return given[:40]
            used = perhaps[0]
            self.note("note-postcode", given=given, used=used)
        elif not is_sector(used) and any(map(is_sector, perhaps := _swapped(used))):
            self.note("note-postcode-perhaps", given=used, perhaps=", ".join(perhaps))
        elif used.replace(" ", "") != given.upper().replace(" ", ""):
            self.note("note-postcode", given=given, used=used)
        return used

    def position(self, latitude: object, longitude: object) -> Position | None:
        """A position in the United Kingdom, or none. 0, 0 and 99.999999 say "not known" in official lists."""
        north, east = number_of(latitude, point=","), number_of(longitude, point=",")
        if north is None or east is None or (east == 0 and (north == 0 or north > 99.9)):
            return None
        if in_great_britain_box(north, east):
            return Position(round(north, 6), round(east, 6))
        if in_great_britain_box(east, north):
            self.note("note-position-swapped")
            return Position(round(east, 6), round(north, 6))
        self.note("note-position-outside")
        return None

    def near(self, position: Position | None, postcode: str) -> Position | None:
        """The position, unless it is far from its postcode: then one of the two is wrong, and a person who
        is sent there needs the postcode to be right."""
        miles = miles_from_postcode(position, postcode) if position and postcode else None
        if miles is None or miles <= _FARTHEST_MILES:
            return position
        self.note("note-position-far", miles=round(miles), postcode=postcode)
        return None

    def date(self, value: object, *, past: bool = False) -> date | None:
        """A day, written as 2026-03-05, 5/3/2026 or in words; `past` refuses days that are still to come."""
        given = words_of(value)
        if not given:
            return None
        day = date_of(given)
        if day is None or (past and day > date.today() + timedelta(days=1)):
            self.note("note-date", given=given)
            return None
        return day


@lru_cache(maxsize=4096)
def date_of(given: str) -> date | None:
    """A day from text; day before month. None where it is not one."""
    given = given.strip()[:60]
    try:
        day = date.fromisoformat(given[:10])
        return day if 1900 <= day.year <= 2200 else None
    except ValueError:
        pass
    if _SERIAL_DAY.match(given):  # a spreadsheet's own count of days
        return date(1899, 12, 30) + timedelta(days=int(float(given)))
    if _SINCE_1970.match(given):  # a computer's count of seconds or milliseconds
        seconds = int(given[:10])
        return (datetime(1970, 1, 1) + timedelta(seconds=seconds)).date()  # noqa: DTZ001
    if not _YEAR.search(given):
        return None
    said = read_day(given)
    if said is not None and 1900 <= said.day.year <= 2200:
        return said.day
    try:
        read = dates.parse(given, dayfirst=True, ignoretz=True, default=datetime(2000, 1, 1))  # noqa: DTZ001
    except (ValueError, OverflowError, TypeError, AttributeError, RecursionError):
        return None
    return read.date() if 1900 <= read.year <= 2200 else None


_SAFE = "/:?#[]@!$&'()*+,;=%~-._"


@lru_cache(maxsize=4096)
def _usable_address(raw: str) -> str:
    """An http or https address that a browser would open, or nothing."""
    raw = raw.strip("<>()[]\"' .,;")
    if not raw or len(raw) > _MOST_ADDRESS or "\\" in raw.replace(":\\\\", "") or (" " in raw):
        return ""
    lower = raw.casefold()
    if _SCHEME.match(raw):
        secure = bool(re.match(r"^h?t?tps", lower))
        rest = re.sub(r"^https?:/*", "", _SCHEME.sub("", raw), flags=re.IGNORECASE)  # "http://https://…"
        raw = ("https://" if secure or "https://" in lower[4:16] else "http://") + rest
    elif _OTHER_SCHEME.match(raw) or "@" in raw or not _BARE_ADDRESS.match(raw.lstrip("/")):
        return ""
    else:
        raw = "https://" + raw.lstrip("/")
    try:
        parts = urlsplit(raw)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.username is not None or not _HOST.match(host):
        return ""
    return quote(raw, safe=_SAFE) if raw.isascii() else raw


def _swapped(given: str) -> tuple[str, ...]:
    """The postcodes that come of swapping O and 0, I and 1, S and 5 in as few places as can be, at most two;
    where some of them lie in a sector that is known, only those."""
    compact = re.sub(r"[^A-Z0-9]", "", given.upper())
    if not 5 <= len(compact) <= 7:
        return ()
    places = [at for at, sign in enumerate(compact) if sign in _SWAPS]
    found = set()
    for first in places:
        for second in (place for place in places if place >= first):
            signs = list(compact)
            for at in {first, second}:
                signs[at] = _SWAPS[signs[at]]
            postcode = normal_postcode("".join(signs))
            if postcode:
                found.add((first != second, postcode))
    if not found:
        return ()
    likely = {one for one in found if is_sector(one[1])} or found
    fewest = min(likely)[0]
    return tuple(sorted(postcode for more, postcode in likely if more == fewest))
