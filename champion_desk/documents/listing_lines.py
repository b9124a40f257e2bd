"""What a sheet says of a listing in lines: its hours with times that don't break, and texts made shorter."""

from __future__ import annotations

import re
from datetime import date

from champion_desk.documents.fonts import NO_BREAK
from champion_desk.domain.directory import Listing
from champion_desk.i18n import _
from champion_desk.opening_words import hours_lines

_NOTE = 160


def opening_lines(listing: Listing, day: date) -> list[str]:
    """When a listing is open from that day on, at its first place where they differ, one line for days alike;
    in its source's words where those are all there is, and nothing where it is not known."""
    lines = [
        _("{days}, {times}").format(days=_unbroken(days), times=times.replace(" ", NO_BREAK))
        if times
        else days
        for days, times in hours_lines(listing.hours_at(listing.location), day)
    ]
    note = listing.note_at(listing.location)
    return lines or ([shortened(note, _NOTE)] if note else [])


def _unbroken(days: str) -> str:
    """A number stays with the word after it: "25 December" does not end a line in the middle."""
    return re.sub(r"(?<=\d) (?=\w)", NO_BREAK, days)


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
