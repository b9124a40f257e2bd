"""The frameworks that are in use: those that ship, and what the council brought in beside them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from champion_desk.domain.frameworks import OwnFramework
from champion_desk.domain.problems import Problem
from champion_desk.domain.training import Framework, Skill
from champion_desk.services.framework_files import read_framework


class FrameworkShelf:
    """One file that is wrong is left out, and named in `problems`; the others are there."""

    def __init__(self, folder: Path, topics: Callable[[], Collection[str]]) -> None:
        self._folder, self._topics = folder, topics
        self._own: tuple[Framework, ...] = ()
        self._own_problems: tuple[Problem, ...] = ()

    @cached_property
    def _read(self) -> tuple[tuple[Framework, ...], tuple[Problem, ...]]:
        found, problems, taken = list[Framework](), list[Problem](), set[str]()
        for path in sorted(self._folder.glob("*.toml")):
            try:
                one = read_framework(path.name, path.read_bytes(), self._topics(), taken)
            except OSError:
                problems.append(Problem("not-found", path=str(path)))
            except Problem as problem:
                problems.append(problem)
            else:
                found.append(one)
                taken |= codes_of(one)
        return tuple(found), tuple(problems)

    @property
    def shipped(self) -> tuple[Framework, ...]:
        """Those that ship with the program."""
        return self._read[0]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with files that are left out."""
        return (*self._read[1], *self._own_problems)

    def use(self, kept: Iterable[OwnFramework]) -> None:
        """From now on these are the council's own."""
        found, problems = list[Framework](), list[Problem]()
        taken = set[str]().union(*map(codes_of, self.shipped))
        for one in kept:
            try:
                read = read_framework(one.code, one.text.encode(), self._topics(), taken, own=True)
            except Problem as problem:  # a topic went, or another framework has its codes now
                problems.append(problem)
            else:
                found.append(replace(read, ended=one.retired))
                taken |= codes_of(read)
        self._own, self._own_problems = tuple(found), tuple(problems)

    @property
    def all(self) -> tuple[Framework, ...]:
        """Every framework there is or was."""
        return (*self.shipped, *self._own)

    @property
    def offered(self) -> tuple[Framework, ...]:
        """Those that skills can be rated in now."""
        return tuple(one for one in self.all if not one.ended)

    def skill(self, code: str) -> Skill | None:
        """A skill by its code, also one that is not asked any more."""
        every = (skill for one in self.all for skill in (*one.skills, *one.retired))
        return next((skill for skill in every if skill.code == code), None)


def codes_of(framework: Framework) -> set[str]:
    """The codes of all its skills."""
    return {skill.code for skill in (*framework.skills, *framework.retired)}
