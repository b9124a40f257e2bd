"""Where a visitor lives is told no closer than a settlement or ward."""

from __future__ import annotations

import pytest

from champion_desk.domain.areas import is_too_close

TOO_CLOSE = [
    "12 Bridge Street", "12a Bridge St", "3/2 High Street", "Flat 3, Kirkwall", "Bridge Street",
    "Bridge St. 12", "Stryd Fawr", "Heol y Bont 4", "Lôn Goed", "Holm Road", "Rose Cottage, 4 Main Rd",
    "Sràid na h-Eaglaise", "No. 7 Harbour", "fflat 2 Bangor", "bridge street, Kirkwall", "BRIDGE STREET",
    "4  The Crescent", "Marchmont Crescent",
]  # fmt: skip
PLACES = [
    "Westray", "Kirkwall", "St Margaret's Hope", "Street", "Chester-le-Street", "Newton Stewart", "Ward 3",
    "King's Cross", "St. Mary's", "Welwyn Garden City", "Isle of Lewis", "Ynys Môn", "Steòrnabhagh",
    "Heol-y-Cyw", "East Mainland, South Ronaldsay and Burray", "Menai (Bangor)", "",
]  # fmt: skip


@pytest.mark.parametrize("text", TOO_CLOSE)
def test_a_house_or_a_street_is_too_close(text: str) -> None:
    assert is_too_close(text)


@pytest.mark.parametrize("text", PLACES)
def test_a_place_is_not(text: str) -> None:
    assert not is_too_close(text)
