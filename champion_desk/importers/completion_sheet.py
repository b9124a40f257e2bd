"""Reads the list of courses done that a learning system exports: a table with a person and a course."""

from __future__ import annotations

from champion_desk.domain.completions import (
    COURSE,
    DONE_ON,
    DUE,
    FIRST,
    HOURS,
    LAST,
    PERSON,
    STATE,
)
from champion_desk.domain.past_logs import LogRow, LogSheet
from champion_desk.domain.problems import Problem
from champion_desk.importers import files, tables
from champion_desk.importers.contract import ImportFile
from champion_desk.importers.headings import squeezed
from champion_desk.importers.log_sheet import shape_of
from champion_desk.importers.plain_text import one_line
from champion_desk.importers.tables import Row, Table

MOST_ROWS = 100_000
_HEADING_WITHIN = 20
_MOST_COLUMNS = 100
_LONGEST = 120
# The headings that learning systems write, without blanks and signs: Moodle, Totara, Learning Pool, ESR …
_WORDS = {
    FIRST: "firstname forename givenname enwcyntaf",
    LAST: "lastname surname familyname cyfenw",
    PERSON: "name fullname learner learnername user userfullname employee employeename student staffname "
    "staffmember participant champion enw enwllawn dysgwr ainm",
    COURSE: "course coursename coursefullname coursetitle title module modulename activity activityname "
    "training trainingname learning learningtitle competence cwrs enwrcwrs cursa",
    DONE_ON: "completed completedon completeddate completiondate datecompleted dateofcompletion "
    "timecompleted coursecompleted completion achieved achievedon dateachieved passed date "
    "dyddiad dyddiadcwblhau",
    HOURS: "hours duration durationhours cpdhours cpd learninghours oriau uairean",
    DUE: "due duedate expires expiry expirydate expirationdate renewaldate renewby refreshdate validuntil "
    "dyddiaddodiben",
    STATE: "status state completionstatus progress coursestatus statws",
}
_FIELD_OF = {word: field for field, words in _WORDS.items() for word in words.split()}


def field_for(heading: str) -> str:
    """What a heading most likely is; "" where it says nothing known."""
    return _FIELD_OF.get(squeezed(heading), "")


def read(file: ImportFile) -> LogSheet:
    """The table of a file that looks most like a list of courses done.

    Raises `Problem` for a file that is no list, is cut off, or has no person and course in it.
    """
    if not file.is_workbook and files.begins_like_json(file.data):
        raise Problem("completions-no-sheet", file=file.name)
    best: tuple[int, LogSheet] | None = None
    for table in tables.tables(file.name, file.data, file.step):
        found = _sheet(file, table)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
            tables.check_whole(file.name, file.data, table, len(found[1].headings))
    if best is None:
        raise Problem("completions-no-sheet", file=file.name)
    if not best[1].rows:
        raise Problem("import-no-rows", file=file.name)
    if len(best[1].rows) > MOST_ROWS:
        raise Problem("completions-too-many", file=file.name, most=MOST_ROWS)
    return best[1]


def _sheet(file: ImportFile, table: Table) -> tuple[int, LogSheet] | None:
    heading, score = _heading(table)
    if heading is None:
        return None
    names = _named(heading)
    at = table.index(heading)
    rows = tuple(LogRow(row.line, row.cells[: len(names)]) for row in table[at + 1 :])
    return score, LogSheet(file.name, "", names, rows, shape_of(names))


def _heading(table: Table) -> tuple[Row | None, int]:
    """The row of headings: the one with the most words that are known, at least two."""
    best, most = None, 1
    for row in table[:_HEADING_WITHIN]:
        known = {field_for(one_line(cell)) for cell in row.cells[:_MOST_COLUMNS]} - {""}
        if len(known) > most:
            best, most = row, len(known)
    return best, most


def _named(heading: Row) -> tuple[str, ...]:
    """Each column under a heading of its own."""
    found: dict[str, None] = {}
    for number, cell in enumerate(heading.cells[:_MOST_COLUMNS]):
        name = one_line(cell)[:_LONGEST] or f"{number + 1}"
        while name in found:
            name += "+"
        found[name] = None
    return tuple(found)
