"""What the commands about lists do: take one in, refresh those that were taken in before."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from champion_desk import wording
from champion_desk.domain.directory import ReadRow
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _
from champion_desk.services import Services
from champion_desk.services.intake import waiting
from champion_desk.services.list_reading import Reading

Answer = tuple[Any, str]


def _row_report(row: ReadRow) -> dict[str, object]:
    assert row.refusal is not None
    return {
        "line": row.line,
        "name": row.name,
        "code": row.refusal.code,
        "why": wording.problem_sentence(row.refusal),
    }


def _postcodes(chosen: argparse.Namespace, services: Services) -> Answer:
    """A list of postcodes taken in; each row that is no postcode counts as refused."""
    if chosen.dry_run:
        raise Problem("postcodes-no-dry-run")
    services.backups.make(occasion="import")
    read = services.postcodes.take_in(Path(chosen.address))
    answer = {
        "found": read.found,
        "used": read.used,
        "refused": read.unusable,
        "ended": read.ended,
        "without_position": read.without_position,
        "report": [],
    }
    words = _("Found {found} postcodes, used {used}, refused {refused}. No longer in use: {ended}.")
    return answer, words.format(**answer)


def take_in(chosen: argparse.Namespace, services: Services) -> Answer:
    """Take a list into the directory, or say what that would change."""
    is_feed = "://" in chosen.address
    wanted = chosen.format == "postcodes"
    if wanted or (not chosen.format and not is_feed and services.postcodes.recognises(Path(chosen.address))):
        return _postcodes(chosen, services)
    reading = Reading(allow_http=chosen.allow_http)
    preview = services.directory.preview(chosen.address, chosen.source, chosen.format, reading=reading)
    if not chosen.dry_run:
        if preview.doubts and not chosen.agree:
            raise waiting(preview)
        services.backups.make(occasion="import")
        services.directory.take_in(preview, chosen.agree)
    report = [_row_report(row) for row in preview.refused]
    if chosen.report:
        from champion_desk.documents import import_report  # only where it is asked for

        import_report.write(preview.rows, chosen.report)
    answer = {
        "found": preview.found,
        "used": preview.used,
        "refused": preview.refused_count,
        "letters": preview.letters,
        "added": preview.added,
        "changed": preview.changed,
        "gone": preview.gone,
        "doubts": [{"what": one.code, "count": one.count, "of": one.of} for one in preview.doubts],
        "report": report,
    }
    words = _("Found {found}, used {used}, refused {refused}. New {added}, changed {changed}, gone {gone}.")
    if chosen.dry_run:
        words = _("Nothing was changed. Found {found}, would use {used} and refuse {refused}.")
    lines = [_("Line {line}, {name}: {why}").format(**row) for row in report]
    return answer, "\n".join([words.format(**answer), *lines])


def refresh(chosen: argparse.Namespace, services: Services) -> Answer:
    """Refresh the sources named, or all; the first trouble is told once all were tried."""
    sources = services.sources
    if chosen.source:
        wanted = [sources.named(name) for name in chosen.source]
    else:
        wanted = [one.source for one in sources.states() if one.can_refresh]
    done: list[dict[str, object]] = []
    trouble: list[Problem] = []
    for source in wanted:
        try:
            found = sources.refresh(
                source.id, Reading(allow_http=chosen.allow_http or source.allow_http), chosen.agree
            )
            if found.taken is None:
                raise waiting(found.preview)
            preview = found.preview
            counts = {"added": preview.added, "changed": preview.changed, "gone": preview.gone}
            done.append({"source": source.name, **counts})
        except Problem as problem:
            trouble.append(problem)
    if trouble:
        raise trouble[0]
    words = _("{source}: new {added}, changed {changed}, gone {gone}.")
    return done, "\n".join(words.format(**one) for one in done) or _("There is nothing to refresh.")
