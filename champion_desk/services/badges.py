"""Badges of the champion at the desk: brought in from a file, proven as far as can be, and kept."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

from champion_desk.domain.badges import Badge
from champion_desk.domain.champions import Champion
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.importers import badge_documents, badge_file
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.storage.store import Store
from champion_desk.storage.trouble import known

_NAME_LENGTH = 120


class BadgeService:
    """My badges; no one else's. Nothing that a badge names is loaded, and its picture is not kept."""

    def __init__(self, store: Store, champion: Champion, board: ChangeBoard) -> None:
        self._store, self._champion, self._board = store, champion, board

    def all(self) -> list[Badge]:
        """Mine, oldest first."""
        with self._store.reading() as tx:
            return tx.badges.all(champion_id=self._champion.id)

    def read(self, path: Path, today: date | None = None) -> Badge:
        """A badge with what was proven of it and what could not be; not kept yet.

        Raises `Problem` with one sentence for what is no badge, forged, or too large. Reads the file: not on
        the window's thread. `Badge.is_expired` says whether its time is over.
        """
        with known(path, writing=False):
            if path.stat().st_size > badge_file.MOST_BYTES:
                raise Problem("badge-too-large", file=path.name, most=badge_file.MOST_BYTES // 1_000_000)
            data = path.read_bytes()
        text = badge_file.badge_text(path.name, data)
        found = badge_documents.read_badge(path.name, text, today or datetime.now(UTC).date())
        return Badge(
            self._champion.id,
            found.name,
            found.issuer,
            found.version,
            found.issued_on,
            found.expires_on,
            found.proven,
            found.unproven,
            text,
            hashlib.sha256(text.encode()).hexdigest(),
        )

    def keep(self, badge: Badge, even_expired: bool = False) -> Done:
        """Keep a badge that was read. Raises `Problem` for one whose time is over, or that is here already;
        `Invalid` for one without a name (it stands elsewhere: give it one)."""
        if not badge.name.strip():
            raise Invalid("name", "needed")
        if len(badge.name) > _NAME_LENGTH:
            raise Invalid("name", "too-long", most=_NAME_LENGTH)
        if badge.is_expired(date.today()) and not even_expired:
            raise Problem("badge-expired", on=str(badge.expires_on))
        with self._store.transaction() as tx:
            mine = tx.badges.all(champion_id=self._champion.id)
            if any(one.digest == badge.digest for one in mine):
                raise Problem("badge-known")
            tx.badges.keep(badge)
            batch = tx.changes.batch
        self._board.tell("training")
        return Done(batch, badge.id)

    def remove(self, badge_id: str) -> Done:
        """Take one of mine away. Raises `Problem("record-gone")`."""
        with self._store.transaction() as tx:
            if badge_id not in {one.id for one in tx.badges.all(champion_id=self._champion.id)}:
                raise Problem("record-gone")
            tx.badges.remove(badge_id)
            batch = tx.changes.batch
        self._board.tell("training")
        return Done(batch, badge_id)
