"""Badges: read in every form, proven as far as can be offline, and refused in one sentence when hostile."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from champion_desk.domain.badges import Badge
from champion_desk.domain.champions import Champion
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.importers.badge_signatures import canonical
from champion_desk.problem_words import sentences
from champion_desk.services import Services
from tests.services.badges_made import (
    chunk,
    in_base_64,
    in_png,
    in_svg,
    proved,
    second,
    signed,
    third,
)

KEY = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ALWAYS_OPEN = ("issuer", "withdrawn", "holder")


@pytest.fixture
def read(services: Services, tmp_path: Path) -> Callable[[Any], Badge]:
    def reading(content: Any) -> Badge:
        file = tmp_path / "badge"
        if isinstance(content, dict):
            content = json.dumps(content)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return services.learning.badges.read(file)

    return reading


@pytest.mark.parametrize(
    ("content", "version", "proven", "unproven"),
    [
        (second(), "2.0", (), ("no-signature",)),
        (third(), "3.0", (), ("no-signature",)),
        (proved(third(), KEY), "3.0", ("signature",), ()),
        (signed(third(), "RS256"), "3.0", ("signature",), ()),
        (signed(third(), "ES256"), "3.0", ("signature",), ()),
        (signed(third(), "EdDSA"), "3.0", ("signature",), ()),
        (signed({"iss": "x", "vc": third()}, "EdDSA"), "3.0", ("signature",), ()),
        (
            signed(third(), "RS256", {"jwk": None, "kid": "https://issuer.example/key"}),
            "3.0",
            (),
            ("key-elsewhere",),
        ),
        (signed(third(), "RS256", {"alg": "ES512"}), "3.0", (), ("way-unknown",)),
        (signed(second(), "RS256", {"jwk": None}), "2.0", (), ("key-elsewhere",)),
        (third(proof={"type": "Ed25519Signature2020", "proofValue": "z1"}), "3.0", (), ("way-unknown",)),
        (in_png(json.dumps(second())), "2.0", (), ("no-signature",)),
        (in_png(json.dumps(third()), b"openbadgecredential", packed=True), "3.0", (), ("no-signature",)),
        (in_svg(json.dumps(second()), third_version=False), "2.0", (), ("no-signature",)),
        (in_svg(json.dumps(proved(third(), KEY))), "3.0", ("signature",), ()),
        (in_svg(signed(third(), "EdDSA")), "3.0", ("signature",), ()),
    ],
)
def test_a_badge_is_read_and_proven_as_far_as_can_be(
    read: Callable[[Any], Badge],
    content: Any,
    version: str,
    proven: tuple[str, ...],
    unproven: tuple[str, ...],
) -> None:
    badge = read(content)
    assert (badge.name, badge.issuer, badge.version) == ("Digital champion", "Sample Council", version)
    assert badge.issued_on == date(2026, 3, 3)
    assert badge.proven == ("structure", "dates", *proven)
    assert badge.unproven == (*unproven, *ALWAYS_OPEN)


def test_a_signed_badge_of_2_is_proven_with_the_key_it_holds(read: Callable[[Any], Badge]) -> None:
    key = rsa.generate_private_key(65537, 2048)
    pem = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    document = second(verification={"type": "signed"})
    document["badge"]["issuer"]["publicKey"] = {"publicKeyPem": pem.decode()}
    message = ".".join(in_base_64(json.dumps(one).encode()) for one in ({"alg": "RS256"}, document))
    signature = key.sign(message.encode(), padding.PKCS1v15(), SHA256())
    assert "signature" in read(f"{message}.{in_base_64(signature)}").proven


def _changed(text: str) -> str:
    """A signed text whose content was changed afterwards."""
    header, _, signature = text.split(".")
    other = third(name="Director")
    return ".".join((header, in_base_64(json.dumps(other).encode()), signature))


DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({**proved(third(), KEY), "name": "Director"}, "badge-forged"),
        (_changed(signed(third(), "RS256")), "badge-forged"),
        (_changed(signed(third(), "ES256")), "badge-forged"),
        (_changed(signed(third(), "EdDSA")), "badge-forged"),
        (signed(third(), "RS256", {"alg": "none"}), "badge-forged"),
        (signed(third(), "RS256", {"alg": "EdDSA"}), "badge-forged"),
        (signed(third(), "RS256", {"jwk": {"kty": "RSA", "n": "AQ", "e": "AQ"}}), "badge-forged"),
        (
            signed(third(), "RS256", {"jwk": {"kty": "EC", "crv": "P-256", "x": "AQ", "y": "AQ"}}),
            "badge-forged",
        ),
        (third(proof={"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022"}), "badge-forged"),
        ("", "badge-not-one"),
        ("plain words", "badge-not-one"),
        ("a.b.c", "badge-not-one"),
        (b"\xff\xfe\x00", "badge-not-one"),
        ("[]", "badge-not-one"),
        ("{}", "badge-not-one"),
        ('{"type": "Assertion"', "badge-not-one"),
        (DEEP, "badge-not-one"),
        (f'{{"type": {DEEP}}}', "badge-not-one"),
        (f'{{"type": "Assertion", "issuedOn": {"9" * 5000}}}', "badge-not-one"),
        ("<svg/>", "badge-no-badge"),
        ("<svg>" * 100_000, "badge-not-one"),
        ('<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg>&a;</svg>', "badge-not-one"),
        ("<html><body>Log in</body></html>", "badge-no-badge"),
        ("https://issuer.example/assertions/1", "badge-only-address"),
        (in_png("https://issuer.example/assertions/1"), "badge-only-address"),
        (b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""), "badge-no-badge"),
        (b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffiTXtopenbadges\0", "badge-damaged"),
        (in_png(json.dumps(second()))[:-20], "badge-damaged"),
        (in_png(json.dumps(second())).replace(b"Digital", b"DIGITAL"), "badge-damaged"),
        (in_png("x" * 3_000_000, packed=True), "badge-too-large"),
        (b"\x89PNG\r\n\x1a\n" + chunk(b"iTXt", b"openbadges\0\1\0\0\0nothing packed"), "badge-damaged"),
        ("{" + " " * 20_000_000 + "}", "badge-too-large"),
        (second(issuedOn=None), "badge-not-whole"),
        (second(issuedOn="yesterday"), "badge-not-whole"),
        (second(issuedOn=7), "badge-not-whole"),
        (second(recipient=None), "badge-not-whole"),
        (second(badge={"name": "x"}), "badge-not-whole"),
        (second(expires="2025-01-01"), "badge-not-whole"),
        (second(issuedOn="2999-01-01"), "badge-not-yet"),
        (second(revoked=True), "badge-withdrawn"),
        (third(validFrom=None), "badge-not-whole"),
        (third(issuer=None), "badge-not-whole"),
        (third(credentialSubject=[]), "badge-not-whole"),
        (third(**{"@context": "x"}), "badge-not-one"),
        (third(type=["VerifiableCredential"]), "badge-not-one"),
    ],
)
def test_what_is_no_sound_badge_gets_one_sentence(
    services: Services, read: Callable[[Any], Badge], content: Any, code: str
) -> None:
    with pytest.raises(Problem) as caught:
        read(content)
    assert caught.value.code == code
    assert "badge" in sentences()[code].format_map({"what": "", **caught.value.facts})
    assert services.learning.badges.all() == []


def test_a_badge_is_kept_once_and_an_expired_one_only_on_purpose(
    services: Services, read: Callable[[Any], Badge]
) -> None:
    badges = services.learning.badges
    badge = read(third())
    done = badges.keep(badge)
    assert badges.all() == [badge]
    with pytest.raises(Problem, match="badge-known"):
        badges.keep(read(third()))
    services.history.undo(done)
    assert badges.all() == []
    old = read(third(validUntil="2026-03-04T00:00:00Z"))
    assert old.is_expired(date(2026, 3, 5))
    with pytest.raises(Problem, match="badge-expired"):
        badges.keep(old)
    badges.keep(old, even_expired=True)
    badges.remove(old.id)
    assert badges.all() == []


def test_a_badge_whose_name_stands_elsewhere_asks_for_one(
    services: Services, read: Callable[[Any], Badge]
) -> None:
    badge = read(second(badge="https://issuer.example/badges/9"))
    assert (badge.name, badge.issuer) == ("", "issuer.example")
    with pytest.raises(Invalid, match="needed"):
        services.learning.badges.keep(badge)
    services.learning.badges.keep(replace(badge, name="First aid"))


def test_half_a_letter_and_markup_in_a_name_are_only_text(
    services: Services, read: Callable[[Any], Badge]
) -> None:
    badge = read(second(badge={"name": "<b>\ud800</b>\nBadge", "issuer": {"name": "x"}}))
    services.learning.badges.keep(badge)
    assert "\n" not in services.learning.badges.all()[0].name


def test_another_champions_badge_is_not_mine(services: Services, read: Callable[[Any], Badge]) -> None:
    with services.desk.open_store.transaction() as tx:
        tx.champions.add(other := Champion("Ewan"))
        tx.badges.keep(theirs := replace(read(third()), champion_id=other.id))
    assert services.learning.badges.all() == []
    with pytest.raises(Problem, match="record-gone"):
        services.learning.badges.remove(theirs.id)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": [1, 2.0, True, None], "a": "é\n"}, '{"a":"é\\n","b":[1,2,true,null]}'),
        ({"\U0001f600": 1, "\ufb33": 2}, '{"\U0001f600":1,"\ufb33":2}'),  # by UTF-16, as RFC 8785 says
    ],
)
def test_json_is_written_in_its_one_form(value: object, text: str) -> None:
    assert canonical(value) == text
