"""Earlier logs: a sheet with its headings, what each column and value means here, what became of each row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

SESSIONS, TALLIES = "sessions", "tallies"
# For a value of the sheet: leave the field empty, or leave every such row out.
EMPTY, LEAVE_OUT = "", "-"
# How long a row of a tally sheet stands for, where it does not say the hour itself.
DAY, WEEK, MONTH = "day", "week", "month"
PERIODS = (DAY, WEEK, MONTH)
EARLIEST = date(1990, 1, 1)
# A number in a tally sheet beyond this is a slip of the pen, or no number of people.
MOST_IN_A_CELL = 10_000

WHEN_FIELDS = ("when", "date", "time", "hour", "ended")
# Fields whose values are codes of a list, and which list.
CODED: Mapping[str, str] = {
    "topic": "topics",
    "outcome": "outcomes",
    "reason": "reasons",
    "channel": "channels",
    "help_given": "help_given",
    "device": "devices",
    "barriers": "barriers",
    "site": "sites",
    "champion": "champions",
}
# "kind" is a column named after a topic, with a number or a tick in its cells; "hour-column" one named after
# an hour of the day.
FIELDS = (
    *WHEN_FIELDS,
    *CODED,
    "minutes",
    "effort",
    "read",
    "people",
    "count",
    "note",
    "language",
    "area",
    "kind",
    "hour-column",
)
# A session has several of these; of the others the first column with something in it counts.
SEVERAL = ("topic", "barriers", "note")


@dataclass(frozen=True, slots=True)
class LogRow:
    """A row with the line it stands on, in the worksheet `sheet` where there are several."""

    line: int
    cells: tuple[str, ...]
    sheet: str = ""

    def cell(self, column: int) -> str:
        """The text in a column, "" beyond the end."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class LogSheet:
    """One table of a file. `shape` is the same for every sheet with the same headings, in any order."""

    file: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[LogRow, ...]
    shape: str

    def samples(self, column: int, most: int = 3) -> tuple[str, ...]:
        """The first different values of a column, cut to what can be shown."""
        found: dict[str, None] = {}
        for row in self.rows[:2000]:
            text = " ".join(row.cell(column)[:200].split())
            if text:
                found.setdefault(text if len(text) <= 40 else f"{text[:39]}…")
                if len(found) == most:
                    break
        return tuple(found)


@dataclass(frozen=True, slots=True)
class LogMapping:
    """What each column is (by heading, "" is left out), and for each field what its values mean.

    Values are keyed by their folded text. The rest stands for what the sheet does not say: the ids of the
    site and the champion, codes, minutes; `day_first` says how 3/4/2024 is meant (3 April, or 4 March).
    """

    kind: str
    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    day_first: bool = True
    period: str = DAY
    site_id: str = ""
    champion_id: str = ""
    topic: str = "other"
    outcome: str = "done"
    channel: str = ""
    minutes: int = 0

    def numbers(self, sheet: LogSheet) -> dict[str, tuple[int, ...]]:
        """The columns of each field in that sheet, from the left."""
        found: dict[str, tuple[int, ...]] = {}
        for number, heading in enumerate(sheet.headings):
            name = self.columns.get(heading, "")
            if name:
                found[name] = (*found.get(name, ()), number)
        return found


@dataclass(frozen=True, slots=True)
class SheetValue:
    """A value that stands in a coded column, how many rows have it, and what it is taken as.

    `sure` is False where it was only guessed by likeness, or nothing fits.
    """

    field: str
    text: str
    count: int
    code: str
    sure: bool


@dataclass(frozen=True, slots=True)
class RefusedEntry:
    """An entry that can't be taken in: where it stands and why (a problem's code with its facts)."""

    sheet: str
    line: int
    column: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LogPreview:
    """What taking a sheet in would do. found = used + refused + here; notes are counts by code.

    An entry is a row, or in a grid a cell with a number in it. `here` were taken in before.
    """

    kind: str
    found: int
    used: int
    here: int
    refused: tuple[RefusedEntry, ...]
    people: int
    first: date | None
    last: date | None
    months: Mapping[str, int]
    topics: Mapping[str, int]
    outcomes: Mapping[str, int]
    notes: Mapping[str, int]
    unmapped: tuple[SheetValue, ...] = ()
