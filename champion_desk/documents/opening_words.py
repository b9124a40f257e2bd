"""Opening hours in the words of a printed sheet: "Monday to Friday, 09:15 to 17:00"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time
from itertools import groupby

from champion_desk import formats
from champion_desk.documents.fonts import NO_BREAK
from champion_desk.domain.directory import Listing
from champion_desk.domain.opening import OpeningHours
from champion_desk.i18n import _

_LAST_MINUTE = time(23, 59)
_NOTE = 160


def opening_lines(listing: Listing, day: date) -> list[str]:
    """When a listing is open from that day on, one line for days alike; nothing where it is not known."""
    current = [rule for rule in listing.hours if rule.valid_to is None or rule.valid_to >= day]
    lines: list[str] = []
    for begins in sorted({_begins(rule, day) for rule in current}):
        rules = [rule for rule in current if _begins(rule, day) == begins]
        if begins > day:
            lines.append(_("From {start}:").format(start=formats.long_date(begins)))
        lines += _weekly(rules)
        lines += _monthly(rules)
    if not lines and listing.hours_note:
        lines = [shortened(listing.hours_note, _NOTE)]
    return lines


def _begins(rule: OpeningHours, day: date) -> date:
    return max(rule.valid_from or day, day)


def _weekly(rules: Sequence[OpeningHours]) -> list[str]:
    times = [_times(rule for rule in rules if day in rule.days and not rule.month_days) for day in range(7)]
    lines = []
    for said, days in groupby(range(7), key=lambda day: times[day]):
        if said:
            lines.append(_("{days}, {times}").format(days=_days(list(days)), times=said))
    return lines


def _monthly(rules: Sequence[OpeningHours]) -> list[str]:
    lines = []
    for rule in rules:
        if rule.month_days:
            days = ", ".join(map(str, rule.month_days))
            said = _("Day {days} of the month").format(days=days)
            lines.append(_("{days}, {times}").format(days=said, times=_times([rule])))
    return lines


def _times(rules: Iterable[OpeningHours]) -> str:
    spans = sorted({(rule.opens, rule.closes) for rule in rules})
    if any(opens == time() and closes >= _LAST_MINUTE for opens, closes in spans):
        return _("all day")
    said = [
        _("{opens} to {closes}").format(opens=formats.clock(opens), closes=formats.clock(closes))
        for opens, closes in spans
    ]
    return ", ".join(span.replace(" ", NO_BREAK) for span in said)


def _days(run: Sequence[int]) -> str:
    names = (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )
    if len(run) == 7:
        return _("Every day")
    if len(run) == 1:
        return names[run[0]]
    if len(run) == 2:
        return _("{first} and {second}").format(first=names[run[0]], second=names[run[1]])
    return _("{first} to {last}").format(first=names[run[0]], last=names[run[-1]])


def shortened(text: str, most: int) -> str:
    """The first sentences of a text that fit that many letters, or its first words and "…"."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    head = flat[: most + 1]
    for end in (". ", "! ", "? "):
        at = head.rfind(end)
        if at > most // 3:
            return head[: at + 1]
    return head[:most].rpartition(" ")[0].rstrip(" ,;:–-") + "…" if " " in head else head[:most] + "…"
