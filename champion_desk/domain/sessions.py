"""The assisted session: what staff log when they have helped someone. No field can name a citizen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from champion_desk.domain.identity import new_id
from champion_desk.domain.lists import is_own
from champion_desk.domain.problems import Invalid

MOST_MINUTES = 600
MOST_PEOPLE = 500
NOTE_LENGTH = 2000
AREA_LENGTH = 60
FOLLOW_UP_LENGTH = 500
# How a hand-off went, told later by the code on its slip.
FOLLOW_UPS = ("worked", "did-not", "never-arrived")
OUTCOMES = ("done", "partly", "handed-on", "could-not")


@dataclass(frozen=True, slots=True)
class HandoutGiven:
    """A handout that went home with a citizen: its slug, language code and type size in points.

    `second` is the language beside or after the first, where there is one; `layout` how it was set, or web
    or text where it was given as a web page or a message.
    """

    slug: str
    language: str = "en"
    points: int = 18
    layout: str = "sheet"
    second: str = ""


@dataclass(frozen=True, slots=True)
class AssistedSession:
    """One time someone was helped. Codes come from the catalogues; `minutes` are whole minutes.

    `time_known` is False where only the day was written down (`started_at` is then its noon).
    `service` is the service that failed and `service_problems` what was wrong with it. `follow_up_on` is the
    day to ask how the hand-off went, `followed_up` the answer and `followed_up_on` its day. `import_key`
    names the row of an earlier log that this was taken in from.
    Raises `Invalid` for a missing or impossible value.
    """

    champion_id: str
    site_id: str
    started_at: datetime
    topics: tuple[str, ...]
    minutes: int
    outcome: str
    outcome_reason: str = ""
    help_given: str = ""
    next_time: str = ""
    barriers: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    device: str = ""
    channel: str = ""
    language: str = ""
    area: str = ""
    effort: int | None = None
    people: int = 1
    listings: tuple[str, ...] = ()
    handouts: tuple[HandoutGiven, ...] = ()
    stuck: bool = False
    nothing_local: bool = False
    service_failed: bool = False
    note: str = ""
    slip: str = ""
    service: str = ""
    service_problems: tuple[str, ...] = ()
    age_band: str = ""
    access_help: tuple[str, ...] = ()
    time_known: bool = True
    follow_up_on: date | None = None
    followed_up: str = ""
    followed_up_on: date | None = None
    follow_up_note: str = ""
    import_key: str = ""
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if not self.topics:
            raise Invalid("topics", "needed")
        if not self.outcome:
            raise Invalid("outcome", "needed")
        if self.outcome not in OUTCOMES and not is_own(self.outcome):
            raise Invalid("outcome", "unknown-code", given=self.outcome)
        if not 0 <= self.minutes <= MOST_MINUTES:
            raise Invalid("minutes", "out-of-range", least=0, most=MOST_MINUTES)
        if not 1 <= self.people <= MOST_PEOPLE:
            raise Invalid("people", "out-of-range", least=1, most=MOST_PEOPLE)
        if self.effort is not None and not 1 <= self.effort <= 5:
            raise Invalid("effort", "out-of-range", least=1, most=5)
        if len(self.note) > NOTE_LENGTH:
            raise Invalid("note", "too-long", most=NOTE_LENGTH)
        if len(self.area) > AREA_LENGTH:
            raise Invalid("area", "too-long", most=AREA_LENGTH)
        if self.followed_up and self.followed_up not in FOLLOW_UPS:
            raise Invalid("followed_up", "unknown-code", given=self.followed_up)
        if len(self.follow_up_note) > FOLLOW_UP_LENGTH:
            raise Invalid("follow_up_note", "too-long", most=FOLLOW_UP_LENGTH)
        if self.started_at.tzinfo is None:
            raise Invalid("started_at", "needed")


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed in a form and not saved yet, kept for the champion who typed it."""

    champion_id: str
    fields: dict[str, object]
    started_at: datetime
    kind: str = "session"
    kept_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    id: str = field(default_factory=new_id)
