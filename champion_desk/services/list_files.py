"""Shares a council's lists between desks: one file out, one file in, with a look at it first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from champion_desk.domain.catalogue import CodedItem, Topic
from champion_desk.domain.lists import EDITABLE, ListItem, is_own
from champion_desk.domain.problems import Problem
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.services.council_lists import former_names, own_words
from champion_desk.services.list_format import FileLine, read, to_bytes
from champion_desk.services.list_plan import ListPlan, plan
from champion_desk.services.lists import ListService, write_line
from champion_desk.storage.files import write_whole
from champion_desk.storage.store import Store
from champion_desk.storage.trouble import known

# It is there to be handed on: others may read it.
_FOR_ALL = 0o644


@dataclass(frozen=True, slots=True)
class ListPreview:
    """A file that was looked at, and what taking it in would do."""

    file: str
    plan: ListPlan


class ListFileService:
    """Writes all lists into one file, and takes such a file in: all of what it shows first, or nothing."""

    def __init__(self, store: Store, lists: ListService, catalogues: Catalogues, board: ChangeBoard) -> None:
        self._store = store
        self._lists = lists
        self._catalogues = catalogues
        self._board = board

    def export(self, target: Path) -> int:
        """Write every line of every list; how many. Raises `Problem`."""
        own = self._own()
        lines = {name: self._lines(name, own) for name in EDITABLE}
        with known(target):
            write_whole(target, to_bytes(lines), _FOR_ALL)
        return sum(map(len, lines.values()))

    def _own(self) -> list[ListItem]:
        with self._store.reading() as tx:
            return tx.lists.all()

    def _lines(self, name: str, own: list[ListItem]) -> list[FileLine]:
        mine = {one.code: one for one in own if one.list == name}
        shipped = self._catalogues.shipped(name)
        here = [one for one in self._catalogues[name] if one.code in mine or one.code in shipped]
        return [
            _file_line(name, at, item, mine.get(item.code, ListItem(name, item.code)), shipped.get(item.code))
            for at, item in enumerate(here, start=1)
        ]

    def preview(self, path: Path) -> ListPreview:
        """What taking a file in would do; nothing is changed yet. Raises `Problem` for an unusable file."""
        return ListPreview(path.name, plan(read(path), self._catalogues, self._own()))

    def take_in(self, preview: ListPreview) -> Done:
        """Do it, all at once. Raises `Problem`: also where the lists are not any more what was looked at."""
        if not self._lists.may_change():
            raise Problem("lists-lead")
        now = plan(preview.plan.source, self._catalogues, self._own())
        if now != preview.plan:
            raise Problem("lists-changed")
        with self._store.transaction() as tx:
            for item in now.items:
                write_line(tx, item)
            batch = tx.changes.batch
        self._board.tell("lists")
        return Done(batch)


def _file_line(name: str, place: int, item: CodedItem, line: ListItem, shipped: CodedItem | None) -> FileLine:
    facts: dict[str, object] = {}
    if isinstance(item, Topic):
        facts = {"family": item.family, **({"words": list(own_words(line))} if own_words(line) else {})}
    elif name == "presets":
        facts = {"topic": str(item.facts.get("topic") or "other")}
    elif former_names(line):
        facts = {"names": list(former_names(line))}
    ships_as = {} if shipped is None else shipped.labels
    labels = dict(line.labels) if shipped or is_own(item.code) else dict(item.labels)
    return FileLine(name, item.code, place, labels, ships_as, facts, line.retired, line.merged_into)
