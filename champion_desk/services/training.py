"""What a champion can do with their own training: rate skills, plan courses, take practice into a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from champion_desk.domain.champions import Champion
from champion_desk.domain.courses import refresh_date
from champion_desk.domain.findings import NOTHING_ACCEPTED, Accepted
from champion_desk.domain.problems import Problem
from champion_desk.domain.suggestions import TOPIC
from champion_desk.domain.told_ratings import COUNTED
from champion_desk.domain.training import LEVELS, Enrolment, Framework, Goal, SelfAssessment, Suggestion
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.services.evidence import months_back
from champion_desk.services.privacy_scanner import check_texts
from champion_desk.services.sharing import settle_skills
from champion_desk.services.suggestions import SuggestionService
from champion_desk.storage.store import Store


@dataclass(frozen=True, slots=True)
class AreaLevel:
    """How a champion stands in one area: the mean of its rated skills now and then, 0 to 3, or None."""

    code: str
    now: float | None
    then: float | None
    rated: int
    skills: int


class TrainingService:
    """Training of the champion at the desk; no one else's is read here."""

    def __init__(
        self,
        store: Store,
        champion: Champion,
        catalogues: Catalogues,
        board: ChangeBoard,
        advice: SuggestionService,
    ) -> None:
        self._store = store
        self._champion = champion
        self._catalogues = catalogues
        self._board = board
        self._advice = advice

    def levels(self) -> Mapping[str, str]:
        """My newest level for each skill I have rated."""
        return {one.skill: one.level for one in self.assessments()}

    def assessments(self) -> list[SelfAssessment]:
        """All my self-assessments, oldest first."""
        with self._store.reading() as tx:
            return tx.training.assessments(self._champion.id)

    def areas(self, framework: Framework, then: datetime) -> list[AreaLevel]:
        """Each area of a framework, as I rate it now and as I did at an earlier time."""
        mine = self.assessments()
        now_levels = {one.skill: LEVELS.index(one.level) for one in mine}
        then_levels = {one.skill: LEVELS.index(one.level) for one in mine if one.rated_at <= then}
        found = []
        for area in framework.areas:
            skills = [skill.code for skill in framework.skills if skill.area == area.code]
            rated = [now_levels[code] for code in skills if code in now_levels]
            before = [then_levels[code] for code in skills if code in then_levels]
            found.append(
                AreaLevel(
                    area.code,
                    sum(rated) / len(rated) if rated else None,
                    sum(before) / len(before) if before else None,
                    len(rated),
                    len(skills),
                )
            )
        return found

    def rate(self, levels: Mapping[str, str]) -> Done:
        """Keep how I rate skills today; a skill rated as before is not written again."""
        with self._store.transaction() as tx:
            before = {one.skill: one for one in tx.training.assessments(self._champion.id)}
            sharing = bool(tx.rating_shares.all(champion_id=self._champion.id))
            rated = list[str]()
            for skill, level in levels.items():
                known = before.get(skill)
                # Whoever shares may say it again, so that one that was only counted can be seen.
                if known is None or known.level != level or (sharing and known.told == COUNTED):
                    tx.training.assess(SelfAssessment(self._champion.id, skill, level))
                    rated.append(skill)
            settle_skills(tx, rated)
            batch = tx.changes.batch
        self._board.tell("training")
        return Done(batch)

    def enrolments(self) -> list[Enrolment]:
        """My courses: what is planned and started first, then what is done, newest first."""
        with self._store.reading() as tx:
            mine = tx.training.enrolments(self._champion.id)
        return sorted(mine, key=lambda e: (e.state == "done", -(e.on or e.due or date.max).toordinal()))

    def enrol(self, enrolment: Enrolment, accepted: Accepted = NOTHING_ACCEPTED) -> Done:
        """Keep a course of mine. Raises `Invalid` for a title that looks personal."""
        check_texts(enrolment, accepted)
        with self._store.transaction() as tx:
            tx.training.enrol(enrolment)
            batch = tx.changes.batch
        self._board.tell("training")
        return Done(batch, enrolment.id)

    def amend(self, enrolment: Enrolment, accepted: Accepted = NOTHING_ACCEPTED) -> Done:
        """Keep a course's new state. Raises `Invalid` for a title that looks personal and did not before."""
        with self._store.transaction() as tx:
            mine = tx.training.enrolments(enrolment.champion_id)
            before = next((one for one in mine if one.id == enrolment.id), None)
            check_texts(enrolment, accepted, before)
            tx.training.amend_enrolment(enrolment)
            batch = tx.changes.batch
        self._board.tell("training")
        return Done(batch, enrolment.id)

    def finish(self, enrolment: Enrolment, on: date, accepted: Accepted = NOTHING_ACCEPTED) -> Done:
        """Mark a course as done on a day; its refresh date follows from the catalogue."""
        course = next((c for c in self._catalogues.courses if c.code == enrolment.course), None)
        months = course.refresh_months if course else None
        due = refresh_date(on, months or 0)
        return self.amend(replace(enrolment, state="done", on=on, due=due), accepted)

    def remove(self, enrolment_id: str) -> Done:
        """Take a course out of my list."""
        with self._store.transaction() as tx:
            tx.training.remove_enrolment(enrolment_id)
            batch = tx.changes.batch
        self._board.tell("training")
        return Done(batch, enrolment_id)

    def hours(self, year: int) -> float:
        """Hours of courses done in a year."""
        return sum(e.hours for e in self.enrolments() if e.state == "done" and e.on and e.on.year == year)

    def due(self, today: date, days: int = 30) -> list[Enrolment]:
        """Courses that are due, or soon will be."""
        return [e for e in self.enrolments() if e.due and e.due <= today + timedelta(days=days)]

    def goals(self) -> list[Goal]:
        """The open lines of my plan, newest first."""
        with self._store.reading() as tx:
            return [goal for goal in tx.training.goals(self._champion.id) if goal.state == "open"]

    def add_goal(self, goal: Goal, accepted: Accepted = NOTHING_ACCEPTED) -> Done:
        """Take something into my plan. Raises `Invalid` for a text that looks personal."""
        check_texts(goal, accepted)
        with self._store.transaction() as tx:
            tx.training.add_goal(goal)
            batch = tx.changes.batch
        self._board.tell("training")
        return Done(batch, goal.id)

    def close_goal(self, goal: Goal, state: str = "done") -> Done:
        """Mark a line of my plan as done, or put it away."""
        with self._store.transaction() as tx:
            tx.training.amend_goal(replace(goal, state=state))
            batch = tx.changes.batch
        self._board.tell("training")
        return Done(batch, goal.id)

    def suggestions(self) -> list[Suggestion]:
        """Topics where I got stuck lately and have not taken up since, the most pressing first."""
        return [
            Suggestion(one.code, one.stuck, one.asked, one.level)
            for one in self._advice.all()
            if one.kind == TOPIC and one.stuck
        ]

    def record_pdf(
        self,
        site_name: str,
        skills: tuple[tuple[str, str], ...],
        demo: bool = False,
        plan: tuple[tuple[str, str], ...] = (),
        practice: tuple[tuple[str, str], ...] = (),
        badges: tuple[tuple[str, str], ...] = (),
    ) -> bytes:
        """My training record as PDF; `skills` are labels with the word for my level, the rest is as in
        `TrainingRecord`."""
        # reportlab loads slowly
        from champion_desk.documents.training_record import TrainingRecord, write_training_record

        today = date.today()
        courses = tuple(self.enrolments())
        record = TrainingRecord(
            self._champion.name,
            site_name,
            courses,
            skills,
            self.hours(today.year),
            today,
            plan,
            practice,
            badges,
        )
        return write_training_record(record, demo)

    def certificate_pdf(self, enrolment: Enrolment, site_name: str, demo: bool = False) -> bytes:
        """A certificate of one course of mine that is done, for my file. Raises `Problem("record-gone")`."""
        # reportlab loads slowly
        from champion_desk.documents.course_certificate import write_certificate

        if enrolment.state != "done" or all(one.id != enrolment.id for one in self.enrolments()):
            raise Problem("record-gone")
        return write_certificate(self._champion.name, site_name, enrolment, date.today(), demo)

    def evidence(self, months: int = 3) -> list[tuple[str, int]]:
        """How often I helped with each topic lately, most often first: in this month and those before."""
        counts = Counter[str]()
        with self._store.reading() as tx:
            for one in tx.practice.of_champion(self._champion.id, months_back(date.today(), months)):
                for topic in {self._catalogues.counted_as("topics", code) for code in one.topics}:
                    counts[topic] += one.sessions
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
