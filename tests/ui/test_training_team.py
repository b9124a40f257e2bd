"""What who leads sees of training, and the champion's own sharing, on the page with real services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from champion_desk.domain.champions import Champion
from champion_desk.domain.courses import Duty
from champion_desk.domain.sessions import AssistedSession
from champion_desk.services import Services
from champion_desk.ui.context import Context
from champion_desk.ui.pages.training import TrainingPage
from tests.ui.conftest import RecordingWindow
from tests.ui.test_my_training import press, rate, topic, words

Shown = Callable[[], TrainingPage]


@pytest.fixture
def shown(qtbot: QtBot, window_context: Context) -> Shown:
    def show() -> TrainingPage:
        made = TrainingPage(window_context)
        qtbot.addWidget(made)
        made.resize(1190, 672)
        made.show()
        made.enter()
        return made

    return show


def lead(services: Services) -> Champion:
    """Somebody else leads the desk from now on."""
    with services.desk.open_store.transaction() as tx:
        tx.champions.add(found := Champion("Ewan", lead=True))
    return found


def asked(services: Services, code: str, times: int, **facts: object) -> None:
    for at in range(times):
        began = datetime.now(UTC) - timedelta(days=7 * (at % 3) + 1)
        services.sessions.log(
            AssistedSession(services.champion.id, services.site.id, began, (code,), 9, "could-not",
                            outcome_reason="not-our-remit")
        )  # fmt: skip


def test_cover_says_where_nobody_can_help(
    shown: Shown, window_context: Context, window: RecordingWindow, qtbot: QtBot
) -> None:
    services = window_context.services
    asked(services, "evisa", 12)
    page = shown()
    press(page, "Team")
    qtbot.waitUntil(lambda: page.team.things.model.rowCount() > 0)
    said = words(page.team)
    assert "Nobody is compared with anybody." in said
    row = page.team.things.model.record(0)
    assert (row.code, row.asked, row.able) == ("evisa", 12, 0)
    shown_cells = [cell.text for cell in page.team.things.model.words(0)]
    assert shown_cells[0] == topic(services, "evisa")
    assert shown_cells[-1] == "nobody"
    assert page.team.days.model.rowCount() > 0
    press(page, "Team plan…")
    qtbot.waitUntil(lambda: bool(window.saved), timeout=20_000)
    assert window.saved[0].startswith(b"%PDF")


def test_nothing_logged_says_so_and_duties_are_shown_without_ratings(
    shown: Shown, window_context: Context, qtbot: QtBot
) -> None:
    services = window_context.services
    course = services.learning.courses.offered()[0]
    services.learning.courses.set_duty(Duty(course.code, due_days=10))
    page = shown()
    press(page, "Team")
    qtbot.waitUntil(lambda: page.team.due.model.rowCount() == 1)
    assert "there is no cover yet" in words(page.team)
    cells = [cell.text for cell in page.team.due.model.words(0)]
    assert cells[:2] == ["Mairi", course.label()]
    assert "not planned yet" in cells[2]


def test_who_does_not_lead_is_not_offered_the_team(shown: Shown, window_context: Context) -> None:
    lead(window_context.services)
    page = shown()
    team = next(one for one in page.findChildren(QPushButton) if one.text().replace("&", "") == "Team")
    assert not team.isVisibleTo(page)


def test_ratings_are_seen_only_while_i_share_them(
    shown: Shown, window_context: Context, window: RecordingWindow, qtbot: QtBot
) -> None:
    services = window_context.services
    rate(services, "nhs-app", "with-help")
    page = shown()
    press(page, "My record")
    assert "Only you." in words(page.record)
    press(page, "Share with who leads")
    assert "You share them with those who lead since" in words(page.record)
    page.step_back()
    press(page, "Team")
    qtbot.waitUntil(lambda: page.team.ratings.model.rowCount() > 0)
    assert page.team.ratings.model.record(0)[1:] == ("Mairi", "with help")
    page.step_back()
    press(page, "Check my skills, 5 minutes")
    assert "You share this with those who lead." in words(page)
    page.step_back()
    press(page, "My record")
    press(page, "Stop sharing")
    assert window.said[-1] == "Nobody but you sees your ratings."
    page.step_back()
    press(page, "Team")
    qtbot.waitUntil(lambda: page.team.ratings.model.rowCount() == 0)
