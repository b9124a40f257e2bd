"""Postcodes as people type them, and distances."""

from __future__ import annotations

import pytest

from champion_desk.domain.places import (
    Position,
    in_great_britain_box,
    miles_between,
    normal_postcode,
    postcode_district,
    postcode_sector,
)


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("KW15 1AG", "KW15 1AG"),
        ("kw151ag", "KW15 1AG"),
        (" KW15\u00a01AG. ", "KW15 1AG"),
        ("CH1 1 RL", "CH1 1RL"),
        ("M1  1AE", "M1 1AE"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("SA15 5SC", None),  # C is no inward letter
        ("ABC 1234", None),
        ("[Unknown]", None),
        ("", None),
        ("KW15", None),
    ],
)
def test_postcodes_are_made_normal_or_refused(typed: str, normal: str | None) -> None:
    assert normal_postcode(typed) == normal


def test_parts_of_a_postcode() -> None:
    assert postcode_sector("KW15 1AG") == "KW15 1"
    assert postcode_sector("kw15 1") == "KW15 1"
    assert postcode_district("KW17") == "KW17"
    assert postcode_district("ab10 1ab") == "AB10"
    assert postcode_district("Kirkwall") is None


def test_distance_from_kirkwall_to_stromness_is_about_thirteen_miles() -> None:
    kirkwall, stromness = Position(58.9815, -2.9601), Position(58.9640, -3.2960)
    assert 11 < miles_between(kirkwall, stromness) < 14
    assert miles_between(kirkwall, kirkwall) == 0


def test_the_united_kingdom_holds_unst_and_scilly_but_not_the_equator() -> None:
    assert in_great_britain_box(60.75, -0.9)
    assert in_great_britain_box(49.9, -6.3)
    assert not in_great_britain_box(0.0, 0.0)
    assert not in_great_britain_box(100.0, 101.0)
