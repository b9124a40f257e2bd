"""The demo desk's quick ones: presses in the last weeks, numbers typed at the end of busy days before."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.slips import new_slip
from champion_desk.domain.tallies import CATCH_UP, PRESS, Tally

SEED = 2
# Key, topic and how often it is pressed beside the others.
_KEYS = (
    ("print-or-scan", "printing-scanning", 6),
    ("log-in", "account-recovery", 4),
    ("email", "email-account", 2),
    ("wifi", "wifi", 4),
    ("nhs-app", "nhs-app", 2),
    ("bus-pass", "bus-pass", 1),
    ("benefits", "universal-credit-claim", 1),
    ("other", "other", 3),
)
_PRESSES_A_DAY = 13
_PRESSED_FOR = timedelta(weeks=6)
_ASK_AFTER = timedelta(days=14)
_ANSWERED = timedelta(days=21)


class QuickOnes:
    """Made-up tallies and follow-ups, the same for the same days."""

    def __init__(self, champion_id: str, site_id: str, today: date, now: datetime) -> None:
        self._champion_id, self._site_id = champion_id, site_id
        self._today, self._now = today, now
        self._chance = random.Random(SEED)
        self._slips: set[str] = set()

    def of(self, day: date, busy: float) -> Iterator[Tally]:
        """A day's tallies; `busy` is 1 on an ordinary day."""
        if self._today - day <= _PRESSED_FOR:
            return self._presses(day, round(_PRESSES_A_DAY * busy))
        return self._caught_up(day) if busy and self._chance.random() < 0.4 else iter(())

    def _key(self) -> tuple[str, str]:
        key, topic, _weight = self._chance.choices(_KEYS, [weight for *_names, weight in _KEYS])[0]
        return key, topic

    def _presses(self, day: date, count: int) -> Iterator[Tally]:
        for _ in range(count):
            key, topic = self._key()
            minutes = self._chance.randrange(9 * 60 + 30, 17 * 60)
            moment = datetime.combine(day, time(*divmod(minutes, 60))).astimezone()
            if moment < self._now:
                yield Tally(self._champion_id, self._site_id, topic, 1, moment, moment, PRESS, key)

    def _caught_up(self, day: date) -> Iterator[Tally]:
        for hour in self._chance.sample((10, 11, 14, 15), 2):
            key, topic = self._key()
            start = datetime.combine(day, time(hour)).astimezone()
            end, count = start + timedelta(hours=1), self._chance.randrange(2, 7)
            yield Tally(self._champion_id, self._site_id, topic, count, start, end, CATCH_UP, key)

    def followed_up(self, session: AssistedSession) -> AssistedSession:
        """A hand-off with its slip, and after some weeks mostly with the answer; others as they are."""
        if session.outcome != "handed-on" or self._chance.random() < 0.4:
            return session
        slip = new_slip(self._slips)
        self._slips.add(slip)
        day = session.started_at.date()
        asked = replace(session, slip=slip, follow_up_on=day + _ASK_AFTER)
        if self._today - day < _ANSWERED or self._chance.random() < 0.25:
            return asked if self._today - day < _ANSWERED else replace(asked, follow_up_on=None)
        answer = self._chance.choices(("worked", "did-not", "never-arrived"), (7, 2, 1))[0]
        return replace(asked, followed_up=answer, followed_up_on=day + timedelta(days=16))
