"""The computer's clock jumps: back a day, ten years forward and back, over summer time, to 1970, past 2038.

At each moment the desk is unlocked as after a new start of the computer, and worked at: sessions are saved,
changed, removed and brought back; a draft is kept; retention looks; a backup is made and older ones thinned;
a wrong passphrase is tried. Nothing may be lost by it, nothing may fade, and nobody may be kept out for long.
"""

from __future__ import annotations

import random
import time
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from champion_desk.domain.problems import Problem
from champion_desk.services import Services
from champion_desk.services.desks import DeskService
from champion_desk.storage import backups, engine
from champion_desk.storage.wrong_tries import WrongTries
from tests.faults.desk import FaultyDesk, look, make_desk
from tests.faults.outcome import Control, Count, Outcome, Progress, chance
from tests.faults.promise import Promise
from tests.faults.wrong_clock import WrongClock, wrong_clock

NAME = "clock jumps"
_BASE = datetime(2026, 11, 22, 10, tzinfo=UTC)
_HOUR, _DAY, _YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)
_NEWEST = 8  # so many of the newest backups stay, whatever the clock says
_LONGEST_WAIT = 60.0


def _utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


_JUMPS: dict[str, tuple[datetime, ...]] = {
    "back a day": (_BASE, _BASE - _DAY, _BASE + _HOUR),
    "ten years forward and back": (_BASE, _BASE + 10 * _YEAR, _BASE + _HOUR, _BASE + _DAY),
    "an hour back when summer time ends": (
        *(_utc(2026, 10, 25, 0, 30), _utc(2026, 10, 25, 0, 59, 59)),
        *(_utc(2026, 10, 25, 1, 0, 1), _utc(2026, 10, 25, 1, 30)),
    ),
    "an hour forward when it begins": (_utc(2027, 3, 28, 0, 59, 59), _utc(2027, 3, 28, 1, 0, 1)),
    "29 February": (
        _utc(2028, 2, 28, 12),
        _utc(2028, 2, 29, 12),
        _utc(2028, 2, 29, 23, 59, 59),
        _utc(2028, 3, 1),
    ),
    "an empty battery: 1970": (_BASE, _utc(1970, 1, 1, 0, 0, 9), _BASE + _HOUR, _BASE + _DAY),
    "before 1970": (_BASE, _utc(1968, 2, 29, 12), _BASE + _HOUR),
    "past 2038": (
        _utc(2038, 1, 19, 3, 14, 6),
        _utc(2038, 1, 19, 3, 14, 9),
        _utc(2038, 2, 8),
        _utc(2040, 2, 29),
    ),
    "a year back and forward": (_BASE, _BASE - _YEAR, _BASE + _HOUR),
}
SHORT, LONG = len(_JUMPS), 150


@dataclass
class Kept:
    """What must be there from now on, and in which order it was saved."""

    promise: Promise = field(default_factory=Promise)
    saved: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    backups: list[str] = field(default_factory=list)


def run(tries: int, folder: Path, progress: Progress) -> Outcome:
    """Each known jump, then jumps by chance."""
    if not hasattr(time, "tzset"):
        return Outcome(NAME, 0, skipped="a process on Windows can't be in another time zone")
    count, moments = Count(), chance("clock")
    with wrong_clock() as clock:
        for done in range(tries):
            words, jumps = list(_JUMPS.items())[done] if done < len(_JUMPS) else _by_chance(moments)
            _live_through(words, jumps, clock, folder / "desk", count)
            progress(done + 1, tries)
        controls = [_control(clock, folder / "control")]
    return count.outcome(NAME, tries, controls, [f"{min(tries, len(_JUMPS))} known ones, the rest by chance"])


def _by_chance(draw: random.Random) -> tuple[str, tuple[datetime, ...]]:
    """A clock that is right, or nearly, or years wrong; right in the end."""
    aways = [
        draw.choice((*[timedelta(days=draw.uniform(-10, 10))] * 2, draw.uniform(-50, 60) * _YEAR))
        for _ in "1234"
    ]
    moments = (_BASE, *(_BASE + away for away in aways), _BASE + _DAY)
    return ", ".join(f"{moment:%Y-%m-%d %H:%M}" for moment in moments), moments


def _live_through(
    words: str, moments: tuple[datetime, ...], clock: WrongClock, folder: Path, count: Count
) -> None:
    clock.set(moments[0])
    clock.restart()
    desk, kept = _new_desk(folder), Kept()
    with desk.opened() as services:  # old enough to go where a clock that is wrong were believed
        old = replace(desk.session("Two months to go"), started_at=moments[0] - timedelta(days=300))
        services.sessions.log(old)
        services.retention.run(date.today())
        _note(kept, old.id, old.note)
    for moment in moments:
        at = f"{words}, at {moment:%Y-%m-%d %H:%M}"
        clock.set(moment)
        clock.restart()
        try:
            with desk.opened() as services:
                _work(desk, services, kept, count, at)
            _try_wrongly(desk, clock, count, at)
        except Problem as problem:
            count.spoil(f"{at}: {problem}")
        except Exception as fault:
            count.spoil(f"{at}: a fault that has no name: {type(fault).__name__}: {fault}")
        _compare(desk, kept, count, at)


def _new_desk(folder: Path) -> FaultyDesk:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
    return make_desk(folder)


def _note(kept: Kept, session: str, note: str) -> None:
    kept.promise.hear(("session", session))
    kept.saved.append(session)
    kept.notes[session] = note


def _work(desk: FaultyDesk, services: Services, kept: Kept, count: Count, words: str) -> None:
    """All that staff do on a day."""
    sessions, first = services.sessions, desk.session("The first here")
    sessions.log(first)
    _note(kept, first.id, first.note)
    second = desk.session("Another one")
    taken_back = sessions.log(desk.session("Never mind"))
    sessions.log(second)
    _note(kept, second.id, second.note)
    kept.saved.insert(-1, taken_back.record_id)
    sessions.amend(replace(second, minutes=9))
    services.history.undo(sessions.remove(second.id, "mistake"))
    services.history.undo(taken_back)
    kept.promise.hear(("gone", taken_back.record_id))
    draft = desk.draft("half a sentence")
    sessions.keep_draft(draft)
    kept.promise.hear(("draft", draft.id, len(str(draft.fields["note"]))))
    if sessions.get(second.id).minutes != 9:
        count.lose(f"{words}: the change of a session is gone")
    stamps = [change.stamp for change in sessions.history(second.id)]
    if len(stamps) != 4 or stamps != sorted(set(stamps)):
        count.spoil(f"{words}: a session's history is {stamps}")
    today = [
        one.id for one in sessions.on(first.started_at.astimezone().date()) if one.id in (first.id, second.id)
    ]
    if today != [second.id, first.id]:
        count.lose(f"{words}: the day shows {len(today)} of its 2 sessions, newest first")
    services.log.week(date.today())
    services.retention.ahead(date.today())
    faded = services.retention.run(date.today())
    if faded:
        count.lose(f"{words}: {faded}")
    _back_up(desk, services, kept, count, words)


def _back_up(desk: FaultyDesk, services: Services, kept: Kept, count: Count, words: str) -> None:
    kept.backups.append(services.backups.make().path.name)
    there = {one.path.name for one in services.backups.listed() if one.whole}
    gone = [name for name in kept.backups[-_NEWEST:] if name not in there]
    if gone:
        count.lose(f"{words}: {len(gone)} of the newest backups are gone")
    backups.check(desk.folder / "backups" / kept.backups[-1], desk.key, desk.folder / "checked")


def _try_wrongly(desk: FaultyDesk, clock: WrongClock, count: Count, words: str) -> None:
    """Wrong tries are not forgotten by a jump, and keep nobody out for longer than a minute."""
    clock.wait(100.0)
    tries, before = WrongTries(desk.folder), clock.now(UTC)
    for _ in range(5):
        tries.wrong()
    for away in (-_DAY, 10 * _YEAR, -_HOUR, timedelta()):
        clock.set(before + away)
        waits = tries.wait()
        if not 14.0 < waits <= _LONGEST_WAIT:
            count.spoil(f"{words}: a wait of 16 s is {waits:.0f} s when the clock is set by {away}")
    clock.set(before - _YEAR)
    clock.restart()
    waited = 0.0
    while tries.wait() and waited < 10 * _LONGEST_WAIT:
        clock.wait(10.0)
        waited += 10.0
    if waited > _LONGEST_WAIT + 10:
        count.spoil(f"{words}: kept out for {waited:.0f} s")
    clock.set(before + timedelta(seconds=waited + 1))  # and right again
    while tries.wait() and waited < 10 * _LONGEST_WAIT:
        clock.wait(10.0)
        waited += 10.0
    if waited > 2 * _LONGEST_WAIT:
        count.spoil(f"{words}: kept out for {waited:.0f} s by a clock that was set twice")
    with closing(DeskService(desk.folder)) as service:
        service.unlock("kettle harbour lantern seven")
    if tries.wait():
        count.spoil(f"{words}: the right passphrase does not end the wait")


def _compare(desk: FaultyDesk, kept: Kept, count: Count, words: str) -> None:
    kept.promise.hold(look(desk), count, words)
    notes, saved, stamps = _read(desk)
    faded = [session for session, note in kept.notes.items() if notes.get(session) != note]
    if faded:
        count.lose(f"{words}: {len(faded)} of {len(kept.notes)} notes are gone", len(faded))
    if saved != kept.saved:
        count.spoil(f"{words}: the sessions are not in the order in which they were saved")
    if stamps != sorted(set(stamps)):
        count.spoil(f"{words}: the desk's own clock went back")


def _read(desk: FaultyDesk) -> tuple[dict[str, str], list[str], list[str]]:
    """Notes by session, sessions in the order of the desk's clock, and its stamps as they were written."""
    with closing(engine.connect(desk.path, desk.key)) as connection:
        notes = dict(connection.execute("SELECT id, note FROM sessions").fetchall())
        added = (
            "SELECT record_id FROM change_log WHERE table_name = 'sessions' AND kind = 'add' ORDER BY stamp"
        )
        saved = [row[0] for row in connection.execute(added)]
        stamps = [row[0] for row in connection.execute("SELECT stamp FROM change_log ORDER BY rowid")]
    return notes, saved, stamps


def _control(clock: WrongClock, folder: Path) -> Control:
    """Where a person says that the date is right, the old note does fade: so the guard is what keeps it."""
    clock.set(_BASE)
    desk = _new_desk(folder)
    with desk.opened() as services:
        services.sessions.log(replace(desk.session("old"), started_at=_BASE - timedelta(days=300)))
        services.retention.run(date.today())
        clock.set(_BASE + 10 * _YEAR)
        services.retention.confirm_date(date.today())
        faded = services.retention.run(date.today())
    return Control("the date confirmed by a person", 1, int(bool(faded)))
