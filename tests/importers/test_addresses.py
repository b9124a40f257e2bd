"""Addresses are taken apart, and grid references become positions."""

from __future__ import annotations

import pytest

from champion_desk.domain.places import Position, miles_between
from champion_desk.importers.addresses import split_lines, taken_apart
from champion_desk.importers.grid import position_from_grid


@pytest.mark.parametrize(
    ("lines", "apart"),
    [
        (["York Place", "", "Perth"], (("York Place",), "Perth", "")),
        (["Ffordd Parys", "Amlwch", "Anglesey"], (("Ffordd Parys",), "Amlwch", "")),
        (["219 Station Road", "Deganwy", "Conwy"], (("219 Station Road",), "Deganwy", "")),
        (["Town Hall", "Castle Street", "Conwy"], (("Town Hall", "Castle Street"), "Conwy", "")),
        (
            ["Aberdour Community Centre", "9 Shore Road"],
            (("Aberdour Community Centre", "9 Shore Road"), "", ""),
        ),
        (["44 Junction Road", "Kirkwall, KW15 1AG"], (("44 Junction Road",), "Kirkwall", "KW15 1AG")),
        (
            ["44 Junction Road", "Kirkwall", "Orkney", "KW15 1AG"],
            (("44 Junction Road",), "Kirkwall", "KW15 1AG"),
        ),
        (["Broadford", "Isle of Skye"], ((), "Broadford", "")),
        (["Llandudno Junction"], ((), "Llandudno Junction", "")),
        (["12 High Street"], (("12 High Street",), "", "")),
        ([], ((), "", "")),
    ],
)
def test_the_town_is_the_last_line_that_can_be_one(
    lines: list[str], apart: tuple[tuple[str, ...], str, str]
) -> None:
    assert taken_apart(lines, "", "") == apart


def test_a_town_that_is_given_stands_once() -> None:
    assert taken_apart(["1 High Street", "Wick"], "Wick", "KW1 4NH") == (
        ("1 High Street",),
        "Wick",
        "KW1 4NH",
    )


def test_an_address_in_one_cell_is_split() -> None:
    assert split_lines("12, High Street, Wick") == ["12 High Street", "Wick"]
    assert split_lines("The Hub\n12 High Street, upstairs\nWick") == [
        "The Hub",
        "12 High Street, upstairs",
        "Wick",
    ]


@pytest.mark.parametrize(
    ("grid", "position"),
    [
        ((651409.903, 313177.270), Position(52.657977, 1.716038)),  # the Ordnance Survey's example
        ((394251, 806376), Position(57.148232, -2.096648)),  # AB10 1AA
        ((383848, 398589), Position(53.483784, -2.244866)),  # M1 1AD
        ((533378, 178838), Position(51.492762, -0.080152)),  # SE1P 5ZZ
    ],
)
def test_grid_references_become_positions(grid: tuple[float, float], position: Position) -> None:
    found = position_from_grid(*grid)
    assert found is not None
    assert miles_between(found, position) < 0.01


def test_outside_the_grid_there_is_no_position() -> None:
    assert position_from_grid(0, 0) is None
    assert position_from_grid(float("nan"), 5) is None
    assert position_from_grid(9e9, 9e9) is None
