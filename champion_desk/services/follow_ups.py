"""How hand-offs went: the code on the slip brings the answer home, and nobody is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from champion_desk.domain.findings import NOTHING_ACCEPTED, Accepted
from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.slips import normal_slip
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.services.privacy_scanner import check_texts
from champion_desk.storage.store import Store

# Days until a hand-off is asked about, and again.
ASK_AFTER = timedelta(days=14)


def due_day(handed_on: datetime) -> date:
    """The day on which to ask how a hand-off went."""
    return handed_on.astimezone().date() + ASK_AFTER


class FollowUpService:
    """Slips that wait for an answer, and their answers."""

    def __init__(self, store: Store, board: ChangeBoard) -> None:
        self._store = store
        self._board = board

    def due(self, today: date) -> list[AssistedSession]:
        """Hand-offs to ask about by today, the oldest first."""
        with self._store.reading() as tx:
            return tx.finder.waiting_for_answer(today)

    def count_due(self, today: date) -> int:
        """How many hand-offs there are to ask about by today."""
        with self._store.reading() as tx:
            return tx.finder.count_waiting(today)

    def find(self, code: str) -> AssistedSession:
        """The session that a slip was given in, by its code as typed or heard.

        Raises `Invalid("slip", …)` for what can be no code, `Problem("slip-unknown")` where no session of
        this desk has it (it may have faded, or be of another desk).
        """
        with self._store.reading() as tx:
            found = tx.finder.with_slip(normal_slip(code))
        if found is None:
            raise Problem("slip-unknown")
        return found

    def answer(
        self, session_id: str, answer: str, on: date, note: str = "", accepted: Accepted = NOTHING_ACCEPTED
    ) -> Done:
        """Keep how it went: worked, did-not, never-arrived. An earlier answer gives way.

        Raises `Invalid` for an unknown answer and for a note that looks personal.
        """
        return self._change(
            session_id, accepted, followed_up=answer, followed_up_on=on, follow_up_note=note.strip()
        )

    def ask_again(
        self, session_id: str, today: date, note: str, accepted: Accepted = NOTHING_ACCEPTED
    ) -> Done:
        """Nobody knows yet: ask once more in two weeks. Raises `Invalid` for a note that looks personal."""
        return self._change(session_id, accepted, follow_up_on=today + ASK_AFTER, follow_up_note=note.strip())

    def ask_no_more(self, session_id: str, note: str, accepted: Accepted = NOTHING_ACCEPTED) -> Done:
        """Nobody will know: it is asked about no more, and counts as not answered.

        Raises `Invalid` for a note that looks personal.
        """
        return self._change(session_id, accepted, follow_up_on=None, follow_up_note=note.strip())

    def _change(self, session_id: str, accepted: Accepted = NOTHING_ACCEPTED, **values: object) -> Done:
        with self._store.transaction() as tx:
            now = tx.sessions.get(session_id)
            if now is None:
                raise Problem("record-gone")
            session = replace(now, **values)  # type: ignore[arg-type]
            check_texts(session, accepted, now)
            tx.sessions.amend(session)
            batch = tx.changes.batch
        self._board.tell("sessions")
        return Done(batch, session_id)


def with_due_day(session: AssistedSession) -> AssistedSession:
    """A session that gave a slip is asked about; one whose slip was taken back is not."""
    if session.slip and not session.followed_up and session.follow_up_on is None:
        return replace(session, follow_up_on=due_day(session.started_at.astimezone(UTC)))
    if not session.slip and session.follow_up_on is not None:
        return replace(session, follow_up_on=None)
    return session
