"""What staff can do with favourites: keep a place at hand for themselves or for the site."""

from __future__ import annotations

from dataclasses import dataclass

from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.directory import Listing
from champion_desk.domain.favourites import Favourite, Whose
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.services.directory import DirectoryService
from champion_desk.storage.store import Store


@dataclass(frozen=True, slots=True)
class Favourites:
    """The champion's own favourites and those of the site, as they are in the directory now."""

    mine: tuple[Listing, ...] = ()
    site: tuple[Listing, ...] = ()

    def whose(self, listing_id: str) -> frozenset[Whose]:
        """Whose favourite a listing is."""
        both: tuple[tuple[Whose, tuple[Listing, ...]], ...] = (("mine", self.mine), ("site", self.site))
        return frozenset(whose for whose, those in both if any(one.id == listing_id for one in those))

    def __len__(self) -> int:
        """How many places there are, each counted once."""
        return len({one.id for one in (*self.mine, *self.site)})


class FavouriteService:
    """Favourites of the champion at the desk and of the site."""

    def __init__(
        self, store: Store, champion: Champion, site: Site, directory: DirectoryService, board: ChangeBoard
    ) -> None:
        self._store = store
        self._champion = champion
        self._site = site
        self._directory = directory
        self._board = board
        self._kept: Favourites | None = None
        board.listen(self._forget)

    def _forget(self, kind: str) -> None:
        if kind in ("favourites", "directory"):
            self._kept = None

    def all(self) -> Favourites:
        """Those whose places are still in the directory; one that comes back is a favourite again."""
        if self._kept is None:
            with self._store.reading() as tx:
                chosen = tx.favourites.at(self._site.id, self._champion.id)
            places = {one.id: one for one in self._directory.all()} if chosen else {}
            mine = [one.listing_id for one in chosen if one.champion_id]
            site = [one.listing_id for one in chosen if not one.champion_id]
            self._kept = Favourites(
                tuple(places[one] for one in mine if one in places),
                tuple(places[one] for one in site if one in places),
            )
        return self._kept

    def toggle(self, listing_id: str, whose: Whose) -> Done:
        """Make a listing a favourite, or take it off."""
        champion_id = self._champion.id if whose == "mine" else ""
        with self._store.transaction() as tx:
            chosen = tx.favourites.at(self._site.id, self._champion.id)
            known = [one for one in chosen if (one.listing_id, one.champion_id) == (listing_id, champion_id)]
            if known:
                tx.favourites.remove(known[0].id)
            else:
                tx.favourites.keep(Favourite(listing_id, self._site.id, champion_id))
            batch = tx.changes.batch
        self._board.tell("favourites")
        return Done(batch, listing_id)
