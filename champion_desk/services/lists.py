"""What a council can do with its lists: add, rename, order, retire, bring back, merge, put back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from champion_desk import diagnostics
from champion_desk.domain.catalogue import CodedItem
from champion_desk.domain.champions import Champion
from champion_desk.domain.findings import NOTHING_ACCEPTED, Accepted
from champion_desk.domain.lists import RELIED_ON, ListItem, is_own, new_code, positions_for
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.services.council_lists import former_names, natural_places
from champion_desk.services.list_checks import (
    check_can_go,
    check_free,
    checked_labels,
    checked_words,
    own_facts,
)
from champion_desk.storage.store import Store, Transaction

OFFERED, RETIRED, MERGED = "offered", "retired", "merged"
_NO_FACTS: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line of a list as it stands: `state` is offered, retired or merged (then it counts as `onto`).

    `ships` is whether it came with the program, `changed` whether the council made something else of it,
    `needed` whether the program itself asks for it, so that it can't be retired.
    """

    item: CodedItem
    state: str
    onto: str = ""
    ships: bool = True
    changed: bool = False
    needed: bool = False

    @property
    def code(self) -> str:
        """Its code, which never changes."""
        return self.item.code


def area_codes(catalogues: Catalogues) -> Mapping[str, str]:
    """The code of each area by every name it has or had, without regard to capitals: sessions hold names."""
    former = {
        label.casefold(): line.code
        for line in catalogues.own("areas").values()
        for label in former_names(line)
    }
    return former | {
        label.casefold(): item.code for item in catalogues["areas"] for label in item.labels.values()
    }


class ListService:
    """Each change is one transaction with its Undo. Only who leads the desk may change the lists."""

    def __init__(self, store: Store, champion: Champion, catalogues: Catalogues, board: ChangeBoard) -> None:
        self._store = store
        self._champion = champion
        self._catalogues = catalogues
        self._board = board
        board.listen(lambda kind: self.load() if kind == "lists" else None)
        self.load()

    def load(self) -> None:
        """Read the council's lines: all forms and filters offer them from now on."""
        try:
            with self._store.reading() as tx:
                lines, gone = tx.lists.all(), tx.lists.set_aside()
        except Problem as problem:  # the lists that ship are better than no desk
            diagnostics.log.warning("lists not read: %s", problem.code)
            lines, gone = [], []
        # What was taken out again is offered no more, but its label stays: sessions may have its code.
        kept = (
            replace(one, retired=True, merged_into="", position=None)
            for one in gone
            if one.code not in self._catalogues.shipped(one.list)
        )
        self._catalogues.use((*lines, *kept))

    # Seeing

    def may_change(self) -> bool:
        """Whether the champion at the desk leads it; where nobody does, everyone may."""
        with self._store.reading() as tx:
            leads = {one.id for one in tx.champions.all() if one.lead and one.left_on is None}
        return not leads or self._champion.id in leads

    def lines(self, name: str) -> tuple[ListLine, ...]:
        """A list as it stands: what is offered, in order, then what is not any more."""
        with self._store.reading() as tx:
            own = {one.code for one in tx.lists.all() if one.list == name}
        offered = set(self._catalogues.offered(name).codes)
        found = [
            self._line(name, item, own, offered)
            for item in self._catalogues[name]
            if item.code in own or item.code in self._catalogues.shipped(name)
        ]
        return tuple(sorted(found, key=lambda one: one.state != OFFERED))

    def _line(self, name: str, item: CodedItem, own: set[str], offered: set[str]) -> ListLine:
        onto = self._catalogues.counted_as(name, item.code)
        merged = onto != item.code
        return ListLine(
            item,
            MERGED if merged else OFFERED if item.code in offered else RETIRED,
            onto if merged else "",
            item.code in self._catalogues.shipped(name),
            item.code in own,
            item.code in RELIED_ON.get(name, ()),
        )

    def uses(self, name: str) -> Mapping[str, int]:
        """How often each code was used here; reads all sessions, so not on the window's thread."""
        with self._store.reading() as tx:
            found = tx.lists.uses(name)
        if name != "areas":
            return found
        codes = area_codes(self._catalogues)
        counts = Counter[str]()
        for words, count in found.items():
            counts[codes.get(words.casefold(), words)] += count
        return counts

    # Changing

    def add(
        self,
        name: str,
        labels: Mapping[str, str],
        facts: Mapping[str, object] = _NO_FACTS,
        accepted: Accepted = NOTHING_ACCEPTED,
    ) -> Done:
        """A line of the council's own, at the end; its code is the record's id. Raises `Invalid`."""
        found = checked_labels(labels, accepted)
        offered = set(self._catalogues.offered(name).codes)
        lines = list(self._catalogues[name])
        check_free(
            found,
            (one for one in lines if one.code in offered),
            (one for one in lines if one.code not in offered),
        )
        kept = _checked_facts(facts, accepted)
        if name == "presets" and kept.get("topic") not in self._catalogues["topics"]:
            raise Invalid("topic", "topic-needed")

        def write(tx: Transaction) -> str:
            code = new_code(found["en"], {*tx.lists.codes(name), *self._catalogues[name].codes})
            order = [*self._catalogues[name].codes, code]
            write_line(tx, ListItem(name, code, found, kept))
            self._order(tx, name, order)
            return code

        return self._done(write)

    def change(
        self,
        name: str,
        code: str,
        labels: Mapping[str, str],
        facts: Mapping[str, object] | None = None,
        accepted: Accepted = NOTHING_ACCEPTED,
    ) -> Done:
        """Other labels, and what belongs to it. An empty label is the shipped one; what is not given stays.

        Raises `Invalid`.
        """
        shipped = self._catalogues.shipped(name).get(code)
        before = self._catalogues[name].get(code)
        if before is None:
            raise Problem("record-gone")
        first = shipped.labels if shipped else {}
        typed = {key: label if label.strip() else first.get(key, "") for key, label in labels.items()}
        found = checked_labels({**before.labels, **typed}, accepted)
        new = {key: label for key, label in found.items() if label != before.labels.get(key)}
        check_free(new, (one for one in self._catalogues.offered(name) if one.code != code))
        differing = {
            key: label for key, label in found.items() if not shipped or label != shipped.labels.get(key)
        }
        kept = None if facts is None else own_facts(_checked_facts(facts, accepted), shipped)

        def write(tx: Transaction) -> str:
            line = self._own(tx, name, code)
            belongs = dict(line.facts if kept is None else kept)
            if name == "areas" and "en" in new:  # sessions hold the name itself
                belongs["names"] = list(dict.fromkeys((*former_names(line), before.label())))
            write_line(tx, replace(line, labels=differing, facts=belongs))
            return code

        return self._done(write)

    def move(self, name: str, code: str, by: int) -> Done | None:
        """Up (a negative number) or down among what is offered; None where it stands there already."""
        offered = self._catalogues.offered(name).codes
        if code not in offered:
            return None
        at = offered.index(code)
        onto = min(max(at + by, 0), len(offered) - 1)
        if onto == at:
            return None
        order = [one for one in self._catalogues[name].codes if one != code]
        order.insert(order.index(offered[onto]) + (by > 0), code)

        def write(tx: Transaction) -> str:
            self._order(tx, name, order)
            return code

        return self._done(write)

    def retire(self, name: str, code: str) -> Done:
        """Offer it no more; what was logged with it stays. Raises `Invalid` for one that must stay."""
        check_can_go(name, code, self._catalogues.offered(name).codes)
        return self._amend(name, code, retired=True)

    def bring_back(self, name: str, code: str) -> Done:
        """Offer it again: as itself, if it was merged."""
        item = self._catalogues[name].get(code)
        if item is not None:
            others = (one for one in self._catalogues.offered(name) if one.code != code)
            check_free(item.labels if is_own(code) else {}, others)
        return self._amend(name, code, retired=False, merged_into="")

    def merge(self, name: str, code: str, onto: str) -> Done:
        """Count it as another line from now on, in the past too; its own code stays in the records."""
        if code == onto:
            raise Invalid("onto", "merge-itself")
        if onto not in self._catalogues.offered(name).codes:
            raise Invalid("onto", "merge-onto-retired")
        check_can_go(name, code, (*self._catalogues.offered(name).codes,))
        return self._amend(name, code, merged_into=onto)

    def put_back(self, name: str, code: str) -> Done:
        """A line that ships, as it ships. Raises `Problem("record-gone")` for one of the council's own."""
        if code not in self._catalogues.shipped(name):
            raise Problem("record-gone")

        def write(tx: Transaction) -> str:
            write_line(tx, ListItem(name, code))
            return code

        return self._done(write)

    # Writing

    def _amend(self, name: str, code: str, **values: object) -> Done:
        if code not in self._catalogues[name]:
            raise Problem("record-gone")

        def write(tx: Transaction) -> str:
            write_line(tx, replace(self._own(tx, name, code), **values))  # type: ignore[arg-type]
            return code

        return self._done(write)

    def _done(self, write: Callable[[Transaction], str]) -> Done:
        if not self.may_change():
            raise Problem("lists-lead")
        with self._store.transaction() as tx:
            code = write(tx)
            batch = tx.changes.batch
        self._board.tell("lists")
        return Done(batch, code)

    @staticmethod
    def _own(tx: Transaction, name: str, code: str) -> ListItem:
        known = (one for one in tx.lists.all() if (one.list, one.code) == (name, code))
        return next(known, ListItem(name, code))

    def _order(self, tx: Transaction, name: str, order: Sequence[str]) -> None:
        own = {one.code: one for one in tx.lists.all() if one.list == name}
        for code, place in positions_for(order, natural_places(self._catalogues.shipped(name))).items():
            line = own.get(code, ListItem(name, code))
            if line.position != place:
                write_line(tx, replace(line, position=place))


def _checked_facts(facts: Mapping[str, object], accepted: Accepted) -> dict[str, object]:
    """What belongs to a line, without what is empty; the words to find a topic by are looked at."""
    found = dict(facts)
    words = found.get("words")
    if isinstance(words, list | tuple):
        found["words"] = checked_words(map(str, words), accepted)
    return {key: value for key, value in found.items() if value}


def write_line(tx: Transaction, line: ListItem) -> None:
    """Keep a line; one that ships and differs in nothing any more is set aside."""
    if line.differs or is_own(line.code):
        tx.lists.keep(line)
        return
    known = next((one for one in tx.lists.all() if (one.list, one.code) == (line.list, line.code)), None)
    if known is not None:
        tx.lists.remove(known.id)
