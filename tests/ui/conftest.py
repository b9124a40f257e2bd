"""What tests of pages share: a context over a real desk, with a window that records what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from champion_desk.services import Services
from champion_desk.services.changes import Done
from champion_desk.settings import Settings
from champion_desk.ui.background import Background
from champion_desk.ui.changes import Changes
from champion_desk.ui.context import Context
from champion_desk.ui.visit import Visit


@dataclass
class RecordingWindow:
    """Stands above the page where the main window would be, and remembers what was asked of it."""

    went: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    undo: Done | None = None
    problems: list[BaseException] = field(default_factory=list)
    printed: list[bytes] = field(default_factory=list)
    saved: list[bytes] = field(default_factory=list)
    locked: int = 0
    restored: list[Path] = field(default_factory=list)

    small_windows: int = 0

    def open_small_window(self) -> None:
        self.small_windows += 1

    def go_to(self, page: str, **arguments: object) -> None:
        self.went.append((page, arguments))

    def say(self, text: str, undo: Done | None = None) -> None:
        self.said.append(text)
        self.undo = undo

    def say_problem(self, error: BaseException) -> None:
        self.problems.append(error)

    def lock(self) -> None:
        self.locked += 1

    def restore(self, backup: Path, secret: str) -> None:
        self.restored.append(backup)

    def print_pdf(self, pdf: bytes, name: str) -> bool:
        self.printed.append(pdf)
        return True

    def save_pdf(self, pdf: bytes, name: str) -> Path | None:
        self.saved.append(pdf)
        return Path(name)


@pytest.fixture
def window() -> RecordingWindow:
    return RecordingWindow()


@pytest.fixture
def make_context(qtbot: QtBot, window: RecordingWindow) -> Iterator[Callable[[Services], Context]]:
    workers: list[Background] = []

    def make(services: Services, settings: Settings | None = None) -> Context:
        kept = [settings or Settings(language="en")]
        background = Background()
        workers.append(background)
        return Context(
            services,
            window,
            background,
            Changes(services.board),
            Visit(),
            lambda: kept[0],
            lambda new: kept.__setitem__(0, new),
        )

    yield make
    for worker in workers:
        worker.stop()


@pytest.fixture
def window_context(services: Services, make_context: Callable[[Services], Context]) -> Context:
    """A page's context at Kirkwall Library, with the public libraries in the directory."""
    return make_context(services)
