"""What is wrong with places, for whoever publishes the list: as a sheet, or as the text of an e-mail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from champion_desk import formats
from champion_desk.documents.sheets import write_csv
from champion_desk.domain.keeping import OpenReport
from champion_desk.i18n import _, ngettext

NAME = "report_list"


def write_reports(reports: Iterable[OpenReport], reason: Callable[[str], str], path: Path) -> None:
    """A line for each report; `reason` gives the words of its code."""
    headings = (
        *(_("List"), _("Number in the list"), _("Name"), _("Postcode"), _("What is wrong"), _("Note")),
        *(_("Noticed on"), _("Noticed by")),
    )
    rows = [
        (
            one.source,
            one.listing.source_key,
            one.listing.name,
            one.listing.location.postcode,
            reason(one.report.reason),
            one.report.note,
            one.report.reported_on,
            one.report.reported_by,
        )
        for one in reports
    ]
    write_csv(headings, rows, path)


def report_text(reports: Sequence[OpenReport], reason: Callable[[str], str], site: str) -> str:
    """The same as an e-mail: a paragraph for each place."""
    head = ngettext(
        "We noticed something wrong with {count} place in your list:",
        "We noticed something wrong with {count} places in your list:",
        len({one.listing.id for one in reports}),
    )
    parts = [head.format(count=len({one.listing.id for one in reports}))]
    for one in reports:
        name = ", ".join(part for part in (one.listing.name, one.listing.location.postcode) if part)
        said = _("{name} (number {key}): {what}").format(
            name=name, key=one.listing.source_key, what=reason(one.report.reason)
        )
        lines = [
            said,
            one.report.note,
            _("Noticed on {date}.").format(date=formats.long_date(one.report.reported_on)),
        ]
        parts.append("\n".join(line for line in lines if line))
    parts.append(_("Kind regards, {site}").format(site=site))
    return "\n\n".join(parts) + "\n"
