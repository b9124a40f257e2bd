"""The names of backups: made, free, and what they tell of when each was made."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

ENDING = ".deskbackup"


def named_time(path: Path) -> datetime | None:
    """When a backup was made, by its name; None where the name does not say."""
    try:
        return datetime.strptime(path.stem.removeprefix("champion-desk-")[:18], "%Y-%m-%dT%H%M%S%z")
    except ValueError:
        return None


def free_name(folder: Path, name: str) -> Path:
    """A file of that name in the folder, or with a number where there is one already."""
    stem, target, count = name.removesuffix(ENDING), folder / name, 2
    while target.exists():
        target = folder / f"{stem}-{count}{ENDING}"
        count += 1
    return target


def newest_time(folder: Path) -> datetime | None:
    """When the newest backup in a folder was made, by the names alone; None where there is none."""
    times = [named_time(path) for path in folder.glob(f"*{ENDING}")]
    return max((time for time in times if time is not None), default=None)
