"""How often each code of a list stands in the records of a desk."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping

from sqlalchemy import Connection, text

# The column of a session that holds codes of a list: one code, or several.
_ONE = {
    "reasons": "outcome_reason",
    "channels": "channel",
    "devices": "device",
    "areas": "area",
    "services": "service",
}
_SEVERAL = {"barriers": "barriers", "items": "items", "service_problems": "service_problems"}
_TOPICS = """SELECT word, sum(sessions) FROM month_sums JOIN sum_words ON number = topics GROUP BY topics"""
_OUTCOMES = "SELECT outcome, sum(sessions) FROM session_totals GROUP BY outcome"
_TALLIES = "SELECT {column}, sum(count) FROM tallies WHERE removed_at IS NULL GROUP BY {column}"
_SESSIONS = """SELECT {column}, count(*) FROM sessions
    WHERE removed_at IS NULL AND {column} NOT IN ('', '[]') GROUP BY {column}"""


# What was so old that only its number is left, by the kind it is counted under.
_FADED = """SELECT code, sum(sessions) FROM monthly_counts
    WHERE removed_at IS NULL AND kind = '{kind}' GROUP BY code"""
_KINDS = {
    "topics": ("topic", "tally"),
    "outcomes": ("outcome",),
    "reasons": ("reason",),
    "barriers": ("barrier",),
    "channels": ("channel",),
    "devices": ("device",),
    "items": ("item",),
    "services": ("service",),
    "service_problems": ("service_problem",),
}


def list_uses(connection: Connection, name: str) -> Mapping[str, int]:
    """How often each code of a list was used, in what is not removed and in what has faded to a number.

    Areas stand in a session as words, so they are counted by those.
    """
    counts = _in_records(connection, name)
    for kind in _KINDS.get(name, ()):
        counts.update(_read(connection, _FADED.format(kind=kind)))
    return counts


def _in_records(connection: Connection, name: str) -> Counter[str]:
    if name == "topics":
        counts = _taken_apart(_read(connection, _TOPICS))
        counts.update(_read(connection, _TALLIES.format(column="topic")))
        return counts
    if name == "outcomes":
        return _read(connection, _OUTCOMES)
    if name == "presets":
        return _read(connection, _TALLIES.format(column="preset"))
    if name in _SEVERAL:
        return _taken_apart(_read(connection, _SESSIONS.format(column=_SEVERAL[name])))
    return _read(connection, _SESSIONS.format(column=_ONE[name]))


def _read(connection: Connection, query: str) -> Counter[str]:
    return Counter({str(code): int(count or 0) for code, count in connection.execute(text(query))})


def _taken_apart(counts: Mapping[str, int]) -> Counter[str]:
    """Counts of lists of codes as counts of their codes."""
    found = Counter[str]()
    for codes, count in counts.items():
        for code in dict.fromkeys(json.loads(codes)):
            found[str(code)] += count
    return found
