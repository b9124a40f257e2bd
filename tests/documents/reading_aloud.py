"""What a screen reader is given of a PDF: its elements in order, with words, language, alternative text."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import page
from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject


@dataclass(frozen=True)
class Heard:
    """One element with the words directly in it. `path` names those around it, the outermost first."""

    path: tuple[str, ...]
    words: str
    language: str
    alt: str
    pages: tuple[int, ...]
    links: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return self.path[-1]


def failed_rules(pdf: bytes) -> list[str]:
    """What PDF/UA-1 asks and the PDF has not."""
    report = page.validate_pdf_bytes(pdf, profile="ua1")
    assert report.rules.total > 100
    return [f"{one.rule_id}: {one.message}" for one in report.failures]


def heard(pdf: bytes, as_drawn: bool = False) -> list[Heard]:
    """Every element of the tree, in reading order, with the words it says; or only those `as_drawn`, in
    which the letters of Arabic and Urdu words stand from left to right."""
    reader = PdfReader(io.BytesIO(pdf))
    root: Any = reader.root_object["/StructTreeRoot"].get_object()
    numbers = {one.indirect_reference.idnum: at for at, one in enumerate(reader.pages)}  # type: ignore[union-attr]
    parents = list(root["/ParentTree"]["/Nums"])
    tree = _Tree(numbers, _contents(reader), str(reader.root_object["/Lang"]), parents, as_drawn)
    return list(tree.walk(root["/K"].get_object(), (), tree.language))


def read_aloud(pdf: bytes, as_drawn: bool = False) -> str:
    """All the words in reading order, without the marks of lists."""
    return " ".join(" ".join(one.words for one in heard(pdf, as_drawn) if one.kind != "Lbl").split())


def poppler_says(pdf: bytes) -> str | None:
    """The same as poppler reads it, as drawn, or None where `pdfinfo` is not installed."""
    program = shutil.which("pdfinfo")
    if program is None:
        return None
    command = [program, "-struct-text", "-enc", "UTF-8", "-"]
    answer = subprocess.run(command, input=pdf, capture_output=True, check=True, timeout=60)
    assert not answer.stderr.strip()
    lines = answer.stdout.decode("utf-8").splitlines()
    said, label = [], False
    for line in lines:
        text = line.strip()
        if text.startswith('"') and not label:
            said.append(text.removeprefix('"').removesuffix('"'))
        if not text.startswith('"'):
            label = text.startswith("Lbl")
    return " ".join(" ".join(said).split())


class _Tree:
    def __init__(
        self,
        numbers: dict[int, int],
        contents: dict[tuple[int, int], str],
        language: str,
        parents: list[Any],
        as_drawn: bool,
    ) -> None:
        self.numbers, self.contents, self.language, self.parents = numbers, contents, language, parents
        self.as_drawn = as_drawn

    def walk(self, element: DictionaryObject, around: tuple[str, ...], language: str) -> Iterator[Heard]:
        kind = str(element["/S"])[1:]
        language = str(element.get("/Lang", language))
        on = self.numbers[element.raw_get("/Pg").idnum]
        held = element["/K"]
        kids = list(held) if isinstance(held, ArrayObject) else [held]
        words, pages, below, links = [], [], [], []
        kid: Any
        for kid in (one.get_object() for one in kids):
            if isinstance(kid, DictionaryObject) and kid.get("/Type") == "/OBJR":
                links.append(self._leads_to(kid["/Obj"].get_object()))
                pages.append(self.numbers[kid.raw_get("/Pg").idnum])
                continue
            if isinstance(kid, DictionaryObject) and kid.get("/Type") != "/MCR":
                assert kid.raw_get("/P").get_object() == element
                below.append(kid)
                continue
            mcr = isinstance(kid, DictionaryObject)
            place = self.numbers[kid.raw_get("/Pg").idnum] if mcr else on
            words.append(self.contents.get((place, int(kid["/MCID"] if mcr else kid)), ""))
            pages.append(place)
        path = (*around, kind)
        # Where letters stand on paper in another order than they are read, the element says them itself.
        said = None if self.as_drawn else element.get("/ActualText")
        yield Heard(
            path,
            "".join(words) if said is None else f"{said} ",
            language,
            str(element.get("/Alt", "")),
            tuple(pages),
            tuple(links),
        )
        for kid in below:
            yield from self.walk(kid, path, language)

    def _leads_to(self, annotation: Any) -> str:
        """The address of a link, which says it itself and knows its element."""
        assert annotation["/Subtype"] == "/Link"
        address = str(annotation["/A"]["/URI"])
        assert str(annotation["/Contents"]) == address
        keys = self.parents[0::2]
        assert keys == sorted(keys)
        element = self.parents[self.parents.index(annotation["/StructParent"]) + 1].get_object()
        assert element["/S"] == "/Link"
        return address


def _contents(reader: PdfReader) -> dict[tuple[int, int], str]:
    """The words of each marked content, by its page and number: from the codes and the fonts' own maps."""
    found: dict[tuple[int, int], str] = {}
    for number, sheet in enumerate(reader.pages):
        fonts = {name: _Map(font.get_object()) for name, font in sheet["/Resources"]["/Font"].items()}  # type: ignore[index]
        opened: list[tuple[int | None, str | None]] = []
        font = None
        for operands, operator in ContentStream(sheet["/Contents"], reader).operations:
            if operator in (b"BDC", b"BMC"):
                facts = operands[1] if operator == b"BDC" else {}
                opened.append((facts.get("/MCID"), facts.get("/ActualText")))
                said = facts.get("/ActualText")
            elif operator == b"EMC":
                opened.pop()
                continue
            elif operator == b"Tf":
                font = fonts[operands[0]]
                continue
            elif operator in (b"Tj", b"TJ") and font and not any(instead for _mark, instead in opened):
                parts = operands[0] if operator == b"TJ" else operands
                said = "".join(
                    font.read(part.original_bytes) for part in parts if hasattr(part, "original_bytes")
                )
            else:
                continue
            mark = next((mark for mark, _instead in reversed(opened) if mark is not None), None)
            if said and mark is not None:
                found[number, int(mark)] = found.get((number, int(mark)), "") + said
        assert not opened
    return found


class _Map:
    """A font's map from codes to letters."""

    def __init__(self, font: DictionaryObject) -> None:
        mapped: Any = font["/ToUnicode"].get_object()
        text = mapped.get_data().decode("latin-1")
        _head, _begin, listed = text.partition("begincodespacerange")
        self._bytes = len(re.findall(r"<(\w+)>", listed)[0]) // 2
        self._letters: dict[int, str] = {}
        for part in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
            for code, letters in re.findall(r"<(\w+)>\s*<(\w+)>", part):
                self._letters[int(code, 16)] = bytes.fromhex(letters).decode("utf-16-be")
        assert "\0" not in self._letters.values()

    def read(self, codes: bytes) -> str:
        step = self._bytes
        return "".join(
            self._letters.get(int.from_bytes(codes[at : at + step], "big"), "\ufffd")
            for at in range(0, len(codes), step)
        )
