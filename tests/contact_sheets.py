"""Contact sheets: every handout in every language and layout as small pages side by side, to be looked at.

Run by `dev.py pages`; with names of handouts or languages (`spot-a-scam cy`) only those.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from champion_desk.documents.pictures import page_pictures
from champion_desk.domain.champions import Site
from champion_desk.domain.handouts import HandoutOrder
from champion_desk.domain.problems import Problem
from champion_desk.paths import resources_dir
from champion_desk.services.handouts import HandoutService, HandoutTitle

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "build" / "pages"
_PAGE, _GAP, _ACROSS, _DOWN = 260, 8, 8, 3  # pixels a page is wide and between two; pages on a contact sheet
_SITE = Site(
    "Kirkwall Library", "S12000023", "Orkney Islands", "Junction Road, Kirkwall", "KW15 1AG", "01856 873166"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to print: name, size in points, paper, colour, layout, and whether English stands beside."""

    name: str
    points: int
    paper: str = "A4"
    colour: str = "white"
    layout: str = "sheet"
    with_english: bool = False


KINDS = (
    Kind("14-point", 14),
    Kind("18-point", 18),
    Kind("24-point", 24),
    Kind("a5", 14, paper="A5", colour="yellow"),
    Kind("columns", 14, colour="cream", layout="columns", with_english=True),
    Kind("easy", 18, layout="easy"),
)


def orders(
    handouts: HandoutService, title: HandoutTitle, language: str, kind: Kind
) -> Iterator[HandoutOrder]:
    """What there is of a handout in one language, printed that way: one order, or none."""
    handout, english = title.languages[language], title.languages["en"]
    if kind.with_english and language == "en":
        return
    if kind.layout == "easy" and language not in title.easy:
        return
    second = english if kind.with_english else None
    yield handouts.order(
        handout,
        kind.points,
        next_steps=("Come back on Tuesday",),
        second=second,
        paper=kind.paper,
        colour=kind.colour,
        layout=kind.layout,
    )


def sheets(pages: Sequence[tuple[str, Image.Image]]) -> Iterator[Image.Image]:
    """The pages on contact sheets, each with its name above it."""
    most = _ACROSS * _DOWN
    for start in range(0, len(pages), most):
        some = pages[start : start + most]
        high = max(page.height for _name, page in some) + 16
        rows = -(-len(some) // _ACROSS)
        sheet = Image.new("RGB", (_ACROSS * (_PAGE + _GAP), rows * (high + _GAP)), "grey")
        draw = ImageDraw.Draw(sheet)
        for at, (name, page) in enumerate(some):
            left, top = at % _ACROSS * (_PAGE + _GAP), at // _ACROSS * (high + _GAP)
            draw.text((left + 2, top + 2), name[:42], fill="white")
            sheet.paste(page, (left, top + 14))
        yield sheet


def main(wanted: Sequence[str]) -> int:
    """Write the contact sheets; how many pages there were, and what could not be printed."""
    handouts = HandoutService(resources_dir(), _SITE, False)
    titles = [one for one in handouts.titles if one.slug in wanted] or list(handouts.titles)
    spoken = sorted({code for one in titles for code in one.languages})
    languages = [code for code in spoken if code in wanted] or spoken
    TARGET.mkdir(parents=True, exist_ok=True)
    began, count, refused = time.monotonic(), 0, list[str]()
    for language in languages:
        for kind in KINDS:
            pages = list[tuple[str, Image.Image]]()
            for title in titles:
                if language not in title.languages:
                    continue
                for order in orders(handouts, title, language, kind):
                    try:
                        pdf = handouts.pdf(order)
                    except Problem as problem:
                        refused.append(f"{title.slug} {language} {kind.name}: {problem.code}")
                        continue
                    for number, (wide, high, pixels) in enumerate(page_pictures(pdf, _PAGE), 1):
                        picture = Image.frombytes("RGBX", (wide, high), pixels).convert("RGB")
                        pages.append((f"{title.slug} {number}", picture))
            for number, sheet in enumerate(sheets(pages), 1):
                sheet.save(TARGET / f"{language}-{kind.name}-{number:02}.png")
            count += len(pages)
    print(f"{count} pages in {time.monotonic() - began:.0f} s, on contact sheets in {TARGET}")
    for line in refused:
        print(f"Not printed: {line}")
    return 1 if refused else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
