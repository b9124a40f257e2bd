"""Opens a list to be read: a file, a folder, a zip file, or a feed at a web address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from ssl import SSLContext

from champion_desk.domain.problems import Cancelled
from champion_desk.importers import ImportFile, packages
from champion_desk.storage.part_pulls import PartPull, forget_old
from champion_desk.storage.store import Store

Progress = Callable[[int, int | None], None]
IsAsked = Callable[[], bool]


def no_progress(_done: int, _total: int | None) -> None:
    """For work that nobody follows."""


def never() -> bool:
    """For work that nobody stops."""
    return False


def _no_wait(_seconds: int) -> None:
    return


@dataclass(frozen=True, slots=True)
class Reading:
    """How a list is read: who is told how far it is, who may stop it, whether http is agreed to.

    `waiting` is told the seconds left where a busy server asks for patience, and 0 when that is over.
    """

    progress: Progress = no_progress
    cancelled: IsAsked = never
    waiting: Callable[[int], None] = _no_wait
    allow_http: bool = False

    def stop_if_cancelled(self) -> None:
        """Raises `Cancelled` where somebody stopped it."""
        if self.cancelled():
            raise Cancelled


UNWATCHED = Reading()


def opened(store: Store, address: str | Path, reading: Reading, trusted: SSLContext | None) -> ImportFile:
    """The list at a path or a web address; `trusted` says who is believed, None those the computer trusts.

    Of a feed that was cut short what was read so far is kept for the next time. Raises `Problem`.
    """
    if not isinstance(address, str) or "://" not in address:
        return packages.opened(Path(address), reading.progress, reading.cancelled)
    from champion_desk.importers import feed  # httpx loads slowly

    forget_old(store.folder)
    file = feed.download(
        address,
        progress=reading.progress,
        cancelled=reading.cancelled,
        allow_http=reading.allow_http,
        waiting=reading.waiting,
        journal=PartPull(store.folder, store.key, address),
        context=trusted,
    )
    return packages.unzipped(file) if packages.is_package(file) else file
