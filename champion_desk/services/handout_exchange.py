"""Handouts of one's own go to other desks as one file, and such a file is taken in: all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from champion_desk.domain.champions import Champion
from champion_desk.domain.findings import NOTHING_ACCEPTED, Accepted
from champion_desk.domain.own_handouts import Attachment, OwnHandout
from champion_desk.domain.problems import Problem
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.services.handout_sharing import SharedSheet, read, to_bytes
from champion_desk.services.own_handouts import TABLE, new_slug
from champion_desk.services.privacy_scanner import checked
from champion_desk.storage.files import write_whole
from champion_desk.storage.store import Store
from champion_desk.storage.trouble import known

_FOR_ALL = 0o644  # a shared file is there to be handed on


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of a shared file: how many sheets are new, and how many were here just so."""

    done: Done
    added: int
    known: int


class HandoutExchange:
    """Writes and takes in files of handouts."""

    def __init__(self, store: Store, champion: Champion, board: ChangeBoard) -> None:
        self._store = store
        self._champion = champion
        self._board = board

    def export(self, slug: str, target: Path) -> None:
        """Write a handout in all its languages into one file. Raises `Problem`."""
        with self._store.reading() as tx:
            sheets = [one for one in tx.own_handouts.all() if one.slug == slug]
            content = to_bytes([(one, tx.attachments.of(TABLE, one.id)) for one in sheets])
        if not sheets:
            raise Problem("record-gone")
        with known(target):
            write_whole(target, content, _FOR_ALL)

    def preview(self, path: Path) -> tuple[SharedSheet, ...]:
        """What a file from another desk holds; nothing is kept yet. Raises `Problem`."""
        return read(path)

    def take_in(self, sheets: Sequence[SharedSheet], accepted: Accepted = NOTHING_ACCEPTED) -> TakenIn:
        """Keep what a file holds, all or nothing; what was here before stays as it is, under its own name.

        Raises `Invalid("text", "looks-personal")` where it has pieces that are not among those accepted.
        """
        added = 0
        with self._store.transaction() as tx:
            here = {(one.slug, one.language): one.text for one in tx.own_handouts.all()}
            new = [one for one in sheets if here.get((one.slug, one.language)) != one.text]
            slugs = {one.slug: new_slug(tx, "", one.slug) for one in new}
            for one in new:
                checked("text", one.text, accepted)
                handout = OwnHandout(
                    slugs[one.slug], one.language, one.text, date.today(), self._champion.name,
                    one.original_slug, one.original,
                )  # fmt: skip
                tx.own_handouts.keep(handout)
                for picture, shows in one.pictures:
                    tx.attachments.add(
                        Attachment(
                            TABLE, handout.id, picture.name, picture.media_type, shows, picture.content
                        )
                    )
                added += 1
            batch = tx.changes.batch
        self._board.tell("handouts")
        return TakenIn(Done(batch, next(iter(slugs.values()), "")), added, len(sheets) - added)
