"""Tagged PDF: what each part of a page is, in reading order, for screen readers to follow (PDF/UA-1).

The structure is that of PDF 1.7 (ISO 32000-1, 14.7 and 14.8); the rules are those of ISO 14289-1.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from typing import Any, Final
from urllib.parse import quote

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFImageXObject, PDFName, PDFObject, PDFStream
from reportlab.pdfgen.canvas import Canvas

from champion_desk.documents.fonts import REGULAR, printable
from champion_desk.i18n import language

_MAKER: Final = "Champion Desk"
# Without a first font of ours, a PDF names one that it does not carry; the type hints know only its size.
_FIRST_FONT: dict[str, Any] = {"initialFontName": REGULAR}
_OF_ADDRESSES = "%/:?#[]@!$&'()*+,;=~"  # what has a meaning in an address (RFC 3986) stays as it is
_BFCHARS = 100  # a map may hold no more in one go (Adobe Technical Note 5014)


@dataclass(frozen=True, slots=True)
class Group:
    """The list or table that neighbours stand in together; `attributes` are those of its element."""

    kind: str
    attributes: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Tag:
    """One element of a document. The parts of a block on several pages share its tag, and so its element.

    `kind` is a standard type: P, H1, LI, Figure … A tag with a `group` joins the one before it where
    that is of the same kind, or `begins` a new one. `alt` says what a picture shows; `instead` is the
    text of what is only drawn.
    """

    kind: str
    language: str = ""
    alt: str = ""
    instead: str = ""
    attributes: str = ""
    group: Group | None = None
    begins: bool = False


LIST_OF_STEPS: Final = Group("L", "/O /List /ListNumbering /Decimal")
LIST_OF_BULLETS: Final = Group("L", "/O /List /ListNumbering /Disc")
LIST_OF_TICKS: Final = Group("L", "/O /List /ListNumbering /Square")
TABLE: Final = Group("Table")


def language_tag(code: str = "") -> str:
    """A language, or that in force, as PDF readers want it, so that a screen reader takes the right voice."""
    code = code or language()
    return {"en": "en-GB"}.get(code, code)


def box_of(x: float, y: float, width: float, height: float) -> str:
    """The attributes of a figure that stands there on its page, in points from the foot at the left."""
    return f"/O /Layout /Placement /Block /BBox [{x:.2f} {y:.2f} {x + width:.2f} {y + height:.2f}]"


class _Written(PDFObject):
    """An object of a PDF whose text is known."""

    def __init__(self) -> None:
        self.text = ""

    def format(self, document: Any) -> bytes:
        return self.text.encode("ascii")


@dataclass(frozen=True, slots=True)
class _Content:
    """Marked content: its page, and its number there, both from 0."""

    page: int
    number: int


@dataclass(frozen=True, slots=True, eq=False)
class _Link:
    """A place on a page, from 0, that leads to a web address; its box in points from the foot at the left."""

    page: int
    box: tuple[float, float, float, float]
    address: str
    written: _Written = field(default_factory=_Written)


@dataclass(slots=True, eq=False)
class _Element:
    """An element in one document: what it holds are elements, marked contents and links."""

    tag: Tag
    above: _Element | None
    language: str
    held: list[_Element | _Content | _Link] = field(default_factory=list)
    written: _Written = field(default_factory=_Written)


class TaggedCanvas(Canvas):
    """A canvas on which everything drawn is either part of an element, or is said to be decoration."""

    _code: list[str]
    _formsinuse: list[str]
    _doc: Any

    def __init__(self, file: BytesIO, size: tuple[float, float], title: str, author: str) -> None:
        """Pages of that width and height in points, in the language in force."""
        self.language = language_tag()
        super().__init__(file, pagesize=size, lang=self.language, pdfVersion=(1, 7), **_FIRST_FONT)
        self.setTitle(title)
        self.setAuthor(author or _MAKER)
        self.setCreator(_MAKER)
        self.setSubject("")
        self.setViewerPreference("DisplayDocTitle", "true")
        self._title = title
        self._document = _Element(Tag("Document"), None, self.language)
        self._open = self._document
        self._known: dict[Tag, _Element] = {}
        self._pages: list[list[_Element]] = [[]]
        self._links: list[tuple[_Link, _Element]] = []

    @contextmanager
    def element(self, tag: Tag | None) -> Iterator[None]:
        """What is drawn inside belongs to that element, if one is given; it draws nothing of its own."""
        outer, self._open = self._open, self._element(tag) if tag else self._open
        try:
            yield
        finally:
            self._open = outer

    @contextmanager
    def marked(self, tag: Tag) -> Iterator[None]:
        """What is drawn inside is the content of that element."""
        page = self._pages[-1]
        element = self._element(tag)
        element.held.append(_Content(len(self._pages) - 1, len(page)))
        self._code.append(f"/{tag.kind} <</MCID {len(page)}>> BDC")
        page.append(element)
        try:
            yield
        finally:
            self._code.append("EMC")

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn inside is decoration, or stands on every page: a reader passes over it."""
        self._code.append("/Artifact BMC")
        try:
            yield
        finally:
            self._code.append("EMC")

    def link(self, tag: Tag, address: str, x: float, top: float, width: float, height: float) -> None:
        """Let that box of the page lead to a web address; `tag` is of the words that are written there."""
        box = (x, top - height, x + width, top)
        link, element = _Link(len(self._pages) - 1, box, quote(address, _OF_ADDRESSES)), self._element(tag)
        element.held.append(link)
        self._links.append((link, element))
        self._add_annotation(link.written)

    def picture(self, packed: PDFImageXObject, x: float, y: float, width: float, height: float) -> None:
        """Draw a picture that is packed already; a document holds each once, however often it is drawn."""
        doc: Any = self._doc
        name = doc.getXObjectName(packed.name)
        if name not in doc.idToObject:
            image: Any = copy(packed)  # a document writes its own numbers into what it holds
            image.smask = doc.Reference(copy(image._smask), f"{name}.mask")
            doc.Reference(image, name)
        self._currentPageHasImages = 1
        self._formsinuse.append(packed.name)
        self.saveState()
        self.translate(x, y)
        self.scale(width, height)
        self.operators(f"/{name} Do")
        self.restoreState()

    def operators(self, written: str) -> None:
        """Draw by operators of PDF that are written already."""
        self._code.append(written)

    def _add_annotation(self, written: _Written) -> None:
        canvas: Any = self
        canvas._addAnnotation(written)

    def showPage(self) -> None:
        """End the page."""
        number = len(self._pages) - 1
        self._pages.append([])
        super().showPage()
        page = self._doc.idToObject[f"Page{number + 1}"]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = number, PDFName("S")

    def save(self) -> None:
        """End the document, and write it to its file."""
        self._clear_maps()
        self._write_structure()
        catalogue: Any = self._doc.Catalog
        catalogue.MarkInfo = PDFDictionary({"Marked": "true"})
        catalogue.Metadata = PDFStream(
            PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")}),
            _metadata(self._title, self.language).encode(),
        )
        super().save()

    def _element(self, tag: Tag) -> _Element:
        """The element of a tag, new where it is seen for the first time."""
        element = self._known.get(tag)
        if element is None:
            above = self._grouped(tag) if tag.group else self._open
            element = self._known[tag] = _Element(tag, above, tag.language or above.language)
            above.held.append(element)
        return element

    def _grouped(self, tag: Tag) -> _Element:
        """The list or table an element stands in: the one just before it, or a new one."""
        assert tag.group
        last = self._open.held[-1] if self._open.held else None
        if isinstance(last, _Element) and last.tag.group == tag.group and not tag.begins:
            return last
        group = Tag(tag.group.kind, attributes=tag.group.attributes, group=tag.group)
        element = _Element(group, self._open, self._open.language)
        self._open.held.append(element)
        return element

    def _clear_maps(self) -> None:
        """Maps from codes to letters without entries that say nothing, and in parts of a hundred."""
        for font in self._doc.delayedFonts:
            font.addObjects(self._doc)
        self._doc.delayedFonts = []
        for name, stream in self._doc.idToObject.items():
            if name.startswith("toUnicodeCMap:"):
                stream.content = _clear_map(stream.content)

    def _write_structure(self) -> None:
        """The tree of elements, and which element each marked content of a page belongs to."""
        doc = self._doc
        pages = [_reference(doc, doc.idToObject[f"Page{n}"]) for n in range(1, len(self._pages))]
        root = _Written()
        _write(doc, self._document, _reference(doc, root), pages)
        parents = [
            f"{number} [{' '.join(_reference(doc, element.written) for element in page)}]"
            for number, page in enumerate(self._pages[:-1])
        ]
        for number, (link, element) in enumerate(self._links, len(pages)):
            _write_link(link, number)
            parents.append(f"{number} {_reference(doc, element.written)}")
        root.text = (
            f"<</Type /StructTreeRoot /K {_reference(doc, self._document.written)} "
            f"/ParentTree <</Nums [{' '.join(parents)}]>> /ParentTreeNextKey {len(parents)}>>"
        )
        doc.Catalog.StructTreeRoot = root


def _reference(document: Any, written: PDFObject) -> str:
    """How another object points to that one."""
    found: bytes = document.Reference(written).format(document)
    return found.decode("ascii")


def _write(document: Any, element: _Element, above: str, pages: list[str]) -> None:
    """Write an element and all in it. `pages` are the references of the document's pages."""
    tag, own = element.tag, _reference(document, element.written)
    on = next((one.page for one in element.held if isinstance(one, _Content)), 0)
    held = []
    for one in element.held:
        if isinstance(one, _Content):
            there = f"<</Type /MCR /Pg {pages[one.page]} /MCID {one.number}>>"
            held.append(str(one.number) if one.page == on else there)
        elif isinstance(one, _Link):
            held.append(f"<</Type /OBJR /Pg {pages[one.page]} /Obj {_reference(document, one.written)}>>")
        else:
            _write(document, one, own, pages)
            held.append(_reference(document, one.written))
    facts = [f"/Type /StructElem /S /{tag.kind} /P {above} /Pg {pages[on]} /K [{' '.join(held)}]"]
    if element.above is None or element.language != element.above.language:
        facts.append(f"/Lang {_text(element.language)}")
    facts += [
        f"/{name} {_text(said)}" for name, said in (("Alt", tag.alt), ("ActualText", tag.instead)) if said
    ]
    if tag.attributes:
        facts.append(f"/A <<{tag.attributes}>>")
    element.written.text = f"<<{' '.join(facts)}>>"


def _write_link(link: _Link, number: int) -> None:
    """Write the place that leads somewhere, with its number among what belongs to elements."""
    box = " ".join(f"{edge:.2f}" for edge in link.box)
    link.written.text = (
        f"<</Type /Annot /Subtype /Link /Rect [{box}] /Border [0 0 0] /F 4 /StructParent {number} "
        f"/Contents {_text(link.address)} /A <</S /URI /URI <{link.address.encode('ascii').hex()}>>>>>"
    )


def _text(words: str) -> str:
    """Words as an object of a PDF."""
    return f"<feff{printable(words).encode('utf-16-be', 'replace').hex()}>"


def _clear_map(content: str) -> str:
    """A map from codes to letters, without the codes that stand for none (ISO 14289-1, 7.21.7)."""
    before, _begin, rest = content.partition("endcodespacerange\n")
    listed, _end, after = rest.partition("endcmap")
    said = [line for line in listed.splitlines() if line.startswith("<") and not line.endswith("<0000>")]
    parts = [said[at : at + _BFCHARS] for at in range(0, len(said), _BFCHARS)]
    maps = "".join("\n".join([f"{len(part)} beginbfchar", *part, "endbfchar\n"]) for part in parts)
    return f"{before}endcodespacerange\n{maps}endcmap{after}"


def _metadata(title: str, spoken: str) -> str:
    """What the file says of itself as XMP (ISO 16684-1): its title, and that it follows PDF/UA-1."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:language><rdf:Bag><rdf:li>{spoken}</rdf:li></rdf:Bag></dc:language>"
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>\n'
    )
