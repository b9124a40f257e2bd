"""A day with thirty visitors in the real window, by keys alone: everyone is in the log, once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from champion_desk.services.catalogues import Catalogues
from tests.conftest import PASSPHRASE
from tests.journeys.busy_day import COMMON, VISITORS, BusyDay, people, sessions

if TYPE_CHECKING:
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)


@pytest.fixture
def day(hands: Hands, catalogues: Catalogues) -> Iterator[BusyDay]:
    directory = hands.window.context.services.directory
    directory.take_in(directory.preview(catalogues.libraries_file, "Public libraries"))
    made = BusyDay(hands.desktop, PASSPHRASE)
    hands.desktop.frame.activateWindow()
    made.settle_in()
    yield made
    made.end()


def test_thirty_visitors_are_in_the_log_once_and_nobody_touched_a_mouse(day: BusyDay) -> None:
    seen, took = 0, {}
    for name, visitors in day.run():
        seen += visitors
        assert people(day.services) == seen, name
        took[name] = (day.keys.presses, day.keys.letters)
        day.keys.presses = day.keys.letters = 0
    assert seen == VISITORS
    assert day.heart.beats > seen
    assert day.tally == (1, 0)
    keys, letters = took[COMMON]
    assert keys <= 6
    assert letters <= 3
    _is_as_it_was(day)


def _is_as_it_was(day: BusyDay) -> None:
    """What was pressed stands in the log: outcomes, a place, a mask, marks, a slip, a group, another time."""
    logged = sessions(day.services)
    assert len(logged) == 12
    two = next(one for one in logged if len(one.topics) == 2)
    assert (two.outcome, two.minutes, len(two.listings)) == ("partly", 12, 1)
    slip = next(one for one in logged if one.slip)
    assert (slip.slip, slip.outcome, slip.followed_up) == (day.slip, "handed-on", "worked")
    note = next(one for one in logged if one.note)
    assert note.note == "ring [phone] again"
    assert (note.stuck, note.nothing_local, note.service_failed) == (True, True, True)
    assert [one.people for one in logged if one.people > 1] == [3]
    assert [one.minutes for one in logged if one.minutes > 12] == [15]  # written down later
    assert day.services.sessions.drafts() == []
    counted = sum(one.count for one in day.counted() if not one.is_batch)
    assert counted == 9
    assert sorted(one.count for one in day.counted() if one.is_batch) == [1, 2, 4]
