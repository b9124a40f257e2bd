"""Courses of the council's own, who must have done which, and what is due for whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from champion_desk.domain.identity import new_id
from champion_desk.domain.problems import Invalid
from champion_desk.domain.training import Enrolment

CHAMPION, LEAD = "champion", "lead"
ROLES = (CHAMPION, LEAD)
# What is due: never planned, planned and late, soon to be refreshed, or its refresh date is over.
MISSING, LATE, SOON, EXPIRED = "missing", "late", "soon", "expired"
DUE_STATES = (EXPIRED, LATE, MISSING, SOON)
SOON_DAYS = 30
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class OwnCourse:
    """A course of the council's own. `hours` whole or halves; `refresh_months` 0 where it never expires;
    `covers` codes of areas, `needs` of courses that come first. Raises `Invalid`."""

    code: str
    title: str
    provider: str = ""
    hours: float = 0.0
    refresh_months: int = 0
    covers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    retired: bool = False
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code) or len(self.code) > 60:
            raise Invalid("code", "line-code")
        if not self.title.strip():
            raise Invalid("title", "needed")
        for name in ("title", "provider"):
            if len(getattr(self, name)) > 120:
                raise Invalid(name, "too-long", most=120)
        if not 0 <= self.hours <= 400:
            raise Invalid("hours", "out-of-range", least=0, most=400)
        if not 0 <= self.refresh_months <= 120:
            raise Invalid("refresh_months", "out-of-range", least=0, most=120)


@dataclass(frozen=True, slots=True)
class Duty:
    """A course that everyone with a role must have done, within `due_days` of the day it became one."""

    course: str
    role: str = CHAMPION
    due_days: int = 90
    since: date = field(default_factory=date.today)
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise Invalid("role", "unknown-code", given=self.role)
        if not 0 <= self.due_days <= 730:
            raise Invalid("due_days", "out-of-range", least=0, most=730)


@dataclass(frozen=True, slots=True)
class DueCourse:
    """A course that somebody should do, by a day; `state` is one of `DUE_STATES`."""

    champion_id: str
    course: str
    title: str
    state: str
    by: date
    mandatory: bool


def refresh_date(done: date, months: int) -> date | None:
    """The day a course is to be done again: the same day of a later month, or that month's last."""
    if not months:
        return None
    year, month = divmod(done.year * 12 + done.month - 1 + months, 12)
    for day in range(done.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, done.day)


def due_courses(
    champion_id: str, role: str, enrolments: Iterable[Enrolment], duties: Sequence[Duty], today: date
) -> list[DueCourse]:
    """What is due for one champion, the most pressing first. What a champion must do, a lead must too.

    Of several enrolments on one course the one that lasts longest counts; what never expires lasts for good.
    """
    mine = [one for one in enrolments if one.champion_id == champion_id]
    wanted: dict[str, Duty] = {}
    for duty in sorted(duties, key=lambda one: -(one.since.toordinal() + one.due_days)):
        if duty.role == CHAMPION or role == LEAD:
            wanted[duty.course] = duty
    found = []
    of_course: dict[str, list[Enrolment]] = {}
    for one in mine:
        of_course.setdefault(one.course or one.id, []).append(one)
    for code, several in of_course.items():
        due = _state(several, today)
        if due is not None:
            state, by, title = due
            found.append(DueCourse(champion_id, several[0].course, title, state, by, code in wanted))
    for code, duty in wanted.items():
        if code not in of_course:
            by = duty.since + timedelta(days=duty.due_days)
            found.append(DueCourse(champion_id, code, "", MISSING, by, True))
        elif all(one.state != "done" for one in of_course[code]):
            by = duty.since + timedelta(days=duty.due_days)
            if by < today and not any(due.course == code for due in found):
                found.append(DueCourse(champion_id, code, of_course[code][0].title, LATE, by, True))
    return sorted(found, key=lambda one: (not one.mandatory, DUE_STATES.index(one.state), one.by, one.course))


def _state(several: Sequence[Enrolment], today: date) -> tuple[str, date, str] | None:
    done = [one for one in several if one.state == "done"]
    if done:
        lasting = max(done, key=lambda one: one.due or date.max)
        if lasting.due is None or lasting.due > today + timedelta(days=SOON_DAYS):
            return None
        return EXPIRED if lasting.due < today else SOON, lasting.due, lasting.title
    late = [one for one in several if one.due is not None]
    first = min(late, key=lambda one: one.due or date.max, default=None)
    if first is None or first.due is None or first.due > today + timedelta(days=SOON_DAYS):
        return None
    return LATE if first.due < today else SOON, first.due, first.title
