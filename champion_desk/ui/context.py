"""What a page is given: the services, and the few things of the window that every page may use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from champion_desk import policy
from champion_desk.services import Services
from champion_desk.services.changes import Done
from champion_desk.settings import Settings
from champion_desk.ui.background import Background
from champion_desk.ui.changes import Changes
from champion_desk.ui.visit import Visit


class Window(Protocol):
    """What pages may ask of the main window."""

    def go_to(self, page: str, **arguments: object) -> None:
        """Show a page by its name, with what it should show (`HandoutsPage.enter(slug=…)`)."""

    def say(self, text: str, undo: Done | None = None) -> None:
        """Say one sentence in the message line, announced, with Undo where something can be taken back."""

    def open_small_window(self) -> None:
        """Show the small window with the tally keys on top of everything."""

    def say_problem(self, error: BaseException) -> None:
        """Say what is wrong and what to do; a fault of our own offers Copy details."""

    def lock(self) -> None:
        """Lock the desk."""

    def restore(self, backup: Path, secret: str) -> None:
        """Close the desk and put a backup in its place; the secret was found to open it."""

    def print_pdf(self, pdf: bytes, name: str) -> bool:
        """Show the system's print dialog and print; False when the person cancelled."""

    def save_pdf(self, pdf: bytes, name: str) -> Path | None:
        """Ask where to save a sheet and save it; the path, or None when the person cancelled."""


@dataclass(frozen=True, slots=True)
class Context:
    """Handed to every page when it is built."""

    services: Services
    window: Window
    background: Background
    changes: Changes
    visit: Visit
    settings: Callable[[], Settings]
    change_settings: Callable[[Settings], None]

    def fixed(self, name: str) -> bool:
        """Whether IT's policy leaves no choice here: a key of the policy file, or `language`."""
        return policy.in_force().fixes(name)
