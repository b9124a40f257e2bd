"""Searching the directory: slips, synonyms, accents, places, ranking, filters and counts, odd queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import chain, combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from champion_desk.domain.directory import DirectoryQuery, Listing, Location, ReadRow, freshness
from champion_desk.domain.identity import new_id
from champion_desk.domain.opening import LONDON, OpeningHours
from champion_desk.domain.places import Position, miles_between
from champion_desk.paths import resources_dir
from champion_desk.services import Services
from tests.services.relevance import LEAST, QUESTIONS, reached

Make = Callable[..., Services]
SAMPLE = resources_dir() / "sample" / "listings.json"
KIRKWALL = Position(58.98150, -2.96010)
ALWAYS = (OpeningHours((0, 1, 2, 3, 4, 5, 6), time(0, 0), time(23, 59, 59)),)


def take_in(services: Services, *listings: Listing, name: str = "Test list") -> None:
    rows = tuple(ReadRow(at, one.name, one) for at, one in enumerate(listings, start=1))
    services.directory.take_in(services.directory.preview_rows(rows, name, "csv", ""), agreed=True)


def listing(name: str, **values: object) -> Listing:
    return replace(Listing(name, name), **values)  # type: ignore[arg-type]


def at(latitude: float, longitude: float, town: str = "") -> tuple[Location, ...]:
    return (Location("", (), town, "", Position(latitude, longitude)),)


def names(services: Services, text: str = "", near: str = "", **query: object) -> list[str]:
    answer = services.directory.search(DirectoryQuery(text, near, **query))  # type: ignore[arg-type]
    return [match.listing.name for match in answer.matches]


def why(services: Services, text: str) -> list[tuple[str, str, str]]:
    answer = services.directory.search(DirectoryQuery(text))
    return [(one.why.code, one.why.word, one.why.typed) for one in answer.matches]


@pytest.fixture
def stocked(make_services: Make) -> Services:
    services = make_services(libraries=True)
    services.directory.take_in(services.directory.preview(SAMPLE, "Demo listings"))
    return services


def test_forty_questions_have_what_a_champion_would_expect_among_the_first_three(stocked: Services) -> None:
    good = reached(stocked)
    missed = [one.text for one in QUESTIONS if one not in good]
    assert len(QUESTIONS) == 40
    assert len(good) >= LEAST, missed


# Words


def test_a_slip_of_spelling_is_looked_past_and_said(make_services: Make) -> None:
    services = make_services()
    take_in(services, listing("Forms", description="We fill in benefits forms."), listing("Other"))
    for typed in ("benfits", "benefitts", "bennefits", "Benfits"):
        assert names(services, typed) == ["Forms"]
    assert why(services, "benfits") == [("spelling", "benefits", "benfits")]
    assert why(services, "benefits") == [("description", "benefits", "")]
    assert names(services, "bft") == []  # too short to be a slip of anything


def test_words_are_found_while_they_are_typed_also_where_the_stem_is_another(make_services: Make) -> None:
    services = make_services()
    take_in(services, listing("Universal Credit counselling for disabilities"))
    for word in ("universal", "counselling", "disabilities"):
        for letters in range(1, len(word) + 1):
            assert names(services, word[:letters]), word[:letters]
    assert names(services, "disability")
    assert names(services, "universal cre")


def test_synonyms_are_found_and_said(make_services: Make) -> None:
    services = make_services()
    take_in(
        services,
        listing("Claim line", description="Help with a Universal Credit claim."),
        listing("Wi-Fi corner"),
        listing("Homes", tags=("Social housing",)),
    )
    assert names(services, "UC") == ["Claim line"]
    assert why(services, "UC") == [("synonym", "Universal Credit", "UC")]
    assert names(services, "wifi") == names(services, "wi-fi") == names(services, "wi fi") == ["Wi-Fi corner"]
    assert names(services, "council house") == ["Homes"]
    assert names(services, "tai cymdeithasol") == ["Homes"]
    assert names(services, "Credyd Cynhwysol claim") == ["Claim line"]


def test_accents_and_other_names_of_places_make_no_difference(stocked: Services) -> None:
    for typed in ("Steòrnabhagh", "steornabhagh", "Stòrnabhagh", "STORNOWAY"):
        assert "Stornoway Library" in names(stocked, typed), typed
        assert names(stocked, "library", near=typed)[0] == "Stornoway Library"
    for typed in ("Caernarfon", "Carnarvon", "caernarvon"):
        assert names(stocked, f"library {typed}")[0] == "Caernarfon Library"
        near = stocked.directory.place(typed)
        assert near is not None
        assert "Gwynedd" in near.local


def test_the_council_s_own_words_count_as_soon_as_the_file_is_saved(make_services: Make) -> None:
    services = make_services()
    take_in(
        services, listing("Customer service point"), listing("Credit line", description="Universal Credit")
    )
    own = services.synonyms.own
    assert names(services, "kremlin") == []
    services.synonyms.begin()
    assert names(services, "kremlin") == []
    own.write_text('office = ["the Kremlin", "service point"]\nuniversal-credit = []\n', encoding="utf-8")
    assert names(services, "the kremlin") == ["Customer service point"]
    assert names(services, "UC") == []
    own.unlink()
    assert names(services, "kremlin") == []
    assert names(services, "UC") == ["Credit line"]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'a = ["x", "y"]\nb = ["x"\nc = 1\n', 3),
        (b'a = ["x", "y"]\n\nb = "x"\n', 3),
        (b'a = ["x", 5]\n', 1),
        (b'a = ["x"]\nb = ["\xff"]\n', 2),
        (b"[table]\na = ['x']\n", 1),
    ],
)
def test_a_broken_file_of_words_is_named_with_its_line_and_changes_nothing(
    make_services: Make, content: bytes, line: int
) -> None:
    services = make_services()
    take_in(services, listing("Credit line", description="Universal Credit"))
    services.synonyms.own.write_bytes(content)
    assert names(services, "UC") == ["Credit line"]
    problem = services.synonyms.problem
    assert problem is not None
    assert (problem.code, problem.facts["line"]) == ("synonyms-broken", line)
    services.synonyms.own.write_bytes(b'a = ["x", "credit line"]\n')
    assert names(services, "x") == ["Credit line"]
    assert services.synonyms.problem is None


def test_where_no_place_has_all_words_those_with_the_most_come_up(make_services: Make) -> None:
    services = make_services()
    take_in(services, listing("Chess and tea"), listing("Tea only"), listing("Other"))
    assert services.directory.search(DirectoryQuery("chess tea zebra")).total == 0
    answer = services.directory.search(DirectoryQuery("chess tea zebra", partly=True))
    assert answer.partial
    assert [match.listing.name for match in answer.matches] == ["Chess and tea"]
    assert not services.directory.search(DirectoryQuery("chess tea", partly=True)).partial


HOSTILE = (
    '"',
    "'",
    '" OR 1=1 --',
    "NEAR(a b, 5)",
    "name:library",
    "*",
    "-",
    "library*",
    "^library",
    "a AND NOT (b OR",
    "x" * 10_000,
    "library " * 2_000,
    "😀🏴\U000e0067\U000e0062",
    "مكتبة",
    "\u202egnirts desrever",
    "lib\0rary",
    "\ud800",
    "(((((((((",
    "%s %d {name}",
    "\\",
    "ı" * 50,
    "0between0words0",
)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_odd_questions_are_only_words(services: Services, text: str) -> None:
    for query in (DirectoryQuery(text), DirectoryQuery("library", text), DirectoryQuery(f"library {text}")):
        answer = services.directory.search(query)
        assert answer.total >= len(answer.matches)


@given(st.text(max_size=60), st.text(max_size=20))
@settings(max_examples=60, deadline=None)
def test_any_text_is_answered(shared_desk: Services, text: str, near: str) -> None:
    answer = shared_desk.directory.search(DirectoryQuery(text, near, limit=5, partly=True))
    assert answer.total >= len(answer.matches)


# Where


def test_ranking_puts_exact_names_then_near_fresh_and_open_above_the_rest(make_services: Make) -> None:
    services = make_services()
    today = date.today()
    here, far = at(58.98, -2.96), at(51.5, -0.1)
    take_in(
        services,
        listing("Chess", locations=far),
        listing("Chess far away", locations=far),
        listing("Chess unchecked", locations=here),
        listing("Chess checked", locations=here, checked_on=today),
        listing("Chess checked and open", locations=here, checked_on=today, hours=ALWAYS),
        listing("Chess closed for now", locations=here, checked_on=today, status="temporarily closed"),
        listing("Board games", description="Also chess.", locations=here, checked_on=today),
    )
    found = names(services, "chess")
    assert found[:4] == ["Chess", "Chess checked and open", "Chess checked", "Chess unchecked"]
    assert found.index("Board games") < found.index("Chess far away")


def test_the_nearest_of_several_locations_counts_and_is_shown(make_services: Make) -> None:
    services = make_services()
    both = (*at(51.5, -0.1, "London"), *at(58.98, -2.96, "Kirkwall"))
    take_in(services, listing("Two doors", locations=both), listing("One door", locations=at(58.9, -3.2)))
    match = services.directory.search(DirectoryQuery("door")).matches[0]
    assert (match.listing.name, match.location.town) == ("Two doors", "Kirkwall")
    assert match.miles is not None
    assert match.miles < 1
    assert names(services, "", within=5) == ["Two doors"]
    assert names(services, "door", near="SW1A") == ["Two doors", "One door"]


def test_what_serves_this_area_or_the_nation_is_kept_apart_from_what_serves_another(
    make_services: Make,
) -> None:
    services = make_services()
    take_in(
        services,
        listing("Ours by phone", areas=("Orkney Islands",), access=("phone",)),
        listing("Scotland by phone", areas=("Scotland",), access=("phone",)),
        listing("Anywhere by phone", access=("phone",)),
        listing("Kent by phone", areas=("Kent",), access=("phone",)),
        listing("District by phone", areas=("KW15 and KW16",), access=("phone",)),
        listing("Here", locations=at(58.98, -2.96)),
    )
    answer = services.directory.search(DirectoryQuery())
    reasons = {match.listing.name: match.why.code for match in answer.matches}
    assert reasons["Ours by phone"] == reasons["District by phone"] == "covers"
    assert reasons["Scotland by phone"] == reasons["Anywhere by phone"] == "national"
    assert reasons["Kent by phone"] == "area"
    assert names(services)[0] == "Here"
    assert names(services)[-1] == "Kent by phone"
    assert answer.facets["where"] == {"covers": 2, "national": 2}
    only = {"where": frozenset({"covers"})}
    assert set(names(services, facets=only)) == {"Ours by phone", "District by phone"}
    in_kent = services.directory.search(DirectoryQuery(near="ME14 1XX"))
    assert in_kent.near is not None
    assert {m.listing.name for m in in_kent.matches if m.why.code == "covers"} <= {"Kent by phone"}


def test_a_place_in_the_words_is_a_place_to_be_near(services: Services) -> None:
    for text in ("library near Wick", "llyfrgell ger Wick", "leabharlann faisg air Wick"):
        assert names(services, text)[0] == "Wick Library"
    assert names(services, "library KW16 3AA")[0] == "Stromness Library"
    assert names(services, "KW16 library")[0] == "Stromness Library"
    assert names(services, "library", near="Invernes")[0] == "Inverness Library"
    assert names(services, "library", near="inverness libr") is not None


def test_a_postcode_is_found_by_itself_once_it_was_taken_in_also_an_old_one(
    services: Services, tmp_path: Path
) -> None:
    rough = services.directory.place("KW15 1AG")
    assert rough is not None
    path = tmp_path / "list.csv"
    path.write_text(
        "pcds,doterm,lat,long\nKW15 1AG,,58.98150,-2.96010\nKW15 1ZZ,200106,58.97,-2.95\n"
        "BT7 1AA,,54.5836,-5.9312\nBT7 1AB,,54.5846,-5.9312\nKW15 1AB,,99.999999,0.0\n",
        encoding="utf-8",
    )
    read = services.postcodes.take_in(path)
    assert (read.found, read.used, read.ended, read.without_position) == (5, 5, 1, 1)
    exact = services.directory.place("kw151ag")
    assert exact is not None
    assert miles_between(exact.position, KIRKWALL) < 0.01
    old = services.directory.place("KW15 1ZZ")
    assert old is not None
    assert old.ended == date(2001, 6, 1)
    assert services.directory.search(DirectoryQuery("library", "KW15 1ZZ")).near == old
    by_sector = services.directory.place("KW15 1AB")
    assert by_sector is not None
    assert by_sector.position == rough.position
    for part in ("BT7 1AA", "BT7 1", "BT7", "BT7 1XX"):
        belfast = services.directory.place(part)
        assert belfast is not None, part
        assert abs(belfast.position.latitude - 54.584) < 0.01
    known = services.postcodes.known()
    assert (known.used, known.file) == (5, "list.csv")


def test_postcodes_taken_in_later_lie_over_those_before(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "pcds,doterm,lat,long\nKW15 1AG,,58.9,-2.9\nKW15 1ZZ,200106,58.97,-2.95\n", encoding="utf-8"
    )
    services.postcodes.take_in(path)
    path.write_text(
        "pcds,doterm,lat,long\nKW15 1AG,202001,99.999999,0\nKW15 1AA,,58.8,-2.8\n", encoding="utf-8"
    )
    services.postcodes.take_in(path)
    moved = services.postcodes.find("KW15 1AG")
    assert moved is not None
    assert (moved.ended, moved.position) == (date(2020, 1, 1), Position(58.9, -2.9))
    assert services.postcodes.find("KW15 1ZZ") is not None
    assert services.postcodes.find("KW15 1AA") is not None
    assert services.postcodes.find("KW15 1AB") is None


# Filters


TODAY = date.today()
_needs = st.lists(st.sampled_from(["food", "money", "work"]), unique=True, max_size=3).map(tuple)
_listings = st.lists(
    st.builds(
        lambda word, needs, access, free, days, place, hours: listing(
            f"{word} {new_id()}",
            needs=needs,
            access=access,
            free=free,
            checked_on=None if days is None else TODAY - timedelta(days=days),
            locations=() if place is None else at(58.9815 + place / 69.0, -2.9601),
            hours=hours,
        ),
        st.sampled_from(["tea", "tea chess", "chess"]),
        _needs,
        st.sampled_from([(), ("phone",), ("visit", "phone"), ("online",)]),
        st.sampled_from([True, False, None]),
        st.sampled_from([None, 1, 183, 184, 366, 367, 900]),
        st.sampled_from([None, 0.2, 2.0, 4.0, 9.5, 24.0, 60.0, 300.0]),
        st.sampled_from([(), ALWAYS]),
    ),
    min_size=1,
    max_size=25,
)
_choices = st.fixed_dictionaries(
    {},
    optional={
        "needs": st.sets(st.sampled_from(["food", "money", "work"])).map(frozenset),
        "access": st.sets(st.sampled_from(["phone", "visit", "online"])).map(frozenset),
        "cost": st.sets(st.sampled_from(["free", "paid", "unknown"])).map(frozenset),
        "open": st.sets(st.sampled_from(["open", "unknown"])).map(frozenset),
        "checked": st.sets(st.sampled_from(["six-months", "year", "older", "never"])).map(frozenset),
        "miles": st.sets(st.sampled_from(["1", "3", "5", "10", "25"])).map(frozenset),
    },
)


def _codes(one: Listing) -> dict[str, set[str]]:
    position = one.location.position
    miles = miles_between(KIRKWALL, position) if position else 1e9
    return {
        "needs": set(one.needs),
        "access": set(one.access),
        "cost": {"unknown" if one.free is None else "free" if one.free else "paid"},
        "open": {"open" if one.hours else "unknown"},
        "checked": {freshness(one.checked_on, TODAY)},
        "miles": {str(most) for most in (1, 3, 5, 10, 25) if miles <= most},
    }


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """One desk for many examples; each puts its own listings in place of those before."""
    from champion_desk.app import build_services
    from champion_desk.domain.champions import Champion, Site
    from champion_desk.services.catalogues import Catalogues
    from champion_desk.services.desks import DeskService, NewDesk
    from champion_desk.storage import slots

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(slots.KDF, "memory_kib", 64)
        catalogues = Catalogues(resources_dir())
        desk = DeskService(tmp_path_factory.mktemp("desk"), catalogues.words)
        site = Site(
            "Library", "S12000023", "Orkney Islands", "", "KW15 1AG", "", 58.9815, -2.9601, "Scotland"
        )
        started = desk.start(NewDesk(site, Champion("Mairi"), "kettle harbour lantern seven", False))
        yield build_services(desk, started.desk, catalogues)
        desk.close()


@given(_listings, st.sampled_from(["", "tea", "chess tea", "tea zebra"]), _choices)
@settings(max_examples=40, deadline=None)
def test_filters_leave_and_count_what_counting_one_by_one_gives(
    shared_desk: Services, listings: list[Listing], text: str, chosen: dict[str, frozenset[str]]
) -> None:
    take_in(shared_desk, *listings)
    answer = shared_desk.directory.search(DirectoryQuery(text, facets=chosen, partly=True))
    # Where no listing has all of the words, those with the most of them come up.
    having = {one.name: sum(word in one.name.split() for word in text.split()) for one in listings}
    most = max(having.values())
    base = [one for one in listings if not text or (most and having[one.name] == most)]
    wanted = {name: codes for name, codes in chosen.items() if codes}

    def left(leaving_out: str = "") -> list[Listing]:
        others = {name: codes for name, codes in wanted.items() if name != leaving_out}
        return [one for one in base if all(codes & _codes(one)[name] for name, codes in others.items())]

    assert {match.listing.name for match in answer.matches} == {one.name for one in left()}
    assert answer.total == len(left())
    assert answer.everything == len(listings)
    for name in ("needs", "access", "cost", "open", "checked", "miles"):
        counts: dict[str, int] = {}
        for code in chain.from_iterable(_codes(one)[name] for one in left(name)):
            counts[code] = counts.get(code, 0) + 1
        assert answer.facets[name] == counts, name


def test_who_a_place_is_for_is_read_from_what_it_says_of_that(make_services: Make) -> None:
    services = make_services()
    take_in(
        services,
        listing("Lunch club", eligibility="For people over 60 and their carers."),
        listing("Play group", tags=("Families",)),
        listing("Workmen's hall", description="Many children came here."),
        listing("Clwb cinio", eligibility="Ar gyfer pobl hŷn"),
        listing("Sgoil", eligibility="Do luchd-cùraim"),
        listing("Plant sale", eligibility="For gardeners"),
    )
    who = services.directory.search(DirectoryQuery()).facets["who"]
    assert who == {"older": 2, "carers": 2, "families": 1}


# Speed and memory: what is looked at does not depend on how many there are


def test_pages_of_a_long_answer_join_without_a_gap_or_a_double(make_services: Make) -> None:
    services = make_services()
    many = [
        listing(
            f"Chess {number}", locations=at(50 + number % 80 / 10, -3.0), description="tea" * (number % 2)
        )
        for number in range(1_500)
    ]
    take_in(services, *many)
    for text in ("", "chess", "tea"):
        whole = names(services, text, limit=5_000)
        pages = [names(services, text, limit=100, offset=start) for start in range(0, len(whole) + 100, 100)]
        assert list(chain.from_iterable(pages)) == whole
        assert len(set(whole)) == len(whole) == services.directory.search(DirectoryQuery(text)).total
    near = [match.miles for match in services.directory.search(DirectoryQuery("chess", limit=50)).matches]
    assert near == sorted(near)  # type: ignore[type-var]


def test_a_changed_directory_answers_as_it_was_until_it_is_read_anew(make_services: Make) -> None:
    services = make_services()
    many = [listing(f"Chess {number}") for number in range(250)]
    take_in(services, *many)
    assert services.directory.search(DirectoryQuery()).total == 250
    take_in(services, *many, listing("Tea"))
    assert not services.directory.is_ready()
    assert services.directory.search(DirectoryQuery(), may_be_old=True).total == 250
    services.directory.prepare()
    assert services.directory.is_ready()
    assert services.directory.search(DirectoryQuery(), may_be_old=True).total == 251


def test_a_directory_of_a_few_places_is_never_answered_as_it_was(make_services: Make) -> None:
    services = make_services()
    assert services.directory.search(DirectoryQuery(), may_be_old=True).total == 0
    take_in(services, listing("Chess"))
    assert services.directory.search(DirectoryQuery(), may_be_old=True).total == 1


def test_opening_follows_the_clock(make_services: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    services = make_services()
    hours = (OpeningHours((0, 1, 2, 3, 4), time(9), time(17)),)
    take_in(services, listing("Weekdays", hours=hours), listing("Who knows"))
    monday = datetime(2026, 11, 2, tzinfo=LONDON)
    wanted = [(monday.replace(hour=8), 0), (monday.replace(hour=9), 1), (monday.replace(hour=17), 0)]
    wanted += [(monday.replace(hour=12), 1), (monday + timedelta(days=5, hours=12), 0)]
    for now, count in wanted:
        monkeypatch.setattr("champion_desk.services.searching.now_here", lambda now=now: now)
        answer = services.directory.search(DirectoryQuery())
        assert answer.facets["open"].get("open", 0) == count, now
        assert answer.facets["open"]["unknown"] == 1
        states = {match.listing.name: match.open.kind for match in answer.matches}
        assert states["Weekdays"] == ("open" if count else "closed")


def test_help_for_topics_has_what_their_words_find(stocked: Services) -> None:
    topics = {topic.code: topic for topic in stocked.catalogues.topics}
    for some in combinations(sorted(topics)[:4], 2):
        assert len(stocked.directory.for_topics([topics[code] for code in some])) <= 3
    first = stocked.directory.for_topics([topics["data-sim"]])[0]
    assert first.listing.name == "Free data SIMs at the Haven"


def test_the_published_postcodes_come_in_whole(services: Services, shared_data: Path) -> None:
    read = services.postcodes.take_in(shared_data / "postcodes")
    assert read.found == read.used + read.unusable
    assert read.used > 70_000
    assert (services.desk.folder / "store.db").stat().st_size < 12_000_000
    westray = services.directory.place("KW17 2BX")
    assert westray is not None
    assert 58 < westray.position.latitude < 60
