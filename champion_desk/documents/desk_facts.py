"""What is true of one desk on one day, as its privacy papers say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from champion_desk.i18n import ngettext


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """The settings and counts of a desk on the day its papers are printed.

    Periods are whole months; those that are `fixed` are set by the council's IT. `feeds` are the names of
    the lists that are fetched over the network; `second_folder` is empty where there is none.
    """

    site: str
    council: str
    address: str
    version: str
    made_on: date
    note_months: int
    session_months: int
    notes_fixed: bool
    sessions_fixed: bool
    lock_minutes: int
    public_screen: bool
    champions: int
    second_folder: str = ""
    feeds: tuple[str, ...] = ()
    demo: bool = False

    @property
    def note_time(self) -> str:
        """How long notes are kept, in words."""
        return months(self.note_months)

    @property
    def session_time(self) -> str:
        """How long sessions are kept one by one, in words."""
        return months(self.session_months)

    @property
    def lock_time(self) -> str:
        """After how long the desk locks, in words."""
        return ngettext("{count} minute", "{count} minutes", self.lock_minutes).format(
            count=self.lock_minutes
        )


def months(count: int) -> str:
    """That many months, in words."""
    return ngettext("{count} month", "{count} months", count).format(count=count)
