"""Favourites: one's own and the site's, kept, taken off, taken back, and gone with their place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from champion_desk.domain.champions import Champion
from champion_desk.domain.directory import Listing, ReadRow
from champion_desk.services import Services
from champion_desk.services.favourites import FavouriteService

HUB, CAFE = Listing("Hub", "hub"), Listing("Café", "cafe")


def take_in(services: Services, *listings: Listing) -> None:
    rows = tuple(ReadRow(number, one.name, one) for number, one in enumerate(listings, 1))
    services.directory.take_in(services.directory.preview_rows(rows, "Local", "spreadsheet", ""), agreed=True)


@pytest.fixture
def stocked(make_services: Callable[..., Services]) -> Services:
    services = make_services()
    take_in(services, HUB, CAFE)
    return services


def names(services: Services) -> tuple[list[str], list[str]]:
    found = services.favourites.all()
    return [one.name for one in found.mine], [one.name for one in found.site]


def test_a_place_is_kept_for_oneself_and_for_the_site(stocked: Services) -> None:
    stocked.favourites.toggle(HUB.id, "mine")
    stocked.favourites.toggle(CAFE.id, "site")
    stocked.favourites.toggle(HUB.id, "site")
    assert names(stocked) == (["Hub"], ["Café", "Hub"])
    assert stocked.favourites.all().whose(HUB.id) == {"mine", "site"}
    assert len(stocked.favourites.all()) == 2


def test_taking_off_and_undo(stocked: Services) -> None:
    kept = stocked.favourites.toggle(HUB.id, "mine")
    taken = stocked.favourites.toggle(HUB.id, "mine")
    assert names(stocked) == ([], [])
    stocked.history.undo(taken)
    assert names(stocked) == (["Hub"], [])
    stocked.favourites.toggle(HUB.id, "mine")
    again = stocked.favourites.toggle(HUB.id, "mine")
    assert names(stocked) == (["Hub"], [])
    stocked.history.undo(again)
    assert names(stocked) == ([], [])
    assert kept.record_id == HUB.id


def test_a_colleague_sees_the_sites_and_not_mine(stocked: Services) -> None:
    stocked.favourites.toggle(HUB.id, "mine")
    stocked.favourites.toggle(CAFE.id, "site")
    store = stocked.desk.open_store
    theirs = FavouriteService(store, Champion("Ewan"), stocked.site, stocked.directory, stocked.board)
    assert [one.name for one in theirs.all().site] == ["Café"]
    assert theirs.all().mine == ()


def test_a_place_that_is_gone_is_no_favourite_until_it_comes_back(stocked: Services) -> None:
    stocked.favourites.toggle(HUB.id, "mine")
    take_in(stocked, CAFE)
    assert names(stocked) == ([], [])
    take_in(stocked, CAFE, replace(HUB, description="Back again"))
    assert names(stocked) == (["Hub"], [])
