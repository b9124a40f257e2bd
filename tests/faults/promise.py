"""What was acknowledged, gathered as it is said, and held against what is found after a fault."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.faults.desk import Found
from tests.faults.outcome import Count

# ("session", id) was saved · ("draft", id, letters) was kept · ("leaving", id) may be gone from now on
# ("gone", id) is gone for certain · ("list", listings) was taken in; until then ("list-begun", listings)
Said = tuple[str, str] | tuple[str, str, int] | tuple[str, int]


@dataclass
class Promise:
    """Each thing said narrows down what may be found."""

    sessions: set[str] = field(default_factory=set)
    drafts: dict[str, int] = field(default_factory=dict)
    leaving: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    listings: set[int] = field(default_factory=lambda: {0})

    def hear(self, said: Said) -> None:
        """Take in one thing that was said."""
        what = said[0]
        if what == "session":
            self.sessions.add(str(said[1]))
        elif what == "draft":
            self.drafts[str(said[1])] = int(said[-1])
        elif what == "leaving":
            self.leaving.add(str(said[1]))
        elif what == "gone":
            self.gone.add(str(said[1]))
        elif what == "list-begun":
            self.listings.add(int(said[1]))
        elif what == "list":
            self.listings = {int(said[1])}
        else:
            raise ValueError(what)

    def hold(self, found: Found, count: Count, words: str) -> bool:
        """Count what was promised and is not found; whether all of it was."""
        before = (count.lost, count.corrupt)
        if found.problem or not found.whole:
            count.spoil(f"{words}: {found.problem or 'opened, but not whole'}")
            if found.problem:
                return False
        lost = self.sessions - self.leaving - found.sessions
        if lost:
            count.lose(f"{words}: {len(lost)} of {len(self.sessions)} sessions are gone", len(lost))
        kept = {draft.id: len(str(draft.fields["note"])) for draft in found.drafts}
        short = [i for i, n in self.drafts.items() if kept.get(i, 0) < n and i not in self.leaving]
        if short:
            count.lose(f"{words}: {len(short)} drafts are gone or shorter", len(short))
        if self.gone & (found.sessions | set(kept)):
            count.lose(f"{words}: what was removed is back")
        if found.listings not in self.listings:
            count.lose(f"{words}: {found.listings} listings where {sorted(self.listings)} may be")
        return (count.lost, count.corrupt) == before
