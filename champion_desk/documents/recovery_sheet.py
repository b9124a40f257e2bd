"""The recovery sheet: one calm page with the desk's recovery key, for the safe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from champion_desk import formats
from champion_desk.documents.blocks import Block, Text
from champion_desk.documents.codes import BesideCode, matrix
from champion_desk.documents.frames import Box, Marked
from champion_desk.documents.page import Print, Sheet, print_of
from champion_desk.documents.pictures import page_count
from champion_desk.documents.tagging import Tag, TaggedCanvas
from champion_desk.documents.text import ACCENT, AMBER, INK, Type, draw_lines, filled, set_lines, with_space
from champion_desk.domain.handouts import Run
from champion_desk.i18n import _

NAME = "recovery-sheet"
_SIZES = (14, 13, 12)
_GROUPS_A_LINE = 4


def write_recovery_sheet(
    site_name: str, made_on: date, recovery_key: str, desk_id: str, demo: bool = False
) -> bytes:
    """The sheet as PDF, in the language in force; in 14 point, or the largest that fits one page."""
    pdf = b""
    for points in _SIZES:
        kind = print_of(points)
        made = _("Made on {date}.").format(date=formats.long_date(made_on))
        sheet = Sheet(_("Recovery sheet"), points, site_name, "Champion Desk", (made,), demo)
        pdf = sheet.pdf(list(_blocks(site_name, recovery_key, desk_id, kind)))
        if page_count(pdf) == 1:
            break
    return pdf


def _blocks(site_name: str, recovery_key: str, desk_id: str, kind: Print) -> Iterator[Block]:
    gap = kind.points
    yield Text(_("Recovery sheet"), kind.title, after=gap * 0.5)
    what = _("This sheet opens the desk at {site} when a passphrase is forgotten.")
    yield Text(filled(what, site=site_name), kind.body, after=gap)
    yield _key_box(recovery_key, kind)
    yield _heading(_("Keep it safe"), kind)
    for line in (
        _("Put it in the safe, or lock it away with other important papers."),
        _("Do not keep it by the computer. Do not take a photo of it."),
        _("Someone who has this sheet and the computer can read everything at this desk."),
    ):
        yield Marked("•", line, kind.body, after=gap * 0.25)
    yield _heading(_("If a passphrase is forgotten"), kind)
    for number, step in enumerate(_steps(), 1):
        yield Marked(str(number), step, kind.body, after=gap * 0.4)
    lost = [
        Text(_("There is no other way in"), kind.strong, after=gap * 0.2, tag="H2"),
        Text(
            _(
                "No one can open this desk without a passphrase or this sheet: not the council, and not the "
                "people who make Champion Desk. If both are lost, what the desk holds is lost."
            ),
            kind.body,
        ),
    ]
    yield Box(lost, AMBER, gap * 0.75, before=gap, after=gap * 0.75)
    yield Text(_("Number of this desk: {id}").format(id=desk_id), kind.small)


def _heading(words: str, kind: Print) -> Text:
    return Text(words, kind.heading, before=kind.points * 1.1, after=kind.points * 0.4, with_next=True)


def _steps() -> tuple[tuple[Run, ...], ...]:
    """What to do in the program, with the words of its buttons."""
    return (
        filled(_("Open Champion Desk at this desk.")),
        filled(_("Choose {button}."), button=_("Use the recovery sheet")),
        filled(_("Choose your name. Type the recovery key. Small letters and missing spaces do no harm.")),
        filled(_("Choose a new passphrase. Then choose {button}."), button=_("Open the desk")),
        filled(_("Put this sheet back in its safe place.")),
    )


def _key_box(recovery_key: str, kind: Print) -> Block:
    words = [
        Text(_("Recovery key"), kind.strong, after=kind.points * 0.3, tag="H2"),
        Groups(recovery_key.split(), kind, after=kind.points * 0.3),
        Text(_("The square holds the same key, for a scanner."), kind.small),
    ]
    shows = _("QR code with the recovery key")
    beside = BesideCode(matrix(recovery_key), shows, words, kind.points * 1.2)
    return Box([beside], ACCENT, kind.points, after=kind.points)


class Groups(Block):
    """The key in large groups, one below the other in columns, so that no sign is missed in typing."""

    def __init__(self, groups: list[str], kind: Print, after: float = 0) -> None:
        super().__init__(after=after)
        size = kind.points * 1.75
        self._kind = Type(size, size * 1.5, True, INK)
        self.tag = Tag("P")
        self._rows = [groups[at : at + _GROUPS_A_LINE] for at in range(0, len(groups), _GROUPS_A_LINE)]

    def height(self, width: float) -> float:
        return len(self._rows) * self._kind.leading

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        column = width / _GROUPS_A_LINE
        with canvas.marked(self.tag):
            for row in self._rows:
                for at, group in enumerate(row):
                    line = set_lines((Run(group),), self._kind, column * 2)[0]
                    draw_lines(canvas, [with_space(line)], self._kind, x + at * column, top)
                top -= self._kind.leading
