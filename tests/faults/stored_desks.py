"""Desks as each released version left them, kept in `tests/upgrades`, for faults to happen to."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from champion_desk.storage import keys, store
from champion_desk.storage.change_log import Author
from tests.faults.outcome import ROOT

UPGRADES = ROOT / "tests" / "upgrades"


@dataclass(frozen=True)
class StoredDesk:
    """The desk of one version: what opens it, and what it holds."""

    folder: Path
    version: int
    passphrase: str
    recovery_key: str
    counts: Mapping[str, int]
    drafts: int

    @property
    def key(self) -> bytes:
        """What its store is sealed with."""
        return keys.open_with_passphrase(keys.load(self.folder), self.passphrase)[0]

    @property
    def author(self) -> Author:
        """Someone of that desk."""
        ring = keys.load(self.folder)
        return Author(ring.desk_id, ring.champions[0].champion_id)

    def copy(self, folder: Path) -> Path:
        """The desk as it was left, in another folder."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in (store.FILE, keys.FILE):
            shutil.copy(self.folder / name, folder / name)
        return folder


def stored_desks() -> list[StoredDesk]:
    """Every stored desk, the oldest version first."""
    found = []
    for folder in sorted(UPGRADES.glob("[0-9][0-9][0-9][0-9]")):
        told = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        secrets = (told["passphrase"], told["recovery_key"])
        found.append(StoredDesk(folder, int(folder.name), *secrets, told["counts"], told["drafts"]))
    return found
