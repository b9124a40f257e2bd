"""A session checks itself, and no field of any record can name a citizen."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime

import pytest

from champion_desk.domain.problems import Invalid
from champion_desk.domain.sessions import AssistedSession

USUAL: dict[str, object] = {
    "champion_id": "c",
    "site_id": "s",
    "started_at": datetime(2026, 11, 22, 10, 0, tzinfo=UTC),
    "topics": ("nhs-app",),
    "minutes": 7,
    "outcome": "done",
}


def test_three_needed_fields_are_enough() -> None:
    assert AssistedSession(**USUAL).people == 1  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("topics", ()),
        ("outcome", ""),
        ("outcome", "splendid"),
        ("minutes", -1),
        ("minutes", 601),
        ("people", 0),
        ("people", 501),
        ("effort", 6),
        ("note", "x" * 2001),
        ("area", "x" * 61),
        ("started_at", datetime(2026, 11, 22, 10, 0)),
    ],
)
def test_what_does_not_fit_names_its_field(field: str, value: object) -> None:
    with pytest.raises(Invalid) as caught:
        AssistedSession(**{**USUAL, field: value})  # type: ignore[arg-type]
    assert caught.value.field == field


def test_no_field_can_name_a_citizen() -> None:
    names = {field.name for field in fields(AssistedSession)}
    forbidden = {
        "name",
        "citizen",
        "address",
        "postcode",
        "phone",
        "email",
        "birth",
        "nino",
        "chi",
        "nhs_number",
    }
    assert not names & forbidden
