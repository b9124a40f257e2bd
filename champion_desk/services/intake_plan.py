"""What a newer version of a list would change: worked out part by part, only the differences are kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from champion_desk.domain.directory import Source
from champion_desk.domain.refreshing import Difference, FieldChange, Tally, address_keys, same_numbers
from champion_desk.services.staging import Staged
from champion_desk.storage.store import Transaction

Row = Mapping[str, object]
# What a source does not say by itself: it does not make a listing different.
_OWN = frozenset({"id", "source_id", "checked_on", "checked_by", "raw", "gone_at", "removed_at"})
_LONGEST = 160


@dataclass(slots=True)
class IntakePlan:
    """Everything to be written, and what it means; `stamp` is the state it was made for.

    `is_back` says that the source was set aside, so that to people all of it is new. `fresh` are the keys
    of rows that are to be added; `pairs` hold what is kept of a listing and what is different.
    """

    source: Source
    stamp: str = ""
    is_back: bool = False
    keys: set[str] = field(default_factory=set)
    fresh: set[str] = field(default_factory=set)
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

    @classmethod
    def begun(cls, tx: Transaction, source: Source) -> IntakePlan:
        """A plan for the directory as it is now."""
        return cls(source, tx.directory.stamp(), tx.directory.is_removed(source.id))

    @property
    def tally(self) -> Tally:
        """The counts that decide whether a person has to look."""
        return Tally(self.before, self.gone, self.phones, self.phones_of, self.addresses, self.addresses_of)

    def compare(self, tx: Transaction, part: Iterable[Staged], raw: bool = False) -> None:
        """Compare some rows of the list with what the source gave before; the source's `raw` text too."""
        rows = {row.key: row.listing for row in part if row.listing is not None and row.key not in self.keys}
        known = tx.directory.rows_with(self.source.id, list(rows), raw)
        self.keys.update(rows)
        for key, row in rows.items():
            old = known.get(key)
            if old is not None:
                self._compare_one(old, row, raw)
                continue
            self.fresh.add(key)
            self.added += 1
            self.differences.append(Difference("added", str(row["name"])))

    def finish(self, tx: Transaction) -> None:
        """All rows of the list were compared: what the source has not named is gone."""
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        for key, listing_id, name in tx.directory.there(self.source.id):
            self.before += not self.is_back
            if key not in self.keys:
                self.pairs.append(({"id": listing_id, "gone_at": None}, {"gone_at": now}))
                if not self.is_back:
                    self.gone += 1
                    self.differences.append(Difference("gone", name))

    def _compare_one(self, old: Row, row: Row, raw: bool) -> None:
        """One place that was there before."""
        new = {**row, "id": old["id"], "source_id": self.source.id, "gone_at": None, "removed_at": None}
        if not raw:
            del new["raw"]
        different = {name: value for name, value in new.items() if old[name] != value}
        said = [name for name in different if name not in _OWN]
        if different:
            self.pairs.append(({name: old[name] for name in ("id", *different)}, different))
        if old["removed_at"] or self.is_back:
            self.added += 1
            self.differences.append(Difference("added", str(row["name"])))
        elif said or old["gone_at"]:
            changes = tuple(_change(name, old[name], row[name]) for name in said)
            self.changed += 1
            self.differences.append(Difference("changed", str(row["name"]), changes))
        else:
            self.same += 1
        if not (old["gone_at"] or old["removed_at"] or self.is_back):
            self._count_doubtful(old, row)

    def _count_doubtful(self, old: Row, row: Row) -> None:
        """Whether its phone numbers or its addresses are others now."""
        before, after = (json.loads(str(one["phones"])) for one in (old, row))
        if before:
            self.phones_of += 1
            self.phones += not same_numbers(before, after)
        if old["locations"] == row["locations"]:
            self.addresses_of += old["locations"] != "[]"
            return
        there, here = (address_keys(json.loads(str(one["locations"]))) for one in (old, row))
        if there:
            self.addresses_of += 1
            self.addresses += there != here


def _change(name: str, before: object, after: object) -> FieldChange:
    said = _plain(name, before), _plain(name, after)
    if name == "locations" and said[0] == said[1]:
        return FieldChange("hours", "", "")  # the same places, open at other times
    return FieldChange(name, *said)


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
        elif name == "links":
            parts = [f"{one['label']} {one['address']}".strip() for one in parts]
        text = "; ".join(map(str, parts))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
