"""Exercises of two minutes: which there are, one to do, and that I did it, which counts as evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from champion_desk.domain.champions import Champion
from champion_desk.domain.practice import Exercise, Practice
from champion_desk.domain.problems import Problem
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.services.exercise_files import read_exercise, read_facts
from champion_desk.storage.store import Store


@dataclass(frozen=True, slots=True)
class OfferedExercise:
    """A card in a list: in the language asked for where it exists, else in English."""

    topic: str
    language: str
    title: str
    summary: str
    done_at: datetime | None
    right_answers: int = 0


class ExerciseService:
    """The exercises that ship, and which of them the champion at the desk did."""

    def __init__(self, store: Store, champion: Champion, folder: Path, board: ChangeBoard) -> None:
        self._store, self._champion, self._folder, self._board = store, champion, folder, board
        self._facts: dict[Path, Mapping[str, object]] = {}
        self._problems: dict[Path, Problem] = {}

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with cards that are left out."""
        self.offered()
        return tuple(self._problems.values())

    def topics(self) -> frozenset[str]:
        """The topics that have a card."""
        return frozenset(path.parent.name for path in self._folder.glob("*/en.md"))

    def offered(self, language: str = "en") -> list[OfferedExercise]:
        """Every card: those not done yet first, then the one done longest ago. A broken one is left out."""
        with self._store.reading() as tx:
            last = {one.topic: one for one in tx.practices.all(champion_id=self._champion.id)}
        found = []
        for topic in sorted(self.topics()):
            path = self._path(topic, language)
            facts = self._facts_of(path)
            if facts is not None:
                mine = last.get(topic)
                found.append(
                    OfferedExercise(
                        topic,
                        path.stem,
                        str(facts["title"]),
                        str(facts["summary"]),
                        mine.done_at if mine else None,
                        mine.right_answers if mine else 0,
                    )
                )
        undone = [one for one in found if one.done_at is None]
        return undone + sorted((one for one in found if one.done_at), key=lambda one: str(one.done_at))

    def _path(self, topic: str, language: str) -> Path:
        wanted = self._folder / topic / f"{language}.md"
        return wanted if wanted.is_file() else self._folder / topic / "en.md"

    def _facts_of(self, path: Path) -> Mapping[str, object] | None:
        if path not in self._facts and path not in self._problems:
            try:
                self._facts[path] = read_facts(path)
            except Problem as problem:
                self._problems[path] = problem
        return self._facts.get(path)

    def get(self, topic: str, language: str = "en") -> Exercise:
        """The card of a topic. Raises `Problem` where there is none, or it can't be read."""
        if topic not in self.topics():
            raise Problem("exercise-unknown", given=topic)
        return read_exercise(self._path(topic, language))

    def done(self, topic: str, right_answers: int) -> Done:
        """Keep that I did it, with how many answers were right at first; it counts for the topic's skills."""
        if topic not in self.topics():
            raise Problem("exercise-unknown", given=topic)
        practice = Practice(self._champion.id, topic, right_answers)
        with self._store.transaction() as tx:
            tx.practices.keep(practice)
            batch = tx.changes.batch
        self._board.tell("training")
        return Done(batch, practice.id)
