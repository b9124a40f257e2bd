"""How long someone has been helped: runs while the form is open; a pause is told apart, never hidden."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from champion_desk.domain.sessions import MOST_MINUTES, Draft

# A shorter gap between a draft and taking it up is no pause: the program was only started again.
NO_PAUSE = timedelta(minutes=1)
# A longer pause was another visit, or a night: it can't be counted as help.
LONGEST_COUNTED = timedelta(hours=2)


def _steady() -> float:
    return time.monotonic()


@dataclass(slots=True)
class VisitTimer:
    """Counts helped seconds; what passed while the desk was locked or closed stands in `paused`.

    Runs on the computer's steady clock: setting the time of day, midnight and summer time change nothing.
    `before` are the seconds counted before this run, `counts_pause` whether the pause is counted as help.
    """

    started_at: datetime
    before: float = 0
    paused: int = 0
    counts_pause: bool = False
    _since: float = field(default_factory=lambda: _steady())

    @classmethod
    def start(cls) -> VisitTimer:
        """A visit that begins now."""
        return cls(datetime.now(UTC))

    @classmethod
    def take_up(cls, draft: Draft, elapsed: int, paused: int = 0, counts_pause: bool = False) -> VisitTimer:
        """A visit that was left after so many seconds; the time since then is a pause."""
        gap = max(datetime.now(UTC) - draft.kept_at, timedelta())  # none, should the clock be set back
        if gap < NO_PAUSE:
            return cls(draft.started_at, elapsed + gap.total_seconds(), paused, counts_pause)
        timer = cls(draft.started_at, elapsed, paused + int(gap.total_seconds()), counts_pause)
        timer.counts_pause = counts_pause and timer.can_count_pause
        return timer

    def helped(self) -> int:
        """Seconds of help without any pause."""
        return max(int(self.before + _steady() - self._since), 0)

    def seconds(self) -> int:
        """Seconds so far, with the pause where it is counted."""
        return self.helped() + (self.paused if self.counts_pause else 0)

    @property
    def can_count_pause(self) -> bool:
        """Whether the pause may have been help: there is one, and it was no other visit."""
        return 0 < self.paused <= LONGEST_COUNTED.total_seconds()

    def began(self) -> datetime:
        """When the visit began, never after now: the clock may have been set back since."""
        return min(self.started_at, datetime.now(UTC) - timedelta(seconds=self.helped()))

    def minutes(self) -> int:
        """Minutes begun, 1 at least."""
        return min(max(-(-self.seconds() // 60), 1), MOST_MINUTES)

    def text(self) -> str:
        """6:42, as on a watch."""
        minutes, seconds = divmod(self.seconds(), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
