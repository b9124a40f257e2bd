"""The code on a hand-off slip: random, fit for the phone, with a last sign that finds a wrong one."""

from __future__ import annotations

import secrets
from collections.abc import Container
from dataclasses import dataclass

from champion_desk.domain.directory import Listing
from champion_desk.domain.problems import Invalid

# Without signs that look or sound like another: no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V. Their number is a
# prime, so that the check sign finds every wrong sign and every two that changed places (ISO/IEC 7064 is
# built on the same property).
ALPHABET = "ACDEFGHJKMNPQRTWXY34679"
LENGTH = 6
_HALF = 3


@dataclass(frozen=True, slots=True)
class HandOffSlip:
    """What stands on a slip: its code, what help was about, and where to go next where that is known."""

    code: str
    topics: tuple[str, ...] = ()
    listing: Listing | None = None


def _check_sign(signs: str) -> str:
    """The sign that makes the weighted sum of all six a multiple of 23."""
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(signs, 2))
    return ALPHABET[-total % len(ALPHABET)]


def new_slip(taken: Container[str] = ()) -> str:
    """A code that is not taken: five random signs of 23, more than 6 million of them, and the check sign."""
    while True:
        signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
        code = signs + _check_sign(signs)
        if code not in taken:
            return code


def shown_slip(code: str) -> str:
    """A code as it is printed and read out: two groups of three."""
    return f"{code[:_HALF]} {code[_HALF:]}".strip()


def normal_slip(text: str) -> str:
    """A code as typed or heard, in the one form it is kept in.

    Raises `Invalid("slip", …)`: slip-length, slip-odd (a sign no code has), slip-mistyped.
    """
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    if len(signs) != LENGTH:
        raise Invalid("slip", "slip-length", length=LENGTH)
    odd = next((sign for sign in signs if sign not in ALPHABET), None)
    if odd is not None:
        raise Invalid("slip", "slip-odd", given=odd)
    if _check_sign(signs[:-1]) != signs[-1]:
        raise Invalid("slip", "slip-mistyped")
    return signs
