"""When the rows of an earlier log were: a moment for a session, a period for a number of a tally sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from champion_desk.domain.past_logs import EARLIEST, MONTH, TALLIES, WEEK, LogMapping, LogRow, LogSheet
from champion_desk.domain.problems import Invalid
from champion_desk.importers.log_moments import Clock, ReadDay, read_clock, read_day, says_no_year

_NOON, _HOUR = time(12), timedelta(hours=1)
_STEPS_LOOKED_AT = 400
_FEW_DAYS = 0.7  # where fewer rows than this say their day, it stands once for those below it


@dataclass(frozen=True, slots=True)
class Span:
    """From one moment to another."""

    start: datetime
    end: datetime


def at(day: date, clock: time) -> datetime:
    """A moment by the wall clock of this computer."""
    return datetime.combine(day, clock).astimezone()


class Moments:
    """Reads days and times of one sheet; a day may stand for the rows below it."""

    def __init__(self, sheet: LogSheet, mapping: LogMapping, now: datetime) -> None:
        self._mapping, self._headings, self._now = mapping, sheet.headings, now
        self._columns = mapping.numbers(sheet)
        self._above: dict[str, str] = {}
        self._read: dict[str, ReadDay | None] = {}  # the same days come again and again
        days = [self.says_day(row) for row in sheet.rows]
        hours = mapping.kind == TALLIES and ("hour" in self._columns or "time" in self._columns)
        self._carried = days[:1] == [True] and (hours or sum(days) < len(days) * _FEW_DAYS)
        self._step = self._usual_step(sheet)

    def _usual_step(self, sheet: LogSheet) -> timedelta:
        """How far apart the beginnings of periods are, an hour at most."""
        found = set()
        for row in sheet.rows[:_STEPS_LOOKED_AT]:
            clock = self._clock(row)
            if clock:
                found.add(clock.start.hour * 60 + clock.start.minute)
        for heading in self._headings:
            clock = read_clock(heading) if self._mapping.columns.get(heading) == "hour-column" else None
            if clock:
                found.add(clock.start.hour * 60 + clock.start.minute)
        ordered = sorted(found)
        gaps = [b - a for a, b in pairwise(ordered)]
        return timedelta(minutes=min(60, max(15, min(gaps, default=60))))

    def _text(self, row: LogRow, field: str) -> str:
        return next((t for n in self._columns.get(field, ()) if (t := row.cell(n)[:200].strip())), "")

    def _own_day_text(self, row: LogRow) -> str:
        return self._text(row, "when") or self._text(row, "date")

    def says_day(self, row: LogRow) -> bool:
        """Whether the row itself says its day."""
        return self._read_day(self._own_day_text(row)) is not None

    def _read_day(self, text: str) -> ReadDay | None:
        if text not in self._read:
            self._read[text] = read_day(text, self._mapping.day_first)
        return self._read[text]

    def day_text(self, row: LogRow) -> str:
        """What the row, or the nearest above it, says of its day."""
        self.pass_by(row)
        return self._own_day_text(row) or (self._above.get(row.sheet, "") if self._carried else "")

    def pass_by(self, row: LogRow) -> None:
        """Keep the row's day for those below it."""
        if self._carried and self.says_day(row):
            self._above[row.sheet] = self._own_day_text(row)

    def _day(self, row: LogRow, notes: list[str]) -> ReadDay:
        own = self._own_day_text(row)
        text = self.day_text(row)
        if not text:
            raise Invalid("when", "row-no-day")
        day = self._read_day(text)
        if day is None:
            raise Invalid("when", "row-day-no-year" if says_no_year(text) else "row-day-odd")
        if not own:
            notes.append("past-day-above")
        if day.day < EARLIEST:
            raise Invalid("when", "row-too-old", year=EARLIEST.year)
        if day.day > self._now.astimezone().date():
            raise Invalid("when", "row-in-future")
        return day

    def _clock(self, row: LogRow) -> Clock | None:
        text = self._text(row, "time") or self._text(row, "hour")
        if not text:
            return None
        clock = read_clock(text)
        if clock is None:
            day = read_day(text, self._mapping.day_first)  # some sheets say the day again before the time
            clock = day.clock if day else None
        return clock

    def moment(self, row: LogRow, notes: list[str]) -> tuple[datetime, bool]:
        """When a session began, and whether its time of day is known; else its noon. Raises `Invalid`."""
        day = self._day(row, notes)
        if day.month_only:
            raise Invalid("when", "row-only-month")
        if day.exact is not None:
            return self._past(day.exact), True
        clock = self._clock(row)
        if clock is None and (day.clock is not None):
            clock = day.clock
        if clock is None:
            notes.append("past-time")
            return min(at(day.day, _NOON), self._now), False
        return self._past(at(day.day, clock.start)), True

    def _past(self, moment: datetime) -> datetime:
        if moment > self._now:
            raise Invalid("when", "row-in-future")
        return moment

    def lasted(self, row: LogRow, began: datetime) -> int | None:
        """Whole minutes until the end that the row says, if it says one that can be."""
        text = self._text(row, "ended")
        if not text:
            return None
        day = read_day(text, self._mapping.day_first)
        clock = day.clock if day else read_clock(text)
        if clock is None:
            return None
        end = (day.exact if day else None) or at(day.day if day else began.astimezone().date(), clock.start)
        minutes = (end - began).total_seconds() / 60
        return round(minutes) if 0 <= minutes <= 24 * 60 else None

    def span(self, row: LogRow, heading: str, notes: list[str]) -> Span:
        """The period of a number: its hour, or the whole day, week or month. Raises `Invalid`."""
        day = self._day(row, notes)
        clock = read_clock(heading) if self._mapping.columns.get(heading) == "hour-column" else None
        clock = clock or self._clock(row) or (None if day.month_only else day.clock)
        if clock is None or day.month_only:
            return self._whole(day)
        start = at(day.day, clock.start)
        lasted = self.lasted(row, start)
        if lasted is not None:
            end = start + timedelta(minutes=lasted)
        elif clock.end is not None:
            end = at(day.day, clock.end)
        else:
            end = start + self._step
        return Span(self._past(start), max(start, min(end, self._now)))

    def _whole(self, day: ReadDay) -> Span:
        first = day.day
        if day.month_only and self._mapping.period != MONTH:
            raise Invalid("when", "row-only-month")  # among days it is most likely their sum
        if self._mapping.period == MONTH:
            first = first.replace(day=1)
            last = (first + timedelta(days=31)).replace(day=1)
        elif self._mapping.period == WEEK:
            last = first + timedelta(days=7)
        else:
            last = first + timedelta(days=1)
        start = at(first, time())
        return Span(start, max(start, min(at(last, time()), self._now)))
