"""Guesses what each column of an earlier log is, by its heading and by what stands in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from champion_desk.domain.past_logs import DAY, MONTH, SESSIONS, SEVERAL, TALLIES, WEEK, LogSheet
from champion_desk.importers.log_headings import exactly, field_for, is_id, is_left, is_sum
from champion_desk.importers.log_moments import read_clock, read_day
from champion_desk.importers.log_numbers import is_blank, is_ticked, minutes_of
from champion_desk.importers.log_sheet import share_of_clocks, share_of_days

_LOOKED_AT = 300
_MOST_KINDS = 80
_FREE_TEXT = 60
_WEEKS = re.compile(r"\b(weeks?|w/?c|wythnos|seachdain)\b", re.IGNORECASE)


def guess_columns(sheet: LogSheet) -> dict[str, str]:
    """The likely field of each heading; "" for those to leave out."""
    named = {heading: field_for(heading) for heading in sheet.headings}
    for number, heading in enumerate(sheet.headings):
        named[heading] = _checked(sheet, number, heading, named[heading])
    _find_days(sheet, named)
    _once_each(sheet, named)
    _find_kinds(sheet, named)
    _find_count(sheet, named)
    return named


def guess_kind(sheet: LogSheet, columns: Mapping[str, str]) -> str:
    """Whether the rows are sessions, or counts of a tally sheet."""
    names = set(columns.values())
    numbers = [n for n, heading in enumerate(sheet.headings) if columns.get(heading) == "kind"]
    if "hour-column" in names:
        return TALLIES
    if numbers:
        ticks = all(is_ticked(text) is not None for n in numbers for text in _texts(sheet, n))
        each = names & {"minutes", "outcome", "note"}
        return SESSIONS if ticks and each else TALLIES
    if "count" in names and not names & {"minutes", "outcome", "note"}:
        return TALLIES
    return SESSIONS


def guess_period(sheet: LogSheet, columns: Mapping[str, str]) -> str:
    """How long a row of a tally sheet stands for, where it says no hour: a day, a week or a month."""
    for number, heading in enumerate(sheet.headings):
        if columns.get(heading) == "date":
            days = [read_day(text) for text in _texts(sheet, number)]
            known = [day for day in days if day is not None]
            if _WEEKS.search(heading):
                return WEEK
            if known and all(day.month_only for day in known):
                return MONTH
            if len({day.day for day in known}) > 1 and all(day.day.day == 1 for day in known):
                return MONTH
    return DAY


def _texts(sheet: LogSheet, column: int) -> list[str]:
    found = (row.cell(column)[:1000].strip() for row in sheet.rows[:_LOOKED_AT])
    return [text for text in found if text]


def _share(texts: Iterable[str], fits: Callable[[str], object]) -> float:
    listed = list(texts)
    return sum(1 for text in listed if fits(text)) / len(listed) if listed else 0.0


def _checked(sheet: LogSheet, number: int, heading: str, name: str) -> str:
    """The field a heading names, unless what stands below it says something else."""
    texts = _texts(sheet, number)
    if not texts or not name:
        return "" if not texts else name
    if name in ("when", "date"):
        if share_of_days(sheet.rows, number) >= 0.3:
            with_time = _share(texts, _has_clock)
            return "when" if with_time >= 0.3 else "date"
        if share_of_clocks(sheet.rows, number) >= 0.5:
            return "time"
        if heading.casefold() in ("start", "started", "submitted", "day", "period", "month", "entered"):
            return ""
    if name in ("time", "hour") and share_of_days(sheet.rows, number) >= 0.6 and not _only_numbers(texts):
        return "when"
    if name == "ended":
        return name if max(_share(texts, read_clock), _share(texts, _has_clock)) >= 0.3 else ""
    if name in ("time", "hour") and _share(texts, read_clock) < 0.3:
        return _instead_of_time(texts, heading)
    if name == "minutes" and _share(texts, lambda text: minutes_of(text, heading) is not None) < 0.3:
        return ""
    if name in ("topic", "outcome", "channel", "site", "champion") and _is_free_text(texts):
        return "note" if name in ("topic", "outcome") else ""
    if name == "site" and _only_numbers(texts):
        return ""  # an id that means something elsewhere
    if name in ("count", "people", "effort", "read") and _share(texts, _is_number) < 0.5:
        return "topic" if name == "count" and not _is_free_text(texts) else ""
    if name == "topic" and _share(texts, _is_number) > 0.8:
        return "count" if not exactly(heading) or heading.casefold() == "enquiry" else ""
    return "note" if name == "note" and not _only_numbers(texts) else "" if name == "note" else name


def _has_clock(text: str) -> bool:
    day = read_day(text) or read_day(text, False)
    return day is not None and day.clock is not None


def _instead_of_time(texts: list[str], heading: str) -> str:
    if _share(texts, _has_clock) >= 0.5:
        return "when"
    return "minutes" if _share(texts, lambda text: minutes_of(text, heading) is not None) > 0.6 else ""


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "").strip("*~<>+ "))
    except ValueError:
        return False
    return True


def _only_numbers(texts: list[str]) -> bool:
    return _share(texts, _is_number) > 0.95


def _is_free_text(texts: list[str]) -> bool:
    """Whether people wrote what they liked: long, and seldom the same twice."""
    lengths = sorted(len(text) for text in texts)
    usual = lengths[len(lengths) // 2]
    different = len({text.casefold() for text in texts})
    return usual > _FREE_TEXT or (usual > 25 and len(texts) >= 20 and different > len(texts) * 0.8)


def _find_days(sheet: LogSheet, named: dict[str, str]) -> None:
    """Where no heading says when: the first column that is full of days."""
    if {"when", "date"} & set(named.values()):
        return
    for number, heading in enumerate(sheet.headings):
        texts = _texts(sheet, number)
        if (
            texts
            and not is_left(heading)
            and share_of_days(sheet.rows, number) >= 0.6
            and not _only_numbers(texts)
        ):
            with_time = _share(texts, _has_clock)
            named[heading] = "when" if with_time >= 0.3 else "date"
            return


def _once_each(sheet: LogSheet, named: dict[str, str]) -> None:
    """Of several columns for one field the likeliest stays; topics, barriers and notes may be several."""
    if "when" in named.values():
        for heading, name in named.items():
            if name == "date":
                named[heading] = ""
    seen: dict[str, str] = {}
    for number, heading in enumerate(sheet.headings):
        name = named[heading]
        if not name or name in SEVERAL:
            continue
        if name not in seen:
            seen[name] = heading
        elif exactly(heading) and not exactly(seen[name]):
            named[seen[name]] = ""
            seen[name] = heading
        else:
            named[heading] = ""
            if name == "count" and _share(_texts(sheet, number), _is_number) > 0.8:
                named[heading] = "kind"


def _find_kinds(sheet: LogSheet, named: dict[str, str]) -> None:
    """Columns of numbers or ticks that are named after topics or hours: the kinds of a grid."""
    found: Counter[str] = Counter()
    for number, heading in enumerate(sheet.headings):
        texts = _texts(sheet, number)
        # "E-mail" over numbers is a kind of help, over anything else whose it was.
        if (named[heading] and named[heading] not in ("topic", "count")) or is_sum(heading) or is_id(heading):
            continue
        if named[heading] == "topic" and not _only_counts(texts):
            continue
        if named[heading] == "count" and "topic" in named.values():
            continue
        clock = read_clock(heading)
        if clock is not None and _only_counts(texts):
            found[heading] = 2
        elif texts and _only_counts(texts) and not _is_number(heading) and len(heading) > 1:
            found[heading] = 1
    kinds = [heading for heading, what in found.items() if what == 1]
    hours = [heading for heading, what in found.items() if what == 2]
    if len(hours) >= 2:
        for heading in hours:
            named[heading] = "hour-column"
    if 2 <= len(kinds) <= _MOST_KINDS and not (hours and "topic" in named.values()):
        for heading in kinds:
            named[heading] = "kind"


def _only_counts(texts: list[str]) -> bool:
    """Whether cells hold numbers of people or ticks, but not the ids and years that numbers also are."""
    values = [text for text in texts if not is_blank(text)]
    if not values:
        return bool(texts)
    fitting = [
        text
        for text in values
        if is_ticked(text) is not None
        or (_is_number(text) and abs(float(text.replace(",", "").strip("*~<>+ "))) < 100_000)
    ]
    return len(fitting) >= len(values) * 0.8


def _find_count(sheet: LogSheet, named: dict[str, str]) -> None:
    """A sheet of day, kind and one sum: the sum is the count."""
    names = set(named.values())
    if (
        "count" in names
        or "kind" in names
        or "hour-column" in names
        or names & {"minutes", "outcome", "note"}
    ):
        return
    for number, heading in enumerate(sheet.headings):
        if is_sum(heading) and _share(_texts(sheet, number), _is_number) > 0.8:
            named[heading] = "count"
            return
