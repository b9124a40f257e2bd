"""The folded questions by keys: place, group, skills, effort, items; what is kept, and what is not asked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QWidget

from champion_desk.domain.sessions import AssistedSession
from champion_desk.services.asked import ACCESS_HELP, AGE
from champion_desk.ui import announce as announcing
from champion_desk.ui.pages.log import LogPage
from champion_desk.ui.pages.log_form import FormView
from champion_desk.ui.session_more import MoreQuestions

if TYPE_CHECKING:
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)


def view(hands: Hands) -> FormView:
    page = hands.window.page
    assert isinstance(page, LogPage)
    return page.form


def begin(hands: Hands) -> MoreQuestions:
    """Someone was helped with the NHS App, and it is done; the fold is open."""
    hands.desktop.frame.activateWindow()
    hands.press("F2")
    hands.type("nhs")
    hands.key(Qt.Key.Key_Return)
    hands.press("D")
    hands.press("Alt+O")
    return view(hands).form.more


def go_to(hands: Hands, widget: QWidget) -> None:
    """By Tab alone."""
    for _each in range(60):
        focused = QApplication.focusWidget()
        if focused is not None and (focused is widget or widget.isAncestorOf(focused)):
            return
        hands.key(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not lead to {widget.accessibleName()}")


def saved(hands: Hands) -> AssistedSession:
    return hands.window.context.services.sessions.on(date.today())[0]


def test_everything_behind_the_fold_is_reached_by_keys(hands: Hands) -> None:
    more = begin(hands)
    assert more.is_open()
    assert more.when.words.hasFocus()
    go_to(hands, more.channel)
    hands.press("Right")
    hands.key(Qt.Key.Key_Space)
    go_to(hands, more.skills)
    hands.type("pass")
    hands.key(Qt.Key.Key_Return)
    go_to(hands, more.area)
    hands.type("kirkw")
    hands.key(Qt.Key.Key_Return)
    go_to(hands, more.people)
    hands.press("Ctrl+A")
    hands.type("6")
    go_to(hands, more.effort)
    hands.press("Down")
    hands.press("Down")
    hands.key(Qt.Key.Key_Space)
    go_to(hands, more.items)
    hands.key(Qt.Key.Key_Space)
    hands.press("Right")
    hands.key(Qt.Key.Key_Space)
    assert more.button.text() == "More: 6 answers given…"
    hands.press("Ctrl+Return")
    session = saved(hands)
    assert (session.area, session.people, session.effort) == ("Kirkwall", 6, 3)
    assert session.items == ("sim", "voucher")
    assert len(session.skills) == 1
    assert session.channel


def test_each_effort_stands_beside_its_example(hands: Hands) -> None:
    more = begin(hands)
    assert more.effort.chip("2").accessibleDescription() == "print, log in, restart"
    said = {level.accessibleDescription() for level in map(more.effort.chip, "12345")}
    assert len(said) == 5
    assert all(more.effort.chip(level).isVisible() for level in "12345")


@pytest.mark.parametrize("language", ["en", "cy", "gd"])
def test_examples_of_effort_come_in_each_language(hands: Hands, language: str) -> None:
    for level in hands.window.context.services.catalogues["effort"]:
        examples = level.facts["example"]
        assert isinstance(examples, dict)
        assert examples[language]


def test_a_place_in_no_list_is_asked_about_once_and_then_kept(hands: Hands) -> None:
    more = begin(hands)
    go_to(hands, more.area)
    hands.type("Kirkwal")
    hands.key(Qt.Key.Key_Escape)  # none of those offered
    hands.press("Ctrl+Return")
    question = more.questions["area"]
    assert "Did you mean Kirkwall?" in question.problem()
    assert view(hands).is_open
    hands.press("Ctrl+Return")
    assert saved(hands).area == "Kirkwal"


def test_leaving_the_field_asks_too_and_saving_goes_on(hands: Hands) -> None:
    more = begin(hands)
    go_to(hands, more.area)
    hands.type("Skaill Ness")
    hands.key(Qt.Key.Key_Tab)
    assert "not in the list" in more.questions["area"]._hint.text()
    hands.press("Ctrl+Return")
    assert saved(hands).area == "Skaill Ness"


@pytest.mark.parametrize("address", ["12 Bridge Street", "Bridge Street"])
def test_an_address_is_not_taken_however_often_it_is_tried(hands: Hands, address: str) -> None:
    more = begin(hands)
    go_to(hands, more.area)
    hands.type(address)
    for _each in range(3):
        hands.press("Ctrl+Return")
        assert view(hands).is_open
        assert "never a house or a street" in more.questions["area"].problem()
    assert hands.window.context.services.sessions.on(date.today()) == []


def test_a_postcode_is_asked_about_by_the_scanner(hands: Hands) -> None:
    more = begin(hands)
    go_to(hands, more.area)
    hands.type("KW17 2DG")
    hands.press("Ctrl+Return")
    assert view(hands).is_open
    assert more.area.watch.line.is_asking
    assert hands.window.context.services.sessions.on(date.today()) == []


# Kept from the visitor before


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader would say."""
    said: list[str] = []

    def update(event: object) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            said.append(event.message())

    class Listening:
        AnnouncementPoliteness = QAccessible.AnnouncementPoliteness
        updateAccessibility = staticmethod(update)

    monkeypatch.setattr(announcing, "QAccessible", Listening)
    return said


def next_visitor(hands: Hands) -> FormView:
    """The first came to a drop-in with their own phone; now the second is there."""
    more = begin(hands)
    more.channel.chip("drop-in").click()
    more.device.chip("own-phone").click()
    hands.press("Ctrl+Return")
    hands.press("F2")
    return view(hands)


def test_what_is_kept_is_marked_by_a_word_and_heard(hands: Hands, heard: list[str]) -> None:
    form = next_visitor(hands)
    said = "Kept from last time: drop-in session, own phone"
    assert form.form.kept.words.text() == said
    assert form.form.kept.isVisible()
    assert said in heard
    more = form.form.more
    for group, marked in ((more.channel, True), (more.device, True), (more.language, False)):
        assert (group.accessibleDescription() == "kept from last time") is marked


def test_one_key_clears_all_that_is_kept(hands: Hands, heard: list[str]) -> None:
    form = next_visitor(hands)
    hands.press("Alt+0")
    values = form.values()
    assert (values.channel, values.device, values.kept) == ("", "", ())
    assert not form.form.kept.isVisible()
    assert heard[-1] == "Nothing is kept from last time any more."


def test_what_the_person_changes_is_theirs(hands: Hands) -> None:
    form = next_visitor(hands)
    more = form.form.more
    more.channel.chip("phone").click()
    assert form.form.kept.words.text() == "Kept from last time: own phone"
    assert more.channel.accessibleDescription() == ""
    hands.press("Alt+0")
    assert (form.values().channel, form.values().device) == ("phone", "")


def test_what_was_kept_is_still_marked_in_a_draft_taken_up(hands: Hands) -> None:
    form = next_visitor(hands)
    hands.type("nhs")
    hands.key(Qt.Key.Key_Return)
    form.keep_now()
    draft = hands.window.context.services.sessions.drafts()[0]
    hands.key(Qt.Key.Key_Escape)
    hands.window.go_to("log", draft_id=draft.id)
    assert view(hands).form.kept.words.text() == "Kept from last time: drop-in session, own phone"


# Not asked


def test_about_the_person_nothing_is_asked_until_the_site_says_so(hands: Hands) -> None:
    more = begin(hands)
    assert not more.age.isVisible()
    assert not more.access_help.isVisible()
    hands.press("Ctrl+Return")
    assert (saved(hands).age_band, saved(hands).access_help) == ("", ())
    asked = hands.window.context.services.asked
    asked.switch(AGE, True)
    asked.switch(ACCESS_HELP, True)
    more = begin(hands)
    assert more.age.isVisible()
    assert more.access_help.isVisible()
    assert more.age.code() == "not-asked"
    hands.press("Ctrl+Return")
    assert saved(hands).age_band == ""
