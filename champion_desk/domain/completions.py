"""Courses done, as a learning system lists them: what each column is, and what became of each row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

PERSON, FIRST, LAST, COURSE, DONE_ON, HOURS, DUE, STATE = (
    *("person", "first", "last", "course", "done-on", "hours", "due", "state"),
)
COMPLETION_FIELDS = (PERSON, FIRST, LAST, COURSE, DONE_ON, HOURS, DUE, STATE)
# For a course of the sheet: every such row is left out.
LEAVE_OUT = "-"


@dataclass(frozen=True, slots=True)
class CompletionMapping:
    """What each heading is ("" is left out), and what each course of the sheet is here, by its folded text.

    A course with the code "" is kept by its own name. `day_first` says how 3/4/2024 is meant; None: nothing
    in the sheet tells and nobody said so yet.
    """

    columns: Mapping[str, str]
    courses: Mapping[str, str] = field(default_factory=dict)
    day_first: bool | None = None


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that can't be taken in: the line it stands on, what is wrong, and the cell, cut short."""

    line: int
    code: str
    given: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """A course that a champion of this desk has done; `line` of the sheet says so."""

    line: int
    champion_id: str
    course: str
    title: str
    on: date
    hours: float
    due: date | None


@dataclass(frozen=True, slots=True)
class CompletionPreview:
    """What taking a sheet in would do. `found` = `new` + `known` + `others` + `left_out` + `refused`.

    `others` are rows of people who are no champions of this desk: they are counted, and nothing of them is
    kept. `unknown_courses` are the sheet's names that nobody has decided on, with how many rows each.
    """

    found: int
    new: tuple[Completion, ...]
    known: int
    others: int
    left_out: int
    refused: tuple[RefusedRow, ...]
    unknown_courses: Mapping[str, int]

    @property
    def is_whole(self) -> bool:
        """Whether every row of a champion can be taken in as it is."""
        return not self.refused and not self.unknown_courses
