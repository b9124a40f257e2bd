"""The training page, by its own widgets."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.training import LEVELS, Enrolment
from champion_desk.ui.context import Context
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


def words(page: TrainingPage) -> str:
    QApplication.processEvents()  # what was just put on screen is shown with the next events
    return "\n".join(label.text() for label in page.findChildren(PlainLabel) if label.isVisibleTo(page))


def press(page: TrainingPage, name: str) -> None:
    QApplication.processEvents()  # what was just put on screen is shown with the next events
    button = next(
        button
        for button in page.findChildren(QPushButton)
        if name in (button.accessibleName(), button.text().replace("&", "")) and button.isVisibleTo(page)
    )
    button.click()


def test_an_empty_page_says_what_to_do(page: TrainingPage) -> None:
    assert "No courses yet" in words(page)
    assert "I got stuck" in words(page)
    assert page.badge() == 0


def test_getting_stuck_in_a_session_arrives_here_and_goes_into_the_plan(
    page: TrainingPage, window_context: Context, window: RecordingWindow
) -> None:
    services = window_context.services
    services.sessions.log(
        AssistedSession(
            services.champion.id, services.site.id, datetime.now(UTC), ("nhs-app",), 9, "partly", stuck=True
        )
    )
    label = services.catalogues["topics"].label("nhs-app")
    assert page.badge() == 1
    assert "You were stuck once lately." in words(page)
    press(page, f"Add to my plan: {label}")
    assert [goal.topic for goal in services.training.goals()] == ["nhs-app"]
    assert window.undo is not None
    assert page.badge() == 0
    press(page, f"Done: {label}")
    assert services.training.goals() == []


def test_a_course_is_added_marked_done_and_counts_its_hours(
    page: TrainingPage, window_context: Context, qtbot: QtBot
) -> None:
    training = window_context.services.training
    press(page, "Add a course")
    form = page.course_form
    qtbot.keyClicks(form.title, "Helping with sight loss")
    form.hours.setValue(3)
    qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [one.title for one in training.enrolments()] == ["Helping with sight loss"]
    page.courses.table.select_row(0)
    press(page, "Mark as done")
    form.day.set_day(date(date.today().year, 3, 3))
    form.save()
    done = training.enrolments()[0]
    assert (done.state, done.on) == ("done", date(date.today().year, 3, 3))
    assert training.hours(date.today().year) == 3
    assert "3 hours this year" in words(page)


def test_a_course_without_a_name_is_said_beside_its_field(
    page: TrainingPage, window_context: Context
) -> None:
    press(page, "Add a course")
    page.course_form.save()
    assert "This is needed." in words(page)
    assert window_context.services.training.enrolments() == []


def test_the_walk_keeps_what_was_rated_wherever_it_stops(page: TrainingPage, window_context: Context) -> None:
    press(page, "Check my skills, 5 minutes")
    first, second = list(page.walk._groups)[:2]
    page.walk._groups[first].set_codes(["alone"])
    press(page, "Next")
    page.walk._groups[next(iter(page.walk._groups))].set_codes(["could-teach"])
    assert page.step_back()
    levels = window_context.services.training.levels()
    assert levels[first] == "alone"
    assert second not in levels
    assert list(levels.values()).count("could-teach") == 1
    assert not page.step_back()


def test_the_keys_one_to_four_rate_a_skill_and_go_to_the_next(
    page: TrainingPage, window_context: Context, qtbot: QtBot
) -> None:
    press(page, "Check my skills, 5 minutes")
    page.activateWindow()
    QApplication.processEvents()
    groups = dict(page.walk._groups)
    rated = ("3", "1", "4", "2")
    for at in range(len(groups)):
        focused = page.walk.focusWidget()
        assert list(groups.values())[at].isAncestorOf(focused)
        qtbot.keyClicks(focused, rated[at % 4])
    focused = page.walk.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "Next"
    qtbot.keyClicks(focused, "1")  # on a button they do nothing
    qtbot.keyClick(focused, Qt.Key.Key_Return)
    levels = window_context.services.training.levels()
    assert [levels[code] for code in groups] == [LEVELS[int(rated[at % 4]) - 1] for at in range(len(groups))]
    assert f"{len(groups)} of" in words(page)


def test_the_last_step_finishes(page: TrainingPage, window: RecordingWindow) -> None:
    press(page, "Check my skills, 5 minutes")
    for _ in range(len(page.where.framework.areas) - 1):
        press(page, "Next")
    press(page, "Finish")
    assert page.views.currentWidget() is page.overview
    assert window.said[-1] == "Your skills are up to date."


def test_my_record_is_a_sheet(
    page: TrainingPage, window_context: Context, window: RecordingWindow, qtbot: QtBot
) -> None:
    training = window_context.services.training
    training.enrol(replace(Enrolment(window_context.services.champion.id, "", "Safeguarding"), hours=2.0))
    training.rate({page.where.framework.skills[0].code: LEVELS[2]})
    press(page, "My record")
    press(page, "Save as a PDF…")
    qtbot.waitUntil(lambda: bool(window.saved))
    assert window.saved[0].startswith(b"%PDF")
