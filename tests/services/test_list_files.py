"""All lists in one file: out and in again between desks, a look at it first, and files that are none."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from champion_desk.app import build_services
from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.lists import EDITABLE
from champion_desk.domain.problems import Problem
from champion_desk.paths import resources_dir
from champion_desk.services import Services
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.desks import DeskService, NewDesk
from champion_desk.services.list_format import MOST_BYTES, MOST_LINES
from champion_desk.wording import problem_sentence
from tests.conftest import PASSPHRASE

MakeServices = Callable[..., Services]


@pytest.fixture
def desk(make_services: MakeServices) -> Services:
    """The desk where the lists are made."""
    return make_services(folder="one")


@pytest.fixture
def other(tmp_path: Path, kirkwall: Site) -> Iterator[Services]:
    """Another desk, with lists of its own."""
    lists = Catalogues(resources_dir())
    desk = DeskService(tmp_path / "two", lists.words)
    started = desk.start(NewDesk(kirkwall, Champion("Ewan"), PASSPHRASE))
    yield build_services(desk, started.desk, lists)
    desk.close()


def changed(desk: Services) -> None:
    """Everything that can be done to a list, done once."""
    lists = desk.lists
    lists.add("topics", {"en": "Ferry booking", "gd": "Aiseag"}, {"family": "travel", "words": ["boat"]})
    lists.change("topics", "wifi", {"en": "Wi-Fi and internet"}, {"words": ["eduroam"]})
    lists.move("topics", "our-ferry-booking", -99)
    lists.retire("topics", "cv")
    lists.merge("topics", "phone-set-up", "wifi")
    lists.add("areas", {"en": "Stromness"})
    lists.add("areas", {"en": "Kirkwall"})
    lists.move("areas", "our-kirkwall", -1)
    lists.change("areas", "our-stromness", {"en": "Stromness town"})
    lists.retire("presets", "nhs-app")
    lists.add("presets", {"en": "Ferry"}, {"topic": "our-ferry-booking"})
    lists.change("presets", "wifi", {}, {"topic": "public-pc"})
    lists.add("outcomes", {"en": "mostly"})
    lists.merge("outcomes", "our-mostly", "partly")


def state(desk: Services) -> dict[str, list[object]]:
    """All lists as a champion finds them."""
    return {
        name: [
            (one.item, one.state, one.onto, one.changed and not one.ships) for one in desk.lists.lines(name)
        ]
        for name in EDITABLE
    }


def content(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def written(path: Path, found: object) -> Path:
    path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return path


def with_lines(path: Path, **lists: list[object]) -> Path:
    return written(path, {"champion-desk-lists": 1, "lists": lists})


# There and back


def test_another_desk_has_the_same_lists_afterwards(desk: Services, other: Services, tmp_path: Path) -> None:
    changed(desk)
    file = tmp_path / "lists.json"
    count = desk.list_files.export(file)
    before = state(other)
    look = other.list_files.preview(file)
    assert state(other) == before  # only looked at
    assert look.plan.found == count
    assert not look.plan.refused
    kinds = {change.code: change.kinds for change in look.plan.changes}
    assert kinds["our-ferry-booking"] == ("added",)
    assert kinds["wifi"] in {("renamed", "changed"), ("changed",)}
    assert kinds["cv"] == ("retired",)
    assert kinds["our-mostly"] == ("added", "merged")
    assert look.plan.unknown == ()

    done = other.list_files.take_in(look)
    assert state(other) == state(desk)
    assert other.list_files.preview(file).plan.does_nothing
    again = tmp_path / "again.json"
    other.list_files.export(again)
    assert again.read_bytes() == file.read_bytes()

    other.history.undo(done)
    assert state(other) == before


def test_a_desks_own_lines_stay_when_others_come_in(desk: Services, other: Services, tmp_path: Path) -> None:
    changed(desk)
    file = tmp_path / "lists.json"
    desk.list_files.export(file)
    other.lists.add("areas", {"en": "Rousay"})
    other.lists.retire("devices", "loaned")
    look = other.list_files.preview(file)
    assert look.plan.only_here == 1
    assert [one.kinds for one in look.plan.changes if one.code == "loaned"] == [("brought-back",)]
    other.list_files.take_in(look)
    assert set(other.catalogues.offered("areas").codes) == {"our-rousay", "our-stromness", "our-kirkwall"}
    assert "loaned" in other.catalogues.offered("devices").codes


def test_lists_as_they_ship_bring_another_desk_back_to_them(
    desk: Services, other: Services, tmp_path: Path
) -> None:
    file = tmp_path / "lists.json"
    desk.list_files.export(file)
    other.lists.change("devices", "loaned", {"en": "lent"})
    other.lists.move("channels", "phone", -9)
    other.lists.merge("topics", "cv", "wifi")
    look = other.list_files.preview(file)
    assert {one.code: one.kinds for one in look.plan.changes} == {
        "loaned": ("renamed",),
        "cv": ("taken-apart",),
    }
    assert look.plan.reordered == ("channels",)
    other.list_files.take_in(look)
    assert state(other) == state(desk)


def test_the_file_can_be_read_and_written_by_hand(desk: Services, tmp_path: Path) -> None:
    file = tmp_path / "lists.json"
    desk.list_files.export(file)
    text = file.read_text(encoding="utf-8")
    assert "cyfrifiadur y llyfrgell" in text  # as it is spoken, not as numbers of letters
    assert text.count("\n") > 100  # a line for each line
    found = content(file)
    devices = {one["code"]: one for one in found["lists"]["devices"]}
    devices["loaned"]["labels"] = {"en": "lent out"}
    desk.list_files.take_in(desk.list_files.preview(written(file, found)))
    assert desk.catalogues["devices"].label("loaned") == "lent out"
    assert desk.catalogues["devices"].label("loaned", "gd") == "air iasad"


def test_lists_and_lines_of_a_newer_program(desk: Services, tmp_path: Path) -> None:
    file = with_lines(
        tmp_path / "lists.json",
        moods=[{"code": "sunny"}],
        items=[{"code": "smart-speaker", "ships-as": {"en": "smart speaker", "cy": "seinydd clyfar"}}],
    )
    look = desk.list_files.preview(file)
    assert look.plan.unknown == ("moods",)
    assert look.plan.found == 1
    desk.list_files.take_in(look)
    assert desk.catalogues["items"].label("smart-speaker", "cy") == "seinydd clyfar"
    assert "smart-speaker" in desk.catalogues.offered("items").codes


def test_what_was_looked_at_is_what_is_done_or_nothing(desk: Services, tmp_path: Path) -> None:
    file = with_lines(tmp_path / "lists.json", items=[{"code": "our-mouse", "labels": {"en": "Mouse"}}])
    look = desk.list_files.preview(file)
    desk.lists.add("items", {"en": "Mouse"})
    with pytest.raises(Problem) as refused:
        desk.list_files.take_in(look)
    assert refused.value.code == "lists-changed"


# Lines that can't be used


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("loaned", "line-no-code"),
        ({"labels": {"en": "No code"}}, "line-no-code"),
        ({"code": "Our Mouse!", "labels": {"en": "Mouse"}}, "line-code"),
        ({"code": "our-mouse"}, "label-needed"),
        ({"code": "our-mouse", "labels": {"cy": "Llygoden"}}, "label-needed"),
        ({"code": "our-mouse", "labels": "Mouse"}, "line-unreadable"),
        ({"code": "our-mouse", "labels": {"en": 7}}, "line-unreadable"),
        ({"code": "our-mouse", "labels": {"en": "Mouse"}, "retired": "yes"}, "line-unreadable"),
        ({"code": "our-mouse", "labels": {"en": "x" * 61}}, "too-long"),
        ({"code": "our-mouse", "labels": {"en": "mairi@example.org"}}, "line-personal"),
        ({"code": "our-mouse", "labels": {"en": "Own phone"}}, "label-taken"),
        ({"code": "our-mouse", "labels": {"en": "Mouse"}, "counts-as": "gone"}, "merge-unknown"),
        ({"code": "our-mouse", "labels": {"en": "Mouse"}, "counts-as": "our-mouse"}, "merge-itself"),
        ({"code": "loaned", "counts-as": "our-cable"}, "merge-round"),
        ({"code": "our-cable", "labels": {"en": "Cable again"}}, "line-twice"),
    ],
)
def test_a_line_that_cannot_be_used_is_told_with_its_place(
    desk: Services, tmp_path: Path, line: object, code: str
) -> None:
    good = {
        "code": "our-cable",
        "labels": {"en": "Cable"},
        **({"counts-as": "loaned"} if code == "merge-round" else {}),
    }
    look = desk.list_files.preview(with_lines(tmp_path / "lists.json", devices=[good, line]))
    told = {one.place: one.problem.code for one in look.plan.refused}
    assert told[2] == code
    assert look.plan.found == 2
    for one in look.plan.refused:
        assert "{" not in problem_sentence(one.problem)
    if code != "merge-round":
        desk.list_files.take_in(look)
        assert "our-cable" in desk.catalogues.offered("devices").codes
        assert "our-mouse" not in desk.catalogues["devices"]


def test_what_the_program_uses_itself_stays_whatever_a_file_says(desk: Services, tmp_path: Path) -> None:
    file = with_lines(
        tmp_path / "lists.json",
        outcomes=[{"code": "done", "retired": True}, {"code": "could-not", "counts-as": "partly"}],
        channels=[{"code": one, "retired": True} for one in desk.catalogues["channels"].codes],
        topics=[{"code": "our-boat", "labels": {"en": "Boat"}, "family": "no-such"}],
        presets=[{"code": "our-boat", "labels": {"en": "Boat"}, "topic": "our-boat"}],
    )
    look = desk.list_files.preview(file)
    told = [(one.list, one.problem.code) for one in look.plan.refused]
    assert told == [
        ("topics", "line-family"),
        ("outcomes", "line-relied-on"),
        ("outcomes", "line-relied-on"),
        ("channels", "line-is-last"),
        ("presets", "line-topic"),
    ]
    desk.list_files.take_in(look)
    assert len(desk.catalogues.offered("channels").codes) == 1


def test_what_cannot_be_seen_is_taken_out_of_names_that_come_in(desk: Services, tmp_path: Path) -> None:
    label = "Mo\u202euse\u0000 \ud800<b>x</b>"
    file = tmp_path / "lists.json"
    lines = [{"code": "our-mouse", "labels": {"en": label}}]
    file.write_text(json.dumps({"champion-desk-lists": 1, "lists": {"items": lines}}), encoding="ascii")
    desk.list_files.take_in(desk.list_files.preview(file))
    assert desk.catalogues["items"].label("our-mouse") == "Mouse <b>x</b>"


# Files that are no such thing


def _deep() -> bytes:
    return b'{"champion-desk-lists": 1, "lists": ' + b"[" * 200_000 + b"}"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "lists-empty"),
        (b" \n\n", "lists-empty"),
        (b"\xff\xfe{\x00}\x00", "lists-encoding"),
        (
            b'{"champion-desk-lists": 1,\n"lists": {"items": [{"code": "our-caf' + b"\xe9",
            "lists-encoding",
        ),
        (b'{"champion-desk-lists": 1,\n"lists": {"items": [', "lists-not-readable"),
        (b"name,town\nStromness,Orkney\n", "lists-not-readable"),
        (b"[1, 2]", "lists-foreign"),
        (b'{"lists": {}}', "lists-foreign"),
        (b'{"champion-desk-lists": "1", "lists": {}}', "lists-foreign"),
        (b'{"champion-desk-lists": true, "lists": {}}', "lists-foreign"),
        (b'{"champion-desk-lists": 1, "lists": []}', "lists-foreign"),
        (b'{"champion-desk-lists": 1, "lists": {"items": {}}}', "lists-foreign"),
        (b'{"champion-desk-lists": 1, "lists": {"items": [], "items": []}}', "lists-foreign"),
        (b'{"champion-desk-lists": NaN, "lists": {}}', "lists-foreign"),
        (b'{"champion-desk-lists": ' + b"9" * 6_000 + b', "lists": {}}', "lists-foreign"),
        (b'{"champion-desk-lists": 2, "lists": {}}', "lists-newer"),
        (b'{"champion-desk-lists": 1, "lists": {"items": [' + b"0," * MOST_LINES + b"0]}}", "lists-too-many"),
        (_deep(), "lists-foreign"),
        (b" " * (MOST_BYTES + 1), "lists-too-large"),
    ],
    ids=range(19),
)
def test_another_file_is_refused_in_one_sentence(
    desk: Services, tmp_path: Path, data: bytes, code: str
) -> None:
    file = tmp_path / "any.json"
    file.write_bytes(data)
    before = state(desk)
    with pytest.raises(Problem) as refused:
        desk.list_files.preview(file)
    assert refused.value.code == code
    assert "any.json" in problem_sentence(refused.value)
    assert state(desk) == before


def test_a_file_that_is_not_there_or_a_folder_is_refused(desk: Services, tmp_path: Path) -> None:
    for path in (tmp_path / "gone.json", tmp_path):
        with pytest.raises(Problem) as refused:
            desk.list_files.preview(path)
        assert "went wrong" not in problem_sentence(refused.value)


def test_many_lines_that_only_quarrel_are_soon_refused(desk: Services, tmp_path: Path) -> None:
    chain = [
        {"code": f"our-{at}", "labels": {"en": f"No {at}"}, "counts-as": f"our-{at + 1}"}
        for at in range(1_000)
    ]
    same = [{"code": f"our-same-{at}", "labels": {"en": "Same"}} for at in range(900)]
    look = desk.list_files.preview(with_lines(tmp_path / "lists.json", items=[*chain, *same]))
    assert look.plan.found == 1_900
    assert len(look.plan.refused) == 1_000 + 899


def test_a_file_cut_short_anywhere_changes_nothing(desk: Services, other: Services, tmp_path: Path) -> None:
    changed(desk)
    file = tmp_path / "lists.json"
    desk.list_files.export(file)
    data, before = file.read_bytes(), state(other)
    for end in range(0, len(data.rstrip()) - 1, 997):
        file.write_bytes(data[:end])
        with pytest.raises(Problem):
            other.list_files.preview(file)
    assert state(other) == before


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_CODES = st.sampled_from(["loaned", "library-pc", "our-a", "our-b", "done", "other", "", "É"])
_LINES = st.fixed_dictionaries(
    {"code": _CODES},
    optional={
        "labels": st.dictionaries(st.sampled_from(["en", "cy", "gd", "fr"]), st.text(max_size=8), max_size=3)
        | _VALUES,
        "ships-as": _VALUES,
        "retired": st.booleans() | _VALUES,
        "counts-as": _CODES | _VALUES,
        "family": _VALUES,
        "topic": _VALUES,
        "words": _VALUES,
    },
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(st.sampled_from(EDITABLE), st.lists(_LINES | _VALUES, max_size=6), max_size=4))
def test_whatever_a_file_says_all_of_it_is_told_and_the_lists_stay_usable(
    desk: Services, tmp_path: Path, lists: dict[str, list[Any]]
) -> None:
    file = with_lines(tmp_path / "any.json", **lists)
    look = desk.list_files.preview(file)
    assert look.plan.found == sum(map(len, lists.values()))
    before = state(desk)
    if look.plan.does_nothing:
        return
    done = desk.list_files.take_in(look)
    assert desk.list_files.preview(file).plan.does_nothing
    for name in EDITABLE:
        codes = desk.catalogues[name].codes
        assert len(set(codes)) == len(codes)
        assert name == "areas" or desk.catalogues.offered(name).codes
        for code in codes:
            assert desk.catalogues.counted_as(name, code) in codes
    assert {"done", "handed-on", "could-not"} <= set(desk.catalogues.offered("outcomes").codes)
    desk.history.undo(done)
    assert state(desk) == before
