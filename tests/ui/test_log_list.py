"""The list side of the Log page: find by period and filters, read by pages, mend one or many, undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.log_query import Found
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.tallies import TYPED, Tally
from champion_desk.services import Services
from champion_desk.services.log_lines import TallyLine
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.change_many import ChangeManyDialog
from champion_desk.ui.dialogs.session_history import SessionHistoryDialog
from champion_desk.ui.dialogs.tally_count import TallyCountDialog
from champion_desk.ui.log_periods import MONTH, WEEK, between, holding
from champion_desk.ui.pages.log import LogPage
from champion_desk.ui.pages.log_list import LogList
from champion_desk.ui.widgets.labels import Badge, PlainLabel
from tests.ui.conftest import RecordingWindow

if TYPE_CHECKING:
    from tests.windows import Hands

TODAY = date.today()
pytest_plugins = ("tests.windows",)


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    return make_services()


@pytest.fixture
def window_context(services: Services, make_context: Callable[[Services], Context]) -> Context:
    return make_context(services)


@pytest.fixture
def view(qtbot: QtBot, window_context: Context) -> LogList:
    page = LogPage(window_context)
    qtbot.addWidget(page)
    page.resize(1190, 672)
    page.show()
    qtbot.waitExposed(page)
    page.list.page = page  # type: ignore[attr-defined] # kept while its list is looked at
    return page.list


def moment(days_ago: int, clock: str) -> datetime:
    return datetime.combine(TODAY - timedelta(days=days_ago), time.fromisoformat(clock)).astimezone()


def logged(services: Services, days_ago: int = 0, clock: str = "00:05", **more: Any) -> AssistedSession:
    usual = {
        "champion_id": services.champion.id, "site_id": services.site.id, "topics": ("nhs-app",),
        "minutes": 9, "outcome": "done",
    }  # fmt: skip
    session = AssistedSession(started_at=moment(days_ago, clock), **{**usual, **more})
    services.sessions.log(session)
    return session


def counted(services: Services, clock: str, count: int = 1, days_ago: int = 0, until: str = "") -> Tally:
    preset, start = services.tallies.presets()[0], moment(days_ago, clock)
    end = moment(days_ago, until) if until else start
    tally = Tally(
        services.champion.id, services.site.id, preset.topic, count, start, end,
        TYPED if until else "press", preset.code,
    )  # fmt: skip
    with services.desk.open_store.transaction() as tx:
        tx.tallies.add(tally)
    return tally


def settle(qtbot: QtBot, view: LogList) -> None:
    qtbot.waitUntil(lambda: not view._context.background.is_busy and not view.filters._typing.isActive())
    qtbot.wait(1)


def sessions(view: LogList) -> list[AssistedSession]:
    return [one.session for one in view.model.records() if isinstance(one, Found)]


def cells(view: LogList, row: int = 0) -> list[str]:
    return [str(view.model.index(row, at).data()) for at in range(view.model.columnCount())]


def dialog(kind: type[Any]) -> Any:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


# Finding


def test_today_is_as_calm_as_before(view: LogList, services: Services) -> None:
    logged(services, people=4, minutes=75)
    logged(services, 1, topics=("bus-pass",))
    counted(services, "00:07")
    view.load()
    assert view.filters.isHidden()
    assert view.chips.isHidden()
    assert view.period_row.today.isHidden()
    assert len(sessions(view)) == 1
    words = "1 session, 4 people, 1 hour 15 min; and 1 quick one counted"
    assert view.totals.words.text() == words


@pytest.mark.parametrize(
    ("days", "kind"), [(0, "today"), (1, "yesterday"), (0, "this-week"), (0, "this-month")]
)
def test_a_period_is_chosen_by_a_chip_and_stepped_through(
    view: LogList, services: Services, qtbot: QtBot, days: int, kind: str
) -> None:
    session = logged(services, days)
    view.load()
    view._find()
    view.filters.periods.chip(kind).click()
    settle(qtbot, view)
    assert session.id in [one.id for one in sessions(view)]
    first = view.period.first
    view.period_row.before.click()
    settle(qtbot, view)
    assert view.period.last == first - timedelta(days=1)
    view.period_row.after.click()
    settle(qtbot, view)
    assert view.period.first == first


def test_from_one_day_to_another_in_either_order(view: LogList, services: Services, qtbot: QtBot) -> None:
    wanted = [logged(services, 5), logged(services, 3)]
    logged(services, 9)
    view.load()
    view._find()
    view.filters.periods.chip("days").click()
    assert view.filters.first.hasFocus()
    view.filters.first.set_day(TODAY - timedelta(days=3))
    view.filters.last.set_day(TODAY - timedelta(days=6))
    settle(qtbot, view)
    assert {one.id for one in sessions(view)} == {one.id for one in wanted}


FILTERS: list[tuple[str, dict[str, Any], Callable[[LogList], object], str]] = [
    ("topic", {"topics": ("bus-pass",)}, lambda v: v.filters.topics.add("bus-pass", "Bus pass"), "Bus pass"),
    ("outcome", {"outcome": "partly"}, lambda v: v.filters.outcomes.chip("partly").click(), "partly"),
    ("stuck", {"stuck": True}, lambda v: v.filters.marks.chip("stuck").click(), "I got stuck"),
    ("local", {"nothing_local": True}, lambda v: v.filters.marks.chip("nothing_local").click(), "nothing"),
    ("failed", {"service_failed": True}, lambda v: v.filters.marks.chip("service_failed").click(), "failed"),
    ("words", {"note": "At the ferry"}, lambda v: typed(v, "ferry"), "ferry"),
]


def typed(view: LogList, words: str) -> None:
    view.filters.words.line.setFocus()
    QTest.keyClicks(view.filters.words.line, words)


@pytest.mark.parametrize(("name", "fits", "ask", "words"), FILTERS, ids=[one[0] for one in FILTERS])
def test_a_filter_narrows_stands_as_a_chip_and_goes_by_one_key(
    view: LogList, services: Services, qtbot: QtBot, name: str, fits: dict[str, Any],
    ask: Callable[[LogList], object], words: str,
) -> None:  # fmt: skip
    wanted = logged(services, **fits)
    logged(services, clock="00:03")
    view.load()
    view._find()
    ask(view)
    settle(qtbot, view)
    assert [one.id for one in sessions(view)] == [wanted.id]
    view._fold_filters()
    chip = view.chips.chips()[0]
    assert words in chip.words
    assert chip.isVisible()
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    settle(qtbot, view)
    assert len(sessions(view)) == 2
    assert view.chips.isHidden()
    assert view.period_row.find_button.hasFocus()


def test_champion_and_site_are_chosen_from_those_there_are(
    view: LogList, services: Services, qtbot: QtBot
) -> None:
    ewan, elsewhere = Champion("Ewan"), Site("Stromness Library")
    view.load()
    assert view.filters._site_question.isHidden()
    with services.desk.open_store.transaction() as tx:
        tx.champions.add(ewan)
        tx.champions.add_site(elsewhere)
    mine, his = logged(services), logged(services, champion_id=ewan.id)
    there = logged(services, site_id=elsewhere.id)
    view.load()
    view._find()
    assert view.filters._site_question.isVisible()
    assert {one.id for one in sessions(view)} == {mine.id, his.id}
    view.filters.champion.set_code(ewan.id)
    view.filters.champion.chosen.emit(ewan.id)
    settle(qtbot, view)
    assert [one.id for one in sessions(view)] == [his.id]
    view.filters.clear_all.click()
    view.filters.site.set_code("everywhere")
    view.filters.site.chosen.emit("everywhere")
    settle(qtbot, view)
    assert {one.id for one in sessions(view)} == {mine.id, his.id, there.id}


def test_leaving_the_page_forgets_what_was_looked_for(
    view: LogList, services: Services, qtbot: QtBot
) -> None:
    view.load()
    view._find()
    view.filters.periods.chip("last-month").click()
    typed(view, "someone")
    view.fold()
    view.load()
    settle(qtbot, view)
    assert view.filters.query() == replace(view.filters.query(), first=TODAY, last=TODAY, words="")
    assert view.filters.isHidden()


def test_keys_unfold_the_filters_and_esc_goes_back_one_step(view: LogList, services: Services) -> None:
    logged(services)
    view.load()
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert view.filters.topics.line.hasFocus()
    assert view.step_back()
    assert view.filters.isHidden()
    assert view.period_row.find_button.hasFocus()
    view.acts.tick_button.click()
    assert view.step_back()
    assert not view.table.ticking
    assert not view.step_back()


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda v: None, "Nothing logged today yet"),
        (lambda v: v.filters.set_period(holding("day", TODAY - timedelta(days=2))), "on this day"),
        (lambda v: v.filters.set_period(holding(WEEK, TODAY)), "Nothing logged in this time"),
        (lambda v: v.filters.removed.click(), "Nothing removed"),
        (lambda v: v.filters.outcomes.chip("partly").click(), "Nothing fits"),
    ],
)
def test_an_empty_list_says_what_to_do_next(
    view: LogList, qtbot: QtBot, prepare: Callable[[LogList], object], words: str
) -> None:
    view.load()
    prepare(view)
    settle(qtbot, view)
    said = [label.text() for label in view.empty.findChildren(PlainLabel) if label.isVisible()]
    assert words in said[0]
    assert len(said) == 2
    assert view.table.isHidden()
    assert view.acts.isHidden()


# Reading by pages


def test_a_long_list_comes_by_pages_as_one_scrolls(view: LogList, services: Services, qtbot: QtBot) -> None:
    with services.desk.open_store.transaction() as tx:
        for at in range(400):
            started = moment(0, "00:00") - timedelta(minutes=at * 5)
            tx.sessions.add(
                AssistedSession(services.champion.id, services.site.id, started, ("nhs-app",), 5, "done")
            )
    view.load()
    view.filters.set_period(between(TODAY - timedelta(days=9), TODAY))
    settle(qtbot, view)
    first = view.model.rowCount()
    assert 0 < first < 400
    for _each in range(20):
        view.table.verticalScrollBar().setValue(view.table.verticalScrollBar().maximum())
        settle(qtbot, view)
    ids = [one.id for one in sessions(view)]
    assert len(ids) == len(set(ids)) == 400
    assert [one.started_at for one in sessions(view)] == sorted(
        (one.started_at for one in sessions(view)), reverse=True
    )
    assert view.totals.words.text().startswith("400 sessions, 400 people")


def test_what_was_asked_for_last_is_what_is_shown(view: LogList, services: Services, qtbot: QtBot) -> None:
    for days in range(1, 20):
        logged(services, days)
    view.load()
    for days in (3, 18, 6, 2):
        view.filters.set_period(between(TODAY - timedelta(days=days), TODAY))
    brought: list[int] = []
    view.reader.first.connect(lambda lines: brought.append(len(lines)))
    settle(qtbot, view)
    assert brought == [2]
    assert len(sessions(view)) == 2


def test_a_list_that_is_read_again_keeps_its_place_and_what_is_chosen(
    view: LogList, services: Services
) -> None:
    made = [logged(services, clock=f"00:0{n}") for n in range(5)]
    view.load()
    view.acts.tick_button.click()
    view.table.choose_rows([1, 3])
    view.table.select_row(3)
    logged(services, clock="00:07")
    view.load()
    assert [one.session.id for one in view.table.chosen()] == [made[3].id, made[1].id]
    assert view.table.record().session.id == made[1].id


# Quick counts


def test_presses_of_one_hour_stand_in_one_line_and_a_number_says_that_it_is_one(
    view: LogList, services: Services, qtbot: QtBot
) -> None:
    for clock in ("11:02", "11:20", "11:59"):
        counted(services, clock, days_ago=1)
    counted(services, "10:42", days_ago=1)
    counted(services, "09:00", 6, 1, "10:00")
    view.go_to(TODAY - timedelta(days=1))
    label = services.catalogues["presets"].label(services.tallies.presets()[0].code)
    assert cells(view, 0)[:3] == ["11:00 to 12:00", label, "3 counted"]
    assert cells(view, 1)[:3] == ["10:42", label, "1 counted"]
    assert cells(view, 2)[:3] == ["09:00 to 10:00", f"{label} (typed as one number)", "6 counted"]
    view.filters.set_period(between(TODAY - timedelta(days=1), TODAY))
    settle(qtbot, view)
    assert cells(view, 0)[2] == "10 counted"
    assert "6 of them counted as a number" in cells(view, 0)[1]
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert view.period.is_day
    assert view.period.first == TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("clocks", "until", "count", "new", "left"),
    [(("11:02", "11:20", "11:59"), "", 1, 2, 2), (("11:02",), "", 1, 4, 4), (("09:00",), "10:00", 6, 2, 2)],
    ids=["fewer presses", "more than a press", "a number"],
)
def test_the_number_of_a_line_can_be_changed_and_taken_back(
    view: LogList, services: Services, window: RecordingWindow, clocks: tuple[str, ...], until: str,
    count: int, new: int, left: int,
) -> None:  # fmt: skip
    for clock in clocks:
        counted(services, clock, count, 1, until)
    view.go_to(TODAY - timedelta(days=1))
    view.table.setFocus()
    before = services.log.totals(view.filters.query()).tallied
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    asked = dialog(TallyCountDialog)
    asked.number.setValue(new)
    QTest.keyClick(asked.number, Qt.Key.Key_Return)
    assert services.log.totals(view.filters.query()).tallied == left
    assert window.undo is not None
    services.history.undo(window.undo)
    assert services.log.totals(view.filters.query()).tallied == before


def test_presses_of_a_merged_key_grow_under_the_other_and_of_a_retired_one_not_at_all(
    view: LogList, services: Services
) -> None:
    counted(services, "11:02", days_ago=1)
    old, other = (one.code for one in services.tallies.presets()[:2])
    services.lists.merge("presets", old, other)
    view.go_to(TODAY - timedelta(days=1))
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    asked = dialog(TallyCountDialog)
    asked.number.setValue(3)
    QTest.keyClick(asked.number, Qt.Key.Key_Return)
    with services.desk.open_store.reading() as tx:
        found = tx.tallies.between(moment(2, "00:00"), moment(0, "00:00"))
    assert sorted((one.preset, one.count) for one in found) == sorted([(old, 1), (other, 2)])

    services.lists.retire("presets", other)
    view.table.select_row([cells(view, row)[2] for row in range(2)].index("1 counted"))
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert dialog(TallyCountDialog).number.maximum() == 1


def test_a_line_of_counts_is_removed_whole_with_a_reason(
    view: LogList, services: Services, window: RecordingWindow
) -> None:
    tallies = [counted(services, clock, days_ago=1) for clock in ("11:02", "11:20")]
    view.go_to(TODAY - timedelta(days=1))
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_Delete)
    assert view.acts._why_words.text() == "Why remove these 2 quick ones?"
    view.acts.reasons.chip("test").click()
    assert window.said[-1] == "Removed 2 quick ones."
    with services.desk.open_store.reading() as tx:
        assert tx.tallies.count() == 0
        assert tx.tallies.history(tallies[0].id)[-1].reason == "test"
    assert window.undo is not None
    services.history.undo(window.undo)
    view.load()
    assert cells(view)[2] == "2 counted"


# Mending many


def test_several_are_ticked_by_keyboard_and_get_another_topic_at_once(
    view: LogList, services: Services, window: RecordingWindow, qtbot: QtBot
) -> None:
    made = [logged(services, clock=f"00:0{n}") for n in range(4)]
    view.load()
    view.table.setFocus()
    view.acts.tick_button.click()
    table = view.table
    QTest.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(table, Qt.Key.Key_Space)
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert [one.session.id for one in table.chosen()] == [made[3].id, made[1].id]
    assert view.acts.chosen_words.text() == "2 sessions chosen"
    QTest.keyClick(table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    asked = dialog(ChangeManyDialog)
    assert not asked.main.isEnabled()
    asked.topic.line.setFocus()
    QTest.keyClicks(asked.topic.line, "bus")
    QTest.keyClick(asked.topic.line, Qt.Key.Key_Return)
    topics = services.catalogues["topics"]
    code = asked.topic.codes()[0]
    before, after = topics.label("nhs-app"), topics.label(code)
    assert asked.preview.text() == f"Change the topic of 2 sessions from {before} to {after}."
    asked.main.click()
    settle(qtbot, view)
    assert window.said[-1] == "Changed 2 sessions."
    assert [one.topics for one in sessions(view)] == [(code,), ("nhs-app",), (code,), ("nhs-app",)]
    assert not table.ticking
    assert window.undo is not None
    services.history.undo(window.undo)
    view.load()
    assert {one.topics for one in sessions(view)} == {("nhs-app",)}


@pytest.mark.parametrize(
    ("kind", "answer", "field", "value"),
    [
        ("outcome", lambda d: d.outcome.chip("partly").click(), "outcome", "partly"),
        ("area", lambda d: QTest.keyClicks(d.area, "Westray"), "area", "Westray"),
    ],
)
def test_other_answers_of_many(
    view: LogList, services: Services, qtbot: QtBot, kind: str, answer: Callable[[Any], object],
    field: str, value: str,
) -> None:  # fmt: skip
    logged(services, outcome="could-not", outcome_reason="no-id")
    logged(services, clock="00:03")
    view.load()
    view.table.selectAll()
    view._change_many()
    asked = dialog(ChangeManyDialog)
    asked.what.chip(kind).click()
    answer(asked)
    assert ("several answers" in asked.preview.text()) == (kind == "outcome")
    asked.submit()
    settle(qtbot, view)
    assert {getattr(one, field) for one in sessions(view)} == {value}
    if kind == "outcome":
        assert {one.outcome_reason for one in sessions(view)} == {""}


def test_everything_that_fits_can_be_chosen_also_what_was_not_read_yet(
    view: LogList, services: Services, window: RecordingWindow, qtbot: QtBot
) -> None:
    with services.desk.open_store.transaction() as tx:
        for at in range(150):
            started = moment(0, "00:00") - timedelta(minutes=at * 5)
            tx.sessions.add(
                AssistedSession(services.champion.id, services.site.id, started, ("nhs-app",), 5, "done")
            )
    view.load()
    view.filters.set_period(between(TODAY - timedelta(days=3), TODAY))
    settle(qtbot, view)
    view.acts.tick_button.click()
    view.table.choose_rows([0])
    assert view.acts.choose_all.text() == "Choose all 150 sessions"
    view.acts.choose_all.click()
    settle(qtbot, view)
    assert view.acts.chosen_words.text() == "150 sessions chosen"
    assert view.acts.choose_all.isHidden()
    view.acts.ask_reason()
    view.acts.reasons.chip("mistake").click()
    settle(qtbot, view)
    assert window.said[-1] == "Removed 150 sessions."
    assert sessions(view) == []


def test_removed_ones_show_why_and_come_back(
    view: LogList, services: Services, window: RecordingWindow, qtbot: QtBot
) -> None:
    session = logged(services)
    services.sessions.remove(session.id, "logged-twice")
    view.load()
    view.filters.removed.click()
    settle(qtbot, view)
    assert cells(view)[-1] == "logged twice"
    assert view.acts.restore_button.isVisible()
    assert view.acts.change_button.isHidden()
    assert view.acts.remove_button.isHidden()
    view.acts.restore_button.click()
    assert window.said[-1] == "Brought back 1 session."
    assert services.sessions.get(session.id) == session
    assert window.undo is not None
    services.history.undo(window.undo)
    assert services.sessions.on(TODAY) == []


def test_history_says_who_did_what_from_what_to_what(view: LogList, services: Services) -> None:
    session = logged(services)
    services.sessions.amend(replace(session, outcome="partly", minutes=20))
    view.load()
    view.acts.history_button.click()
    asked = dialog(SessionHistoryDialog)
    said = [label.text() for label in asked.findChildren(PlainLabel)]
    assert "Changed by Mairi" in said
    assert "Logged by Mairi" in said
    assert "How it ended: from done to partly" in said
    assert "Minutes: from 9 to 20" in said
    QTest.keyClick(asked, Qt.Key.Key_Escape)
    assert not asked.isVisible()


def test_outcomes_stand_beside_the_totals(view: LogList, services: Services, qtbot: QtBot) -> None:
    logged(services)
    logged(services, clock="00:02", outcome="partly")
    view.load()
    said = [badge.text() for badge in view.totals.findChildren(Badge) if badge.isVisible()]
    assert said == ["done: 1", "partly: 1"]
    assert isinstance(view.totals, QWidget)
    assert all(isinstance(one, Found | TallyLine) for one in view.model.records())
    view.filters.set_period(holding(MONTH, TODAY))
    settle(qtbot, view)
    assert len(sessions(view)) == 2


def test_finding_and_mending_by_keys_alone(hands: Hands) -> None:
    services = hands.window.sitting.services
    made = [logged(services, clock=f"00:0{n}", topics=("bus-pass",)) for n in range(3)]
    logged(services, clock="00:05")
    hands.press("Ctrl+2")
    log = hands.window.page
    assert isinstance(log, LogPage)
    view = log.list
    hands.press("Ctrl+F")
    hands.type("bus")
    hands.key(Qt.Key.Key_Return)
    assert len(sessions(view)) == 3
    hands.key(Qt.Key.Key_Escape)
    assert view.filters.isHidden()
    for _each in range(12):
        if view.table.hasFocus():
            break
        hands.key(Qt.Key.Key_Tab)
    assert view.table.hasFocus()
    hands.press("Ctrl+A")
    assert view.acts.chosen_words.text() == "3 sessions chosen"
    hands.press("Delete")
    assert view.acts.reasons.isVisible()
    hands.key(Qt.Key.Key_Return)
    assert services.sessions.history(made[0].id)[-1].reason == "logged-twice"
    assert hands.window.message_bar.text() == "Removed 3 sessions."
    hands.press("Ctrl+Z")
    hands.wait(lambda: len(sessions(view)) == 3)
