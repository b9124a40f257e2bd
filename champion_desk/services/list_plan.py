"""What taking in a file of lists would do: each line is used, unchanged or refused, with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from champion_desk.domain.catalogue import CodedItem, folded
from champion_desk.domain.lists import (
    MAY_BE_EMPTY,
    RELIED_ON,
    ListItem,
    counted,
    is_code,
    is_own,
    positions_for,
)
from champion_desk.domain.problems import Invalid
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.council_lists import natural_places
from champion_desk.services.list_checks import checked_labels, checked_words, own_facts
from champion_desk.services.list_format import FileLine, ListFile

ADDED, RENAMED, CHANGED = "added", "renamed", "changed"
RETIRED, BROUGHT_BACK, MERGED, TAKEN_APART = "retired", "brought-back", "merged", "taken-apart"
KINDS = (ADDED, RENAMED, CHANGED, RETIRED, BROUGHT_BACK, MERGED, TAKEN_APART)


@dataclass(frozen=True, slots=True)
class LineChange:
    """What would become of one line. `before` and `after` are its labels, `onto` what it will count as."""

    list: str
    code: str
    kinds: tuple[str, ...]
    before: Mapping[str, str]
    after: Mapping[str, str]
    onto: str = ""


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line of the file that can't be used, where it stands there, and why."""

    list: str
    place: int
    code: str
    problem: Invalid = field(compare=False)


@dataclass(frozen=True, slots=True)
class ListPlan:
    """`items` are the lines to write. `reordered` names lists whose order changes, `unknown` those that this
    program does not know, `only_here` counts lines that the file does not name; they stay."""

    source: ListFile
    changes: tuple[LineChange, ...]
    refused: tuple[RefusedLine, ...]
    unchanged: int
    reordered: tuple[str, ...]
    unknown: tuple[str, ...]
    only_here: int
    items: tuple[ListItem, ...] = field(compare=False)

    @property
    def found(self) -> int:
        """How many lines the file has."""
        return len(self.changes) + len(self.refused) + self.unchanged

    @property
    def does_nothing(self) -> bool:
        """Whether this desk has it all already."""
        return not self.items


def plan(source: ListFile, catalogues: Catalogues, own: Iterable[ListItem]) -> ListPlan:
    """What taking the file in would do. `own` are the council's lines as they are in the store."""
    changes, refused, items = list[LineChange](), list[RefusedLine](), list[ListItem]()
    reordered, unchanged, only_here, topics = list[str](), 0, 0, set(catalogues["topics"].codes)
    kept = list(own)
    for name, lines in source.lines.items():
        one = _OneList(name, catalogues, {item.code: item for item in kept if item.list == name}, topics)
        one.read(lines)
        if name == "topics":
            topics |= set(one.wanted)
        found = one.changes()
        changes += found
        refused += one.refused
        unchanged += len(one.wanted) - len(found)
        only_here += one.only_here()
        placed, is_other_order = one.placed(lines)
        items += placed
        reordered += [name] if is_other_order else []
    return ListPlan(
        source, tuple(changes), tuple(refused), unchanged, tuple(reordered), source.unknown, only_here,
        tuple(items),
    )  # fmt: skip


class _OneList:
    """One list: what stands here now, and what the file wants of it."""

    def __init__(
        self, name: str, catalogues: Catalogues, own: Mapping[str, ListItem], topics: Iterable[str]
    ) -> None:
        self._name, self._catalogues, self._own = name, catalogues, own
        self._topics = frozenset(topics)
        self._shipped = catalogues.shipped(name)
        self._kept = RELIED_ON.get(name, frozenset())
        # Every code that stands in this list now; what was taken out again does not.
        self._here = [code for code in catalogues[name].codes if code in own or code in self._shipped]
        self.wanted: dict[str, ListItem] = {}
        self.refused: list[RefusedLine] = []
        self._places: dict[str, int] = {}

    def read(self, lines: Iterable[FileLine]) -> None:
        """Take each line that can be used; then refuse those that do not fit the others."""
        for line in lines:
            try:
                item = self._item(line)
            except Invalid as problem:
                personal = problem.code == "looks-personal"  # nobody is asked about it here
                why = Invalid(problem.field, "line-personal") if personal else problem
                self.refused.append(RefusedLine(self._name, line.place, line.code, why))
            else:
                self.wanted[line.code], self._places[line.code] = item, line.place
        for check in (self._merges, self._labels, self._last):
            while problems := check():
                for code, why in problems.items():
                    self.refused.append(RefusedLine(self._name, self._places[code], code, why))
                    del self.wanted[code]

    def _item(self, line: FileLine) -> ListItem:
        if line.wrong:
            raise Invalid("code", line.wrong)
        if not is_code(line.code):
            raise Invalid("code", "line-code")
        if line.code in self._places:
            raise Invalid("code", "line-twice", of=self._places[line.code])
        if line.code in self._kept and (line.retired or line.onto):
            raise Invalid("code", "line-relied-on")
        if line.onto == line.code:
            raise Invalid("onto", "merge-itself")
        shipped = self._shipped.get(line.code)
        first = shipped.labels if shipped else line.ships_as
        labels = checked_labels({**first, **{key: one for key, one in line.labels.items() if one.strip()}})
        before = self._own.get(line.code, ListItem(self._name, line.code))
        return replace(
            before,
            labels={key: one for key, one in labels.items() if not shipped or one != shipped.labels.get(key)},
            facts=self._facts(line, shipped),
            retired=line.retired,
            merged_into=line.onto,
        )

    def _facts(self, line: FileLine, shipped: CodedItem | None) -> dict[str, object]:
        facts = dict(line.facts)
        if self._name != "topics":
            facts = {key: value for key, value in facts.items() if key == _FACT.get(self._name)}
        for key in {"words", "names"} & facts.keys():
            facts[key] = checked_words(map(str, facts[key]))  # type: ignore[call-overload]
        if facts.get("family", "other") not in self._catalogues.families:
            raise Invalid("family", "line-family", given=facts["family"])
        if self._name == "presets" and facts.get("topic", "other") not in self._topics:
            raise Invalid("topic", "line-topic", given=facts["topic"])
        return own_facts({key: value for key, value in facts.items() if value}, shipped)

    # What does not fit the others

    def _after(self) -> dict[str, ListItem]:
        return {**self._own, **self.wanted}

    def _codes(self) -> set[str]:
        return {*self._here, *self.wanted}

    def _merges(self) -> dict[str, Invalid]:
        merges = {code: item.merged_into for code, item in self._after().items() if item.merged_into}
        known = self._codes()
        lead_somewhere = counted(merges, known)
        return {
            code: Invalid("onto", "merge-round" if item.merged_into in known else "merge-unknown",
                          given=item.merged_into)
            for code, item in self.wanted.items()
            if item.merged_into and code not in lead_somewhere
        }  # fmt: skip

    def _offered(self) -> list[str]:
        after = self._after()
        gone = {code for code, item in after.items() if item.retired or item.merged_into}
        return [code for code in self._codes() if code not in gone or code in self._kept]

    def _labels_of(self, code: str) -> Mapping[str, str]:
        shipped, item = self._shipped.get(code), self._after().get(code)
        return {**(shipped.labels if shipped else {}), **(item.labels if item else {})}

    def _labels(self) -> dict[str, Invalid]:
        """Of two with one label, the one that the file would change is refused."""
        found, taken = dict[str, Invalid](), set[tuple[str, str]]()
        new = {code: self._new_labels(code) for code in self._offered()}
        for code in sorted(new, key=lambda one: (bool(new[one]), self._places.get(one, 0))):
            keys = {(language, folded(label)): label for language, label in self._labels_of(code).items()}
            again = [label for key, label in keys.items() if key in taken and key[0] in new[code]]
            if again:
                found[code] = Invalid("labels", "label-taken", given=again[0])
            else:
                taken |= set(keys)
        return found

    def _new_labels(self, code: str) -> frozenset[str]:
        """The languages in which a line would be offered under a label that it is not offered under now."""
        now = self._now(code) if code in self._catalogues.offered(self._name).codes else None
        before = now.labels if now is not None else {}
        if code not in self.wanted:
            return frozenset()
        labels = self._labels_of(code)
        return frozenset(language for language, one in labels.items() if one != before.get(language))

    def _now(self, code: str) -> CodedItem | None:
        return self._catalogues[self._name].get(code) if code in self._here else None

    def _last(self) -> dict[str, Invalid]:
        if self._name in MAY_BE_EMPTY or self._offered():
            return {}
        going = [code for code, item in self.wanted.items() if item.retired or item.merged_into]
        return {going[-1]: Invalid("code", "line-is-last")} if going else {}

    # What would be done

    def changes(self) -> list[LineChange]:
        """The lines that would be other than they are, in the file's order."""
        found = []
        for code, item in self.wanted.items():
            kinds = self._kinds(code, item)
            if kinds:
                now = self._now(code)
                before = now.labels if now else {}
                found.append(
                    LineChange(self._name, code, kinds, before, self._labels_of(code), item.merged_into)
                )
        return found

    def _kinds(self, code: str, item: ListItem) -> tuple[str, ...]:
        if code not in self._here:
            return (ADDED, *((RETIRED,) if item.retired else ()), *((MERGED,) if item.merged_into else ()))
        before = self._own.get(code, ListItem(self._name, code))
        tests: tuple[tuple[str, bool], ...] = (
            (RENAMED, dict(item.labels) != dict(before.labels)),
            (CHANGED, _plain(item.facts) != _plain(before.facts)),
            (RETIRED, item.retired and not before.retired),
            (BROUGHT_BACK, before.retired and not item.retired),
            (MERGED, bool(item.merged_into) and item.merged_into != before.merged_into),
            (TAKEN_APART, bool(before.merged_into) and not item.merged_into),
        )
        return tuple(kind for kind, holds in tests if holds)

    def only_here(self) -> int:
        """How many lines of this desk the file does not name."""
        named = {*self._places, *(one.code for one in self.refused)}
        return sum(code not in named for code in self._here)

    def placed(self, lines: Iterable[FileLine]) -> tuple[list[ListItem], bool]:
        """The lines to write, with their places, and whether those that were here change their order."""
        order = [line.code for line in lines if line.code in self.wanted]
        order = list(dict.fromkeys(order))
        for before, code in zip(["", *self._here], self._here, strict=False):
            if code not in self.wanted:  # it stays behind the line it stands behind now
                order.insert(order.index(before) + 1 if before in order else 0, code)
        places = positions_for(order, natural_places(self._shipped))
        found = []
        for code in order:
            before_line = self._own.get(code, ListItem(self._name, code))
            line = replace(self.wanted.get(code, before_line), position=places[code])
            if _compared(line) != _compared(before_line) or (is_own(code) and code not in self._own):
                found.append(line)
        return found, [code for code in order if code in self._here] != self._here


# What belongs to a line besides its labels, in a list that is no list of topics.
_FACT: Mapping[str, str] = {"presets": "topic", "areas": "names"}


def _plain(facts: Mapping[str, object]) -> dict[str, object]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in facts.items()}


def _compared(line: ListItem) -> tuple[object, ...]:
    return dict(line.labels), _plain(line.facts), line.position, line.retired, line.merged_into
