"""How long notes and coded sessions are kept, what becomes of them then, and when a date is not believed."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from champion_desk.domain.problems import Invalid
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.tallies import Tally

# In months. The law names no period; one must be justified (UK GDPR, article 5(1)(e)).
NOTES_USUAL, NOTES_LEAST, NOTES_MOST = 12, 1, 60
SESSIONS_USUAL, SESSIONS_LEAST, SESSIONS_MOST = 24, 3, 120
# A desk may rest for a summer. A date further on than that is more likely a wrong clock than time gone by.
FURTHEST_FORWARD = timedelta(days=92)
FURTHEST_BACK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Periods:
    """Months for which notes and coded sessions are kept. Raises `Invalid` outside the bounds."""

    notes: int = NOTES_USUAL
    sessions: int = SESSIONS_USUAL

    def __post_init__(self) -> None:
        if not NOTES_LEAST <= self.notes <= NOTES_MOST:
            raise Invalid("notes", "out-of-range", least=NOTES_LEAST, most=NOTES_MOST)
        if not SESSIONS_LEAST <= self.sessions <= SESSIONS_MOST:
            raise Invalid("sessions", "out-of-range", least=SESSIONS_LEAST, most=SESSIONS_MOST)
        if self.sessions < self.notes:
            raise Invalid("sessions", "out-of-range", least=self.notes, most=SESSIONS_MOST)

    def notes_end(self, today: date) -> date:
        """The first day whose notes are still kept; those of earlier days fade."""
        return months_before(today, self.notes)

    def sessions_end(self, today: date) -> date:
        """The first day whose sessions are still kept one by one; earlier ones become counts."""
        return months_before(today, self.sessions)


def within_bounds(notes: int, sessions: int) -> Periods:
    """The nearest periods that are allowed, for values from elsewhere; notes never outlast their sessions."""
    sessions = min(max(sessions, SESSIONS_LEAST), SESSIONS_MOST)
    return Periods(min(max(notes, NOTES_LEAST), NOTES_MOST, sessions), sessions)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month where it has no such day."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class ClockJump:
    """The computer's date is not believed: the day it showed when last looked at, and the one it shows."""

    last: date
    today: date


def clock_jump(last: date | None, today: date) -> ClockJump | None:
    """The jump between the last look and today, if it is one that a person must confirm."""
    if last is None or last - FURTHEST_BACK <= today <= last + FURTHEST_FORWARD:
        return None
    return ClockJump(last, today)


@dataclass(frozen=True, slots=True)
class Faded:
    """What retention took away: notes, sessions that became counts, drafts, tallies that became counts."""

    notes: int = 0
    sessions: int = 0
    drafts: int = 0
    tallies: int = 0

    def __bool__(self) -> bool:
        return bool(self.notes or self.sessions or self.drafts or self.tallies)

    def at_least(self, other: Faded) -> Faded:
        """Of each kind the larger number. What goes as a note next week may go with its session later."""
        return Faded(
            max(self.notes, other.notes),
            max(self.sessions, other.sessions),
            max(self.drafts, other.drafts),
            max(self.tallies, other.tallies),
        )

    def __add__(self, other: Faded) -> Faded:
        return Faded(
            self.notes + other.notes,
            self.sessions + other.sessions,
            self.drafts + other.drafts,
            self.tallies + other.tallies,
        )


@dataclass(frozen=True, slots=True)
class Ahead:
    """What will fade in the next 7 days and in the next month (those 7 days among them), and the day of
    the oldest note and the oldest session that are kept now."""

    week: Faded
    month: Faded
    oldest_note: date | None
    oldest_session: date | None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One act on many records, in counts. `act` is a code (fade, erase …); no record is named."""

    at: datetime
    champion_id: str
    act: str
    counts: Mapping[str, int] = field(hash=False)


@dataclass(frozen=True, slots=True)
class MonthlyCount:
    """How many sessions of a site and a month had one code of one kind; kind "all" counts all of them.

    Tallies are kept apart: kind "tally" has the topic for its code, `sessions` and `people` are what was
    counted, and there are no minutes.
    """

    site_id: str
    month: str
    kind: str
    code: str
    sessions: int
    minutes: int
    people: int


MARKS = ("stuck", "nothing_local", "service_failed")


def counted_as(session: AssistedSession) -> Iterator[tuple[str, str]]:
    """Every kind and code under which a session is counted when it fades, each once."""
    yield "all", ""
    one_each = {
        "outcome": session.outcome,
        "reason": session.outcome_reason,
        "channel": session.channel,
        "help_given": session.help_given,
        "next_time": session.next_time,
        "device": session.device,
        "language": session.language,
        "effort": "" if session.effort is None else str(session.effort),
        "service": session.service,
        "age_band": session.age_band,
        "follow_up": session.followed_up,
    }
    yield from ((kind, code) for kind, code in one_each.items() if code)
    several = {
        "topic": session.topics,
        "barrier": session.barriers,
        "skill": session.skills,
        "item": session.items,
        "service_problem": session.service_problems,
        "access_help": session.access_help,
    }
    for kind, codes in several.items():
        yield from ((kind, code) for code in dict.fromkeys(codes) if code)
    yield from (("mark", mark.replace("_", "-")) for mark in MARKS if getattr(session, mark))


TALLY = "tally"


def month_of(record: AssistedSession | Tally) -> str:
    """The month a session or a tally is counted in, by this computer's own time: 2026-11."""
    return f"{record.started_at.astimezone():%Y-%m}"
