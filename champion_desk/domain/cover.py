"""Cover: what people ask for at each site, against who was there lately and who finished such things.

All of it is counted from the log, none of it from what champions say of themselves. Champions are counted,
not named, and nobody is compared with anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# A hole: nobody covers what is asked for; or one person alone does.
NOBODY, ONE_ONLY = "nobody", "one-only"
# In three months: fewer are not asked for often enough to plan for.
OFTEN = 10
DAYS = range(7)


def hole(asked: int, people: int, least: int = 1) -> str:
    """What is wrong with a cover: a code, or "" where it will do or nothing is asked for."""
    if asked < least:
        return ""
    return NOBODY if people == 0 else ONE_ONLY if people == 1 else ""


@dataclass(frozen=True, slots=True)
class DayCover:
    """A weekday (Monday 0) at a site in the weeks looked at.

    `asked` sessions and quick counts in all, `by_hour` those whose hour is known; `people`: champions who
    helped on two such days at least.
    """

    weekday: int
    asked: int
    by_hour: Mapping[int, int]
    people: int

    @property
    def hole(self) -> str:
        """NOBODY, ONE_ONLY or ""."""
        return hole(self.asked, self.people)


@dataclass(frozen=True, slots=True)
class ThingCover:
    """A topic, a skill or a language at a site: how often asked for, how many champions can; on which days.

    `able` finished it there lately without being stuck; `by_day` are those of them who are there on each
    weekday; `holes` the weekdays with something asked and nobody of them there.
    """

    code: str
    asked: int
    able: int
    by_day: tuple[int, ...]
    holes: tuple[int, ...] = ()

    @property
    def hole(self) -> str:
        """NOBODY, ONE_ONLY or ""."""
        return hole(self.asked, self.able, OFTEN)


@dataclass(frozen=True, slots=True)
class SiteCover:
    """One site with its days, and what is asked for there, the most first."""

    site_id: str
    name: str
    days: tuple[DayCover, ...]
    topics: tuple[ThingCover, ...]
    skills: tuple[ThingCover, ...]
    languages: tuple[ThingCover, ...]
