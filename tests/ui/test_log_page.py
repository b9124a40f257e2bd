"""The Log page: the form with its drafts and problems, and each day's list behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from champion_desk.domain.directory import Listing, Location, ReadRow
from champion_desk.domain.places import Position
from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import AssistedSession, Draft, HandoutGiven
from champion_desk.i18n import set_language
from champion_desk.services import Services
from champion_desk.settings import Settings
from champion_desk.ui.context import Context
from champion_desk.ui.pages.log import LogPage
from champion_desk.ui.pages.log_form import KEEP_AFTER
from champion_desk.ui.session_fields import SessionFields, from_draft
from champion_desk.ui.widgets.chips import ChipGroup
from tests.ui.conftest import RecordingWindow


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    """A desk with a few places in its directory: quicker to make than one with every library."""
    made = make_services()
    towns = {"Kirkwall": (58.982, -2.960), "Stromness": (58.963, -3.299), "Thurso": (58.593, -3.522)}
    listings = [
        Listing(
            f"{town} digital help",
            town,
            needs=("getting-online", "health"),
            access=("visit",),
            phones=("01632 960412",),
            locations=(Location(town=town, position=Position(*where)),),
        )
        for town, where in towns.items()
    ]
    rows = tuple(ReadRow(line, one.name, one) for line, one in enumerate(listings, 2))
    made.directory.take_in(made.directory.preview_rows(rows, "Places", "spreadsheet", "places.csv"))
    return made


def shown(qtbot: QtBot, context: Context) -> LogPage:
    made = LogPage(context)
    qtbot.addWidget(made)
    made.resize(1190, 672)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def page(qtbot: QtBot, window_context: Context) -> LogPage:
    return shown(qtbot, window_context)


def logged(
    services: Services, *topics: str, minutes: int = 9, days_ago: int = 0, **more: Any
) -> AssistedSession:
    started = datetime.now(UTC) - timedelta(days=days_ago)
    session = AssistedSession(
        services.champion.id, services.site.id, started, topics or ("nhs-app",), minutes, "done", **more
    )
    services.sessions.log(session)
    return session


def choose(group: ChipGroup, *codes: str) -> None:
    for code in codes:
        group.chip(code).click()


def take_topic(page: LogPage, words: str) -> None:
    line = page.form.form.topics.line
    line.setFocus()
    QTest.keyClicks(line, words)
    QTest.keyClick(line, Qt.Key.Key_Return)


# Saving


def test_every_answer_of_the_form_reaches_the_session(page: LogPage, window_context: Context) -> None:
    page.enter(new=True)
    form = page.form.form
    take_topic(page, "nhs")
    choose(form.help_given, "together")
    choose(form.minutes, "16-30")
    choose(form.outcome, "could-not")
    choose(form.reason, "no-id")
    choose(form.next_time, "with-help")
    choose(form.barriers, "skills", "confidence")
    form.note.setPlainText("Needs photo ID. ")
    for chip in (form.stuck, form.nothing_local, form.service_failed):
        chip.click()
    more = form.more
    choose(more.channel, "drop-in")
    choose(more.device, "own-phone")
    choose(more.language, "pl")
    choose(more.effort, "4")
    choose(more.items, "sim", "voucher")
    QTest.keyClicks(more.skills.line, "pass")
    QTest.keyClick(more.skills.line, Qt.Key.Key_Return)
    more.area.setText("Westray")
    more.people.setValue(3)
    page.form.panel.signpost(1)
    listing = page.form.panel.places[0].listing
    page.form.save()

    session = window_context.services.sessions.on(date.today())[0]
    assert (session.topics, session.minutes, session.outcome) == (("nhs-app",), 30, "could-not")
    assert (session.outcome_reason, session.help_given, session.next_time) == (
        "no-id",
        "together",
        "with-help",
    )
    assert session.barriers == ("skills", "confidence")
    assert (session.stuck, session.nothing_local, session.service_failed) == (True, True, True)
    assert (session.channel, session.device, session.language) == ("drop-in", "own-phone", "pl")
    assert (session.effort, session.people, session.area) == (4, 3, "Westray")
    assert session.items == ("sim", "voucher")
    assert len(session.skills) == 1
    assert session.note == "Needs photo ID."
    assert listing is not None
    assert session.listings == (listing.id,)


def test_what_is_missing_is_said_beside_its_field(page: LogPage, window_context: Context) -> None:
    page.enter(new=True)
    page.form.save()
    form = page.form.form
    assert form._topics.problem() == "Say what it was about."
    assert form.topics.line.hasFocus()
    take_topic(page, "nhs")
    assert form._topics.problem() == ""
    page.form.save()
    assert form._outcome.problem() == "Say how it ended."
    assert form.outcome.chip("done").hasFocus()
    assert window_context.services.sessions.on(date.today()) == []


def test_a_note_that_is_too_long_says_so_and_stays(page: LogPage) -> None:
    page.enter(topic="nhs-app")
    page.form.form.outcome.chip("done").click()
    page.form.form.note.setPlainText("a" * 2001)
    page.form.save()
    assert "2000" in page.form.form._note.problem()
    assert page.form.form.note.toPlainText() == "a" * 2001


def test_trouble_with_the_disk_leaves_the_form_as_typed(
    page: LogPage, window: RecordingWindow, window_context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.enter(topic="nhs-app")
    page.form.form.outcome.chip("done").click()

    def full(*_arguments: object) -> None:
        raise Problem("disk-full", path="desk.db")

    monkeypatch.setattr(type(window_context.services.sessions), "log", full)
    page.form.save()
    assert isinstance(window.problems[0], Problem)
    assert page.form.is_open
    assert page.form.form.topics.codes() == ["nhs-app"]


def test_saving_says_so_offers_undo_and_goes_to_the_desk(
    page: LogPage, window: RecordingWindow, window_context: Context, qtbot: QtBot
) -> None:
    page.enter(topic="nhs-app")
    page.form.form.outcome.chip("done").click()
    page.form.save()
    assert window.said[-1] == "Saved. NHS App and account, 1 min."
    assert window.undo is not None
    assert window.went == [("desk", {})]
    assert not page.form.is_open
    qtbot.waitUntil(lambda: page.form.form.values() == SessionFields())
    assert not window_context.visit.is_open


def test_same_again_keeps_what_is_the_same_and_nothing_about_the_person(
    page: LogPage, window_context: Context
) -> None:
    page.enter(topic="nhs-app")
    form = page.form.form
    choose(form.outcome, "done")
    choose(form.help_given, "showed")
    choose(form.barriers, "skills")
    choose(form.more.channel, "drop-in")
    choose(form.more.device, "own-phone")
    choose(form.more.language, "cy")
    form.note.setPlainText("a note")
    form.more.area.setText("Westray")
    page.form.panel.signpost(1)
    page.form.save(again=True)
    assert page.form.is_open
    fields = page.form.values()
    kept = SessionFields(
        topics=("nhs-app",), help_given="showed", channel="drop-in", device="own-phone", language="cy"
    )
    assert replace(fields, kept=()) == kept
    assert set(fields.kept) == {"channel", "device", "language", "topics", "help_given"}
    assert window_context.visit.listings == ()
    choose(form.outcome, "partly")
    page.form.save()
    assert len(window_context.services.sessions.on(date.today())) == 2


def test_the_next_visitor_gets_only_channel_device_and_language(page: LogPage) -> None:
    page.enter(topic="nhs-app")
    form = page.form.form
    choose(form.outcome, "done")
    choose(form.more.channel, "drop-in")
    choose(form.more.device, "library-pc")
    form.note.setPlainText("a note")
    page.form.save()
    page.enter(new=True)
    kept = ("channel", "device")
    assert page.form.values() == SessionFields(channel="drop-in", device="library-pc", kept=kept)
    assert form.kept.words.text() == "Kept from last time: drop-in session, library PC"
    assert form.more.channel.accessibleDescription() == "kept from last time"
    assert not page.form.is_typed_in()
    form.kept.button.click()
    assert page.form.values() == SessionFields()
    assert not form.kept.isVisible()
    assert form.more.channel.accessibleDescription() == ""


def test_minutes_come_from_the_timer_a_band_or_an_exact_number(page: LogPage) -> None:
    page.enter(new=True)
    form = page.form.form
    page.form.timer.before += 402
    page.form._tick()
    assert form.minutes.meant() == 7
    assert form.minutes.chip("own").words == "timer: 7"
    assert page.form.clock.text() == "6:42"
    choose(form.minutes, "over-60")
    assert form.minutes.meant() == 90
    form.more.exact.setValue(22)
    assert form.minutes.meant() == 22
    assert form.minutes.code() == "own"
    assert form.minutes.chip("own").words == "22 min"


# Drafts


def test_a_draft_is_kept_within_two_seconds_of_a_keystroke(
    page: LogPage, qtbot: QtBot, window_context: Context
) -> None:
    page.enter(new=True)
    assert KEEP_AFTER < 2000
    QTest.keyClicks(page.form.form.note, "Journal")
    drafts = window_context.services.sessions.drafts
    qtbot.waitUntil(lambda: len(drafts()) == 1, timeout=2000)
    assert drafts()[0].fields["note"] == "Journal"
    assert "draft kept" in page.form.started.text()


def test_an_empty_form_leaves_no_draft(page: LogPage, window_context: Context) -> None:
    page.enter(new=True)
    page.leave()
    page.step_back()
    assert window_context.services.sessions.drafts() == []


def test_a_draft_comes_back_whole_and_goes_with_the_save(page: LogPage, window_context: Context) -> None:
    services = window_context.services
    page.enter(topic="nhs-app")
    choose(page.form.form.outcome, "partly")
    page.form.form.note.setPlainText("Journal")
    page.form.panel.signpost(2)
    window_context.visit.gave(HandoutGiven("use-the-nhs-app"))
    before = page.form.values()
    assert page.step_back()
    assert not page.form.is_open
    assert window_context.visit.listings == ()
    page.enter()
    assert page.list.drafts.isVisible()
    draft = services.sessions.drafts()[0]
    page.list.drafts.continued.emit(draft.id)
    after = page.form.values()
    assert after == before
    page.form.save()
    session = services.sessions.on(date.today())[0]
    assert (session.note, session.listings) == ("Journal", before.listings)
    assert session.handouts == (HandoutGiven("use-the-nhs-app"),)
    assert session.started_at == draft.started_at
    assert services.sessions.drafts() == []


def test_the_timer_does_not_count_the_night_between(page: LogPage, window_context: Context) -> None:
    services = window_context.services
    yesterday = datetime.now(UTC) - timedelta(hours=20)
    fields = SessionFields(topics=("nhs-app",), elapsed=245).to_draft()
    services.sessions.keep_draft(Draft(services.champion.id, fields, yesterday, kept_at=yesterday))
    page.enter(draft_id=services.sessions.drafts()[0].id)
    assert page.form.timer.minutes() == 5  # begun; a slow machine has most of a minute to get here


def test_a_discarded_draft_can_be_brought_back(page: LogPage, window_context: Context) -> None:
    sessions = window_context.services.sessions
    page.enter(topic="nhs-app")
    page.form.keep_now()
    page.form.discard_button.click()
    assert sessions.drafts() == []
    assert not page.form.is_open
    back = next(b for b in page.list.drafts.findChildren(QPushButton) if b.text() == "Bring it back")
    back.click()
    assert from_draft(sessions.drafts()[0].fields).topics == ("nhs-app",)


def test_what_was_signposted_before_anyone_pressed_help_goes_into_the_session(
    page: LogPage, window_context: Context
) -> None:
    listing = window_context.services.directory.all()[0]
    page.enter()
    window_context.visit.signpost(listing)
    assert page.form.is_open
    assert page.form.values().listings == (listing.id,)


# The panel


def test_the_panel_fills_when_a_topic_is_chosen(page: LogPage) -> None:
    page.enter(new=True)
    panel = page.form.panel
    assert not panel._local.isVisible()
    take_topic(page, "nhs")
    assert panel.places[0].isVisible()
    assert "mile" in panel.places[0]._facts.text()
    assert panel.sheets[0].isVisible()
    assert panel._step_labels[0].text()
    page.form.form.topics.remove("nhs-app")
    assert not panel._local.isVisible()


def test_signposting_is_taken_back_by_the_same_key(page: LogPage, window_context: Context) -> None:
    page.enter(topic="nhs-app")
    page.form.panel.signpost(1)
    row = page.form.panel.places[0]
    assert row.button.text() == "Signposted"
    assert [one.id for one in window_context.visit.listings] == [row.listing and row.listing.id]
    page.form.panel.signpost(1)
    assert row.button.text() == "Signpost"
    assert window_context.visit.listings == ()


def test_markup_in_a_listing_is_only_text(page: LogPage, window_context: Context) -> None:
    page.enter(topic="nhs-app")
    window_context.visit.signpost(Listing("<b>Bold</b> & Sons", "k1"))
    row = page.form.panel._other_rows[0]
    assert row._name.text() == "<b>Bold</b> & Sons"
    assert row._name.textFormat() == Qt.TextFormat.PlainText


def test_printing_a_handout_is_recorded(
    page: LogPage, window: RecordingWindow, window_context: Context, qtbot: QtBot
) -> None:
    page.enter(topic="nhs-app")
    page.form.panel.print_first()
    qtbot.waitUntil(lambda: bool(window.printed), timeout=10000)
    assert window.printed[0].startswith(b"%PDF")
    assert window_context.visit.handouts == (HandoutGiven("use-the-nhs-app", "en", 18),)
    assert page.form.values().handouts == (HandoutGiven("use-the-nhs-app", "en", 18),)


def test_saving_waits_for_the_sheet_that_goes_with_it(
    page: LogPage, window: RecordingWindow, window_context: Context, qtbot: QtBot
) -> None:
    page.enter(topic="nhs-app")
    page.form.form.outcome.chip("done").click()
    page.form.panel.print_first()
    page.form.save()
    assert window.printed == []
    assert page.form.is_open
    qtbot.waitUntil(lambda: not page.form.is_open, timeout=10000)
    assert len(window.printed) == 1
    (kept,) = window_context.services.sessions.on(date.today())
    assert kept.handouts == (HandoutGiven("use-the-nhs-app", "en", 18),)


def test_handouts_come_in_the_language_the_citizen_speaks(page: LogPage) -> None:
    page.enter(topic="email-account")
    choose(page.form.form.more.language, "cy")
    handout = page.form.panel.sheets[0].handout
    assert handout is not None
    assert handout.language == "cy"


# The day's list


def test_the_list_shows_the_day_and_goes_back_a_day(page: LogPage, window_context: Context) -> None:
    services = window_context.services
    logged(services, "nhs-app", people=4)
    logged(services, "bus-pass", days_ago=1)
    page.enter()
    assert page.list.model.rowCount() == 1
    assert page.list.totals.words.text() == "1 session, 4 people, 9 minutes"
    assert not page.list.period_row.after.isEnabled()
    page.list.period_row.before.click()
    assert page.list.model.record(0).session.topics == ("bus-pass",)
    assert page.list.period_row.words.text().startswith("Yesterday")
    page.list.period_row.today.click()
    assert page.list.period.first == date.today()


def test_a_session_is_changed_and_the_change_can_be_undone(
    page: LogPage, window: RecordingWindow, window_context: Context
) -> None:
    services = window_context.services
    session = logged(services, "nhs-app", minutes=9)
    page.enter(session_id=session.id)
    assert page.form.title.text() == "Change a session"
    assert page.form.form.minutes.meant() == 9
    choose(page.form.form.outcome, "partly")
    page.form.save()
    changed = services.sessions.get(session.id)
    assert (changed.outcome, changed.minutes, changed.started_at) == ("partly", 9, session.started_at)
    assert not page.form.is_open
    assert window.undo is not None
    services.history.undo(window.undo)
    assert services.sessions.get(session.id).outcome == "done"


def test_looking_at_a_session_without_changing_it_leaves_no_draft(
    page: LogPage, window_context: Context
) -> None:
    session = logged(window_context.services, "nhs-app", note="x")
    page.enter(session_id=session.id)
    page.step_back()
    assert window_context.services.sessions.drafts() == []


def test_a_code_that_left_its_list_stays_in_a_session_that_is_changed(
    page: LogPage, window_context: Context
) -> None:
    services = window_context.services
    session = logged(services, "gone-topic", help_given="gone-help")
    page.enter(session_id=session.id)
    choose(page.form.form.outcome, "partly")
    page.form.save()
    changed = services.sessions.get(session.id)
    assert changed.topics == ("gone-topic",)
    assert changed.help_given == "gone-help"


def test_removing_asks_why_and_can_be_undone(
    page: LogPage, window: RecordingWindow, window_context: Context
) -> None:
    services = window_context.services
    session = logged(services, "nhs-app")
    page.enter()
    page.list.table.setFocus()
    QTest.keyClick(page.list.table, Qt.Key.Key_Delete)
    assert page.list.acts.reasons.isVisible()
    assert page.step_back()
    assert not page.list.acts.reasons.isVisible()
    page.list.acts.remove_button.click()
    choose(page.list.acts.reasons, "logged-twice")
    assert services.sessions.on(date.today()) == []
    assert services.sessions.history(session.id)[-1].reason == "logged-twice"
    assert window.undo is not None
    services.history.undo(window.undo)
    assert page.list.model.rowCount() == 1


def test_a_screen_that_faces_the_public_folds_the_list(
    qtbot: QtBot, services: Services, make_context: Callable[..., Context]
) -> None:
    logged(services, "nhs-app")
    page = shown(qtbot, make_context(services, Settings(public_screen=True)))
    page.enter()
    assert not page.list.table.isVisible()
    assert page.list.totals.words.text() == "1 session, 1 person, 9 minutes"
    page.list._folded.acted.emit()
    assert page.list.table.isVisible()
    page.leave()
    page.enter()
    assert not page.list.table.isVisible()


# Fitting


@pytest.mark.parametrize("language", ["en", "cy", "gd"])
def test_nothing_is_cut_off_sideways(qtbot: QtBot, window_context: Context, language: str) -> None:
    set_language(language)
    page = shown(qtbot, window_context)
    page.enter(topic="nhs-app")
    page.form.form.more.set_open(True)
    for width, height in ((1190, 672), (848, 504), (500, 420)):
        page.resize(width, height)
        qtbot.wait(50)
        assert page.minimumSizeHint().width() <= width
        for widget in page.form.form.findChildren(QWidget):
            if widget.isVisible() and widget.window() is page:
                right = widget.mapTo(page, QPoint(widget.width(), 0)).x()
                assert right <= width, (type(widget).__name__, widget.accessibleName())


def test_the_panel_stands_below_where_the_window_is_narrow(page: LogPage, qtbot: QtBot) -> None:
    page.enter(topic="nhs-app")
    assert page.form._side.isAncestorOf(page.form.panel)
    page.resize(600, 600)
    qtbot.waitUntil(page.form.panel.isVisible)
    assert not page.form._side.isAncestorOf(page.form.panel)
