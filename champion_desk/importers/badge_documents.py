"""Reads what a badge says (Open Badges 2.0 and 3.0), and tells what can be proven of it without a network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from champion_desk.domain import badges
from champion_desk.domain.problems import Problem
from champion_desk.importers import badge_signatures
from champion_desk.importers.badge_signatures import Forged, NotSigned
from champion_desk.importers.plain_text import one_line

_LONGEST = 120
_WAYS = {
    badge_signatures.NO_KEY: badges.KEY_ELSEWHERE,
    badge_signatures.UNKNOWN_WAY: badges.WAY_UNKNOWN,
}
# What nobody can tell offline: who holds the key, whether it was taken back, whether it was given to me.
_NEVER = (badges.ISSUER, badges.WITHDRAWN, badges.HOLDER)


@dataclass(frozen=True, slots=True)
class ReadBadge:
    """What a badge says; `name` is "" where it stands in another document. Codes are those of `badges`."""

    name: str
    issuer: str
    version: str
    issued_on: date
    expires_on: date | None
    proven: tuple[str, ...]
    unproven: tuple[str, ...]


def read_badge(file: str, text: str, today: date) -> ReadBadge:
    """A badge in its JSON, or its signed form in three parts.

    Raises `Problem`: not one, only an address, forged, not yet given.
    """
    try:
        document, outcome = _opened(file, text)
        found = _third(file, document) if _is_third(document) else _second(file, document)
        if outcome is None:
            outcome = _of_proof(document)
    except (RecursionError, NotSigned, UnicodeDecodeError, json.JSONDecodeError, ValueError):
        raise Problem("badge-not-one", file=file) from None
    except Forged:
        raise Problem("badge-forged", file=file) from None
    name, issuer, begins, ends = found
    if begins.date() > today:
        raise Problem("badge-not-yet", file=file)
    if ends is not None and ends < begins:
        raise Problem("badge-not-whole", file=file, what="expires")
    is_proven = outcome == badge_signatures.PROVEN
    proven = (badges.STRUCTURE, badges.DATES, *((badges.SIGNATURE,) if is_proven else ()))
    open_ones = () if is_proven else (_WAYS.get(outcome or "", badges.NO_SIGNATURE),)
    version = badges.OPEN_BADGES_3 if _is_third(document) else badges.OPEN_BADGES_2
    last = ends.date() if ends else None
    return ReadBadge(name, issuer, version, begins.date(), last, proven, (*open_ones, *_NEVER))


def _opened(file: str, text: str) -> tuple[dict[str, Any], str | None]:
    """The badge's JSON, and what became of the signature around it, if there is one."""
    if text.startswith(("http://", "https://")):
        raise Problem("badge-only-address", file=file)
    if not text.startswith("{") and text.count(".") == 2:
        header, payload, _signature = text.split(".")
        about = _object(badge_signatures.unpadded(header).decode())
        inner = _object(badge_signatures.unpadded(payload).decode())
        document = _object(json.dumps(inner["vc"])) if "vc" in inner else inner
        return document, badge_signatures.check_signed_text(text, about, _pem(document))
    return _object(text), None


def _object(text: str) -> dict[str, Any]:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise NotSigned
    return found


def _pem(document: Mapping[str, Any]) -> str:
    """The public key that a 2.0 badge may hold with its issuer."""
    badge = document.get("badge")
    issuer = badge.get("issuer") if isinstance(badge, dict) else None
    key = issuer.get("publicKey") if isinstance(issuer, dict) else None
    found = key.get("publicKeyPem") if isinstance(key, dict) else None
    return found if isinstance(found, str) else ""


def _of_proof(document: Mapping[str, Any]) -> str | None:
    proofs = document.get("proof")
    several = proofs if isinstance(proofs, list) else [proofs]
    outcomes = [badge_signatures.check_proof(document, one) for one in several[:10] if isinstance(one, dict)]
    best = (badge_signatures.PROVEN, badge_signatures.NO_KEY, badge_signatures.UNKNOWN_WAY)
    return next((outcome for outcome in best if outcome in outcomes), None)


def _types(value: object) -> set[str]:
    return {one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)}


def _is_third(document: Mapping[str, Any]) -> bool:
    return "VerifiableCredential" in _types(document.get("type"))


Facts = tuple[str, str, datetime, datetime | None]


def _third(file: str, document: Mapping[str, Any]) -> Facts:
    """1EdTech Open Badges 3.0: a credential whose subject has an achievement."""
    kinds = _types(document.get("type"))
    contexts = document.get("@context")
    if not kinds & {"OpenBadgeCredential", "AchievementCredential"} or not isinstance(contexts, list):
        raise Problem("badge-not-one", file=file)
    subject = document.get("credentialSubject")
    achievement = subject.get("achievement") if isinstance(subject, dict) else None
    if not isinstance(achievement, dict):
        raise Problem("badge-not-whole", file=file, what="achievement")
    begins = _moment(file, document, "validFrom", "issuanceDate")
    if begins is None:
        raise Problem("badge-not-whole", file=file, what="validFrom")
    ends = _moment(file, document, "validUntil", "expirationDate")
    name = _words(achievement.get("name")) or _words(document.get("name"))
    return name, _issuer(file, document.get("issuer")), begins, ends


def _second(file: str, document: Mapping[str, Any]) -> Facts:
    """IMS Open Badges 2.0: an assertion, with the badge class in it or at an address."""
    if "Assertion" not in _types(document.get("type")):
        raise Problem("badge-not-one", file=file)
    if document.get("revoked") is True:
        raise Problem("badge-withdrawn", file=file)
    for needed in ("recipient", "badge", "verification"):
        if not document.get(needed):
            raise Problem("badge-not-whole", file=file, what=needed)
    begins = _moment(file, document, "issuedOn")
    if begins is None:
        raise Problem("badge-not-whole", file=file, what="issuedOn")
    badge = document["badge"]
    inside = badge if isinstance(badge, dict) else {}
    issuer = _issuer(file, inside.get("issuer") if inside else badge)
    return _words(inside.get("name")), issuer, begins, _moment(file, document, "expires")


def _issuer(file: str, issuer: object) -> str:
    """The issuer's name, or where there is none the host of its address."""
    if isinstance(issuer, dict):
        said = _words(issuer.get("name"))
        issuer = issuer.get("id") or issuer.get("url") or ""
        if said:
            return said
    if not isinstance(issuer, str) or not issuer.strip():
        raise Problem("badge-not-whole", file=file, what="issuer")
    _scheme, _, rest = issuer.partition("://")
    return _words((rest or issuer).partition("/")[0])


def _words(value: object) -> str:
    """A text as one short line; of several languages the English one, or the first."""
    if isinstance(value, dict):
        value = value.get("en") or next(iter(value.values()), "")
    if not isinstance(value, str):
        return ""
    return one_line(value.encode("utf-8", "replace").decode())[:_LONGEST]  # half a letter can't be kept


def _moment(file: str, document: Mapping[str, Any], *names: str) -> datetime | None:
    for name in names:
        said = document.get(name)
        if said is None:
            continue
        try:
            found = datetime.fromisoformat(said)
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
        except (TypeError, ValueError, OverflowError):
            raise Problem("badge-not-whole", file=file, what=name) from None
    return None
