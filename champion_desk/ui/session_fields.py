"""What the session form holds, as plain values: kept in a draft, filled from a session, made into one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any

from champion_desk.domain.sessions import AssistedSession, HandoutGiven

TIMER, EXACT = "timer", "exact"
# What is safe to carry to the next visitor: how the desk is used, never anything about a person.
STICKY = ("channel", "device", "language")
# What "Save, same again" keeps besides: the next person of a group wants the same.
SAME_AGAIN = (*STICKY, "topics", "help_given")
# What a session has in another form, or not at all.
_OWN = (
    "minutes", "exact", "effort", "elapsed", "paused", "counts_pause", "kept", "session_id", "when",
)  # fmt: skip
# What says nothing by itself about whether there is anything worth keeping.
_SILENT = frozenset((*STICKY, "elapsed", "paused", "counts_pause", "kept", "people", "when", "time_known"))
# What changes by itself, or only says how the rest came about.
_PASSING = ("elapsed", "paused", "counts_pause", "kept")


@dataclass(frozen=True, slots=True)
class SessionFields:
    """The form's values. `minutes` is "timer", "exact" (then `exact` counts), a band's code, or not said yet.

    `elapsed` is where the timer stood, in seconds, without what it `paused`; that counts too where
    `counts_pause`. `kept` names the answers that stand there from the visitor before. `session_id` names the
    session being changed. `when` is the moment it was, ISO 8601, where that is not the timer's; `time_known`
    whether its time of day is known.
    """

    topics: tuple[str, ...] = ()
    minutes: str = TIMER
    exact: int = 0
    outcome: str = ""
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
    effort: str = ""
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
    when: str = ""
    time_known: bool = True
    elapsed: int = 0
    paused: int = 0
    counts_pause: bool = False
    kept: tuple[str, ...] = ()
    session_id: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing here that anyone would miss."""
        blank = SessionFields()
        return all(
            getattr(self, field.name) == getattr(blank, field.name)
            for field in fields(self)
            if field.name not in _SILENT
        )

    def only(self, names: tuple[str, ...]) -> SessionFields:
        """A new form's values with only these kept, and named as such."""
        values = {name: getattr(self, name) for name in names if getattr(self, name)}
        return replace(SessionFields(), **values, kept=tuple(values))

    def says_the_same(self, other: SessionFields) -> bool:
        """Whether all answers are the same, however long the timer ran."""
        passing = {name: getattr(other, name) for name in _PASSING}
        return replace(self, **passing) == other

    def to_draft(self) -> dict[str, object]:
        """As a draft keeps them."""
        return asdict(self)

    def to_session(
        self,
        champion_id: str,
        site_id: str,
        started_at: datetime,
        minutes: int,
        before: AssistedSession | None = None,
    ) -> AssistedSession:
        """The session these values make; `before` is the one they change. Raises `Invalid`."""
        same = {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if field.name not in (*_OWN, "note", "area")
        }
        started_at = datetime.fromisoformat(self.when) if self.when else started_at
        # The reason "nothing local" is the same unmet need as the mark, and is counted once.
        same["nothing_local"] = self.nothing_local or self.outcome_reason == "nothing-local"
        same |= {
            "minutes": minutes,
            "effort": int(self.effort) if self.effort else None,
            "note": self.note.strip(),
            "area": self.area.strip(),
        }
        if before is not None:  # what the form does not show stays as it was
            return replace(before, started_at=started_at, **same)
        return AssistedSession(champion_id=champion_id, site_id=site_id, started_at=started_at, **same)


def from_draft(kept: Mapping[str, Any]) -> SessionFields:
    """The values of a draft; what an older version did not keep is as in a new form."""
    blank = SessionFields()
    found: dict[str, Any] = {}
    for field in fields(SessionFields):
        usual, value = getattr(blank, field.name), kept.get(field.name)
        if field.name == "handouts":
            value = tuple(HandoutGiven(**one) for one in value or ())
        elif isinstance(usual, tuple):
            value = tuple(value or ())
        if type(value) is type(usual):
            found[field.name] = value
    return SessionFields(**found)


def from_session(session: AssistedSession) -> SessionFields:
    """The values of a session that is to be changed."""
    same = {
        field.name: getattr(session, field.name) for field in fields(SessionFields) if field.name not in _OWN
    }
    return SessionFields(
        minutes=EXACT,
        exact=session.minutes,
        effort=str(session.effort) if session.effort is not None else "",
        session_id=session.id,
        **same,
    )
