"""My own training: suggestions answered, a plan kept, skills over time, the record taken away and erased."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from champion_desk.domain.champions import Champion
from champion_desk.domain.courses import CHAMPION, Duty
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.training import Goal
from champion_desk.services import Services
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.dialogs.goal import GoalDialog
from champion_desk.ui.pages.training import TrainingPage
from champion_desk.ui.widgets.labels import PlainLabel
from tests.ui.conftest import RecordingWindow


@pytest.fixture
def page(qtbot: QtBot, window_context: Context) -> TrainingPage:
    made = TrainingPage(window_context)
    qtbot.addWidget(made)
    made.resize(1190, 672)
    made.show()
    made.enter()
    return made


def words(widget: QWidget) -> str:
    QApplication.processEvents()  # what was just put on screen is shown with the next events
    return "\n".join(label.text() for label in widget.findChildren(PlainLabel) if label.isVisibleTo(widget))


def press(widget: QWidget, name: str) -> None:
    QApplication.processEvents()  # what was just put on screen is shown with the next events
    button = next(
        button
        for button in widget.findChildren(QPushButton)
        if name in (button.accessibleName(), button.text().replace("&", "")) and button.isVisibleTo(widget)
    )
    button.click()


def dialog(kind: type[Dialog]) -> Dialog:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def stick(services: Services, topic: str, times: int = 1) -> None:
    for _each in range(times):
        services.sessions.log(
            AssistedSession(
                services.champion.id, services.site.id, datetime.now(UTC), (topic,), 9, "partly", stuck=True
            )
        )


def topic(services: Services, code: str) -> str:
    return services.catalogues["topics"].label(code)


def rate(services: Services, code: str, level: str) -> None:
    """Rate each skill of a topic."""
    skills = [s.code for f in services.catalogues.frameworks for s in f.skills if code in s.topics]
    services.training.rate(dict.fromkeys(skills, level))


def test_a_suggestion_says_how_often_it_was_asked_for_how_it_is_rated_and_where_one_was_stuck(
    page: TrainingPage, window_context: Context
) -> None:
    services = window_context.services
    rate(services, "nhs-app", "with-help")
    stick(services, "nhs-app", 3)
    for _each in range(11):
        services.sessions.log(
            AssistedSession(
                services.champion.id, services.site.id, datetime.now(UTC), ("nhs-app",), 9, "done"
            )
        )
    said = words(page.practice)
    assert "You were stuck 3 times lately." in said
    assert "Asked for 14 times here in three months, and you rated it “with help”." in said


def test_not_now_and_never_put_it_away_and_each_can_be_undone_or_asked_again(
    page: TrainingPage, window_context: Context, window: RecordingWindow
) -> None:
    services = window_context.services
    stick(services, "nhs-app")
    stick(services, "printing-scanning")
    press(page, f"Not now: {topic(services, 'nhs-app')}")
    assert topic(services, "nhs-app") not in words(page.practice)
    focused = page.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == f"Add to my plan: {topic(services, 'printing-scanning')}"
    assert window.undo is not None
    services.history.undo(window.undo)
    press(page, f"Never: {topic(services, 'nhs-app')}")
    assert "is not suggested any more" in window.said[-1]
    press(page, "My record")
    press(page, f"Suggest it again: {topic(services, 'nhs-app')}")
    assert topic(services, "nhs-app") in [
        topic(services, one.code) for one in services.learning.suggestions.all()
    ]


def test_a_duty_can_be_planned_or_put_off_but_not_refused(
    page: TrainingPage, window_context: Context
) -> None:
    services = window_context.services
    course = services.learning.courses.offered()[0]
    services.learning.courses.set_duty(Duty(course.code, CHAMPION, 10))
    assert "Everyone in your role does this by" in words(page.practice)
    never = next(
        b for b in page.findChildren(QPushButton) if b.accessibleName() == f"Never: {course.label()}"
    )
    assert not never.isVisibleTo(page)
    assert page.badge() == 1
    press(page, f"Plan it: {course.label()}")
    assert [one.course for one in services.training.enrolments()] == [course.code]


def test_more_than_three_suggestions_unfold(page: TrainingPage, window_context: Context) -> None:
    for code in ("nhs-app", "printing-scanning", "wifi", "scams", "cv"):
        stick(window_context.services, code)
    assert len(page.practice._first) == 3
    press(page, "Show 2 more")
    assert len(page.practice._first) == 5


def test_a_line_of_the_plan_has_a_step_a_buddy_and_a_day(
    page: TrainingPage, window_context: Context, window: RecordingWindow
) -> None:
    services = window_context.services
    ewan = Champion("Ewan")
    services.desk.add_champion(ewan, "lantern kettle harbour nine")
    press(page, "Add a line")
    asked = dialog(GoalDialog)
    assert isinstance(asked, GoalDialog)
    asked.submit()
    assert asked.form.field("text").property("wrong")
    asked.text.setText("Screen readers on phones")
    asked.step.setText("Try one for ten minutes")
    asked.buddy.set_code(ewan.id)
    asked.day.set_day(date.today())
    asked.submit()
    assert not asked.isVisible()
    said = words(page.plan)
    assert "Next: Try one for ten minutes" in said
    assert "With Ewan" in said
    goal = services.learning.plan.goals()[0]
    assert (goal.buddy_id, goal.review_on) == (ewan.id, date.today())
    assert page.badge() == 1
    press(page, "Done: Screen readers on phones")
    assert services.learning.plan.goals() == []
    assert window.undo is not None
    services.history.undo(window.undo)
    press(page, "Take it out: Screen readers on phones")
    assert [one.state for one in services.learning.plan.goals(("dismissed",))] == ["dismissed"]


def test_skills_over_time_show_ratings_and_sessions_of_the_skill_chosen(
    page: TrainingPage, window_context: Context
) -> None:
    services = window_context.services
    press(page, "Over time")
    assert "Nothing to show yet" in words(page.skills)
    page.step_back()
    rate(services, "nhs-app", "with-help")
    rate(services, "nhs-app", "alone")
    stick(services, "nhs-app", 2)
    press(page, "Over time")
    row = page.skills.table.record()
    assert (row.level, row.evidence.sessions, row.evidence.stuck) == ("alone", 2, 2)
    assert page.skills.rated.model.rowCount() == 2
    assert page.skills.rated.chart.accessibleDescription().endswith("alone")
    assert page.skills.practised.model.record(0).sessions == 2
    assert "2, not over yet" in page.skills.practised.chart.accessibleDescription()


def test_my_record_is_written_out_whole_and_as_badges(
    page: TrainingPage, window_context: Context, window: RecordingWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    services = window_context.services
    services.learning.plan.keep(Goal(services.champion.id, text="Screen readers"))
    press(page, "My record")
    page.record.export_to(tmp_path / "mine.json")
    qtbot.waitUntil(lambda: "mine.json" in "".join(window.said))
    assert "Screen readers" in (tmp_path / "mine.json").read_text(encoding="utf-8")
    page.record.export_badges_to(tmp_path / "badges.json")
    qtbot.waitUntil(lambda: "badges.json" in "".join(window.said))
    json.loads((tmp_path / "badges.json").read_text(encoding="utf-8"))
    page.record.export_to(tmp_path / "nowhere" / "mine.json")
    qtbot.waitUntil(lambda: bool(window.problems))


def test_my_record_is_erased_only_when_asked_twice(
    page: TrainingPage, window_context: Context, qtbot: QtBot
) -> None:
    services = window_context.services
    services.learning.plan.keep(
        Goal(services.champion.id, text="Screen readers", review_on=date.today() + timedelta(days=9))
    )
    press(page, "My record")
    press(page, "Erase my record…")
    asked = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
    assert isinstance(asked, Dialog)
    assert asked.out.hasFocus() or asked.focusWidget() is asked.out
    asked.reject()
    assert services.learning.plan.goals()
    press(page, "Erase my record…")
    asked = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
    assert isinstance(asked, Dialog)
    asked.submit()
    qtbot.waitUntil(lambda: not services.learning.plan.goals(), timeout=20_000)
    qtbot.waitUntil(lambda: not asked.isVisible(), timeout=20_000)
    over = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
    assert isinstance(over, Dialog)
    qtbot.waitUntil(lambda: over.out.text() == "Close", timeout=20_000)
    over.reject()


def test_a_two_minute_exercise_asks_three_questions_says_why_and_counts(
    page: TrainingPage, window_context: Context, window: RecordingWindow
) -> None:
    services = window_context.services
    stick(services, "nhs-app")
    press(page, f"Two-minute practice: {topic(services, 'nhs-app')}")
    view = page.exercises
    assert view.exercise is not None
    assert view.exercise.topic == "nhs-app"
    assert not view.check.isEnabled()
    for at, box in enumerate(view.questions):
        right = view.exercise.questions[at].right
        box.answers.chip(str(right if at else (right + 1) % 3)).click()
    view.check_answers()
    said = words(view)
    assert "Better:" in said
    assert "Right." in said
    assert view.exercise.questions[0].why in said
    assert "2 of 3 right" in window.said[-1]
    view.check_answers()  # a second time it counts no more
    mine = next(one for one in services.learning.exercises.offered() if one.topic == "nhs-app")
    assert mine.right_answers == 2
    assert {one.exercises for one in services.learning.evidence.by_skill() if one.exercises} == {1}
    assert page.step_back()
    press(page, "Practise")
    assert page.exercises.exercise is not None
    assert page.exercises.exercise.topic != "nhs-app"
