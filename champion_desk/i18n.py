"""The language words are shown in: gettext catalogues, dates and numbers; a citizen's sheet may differ."""

from __future__ import annotations

import gettext
import locale
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from champion_desk.paths import catalogues_dir

DOMAIN = "champion_desk"
LANGUAGES = {"en": "English", "cy": "Cymraeg", "gd": "Gàidhlig"}
_FROM_RIGHT = frozenset({"ar", "ur", "fa", "ps", "ckb", "he"})
_chosen = "en"
_spoken: ContextVar[str] = ContextVar("spoken", default="")


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, catalogues_dir(), [language], fallback=True)


def set_language(language: str) -> None:
    """The language of the interface from now on."""
    global _chosen
    _chosen = language or "en"


def language() -> str:
    """The language in force here: the interface's, or the one being spoken."""
    return _spoken.get() or _chosen


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Words of another language inside the block: for a sheet printed for a citizen."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def from_right(language: str) -> bool:
    """Whether a language is written from right to left."""
    return language in _FROM_RIGHT


def system_language() -> str:
    """The computer's language where we have it, else English."""
    code = (locale.getlocale()[0] or "en")[:2]
    return {"We": "cy", "Sc": "gd"}.get(code, code if code in LANGUAGES else "en")


def _(message: str) -> str:
    """The message in the language in force."""
    return _catalogue(language()).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The message for that many, in the language in force."""
    return _catalogue(language()).ngettext(one, many, count)


def N_(message: str) -> str:
    """Marks a message for translation where it is only kept."""
    return message
