"""Where each letter of a line stands when some of it runs from right to left (Unicode Standard Annex 9)."""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import Final

from bidi import get_display

from champion_desk.i18n import from_right, language

TO_RIGHT: Final = "\u2066"  # what follows runs from left to right
BY_ITSELF: Final = "\u2068"  # what follows runs as its own first letter does
END: Final = "\u2069"
ISOLATES: Final = frozenset({TO_RIGHT, "\u2067", BY_ITSELF, END})
RUNS_FROM_RIGHT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_ISOLATES = re.compile(f"[{''.join(sorted(ISOLATES))}]")
# Phone numbers, e-mail and web addresses are read from left to right in the middle of any language.
_LEFT_TO_RIGHT = re.compile(
    r"(?:\+|\b)\d[\d \u00a0()-]{4,}\d\b"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?:https?://|\b)(?:[a-zA-Z\d-]+\.)+[a-zA-Z]{2,}\b(?:/[\w/%#?=&.-]*[\w/])?",
    re.ASCII,
)

# The library answers with the text in its order on paper. To know which letter went where, each is
# followed by its number in signs that the algorithm passes over: tags, of the class BN. They stand
# behind the letter where it runs from left to right, and before it, turned round, where it does not.
_BASE = 32
_FIRST_TAG = 0xE0020
_DIGITS = tuple("".join(chr(_FIRST_TAG + at * _BASE + digit) for digit in range(_BASE)) for at in range(3))
_HIGH, _MIDDLE, _LOW = (f"([{digits}])" for digits in _DIGITS)
_ENTRY = re.compile(f"{_LOW}{_MIDDLE}{_HIGH}(.)|(.){_HIGH}{_MIDDLE}{_LOW}", re.DOTALL)
# A sign without a direction at the end keeps the last letter's number from being taken for empty space.
_LAST = "\ufffc"


@cache
def _numbers() -> dict[str, int]:
    """Every number in tags, from 0 on; made when a line first needs them."""
    return {"".join(digits): number for number, digits in enumerate(product(*_DIGITS))}


def isolated(text: str) -> str:
    """A name, an address or another thing out of the data, for a sentence of the language in force.

    Its order is then its own, and that of the sentence around it is not disturbed.
    """
    if not text or not (from_right(language()) or RUNS_FROM_RIGHT.search(text)):
        return text
    return f"{BY_ITSELF}{_ISOLATES.sub('', text)}{END}"


def with_numbers_isolated(text: str) -> str:
    """The text with what must be read from left to right set apart."""
    return _LEFT_TO_RIGHT.sub(lambda found: f"{TO_RIGHT}{found[0]}{END}", text)


def places(text: str, starts_right: bool) -> tuple[tuple[int, ...], tuple[bool, ...]]:
    """For each letter of a paragraph its place from the left, were it one line, and whether it runs from
    right to left. A part of the paragraph on a line of its own keeps its order.

    `starts_right` is the direction of the paragraph.
    """
    numbers = _numbers()
    found: list[int] = [0] * len(text)
    turned: list[bool] = [False] * len(text)
    for start in range(0, len(text), len(numbers)):
        part = text[start : start + len(numbers)]
        tagged = "".join(letter + number for letter, number in zip(part, numbers, strict=False))
        shown = get_display(tagged + _LAST, base_dir="R" if starts_right else "L")
        for place, (three, two, one, before, after, first, second, third) in enumerate(
            _ENTRY.findall(shown), start
        ):
            digits = (first, second, third) if after else (one, two, three)
            number = start + numbers[digits[0] + digits[1] + digits[2]]
            found[number], turned[number] = place, bool(before)
    return tuple(found), tuple(turned)
