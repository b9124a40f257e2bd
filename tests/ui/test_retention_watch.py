"""Notes fade behind the window: a while after unlocking, with saving in between, and not by a wrong date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from champion_desk.domain.retention import months_before
from champion_desk.domain.sessions import AssistedSession
from champion_desk.services import Services
from champion_desk.ui import retention_watch
from champion_desk.ui.retention_watch import RetentionWatch
from tests import raw_pages

if TYPE_CHECKING:
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first look comes sooner, and one step takes little."""
    monkeypatch.setattr(retention_watch, "_NEXT_STEP_MS", 1)
    monkeypatch.setattr("champion_desk.services.retention._AT_A_TIME", 4)


def helped(services: Services, day: date, note: str) -> str:
    at = datetime(day.year, day.month, day.day, 11).astimezone()
    session = AssistedSession(services.champion.id, services.site.id, at, ("wifi",), 5, "done", note=note)
    services.sessions.log(session)
    return session.id


def watch_of(hands: Hands) -> RetentionWatch:
    (watch,) = hands.window.findChildren(RetentionWatch)
    return watch


def test_old_notes_fade_while_someone_works(soon: None, hands: Hands) -> None:
    services = hands.window.sitting.services
    old = [helped(services, months_before(date.today(), 13), f"kanarie {n}") for n in range(10)]
    watch_of(hands).begin()
    saved = helped(services, date.today(), "typed meanwhile")  # between two steps
    hands.wait(lambda: not services.retention.is_due(date.today()))
    assert [services.sessions.get(one).note for one in old] == [""] * 10
    assert services.sessions.get(saved).note == "typed meanwhile"
    (line,) = services.retention.audit()
    assert line.counts["notes"] == 10


def test_nothing_is_asked_of_the_store_before_the_first_look(hands: Hands) -> None:
    services = hands.window.sitting.services
    hands.qtbot.wait(50)
    assert services.retention.is_due(date.today())
    assert retention_watch.FIRST_LOOK_MS >= 10_000


def test_what_faded_is_wiped_from_the_file_on_locking(soon: None, hands: Hands) -> None:
    services = hands.window.sitting.services
    store = services.desk.open_store
    folder, key = store.folder, store.key
    helped(services, months_before(date.today(), 13), "kanarie in the file")
    assert raw_pages.found(folder, key, ["kanarie in the file"])
    watch_of(hands).begin()
    hands.wait(lambda: not services.retention.is_due(date.today()))
    with store.reading() as tx:
        assert tx.desk.get("pages-to-wipe")
    hands.desktop.lock()
    hands.wait(lambda: not store.is_open)
    hands.unlock()
    again = hands.window.sitting.services.desk.open_store
    with again.reading() as tx:
        assert not tx.desk.get("pages-to-wipe")
    assert not raw_pages.found(folder, key, ["kanarie in the file"])


def test_a_date_that_jumped_is_said_once_and_nothing_fades(
    soon: None, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = hands.window.sitting.services
    kept = helped(services, date.today() - timedelta(days=30), "kept")
    services.retention.run(date.today())

    class Wrong(date):
        @classmethod
        def today(cls) -> Wrong:
            return cls.fromtimestamp(datetime.now(UTC).timestamp() + 10 * 366 * 24 * 3600)

    monkeypatch.setattr(retention_watch, "date", Wrong)
    said: list[str] = []
    watch = watch_of(hands)
    watch.told.connect(said.append)
    watch.begin()
    hands.wait(lambda: bool(said))
    hands.wait(lambda: not hands.window.sitting.background.is_busy)
    watch.look()
    hands.wait(lambda: not hands.window.sitting.background.is_busy)
    assert len(said) == 1
    assert said[0].startswith("The date on this computer went from")
    assert services.sessions.get(kept).note == "kept"
    services.retention.confirm_date(Wrong.today())  # the page's button: looked at once
    hands.wait(lambda: bool(services.retention.audit()))
    assert services.retention.audit()[0].counts["sessions"] == 1


def test_trouble_is_said_and_the_next_look_tries_again(
    soon: None, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    from champion_desk.domain.problems import Problem
    from champion_desk.services.retention import RetentionService

    services = hands.window.sitting.services
    helped(services, months_before(date.today(), 13), "old")

    def fails(*_: object) -> None:
        raise Problem("disk-full", path="here")

    with monkeypatch.context() as patched:
        patched.setattr(RetentionService, "_step", fails)
        watch_of(hands).begin()
        hands.wait(lambda: "full" in hands.window.message_bar.text())
    watch_of(hands).look()
    hands.wait(lambda: bool(services.retention.audit()))
