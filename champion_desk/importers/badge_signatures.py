"""Checks the signature of a badge with the key that the badge itself holds.

That proves that nothing was changed since it was signed with that key. Whose key it is can't be told without
a network. Signed texts: JWS (RFC 7515) with RS256, ES256 or EdDSA; keys as JWK (RFC 7517) in the header, or
as did:key. Proofs inside the JSON: Data Integrity "eddsa-jcs-2022" (W3C, Data Integrity EdDSA Cryptosuites),
over canonical JSON (RFC 8785); others need documents of the web and are not tried.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

PROVEN, NO_KEY, UNKNOWN_WAY = "proven", "no-key", "unknown-way"
Key = rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey
_BASE_58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519 = b"\xed\x01"  # multicodec: the beginning of such a key in did:key
_MOST_KEY = 200
_SMALLEST_RSA, _LARGEST_RSA = 2048, 8192


class Forged(Exception):
    """The signature does not fit what was signed."""


class NotSigned(Exception):
    """A signed text that can't be read as one."""


def unpadded(text: str) -> bytes:
    """Bytes of base64url without its padding. Raises `NotSigned`."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise NotSigned from None


def check_signed_text(signed: str, header: Mapping[str, Any], pem: str = "") -> str:
    """PROVEN, NO_KEY or UNKNOWN_WAY for a signed text in three parts. Raises `Forged`, `NotSigned`.

    The key is the header's, or the PEM that the badge holds elsewhere.
    """
    message, _, signature = signed.rpartition(".")
    way = header.get("alg")
    if way == "none" or not signature:
        raise Forged
    if header.get("crit") or way not in ("RS256", "ES256", "EdDSA"):
        return UNKNOWN_WAY
    key = _key_of(header, pem)
    if key is None:
        return NO_KEY
    _check(key, str(way), unpadded(signature), message.encode())
    return PROVEN


def _key_of(header: Mapping[str, Any], pem: str) -> Key | None:
    jwk, named = header.get("jwk"), header.get("kid")
    try:
        if isinstance(jwk, dict):
            return _of_jwk(jwk)
        if isinstance(named, str) and named.startswith("did:key:"):
            return did_key(named)
        if pem:
            found = load_pem_public_key(pem.encode())
            return found if isinstance(found, rsa.RSAPublicKey | ec.EllipticCurvePublicKey) else None
    except (ValueError, KeyError, TypeError, AttributeError, NotSigned):
        raise Forged from None
    return None


def _of_jwk(jwk: Mapping[str, Any]) -> Key | None:
    def number(name: str) -> int:
        return int.from_bytes(unpadded(jwk[name]), "big")

    kind, curve = jwk.get("kty"), jwk.get("crv")
    if kind == "RSA":
        return rsa.RSAPublicNumbers(number("e"), number("n")).public_key()
    if (kind, curve) == ("EC", "P-256"):
        return ec.EllipticCurvePublicNumbers(number("x"), number("y"), ec.SECP256R1()).public_key()
    if (kind, curve) == ("OKP", "Ed25519"):
        return ed25519.Ed25519PublicKey.from_public_bytes(unpadded(jwk["x"]))
    return None


def did_key(named: str) -> ed25519.Ed25519PublicKey | None:
    """The Ed25519 key that a did:key is; None for other kinds of keys."""
    text = named.removeprefix("did:key:").partition("#")[0]
    if not text.startswith("z") or len(text) > _MOST_KEY:
        return None
    raw = _of_base_58(text[1:])
    return ed25519.Ed25519PublicKey.from_public_bytes(raw[2:]) if raw.startswith(_ED25519) else None


def _of_base_58(text: str) -> bytes:
    number = 0
    for sign in text:
        at = _BASE_58.find(sign)
        if at < 0:
            raise ValueError("not in base 58")
        number = number * 58 + at
    leading = len(text) - len(text.lstrip("1"))
    return bytes(leading) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def _check(key: Key, way: str, signature: bytes, message: bytes) -> None:
    """Raises `Forged` where it does not fit, also where the key is of another kind than the way."""
    try:
        if way == "RS256" and isinstance(key, rsa.RSAPublicKey):
            if not _SMALLEST_RSA <= key.key_size <= _LARGEST_RSA:
                raise Forged
            key.verify(signature, message, padding.PKCS1v15(), SHA256())
        elif way == "ES256" and isinstance(key, ec.EllipticCurvePublicKey) and len(signature) == 64:
            pair = (int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
            key.verify(encode_dss_signature(*pair), message, ec.ECDSA(SHA256()))
        elif way == "EdDSA" and isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, message)
        else:
            raise Forged
    except (InvalidSignature, ValueError):
        raise Forged from None


def check_proof(document: Mapping[str, Any], proof: Mapping[str, Any]) -> str:
    """PROVEN, NO_KEY or UNKNOWN_WAY for a proof inside a credential. Raises `Forged`."""
    if (proof.get("type"), proof.get("cryptosuite")) != ("DataIntegrityProof", "eddsa-jcs-2022"):
        return UNKNOWN_WAY
    method, value = proof.get("verificationMethod"), proof.get("proofValue")
    if not isinstance(value, str) or not value.startswith("z") or len(value) > _MOST_KEY:
        raise Forged
    if not isinstance(method, str) or not method.startswith("did:key:"):
        return NO_KEY
    signed = {name: one for name, one in document.items() if name != "proof"}
    about = {name: one for name, one in proof.items() if name != "proofValue"}
    try:
        key = did_key(method)
        if key is None:
            return UNKNOWN_WAY
        message = b"".join(hashlib.sha256(canonical(one).encode()).digest() for one in (about, signed))
        key.verify(_of_base_58(value[1:]), message)
    except (InvalidSignature, UnicodeEncodeError):
        raise Forged from None
    except ValueError:
        raise Forged from None
    except TypeError:
        return UNKNOWN_WAY
    return PROVEN


def canonical(value: object) -> str:
    """JSON in the one form of RFC 8785. Raises `TypeError` for a number with a fraction."""
    if isinstance(value, dict):
        ordered = sorted(value.items(), key=lambda pair: pair[0].encode("utf-16-be"))
        inner = ",".join(f"{canonical(name)}:{canonical(one)}" for name, one in ordered)
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{','.join(map(canonical, value))}]"
    if isinstance(value, float):
        if not value.is_integer() or abs(value) >= 2**53:
            raise TypeError("a fraction")
        return str(int(value))
    return json.dumps(value, ensure_ascii=False)
