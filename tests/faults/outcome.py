"""What a fault did to the desk, and the table that says so."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
SEED = "CHAMPION_DESK_FAULT_SEED"
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Control:
    """The same fault with a protection taken away: it must show damage, or the test sees nothing."""

    what: str
    tries: int
    failed: int

    @property
    def fails_as_it_must(self) -> bool:
        """Whether the missing protection was noticed."""
        return self.failed > 0


@dataclass(frozen=True)
class Outcome:
    """How often a fault was tried, and what was lost or corrupt after it; both must be nothing.

    `lost` counts what was acknowledged and is gone, or more than a promise allows; `corrupt` what was
    opened as good and is not, was overwritten, or can't be opened though it should. `troubles` say in
    words what was seen first; `facts` give further figures; `skipped` says which part could not be tried.
    """

    fault: str
    tries: int
    lost: int = 0
    corrupt: int = 0
    controls: tuple[Control, ...] = ()
    facts: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()
    skipped: str = ""

    @property
    def good(self) -> bool:
        """Whether every number is what it must be; a fault that could not be tried at all says why."""
        tried = self.tries > 0 or bool(self.skipped)
        fooled = any(not control.fails_as_it_must for control in self.controls)
        return tried and not self.lost and not self.corrupt and not fooled


class Count:
    """Gathers what goes wrong while a fault runs; keeps the first few in words."""

    def __init__(self) -> None:
        self.lost = 0
        self.corrupt = 0
        self.troubles: list[str] = []

    def lose(self, words: str, many: int = 1) -> None:
        """Something acknowledged is gone."""
        self.lost += many
        self._say(words)

    def spoil(self, words: str) -> None:
        """Something is damaged, overwritten, or said to be good when it is not."""
        self.corrupt += 1
        self._say(words)

    def _say(self, words: str) -> None:
        if len(self.troubles) < 8:
            self.troubles.append(words)

    def outcome(
        self,
        fault: str,
        tries: int,
        controls: Sequence[Control] = (),
        facts: Sequence[str] = (),
        skipped: str = "",
    ) -> Outcome:
        """The outcome with what was gathered here."""
        told = (f"seed {seed()}", *self.troubles) if self.troubles else ()
        return Outcome(fault, tries, self.lost, self.corrupt, tuple(controls), tuple(facts), told, skipped)


def seed() -> int:
    """What all chance in this run comes from, so that a run can be repeated (`--seed`)."""
    return int(os.environ.get(SEED, "1"))


def chance(purpose: str) -> random.Random:
    """Chance that comes out the same for the same seed and purpose."""
    return random.Random(f"{seed()} {purpose}")


def faults() -> dict[str, ModuleType]:
    """Every fault by the name of its module."""
    package = importlib.import_module("tests.faults")
    found = sorted(info.name for info in pkgutil.iter_modules(package.__path__))
    names = [name for name in found if not name.startswith(("test_", "__"))]
    modules = {name: importlib.import_module(f"tests.faults.{name}") for name in names}
    return {name: module for name, module in modules.items() if hasattr(module, "NAME")}


def in_own_process(name: str, tries: int, folder: Path) -> Outcome:
    """Run one fault in a process of its own; what it leaves behind ends with it."""
    command = [sys.executable, "-W", "error", "-m", "tests.faults", "--one", name, "--tries", str(tries)]
    ended = subprocess.run(
        [*command, "--folder", str(folder)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    told = ended.stdout.splitlines()
    if ended.returncode or not told:
        words = f"its process ended with {ended.returncode} and said nothing"
        return Outcome(name, tries, 0, 1, troubles=(f"seed {seed()}", words, *told[-3:]))
    return from_json(told[-1])


def to_json(outcome: Outcome) -> str:
    """An outcome as one line."""
    return json.dumps(asdict(outcome))


def from_json(line: str) -> Outcome:
    """The outcome in such a line."""
    found = json.loads(line)
    controls = tuple(Control(**one) for one in found.pop("controls"))
    facts, troubles = tuple(found.pop("facts")), tuple(found.pop("troubles"))
    return Outcome(**found, controls=controls, facts=facts, troubles=troubles)


def table(outcomes: Sequence[Outcome]) -> str:
    """The one table: fault, tries, lost, corrupt, and whether each control failed as it must."""
    width = max((len(outcome.fault) for outcome in outcomes), default=5)
    lines = [f"{'fault':{width}}  {'tries':>7}  {'lost':>5}  {'corrupt':>7}  negative controls"]
    for one in outcomes:
        controls = "; ".join(
            f"{c.what}: {c.failed:,} of {c.tries:,}" + ("" if c.fails_as_it_must else " DID NOT FAIL")
            for c in one.controls
        )
        sign = "" if one.good else "   NOT GOOD"
        lines.append(
            f"{one.fault:{width}}  {one.tries:7,}  {one.lost:5,}  {one.corrupt:7,}  {controls or '-'}{sign}"
        )
    for one in outcomes:
        told = [*one.facts, *([one.skipped] if one.skipped else []), *one.troubles]
        lines += [f"  {one.fault}: {words}" for words in told]
    return "\n".join(lines)
