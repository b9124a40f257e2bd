"""Finds what is held by slip code, date, place or text, and erases it from tables, words and changes."""

from __future__ import annotations

import hmac
import json
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection, Table, select, text

from champion_desk.domain.erasure import Erased, ErasureQuery, Match, Trace
from champion_desk.domain.problems import Problem
from champion_desk.storage import tables
from champion_desk.storage.changes import ERASE_PAST, Changes, is_code
from champion_desk.storage.directory import DirectoryRepository
from champion_desk.storage.keeping import KeepingRepository
from champion_desk.storage.looking import WHEN, Looking, moment

_KINDS = {
    tables.sessions: "session",
    tables.tallies: "tally",
    tables.drafts: "draft",
    tables.goals: "goal",
    tables.enrolments: "course",
    tables.listings: "listing",
    tables.listing_edits: "listing-edit",
    tables.listing_reports: "listing-report",
    tables.own_handouts: "handout",
    tables.attachments: "picture",
}
_KIND_NAMES = {table.name: kind for table, kind in _KINDS.items()}
# Columns that hold JSON.
_INSIDE = frozenset(
    (
        *("topics", "barriers", "skills", "items", "listings", "handouts", "fields", "phones", "needs"),
        *("access", "tags", "languages", "areas", "locations", "hours", "links", "service_problems"),
        "access_help",
        "value",
    )
)
# Facts of the desk that keep an erased listing from coming back with the next import, by its keyed digest.
_SECRET, _STAYS_AWAY = "erased-secret", "erased-listing:"


def digest(key: bytes, field: str, value: object) -> str:
    """A keyed digest of one value of a record."""
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hmac.new(key, f"{field}\n{said}".encode("utf-8", "surrogatepass"), "sha256").hexdigest()


def _opened(values: Mapping[str, object]) -> dict[str, object]:
    """A row's values, with what stands in JSON laid open."""
    return {
        name: json.loads(value) if name in _INSIDE and isinstance(value, str) and value else value
        for name, value in values.items()
        if not isinstance(value, bytes)  # a picture is shown by what it is called
    }


class ErasureRepository:
    """Looks through everything that could hold words about someone, and erases for good."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes

    # Finding

    def find(self, query: ErasureQuery) -> list[Match]:
        """What fits the query: records first, newest first in each kind, then old values kept for Undo."""
        sites = {row.id: row.name for row in self._connection.execute(select(tables.sites))}
        looking = Looking(query, sites)
        found: list[Match] = []
        for table, kind in _KINDS.items():
            found += self._in_table(table, kind, looking)
        found += self._in_changes(looking, {match.id for match in found})
        return found

    def _in_table(self, table: Table, kind: str, looking: Looking) -> Iterator[Match]:
        query = select(table).order_by(table.c.id.desc())
        for row in self._connection.execute(query.execution_options(yield_per=500)).mappings():
            values = json.loads(row["fields"]) if kind == "draft" else dict(row)
            when = moment(row[WHEN[kind]]) if kind in WHEN else None
            fields = looking.fields(kind, values, when)
            if fields is not None:
                topics = values.get("topics") or ()
                if kind == "tally":
                    topics = json.dumps([values["topic"]])
                yield Match(
                    str(row["id"]),
                    kind,
                    when,
                    fields,
                    looking.excerpt(kind, values, fields),
                    tuple(topics if kind == "draft" else json.loads(topics) if topics else ()),
                    bool(row.get("removed_at")),
                )

    def _in_changes(self, looking: Looking, known: set[str]) -> Iterator[Match]:
        """Old values and reasons of records that do not fit as they are now."""
        if not (looking.wanted.text or looking.wanted.place or looking.wanted.slip):
            return
        log = tables.change_log
        sessions = select(tables.sessions.c.id, tables.sessions.c.started_at)
        began = {row.id: row.started_at for row in self._connection.execute(sessions)}
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
            when = moment(began.get(row["record_id"])) or at
            if not is_code(row["reason"]):
                values["reason"] = row["reason"]
            if not looking.may_be_in(values):
                continue
            # What did not change stands in the record itself: its site, often its area and its slip.
            fields = looking.fields(of, {**self._now(row["table_name"], row["record_id"]), **values}, when)
            fields = tuple(name for name in fields or () if name in values)
            if fields:
                summary = looking.excerpt(of, values, fields)
                yield Match(str(row["id"]), "history", when, fields, summary, of=of)

    def _now(self, table_name: str, record_id: str) -> dict[str, object]:
        table = tables.metadata.tables[table_name]
        row = self._connection.execute(select(table).where(table.c.id == record_id)).mappings().first()
        return {str(name): value for name, value in row.items()} if row else {}

    def records(self, ids: Iterable[str]) -> list[tuple[str, dict[str, object]]]:
        """All that is held behind matches: the kind of record, and its values by field.

        For old values kept for Undo, only those. Raises `Problem("record-gone")`.
        """
        found = []
        for one in ids:
            table = self._table_of(one)
            if table is not None:
                query = select(table).where(table.c.id == one)
                row = dict(self._connection.execute(query).mappings().one())
                found.append((_KINDS[table], _opened(row)))
                continue
            change = self._change(one)
            before = json.loads(str(change["before"])) if change["before"] else {}
            reason = {"reason": change["reason"]} if not is_code(str(change["reason"])) else {}
            found.append((_KIND_NAMES[str(change["table_name"])], {**_opened(before), **reason}))
        return found

    def _change(self, change_id: str) -> Mapping[str, object]:
        log = tables.change_log
        row = self._connection.execute(select(log).where(log.c.id == change_id)).mappings().first()
        if row is None or row["table_name"] not in _KIND_NAMES:
            raise Problem("record-gone")
        return dict(row)

    # Erasing

    def erase(self, ids: Iterable[str], key: bytes) -> Erased:
        """Erase records and old values by the ids of their matches. Raises `Problem("record-gone")`.

        The digests of what is to be looked for in backups are made with `key`.
        """
        counts: Counter[str] = Counter()
        traces: list[Trace] = []
        gone: dict[str, str] = {}  # drafts with the sessions they change, pictures with their handouts
        listings = False
        edited: list[str] = []  # their words are made anew, without what was erased
        for one in dict.fromkeys(ids):
            table = self._table_of(one)
            if one in gone:
                counts[gone[one]] += 1
                continue
            if table is None:
                traces.append(self._past(one, key))
                counts["history"] += 1
                continue
            if table is tables.listings:
                self._take_listing_words(one)
                self._erase_kept(one)
                listings = True
            if table is tables.listing_edits:
                edited.append(self._listing_of(one))
            if table is tables.sessions:
                drafts = self._drafts_of(one)
                traces += [self._record(tables.drafts, draft) for draft in drafts]
                gone.update(dict.fromkeys(drafts, "draft"))
            if table in (tables.own_handouts, tables.enrolments):
                pictures = self._pictures_of(one)
                traces += [self._record(tables.attachments, picture) for picture in pictures]
                gone.update(dict.fromkeys(pictures, "picture"))
            traces.append(self._record(table, one))
            counts[_KINDS[table]] += 1
        DirectoryRepository(self._connection, self._changes).index(edited)
        if listings or edited:  # words taken out before the index overwrote them may still lie in it
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
        row = self._change(change_id)
        before = json.loads(str(row["before"])) if row["before"] else {}
        digests = {name: digest(key, name, value) for name, value in before.items() if value}
        self._changes.erase_past(change_id)
        return Trace(str(row["record_id"]), str(row["table_name"]), digests, (change_id,), tuple(before))

    def _drafts_of(self, session_id: str) -> list[str]:
        """Drafts that change the session."""
        statement = text("SELECT id FROM drafts WHERE json_extract(fields, '$.session_id') = :session")
        return list(self._connection.execute(statement, {"session": session_id}).scalars())

    def _pictures_of(self, handout_id: str) -> list[str]:
        files = tables.attachments
        return list(
            self._connection.execute(select(files.c.id).where(files.c.owner_id == handout_id)).scalars()
        )

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

    def _erase_kept(self, listing_id: str) -> None:
        """What this desk itself said of a listing goes with it."""
        kept = KeepingRepository(self._connection, self._changes).ids_of([listing_id])
        for table, ids in kept.items():
            for one in ids:
                self._changes.erase(table, one)

    def _listing_of(self, edit_id: str) -> str:
        edits = tables.listing_edits
        query = select(edits.c.listing_id).where(edits.c.id == edit_id)
        return str(self._connection.execute(query).scalar_one())

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
        """What was erased on request since then, old values too, by the ids that the change log kept."""
        log = tables.change_log
        since = f"{int(moment.timestamp() * 1000):012x}.0000"
        rows = self._connection.execute(
            select(log.c.kind, log.c.table_name, log.c.record_id, log.c.fields)
            .where(log.c.kind.in_(("erase", ERASE_PAST)), log.c.reason == "", log.c.stamp >= since)
            .distinct()
        )
        found = []
        for row in rows:
            if row.table_name not in _KIND_NAMES:
                continue
            change_id, *names = json.loads(row.fields) or [""]
            if change_id:
                found.append(Trace(row.record_id, row.table_name, {}, (change_id,), tuple(names)))
            elif row.kind == "erase" and self._table_of(row.record_id) is None:
                found.append(Trace(row.record_id, row.table_name))
        return found
