"""The index of words as numbers: which listings have a word and where, and the stems of a query."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, select

from champion_desk.storage import tables
from champion_desk.storage.listed import LISTED, Overlay

# As the index itself is made (migrations/0001): a query's words must be cut as those of the listings are.
TOKENS = "porter unicode61 remove_diacritics 2"
_PLAIN_TOKENS = "unicode61 remove_diacritics 2"

# The columns of the index, by how much a word there says: the name; who, where and what about; the rest.
_LEVELS = (
    "CASE WHEN col = 'name' THEN doc END",
    "CASE WHEN col IN ('organisation', 'place', 'tags') THEN doc END",
    "CASE WHEN col = 'description' THEN doc END",
)


@dataclass(frozen=True, slots=True)
class TermNumbers:
    """A stem, and the numbers of the listings that have it: in the name, at the head, in the description.

    A number may stand there more than once.
    """

    term: str
    levels: tuple[array[int], array[int], array[int]]


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """What is searched by beside the words, of one listing; lists are the JSON of their columns."""

    number: int
    name: str
    organisation: str
    description: str
    eligibility: str
    tags: str
    needs: str
    access: str
    areas: str
    locations: str
    hours: str
    hours_note: str
    free: int | None
    status: str
    checked_on: str | None


class ListingWords:
    """Reads the whole index once, for the search that works in memory."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def size(self) -> int:
        """One more than the highest number of a listing."""
        return int(
            self._connection.exec_driver_sql("SELECT coalesce(max(number), 0) + 1 FROM listings").scalar_one()
        )

    def terms(self) -> Iterator[TermNumbers]:
        """Every stem in order, with the listings that have it. About four seconds for 100,000 listings."""
        run = self._connection.exec_driver_sql
        run(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.word_places"
            " USING fts5vocab (main, listing_words, instance)"
        )
        columns = ", ".join(f"group_concat({level})" for level in _LEVELS)
        for term, *levels in run(f"SELECT term, {columns} FROM temp.word_places GROUP BY term"):
            name, head, rest = (array("I", map(int, one.split(",")) if one else ()) for one in levels)
            yield TermNumbers(term, (name, head, rest))

    def columns(self) -> Iterator[ColumnRow]:
        """What else is searched by, of every listing that is listed, as this desk has it."""
        names = ColumnRow.__slots__
        overlay = Overlay(self._connection)
        query = select(tables.listings.c.id, *(tables.listings.c[name] for name in names)).where(*LISTED)
        for row in self._connection.execute(query.order_by(tables.listings.c.number)):
            if row[0] in overlay:
                said = overlay.row(row._mapping)
                yield ColumnRow(*(said[name] for name in names))
            else:
                yield ColumnRow(*row[1:])


class Stemmer:
    """Cuts texts into words exactly as the index of words does; one for all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection = sqlcipher.connect(":memory:", isolation_level=None, check_same_thread=False)
        for name, tokens in (("stemmed", TOKENS), ("plain", _PLAIN_TOKENS)):
            self._connection.execute(
                f"CREATE VIRTUAL TABLE {name} USING fts5 (t, content = '', tokenize = \"{tokens}\")"
            )
            self._connection.execute(f"CREATE VIRTUAL TABLE {name}_v USING fts5vocab ({name}, instance)")

    def cut(self, text: str) -> list[tuple[str, str]]:
        """The words of a text in order, each as it stands (small, without accents) and as its stem."""
        with self._lock:
            return list(zip(self._tokens("plain", text), self._tokens("stemmed", text), strict=True))

    def _tokens(self, name: str, text: str) -> list[str]:
        run = self._connection.execute
        run(f"INSERT INTO {name} ({name}) VALUES ('delete-all')")
        run(f"INSERT INTO {name} (rowid, t) VALUES (1, ?)", (text,))
        rows = run(f"SELECT offset, term FROM {name}_v")
        return [term for _offset, term in sorted(rows)]
