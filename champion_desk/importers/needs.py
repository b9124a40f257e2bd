"""Which needs an entry helps with, by the words that published lists use for them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache

from champion_desk.domain.catalogue import folded
from champion_desk.paths import resources_dir


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    path = resources_dir() / "catalogue" / "needs.toml"
    items = tomllib.loads(path.read_text(encoding="utf-8"))["item"]
    return tuple((item["code"], _pattern(item["words"])) for item in items if item.get("words"))


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    every = "|".join(re.escape(folded(word)) for word in words)
    return re.compile(rf"\b({every})(s|es|ies)?\b")


@lru_cache(maxsize=4096)
def _needs_in(text: str) -> tuple[str, ...]:
    plain = folded(text)
    return tuple(code for code, pattern in _patterns() if pattern.search(plain))


def needs_for(tags: Iterable[str], name: str) -> tuple[str, ...]:
    """Need codes (`resources/catalogue/needs.toml`) for an entry's tags, or else for its own name."""
    found = {code: None for tag in tags for code in _needs_in(tag)}
    return tuple(found) or _needs_in(name)


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    path = resources_dir() / "catalogue" / "needs.toml"
    items = tomllib.loads(path.read_text(encoding="utf-8"))["item"]
    return {item["code"]: item["words"][0] for item in items if item.get("words")}


def word_for(code: str) -> str:
    """A word by which a need is known in published lists, or nothing."""
    return _words().get(code, "")
