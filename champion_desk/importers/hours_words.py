"""Reads opening hours as people write them in a line: "Mon–Fri 9–5, Sat 10–12", "Mondays: 9am to noon"."""

from __future__ import annotations

import re

from champion_desk.domain.catalogue import folded
from champion_desk.domain.opening import OpeningHours
from champion_desk.importers.day_times import Span, spans_in

# English, Welsh and Gaelic, each folded: without case and accents.
_DAYS = (
    "mon(?:day)?s?|(?:dd?ydd )?llun|diluain",
    "tue(?:s(?:day)?)?s?|(?:dd?ydd )?mawrth|dimairt",
    "wed(?:s|nesday)?s?|(?:dd?ydd )?mercher|diciadain",
    "thu(?:rs?(?:day)?)?s?|(?:dd?ydd )?iau|diardaoin",
    "fri(?:day)?s?|(?:dd?ydd )?g?wener|dihaoine",
    "sat(?:urday)?s?|(?:dd?ydd )?sadwrn|disathairne",
    "sun(?:day)?s?|(?:dd?ydd )?sul|didomhnaich",
)
_SEVERAL = {
    "every day|daily|7 days(?: a week)?|seven days(?: a week)?|bob dydd|gach latha": (0, 1, 2, 3, 4, 5, 6),
    "weekdays?|dyddiau'r wythnos|dyddiau gwaith": (0, 1, 2, 3, 4),
    "weekends?|penwythnos(?:au)?": (5, 6),
}
_ONE = "|".join((*_DAYS, *_SEVERAL))
_TO, _AND = r"-|–|—|to|until|till|through|thru|i|gu", r"&|\+|/|,|and|a|ac|agus"
_GROUP = re.compile(rf"\b(?:{_ONE})\b\.?(?:\s*(?:,\s*)?(?:{_TO}|{_AND})\s*(?:{_ONE})\b\.?)*")
_DAY = re.compile(rf"(?P<between>{_TO}|{_AND})?\s*\b(?P<day>{_ONE})\b")
_OPEN = re.compile(
    r"^(?:(?:we are|it is) )?(?:open|opening (?:hours|times)|ar agor|oriau agor|fosgailte)\b\s*:?\s*"
)
_LONGEST = 300


def lines_read(text: str) -> tuple[tuple[OpeningHours, ...], tuple[str, ...]]:
    """Weekly hours from the lines that are nothing but hours, and the other lines as they are."""
    days: dict[Span, set[int]] = {}
    words = []
    for line in text.split("\n"):
        read = _line(line) if line.strip() else ()
        if read is None:
            words.append(line.strip())
        for on, times in read or ():
            days.setdefault(times, set()).update(on)
    return tuple(OpeningHours(tuple(sorted(on)), *times) for times, on in days.items()), tuple(words)


def read(text: str) -> tuple[OpeningHours, ...] | None:
    """Weekly hours from a text that is nothing but hours; None where it says anything else, or nothing."""
    hours, words = lines_read(text.replace(";", "\n"))
    return None if words or not hours else hours


def _line(line: str) -> list[tuple[tuple[int, ...], Span]] | None:
    """The days and times of a line; none of them for "Sunday closed"; None where it says more."""
    flat = folded(line[: _LONGEST + 1].replace("-", "–"))  # which would drop a hyphen
    plain = _OPEN.sub("", flat.strip())
    groups = list(_GROUP.finditer(plain))
    if not groups or len(line) > _LONGEST:
        return None
    before = _bare(plain[: groups[0].start()])
    ends = [*(group.start() for group in groups[1:]), len(plain)]
    told = [_bare(plain[group.end() : end]) for group, end in zip(groups, ends, strict=True)]
    if before:  # "9 to 5, Monday to Friday"
        if len(groups) > 1 or told[0]:
            return None
        told = [before]
    found = []
    for group, times in zip(groups, told, strict=True):
        spans, on = spans_in(times), _days(group[0])
        if spans is None or not on:
            return None
        found += [(on, one) for one in spans]
    return found


def _bare(text: str) -> str:
    return text.strip(" ,;:.-–—()").removeprefix("from ").strip()


def _days(group: str) -> tuple[int, ...]:
    """The weekdays of "mon-fri and sun"; none where a range is none of single days."""
    found: list[int] = []
    for one in _DAY.finditer(group):
        these = _which(one["day"])
        if one["between"] and re.fullmatch(_TO, one["between"]):
            if len(these) > 1 or not found:
                return ()
            first, last = found[-1], these[0]
            these = tuple(range(first, last + 1)) if first <= last else (*range(first, 7), *range(last + 1))
        found += these
    return tuple(dict.fromkeys(found))


def _which(word: str) -> tuple[int, ...]:
    for number, names in enumerate(_DAYS):
        if re.fullmatch(names, word):
            return (number,)
    return next((days for names, days in _SEVERAL.items() if re.fullmatch(names, word)), ())
