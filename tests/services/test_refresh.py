"""A source is refreshed without fear: what would change is known, much waits, one step leads back."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from champion_desk.domain.directory import DirectoryQuery, ImportPreview, Listing, Location, ReadRow
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.domain.sessions import AssistedSession
from champion_desk.services import Services, intake
from champion_desk.services.intake import TakenIn
from champion_desk.services.list_reading import Reading
from champion_desk.services.place_forms import PlaceForm
from champion_desk.services.sources import SourceState
from champion_desk.storage.directory import DirectoryRepository
from tests.feed_server import Reply, Site, full, pages

Make = Callable[..., Services]


@pytest.fixture
def desk(make_services: Make, certificate: Path) -> Services:
    services = make_services()
    services.directory.trusted = ssl.create_default_context(cafile=str(certificate))
    return services


def place(number: int, **more: object) -> Listing:
    usual = Listing(
        f"Hub {number}",
        str(number),
        phones=(f"01632 960{number:03}",),
        description=f"Quokka number {number}",
        locations=(Location("", (f"{number} Quay Street",), "Kirkwall", "KW15 1AG"),),
    )
    return replace(usual, **more)  # type: ignore[arg-type]


def hubs(*listings: Listing) -> tuple[ReadRow, ...]:
    return tuple(ReadRow(line, one.name, one) for line, one in enumerate(listings, 1))


def preview(desk: Services, *listings: Listing) -> ImportPreview:
    return desk.directory.preview_rows(hubs(*listings), "Hubs", "oruk", "hubs.json")


def take_in(desk: Services, *listings: Listing, agreed: bool = True) -> TakenIn:
    return desk.directory.take_in(preview(desk, *listings), agreed)


def state(desk: Services, name: str = "Hubs") -> SourceState:
    return next(one for one in desk.sources.states() if one.source.name == name)


def names(desk: Services, text: str = "") -> list[str]:
    return sorted(match.listing.name for match in desk.directory.search(DirectoryQuery(text)).matches)


def named(desk: Services, name: str) -> Listing:
    return next(one for one in desk.directory.all() if one.name == name)


TEN = tuple(place(number) for number in range(1, 11))


def test_what_would_change_is_named_field_by_field(desk: Services) -> None:
    take_in(desk, *TEN)
    changed = replace(TEN[0], phones=("01632 960999",), hours_note="Mondays")
    found = preview(desk, changed, *TEN[1:9], place(11))
    assert (found.added, found.changed, found.same, found.gone) == (1, 1, 8, 1)
    told = {one.kind: one for one in found.differences}
    assert (told["added"].name, told["gone"].name) == ("Hub 11", "Hub 10")
    changes = {one.field: (one.before, one.after) for one in told["changed"].changes}
    assert changes == {"phones": ("01632 960001", "01632 960999"), "hours_note": ("", "Mondays")}
    assert found.doubts == ()


def test_what_is_gone_is_marked_and_comes_back(desk: Services) -> None:
    take_in(desk, *TEN)
    gone_id = named(desk, "Hub 10").id
    take_in(desk, *TEN[:9])
    assert "Hub 10" not in names(desk)
    assert desk.directory.get(gone_id).name == "Hub 10"
    assert (state(desk).listed, state(desk).gone) == (9, 1)
    take_in(desk, *TEN)
    assert named(desk, "Hub 10").id == gone_id


@pytest.mark.parametrize(
    ("listings", "code", "count", "of"),
    [
        (TEN[:6], "gone", 4, 10),
        ((*(place(n, phones=("0300 123 4567",)) for n in range(1, 4)), *TEN[3:]), "phones", 3, 10),
        (
            (*(place(n, locations=(Location("", ("1 Elsewhere",), "Wick"),)) for n in range(1, 4)), *TEN[3:]),
            "addresses", 3, 10,
        ),
    ],
)  # fmt: skip
def test_a_pull_that_changes_much_waits_for_a_person(
    desk: Services, listings: tuple[Listing, ...], code: str, count: int, of: int
) -> None:
    take_in(desk, *TEN)
    found = preview(desk, *listings)
    assert [(one.code, one.count, one.of) for one in found.doubts] == [(code, count, of)]
    with pytest.raises(Problem) as caught:
        desk.directory.take_in(found)
    assert caught.value.code == f"refresh-waits-{code}"
    assert names(desk) == sorted(one.name for one in TEN)
    desk.directory.take_in(found, agreed=True)
    assert state(desk).listed == len(listings)


def test_little_changes_and_other_spellings_do_not_wait(desk: Services) -> None:
    take_in(desk, *TEN)
    spelled = [
        replace(
            one, phones=(one.phones[0].replace("01632 ", "+44 (1632) "),),
            locations=(replace(one.location, address=(one.location.address[0].upper() + ",",)),),
        )
        for one in TEN
    ]  # fmt: skip
    assert preview(desk, *spelled).doubts == ()
    assert preview(desk, *TEN[:7]).doubts == ()  # 30 % is not over 30 %


def test_one_step_back_keeps_what_this_desk_says(desk: Services) -> None:
    take_in(desk, *TEN)
    hub = named(desk, "Hub 2")
    form = desk.keeping.form(hub.id)
    desk.keeping.edit(hub.id, replace(form, phones="01856 873166", note="Ring twice"), form)
    taken = take_in(desk, place(1, name="Wombat"), *TEN[1:8], place(11))
    assert (names(desk, "quokka"), names(desk, "wombat")) == (
        sorted([*(f"Hub {n}" for n in range(2, 9)), "Hub 11", "Wombat"]), ["Wombat"],
    )  # fmt: skip
    assert named(desk, "Hub 2").phones == ("01856 873166",)
    desk.keeping.report(hub.id, "hours")  # days later, with other things done since
    done = desk.sources.step_back(taken.done.record_id)
    assert names(desk) == sorted(one.name for one in TEN)
    assert names(desk, "wombat") == []
    assert named(desk, "Hub 2").phones == ("01856 873166",)
    assert desk.keeping.kept(hub.id).note == "Ring twice"
    assert not state(desk).can_step_back
    with pytest.raises(Problem, match="no-older-version"):
        desk.sources.step_back(taken.done.record_id)
    desk.history.undo(done)
    assert "Wombat" in names(desk)
    assert names(desk, "wombat") == ["Wombat"]


def test_a_first_import_has_no_step_back_and_a_pull_without_news_keeps_the_one_there_is(
    desk: Services,
) -> None:
    taken = take_in(desk, *TEN)
    assert not state(desk).can_step_back
    take_in(desk, place(1, name="Wombat"), *TEN[1:])
    take_in(desk, place(1, name="Wombat"), *TEN[1:])
    desk.sources.step_back(taken.done.record_id)
    assert "Hub 1" in names(desk)


def test_stepping_back_leaves_out_what_was_erased(desk: Services) -> None:
    taken = take_in(desk, *TEN)
    erased = named(desk, "Hub 1").id
    take_in(desk, place(1, name="Wombat"), place(2, name="Numbat"), *TEN[2:])
    desk.erasure.erase([erased])
    desk.sources.step_back(taken.done.record_id)
    assert names(desk) == sorted(one.name for one in TEN[1:])


def test_local_edits_stay_on_top_of_a_refresh_and_go_back_in_one_act(desk: Services) -> None:
    take_in(desk, *TEN)
    hub = named(desk, "Hub 3")
    form = desk.keeping.form(hub.id)
    done = desk.keeping.edit(hub.id, replace(form, name="Hub three", postcode="KW16 3BU"), form)
    take_in(desk, *TEN[:2], replace(TEN[2], name="Third hub", description="New words"), *TEN[3:])
    now = desk.directory.get(hub.id)
    assert (now.name, now.description, now.location.postcode) == ("Hub three", "New words", "KW16 3BU")
    kept = desk.keeping.kept(hub.id)
    assert {one.field: one.source_says for one in kept.local} == {
        "name": "Third hub", "locations": "3 Quay Street, Kirkwall, KW15 1AG",
    }  # fmt: skip
    assert {one.made_by for one in kept.local} == {"Mairi"}
    assert (names(desk, "three"), names(desk, "third")) == (["Hub three"], [])
    desk.keeping.use_source(hub.id, "name")
    assert desk.directory.get(hub.id).name == "Third hub"
    assert (names(desk, "three"), names(desk, "third")) == ([], ["Third hub"])
    back = desk.keeping.use_source(hub.id)
    assert desk.keeping.kept(hub.id).local == ()
    desk.history.undo(back)
    assert desk.directory.get(hub.id).location.postcode == "KW16 3BU"
    with pytest.raises(Problem, match="cannot-undo"):
        desk.history.undo(done)  # the name was given back since


def test_a_source_is_removed_with_its_places_and_comes_back(desk: Services) -> None:
    taken = take_in(desk, *TEN)
    done = desk.sources.remove(taken.done.record_id)
    assert (names(desk), desk.directory.sources(), desk.directory.count()) == ([], [], 0)
    desk.history.undo(done)
    assert len(names(desk)) == 10
    desk.sources.remove(taken.done.record_id)
    again = preview(desk, *TEN[:2])
    assert (again.added, again.gone, again.doubts) == (2, 0, ())
    desk.directory.take_in(again)
    assert names(desk) == ["Hub 1", "Hub 2"]


def test_a_source_is_refreshed_from_where_it_came(desk: Services, site: Site) -> None:
    site.answer = pages([full(1), full(2), full(3)])
    first = desk.directory.preview(f"{site.address}/api/services", "Feed")
    source_id = desk.directory.take_in(first).done.record_id
    site.answer = pages([full(1), full(2), full(3), full(4)])
    found = desk.sources.refresh(source_id, Reading())
    assert (found.preview.added, found.taken is not None) == (1, True)
    site.answer = pages([full(1), full(2)])
    waits = desk.sources.refresh(source_id, Reading())
    assert waits.taken is None
    assert [(one.code, one.count, one.of) for one in state(desk, "Feed").source.waits] == [("gone", 2, 4)]
    assert state(desk, "Feed").listed == 4
    desk.sources.leave_out(source_id)
    assert state(desk, "Feed").source.waits == ()
    assert desk.sources.waiting(source_id) is None
    desk.sources.refresh(source_id, Reading())
    desk.sources.agree(source_id)
    assert (state(desk, "Feed").listed, state(desk, "Feed").source.waits) == (2, ())
    desk.sources.step_back(source_id)
    assert state(desk, "Feed").listed == 4


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ((403, {}, b""), "feed-refused"),
        ((200, {"Content-Type": "text/html"}, b"<html>Log in</html>"), "feed-not-json"),
        ((200, {}, b'{"contents": []}'), "feed-empty"),
        ((200, {}, b'{"contents": [{"id": 1, "na'), "feed-not-json"),
    ],
)
def test_trouble_keeps_the_old_directory(desk: Services, site: Site, reply: Reply, code: str) -> None:
    site.answer = pages([full(1), full(2)])
    address = f"{site.address}/api/services"
    source_id = desk.directory.take_in(desk.directory.preview(address, "Feed")).done.record_id
    before = state(desk, "Feed")
    site.answer = lambda _path, _query: reply
    with pytest.raises(Problem) as caught:
        desk.sources.refresh(source_id, Reading())
    assert caught.value.code == code
    assert state(desk, "Feed") == before


def test_a_stranger_s_certificate_keeps_the_old_directory(desk: Services, site: Site) -> None:
    site.answer = pages([full(1)])
    address = f"{site.address}/api/services"
    source_id = desk.directory.take_in(desk.directory.preview(address, "Feed")).done.record_id
    desk.directory.trusted = None
    with pytest.raises(Problem, match="feed-tls"):
        desk.sources.refresh(source_id, Reading())
    assert state(desk, "Feed").listed == 1


def test_a_refresh_that_is_stopped_changes_nothing(desk: Services, site: Site) -> None:
    site.answer = pages([full(1)])
    address = f"{site.address}/api/services"
    source_id = desk.directory.take_in(desk.directory.preview(address, "Feed")).done.record_id
    site.answer = pages([full(1), full(2)])
    with pytest.raises(Cancelled):
        desk.sources.refresh(source_id, Reading(cancelled=lambda: len(site.asked) > 3))
    with pytest.raises(Cancelled):
        desk.sources.refresh(source_id, Reading(), keeps=lambda: False)
    assert state(desk, "Feed").listed == 1


def test_http_is_read_only_where_a_person_agreed_and_that_is_remembered(
    desk: Services, plain_site: Site
) -> None:
    plain_site.answer = pages([full(1)])
    address = f"{plain_site.address}/api/services"
    with pytest.raises(Problem, match="feed-insecure"):
        desk.directory.preview(address, "Feed")
    agreed = desk.directory.preview(address, "Feed", reading=Reading(allow_http=True))
    source_id = desk.directory.take_in(agreed).done.record_id
    assert desk.sources.refresh(source_id, Reading()).preview.same == 1


def test_a_source_without_an_address_says_what_to_do(desk: Services) -> None:
    rows = hubs(*TEN)
    source_id = desk.directory.take_in(
        desk.directory.preview_rows(rows, "Typed", "spreadsheet", "")
    ).done.record_id
    with pytest.raises(Problem, match="source-no-address"):
        desk.sources.refresh(source_id, Reading())
    desk.keeping.add(PlaceForm(name="Our hall"), "This desk's own places")
    own = state(desk, "This desk's own places")
    assert (own.is_own, own.can_refresh, own.listed) == (True, False, 1)
    with pytest.raises(Problem, match="source-is-own"):
        desk.sources.refresh(own.source.id, Reading())


def test_a_change_between_planning_and_writing_is_seen(
    desk: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(desk, *TEN)
    found = preview(desk, place(1, name="Wombat"), *TEN[1:])
    real = DirectoryRepository.stamp

    def other_first(self: DirectoryRepository) -> str:
        stamp = real(self)
        monkeypatch.setattr(DirectoryRepository, "stamp", real)
        take_in(desk, *TEN[:9], place(10, name="Numbat"))  # as the other thread does meanwhile
        return stamp

    monkeypatch.setattr(DirectoryRepository, "stamp", other_first)
    desk.directory.take_in(found)
    assert "Wombat" in names(desk)
    assert "Numbat" not in names(desk)


def test_a_session_is_saved_while_a_list_is_taken_in(desk: Services) -> None:
    many = [place(n, raw="x" * 500) for n in range(1, 3001)]
    found = preview(desk, *many)
    saved: list[int] = []
    over = threading.Event()

    def save() -> None:
        while not over.is_set():
            topics = (desk.catalogues.topics[0].code,)
            now = datetime.now().astimezone()
            desk.sessions.log(AssistedSession(desk.champion.id, desk.site.id, now, topics, 5, "done"))
            saved.append(1)
            over.wait(0.01)

    thread = threading.Thread(target=save)
    thread.start()
    try:
        desk.directory.take_in(found, agreed=True)
    finally:
        over.set()
        thread.join()
    assert len(saved) > 3
    assert desk.directory.search(DirectoryQuery("quokka")).total == 3000


def test_words_that_a_kill_left_out_are_made_by_the_next_who_looks(
    desk: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "make_words", lambda *_: None)  # the power goes here
    take_in(desk, *TEN)
    monkeypatch.undo()
    assert len(names(desk, "quokka")) == 10


def test_words_that_a_kill_left_out_are_made_before_the_next_list_comes(
    desk: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "make_words", lambda *_: None)  # the power goes here
    take_in(desk, *TEN)
    monkeypatch.undo()
    other = hubs(place(20, name="Numbat"))
    desk.directory.take_in(desk.directory.preview_rows(other, "Another list", "oruk", ""))
    assert len(names(desk, "quokka")) == 11


def test_taking_in_says_how_far_it_is_and_never_goes_back(desk: Services) -> None:
    found = preview(desk, *(place(n) for n in range(1, 701)))
    told: list[tuple[int, int | None]] = []
    desk.directory.take_in(found, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told, key=lambda one: one[0])
    assert told[-1] == (700, 700)


def test_a_list_stopped_while_it_is_written_changes_nothing(desk: Services) -> None:
    take_in(desk, *TEN)
    before = state(desk)
    found = preview(desk, *(place(n, description="Wombat") for n in range(1, 701)))
    told: list[int] = []
    with pytest.raises(Cancelled):
        desk.directory.take_in(
            found,
            agreed=True,
            progress=lambda done, _total: told.append(done),
            cancelled=lambda: bool(told) and told[-1] > 200,
        )
    assert (state(desk), names(desk, "wombat")) == (before, [])
    with pytest.raises(Cancelled):
        desk.directory.take_in(found, agreed=True, may_keep=lambda: False)
    assert (state(desk), names(desk, "wombat")) == (before, [])


def test_a_big_refresh_is_undone_whole(desk: Services) -> None:
    many = [place(n) for n in range(1, 701)]
    take_in(desk, *many)
    taken = take_in(desk, *(replace(one, description="Wombat") for one in many))
    assert len(names(desk, "wombat")) == 200  # as many as are shown at first
    desk.history.undo(taken.done)
    assert names(desk, "wombat") == []
    assert desk.directory.search(DirectoryQuery("quokka")).total == 700
