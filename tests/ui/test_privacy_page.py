"""The privacy page on a real desk: what fades and when, finding and erasing, backups, the papers."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from champion_desk.domain.erasure import Match
from champion_desk.domain.problems import Problem
from champion_desk.domain.retention import Ahead, ClockJump, Faded, Periods
from champion_desk.domain.sessions import AssistedSession, Draft, HandoutGiven
from champion_desk.paths import resources_dir
from champion_desk.policy import Policy
from champion_desk.services import Services
from champion_desk.settings import Settings
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.confirm import ConfirmDialog
from champion_desk.ui.dialogs.erase import EraseDialog
from champion_desk.ui.dialogs.erase_copies import ErasedCopiesDialog, breakable
from champion_desk.ui.pages.help import HelpPage
from champion_desk.ui.pages.privacy import PrivacyPage
from champion_desk.ui.privacy_matches import MOST_ROWS, MatchList
from champion_desk.ui.privacy_papers import facts_of
from champion_desk.ui.privacy_words import ahead_lines
from champion_desk.ui.widgets.fields import Select
from champion_desk.ui.widgets.fixed import FixedValue
from tests.ui.conftest import RecordingWindow

if TYPE_CHECKING:
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)
CANARY = "Zebedee Quill"
MakeContext = Callable[..., Context]


def log(services: Services, days_ago: int = 0, **values: object) -> AssistedSession:
    one = AssistedSession(
        services.champion.id,
        services.site.id,
        datetime.now(UTC) - timedelta(days=days_ago),
        ("nhs-app",),
        7,
        "done",
    )
    one = replace(one, **values)  # type: ignore[arg-type]
    services.sessions.log(one)
    return one


@pytest.fixture
def page(qtbot: QtBot, window_context: Context) -> PrivacyPage:
    return open_page(qtbot, window_context)


def open_page(qtbot: QtBot, context: Context) -> PrivacyPage:
    page = PrivacyPage(context)
    qtbot.addWidget(page)
    page.resize(1180, 640)
    page.show()
    page.enter()
    qtbot.waitUntil(lambda: page._state is not None)
    return page


def idle(qtbot: QtBot, page: PrivacyPage) -> None:
    qtbot.waitUntil(lambda: not page.context.background.is_busy)
    qtbot.wait(5)


def dialogs(kind: type) -> list:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]


def look_for(qtbot: QtBot, page: PrivacyPage, words: str = "", slip: str = "", place: str = "") -> None:
    page._show_finding()
    query = page.finding.query
    query.words.setText(words)
    query.slip.setText(slip)
    query.place.setText(place)
    query.ask()
    idle(qtbot, page)


# How long


def test_a_longer_time_is_saved_at_once(qtbot: QtBot, page: PrivacyPage, window: RecordingWindow) -> None:
    assert isinstance(page.times.notes, Select)
    assert page.times.notes.code() == "12"
    page.times.notes.set_code("18")
    page.times.notes.chosen.emit("18")
    idle(qtbot, page)
    assert page.context.services.retention.periods() == Periods(18, 24)
    assert window.said == ["Saved: notes are kept for 18 months, sessions for 24 months."]


def test_no_note_is_offered_to_outlast_its_session(qtbot: QtBot, page: PrivacyPage) -> None:
    notes, sessions = page.times.notes, page.times.sessions
    assert isinstance(notes, Select)
    assert isinstance(sessions, Select)
    assert max(int(notes.itemData(at)) for at in range(notes.count())) == 24
    sessions.set_code("6")
    sessions.chosen.emit("6")
    idle(qtbot, page)
    assert page.context.services.retention.periods() == Periods(6, 6)
    assert notes.code() == "6"


def test_a_shorter_time_says_first_how_much_would_fade(
    qtbot: QtBot, services: Services, make_context: MakeContext
) -> None:
    for number in range(3):
        log(services, 200 + number, note="old")
    page = open_page(qtbot, make_context(services))
    assert page.times.ahead.text() == "Nothing will fade in the month ahead."
    assert isinstance(page.times.notes, Select)
    page.times.notes.chosen.emit("3")
    idle(qtbot, page)
    (dialog,) = dialogs(ConfirmDialog)
    dialog.reject()
    idle(qtbot, page)
    assert services.retention.periods() == Periods(12, 24)
    assert page.times.notes.code() == "12"
    page.times.notes.chosen.emit("3")
    idle(qtbot, page)
    (dialog,) = dialogs(ConfirmDialog)
    assert "3 notes" in " ".join(
        label.text() for label in dialog.findChildren(QWidget, "") if hasattr(label, "text")
    )
    dialog.main.click()
    idle(qtbot, page)
    assert services.retention.periods() == Periods(3, 24)
    assert page.times.ahead.text() == "3 notes will fade next week."


def test_what_the_policy_fixes_is_shown_and_not_asked(
    qtbot: QtBot, make_services: Callable[..., Services], make_context: MakeContext,
    under_policy: Callable[..., Policy],
) -> None:  # fmt: skip
    under_policy(notes_months=6)
    services = make_services()
    page = open_page(qtbot, make_context(services))
    assert isinstance(page.times.notes, FixedValue)
    assert page.times.notes.value.text() == "6 months"
    assert isinstance(page.times.sessions, Select)
    assert min(int(page.times.sessions.itemData(at)) for at in range(page.times.sessions.count())) == 6
    assert facts_of(services, Settings()).notes_fixed


def test_what_fades_next_is_said_in_counts() -> None:
    ahead = Ahead(Faded(312, 0, 1), Faded(352, 40, 1), None, None)
    assert ahead_lines(ahead) == [
        "312 notes will fade next week.",
        "1 old draft will go next week.",
        "40 notes will fade later in the month ahead.",
        "40 sessions become counts later in the month ahead.",
    ]
    assert ahead_lines(Ahead(Faded(), Faded(), None, None)) == []
    assert ahead_lines(Ahead(Faded(0, 1), Faded(1, 2, 2), None, None)) == [
        "1 session becomes counts next week.",
        "1 note will fade later in the month ahead.",
        "1 session becomes counts later in the month ahead.",
        "2 old drafts will go later in the month ahead.",
    ]


def test_a_date_that_jumped_is_asked_about(
    qtbot: QtBot, services: Services, make_context: MakeContext
) -> None:
    services.retention.confirm_date(date.today() - timedelta(days=400))
    page = open_page(qtbot, make_context(services))
    assert page.times.clock.isVisible()
    assert str((date.today() - timedelta(days=400)).year) in page.times.clock.words.text()
    page.times.clock.confirm.click()
    idle(qtbot, page)
    idle(qtbot, page)
    assert services.retention.clock_jump(date.today()) is None
    assert not page.times.clock.isVisible()


def test_the_question_names_both_days(page: PrivacyPage) -> None:
    assert not page.times.clock.isVisible()
    page.times.clock.ask(ClockJump(date(2026, 11, 22), date(2036, 11, 22)))
    assert "22 November 2036" in page.times.clock.words.text()
    assert "22 November 2026" in page.times.clock.words.text()


def test_what_has_faded_is_listed_in_counts(
    qtbot: QtBot, services: Services, make_context: MakeContext
) -> None:
    log(services, 380, note="an old note")
    log(services, 800)
    services.retention.confirm_date(date.today())
    services.retention.run(date.today())
    page = open_page(qtbot, make_context(services))
    model = page.gone._model
    assert [str(model.index(0, at).data()) for at in (1, 2, 3)] == [
        "Faded, as their time was over",
        "1 note, 1 session",
        "Mairi",
    ]
    assert page.gone.table.isVisible()


# What is held


def test_every_field_is_listed_under_the_fold(qtbot: QtBot, page: PrivacyPage) -> None:
    assert not page.held.every.is_open()
    page.held.every.button.click()
    shown = " ".join(w.text() for w in page.held.every.findChildren(QWidget) if hasattr(w, "text"))
    assert "a note in the champion's own words" in shown
    assert "the code of a hand-off slip, made by chance" in shown


def test_who_can_read_it_is_named(page: PrivacyPage) -> None:
    assert page.readers.readers.text() == "1 champion can unlock this desk: Mairi."


# Finding and erasing


def test_something_must_be_given(qtbot: QtBot, page: PrivacyPage) -> None:
    look_for(qtbot, page)
    assert page.finding.query.form._rows["slip"].problem() == "Fill in at least one of these."
    page.finding.query.dated.setChecked(True)
    page.finding.query.first.set_day(date.today())
    page.finding.query.last.set_day(date.today() - timedelta(days=3))
    page.finding.query.ask()
    assert page.finding.query._day_forms[1]._rows["last"].problem()


def test_nothing_found_is_said(qtbot: QtBot, page: PrivacyPage) -> None:
    look_for(qtbot, page, "no such words anywhere")
    assert page.finding.found._none.isVisible()
    assert not page.finding.found.list.isVisible()
    assert page.finding.query.look.hasFocus()


@pytest.mark.parametrize("given", ["words", "slip", "place"])
def test_found_by_each_thing_one_may_know(
    qtbot: QtBot, services: Services, make_context: MakeContext, given: str
) -> None:
    log(services, note=f"rang {CANARY}", slip="KTRW-49X", area="Pierowall")
    log(services, note="nothing of the kind")
    page = open_page(qtbot, make_context(services))
    look_for(qtbot, page, **{given: {"words": "zebedee", "slip": "ktrw 49x", "place": "pierowall"}[given]})
    found = page.finding.found
    assert [match.kind for match in found.list.matches()] == ["session"]
    assert CANARY in str(found.list._model.index(0, 3).data())
    assert found.count.text() == "1 record found"


def test_what_a_record_says_is_never_markup(
    qtbot: QtBot, services: Services, make_context: MakeContext
) -> None:
    log(services, note="<b>bold</b> & <img src=x>")
    page = open_page(qtbot, make_context(services))
    look_for(qtbot, page, "bold")
    assert "<b>bold</b> & <img src=x>" in str(page.finding.found.list._model.index(0, 3).data())


def test_chosen_by_key_erased_and_gone(
    qtbot: QtBot, services: Services, make_context: MakeContext, window: RecordingWindow
) -> None:
    gone = log(services, note=f"rang {CANARY}")
    kept = log(services, note=f"rang {CANARY} again")
    services.backups.make()
    page = open_page(qtbot, make_context(services))
    look_for(qtbot, page, CANARY)
    found = page.finding.found
    assert not found.erase.isVisible()
    rows = [match.id for match in found.list.matches()]
    found.list.table.select_row(rows.index(gone.id))
    qtbot.keyClick(found.list.table, Qt.Key.Key_Space)
    assert [match.id for match in found.list.chosen()] == [gone.id]
    assert found.erase.text() == "Erase 1 record…"
    found.erase.click()
    (dialog,) = dialogs(EraseDialog)
    assert dialog.focusWidget() is dialog.out
    assert CANARY not in " ".join(w.text() for w in dialog.findChildren(QWidget) if hasattr(w, "text"))
    dialog.main.click()
    qtbot.waitUntil(lambda: bool(dialogs(ErasedCopiesDialog)))
    (copies,) = dialogs(ErasedCopiesDialog)
    qtbot.waitUntil(lambda: copies._state == "listed")
    assert "1 copy still holds it" in copies.words.text()
    assert copies.out.text().startswith("Leave them: they go by ")
    shown = " ".join(w.text() for w in copies.findChildren(QWidget) if hasattr(w, "text"))
    assert str(services.backups.folder) in shown.replace("\u200b", "")
    copies.main.click()
    qtbot.waitUntil(lambda: copies._state == "over")
    assert copies.words.text() == "A fresh backup is made and checked. 1 older copy is removed."
    copies.reject()
    idle(qtbot, page)
    assert [match.id for match in found.list.matches()] == [kept.id]
    assert len(services.backups.listed()) == 1
    assert page.gone._model.rowCount() == 2
    assert window.problems == []


def test_backups_may_be_left_and_looked_at_later(
    qtbot: QtBot, services: Services, make_context: MakeContext
) -> None:
    one = log(services, note=CANARY)
    services.backups.make()
    page = open_page(qtbot, make_context(services))
    assert not page.backups.look.isVisible()
    look_for(qtbot, page, CANARY)
    page.finding.found.all.click()
    page.finding.found.erase.click()
    dialogs(EraseDialog)[0].main.click()
    qtbot.waitUntil(lambda: bool(dialogs(ErasedCopiesDialog)))
    first = dialogs(ErasedCopiesDialog)[0]
    qtbot.waitUntil(lambda: first._state == "listed")
    first.out.click()
    idle(qtbot, page)
    assert len(services.backups.listed()) == 1
    assert page.finding.found._none.isVisible()
    page.step_back()
    assert page.backups.look.isVisible()
    page.backups.look.click()
    (again,) = dialogs(ErasedCopiesDialog)
    qtbot.waitUntil(lambda: again._state == "listed")
    assert [copy.kind for copy in again._shown()] == ["backup"]
    again.reject()
    assert one.id not in [session.id for session in services.sessions.on(date.today())]


def test_no_backup_holds_it(qtbot: QtBot, services: Services, make_context: MakeContext) -> None:
    log(services, note=CANARY)
    page = open_page(qtbot, make_context(services))
    look_for(qtbot, page, CANARY)
    page.finding.found.all.click()
    page.finding.found.erase.click()
    dialogs(EraseDialog)[0].main.click()
    qtbot.waitUntil(lambda: bool(dialogs(ErasedCopiesDialog)))
    (copies,) = dialogs(ErasedCopiesDialog)
    qtbot.waitUntil(lambda: copies._state == "over")
    assert copies.words.text() == "No backup holds it."
    assert not copies.main.isVisible()
    assert copies.out.text() == "Close"
    copies.reject()
    idle(qtbot, page)


def test_what_is_gone_meanwhile_is_said(qtbot: QtBot, services: Services, make_context: MakeContext) -> None:
    one = log(services, note=CANARY)
    page = open_page(qtbot, make_context(services))
    look_for(qtbot, page, CANARY)
    page.finding.found.all.click()
    services.erasure.erase([one.id])
    page.finding.found.erase.click()
    (dialog,) = dialogs(EraseDialog)
    dialog.main.click()
    idle(qtbot, page)
    assert "not there any more" in dialog.complaint.text()
    dialog.reject()
    assert dialogs(EraseDialog) == []


def test_ten_thousand_results_are_counted_and_not_all_drawn(qtbot: QtBot, services: Services) -> None:
    found = MatchList(services.catalogues)
    qtbot.addWidget(found)
    found.show()
    matches = [Match(str(at), "session", datetime.now(UTC), ("note",), f"note {at}") for at in range(10_000)]
    found.show_matches(matches)
    assert found._model.rowCount() == MOST_ROWS
    assert found.more.text().startswith(f"and {10_000 - MOST_ROWS:,} more.")
    found.choose_all(True)
    assert len(found.chosen()) == 10_000
    found.choose_all(False)
    assert found.chosen() == ()
    found.clear()
    assert found.matches() == ()
    assert found._model.rowCount() == 0
    assert not found.more.isVisible()


def test_leaving_forgets_what_was_looked_for_and_found(
    qtbot: QtBot, services: Services, make_context: MakeContext
) -> None:
    log(services, note=CANARY)
    page = open_page(qtbot, make_context(services))
    look_for(qtbot, page, CANARY)
    assert page.step_back()
    assert not page.step_back()
    assert page.finding.found.list.matches() == ()
    assert page.finding.query.words.text() == ""
    look_for(qtbot, page, CANARY)
    page.leave()
    assert CANARY not in " ".join(w.text() for w in page.findChildren(QWidget) if hasattr(w, "text"))
    assert page.finding.found.list._model.rowCount() == 0


def test_looking_can_be_stopped(qtbot: QtBot, services: Services, make_context: MakeContext) -> None:
    log(services, note=CANARY)
    page = open_page(qtbot, make_context(services))
    page._show_finding()
    page.finding.query.words.setText(CANARY)
    page.finding.query.ask()
    assert page.finding.found._looking.isVisible()
    page.finding.found.cancel.click()
    idle(qtbot, page)
    assert page.finding.found._nothing_yet.isVisible()
    assert page.finding.found.list.matches() == ()


# Saving what was found


def save_to(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(path), ""))


def hold_something(services: Services) -> None:
    log(
        services,
        note=f"=cmd rang {CANARY}",
        slip="KTRW49X",
        area="Pierowall",
        barriers=("cost",),
        handouts=(HandoutGiven("spot-a-scam"),),
        listings=("gone",),
        stuck=True,
    )
    fields: dict[str, object] = {"topics": ["wifi"], "note": f"half a note on {CANARY}"}
    services.sessions.keep_draft(Draft(services.champion.id, fields, datetime.now(UTC)))


def test_what_was_found_is_saved_whole_as_a_list(
    qtbot: QtBot, services: Services, make_context: MakeContext, window: RecordingWindow, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    hold_something(services)
    page = open_page(qtbot, make_context(services))
    look_for(qtbot, page, CANARY)
    target = tmp_path / "asked.csv"
    save_to(monkeypatch, target)
    page.finding.found.save.click()
    idle(qtbot, page)
    assert window.said == ["Saved as asked.csv."]
    rows = list(csv.reader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["Number", "What", "When", "Field", "What it says"]
    told = {(row[1], row[3]): row[4] for row in rows[1:]}
    assert told["Session", "a note in the champion's own words"] == f"'=cmd rang {CANARY}"
    assert told["Session", "what help was about, from a list"] == "NHS App and account"
    assert told["Session", "settlement or ward, never an address"] == "Pierowall"
    assert told["Session", "at which site"] == "Kirkwall Library"
    assert told["Session", "whether the champion got stuck"] == "yes"
    assert told["Session", "which local places they were told of"] == "a place that is no longer listed"
    assert CANARY in told["Draft", "what was typed in a form and not saved yet"]
    everything = target.read_text(encoding="utf-8-sig")
    assert services.champion.id not in everything
    assert "Mairi" not in everything


def test_a_local_place_is_saved_in_words(
    qtbot: QtBot, services: Services, make_context: MakeContext, window: RecordingWindow, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    sample = services.directory.preview(resources_dir() / "sample" / "listings.json", "Demo listings")
    services.directory.take_in(sample)
    page = open_page(qtbot, make_context(services))
    look_for(qtbot, page, "Highland Work Routes")
    save_to(monkeypatch, tmp_path / "asked.txt")
    page.finding.found.save.click()
    idle(qtbot, page)
    told = (tmp_path / "asked.txt").read_text(encoding="utf-8")
    assert "2 Station Arcade, Inverness, IV1 1ZS" in told
    assert "Monday to Thursday, 9:30 am to 4 pm" in told
    assert "{" not in told
    assert "[" not in told
    save_to(monkeypatch, tmp_path / "not there" / "asked.txt")
    page.finding.found.save.click()
    idle(qtbot, page)
    problem = window.problems[-1]
    assert isinstance(problem, Problem)
    assert problem.facts["path"] == str(tmp_path / "not there" / "asked.txt")


def test_what_was_found_is_saved_as_plain_text(
    qtbot: QtBot, services: Services, make_context: MakeContext, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    hold_something(services)
    page = open_page(qtbot, make_context(services))
    look_for(qtbot, page, CANARY)
    target = tmp_path / "asked.txt"
    save_to(monkeypatch, target)
    page.finding.found.save.click()
    idle(qtbot, page)
    said = target.read_text(encoding="utf-8")
    assert said.startswith("1. Session, ")
    assert f"  a note in the champion's own words: =cmd rang {CANARY}" in said
    assert "2. Draft, " in said
    assert list(tmp_path.glob(".*")) == []


def test_an_old_value_kept_for_undo_is_found_saved_and_erased(
    qtbot: QtBot, services: Services, make_context: MakeContext, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    one = log(services, note=CANARY)
    services.sessions.amend(replace(one, note="better"))
    page = open_page(qtbot, make_context(services))
    look_for(qtbot, page, CANARY)
    found = page.finding.found
    assert [str(found.list._model.index(0, at).data()) for at in (1, 3)] == [
        "Old value, kept for Undo",
        CANARY,
    ]
    target = tmp_path / "asked.csv"
    save_to(monkeypatch, target)
    found.save.click()
    idle(qtbot, page)
    assert f"a note in the champion's own words,{CANARY}" in target.read_text(encoding="utf-8-sig")
    found.all.click()
    found.erase.click()
    dialogs(EraseDialog)[0].main.click()
    qtbot.waitUntil(lambda: bool(dialogs(ErasedCopiesDialog)))
    dialogs(ErasedCopiesDialog)[0].reject()
    idle(qtbot, page)
    assert services.sessions.get(one.id).note == "better"
    assert found._none.isVisible()


def test_what_was_erased_meanwhile_is_not_saved(services: Services) -> None:
    one = log(services, note=CANARY)
    services.erasure.erase([one.id])
    with pytest.raises(Problem, match="record-gone"):
        services.erasure.records([one.id])


def test_where_it_can_not_be_saved_is_said(
    qtbot: QtBot, services: Services, make_context: MakeContext, window: RecordingWindow, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    log(services, note=CANARY)
    page = open_page(qtbot, make_context(services))
    look_for(qtbot, page, CANARY)
    save_to(monkeypatch, tmp_path / "no such folder" / "asked.csv")
    page.finding.found.save.click()
    idle(qtbot, page)
    assert window.said == []
    assert len(window.problems) == 1


# Papers


def test_papers_are_printed_and_saved(qtbot: QtBot, page: PrivacyPage, window: RecordingWindow) -> None:
    page.papers.record.print.click()
    idle(qtbot, page)
    page.papers.impact.save.click()
    idle(qtbot, page)
    assert [pdf[:4] for pdf in (*window.printed, *window.saved)] == [b"%PDF", b"%PDF"]
    assert page.papers.record.print.isEnabled()
    assert window.problems == []


def test_the_papers_say_what_is_true_of_this_desk(services: Services) -> None:
    services.retention.change_periods(Periods(9, 36))
    facts = facts_of(services, Settings(lock_minutes=3, public_screen=True))
    assert (facts.note_months, facts.session_months) == (9, 36)
    assert (facts.lock_minutes, facts.public_screen, facts.champions) == (3, True, 1)
    assert facts.site == "Kirkwall Library"
    assert facts.council == "Orkney Islands"
    assert facts.address == "44 Junction Road, Kirkwall, KW15 1AG"
    assert facts.feeds == ()
    assert not facts.notes_fixed


def test_a_long_path_can_be_broken() -> None:
    words = breakable(Path("/home") / ("x" * 60))
    assert words.replace("\u200b", "") == "/home/" + "x" * 60
    assert max(len(part) for part in words.split("\u200b")) <= 16


# In the window


def test_settings_lead_to_the_page_and_escape_back(hands: Hands) -> None:
    hands.window.go_to("settings")
    hands.window.page.privacy.page.click()  # type: ignore[attr-defined]
    assert isinstance(hands.window.page, PrivacyPage)
    hands.press("Alt+F")
    page = hands.window.page
    hands.wait(lambda: page.views.currentWidget() is page.finding)
    hands.key(Qt.Key.Key_Escape)
    assert page.views.currentWidget() is page.overview
    hands.key(Qt.Key.Key_Escape)
    assert hands.window.current == "settings"


@pytest.mark.parametrize("with_dialog", [False, True])
def test_nothing_found_is_left_in_any_widget_once_the_desk_locks(hands: Hands, with_dialog: bool) -> None:
    services = hands.window.sitting.services
    log(services, note=f"rang {CANARY}")
    hands.window.go_to("privacy", view="find")
    page = hands.window.page
    assert isinstance(page, PrivacyPage)
    hands.type(CANARY)
    page.finding.query.words.setText(CANARY)
    page.finding.query.slip.clear()
    page.finding.query.ask()
    hands.wait(lambda: bool(page.finding.found.list.matches()))
    if with_dialog:
        page.finding.found.all.click()
        page.finding.found.erase.click()
    kept = page.finding.found.list
    hands.window.lock()
    hands.wait_for_door()
    assert dialogs(EraseDialog) == []
    assert kept._matches == ()
    texts = [str(getattr(w, "text", str)()) for w in QApplication.allWidgets() if hasattr(w, "text")]
    assert not [text for text in texts if CANARY in text]


def test_help_opens_on_how_long_and_erasing(hands: Hands) -> None:
    hands.window.go_to("privacy")
    hands.key(Qt.Key.Key_F1)
    assert isinstance(hands.window.page, HelpPage)
    assert hands.window.page.choice.code() == "privacy"
