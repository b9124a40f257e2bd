"""The visitor at the desk now: what was signposted, printed and shortlisted for them; gone with the next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from champion_desk.domain.directory import Listing
from champion_desk.domain.sessions import HandoutGiven
from champion_desk.domain.slips import HandOffSlip

_SEARCHES = 4


class Visit(QObject):
    """Shared by the pages while one person is helped; cleared with their session, or when the desk locks."""

    changed = Signal()
    searched = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_open = False
        self.listings: tuple[Listing, ...] = ()
        self.handouts: tuple[HandoutGiven, ...] = ()
        self.shortlist: tuple[Listing, ...] = ()
        self.topics: tuple[str, ...] = ()
        # What was looked for in the directory, the newest first: words, and near which place.
        self.searches: tuple[tuple[str, str], ...] = ()
        # The code of their hand-off slip, and whether it is on paper already.
        self.slip, self.slip_printed = "", False
        # Drafts that no disk would take, sealed: they wait in memory while the desk is locked.
        self.held: tuple[bytes, ...] = ()

    def hold(self, sealed: bytes) -> None:
        """Hold a sealed draft past the lock."""
        self.held = (*self.held, sealed)

    def signpost(self, listing: Listing) -> None:
        """A listing was given to the visitor."""
        if all(listing.id != known.id for known in self.listings):
            self.listings = (*self.listings, listing)
            self.changed.emit()

    def take_back_signpost(self, listing_id: str) -> None:
        """The listing was not given after all."""
        self.listings = tuple(one for one in self.listings if one.id != listing_id)
        self.changed.emit()

    def gave(self, handout: HandoutGiven) -> None:
        """A handout was printed or saved for the visitor."""
        if handout not in self.handouts:
            self.handouts = (*self.handouts, handout)
            self.changed.emit()

    def shortlist_has(self, listing_id: str) -> bool:
        """Whether a listing is on the visitor's shortlist."""
        return any(one.id == listing_id for one in self.shortlist)

    def toggle_shortlist(self, listing: Listing) -> None:
        """Put a listing on the shortlist, or take it off."""
        if self.shortlist_has(listing.id):
            self.shortlist = tuple(one for one in self.shortlist if one.id != listing.id)
        else:
            self.shortlist = (*self.shortlist, listing)
        self.changed.emit()

    def remember_search(self, words: str, near: str) -> None:
        """What was looked for; what it grew out of, letter by letter, is not kept beside it."""
        words, near = " ".join(words.split()), " ".join(near.split())
        if not words:
            return
        new = words.casefold()
        kept = [one for one in self.searches if not _grows(one[0].casefold(), new)]
        self.searches = ((words, near), *kept)[:_SEARCHES]
        self.searched.emit()

    def forget_searches(self) -> None:
        """The screen was blanked, or the visitor has gone."""
        if self.searches:
            self.searches = ()
            self.searched.emit()

    def set_topics(self, topics: tuple[str, ...]) -> None:
        """What the visitor is being helped with, for pages that offer what fits."""
        if topics != self.topics:
            self.topics = topics
            self.changed.emit()

    def set_slip(self, code: str) -> None:
        """The visitor was given a hand-off slip with this code, or has none."""
        if code != self.slip:
            self.slip, self.slip_printed = code, False
            self.changed.emit()

    def note_slip_printed(self) -> None:
        """The slip is on paper: handouts after this one come without it."""
        if self.slip and not self.slip_printed:
            self.slip_printed = True
            self.changed.emit()

    def hand_off(self, label: Callable[[str], str]) -> HandOffSlip | None:
        """The slip as it is to be printed, naming the last place that was given; `label` names a topic."""
        if not self.slip:
            return None
        listing = self.listings[-1] if self.listings else None
        return HandOffSlip(self.slip, tuple(label(code) for code in self.topics), listing)

    def clear(self) -> None:
        """The visitor has gone: nothing of theirs stays on screen."""
        self.is_open = False
        self.listings = ()
        self.handouts = ()
        self.shortlist = ()
        self.topics = ()
        self.slip, self.slip_printed = "", False
        self.forget_searches()
        self.changed.emit()


def _grows(old: str, new: str) -> bool:
    """Whether one search is the other with more or fewer letters."""
    return old.startswith(new) or new.startswith(old)
