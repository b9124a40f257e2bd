"""A real desk for the faults to happen to: made, worked at, and looked at afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from champion_desk.app import build_services
from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.directory import Listing, Location, ReadRow
from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import AssistedSession, Draft
from champion_desk.paths import resources_dir
from champion_desk.services import Services
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.desks import DeskService, NewDesk
from champion_desk.storage import slots, store
from champion_desk.storage.change_log import Author

PASSPHRASE = "kettle harbour lantern seven"
CATALOGUES = Catalogues(resources_dir())
_SITE = Site("Kirkwall Library", "S12000023", "Orkney Islands", postcode="KW15 1AG", nation="Scotland")


@dataclass(frozen=True)
class FaultyDesk:
    """A desk's folder with all that is needed to open it behind the services' back."""

    folder: Path
    key: bytes
    author: Author
    champion: Champion
    site: Site

    @property
    def path(self) -> Path:
        """The store's own file."""
        return self.folder / store.FILE

    def copy(self, folder: Path) -> FaultyDesk:
        """The same desk, as its files are now, in another folder."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("*-shm", "*.lock"))
        return FaultyDesk(folder, self.key, self.author, self.champion, self.site)

    def session(self, note: str = "") -> AssistedSession:
        """A session that was just held here."""
        moment = datetime.now(UTC)
        return AssistedSession(self.champion.id, self.site.id, moment, ("wifi",), 7, "done", note=note)

    def draft(self, typed: str = "") -> Draft:
        """A form that is half filled in."""
        return Draft(self.champion.id, {"note": typed}, datetime.now(UTC))

    @contextmanager
    def opened(self) -> Iterator[Services]:
        """The desk unlocked as staff do it, and locked at the end."""
        desk = DeskService(self.folder, CATALOGUES.words)
        services = build_services(desk, desk.unlock(PASSPHRASE), CATALOGUES)
        try:
            yield services
        finally:
            desk.close()


def make_desk(folder: Path, name: str = "Mairi") -> FaultyDesk:
    """A new desk with its files closed and folded."""
    desk = DeskService(folder, CATALOGUES.words)
    champion = Champion(name)
    opened = desk.start(NewDesk(_SITE, champion, PASSPHRASE)).desk
    made = FaultyDesk(folder, opened.store.key, opened.store.author, champion, _SITE)
    desk.close()
    return made


def some_listings(many: int, words: str = "Help with phones and forms") -> tuple[ReadRow, ...]:
    """The rows of a small list."""
    place = Location("Hall", ("1 Harbour Street",), "Kirkwall", "KW15 1AG")
    listings = (
        Listing(f"Club {n}", f"club-{n}", description=f"{words}. Number {n}.", locations=(place,))
        for n in range(many)
    )
    return tuple(ReadRow(n + 2, one.name, one) for n, one in enumerate(listings))


@dataclass(frozen=True)
class Found:
    """What a desk's store holds when it is opened after a fault; `problem` where it can't be."""

    sessions: frozenset[str] = frozenset()
    drafts: tuple[Draft, ...] = ()
    listings: int = 0
    whole: bool = False
    problem: str = ""


_ALWAYS = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


def look(desk: FaultyDesk) -> Found:
    """Check the store, open it with the program's own code, and read it all."""
    try:
        whole = store.integrity(desk.path, desk.key)
        opened = store.open_store(desk.folder, desk.key, desk.author)
        try:
            with opened.reading() as tx:
                every = frozenset(one.id for one in tx.sessions.between(*_ALWAYS))
                drafts = tuple(tx.drafts.of(desk.champion.id))
                return Found(every, drafts, tx.directory.count(), whole)
        finally:
            opened.close()
    except Problem as problem:
        return Found(problem=problem.code)
    except (sqlcipher.Error, DBAPIError) as fault:
        return Found(problem=f"a fault that has no name: {fault}")


def sessions_in(desk: FaultyDesk) -> dict[str, AssistedSession]:
    """Every session as it is read from the store. Raises `Problem`."""
    opened = store.open_store(desk.folder, desk.key, desk.author)
    try:
        with opened.reading() as tx:
            return {session.id: session for session in tx.sessions.between(*_ALWAYS)}
    finally:
        opened.close()


def light_keys() -> None:
    """Seal slots with less work, so that thousands of desks can be opened."""
    slots.KDF["memory_kib"] = 64


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, byte for byte, but for what only says that a desk is open."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith((".lock", "-shm"))
    }
