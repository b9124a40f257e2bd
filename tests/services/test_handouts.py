"""What staff order on paper: languages in their order, layouts, posters, and what a session records of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from champion_desk.documents.pictures import page_count
from champion_desk.domain.champions import Site
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.sessions import AssistedSession, HandoutGiven
from champion_desk.paths import resources_dir
from champion_desk.services import Services
from champion_desk.services.handouts import HandoutService, given

KIRKWALL = Site("Kirkwall Library", postcode="KW15 1AG", phone="01632 960100", nation="Scotland")
BANGOR = Site("Llyfrgell Bangor", postcode="LL57 1DT", nation="Wales")


def at(site: Site) -> HandoutService:
    return HandoutService(resources_dir(), site, demo=False)


@pytest.fixture
def with_easy(tmp_path: Path) -> HandoutService:
    """The handouts of a folder in which one has an Easy Read text."""
    shipped = resources_dir() / "handouts" / "spot-a-scam" / "en.md"
    folder = tmp_path / "handouts" / "spot-a-scam"
    folder.mkdir(parents=True)
    plain = shipped.read_text(encoding="utf-8")
    folder.joinpath("en.md").write_text(plain, encoding="utf-8")
    head = plain[: plain.index("+++", 3) + 4]
    body = "## Stop\n\n![A hand held up](stop)\nStop and think.\n"
    folder.joinpath("en.easy.md").write_text(head + body, encoding="utf-8")
    (tmp_path / "pictures").mkdir()
    stop = resources_dir() / "pictures" / "stop.png"
    (tmp_path / "pictures" / "stop.png").write_bytes(stop.read_bytes())
    return HandoutService(tmp_path, KIRKWALL, demo=False)


@pytest.mark.parametrize(("site", "first"), [(BANGOR, "cy"), (KIRKWALL, "en")])
def test_welsh_comes_first_in_wales(site: Site, first: str) -> None:
    handouts = at(site)
    english, welsh = (handouts.get("spot-a-scam", language) for language in ("en", "cy"))
    order = handouts.order(english, 14, second=welsh, layout="columns")
    assert order.handout.language == first
    assert order.second is not None
    assert order.second.language != first
    assert handouts.order(welsh, 14, second=english).handout.language == "cy"


@pytest.mark.parametrize("layout", ["easy", "card"])
def test_a_layout_for_one_language_refuses_two(with_easy: HandoutService, layout: str) -> None:
    english = with_easy.get("spot-a-scam")
    with pytest.raises(Problem) as raised:
        with_easy.order(english, 18, second=replace(english, language="cy"), layout=layout)
    assert raised.value.code == "handout-one-language"


def test_the_same_language_twice_is_refused() -> None:
    english = at(KIRKWALL).get("spot-a-scam")
    with pytest.raises(Problem) as raised:
        at(KIRKWALL).order(english, 18, second=english)
    assert raised.value.code == "handout-same-language"


def test_easy_read_takes_its_own_text(with_easy: HandoutService) -> None:
    assert list(with_easy.titles[0].easy) == ["en"]
    order = with_easy.order(with_easy.get("spot-a-scam"), 14, layout="easy")
    assert order.handout.easy
    assert page_count(with_easy.pdf(order)) == 1
    assert given(order) == HandoutGiven("spot-a-scam", "en", 16, "easy")


def test_a_handout_without_easy_read_says_so(with_easy: HandoutService) -> None:
    other = replace(with_easy.get("spot-a-scam"), language="cy")
    with pytest.raises(Problem) as raised:
        with_easy.order(other, 18, layout="easy")
    assert raised.value.code == "handout-not-easy"
    with pytest.raises(Problem) as raised:
        with_easy.easy("no-such-sheet")
    assert raised.value.code == "handout-unknown"


def test_a_session_keeps_in_which_languages_and_layout_a_sheet_went_home(services: Services) -> None:
    english, welsh = (services.handouts.get("spot-a-scam", language) for language in ("en", "cy"))
    orders = [
        services.handouts.order(english, 14, second=welsh, layout="columns"),
        services.handouts.order(english, 24, second=welsh, layout="columns"),
        services.handouts.order(english, 18, layout="card"),
    ]
    kept = tuple(map(given, orders))
    assert kept == (
        HandoutGiven("spot-a-scam", "en", 14, "columns", "cy"),
        HandoutGiven("spot-a-scam", "en", 24, "sheet", "cy"),
        HandoutGiven("spot-a-scam", "en", 18, "card"),
    )
    session = AssistedSession(
        services.champion.id,
        services.site.id,
        datetime.now(UTC),
        (services.catalogues.topics[0].code,),
        5,
        "done",
        handouts=kept,
    )
    services.sessions.log(session)
    assert services.sessions.get(session.id).handouts == kept


def test_a_poster_is_of_this_site() -> None:
    handouts = at(KIRKWALL)
    poster = handouts.poster("Get help to go online", "Tuesdays", "", ("Forms",), paper="A5", colour="cream")
    assert poster.where == "Kirkwall Library, KW15 1AG"
    assert page_count(handouts.poster_pdf(poster)) == 1
    assert handouts.poster("Help", "Tuesdays", "The hall").where == "The hall"
    with pytest.raises(Invalid):
        handouts.poster("Help", " ", "")


def test_a_shortlist_takes_paper_and_colour(make_services: Callable[..., Services]) -> None:
    handouts = make_services().handouts
    white, cream = (handouts.shortlist_pdf((), 18, paper=paper, colour=colour) for paper, colour in (
        ("A4", "white"), ("A5", "cream"),
    ))  # fmt: skip
    assert white != cream
