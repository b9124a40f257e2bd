"""What each command does with the services: an answer for programs, and the same in words."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from champion_desk import directory_commands, handout_commands, i18n, wording
from champion_desk.app import build_services
from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.directory import DirectoryQuery, ListingMatch
from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.small_numbers import SUPPRESS
from champion_desk.i18n import _, ngettext
from champion_desk.paths import resources_dir
from champion_desk.services import Services
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.desks import DeskService, NewDesk
from champion_desk.services.handouts import save_sheet
from champion_desk.services.passphrases import read_passphrase
from champion_desk.services.privacy_scanner import masked, open_findings, pieces
from champion_desk.services.shipped import take_in_libraries
from champion_desk.services.when_said import Said

Answer = tuple[Any, str]
_PATIENCE = 120.0  # seconds for the second folder for backups, which may lie on a slow network


def _passphrase(chosen: argparse.Namespace, demo: bool) -> str:
    if chosen.passphrase_file is not None:
        text = read_passphrase(chosen.passphrase_file)
        return text.strip().splitlines()[0] if text.strip() else ""
    found = os.environ.get("CHAMPION_DESK_PASSPHRASE", "")
    if not found and demo:
        from champion_desk.services.demo import PASSPHRASE

        return PASSPHRASE
    if not found:
        raise Problem("passphrase-missing")
    return found


@contextmanager
def _unlocked(chosen: argparse.Namespace, folder: Path, demo: bool) -> Iterator[Services]:
    """The services of the desk in the folder; a demo desk is made where there is none yet."""
    catalogues = Catalogues(resources_dir())
    desk = DeskService(folder, catalogues.words)
    if not desk.exists():
        if not demo:
            raise Problem("desk-missing", path=str(folder))
        from champion_desk.services.demo import start_demo

        started = start_demo(desk, lambda opened: build_services(desk, opened, catalogues))
        started.desk.close()
    secret = _passphrase(chosen, demo)
    time.sleep(desk.wait())
    services = build_services(desk, desk.unlock(secret), catalogues)
    try:
        yield services
    finally:
        desk.close()


def _init(chosen: argparse.Namespace, folder: Path, demo: bool) -> Answer:
    catalogues = Catalogues(resources_dir())
    desk = DeskService(folder, catalogues.words)
    if desk.exists():
        raise Problem("store-exists", path=str(folder))
    out: Path | None = chosen.recovery_out
    if out is not None and not out.resolve().parent.is_dir():
        raise Problem("not-found", path=str(out.resolve().parent))
    secret = _passphrase(chosen, demo)
    new = NewDesk(_site(chosen, catalogues), Champion(chosen.champion.strip()), secret)
    started = desk.start(new, filled=False)
    try:
        services = build_services(desk, started.desk, catalogues)
        listings = take_in_libraries(services).preview.used
        desk_id = started.desk.store.author.desk_id
        if out is not None:
            from champion_desk.documents.recovery_sheet import write_recovery_sheet

            sheet = write_recovery_sheet(services.site.name, date.today(), started.recovery_key, desk_id)
            save_sheet(sheet, out)
        desk.finish()
    except BaseException:
        desk.abandon()  # nobody was told the recovery key
        raise
    desk.close()
    answer = {
        "desk": desk_id,
        "champion": services.champion.id,
        "site": services.site.id,
        "listings": listings,
    }
    if out is not None:
        said = _("The desk is ready. The recovery sheet is in {path}. Print it and keep it safe.").format(
            path=out
        )
        return {**answer, "recovery_sheet": str(out)}, said
    said = _("The desk is ready. Write down the recovery key, it is shown only now: {key}")
    return {**answer, "recovery_key": started.recovery_key}, said.format(key=started.recovery_key)


def _site(chosen: argparse.Namespace, catalogues: Catalogues) -> Site:
    """The site named, with what the list of libraries knows of it."""
    wanted = chosen.site.strip().casefold()
    for council in catalogues.councils:
        if not chosen.council or chosen.council.casefold() in {n.casefold() for n in council.names.values()}:
            for site in catalogues.sites_in(council):
                if site.name.casefold() == wanted:
                    return site
    return Site(chosen.site.strip(), council_name=chosen.council, postcode=chosen.postcode)


def _when(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError, OSError):
        raise Problem("when-unreadable", given=text) from None


def _day(text: str, usual: date) -> date:
    if not text:
        return usual
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Problem("when-unreadable", given=text) from None
    return found.date() if found.tzinfo is None else _when(text).date()


def _known_code(catalogues: Catalogues, name: str, code: str) -> str:
    if code not in catalogues[name]:
        raise Problem("code-unknown", given=code, list=name)
    return code


def _log(chosen: argparse.Namespace, folder: Path, demo: bool) -> Answer:
    with _unlocked(chosen, folder, demo) as services:
        topics = tuple(
            dict.fromkeys(_known_code(services.catalogues, "topics", code) for code in chosen.topic)
        )
        outcome = _known_code(services.catalogues, "outcomes", chosen.outcome)
        said = chosen.at or Said(datetime.now().astimezone(), True)
        session = AssistedSession(
            services.champion.id,
            services.site.id,
            said.moment,
            topics,
            chosen.minutes,
            outcome,
            time_known=said.time_known,
            note=masked(chosen.note, words=wording.mask_words()) if chosen.mask else chosen.note,
        )
        accepted = pieces(session.note) if chosen.not_personal else frozenset()
        if open_findings(session.note, accepted):
            raise Problem("note-looks-personal")
        services.sessions.log(session, accepted=accepted)
        return {"id": session.id}, _("Saved: {id}").format(id=session.id)


def _list(chosen: argparse.Namespace, folder: Path, demo: bool) -> Answer:
    language = i18n.language()
    catalogues = Catalogues(resources_dir())
    if chosen.what in ("topics", "outcomes"):
        rows: list[dict[str, object]] = [
            {"code": item.code, "label": item.label(language)} for item in catalogues[chosen.what]
        ]
    elif chosen.what == "handouts":
        from champion_desk.services.handout_files import read_all, read_easy

        found, easy = read_all(resources_dir() / "handouts"), read_easy(resources_dir() / "handouts")
        rows = [
            {
                "code": slug,
                "label": sheets.get(language, sheets["en"]).title,
                "languages": sorted(sheets),
                "easy": sorted(easy.get(slug, ())),
            }
            for slug, sheets in sorted(found.items())
        ]
    else:
        with _unlocked(chosen, folder, demo) as services:
            records: dict[str, Callable[[], list[Any]]] = {
                "champions": services.desk.champions,
                "sites": lambda: [services.site],
                "sources": services.directory.sources,
            }
            rows = [{"code": record.id, "label": record.name} for record in records[chosen.what]()]
    return rows, "\n".join(f"{row['code']}\t{row['label']}" for row in rows)


def _import(chosen: argparse.Namespace, folder: Path, demo: bool) -> Answer:
    with _unlocked(chosen, folder, demo) as services:
        return directory_commands.take_in(chosen, services)


def _refresh(chosen: argparse.Namespace, folder: Path, demo: bool) -> Answer:
    with _unlocked(chosen, folder, demo) as services:
        return directory_commands.refresh(chosen, services)


def _match(match: ListingMatch) -> dict[str, object]:
    return {
        "id": match.listing.id,
        "name": match.listing.name,
        "organisation": match.listing.organisation,
        "postcode": match.location.postcode,
        "miles": round(match.miles, 1) if match.miles is not None else None,
        "why": wording.why_text(match.why),
        "open": match.open.kind,
    }


def _search(chosen: argparse.Namespace, folder: Path, demo: bool) -> Answer:
    with _unlocked(chosen, folder, demo) as services:
        query = DirectoryQuery(
            chosen.text, chosen.near, chosen.within, chosen.open_now, limit=max(chosen.limit, 0)
        )
        if chosen.near and services.directory.place(chosen.near) is None:
            raise Problem("place-unknown", given=chosen.near)
        answer = services.directory.search(query)
        if services.synonyms.problem is not None:
            sys.stderr.write(wording.problem_sentence(services.synonyms.problem) + "\n")
        results = [_match(match) for match in answer.matches]
        lines = [ngettext("{count} place", "{count} places", answer.total).format(count=answer.total)]
        for match in answer.matches:
            parts = (match.listing.name, match.location.postcode, wording.distance_text(match.miles))
            lines.append("\t".join((match.listing.id, *(part for part in parts if part))))
        return {"total": answer.total, "results": results}, "\n".join(lines)


def _handout(chosen: argparse.Namespace, folder: Path, demo: bool) -> Answer:
    with _unlocked(chosen, folder, demo) as services:
        return handout_commands.handout(chosen, services)


def _poster(chosen: argparse.Namespace, folder: Path, demo: bool) -> Answer:
    with _unlocked(chosen, folder, demo) as services:
        return handout_commands.poster(chosen, services)


def _export(chosen: argparse.Namespace, folder: Path, demo: bool) -> Answer:
    with _unlocked(chosen, folder, demo) as services:
        first = _day(chosen.first, date.min)
        last = _day(chosen.last, date.max)
        if chosen.what == "figures":
            rule = chosen.rule or SUPPRESS
            count = services.figures.export(rule, chosen.format, chosen.out, first, last, i18n.language())
            said = ngettext(
                "{count} line of figures is in {path}.", "{count} lines of figures are in {path}.", count
            )
            answer = {"count": count, "file": str(chosen.out), "rule": rule}
            return answer, said.format(count=count, path=chosen.out)
        if chosen.rule is not None:
            raise Problem("export-rule-unfit")
        count = services.exports.export(chosen.what, chosen.format, chosen.out, first, last)
        said = ngettext("{count} record is in {path}.", "{count} records are in {path}.", count)
        return {"count": count, "file": str(chosen.out)}, said.format(count=count, path=chosen.out)


def _backup(chosen: argparse.Namespace, folder: Path, demo: bool) -> Answer:
    with _unlocked(chosen, folder, demo) as services:
        made = services.backups.make(chosen.to)
        answer: dict[str, object] = {"file": str(made.path), "bytes": made.size}
        services.backups.second.wait(_PATIENCE)
        second = services.backups.second.last_seen()
        if second is not None and chosen.to is None:
            answer["second_folder"] = second.state
        return answer, _("The backup is in {path}, checked.").format(path=made.path)


def _restore(chosen: argparse.Namespace, folder: Path, demo: bool) -> Answer:
    aside = DeskService(folder).restore(chosen.file, _passphrase(chosen, demo))
    answer = {"restored": str(chosen.file), "replaced": str(aside) if aside else None}
    if aside is None:
        return answer, _("The backup is in place.")
    return answer, _("The backup is in place. What was here before is kept in {path}.").format(path=aside)


def _check(chosen: argparse.Namespace, folder: Path, demo: bool) -> Answer:
    from champion_desk.services.checking import check_desk  # brings the reading of damaged stores with it

    if demo and not DeskService(folder).exists():
        with _unlocked(chosen, folder, demo):  # makes it
            pass
    found = check_desk(folder, _passphrase(chosen, demo))
    newest = found.newest
    answer = {
        "store": found.store,
        "counts": found.counts,
        "backups": found.backups,
        "newest_backup": newest
        and {
            "file": str(newest.path),
            "made_at": newest.made_at.isoformat(timespec="seconds"),
            "bytes": newest.size,
            "state": newest.state,
        },
    }
    said = _("Every page is whole. Sessions: {sessions}. Listings: {listings}. Backups: {backups}.")
    if found.store != "ok":
        said = _(
            "The desk's records are damaged; nothing was changed. Open Champion Desk and unlock the desk: it "
            "will show what can be saved. Backups: {backups}."
        )
    said = said.format(backups=found.backups, **found.counts)
    if newest is not None and newest.state == "damaged":
        said += " " + _("The newest backup is damaged too. Make a new one.")
    return answer, said


def _self_test(chosen: argparse.Namespace, _folder: Path, _demo: bool) -> Answer:
    from champion_desk.selftest import self_test

    found = self_test()
    return found, "\n".join(f"{name}: {value}" for name, value in found.items())


def _tour(chosen: argparse.Namespace, _folder: Path, _demo: bool) -> Answer:
    from champion_desk.tour import take_tour  # Qt only where a window opens

    written = take_tour(chosen.out)
    return [str(path) for path in written], _(
        "The tour is done. Its pictures and its PDF are in {path}."
    ).format(path=chosen.out)


COMMANDS: dict[str, Callable[[argparse.Namespace, Path, bool], Answer]] = {
    "init": _init,
    "log": _log,
    "list": _list,
    "import": _import,
    "refresh": _refresh,
    "search": _search,
    "handout": _handout,
    "poster": _poster,
    "export": _export,
    "backup": _backup,
    "restore": _restore,
    "check": _check,
    "self-test": _self_test,
    "tour": _tour,
}
