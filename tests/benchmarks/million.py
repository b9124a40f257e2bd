"""A desk with a million sessions, made once a day and kept for the next run: invented, and believable."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from champion_desk.app import build_services
from champion_desk.domain.identity import new_id
from champion_desk.paths import resources_dir
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.demo import PASSPHRASE, start_demo
from champion_desk.services.desks import DeskService
from champion_desk.storage import engine, migration
from champion_desk.storage.store import FILE

SESSIONS, TALLIES = 1_000_000, 50_000
_SITES, _CHAMPIONS = 40, 200
_DAYS = 700  # within the two years that sessions are kept for
_SESSION = (
    *("id", "champion_id", "site_id", "started_at", "topics", "minutes", "outcome", "outcome_reason"),
    *("help_given", "next_time", "barriers", "skills", "items", "device", "channel", "language", "area"),
    *("effort", "people", "listings", "handouts", "stuck", "nothing_local", "service_failed", "note"),
    *("slip", "time_known", "removed_at"),
)
_TALLY = ("id", "champion_id", "site_id", "preset", "topic", "count", "started_at", "ended_at", "how")
_CHANGE = (
    *("id", "stamp", "batch", "desk_id", "champion_id", "kind", "table_name", "record_id", "fields"),
    *("before", "reason"),
)
_NOTES = (
    "The code came after a while.",
    "Timed out; began again with the papers ready.",
    "Wants large print.",
)
_AREAS = ("Kirkwall", "Stromness", "Westray", "Sanday", "Stornoway", "Caernarfon", "Plympton", "")


def million(build: Path, sessions: int = SESSIONS) -> Path:
    """The folder of the desk, locked; its passphrase is the demo's. Copy it before changing it."""
    schema = b"".join(path.read_bytes() for _number, path in migration.migrations())
    schema += Path(__file__).read_bytes()
    name = f"{sessions}-{date.today()}-{hashlib.sha256(schema).hexdigest()[:8]}"
    place = build / "million" / name
    if (place / FILE).exists():
        return place
    shutil.rmtree(build / "million", ignore_errors=True)
    half = place.with_name(f"{name}.half")
    _make(half, sessions)
    half.rename(place)
    return place


def _make(folder: Path, sessions: int) -> None:
    catalogues = Catalogues(resources_dir())
    desk = DeskService(folder, catalogues.words)
    services = start_demo(desk, lambda opened: build_services(desk, opened, catalogues))
    key, desk_id = services.desk.open_store.key, services.desk.open_store.author.desk_id
    desk.close()
    with closing(engine.connect(folder / FILE, key)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -400000")
        connection.execute("BEGIN IMMEDIATE")
        sites, champions = _people(connection)
        maker = _Maker(sites, champions, catalogues, desk_id)
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        # The sums are made at the end, at once; one by one they would take ten times as long.
        for trigger, _sql in triggers:
            connection.execute(f"DROP TRIGGER {trigger}")
        for rows in maker.batches(sessions):
            _insert(connection, "sessions", _SESSION, rows)
            _insert(connection, "change_log", _CHANGE, [maker.change(row) for row in rows])
        _insert(connection, "tallies", _TALLY, list(maker.tallies(max(sessions // 20, 1))))
        _add_up(connection)
        for _name, statement in triggers:
            connection.execute(statement)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _insert(
    connection: sqlcipher.Connection, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    columns = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" * len(names))
    connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


def _people(connection: sqlcipher.Connection) -> tuple[list[str], list[str]]:
    """The demo's sites and champions, with many more; their ids."""
    columns = "council_code, council_name, address, postcode, phone, latitude, longitude, nation, removed_at"
    for at in range(_SITES - 2):
        connection.execute(
            f"INSERT INTO sites (id, name, {columns}) SELECT ?, ?, {columns} FROM sites ORDER BY id LIMIT 1",
            (new_id(), f"Library {at + 3}"),
        )
    for at in range(_CHAMPIONS - 5):
        connection.execute(
            "INSERT INTO champions (id, name, lead) VALUES (?, ?, 0)", (new_id(), f"Champion {at + 6}")
        )
    return tuple(  # type: ignore[return-value]
        [str(row[0]) for row in connection.execute(f"SELECT id FROM {table} ORDER BY id")]
        for table in ("sites", "champions")
    )


def _add_up(connection: sqlcipher.Connection) -> None:
    """Fill the store's own sums, by the words of the migration that first did."""
    script = next(path for number, path in migration.migrations() if number == 3).read_text("utf-8")
    for table in ("sum_words", "month_sums", "session_totals"):
        connection.execute(f"DELETE FROM {table}")
    statements = script.split(";\n")
    for start in ("INSERT INTO sum_words", "INSERT INTO month_sums", "INSERT INTO session_totals"):
        connection.execute(next(one.strip() for one in statements if one.strip().startswith(start)))


class _Maker:
    """Draws sessions and tallies: long-tailed topics, busy hours, a few marks, some removed."""

    def __init__(self, sites: list[str], champions: list[str], catalogues: Catalogues, desk_id: str) -> None:
        self._sites, self._champions, self._desk = sites, champions, desk_id
        self._chance = random.Random(11)
        self._topics = [topic.code for topic in catalogues.topics]
        self._weights = list(accumulate(1 / (at + 3) for at in range(len(self._topics))))
        self._barriers = catalogues["barriers"].codes
        self._outcomes = ["done", "done", "done", "partly", "handed-on", "could-not"]
        self._channels = catalogues["channels"].codes
        self._devices = catalogues["devices"].codes
        self._fields = json.dumps(_SESSION)
        # Early in the morning of the day after the last: what is logged today comes after all of it.
        self._end = datetime.combine(date.today(), time(1), UTC)
        self._made = 0

    def _id(self, moment: datetime) -> str:
        """A time-ordered id of a moment that is past, as `new_id` makes them."""
        self._made += 1
        value = int(moment.timestamp() * 1000) << 80 | 0x7 << 76 | (self._made & 0xFFF) << 64
        return str(uuid.UUID(int=value | 0b10 << 62 | self._chance.getrandbits(62)))

    def _moments(self, count: int) -> Iterator[datetime]:
        """In order of time, by day, in the hours that a library is open."""
        start = self._end - timedelta(days=_DAYS)
        for at in range(count):
            day, part = divmod(at * _DAYS / count, 1)
            yield start + timedelta(days=int(day), hours=8 + part * 9, microseconds=at % 997)

    def batches(self, count: int) -> Iterator[list[tuple[Any, ...]]]:
        """Sessions as rows of `_SESSION`, 20,000 at a time."""
        rows: list[tuple[Any, ...]] = []
        for moment in self._moments(count):
            rows.append(self._session(moment))
            if len(rows) == 20_000:
                yield rows
                rows = []
        yield rows

    def _session(self, moment: datetime) -> tuple[Any, ...]:
        chance, draw = self._chance, self._chance.random()
        topics = chance.choices(self._topics, cum_weights=self._weights, k=2 if draw < 0.12 else 1)
        outcome = self._outcomes[int(draw * 997) % 6]
        stamp = moment.isoformat(timespec="microseconds")
        barriers = [self._barriers[int(draw * 10_007) % len(self._barriers)]] if draw < 0.4 else []
        champion = chance.randrange(_CHAMPIONS)
        # Nearly always at the own site, now and then at another.
        site = champion % _SITES if int(draw * 7919) % 20 else int(draw * 90_001) % _SITES
        return (
            *(self._id(moment), self._champions[champion], self._sites[site]),
            *(stamp, json.dumps(list(dict.fromkeys(topics))), 3 + int(draw * 40), outcome),
            *("nothing-local" if outcome == "could-not" else "", "showed" if draw < 0.6 else "", ""),
            *(json.dumps(barriers), "[]", "[]", self._devices[int(draw * 31) % len(self._devices)]),
            *(self._channels[int(draw * 17) % len(self._channels)], "en", _AREAS[int(draw * 101) % 8]),
            *(1 + int(draw * 5), 1 if draw < 0.95 else 4, "[]", "[]", int(0.5 < draw < 0.515)),
            *(
                int(0.6 < draw < 0.61),
                int(0.7 < draw < 0.71),
                _NOTES[int(draw * 53) % 3] if draw < 0.1 else "",
            ),
            *("", 1, stamp if 0.8 < draw < 0.83 else None),
        )

    def change(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """The change that adding this session left, as a row of `_CHANGE`."""
        milliseconds = int(row[0].replace("-", "")[:12], 16)
        self._made += 1
        number = f"{milliseconds:012x}.{self._made & 0xFFFF:04x}"
        change, batch = (str(uuid.UUID(int=self._chance.getrandbits(128))) for _ in range(2))
        change = f"{row[0][:18]}{change[18:]}"
        batch = f"{row[0][:18]}{batch[18:]}"
        return (change, number, batch, self._desk, row[1], "add", "sessions", row[0], self._fields, "{}", "")

    def tallies(self, count: int) -> Iterator[tuple[Any, ...]]:
        """Tallies as rows of `_TALLY`: four of five single presses, the rest numbers for an hour."""
        presets = [("print-or-scan", "printing-scanning"), ("wifi", "wifi"), ("email", "email-account")]
        for moment in self._moments(count):
            single = self._chance.random() < 0.8
            end = moment if single else moment + timedelta(hours=1)
            yield (
                *(self._id(moment), self._chance.choice(self._champions), self._chance.choice(self._sites)),
                *self._chance.choice(presets),
                1 if single else self._chance.randint(2, 12),
                moment.isoformat(timespec="microseconds"),
                end.isoformat(timespec="microseconds"),
                "press" if single else "catch-up",
            )


__all__ = ["PASSPHRASE", "SESSIONS", "TALLIES", "million"]
