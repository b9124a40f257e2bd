"""The directory: lists come in whole, searches rank by words, distance and opening."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest

from champion_desk.domain.directory import DirectoryQuery, Listing
from champion_desk.domain.opening import OpeningHours
from champion_desk.domain.problems import Problem
from champion_desk.paths import resources_dir
from champion_desk.services import Services
from champion_desk.storage.rows import from_row, to_row

Make = Callable[..., Services]
SAMPLE = resources_dir() / "sample" / "listings.json"


def names(services: Services, text: str = "", **query: object) -> list[str]:
    answer = services.directory.search(DirectoryQuery(text, **query))  # type: ignore[arg-type]
    return [match.listing.name for match in answer.matches]


def test_every_shipped_library_comes_in(services: Services) -> None:
    assert services.directory.count() >= 700
    source = services.directory.sources()[0]
    assert source.listings == services.directory.count()


def test_search_finds_as_one_types(services: Services) -> None:
    assert "Stromness Library" in names(services, "strom")
    assert names(services, "stromness library")[0] == "Stromness Library"
    assert names(services, "zzzqqq") == []
    assert names(services, '"') == names(services, "")
    assert names(services, "library AND NOT (") is not None


def test_near_a_postcode_a_part_of_one_or_a_town(services: Services) -> None:
    assert (
        names(services, "library", near="KW15 1AG")[0].startswith("Kirkwall")
        or "Orkney" in names(services, "library")[0]
    )
    near_district = services.directory.search(DirectoryQuery("library", near="IV2"))
    assert near_district.matches[0].miles is not None
    assert near_district.matches[0].miles < 8
    assert "Stromness Library" in names(services, near="Stromness", within=2)
    unknown = services.directory.search(DirectoryQuery("library", near="Atlantis"))
    assert unknown.near_unknown
    assert unknown.total > 0


def test_within_miles_leaves_out_what_is_further(services: Services) -> None:
    answer = services.directory.search(DirectoryQuery("library", near="KW15", within=30))
    assert 0 < answer.total < 20
    assert all(match.miles is not None and match.miles <= 30 for match in answer.matches)


def test_facets_count_what_each_choice_would_give(make_services: Make) -> None:
    services = make_services()
    services.directory.take_in(services.directory.preview(SAMPLE, "Demo listings"))
    everything = services.directory.search(DirectoryQuery())
    need, count = max(everything.facets["needs"].items(), key=lambda pair: pair[1])
    chosen = services.directory.search(DirectoryQuery(facets={"needs": frozenset({need})}))
    assert chosen.total == count
    assert chosen.facets["needs"] == everything.facets["needs"]
    both = services.directory.search(
        DirectoryQuery(facets={"needs": frozenset({need}), "access": frozenset({"phone"})})
    )
    assert both.total == chosen.facets["access"].get("phone", 0)


def test_open_now_keeps_only_what_is_known_to_be_open(make_services: Make) -> None:
    services = make_services()
    services.directory.take_in(services.directory.preview(SAMPLE, "Demo listings"))
    answer = services.directory.search(DirectoryQuery(open_now=True))
    assert all(match.open.kind == "open" for match in answer.matches)


def test_taking_in_again_adds_nothing_and_keeps_ids(services: Services) -> None:
    before = {listing.source_key: listing.id for listing in services.directory.all()}
    preview = services.directory.preview(services.catalogues.libraries_file, "Public libraries")
    assert (preview.added, preview.changed, preview.gone) == (0, 0, 0)
    services.directory.take_in(preview)
    assert {listing.source_key: listing.id for listing in services.directory.all()} == before


def test_what_a_list_drops_is_gone_but_kept_and_comes_back(services: Services, tmp_path: Path) -> None:
    lines = services.catalogues.libraries_file.read_text(encoding="utf-8").splitlines(keepends=True)
    shorter = tmp_path / "shorter.csv"
    shorter.write_text("".join(lines[:-5]), encoding="utf-8")
    everything = services.directory.all()
    preview = services.directory.preview(shorter, "Public libraries")
    assert preview.gone == 5
    done = services.directory.take_in(preview).done
    assert services.directory.count() == len(everything) - 5
    services.history.undo(done)
    assert {one.id for one in services.directory.all()} == {one.id for one in everything}


def test_a_check_made_here_stays_on_top_of_the_next_import(services: Services) -> None:
    one = services.directory.all()[0]
    services.directory.still_right(one.id)
    services.directory.take_in(
        services.directory.preview(services.catalogues.libraries_file, "Public libraries")
    )
    again = services.directory.get(one.id)
    assert again.checked_by == "Mairi"
    assert again.checked_on is not None


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 50, b'{"contents": [{"id": "1", "na'])
def test_an_unusable_file_changes_nothing(services: Services, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.json"
    path.write_bytes(content)
    before = [one.id for one in services.directory.all()]
    with pytest.raises(Problem):
        services.directory.preview(path, "Broken")
    assert [one.id for one in services.directory.all()] == before
    assert [source.name for source in services.directory.sources()] == ["Public libraries"]


def test_local_help_for_a_topic_is_near_and_at_most_three(make_services: Make) -> None:
    services = make_services(libraries=True)
    services.directory.take_in(services.directory.preview(SAMPLE, "Demo listings"))
    for topic in services.catalogues.topics:
        matches = services.directory.for_topics([topic])
        assert len(matches) <= 3
    sims = services.directory.for_topics([t for t in services.catalogues.topics if t.code == "data-sim"])
    assert sims
    assert all(match.miles is None or match.miles < 60 for match in sims)


def test_the_published_lists_come_in(make_services: Make, shared_data: Path) -> None:
    services = make_services()
    folder = shared_data / "directory"
    for name, least in (("libraries_scotland.csv", 470), ("libraries_wales.csv", 220)):
        preview = services.directory.preview(folder / name, name)
        assert preview.found == preview.used + preview.refused_count
        assert preview.used >= least
        services.directory.take_in(preview)
    for variant in ("Default", "Warn", "Test"):
        path = folder / "oruk-validator-mocks" / f"V3.0-UK-{variant}" / "service_full.json"
        preview = services.directory.preview(path, variant)
        assert preview.used == 1
        services.directory.take_in(preview)
    assert services.directory.search(DirectoryQuery("counselling")).total >= 1


def test_hours_are_kept_as_they_were_kept_before_and_more_only_where_it_is_said() -> None:
    """A list taken in by an earlier version must not look as if every place had changed its hours."""
    plain = OpeningHours((0, 1), time(9), time(17))
    nth = OpeningHours((0,), time(9), time(17), nth=(1,), until=date(2027, 1, 1), doubt="unread")
    row = to_row(Listing("Hub", "1", hours=(plain, nth)))
    kept = json.loads(str(row["hours"]))
    assert list(kept[0]) == ["days", "opens", "closes", "valid_from", "valid_to", "month_days"]
    assert set(kept[1]) - set(kept[0]) == {"nth", "until", "doubt"}
    assert from_row(Listing, row).hours == (plain, nth)
