"""What may be known of a desk before it is unlocked: where it stands, who can unlock it, how long to wait."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from champion_desk.domain.problems import Problem
from champion_desk.storage import keys, location
from champion_desk.storage.files import STORE_FILE, known_file

if TYPE_CHECKING:
    from champion_desk.storage.backups import Backup
    from champion_desk.storage.kept_aside import KeptAside

# The demo desk holds invented data only; its passphrase stands on its unlock page.
DEMO_PASSPHRASE = "look around here"


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """The name of the site, and who can unlock the desk, as (id, name) in the order they came."""

    site: str
    champions: tuple[tuple[str, str], ...]
    demo: bool = False


class Doorway:
    """Looks at a desk's folder without opening its store, so that the first window shows at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def exists(self) -> bool:
        """Whether there is a desk in the folder, whole or not; where one may not look, `look` says so."""
        try:
            return keys.desk_in(self.folder)
        except Problem:
            return True

    def look(self) -> AtTheDoor:
        """Who can unlock the desk. Raises `Problem`: keys-missing, keys-damaged, store-missing and others."""
        with known_file(self.folder):
            for name, code in ((keys.FILE, "keys-missing"), (STORE_FILE, "store-missing")):
                if not (self.folder / name).exists():
                    raise Problem(code, path=str(self.folder / name))
        ring = keys.load(self.folder)
        return AtTheDoor(
            ring.site, tuple((slot.champion_id, slot.name) for slot in ring.champions), ring.demo
        )

    def check_place(self) -> None:
        """Raises `Problem` where no live desk may lie: on a network drive, in a folder that is synced; or
        where a new one could not be made. May take a while; not for the window's thread.
        """
        exists = self.exists()
        location.check_live(self.folder, exists)
        if not exists:
            location.check_writable(self.folder)

    @staticmethod
    def could_be_recovery_key(text: str) -> bool:
        """Whether the text has the form of a recovery key; whether it is this desk's, only opening tells."""
        return keys.is_recovery_key(text)

    def wait(self) -> float:
        """Seconds until the next try is allowed, after wrong ones."""
        return keys.WrongTries(self.folder).wait()

    def kept_aside(self) -> KeptAside | None:
        """What can be put back where the store is missing: what was kept aside last, if no backup is newer.

        A restore that was killed leaves it so for a moment.
        """
        from champion_desk.storage import backup_names, backups, kept_aside  # the store's, loads slowly

        try:
            found = next((one for one in kept_aside.listed(self.folder) if one.opens), None)
            newest = backup_names.newest_time(backups.default_folder(self.folder))
        except OSError:
            return None
        return None if found is None or (newest is not None and found.made_at < newest) else found

    def backups(self) -> list[Backup]:
        """The backups of this desk, newest first."""
        from champion_desk.storage import backups  # brings the store with it, which loads slowly

        return backups.listed(backups.default_folder(self.folder))
