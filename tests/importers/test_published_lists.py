"""Lists that others published come in; the tests say so where these lists are not beside the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from champion_desk import importers
from champion_desk.domain.directory import ReadRow
from champion_desk.domain.places import in_great_britain_box
from champion_desk.domain.problems import Problem
from champion_desk.importers import ImportFile, packages
from champion_desk.paths import resources_dir
from tests.importers.reading import listing, notes, refusals


def _read(path: Path) -> tuple[str, list[ReadRow]]:
    file = ImportFile.open(path)
    importer = importers.find(file)
    return importer.NAME, list(importer.read(file))


def _sound(rows: list[ReadRow]) -> None:
    used = [listing(row) for row in rows if row.listing]
    assert len({one.source_key for one in used}) == len(used)
    for one in used:
        texts = (one.name, one.organisation, one.description, one.fees, one.location.town)
        assert not any("\ufffd" in text or "<p" in text or "â€" in text for text in texts)
        assert not one.url or one.url.startswith(("https://", "http://"))
        assert "mailto:" not in one.email
        for place in one.locations:
            assert place.position is None or in_great_britain_box(
                place.position.latitude, place.position.longitude
            )


def test_the_libraries_that_ship_come_in_whole() -> None:
    name, rows = _read(resources_dir() / "libraries" / "public-libraries.csv")
    assert (name, refusals(rows), notes(rows)) == ("spreadsheet", [], {})
    assert len(rows) > 700
    assert all(
        listing(row).needs == ("getting-online",) and listing(row).access == ("visit",) for row in rows
    )
    assert sum(1 for row in rows if listing(row).location.position) > 700
    assert all(listing(row).areas for row in rows)
    _sound(rows)


def test_the_sample_that_ships_comes_in_whole() -> None:
    name, rows = _read(resources_dir() / "sample" / "listings.json")
    assert (name, refusals(rows)) == ("oruk", [])
    assert any(listing(row).hours for row in rows)
    _sound(rows)


@pytest.mark.parametrize(
    ("path", "found", "used", "noted"),
    [
        ("derived/public-libraries.csv", 732, 732, {}),
        ("directory/libraries_scotland.csv", 483, 483, {"note-mojibake": 1}),
        ("directory/libraries_wales.csv", 265, 263, {"note-postcode-odd": 1}),
    ],
)
def test_library_lists(shared_data: Path, path: str, found: int, used: int, noted: dict[str, int]) -> None:
    name, rows = _read(shared_data / path)
    assert name == "spreadsheet"
    assert (len(rows), sum(1 for row in rows if row.listing)) == (found, used)
    assert {code for _, code in refusals(rows)} <= {"row-closed"}
    assert notes(rows) == noted
    _sound(rows)


@pytest.mark.parametrize(
    ("path", "found", "used"),
    [
        ("oruk-validator-mocks/V3.0-UK-Default/service_list.json", 1, 1),
        ("oruk-validator-mocks/V3.0-UK-Default/service_full.json", 1, 1),
        ("oruk-validator-mocks/V3.0-UK-Warn/service_list.json", 1, 1),
        ("oruk-validator-mocks/V3.0-UK-Warn/service_full.json", 1, 1),
        ("oruk-validator-mocks/V3.0-UK-Test/service_list.json", 128, 1),
        ("oruk-validator-mocks/V3.0-UK-Test/service_list_data.json", 128, 1),
        ("oruk-validator-mocks/V3.0-UK-Test/service_at_location_list.json", 1, 1),
        ("oruk-v3-examples/service_list.json", 1, 1),
        ("oruk-v3-examples/service_full.json", 1, 1),
        ("oruk-v3-examples/organization_full.json", 1, 1),
        ("oruk-v3-examples/service_at_location_full.json", 1, 1),
    ],
)
def test_open_referral_lists_and_records(shared_data: Path, path: str, found: int, used: int) -> None:
    name, rows = _read(shared_data / "directory" / path)
    assert name == "oruk"
    assert (len(rows), sum(1 for row in rows if row.listing)) == (found, used)
    assert {code for _, code in refusals(rows)} <= {"row-duplicate"}
    _sound(rows)


def test_what_the_official_example_says_is_kept_or_noted(shared_data: Path) -> None:
    _, rows = _read(shared_data / "directory" / "oruk-v3-examples" / "service_full.json")
    made = listing(rows[0])
    assert (made.organisation, made.eligibility) == ("Example Organization Inc.", "12–100")
    assert made.location.address == ("1-30 Main Street",)
    assert made.hours[0].days == (3, 4)
    assert notes(rows) == {"note-postcode-odd": 1, "note-position-outside": 1}


# What holds no services, or is one table of several, and so is refused as a whole with a reason.
_REFUSED = {"import-no-services", "import-one-table", "import-no-rows", "import-no-columns"}


def _rows_or_reason(path: Path) -> list[ReadRow] | str:
    try:
        file = packages.opened(path, lambda *_: None, lambda: False)
        return list(importers.find(file).read(file))
    except Problem as problem:
        return problem.code


def test_every_published_file_accounts_for_each_of_its_records(shared_data: Path) -> None:
    folder = shared_data / "directory"
    packages_there = [folder / "hsds-1.1-package", folder / "hsds-ohana-csv"]
    packages_there += [folder / name / "csv" for name in ("hsds-3.0-examples", "oruk-v3-examples")]
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    assert len(files) > 100
    for path in (*files, *packages_there):
        rows = _rows_or_reason(path)
        if isinstance(rows, str):
            assert rows in _REFUSED, path.name
            continue
        assert rows, path.name
        assert all((row.listing is None) != (row.refusal is None) for row in rows), path.name
        _sound(rows)


@pytest.mark.parametrize(
    ("path", "name", "found", "used"),
    [
        ("hsds-1.1-package", "hsds-package", 13, 10),
        ("hsds-1.1-package/datapackage.json", "hsds-package", 13, 10),
        ("hsds-ohana-csv", "hsds-package", 23, 21),
        ("hsds-3.0-examples/csv", "hsds-package", 1, 1),
        ("hsds-3.0-examples/tabular.json", "hsds-package", 1, 1),
        ("hsds-3.0-examples/service_full.json", "hsds", 1, 1),
        ("oruk-v3-examples/csv", "hsds-package", 1, 1),
        ("aliss/00_service_search.json", "aliss", 6, 6),
        ("aliss/02_retrieve_a_single_organisation.json", "aliss", 3, 3),
        ("aliss/10_search.json", "aliss", 2, 2),
        ("outpost-services-sample.csv", "outpost-sheet", 2, 1),
    ],
)
def test_other_published_dialects(shared_data: Path, path: str, name: str, found: int, used: int) -> None:
    file = packages.opened(shared_data / "directory" / path, lambda *_: None, lambda: False)
    importer = importers.find(file)
    rows = list(importer.read(file))
    assert (importer.NAME, len(rows), sum(1 for row in rows if row.listing)) == (name, found, used)


def test_the_attribution_of_aliss_is_kept(shared_data: Path) -> None:
    file = ImportFile.open(shared_data / "directory" / "aliss" / "00_service_search.json")
    reading = importers.find(file).read(file)
    assert reading.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert "Scottish Charity Register" in reading.attribution
    assert "https://www.aliss.org/terms-and-conditions" in reading.attribution
