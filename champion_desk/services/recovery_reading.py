"""The recovery key from a photo, a scan or the saved PDF of the recovery sheet."""

from __future__ import annotations

from pathlib import Path

from champion_desk.documents.code_reading import codes_in
from champion_desk.domain.problems import Problem
from champion_desk.storage.keys import RECOVERY_SIGNS, is_recovery_key, normal_recovery_key


def key_in_picture(path: Path) -> str:
    """The recovery key in a picture, in groups of four, whatever else is in it.

    Raises `Problem`: picture-unreadable, picture-too-large, picture-no-code, picture-other-code.
    """
    codes = codes_in(path)
    if not codes:
        raise Problem("picture-no-code", file=path.name)
    for code in codes:
        if len(code) <= 200 and is_recovery_key(code):
            return in_groups(code)
    raise Problem("picture-other-code", file=path.name)


def in_groups(key: str) -> str:
    """A recovery key as it stands on the sheet."""
    signs = normal_recovery_key(key)
    return " ".join(signs[at : at + 4] for at in range(0, RECOVERY_SIGNS, 4))
