"""The sources in the window: refreshed beside other work, stopped at once, asked about, gone back from."""

from __future__ import annotations

import csv
import io
import json
import ssl
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from champion_desk.domain.directory import Source
from champion_desk.services import Services
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.import_list import ImportDialog
from champion_desk.ui.dialogs.waiting_version import WaitingVersionDialog
from champion_desk.ui.pages.sources import SourcesPage
from champion_desk.ui.source_cards import SourceCard
from tests.feed_server import Site, full, pages
from tests.ui.conftest import RecordingWindow

Make = Callable[..., Services]


@pytest.fixture
def desk(make_services: Make, certificate: Path, site: Site) -> Services:
    services = make_services()
    services.directory.trusted = ssl.create_default_context(cafile=str(certificate))
    site.answer = pages([full(number) for number in range(1, 11)])
    preview = services.directory.preview(f"{site.address}/api/services", "Feed", attribution="© Feed")
    services.directory.take_in(preview)
    return services


@pytest.fixture
def page(desk: Services, make_context: Callable[[Services], Context], qtbot: QtBot) -> SourcesPage:
    made = SourcesPage(make_context(desk))
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.enter()
    return made


def source(page: SourcesPage) -> Source:
    (found,) = (one.source for one in page.context.services.sources.states())
    return found


def card(page: SourcesPage) -> SourceCard:
    return page.cards[source(page).id]


def look(page: SourcesPage) -> None:
    button = card(page).look
    assert button is not None
    button.click()


def refreshed(page: SourcesPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.work.is_busy, timeout=20_000)
    qtbot.waitUntil(lambda: not page.progress.isVisible(), timeout=20_000)


def test_a_refresh_says_what_it_did_and_can_be_taken_back(
    page: SourcesPage, site: Site, window: RecordingWindow, qtbot: QtBot
) -> None:
    site.answer = pages([full(number) for number in range(1, 13)])
    card(page).refresh.click()
    assert page.progress.isVisible()
    refreshed(page, qtbot)
    assert window.said[-1] == "“Feed” is in: 2 new, 0 changed, 0 no longer listed."
    assert card(page).state.listed == 12
    card(page).back.click()
    qtbot.waitUntil(lambda: card(page).state.listed == 10)
    assert "as it was before its last refresh" in window.said[-1]
    assert window.undo is not None
    page.context.services.history.undo(window.undo)
    qtbot.waitUntil(lambda: card(page).state.listed == 12)


def test_much_that_changes_waits_and_the_two_answers_are_kept(
    page: SourcesPage, site: Site, window: RecordingWindow, qtbot: QtBot
) -> None:
    site.answer = pages([full(number) for number in range(1, 5)])
    page.refresh_all()
    refreshed(page, qtbot)
    assert "waits" in window.said[-1]
    assert "6 of the 10 places would go." in card(page).question.label.text()
    look(page)
    (dialog,) = page.window().findChildren(WaitingVersionDialog)
    assert dialog.isVisible()
    dialog.reject()
    assert card(page).state.listed == 10
    card(page).keep.click()
    qtbot.waitUntil(lambda: card(page).look is None, timeout=10_000)
    page.refresh_all()
    refreshed(page, qtbot)
    look(page)
    dialog = [one for one in page.window().findChildren(WaitingVersionDialog) if one.isVisible()][-1]
    dialog.main.click()
    qtbot.waitUntil(lambda: card(page).state.listed == 4)
    assert card(page).state.gone == 6
    assert card(page).look is None


def test_what_waits_is_fetched_again_after_the_desk_was_locked(
    page: SourcesPage, site: Site, qtbot: QtBot
) -> None:
    site.answer = pages([full(number) for number in range(1, 5)])
    page.refresh_all()
    refreshed(page, qtbot)
    page.context.services.sources._waiting.clear()  # as a new sitting has it
    look(page)
    qtbot.waitUntil(
        lambda: any(one.isVisible() for one in page.window().findChildren(WaitingVersionDialog)),
        timeout=20_000,
    )


def test_a_refresh_is_stopped_within_a_second_and_the_window_goes_on(
    page: SourcesPage, site: Site, window: RecordingWindow, qtbot: QtBot
) -> None:
    release = threading.Event()
    before = len(site.asked)

    def slow(_path: str, _query: dict[str, str]) -> object:
        release.wait(20)
        return None

    site.answer = slow
    card(page).refresh.click()
    qtbot.waitUntil(lambda: len(site.asked) > before)
    page.context.services.directory.still_right(page.context.services.directory.all()[0].id)
    began = time.monotonic()
    page.progress.stop.click()
    qtbot.waitUntil(lambda: not page.work.is_busy, timeout=5_000)
    took = time.monotonic() - began
    release.set()
    assert took < 1
    assert window.said[-1] == "Stopped. The lists you have stay as they are."
    assert card(page).state.listed == 10


def test_a_busy_server_is_counted_down(page: SourcesPage, site: Site, qtbot: QtBot) -> None:
    site.answer = lambda _path, _query: (429, {"Retry-After": "30"}, b"")
    card(page).refresh.click()
    qtbot.waitUntil(lambda: "Going on in" in page.progress.count.text(), timeout=10_000)
    page.progress.stop.click()
    qtbot.waitUntil(lambda: not page.work.is_busy, timeout=5_000)


def test_a_stranger_s_certificate_is_told_and_the_list_stays(
    page: SourcesPage, window: RecordingWindow, qtbot: QtBot
) -> None:
    page.context.services.directory.trusted = None
    card(page).refresh.click()
    refreshed(page, qtbot)
    assert [str(getattr(one, "code", "")) for one in window.problems] == ["feed-tls"]
    assert card(page).state.listed == 10


def test_a_source_is_removed_beside_other_work_and_brought_back(
    page: SourcesPage, window: RecordingWindow, qtbot: QtBot
) -> None:
    held, go = threading.Event(), threading.Event()

    def hold() -> None:
        held.set()
        go.wait(20)

    page.context.background.run(hold)
    assert held.wait(20)
    card(page).remove.click()
    assert page.progress.isVisible()  # the window is there meanwhile, and says what is being done
    assert page.progress.title is not None
    assert page.progress.title.text() == "Removing “Feed”…"
    assert not page.progress.stop.isVisible()
    go.set()
    qtbot.waitUntil(lambda: page.cards == {}, timeout=10_000)
    qtbot.waitUntil(lambda: not page.progress.isVisible(), timeout=10_000)
    assert window.said[-1] == "“Feed” and its places are removed."
    assert page.empty.isVisible()
    page.enter()
    assert page.focusWidget() is page.first_import
    page.first_import.click()
    (dialog,) = page.findChildren(ImportDialog)
    assert dialog.isVisible()
    dialog.reject()
    assert window.undo is not None
    page.context.services.history.undo(window.undo)
    page.enter()
    assert card(page).state.listed == 10


def test_the_page_going_away_stops_what_is_fetched(
    desk: Services, make_context: Callable[[Services], Context], site: Site, qtbot: QtBot
) -> None:
    release = threading.Event()

    def slow(_path: str, _query: dict[str, str]) -> object:
        release.wait(20)
        return None

    made = SourcesPage(make_context(desk))
    made.enter()
    site.answer, before = slow, len(site.asked)
    made.refresh_all()
    qtbot.waitUntil(lambda: len(site.asked) > before)
    tasks = made.work._tasks
    made.deleteLater()
    qtbot.waitUntil(lambda: tasks[0].is_cancelled)
    release.set()


@pytest.mark.parametrize("ending", [".json", ".zip", ".xlsx", ".csv"])
def test_every_place_goes_out(
    page: SourcesPage, window: RecordingWindow, tmp_path: Path, qtbot: QtBot, ending: str
) -> None:
    path = tmp_path / f"out{ending}"
    page.export_to(path)
    qtbot.waitUntil(lambda: bool(window.said), timeout=20_000)
    assert window.said[-1] == f"10 places are saved as out{ending}."
    if ending == ".json":
        assert len(json.loads(path.read_text(encoding="utf-8"))["contents"]) == 10
    elif ending == ".csv":
        assert len(list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))) == 11
