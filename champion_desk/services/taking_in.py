"""Takes a newer version of a list in: prepared beforehand, written in one short transaction."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from champion_desk import diagnostics
from champion_desk.domain.directory import ImportPreview, Listing, ReadRow, Source
from champion_desk.domain.problems import Problem
from champion_desk.domain.refreshing import Difference, FieldChange, Tally, address_keys, same_numbers
from champion_desk.services.changes import Done
from champion_desk.storage.rows import to_row
from champion_desk.storage.store import Store, Transaction

Row = Mapping[str, object]
# What a source does not say by itself: it does not make a listing different.
_OWN = frozenset({"id", "source_id", "checked_on", "checked_by", "raw"})
_LONGEST = 160
_TRIES = 3
# Listings whose words are made in one go, which takes about 30 ms, and the seconds that others get then.
_AT_ONCE = 50
_BREATH = 0.002


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What taking in a list did."""

    done: Done
    preview: ImportPreview


@dataclass(slots=True)
class _Plan:
    """Everything to be written, and what it means; `stamp` is the state it was made for."""

    source: Source
    stamp: str
    is_back: bool = False  # the source was set aside, so that to people all of it is new
    rows: list[Row] = field(default_factory=list)
    pairs: list[tuple[Row, Row]] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    added: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0
    before: int = 0
    phones: int = 0
    phones_of: int = 0
    addresses: int = 0
    addresses_of: int = 0

    @property
    def tally(self) -> Tally:
        """The counts that decide whether a person has to look."""
        return Tally(self.before, self.gone, self.phones, self.phones_of, self.addresses, self.addresses_of)


def previewed(tx: Transaction, source: Source, rows: tuple[ReadRow, ...]) -> ImportPreview:
    """What taking these rows in would do to the source."""
    plan = _planned(tx, source, rows)
    return ImportPreview(
        source,
        rows,
        plan.added,
        plan.changed,
        plan.same,
        plan.gone,
        tuple(plan.differences),
        plan.tally,
    )


def take_in(store: Store, preview: ImportPreview, agreed: bool) -> TakenIn:
    """Take in a list as it was previewed: all of it, or nothing.

    All is worked out while others may write; then the writing is one short transaction, which begins anew
    where the directory was changed in between. The index of words follows step by step. Raises `Problem`
    "refresh-waits-…" where a person has to look first and none has `agreed`.
    """
    if preview.doubts and not agreed:
        raise waiting(preview)
    for left in reversed(range(_TRIES)):
        with store.reading() as tx:
            plan = _planned(tx, _now(tx, preview.source), preview.rows)
        with store.transaction() as tx:
            if tx.directory.changed_since(plan.stamp):
                if left:
                    continue
                plan = _planned(tx, _now(tx, preview.source), preview.rows)
            _write(tx, plan, preview)
            batch = tx.changes.batch
        make_words(store)
        diagnostics.log.info("import taken in: %d used, %d refused", preview.used, len(preview.refused))
        return TakenIn(Done(batch, plan.source.id), preview)
    raise AssertionError("the last try plans and writes in one")


def make_words(store: Store) -> None:
    """Make the words that listings are found by, where they are due: a few at a time, so that others write.

    Where this is cut short, whoever opens the directory next goes on with it.
    """
    with store.reading() as tx:
        due = tx.directory.words_due()
    for at in range(0, len(due), _AT_ONCE):
        with store.transaction() as tx:
            tx.directory.index_due(due[at : at + _AT_ONCE])
        time.sleep(_BREATH)
    if due:
        with store.transaction() as tx:
            tx.directory.words_done()


def waiting(preview: ImportPreview) -> Problem:
    """Why a list waits for a person."""
    doubt = preview.doubts[0]
    facts = {"name": preview.source.name, "count": doubt.count, "of": doubt.of}
    if doubt.code == "gone":
        return Problem("refresh-waits-gone", **facts)
    if doubt.code == "phones":
        return Problem("refresh-waits-phones", **facts)
    return Problem("refresh-waits-addresses", **facts)


def _now(tx: Transaction, source: Source) -> Source:
    """The source with the id that an earlier one of its name has, and the version that one is at."""
    known = tx.directory.source_named(source.name)
    return replace(source, id=known.id, last_batch=known.last_batch) if known else source


def _write(tx: Transaction, plan: _Plan, preview: ImportPreview) -> None:
    is_new = bool(plan.rows or plan.pairs)
    tx.directory.keep_source(
        replace(
            plan.source,
            imported_at=datetime.now(UTC),
            listings=preview.used,
            last_batch=tx.changes.batch if is_new else plan.source.last_batch,
            waits=(),
        )
    )
    tx.directory.write_many(plan.rows, plan.pairs)


def _planned(tx: Transaction, source: Source, rows: tuple[ReadRow, ...]) -> _Plan:
    """Compare the rows with what the source gave before, one by one: only differences are kept in memory."""
    plan = _Plan(source, tx.directory.stamp(), tx.directory.is_removed(source.id))
    new = {row.listing.source_key: row.listing for row in rows if row.listing}
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    for old in tx.directory.rows_of(source.id):
        listing = new.pop(str(old["source_key"]), None)
        listed = not (old["gone_at"] or old["removed_at"] or plan.is_back)
        plan.before += listed
        if listing is not None:
            _compared(plan, old, listing, listed)
        elif listed or not (old["gone_at"] or old["removed_at"]):
            plan.pairs.append((old, {"gone_at": now}))
            plan.gone += listed
            if listed:
                plan.differences.append(Difference("gone", str(old["name"])))
    for listing in new.values():
        kept = replace(listing, source_id=source.id)
        plan.rows.append(to_row(kept))
        plan.differences.append(Difference("added", kept.name))
    plan.added += len(new)
    return plan


def _compared(plan: _Plan, old: Row, listing: Listing, listed: bool) -> None:
    """One place that was there before."""
    kept = replace(listing, id=str(old["id"]), source_id=plan.source.id)
    row = {**to_row(kept), "gone_at": None, "removed_at": None}
    different = {name: value for name, value in row.items() if old[name] != value}
    said = [name for name in different if name not in _OWN and name not in ("gone_at", "removed_at")]
    if different:
        plan.pairs.append((old, different))
    if old["removed_at"] or plan.is_back:
        plan.added += 1
        plan.differences.append(Difference("added", kept.name))
    elif said or old["gone_at"]:
        plan.changed += 1
        plan.differences.append(
            Difference("changed", kept.name, tuple(_change(name, old[name], row[name]) for name in said))
        )
    else:
        plan.same += 1
    if listed:
        _count_doubtful(plan, old, row)


def _count_doubtful(plan: _Plan, old: Row, row: Row) -> None:
    """Whether its phone numbers or its addresses are others now."""
    before, after = (json.loads(str(one["phones"])) for one in (old, row))
    if before:
        plan.phones_of += 1
        plan.phones += not same_numbers(before, after)
    if old["locations"] == row["locations"]:
        plan.addresses_of += old["locations"] != "[]"
        return
    there, here = (address_keys(json.loads(str(one["locations"]))) for one in (old, row))
    if there:
        plan.addresses_of += 1
        plan.addresses += there != here


def _change(name: str, before: object, after: object) -> FieldChange:
    return FieldChange(name, _plain(name, before), _plain(name, after))


def _plain(name: str, value: object) -> str:
    """A stored value as a person can compare it; nothing for what only a computer reads."""
    if value in (None, "", "[]") or name in ("hours", "free"):
        return ""
    text = str(value)
    if text.startswith("["):
        parts = json.loads(text)
        if name == "locations":
            parts = [
                ", ".join(part for part in (at["name"], *at["address"], at["town"], at["postcode"]) if part)
                for at in parts
            ]
        text = "; ".join(map(str, parts))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
