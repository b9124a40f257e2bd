"""Takes in the courses that champions of this desk did elsewhere, from a learning system's list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from champion_desk.domain.champions import Champion
from champion_desk.domain.completions import (
    COMPLETION_FIELDS,
    COURSE,
    DONE_ON,
    FIRST,
    LAST,
    LEAVE_OUT,
    PERSON,
    Completion,
    CompletionMapping,
    CompletionPreview,
)
from champion_desk.domain.mappings import RememberedMapping
from champion_desk.domain.past_logs import LogSheet
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.training import Enrolment
from champion_desk.importers import completion_sheet
from champion_desk.importers.contract import ImportFile, Progress
from champion_desk.importers.log_moments import day_first, has_both_orders
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.services.completion_rows import CompletionRows
from champion_desk.services.leading import check_leads
from champion_desk.services.privacy_scanner import scan
from champion_desk.storage.store import Store, Transaction

# Other kinds of sheets with the same headings have mappings of their own.
_SHAPE = "completions:"


def _quiet(_done: int, _total: int | None) -> None:
    """Nobody watches."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class SuggestedMapping:
    """What to begin with. `order_open`: nothing in the sheet tells how days like 3/4/2024 are meant."""

    mapping: CompletionMapping
    remembered: bool
    order_open: bool


class CompletionService:
    """Looks at a list, says what taking it in would do, and does it: all of it or nothing.

    Only who leads may. People are matched by their whole name to champions of this desk; nothing of anyone
    else is kept or shown.
    """

    def __init__(self, store: Store, champion: Champion, catalogues: Catalogues, board: ChangeBoard) -> None:
        self._store, self._champion = store, champion
        self._catalogues, self._board = catalogues, board

    def look(
        self, path: Path, progress: Progress = _quiet, cancelled: Callable[[], bool] = _never
    ) -> LogSheet:
        """The table in a file. Raises `Problem`; takes long for long files."""
        return completion_sheet.read(ImportFile.open(path, progress, cancelled))

    def suggested(self, sheet: LogSheet) -> SuggestedMapping:
        """What was chosen for such a sheet before, or else a guess by its headings."""
        with self._store.reading() as tx:
            kept = tx.mappings.for_shape(_SHAPE + sheet.shape)
        columns = {heading: completion_sheet.field_for(heading) for heading in sheet.headings}
        courses: dict[str, str] = {}
        order: object = None
        if kept is not None:
            chosen = kept.choices.get("completion_columns")
            if isinstance(chosen, dict):
                columns = {heading: str(chosen.get(heading, "")) for heading in sheet.headings}
                columns = {h: one if one in COMPLETION_FIELDS else "" for h, one in columns.items()}
            known = kept.choices.get("completion_courses")
            courses = {str(k): str(v) for k, v in known.items()} if isinstance(known, dict) else {}
            order = kept.choices.get("day_first")
        told, is_open = self._order(sheet, columns)
        if is_open and isinstance(order, bool):
            told = order
        codes = {one.code for one in self._catalogues.courses}
        courses = {name: code for name, code in courses.items() if code in ("", LEAVE_OUT) or code in codes}
        return SuggestedMapping(CompletionMapping(columns, courses, told), kept is not None, is_open)

    @staticmethod
    def _order(sheet: LogSheet, columns: dict[str, str]) -> tuple[bool | None, bool]:
        at = [number for number, heading in enumerate(sheet.headings) if columns[heading] == DONE_ON]
        texts = {row.cell(number)[:60] for number in at[:1] for row in sheet.rows}
        told = day_first(texts)
        return told, told is None and has_both_orders(texts)

    def preview(self, sheet: LogSheet, mapping: CompletionMapping) -> CompletionPreview:
        """What taking it in would do. Raises `Problem` where a column or the order of days is missing."""
        with self._store.reading() as tx:
            return self._preview(tx, sheet, mapping)

    def _preview(self, tx: Transaction, sheet: LogSheet, mapping: CompletionMapping) -> CompletionPreview:
        check_leads(tx, self._champion)
        fields = set(mapping.columns.values())
        if not ({PERSON} <= fields or {FIRST, LAST} <= fields) or not {COURSE, DONE_ON} <= fields:
            raise Problem("completions-columns", file=sheet.file)
        if mapping.day_first is None and self._order(sheet, dict(mapping.columns))[1]:
            raise Invalid("day_first", "completions-order")
        people = [one for one in tx.champions.all() if one.left_on is None]
        enrolments = tx.training.enrolments()
        rows = CompletionRows(sheet, mapping, people, self._catalogues.courses, enrolments, date.today())
        return rows.preview()

    def take_in(self, sheet: LogSheet, mapping: CompletionMapping, leave_out_rest: bool = False) -> Done:
        """Keep every course done, and remember the mapping for the next such sheet; all of it or nothing.

        With rows that can't be taken in (`CompletionPreview.is_whole`) it raises
        `Problem("completions-not-whole")`, unless somebody who saw them said to leave them out.
        """
        with self._store.transaction() as tx:
            preview = self._preview(tx, sheet, mapping)
            if not preview.is_whole and not leave_out_rest:
                count = len(preview.refused) + sum(preview.unknown_courses.values())
                raise Problem("completions-not-whole", file=sheet.file, count=count)
            open_ones = [one for one in tx.training.enrolments() if one.state != "done"]
            for one in preview.new:
                self._keep(tx, one, open_ones)
            self._remember(tx, sheet, mapping)
            batch = tx.changes.batch
        self._board.tell("training")
        return Done(batch)

    @staticmethod
    def _keep(tx: Transaction, one: Completion, open_ones: list[Enrolment]) -> None:
        """As done; where the course was planned or started, that is what is done now."""
        planned = next(
            (
                e
                for e in open_ones
                if one.course and (e.champion_id, e.course) == (one.champion_id, one.course)
            ),
            None,
        )
        if planned is None:
            facts = (one.champion_id, one.course, one.title, "done", one.hours, one.on, one.due)
            tx.training.enrol(Enrolment(*facts))
            return
        open_ones.remove(planned)
        hours = one.hours or planned.hours
        tx.training.amend_enrolment(replace(planned, state="done", hours=hours, on=one.on, due=one.due))

    @staticmethod
    def _remember(tx: Transaction, sheet: LogSheet, mapping: CompletionMapping) -> None:
        """Columns, courses and the order of days; never a name, nor a course's name that looks personal."""
        choices = {
            "completion_columns": {heading: mapping.columns.get(heading, "") for heading in sheet.headings},
            "completion_courses": {n: code for n, code in mapping.courses.items() if not scan(n)},
            "day_first": mapping.day_first,
        }
        tx.mappings.keep(RememberedMapping(sheet.file[:120], _SHAPE + sheet.shape, choices))
