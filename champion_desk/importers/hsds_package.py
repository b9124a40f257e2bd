"""HSDS as tables: one CSV for each kind of record, in a folder or a zip file, old names and new."""

from __future__ import annotations

import re
from collections.abc import Iterator

from champion_desk.domain.problems import Problem
from champion_desk.importers import files, json_lists, json_services
from champion_desk.importers.contract import ImportFile, Look, Reading
from champion_desk.importers.hsds_tables import Cells, Tables, other_table, table_name
from champion_desk.importers.open_referral import nested, objects
from champion_desk.importers.tables import AnyTable, is_cut, tables_of

NAME = "hsds-package"

_DESCRIPTOR = "datapackage.json"
_TELLING = ("location_type", "character_set", "uri")
_COLUMN = re.compile("[a-z][a-z0-9_]*")


def recognises(look: Look) -> int:
    """A folder or zip file with a table of services and others; or such tables as one JSON."""
    if any(table_name(name) == "service" for name in look.tables):
        return 9
    known = {table_name(name) for name in look.entries[0]} if len(look.entries) == 1 else set()
    if look.is_table and _is_lone_table(look):
        return 8
    named_so = look.is_json and any(name.endswith(".csv") for entry in look.entries for name in entry)
    return 9 if named_so and "service" in known else 0


def _is_lone_table(look: Look) -> bool:
    """Whether it is one table of a package that holds no services."""
    name = other_table(look.name)
    for headings in look.headings[:1]:
        columns = [heading for heading in headings if heading]
        plain = all(_COLUMN.fullmatch(column) for column in columns)
        return (
            bool(name) and plain and any(column.endswith("_id") or column in _TELLING for column in columns)
        )
    return False


def read(file: ImportFile) -> Reading:
    """Each service of the package; the line is that of its row in the table of services.

    Raises `Problem` for a package without services, or with a table that is cut off.
    """
    tables, letters = Tables(), ""
    attribution = licence = ""
    if not file.members and not files.begins_like_json(file.head):
        raise Problem("import-one-table", file=file.name)
    if file.members:
        names: dict[str, str] = {}
        for part in file.members:
            if part.name.casefold() == _DESCRIPTOR:
                names, attribution, licence = _described(part)
        for part in file.members:
            name = names.get(part.name.casefold()) or table_name(part.name)
            if name and part.name.casefold() != _DESCRIPTOR:
                letters = _add(tables, name, part) or letters
    else:
        value = json_lists.parse(file.name, files.text_of(file.name, file.data))
        for title, rows in nested(value).items():
            if table_name(title):
                tables.add(table_name(title), objects(rows))
    if not tables.rows.get("service"):
        raise Problem("import-no-services", file=file.name)
    rows = json_services.rows_of(file, tables.services(), len(tables.rows["service"]))
    return Reading(rows, attribution, licence, letters)


def _described(part: ImportFile) -> tuple[dict[str, str], str, str]:
    """Which file holds which table, as the descriptor says; and whom it credits."""
    try:
        about = nested(json_lists.parse(part.name, files.text_of(part.name, part.data)))
    except Problem:
        return {}, "", ""  # the names of the files tell as much
    names = {}
    for resource in objects(about.get("resources")):
        path = str(resource.get("path") or "").replace("\\", "/").rpartition("/")[2].casefold()
        name = table_name(str(resource.get("name") or ""))
        if path and name:
            names[path] = name
    return names, *json_services.credit_of(about)


def _add(tables: Tables, name: str, part: ImportFile) -> str:
    """Read one table; the letters it was written in. An empty one is no trouble."""
    try:
        table = next(iter(tables_of(part)), ())
        tables.add(name, _rows(part, table))
        return part.letters().label
    except Problem as problem:
        if problem.code != "import-empty":
            raise
        return ""


def _rows(part: ImportFile, table: AnyTable) -> Iterator[Cells]:
    headings: tuple[str, ...] = ()
    for row in table:
        if is_cut(row):
            raise Problem("import-truncated", file=part.name, line=row.line)
        if not headings:
            headings = tuple(cell.strip().casefold().replace(" ", "_") for cell in row.cells)
            continue
        part.step(0)
        yield {name: cell for name, cell in zip(headings, row.cells, strict=False) if name and cell.strip()}
