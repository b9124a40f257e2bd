"""What a person said of the columns of a sheet is remembered; a preset fits where it knows the headings."""

from __future__ import annotations

from pathlib import Path

from champion_desk.services import Services
from champion_desk.services.list_mappings import fitting, preset

_LIBRARIES = (
    "Local authority,Library name,Address 1,Address 2,Address 3,Postcode,Statutory,Library type,Year opened,"
    "Year closed,Monday staffed hours,Monday unstaffed hours,Notes,URL,Email address\n"
    "Orkney,Kirkwall Library,44 Junction Road,,Kirkwall,KW15 1AG,Yes,LAL,1900,,09:00-17:00,,Warm,"
    "https://orkney.example,hub@example.org\n"
)


def _written(folder: Path, text: str, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_open_list_of_libraries_has_a_preset(services: Services, tmp_path: Path) -> None:
    path = _written(tmp_path, _LIBRARIES)
    sheet = services.directory.columns(path)
    assert sheet is not None
    assert (sheet.origin, fitting(sheet)) == ("guessed", ("libraries",))
    fields = preset(sheet, "libraries")
    assert (fields["Library name"], fields["Monday unstaffed hours"], fields["Statutory"]) == ("name", "", "")
    preview = services.directory.preview(path, "Preset", columns=fields)
    row = next(iter(preview.rows)).listing
    assert row is not None
    assert (row.name, row.location.postcode, row.organisation) == ("Kirkwall Library", "KW15 1AG", "Orkney")
    assert row.hours


def test_what_was_chosen_is_remembered_when_the_list_is_taken_in(services: Services, tmp_path: Path) -> None:
    path = _written(tmp_path, "Thing,Kind,Where\nRed Hub,Advice,Wick\n")
    chosen = {"Thing": "name", "Kind": "tags", "Where": "town"}
    preview = services.directory.preview(path, "Hubs", columns=chosen)
    assert preview.sheet is not None
    assert preview.sheet.origin == "chosen"
    done = services.directory.take_in(preview).done
    other = _written(tmp_path, "WHERE;thing;kind\nKirkwall;Blue Hub;Food\n", "next.csv")
    again = services.directory.columns(other)
    assert again is not None
    assert (again.origin, dict(again.fields)) == (
        "remembered",
        {"WHERE": "town", "thing": "name", "kind": "tags"},
    )
    services.history.undo(done)
    kept = services.directory.columns(other)
    assert kept is not None
    assert kept.origin == "remembered"


def test_a_guess_is_not_remembered(services: Services, tmp_path: Path) -> None:
    path = _written(tmp_path, "Name,Town\nHub,Wick\n")
    services.directory.take_in(services.directory.preview(path, "Hubs"))
    sheet = services.directory.columns(path)
    assert sheet is not None
    assert sheet.origin == "guessed"


def test_what_is_no_sheet_has_no_columns(services: Services, tmp_path: Path) -> None:
    path = _written(tmp_path, "2026-01-05 10:00:01,120 INFO a\n2026-01-05 10:00:02,7 INFO b\n")
    assert services.directory.columns(path) is None
