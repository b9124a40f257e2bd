"""Self-assessments, enrolments and goals in and out of the store."""

from __future__ import annotations

from sqlalchemy import Connection, select

from champion_desk.domain.training import Enrolment, Goal, SelfAssessment
from champion_desk.storage import tables
from champion_desk.storage.changes import Change, Changes
from champion_desk.storage.rows import from_row, to_row


class TrainingRepository:
    """What a champion learns; everything is asked for by champion."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes

    def assess(self, assessment: SelfAssessment) -> None:
        """Keep a self-assessment; earlier ones stay."""
        self._changes.add(tables.self_assessments, to_row(assessment))

    def assessments(self, champion_id: str) -> list[SelfAssessment]:
        """All of a champion's self-assessments, oldest first."""
        table = tables.self_assessments
        query = (
            select(table)
            .where(table.c.champion_id == champion_id, table.c.removed_at.is_(None))
            .order_by(table.c.rated_at, table.c.id)
        )
        return [from_row(SelfAssessment, row) for row in self._connection.execute(query).mappings()]

    def enrol(self, enrolment: Enrolment) -> None:
        """Keep a new enrolment."""
        self._changes.add(tables.enrolments, to_row(enrolment))

    def amend_enrolment(self, enrolment: Enrolment) -> bool:
        """Keep an enrolment's new values."""
        return self._changes.amend(tables.enrolments, to_row(enrolment))

    def remove_enrolment(self, enrolment_id: str) -> None:
        """Set an enrolment aside."""
        self._changes.remove(tables.enrolments, enrolment_id)

    def enrolments(self, champion_id: str = "") -> list[Enrolment]:
        """A champion's enrolments, or everyone's, newest first."""
        table = tables.enrolments
        query = select(table).where(table.c.removed_at.is_(None)).order_by(table.c.id.desc())
        if champion_id:
            query = query.where(table.c.champion_id == champion_id)
        return [from_row(Enrolment, row) for row in self._connection.execute(query).mappings()]

    def add_goal(self, goal: Goal) -> None:
        """Keep a new goal."""
        self._changes.add(tables.goals, to_row(goal))

    def amend_goal(self, goal: Goal) -> bool:
        """Keep a goal's new values."""
        return self._changes.amend(tables.goals, to_row(goal))

    def goal_history(self, goal_id: str) -> list[Change]:
        """What happened to a goal, oldest first."""
        return self._changes.history(tables.goals, goal_id)

    def goals(self, champion_id: str) -> list[Goal]:
        """A champion's goals, newest first, those dismissed among them."""
        table = tables.goals
        query = (
            select(table)
            .where(table.c.champion_id == champion_id, table.c.removed_at.is_(None))
            .order_by(table.c.id.desc())
        )
        return [from_row(Goal, row) for row in self._connection.execute(query).mappings()]
