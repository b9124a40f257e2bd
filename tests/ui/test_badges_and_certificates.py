"""Badges taken in and certificates kept with a course, on the training page with real files."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from champion_desk.domain.problems import Problem
from champion_desk.domain.training import Enrolment
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.badge import BadgeDialog
from champion_desk.ui.pages.training import TrainingPage
from champion_desk.ui.training_badges import Badges
from champion_desk.ui.training_certificates import Certificates
from tests.services.badges_made import second
from tests.ui.conftest import RecordingWindow
from tests.ui.test_my_training import press, words


@pytest.fixture
def badges(qtbot: QtBot, window_context: Context) -> Badges:
    made = Badges(window_context)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    made.load()
    return made


@pytest.fixture
def page(qtbot: QtBot, window_context: Context) -> TrainingPage:
    made = TrainingPage(window_context)
    qtbot.addWidget(made)
    made.resize(1190, 672)
    made.show()
    made.enter()
    return made


def badge_file(folder: Path, **changed: object) -> Path:
    path = folder / "badge.json"
    path.write_text(json.dumps(second(**changed)), encoding="utf-8")
    return path


def asked(qtbot: QtBot) -> BadgeDialog:
    def found() -> list[BadgeDialog]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, BadgeDialog) and w.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def test_a_badge_is_kept_with_what_was_proven_and_what_could_not_be(
    badges: Badges, window_context: Context, window: RecordingWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    badges.look_at(badge_file(tmp_path))
    dialog = asked(qtbot)
    said = words(dialog)
    assert "From Sample Council" in said
    assert "It is a whole Open Badge." in said
    assert "It is not signed, so anyone could have changed it." in said
    dialog.submit()
    assert [one.name for one in window_context.services.learning.badges.all()] == ["Digital champion"]
    assert "Not checked: whether it was given to you." in badges.details.text()
    badges.look_at(badge_file(tmp_path))
    again = asked(qtbot)
    again.submit()
    assert again.complaint.text() == "You have this badge already."
    again.reject()
    press(badges, "Take this badge away")
    assert window_context.services.learning.badges.all() == []
    assert window.undo is not None
    window_context.services.history.undo(window.undo)
    assert len(window_context.services.learning.badges.all()) == 1


def test_a_badge_whose_time_is_over_is_kept_only_by_saying_so(
    badges: Badges, window_context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    badges.look_at(badge_file(tmp_path, expires="2026-04-01T00:00:00Z"))
    dialog = asked(qtbot)
    assert dialog.main.text() == "Keep it all the same"
    assert "Its time is over." in words(dialog)
    dialog.submit()
    assert len(window_context.services.learning.badges.all()) == 1


def test_what_is_no_badge_gets_one_sentence(
    badges: Badges, window: RecordingWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "notes.json"
    path.write_text("{}", encoding="utf-8")
    badges.look_at(path)
    qtbot.waitUntil(lambda: bool(window.problems))
    assert isinstance(window.problems[0], Problem)
    assert badges.model.rowCount() == 0


def test_a_certificate_is_a_name_beside_its_course_that_can_be_saved_again(
    page: TrainingPage, window_context: Context, window: RecordingWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    services = window_context.services
    services.training.enrol(Enrolment(services.champion.id, "", "Safeguarding"))
    assert not page.certificates.isVisibleTo(page)
    page.courses.table.select_row(0)
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    picture.save(str(tmp_path / "mine.png"))
    shown: Certificates = page.certificates
    shown.keep(tmp_path / "mine.png")
    qtbot.waitUntil(lambda: window.said[-1:] == ["Kept with the course: mine.png"])
    assert "mine.png" in words(page.courses)
    facts = services.learning.certificates.all()[0]
    shown.save(facts, tmp_path / "again.png")
    qtbot.waitUntil(lambda: "again.png" in window.said[-1])
    assert (tmp_path / "again.png").read_bytes() == (tmp_path / "mine.png").read_bytes()
    press(page, "Take away: mine.png")
    assert services.learning.certificates.all() == []
    (tmp_path / "notes.pdf").write_text("no PDF", encoding="utf-8")
    shown.keep(tmp_path / "notes.pdf")
    qtbot.waitUntil(lambda: bool(window.problems))


def test_a_course_that_is_done_has_a_certificate_for_my_file(
    page: TrainingPage, window_context: Context, window: RecordingWindow, qtbot: QtBot
) -> None:
    services = window_context.services
    services.training.enrol(Enrolment(services.champion.id, "", "Safeguarding"))
    page.courses.table.select_row(0)
    assert not page.certificates.make.isVisibleTo(page)
    services.training.finish(services.training.enrolments()[0], date(2026, 3, 3))
    assert page.courses.table.record().state == "done"
    press(page, "Make one for my file…")
    qtbot.waitUntil(lambda: bool(window.saved), timeout=20_000)
    assert window.saved[0].startswith(b"%PDF")
