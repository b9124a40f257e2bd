"""The parts that the council's papers share: headings, lists, columns, and a foot that dates them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from champion_desk import formats
from champion_desk.documents.blocks import Block, Text
from champion_desk.documents.desk_facts import DeskFacts
from champion_desk.documents.frames import Marked
from champion_desk.documents.page import Print, Sheet, print_of
from champion_desk.documents.tagging import TaggedCanvas
from champion_desk.documents.text import ACCENT
from champion_desk.i18n import _

POINTS = 12


def paper(title: str, facts: DeskFacts, blocks: Iterable[Block]) -> bytes:
    """A paper with that title as PDF; its foot says which desk it is true of, and when."""
    foot = _("True of this desk on {date}. Champion Desk {version}.").format(
        date=formats.long_date(facts.made_on), version=facts.version
    )
    return Sheet(title, POINTS, facts.site, facts.council, (foot,), facts.demo).pdf(list(blocks))


def type_of_paper() -> Print:
    """The kinds of type of these papers."""
    return print_of(POINTS)


def heading(words: str, kind: Print) -> Text:
    """A heading; it stays with what follows."""
    return Text(words, kind.heading, before=kind.points * 1.3, after=kind.points * 0.4, with_next=True)


def minor(words: str, kind: Print) -> Text:
    """A heading inside a part."""
    gap = kind.points
    return Text(
        words,
        replace(kind.strong, colour=ACCENT, tag="H3"),
        before=gap * 0.8,
        after=gap * 0.25,
        with_next=True,
    )


def lesser(words: str, kind: Print) -> Text:
    """A heading over a few lines."""
    return Text(
        words, kind.strong, before=kind.points * 0.5, after=kind.points * 0.1, with_next=True, tag="H4"
    )


def said(words: str, kind: Print, opens: bool = False) -> Text:
    """A paragraph; one that opens a list stays with it."""
    return Text(words, kind.body, after=kind.points * 0.45, with_next=opens)


def bullets(lines: Iterable[str], kind: Print) -> Iterator[Block]:
    """A list."""
    for line in lines:
        yield Marked("•", line, kind.body, after=kind.points * 0.25)


def columns(lines: Sequence[str], kind: Print) -> Iterator[Block]:
    """A list of short things in two columns, read from left to right."""
    for at in range(0, len(lines), 2):
        parts = [Marked("•", line, kind.body) for line in lines[at : at + 2]]
        yield SideBySide(parts, 2, after=kind.points * 0.15)


class SideBySide(Block):
    """Blocks beside each other, each in a column of the same width."""

    def __init__(
        self, parts: Sequence[Block], count: int, gap: float = 16, before: float = 0, after: float = 0
    ) -> None:
        super().__init__(before, after)
        self._parts, self._count, self._gap = parts, count, gap

    def _wide(self, width: float) -> float:
        return (width - self._gap * (self._count - 1)) / self._count

    def height(self, width: float) -> float:
        return max(part.height(self._wide(width)) for part in self._parts)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        wide = self._wide(width)
        for at, part in enumerate(self._parts):
            part.draw(canvas, x + at * (wide + self._gap), top, wide)
