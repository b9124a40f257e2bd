"""Words for a damaged desk: what each side has, what only one of them has, what each way would leave out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from champion_desk import formats
from champion_desk.i18n import _, ngettext

if TYPE_CHECKING:
    from champion_desk.services.mending import Findings
    from champion_desk.storage.comparison import Compared, Only


def count_words(kind: str, count: int) -> str:
    """12 sessions."""
    words = {
        "sessions": ngettext("{count} session", "{count} sessions", count),
        "tallies": ngettext("{count} tally", "{count} tallies", count),
        "drafts": ngettext("{count} draft", "{count} drafts", count),
        "listings": ngettext("{count} place", "{count} places", count),
        "champions": ngettext("{count} champion", "{count} champions", count),
        "self_assessments": ngettext("{count} self-assessment", "{count} self-assessments", count),
        "enrolments": ngettext("{count} course", "{count} courses", count),
        "goals": ngettext("{count} goal", "{count} goals", count),
    }
    return words[kind].format(count=f"{count:,}")


def holds_words(counts: Mapping[str, int]) -> str:
    """12 sessions, 732 places, 2 champions: what there is any of, in one line."""
    return ", ".join(count_words(kind, count) for kind, count in counts.items() if count)


def only_words(kind: str, only: Only) -> str:
    """4 sessions of today, 13:05 to 14:10."""
    counted = count_words(kind, only.count)
    if not only.first:
        return counted
    first, last = (_local(text) for text in (only.first, only.last))
    if first.date() != last.date():
        return _("{records} from {first} to {last}").format(
            records=counted, first=formats.long_date(first.date()), last=_day_words(last)
        )
    times = sorted({formats.clock(first), formats.clock(last)})
    if len(only.first) <= 10:  # a day without a time
        return _("{records} of {day}").format(records=counted, day=_day_words(first))
    if len(times) == 1:
        return _("{records} of {day}, {time}").format(records=counted, day=_day_words(first), time=times[0])
    return _("{records} of {day}, {first} to {last}").format(
        records=counted, day=_day_words(first), first=times[0], last=times[1]
    )


def _local(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return formats.local(found) if found.tzinfo is not None else found


def _day_words(moment: datetime) -> str:
    return _("today") if moment.date() == date.today() else formats.long_date(moment.date())


def only_here(compared: Sequence[Compared], side: str) -> list[str]:
    """What only that side has, `saved` or `backup`, a line for each kind."""
    found = ((one.kind, one.only_saved if side == "saved" else one.only_backup) for one in compared)
    return [only_words(kind, only) for kind, only in found if only.count]


def changed_words(compared: Sequence[Compared]) -> str:
    """How many records were changed after the backup; nothing where none were."""
    counts = {one.kind: one.changed for one in compared if one.changed}
    if not counts:
        return ""
    return _("Changed after the backup: {records}").format(records=holds_words(counts))


def lost_words(count: int) -> str:
    """What is in neither."""
    return ngettext(
        "{count} session could not be saved, and the backup does not have it.",
        "{count} sessions could not be saved, and the backup does not have them.",
        count,
    ).format(count=f"{count:,}")


def way_words(way: str, found: Findings) -> tuple[str, str, str]:
    """The icon, the title and the sentence of one way."""
    title, sentence = _way(way, found)
    icon = {"both": "check-check", "saved": "save", "backup": "archive-restore"}[way]
    if way == found.ways[0] and len(found.ways) > 1:
        title = _("{way} (recommended)").format(way=title)
    return icon, title, sentence


def _way(way: str, found: Findings) -> tuple[str, str]:
    if way == "both":
        return _("Both together"), _("The backup, and on top of it everything newer that was saved.")
    if way == "saved":
        title = _("What was saved from the damaged file")
        missing = _short([(one.kind, one.only_backup.count) for one in found.compared])
        if found.backup is None:
            return title, _("No whole backup of this desk was found, so this is all there is.")
        if not missing:
            return title, _("It has everything that the backup has.")
        return title, _("Without {records} that only the backup has.").format(records=missing)
    title = _("The backup")
    if found.saved is None:
        return title, _("Nothing could be saved from the damaged file.")
    missing = _short([(one.kind, one.only_saved.count) for one in found.compared])
    if missing:
        return title, _("Without {records} that came after it.").format(records=missing)
    return title, _("As the desk was when it was made. What was changed after that is left out.")


def _short(counts: Sequence[tuple[str, int]]) -> str:
    return holds_words(dict(counts))
