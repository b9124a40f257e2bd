"""What is worth learning next, for the champion at the desk; taken into the plan, put off, or dismissed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.courses import CHAMPION, LEAD, DueCourse, due_courses
from champion_desk.domain.problems import Invalid
from champion_desk.domain.suggestions import (
    COURSE,
    DISMISSED,
    PUT_OFF,
    TAKEN,
    Advice,
    SuggestionAnswer,
    TopicPractice,
    advice,
)
from champion_desk.domain.training import LEVELS, Enrolment, Goal
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.services.evidence import months_back, skills_by_topic
from champion_desk.storage.store import Store, Transaction

_MONTHS = 3  # practice that counts as lately: this month and the two before
_STUCK_DAYS = 60


class SuggestionService:
    """Suggestions with their reasons. Read from sums, so that a million sessions take no longer."""

    def __init__(
        self, store: Store, champion: Champion, site: Site, catalogues: Catalogues, board: ChangeBoard
    ) -> None:
        self._store, self._champion, self._site = store, champion, site
        self._catalogues, self._board = catalogues, board

    def all(self, today: date | None = None) -> list[Advice]:
        """Every suggestion that stands, the most pressing first."""
        today = today or date.today()
        with self._store.reading() as tx:
            goals = tx.training.goals(self._champion.id)
            taken = {self._counted(goal.topic): goal.made_at for goal in reversed(goals) if goal.topic}
            answers = tx.answers.all(champion_id=self._champion.id)
            return advice(self._topics(tx, today), self._due(tx, today), answers, taken, today)

    def _counted(self, topic: str) -> str:
        return self._catalogues.counted_as("topics", topic)

    def _topics(self, tx: Transaction, today: date) -> list[TopicPractice]:
        me, since = self._champion.id, months_back(today, _MONTHS)
        lately = datetime.now(UTC) - timedelta(days=_STUCK_DAYS)
        stuck = self._catalogues.as_one("topics", tx.sessions.topic_uses(lately, me, only_stuck=True))
        last: dict[str, datetime] = {}
        for code, at in tx.sessions.last_stuck(me).items():
            last[self._counted(code)] = max(at, last.get(self._counted(code), at))
        asked = Counter[str]()
        for topics, sessions in tx.practice.at_site(self._site.id, since):
            for topic in {self._counted(one) for one in topics}:
                asked[topic] += sessions
        able: dict[str, set[str]] = {}
        for (_site, topic), champions in tx.practice.able(since, self._site.id).items():
            able.setdefault(self._counted(topic), set()).update(champions)
        for code, champion, count in tx.practice.tallied(since, self._site.id):
            asked[self._counted(code)] += count
            able.setdefault(self._counted(code), set()).add(champion)  # who counts one has helped
        skills = skills_by_topic(self._catalogues)
        levels = {one.skill: one.level for one in tx.training.assessments(me)}
        offered = set(self._catalogues.offered("topics").codes)
        return [
            TopicPractice(
                topic,
                asked[topic],
                stuck[topic],
                self._lowest([levels[code] for code in skills.get(topic, ()) if code in levels]),
                len(able.get(topic, ())),
                last.get(topic),
                topic in skills,
            )
            for topic in sorted(set(asked) | set(stuck))
            if topic in offered or stuck[topic]
        ]

    @staticmethod
    def _lowest(levels: list[str]) -> str:
        return min(levels, key=LEVELS.index, default="")

    def _due(self, tx: Transaction, today: date) -> list[DueCourse]:
        """What is due and not yet planned anew."""
        mine = tx.training.enrolments(self._champion.id)
        planned = {one.course for one in mine if one.course and one.state != "done"}
        role = LEAD if self._champion.lead else CHAMPION
        due = due_courses(self._champion.id, role, mine, tx.duties.all(), today)
        return [one for one in due if one.course and one.course not in planned]

    # Answers

    def take(self, one: Advice) -> Done:
        """Take a suggestion into my plan: a topic as a line of it, a course as planned for its day."""

        def write(tx: Transaction) -> None:
            if one.kind == COURSE:
                known = next((c for c in self._catalogues.courses if c.code == one.code), None)
                title = one.title or (known.label() if known else one.code)
                hours = known.hours if known else 0.0
                tx.training.enrol(
                    Enrolment(self._champion.id, one.code, title[:120], hours=hours, due=one.by)
                )
                return
            tx.training.add_goal(Goal(self._champion.id, topic=one.code))
            tx.answers.keep(SuggestionAnswer(self._champion.id, one.kind, one.code, TAKEN))

        return self._write(write)

    def put_off(self, one: Advice, until: date) -> Done:
        """Don't suggest it before a day to come. Raises `Invalid("until", …)`."""
        if until <= date.today():
            raise Invalid("until", "date-order")
        answer = SuggestionAnswer(self._champion.id, one.kind, one.code, PUT_OFF, until)
        return self._write(lambda tx: tx.answers.keep(answer))

    def dismiss(self, one: Advice) -> Done:
        """Never suggest it again; `dismissed` and `ask_again` bring it back."""
        answer = SuggestionAnswer(self._champion.id, one.kind, one.code, DISMISSED)
        return self._write(lambda tx: tx.answers.keep(answer))

    def dismissed(self) -> list[SuggestionAnswer]:
        """What I dismissed for good or put off."""
        with self._store.reading() as tx:
            return [one for one in tx.answers.all(champion_id=self._champion.id) if one.answer != TAKEN]

    def ask_again(self, answer: SuggestionAnswer) -> Done:
        """Suggest it again from now on."""
        return self._write(lambda tx: tx.answers.remove(answer.id))

    def _write(self, write: Callable[[Transaction], object]) -> Done:
        with self._store.transaction() as tx:
            write(tx)
            batch = tx.changes.batch
        self._board.tell("training")
        return Done(batch)
