"""How long a handout takes to set, and how long other makers take for the same text, warm.

`python -m tests.benchmarks.paper` prints the table alone. Beside ours stand plain reportlab (untagged, no
boxes, no lists), WeasyPrint as PDF/UA and fpdf2 (untagged).
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from html import escape
from typing import Any

from champion_desk.documents.handout import write_handout
from champion_desk.documents.pictures import page_count
from champion_desk.domain.champions import Site
from champion_desk.domain.handouts import Handout, HandoutOrder
from champion_desk.paths import resources_dir
from champion_desk.services.handout_files import read_all, read_easy
from champion_desk.services.handouts import HandoutService

Row = tuple[str, str, str, str, bool]
_SLUG = "use-the-nhs-app"
_AIM = 40.0  # milliseconds for two tagged pages
_LIBRARY = 60.0  # seconds for all of it
_SHAPED = ("ar", "ur", "bn")  # may take twice as long
_FONTS = resources_dir() / "fonts"
_FILE = _FONTS / "AtkinsonHyperlegibleNext-Regular.ttf"


def _p95(work: Callable[[], object], times: int = 30) -> float:
    """The time that 95 of a hundred runs keep, in milliseconds."""
    for _ in range(3):
        work()
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return sorted(taken)[int(times * 0.95) - 1]


def _row(what: str, taken: float, aim: float, unit: str = "ms") -> Row:
    return what, f"{taken:.1f} {unit} / {aim:.0f} {unit}", f"{taken / aim:.2f}", "under 1", taken < aim


def _orders(service: HandoutService) -> Iterator[tuple[str, HandoutOrder]]:
    """The same handout in each language it exists in."""
    for title in service.titles:
        if title.slug == _SLUG:
            for language, sheet in title.languages.items():
                yield language, service.order(sheet, 14)


def paper_rows() -> list[Row]:
    """A handout of two pages in each of its languages, and the whole library, against their aims."""
    service = HandoutService(resources_dir(), Site("Kirkwall Library", phone="01632 960100"), demo=False)
    rows = []
    for language, order in _orders(service):
        pages = page_count(write_handout(order))
        what = f"a tagged handout of {pages} pages in {language}, p95 warm"
        aim = _AIM * (2 if language in _SHAPED else 1) * max(1, pages / 2)
        rows.append(_row(what, _p95(partial(write_handout, order)), aim))
    begun = time.perf_counter()
    count = 0
    for read in (read_all, read_easy):
        for languages in read(resources_dir() / "handouts").values():
            for sheet in languages.values():
                write_handout(HandoutOrder(sheet, 18, layout="easy" if sheet.easy else "sheet"))
                count += 1
    return [*rows, _row(f"all {count} sheets of the library", time.perf_counter() - begun, _LIBRARY, "s")]


def _lines(sheet: Handout) -> list[str]:
    said = [sheet.title, sheet.summary]
    for section in sheet.sections:
        said.append(section.heading)
        said += ["".join(run.text for run in item) for block in section.blocks for item in block.items]
    return said


def _reportlab(lines: list[str]) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    from champion_desk.documents.fonts import REGULAR, widths

    widths(REGULAR)
    style = ParagraphStyle("body", fontName=REGULAR, fontSize=14, leading=20, spaceAfter=10)
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=A4).build([Paragraph(escape(line), style) for line in lines])
    return file.getvalue()


@cache
def _style() -> tuple[Any, Any]:
    """WeasyPrint's own warm part: the font and the style, read once."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    face = f"@font-face {{ font-family: own; src: url({_FILE.as_uri()}) }}"
    text = f"{face} body {{ font: 14pt/1.4 own }} @page {{ size: A4; margin: 20mm }}"
    return CSS(string=text, font_config=fonts), fonts


def _weasyprint(lines: list[str]) -> bytes:
    from weasyprint import HTML

    style, fonts = _style()
    words = "".join(f"<p>{escape(line)}</p>" for line in lines)
    page: Any = HTML(string=f"<html lang=en><title>Handout</title><body>{words}</body></html>")
    made: bytes = page.write_pdf(pdf_variant="pdf/ua-1", stylesheets=[style], font_config=fonts)
    return made


def _fpdf2(lines: list[str]) -> bytes:
    from fpdf import FPDF

    page = FPDF()
    page.add_font("own", "", str(_FILE))
    page.add_page()
    page.set_font("own", size=14)
    for line in lines:
        page.multi_cell(0, 7, line, new_x="LMARGIN", new_y="NEXT")
        page.ln(3)
    return bytes(page.output())


def others_table() -> str:
    """The same text by each maker: pages, size and time."""
    sheet = read_all(resources_dir() / "handouts")[_SLUG]["en"]
    lines, order = _lines(sheet), HandoutOrder(sheet, 14)
    makers: dict[str, Callable[[], bytes]] = {
        "ours, tagged": lambda: write_handout(order),
        "plain reportlab": lambda: _reportlab(lines),
        "WeasyPrint as PDF/UA": lambda: _weasyprint(lines),
        "fpdf2": lambda: _fpdf2(lines),
    }
    rows = [f"{'maker':22}  {'pages':>5}  {'kB':>5}  {'p95 ms':>7}"]
    for name, make in makers.items():
        pdf = make()
        rows.append(f"{name:22}  {page_count(pdf):5}  {len(pdf) / 1000:5.0f}  {_p95(make, 20):7.1f}")
    return "\n".join(rows)


if __name__ == "__main__":
    print(others_table())
    for row in paper_rows():
        print(*row[:4], sep="  ")
