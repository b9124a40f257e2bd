"""Words of the privacy page: what fades and when, what has faded or been erased, what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from champion_desk import formats, i18n
from champion_desk.domain.erasure import Match
from champion_desk.domain.retention import Ahead, AuditLine, Faded
from champion_desk.i18n import _, ngettext
from champion_desk.services.catalogues import Catalogues


def months(count: int) -> str:
    """That many months."""
    return ngettext("{count} month", "{count} months", count).format(count=count)


def counted(kind: str, count: int) -> str:
    """So many of a kind, for lists of counts."""
    number = f"{count:,}"
    texts = {
        "session": ngettext("{count} session", "{count} sessions", count),
        "tally": ngettext("{count} tally", "{count} tallies", count),
        "note": ngettext("{count} note", "{count} notes", count),
        "draft": ngettext("{count} draft", "{count} drafts", count),
        "goal": ngettext("{count} line of a plan", "{count} lines of plans", count),
        "course": ngettext("{count} course", "{count} courses", count),
        "listing": ngettext("{count} local place", "{count} local places", count),
        "listing-edit": ngettext("{count} change to a place", "{count} changes to places", count),
        "listing-report": ngettext("{count} report about a place", "{count} reports about places", count),
        "handout": ngettext("{count} handout", "{count} handouts", count),
        "picture": ngettext("{count} picture", "{count} pictures", count),
        "history": ngettext("{count} old value", "{count} old values", count),
        "backup": ngettext("{count} backup", "{count} backups", count),
    }
    other = ngettext("{count} record", "{count} records", count)
    one = "tally" if kind == "tallies" else kind.removesuffix("s")
    return texts.get(one, other).format(count=number)


def counts_text(counts: Mapping[str, int]) -> str:
    """Several counts in a row, those of nothing left out."""
    return ", ".join(counted(kind, count) for kind, count in counts.items() if count)


def ahead_lines(ahead: Ahead) -> list[str]:
    """What will fade, the next week first; empty where nothing will."""
    month = Faded(
        ahead.month.notes - ahead.week.notes,
        ahead.month.sessions - ahead.week.sessions,
        ahead.month.drafts - ahead.week.drafts,
        ahead.month.tallies - ahead.week.tallies,
    )
    return [*_week_lines(ahead.week), *_month_lines(month)]


def _week_lines(week: Faded) -> Iterable[str]:
    if week.notes:
        yield ngettext(
            "{count} note will fade next week.", "{count} notes will fade next week.", week.notes
        ).format(count=f"{week.notes:,}")
    if week.sessions:
        yield ngettext(
            "{count} session becomes counts next week.",
            "{count} sessions become counts next week.",
            week.sessions,
        ).format(count=f"{week.sessions:,}")
    if week.tallies:
        yield ngettext(
            "{count} tally becomes part of the counts next week.",
            "{count} tallies become part of the counts next week.",
            week.tallies,
        ).format(count=f"{week.tallies:,}")
    if week.drafts:
        yield ngettext(
            "{count} old draft will go next week.", "{count} old drafts will go next week.", week.drafts
        ).format(count=f"{week.drafts:,}")


def _month_lines(month: Faded) -> Iterable[str]:
    if month.notes:
        yield ngettext(
            "{count} note will fade later in the month ahead.",
            "{count} notes will fade later in the month ahead.",
            month.notes,
        ).format(count=f"{month.notes:,}")
    if month.sessions:
        yield ngettext(
            "{count} session becomes counts later in the month ahead.",
            "{count} sessions become counts later in the month ahead.",
            month.sessions,
        ).format(count=f"{month.sessions:,}")
    if month.tallies:
        yield ngettext(
            "{count} tally becomes part of the counts later in the month ahead.",
            "{count} tallies become part of the counts later in the month ahead.",
            month.tallies,
        ).format(count=f"{month.tallies:,}")
    if month.drafts:
        yield ngettext(
            "{count} old draft will go later in the month ahead.",
            "{count} old drafts will go later in the month ahead.",
            month.drafts,
        ).format(count=f"{month.drafts:,}")


def act_text(line: AuditLine) -> str:
    """What was done, for the list of what has gone."""
    texts = {
        "fade": _("Faded, as their time was over"),
        "erase": _("Erased for good"),
        "backups-removed": _("Backups that held it removed"),
    }
    return texts.get(line.act, _("Something else was done"))


def kind_text(match: Match) -> str:
    """What kind of record was found."""
    texts = {
        "session": _("Session"),
        "tally": _("Tally"),
        "draft": _("Draft"),
        "goal": _("Line of a plan"),
        "course": _("Course"),
        "listing": _("Local place"),
        "listing-edit": _("Change to a local place"),
        "listing-report": _("Report about a local place"),
        "handout": _("Handout written here"),
        "picture": _("Picture of a handout"),
        "history": _("Old value, kept for Undo"),
    }
    return texts.get(match.kind, match.kind)


def when_text(match: Match) -> str:
    """When it happened, where that is known."""
    if match.when is None:
        return ""
    moment = formats.local(match.when)
    return _("{date}, {time}").format(date=formats.long_date(moment.date()), time=formats.clock(moment))


def about_text(match: Match, catalogues: Catalogues) -> str:
    """What it is about and what it says, on one line."""
    topics = ", ".join(catalogues["topics"].label(code, i18n.language()) for code in match.topics)
    parts = [part for part in (topics, match.summary) if part]
    if match.removed:
        parts.append(_("(removed before)"))
    return " · ".join(parts)
