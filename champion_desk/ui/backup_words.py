"""Words for backups: when and why one was made, how much it holds, and where copies of it lie."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from champion_desk import formats
from champion_desk.i18n import _, ngettext
from champion_desk.storage.backup_ledger import Second, moment
from champion_desk.storage.location import NETWORK, Elsewhere

if TYPE_CHECKING:  # the window at the door must not wait for the store
    from champion_desk.storage.backups import Backup


def occasion_words(code: str) -> str:
    """Why a backup was made."""
    words = {
        "half-hour": _("every half hour"),
        "close": _("when the desk was locked or closed"),
        "asked": _("someone asked for it"),
        "update": _("before an update"),
        "import": _("before a list was taken in"),
        "key": _("before the key was changed"),
        "restore": _("before a backup was restored"),
        "erase": _("after something was erased"),
    }
    return words.get(code, _("not known"))


def when_words(when: datetime) -> str:
    """22 November 2026, 17:00; today at 17:00."""
    at = formats.local(when)
    if at.date() == date.today():
        return _("today, {time}").format(time=formats.clock(at))
    return _("{date}, {time}").format(date=formats.long_date(at.date()), time=formats.clock(at))


def size_words(size: int) -> str:
    """4.2 MB."""
    megabytes = size / 1_000_000
    if megabytes < 0.1:
        return _("{count} kB").format(count=max(round(size / 1000), 1))
    return _("{count} MB").format(count=f"{megabytes:.1f}" if megabytes < 10 else f"{megabytes:,.0f}")


def count_words(name: str, count: int) -> str:
    """12 sessions; the name as in a backup's counts."""
    words = {
        "sessions": ngettext("{count} session", "{count} sessions", count),
        "drafts": ngettext("{count} draft", "{count} drafts", count),
        "listings": ngettext("{count} place", "{count} places", count),
        "champions": ngettext("{count} champion", "{count} champions", count),
        "enrolments": ngettext("{count} course", "{count} courses", count),
    }
    return words[name].format(count=f"{count:,}")


def heading_words(name: str) -> str:
    """The name of a count in a table."""
    return {
        "sessions": _("Sessions"),
        "drafts": _("Drafts"),
        "listings": _("Places in the directory"),
        "champions": _("Champions"),
        "enrolments": _("Courses"),
    }[name]


def holds_words(counts: Mapping[str, int]) -> str:
    """What a backup holds, as far as it says so."""
    if not counts:
        return _("not known")
    return _("{sessions}, {places}").format(
        sessions=count_words("sessions", counts["sessions"]),
        places=count_words("listings", counts["listings"]),
    )


def checked_words(backup: Backup) -> str:
    """Whether a backup was found whole, and when last."""
    if not backup.whole:
        return _("damaged")
    if backup.checked_at is None:
        return _("when made")
    return formats.short_date(formats.local(backup.checked_at).date())


def checked_tone(backup: Backup) -> str:
    """The colour of those words."""
    return "done" if backup.whole else "could-not"


def place_words(here: bool, there: bool) -> str:
    """Where a backup lies."""
    if here and there:
        return _("both")
    return _("this computer") if here else _("second folder")


def second_words(second: Second) -> tuple[str, str]:
    """How the second folder was last found, in a sentence, with the tone of it."""
    copied = moment(second.copied)
    newest = _("The newest copy there is from {when}.").format(when=when_words(copied)) if copied else ""
    if second.state == "ready":
        return (newest or _("It is ready. The next backup is copied there."), "done" if copied else "quiet")
    if second.state == "failed":
        return (_failed_words(second.problem), "could-not")
    if second.state == "unmarked":
        return (
            _("The folder is there but was not used for backups before. Is the right stick or disk in?"),
            "partly",
        )
    if second.state == "away":
        away = _("It can't be reached just now. Copies are caught up when it is back.")
        return (_("{sentence} {more}").format(sentence=away, more=newest) if newest else away, "partly")
    return (_("Looking whether the folder can be reached…"), "quiet")


def _failed_words(code: str) -> str:
    if code == "disk-full":
        return _("It is full, so the newest backup was not copied. Free some space there.")
    if code in ("no-permission", "store-read-only"):
        return _("It can't be written, so the newest backup was not copied. Choose another folder.")
    if code == "copy-not-whole":
        return _("A copy there was not the same as the backup. Try another stick or folder.")
    return _("The newest backup could not be copied there. It is tried again by itself.")


def left_words(left: datetime | None) -> str:
    """How long ago a backup last left this computer."""
    if left is None:
        return _("No backup has left this computer yet.")
    days = max((datetime.now(UTC) - left).days, 0)
    if days == 0:
        return _("A backup left this computer today.")
    return ngettext(
        "The last backup left this computer {count} day ago.",
        "The last backup left this computer {count} days ago.",
        days,
    ).format(count=days)


def restored_words(aside: Path | None) -> str:
    """What to say of a backup that is in place."""
    said = _("The backup is in place. Unlock it with your passphrase.")
    if aside is not None:
        said += " " + _("What was here before is kept in the folder {name}.").format(name=aside.name)
    return said


def place_praise(place: Elsewhere | None) -> str:
    """What is good about a second folder that is not on this computer alone."""
    if place is None:
        return ""
    if place.kind == NETWORK:
        return _("It is on a network drive: a good place for a copy.")
    return _("{service} takes it further, still locked: a good place for a copy.").format(
        service=place.service
    )
