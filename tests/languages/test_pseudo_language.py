"""A language nobody speaks, 40 % longer and full of accents: nothing is cut, and no sentence is forgotten."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from functools import cache

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView, QWidget

from champion_desk import NAME, VERSION, i18n
from champion_desk.domain import slips
from champion_desk.paths import resources_dir
from champion_desk.services import demo
from champion_desk.services.shipped import LIBRARIES
from champion_desk.tour_steps import Script
from champion_desk.ui.widgets.labels import KeyHint
from champion_desk.ui.widgets.suggestions import HINT, Suggestions
from champion_desk.wording import language_name
from tests.looking import clipped, in_sight, text_of
from tests.walking import BROKEN_SHEET, EARLIER_LOG, LIST, each_view

_ACCENTS = str.maketrans("aceinosuyAEIOUW", "âçéîñöšüÿÄËÏÖÜŴ")
_FILLER = "ŵÿth möré wörds thån bëforé änd stïll gøïng ön "
_KEPT = re.compile(r"(\{[^}]*\}|&)")  # placeholders, and the mark before a letter to press
_TRANSLATED = re.compile(r"\[[^\[\]]*\]")
# What is the same in every language, or written by the language's own rules: keys, numbers, days, postcodes.
_KEYS = r"(?:Ctrl|Alt|Shift|Enter|Esc|Delete|F\d+)"
_DAYS = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Satu?r?|Sun)(?:day)?"
_MONTHS = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_SLIP = rf"[{slips.ALPHABET}]{{3}}[ -]?[{slips.ALPHABET}]{{3}}"
_SAME = re.compile(rf"\b(?:{_KEYS}|{_DAYS}|{_MONTHS}|{_SLIP}|KW\d+|https)\b")


def padded(message: str) -> str:
    """The message 40 % longer, with accents, its placeholders as they were, between brackets."""
    parts = _KEPT.split(message)
    said = "".join(part if _KEPT.fullmatch(part) else part.translate(_ACCENTS) for part in parts)
    letters = len(_KEPT.sub("", message))
    more = (_FILLER * (letters // len(_FILLER) + 1))[: max(round(letters * 0.4), 1)]
    return f"[{said} {more.strip()}]"


class Pseudo(gettext.NullTranslations):
    """Says everything in that language."""

    def gettext(self, message: str) -> str:
        return padded(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return padded(msgid1 if n == 1 else msgid2)


@cache
def _data(view: str = "") -> str:
    """Every word that ships as data and may show in a view: catalogues, places, the texts of its own."""
    folder = resources_dir()
    texts = [
        p.read_text(encoding="utf-8") for p in folder.rglob("*") if p.suffix in (".toml", ".json", ".csv")
    ]
    for part in ("handouts", "help"):
        for path in (folder / part).rglob("*.md"):
            text = path.read_text(encoding="utf-8")
            own = view.casefold().startswith((part, "search" if part == "help" else part))
            texts += [text] if own else re.findall(r"^title = .*$", text, re.MULTILINE)
    if view.startswith("Training"):
        texts += [path.read_text(encoding="utf-8") for path in (folder / "practice").rglob("*.md")]
    invented = (
        "Mairi Ewan Inga Catriona Calum Kirkwall Library Junction Road Inverness Farraline Park long cable"
    )
    sheets = {"take in an earlier log": EARLIER_LOG, "import a list": LIST, "handouts": OWN_SHEET}
    sheet = next((text for name, text in sheets.items() if view.casefold().startswith(name)), "")
    spoken = " ".join([*i18n.LANGUAGES.values(), *_spoken_names()])
    return _folded(
        " ".join([*texts, *demo._NOTES, invented, sheet, spoken, NAME, VERSION, *_LISTS, _attribution()])
    )


# What a desk writes itself, and how a web address looks.
OWN_SHEET = f"{BROKEN_SHEET} title Our scams reviewed 2024-01-02 www.gov.uk/browse"
# Names of lists, and what someone wrote about a place, in a plan, on a badge or in a list of courses.
_LISTS = (
    *("places.csv Demo listings", LIBRARIES, "public-libraries.csv listings.json"),
    *("Screen readers on phones Try one for ten minutes", "Digital champion Sample Council"),
    *("Someone Else Lifting Completed", "Our own skills I can mend a paper jam"),
    *("It rings in a bakery", "Free on Fridays Closed in July The bell is at the back"),
)


def _attribution() -> str:
    return (resources_dir() / "libraries" / "ATTRIBUTION.txt").read_text(encoding="utf-8")


def _spoken_names() -> Iterator[str]:
    from babel import Locale

    yield from Locale("en").languages.values()
    yield from map(language_name, ("ar", "bn", "pl", "ro", "uk", "ur"))


def _folded(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def untranslated(text: str, view: str = "") -> list[str]:
    """What of a text is neither translated nor data."""
    while _TRANSLATED.search(text):
        text = _TRANSLATED.sub(" · ", text)
    parts = [_folded(_SAME.sub(" ", part)) for part in re.split(r" · |[\n,;:()“”…]|\. ", text)]
    return [part for part in parts if re.search(r"[^\W\d_]{2,}", part) and part not in _data(view)]


def _texts(root: QWidget) -> Iterator[str]:
    """Everything that is to be read or heard."""
    yield root.windowTitle()
    for widget in in_sight(root):
        if not isinstance(widget, KeyHint):
            yield text_of(widget)
        yield widget.accessibleName()
        yield widget.accessibleDescription()
        yield widget.toolTip()
        if isinstance(widget, QAbstractItemView):
            yield from _cells(widget)


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    columns = model.columnCount() if isinstance(view, QTableView) else 1
    for row in range(min(model.rowCount(), 12)):
        for column in range(columns):
            yield str(model.index(row, column).data() or "")
        if isinstance(view, Suggestions):
            yield str(model.index(row, 0).data(HINT) or "")
        yield str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) or "")


@pytest.fixture(scope="module")
def seen(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """One walk in that language: what is cut, and what is not translated."""
    found: dict[str, list[str]] = {"cut": [], "forgotten": []}

    def look(view: str, root: QWidget, _script: Script) -> None:
        found["cut"] += [f"{view}: {reason}" for reason in clipped(root)]
        for text in _texts(root):
            found["forgotten"] += [f"{view}: {part}" for part in untranslated(text, view)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(i18n, "_catalogue", lambda _language: Pseudo())
        each_view(tmp_path_factory.mktemp("walk"), look)
    return found


def _expect_none(lines: list[str]) -> None:
    if lines:
        pytest.fail("\n".join(dict.fromkeys(lines)), pytrace=False)


def test_the_language_is_longer_and_keeps_placeholders() -> None:
    message = "Saved {count} sessions for {name}."
    said = padded(message)
    assert len(said) >= 1.4 * len(message) - 8
    assert said.count("{count}") == said.count("{name}") == 1
    assert untranslated(said.format(count=3, name="Zebedee")) == []
    assert untranslated("Nobody has translated this") == ["nobody has translated this"]


def test_no_words_are_cut(seen: dict[str, list[str]]) -> None:
    _expect_none(seen["cut"])


def test_no_sentence_is_forgotten(seen: dict[str, list[str]]) -> None:
    _expect_none(seen["forgotten"])
