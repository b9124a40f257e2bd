"""Notes fade, sessions become counts: at their time, once, wholly or not at all, and not by a wrong clock."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from champion_desk.domain.identity import new_id
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.retention import Ahead, ClockJump, Faded, Periods, months_before
from champion_desk.domain.sessions import AssistedSession, Draft
from champion_desk.services import Services
from champion_desk.services.changes import Done
from champion_desk.services.retention import RetentionService
from champion_desk.storage import tables
from champion_desk.storage.store import Store

TODAY = date.today()


@pytest.fixture
def desk(make_services: Callable[..., Services]) -> Services:
    """An unlocked desk with nothing in it."""
    return make_services()


def store_of(services: Services) -> Store:
    return services.desk.open_store


def on(day: date, hour: int = 11) -> datetime:
    return datetime(day.year, day.month, day.day, hour).astimezone()


def helped(services: Services, day: date, **more: object) -> AssistedSession:
    values: dict = {"note": f"note of {day}", "minutes": 10, "topics": ("wifi",), **more}
    session = AssistedSession(
        services.champion.id,
        services.site.id,
        on(day),
        values.pop("topics"),
        values.pop("minutes"),
        "done",
        **values,
    )
    services.sessions.log(session)
    return session


def change_log(services: Services) -> str:
    with store_of(services).reading() as tx:
        rows = tx.changes._connection.execute(
            select(tables.change_log.c.before, tables.change_log.c.reason)
        ).all()
    return json.dumps([tuple(row) for row in rows], ensure_ascii=False)


def test_notes_fade_and_the_rest_of_the_session_stays(desk: Services) -> None:
    kept = helped(desk, months_before(TODAY, 12))
    faded = helped(desk, months_before(TODAY, 12) - timedelta(days=1), area="Stromness")
    assert desk.retention.run(TODAY) == Faded(notes=1)
    assert desk.sessions.get(kept.id) == kept
    left = desk.sessions.get(faded.id)
    assert left.note == ""
    assert (left.topics, left.area, left.minutes) == (faded.topics, "Stromness", 10)


def test_what_the_change_log_kept_fades_too(desk: Services) -> None:
    from dataclasses import replace

    old = months_before(TODAY, 13)
    session = helped(desk, old, note="first words")
    desk.sessions.amend(replace(session, note="second words", minutes=12))
    removed = helped(desk, old, note="third words")
    desk.sessions.remove(removed.id, "Typed Reason")
    assert desk.retention.run(TODAY) == Faded(notes=2)
    assert "words" not in change_log(desk)
    assert "Typed" not in change_log(desk)
    assert [dict(change.before) for change in desk.sessions.history(session.id)] == [{}, {"minutes": 10}, {}]
    with store_of(desk).reading() as tx:
        rows = tx.changes._connection.execute(select(tables.sessions.c.note)).scalars().all()
    assert rows == ["", ""]


def test_a_note_in_nothing_but_its_past_fades(desk: Services) -> None:
    from dataclasses import replace

    session = helped(desk, months_before(TODAY, 13), note="only before")
    desk.sessions.amend(replace(session, note=""))
    assert desk.retention.run(TODAY) == Faded(notes=1)
    assert "only before" not in change_log(desk)
    assert desk.retention.run(TODAY) == Faded()


def test_codes_stay_in_the_change_log(desk: Services) -> None:
    session = helped(desk, months_before(TODAY, 13))
    desk.sessions.remove(session.id, "logged-twice")
    desk.retention.run(TODAY)
    assert "logged-twice" in change_log(desk)


def test_drafts_go_with_the_notes(desk: Services) -> None:
    old = on(months_before(TODAY, 12) - timedelta(days=1))
    desk.sessions.keep_draft(Draft(desk.champion.id, {"note": "old"}, old, kept_at=old))
    new = Draft(desk.champion.id, {"note": "new"}, old, kept_at=on(months_before(TODAY, 12)))
    desk.sessions.keep_draft(new)
    assert desk.retention.run(TODAY) == Faded(drafts=1)
    assert [draft.id for draft in desk.sessions.drafts()] == [new.id]


def test_sessions_become_counts(desk: Services) -> None:
    end = months_before(TODAY, 24)
    day = end - timedelta(days=40)
    first = helped(desk, day, topics=("wifi", "email"), minutes=10, people=3, stuck=True)
    second = helped(desk, day, topics=("wifi",), minutes=25)
    set_aside = helped(desk, day, minutes=500)
    desk.sessions.remove(set_aside.id, "mistake")
    changing = Draft(desk.champion.id, {"session_id": first.id}, on(day), "change")
    desk.sessions.keep_draft(changing)
    kept = helped(desk, end)
    assert desk.retention.run(TODAY) == Faded(notes=1, sessions=3)
    month = f"{day:%Y-%m}"
    counts = {
        (count.kind, count.code): (count.sessions, count.minutes, count.people)
        for count in desk.retention.monthly_counts()
        if (count.site_id, count.month) == (desk.site.id, month)
    }
    assert counts == {
        ("all", ""): (2, 35, 4),
        ("outcome", "done"): (2, 35, 4),
        ("topic", "wifi"): (2, 35, 4),
        ("topic", "email"): (1, 10, 3),
        ("mark", "stuck"): (1, 10, 3),
    }
    assert desk.sessions.drafts() == []
    for gone in (first, second, set_aside):
        with pytest.raises(Problem, match="record-gone"):
            desk.sessions.get(gone.id)
        assert [change.kind for change in desk.sessions.history(gone.id)] == ["erase"]
    assert desk.sessions.get(kept.id).note == ""


def test_counts_add_up_over_days_and_never_count_twice(desk: Services) -> None:
    first = months_before(TODAY, 24).replace(day=1) - timedelta(days=5)
    for back in range(4):
        helped(desk, first - timedelta(days=back))
    assert desk.retention.run(TODAY).sessions == 4
    helped(desk, first)
    assert desk.retention.run(TODAY).sessions == 1
    assert desk.retention.run(TODAY) == Faded()
    total = [count.sessions for count in desk.retention.monthly_counts() if count.kind == "all"]
    assert sum(total) == 5


def test_counts_keep_no_trace_of_their_days(desk: Services) -> None:
    helped(desk, months_before(TODAY, 25))
    desk.retention.run(TODAY)
    with store_of(desk).reading() as tx:
        known = tx.changes._connection.execute(select(tables.change_log.c.table_name)).scalars().all()
    assert "monthly_counts" not in known


@pytest.fixture
def in_small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("champion_desk.services.retention._AT_A_TIME", 3)


def test_a_run_ended_anywhere_goes_on_the_next_time(desk: Services, in_small_steps: None) -> None:
    for back in range(10):
        helped(desk, months_before(TODAY, 24) - timedelta(days=1 + back))
        helped(desk, months_before(TODAY, 12) - timedelta(days=1 + back))
    steps = desk.retention.steps(TODAY)
    assert [next(steps), next(steps)] == [Faded(sessions=3), Faded(sessions=3)]
    del steps  # the desk was locked, or the power went
    assert desk.retention.is_due(TODAY)
    assert sum(count.sessions for count in desk.retention.monthly_counts() if count.kind == "all") == 6
    assert desk.retention.run(TODAY) == Faded(notes=10, sessions=4)
    assert not desk.retention.is_due(TODAY)
    assert sum(count.sessions for count in desk.retention.monthly_counts() if count.kind == "all") == 10
    lines = desk.retention.audit()
    assert [(line.act, dict(line.counts)) for line in lines] == [
        ("fade", {"notes": 10, "sessions": 4, "drafts": 0, "tallies": 0}),
        ("fade", {"notes": 0, "sessions": 6, "drafts": 0, "tallies": 0}),
    ]
    assert {line.champion_id for line in lines} == {desk.champion.id}


def test_a_step_that_fails_leaves_nothing_half(
    desk: Services, in_small_steps: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from champion_desk.storage.retention import RetentionRepository

    for back in range(5):
        helped(desk, months_before(TODAY, 24) - timedelta(days=1 + back))

    def fails(*_: object) -> None:
        raise Problem("disk-full", path="here")

    with monkeypatch.context() as patched:
        patched.setattr(RetentionRepository, "note_run", fails)
        with pytest.raises(Problem, match="disk-full"):
            desk.retention.run(TODAY)
    assert desk.retention.monthly_counts() == []
    assert desk.retention.audit() == []
    assert len(desk.sessions.between(date(2000, 1, 1), TODAY)) == 5
    assert desk.retention.run(TODAY) == Faded(sessions=5)


def test_nothing_to_do_leaves_no_line(desk: Services) -> None:
    helped(desk, TODAY)
    assert desk.retention.run(TODAY) == Faded()
    assert desk.retention.audit() == []


def test_cancelled_between_two_steps(desk: Services, in_small_steps: None) -> None:
    for back in range(9):
        helped(desk, months_before(TODAY, 12) - timedelta(days=1 + back))
    assert desk.retention.run(TODAY, cancelled=lambda: True) == Faded(notes=3)
    assert desk.retention.run(TODAY) == Faded(notes=6)


# Undo


def test_undo_brings_no_faded_note_back(desk: Services) -> None:
    from dataclasses import replace

    session = helped(desk, months_before(TODAY, 13), note="faded words")
    done = desk.sessions.amend(replace(session, note="", minutes=12))
    desk.retention.run(TODAY)
    with pytest.raises(Problem, match="cannot-undo"):
        desk.history.undo(done)
    assert desk.sessions.get(session.id).note == ""


def test_an_old_value_that_is_gone_is_never_undone_in_part(desk: Services) -> None:
    """Also where nothing was written after it that would stand in the way."""
    from dataclasses import replace

    from sqlalchemy import update

    session = helped(desk, TODAY, note="words")
    done = desk.sessions.amend(replace(session, note="other", minutes=12))
    with store_of(desk).transaction() as tx:
        log = tables.change_log
        tx.changes._connection.execute(
            update(log).where(log.c.batch == done.batch), {"before": json.dumps({"minutes": 10})}
        )
    with pytest.raises(Problem, match="cannot-undo"):
        desk.history.undo(done)


def test_undo_brings_no_counted_session_back(desk: Services) -> None:
    session = helped(desk, months_before(TODAY, 25))
    done = desk.sessions.remove(session.id, "mistake")
    desk.retention.run(TODAY)
    with pytest.raises(Problem, match="cannot-undo"):
        desk.history.undo(done)
    with store_of(desk).reading() as tx:
        log = tables.change_log
        erased = tx.changes._connection.execute(
            select(log.c.batch).where(log.c.record_id == session.id, log.c.kind == "erase")
        ).scalar_one()
    with pytest.raises(Problem, match="cannot-undo"):
        desk.history.undo(Done(erased))


# Periods


def test_periods_can_be_chosen_and_are_kept(desk: Services) -> None:
    assert desk.retention.periods() == Periods(12, 24)
    desk.retention.change_periods(Periods(3, 6))
    assert desk.retention.periods() == Periods(3, 6)
    helped(desk, months_before(TODAY, 3) - timedelta(days=1))
    helped(desk, months_before(TODAY, 6) - timedelta(days=1))
    assert desk.retention.run(TODAY) == Faded(notes=1, sessions=1)
    with pytest.raises(Invalid):
        Periods(0, 24)


def test_what_the_policy_fixes_stays(desk: Services) -> None:
    fixed = RetentionService(store_of(desk), desk.board, notes_fixed=6, sessions_fixed=18)
    assert fixed.periods() == Periods(6, 18)
    with pytest.raises(Problem, match="fixed-by-policy"):
        fixed.change_periods(Periods(7, 18))
    with pytest.raises(Problem, match="fixed-by-policy"):
        fixed.change_periods(Periods(6, 24))
    only_notes = RetentionService(store_of(desk), desk.board, notes_fixed=36)
    assert only_notes.periods() == Periods(36, 36)  # no note outlasts its session
    only_notes.change_periods(Periods(36, 48))
    assert only_notes.periods() == Periods(36, 48)


def test_what_is_ahead(desk: Services) -> None:
    today = date(2026, 11, 10)
    soon, later, kept = date(2025, 11, 16), date(2025, 11, 30), date(2026, 1, 9)
    counted = date(2024, 11, 16)
    for day in (soon, soon, later, kept):
        helped(desk, day)
    helped(desk, counted, note="")
    ahead = desk.retention.ahead(today)
    assert ahead == Ahead(Faded(notes=2, sessions=1), Faded(notes=3, sessions=1), soon, counted)
    shorter = desk.retention.ahead(today, Periods(1, 3))
    assert shorter.week == Faded(notes=0, sessions=5)
    desk.retention.confirm_date(today)
    for days in range(8):
        desk.retention.run(today + timedelta(days=days))
    assert desk.retention.ahead(today).week == Faded()
    assert sum(line.counts["notes"] for line in desk.retention.audit()) == 2


def test_an_empty_desk_has_nothing_ahead(desk: Services) -> None:
    assert desk.retention.ahead(TODAY) == Ahead(Faded(), Faded(), None, None)


# The clock


def test_ten_years_forward_and_back_again(desk: Services) -> None:
    session = helped(desk, TODAY - timedelta(days=30))
    assert desk.retention.run(TODAY) == Faded()
    wrong = TODAY + timedelta(days=3653)
    assert desk.retention.clock_jump(wrong) == ClockJump(TODAY, wrong)
    assert desk.retention.run(wrong) == Faded()
    assert desk.retention.run(wrong + timedelta(days=1)) == Faded()
    assert desk.sessions.get(session.id) == session
    assert desk.retention.clock_jump(TODAY) is None
    assert desk.retention.run(TODAY + timedelta(days=1)) == Faded()
    assert desk.sessions.get(session.id) == session


def test_the_first_look_of_all_is_guarded_too(desk: Services) -> None:
    session = helped(desk, TODAY - timedelta(days=30))
    wrong = TODAY + timedelta(days=3653)
    assert desk.retention.clock_jump(wrong) == ClockJump(TODAY, wrong)
    assert desk.retention.run(wrong) == Faded()
    assert desk.sessions.get(session.id) == session


def test_a_person_confirms_the_date(desk: Services) -> None:
    helped(desk, TODAY - timedelta(days=30))
    desk.retention.run(TODAY)
    much_later = TODAY + timedelta(days=800)
    desk.retention.confirm_date(much_later)
    assert desk.retention.clock_jump(much_later) is None
    assert desk.retention.is_due(much_later)
    assert desk.retention.run(much_later) == Faded(sessions=1)


def test_a_day_back_is_nothing_and_more_waits(desk: Services) -> None:
    desk.retention.run(TODAY)
    helped(desk, months_before(TODAY, 12) - timedelta(days=3))
    assert desk.retention.run(TODAY - timedelta(days=2)) == Faded()
    assert desk.retention.clock_jump(TODAY - timedelta(days=2)) is not None
    assert desk.retention.run(TODAY - timedelta(days=1)) == Faded(notes=1)
    assert desk.retention.clock_jump(TODAY - timedelta(days=2)) is not None  # it can't creep back
    assert desk.retention.clock_jump(TODAY + timedelta(days=92)) is None
    assert desk.retention.clock_jump(TODAY + timedelta(days=93)) is not None


def test_what_an_empty_battery_dated_1970_has_its_time_from_the_day_on_which_that_is_found(
    desk: Services,
) -> None:
    desk.retention.run(TODAY)
    then = date(1970, 1, 3)
    session = helped(desk, then, id="00000000-a4cb-7000-8000-000000000001")
    desk.sessions.keep_draft(Draft(desk.champion.id, {"note": "half"}, on(then), kept_at=on(then)))
    assert desk.retention.run(then) == Faded()
    assert desk.retention.ahead(TODAY).month == Faded()
    assert desk.retention.run(TODAY + timedelta(days=1)) == Faded()
    assert desk.sessions.get(session.id) == session
    assert len(desk.sessions.drafts()) == 1
    years = [desk.retention.run(TODAY + timedelta(days=days)) for days in range(60, 900, 60)]
    assert [gone for gone in years if gone] == [Faded(notes=1, drafts=1), Faded(sessions=1)]
    assert not any(years[:5])


def test_a_session_that_is_entered_late_goes_by_its_own_date(desk: Services) -> None:
    desk.retention.run(TODAY)
    helped(desk, TODAY - timedelta(days=800))
    assert desk.retention.run(TODAY + timedelta(days=1)) == Faded(sessions=1)


@pytest.fixture
def london(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_a_day_is_a_local_day_in_summer_and_winter(desk: Services, london: None) -> None:
    """Midnight of 1 June is 23:00 of 31 May in UTC; days of 23 and 25 hours are days."""
    end = date(2025, 6, 1)
    just_before = AssistedSession(
        desk.champion.id,
        desk.site.id,
        datetime(2025, 5, 31, 22, 59, tzinfo=UTC),
        ("wifi",),
        5,
        "done",
        note="before",
    )
    just_after = AssistedSession(
        desk.champion.id,
        desk.site.id,
        datetime(2025, 5, 31, 23, 0, tzinfo=UTC),
        ("wifi",),
        5,
        "done",
        note="after",
    )
    for session in (just_before, just_after):
        desk.sessions.log(session)
    today = date(2026, 6, 1)
    assert Periods().notes_end(today) == end
    desk.retention.confirm_date(today)
    assert desk.retention.run(today) == Faded(notes=1)
    assert desk.sessions.get(just_after.id).note == "after"
    for change in (date(2026, 10, 25), date(2027, 3, 28)):
        desk.retention.confirm_date(change)
        assert desk.retention.run(change) == Faded(notes=0 if change.year == 2027 else 1)


def test_29_february(desk: Services) -> None:
    leap = helped(desk, date(2024, 2, 29))
    before = helped(desk, date(2024, 2, 28))
    for today, gone in ((date(2025, 2, 28), 0), (date(2025, 3, 1), 2)):
        desk.retention.confirm_date(today)
        assert desk.retention.run(today) == Faded(notes=gone)
    assert desk.sessions.get(leap.id).note == desk.sessions.get(before.id).note == ""


# Damage, and the file


def test_a_damaged_store_is_left_alone(desk: Services) -> None:
    for back in range(300):
        helped(desk, months_before(TODAY, 12) - timedelta(days=1 + back % 5), note=f"long note {back} " * 20)
    store = store_of(desk)
    store.wipe()
    damaged = store.path.read_bytes()
    with store.path.open("rb+") as file:
        file.seek(len(damaged) // 2)
        file.write(os.urandom(64))
    before = store.path.read_bytes()
    with pytest.raises(Problem, match="store-damaged"):
        desk.retention.run(TODAY)
    assert store.path.read_bytes() == before
    with pytest.raises(Problem, match="store-damaged"):
        desk.retention.run(TODAY)


def test_the_file_is_written_anew_once(desk: Services) -> None:
    helped(desk, months_before(TODAY, 13))
    assert desk.retention.wipe()  # nothing to do
    desk.retention.run(TODAY)
    with store_of(desk).reading() as tx:
        assert tx.desk.get("pages-to-wipe")
    assert desk.retention.wipe()
    with store_of(desk).reading() as tx:
        assert not tx.desk.get("pages-to-wipe")
    assert not (store_of(desk).path.with_name("store.db-wal")).stat().st_size > 100_000


def test_thousands_at_once_in_bounded_steps(desk: Services) -> None:
    """Saving waits for one step at most: each is short, however much there is to do."""
    with store_of(desk).transaction() as tx:
        for number in range(1500):
            day = on(months_before(TODAY, 24) - timedelta(days=1 + number % 300))
            tx.sessions.add(
                AssistedSession(
                    desk.champion.id, desk.site.id, day, ("wifi",), 5, "done", note="x", id=new_id()
                )
            )
    longest = 0.0
    steps = desk.retention.steps(TODAY)
    total = Faded()
    while True:
        began = time.perf_counter()
        faded = next(steps, None)
        longest = max(longest, time.perf_counter() - began)
        if faded is None:
            break
        total += faded
    assert total == Faded(sessions=1500)
    assert longest < 2.0
    with store_of(desk).reading() as tx:
        assert tx.changes._connection.execute(select(func.count()).select_from(tables.sessions)).scalar() == 0


def test_told_to_whoever_shows_it(desk: Services) -> None:
    heard: list[str] = []
    desk.board.listen(heard.append)
    helped(desk, months_before(TODAY, 13))
    heard.clear()
    desk.retention.run(TODAY)
    assert set(heard) == {"sessions", "drafts", "tallies", "retention"}


def test_counts_are_exported(desk: Services, tmp_path: Path) -> None:
    day = months_before(TODAY, 25)
    helped(desk, day, topics=("wifi",), minutes=15, people=2)
    desk.retention.run(TODAY)
    for format_name in ("csv", "xlsx", "json"):
        target = tmp_path / f"counts.{format_name}"
        assert desk.exports.export("counts", format_name, target, date.min, date.max) == 3
        assert target.stat().st_size
    rows = json.loads((tmp_path / "counts.json").read_text(encoding="utf-8"))
    where = {"site": "Kirkwall Library", "month": f"{day:%Y-%m}"}
    assert rows[0] == {**where, "kind": "all", "code": "", "sessions": 1, "minutes": 15, "people": 2}
    assert "Kirkwall Library" in (tmp_path / "counts.csv").read_text(encoding="utf-8-sig")
    assert desk.exports.export("counts", "csv", tmp_path / "none.csv", TODAY, TODAY) == 0
    with pytest.raises(Problem, match="export-format-unknown"):
        desk.exports.export("counts", "oruk", tmp_path / "x", TODAY, TODAY)
