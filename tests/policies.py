"""The file that a policy stands in, for tests; `under_policy` in conftest.py puts one in force without it."""

from __future__ import annotations

from pathlib import Path


def write_policy(folder: Path, text: str | bytes) -> Path:
    """A policy file in a folder that stands for /etc/xdg; its path."""
    path = folder / "Champion Desk" / "champion-desk.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path
