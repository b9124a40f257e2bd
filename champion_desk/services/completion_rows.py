"""What each row of a learning system's list says: whose, which course, when; or what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from champion_desk.domain.catalogue import folded
from champion_desk.domain.champions import Champion
from champion_desk.domain.completions import (
    COURSE,
    DONE_ON,
    DUE,
    FIRST,
    HOURS,
    LAST,
    LEAVE_OUT,
    PERSON,
    STATE,
    Completion,
    CompletionMapping,
    CompletionPreview,
    RefusedRow,
)
from champion_desk.domain.courses import refresh_date
from champion_desk.domain.past_logs import LogRow, LogSheet
from champion_desk.domain.training import Course, Enrolment
from champion_desk.importers.log_moments import read_day
from champion_desk.services.privacy_scanner import scan

_EARLIEST = date(1990, 1, 1)
_DONE = frozenset(
    (
        *("", "complete", "completed", "done", "pass", "passed", "achieved", "yes", "y", "1", "100", "100%"),
        *("attended", "wedi cwblhau", "cwblhawyd"),
    )
)


def plain(text: str) -> str:
    """A name as it is compared: its words in lower case, "Sinclair, Mairi" as "mairi sinclair"."""
    last, comma, first = text.partition(",")
    return " ".join(folded(f"{first} {last}" if comma else text).split())


class CompletionRows:
    """Reads the rows of one sheet by one mapping, against who and what is here."""

    def __init__(
        self,
        sheet: LogSheet,
        mapping: CompletionMapping,
        champions: Iterable[Champion],
        courses: Iterable[Course],
        known: Iterable[Enrolment],
        today: date,
    ) -> None:
        self._sheet, self._mapping, self._today = sheet, mapping, today
        self._courses = {one.code: one for one in courses}
        names: dict[str, list[str]] = {}
        for champion in champions:
            names.setdefault(plain(champion.name), []).append(champion.id)
        # Two of the same name can't be told apart, and one must not get the other's courses.
        self._people = {name: ids[0] for name, ids in names.items() if len(ids) == 1}
        self._titles = {
            plain(label): one.code for one in self._courses.values() for label in one.labels.values()
        }
        self._titles |= {plain(code): code for code in self._courses}
        self._known = {self._key(one.champion_id, one.course, one.title, one.on) for one in known if one.on}
        self._columns = {
            field: number
            for number, heading in reversed(list(enumerate(sheet.headings)))
            if (field := mapping.columns.get(heading, ""))
        }

    @staticmethod
    def _key(champion_id: str, course: str, title: str, on: date | None) -> tuple[str, str, date | None]:
        return champion_id, course or plain(title), on

    def preview(self) -> CompletionPreview:
        """Every row looked at."""
        new, refused = list[Completion](), list[RefusedRow]()
        unknown, counts = Counter[str](), Counter[str]()
        for row in self._sheet.rows:
            person = self._person(row)
            if person is None:
                counts["others"] += 1
                continue
            course = self._cell(row, COURSE)
            code = self._course(course)
            if code == LEAVE_OUT or folded(self._cell(row, STATE)) not in _DONE:
                counts["left_out"] += 1
                continue
            found = self._completion(row, person, course, code or "")
            if isinstance(found, RefusedRow):
                refused.append(found)
            elif code is None:
                unknown[course] += 1
                counts["open"] += 1
            elif (key := self._key(person, found.course, found.title, found.on)) in self._known:
                counts["known"] += 1
            else:
                self._known.add(key)
                new.append(found)
        return CompletionPreview(
            len(self._sheet.rows),
            tuple(new),
            counts["known"],
            counts["others"],
            counts["left_out"],
            tuple(refused),
            dict(unknown),
        )

    def _cell(self, row: LogRow, field: str) -> str:
        number = self._columns.get(field)
        return "" if number is None else " ".join(row.cell(number).split())

    def _person(self, row: LogRow) -> str | None:
        whole = self._cell(row, PERSON) or f"{self._cell(row, FIRST)} {self._cell(row, LAST)}"
        return self._people.get(plain(whole))

    def _course(self, text: str) -> str | None:
        """The code of a course by what was decided, its code or its name here; None where it is not known."""
        name = plain(text)
        if name in self._mapping.courses:
            return self._mapping.courses[name]
        return self._titles.get(name)

    def _completion(self, row: LogRow, person: str, course: str, code: str) -> Completion | RefusedRow:
        said = self._cell(row, DONE_ON)
        on = self._day(said)
        if not course:
            return RefusedRow(row.line, "no-course")
        if on is None:
            return RefusedRow(row.line, "no-day", said[:40])
        if not _EARLIEST <= on <= self._today:
            return RefusedRow(row.line, "day-odd", said[:40])
        hours = self._hours(self._cell(row, HOURS))
        if hours is None or not 0 <= hours <= 400:
            return RefusedRow(row.line, "hours-odd", self._cell(row, HOURS)[:40])
        due_said = self._cell(row, DUE)
        due = self._day(due_said) if due_said else None
        if due_said and (due is None or due < on):
            return RefusedRow(row.line, "due-odd", due_said[:40])
        if len(course) > 120 or scan(course):
            return RefusedRow(row.line, "course-odd")
        known = self._courses.get(code)
        if known is not None:
            due = due or refresh_date(on, known.refresh_months or 0)
            hours = hours or known.hours
        return Completion(row.line, person, code, known.label() if known else course, on, hours, due)

    def _day(self, text: str) -> date | None:
        read = read_day(text, self._mapping.day_first is not False)
        return read.day if read is not None and not read.month_only else None

    @staticmethod
    def _hours(text: str) -> float | None:
        """Hours as 1.5, 1,5 or 1:30; nothing is none."""
        hours, colon, minutes = text.casefold().removesuffix("hours").removesuffix("h").strip().partition(":")
        try:
            if colon:
                return int(hours) + int(minutes) / 60
            return float(hours.replace(",", ".")) if hours else 0.0
        except ValueError:
            return None


def decided(courses: Mapping[str, str]) -> dict[str, str]:
    """What was decided on courses, by the sheet's own names, as a mapping keeps it."""
    return {plain(name): code for name, code in courses.items()}
