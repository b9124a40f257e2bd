"""Files of postcodes: each layout, as a file, a folder and a zip; what is no such file, or is cut off."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from champion_desk.domain.places import Position, miles_between
from champion_desk.domain.postcodes import PostcodePosition
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.importers import postcode_files
from champion_desk.importers.grid import position_from_grid
from champion_desk.paths import resources_dir

CODE_POINT = (
    '"KW151AG",10,344874,1010965,"S92000003","","S08000025","","S12000023","S13002722"\n'
    '"M1  1AA",10,384731,398108,"E92000001","E19000001","E18000002","","E08000003","E05000703"\n'
    '"HS1 2AA",90,0,0,"S92000003","","S08000028","","S12000013","S13002605"\n'
)
ONSPD_2024 = (
    "pcd,pcd2,pcds,dointr,doterm,oscty,oslaua,usertype,oseast1m,osnrth1m,osgrdind,ctry,lat,long,imd\n"
    '"KW151AG","KW15 1AG","KW15 1AG","198001","","S99999999","S12000023","0","344874","1010965","1",'
    '"S92000003",58.9815,-2.9601,1\n'
    '"AB1 0AA","AB1  0AA","AB1 0AA","198001","199606","S99999999","S12000033","0","385386","0801193","1",'
    '"S92000003",57.101474,-2.242851,2\n'
    '"BT7 1AA","BT7  1AA","BT7 1AA","198001","","","N09000003","0","334040","372580","1","N92000002",'
    "54.5836,-5.9312,3\n"
    '"IM1 1AA","IM1  1AA","IM1 1AA","198001","","","","0","","","9","M83000003",99.999999,0.000000,\n'
)
NSPL_2025 = (
    "pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,oa21cd,lad25cd,ctry25cd,lat,long\n"
    "KW151AG,KW15 1AG,KW15 1AG,198001,,0,344874,1010965,1,,S12000023,S92000003,58.9815,-2.9601\n"
    "AB1 0AA,AB1  0AA,AB1 0AA,198001,199606,0,385386,0801193,1,,S12000033,S92000003,57.101474,-2.242851\n"
)
NSPL_2026 = NSPL_2025.replace("lad25cd", "lad26cd").replace("ctry25cd", "ctry26cd")
NSPL_2024 = NSPL_2025.replace("pcd7,pcd8,pcds", "pcd,pcd2,pcds").replace(
    "usrtypind,east1m,north1m,gridind", "usertype,oseast1m,osnrth1m,osgrdind"
)
KIRKWALL = Position(58.9815, -2.9601)


def read(path: Path, cancelled: Callable[[], bool] = lambda: False) -> list[PostcodePosition | None]:
    return list(postcode_files.read(path, lambda _done, _total: None, cancelled))


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_code_point_open_has_no_heading_and_two_blanks_in_short_postcodes(tmp_path: Path) -> None:
    kirkwall, manchester, nowhere = read(written(tmp_path / "kw.csv", CODE_POINT))
    assert kirkwall is not None
    assert kirkwall.position is not None
    assert miles_between(kirkwall.position, KIRKWALL) < 0.3
    assert manchester is not None
    assert (manchester.postcode, manchester.ended) == ("M1 1AA", None)
    assert nowhere == PostcodePosition("HS1 2AA", None)


@pytest.mark.parametrize(
    "text", [ONSPD_2024, NSPL_2024, NSPL_2025, NSPL_2026], ids=["onspd", "2024", "2025", "2026"]
)
def test_ons_directories_are_read_by_what_their_columns_are_called(tmp_path: Path, text: str) -> None:
    rows = read(written(tmp_path / "list.csv", text))
    assert rows[0] == PostcodePosition("KW15 1AG", KIRKWALL)
    assert rows[1] == PostcodePosition("AB1 0AA", Position(57.101474, -2.242851), date(1996, 6, 1))


def test_northern_ireland_is_found_by_degrees_and_what_has_no_position_has_none(tmp_path: Path) -> None:
    rows = read(written(tmp_path / "list.csv", ONSPD_2024))
    assert rows[2] == PostcodePosition("BT7 1AA", Position(54.5836, -5.9312))
    assert rows[3] == PostcodePosition("IM1 1AA", None)
    only_grid = "pcds,east1m,north1m\nBT7 1AA,334040,372580\nKW15 1AG,344874,1010965\n"
    irish, british = read(written(tmp_path / "grid.csv", only_grid))
    assert irish == PostcodePosition("BT7 1AA", None)
    assert british is not None
    assert british.position is not None


def test_the_scottish_directory_says_when_a_postcode_ended_as_a_day(tmp_path: Path) -> None:
    text = (
        "Postcode,DateOfIntroduction,DateOfDeletion,GridReferenceEasting,GridReferenceNorthing,Latitude,Longitude\n"
        "AB1 0AA,1/8/1973 00:00:00,1/6/1996 00:00:00,385386,801193,57.101474,-2.242851\n"
    )
    (row,) = read(written(tmp_path / "small.csv", text))
    assert row == PostcodePosition("AB1 0AA", Position(57.101474, -2.242851), date(1996, 6, 1))


def test_a_zip_and_a_folder_give_every_area_and_leave_the_papers_out(tmp_path: Path) -> None:
    heads = "PC,PQ,EA,NO,CY,RH,LH,CC,DC,WC\nPostcode,Positional_quality_indicator,Eastings,Northings,,,,,,\n"
    folder = tmp_path / "codepo"
    (folder / "Data" / "CSV").mkdir(parents=True)
    (folder / "Doc").mkdir()
    first, second, _third = CODE_POINT.splitlines(keepends=True)
    written(folder / "Data" / "CSV" / "kw.csv", first)
    written(folder / "Data" / "CSV" / "m.csv", second)
    written(folder / "Doc" / "Code-Point_Open_Column_Headers.csv", heads)
    packed = tmp_path / "codepo.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in folder.rglob("*.csv"):
            archive.write(path, path.relative_to(folder))
    assert {row.postcode for row in read(folder) if row} == {"KW15 1AG", "M1 1AA"}
    assert {row.postcode for row in read(packed) if row} == {"KW15 1AG", "M1 1AA"}


def test_the_areas_of_a_whole_list_are_not_read_twice(tmp_path: Path) -> None:
    packed = tmp_path / "onspd.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Data/ONSPD_AUG_2024_UK.csv", ONSPD_2024)
        archive.writestr("Data/multi_csv/ONSPD_AUG_2024_UK_KW.csv", ONSPD_2024)
        archive.writestr("Documents/Country names.csv", "CTRY12CD,CTRY12NM\nS92000003,Scotland\n")
    assert len(read(packed)) == 4


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "postcodes-none"),
        (b"Name,Postcode\nHall,KW15 1AG\n", "postcodes-none"),
        (b"<!doctype html><html><body>Not found</body></html>", "postcodes-none"),
        (b"\x00\x01\x02" * 999, "postcodes-none"),
        (b"PK\x03\x04 cut off", "postcodes-none"),
        (NSPL_2025.encode()[:-30], "import-truncated"),
        (CODE_POINT.encode()[:-40], "import-truncated"),
    ],
)
def test_what_is_no_list_of_postcodes_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(Problem) as found:
        read(path)
    assert found.value.code == code


def test_a_broken_zip_a_bomb_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    packed = tmp_path / "list.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.csv", CODE_POINT + "\n" * 5_000_000)
    with pytest.raises(Problem, match="postcodes-zip"):
        read(packed)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("kw.csv", CODE_POINT * 50)
    whole = packed.read_bytes()
    packed.write_bytes(whole[:3_000] + b"\xff" + whole[3_001:])
    with pytest.raises(Problem, match="postcodes-zip"):
        read(packed)
    with pytest.raises(Problem, match="import-not-found"):
        read(tmp_path / "nothing.csv")


def test_a_row_that_is_no_postcode_is_counted_and_left_out(tmp_path: Path) -> None:
    first, second, third = CODE_POINT.splitlines(keepends=True)
    rows = read(
        written(tmp_path / "kw.csv", first + '"ODD ONE",10,1\n' + second.replace("M1  1AA", "ZZ") + third)
    )
    assert [row and row.postcode for row in rows] == ["KW15 1AG", None, None, "HS1 2AA"]


def test_reading_can_be_stopped_and_says_how_far_it_is(tmp_path: Path) -> None:
    path = written(tmp_path / "kw.csv", CODE_POINT)
    with pytest.raises(Cancelled):
        read(path, lambda: True)
    told: list[tuple[int, int | None]] = []
    list(postcode_files.read(path, lambda done, total: told.append((done, total)), lambda: False))
    assert told[-1] == (path.stat().st_size, path.stat().st_size)


def test_the_published_files_are_read(shared_data: Path) -> None:
    folder = shared_data / "postcodes"
    rows = read(folder / "code-point-open-kw.csv")
    assert (len(rows), rows.count(None)) == (1812, 0)
    sample = read(folder / "onspd-2024-layout-sample.csv")
    assert len(sample) == 5655
    assert sum(row is not None and row.ended is not None for row in sample) > 1000
    assert all(row is None or row.position is None or row.position.latitude < 61 for row in sample)


def test_the_grid_agrees_with_the_degrees_of_the_published_directory(shared_data: Path) -> None:
    lines = (
        (shared_data / "postcodes" / "onspd-2024-layout-sample.csv").read_text(encoding="utf-8").splitlines()
    )
    apart = []
    for line in lines[1:]:
        cells = [cell.strip('"') for cell in line.split(",")]
        if cells[13] in "123456" and cells[11] and not cells[2].startswith("BT"):
            there = position_from_grid(float(cells[11]), float(cells[12]))
            assert there is not None
            apart.append(miles_between(there, Position(float(cells[42]), float(cells[43]))) * 1609.344)
    apart.sort()
    assert len(apart) > 5000
    assert apart[len(apart) // 2] < 1
    assert apart[len(apart) * 99 // 100] < 10


def test_a_list_of_places_is_no_list_of_postcodes(tmp_path: Path) -> None:
    libraries = resources_dir() / "libraries" / "public-libraries.csv"
    assert not postcode_files.holds_postcodes(libraries)
    assert postcode_files.holds_postcodes(written(tmp_path / "kw.csv", CODE_POINT))
    assert not postcode_files.holds_postcodes(tmp_path / "nothing.csv")
