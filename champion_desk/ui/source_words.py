"""What is said of a source of the directory: how it stands, what a refresh did, and why one waits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from champion_desk import formats
from champion_desk.domain.directory import ImportPreview
from champion_desk.domain.refreshing import ADDRESSES, GONE, Difference, Doubt
from champion_desk.i18n import _, ngettext
from champion_desk.services.sources import SourceState


def field_name(name: str) -> str:
    """What a field of a place is called."""
    names = {
        "name": _("name"),
        "organisation": _("who runs it"),
        "description": _("what it does"),
        "status": _("whether it is open at all"),
        "url": _("web address"),
        "email": _("e-mail"),
        "phones": _("phone"),
        "fees": _("cost"),
        "free": _("cost"),
        "eligibility": _("who it is for"),
        "bring": _("what to bring"),
        "alert": _("notice"),
        "needs": _("what it helps with"),
        "access": _("how to reach it"),
        "tags": _("keywords"),
        "languages": _("languages"),
        "areas": _("area covered"),
        "locations": _("address"),
        "hours": _("opening hours"),
        "hours_note": _("opening hours"),
    }
    return names.get(name, name)


def state_lines(state: SourceState) -> list[str]:
    """How a source stands, a line for each fact."""
    count = ngettext("{count} place", "{count} places", state.listed).format(count=f"{state.listed:,}")
    lines = [count]
    if state.gone:
        gone = ngettext("{count} no longer in it", "{count} no longer in it", state.gone)
        lines[0] = f"{count} · {gone.format(count=f'{state.gone:,}')}"
    if state.edited:
        edited = ngettext("{count} changed at this desk", "{count} changed at this desk", state.edited)
        lines[0] = f"{lines[0]} · {edited.format(count=f'{state.edited:,}')}"
    if state.is_own:
        lines.append(_("Kept at this desk. Nothing to refresh."))
    elif state.source.imported_at:
        lines.append(refreshed_words(formats.local(state.source.imported_at).date(), date.today()))
    return lines


def refreshed_words(day: date, today: date) -> str:
    """Last refreshed today; 3 days ago; on 2 May 2026."""
    days = (today - day).days
    if days <= 0:
        return _("Last refreshed today")
    if days <= 14:
        said = ngettext("Last refreshed {count} day ago", "Last refreshed {count} days ago", days)
        return said.format(count=days)
    return _("Last refreshed on {date}").format(date=formats.long_date(day))


def doubt_words(doubts: Iterable[Doubt]) -> str:
    """Why a newer version waits, a sentence for each reason."""
    return " ".join(_doubt(doubt) for doubt in doubts)


def _doubt(doubt: Doubt) -> str:
    facts = {"count": f"{doubt.count:,}", "of": f"{doubt.of:,}"}
    if doubt.code == GONE:
        return _("{count} of the {of} places would go.").format(**facts)
    if doubt.code == ADDRESSES:
        return _("{count} of the {of} addresses would change.").format(**facts)
    return _("{count} of the {of} places with a phone number would get another.").format(**facts)


def done_words(preview: ImportPreview) -> str:
    """What a refresh did."""
    if not (preview.added or preview.changed or preview.gone):
        return _("“{name}” is up to date. Nothing has changed.").format(name=preview.source.name)
    return _("“{name}” is in: {added} new, {changed} changed, {gone} no longer listed.").format(
        name=preview.source.name,
        added=f"{preview.added:,}",
        changed=f"{preview.changed:,}",
        gone=f"{preview.gone:,}",
    )


def kind_words(difference: Difference) -> str:
    """New, changed, gone."""
    words = {"added": _("new"), "changed": _("changed"), "gone": _("no longer listed")}
    return words.get(difference.kind, difference.kind)


def change_words(difference: Difference) -> str:
    """Each field that changes, with what it says now and what it would say."""
    parts = []
    for change in difference.changes:
        name = field_name(change.field)
        if change.before and change.after:
            said = _("{field}: {before} → {after}")
        elif change.after:
            said = _("{field}: {after}")
        elif change.before:
            said = _("{field}: no longer {before}")
        else:
            said = "{field}"
        parts.append(said.format(field=name, before=change.before, after=change.after))
    return "\n".join(dict.fromkeys(parts))
