"""Handouts written at this desk, and the files that belong to records, in and out of the store."""

from __future__ import annotations

from sqlalchemy import Connection, select

from champion_desk.domain.own_handouts import Attachment, OwnHandout
from champion_desk.storage import tables
from champion_desk.storage.changes import Change, Changes
from champion_desk.storage.rows import from_row, to_row

_table = tables.own_handouts
_files = tables.attachments


class OwnHandoutRepository:
    """The desk's own handouts."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes

    def all(self) -> list[OwnHandout]:
        """Those that are not removed, oldest first."""
        query = select(_table).where(_table.c.removed_at.is_(None)).order_by(_table.c.id)
        return [from_row(OwnHandout, row) for row in self._connection.execute(query).mappings()]

    def get(self, handout_id: str) -> OwnHandout | None:
        """One by its id, if it is there and not removed."""
        query = select(_table).where(_table.c.id == handout_id, _table.c.removed_at.is_(None))
        row = self._connection.execute(query).mappings().first()
        return from_row(OwnHandout, row) if row else None

    def slugs(self) -> frozenset[str]:
        """Every slug there ever was: one that is removed may come back."""
        return frozenset(self._connection.execute(select(_table.c.slug)).scalars())

    def keep(self, handout: OwnHandout) -> bool:
        """Keep a new one, or what is new in one that is known by its id; False when nothing changed."""
        known = select(_table.c.id).where(_table.c.id == handout.id)
        if self._connection.execute(known).first():
            return self._changes.amend(_table, to_row(handout))
        self._changes.add(_table, to_row(handout))
        return True

    def remove(self, handout_id: str) -> None:
        """Set one aside. Raises `Problem("record-gone")`."""
        self._changes.remove(_table, handout_id)

    def history(self, handout_id: str) -> list[Change]:
        """What happened to a handout, oldest first."""
        return self._changes.history(_table, handout_id)


class AttachmentRepository:
    """Files that belong to records. What a file holds never changes: another one takes its place."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes

    def of(self, owner_table: str, owner_id: str = "") -> list[Attachment]:
        """The files of one record, or of every record of a table, oldest first."""
        query = select(_files).where(_files.c.owner_table == owner_table, _files.c.removed_at.is_(None))
        if owner_id:
            query = query.where(_files.c.owner_id == owner_id)
        rows = self._connection.execute(query.order_by(_files.c.id)).mappings()
        return [from_row(Attachment, row) for row in rows]

    def add(self, attachment: Attachment) -> None:
        """Keep a new file."""
        self._changes.add(_files, to_row(attachment))

    def remove(self, attachment_id: str) -> None:
        """Set a file aside. Raises `Problem("record-gone")`."""
        self._changes.remove(_files, attachment_id)
