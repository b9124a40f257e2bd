"""The directory is kept right: checks, what is wrong, this desk's own places, what is due, and twins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from champion_desk.domain.directory import DirectoryQuery, Listing, Location, ReadRow
from champion_desk.domain.erasure import ErasureQuery
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.sessions import AssistedSession
from champion_desk.services import Services
from champion_desk.services.keeping import WrongFields
from champion_desk.services.place_forms import PlaceForm
from champion_desk.storage.listing_words import ColumnRow, ListingWords

Make = Callable[..., Services]
OWN = "This desk's own places"


@pytest.fixture
def desk(make_services: Make) -> Services:
    services = make_services()
    take_in(services, "Hubs", *(place(number) for number in range(1, 6)))
    return services


def place(number: int, **more: object) -> Listing:
    usual = Listing(
        f"Hub {number}",
        str(number),
        phones=(f"01632 960{number:03}",),
        locations=(Location("", (f"{number} Quay Street",), "Kirkwall", f"KW15 1A{'ABDEF'[number % 5]}"),),
    )
    return replace(usual, **more)  # type: ignore[arg-type]


def take_in(desk: Services, name: str, *listings: Listing) -> None:
    rows = tuple(ReadRow(line, one.name, one) for line, one in enumerate(listings, 1))
    desk.directory.take_in(desk.directory.preview_rows(rows, name, "oruk", f"{name}.json"), agreed=True)


def named(desk: Services, name: str) -> Listing:
    return next(one for one in desk.directory.all() if one.name == name)


def names(desk: Services, text: str = "") -> list[str]:
    return sorted(match.listing.name for match in desk.directory.search(DirectoryQuery(text)).matches)


def test_a_check_is_dated_and_named_and_stays_over_a_refresh(desk: Services) -> None:
    hub = named(desk, "Hub 1")
    done = desk.directory.still_right(hub.id)
    now = desk.directory.get(hub.id)
    assert (now.checked_on, now.checked_by) == (date.today(), "Mairi")
    take_in(desk, "Hubs", *(place(n, checked_on=date(2020, 1, 1), fees="5") for n in range(1, 6)))
    assert desk.directory.get(hub.id).checked_by == "Mairi"
    later = date.today() + timedelta(days=1)
    take_in(desk, "Hubs", *(place(n, checked_on=later) for n in range(1, 6)))
    assert desk.directory.get(hub.id).checked_on == later  # the source looked after we did
    desk.history.undo(done)


def test_something_wrong_waits_until_it_is_mended(desk: Services) -> None:
    hub = named(desk, "Hub 1")
    done = desk.keeping.report(hub.id, "phone", "It rings in a bakery")
    (open_report,) = desk.keeping.reports()
    assert (open_report.listing.name, open_report.source) == ("Hub 1", "Hubs")
    assert (open_report.report.reason, open_report.report.reported_by) == ("phone", "Mairi")
    assert desk.keeping.kept(hub.id).reports == (open_report.report,)
    desk.keeping.passed_on([open_report.report])
    (told,) = desk.keeping.reports()
    assert told.report.sent_on == date.today()
    closed = desk.keeping.close(told.report)
    assert desk.keeping.reports() == []
    desk.history.undo(closed)
    assert len(desk.keeping.reports()) == 1
    with pytest.raises(Problem, match="cannot-undo"):
        desk.history.undo(done)


def test_a_note_that_looks_personal_is_asked_about(desk: Services) -> None:
    hub = named(desk, "Hub 1")
    with pytest.raises(Invalid, match="looks-personal"):
        desk.keeping.report(hub.id, "other", "Ask Mrs Flett, NI AB123456C")
    form = desk.keeping.form(hub.id)
    with pytest.raises(WrongFields) as caught:
        desk.keeping.edit(hub.id, replace(form, note="NI AB123456C"), form)
    assert [(one.field, one.code) for one in caught.value.problems] == [("note", "looks-personal")]
    assert desk.keeping.reports() == []


def test_a_place_of_our_own_is_added_checked_and_found(desk: Services) -> None:
    form = PlaceForm(
        name="Quokka café", organisation="Friends of quokkas", phones="01856 873166",
        url="quokka.example.org", email="hello@quokka.example.org", address="3 Albert Street",
        town="Kirkwall", postcode="kw151hp",
        hours_note="Fridays at noon", needs=("food",), note="Ring the bell twice",
    )  # fmt: skip
    done = desk.keeping.add(form, OWN)
    made = desk.directory.get(done.record_id)
    assert (made.phones, made.url) == (("01856 873166",), "https://quokka.example.org")
    assert made.location.postcode == "KW15 1HP"
    assert made.location.position is not None
    assert (made.checked_on, made.checked_by) == (date.today(), "Mairi")
    kept = desk.keeping.kept(made.id)
    assert (kept.is_own, kept.note, kept.local) == (True, "Ring the bell twice", ())
    assert names(desk, "quokkas") == ["Quokka café"]
    now = desk.keeping.form(made.id)
    desk.keeping.edit(made.id, replace(now, name="Wombat café", note=""), now)
    assert names(desk, "wombat") == ["Wombat café"]
    assert "Quokka café" not in names(desk)
    assert desk.keeping.kept(made.id).local == ()
    desk.keeping.add(PlaceForm(name="Second"), OWN)
    assert [one.source.listings for one in desk.sources.states() if one.is_own] == [2]
    gone = desk.keeping.remove_own(made.id)
    assert "Wombat café" not in names(desk)
    desk.history.undo(gone)
    assert "Wombat café" in names(desk)
    with pytest.raises(Problem, match="record-gone"):
        desk.keeping.remove_own(named(desk, "Hub 1").id)


def test_every_field_that_does_not_fit_is_named_at_once(desk: Services) -> None:
    form = PlaceForm(
        name=" ", phones="call us", email="nobody at home", url="not a web address", postcode="KWI5 1AG"
    )
    with pytest.raises(WrongFields) as caught:
        desk.keeping.add(form, OWN)
    assert [(one.field, one.code) for one in caught.value.problems] == [
        ("name", "needed"), ("phones", "phone-odd"), ("email", "email-odd"), ("url", "url-odd"),
        ("postcode", "postcode-perhaps"),
    ]  # fmt: skip
    assert caught.value.problems[-1].facts["nearest"] == "KW15 1AG"
    assert desk.directory.count() == 5
    for odd in ("javascript:alert(1)", "file:///etc/passwd"):
        with pytest.raises(WrongFields):
            desk.keeping.add(PlaceForm(name="X", url=odd), OWN)


def test_what_a_source_wrote_oddly_may_stay_as_it_is(desk: Services) -> None:
    take_in(desk, "Odd", place(9, name="Odd hub", phones=("ask inside",), email="x"))
    odd = named(desk, "Odd hub")
    form = desk.keeping.form(odd.id)
    desk.keeping.edit(odd.id, replace(form, town="Wick"), form)
    assert {one.field for one in desk.keeping.kept(odd.id).local} == {"locations"}
    assert desk.directory.get(odd.id).phones == ("ask inside",)


def test_typing_what_the_source_says_is_the_source_s_again(desk: Services) -> None:
    hub = named(desk, "Hub 1")
    form = desk.keeping.form(hub.id)
    desk.keeping.edit(hub.id, replace(form, name="Mine"), form)
    now = desk.keeping.form(hub.id)
    desk.keeping.edit(hub.id, replace(now, name="Hub 1"), now)
    assert desk.keeping.kept(hub.id).local == ()


def test_due_are_the_unchecked_most_signposted_first(desk: Services) -> None:
    now = datetime.now().astimezone()
    topics = (desk.catalogues.topics[0].code,)
    hubs = [named(desk, f"Hub {number}") for number in range(1, 6)]
    for count, hub in ((1, hubs[0]), (3, hubs[1]), (2, hubs[2])):
        for _ in range(count):
            desk.sessions.log(
                AssistedSession(desk.champion.id, desk.site.id, now, topics, 5, "done", listings=(hub.id,))
            )
    desk.directory.still_right(hubs[1].id)
    due = desk.keeping.due(date.today())
    assert [(one.listing.name, one.uses) for one in due] == [
        ("Hub 3", 2), ("Hub 1", 1), ("Hub 4", 0), ("Hub 5", 0),
    ]  # fmt: skip
    assert desk.keeping.to_keep(date.today()).due == 2
    soon = date.today() + timedelta(days=200)
    assert desk.keeping.due(soon)[0].listing.name == "Hub 2"
    assert "Hub 2" not in [one.listing.name for one in desk.keeping.due(soon, months=12)]


TWIN = Listing(
    "The Harbour Café Project", "t", phones=("01632 960777",), url="https://harbour.example.org/cafe",
    locations=(Location("", ("1 Pier",), "Kirkwall", "KW15 1LH"),),
)  # fmt: skip


def twins(desk: Services) -> tuple[Listing, Listing]:
    take_in(desk, "Second list", TWIN)
    other = replace(TWIN, name="Harbour Cafe", source_key="h", phones=("+44 1632 960 777",), url="", id="x-1")
    take_in(desk, "Third list", other)
    return named(desk, TWIN.name), named(desk, "Harbour Cafe")


def test_likely_twins_are_found_by_name_phone_postcode_and_web(desk: Services) -> None:
    first, second = twins(desk)
    (pair,) = desk.duplicates.likely()
    assert {pair.first.id, pair.second.id} == {first.id, second.id}
    assert set(pair.signs) == {"name", "phone", "postcode"}
    assert pair.score >= 0.9
    new = replace(TWIN, id="new", name="Harbour café")
    assert {one.score > 0.8 for one in desk.duplicates.like(new)} == {True}


def test_services_under_one_roof_are_no_twins(desk: Services) -> None:
    take_in(
        desk,
        "Town hall",
        *(
            replace(TWIN, name=name, source_key=name, id=name.replace(" ", "-"))
            for name in ("Money advice", "Chess club", "Welsh lessons", "Baby clinic")
        ),
    )
    assert desk.duplicates.likely() == []


def test_merged_places_are_one_and_stay_so_after_a_refresh(desk: Services) -> None:
    first, second = twins(desk)
    done = desk.duplicates.merge(first.id, second.id)
    assert "Harbour Cafe" not in names(desk)
    assert [one.name for one in desk.keeping.kept(first.id).merged] == ["Harbour Cafe"]
    assert desk.duplicates.likely() == []
    take_in(desk, "Third list", replace(second, description="New words"))
    assert "Harbour Cafe" not in names(desk)
    desk.history.undo(done)
    assert "Harbour Cafe" in names(desk)
    desk.duplicates.merge(first.id, second.id)
    take_in(desk, "Second list", replace(TWIN, source_key="another", name="Another", id="x-2"))
    assert "Harbour Cafe" in names(desk)  # the one it was merged into is gone
    assert [tie.kind for tie, *_both in desk.duplicates.ties()] == ["merged"]
    desk.duplicates.untie(first.id, second.id)
    assert desk.duplicates.ties() == []


def test_linked_places_show_each_other_and_apart_ones_are_asked_about_no_more(desk: Services) -> None:
    first, second = twins(desk)
    desk.duplicates.link(first.id, second.id)
    assert [one.id for one in desk.keeping.kept(second.id).linked] == [first.id]
    assert desk.duplicates.likely() == []
    desk.duplicates.keep_apart(second.id, first.id)
    assert desk.keeping.kept(second.id).linked == ()
    assert desk.duplicates.likely() == []
    assert len(names(desk)) == 7
    desk.duplicates.untie(first.id, second.id)
    assert len(desk.duplicates.likely()) == 1
    with pytest.raises(Problem, match="record-gone"):
        desk.duplicates.merge(first.id, first.id)


def test_what_this_desk_said_is_found_and_erased(desk: Services) -> None:
    hub = named(desk, "Hub 1")
    form = desk.keeping.form(hub.id)
    desk.keeping.edit(hub.id, replace(form, description="Ask for quokka"), form)
    desk.keeping.report(hub.id, "other", "A quokka said so")
    found = desk.erasure.find(ErasureQuery(text="quokka"))
    assert sorted(match.kind for match in found) == ["listing-edit", "listing-report"]
    desk.erasure.erase([match.id for match in found])
    assert (names(desk, "quokka"), desk.keeping.reports()) == ([], [])
    assert desk.erasure.find(ErasureQuery(text="quokka")) == []
    desk.keeping.edit(hub.id, replace(form, description="Numbat"), form)
    desk.erasure.erase([hub.id])
    assert desk.erasure.find(ErasureQuery(text="numbat")) == []


def test_what_changes_nothing_that_is_searched_by_does_not_read_the_directory_again(
    desk: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = named(desk, "Hub 1")
    assert checked(desk) == {"never": 5}
    reads: list[int] = []
    read = ListingWords.columns

    def counted(self: ListingWords) -> Iterator[ColumnRow]:
        reads.append(1)
        return read(self)

    monkeypatch.setattr(ListingWords, "columns", counted)
    done = desk.directory.still_right(hub.id)
    desk.keeping.report(hub.id, "hours")
    assert desk.directory.is_ready()
    assert checked(desk) == {"never": 4, "six-months": 1}
    shown = {match.listing.id: match.listing for match in desk.directory.search(DirectoryQuery()).matches}
    assert shown[hub.id].checked_on == date.today()
    assert not reads
    desk.history.undo(done)
    assert checked(desk) == {"never": 5}
    assert len(reads) == 1


def checked(desk: Services) -> dict[str, int]:
    """How many places there are by when they were checked, as the search counts them."""
    return dict(desk.directory.search(DirectoryQuery()).facets["checked"])


def test_what_this_desk_says_is_searched_and_shown(desk: Services) -> None:
    assert len(names(desk)) == 5
    hub = named(desk, "Hub 1")
    form = desk.keeping.form(hub.id)
    desk.keeping.edit(hub.id, replace(form, name="Zebra hub", phones="01856 873166"), form)
    own = desk.keeping.add(PlaceForm(name="Aardvark hub"), OWN).record_id
    desk.duplicates.merge(own, named(desk, "Hub 2").id)
    left = ["Aardvark hub", "Hub 3", "Hub 4", "Hub 5", "Zebra hub"]
    assert [one.name for one in desk.directory.all()] == names(desk) == left
    assert sorted(desk.directory.names().values()) == left
    assert desk.directory.named([hub.id])[hub.id].phones == ("01856 873166",)
    assert names(desk, "zebra") == ["Zebra hub"]
    assert checked(desk) == {"never": 4, "six-months": 1}
    take_in(desk, "Hubs", place(1))
    assert names(desk) == ["Aardvark hub", "Zebra hub"]


def test_a_note_on_a_place_fades_when_its_time_is_over(desk: Services) -> None:
    hub = named(desk, "Hub 1")
    desk.keeping.report(hub.id, "other", "The quokka bit someone")
    later = date.today() + timedelta(days=1)
    desk.retention.run(later)
    assert desk.keeping.reports()[0].report.note
    for day in range(30, 500, 30):  # the desk is used now and then, so that its date is believed
        desk.retention.run(date.today() + timedelta(days=day))
    (report,) = desk.keeping.reports()
    assert (report.report.reason, report.report.note) == ("other", "")
    assert desk.erasure.find(ErasureQuery(text="quokka")) == []
