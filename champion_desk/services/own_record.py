"""My whole training record: written out for me, looked back on, and erased where I want it gone."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from champion_desk import diagnostics
from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.identity import new_id
from champion_desk.domain.problems import Problem
from champion_desk.services.changes import ChangeBoard
from champion_desk.services.erasure import Erasure
from champion_desk.services.retention import TO_WIPE, RetentionService
from champion_desk.storage.changes import Change
from champion_desk.storage.files import check_target
from champion_desk.storage.store import Store
from champion_desk.storage.trouble import known

_FORMAT = "champion-desk-training-record"


class OwnRecordService:
    """The record of the champion at the desk; no one else's."""

    def __init__(
        self, store: Store, champion: Champion, site: Site, retention: RetentionService, board: ChangeBoard
    ) -> None:
        self._store, self._champion, self._site = store, champion, site
        self._retention, self._board = retention, board

    def export(self, target: Path) -> int:
        """Write all that is held of my training as JSON, with what is set aside; how many records.

        Raises `Problem`. May take a second where there are certificates: not on the window's thread.
        """
        with self._store.reading() as tx:
            whole = tx.own_record.whole(self._champion.id)
        made = {
            "format": _FORMAT,
            "version": 1,
            "champion": self._champion.name,
            "made_on": date.today().isoformat(),
            **whole,
        }
        with known(target):
            check_target(target)
            target.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return sum(map(len, whole.values()))

    def export_badges(self, target: Path) -> int:
        """Write my courses done in the shape of Open Badges 3.0, marked as not signed; how many."""
        from champion_desk.documents.open_badge_record import record_json  # only where it is asked for

        with self._store.reading() as tx:
            courses = [one for one in tx.training.enrolments(self._champion.id) if one.state == "done"]
        issuer = self._site.council_name or self._site.name
        text = record_json(self._champion.name, issuer, self._store.author.desk_id, courses)
        with known(target):
            check_target(target)
            target.write_text(text, encoding="utf-8")
        return len(courses)

    def history(self) -> list[Change]:
        """What happened to my record, newest first."""
        with self._store.reading() as tx:
            return tx.own_record.history(self._champion.id)

    def erase(self) -> Erasure:
        """Erase my ratings, courses, certificates, badges, plan and exercises for good. No Undo.

        What I logged is the desk's and stays; so do counts of five people or more that I was among. Backups
        hold it until they are thinned out: `ErasureService.copies` names them by the traces. Takes seconds.
        """
        with self._store.transaction() as tx:
            erased = tx.own_record.erase(self._champion.id)
            if erased.total:
                tx.retention.note_run(new_id(), "erase", erased.counts)
                tx.desk.set(TO_WIPE, "1")
        diagnostics.log.info("own training erased: %d records", erased.total)
        self._board.tell("training", "retention")
        try:
            is_wiped = self._retention.wipe()
        except Problem as problem:  # erased it is; the file is written anew on closing
            diagnostics.log.warning("not wiped yet: %s", problem.code)
            is_wiped = False
        return Erasure(erased, is_wiped)
