"""How texts, numbers and slip codes are compared when someone asks what is held about them."""

from __future__ import annotations

from datetime import date

import pytest

from champion_desk.domain.erasure import ErasureQuery, Wanted, folded
from champion_desk.domain.problems import Invalid


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        ("Spoke to Mrs  MACLEÒID\nabout it", "macleoid about"),
        ("Siân Llŷr", "sian llyr"),
        ("O’Brien", "o'brien"),
        ("Łukasz Kowalski", "lukasz"),
        ("STRAẞE", "strasse"),
        ("ﬁnance", "finance"),
        ("Call 01632 960-100 again", "01632960100"),
        ("Call 01632960100 again", "01632 960 100"),
    ],
)
def test_found_whatever_the_case_accents_and_blanks(held: str, asked: str) -> None:
    assert Wanted(ErasureQuery(text=asked)).is_in(held)


def test_not_found_where_it_is_not() -> None:
    wanted = Wanted(ErasureQuery(text="smith"))
    assert not wanted.is_in("smit h")
    assert not wanted.is_in("")
    assert not Wanted(ErasureQuery(text="123")).is_in("1 2 3")  # too short to be a number of someone's


@pytest.mark.parametrize("typed", ["K7M4PX", "k7m 4px", "K7M-4PX", "k-7-m-4-p-x"])
def test_slips_however_they_are_written(typed: str) -> None:
    wanted = Wanted(ErasureQuery(slip=typed))
    assert wanted.is_slip("K7M4PX")
    assert not wanted.is_slip("K7M4PY")
    assert not wanted.is_slip("")


def test_look_alikes_of_an_older_code() -> None:
    assert Wanted(ErasureQuery(slip="oil-5b2")).is_slip("01IS8Z")


def test_something_must_be_asked_for() -> None:
    with pytest.raises(Invalid):
        ErasureQuery(text="  ", slip=" ", place=" ")
    with pytest.raises(Invalid) as refused:
        ErasureQuery(first=date(2026, 2, 2), last=date(2026, 2, 1))
    assert refused.value.field == "last"
    assert ErasureQuery(first=date(2026, 2, 2), last=date(2026, 2, 2))


def test_an_excerpt_shows_what_was_found() -> None:
    wanted = Wanted(ErasureQuery(text="needle"))
    long = "hay " * 300 + "needle " + "straw " * 300
    said = wanted.excerpt(long)
    assert "needle" in said
    assert len(said) <= 250
    assert said.startswith("…")
    assert said.endswith("…")
    assert wanted.excerpt("a needle\nhere") == "a needle here"
    assert folded(" A  B\t") == "a b"
