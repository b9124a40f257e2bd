"""Turns text from feeds into plain text: web code, entities, stray signs and inline pictures go."""

from __future__ import annotations

import html
import re
import unicodedata

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ABSENT = _names("null none n/a #n/a undefined nan - -- #ref! #value! #name?") | {""}
_LONGEST_ABSENT = max(map(len, _ABSENT))
_ABSENT_WORDS = re.compile(r"^\[[^\]]*\b(unknown|no registered|not known|none)\b[^\]]*\]$", re.IGNORECASE)

# Control signs, marks that turn the direction of text, and signs without width; blanks of all kinds to one.
_DROPPED = [
    *range(0x09),
    *range(0x0E, 0x20),
    *range(0x7F, 0x85),
    *range(0x86, 0xA0),
    0xAD,
    0x200B,
    *range(0x200E, 0x2010),
    *range(0x202A, 0x202F),
    0x2060,
    *range(0x2066, 0x206A),
    0xFEFF,
    *range(0xD800, 0xE000),
    *range(0xFFF9, 0xFFFC),
]
_BLANKS = [0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000]
_BREAKS = [0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029]
_SIGNS = {
    **dict.fromkeys(_DROPPED),
    **dict.fromkeys(_BLANKS, " "),
    **dict.fromkeys(_BREAKS, "\n"),
    0x09: " ",
}

_MARKS = re.compile("[<&]|data:", re.IGNORECASE)
_PICTURE = re.compile(r"data:[\w.+/-]{0,80}(;[\w=-]{1,40}){0,4},[A-Za-z0-9+/=%]{64,}", re.IGNORECASE)
_ENTITY = re.compile(r"&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_BLOCKS = _names("""
    address article aside blockquote center dd details div dl dt fieldset figcaption figure footer form h1 h2
    h3 h4 h5 h6 header hr main nav ol p pre section summary table tbody tfoot thead tr ul
""")
_UNSEEN = _names("""
    applet audio button canvas embed frame frameset head iframe input link math meta noembed noframes noscript
    object script select source style svg template textarea title track video
""")
_OTHER_TAGS = _names("""
    a abbr acronym area b base basefont bdi bdo big body br caption cite code col colgroup data del dfn dir em
    font html i img ins kbd label legend li map mark menu meter optgroup option output param picture progress
    q rp rt ruby s samp small span strike strong sub sup td th time tt u var wbr xml
""")
_TAGS = _BLOCKS | _UNSEEN | _OTHER_TAGS
_TAG = re.compile(
    r"<(?:/?([a-zA-Z][a-zA-Z0-9]*)(:[a-zA-Z0-9]+)?(?=[\s/>]|$)|(!--|!doctype\b|!\[|\?xml\b))",
    re.IGNORECASE,
)
_DECLARATION = re.compile(r"<!--|<!(?=doctype\b|\[)|<\?(?=xml)", re.IGNORECASE)
_LONGEST_TAG = 20_000
_LONGEST_ADDRESS = 2000
_ON_THE_WEB = re.compile(r"https?://", re.IGNORECASE)
LONGEST = 200_000
_BREAK, _ITEM = "\ue000", "\ue001"  # stand-ins from the private area while blanks are drawn together
_WINDOWS_LETTERS = re.compile(
    r"[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    r"\u2013-\u203a\u20ac\u2122]{1,3}"
)
_MENDED = re.compile(r"[\u00a0-\u017f\u2010-\u203a\u20ac\u2122]")


def is_absent(text: str) -> bool:
    """Whether the text only says that there is nothing: "", "null", "None", "N/A", "[Unknown]"."""
    if text[:1] == "[":
        return bool(_ABSENT_WORDS.match(text))
    return len(text) <= _LONGEST_ABSENT and text.casefold() in _ABSENT


def plain(text: str) -> tuple[str, frozenset[str]]:
    """Plain text of several lines, and what was done: any of "html", "picture", "mojibake".

    Links keep their address in brackets; lines have no blanks at their ends.
    """
    return plain_with_links(text, [])


def plain_with_links(
    text: str, links: list[tuple[str, str]], most: int = LONGEST
) -> tuple[str, frozenset[str]]:
    """As `plain`; the words and the address of each link of web code are added to `links`.

    Beyond `most` letters, pictures not counted, a text is not looked at: what was done then holds "cut".
    """
    if text.isascii() and text.isprintable() and not _MARKS.search(text):
        return " ".join(text.split()), frozenset()  # most cells of most lists
    done: set[str] = set()
    if not text.isascii():
        mended = _without_mojibake(text)
        if mended != text:
            done.add("mojibake")
            text = mended
    if "data:" in text[:10_000_000].casefold():
        without = _PICTURE.sub("", text)
        if without != text:
            done.add("picture")
            text = without
    if len(text) > most:
        done.add("cut")
    text = text[:most].replace("\r\n", "\n").translate(_SIGNS)
    for _ in range(4):  # some feeds escape what was escaped already
        if "<" in text and _has_tags(text):
            done.add("html")
            text = _without_tags(text, links)
        elif "&" in text and _ENTITY.search(text):
            text = html.unescape(text).translate(_SIGNS)
        else:
            break
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return _tidy(text), frozenset(done)


def one_line(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


def first_link(text: str) -> str:
    """The address of the first link in web code, or the text itself."""
    found = re.search(r"""href\s*=\s*["']?([^"'\s>]+)""", text, re.IGNORECASE)
    return html.unescape(found[1]) if found else text


def _has_tags(text: str) -> bool:
    return any(found[3] or found[2] or found[1].casefold() in _TAGS for found in _TAG.finditer(text))


def _guarded(text: str) -> str:
    """The text with each `<` that begins no tag of the web written as a sign ("Jo <jo@example.org>")."""

    def keep(found: re.Match[str]) -> str:
        tag = _TAG.match(text, found.start())
        known = tag and not tag[3] and (tag[2] or tag[1].casefold() in _TAGS)
        closed = known and text.find(">", found.start(), found.start() + _LONGEST_TAG) > 0
        return "<" if closed else "&lt;"

    return re.sub("<", keep, text)


def _without_comments(text: str) -> str:
    """The text without comments and declarations, as a browser finds them: an open one runs to the end."""
    parts, at = [], 0
    while found := _DECLARATION.search(text, at):
        end = "-->" if found[0] == "<!--" else ">"
        parts.append(text[at : found.start()])
        stop = text.find(end, found.end())
        if stop < 0:
            return "".join(parts)
        at = stop + len(end)
    parts.append(text[at:])
    return "".join(parts)


def _without_tags(text: str, links: list[tuple[str, str]]) -> str:
    text = _without_comments(text.replace(_BREAK, "").replace(_ITEM, ""))
    shown = _Shown(links)
    for element in BeautifulSoup(_guarded(text), "html.parser").descendants:
        shown.meet(element)
    flat = shown.finish()
    if shown.blocks:
        flat = re.sub(r"\s+", " ", flat)  # as a browser would; without blocks, line ends mean line ends
    return flat.replace(_ITEM, "\n• ").replace(_BREAK, "\n")


class _Shown:
    """Gathers what a reader would see. The elements are met in their order, without recursion: feeds nest
    thousands of tags that were never closed."""

    def __init__(self, links: list[tuple[str, str]]) -> None:
        self.blocks = False
        self._links = links
        self._parts: list[str] = []
        self._open: list[tuple[Tag, int]] = []
        self._unseen: Tag | None = None

    def meet(self, element: PageElement) -> None:
        """Take in the next tag or text."""
        while self._open and self._open[-1][0] is not element.parent:
            self._close()
        if isinstance(element, Tag):
            self._open.append((element, len(self._parts)))
            if self._unseen is None:
                self._begin(element)
        elif self._unseen is None and type(element) is NavigableString:
            self._parts.append(str(element))

    def finish(self) -> str:
        """All that was seen."""
        while self._open:
            self._close()
        return "".join(self._parts)

    def _begin(self, tag: Tag) -> None:
        if tag.name in _UNSEEN:
            self._unseen = tag
        elif tag.name == "li":
            self._parts.append(_ITEM)
        elif tag.name == "br" or tag.name in _BLOCKS:
            self._parts.append(_BREAK)
        self.blocks = self.blocks or tag.name in ("li", "br") or tag.name in _BLOCKS

    def _close(self) -> None:
        tag, begun = self._open.pop()
        if tag is self._unseen:
            self._unseen = None
        elif self._unseen is None:
            if tag.name in _BLOCKS:
                self._parts.append(_BREAK * (2 if tag.name == "p" else 1))
            elif tag.name in ("td", "th"):
                self._parts.append(" ")
            elif tag.name == "a":
                self._link(tag, one_line("".join(self._parts[begun : begun + 200])))

    def _link(self, tag: Tag, words: str) -> None:
        address = str(tag.get("href") or "").strip()
        if _ON_THE_WEB.match(address) and len(address) <= _LONGEST_ADDRESS:
            self._links.append((words, address))
        self._parts.append(_address(tag, words))


def _address(tag: Tag, words: str) -> str:
    """The address that a link leads to, in brackets after its words; "" where the words say it already."""
    address = str(tag.get("href") or "").strip()
    kind, _, rest = address.partition(":")
    kind = kind.casefold()
    shown = rest.partition("?")[0] if kind in ("mailto", "tel") else address
    if kind not in ("http", "https", "mailto", "tel") or len(shown) > _LONGEST_ADDRESS:
        return ""
    bare = shown.casefold().removeprefix("http://").removeprefix("https://").strip("/")
    if not bare or bare in words.casefold():
        return ""
    return f" ({shown})" if words else shown


def _without_mojibake(text: str) -> str:
    """UTF-8 that was read as Windows-1252 and saved again ("â€™" for "’"), mended where that is certain."""

    def mend(found: re.Match[str]) -> str:
        try:
            raw = [bytes([ord(sign)]) if ord(sign) <= 0xFF else sign.encode("cp1252") for sign in found[0]]
            mended = b"".join(raw).decode("utf-8")
        except UnicodeError:
            return found[0]
        return mended if all(_MENDED.match(sign) for sign in mended) else found[0]

    return _WINDOWS_LETTERS.sub(mend, text)


def _tidy(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.split("\n")]
    kept = [line for line in lines if line != "•"]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
