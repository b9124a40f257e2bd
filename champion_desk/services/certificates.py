"""Certificates for my courses: kept in the store with them, looked at, and written out again."""

from __future__ import annotations

from pathlib import Path

from champion_desk.domain.certificates import (
    MOST_BYTES,
    PDF,
    Certificate,
    CertificateFacts,
    media_type_of,
)
from champion_desk.domain.champions import Champion
from champion_desk.domain.problems import Problem
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.storage.files import check_target
from champion_desk.storage.store import Store
from champion_desk.storage.trouble import known

_NAME_LENGTH = 120


class CertificateService:
    """The certificates of the champion at the desk; no one else's."""

    def __init__(self, store: Store, champion: Champion, board: ChangeBoard) -> None:
        self._store, self._champion, self._board = store, champion, board

    def all(self) -> list[CertificateFacts]:
        """Mine, without their content; `owner_id` is the enrolment's."""
        with self._store.reading() as tx:
            return tx.certificates.of(self._champion.id)

    def keep(self, enrolment_id: str, path: Path) -> Done:
        """Keep a file with a course of mine. Raises `Problem` where it is too large, or no PDF, PNG or JPEG.

        Reads the file: not on the window's thread.
        """
        with known(path, writing=False):
            if path.stat().st_size > MOST_BYTES:
                raise Problem("certificate-too-large", file=path.name, most=MOST_BYTES // 1_000_000)
            content = path.read_bytes()
        media_type = media_type_of(content)
        if media_type is None or (media_type == PDF and not _opens(content)):
            raise Problem("certificate-odd", file=path.name)
        kept = Certificate(enrolment_id, path.name[-_NAME_LENGTH:], media_type, content)
        with self._store.transaction() as tx:
            mine = {one.id for one in tx.training.enrolments(self._champion.id)}
            if enrolment_id not in mine:
                raise Problem("record-gone")
            tx.certificates.add(kept)
            batch = tx.changes.batch
        self._board.tell("training")
        return Done(batch, kept.id)

    def get(self, certificate_id: str) -> Certificate:
        """One of mine, with its content. Raises `Problem("record-gone")`."""
        with self._store.reading() as tx:
            found = tx.certificates.get(certificate_id, self._champion.id)
        if found is None:
            raise Problem("record-gone")
        return found

    def save(self, certificate_id: str, target: Path) -> None:
        """Write one of mine out as the file it was. Raises `Problem`."""
        content = self.get(certificate_id).content
        with known(target):
            check_target(target)
            target.write_bytes(content)

    def remove(self, certificate_id: str) -> Done:
        """Take one of mine away."""
        self.get(certificate_id)
        with self._store.transaction() as tx:
            tx.certificates.remove(certificate_id)
            batch = tx.changes.batch
        self._board.tell("training")
        return Done(batch, certificate_id)


def _opens(pdf: bytes) -> bool:
    from champion_desk.documents.pictures import page_count  # pypdfium2 loads slowly

    try:
        return page_count(pdf) > 0
    except (RuntimeError, ValueError):  # what it raises for a file it can't open, or one with a password
        return False
