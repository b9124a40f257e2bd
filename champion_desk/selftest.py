"""What a built app checks about itself: store, directory, handouts in every language, fonts and lists."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from champion_desk import importers
from champion_desk.app import build_services, page_names
from champion_desk.discovery import modules_in
from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.directory import DirectoryQuery
from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import AssistedSession
from champion_desk.paths import resources_dir
from champion_desk.services import Services
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.desks import DeskService, NewDesk
from champion_desk.services.opening import is_bank_holiday, now_here
from champion_desk.services.shipped import take_in_libraries


def self_test() -> dict[str, object]:
    """Do the whole job once in a temporary folder; what was found. Raises `Problem("self-test")`."""
    import champion_desk.documents as documents

    catalogues = Catalogues(resources_dir())
    with tempfile.TemporaryDirectory(prefix="champion-desk-test-", ignore_cleanup_errors=True) as folder:
        desk = DeskService(Path(folder) / "desk", catalogues.words)
        passphrase = " ".join(catalogues.words[:3])
        site = Site("Self-test library", postcode="KW15 1AG")
        desk.start(NewDesk(site, Champion("Self-test"), passphrase))
        desk.close()
        services = build_services(desk, desk.unlock(passphrase), catalogues)
        try:
            libraries = take_in_libraries(services).preview.used
            _log_and_search(services)
            sheets = _write_sheets(services, Path(folder))
            backup = services.backups.make()
            _expect(services.backups.check().store == "ok", "store")
            _expect(backup.size > 0, "backup")
        finally:
            desk.close()
    return {
        "result": "ok",
        "libraries": libraries,
        "importers": list(importers.formats()),
        "documents": [module.NAME for module in modules_in(documents)],
        "pages": page_names(),
        "languages": sorted({language for language, _ in sheets}),
        "sheets": len(sheets),
        "topics": len(catalogues.topics),
        "words": len(catalogues.words),
    }


def _expect(true: bool, what: str) -> None:
    if not true:
        raise Problem("self-test", what=what)


def _log_and_search(services: Services) -> None:
    session = AssistedSession(
        services.champion.id,
        services.site.id,
        datetime.now(UTC),
        (services.catalogues.topics[0].code,),
        5,
        "done",
    )
    services.sessions.log(session)
    _expect(services.sessions.get(session.id) == session, "log")
    answer = services.directory.search(DirectoryQuery("library", near="KW15"))
    _expect(answer.total > 0 and answer.matches[0].miles is not None, "search")
    christmas = date(now_here().year, 12, 25)  # a zone and a country, both found by their names
    _expect(is_bank_holiday(christmas, ("SCT",)), "bank holidays")


def _write_sheets(services: Services, folder: Path) -> list[tuple[str, str]]:
    """One PDF for each handout in each of its languages, and in Easy Read where it has that."""
    written = []
    for title in services.handouts.titles:
        for handout in (*title.languages.values(), *title.easy.values()):
            language, layout = handout.language, "easy" if handout.easy else "sheet"
            pdf = services.handouts.pdf(services.handouts.order(handout, 18, layout=layout))
            path = folder / f"{title.slug}-{language}-{layout}.pdf"
            path.write_bytes(pdf)
            _expect(pdf.startswith(b"%PDF") and len(pdf) > 5000, f"{title.slug} {language}")
            written.append((language, title.slug))
    return written
