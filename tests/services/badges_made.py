"""Badges made for tests: signed with keys made for them, and baked into pictures."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from champion_desk.importers.badge_signatures import canonical

_SIGNS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def second(**changed: Any) -> dict[str, Any]:
    """An Open Badges 2.0 assertion with its class inside."""
    made: dict[str, Any] = {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": "https://issuer.example/assertions/1",
        "recipient": {"type": "email", "hashed": True, "salt": "x", "identity": "sha256$00"},
        "badge": {
            "type": "BadgeClass",
            "name": "Digital champion",
            "image": "https://issuer.example/picture.png",
            "issuer": {"type": "Profile", "name": "Sample Council", "url": "https://issuer.example"},
        },
        "issuedOn": "2026-03-03T10:00:00Z",
        "verification": {"type": "hosted"},
    }
    return {name: one for name, one in {**made, **changed}.items() if one is not None}


def third(**changed: Any) -> dict[str, Any]:
    """An Open Badges 3.0 credential without a proof."""
    made: dict[str, Any] = {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "id": "urn:uuid:0196a0a0-0000-7000-8000-000000000001",
        "issuer": {"id": "https://issuer.example/profile", "type": ["Profile"], "name": "Sample Council"},
        "validFrom": "2026-03-03T10:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "achievement": {
                "type": ["Achievement"],
                "name": "Digital champion",
                "criteria": {"narrative": "é"},
            },
        },
    }
    return {name: one for name, one in {**made, **changed}.items() if one is not None}


def in_base_64(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def in_base_58(data: bytes) -> str:
    """Base58 as Bitcoin writes it."""
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = _SIGNS[rest] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def did_of(key: ed25519.Ed25519PrivateKey) -> str:
    """The did:key of a key."""
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return "did:key:z" + in_base_58(b"\xed\x01" + raw)


def proved(document: dict[str, Any], key: ed25519.Ed25519PrivateKey) -> dict[str, Any]:
    """A credential with an eddsa-jcs-2022 proof."""
    named = did_of(key)
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": "2026-03-03T10:00:00Z",
        "proofPurpose": "assertionMethod",
        "verificationMethod": f"{named}#{named.removeprefix('did:key:')}",
    }
    message = b"".join(hashlib.sha256(canonical(one).encode()).digest() for one in (proof, document))
    return {**document, "proof": {**proof, "proofValue": "z" + in_base_58(key.sign(message))}}


def signed(document: dict[str, Any], way: str, header: dict[str, Any] | None = None) -> str:
    """A signed text in three parts, with the key in its header."""
    message = ""
    if way == "RS256":
        key = rsa.generate_private_key(65537, 2048)
        numbers = key.public_key().public_numbers()
        jwk = {"kty": "RSA", "n": in_base_64(numbers.n.to_bytes(256, "big")), "e": "AQAB"}
        message = _message(document, {"alg": way, "jwk": jwk, **(header or {})})
        signature = key.sign(message.encode(), padding.PKCS1v15(), SHA256())
    elif way == "ES256":
        curve = ec.generate_private_key(ec.SECP256R1())
        point = curve.public_key().public_numbers()
        pair = {name: in_base_64(one.to_bytes(32, "big")) for name, one in (("x", point.x), ("y", point.y))}
        message = _message(
            document, {"alg": way, "jwk": {"kty": "EC", "crv": "P-256", **pair}, **(header or {})}
        )
        both = decode_dss_signature(curve.sign(message.encode(), ec.ECDSA(SHA256())))
        signature = b"".join(one.to_bytes(32, "big") for one in both)
    else:
        edwards = ed25519.Ed25519PrivateKey.generate()
        message = _message(document, {"alg": way, "kid": did_of(edwards), **(header or {})})
        signature = edwards.sign(message.encode())
    return f"{message}.{in_base_64(signature)}"


def _message(document: dict[str, Any], header: dict[str, Any]) -> str:
    return ".".join(in_base_64(json.dumps(one).encode()) for one in (header, document))


def chunk(kind: bytes, content: bytes) -> bytes:
    """A part of a PNG."""
    return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")


def in_png(text: str, keyword: bytes = b"openbadges", packed: bool = False) -> bytes:
    """A PNG that a badge is baked into."""
    content = zlib.compress(text.encode()) if packed else text.encode()
    inside = chunk(b"iTXt", keyword + b"\0" + bytes([packed, 0]) + b"\0\0" + content)
    head = chunk(b"IHDR", bytes([0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0]))
    return b"\x89PNG\r\n\x1a\n" + head + inside + chunk(b"IEND", b"")


def in_svg(text: str, third_version: bool = True) -> str:
    """An SVG that a badge is baked into."""
    namespace = "https://purl.imsglobal.org/ob/v3p0" if third_version else "http://openbadges.org"
    element = "credential" if third_version else "assertion"
    inside = f"<openbadges:{element}><![CDATA[{text}]]></openbadges:{element}>"
    if not text.startswith("{"):
        inside = f'<openbadges:{element} verify="{text}"/>'
    return (
        f'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="{namespace}">'
        f"{inside}<circle r='1'/></svg>"
    )
