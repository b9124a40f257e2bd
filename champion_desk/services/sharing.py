"""What others may know of ratings: counts over five people at least, or what a champion shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from champion_desk.domain.champions import Champion
from champion_desk.domain.told_ratings import COUNTED, RatingShare, SkillCount, settle
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.services.leading import check_leads
from champion_desk.storage.store import Store, Transaction

# Counts are added up over a year; older ones say little of today.
_COUNTED_DAYS = 365


def settle_skills(tx: Transaction, skills: Iterable[str]) -> None:
    """Count or share what was rated, wherever that is due now."""
    sharing = frozenset(one.champion_id for one in tx.rating_shares.all())
    for skill in skills:
        waiting = tx.told_ratings.waiting(skill)
        settled = settle(waiting, sharing, date.today())
        tx.told_ratings.mark(settled.told)
        tx.told_ratings.add(settled.counts)


class SharingService:
    """My sharing, which I can take back; and for who leads what may be known of everyone."""

    def __init__(self, store: Store, champion: Champion, board: ChangeBoard) -> None:
        self._store, self._champion, self._board = store, champion, board

    def since(self) -> RatingShare | None:
        """Since when I share my ratings; None where I don't."""
        with self._store.reading() as tx:
            return next(iter(tx.rating_shares.all(champion_id=self._champion.id)), None)

    def hidden(self) -> list[str]:
        """Skills that sharing does not show, because my newest rating was counted among others: until I rate
        them again."""
        with self._store.reading() as tx:
            newest = {one.skill: one for one in tx.training.assessments(self._champion.id)}
        return [skill for skill, one in newest.items() if one.told == COUNTED]

    def share(self) -> Done:
        """Show my ratings to who leads, those to come too, until I take it back."""
        with self._store.transaction() as tx:
            tx.rating_shares.keep(RatingShare(self._champion.id))
            skills = {one.skill for one in tx.training.assessments(self._champion.id) if not one.told}
            settle_skills(tx, sorted(skills))
            batch = tx.changes.batch
        self._board.tell("training")
        return Done(batch)

    def take_back(self) -> Done:
        """Show my ratings no more. What was shared is not counted among others either."""
        with self._store.transaction() as tx:
            for one in tx.rating_shares.all(champion_id=self._champion.id):
                tx.rating_shares.remove(one.id)
            batch = tx.changes.batch
        self._board.tell("training")
        return Done(batch)

    def counts(self, today: date | None = None) -> list[SkillCount]:
        """By skill, of how many ratings how many say "alone" or more; only for who leads.

        A skill that too few have rated, or that all rate alike, is not there. Raises `Problem`.
        """
        since = (today or date.today()) - timedelta(days=_COUNTED_DAYS)
        with self._store.reading() as tx:
            check_leads(tx, self._champion)
            return tx.told_ratings.counts(since)

    def shared(self) -> Mapping[str, Mapping[str, str]]:
        """What champions of this desk share now, by their id and the skill; only for who leads."""
        with self._store.reading() as tx:
            check_leads(tx, self._champion)
            return tx.told_ratings.shared()
