"""Free text in the window: warned of, masked for good, asked about before saving; no field left out."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from champion_desk.domain.problems import Invalid
from champion_desk.services.privacy_scanner import pieces
from champion_desk.ui.pages.handouts import HandoutsPage
from champion_desk.ui.pages.log import LogPage
from champion_desk.ui.pages.log_form import FormView
from champion_desk.ui.session_form import SessionForm
from champion_desk.ui.widgets.scanned_field import ScannedField
from champion_desk.ui.widgets.scanned_text import ScannedArea

if TYPE_CHECKING:
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)
PACKAGE = Path(__file__).resolve().parents[2] / "champion_desk"

# Where a person types and the scanner does not look, with the reason.
NOT_SCANNED = {
    "settings_site.py": "what the library publishes about itself",
    "import_choose.py": "the address and the name of a published list",
    "dialogs/champion.py": "a champion's own first name",
    "dialogs/send_list.py": "the list as it is sent, and not to be typed into",
    "dialogs/place.py": "what a place publishes about itself; its note is scanned",
    "dialogs/badge.py": "what a badge is called by whoever gave it",
    "dialogs/poster.py": "the library's own words for its door; nothing of them is kept",
    "dialogs/add_picture.py": "goes into the words of the sheet, and is scanned there",
    "sheet_writer.py": "its web address, and who is named as its translator; all else is scanned",
    "place_sites.py": "where a place is, as it publishes it",
    "hours_field.py": "when a place is open, as it publishes it",
    "steps/person.py": "a champion's own first name",
    "steps/place.py": "the library's own postcode",
    "recovery.py": "the recovery key",
    "dialogs/fault.py": "lines for support, written by the program",
    "privacy_query.py": "what to look for, and never kept",
    "catch_up_grid.py": "takes digits only",
    "widgets/token_field.py": "a search among what can be chosen; what is typed is never kept",
    "pages/hand_offs.py": "the code on a slip",
    "session_when.py": "a day and time in words; only what is read from it is kept",
    "pick_field.py": "a search among what is known already",
    "widgets/fields.py": "the kit's own fields",
    "widgets/scanned_text.py": "the scanned field itself",
    "widgets/scanned_field.py": "the scanned field itself",
}


def typed_note(hands: Hands, words: str) -> SessionForm:
    hands.desktop.frame.activateWindow()
    hands.wait(hands.desktop.frame.isActiveWindow)
    hands.window.go_to("log", new=True)
    form = view(hands).form
    hands.wait(lambda: form.note.isVisible())
    form.note.setFocus()
    hands.wait(form.note.hasFocus)
    hands.type(words)
    return form


def view(hands: Hands) -> FormView:
    page = hands.window.page
    assert isinstance(page, LogPage)
    return page.form


def test_a_number_is_warned_of_as_it_is_typed_and_masked_for_good(hands: Hands) -> None:
    form = typed_note(hands, "code by text, 07700 900118")
    hands.wait(lambda: form.note.scan_line.isVisible())
    assert form.note.scan_line.text() == "This looks like a phone number."
    assert [mark.cursor.selectedText() for mark in form.note.extraSelections()] == ["07700 900118"]
    view(hands).keep_now()
    hands.press("Alt+M")
    assert form.note.toPlainText() == "code by text, [phone]"
    assert not form.note.scan_line.isVisible()
    assert not form.note.document().isUndoAvailable()
    hands.press("Ctrl+Z")
    assert "07700" not in form.note.toPlainText()
    drafts = hands.window.sitting.services.sessions.drafts()
    assert [draft.fields["note"] for draft in drafts] == ["code by text, [phone]"]


def test_what_was_typed_and_taken_out_again_is_in_no_draft(hands: Hands) -> None:
    form = typed_note(hands, "code by text, 07700 900118")
    view(hands).keep_now()
    sessions = hands.window.sitting.services.sessions
    assert len(sessions.drafts()) == 1
    hands.press("Ctrl+A")
    hands.press("Delete")
    assert form.note.toPlainText() == ""
    hands.wait(lambda: sessions.drafts() == [])
    hands.type("slow")
    hands.wait(lambda: [draft.fields["note"] for draft in sessions.drafts()] == ["slow"])


def test_what_is_pasted_is_looked_at_at_once(hands: Hands) -> None:
    form = typed_note(hands, "")
    QApplication.clipboard().setText("jo@example.org, 943 476 5919")
    form.note.paste()
    assert form.note.scan_line.text() == "2 pieces of this look personal."


@pytest.mark.parametrize(
    ("keys", "kept"), [("Alt+M", "for [name]"), ("Alt+N", "for Mr Smith"), ("Return", "for [name]")]
)
def test_saving_asks_once_and_does_as_told(hands: Hands, keys: str, kept: str) -> None:
    form = typed_note(hands, "for Mr Smith")
    form.topics.add("wifi", "Wi-Fi")
    form.outcome.set_codes(["done"])
    services = hands.window.sitting.services
    before = {one.id for one in services.sessions.on(view(hands).timer.started_at.astimezone().date())}
    day = view(hands).timer.started_at.astimezone().date()
    hands.press("Ctrl+Return")
    assert form.note.watch.line.is_asking
    assert QApplication.focusWidget() is form.note.scan_line.mask_button
    assert {one.id for one in services.sessions.on(day)} == before
    hands.key(Qt.Key.Key_Return) if keys == "Return" else hands.press(keys)
    saved = [one.note for one in services.sessions.on(day) if one.id not in before]
    assert saved == [kept]


def test_going_back_saves_nothing_and_closes_nothing(hands: Hands) -> None:
    form = typed_note(hands, "for Mr Smith")
    form.topics.add("wifi", "Wi-Fi")
    form.outcome.set_codes(["done"])
    hands.press("Ctrl+Return")
    hands.key(Qt.Key.Key_Escape)
    assert not form.note.watch.line.is_asking
    assert QApplication.focusWidget() is form.note
    assert view(hands).is_open
    assert form.note.toPlainText() == "for Mr Smith"


def test_what_was_left_is_remembered_for_those_very_words_only(hands: Hands) -> None:
    form = typed_note(hands, "order 07700 900118")
    hands.wait(lambda: form.note.scan_line.isVisible())
    hands.press("Alt+N")
    assert not form.note.scan_line.isVisible()
    form.note.moveCursor(form.note.textCursor().MoveOperation.End)
    hands.type(" x")
    form.note.watch.look()
    assert not form.note.watch.open
    form.note.setPlainText("order 07700 900119")
    form.note.watch.look()
    assert len(form.note.watch.open) == 1
    assert form.note.watch.accepted == frozenset()


def test_one_line_is_underlined_and_masked_too(hands: Hands) -> None:
    field = ScannedField("Area")
    hands.qtbot.addWidget(field)
    field.setText("😀 near KW15 1AG")
    field.watch.look()
    assert field.watch.line.text() == "This looks like a postcode."
    field.watch.mask()
    assert field.text() == "😀 near [postcode]"
    assert not field.isUndoAvailable()


def test_no_free_text_in_the_window_is_left_out() -> None:
    """Every field to type in is a scanned one, or stands above with the reason why not."""
    bare, scanned = set(), set()
    for path in sorted((PACKAGE / "ui").rglob("*.py")):
        names = {
            node.func.id
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        } | {
            name.id
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ClassDef)
            for name in node.bases
            if isinstance(name, ast.Name)
        }
        place = path.relative_to(PACKAGE / "ui").as_posix()
        if names & {"TextArea", "TextField", "QLineEdit", "QPlainTextEdit", "QTextEdit"}:
            bare.add(place)
        if names & {"ScannedArea", "ScannedField"}:
            scanned.add(place)
    assert sorted(bare - set(NOT_SCANNED)) == []
    assert {"session_form.py", "area_field.py", "course_form.py", "handout_choices.py"} <= scanned


def test_next_steps_for_the_visitors_paper_are_warned_of_and_gone_with_the_visitor(hands: Hands) -> None:
    hands.desktop.frame.activateWindow()
    hands.wait(hands.desktop.frame.isActiveWindow)
    hands.window.go_to("handouts", slug="spot-a-scam")
    page = hands.window.page
    assert isinstance(page, HandoutsPage)
    steps = page.choices.steps
    hands.wait(lambda: steps.isVisible())
    steps.setFocus()
    hands.type("ring jo@example.org")
    hands.wait(lambda: steps.scan_line.isVisible())
    hands.press("Alt+M")
    assert page.choices.next_steps() == ("ring [e-mail]",)
    hands.type(" or 07700 900118")
    hands.wait(lambda: steps.scan_line.isVisible())
    page.choices.forget()
    assert steps.scan_line.isHidden()
    assert steps.toPlainText() == ""


def test_the_line_of_each_scanned_text_stands_in_its_form(hands: Hands) -> None:
    hands.window.go_to("log", new=True)
    hands.window.go_to("training")
    fields: list[ScannedArea | ScannedField] = [
        *hands.window.findChildren(ScannedArea),
        *hands.window.findChildren(ScannedField),
    ]
    assert len(fields) >= 3
    for field in fields:
        assert field.scan_line.window() is field.window(), field.accessibleName()


def test_services_refuse_what_the_window_would_have_asked_about(hands: Hands) -> None:
    from datetime import UTC, datetime

    from champion_desk.domain.sessions import AssistedSession
    from champion_desk.domain.training import Enrolment, Goal

    services = hands.window.sitting.services
    me, here, words = services.champion.id, services.site.id, "for Mr Smith"
    good = AssistedSession(me, here, datetime.now(UTC), ("wifi",), 5, "done")
    services.sessions.log(good)

    def session(**more: str) -> AssistedSession:
        return AssistedSession(me, here, datetime.now(UTC), ("wifi",), 5, "done", **more)  # type: ignore[arg-type]

    for field, act in (
        ("note", lambda: services.sessions.log(session(note=words))),
        ("area", lambda: services.sessions.log(session(area=words))),
        ("follow_up_note", lambda: services.sessions.log(session(follow_up_note=words))),
        ("reason", lambda: services.sessions.remove(good.id, words)),
        ("reason", lambda: services.log.remove([good.id], words)),
        ("note", lambda: services.log.amend_many([good.id], {"note": words})),
        ("title", lambda: services.training.enrol(Enrolment(me, "", words))),
        ("text", lambda: services.training.add_goal(Goal(me, text=words))),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert (refused.value.field, refused.value.code) == (field, "looks-personal")
    services.sessions.log(session(note=words), accepted=pieces(words))
