"""Coded lists as answers on a form: codes with labels, the letters that choose them, bands of minutes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from champion_desk import i18n
from champion_desk.domain.catalogue import CodedItem
from champion_desk.i18n import _


def choices(items: Iterable[CodedItem]) -> list[tuple[str, str]]:
    """Codes and labels in the language in force, for chips."""
    return [(item.code, item.label(i18n.language())) for item in items]


def letters(items: Iterable[CodedItem]) -> dict[str, str]:
    """The letter that chooses each item, in the language in force."""
    found = {}
    for item in items:
        keys = item.facts.get("key")
        if isinstance(keys, Mapping):
            found[item.code] = str(keys.get(i18n.language(), keys["en"]))
    return found


def band_words(band: CodedItem) -> str:
    """5, 15, 30, 60 and 60+: short enough to stand in one line."""
    if int(str(band.facts["high"])) > int(str(band.facts["value"])):
        return _("{minutes}+").format(minutes=int(str(band.facts["low"])) - 1)
    return str(band.facts["value"])
