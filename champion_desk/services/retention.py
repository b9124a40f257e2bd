"""Retention: old notes fade and old sessions become counts by themselves; what will go is shown ahead."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from functools import partial

from champion_desk import diagnostics
from champion_desk.domain.identity import new_id
from champion_desk.domain.problems import Problem
from champion_desk.domain.retention import (
    FURTHEST_BACK,
    NOTES_USUAL,
    SESSIONS_USUAL,
    Ahead,
    AuditLine,
    ClockJump,
    Faded,
    MonthlyCount,
    Periods,
    clock_jump,
    within_bounds,
)
from champion_desk.services.changes import ChangeBoard
from champion_desk.storage.store import Store, Transaction, integrity

_NOTES, _SESSIONS, _LOOKED = "retention-notes", "retention-sessions", "retention-looked"
# What there was at the last look; and what a clock that stood too early dated, with the day of finding that.
_MARK, _MISDATED = "retention-mark", "retention-misdated"
# Set with each erasure, taken away when the file was written anew.
TO_WIPE = "pages-to-wipe"
# Records taken at a time: about a tenth of a second, for which saving waits.
_AT_A_TIME = 50


def _never() -> bool:
    return False


def _midnight(day: date) -> datetime:
    """Midnight of a day in this computer's own time; the edges of the calendar have none."""
    return datetime.combine(max(day, date(1970, 1, 2)), time()).astimezone()


def _fade_notes(session_ids: Sequence[str], tx: Transaction) -> Faded:
    return Faded(notes=tx.retention.fade_notes(session_ids))


def _from(end: datetime, misdated: Mapping[str, date]) -> list[str]:
    """The misdated records whose time is not over at that end."""
    return [one for one, day in misdated.items() if day >= end.date()]


class RetentionService:
    """Retention of one desk. `notes_fixed` and `sessions_fixed` are months that IT's policy sets."""

    def __init__(
        self,
        store: Store,
        board: ChangeBoard,
        notes_fixed: int | None = None,
        sessions_fixed: int | None = None,
    ) -> None:
        self._store = store
        self._board = board
        self.notes_fixed = notes_fixed
        self.sessions_fixed = sessions_fixed

    # Periods

    def periods(self) -> Periods:
        """How long things are kept at this desk now."""
        with self._store.reading() as tx:
            return self._periods(tx)

    def _periods(self, tx: Transaction) -> Periods:
        notes = self.notes_fixed or int(tx.desk.get(_NOTES) or NOTES_USUAL)
        sessions = self.sessions_fixed or int(tx.desk.get(_SESSIONS) or SESSIONS_USUAL)
        if self.notes_fixed and not self.sessions_fixed:
            sessions = max(sessions, notes)  # the desk's own choice gives way to the policy's
        return within_bounds(notes, sessions)

    def change_periods(self, periods: Periods) -> None:
        """Keep things so long from now on; what is past its new period goes at the next day's look.

        Raises `Problem("fixed-by-policy")` for what the policy fixes.
        """
        now = self.periods()
        if (self.notes_fixed and periods.notes != now.notes) or (
            self.sessions_fixed and periods.sessions != now.sessions
        ):
            raise Problem("fixed-by-policy")
        with self._store.transaction() as tx:
            tx.desk.set(_NOTES, str(periods.notes))
            tx.desk.set(_SESSIONS, str(periods.sessions))
        self._board.tell("retention")

    # The date

    def clock_jump(self, today: date) -> ClockJump | None:
        """The jump of the computer's date that keeps everything from fading until someone confirms it."""
        with self._store.reading() as tx:
            return clock_jump(self._last_look(tx), today)

    def confirm_date(self, today: date) -> None:
        """A person says that today is really that day: from now on things fade by it."""
        with self._store.transaction() as tx:
            tx.desk.set(_LOOKED, (today - timedelta(days=1)).isoformat())  # today's look is still to come
        self._board.tell("retention")

    @staticmethod
    def _last_look(tx: Transaction) -> date | None:
        """The last day retention looked; before its first look, the day of the newest change."""
        known = tx.desk.get(_LOOKED)
        if known:
            return date.fromisoformat(known)
        newest = tx.retention.newest_change()
        return newest.astimezone().date() if newest else None

    def _misdated(self, tx: Transaction, today: date) -> dict[str, date]:
        """Records from a clock that stood before the last look (an empty battery says 1970). They are no
        older than that look, so their time begins on the day on which that was found.
        """
        found = {
            one: date.fromisoformat(day) for one, day in json.loads(tx.desk.get(_MISDATED) or "{}").items()
        }
        mark, looked = json.loads(tx.desk.get(_MARK) or "{}"), tx.desk.get(_LOOKED)
        if mark and looked:
            before = _midnight(date.fromisoformat(looked) - FURTHEST_BACK)
            found = {**dict.fromkeys(tx.retention.dated_before(before, mark), today), **found}
        return found

    # Fading

    def is_due(self, today: date) -> bool:
        """Whether retention has not looked today."""
        with self._store.reading() as tx:
            return tx.desk.get(_LOOKED) != today.isoformat()

    def steps(self, today: date) -> Iterator[Faded]:
        """Take away what is past its period, a bounded number of records at each step.

        Each step is one transaction with its counts and its line in the audit: ended anywhere, it goes on
        at the next time. Nothing goes while the date is not believed. Raises `Problem("store-damaged")`
        before it touches anything of a damaged store.
        """
        with self._store.reading() as tx:
            believed = clock_jump(self._last_look(tx), today) is None
            notes, sessions, drafts = self._ends(self._periods(tx), today)
            misdated = self._misdated(tx, today)
            young = _from(notes, misdated), _from(sessions, misdated)
            waiting = tx.retention.waiting(notes, sessions, drafts, *young)
            # Looked up here, as it takes long where nearly all have faded, and nobody waits for reading.
            texts = tx.retention.with_text(sessions, notes, *young) if believed and waiting.notes else []
        if not believed:
            diagnostics.log.warning("retention waits: the computer's date has jumped")
            return
        if waiting:
            self._refuse_damaged()
        run_id = new_id()
        if waiting.sessions:
            yield from self._while_any(
                run_id, lambda tx: Faded(sessions=tx.retention.count_sessions(sessions, _AT_A_TIME, young[1]))
            )
        if waiting.tallies:
            yield from self._while_any(
                run_id, lambda tx: Faded(tallies=tx.retention.count_tallies(sessions, _AT_A_TIME, young[1]))
            )
        for at in range(0, len(texts), _AT_A_TIME):
            yield self._step(run_id, partial(_fade_notes, texts[at : at + _AT_A_TIME]))
        if waiting.drafts:
            yield from self._while_any(
                run_id, lambda tx: Faded(drafts=tx.retention.fade_drafts(drafts, _AT_A_TIME, young[0]))
            )
        with self._store.transaction() as tx:
            tx.keeping.fade_notes(notes.astimezone().date())  # on places: a few at most
            last = self._last_look(tx)
            tx.desk.set(_LOOKED, max(last or today, today).isoformat())
            kept = {one: misdated[one].isoformat() for one in _from(sessions, misdated)}
            tx.desk.set(_MISDATED, json.dumps(kept) if kept else "")
            tx.desk.set(_MARK, json.dumps(tx.retention.mark()))

    @staticmethod
    def _ends(periods: Periods, today: date) -> tuple[datetime, datetime, datetime]:
        """Before which moments notes, sessions and drafts go. A draft is kept as long as a note."""
        notes = _midnight(periods.notes_end(today))
        return notes, _midnight(periods.sessions_end(today)), notes

    def _refuse_damaged(self) -> None:
        if self._store.is_damaged or not integrity(self._store.path, self._store.key):
            self._store.is_damaged = True
            raise Problem("store-damaged", path=str(self._store.path))

    def _while_any(self, run_id: str, take: Callable[[Transaction], Faded]) -> Iterator[Faded]:
        while faded := self._step(run_id, take):
            yield faded

    def _step(self, run_id: str, take: Callable[[Transaction], Faded]) -> Faded:
        """Some records with their counts and their line in the audit, or nothing of it."""
        with self._store.transaction() as tx:
            faded = take(tx)
            if faded:
                tx.retention.note_run(run_id, "fade", asdict(faded))
                tx.desk.set(TO_WIPE, "1")
        return faded

    def run(self, today: date, cancelled: Callable[[], bool] = _never) -> Faded:
        """All steps; what went. Raises `Problem`."""
        gone = Faded()
        for faded in self.steps(today):
            gone += faded
            if cancelled():
                break
        self.said(gone)
        return gone

    def said(self, gone: Faded) -> None:
        """Tell whoever shows records what a run took away."""
        if gone:
            diagnostics.log.info(
                "faded: %d notes, %d sessions, %d drafts, %d tallies",
                *(gone.notes, gone.sessions, gone.drafts, gone.tallies),
            )
            self._board.tell("sessions", "drafts", "tallies")
        self._board.tell("retention")

    def wipe(self) -> bool:
        """Write the file anew where something was erased since the last time; whether nothing is left to do.

        Takes about a second for 60 MB, in which saving waits: on closing, or while someone waits for it.
        """
        with self._store.reading() as tx:
            if not tx.desk.get(TO_WIPE):
                return True
        if self._store.is_damaged or not self._store.wipe():
            return False
        with self._store.transaction() as tx:
            tx.desk.set(TO_WIPE, "")
        return True

    # What people see

    def ahead(self, today: date, periods: Periods | None = None) -> Ahead:
        """What will go in the next 7 days and in the next month; by other periods, where they are given.

        What is past its period already and has not gone yet is among it.
        """
        with self._store.reading() as tx:
            periods = periods or self._periods(tx)
            misdated = self._misdated(tx, today)
            week, month = (
                self._waiting(tx, periods, today + timedelta(days=days), misdated) for days in (7, 31)
            )
            note, session = tx.retention.oldest()
        return Ahead(
            week,
            month.at_least(week),
            note.astimezone().date() if note else None,
            session.astimezone().date() if session else None,
        )

    def _waiting(self, tx: Transaction, periods: Periods, day: date, misdated: Mapping[str, date]) -> Faded:
        notes, sessions, drafts = self._ends(periods, day)
        young = _from(notes, misdated), _from(sessions, misdated)
        return tx.retention.waiting(notes, sessions, drafts, *young)

    def audit(self, most: int = 100) -> list[AuditLine]:
        """What faded and what was erased, in counts, newest first."""
        with self._store.reading() as tx:
            return tx.retention.audit(most)

    def monthly_counts(self) -> list[MonthlyCount]:
        """What is left of sessions that faded."""
        with self._store.reading() as tx:
            return tx.retention.monthly_counts()
