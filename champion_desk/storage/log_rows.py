"""Sessions and quick counts as plain rows, a part at a time: a million need no more room than a thousand."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection

from champion_desk.domain.log_query import LogQuery
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.tallies import Tally
from champion_desk.storage.log_conditions import Asked

Rows = Sequence[tuple[Any, ...]]
# What says where a row came from is the store's own business.
SESSION_NAMES = ("id", *(f.name for f in fields(AssistedSession) if f.name not in ("id", "import_key")))
TALLY_NAMES = ("id", *(f.name for f in fields(Tally) if f.name not in ("id", "import_key")))
_PART = 2_000


class LogRows:
    """Reads what fits a query in the order of time, as the columns named above.

    Whoever does not read to the end closes the parts, while the store is still open.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sessions(self, query: LogQuery) -> Generator[Rows]:
        """Sessions, in parts."""
        asked = Asked(query)
        return self._parts("sessions", SESSION_NAMES, *asked.where(asked.start, asked.end))

    def tallies(self, query: LogQuery) -> Generator[Rows]:
        """Quick counts, in parts."""
        return self._parts("tallies", TALLY_NAMES, *Asked(query).where_tallies())

    def count_tallies(self, query: LogQuery) -> int:
        """How many lines of quick counts there are; each may count several people."""
        condition, values = Asked(query).where_tallies()
        statement = f"SELECT count(*) FROM tallies WHERE {condition}"
        return int(self._connection.exec_driver_sql(statement, values).scalar_one())

    def _parts(
        self, table: str, names: Sequence[str], condition: str, values: Mapping[str, Any]
    ) -> Generator[Rows]:
        columns = ", ".join(f'"{name}"' for name in names)
        # The driver's own cursor: rows that are only written out again need no more than tuples.
        cursor = self._connection.connection.cursor()
        try:
            cursor.execute(f"SELECT {columns} FROM {table} WHERE {condition} ORDER BY started_at", values)
            while rows := cursor.fetchmany(_PART):
                yield rows
        finally:
            cursor.close()
