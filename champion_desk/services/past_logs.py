"""Takes in the past: logs of other programs and home-made sheets become sessions and tallies of this desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.past_logs import (
    CODED,
    TALLIES,
    LogMapping,
    LogPreview,
    LogSheet,
    RefusedEntry,
    SheetValue,
)
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.tallies import Tally
from champion_desk.importers import log_sheet
from champion_desk.importers.contract import ImportFile, Progress
from champion_desk.services.areas import AreaNames
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.services.past_mappings import Suggestion, remember, suggested
from champion_desk.services.past_rows import Entry, PastRows, day_of, parts_of
from champion_desk.services.past_texts import PastTexts
from champion_desk.services.past_values import ValueGuesses, plain_value
from champion_desk.services.privacy_scanner import MASK_WORDS
from champion_desk.services.retention import RetentionService
from champion_desk.storage.past_logs import HERE
from champion_desk.storage.store import Store, Transaction

# Entries looked up and kept at a time.
_AT_A_TIME = 100
_MOST_VALUES = 2000
Thing = TypeVar("Thing")


def _quiet(_done: int, _total: int | None) -> None:
    """Nobody watches."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class TakenLog:
    """What was done: for Undo, with how many sessions and people counted."""

    done: Done
    preview: LogPreview


@dataclass(slots=True)
class _Counts:
    """What a run over all entries adds up to; `kept_from` is the first day kept one by one."""

    kept_from: date
    found: int = 0
    used: int = 0
    here: int = 0
    people: int = 0
    first: date | None = None
    last: date | None = None
    months: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)


class PastLogService:
    """Looks at a sheet, says what taking it in would do, and does it: all of it or nothing."""

    def __init__(
        self,
        store: Store,
        champion: Champion,
        site: Site,
        catalogues: Catalogues,
        areas: AreaNames,
        retention: RetentionService,
        board: ChangeBoard,
    ) -> None:
        self._store, self._champion, self._site = store, champion, site
        self._catalogues, self._areas, self._retention, self._board = catalogues, areas, retention, board

    def look(
        self, path: Path, progress: Progress = _quiet, cancelled: Callable[[], bool] = _never
    ) -> tuple[LogSheet, ...]:
        """The tables of a file that can be a log, the likeliest first. Raises `Problem`."""
        return log_sheet.read(ImportFile.open(path, progress, cancelled))

    def suggested(self, sheet: LogSheet, mask_words: Mapping[str, str] = MASK_WORDS) -> Suggestion:
        """What to begin with: what was chosen for such a sheet before, or else a guess."""
        with self._store.reading() as tx:
            return suggested(tx, sheet, self._site.id, self._champion.id, mask_words)

    def _guesses(self) -> ValueGuesses:
        with self._store.reading() as tx:
            sites, champions = tx.champions.sites(), tx.champions.all()
        return ValueGuesses(self._catalogues, sites, champions, self._site)

    def values(
        self,
        sheet: LogSheet,
        mapping: LogMapping,
        progress: Progress = _quiet,
        cancelled: Callable[[], bool] = _never,
    ) -> tuple[SheetValue, ...]:
        """The values of every coded column with what each is taken as, those in doubt first."""
        guesses = self._guesses()
        counts: dict[tuple[str, str], int] = {}
        words: dict[tuple[str, str], str] = {}
        for name, numbers in mapping.numbers(sheet).items():
            for number in numbers if name in CODED else ():
                for row in _watched(sheet.rows, len(sheet.rows), progress, cancelled):
                    for text in parts_of(row.cell(number), name):
                        key = (name, plain_value(text))
                        counts[key] = counts.get(key, 0) + 1
                        words.setdefault(key, " ".join(text[:120].split()))
            for number in numbers if name == "kind" else ():
                heading = sheet.headings[number]
                key = ("topic", plain_value(heading))
                counts[key] = counts.get(key, 0) + sum(1 for row in sheet.rows if row.cell(number).strip())
                words[key] = heading
        found = []
        for (name, value), count in counts.items():
            guess = guesses.guess(name, value)
            chosen = mapping.values.get(name, {}).get(value)
            code, sure = (guess.code, guess.sure) if chosen is None else (chosen, True)
            found.append(SheetValue(name, words[name, value], count, code, sure))
        order = list(CODED)
        found.sort(key=lambda v: (v.sure, bool(v.code), order.index(v.field), -v.count, v.text))
        return tuple(found[:_MOST_VALUES])

    # Reading rows

    def _rows(
        self, sheet: LogSheet, mapping: LogMapping, now: datetime, words: Mapping[str, str]
    ) -> PastRows:
        known = set(mapping.numbers(sheet))
        if not {"when", "date"} & known:
            raise Problem("past-no-when", file=sheet.file)
        if mapping.kind == TALLIES and not {"kind", "hour-column", "count", "topic"} & known:
            raise Problem("past-no-kinds", file=sheet.file)
        notes_from = self._retention.periods().notes_end(now.astimezone().date())
        texts = PastTexts(notes_from, self._areas.checked, words)
        return PastRows(sheet, mapping, self._guesses(), texts, now)

    def preview(
        self,
        sheet: LogSheet,
        mapping: LogMapping,
        progress: Progress = _quiet,
        cancelled: Callable[[], bool] = _never,
        mask_words: Mapping[str, str] = MASK_WORDS,
    ) -> LogPreview:
        """What taking the sheet in would do. Raises `Problem` where no column says when."""
        rows = self._rows(sheet, mapping, datetime.now(UTC), mask_words)
        with self._store.reading() as tx:
            entries = _watched(rows.entries(), len(sheet.rows), progress, cancelled)
            preview = self._run(tx, entries, mapping)
        return replace(preview, unmapped=self._doubtful(sheet, mapping, progress, cancelled))

    def take_in(
        self,
        sheet: LogSheet,
        mapping: LogMapping,
        progress: Progress = _quiet,
        cancelled: Callable[[], bool] = _never,
        mask_words: Mapping[str, str] = MASK_WORDS,
    ) -> TakenLog:
        """Take in what can be, in one transaction; remember the mapping. Stopped, nothing of it is kept.

        Raises `Cancelled`, and `Problem("import-nothing-usable")` where there is nothing to take in.
        """
        rows = self._rows(sheet, mapping, datetime.now(UTC), mask_words)
        # Before anything is written, as nobody else can save meanwhile.
        entries = list(_watched(rows.entries(), len(sheet.rows), progress, cancelled))
        with self._store.transaction() as tx:
            watched = _watched(entries, len(entries), progress, cancelled)
            preview = self._run(tx, watched, mapping, keep=True)
            if not preview.used:
                raise Problem(
                    "past-nothing-new" if preview.here else "import-nothing-usable", found=preview.found
                )
            batch = tx.changes.batch
            if cancelled():
                raise Cancelled
        with suppress(Problem), self._store.transaction() as tx:  # it is taken in, even if this can't be kept
            remember(tx, sheet, mapping)  # by itself, so that Undo does not forget it
        self._board.tell("sessions", "tallies")
        return TakenLog(Done(batch), preview)

    def _run(
        self, tx: Transaction, entries: Iterator[Entry], mapping: LogMapping, keep: bool = False
    ) -> LogPreview:
        counts, refused = _Counts(self._sessions_end), list[RefusedEntry]()
        while chunk := list(islice(entries, _AT_A_TIME)):
            fresh = [entry for entry in chunk if entry.refused is None]
            known = tx.past_logs.known([entry.records[0].import_key for entry in fresh]) if fresh else {}
            kept: list[AssistedSession | Tally] = []
            for entry in chunk:
                counts.found += 1
                if entry.refused is not None:
                    refused.append(entry.refused)
                elif known.get(entry.records[0].import_key, ("",))[0] == HERE:
                    counts.here += 1
                else:
                    self._count(counts, entry)
                    kept += entry.records
                    known |= self._others(tx, entry) if keep else {}
            if keep:
                tx.past_logs.keep(kept, known)
        return LogPreview(
            mapping.kind,
            counts.found,
            counts.used,
            counts.here,
            tuple(refused),
            counts.people,
            counts.first,
            counts.last,
            dict(sorted(counts.months.items())),
            dict(counts.topics.most_common()),
            dict(counts.outcomes.most_common()),
            dict(counts.notes),
        )

    @staticmethod
    def _others(tx: Transaction, entry: Entry) -> dict[str, tuple[str, str]]:
        """What is known of the further parts of a large number."""
        if len(entry.records) < 2:
            return {}
        return tx.past_logs.known([record.import_key for record in entry.records])

    def _count(self, counts: _Counts, entry: Entry) -> None:
        counts.used += 1
        counts.notes.update(entry.notes)
        day = day_of(entry)
        assert day is not None
        counts.first, counts.last = min(counts.first or day, day), max(counts.last or day, day)
        if day < counts.kept_from:
            counts.notes["past-old"] += 1
        for record in entry.records:
            is_session = isinstance(record, AssistedSession)
            people = record.people if isinstance(record, AssistedSession) else record.count
            counts.people += people
            counts.months[f"{day:%Y-%m}"] += 1 if is_session else people
            topics = record.topics if isinstance(record, AssistedSession) else (record.topic,)
            for topic in topics:
                counts.topics[topic] += 1 if is_session else people
            if isinstance(record, AssistedSession):
                counts.outcomes[record.outcome] += 1

    @property
    def _sessions_end(self) -> date:
        """The first day whose sessions are still kept one by one."""
        return self._retention.periods().sessions_end(date.today())

    def _doubtful(
        self, sheet: LogSheet, mapping: LogMapping, progress: Progress, cancelled: Callable[[], bool]
    ) -> tuple[SheetValue, ...]:
        values = self.values(sheet, mapping, progress, cancelled)
        return tuple(value for value in values if not value.sure and not value.code)


def _watched(
    things: Iterable[Thing], total: int, progress: Progress, cancelled: Callable[[], bool]
) -> Iterator[Thing]:
    """The same, telling how far it is. Raises `Cancelled`."""
    for done, thing in enumerate(things, 1):
        progress(done, max(total, done))
        if cancelled():
            raise Cancelled
        yield thing


def refused_lines(preview: LogPreview) -> Iterator[tuple[str, int, str, Problem]]:
    """Each refused entry: worksheet, line, column, and the problem whose sentence says why."""
    for one in preview.refused:
        yield one.sheet, one.line, one.column, Problem(one.code, **one.facts)
