"""The council's logo, which stands at the head of every sheet."""

from __future__ import annotations

from champion_desk.domain.champions import Site
from champion_desk.domain.handouts import OwnPicture
from champion_desk.domain.own_handouts import Attachment
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.services.own_handouts import picture_of
from champion_desk.storage.store import Store

_SITES = "sites"
# Pixels: 10 by 3 cm at 300 dots an inch are as much as a sheet's head has room for.
ACROSS, DOWN = 1200, 360


class SiteLogo:
    """One picture for the site, kept in the store."""

    def __init__(self, store: Store, site: Site, board: ChangeBoard) -> None:
        self._store = store
        self._site = site
        self._board = board
        self._logo: tuple[OwnPicture | None] | None = None
        board.listen(self._forget)

    def _forget(self, kind: str) -> None:
        if kind == "handouts":
            self._logo = None

    def get(self) -> OwnPicture | None:
        """The council's logo, for the head of every sheet."""
        if self._logo is None:
            with self._store.reading() as tx:
                found = tx.attachments.of(_SITES, self._site.id)
            self._logo = (picture_of(found[-1]) if found else None,)
        return self._logo[0]

    def choose(self, picture: OwnPicture | None) -> Done:
        """Take this logo in place of the one there is, or none. Raises `Invalid` for what it shows."""
        new = (
            None
            if picture is None
            else Attachment(
                _SITES,
                self._site.id,
                "logo",
                picture.media_type,
                " ".join(picture.shows.split()),
                picture.content,
            )
        )
        with self._store.transaction() as tx:
            for one in tx.attachments.of(_SITES, self._site.id):
                tx.attachments.remove(one.id)
            if new is not None:
                tx.attachments.add(new)
            batch = tx.changes.batch
        self._board.tell("handouts")
        return Done(batch)
