"""Finds phone numbers: British ones however spaced, any with + or 00 in front, local ones by their words.

Numbers that only organisations have (freephone, 03 and the like) and short ones such as 111 are nobody's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from champion_desk.domain.findings import Finding
from champion_desk.services.scanner_text import Token, tokens, windows

# Ofcom keeps these for drama; a list of numbers in use leaves them out, a test or a lesson does not.
_DRAMA = re.compile(
    r"0(?:1(?:13|14|15|16|17|18|21|31|41|51|61|91)4960\d{3}|1914980\d{3}|1632960\d{3}|2079460\d{3}|2896496\d{3}|"
    r"2920180\d{3}|7700900\d{3}|8081570\d{3}|9098790\d{3}|3069990\d{3})"
)
_LABEL = re.compile(
    r"\b(?:tel|telephone|phone|ph|mob|mobile|cell|whatsapp|ff[oô]n|rhif\s+ff[oô]n|f[oò]n|[aà]ireamh\s+f[oò]n|"
    r"ring|rang|call|called|dial|text|number)\b(?:\s*(?:no|num|number|back|her|him|them|me|on|is|at|ar|air))*"
    r"[\s.:;#=(]*\Z",
    re.IGNORECASE,
)
_RING = re.compile(
    r"\b(?:tel|telephone|phone|ff[oô]n|f[oò]n|ring|rang|phoned|landline)\b"
    r"(?:\s*(?:no|number|back|her|him|them|me|on|is|ar|air))*[\s.:#=]*\Z",
    re.IGNORECASE,
)


def written_abroad(plain: str) -> Iterator[Finding]:
    """Numbers with + or 00 and the code of a country in front."""
    for run in tokens(plain, 8):
        end = 0
        for part, digits in windows(run, 8, 17):
            start = part[0].start
            if start < end or _model(part):
                continue
            plus = (
                start - 1
                if plain[start - 1 : start] == "+"
                else start - 2
                if plain[start - 2 : start] == "+("
                else -1
            )
            if plus < 0 and (not part[0].digits.startswith("00") or _tied(part, plain)):
                continue
            number = digits if plus >= 0 else digits[2:]
            if _possible_abroad(number):
                start, end = (plus if plus >= 0 else start), part[-1].end
                yield Finding("phone", _bracket(plain, start), end)


def phones(plain: str) -> Iterator[Finding]:
    """British numbers as dialled at home, also with 44 or without the first 0 where words say what it is."""
    for run in tokens(plain, 6):
        end = 0
        for part, digits in windows(run, 6, 13):
            start = part[0].start
            if start < end or _model(part):
                continue
            if (_at_home(part, digits) and not _tied(part, plain)) or _by_its_label(
                plain, start, part, digits
            ):
                end = part[-1].end
                yield Finding("phone", _bracket(plain, start), end)


def _model(part: list[Token]) -> bool:
    """A letter touches the number; the long ones are numbers all the same."""
    count = sum(len(one.digits) for one in part)
    return (part[0].before.isalpha() or part[-1].after.isalpha()) and not (
        count >= 11 and part[0].digits[:2] in ("07", "44", "00")
    )


def _tied(part: list[Token], plain: str) -> bool:
    """A dash ties it to digits in front: the middle of a book's number or a reference."""
    start = part[0].start
    return bool(re.match(r"\d-", plain[max(0, start - 2) : start]))


def _bracket(plain: str, start: int) -> int:
    return start - 1 if plain[start - 1 : start] == "(" else start


def _at_home(part: list[Token], digits: str) -> bool:
    if digits.startswith("44") and len(digits) in (12, 13):
        digits = "0" + digits[2:].removeprefix("0")
        if not digits.startswith("07"):
            return len(part) > 1 and _in_use(digits)
    if not digits.startswith("0") or len(digits) not in (10, 11):
        return False
    if _DRAMA.fullmatch(digits):
        return True
    if digits[1] not in "127" or (max(len(one.digits) for one in part) == 2 and len(digits) == 10):
        return False
    if digits[1] == "7":
        return len(digits) == 11 and digits[2] != "0"
    whole_area = len(part[0].digits) >= 3 and digits[2:5] != "000"
    return _in_use(digits) or (len(digits) == 11 and whole_area and _is_shape(part))


def _is_shape(part: list[Token]) -> bool:
    """Split as numbers are: the code of the area, then groups of three and more."""
    return all(len(one.digits) >= 3 for one in part)


def _by_its_label(plain: str, start: int, part: list[Token], digits: str) -> bool:
    """A number without its area, or without its first 0, right behind “tel”, “ring her on”, “ffôn”."""
    before = plain[max(0, start - 40) : start]
    if len(digits) == 10 and digits[0] in "127" and _LABEL.search(before):
        return _in_use("0" + digits)
    local = 6 <= len(digits) <= 8 and len(part) <= 3 and digits[0] in "23456789"
    return local and bool(_RING.search(before)) and not digits.startswith(("116", "118"))


@lru_cache(maxsize=512)
def _in_use(digits: str) -> bool:
    import phonenumbers  # loads slowly, and most notes hold no number

    number = phonenumbers.PhoneNumber(country_code=44, national_number=int(digits))
    return bool(phonenumbers.is_valid_number(number))


@lru_cache(maxsize=512)
def _possible_abroad(digits: str) -> bool:
    import phonenumbers  # loads slowly, and most notes hold no number

    if digits.startswith("44"):
        national = digits[2:].removeprefix("0")
        return (len(national) in (9, 10) and national[0] in "1237") or bool(_DRAMA.fullmatch("0" + national))
    try:
        number = phonenumbers.parse("+" + digits)
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.is_possible_number(number))
