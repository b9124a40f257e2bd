"""The timer of a visit: pauses are told apart, another day has none of it, and the clock may be set."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from champion_desk.domain.sessions import AssistedSession, Draft
from champion_desk.ui import session_when, visit_timer
from champion_desk.ui.draft_offer import DraftOffers
from champion_desk.ui.pages.desk import DeskPage
from champion_desk.ui.pages.log import LogPage
from champion_desk.ui.pages.log_form import FormView
from champion_desk.ui.visit_timer import VisitTimer
from champion_desk.ui.widgets.buttons import SecondaryButton

if TYPE_CHECKING:
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)


def view(hands: Hands) -> FormView:
    page = hands.window.page
    assert isinstance(page, LogPage)
    return page.form


def begin(hands: Hands, helped: int = 0) -> FormView:
    """Someone is helped with the NHS App, for so many seconds."""
    hands.desktop.frame.activateWindow()
    hands.press("F2")
    hands.type("nhs")
    hands.key(Qt.Key.Key_Return)
    found = view(hands)
    found.timer.before += helped
    return found


def drafts(hands: Hands) -> list[Draft]:
    return hands.window.context.services.sessions.drafts()


def age_draft(hands: Hands, by: timedelta) -> None:
    """As if the draft had been left that long ago."""
    draft = drafts(hands)[0]
    aged = replace(draft, kept_at=draft.kept_at - by, started_at=draft.started_at - by)
    hands.window.context.services.sessions.keep_draft(aged)


def go_on(hands: Hands) -> FormView:
    """Take up the draft that the Desk offers."""
    hands.desktop.frame.activateWindow()
    page = hands.window.page
    assert isinstance(page, DeskPage)
    page._load()
    offers = page.findChild(DraftOffers)
    assert offers is not None
    button = next(one for one in offers.findChildren(SecondaryButton) if one.text() == "Continue")
    button.setFocus()
    hands.key(Qt.Key.Key_Return)
    return view(hands)


def saved(hands: Hands, day: date | None = None) -> AssistedSession:
    return hands.window.context.services.sessions.on(day or date.today())[0]


def lock_and_unlock(hands: Hands) -> None:
    hands.press("Ctrl+L")
    hands.unlock()
    hands.desktop.frame.activateWindow()


def test_what_passed_while_locked_is_told_and_not_counted(hands: Hands) -> None:
    begin(hands, helped=290)
    hands.press("D")
    lock_and_unlock(hands)
    age_draft(hands, timedelta(minutes=8))
    form = go_on(hands)
    assert form.pause.words.text() == "paused for 8 min, not counted"
    assert form.clock.text().startswith("4:5")
    assert form.form.minutes.chip("own").words == "timer: 5"
    hands.press("Ctrl+Return")
    assert saved(hands).minutes == 5


def test_one_key_counts_the_pause_and_takes_it_out_again(hands: Hands) -> None:
    begin(hands, helped=250)
    hands.press("D")
    lock_and_unlock(hands)
    age_draft(hands, timedelta(minutes=8))
    form = go_on(hands)
    hands.press("Alt+T")
    assert form.pause.words.text() == "paused for 8 min, counted"
    assert form.form.minutes.chip("own").words == "timer: 13"
    hands.press("Alt+T")
    assert form.form.minutes.chip("own").words == "timer: 5"
    hands.press("Alt+T")
    lock_and_unlock(hands)  # a second pause, and what was decided of the first stays
    form = go_on(hands)
    assert form.pause.words.text() == "paused for 8 min, counted"
    hands.press("Ctrl+Return")
    assert saved(hands).minutes == 13


def test_a_night_between_can_t_be_counted(hands: Hands) -> None:
    begin(hands, helped=290)
    lock_and_unlock(hands)
    age_draft(hands, timedelta(hours=20))
    form = go_on(hands)
    assert form.pause.words.text() == "paused for 20 hours, not counted"
    assert not form.pause.button.isVisible()
    hands.press("Alt+T")
    assert form.form.minutes.chip("own").words == "timer: 5"


def test_the_timer_alone_survives_the_lock(hands: Hands) -> None:
    """Nothing was typed yet, but someone was helped for a while."""
    hands.desktop.frame.activateWindow()
    hands.press("F2")
    view(hands).timer.before += 600
    lock_and_unlock(hands)
    assert drafts(hands)[0].fields["elapsed"] == pytest.approx(600, abs=30)
    form = go_on(hands)
    assert form.timer.minutes() >= 10


def test_a_form_left_blank_by_esc_leaves_nothing(hands: Hands) -> None:
    hands.desktop.frame.activateWindow()
    hands.press("F2")
    view(hands).timer.before += 600
    view(hands)._tick()
    view(hands).keep_now()
    assert len(drafts(hands)) == 1
    hands.key(Qt.Key.Key_Escape)
    assert drafts(hands) == []


def test_the_timer_is_kept_anew_while_someone_is_helped(hands: Hands) -> None:
    form = begin(hands)
    form.keep_now()
    form.timer.before += 90 - form.timer.helped()
    form._tick()
    assert drafts(hands)[0].fields["elapsed"] == pytest.approx(90, abs=5)


def test_the_timer_goes_on_after_the_program_was_ended(
    hands: Hands, open_desktop: Callable[..., Hands], made_desk: Path
) -> None:
    begin(hands, helped=290)
    hands.press("D")
    view(hands).keep_now()
    hands.desktop.close()
    hands.wait(hands.has_ended)
    again = open_desktop(made_desk)
    again.unlock()
    again.desktop.frame.activateWindow()
    form = go_on(again)
    assert form.pause.isHidden()  # a few seconds are no pause
    assert form.form.minutes.chip("own").words == "timer: 5"


def test_help_on_another_day_has_no_minutes_of_the_timer(hands: Hands) -> None:
    form = begin(hands, helped=130)
    hands.press("D")
    form.form.more.set_open(True)
    form.form.more.when.words.setFocus()
    hands.type("yesterday 3pm")
    hands.press("Ctrl+Return")  # straight from the words: they are read before anything is saved
    assert form.is_open
    assert form.form._minutes.problem() == "Say how many minutes it took."
    assert form.form.minutes.chip("own").isHidden()
    assert not form.clock.isVisible()
    assert "15:00" in form.started.text()
    hands.type("25")
    hands.press("Ctrl+Return")
    yesterday = date.today() - timedelta(days=1)
    session = saved(hands, yesterday)
    assert (session.minutes, session.time_known) == (25, True)
    assert session.started_at.astimezone().strftime("%H:%M") == "15:00"
    assert hands.window.message_bar.text().startswith("Saved for ")


def test_it_was_now_after_all_and_the_timer_counts_again(hands: Hands) -> None:
    form = begin(hands, helped=130)
    more = form.form.more
    more.set_open(True)
    more.when.words.setFocus()
    hands.type("yesterday")
    hands.press("Tab")
    assert more.when.said() is not None
    assert form.form.minutes.meant() is None
    more.when.now.setFocus()
    hands.key(Qt.Key.Key_Return)
    assert more.when.said() is None
    assert form.form.minutes.meant() == 3


def test_a_day_that_was_only_picked_has_no_time_until_one_is(hands: Hands) -> None:
    form = begin(hands)
    when = form.form.more.when
    form.form.more.set_open(True)
    when.day.setFocus()
    when.day.setSelectedSection(when.day.Section.DaySection)
    before = when.day.day()
    hands.key(Qt.Key.Key_Down)
    assert when.day.day() == before - timedelta(days=1)  # also on the first of a month
    said = when.said()
    assert said is not None
    assert not said.time_known
    when.time.setFocus()
    QTest.keyClicks(when.time, "0910")
    when.settle()
    said = when.said()
    assert said is not None
    assert said.time_known
    assert said.moment.astimezone().strftime("%H:%M") == "09:10"


def test_words_that_run_on_mean_what_they_meant_when_they_were_typed(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    when = begin(hands).form.more.when
    when.words.setText("2 hours ago")
    when.settle()
    said = when.said()
    assert said is not None

    class Later(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Later:
            return cls.fromtimestamp(time.time() + 1200, tz)

    monkeypatch.setattr(session_when, "datetime", Later)
    when.settle()
    assert when.said() == said
    when.words.setText("1 hour ago")
    when.settle()
    assert when.said() != said


def test_a_time_to_come_is_refused_and_nothing_is_saved(hands: Hands) -> None:
    form = begin(hands)
    hands.press("D")
    form.form.more.set_open(True)
    form.form.more.when.words.setFocus()
    hands.type("tomorrow 9am")
    hands.press("Ctrl+Return")
    assert form.form.more.when.problem() == "That is still to come. Say when it was."
    assert form.is_open
    day = form.form.more.when.day
    form.form.more.when.words.clear()
    day.setDate(day.date().addDays(3))
    hands.press("Ctrl+Return")
    assert form.is_open
    assert form.form.more.when.problem()


def test_a_session_that_is_changed_shows_its_own_time(hands: Hands) -> None:
    services = hands.window.context.services
    at = (datetime.now().astimezone() - timedelta(days=3)).replace(hour=14, minute=20, second=0)
    known = AssistedSession(services.champion.id, services.site.id, at, ("nhs-app",), 12, "done")
    services.sessions.log(known)
    hands.window.go_to("log", session_id=known.id)
    when = view(hands).form.more.when
    assert (when.day.day(), when.time.time_of_day().hour) == (at.date(), 14)
    assert when.said() is None
    view(hands).form.outcome.chip("partly").click()
    view(hands).save()
    after = services.sessions.get(known.id)
    assert after.started_at == known.started_at
    assert (after.minutes, after.outcome) == (12, "partly")


@pytest.mark.parametrize("typed", ["22", "5", "600"])
def test_minutes_are_typed_over_the_chips(hands: Hands, typed: str) -> None:
    form = begin(hands)
    form.form.minutes.focus_first()
    hands.type(typed)
    assert form.form.minutes.meant() == int(typed)
    assert form.form.more.exact.value() == int(typed)
    hands.type("9")
    if typed == "600":
        assert form.form.minutes.meant() == 600  # more is not taken
        return
    for _each in range(len(typed) + 1):
        hands.key(Qt.Key.Key_Backspace)
    assert form.form.minutes.answer() == ("timer", 0)


# The timer itself


class Clock:
    """A wall clock and a steady one, which can be set apart."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.wall, self.steady = datetime(2026, 10, 25, 0, 50, tzinfo=UTC), 1000.0
        clock = self

        class Now(datetime):
            @classmethod
            def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
                return clock.wall

        monkeypatch.setattr(visit_timer, "datetime", Now)
        monkeypatch.setattr(visit_timer, "_steady", lambda: clock.steady)

    def run(self, **length: float) -> None:
        self.wall += timedelta(**length)
        self.steady += timedelta(**length).total_seconds()


def test_setting_the_clock_changes_no_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    timer = VisitTimer.start()
    clock.run(minutes=4)
    for turn in (timedelta(hours=5), timedelta(hours=-9)):
        clock.wall += turn
        assert timer.minutes() == 4
        assert timer.began() <= clock.wall - timedelta(minutes=4)


def test_midnight_and_summer_time_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    try:
        clock = Clock(monkeypatch)  # ten minutes before the clocks go back
        timer = VisitTimer.start()
        clock.run(minutes=20)
        assert (timer.minutes(), timer.began()) == (20, datetime(2026, 10, 25, 0, 50, tzinfo=UTC))
        assert timer.began().astimezone().strftime("%H:%M") == "01:50"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_draft_from_a_time_to_come_counts_what_it_had(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    draft = Draft("champion", {}, clock.wall, kept_at=clock.wall + timedelta(hours=3))
    timer = VisitTimer.take_up(draft, 300)
    assert (timer.minutes(), timer.paused) == (5, 0)
