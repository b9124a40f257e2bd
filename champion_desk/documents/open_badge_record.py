"""A champion's training as Open Badges 3.0 credentials, one for each course done; not signed, and says so.

In the shape of 1EdTech Open Badges 3.0, in a presentation of the W3C Verifiable Credentials 2.0 data model.
Without a proof nobody can check it: it carries what is known to another program, and proves nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from champion_desk.domain.training import Enrolment

_CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
_CONTEXTS = (_CREDENTIALS, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")
# Not translated: it is read by programs and the people who look after them.
UNSIGNED = "Not signed. Written by the champion's own desk; ask the council or the provider for proof."


def record_json(champion: str, issuer: str, desk_id: str, courses: Iterable[Enrolment]) -> str:
    """Every course that was done, as JSON."""
    presentation = {
        "@context": [_CREDENTIALS],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [
            _credential(champion, issuer, desk_id, one) for one in courses if one.state == "done" and one.on
        ],
    }
    return json.dumps(presentation, ensure_ascii=False, indent=2) + "\n"


def _credential(champion: str, issuer: str, desk_id: str, course: Enrolment) -> dict[str, Any]:
    assert course.on is not None
    made: dict[str, Any] = {
        "@context": list(_CONTEXTS),
        "id": f"urn:uuid:{course.id}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": course.title,
        "description": UNSIGNED,
        "issuer": {"id": f"urn:uuid:{desk_id}", "type": ["Profile"], "name": issuer},
        "validFrom": _moment(course.on),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "identityHash": champion,
                    "identityType": "name",
                    "hashed": False,
                }
            ],
            "achievement": {
                "id": f"urn:uuid:{course.id}",
                "type": ["Achievement"],
                "name": course.title,
                "description": UNSIGNED,
                "criteria": {"narrative": f"{course.hours:g} h"},
            },
        },
    }
    if course.due is not None:
        made["validUntil"] = _moment(course.due)
    return made


def _moment(day: date) -> str:
    return datetime.combine(day, time(), UTC).isoformat().replace("+00:00", "Z")
