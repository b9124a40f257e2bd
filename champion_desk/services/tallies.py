"""What staff can do with tallies: press a key, type a number for a period, take some away, see the day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain

from champion_desk.domain.catalogue import CodedItem
from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.tallies import CATCH_UP, PRESS, TYPED, Tally
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.storage.store import Store, Transaction

MOST_KEYS = 8
HOUR = timedelta(hours=1)
# A number typed without a period stands for the time since that key was last used, at most this long.
LONGEST_GUESS = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Preset:
    """What one tally key counts. `labels` are by language code."""

    code: str
    labels: Mapping[str, str]
    topic: str

    def label(self, language: str = "en") -> str:
        """The label in that language, or in English."""
        return CodedItem(self.code, self.labels).label(language)


@dataclass(frozen=True, slots=True)
class DayCounts:
    """What is logged on one day at this site: its tallies, oldest first, and how many people sessions
    helped, by the hour they began in and by topic, and by the hour alone: whoever was helped with two topics
    is one person. Sessions whose time is not known have the hour None."""

    tallies: tuple[Tally, ...]
    sessions: Mapping[tuple[int | None, str], int]
    people: Mapping[int | None, int]


def midnight(day: date) -> datetime:
    """Midnight of a day in this computer's own time."""
    return datetime.combine(day, time()).astimezone()


def hour_of(day: date, hour: int) -> datetime:
    """The beginning of an hour by the wall clock; 24 is the next midnight."""
    return datetime.combine(day + timedelta(days=hour // 24), time(hour % 24)).astimezone()


class TallyService:
    """Counting, for the champion at the desk."""

    def __init__(
        self, store: Store, champion: Champion, site: Site, catalogues: Catalogues, board: ChangeBoard
    ) -> None:
        self._store = store
        self._champion = champion
        self._site = site
        self._catalogues = catalogues
        self._board = board

    def presets(self) -> tuple[Preset, ...]:
        """What the keys count, in their order: at most eight."""
        found = (
            Preset(item.code, item.labels, self._topic(str(item.facts.get("topic") or "other")))
            for item in self._offered()
        )
        return tuple(found)[:MOST_KEYS]

    def _topic(self, code: str) -> str:
        return self._catalogues.counted_as("topics", code)

    def _offered(self) -> Iterable[CodedItem]:
        return self._catalogues.offered("presets")

    def _preset(self, code: str) -> Preset:
        found = next((one for one in self.presets() if one.code == code), None)
        if found is None:
            raise Problem("record-gone")
        return found

    # Counting

    def press(self, preset: str, at: datetime | None = None) -> Done:
        """Count one, now."""
        moment = at or datetime.now(UTC)
        return self._keep(self._tally(self._preset(preset), 1, moment, moment, PRESS))

    def typed(self, preset: str, count: int, start: datetime, end: datetime) -> Done:
        """Count a number that someone typed, for a period. Raises `Invalid` for an impossible one."""
        if end > datetime.now(UTC) + timedelta(minutes=1):
            raise Invalid("ended_at", "in-future")
        return self._keep(self._tally(self._preset(preset), count, start, end, TYPED))

    def _tally(self, preset: Preset, count: int, start: datetime, end: datetime, how: str) -> Tally:
        ids = self._champion.id, self._site.id
        return Tally(*ids, preset.topic, count, start, end, how, preset.code)

    def _keep(self, tally: Tally) -> Done:
        with self._store.transaction() as tx:
            tx.tallies.add(tally)
            batch = tx.changes.batch
        self._board.tell("tallies")
        return Done(batch, tally.id)

    def fill_in(self, changes: Mapping[tuple[datetime, str], int]) -> Done:
        """Write a catch-up grid: for each hour (its beginning) and key how many more, or fewer, there were.

        More is a batch for that hour. Fewer takes away counts of that hour and key, batches first, never a
        session nor a number for more than this hour; more than there are raises `Problem("tally-too-few")`,
        and then nothing is written.
        """
        with self._store.transaction() as tx:
            for (hour, code), difference in changes.items():
                preset = self._preset(code)
                if difference > 0:
                    tx.tallies.add(self._tally(preset, difference, hour, hour + HOUR, CATCH_UP))
                elif difference < 0:
                    self._take_away(tx, hour, code, -difference)
            batch = tx.changes.batch
        self._board.tell("tallies")
        return Done(batch)

    def _take_away(self, tx: Transaction, hour: datetime, preset: str, count: int) -> None:
        counted, presets = tx.tallies.between(hour, hour + HOUR, self._site.id), self.presets()
        there = [
            one for one in counted if self.key_for(one, presets) == preset and one.ended_at <= hour + HOUR
        ]
        # What was only a number goes first, the last written of it; a press stands for a real moment.
        for tally in sorted(there, key=lambda one: (one.is_batch, one.id), reverse=True):
            if not count:
                return
            taken = min(count, tally.count)
            if taken == tally.count:
                tx.tallies.remove(tally.id, "mistake")
            else:
                tx.tallies.amend(replace(tally, count=tally.count - taken))
            count -= taken
        if count:
            raise Problem("tally-too-few")

    def set_count(self, tally_id: str, count: int) -> Done:
        """Correct the number of a batch; a press is one, and can only be removed. Raises `Invalid`."""
        with self._store.transaction() as tx:
            tx.tallies.amend(replace(self._found(tx, tally_id), count=count))
            batch = tx.changes.batch
        self._board.tell("tallies")
        return Done(batch, tally_id)

    def remove(self, tally_ids: Iterable[str], reason: str) -> Done:
        """Set tallies aside, with the reason."""
        with self._store.transaction() as tx:
            for tally_id in tally_ids:
                tx.tallies.remove(tally_id, reason)
            batch = tx.changes.batch
        self._board.tell("tallies")
        return Done(batch)

    @staticmethod
    def _found(tx: Transaction, tally_id: str) -> Tally:
        found = tx.tallies.get(tally_id)
        if found is None:
            raise Problem("record-gone")
        return found

    # Seeing

    def today(self) -> Mapping[str, int]:
        """How many were counted today at this site, by key."""
        today = date.today()
        start, end = midnight(today), midnight(today + timedelta(days=1))
        with self._store.reading() as tx:
            found = tx.tallies.by_preset(start, end, self._site.id)
        return self._catalogues.as_one("presets", found)

    def key_of(self, preset: str) -> str:
        """The key that a tally counts for: another than it was pressed with, where those were merged."""
        return self._catalogues.counted_as("presets", preset)

    def key_for(self, tally: Tally, presets: Sequence[Preset]) -> str:
        """The one of these keys that a tally stands under: its own, else the first of its topic, else ""."""
        key, topic = self.key_of(tally.preset), self._topic(tally.topic)
        own = (one.code for one in presets if one.code == key)
        alike = (one.code for one in presets if one.topic == topic)
        return next(chain(own, alike), "")

    def guessed_start(self, preset: str, now: datetime) -> datetime:
        """When the period of a number typed now most likely began: when its key was last used today.

        Where it was not used yet, and never further back than four hours, the hour that is going on.
        """
        hour = now.astimezone().replace(minute=0, second=0, microsecond=0)
        with self._store.reading() as tx:
            ends = [
                one.ended_at
                for one in tx.tallies.between(midnight(now.astimezone().date()), now, self._site.id)
                if self.key_of(one.preset) == preset and one.ended_at <= now
            ]
        last = max(ends, default=None)
        if last is None or now - last > LONGEST_GUESS:
            return hour if hour < now else hour - HOUR
        return last

    def counted(self, day: date) -> DayCounts:
        """What is logged on a day at this site."""
        start = midnight(day)
        end = midnight(day + timedelta(days=1))
        helped: Counter[tuple[int | None, str]] = Counter()
        people: Counter[int | None] = Counter()
        with self._store.reading() as tx:
            tallies = tx.tallies.between(start, end, self._site.id)
            for session in tx.sessions.between(start, end):
                if session.site_id == self._site.id:
                    hour = session.started_at.astimezone().hour if session.time_known else None
                    people[hour] += session.people
                    for topic in dict.fromkeys(map(self._topic, session.topics)):
                        helped[hour, topic] += session.people
        return DayCounts(tuple(tallies), helped, people)
