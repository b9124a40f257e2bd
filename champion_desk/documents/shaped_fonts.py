"""Carries shaped words into a PDF: a font made for each sheet, with one glyph for each cluster of letters.

A cluster may take several glyphs of its font, and stands higher or lower with its neighbours (Nastaliq).
Here each becomes one glyph made of those, with the letters it stands for in the font's table of Unicode.
So a word is a plain string of codes, and what is copied or read aloud is what was written.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import TTFontMaker

from champion_desk.documents.shaping import Cluster, Glyph, Shaped, face

# The flags of a glyph made of others, in the font format's own numbers (OpenType, table glyf).
_WORDS, _OFFSETS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 0x01, 0x02, 0x08, 0x20, 0x40, 0x80
_BEFORE_PARTS = 10
_AT_ONCE = 100  # a table of Unicode is written in pieces of no more than that (PDF 32000-1, 9.10.3)
_BOX = struct.Struct(">hhhh")


class _Outlines:
    """The glyphs of a font file as they stand in it."""

    def __init__(self, file: str) -> None:
        self.tables = {tag: face(file).reference_table(tag).data for tag in ("head", "hhea", "maxp", "glyf")}
        long = struct.unpack_from(">h", self.tables["head"], 50)[0]
        loca = face(file).reference_table("loca").data
        count = len(loca) // (4 if long else 2)
        self._starts = struct.unpack(f">{count}{'L' if long else 'H'}", loca)
        self._unit = 1 if long else 2

    def outline(self, glyph: int) -> bytes:
        """The glyph's own description; empty where it draws nothing."""
        start, end = self._starts[glyph], self._starts[glyph + 1]
        return bytes(self.tables["glyf"][start * self._unit : end * self._unit])


@cache
def _outlines(file: str) -> _Outlines:
    return _Outlines(file)


class SheetFont:
    """What one PDF needs of one font file."""

    def __init__(self, file: str, document: Any, number: int) -> None:
        self._file = file
        self._codes: dict[Cluster, int] = {}
        self.name = f"S{number}"
        document.delayedFonts.append(self)  # it writes itself when the PDF is finished

    def shown(self, word: Shaped) -> str:
        """The word as the string of codes that a page shows, in hexadecimal digits."""
        codes = self._codes
        return "".join(f"{codes.setdefault(cluster, len(codes) + 1):04X}" for cluster in word.clusters)

    def addObjects(self, document: Any) -> None:
        """Add the font, its widths, its table of Unicode and its glyphs to the PDF."""
        name = pdfdoc.PDFName(f"AAAAAA+{self._file.removesuffix('.ttf')}")
        widths = [cluster.advance for cluster in self._codes]
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": name,
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {
                        "Registry": pdfdoc.PDFString("Adobe"),
                        "Ordering": pdfdoc.PDFString("Identity"),
                        "Supplement": 0,
                    }
                ),
                "CIDToGIDMap": pdfdoc.PDFName("Identity"),
                "DW": 0,
                "W": pdfdoc.PDFArray([1, pdfdoc.PDFArray(widths)]),
                "FontDescriptor": document.Reference(self._descriptor(document, name), f"{self.name}Is"),
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": name,
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant, f"{self.name}Glyphs")]),
                "ToUnicode": self._stream(document, self._unicode(), "Says"),
            }
        )
        document.idToObject["BasicFonts"].dict[self.name] = document.Reference(font, self.name)

    def _descriptor(self, document: Any, name: Any) -> Any:
        program = _program(_outlines(self._file), list(self._codes))
        head, hhea = (_outlines(self._file).tables[tag] for tag in ("head", "hhea"))
        ascent, descent = struct.unpack_from(">hh", hhea, 4)
        return pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("FontDescriptor"),
                "FontName": name,
                "Flags": 4,
                "FontBBox": pdfdoc.PDFArray(list(_BOX.unpack_from(head, 36))),
                "ItalicAngle": 0,
                "Ascent": ascent,
                "Descent": descent,
                "CapHeight": ascent,
                "StemV": 150 if "Bold" in self._file else 90,
                "FontFile2": self._stream(document, program, "Program", Length1=len(program)),
            }
        )

    def _stream(self, document: Any, content: bytes | str, what: str, **entries: int) -> Any:
        stream = pdfdoc.PDFStream(pdfdoc.PDFDictionary(entries), content)
        stream.filters = [pdfdoc.PDFZCompress] if document.compression else []
        return document.Reference(stream, f"{self.name}{what}")

    def _unicode(self) -> str:
        """The letters of each code, as text copied out of the PDF has them."""
        lines = [
            f"<{code:04X}> <{cluster.text.encode('utf-16-be').hex().upper()}>"
            for cluster, code in self._codes.items()
        ]
        blocks = [lines[at : at + _AT_ONCE] for at in range(0, len(lines), _AT_ONCE)]
        return "\n".join(
            (
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
                "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
                "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
                "1 begincodespacerange <0000> <FFFF> endcodespacerange",
                *(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks),
                "endcmap CMapName currentdict /CMap defineresource pop end end",
            )
        )


_CARRIED: WeakKeyDictionary[Any, dict[str, SheetFont]] = WeakKeyDictionary()


def sheet_font(file: str, document: Any) -> SheetFont:
    """The font for that PDF (a `PDFDocument` of reportlab), made at its first use."""
    carried = _CARRIED.setdefault(document, {})
    if file not in carried:
        carried[file] = SheetFont(file, document, len(carried) + 1)
    return carried[file]


def _program(source: _Outlines, clusters: Sequence[Cluster]) -> bytes:
    """A TrueType font: a glyph for each cluster from number 1 on, then those they are made of."""
    needed = list(_with_parts(source, (glyph.number for one in clusters for glyph in one.glyphs)))
    places = {glyph: len(clusters) + 1 + at for at, glyph in enumerate(needed)}
    glyphs = [b"", *(_made(source, cluster.glyphs, places) for cluster in clusters)]
    glyphs += [_renumbered(source.outline(glyph), places) for glyph in needed]
    advances = [0, *(cluster.advance for cluster in clusters), *(0 for _ in needed)]
    starts, body = [0], bytearray()
    for glyph in glyphs:
        body += glyph + b"\0" * (-len(glyph) % 4)
        starts.append(len(body))
    lefts = [_BOX.unpack_from(glyph, 2)[0] if glyph else 0 for glyph in glyphs]
    pairs = [number for pair in zip(advances, lefts, strict=True) for number in pair]
    count = len(glyphs)
    font = TTFontMaker()
    font.add("head", source.tables["head"][:50] + struct.pack(">h", 1) + source.tables["head"][52:])
    font.add("hhea", source.tables["hhea"][:34] + struct.pack(">H", count))
    # No glyph is deeper than a cluster of a glyph of parts; the counts are a reader's upper bounds.
    maxp = source.tables["maxp"]
    font.add("maxp", maxp[:4] + struct.pack(">H", count) + maxp[6:10] + _BOUNDS + maxp[14:28] + _DEPTH)
    font.add("hmtx", struct.pack(">" + "Hh" * count, *pairs))
    font.add("loca", struct.pack(f">{count + 1}L", *starts))
    font.add("glyf", bytes(body))
    return bytes(font.makeStream())


_BOUNDS = struct.pack(">HH", 4000, 400)
_DEPTH = struct.pack(">HH", 40, 4)


def _made(source: _Outlines, glyphs: Iterable[Glyph], places: dict[int, int]) -> bytes:
    """A glyph made of those, each moved to its place."""
    seen = [(glyph, box) for glyph in glyphs if (box := source.outline(glyph.number)[2:10])]
    if not seen:
        return b""
    boxes = [
        (low + glyph.x, deep + glyph.y, far + glyph.x, high + glyph.y)
        for glyph, box in seen
        for low, deep, far, high in (_BOX.unpack(box),)
    ]
    lows, deeps, fars, highs = zip(*boxes, strict=True)
    made = struct.pack(">h", -1) + _BOX.pack(min(lows), min(deeps), max(fars), max(highs))
    for at, (glyph, _box) in enumerate(seen, 1):
        flags = _WORDS | _OFFSETS | (_MORE if at < len(seen) else 0)
        made += struct.pack(">HHhh", flags, places[glyph.number], glyph.x, glyph.y)
    return made


def _parts(outline: bytes) -> Iterator[tuple[int, int]]:
    """The glyphs a glyph is made of: where each is named in its description, and its number."""
    if not outline or struct.unpack_from(">h", outline)[0] >= 0:
        return
    at, flags = _BEFORE_PARTS, _MORE
    while flags & _MORE:
        flags, glyph = struct.unpack_from(">HH", outline, at)
        yield at + 2, glyph
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0


def _with_parts(source: _Outlines, glyphs: Iterable[int]) -> dict[int, None]:
    """The glyphs that draw something, and those these are made of, each once."""
    found: dict[int, None] = {}
    waiting = list(dict.fromkeys(glyphs))
    for glyph in waiting:
        if glyph not in found and source.outline(glyph):
            found[glyph] = None
            waiting += [part for _at, part in _parts(source.outline(glyph))]
    return found


def _renumbered(outline: bytes, places: dict[int, int]) -> bytes:
    """A glyph's description with its parts' new numbers."""
    changed = bytearray(outline)
    for at, glyph in _parts(outline):
        struct.pack_into(">H", changed, at, places[glyph])
    return bytes(changed)
