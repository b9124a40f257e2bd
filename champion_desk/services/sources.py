"""Where listings come from: refresh a source, look at what waits, go a version back, set a source aside."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from champion_desk.domain.directory import ImportPreview, Source
from champion_desk.domain.keeping import OWN
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.services.backups import BackupService
from champion_desk.services.changes import Done
from champion_desk.services.directory import DirectoryService
from champion_desk.services.intake import TakenIn
from champion_desk.services.list_reading import Reading
from champion_desk.storage.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source; how many of its places are there, gone, and said otherwise here; what can be done with it."""

    source: Source
    listed: int
    gone: int
    edited: int
    can_step_back: bool

    @property
    def is_own(self) -> bool:
        """Whether its places are kept at this desk alone."""
        return self.source.format == OWN

    @property
    def can_refresh(self) -> bool:
        """Whether it is known where to fetch it."""
        return bool(self.source.address) and not self.is_own


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh found; `taken` is None where it waits for a person."""

    preview: ImportPreview
    taken: TakenIn | None


class SourceService:
    """The sources of this desk. What waits for a person is kept until the desk locks, then fetched again."""

    def __init__(self, store: Store, directory: DirectoryService, backups: BackupService) -> None:
        self._store = store
        self._directory = directory
        self._backups = backups
        self._waiting: dict[str, ImportPreview] = {}
        self._lock = threading.Lock()

    def states(self) -> list[SourceState]:
        """Each source as it stands, oldest first."""
        with self._store.reading() as tx:
            counts, edited = tx.directory.counts(), tx.keeping.edited_counts()
            return [
                SourceState(
                    source,
                    *counts.get(source.id, (0, 0)),
                    edited.get(source.id, 0),
                    tx.versions.can_step_back(source),
                )
                for source in tx.directory.sources()
            ]

    def named(self, name: str) -> Source:
        """The source of that name. Raises `Problem("source-unknown")`."""
        for source in self._directory.sources():
            if source.name.casefold() == name.strip().casefold():
                return source
        raise Problem("source-unknown", name=name)

    def refresh(
        self,
        source_id: str,
        reading: Reading,
        agreed: bool = False,
        keeps: Callable[[], bool] = lambda: True,
    ) -> Refreshed:
        """Fetch a source anew and take it in; where much would change and nobody `agreed`, it waits.

        `keeps` is asked once before anything is changed; False leaves all as it is. Raises `Problem`, after
        which the source is as it was, or `Cancelled`.
        """
        preview = self.pull(source_id, reading)
        reading.stop_if_cancelled()
        return self.settle(source_id, preview, agreed, keeps)

    def settle(
        self,
        source_id: str,
        preview: ImportPreview,
        agreed: bool = False,
        keeps: Callable[[], bool] = lambda: True,
    ) -> Refreshed:
        """Take in what was pulled, after a backup; or let it wait for a person."""
        if preview.doubts and not agreed:
            self._let_wait(source_id, preview)
            return Refreshed(preview, None)
        self._backups.make(occasion="import")
        if not keeps():
            raise Cancelled
        return Refreshed(preview, self._taken(source_id, preview, agreed))

    def pull(self, source_id: str, reading: Reading) -> ImportPreview:
        """Fetch a source anew, and say what taking it in would change."""
        source = self._source(source_id)
        if source.format == OWN:
            raise Problem("source-is-own")
        if not source.address:
            raise Problem("source-no-address", name=source.name)
        return self._directory.preview(
            source.address,
            source.name,
            self._directory.known_format(source.format),
            reading=replace(reading, allow_http=reading.allow_http or source.allow_http),
        )

    def waiting(self, source_id: str) -> ImportPreview | None:
        """What waits, where it was fetched since the desk was unlocked."""
        with self._lock:
            return self._waiting.get(source_id)

    def agree(self, source_id: str) -> TakenIn:
        """Take in what waits: somebody looked at it. Raises `Problem("record-gone")` where nothing waits."""
        preview = self.waiting(source_id)
        if preview is None:
            raise Problem("record-gone")
        self._backups.make(occasion="import")
        return self._taken(source_id, preview, agreed=True)

    def leave_out(self, source_id: str) -> Done:
        """Leave the source as it is; what waited is forgotten."""
        with self._lock:
            self._waiting.pop(source_id, None)
        return self._amend(source_id, waits=())

    def step_back(self, source_id: str) -> Done:
        """Go back to the version before the newest; what this desk changed itself stays.

        Raises `Problem("no-older-version")`.
        """
        return self._do(source_id, lambda tx, source: tx.versions.step_back(source))

    def remove(self, source_id: str) -> Done:
        """Set a source and all its places aside."""
        return self._do(source_id, lambda tx, source: tx.directory.remove_source(source.id))

    def _taken(self, source_id: str, preview: ImportPreview, agreed: bool) -> TakenIn:
        taken = self._directory.take_in(preview, agreed)
        with self._lock:
            self._waiting.pop(source_id, None)
        return taken

    def _let_wait(self, source_id: str, preview: ImportPreview) -> None:
        with self._lock:
            self._waiting[source_id] = preview
        self._amend(source_id, waits=preview.doubts)

    def _source(self, source_id: str) -> Source:
        with self._store.reading() as tx:
            source = tx.directory.source(source_id)
        if source is None:
            raise Problem("record-gone")
        return source

    def _amend(self, source_id: str, **values: object) -> Done:
        """Change what is kept of the source itself; its listings stay."""

        def amend(tx: Transaction, source: Source) -> None:
            tx.directory.amend_source(replace(source, **values))  # type: ignore[arg-type]

        return self._do(source_id, amend, searched=False)

    def _do(
        self,
        source_id: str,
        act: Callable[[Transaction, Source], object],
        searched: bool = True,
    ) -> Done:
        with self._store.transaction() as tx:
            source = tx.directory.source(source_id)
            if source is None:
                raise Problem("record-gone")
            act(tx, source)
            batch = tx.changes.batch
        self._directory.tell(searched)
        return Done(batch, source_id)
