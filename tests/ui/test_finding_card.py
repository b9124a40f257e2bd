"""Settings: postcodes come in behind the window, can be stopped, and the council's words are named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from champion_desk.domain.problems import Problem
from champion_desk.services import Services
from champion_desk.ui.context import Context
from champion_desk.ui.settings_finding import FindingCard
from tests.ui.conftest import RecordingWindow

LIST = "pcds,doterm,lat,long\nKW15 1AG,,58.98150,-2.96010\nKW15 1ZZ,200106,58.97,-2.95\nODD,,1,1\n"


@pytest.fixture
def card(qtbot: QtBot, services: Services, make_context: Callable[[Services], Context]) -> FindingCard:
    card = FindingCard(make_context(services))
    qtbot.addWidget(card)
    card.show()
    qtbot.waitUntil(lambda: card.known.text() != "")
    return card


def test_postcodes_come_in_and_are_said(
    card: FindingCard, window: RecordingWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    assert card.known.text() == "A postcode is found by all but its last two letters."
    path = tmp_path / "onspd.csv"
    path.write_text(LIST, encoding="utf-8")
    card.take_in(path)
    assert card.cancel.isVisible()
    assert not card.file.isVisible()
    qtbot.waitUntil(lambda: bool(window.said))
    assert window.said == ["2 postcodes were taken in, 1 no longer in use. 1 rows could not be used."]
    qtbot.waitUntil(lambda: card.known.text().startswith("Full postcodes are known: 2 rows of onspd.csv"))
    assert card.file.isVisible()


def test_a_file_that_is_no_list_of_postcodes_is_said(
    card: FindingCard, window: RecordingWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "letter.csv"
    path.write_text("Dear all", encoding="utf-8")
    card.take_in(path)
    qtbot.waitUntil(lambda: bool(window.problems))
    problem = window.problems[0]
    assert isinstance(problem, Problem)
    assert problem.code == "postcodes-none"


def test_reading_can_be_stopped_and_nothing_is_kept(
    card: FindingCard, window: RecordingWindow, qtbot: QtBot, services: Services, tmp_path: Path
) -> None:
    path = tmp_path / "onspd.csv"
    path.write_text(LIST + "KW15 1AB,,58.9,-2.9\n" * 200_000, encoding="utf-8")
    card.take_in(path)
    card.stop()
    qtbot.waitUntil(lambda: bool(window.said))
    assert window.said == ["Stopped. No postcodes were taken in."]
    assert services.postcodes.known().sectors == 0


def test_the_council_s_words_are_begun_and_a_broken_file_is_said_with_its_line(
    card: FindingCard, services: Services
) -> None:
    own = services.synonyms.own
    card.begin.click()
    assert own.exists()
    assert not card.begin.isVisible()
    assert str(own) in card.words.text()
    own.write_text("\n\nthis is no list\n", encoding="utf-8")
    card.load()
    assert "see line 3 of" in card.words.text()
