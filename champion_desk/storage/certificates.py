"""Certificates in and out of the store: among the files that belong to records."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from champion_desk.domain.certificates import Certificate, CertificateFacts
from champion_desk.storage import tables
from champion_desk.storage.changes import Changes
from champion_desk.storage.rows import from_row, to_row

_files, _enrolments = tables.attachments, tables.enrolments
_OWNER = "enrolments"


class CertificateRepository:
    """Certificates of one champion's enrolments; a list of them reads none of their content."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection, self._changes = connection, changes

    def of(self, champion_id: str) -> list[CertificateFacts]:
        """All of a champion's, oldest first."""
        size = func.length(_files.c.content).label("size")
        query = (
            select(_files.c.id, _files.c.owner_id, _files.c.name, _files.c.media_type, size)
            .join(_enrolments, _enrolments.c.id == _files.c.owner_id)
            .where(_files.c.owner_table == _OWNER, _files.c.removed_at.is_(None))
            .where(_enrolments.c.champion_id == champion_id)
            .order_by(_files.c.id)
        )
        return [from_row(CertificateFacts, row) for row in self._connection.execute(query).mappings()]

    def get(self, certificate_id: str, champion_id: str) -> Certificate | None:
        """One of a champion's own, with its content."""
        query = (
            select(_files)
            .join(_enrolments, _enrolments.c.id == _files.c.owner_id)
            .where(_files.c.id == certificate_id, _files.c.removed_at.is_(None))
            .where(_files.c.owner_table == _OWNER, _enrolments.c.champion_id == champion_id)
        )
        row = self._connection.execute(query).mappings().first()
        return from_row(Certificate, row) if row else None

    def add(self, certificate: Certificate) -> None:
        """Keep a new one."""
        self._changes.add(_files, to_row(certificate))

    def remove(self, certificate_id: str) -> None:
        """Set one aside. Raises `Problem("record-gone")`."""
        self._changes.remove(_files, certificate_id)
