"""Taking back an import, and importing again: what is listed and what is found stay in step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from champion_desk.domain.directory import DirectoryQuery
from champion_desk.domain.problems import Invalid
from champion_desk.services import Services
from champion_desk.services.intake import TakenIn
from champion_desk.storage.listing_words import ColumnRow, ListingWords

Make = Callable[..., Services]
LIST = "ID,Name,Postcode,Town\n1,Quokka Hub,KW15 1AG,Kirkwall\n2,Other Hub,IV1 1NH,Inverness\n"


@pytest.fixture
def services(make_services: Make) -> Services:
    return make_services()


@pytest.fixture
def take_in(services: Services, tmp_path: Path) -> Callable[[str], TakenIn]:
    def taking(text: str) -> TakenIn:
        path = tmp_path / "hubs.csv"
        path.write_text(text, encoding="utf-8")
        return services.directory.take_in(services.directory.preview(path, "Hubs"))

    return taking


def found(services: Services, word: str) -> int:
    return services.directory.search(DirectoryQuery(word)).total


TakeIn = Callable[[str], TakenIn]


def test_a_list_that_was_taken_back_can_be_taken_in_again(services: Services, take_in: TakeIn) -> None:
    services.history.undo(take_in(LIST).done)
    assert (found(services, "quokka"), services.directory.sources()) == (0, [])
    again = take_in(LIST)
    assert (again.preview.added, again.preview.same) == (2, 0)
    assert found(services, "quokka") == 1
    assert [source.name for source in services.directory.sources()] == ["Hubs"]


def test_words_are_found_again_when_a_change_is_taken_back(services: Services, take_in: TakeIn) -> None:
    take_in(LIST)
    changed = take_in(LIST.replace("Quokka", "Wombat"))
    assert (found(services, "quokka"), found(services, "wombat")) == (0, 1)
    services.history.undo(changed.done)
    assert (found(services, "quokka"), found(services, "wombat")) == (1, 0)


def test_an_import_that_changed_nothing_to_see_can_be_taken_back(services: Services, take_in: TakeIn) -> None:
    take_in(LIST)
    unseen = take_in(
        "ID,Name,Postcode,Town,Odd\n1,Quokka Hub,KW15 1AG,Kirkwall,z\n2,Other Hub,IV1 1NH,Inverness,\n"
    )
    services.history.undo(unseen.done)
    assert found(services, "hub") == 2


def test_a_list_previewed_twice_is_one_source(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "hubs.csv"
    path.write_text(LIST, encoding="utf-8")
    first, second = (services.directory.preview(path, "Hubs") for _ in range(2))
    services.directory.take_in(first)
    services.directory.take_in(second)
    assert [source.name for source in services.directory.sources()] == ["Hubs"]
    assert found(services, "hub") == 2


def test_a_source_has_a_name_that_fits(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "hubs.csv"
    path.write_text(LIST, encoding="utf-8")
    assert services.directory.preview(path, "   ").source.name == "hubs"
    with pytest.raises(Invalid, match="too-long"):
        services.directory.preview(path, "x" * 10_000)


def test_a_change_while_the_list_is_read_is_not_hidden_by_it(
    services: Services, take_in: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = ListingWords.columns

    def slow(self: ListingWords) -> list[ColumnRow]:
        before = list(read(self))
        monkeypatch.setattr(ListingWords, "columns", read)
        take_in(LIST)  # as the other thread does meanwhile
        return before

    monkeypatch.setattr(ListingWords, "columns", slow)
    assert services.directory.search(DirectoryQuery()).total == 0
    assert services.directory.search(DirectoryQuery()).total == 2
