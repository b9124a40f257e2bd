"""Finds what is held by slip code, date, place or text, and erases it from tables, word index and change log."""

from __future__ import annotations

import hmac
import json
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Table, select, text

from champion_desk.domain.erasure import Erased, ErasureQuery, Match, Trace, Wanted
from champion_desk.domain.problems import Problem
from champion_desk.storage import tables
from champion_desk.storage.changes import Changes, is_code

_KINDS = {
    tables.sessions: "session",
    tables.drafts: "draft",
    tables.goals: "goal",
    tables.enrolments: "course",
    tables.listings: "listing",
}
_KIND_NAMES = {table.name: kind for table, kind in _KINDS.items()}
# Where a kind keeps text that someone wrote, and where it names a place; `*` looks at everything inside.
_TEXTS = {
    "session": ("note", "area", "outcome_reason"),
    "draft": ("*",),
    "goal": ("text",),
    "course": ("title", "course"),
    "listing": (
        *("name", "organisation", "description", "url", "email", "phones", "fees", "eligibility", "bring"),
        *("alert", "tags", "areas", "locations", "hours_note", "checked_by", "raw"),
    ),
}
_PLACES = {"session": ("area", "site"), "draft": ("area",), "listing": ("areas", "locations")}
_WHEN = {"session": "started_at", "draft": "kept_at", "goal": "made_at", "course": "on"}
_SHOWN = {"session": "note", "draft": "note", "goal": "text", "course": "title", "listing": "name"}
# Facts of the desk that keep an erased listing from coming back with the next import, by its keyed digest.
_SECRET, _STAYS_AWAY = "erased-secret", "erased-listing:"


def digest(key: bytes, field: str, value: object) -> str:
    """A keyed digest of one value of a record."""
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hmac.new(key, f"{field}\n{said}".encode("utf-8", "surrogatepass"), "sha256").hexdigest()


def _strings(value: object) -> Iterator[str]:
    """Every text inside a value, also inside lists, records and JSON."""
    if isinstance(value, str):
        if value[:1] in ("[", "{"):
            try:
                inside = json.loads(value)
            except (ValueError, RecursionError):
                yield value
                return
            yield from _strings(inside)
            return
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)


def _moment(value: object) -> datetime | None:
    """When a record says it was; a day is its midday, so that it stays that day in local time."""
    if not value:
        return None
    found = datetime.fromisoformat(str(value))
    return found if found.tzinfo else found.replace(hour=12).astimezone()


class _Looking:
    """One search: which fields of one record meet the query."""

    def __init__(self, query: ErasureQuery, sites: Mapping[str, str]) -> None:
        self.query, self.wanted = query, Wanted(query)
        self._sites = sites

    def fields(self, kind: str, values: Mapping[str, Any], when: datetime | None) -> tuple[str, ...] | None:
        """The fields that matched, or None where something asked for is not met."""
        query, wanted = self.query, self.wanted
        found: list[str] = []
        if query.slip.strip():
            if not wanted.is_slip(str(values.get("slip") or "")):
                return None
            found.append("slip")
        if query.first or query.last:
            if when is None or not (
                (query.first or date.min) <= when.astimezone().date() <= (query.last or date.max)
            ):
                return None
            found.append(_WHEN.get(kind, "at"))
        for words, names, fits in (
            (wanted.place, _PLACES.get(kind, ()), wanted.is_place),
            (wanted.text, _TEXTS[kind], wanted.is_in),
        ):
            if not words:
                continue
            fitting = [name for name in self._named(names, values) if self._any(fits, name, values)]
            if not fitting:
                return None
            found += fitting
        return tuple(dict.fromkeys(found))

    @staticmethod
    def _named(names: tuple[str, ...], values: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(values) if names == ("*",) else names

    def _any(self, fits: Any, name: str, values: Mapping[str, Any]) -> bool:
        if name == "site":
            return bool(fits(self._sites.get(str(values.get("site_id")), "")))
        value = values.get(name)
        if name == "outcome_reason" and is_code(str(value or "")):
            return False
        return any(fits(one) for one in _strings(value))

    def excerpt(self, kind: str, values: Mapping[str, Any], fields: tuple[str, ...]) -> str:
        """Some of its text for a person to judge by: around the words, or what it begins with."""
        shown = _SHOWN.get(kind, "")
        texts = [one for name in fields for one in _strings(values.get(name))] if self.wanted.text else []
        said = next((one for one in texts if self.wanted.is_in(one)), "")
        beginning = str(values.get(shown) or "") if shown else ""
        if kind == "listing" and said and said != beginning:
            return f"{beginning} · {self.wanted.excerpt(said)}"
        return self.wanted.excerpt(said or beginning or next(iter(texts), ""))


class ErasureRepository:
    """Looks through everything that could hold words about someone, and erases for good."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes

    # Finding

    def find(self, query: ErasureQuery) -> list[Match]:
        """What fits the query: records first, newest first in each kind, then old values kept for Undo."""
        sites = {row.id: row.name for row in self._connection.execute(select(tables.sites))}
        looking = _Looking(query, sites)
        found: list[Match] = []
        for table, kind in _KINDS.items():
            found += self._in_table(table, kind, looking)
        found += self._in_changes(looking, {match.id for match in found})
        return found

    def _in_table(self, table: Table, kind: str, looking: _Looking) -> Iterator[Match]:
        query = select(table).order_by(table.c.id.desc())
        for row in self._connection.execute(query.execution_options(yield_per=500)).mappings():
            values = json.loads(row["fields"]) if kind == "draft" else row
            when = _moment(row[_WHEN[kind]]) if kind in _WHEN else None
            fields = looking.fields(kind, values, when)
            if fields is not None:
                topics = values.get("topics") or ()
                yield Match(
                    str(row["id"]),
                    kind,
                    when,
                    fields,
                    looking.excerpt(kind, values, fields),
                    tuple(topics if kind == "draft" else json.loads(topics) if topics else ()),
                    bool(row.get("removed_at")),
                )

    def _in_changes(self, looking: _Looking, known: set[str]) -> Iterator[Match]:
        """Old values and reasons of records that do not fit as they are now."""
        if not (looking.wanted.text or looking.wanted.place or looking.wanted.slip):
            return
        log = tables.change_log
        began = dict(self._connection.execute(select(tables.sessions.c.id, tables.sessions.c.started_at)).all())  # type: ignore[arg-type]
        rows = self._connection.execute(
            select(log)
            .where((log.c.before.is_not(None)) | (log.c.reason != ""))
            .order_by(log.c.stamp.desc())
            .execution_options(yield_per=500)
        ).mappings()
        for row in rows:
            of = _KIND_NAMES.get(row["table_name"])
            if of is None or row["record_id"] in known:
                continue
            values = json.loads(row["before"]) if row["before"] else {}
            at = datetime.fromtimestamp(int(row["stamp"].split(".")[0], 16) / 1000, UTC)
            when = _moment(began.get(row["record_id"])) or at
            reason = "" if is_code(row["reason"]) else row["reason"]
            fields = looking.fields(of, values, when)
            if fields is None and reason and looking.wanted.text and looking.wanted.is_in(reason):
                fields, values = looking.fields(of, {**values, _TEXTS[of][0]: reason}, when), {"reason": reason}
                fields = ("reason",) if fields is not None else None
            if fields is not None:
                summary = looking.excerpt(of, values, fields)
                yield Match(str(row["id"]), "history", when, fields, summary, of=of)

    # Erasing

    def erase(self, ids: Iterable[str], key: bytes) -> Erased:
        """Erase records and old values by the ids of their matches. Raises `Problem("record-gone")`.

        The digests of what is to be looked for in backups are made with `key`.
        """
        counts: Counter[str] = Counter()
        traces: list[Trace] = []
        listings = False
        for one in dict.fromkeys(ids):
            table = self._table_of(one)
            if table is None:
                traces.append(self._past(one, key))
                counts["history"] += 1
                continue
            if table is tables.listings:
                self._take_listing_words(one)
                listings = True
            if table is tables.sessions:
                traces += [self._record(tables.drafts, draft) for draft in self._drafts_of(one)]
            traces.append(self._record(table, one))
            counts[_KINDS[table]] += 1
        if listings:  # words taken out before the index overwrote them may still lie in it
            self._connection.execute(text("INSERT INTO listing_words (listing_words) VALUES ('rebuild')"))
        return Erased(dict(counts), tuple(traces))

    def _table_of(self, record_id: str) -> Table | None:
        for table in _KINDS:
            if self._connection.execute(select(table.c.id).where(table.c.id == record_id)).first():
                return table
        return None

    def _record(self, table: Table, record_id: str) -> Trace:
        self._changes.erase(table, record_id)
        return Trace(record_id, table.name)

    def _past(self, change_id: str, key: bytes) -> Trace:
        log = tables.change_log
        row = self._connection.execute(select(log).where(log.c.id == change_id)).mappings().first()
        if row is None:
            raise Problem("record-gone")
        before = json.loads(row["before"]) if row["before"] else {}
        digests = {name: digest(key, name, value) for name, value in before.items() if value}
        self._changes.erase_past(change_id)
        return Trace(str(row["record_id"]), str(row["table_name"]), digests, (change_id,))

    def _drafts_of(self, session_id: str) -> list[str]:
        """Drafts that change the session."""
        statement = text("SELECT id FROM drafts WHERE json_extract(fields, '$.session_id') = :session")
        return list(self._connection.execute(statement, {"session": session_id}).scalars())

    def _take_listing_words(self, listing_id: str) -> None:
        table = tables.listings
        row = self._connection.execute(
            select(table.c.number, table.c.source_id, table.c.source_key).where(table.c.id == listing_id)
        ).one()
        self._connection.execute(text("DELETE FROM listing_words WHERE rowid = :n"), {"n": row.number})
        fact = _STAYS_AWAY + self._kept_away_as(self._secret(), row.source_id, row.source_key)
        self._connection.execute(
            text("INSERT OR REPLACE INTO desk VALUES (:key, '1')"),
            {"key": fact},
        )

    def _secret(self) -> bytes:
        """What the digests of erased listings are keyed with; made with the first of them."""
        query = select(tables.desk.c.value).where(tables.desk.c.key == _SECRET)
        found = self._connection.execute(query).scalar()
        if not found:
            found = secrets.token_hex(32)
            self._connection.execute(
                text("INSERT INTO desk VALUES (:key, :value)"), {"key": _SECRET, "value": found}
            )
        return bytes.fromhex(str(found))

    @staticmethod
    def _kept_away_as(secret: bytes, source_id: str, source_key: str) -> str:
        return digest(secret, source_id, source_key)

    def kept_away(self, source_id: str, source_keys: Iterable[str]) -> frozenset[str]:
        """Which of these entries of a source were erased here, and so are not taken in again."""
        query = select(tables.desk.c.key).where(tables.desk.c.key.startswith(_STAYS_AWAY))
        known = {key.removeprefix(_STAYS_AWAY) for key in self._connection.execute(query).scalars()}
        if not known:
            return frozenset()
        secret = self._secret()
        return frozenset(key for key in source_keys if self._kept_away_as(secret, source_id, key) in known)

    def erased_since(self, moment: datetime) -> list[Trace]:
        """What was erased on request since then, by the ids that the change log kept."""
        log = tables.change_log
        since = f"{int(moment.timestamp() * 1000):012x}.0000"
        rows = self._connection.execute(
            select(log.c.table_name, log.c.record_id)
            .where(log.c.kind == "erase", log.c.reason == "", log.c.stamp >= since)
            .distinct()
        )
        return [
            Trace(row.record_id, row.table_name)
            for row in rows
            if row.table_name in _KIND_NAMES and self._table_of(row.record_id) is None
        ]
