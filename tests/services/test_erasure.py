"""Find what is held by slip, date, place and text; erase it for good; name the copies that still hold it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from champion_desk import settings
from champion_desk.app import build_services
from champion_desk.domain.directory import Listing, ReadRow
from champion_desk.domain.erasure import ErasureQuery, Trace
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.domain.sessions import AssistedSession, Draft
from champion_desk.domain.training import Enrolment, Goal
from champion_desk.services import Services
from champion_desk.services import erasure as service
from champion_desk.services.changes import Done
from champion_desk.services.desks import DeskService
from champion_desk.services.privacy_scanner import pieces
from champion_desk.storage import backups, erased_copies, in_place, second_folder
from champion_desk.storage.second_folder import MARKER
from tests.conftest import PASSPHRASE

TODAY = date.today()


@pytest.fixture
def desk(make_services: Callable[..., Services]) -> Services:
    """An unlocked desk with nothing in it."""
    return make_services()


def helped(services: Services, note: str = "", days_ago: int = 0, **more: object) -> AssistedSession:
    at = datetime.now(UTC) - timedelta(days=days_ago)
    values: dict = {"area": "", "slip": "", **more}
    session = AssistedSession(
        services.champion.id, services.site.id, at, ("wifi", "email"), 5, "done", note=note, **values
    )
    services.sessions.log(session, accepted=pieces(note))
    return session


def found(services: Services, **query: Any) -> dict[str, tuple[str, ...]]:
    return {match.id: match.fields for match in services.erasure.find(ErasureQuery(**query))}


def list_of(services: Services, *listings: Listing) -> Done:
    rows = tuple(ReadRow(line, one.name, one) for line, one in enumerate(listings, 2))
    preview = services.directory.preview_rows(rows, "Test list", "csv", "test.csv")
    return services.directory.take_in(preview).done


# Finding


def test_found_by_slip(desk: Services) -> None:
    one = helped(desk, slip="K7M4PX")
    helped(desk, slip="ACDEFG")
    draft = Draft(desk.champion.id, {"slip": "K7M4PX", "note": "typed"}, datetime.now(UTC))
    desk.sessions.keep_draft(draft)
    assert found(desk, slip="k7m-4px") == {one.id: ("slip",), draft.id: ("slip",)}
    assert found(desk, slip="nothing") == {}


def test_found_by_day_and_only_then(desk: Services) -> None:
    days = [helped(desk, days_ago=days) for days in range(5)]
    first, last = TODAY - timedelta(days=3), TODAY - timedelta(days=1)
    assert set(found(desk, first=first, last=last)) == {days[1].id, days[2].id, days[3].id}
    assert set(found(desk, first=last)) == {days[0].id, days[1].id}
    assert set(found(desk, last=first)) == {days[3].id, days[4].id}


def test_found_by_place(desk: Services) -> None:
    westray = helped(desk, area="Westray, Pierowall")
    helped(desk, area="Sanday")
    draft = Draft(desk.champion.id, {"area": "westray"}, datetime.now(UTC))
    desk.sessions.keep_draft(draft)
    assert found(desk, place="WESTRAY") == {westray.id: ("area",), draft.id: ("area",)}
    assert len(found(desk, place="kirkwall library")) == 2  # the site itself


def test_found_by_text_in_everything_that_holds_text(desk: Services) -> None:
    session = helped(desk, "Spoke to MRS  Macleòid about the bus pass")
    aside = helped(desk, "mrs macleoid again")
    desk.sessions.remove(aside.id, "mistake")
    reason = helped(desk, "nothing here")
    desk.sessions.remove(reason.id, "Asked for by Mrs Macleoid", pieces("Mrs Macleoid"))
    amended = helped(desk, "for mrs macleoid")
    desk.sessions.amend(replace(amended, note="for a visitor"))
    draft = Draft(desk.champion.id, {"note": "x", "deep": [{"in": "Mrs Macleoid"}]}, datetime.now(UTC))
    desk.sessions.keep_draft(draft)
    goal = Goal(desk.champion.id, text="Ring Mrs Macleoid")
    _add(desk, goal)
    course = Enrolment(desk.champion.id, "own", "With Mrs Macleoid")
    _add(desk, course)
    listing = Listing("Knitting", "1", description="Ask Mrs Macleoid", raw='{"n":"Mrs Macle\\u00f2id"}')
    list_of(desk, listing, Listing("Other", "2"))
    helped(desk, "someone else")
    matches = desk.erasure.find(ErasureQuery(text="mrs macleòid"))
    kinds = {match.id: (match.kind, match.removed, match.fields) for match in matches}
    assert kinds[session.id] == ("session", False, ("note",))
    assert kinds[aside.id] == ("session", True, ("note",))
    assert kinds[draft.id] == ("draft", False, ("deep",))
    assert kinds[goal.id][0] == "goal"
    assert kinds[course.id][0] == "course"
    (place,) = [match for match in matches if match.kind == "listing"]
    assert place.fields == ("description", "raw")
    assert place.summary == "Knitting · Ask Mrs Macleoid"
    history = {match.fields: (match.of, match.summary) for match in matches if match.kind == "history"}
    assert history == {
        ("note",): ("session", "for mrs macleoid"),
        ("reason",): ("session", "Asked for by Mrs Macleoid"),
    }
    assert len(matches) == 8
    (first,) = [match for match in matches if match.id == session.id]
    assert first.summary == "Spoke to MRS Macleòid about the bus pass"
    assert first.topics == ("wifi", "email")


def _add(services: Services, record: Goal | Enrolment) -> None:
    with services.desk.open_store.transaction() as tx:
        if isinstance(record, Goal):
            tx.training.add_goal(record)
        else:
            tx.training.enrol(record)


def test_everything_asked_for_must_be_met(desk: Services) -> None:
    one = helped(desk, "a bus pass", area="Westray", days_ago=2)
    helped(desk, "a bus pass", area="Sanday", days_ago=2)
    helped(desk, "a bus pass", area="Westray", days_ago=9)
    day = TODAY - timedelta(days=2)
    assert found(desk, text="bus", place="westray", first=day, last=day) == {
        one.id: ("started_at", "area", "note")
    }
    assert found(desk, text="bus", slip="K7M4PX") == {}


def test_an_old_value_meets_the_rest_by_what_did_not_change(desk: Services) -> None:
    session = helped(desk, "mrs macleod", area="Westray", days_ago=30)
    desk.sessions.amend(replace(session, note=""))
    day = TODAY - timedelta(days=30)
    (match,) = desk.erasure.find(ErasureQuery(text="macleod", place="westray", first=day, last=day))
    assert (match.kind, match.fields, match.when) == ("history", ("note",), session.started_at)
    assert desk.erasure.find(ErasureQuery(text="macleod", place="sanday")) == []


def test_a_note_that_looks_like_json(desk: Services) -> None:
    one = helped(desk, '["Mrs Macleod", 1234567]')
    assert found(desk, text="macleod") == {one.id: ("note",)}
    assert found(desk, text="1234567") == {one.id: ("note",)}
    assert desk.erasure.records([one.id])[0][1]["note"] == '["Mrs Macleod", 1234567]'


def test_everything_held_for_whoever_asks(desk: Services) -> None:
    session = helped(desk, "before", area="Westray")
    desk.sessions.amend(replace(session, note="after"))
    (old,) = found(desk, text="before")
    (kind, values), (of, past) = desk.erasure.records([session.id, old])
    assert (kind, values["note"], values["topics"], values["area"]) == (
        "session",
        "after",
        ["wifi", "email"],
        "Westray",
    )
    assert (of, past) == ("session", {"note": "before"})
    with pytest.raises(Problem, match="record-gone"):
        desk.erasure.records(["no-such-id"])


# Erasing


def test_erased_from_everywhere_with_a_line_of_counts(desk: Services) -> None:
    session = helped(desk, "mrs macleod")
    done = desk.sessions.amend(replace(session, note="mrs macleod twice"))
    changing = Draft(desk.champion.id, {"session_id": session.id}, datetime.now(UTC), "change")
    desk.sessions.keep_draft(changing)
    draft = Draft(desk.champion.id, {"note": "mrs macleod"}, datetime.now(UTC))
    desk.sessions.keep_draft(draft)
    list_of(desk, Listing("Macleod's knitting", "1"), Listing("Other", "2"))
    heard: list[str] = []
    desk.board.listen(heard.append)
    ids = list(found(desk, text="macleod"))
    assert len(ids) == 3
    erasure = desk.erasure.erase(ids)
    assert erasure.is_wiped
    assert dict(erasure.erased.counts) == {"session": 1, "draft": 1, "listing": 1}
    assert {"sessions", "drafts", "directory", "retention"} <= set(heard)
    assert found(desk, text="macleod") == {}
    assert desk.sessions.drafts() == []
    assert [one.name for one in desk.directory.all()] == ["Other"]
    assert {change.kind: (change.before, change.fields) for change in desk.sessions.history(session.id)} == {
        "add": ({}, ()),
        "amend": ({}, ()),
        "erase": ({}, ()),
    }
    (line,) = desk.retention.audit()
    assert (line.act, dict(line.counts)) == ("erase", {"session": 1, "draft": 1, "listing": 1})
    with pytest.raises(Problem, match="cannot-undo"):
        desk.history.undo(done)


def test_all_of_it_or_nothing(desk: Services) -> None:
    one = helped(desk, "kept")
    with pytest.raises(Problem, match="record-gone"):
        desk.erasure.erase([one.id, "no-such-id"])
    assert desk.sessions.get(one.id) == one
    assert desk.retention.audit() == []


def test_an_erased_old_value_can_t_be_undone(desk: Services) -> None:
    session = helped(desk, "before", area="Westray")
    done = desk.sessions.amend(replace(session, note="after", area="Sanday"))
    (old,) = found(desk, text="before")
    desk.erasure.erase([old])
    with pytest.raises(Problem, match="cannot-undo"):
        desk.history.undo(done)
    assert desk.sessions.get(session.id).note == "after"
    assert found(desk, text="before") == {}


def test_an_erased_listing_stays_away_at_the_next_import(desk: Services) -> None:
    knitting, other = Listing("Knitting", "k-1", description="Ask Ina"), Listing("Other", "k-2")
    list_of(desk, knitting, other)
    (found_id,) = found(desk, text="ask ina")
    desk.erasure.erase([found_id])
    rows = (ReadRow(2, "Knitting", replace(knitting, id="x")), ReadRow(3, "Other", replace(other, id="y")))
    preview = desk.directory.preview_rows(rows, "Test list", "csv", "test.csv")
    assert (preview.found, preview.used, preview.added, preview.same) == (2, 1, 0, 1)
    (refused,) = preview.refused
    assert refused.refusal is not None
    assert (refused.name, refused.refusal.code) == ("", "row-erased")
    desk.directory.take_in(preview)
    assert [one.name for one in desk.directory.all()] == ["Other"]
    elsewhere = desk.directory.preview_rows(rows, "Another list", "csv", "test.csv")
    assert elsewhere.used == 2  # another list's entry of the same number is another entry
    with desk.desk.open_store.reading() as tx:
        facts = tx.changes._connection.exec_driver_sql("SELECT key, value FROM desk").all()
    assert not any("k-1" in f"{key}{value}" for key, value in facts)


def test_undo_of_an_import_leaves_an_erased_listing_erased(desk: Services) -> None:
    done = list_of(desk, Listing("Knitting", "1"), Listing("Other", "2"))
    (one,) = found(desk, text="knitting")
    desk.erasure.erase([one])
    with pytest.raises(Problem, match="cannot-undo"):
        desk.history.undo(done)
    assert [listing.name for listing in desk.directory.all()] == ["Other"]


def test_where_the_file_can_t_be_written_anew_closing_does_it(
    desk: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = helped(desk, "macleod")
    store = desk.desk.open_store

    def full(_self: object) -> bool:
        raise Problem("disk-full", path="here")

    with monkeypatch.context() as patched:
        patched.setattr(type(store), "wipe", full)
        erasure = desk.erasure.erase([one.id])
    assert not erasure.is_wiped
    assert found(desk, text="macleod") == {}
    assert desk.retention.wipe()


# Copies


def state_of(services: Services, traces: tuple[Trace, ...]) -> dict[Path, str]:
    return {copy.path: copy.state for copy in services.erasure.copies(traces).found}


def test_backups_that_still_hold_it_are_named(desk: Services) -> None:
    before = desk.backups.make()
    session, draft = helped(desk, "macleod"), Draft(desk.champion.id, {"note": "m"}, datetime.now(UTC))
    desk.sessions.keep_draft(draft)
    holding = desk.backups.make()
    erasure = desk.erasure.erase([session.id, draft.id])
    after = desk.backups.make()
    copies = desk.erasure.copies(erasure.traces)
    assert {copy.path: copy.state for copy in copies.found} == {
        before.path: "clear",
        holding.path: "holds",
        after.path: "clear",
    }
    assert [copy.path for copy in copies.holding] == [copy.path for copy in copies.named] == [holding.path]
    (named,) = copies.named
    assert named.kind == "backup"
    assert named.gone_by == (holding.made_at + timedelta(days=73)).date()
    assert desk.erasure.copies(tuple(desk.erasure.erased_lately())).holding == (named,)
    assert not list(desk.backups.folder.glob(".looking-*"))


def test_an_old_value_is_told_apart_from_the_record_that_stays(desk: Services) -> None:
    session = helped(desk, "macleod")
    typed = desk.backups.make()
    desk.sessions.amend(replace(session, note="a visitor"))
    amended = desk.backups.make()
    desk.sessions.amend(replace(session, note="two visitors"))
    (old,) = found(desk, text="macleod")
    erasure = desk.erasure.erase([old])
    clean = desk.backups.make()
    assert state_of(desk, erasure.traces) == {
        typed.path: "holds",
        amended.path: "holds",
        clean.path: "clear",
    }
    assert "macleod" not in repr(erasure)


def test_an_old_value_that_was_erased_some_time_ago_is_still_looked_for(desk: Services) -> None:
    session = helped(desk, "macleod")
    reason = helped(desk, "someone else")
    before = desk.backups.make().path
    desk.sessions.amend(replace(session, note="nobody"))
    with_past = desk.backups.make().path
    (old,) = found(desk, text="macleod")
    desk.erasure.erase([old])
    after = desk.backups.make().path
    again = DeskService(desk.desk.folder)
    desk.desk.close()
    opened = build_services(again, again.unlock(PASSPHRASE), desk.catalogues)
    traces = opened.erasure.erased_lately()
    assert [(trace.record_id, trace.names) for trace in traces] == [(session.id, ("note",))]
    assert state_of(opened, tuple(traces)) == {before: "holds", with_past: "holds", after: "clear"}
    opened.erasure.erase([session.id, reason.id])
    assert {trace.record_id for trace in opened.erasure.erased_lately()} == {session.id, reason.id}
    again.close()


def test_a_session_and_the_draft_that_changes_it_are_erased_together(desk: Services) -> None:
    session = helped(desk, "macleod")
    draft = Draft(desk.champion.id, {"note": "macleod", "session_id": session.id}, datetime.now(UTC))
    desk.sessions.keep_draft(draft)
    both = list(found(desk, text="macleod"))
    assert set(both) == {session.id, draft.id}
    desk.erasure.erase(both)
    assert found(desk, text="macleod") == {}


def test_what_nobody_can_tell_is_named_too(desk: Services, make_services: Callable[..., Services]) -> None:
    other = make_services(folder="other")
    session = helped(desk, "macleod")
    strange = other.backups.make()
    desk.backups.folder.mkdir(exist_ok=True)
    theirs = desk.backups.folder / strange.path.name
    theirs.write_bytes(strange.path.read_bytes())
    harmed = desk.backups.folder / "champion-desk-2026-01-01T000000Z.deskbackup"
    harmed.write_bytes(b"PK not a backup")
    erasure = desk.erasure.erase([session.id])
    assert state_of(desk, erasure.traces) == {theirs: "another-key", harmed: "unreadable"}
    assert len(desk.erasure.copies(erasure.traces).named) == 2


def test_folders_kept_aside_are_looked_into_and_stay_as_they_are(
    desk: Services, make_services: Callable[..., Services]
) -> None:
    session = helped(desk, "macleod")
    aside = in_place.keep_aside(desk.desk.folder)
    assert aside is not None
    # A second name of the same file would change with it; a restore moves another file into place.
    for path in list(aside.iterdir()):
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data)
    before = {path.name: path.read_bytes() for path in aside.iterdir()}
    erasure = desk.erasure.erase([session.id])
    assert state_of(desk, erasure.traces) == {aside: "holds"}
    assert {path.name: path.read_bytes() for path in aside.iterdir()} == before
    (copy,) = desk.erasure.copies(erasure.traces).named
    assert copy.kind == "replaced"
    assert desk.erasure.remove_copies([copy]) == 1
    assert not aside.exists()


def test_copies_that_hold_it_can_be_removed_once_there_is_a_fresh_one(desk: Services) -> None:
    session = helped(desk, "macleod")
    holding = desk.backups.make()
    erasure = desk.erasure.erase([session.id])
    copies = desk.erasure.copies(erasure.traces)
    assert desk.erasure.remove_copies(copies.holding) == 1
    assert not holding.path.exists()
    (fresh,) = desk.backups.listed()
    assert fresh.whole
    assert state_of(desk, erasure.traces) == {fresh.path: "clear"}
    assert desk.retention.audit()[0].act == "backups-removed"
    assert dict(desk.retention.audit()[0].counts) == {"backups": 1}
    assert desk.erasure.remove_copies(copies.holding) == 0  # gone already


def test_no_copy_goes_where_no_fresh_one_can_be_made(desk: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    session = helped(desk, "macleod")
    holding = desk.backups.make()
    erasure = desk.erasure.erase([session.id])
    copies = desk.erasure.copies(erasure.traces)

    def full(*_: object) -> None:
        raise Problem("disk-full", path="here")

    monkeypatch.setattr(backups, "make", full)
    with pytest.raises(Problem, match="disk-full"):
        desk.erasure.remove_copies(copies.holding)
    assert holding.path.exists()


def test_only_what_is_a_copy_of_this_desk_is_removed(desk: Services, tmp_path: Path) -> None:
    session = helped(desk, "macleod")
    desk.backups.make()
    (copy,) = desk.erasure.copies(desk.erasure.erase([session.id]).traces).holding
    mine = tmp_path / "letter.txt"
    mine.write_text("mine", encoding="utf-8")
    assert desk.erasure.remove_copies([replace(copy, path=mine)]) == 0
    assert mine.exists()


def test_the_second_folder_is_looked_into(desk: Services, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    folder = desk.desk.folder
    settings.save(folder, settings.changed(settings.load(folder), backup_folder=str(stick)))
    desk.backups.second.begin(stick).result(timeout=20)
    session = helped(desk, "macleod")
    holding = desk.backups.make()
    desk.backups.second.wait(20)
    erasure = desk.erasure.erase([session.id])
    copies = desk.erasure.copies(erasure.traces)
    assert {(copy.kind, copy.path.parent) for copy in copies.holding} == {
        ("backup", holding.path.parent),
        ("second", stick),
    }
    assert desk.erasure.remove_copies(copies.holding) == 2
    left = desk.erasure.copies(erasure.traces)
    assert {copy.kind for copy in left.found} == {"backup", "second"}
    assert left.named == ()
    (stick / MARKER).unlink()
    assert desk.erasure.copies(erasure.traces).second_away


def test_a_second_folder_that_hangs_keeps_nobody_waiting(
    desk: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = tmp_path / "share"
    share.mkdir()
    desk.backups.second.begin(share).result(10)
    home = desk.desk.folder
    settings.save(home, settings.changed(settings.load(home), backup_folder=str(share)))
    session = helped(desk, "macleod")
    desk.backups.make()
    desk.backups.second.wait(10)
    erased = desk.erasure.erase([session.id])
    hang, asked = threading.Event(), second_folder.state_of
    monkeypatch.setattr(second_folder, "state_of", lambda folder: (hang.wait(30), asked(folder))[1])
    try:
        began = time.monotonic()
        with pytest.raises(Cancelled):
            desk.erasure.copies(erased.traces, cancelled=lambda: time.monotonic() - began > 0.5)
        monkeypatch.setattr(service, "_LOOK_PATIENCE", 0.5)
        copies = desk.erasure.copies(erased.traces)
        assert copies.second_away
        assert [copy.kind for copy in copies.holding] == ["backup"]
        assert time.monotonic() - began < 10
        monkeypatch.setattr(second_folder, "state_of", asked)
        hang.set()
        desk.backups.second.send(lambda: None).result(20)
        hang.clear()
        slow = erased_copies.in_backup

        def look(path: Path, *rest: Any) -> str:
            if path.parent == share:
                hang.wait(30)
            return slow(path, *rest)

        monkeypatch.setattr(erased_copies, "in_backup", look)
        again = desk.erasure.copies(erased.traces)
        assert again.second_away
        assert [copy.kind for copy in again.holding] == ["backup"]
    finally:
        hang.set()
        desk.backups.second.send(lambda: None).result(20)
    assert not desk.erasure.copies(erased.traces).second_away


def test_looking_can_be_stopped(desk: Services) -> None:
    desk.backups.make()
    session = helped(desk, "macleod")
    traces = desk.erasure.erase([session.id]).traces
    with pytest.raises(Cancelled):
        desk.erasure.copies(traces, cancelled=lambda: True)
    told: list[tuple[int, int | None]] = []
    desk.erasure.copies(traces, lambda done, total: told.append((done, total)))
    assert told == [(0, 1), (1, 1)]


def test_erased_stays_erased_when_the_desk_is_opened_again(desk: Services) -> None:
    session = helped(desk, "macleod")
    desk.erasure.erase([session.id])
    folder = desk.desk.folder
    desk.desk.close()
    again = DeskService(folder)
    opened = again.unlock(PASSPHRASE)
    with opened.store.reading() as tx:
        assert tx.erasure.find(ErasureQuery(text="macleod")) == []
        assert tx.erasure.erased_since(datetime.now(UTC) - timedelta(days=1)) == [
            Trace(session.id, "sessions")
        ]
    again.close()
