"""Courses there are to learn from, who must have done which, and what is due."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from champion_desk.domain.champions import Champion
from champion_desk.domain.courses import CHAMPION, LEAD, DueCourse, Duty, OwnCourse, due_courses
from champion_desk.domain.findings import NOTHING_ACCEPTED, Accepted
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.training import Course, Enrolment
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.services.course_files import LARGEST, read_courses, written_courses
from champion_desk.services.leading import check_leads, may_lead
from champion_desk.services.privacy_scanner import check_texts
from champion_desk.storage.files import check_target
from champion_desk.storage.store import Store, Transaction
from champion_desk.storage.trouble import known


class CourseService:
    """The council's own courses beside those that ship. Only who leads the desk may change them."""

    def __init__(self, store: Store, champion: Champion, catalogues: Catalogues, board: ChangeBoard) -> None:
        self._store, self._champion = store, champion
        self._catalogues, self._board = catalogues, board
        board.listen(self._changed)
        self._use()

    def _changed(self, kind: str) -> None:
        if kind == "training":
            self._use()

    def _use(self) -> None:
        with self._store.reading() as tx:
            self._catalogues.use_courses(tx.courses.all())

    def may_change(self) -> bool:
        """Whether the champion at the desk may change courses and duties."""
        with self._store.reading() as tx:
            return may_lead(tx, self._champion)

    def offered(self) -> tuple[Course, ...]:
        """Every course that can be planned now: those that ship, then the council's own."""
        return self._catalogues.offered_courses

    def own(self) -> list[OwnCourse]:
        """The council's own courses, those out of use among them."""
        with self._store.reading() as tx:
            return tx.courses.all()

    def keep(self, course: OwnCourse, accepted: Accepted = NOTHING_ACCEPTED) -> Done:
        """Keep a course of the council's own, new or changed. Raises `Invalid`, `Problem`."""
        if any(one.code == course.code for one in self._catalogues.shipped_courses):
            raise Invalid("code", "code-taken")
        with self._store.reading() as tx:
            before = next((one for one in tx.courses.all() if one.code == course.code), None)
        check_texts(course, accepted, before)
        return self._lead(lambda tx: tx.courses.keep(course))

    def retire(self, code: str, retired: bool = True) -> Done:
        """Offer a course of the council's own no more, or again; what was done stays done."""

        def write(tx: Transaction) -> None:
            found = next((one for one in tx.courses.all() if one.code == code), None)
            if found is None:
                raise Problem("record-gone")
            tx.courses.keep(replace(found, retired=retired))

        return self._lead(write)

    def read(self, path: Path) -> tuple[OwnCourse, ...]:
        """The courses of a file; nothing is kept yet. Raises `Problem` with the line of what is wrong."""
        with known(path, writing=False):
            if path.stat().st_size > LARGEST:
                raise Problem("toml-too-large", file=path.name, most=LARGEST // 1_000_000)
            data = path.read_bytes()
        areas = {area.code for one in self._catalogues.frameworks for area in one.areas}
        return read_courses(path.name, data, areas, {one.code for one in self._catalogues.shipped_courses})

    def bring_in(self, courses: tuple[OwnCourse, ...]) -> Done:
        """Keep all courses of a file, or none. Raises `Invalid` for a title that looks personal."""
        for one in courses:
            check_texts(one)

        def write(tx: Transaction) -> None:
            for one in courses:
                tx.courses.keep(one)

        return self._lead(write)

    def export(self, target: Path) -> int:
        """Write the council's own courses as the file that brings them in elsewhere; how many."""
        courses = [one for one in self.own() if not one.retired]
        with known(target):
            check_target(target)
            target.write_text(written_courses(courses), encoding="utf-8")
        return len(courses)

    # Duties, and what is due

    def duties(self) -> list[Duty]:
        """What everyone in a role must have done."""
        with self._store.reading() as tx:
            return tx.duties.all()

    def set_duty(self, duty: Duty) -> Done:
        """Make a course one that a role must do. Raises `Problem` for a course that is not offered."""
        if all(one.code != duty.course for one in self.offered()):
            raise Problem("course-unknown", given=duty.course)
        return self._lead(lambda tx: tx.duties.keep(duty))

    def end_duty(self, duty: Duty) -> Done:
        """Nobody must do it any more."""
        return self._lead(lambda tx: tx.duties.remove(duty.id))

    def reminders(self, today: date | None = None) -> list[DueCourse]:
        """What is due for me, the most pressing first: for the Desk and my page."""
        with self._store.reading() as tx:
            mine = tx.training.enrolments(self._champion.id)
            return self._titled(self._due(tx, self._champion, mine, today or date.today()))

    def due_of_all(self, today: date | None = None) -> Mapping[str, list[DueCourse]]:
        """Who is due what, by the champion's id: courses and days, no ratings. For who leads.

        Only what is mandatory: what someone plans for themselves is theirs. Raises `Problem`.
        """
        found: dict[str, list[DueCourse]] = {}
        with self._store.reading() as tx:
            check_leads(tx, self._champion)
            by_champion: dict[str, list[Enrolment]] = {}
            for one in tx.training.enrolments():
                by_champion.setdefault(one.champion_id, []).append(one)
            duties = tx.duties.all()
            for champion in tx.champions.all():
                if champion.left_on is None:
                    role = LEAD if champion.lead else CHAMPION
                    mine = by_champion.get(champion.id, [])
                    due = due_courses(champion.id, role, mine, duties, today or date.today())
                    due = [one for one in due if one.mandatory]
                    if due:
                        found[champion.id] = self._titled(due)
        return found

    @staticmethod
    def _due(tx: Transaction, champion: Champion, mine: list[Enrolment], today: date) -> list[DueCourse]:
        role = LEAD if champion.lead else CHAMPION
        return due_courses(champion.id, role, mine, tx.duties.all(), today)

    def _titled(self, due: list[DueCourse]) -> list[DueCourse]:
        titles = {one.code: one.label() for one in self._catalogues.courses}
        return [one if one.title else replace(one, title=titles.get(one.course, one.course)) for one in due]

    def _lead(self, write: Callable[[Transaction], object]) -> Done:
        with self._store.transaction() as tx:
            check_leads(tx, self._champion)
            write(tx)
            batch = tx.changes.batch
        self._board.tell("training")
        return Done(batch)
