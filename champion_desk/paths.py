"""Where things lie: the desk's own folder, and the files that ship with the program."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_NAME = "Champion Desk"


def _shipped() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else Path(__file__).resolve().parent.parent


def resources_dir() -> Path:
    """Catalogues, handouts, help, icons, fonts, themes and lists that ship with the program."""
    return _shipped() / "resources"


def catalogues_dir() -> Path:
    """Translations: `<language>/LC_MESSAGES/champion_desk.mo`."""
    return _shipped() / "i18n"


def default_data_dir() -> Path:
    """This person's local folder for the desk; never a folder that roams or syncs."""
    from platformdirs import user_data_path  # only where no folder was named

    return user_data_path(_NAME, appauthor=False, roaming=False)


def policy_files() -> list[Path]:
    """Where IT's policy may lie, the first one found wins: the system's folders for configuration.

    Linux /etc/xdg and those of XDG_CONFIG_DIRS, Windows %PROGRAMDATA%, macOS /Library/Application Support.
    Anyone can set XDG_CONFIG_DIRS for themselves, so what stands in /etc/xdg comes first.
    """
    from platformdirs import PlatformDirs  # loads slowly, and seldom finds a policy

    folders = PlatformDirs(_NAME, appauthor=False, multipath=True).site_config_dir.split(os.pathsep)
    if sys.platform not in ("win32", "darwin"):
        folders.insert(0, f"/etc/xdg/{_NAME}")
    found = [Path(folder) / "champion-desk.toml" for folder in folders if Path(folder).is_absolute()]
    return list(dict.fromkeys(found))


def demo_dir(data: Path) -> Path:
    """The demo desk lies inside the desk's folder, apart from the real store."""
    return data / "demo"
