"""Reads when something was, in English, Welsh or Gaelic: "yesterday 3pm", "ddoe 3yp", "dé 15:00"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from champion_desk.domain.problems import Invalid

MOST_LETTERS = 60
FURTHEST_BACK = timedelta(days=730)
_NOON = time(12)

# What dateparser does not know, in words that it does. Whole words, longest first.
_WORDS = {
    "the day before yesterday": "2 days ago",
    "a' bhòn-dè": "2 days ago", "a’ bhòn-dè": "2 days ago", "a bhòn dè": "2 days ago", "echdoe": "2 days ago",
    "an-dè": "yesterday", "an-dé": "yesterday", "an dè": "yesterday", "an dé": "yesterday",
    "dè": "yesterday", "dé": "yesterday", "ddoe": "yesterday", "doe": "yesterday",
    "an-diugh": "today", "an diugh": "today", "heddiw": "today",
    "neithiwr": "yesterday evening", "a-raoir": "yesterday evening", "last night": "yesterday evening",
    "y bore 'ma": "this morning", "y bore yma": "this morning", "bore 'ma": "this morning",
    "bore ma": "this morning", "sa mhadainn": "this morning", "anns a' mhadainn": "this morning",
    "y prynhawn 'ma": "this afternoon", "prynhawn 'ma": "this afternoon",
    "feasgar an-diugh": "this afternoon", "this morning": "this morning",
    "dydd llun": "monday", "dydd mawrth": "tuesday", "dydd mercher": "wednesday", "dydd iau": "thursday",
    "dydd gwener": "friday", "dydd sadwrn": "saturday", "dydd sul": "sunday",
    "diluain": "monday", "dimàirt": "tuesday", "diciadain": "wednesday", "diardaoin": "thursday",
    "dihaoine": "friday", "disathairne": "saturday", "didòmhnaich": "sunday",
    "awr yn ôl": "hour ago", "funud yn ôl": "minutes ago", "munud yn ôl": "minutes ago",
    "diwrnod yn ôl": "days ago", "wythnos yn ôl": "weeks ago",
    "uair a thìde air ais": "hours ago", "latha air ais": "days ago", "seachdain air ais": "weeks ago",
    "hanner dydd": "12:00", "meadhan-latha": "12:00", "midday": "12:00", "noon": "12:00",
    "am faoilleach": "january",
    "faoilleach": "january",
    "an gearran": "february",
    "gearran": "february",
    "am màrt": "march",
    "an giblean": "april",
    "giblean": "april",
    "an cèitean": "may",
    "cèitean": "may",
    "an t-ògmhios": "june",
    "ògmhios": "june",
    "an t-iuchar": "july",
    "iuchar": "july",
    "an lùnastal": "august",
    "lùnastal": "august",
    "an t-sultain": "september",
    "sultain": "september",
    "an dàmhair": "october",
    "dàmhair": "october",
    "an t-samhain": "november",
    "samhain": "november",
    "an dùbhlachd": "december",
    "dùbhlachd": "december",
    "half an hour ago": "30 minutes ago", "hanner awr yn ôl": "30 minutes ago",
    "leth-uair air ais": "30 minutes ago", "leth uair a thìde air ais": "30 minutes ago",
    "bore": "morning", "prynhawn": "afternoon", "madainn": "morning", "feasgar": "afternoon",
    "am": "at", "ag": "at", "aig": "at",
}  # fmt: skip
_PARTS = {"morning": time(10), "afternoon": time(14), "evening": time(18)}
# When each of them has begun: from then on it is today's that is meant, even before its usual hour.
_BEGINS = {"morning": time(), "afternoon": _NOON, "evening": time(17)}
_CLOCK = re.compile(
    r"(?<![\w/.:-])(?:(?P<h>[01]?\d|2[0-3])(?:[:.](?P<m>[0-5]\d))?\s?(?P<half>am|pm|yb|yp|yh|m|f)\b"
    r"|(?P<h24>[01]?\d|2[0-3])[:.](?P<m24>[0-5]\d)(?![\w/.]))",
    re.IGNORECASE,
)
# "9 am" is one word: alone, "am" is Welsh for "at".
_APART = re.compile(r"(\d)\s+(am|pm|yb|yp|yh)\b")
_HOURS = re.compile(r"(\d)\s?h(?:rs?)? ago\b")
_ONE_HOUR = re.compile(r"(?<!\d )(?<!\d)(?<!an )\bhours? ago\b")
# Three in the morning, or in the afternoon? It is not guessed.
_BARE_HOUR = re.compile(
    r"\bat \d\d?$|\bo'?clock\b"
    r"|^(?:yesterday|today|(?:mon|tues|wednes|thurs|fri|satur|sun)day) \d\d?$|^\d\d?$"
)
_AFTERNOON = frozenset(("pm", "yp", "yh", "f"))
_ISO, _ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)"), 10
_ODD = re.compile(r"[^\w\s:./,'’-]|_")


@dataclass(frozen=True, slots=True)
class Said:
    """What was understood: a moment in this computer's own time, and whether the time of day was said."""

    moment: datetime
    time_known: bool


def when_said(text: str, now: datetime) -> Said:
    """The moment that was meant, never after `now`. A day without a time is its noon, time not known.

    Raises `Invalid("when", …)`: when-odd (nothing understood), when-future, when-long-ago.
    """
    now = now.astimezone()
    if _ISO.match(text.strip()):
        return checked(_iso(text.strip()), now)
    words = " ".join(text.split()).casefold().rstrip(".")
    if not words or len(words) > MOST_LETTERS or _ODD.search(words):
        raise Invalid("when", "when-odd")
    words = _APART.sub(r"\1\2", words)
    for known in sorted(_WORDS, key=len, reverse=True):
        words = re.sub(rf"(?<![\w'’-]){re.escape(known)}(?![\w'’-])", _WORDS[known], words)
    words = _ONE_HOUR.sub("1 hour ago", _HOURS.sub(r"\1 hours ago", words))
    if _BARE_HOUR.search(words):
        raise Invalid("when", "when-odd")
    part = next((one for one in _PARTS if re.search(rf"\b{one}\b", words)), None)
    is_this = re.search(r"\bthis (morning|afternoon|evening)\b", words) is not None
    words, clock = _without_clock(words)
    words = re.sub(r"\b(this )?(morning|afternoon|evening)\b", "", words)
    words = re.sub(r"\b(at|on|about|around|tua)\b|,", " ", words)
    words = " ".join(words.split())
    found = _day(words, now) if words else now
    if re.search(r"\b(hours?|minutes?|mins?)\b", words):
        return checked(Said(found.astimezone(), True), now)
    at = clock or (_PARTS[part] if part else None)
    moment = datetime.combine(found.date(), at or _NOON).astimezone()
    begins = _BEGINS[part] if part else time()
    if clock is None and found.date() == now.date() and now.time() >= begins:
        moment = min(moment, now)
    elif not words and moment > now and not is_this:
        moment = datetime.combine(found.date() - timedelta(days=1), at or _NOON).astimezone()
    return checked(Said(moment, clock is not None), now)


def _iso(text: str) -> Said:
    """2026-11-22T14:30, in this computer's own time unless it says another; or the day alone."""
    try:
        found = datetime.fromisoformat(text)
        if len(text) == _ISO_DAY:
            return Said(datetime.combine(found.date(), _NOON).astimezone(), False)
        return Said(found.astimezone(), True)
    except (ValueError, OverflowError, OSError):
        raise Invalid("when", "when-odd") from None


def _without_clock(words: str) -> tuple[str, time | None]:
    """The words without a time of day, and that time."""
    match = _CLOCK.search(words)
    if match is None:
        return words, None
    half = (match["half"] or "").lower()
    hour, minute = int(match["h"] or match["h24"]), int(match["m"] or match["m24"] or 0)
    if half and hour > 12:
        raise Invalid("when", "when-odd")
    if half:
        hour = hour % 12 + (12 if half in _AFTERNOON else 0)
    return f"{words[: match.start()]} {words[match.end() :]}", time(hour, minute)


def warm_up() -> None:
    """Load what reads days in words, so that the first that is typed is read at once."""
    _day("yesterday", datetime.now().astimezone())


def _day(words: str, now: datetime) -> datetime:
    import dateparser  # loads slowly, and is needed seldom

    found: datetime | None = dateparser.parse(
        words,
        languages=["en", "cy", "gd"],
        settings={
            "PREFER_DATES_FROM": "past",
            "DATE_ORDER": "DMY",
            "RELATIVE_BASE": now.replace(tzinfo=None),
            "REQUIRE_PARTS": [],
            "STRICT_PARSING": False,
        },
    )
    if found is None or not re.search(r"\d|[a-z]{3}", words):
        raise Invalid("when", "when-odd")
    # Days at the edges of the calendar have no moment in this computer's own time.
    if found.date() < (now - FURTHEST_BACK).date():
        raise Invalid("when", "when-long-ago")
    if found.date() > now.date():
        raise Invalid("when", "when-future")
    return found.replace(microsecond=0, tzinfo=found.tzinfo or now.tzinfo)


def checked(said: Said, now: datetime) -> Said:
    """A moment that can be: not after now, and not too long ago. Raises `Invalid("when", …)`."""
    if said.moment > now:
        raise Invalid("when", "when-future")
    if said.moment < now - FURTHEST_BACK:
        raise Invalid("when", "when-long-ago")
    return said
