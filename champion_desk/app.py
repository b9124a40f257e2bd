"""The composition root: builds everything, once, in order; the window and the commands share it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from champion_desk import policy, settings
from champion_desk.services import Services

if TYPE_CHECKING:  # what these need loads slowly; the unlock window comes first
    from champion_desk.domain.problems import Problem
    from champion_desk.services.catalogues import Catalogues
    from champion_desk.services.desks import DeskService, OpenDesk
    from champion_desk.settings import Settings


def build_services(desk: DeskService, opened: OpenDesk, catalogues: Catalogues) -> Services:
    """The services of an unlocked desk."""
    # Loaded here, so that the unlock window need not wait for the store and all that works on it.
    from champion_desk.services.assembly import assembled

    return assembled(desk, opened, catalogues, backup_folder)


def backup_folder(folder: Path) -> str:
    """The second folder for backups of the desk in a folder: its own choice, or what IT's policy fixes."""
    return settings.under(policy.in_force(), settings.load(folder)).backup_folder


def open_window(folder: Path, demo: bool) -> int:
    """Open the window on the desk in a folder, or on its demo desk; the exit code when it is closed."""
    from champion_desk.ui.opening import run  # Qt only where a window opens

    return run(folder, demo, build_services)


def open_refusal(problem: Problem, look: Settings) -> int:
    """Open a window that only says why no desk is opened; the exit code when it is closed."""
    from champion_desk.ui.refusal import run_refusal  # Qt only where a window opens

    return run_refusal(problem, look)


def page_names() -> list[str]:
    """The names of the window's pages, in the order of the rail."""
    from champion_desk.discovery import modules_in  # Qt only where the pages are asked for
    from champion_desk.ui import pages

    return [module.NAME for module in sorted(modules_in(pages), key=lambda module: int(module.ORDER))]
