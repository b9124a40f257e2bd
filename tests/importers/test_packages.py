"""Folders and zip files of tables are joined; a zip file that means harm is refused before it is unpacked."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from champion_desk import importers
from champion_desk.domain.problems import Problem
from champion_desk.importers import ImportFile, packages
from tests.importers.reading import listing, refusals
from tests.importers.test_spreadsheet import _workbook

_NEW = {
    "services.csv": "id,organization_id,name,status,description\ns,o,Club,active,Tea\nt,o,Shut,defunct,\n",
    "organizations.csv": "id,name,description,website\no,Trust,d,https://trust.example\n",
    "service_at_location.csv": "id,service_id,location_id\nx,s,l\n",
    "locations.csv": "id,location_type,name,latitude,longitude\nl,physical,Hall,58.98,-2.96\n",
    "addresses.csv": "id,location_id,address_1,city,postal_code,country,address_type\n"
    "a,l,1 Main St,Kirkwall,KW15 1AG,GB,physical\n",
    "phones.csv": "id,service_id,location_id,contact_id,number\np,s,,,01856 873166\nq,,,c,01856 873167\n",
    "contacts.csv": "id,service_id,name,email\nc,s,Ann,hub@example.org\n",
    "schedules.csv": "id,service_id,freq,byday,opens_at,closes_at\nh,s,WEEKLY,MO,10:00,12:00\n",
    "attributes.csv": "id,link_id,taxonomy_term_id\nb,s,w\n",
    "taxonomy_terms.csv": "id,name,description\nw,Food,d\n",
    "languages.csv": "id,service_id,name\nk,s,Welsh\n",
    "cost_options.csv": "id,service_id,amount,option\nm,s,0,Anyone\n",
    "funding.csv": "id,service_id,source\nf,s,Lottery\n",
}
_OLD = {
    "services.csv": "id,organization_id,name,status,taxonomy_ids\ns,o,Club,active,\n",
    "organizations.csv": "id,name,url\no,Trust,https://trust.example\n",
    "services_at_location.csv": "id,service_id,location_id\nx,s,l\n",
    "locations.csv": "id,organization_id,name,latitude,longitude\nl,o,Hall,58.98,-2.96\n",
    "physical_addresses.csv": "id,location_id,address_1,city,postal_code\na,l,1 Main St,Kirkwall,KW15 1AG\n",
    "postal_addresses.csv": "id,location_id,address_1,city,postal_code\na,l,PO Box 1,Wick,KW1 4NH\n",
    "phones.csv": "id,service_id,number,type\np,s,01856 873166,voice\nq,s,01856 873167,fax\n",
    "contacts.csv": "id,service_id,name,email\nc,s,Ann,hub@example.org\n",
    "regular_schedules.csv": "id,service_id,weekday,opens_at,closes_at\nh,s,1,10:00,12:00\n",
    "services_taxonomy.csv": "id,service_id,taxonomy_id\nb,s,w\n",
    "taxonomy.csv": "id,name\nw,Food\n",
    "eligibility.csv": "id,service_id,eligibility\ne,s,Carers\n",
    "accessibility_for_disabilities.csv": "id,location_id,accessibility\ng,l,Ramp\n",
}


def _zipped(files: dict[str, str], folder: str = "") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(folder + name, text)
    return packed.getvalue()


def _opened(path: Path) -> ImportFile:
    return packages.opened(path, lambda *_: None, lambda: False)


@pytest.mark.parametrize("kind", ["folder", "data", "zip", "zip-inside"])
@pytest.mark.parametrize("age", ["new", "old"])
def test_tables_are_joined(tmp_path: Path, kind: str, age: str) -> None:
    files = _NEW if age == "new" else _OLD
    path = tmp_path / "package"
    if kind.startswith("zip"):
        path = tmp_path / "package.zip"
        path.write_bytes(_zipped(files, "hsds/data/" if kind == "zip-inside" else ""))
    else:
        place = path / "data" if kind == "data" else path
        place.mkdir(parents=True)
        for name, text in files.items():
            (place / name).write_text(text, encoding="utf-8")
    file = _opened(path)
    importer = importers.find(file)
    rows = list(importer.read(file))
    made = listing(rows[0])
    assert (importer.NAME, rows[0].line, made.organisation) == ("hsds-package", 2, "Trust")
    assert refusals(rows) == ([(3, "row-closed")] if age == "new" else [])
    assert (made.location.name, made.location.address, made.location.postcode) == (
        "Hall",
        ("1 Main St",),
        "KW15 1AG",
    )
    assert made.location.position is not None
    assert made.phones == (("01856 873166", "01856 873167") if age == "new" else ("01856 873166",))
    assert (made.email, made.tags, len(made.hours)) == ("hub@example.org", ("Food",), 1)
    if age == "new":
        assert (made.languages, made.free) == (("Welsh",), True)
    else:
        assert (made.eligibility, made.location.access) == ("Carers", "Ramp")


def test_the_descriptor_says_which_file_is_which_table_and_whom_to_credit(tmp_path: Path) -> None:
    about = {
        "licence": "CC BY 4.0",
        "attribution": "Data from the Trust",
        "resources": [
            {"name": "service", "path": "data/angebote.csv"},
            {"name": "organization", "path": "data/traeger.csv"},
        ],
    }
    place = tmp_path / "data"
    place.mkdir()
    (place / "angebote.csv").write_text(_OLD["services.csv"], encoding="utf-8")
    (place / "traeger.csv").write_text(_OLD["organizations.csv"], encoding="utf-8")
    (tmp_path / "datapackage.json").write_text(json.dumps(about), encoding="utf-8")
    for path in (tmp_path, tmp_path / "datapackage.json"):
        file = _opened(path)
        reading = importers.find(file, "hsds-package").read(file)
        assert listing(next(iter(reading))).organisation == "Trust"
        assert (reading.attribution, reading.licence) == ("Data from the Trust", "CC BY 4.0")


def _why(path: Path) -> str:
    with pytest.raises(Problem) as caught:
        file = _opened(path)
        list(importers.find(file).read(file))
    return caught.value.code


def test_one_table_alone_asks_for_its_folder(tmp_path: Path) -> None:
    for name in ("contacts.csv", "locations.csv", "languages.csv", "funding.csv"):
        path = tmp_path / name
        path.write_text(_OLD.get(name, _NEW[name]), encoding="utf-8")
        assert _why(path) == "import-one-table"
    own = tmp_path / "contacts.csv"
    own.write_text("Name,Postcode\nAge Orkney,KW15 1AG\n", encoding="utf-8")
    file = _opened(own)
    assert importers.find(file).NAME == "spreadsheet"


def test_a_table_that_is_cut_off_gives_nothing(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(_zipped({**_NEW, "phones.csv": 'id,service_id,number\np,s,"01856 8'}))
    assert _why(path) == "import-truncated"


def test_a_zip_file_that_means_harm_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    path.write_bytes(_zipped({"services.csv": "id,name\n" + "0" * 60_000_000}))
    assert path.stat().st_size < 100_000
    assert _why(path) == "import-zip-unsafe"
    for name in ("../services.csv", "/etc/services.csv", "..\\services.csv", "C:\\services.csv"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(zipfile.ZipInfo(name), "id,name\n1,A\n")
        path.write_bytes(packed.getvalue())
        assert _why(path) == "import-zip-unsafe"
    whole = _zipped(_NEW)
    path.write_bytes(whole[: len(whole) // 2])
    assert _why(path) == "import-damaged"
    path.write_bytes(_zipped({"readme.md": "x"}))
    assert _why(path) == "import-binary"
    (tmp_path / "empty").mkdir()
    assert _why(tmp_path / "empty") == "import-folder-empty"


def test_a_locked_zip_file_says_so(tmp_path: Path) -> None:
    data = bytearray(_zipped(_NEW))
    for start in range(len(data) - 4):  # the flag "encrypted" in each local and central header
        if data[start : start + 4] == b"PK\x03\x04":
            data[start + 6] |= 1
        if data[start : start + 4] == b"PK\x01\x02":
            data[start + 8] |= 1
    path = tmp_path / "locked.zip"
    path.write_bytes(bytes(data))
    assert _why(path) == "import-zip-locked"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_entities_in_a_workbook_are_refused(tmp_path: Path, part: str) -> None:
    laughs = '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa">]><worksheet>&a;</worksheet>'
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_workbook(["Name"], ["A"]))) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, laughs if name == part else old.read(name))
    path = tmp_path / "list.xlsx"
    path.write_bytes(changed.getvalue())
    assert _why(path) == "import-zip-unsafe"


def test_a_workbook_of_zeros_is_refused(tmp_path: Path) -> None:
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_workbook(["Name"], ["A"]))) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, b" " * 60_000_000 if "sheet1" in name else old.read(name))
    path = tmp_path / "list.xlsx"
    path.write_bytes(changed.getvalue())
    assert _why(path) == "import-zip-unsafe"
