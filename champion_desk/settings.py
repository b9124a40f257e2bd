"""Choices of this desk that hold no record: language, theme, text size, times. One small JSON file."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from champion_desk.policy import Policy

FILE = "settings.json"
HANDOUT_POINTS = (14, 18, 24)
MOST_COPIES = 50
BOTH_SIDES = ("none", "long", "short")  # on one side; turned over at the long edge, at the short edge
THEMES = ("system", "light", "dark", "contrast")


@dataclass(frozen=True, slots=True)
class Settings:
    """`text_scale` is percent, `lock_minutes` idle minutes until the desk locks, `backup_folder` a
    second folder for backups, which may come and go. `copies` and `both_sides` are as they were last
    chosen for the printer. `small_window` says whether the small window is
    wanted, and `small_window_place` where: left, top, width and height in pixels."""

    language: str = ""
    theme: str = "system"
    text_scale: int = 100
    lock_minutes: int = 5
    public_screen: bool = False
    handout_points: int = 18
    printer: str = ""
    copies: int = 1
    both_sides: str = "none"
    backup_folder: str = ""
    draft_folder: str = ""
    small_window: bool = False
    small_window_place: str = ""

    def __post_init__(self) -> None:
        for name, least, most in (("text_scale", 100, 200), ("lock_minutes", 1, 60)):
            object.__setattr__(self, name, min(max(getattr(self, name), least), most))
        if self.handout_points not in HANDOUT_POINTS:
            object.__setattr__(self, "handout_points", 18)
        object.__setattr__(self, "copies", min(max(self.copies, 1), MOST_COPIES))
        if self.both_sides not in BOTH_SIDES:
            object.__setattr__(self, "both_sides", "none")
        if self.theme not in THEMES:
            object.__setattr__(self, "theme", "system")


def load(folder: Path) -> Settings:
    """The settings in a folder; what is missing or unreadable is as it was at first."""
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    if not isinstance(found, dict):
        return Settings()
    usual = Settings()
    known = {
        f.name: found[f.name]
        for f in fields(Settings)
        if f.name in found and type(found[f.name]) is type(getattr(usual, f.name))
    }
    return Settings(**known)


def under(policy: Policy, own: Settings) -> Settings:
    """The settings in force: the desk's own, with what IT's policy fixes in their place."""
    fixed: dict[str, object] = {}
    if policy.languages is not None and own.language not in policy.languages:
        fixed["language"] = policy.languages[0]
    if policy.lock_minutes is not None:
        fixed["lock_minutes"] = policy.lock_minutes
    if policy.public_screen is not None:
        fixed["public_screen"] = policy.public_screen
    if policy.backup_folder is not None:
        fixed["backup_folder"] = str(policy.backup_folder)
    return changed(own, **fixed)


def own_of(policy: Policy, own: Settings, new: Settings) -> Settings:
    """What to keep of new settings: where the policy decides, the desk's own choice waits unchanged."""
    in_force, allowed = under(policy, own), under(policy, new)
    kept = {}
    for name in (f.name for f in fields(Settings)):
        wanted = getattr(new, name)
        if wanted == getattr(in_force, name) or wanted != getattr(allowed, name):
            kept[name] = getattr(own, name)
    return changed(new, **kept)


def save(folder: Path, settings: Settings) -> None:
    """Write the settings whole or not at all. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / (FILE + ".new")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            file.write(json.dumps(asdict(settings), indent=1))
            file.flush()
            os.fsync(file.fileno())  # else a power cut could leave the name with nothing in it
        temporary.replace(folder / FILE)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def changed(settings: Settings, **values: object) -> Settings:
    """A copy with some values changed."""
    return replace(settings, **values)  # type: ignore[arg-type]
