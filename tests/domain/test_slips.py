"""Codes on hand-off slips: no look-alikes, and slips of the tongue are found."""

from __future__ import annotations

import pytest

from champion_desk.domain.problems import Invalid
from champion_desk.domain.slips import ALPHABET, LENGTH, new_slip, normal_slip, shown_slip


def test_no_sign_looks_or_sounds_like_another() -> None:
    assert not set("0O1IL2Z5S8BUV") & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET) == 23


def test_a_code_comes_back_however_it_is_typed() -> None:
    code = new_slip()
    assert len(code) == LENGTH
    for typed in (code, shown_slip(code), shown_slip(code).lower(), "-".join(code), f" {code}. "):
        assert normal_slip(typed) == code


def test_every_wrong_sign_and_every_two_that_changed_places_are_found() -> None:
    for code in (new_slip() for _ in range(20)):
        wrong = {code[:i] + sign + code[i + 1 :] for i in range(LENGTH) for sign in ALPHABET}
        wrong |= {code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(LENGTH - 1)}
        for other in wrong - {code}:
            with pytest.raises(Invalid, match="slip-mistyped"):
                normal_slip(other)


def test_a_code_that_is_taken_is_not_given_again() -> None:
    class Taken:
        asked = 0

        def __contains__(self, _code: object) -> bool:
            self.asked += 1
            return self.asked < 4

    taken = Taken()
    new_slip(taken)
    assert taken.asked == 4


@pytest.mark.parametrize(
    ("typed", "code"), [("", "slip-length"), ("K7M", "slip-length"), ("K7M4PO", "slip-odd")]
)
def test_what_is_no_code_is_said(typed: str, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        normal_slip(typed)
