"""What staff can do with assisted sessions: log, amend, remove, keep drafts, see the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from champion_desk.domain.areas import is_too_close
from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.findings import NOTHING_ACCEPTED, Accepted
from champion_desk.domain.own_handouts import DRAFT as HANDOUT
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.sessions import AssistedSession, Draft
from champion_desk.domain.slips import new_slip
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.services.follow_ups import with_due_day
from champion_desk.services.privacy_scanner import check_texts, checked
from champion_desk.storage import sealed_drafts
from champion_desk.storage.changes import Change
from champion_desk.storage.files import known_file
from champion_desk.storage.store import Store

# Nothing can be saved for now, while all can still be looked up.
NO_SAVING = ("disk-full", "store-read-only", "no-permission")
_COUNT_AGAIN = timedelta(hours=1)
_ROOM = 16_000  # bytes that a long draft and its session need


def _start_of(day: date) -> datetime:
    """Midnight of a day in this computer's own time."""
    return datetime.combine(day, time()).astimezone()


def check_area(catalogues: Catalogues, area: str) -> None:
    """Refuse a house or a street, unless the council itself calls an area so. Raises `Invalid`."""
    if is_too_close(area):
        labels = {label for item in catalogues["areas"] for label in item.labels.values()}
        if area not in labels:
            raise Invalid("area", "area-too-close")


class SessionService:
    """Logging help, for the champion at the desk."""

    def __init__(
        self, store: Store, champion: Champion, site: Site, board: ChangeBoard, catalogues: Catalogues
    ) -> None:
        self._store = store
        self._catalogues = catalogues
        self._champion = champion
        self._site = site
        self._board = board
        self._uses: Mapping[str, int] = {}
        self._counted_at = datetime.min.replace(tzinfo=UTC)

    def log(
        self, session: AssistedSession, draft_id: str = "", accepted: Accepted = NOTHING_ACCEPTED
    ) -> Done:
        """Keep a session, and forget its draft in the same transaction.

        Raises `Invalid` for a text that looks personal, unless each such piece is among `accepted`, and for
        an area that is an address.
        """
        check_texts(session, accepted)
        check_area(self._catalogues, session.area)
        session = with_due_day(session)
        with self._store.transaction() as tx:
            tx.sessions.add(session)
            if draft_id:
                tx.drafts.discard(draft_id)
            batch = tx.changes.batch
        self._board.tell("sessions", "drafts")
        return Done(batch, session.id)

    def amend(
        self, session: AssistedSession, draft_id: str = "", accepted: Accepted = NOTHING_ACCEPTED
    ) -> Done:
        """Keep a session's new values. Raises `Invalid` as `log` does, for what was not in its texts."""
        with self._store.transaction() as tx:
            before = tx.sessions.get(session.id)
            check_texts(session, accepted, before)
            if before is None or session.area != before.area:
                check_area(self._catalogues, session.area)
            if before is not None and before.slip != session.slip:
                session = with_due_day(replace(session, follow_up_on=None))
            tx.sessions.amend(session)
            if draft_id:
                tx.drafts.discard(draft_id)
            batch = tx.changes.batch
        self._board.tell("sessions", "drafts")
        return Done(batch, session.id)

    def remove(self, session_id: str, reason: str, accepted: Accepted = NOTHING_ACCEPTED) -> Done:
        """Set a session aside, with the reason. Raises `Invalid` for one that looks personal."""
        checked("reason", reason, accepted)
        with self._store.transaction() as tx:
            tx.sessions.remove(session_id, reason)
            batch = tx.changes.batch
        self._board.tell("sessions")
        return Done(batch, session_id)

    def get(self, session_id: str) -> AssistedSession:
        """A session by its id. Raises `Problem("record-gone")`."""
        with self._store.reading() as tx:
            found = tx.sessions.get(session_id)
        if found is None:
            raise Problem("record-gone")
        return found

    def history(self, session_id: str) -> list[Change]:
        """What happened to a session, oldest first."""
        with self._store.reading() as tx:
            return tx.sessions.history(session_id)

    def on(self, day: date) -> list[AssistedSession]:
        """This site's sessions of a day, newest first."""
        return self.between(day, day)

    def between(self, first: date, last: date) -> list[AssistedSession]:
        """This site's sessions from one day to another, both counted, newest first."""
        with self._store.reading() as tx:
            found = tx.sessions.between(_start_of(first), _start_of(last + timedelta(days=1)))
        return [session for session in found if session.site_id == self._site.id]

    def topic_uses(self) -> Mapping[str, int]:
        """How often each topic came up at this desk in the last 90 days, as counted within the last hour.

        A log of a million takes a while to count; `count_topics` does it where nobody waits.
        """
        if not self._uses:
            self.count_topics()
        return self._catalogues.as_one("topics", self._uses)

    def count_topics(self) -> None:
        """Count anew how often each topic came up, where that is due."""
        now = datetime.now(UTC)
        if self._uses and now < self._counted_at + _COUNT_AGAIN:
            return
        with self._store.reading() as tx:
            self._uses = tx.sessions.topic_uses(now - timedelta(days=90))
        self._counted_at = now

    def new_slip(self) -> str:
        """A code for a hand-off slip that no session of this desk has."""
        with self._store.reading() as tx:
            return new_slip(tx.sessions.slips())

    def keep_draft(self, draft: Draft) -> None:
        """Keep what was typed; called within two seconds of a keystroke."""
        with self._store.transaction() as tx:
            tx.drafts.keep(draft)

    def discard_draft(self, draft_id: str) -> None:
        """Forget a draft."""
        with self._store.transaction() as tx:
            tx.drafts.discard(draft_id)
        self._board.tell("drafts")

    def drafts(self) -> list[Draft]:
        """This champion's drafts of sessions, newest first."""
        with self._store.reading() as tx:
            return [one for one in tx.drafts.of(self._champion.id) if one.kind != HANDOUT]

    def keep_draft_elsewhere(self, draft: Draft, folder: Path) -> Path:
        """Keep a draft in a sealed file in another folder, where this disk has no room. Raises `Problem`."""
        return sealed_drafts.write(folder, draft, *self._seal)

    def seal_draft(self, draft: Draft) -> bytes:
        """A draft as it may be held while the desk is locked: only this desk can read it."""
        return sealed_drafts.seal(draft, *self._seal)

    def bring_back_held(self, held: bytes) -> Draft:
        """Take a draft that was held while the desk was locked into the store. Raises `Problem`."""
        draft = sealed_drafts.unseal(held, *self._seal, former=self._former_seals())
        self.keep_draft(draft)
        self._board.tell("drafts")
        return draft

    @property
    def _seal(self) -> tuple[bytes, str]:
        return self._store.key, self._store.author.desk_id

    def _former_seals(self) -> list[bytes]:
        """What drafts were sealed with before the key of the records was changed."""
        with self._store.reading() as tx:
            return tx.desk.former_draft_keys()

    def bring_back(self, file: Path) -> Draft:
        """Take a draft from a sealed file into the store; then the file goes. Raises `Problem`."""
        draft = sealed_drafts.read(file, *self._seal, former=self._former_seals())
        self.keep_draft(draft)
        with known_file(file):
            file.unlink(missing_ok=True)
        self._board.tell("drafts")
        return draft

    def bring_back_all(self, folder: Path) -> int:
        """Take in every sealed draft of this desk that lies in a folder; how many. Others' stay there."""
        count = 0
        for file in sealed_drafts.found_in(folder):
            try:
                self.bring_back(file)
            except Problem as problem:
                if problem.code != "draft-not-ours":
                    raise
            else:
                count += 1
        return count

    def has_room(self) -> bool:
        """Whether a long draft can be kept again. Raises `Problem` for any other trouble."""
        try:
            with self._store.transaction() as tx:
                tx.desk.set("room", "x" * _ROOM)
                tx.desk.set("room", "")
        except Problem as problem:
            if problem.code in NO_SAVING:
                return False
            raise
        return True
