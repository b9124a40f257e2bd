"""My plan: goals with a next step, a buddy and a day to look at them again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from champion_desk.domain.champions import Champion
from champion_desk.domain.findings import NOTHING_ACCEPTED, Accepted
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.training import Goal
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.services.privacy_scanner import check_texts
from champion_desk.storage.changes import Change
from champion_desk.storage.store import Store, Transaction


class PlanService:
    """The plan of the champion at the desk; a buddy does not see it here, but is named in it."""

    def __init__(self, store: Store, champion: Champion, board: ChangeBoard) -> None:
        self._store, self._champion, self._board = store, champion, board

    def goals(self, states: tuple[str, ...] = ("open",)) -> list[Goal]:
        """Lines of my plan in these states: the ones to look at again first, then the newest."""
        with self._store.reading() as tx:
            mine = [one for one in tx.training.goals(self._champion.id) if one.state in states]
        return sorted(mine, key=lambda one: one.review_on or date.max)

    def to_review(self, today: date | None = None) -> list[Goal]:
        """Open lines whose day to look at them again has come."""
        today = today or date.today()
        return [one for one in self.goals() if one.review_on is not None and one.review_on <= today]

    def buddies(self) -> list[Champion]:
        """Who can be asked: the other champions of this desk, by name."""
        with self._store.reading() as tx:
            return self._buddies(tx)

    def _buddies(self, tx: Transaction) -> list[Champion]:
        return [one for one in tx.champions.all() if one.id != self._champion.id and one.left_on is None]

    def keep(self, goal: Goal, accepted: Accepted = NOTHING_ACCEPTED) -> Done:
        """Keep a line, new or changed. Raises `Invalid` for a personal text or an unknown buddy."""
        with self._store.transaction() as tx:
            before = next((one for one in tx.training.goals(self._champion.id) if one.id == goal.id), None)
            check_texts(goal, accepted, before)
            unchanged = before is not None and before.buddy_id == goal.buddy_id
            if goal.buddy_id and not unchanged and all(one.id != goal.buddy_id for one in self._buddies(tx)):
                raise Invalid("buddy_id", "buddy-unknown")
            mine = replace(goal, champion_id=self._champion.id)
            if before is None:
                tx.training.add_goal(mine)
            else:
                tx.training.amend_goal(mine)
            batch = tx.changes.batch
        self._board.tell("training")
        return Done(batch, goal.id)

    def close(self, goal: Goal, state: str = "done") -> Done:
        """Mark a line as done, dismissed, or open again."""
        return self.keep(replace(goal, state=state))

    def history(self, goal_id: str) -> list[Change]:
        """What happened to a line of mine, oldest first. Raises `Problem("record-gone")`."""
        with self._store.reading() as tx:
            if all(one.id != goal_id for one in tx.training.goals(self._champion.id)):
                raise Problem("record-gone")
            return tx.training.goal_history(goal_id)
