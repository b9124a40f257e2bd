"""Welsh and Gaelic: sentences keep their placeholders, and every view has room for them."""

from __future__ import annotations

from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from PySide6.QtWidgets import QApplication, QWidget

from champion_desk.paths import catalogues_dir
from champion_desk.tour_steps import Script
from tests.looking import clipped
from tests.walking import each_view

LANGUAGES = ("cy", "gd")


def _catalogue(language: str) -> Path:
    path = catalogues_dir() / f"{language}.po"
    if not path.exists() or not (catalogues_dir() / language / "LC_MESSAGES").is_dir():
        pytest.skip(f"there is no catalogue for {language} yet")
    return path


def _fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _kind in Formatter().parse(text) if name}


def _wrong(message: Message) -> bool:
    """Whether a translation has other placeholders. One that says a number in words may leave it out."""
    sources = message.id if isinstance(message.id, list | tuple) else (message.id,)
    said = message.string if isinstance(message.string, list | tuple) else (message.string,)
    wanted = set().union(*(_fields(source) for source in sources))
    if message.pluralizable:
        return any(text and not wanted - {"count"} <= _fields(text) <= wanted for text in said)
    return any(text and _fields(text) != wanted for text in said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_their_placeholders(language: str) -> None:
    with _catalogue(language).open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    assert messages
    assert [message.id for message in messages if _wrong(message)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_cut(language: str, qapp: QApplication, tmp_path: Path) -> None:
    _catalogue(language)
    found: list[str] = []

    def look(view: str, root: QWidget, _script: Script) -> None:
        found.extend(f"{view}: {reason}" for reason in clipped(root))

    each_view(tmp_path, look, language=language)
    if found:
        pytest.fail("\n".join(dict.fromkeys(found)), pytrace=False)
