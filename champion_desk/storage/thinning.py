"""Which backups may go as they grow old, also where the clock was wrong for a while."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

_ALWAYS = 8
_ALL, _DAILY, _WEEKLY = timedelta(days=2), timedelta(days=14), timedelta(weeks=8)
OLDEST = _ALL + _DAILY + _WEEKLY  # 72 days
# So long must the backups around now reach back before anything from another time may go. A little less
# than the oldest one's age, as the last of the weekly ones goes a few days before the next is as old.
_PROVEN = timedelta(weeks=8)


class _Made(Protocol):
    @property
    def made_at(self) -> datetime:
        """When it was made."""


AnyMade = TypeVar("AnyMade", bound=_Made)


def to_thin(found: Sequence[AnyMade], now: datetime) -> list[AnyMade]:
    """Those that may go: all of 2 days stay, then one a day for 14 days, one a week for 8 weeks.

    The newest few stay whatever their age. A gap longer than 72 days between two backups may be a clock
    that jumped: what lies beyond it is left alone until the backups on this side reach back 8 weeks.
    """
    ordered = sorted(found, key=lambda one: one.made_at, reverse=True)
    near = _around(ordered, now)
    beyond = [one for one in ordered if not any(one is other for other in near)]
    going = _grown_old(near, now)
    if reaches_back(near, now):
        going += beyond
    past = [one for one in near if one.made_at <= now + _ALL]
    others = sorted(
        (one for one in ordered if not any(one is other for other in past)),
        key=lambda one: abs(now - one.made_at),
    )
    stay = {id(one) for one in [*past, *others][:_ALWAYS]}
    return [one for one in going if id(one) not in stay]


def reaches_back(found: Sequence[_Made], now: datetime) -> bool:
    """Whether backups made around now prove that the last 8 weeks have really passed."""
    since = proven_since(found, now)
    return since is not None and now - since >= _PROVEN


def proven_since(found: Sequence[_Made], now: datetime) -> datetime | None:
    """The oldest of the backups that no long gap parts from now: from then on the clock went as it should."""
    times = [one.made_at for one in _around(sorted(found, key=lambda o: o.made_at, reverse=True), now)]
    return min(times, default=None)


def _around(ordered: Sequence[AnyMade], now: datetime) -> list[AnyMade]:
    """Those that no long gap parts from now, newest first."""
    later = [one for one in reversed(ordered) if one.made_at > now]
    earlier = [one for one in ordered if one.made_at <= now]
    near: list[AnyMade] = []
    for side in (later, earlier):
        last = now
        for one in side:
            if abs(one.made_at - last) > OLDEST:
                break
            near.append(one)
            last = one.made_at
    return sorted(near, key=lambda one: one.made_at, reverse=True)


def _grown_old(near: Sequence[AnyMade], now: datetime) -> list[AnyMade]:
    kept: set[str] = set()
    going = []
    for one in near:  # newest first
        age = now - one.made_at
        if age <= _ALL:
            continue
        if age <= _ALL + _DAILY:
            group = f"day {one.made_at:%Y-%m-%d}"
        elif age <= OLDEST:
            group = f"week {one.made_at:%G-%V}"
        else:
            going.append(one)
            continue
        if group in kept:
            going.append(one)
        kept.add(group)
    return going
