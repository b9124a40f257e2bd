"""How long someone has been helped: runs while the form is open, and goes on after a short break."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from champion_desk.domain.sessions import MOST_MINUTES, Draft

# A draft taken up again within this time is the same visit, and the time between counts; later it does not.
SAME_VISIT = timedelta(minutes=30)


@dataclass(slots=True)
class VisitTimer:
    """Counts from `since`; `started_at` is when the visit began by the clock."""

    started_at: datetime
    since: datetime

    @classmethod
    def start(cls) -> VisitTimer:
        """A visit that begins now."""
        now = datetime.now(UTC)
        return cls(now, now)

    @classmethod
    def take_up(cls, draft: Draft, elapsed: int) -> VisitTimer:
        """A visit that was left after so many seconds."""
        now = datetime.now(UTC)
        left = draft.kept_at if now - draft.kept_at <= SAME_VISIT else now
        return cls(draft.started_at, left - timedelta(seconds=elapsed))

    def seconds(self) -> int:
        """Seconds so far; never less than none, should the computer's clock be set back."""
        return max(int((datetime.now(UTC) - self.since).total_seconds()), 0)

    def minutes(self) -> int:
        """Minutes begun, 1 at least."""
        return min(max(-(-self.seconds() // 60), 1), MOST_MINUTES)

    def text(self) -> str:
        """6:42, as on a watch."""
        minutes, seconds = divmod(self.seconds(), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
