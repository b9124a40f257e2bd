"""Looks for personal details in free text: numbers of a person, contacts, birth dates, titles with names.

It can't find a first name, a nickname or an address without its postcode.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from champion_desk.domain.findings import NOTHING_ACCEPTED, Accepted, Finding
from champion_desk.domain.problems import Invalid
from champion_desk.services import (
    scanner_dates,
    scanner_names,
    scanner_numbers,
    scanner_phones,
    scanner_words,
)
from champion_desk.services.scanner_text import level, without_figures

Detector = Callable[[str], Iterator[Finding]]

# What is found first is not looked at again; times, prices and the like are out of sight in the second half.
_FIRST: tuple[Detector, ...] = (
    scanner_words.emails,
    scanner_numbers.ibans,
    scanner_numbers.accounts,
    scanner_numbers.national_insurance,
    scanner_dates.birth_dates,
)
_THEN: tuple[Detector, ...] = (
    scanner_numbers.cards,
    scanner_phones.written_abroad,
    scanner_numbers.health_numbers,
    scanner_phones.phones,
    scanner_words.postcodes,
    scanner_names.names,
)

# What stands in place of a detail, in English; `wording.mask_words` has them in the language of the window.
MASK_WORDS: Mapping[str, str] = {
    "ni": "[NI number]",
    "nhs": "[NHS number]",
    "chi": "[CHI number]",
    "card": "[card number]",
    "account": "[bank account]",
    "phone": "[phone]",
    "email": "[e-mail]",
    "birth-date": "[birth date]",
    "postcode": "[postcode]",
    "name": "[name]",
}


def scan(text: str) -> tuple[Finding, ...]:
    """Everything in a text that looks personal, in the order it stands there, without overlaps."""
    if not text:
        return ()
    plain, found = level(text), list[Finding]()
    for detector in _FIRST:
        plain = _take(detector, plain, found)
    plain = without_figures(plain)
    for detector in _THEN:
        plain = _take(detector, plain, found)
    return tuple(sorted(found, key=lambda one: one.start))


def _take(detector: Detector, plain: str, found: list[Finding]) -> str:
    """Add what a detector finds, and put it out of sight of the next ones."""
    here = list[Finding]()
    for one in detector(plain):
        if any(one.start < other.end and other.start < one.end for other in here):
            continue
        here.append(one)
    for one in here:
        plain = f"{plain[: one.start]}{chr(0) * (one.end - one.start)}{plain[one.end :]}"
    found.extend(here)
    return plain


def masked(
    text: str, findings: Iterable[Finding] | None = None, words: Mapping[str, str] = MASK_WORDS
) -> str:
    """The text with a word such as [phone] for each finding; without `findings` for all there are.

    Masking what is masked already changes nothing.
    """
    if findings is not None:
        return _replaced(text, sorted(findings, key=lambda one: one.start), words)
    for _round in range(4):  # what was hidden beside another detail may show only then
        found = scan(text)
        if not found:
            break
        text = _replaced(text, found, words)
    return text


def _replaced(text: str, findings: Sequence[Finding], words: Mapping[str, str]) -> str:
    parts, end = [], 0
    for one in findings:
        parts += [text[end : one.start], words[one.kind]]
        end = one.end
    return "".join([*parts, text[end:]])


def open_findings(text: str, accepted: Accepted = NOTHING_ACCEPTED) -> tuple[Finding, ...]:
    """What looks personal and is not among the pieces that someone said are not."""
    return tuple(one for one in scan(text) if one.piece(text) not in accepted)


def pieces(text: str) -> Accepted:
    """Everything found in a text, as typed: for one that was decided on before."""
    return frozenset(one.piece(text) for one in scan(text))


def checked(field: str, text: str, accepted: Accepted = NOTHING_ACCEPTED, before: str = "") -> str:
    """The text, if it may be kept in a field. Every service that stores free text asks here.

    `accepted` are the pieces that someone looked at and said are not personal; `before` is what the record
    holds already. Raises `Invalid(field, "looks-personal")`.
    """
    if text == before:
        return text
    found = open_findings(text, accepted)
    if found and before:
        stood = pieces(before)
        found = tuple(one for one in found if one.piece(text) not in stood)
    if found:
        raise Invalid(field, "looks-personal", kinds=",".join(dict.fromkeys(one.kind for one in found)))
    return text


# The free texts of each record; every service that keeps one calls `check_texts` with them.
FREE_TEXTS: Mapping[str, tuple[str, ...]] = {
    "AssistedSession": ("note", "area", "follow_up_note"),
    "Enrolment": ("title",),
    "Goal": ("text", "next_step"),
    "OwnCourse": ("title", "provider"),
}


def check_texts(record: object, accepted: Accepted = NOTHING_ACCEPTED, before: object = None) -> None:
    """Refuse a record with a free text that looks personal; `before` is the record as it stands in the store.

    Raises `Invalid(field, "looks-personal")`.
    """
    for field in FREE_TEXTS[type(record).__name__]:
        checked(field, getattr(record, field), accepted, getattr(before, field, ""))
