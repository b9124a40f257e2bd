"""What who leads takes in from files: courses done elsewhere, and a framework of the council's own."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from champion_desk.domain.completions import COURSE
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.completions import CompletionsDialog
from champion_desk.ui.dialogs.confirm import ConfirmDialog
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.dialogs.duty import DutyDialog
from champion_desk.ui.dialogs.framework import FrameworkDialog
from champion_desk.ui.pages.training import TrainingPage
from tests.ui.conftest import RecordingWindow
from tests.ui.test_my_training import press, words
from tests.walking import FRAMEWORK

SHEET = """Full name,What,Completion date,Hours
Mairi,Fire safety,13/02/2026,2
Mairi,Sight loss,31/31/2026,2
Someone Else,Fire safety,13/02/2026,2
"""
Kind = TypeVar("Kind", bound=Dialog)


@pytest.fixture
def page(qtbot: QtBot, window_context: Context) -> TrainingPage:
    made = TrainingPage(window_context)
    qtbot.addWidget(made)
    made.resize(1190, 672)
    made.show()
    made.enter()
    press(made, "Team")
    return made


def asked(qtbot: QtBot, kind: type[Kind]) -> Kind:
    def found() -> list[Kind]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def test_courses_done_come_in_once_columns_and_courses_are_settled(
    page: TrainingPage, window_context: Context, window: RecordingWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    training = window_context.services.training
    path = tmp_path / "done.csv"
    path.write_text(SHEET, encoding="utf-8")
    page.team.council.look_at_completions(path)
    dialog = asked(qtbot, CompletionsDialog)
    qtbot.waitUntil(lambda: bool(dialog.complaint.text()))  # no column is the course yet
    assert not dialog.main.isEnabled()
    dialog.columns.table.select_row(1)
    dialog.columns.select.set_code(COURSE)
    dialog.columns.select.chosen.emit(COURSE)
    qtbot.waitUntil(lambda: dialog.preview is not None)
    assert "1 row is of someone who is no champion here" in dialog.said.text()
    assert "Line 3: “31/31/2026” is no day." in dialog.refused.text()
    assert [row.name for row in (dialog.courses.model.record(0),)] == ["Fire safety"]  # type: ignore[attr-defined]
    dialog.courses.table.select_row(0)
    dialog.courses.select.set_code("")
    dialog.courses.select.chosen.emit("")
    qtbot.waitUntil(lambda: dialog.preview is not None and bool(dialog.preview.new))
    assert not dialog.main.isEnabled()  # one row is wrong, and nobody said to leave it out
    dialog.rest.setChecked(True)
    dialog.submit()
    qtbot.waitUntil(lambda: bool(training.enrolments()))
    assert [(one.title, one.state) for one in training.enrolments()] == [("Fire safety", "done")]
    qtbot.waitUntil(lambda: bool(window.said))
    assert window.said[-1] == "1 course done is taken in."
    page.team.council.look_at_completions(path)
    again = asked(qtbot, CompletionsDialog)
    assert "what you chose then is set" in words(again)
    qtbot.waitUntil(lambda: again.preview is not None)
    assert again.preview is not None
    assert again.preview.known == 1
    assert not again.main.isEnabled()
    again.reject()


def test_a_framework_is_shown_before_it_is_used_and_can_be_put_away(
    page: TrainingPage, window_context: Context, window: RecordingWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(FRAMEWORK, encoding="utf-8")
    page.team.council.look_at_framework(path)
    dialog = asked(qtbot, FrameworkDialog)
    assert "I can mend a paper jam" in words(dialog)
    assert all(not one.own for one in window_context.services.catalogues.frameworks)
    dialog.submit()
    assert window.said[-1] == "“Our own skills” can be rated from now on."
    page.step_back()
    page.where.chooser.chip("our-own").click()
    assert "Our desk" in words(page.where)
    press(page, "Team")
    press(page, "Stop using it: Our own skills")
    page.step_back()
    assert page.where.framework.code != "our-own"
    assert window.undo is not None
    window_context.services.history.undo(window.undo)
    assert [one.code for one in window_context.services.catalogues.frameworks if one.own] == ["our-own"]


def test_a_wrong_framework_gets_one_sentence_with_its_line(
    page: TrainingPage, window: RecordingWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(FRAMEWORK.replace('area = "our-desk"', 'area = "elsewhere"'), encoding="utf-8")
    page.team.council.look_at_framework(path)
    qtbot.waitUntil(lambda: bool(window.problems))
    assert "framework-area" in str(window.problems[0])


def test_a_course_becomes_a_duty_and_ends_being_one(
    page: TrainingPage, window_context: Context, window: RecordingWindow, qtbot: QtBot
) -> None:
    courses = window_context.services.learning.courses
    press(page.team, "Make a course a duty…")
    dialog = asked(qtbot, DutyDialog)
    dialog.course.set_code("sight-loss")
    dialog.days.setValue(10)
    dialog.submit()
    assert [(one.course, one.role, one.due_days) for one in courses.duties()] == [
        ("sight-loss", "champion", 10)
    ]
    qtbot.waitUntil(lambda: page.team.due.model.rowCount() == 1)
    page.team.duties.table.select_row(0)
    press(page.team, "End this duty")
    assert courses.duties() == []
    assert window.undo is not None
    window_context.services.history.undo(window.undo)
    assert len(courses.duties()) == 1


def test_our_own_courses_are_named_before_they_are_kept(
    page: TrainingPage, window_context: Context, window: RecordingWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    courses = window_context.services.learning.courses
    path = tmp_path / "courses.toml"
    path.write_text('[[course]]\ncode = "fire"\ntitle = "Fire safety"\nhours = 1.5\n', encoding="utf-8")
    page.team.duties.look_at(path)
    dialog = asked(qtbot, ConfirmDialog)
    assert "Fire safety" in words(dialog)
    assert courses.own() == []
    dialog.submit()
    assert [one.title for one in courses.own()] == ["Fire safety"]
    assert window.said[-1] == "1 course is taken in."
    page.step_back()
    press(page, "Add a course")
    page.course_form.course.set_code("fire")
    page.course_form.course.chosen.emit("fire")
    assert page.course_form.title.text() == "Fire safety"
