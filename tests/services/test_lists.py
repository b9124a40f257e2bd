"""The council's lists: each change and its Undo, what must stay, what counts as what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_desk.domain.catalogue import topics_matching
from champion_desk.domain.champions import Champion
from champion_desk.domain.lists import (
    EDITABLE,
    LABEL_LENGTH,
    ListItem,
    cleaned_label,
    counted,
    is_code,
    new_code,
    positions_for,
)
from champion_desk.domain.log_query import LogQuery
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.retention import months_before
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.tallies import TYPED, Tally
from champion_desk.services import Services
from champion_desk.services.lists import MERGED, OFFERED, RETIRED, ListLine
from champion_desk.services.tallies import midnight


@pytest.fixture
def desk(make_services: Callable[..., Services]) -> Services:
    """An unlocked desk with nothing in it."""
    return make_services()


def log(desk: Services, topics: tuple[str, ...], outcome: str = "done", **more: object) -> str:
    session = AssistedSession(
        desk.champion.id, desk.site.id, datetime.now(UTC), topics, 10, outcome, **more  # type: ignore[arg-type]
    )  # fmt: skip
    return desk.sessions.log(session).record_id


def line(desk: Services, name: str, code: str) -> ListLine:
    return next(one for one in desk.lists.lines(name) if one.code == code)


def offered(desk: Services, name: str) -> tuple[str, ...]:
    return desk.catalogues.offered(name).codes


def told(desk: Services) -> list[str]:
    heard: list[str] = []
    desk.board.listen(heard.append)
    return heard


# Adding


@pytest.mark.parametrize("name", EDITABLE)
def test_a_line_is_added_to_every_list_and_taken_back(desk: Services, name: str) -> None:
    before = offered(desk, name)
    heard = told(desk)
    facts = {"topic": "wifi"} if name == "presets" else {}
    done = desk.lists.add(name, {"en": "Chess club", "gd": "Club tàileisg"}, facts)
    assert heard == ["lists"]
    assert done.record_id == "our-chess-club"
    assert offered(desk, name) == (*before, "our-chess-club")
    assert desk.catalogues[name].label("our-chess-club", "gd") == "Club tàileisg"
    assert desk.catalogues[name].label("our-chess-club", "cy") == "Chess club"
    desk.history.undo(done)
    assert offered(desk, name) == before
    assert "our-chess-club" not in [one.code for one in desk.lists.lines(name)]


def test_a_code_is_never_used_again(desk: Services) -> None:
    first = desk.lists.add("items", {"en": "Mouse"})
    log(desk, ("wifi",), items=(first.record_id,))
    desk.history.undo(first)
    assert desk.catalogues["items"].label(first.record_id) == "Mouse"  # a session has it still
    second = desk.lists.add("items", {"en": "Cable"})
    desk.lists.change("items", second.record_id, {"en": "Long cable"})
    third = desk.lists.add("items", {"en": "Cable"})
    codes = [one.record_id for one in (first, second, third)]
    assert codes == ["our-mouse", "our-cable", "our-cable-2"]


def test_an_own_topic_is_found_by_its_words_and_kept_in_a_session(desk: Services) -> None:
    done = desk.lists.add(
        "topics", {"en": "Ferry booking"}, {"family": "travel", "words": ["boat", "sailing", "boat"]}
    )
    topics = desk.catalogues.offered_topics
    assert topics_matching(topics, "sail", "en", {})[0].code == done.record_id
    assert next(one for one in topics if one.code == done.record_id).family == "travel"
    assert topics_matching(topics, "ferry", "en", {})
    log(desk, (done.record_id,))
    assert desk.log.totals(LogQuery(topics=(done.record_id,))).sessions == 1
    assert desk.finder.find("ferry b", "en")[0].code == done.record_id


def test_an_own_outcome_can_be_logged_and_made_up_ones_cannot(desk: Services) -> None:
    code = desk.lists.add("outcomes", {"en": "came back later"}).record_id
    log(desk, ("wifi",), code)
    assert desk.log.totals(LogQuery()).outcomes == {code: 1}
    with pytest.raises(Invalid):
        log(desk, ("wifi",), "came-back-later")


def test_outcomes_keep_a_letter_that_stands_in_their_name(desk: Services) -> None:
    desk.lists.change("outcomes", "partly", {"en": "some of it"})
    added = desk.lists.add("outcomes", {"en": "passed on"}).record_id
    keys = {one.code: one.facts["key"] for one in desk.catalogues.offered("outcomes")}
    english = {code: letters["en"] for code, letters in keys.items()}  # type: ignore[index]
    assert english["done"] == "d"
    for code, letter in english.items():
        assert letter in desk.catalogues["outcomes"].label(code)
    assert len(set(english.values())) == len(english)
    assert english[added]


@pytest.mark.parametrize(
    ("labels", "field", "code"),
    [
        ({"en": ""}, "label-en", "label-needed"),
        ({"en": " \u200b\u202e ", "cy": "Clwb"}, "label-en", "label-needed"),
        ({"en": "Chess", "cy": "x" * (LABEL_LENGTH + 1)}, "label-cy", "too-long"),
        ({"en": "LIBRARY  pc"}, "label-en", "label-taken"),
        ({"en": "Chess", "gd": "Air iasad"}, "label-gd", "label-taken"),
        ({"en": "Ring Mrs Flett, 01856 873535"}, "label-en", "looks-personal"),
    ],
)
def test_a_name_that_does_not_fit_is_refused(
    desk: Services, labels: dict[str, str], field: str, code: str
) -> None:
    before = desk.lists.lines("devices")
    with pytest.raises(Invalid) as refused:
        desk.lists.add("devices", labels)
    assert (refused.value.field, refused.value.code) == (field, code)
    assert desk.lists.lines("devices") == before


def test_a_name_that_is_not_offered_any_more_asks_to_bring_that_back(desk: Services) -> None:
    desk.lists.retire("devices", "loaned")
    with pytest.raises(Invalid) as refused:
        desk.lists.add("devices", {"en": "Loaned"})
    assert refused.value.code == "label-retired"


def test_a_name_that_looks_personal_is_kept_where_someone_says_it_is_not(desk: Services) -> None:
    code = desk.lists.add("areas", {"en": "Mrs Flett's Hill"}, accepted=frozenset({"Mrs Flett"})).record_id
    assert desk.catalogues["areas"].label(code) == "Mrs Flett's Hill"


def test_what_cannot_be_seen_is_taken_out_of_a_name() -> None:
    assert cleaned_label(" a\u202eb\x00c\u200b\t d\n\ud800 ") == "ab c d"
    assert cleaned_label("Ste\u0301ornabhagh") == "Stéornabhagh"


def test_a_key_needs_what_it_counts(desk: Services) -> None:
    with pytest.raises(Invalid) as refused:
        desk.lists.add("presets", {"en": "Ferry"}, {"topic": "no-such"})
    assert (refused.value.field, refused.value.code) == ("topic", "topic-needed")


# Renaming


def test_another_name_in_one_language_leaves_the_others(desk: Services) -> None:
    shipped = desk.catalogues.shipped("topics").get("wifi")
    assert shipped is not None
    done = desk.lists.change("topics", "wifi", {"en": "Wi-Fi and internet", "cy": "", "gd": ""})
    assert desk.catalogues["topics"].label("wifi") == "Wi-Fi and internet"
    assert desk.catalogues["topics"].label("wifi", "gd") == shipped.label("gd")
    assert line(desk, "topics", "wifi").changed
    desk.history.undo(done)
    assert desk.catalogues["topics"].label("wifi") == shipped.label()
    assert not line(desk, "topics", "wifi").changed


def test_the_name_it_ships_with_leaves_nothing_of_the_change(desk: Services) -> None:
    desk.lists.change("devices", "loaned", {"en": "lent out"})
    desk.lists.change("devices", "loaned", {"en": "loaned"})
    assert not line(desk, "devices", "loaned").changed


def test_words_and_family_of_a_topic_that_ships(desk: Services) -> None:
    desk.lists.change("topics", "wifi", {}, {"family": "devices", "words": ["eduroam"]})
    found = topics_matching(desk.catalogues.offered_topics, "eduroam", "en", {})
    assert [one.code for one in found] == ["wifi"]
    assert found[0].steps
    desk.lists.change("topics", "wifi", {"en": "Wireless"})  # without facts they stay
    assert topics_matching(desk.catalogues.offered_topics, "eduroam", "en", {})
    desk.lists.put_back("topics", "wifi")
    assert not topics_matching(desk.catalogues.offered_topics, "eduroam", "en", {})


def test_only_what_ships_can_be_put_back(desk: Services) -> None:
    code = desk.lists.add("items", {"en": "Mouse"}).record_id
    with pytest.raises(Problem):
        desk.lists.put_back("items", code)


def test_a_name_that_another_line_has_is_refused_when_renaming(desk: Services) -> None:
    with pytest.raises(Invalid) as refused:
        desk.lists.change("devices", "loaned", {"en": "Library PC"})
    assert refused.value.code == "label-taken"


# Order


def test_a_line_moves_and_comes_back(desk: Services) -> None:
    before = offered(desk, "channels")
    done = desk.lists.move("channels", before[2], -1)
    assert done is not None
    assert offered(desk, "channels") == (before[0], before[2], before[1], *before[3:])
    desk.lists.move("channels", before[2], -99)
    assert offered(desk, "channels")[0] == before[2]
    assert desk.lists.move("channels", before[2], -1) is None
    desk.lists.move("channels", before[2], 2)
    assert offered(desk, "channels") == before
    assert not any(one.changed for one in desk.lists.lines("channels"))


def test_the_order_of_topics_decides_among_equal_matches(desk: Services) -> None:
    by_type = topics_matching(desk.catalogues.offered_topics, "account", "en", {})
    last = by_type[-1].code
    desk.lists.move("topics", last, -999)
    again = topics_matching(desk.catalogues.offered_topics, "account", "en", {})
    assert {one.code for one in again} == {one.code for one in by_type}
    assert again.index(desk.catalogues["topics"].get(last)) < by_type.index(by_type[-1])  # type: ignore[arg-type]


def test_moving_passes_over_what_is_not_offered(desk: Services) -> None:
    before = offered(desk, "devices")
    desk.lists.retire("devices", before[1])
    desk.lists.move("devices", before[0], 1)
    assert offered(desk, "devices") == (before[2], before[0], *before[3:])


@given(st.permutations([f"c{at}" for at in range(12)]), st.integers(0, 12))
def test_any_order_can_be_kept(order: list[str], shipped: int) -> None:
    natural = {f"c{at}": (at + 1) * 1000 for at in range(shipped)}
    places = positions_for(order, natural)
    assert set(places) == set(order)
    full = {code: natural[code] if place is None else place for code, place in places.items()}
    assert sorted(order, key=lambda code: full[code]) == order
    assert len(set(full.values())) == len(order)


def test_a_crowded_list_keeps_any_order() -> None:
    order = ["a", *(f"o{at}" for at in range(1500)), "b"]
    places = positions_for(order, {"a": 1000, "b": 2000})
    full = {
        code: place if place is not None else {"a": 1000, "b": 2000}[code] for code, place in places.items()
    }
    assert sorted(order, key=lambda code: full[code]) == order


# Retiring


def test_what_is_retired_is_not_offered_and_keeps_its_name(desk: Services) -> None:
    log(desk, ("wifi",))
    done = desk.lists.retire("topics", "wifi")
    assert "wifi" not in offered(desk, "topics")
    assert not [one for one in desk.finder.find("wifi", "en") if one.kind == "topic" and one.code == "wifi"]
    assert desk.catalogues["topics"].label("wifi") == "Wi-Fi"
    assert desk.log.totals(LogQuery(topics=("wifi",))).sessions == 1
    assert line(desk, "topics", "wifi").state == RETIRED
    desk.history.undo(done)
    assert "wifi" in offered(desk, "topics")
    desk.lists.retire("topics", "wifi")
    desk.lists.bring_back("topics", "wifi")
    assert line(desk, "topics", "wifi").state == OFFERED


@pytest.mark.parametrize(
    ("name", "code"),
    [("outcomes", "done"), ("outcomes", "handed-on"), ("outcomes", "could-not"), ("topics", "other")],
)
def test_what_the_program_uses_itself_stays(desk: Services, name: str, code: str) -> None:
    other = next(one for one in offered(desk, name) if one != code)
    for act in (lambda: desk.lists.retire(name, code), lambda: desk.lists.merge(name, code, other)):
        with pytest.raises(Invalid) as refused:
            act()
        assert refused.value.code == "line-relied-on"
    desk.lists.change(name, code, {"en": "Something else again"})
    assert desk.catalogues[name].label(code) == "Something else again"
    assert line(desk, name, code).needed


def test_the_last_one_stays_but_areas_may_be_empty(desk: Services) -> None:
    codes = offered(desk, "devices")
    for code in codes[:-1]:
        desk.lists.retire("devices", code)
    with pytest.raises(Invalid) as refused:
        desk.lists.retire("devices", codes[-1])
    assert refused.value.code == "line-is-last"
    area = desk.lists.add("areas", {"en": "Stromness"}).record_id
    desk.lists.retire("areas", area)
    assert offered(desk, "areas") == ()


def test_keys_of_the_strip_are_the_sites_own(desk: Services) -> None:
    desk.lists.retire("presets", "nhs-app")
    code = desk.lists.add("presets", {"en": "Ferry"}, {"topic": "bus-pass"}).record_id
    desk.lists.move("presets", code, -99)
    keys = desk.tallies.presets()
    assert keys[0].code == code
    assert (keys[0].topic, len(keys)) == ("bus-pass", 8)
    desk.tallies.press(code)
    assert desk.tallies.today() == {code: 1}
    desk.lists.change("presets", code, {}, {"topic": "wifi"})
    assert desk.tallies.presets()[0].topic == "wifi"


# Merging


def test_merged_topics_count_as_one_everywhere_and_keep_their_history(desk: Services) -> None:
    old = log(desk, ("phone-set-up",), people=3)
    both = log(desk, ("wifi", "phone-set-up"))
    log(desk, ("bus-pass",))
    desk.tallies.press("wifi")
    done = desk.lists.merge("topics", "phone-set-up", "wifi")

    query = LogQuery(topics=("wifi",))
    assert {one.session.id for one in desk.log.find(query)} == {old, both}
    totals = desk.log.totals(query)
    assert (totals.sessions, totals.people, totals.tallied) == (2, 4, 1)
    assert desk.log.totals(LogQuery(topics=("phone-set-up",))) == totals  # an old filter finds as much
    assert desk.log.week(date.today()).topics == {"wifi": 5, "bus-pass": 1}
    assert desk.sessions.topic_uses() == {"wifi": 3, "bus-pass": 1}
    today = midnight(date.today()), date.today()
    assert len(desk.log.tallies(query, today[1], today[1])) == 1
    assert [topic for _hour, topic in desk.tallies.counted(today[1]).sessions].count("wifi") == 1

    session = desk.sessions.get(old)
    assert session is not None
    assert session.topics == ("phone-set-up",)  # what was logged stays
    assert "phone-set-up" not in offered(desk, "topics")
    now = line(desk, "topics", "phone-set-up")
    assert (now.state, now.onto) == (MERGED, "wifi")

    desk.history.undo(done)
    assert desk.log.totals(query).sessions == 1
    assert "phone-set-up" in offered(desk, "topics")


def test_merged_outcomes_are_found_and_added_up_as_one(desk: Services) -> None:
    mine = desk.lists.add("outcomes", {"en": "mostly"}).record_id
    log(desk, ("wifi",), mine)
    log(desk, ("wifi",), "partly")
    log(desk, ("wifi",), "done")
    desk.lists.merge("outcomes", mine, "partly")
    assert desk.log.totals(LogQuery()).outcomes == {"partly": 2, "done": 1}
    assert desk.log.totals(LogQuery(outcomes=("partly",))).sessions == 2
    assert desk.log.week(date.today()).outcomes == {"partly": 2, "done": 1}
    desk.lists.bring_back("outcomes", mine)
    assert desk.log.totals(LogQuery()).outcomes == {"partly": 1, mine: 1, "done": 1}


def test_merged_keys_count_on_the_one_that_stays(desk: Services) -> None:
    start = midnight(date.today())
    desk.tallies.press("log-in")
    desk.tallies.press("email")
    desk.lists.merge("presets", "log-in", "email")
    assert desk.tallies.today() == {"email": 2}
    hour = datetime.now().astimezone().replace(minute=0, second=0, microsecond=0)
    desk.tallies.fill_in({(hour, "email"): -2})
    assert desk.tallies.today() == {}
    assert start <= hour


def test_a_key_whose_topic_was_merged_counts_the_one_that_stays(desk: Services) -> None:
    desk.lists.merge("topics", "bus-pass", "wifi")
    desk.tallies.press("bus-pass")
    assert [one.topic for one in desk.tallies.counted(date.today()).tallies] == ["wifi"]


def test_merging_follows_a_chain_and_comes_apart_again(desk: Services) -> None:
    log(desk, ("bus-pass",))
    desk.lists.merge("topics", "bus-pass", "wifi")
    desk.lists.merge("topics", "wifi", "public-pc")
    assert desk.catalogues.counted_as("topics", "bus-pass") == "public-pc"
    assert desk.log.totals(LogQuery(topics=("public-pc",))).sessions == 1
    desk.lists.bring_back("topics", "wifi")
    assert desk.catalogues.counted_as("topics", "bus-pass") == "wifi"
    assert desk.log.totals(LogQuery(topics=("public-pc",))).sessions == 0


def test_merging_where_it_makes_no_sense_is_refused(desk: Services) -> None:
    with pytest.raises(Invalid) as refused:
        desk.lists.merge("topics", "wifi", "wifi")
    assert refused.value.code == "merge-itself"
    desk.lists.merge("topics", "wifi", "public-pc")
    desk.lists.retire("topics", "bus-pass")
    for onto in ("wifi", "bus-pass", "no-such"):
        with pytest.raises(Invalid) as refused:
            desk.lists.merge("topics", "cv", onto)
        assert refused.value.code == "merge-onto-retired"
    with pytest.raises(Invalid):
        desk.lists.merge("topics", "public-pc", "wifi")  # it would lead round


def test_undoing_in_any_order_never_leads_round(desk: Services) -> None:
    desk.lists.merge("topics", "wifi", "public-pc")
    apart = desk.lists.bring_back("topics", "wifi")
    desk.lists.merge("topics", "public-pc", "wifi")
    desk.history.undo(apart)
    assert desk.catalogues.counted_as("topics", "wifi") == "wifi"
    assert desk.catalogues.counted_as("topics", "public-pc") == "public-pc"
    assert {"wifi", "public-pc"} <= set(offered(desk, "topics"))


_CODES = [f"c{at}" for at in range(8)]


@given(st.dictionaries(st.sampled_from(_CODES), st.sampled_from([*_CODES, "gone"]), max_size=8))
def test_a_chain_of_merges_always_ends(merges: dict[str, str]) -> None:
    ends = counted(merges, _CODES)
    for code, end in ends.items():
        assert code != end
        assert end in _CODES
        assert end not in ends  # what one counts as is never merged itself
        at = code
        for _step in range(len(_CODES)):
            at = merges.get(at, at) if merges.get(at) in _CODES else at
        assert at == end


@given(st.lists(st.tuples(st.sampled_from(_CODES), st.sampled_from(_CODES)), max_size=12))
def test_merging_only_into_what_is_offered_never_leads_round(steps: list[tuple[str, str]]) -> None:
    merges: dict[str, str] = {}
    for code, onto in steps:
        if code != onto and onto not in counted(merges, _CODES):
            merges[code] = onto
        assert set(counted(merges, _CODES)) == set(merges)


@given(st.text(max_size=80), st.integers(0, 3))
def test_a_new_code_is_one_that_no_line_has(label: str, times: int) -> None:
    taken: set[str] = set()
    for _ in range(times + 1):
        code = new_code(label, taken)
        assert is_code(code)
        assert code not in taken
        assert code.startswith("our-")
        taken.add(code)


# Uses, and who may


def test_uses_are_counted_from_what_is_logged(desk: Services) -> None:
    area = desk.lists.add("areas", {"en": "Stromness"}).record_id
    gone = log(desk, ("cv",), barriers=("cost",))
    for _ in range(2):
        log(
            desk, ("wifi", "cv"), "could-not", outcome_reason="no-id", barriers=("cost", "skills"),
            items=("sim",), device="loaned", channel="phone", area="stromness", service_failed=True,
            service="nhs", service_problems=("digital-only",),
        )  # fmt: skip
    desk.tallies.press("wifi")
    desk.log.remove([gone], "mistake")
    expected = {
        "topics": {"wifi": 3, "cv": 2},
        "outcomes": {"could-not": 2},
        "reasons": {"no-id": 2},
        "barriers": {"cost": 2, "skills": 2},
        "items": {"sim": 2},
        "devices": {"loaned": 2},
        "channels": {"phone": 2},
        "areas": {area: 2},
        "services": {"nhs": 2},
        "service_problems": {"digital-only": 2},
        "presets": {"wifi": 1},
    }
    assert {name: dict(desk.lists.uses(name)) for name in EDITABLE} == expected


def test_what_has_faded_is_still_counted(desk: Services) -> None:
    today = date.today()
    then = datetime.combine(months_before(today, 25), time(11)).astimezone()
    ids = desk.champion.id, desk.site.id
    desk.sessions.log(AssistedSession(*ids, then, ("wifi", "cv"), 5, "done", device="loaned"))
    log(desk, ("wifi",), device="loaned")
    with desk.desk.open_store.transaction() as tx:
        tx.tallies.add(Tally(*ids, "wifi", 30, then, then + timedelta(hours=1), TYPED, "wifi"))
    desk.retention.run(today)
    assert desk.log.totals(LogQuery()).sessions == 1
    assert desk.lists.uses("topics") == {"wifi": 32, "cv": 1}
    assert desk.lists.uses("devices") == {"loaned": 2}
    assert desk.lists.uses("outcomes") == {"done": 2}


def test_an_area_is_counted_by_all_its_names(desk: Services) -> None:
    """Sessions hold the name itself, so a new name must not lose what was logged under the old one."""
    area = desk.lists.add("areas", {"en": "Stromnes", "gd": "Stromnis"}).record_id
    log(desk, ("cv",), area="Stromnes")
    desk.lists.change("areas", area, {"en": "Stromness"})
    log(desk, ("cv",), area="stromness")
    log(desk, ("cv",), area="Rousay")
    desk.lists.change("areas", area, {"en": "Stromness town"})
    assert desk.lists.uses("areas") == {area: 2, "Rousay": 1}


def test_only_who_leads_the_desk_may_change_its_lists(desk: Services) -> None:
    assert desk.lists.may_change()  # nobody leads it
    with desk.desk.open_store.transaction() as tx:
        tx.champions.add(Champion("Ewan", lead=True))
    assert not desk.lists.may_change()
    with pytest.raises(Problem) as refused:
        desk.lists.retire("devices", "loaned")
    assert refused.value.code == "lists-lead"
    with desk.desk.open_store.transaction() as tx:
        tx.champions.amend(replace(desk.champion, lead=True))
    assert desk.lists.may_change()


def test_another_desk_opens_with_its_own_lists(make_services: Callable[..., Services]) -> None:
    first = make_services(folder="one")
    first.lists.add("items", {"en": "Mouse"})
    second = make_services(folder="two")
    assert "our-mouse" not in second.catalogues["items"]
    first.lists.load()
    assert "our-mouse" in first.catalogues["items"]


def test_lines_of_a_newer_program_keep_their_names(desk: Services) -> None:
    with desk.desk.open_store.transaction() as tx:
        tx.lists.keep(ListItem("items", "smart-speaker", {"en": "smart speaker"}, position=1))
    desk.lists.load()
    assert offered(desk, "items")[0] == "smart-speaker"
    assert desk.catalogues["items"].label("smart-speaker") == "smart speaker"


def test_the_form_can_log_yesterday_too(desk: Services) -> None:
    """A session of another day counts in the week of that day, merged or not."""
    desk.lists.merge("topics", "cv", "wifi")
    then = datetime.now(UTC) - timedelta(days=7)
    desk.sessions.log(AssistedSession(desk.champion.id, desk.site.id, then, ("cv",), 5, "done"))
    assert desk.log.week(then.astimezone().date()).topics == {"wifi": 1}
