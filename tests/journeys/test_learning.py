"""From "I got stuck" to a course that is done, in the real window: rated, stuck, suggested, learnt."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from champion_desk.services import Services
from champion_desk.services.demo import PASSPHRASE
from champion_desk.tour_hands import Hands
from champion_desk.tour_steps import Script, type_passphrase
from champion_desk.ui import main_window
from champion_desk.ui.main_window import MainWindow
from champion_desk.ui.pages.desk import DeskPage
from champion_desk.ui.pages.log import LogPage
from champion_desk.ui.pages.training import TrainingPage
from champion_desk.ui.widgets.labels import PlainLabel
from tests.walking import walking

TOPIC = "blue-badge"


def words(widget: QWidget) -> str:
    QApplication.processEvents()  # what was just put on screen is shown with the next events
    return "\n".join(label.text() for label in widget.findChildren(PlainLabel) if label.isVisibleTo(widget))


def press(widget: QWidget, name: str) -> None:
    """Press a button by its name, as whoever hears the window does."""
    QApplication.processEvents()
    button = next(
        button
        for button in widget.findChildren(QPushButton)
        if name in (button.accessibleName(), button.text().replace("&", "")) and button.isVisibleTo(widget)
    )
    button.setFocus()
    button.click()
    QApplication.processEvents()


def get_stuck(script: Script) -> None:
    """Log a session that one got stuck in, by keys."""
    hands = script.hands
    before = len(services_of(script).sessions.on(date.today()))
    hands.press("F2")
    script.page(LogPage)
    hands.type("blue")
    hands.press("Return", "P", "Alt+S", "Ctrl+Return")
    hands.wait("the session", lambda: len(services_of(script).sessions.on(date.today())) > before)


def services_of(script: Script) -> Services:
    return script.screen(MainWindow).context.services


def bring_back(script: Script, field: QWidget) -> None:
    """The keyboard is in a field; without a screen nobody else gives it back to the window."""
    frame = script.desktop.frame
    frame.activateWindow()
    script.hands.wait("the window", frame.isActiveWindow)
    field.setFocus()


def training(hands: Hands, script: Script) -> TrainingPage:
    hands.press("Ctrl+5")
    page = script.page(TrainingPage)
    hands.settle()
    return page


def test_from_stuck_to_a_course_done(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = tmp_path / "record.pdf"
    monkeypatch.setattr(main_window, "ask_where_to_save", lambda *_asked: paper)
    with walking(tmp_path / "demo") as script:
        type_passphrase(script, PASSPHRASE)
        script.hands.press("Return")
        script.page(DeskPage)
        script.hands.settle()
        hands, services = script.hands, services_of(script)
        # Rate the skills of one area by the keys 1 to 4.
        page = training(hands, script)
        rated = len(services.training.assessments())
        press(page, "Check my skills, 5 minutes")
        hands.settle()
        count = len(page.walk._groups)
        hands.press(*"4" * count)
        press(page.walk, "Stop here and keep what I rated")
        assert len(services.training.assessments()) > rated
        # Get stuck three times, and see why it is suggested.
        for _each in range(3):
            get_stuck(script)
        page = training(hands, script)
        label = services.catalogues["topics"].label(TOPIC)
        assert TOPIC in [one.code for one in services.learning.suggestions.all()]
        if page.practice._more.isVisible():
            press(page.practice, page.practice._more.text())
        said = words(page.practice)
        assert label in said
        assert "You were stuck 3 times lately." in said
        press(page.practice, f"Add to my plan: {label}")
        assert TOPIC in [goal.topic for goal in services.learning.plan.goals()]
        # Enrol on a course, do it, and keep its certificate.
        before = {one.id for one in services.training.enrolments()}
        press(page.courses, "Add a course")
        form = page.course_form
        course = next(one for one in services.learning.courses.offered() if one.hours)
        form.course.set_code(course.code)
        form.course.chosen.emit(course.code)
        bring_back(script, form.course)
        hands.press("Ctrl+Return")
        (enrolled,) = (one for one in services.training.enrolments() if one.id not in before)
        assert enrolled.state == "planned"
        hours = services.training.hours(enrolled.on.year if enrolled.on else 2026)
        page.courses.finish.emit(enrolled)
        hands.settle()
        bring_back(script, form.day)
        hands.press("Ctrl+Return")
        done = next(one for one in services.training.enrolments() if one.id == enrolled.id)
        assert done.state == "done"
        assert services.training.hours(done.on.year if done.on else 2026) > hours
        page.courses.selected.emit(done)
        certificate = tmp_path / "certificate.pdf"
        certificate.write_bytes(services.training.certificate_pdf(done, services.site.name))
        page.certificates.keep(certificate)
        hands.wait("the certificate", lambda: bool(services.learning.certificates.all()))
        # See the change, and take the record home.
        press(page, "Over time")
        assert page.skills.model.rowCount()
        press(page.skills, "Back")
        press(page, "My record")
        press(page.record, "Save as a PDF…")
        hands.wait("the record", paper.exists)
        text = " ".join(page_.extract_text() for page_ in PdfReader(BytesIO(paper.read_bytes())).pages)
        assert enrolled.title.split(":")[0] in " ".join(text.split())
