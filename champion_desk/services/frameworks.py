"""The council's own skill frameworks: brought in from a file, sent out as one, and put out of use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from champion_desk.domain.champions import Champion
from champion_desk.domain.frameworks import OwnFramework
from champion_desk.domain.problems import Problem
from champion_desk.domain.training import Framework, Skill
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.services.framework_files import LARGEST, read_framework, with_gone
from champion_desk.services.framework_shelf import codes_of
from champion_desk.services.leading import check_leads, may_lead
from champion_desk.storage.files import check_target
from champion_desk.storage.store import Store, Transaction
from champion_desk.storage.trouble import known


@dataclass(frozen=True, slots=True)
class FrameworkPreview:
    """What a file would bring in: `added` and `retired` skills against the one with the same code before."""

    framework: Framework
    text: str
    added: tuple[Skill, ...]
    retired: tuple[Skill, ...]
    is_known: bool


class FrameworkService:
    """Skill frameworks as files. Only who leads the desk may change them."""

    def __init__(
        self, store: Store, champion: Champion, catalogues: Catalogues, folder: Path, board: ChangeBoard
    ) -> None:
        self._store, self._champion, self._catalogues = store, champion, catalogues
        self._folder, self._board = folder, board
        self._used: tuple[tuple[OwnFramework, ...], tuple[str, ...]] | None = None
        board.listen(self._changed)
        self._use()

    def _changed(self, kind: str) -> None:
        if kind in ("training", "lists"):
            self._use()

    def _use(self) -> None:
        with self._store.reading() as tx:
            kept = tuple(tx.frameworks.all())
        state = (kept, self._catalogues["topics"].codes)
        if state != self._used:  # read anew only where that can come to something else
            self._catalogues.shelf.use(kept)
            self._used = state

    def may_change(self) -> bool:
        """Whether the champion at the desk may bring frameworks in."""
        with self._store.reading() as tx:
            return may_lead(tx, self._champion)

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with framework files that are left out."""
        return self._catalogues.shelf.problems

    def preview(self, path: Path) -> FrameworkPreview:
        """Read a file and say what it would change. Raises `Problem` with the line of what is wrong."""
        with known(path, writing=False):
            if path.stat().st_size > LARGEST:
                raise Problem("toml-too-large", file=path.name, most=LARGEST // 1_000_000)
            data = path.read_bytes()
        shelf = self._catalogues.shelf
        topics = self._catalogues["topics"].codes
        code = read_framework(path.name, data, topics, own=True).code
        if any(one.code == code for one in shelf.shipped):
            raise Problem("framework-shipped", file=path.name, given=code)
        taken = set[str]().union(*(codes_of(one) for one in shelf.all if one.code != code))
        new = read_framework(path.name, data, topics, taken, own=True)
        before = next((one for one in shelf.all if one.code == code), None)
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        if before is not None:
            text = with_gone(text, new, before)
            new = read_framework(path.name, text.encode(), topics, taken, own=True)
        known_codes = {skill.code for skill in before.skills} if before else set()
        now = {skill.code for skill in new.skills}
        return FrameworkPreview(
            new,
            text,
            tuple(skill for skill in new.skills if skill.code not in known_codes),
            tuple(skill for skill in (before.skills if before else ()) if skill.code not in now),
            before is not None,
        )

    def bring_in(self, preview: FrameworkPreview) -> Done:
        """Use a framework from now on; skills it has no more stay with their history, as retired."""
        kept = OwnFramework(preview.framework.code, preview.text, date.today())
        return self._write(lambda tx: tx.frameworks.keep(kept))

    def end(self, code: str, ended: bool = True) -> Done:
        """Put a framework of the council's own out of use, or back into it; its ratings stay either way."""

        def write(tx: Transaction) -> None:
            found = next((one for one in tx.frameworks.all() if one.code == code), None)
            if found is None:
                raise Problem("record-gone")
            tx.frameworks.keep(replace(found, retired=ended))

        return self._write(write)

    def _write(self, write: Callable[[Transaction], object]) -> Done:
        with self._store.transaction() as tx:
            check_leads(tx, self._champion)
            write(tx)
            batch = tx.changes.batch
        self._board.tell("training")
        return Done(batch)

    def export(self, code: str, target: Path) -> None:
        """Write a framework as the file that brings it in elsewhere. Raises `Problem`."""
        with self._store.reading() as tx:
            own = next((one for one in tx.frameworks.all() if one.code == code), None)
        text = own.text if own else self._shipped_text(code)
        with known(target):
            check_target(target)
            target.write_text(text, encoding="utf-8")

    def _shipped_text(self, code: str) -> str:
        for path in self._folder.glob("*.toml"):
            text = path.read_text(encoding="utf-8")
            if f'code = "{code}"' in text.split("[[", 1)[0]:
                return text
        raise Problem("framework-unknown", given=code)
