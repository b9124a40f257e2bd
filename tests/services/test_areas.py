"""Names of places: the council's own first, what is near next, accents folded, one name kept for each."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from champion_desk.domain.champions import Site
from champion_desk.domain.lists import ListItem
from champion_desk.domain.places import Place, Position
from champion_desk.domain.problems import Invalid
from champion_desk.domain.sessions import AssistedSession
from champion_desk.paths import resources_dir
from champion_desk.services import Services
from champion_desk.services.areas import AreaNames
from champion_desk.services.catalogues import Catalogues

TOWNS = [
    Place("Pierowall", Position(59.32, -2.98)),
    Place("Killay", Position(51.61, -4.02)),
    Place("9 Shore Road", Position(58.98, -2.96)),
]


@pytest.fixture
def own() -> Catalogues:
    """Lists with areas of the council's own."""
    made = Catalogues(resources_dir())
    made.use(
        [
            ListItem("areas", "our-westray", {"en": "Westray", "gd": "Bheastraigh"}),
            ListItem("areas", "our-north", {"en": "North Isles", "gd": "Eileanan a Tuath"}),
            ListItem("areas", "our-street", {"en": "Old High Street"}),
        ]
    )
    return made


@pytest.fixture
def areas(own: Catalogues, kirkwall: Site) -> AreaNames:
    return AreaNames(resources_dir(), own, kirkwall, lambda: TOWNS)


def names(areas: AreaNames, typed: str, language: str = "en") -> list[str]:
    return [one.name for one in areas.offered(typed, language)]


def test_the_councils_own_come_first(areas: AreaNames) -> None:
    assert names(areas, "we")[0] == "Westray"
    assert names(areas, "isles")[0] == "North Isles"


def test_what_is_near_comes_before_what_is_far(areas: AreaNames) -> None:
    found = names(areas, "ki")
    assert found[0] == "Kirkwall"
    assert "Killay" not in found[:2]
    assert names(areas, "pier") == ["Pierowall"]


def test_a_place_elsewhere_says_where(areas: AreaNames) -> None:
    found = areas.offered("caernarfon", "en")
    assert [(one.name, one.hint) for one in found] == [("Caernarfon", "Gwynedd")]


def test_no_address_that_stands_in_a_list_is_offered(areas: AreaNames) -> None:
    offered = {one.name for letter in "abcdefghijklmnoprstuvwy" for one in areas.offered(letter, "en")}
    assert offered
    assert not any(sign.isdigit() for name in offered for sign in name)
    assert "9 Shore Road" not in names(areas, "sh")


def test_accents_and_case_do_not_matter(areas: AreaNames) -> None:
    assert areas.known("  WESTRAY ") == "Westray"
    assert areas.known("bheastraigh") == "Westray"
    assert areas.offered("eìlean", "gd")[0].shown == "Eileanan a Tuath"


def test_one_name_is_kept_whatever_language_it_was_chosen_in(areas: AreaNames) -> None:
    assert areas.checked("Bheastraigh") == "Westray"
    assert areas.shown("Westray", "gd") == "Bheastraigh"
    assert areas.shown("Somewhere", "gd") == "Somewhere"


def test_an_address_is_refused_unless_the_council_calls_an_area_so(areas: AreaNames) -> None:
    with pytest.raises(Invalid, match="area-too-close"):
        areas.checked("12 Bridge Street")
    assert areas.checked("old high street") == "Old High Street"


def test_a_slip_of_the_fingers_finds_its_place(areas: AreaNames) -> None:
    assert areas.nearest("Pierowal") == "Pierowall"
    assert areas.nearest("Timbuktu") == ""


def test_no_way_leads_an_address_into_a_session(services: Services) -> None:
    def session(area: str) -> AssistedSession:
        now = datetime.now(UTC)
        return AssistedSession(
            services.champion.id, services.site.id, now, ("nhs-app",), 5, "done", area=area
        )

    for area in ("12 Bridge Street", "KW15 1AA"):
        with pytest.raises(Invalid) as refused:
            services.sessions.log(session(area))
        assert refused.value.field == "area"
    kept = session("Westray")
    services.sessions.log(kept)
    assert services.sessions.get(kept.id).area == "Westray"
