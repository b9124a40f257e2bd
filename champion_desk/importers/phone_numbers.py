"""Finds phone numbers in text and writes them as they are written in Britain."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher

_LABELS = re.compile(
    r"\b(tel|telephone|phone|ff[oô]n|f[oò]n|mobile|mob|call|no|number)\b\.?:?", re.IGNORECASE
)
# Ofcom keeps this range for drama; the lists of numbers in use leave it out.
_DRAMA = re.compile(r"^01632 ?(960) ?(\d{3})$")


@lru_cache(maxsize=4096)
def numbers_in(raw: str) -> tuple[tuple[str, bool], ...]:
    """The numbers in a text, each with whether it can be one. Words beside a number stay with it."""
    whole = _one_number(raw)
    if whole:
        return ((whole, True),)
    matches = list(PhoneNumberMatcher(raw, "GB"))
    if not matches:
        return ((raw, False),) if re.search(r"\d", raw) else ()
    rest, shown, end = [], [], 0
    for match in matches:
        rest.append(raw[end : match.start])
        shown.append(phonenumbers.format_number(match.number, _form(match.number)))
        end = match.end
    rest.append(raw[end:])
    beside = _LABELS.sub("", " ".join(rest)).strip(" :;,/|&()[].-'\"")
    if not beside or beside.casefold() in {"or", "and", "neu", "no"}:
        return tuple((number, True) for number in shown)
    told = rest[0] + "".join(number + after for number, after in zip(shown, rest[1:], strict=True))
    return ((" ".join(told.split()), True),)


def _one_number(raw: str) -> str | None:
    digits = re.sub(r"[\s()-]", "", raw)
    if re.fullmatch(r"\d{3,6}", digits):  # 999, 101, 116 123
        number = PhoneNumber(country_code=44, national_number=int(digits))
        return raw if phonenumbers.is_valid_short_number_for_region(number, "GB") else None
    if re.search(r"[^\W\d_]", re.sub(r"(?i)\b(ext|x)\b", "", raw)):
        return None
    drama = _DRAMA.match(raw)
    if drama:
        return f"01632 {drama[1]}{drama[2]}"
    try:
        number = phonenumbers.parse(raw, "GB")
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(number, _form(number)) if phonenumbers.is_valid_number(number) else None


def _form(number: PhoneNumber) -> int:
    return int(PhoneNumberFormat.NATIONAL if number.country_code == 44 else PhoneNumberFormat.INTERNATIONAL)
