"""Policies for tests: one that stands in force for the rest of a test, and the file it could stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from champion_desk import policy
from champion_desk.policy import Policy

FILE = "champion-desk.toml"


@pytest.fixture
def under_policy() -> Iterator[Callable[..., Policy]]:
    """Puts a policy in force until the test ends: `under_policy(lock_minutes=3)`."""

    def enforce(**fixed: object) -> Policy:
        made = Policy(path=Path("/etc/xdg/Champion Desk") / FILE, **fixed)  # type: ignore[arg-type]
        policy.enforce(made)
        return made

    yield enforce
    policy.enforce(Policy())


def write_policy(folder: Path, text: str | bytes) -> Path:
    """A policy file in a folder that stands for /etc/xdg; its path."""
    path = folder / "Champion Desk" / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path
