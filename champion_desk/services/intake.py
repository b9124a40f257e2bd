"""Takes a list into the directory: reads it, says what it would change, and does all of that or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice

from champion_desk import diagnostics
from champion_desk.domain.directory import ImportPreview, ReadRow, Source
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.services.changes import Done
from champion_desk.services.intake_plan import IntakePlan
from champion_desk.services.staging import AT_A_TIME, Staged, StagedRows
from champion_desk.services.word_making import make_words
from champion_desk.storage.store import Store, Transaction

SHOWN = 300
_TRIES = 3
# Shares of the time that taking in a long list takes.
_PLANNING, _WRITING, _WORDS = (0.0, 0.2), (0.2, 0.4), (0.4, 1.0)
Progress = Callable[[int, int | None], None]
Asked = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What taking in a list did."""

    done: Done
    preview: ImportPreview


@dataclass(slots=True)
class _Counts:
    used: int = 0
    noted: int = 0
    first_refused: list[ReadRow] = field(default_factory=list)
    first_noted: list[ReadRow] = field(default_factory=list)

    def count(self, rows: Iterable[Staged]) -> None:
        """Count some more rows, and keep the first that somebody has to see."""
        for row in rows:
            if row.notes:
                self.noted += len(row.notes)
                if len(self.first_noted) < SHOWN:
                    self.first_noted.append(ReadRow(row.line, row.name, notes=row.notes))
            if row.listing is not None:
                self.used += 1
            elif len(self.first_refused) < SHOWN:
                self.first_refused.append(ReadRow(row.line, row.name, refusal=row.refusal))


def looked_over(
    store: Store, rows: Iterable[ReadRow], source: Source, cancelled: Asked, letters: str = ""
) -> ImportPreview:
    """What taking in the rows would change, against what this source gave before; the rows are kept aside.

    Raises `Problem` "import-nothing-usable", whatever reading the rows raises, or `Cancelled`.
    """
    staged, counts = StagedRows(), _Counts()
    with store.reading() as tx:
        plan = IntakePlan.begun(tx, source)
    rows = iter(rows)
    while part := list(islice(rows, AT_A_TIME)):
        if cancelled():
            raise Cancelled
        with store.reading() as tx:
            kept = _without_erased(tx, [Staged.of(row) for row in part], source)
            plan.compare(tx, kept)
        plan.pairs.clear()  # the rows may be taken in much later: what is to be written is worked out then
        counts.count(kept)
        staged.add(kept)
    if not counts.used:
        raise Problem("import-nothing-usable", found=len(staged))
    with store.reading() as tx:
        plan.finish(tx)
    return ImportPreview(
        source,
        staged,
        plan.added,
        plan.changed,
        plan.same,
        plan.gone,
        counts.used,
        counts.noted,
        tuple(counts.first_refused),
        tuple(counts.first_noted),
        letters,
        differences=tuple(plan.differences),
        tally=plan.tally,
    )


def _without_erased(tx: Transaction, rows: list[Staged], source: Source) -> list[Staged]:
    """The rows, refusing those that were erased at this desk; the refusal does not name them."""
    away = tx.erasure.kept_away(source.id, [row.key for row in rows if row.listing])
    if not away:
        return rows
    refused = Problem("row-erased")
    return [Staged(row.line, "", None, refused) if row.listing and row.key in away else row for row in rows]


@dataclass(frozen=True, slots=True)
class Watch:
    """Who follows taking in a list, and may stop it; `may_keep` is asked once, at the very end."""

    progress: Progress
    cancelled: Asked
    may_keep: Asked

    def stop_if_cancelled(self) -> None:
        """Raises `Cancelled` where somebody stopped it."""
        if self.cancelled():
            raise Cancelled

    def step(self, shares: tuple[float, float], part: float, found: int) -> None:
        """A part, from 0 to 1, of a stretch of the work is done; the stretch's begin and end are shares."""
        begin, end = shares
        self.progress(round(found * (begin + (end - begin) * part)), found)


def take_in(store: Store, preview: ImportPreview, agreed: bool, watch: Watch) -> TakenIn:
    """Take in a list as it was previewed: all of it, or nothing.

    All is worked out while others may write; then the writing is one short transaction, which begins anew
    where the directory was changed in between. The index of words follows step by step. Raises `Problem`
    "refresh-waits-…" where a person has to look first and none has `agreed`; `Cancelled`.
    """
    if preview.doubts and not agreed:
        raise waiting(preview)
    make_words(store)  # what a kill left out before
    for left in reversed(range(_TRIES)):
        with store.reading() as tx:
            plan = _planned(tx, preview, watch)
        with store.transaction() as tx:
            if tx.directory.changed_since(plan.stamp):
                if left:
                    continue
                plan = _planned(tx, preview, watch)
            _write(tx, plan, preview, watch)
            if watch.cancelled() or not watch.may_keep():
                raise Cancelled
            batch = tx.changes.batch
        make_words(store, lambda part: watch.step(_WORDS, part, preview.found))
        diagnostics.log.info("import taken in: %d used, %d refused", preview.used, preview.refused_count)
        return TakenIn(Done(batch, plan.source.id), preview)
    raise AssertionError("the last try plans and writes in one")


def waiting(preview: ImportPreview) -> Problem:
    """Why a list waits for a person."""
    doubt = preview.doubts[0]
    facts = {"name": preview.source.name, "count": doubt.count, "of": doubt.of}
    if doubt.code == "gone":
        return Problem("refresh-waits-gone", **facts)
    if doubt.code == "phones":
        return Problem("refresh-waits-phones", **facts)
    return Problem("refresh-waits-addresses", **facts)


def _planned(tx: Transaction, preview: ImportPreview, watch: Watch) -> IntakePlan:
    plan = IntakePlan.begun(tx, _now(tx, preview.source))
    done = 0
    for part in _parts(preview):
        watch.stop_if_cancelled()
        watch.step(_PLANNING, done / preview.found, preview.found)
        plan.compare(tx, _without_erased(tx, part, plan.source), raw=True)
        done += len(part)
    plan.finish(tx)
    return plan


def _now(tx: Transaction, source: Source) -> Source:
    """The source with the id that an earlier one of its name has, and the version that one is at."""
    known = tx.directory.source_named(source.name)
    return replace(source, id=known.id, last_batch=known.last_batch) if known else source


def _write(tx: Transaction, plan: IntakePlan, preview: ImportPreview, watch: Watch) -> None:
    is_new = bool(plan.fresh or plan.pairs)
    tx.directory.keep_source(
        replace(
            plan.source,
            imported_at=datetime.now(UTC),
            listings=preview.used,
            last_batch=tx.changes.batch if is_new else plan.source.last_batch,
            waits=(),
        )
    )
    left = set(plan.fresh)
    for part in _parts(preview) if left else ():
        watch.stop_if_cancelled()
        watch.step(_WRITING, 1 - len(left) / len(plan.fresh), preview.found)
        rows = {row.key: row.listing for row in part if row.listing is not None and row.key in left}
        left.difference_update(rows)
        tx.directory.add_many([row | {"source_id": plan.source.id} for row in rows.values()])
    for at in range(0, len(plan.pairs), AT_A_TIME):
        watch.stop_if_cancelled()
        tx.directory.amend_many(plan.pairs[at : at + AT_A_TIME])
    if is_new:
        tx.directory.begin_words()


def _parts(preview: ImportPreview) -> Iterator[list[Staged]]:
    if isinstance(preview.rows, StagedRows):
        yield from preview.rows.parts()
    else:
        yield [Staged.of(row) for row in preview.rows]
