"""Goes through a JSON list of services, whichever dialect they are written in, and makes listings of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from champion_desk import diagnostics
from champion_desk.domain.catalogue import folded
from champion_desk.domain.directory import ReadRow
from champion_desk.domain.problems import Problem
from champion_desk.importers.cleaning import Cleaner
from champion_desk.importers.contract import ImportFile, Reading
from champion_desk.importers.json_lists import Entries
from champion_desk.importers.open_referral import (
    CLOSED,
    Record,
    key_of,
    listing_of,
    nested,
    objects,
    status_of,
)

_STEP = 50
# What services have, and what only organisations, categories and places have.
_OF_SERVICES = {
    *("organization_id", "service_at_locations", "schedules", "service_areas", "cost_options", "fees"),
    *("alert", "minimum_age", "maximum_age", "eligibility_description", "assured_date", "categories"),
}
_OF_PLACES = {"location_type", "addresses", "latitude"}
_OF_OTHERS = {
    *("organization_identifiers", "website", "logo", "legal_status", "parent_organization_id", "slug"),
    *("taxonomy_terms", "taxonomy", "term_uri", "parent_id", "version", "sub_categories", "parent", "code"),
}
# Filled in only where an entry was given in full; a list of names has none of them.
_IN_FULL = ("service_at_locations", "locations", "schedules", "regular_schedules", "contacts", "attributes")
Standard = Callable[[Record], Record]


def as_it_is(record: Record) -> Record:
    """A record that is written as the standard says."""
    return record


@dataclass(slots=True)
class _Known:
    """What a first reading tells about all entries."""

    entries: int = 0
    services: bool = False
    bad: Problem | None = None
    names: dict[str, int] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)
    full: dict[str, int] = field(default_factory=dict)
    places: dict[str, list[Record]] = field(default_factory=dict)
    outer: dict[str, object] = field(default_factory=dict)
    letters: str = ""
    is_list: bool = False


def read(file: ImportFile, standard: Standard) -> Reading:
    """Each service as a listing, or why it can't be used. `standard` rewrites a record as HSDS has it.

    The members of a folder or zip file are read as one list. Raises `Problem` for a file that is cut off,
    not JSON, empty, or about something else than services.
    """
    files = file.members or (file,)
    known = _Known()
    for one in files:
        _first(file, one, known)
    if not known.entries:
        raise Problem("import-no-rows" if known.is_list else "import-no-services", file=file.name)
    if not known.services:
        if known.bad:
            raise Problem("import-json", file=file.name, **known.bad.facts)
        raise Problem("import-no-services", file=file.name)
    attribution, licence = credit_of(known.outer)
    return Reading(_rows(file, files, known, standard), attribution, licence, known.letters)


def credit_of(outer: Record) -> tuple[str, str]:
    """The attribution and the licence that a feed gives beside its entries."""
    meta = nested(outer.get("meta")) or outer
    cleaner = Cleaner()
    given = meta.get("attribution")
    credits: list[object] = [*given] if isinstance(given, list) else [given]
    credits += [source.get("attribution") for source in objects(outer.get("sources"))]  # our own exports
    lines = []
    for one in credits:
        words = nested(one) or {"text": one}
        text, link = (
            cleaner.line(words.get("text") or words.get("name"), "credit", 500),
            cleaner.url(words.get("url")),
        )
        lines.append(f"{text} ({link})" if text and link else text or link)
    licence = next(
        filter(None, (cleaner.line(meta.get(name), "licence", 200) for name in ("licence", "license"))), ""
    )
    return "\n".join(dict.fromkeys(filter(None, lines))), licence


def _first(whole: ImportFile, file: ImportFile, known: _Known) -> None:
    """Go through a file once without making anything of it."""
    known.letters = file.letters().label
    entries = Entries.of(file)
    for at, entry in enumerate(entries):
        if at % (_STEP * 10) == 0:
            whole.step(0)
        if isinstance(entry, dict) and _is_at_a_place(entry):
            key = _key_at_a_place(entry) or f"#{known.entries}"
            known.entries += key not in known.places
            known.places.setdefault(key, []).append(entry)
            known.services = True
            continue
        for service in _inside(entry):
            known.entries += 1
            if isinstance(service, Problem):
                known.bad = known.bad or service
            elif isinstance(service, dict):
                _note(known, service)
    known.is_list = known.is_list or entries.is_list
    known.outer.update(entries.outer)


def _note(known: _Known, service: Record) -> None:
    known.services = known.services or is_service(service)
    key = key_of(service.get("id"))
    if key:
        name = hash(folded(str(service.get("name"))).strip())
        if known.names.setdefault(key, name) != name:
            known.shared.add(key)
        elif key not in known.full and _in_full(service):
            known.full[key] = known.entries


def _inside(entry: object) -> Iterator[object]:
    """The entry; of an organisation with its services, those."""
    if isinstance(entry, dict) and objects(entry.get("services")) and "status" not in entry:
        organisation = {name: value for name, value in entry.items() if name != "services"}
        for service in objects(entry["services"]):
            own = nested(service.get("organization"))
            yield service if own else {**service, "organization": organisation}
    else:
        yield entry


def _is_at_a_place(entry: Record) -> bool:
    """Whether it is a service at one of its locations."""
    return bool(nested(entry.get("service"))) and "location" in entry and "status" not in entry


def _key_at_a_place(entry: Record) -> str:
    return key_of(nested(entry["service"]).get("id"))


def _at_its_places(entry: Record, places: list[Record]) -> Record:
    service = nested(entry["service"])
    own = [{name: value for name, value in at.items() if name != "service"} for at in places]
    return {**service, "service_at_locations": [*objects(service.get("service_at_locations")), *own]}


def _services(file: ImportFile, known: _Known) -> Iterator[object]:
    """The services of a file, on the second reading; one for all its places."""
    for entry in Entries.of(file):
        if isinstance(entry, dict) and _is_at_a_place(entry):
            key = _key_at_a_place(entry)
            places: list[Record] = known.places.pop(key, []) if key else [entry]
            if places:
                yield _at_its_places(entry, places)
        else:
            yield from _inside(entry)


def _rows(
    whole: ImportFile, files: Iterable[ImportFile], known: _Known, standard: Standard
) -> Iterator[ReadRow]:
    maker = _Maker(known)
    line = 0
    for file in files:
        for service in _services(file, known):
            if line % _STEP == 0:
                whole.step(line, known.entries)
            line += 1
            yield maker.row(line, service, standard)
    whole.step(line, max(line, known.entries))


def rows_of(
    file: ImportFile,
    records: Iterable[Record],
    total: int,
    lines: Sequence[int] = (),
    raw: Sequence[Record] = (),
) -> Iterator[ReadRow]:
    """A row for each record that is written as HSDS has it, with its line and what it was made of.

    Without `lines` they are counted as those of a table with a heading.
    """
    maker = _Maker(_Known())
    for at, record in enumerate(records):
        if at % _STEP == 0:
            file.step(at, total)
        line = lines[at] if lines else at + 2
        yield maker.row(line, record, as_it_is, raw[at] if raw else None)
    file.step(total, total)


class _Maker:
    """Makes rows of records, one after another; the same record twice is refused the second time."""

    def __init__(self, known: _Known) -> None:
        self._known = known
        self._lines: dict[str, int] = {}

    def row(self, line: int, service: object, standard: Standard, raw: Record | None = None) -> ReadRow:
        """The listing of a record, or why it can't be used."""
        if isinstance(service, Problem):
            return ReadRow(line, refusal=service)
        if not isinstance(service, dict):
            return ReadRow(line, refusal=Problem("row-not-an-object"))
        cleaner = Cleaner()
        name = cleaner.line(service.get("name"), "name", 200)
        try:
            return self._made(line, service, name, cleaner, standard, raw)
        except Exception as fault:  # whatever one entry does, the others come in; the log says where it was
            diagnostics.log_fault(type(fault), fault.__traceback__)
            return ReadRow(line, name, refusal=Problem("row-unreadable"))

    def _made(
        self, line: int, service: Record, name: str, cleaner: Cleaner, standard: Standard, raw: Record | None
    ) -> ReadRow:
        key = key_of(service.get("id"))
        same = self._same(key, line, service)
        if key in self._known.shared and name:
            # Two services under one id: the name tells them apart, whichever of them comes first next time.
            key = f"{key}/{folded(name)}"
            cleaner.note("note-id-shared")
            same = self._lines.get(key, line)
        record = standard(service)
        refusal = _refusal(record, name, key)
        if refusal is None and same != line:
            refusal = Problem("row-duplicate", of=same)
        if refusal:
            return ReadRow(line, name, refusal=refusal)
        listing = listing_of(record, key, name, cleaner, raw=service if raw is None else raw)
        self._lines[key] = line
        return ReadRow(line, name, listing, notes=tuple(cleaner.notes))

    def _same(self, key: str, line: int, service: Record) -> int:
        """The line of the same service, read before, or given in full further on; else its own."""
        if key in self._lines:
            return self._lines[key]
        return line if _in_full(service) else self._known.full.get(key, line)


def _in_full(service: Record) -> bool:
    return any(service.get(field) for field in _IN_FULL)


def _refusal(service: Record, name: str, key: str) -> Problem | None:
    if not is_service(service):
        return Problem("row-not-a-service")
    if not name:
        return Problem("row-no-name")
    if not key:
        return Problem("row-no-id")
    if status_of(service) in CLOSED:
        return Problem("row-closed")
    if service.get("hidden"):
        return Problem("row-hidden")
    return None


def is_service(entry: Record) -> bool:
    """Whether a record is a service, and not an organisation, a category or a place."""
    if "status" in entry:  # the standard asks it of each service, and of nothing else
        return True
    if _OF_PLACES.intersection(entry):
        return False
    return bool(_OF_SERVICES.intersection(entry)) or not _OF_OTHERS.intersection(entry)
