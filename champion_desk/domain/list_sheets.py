"""A sheet of places as it is looked over before it is taken in: its columns, and what each is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

# What a column can be, in the order in which they are offered; "" leaves it out.
FIELDS = (
    *("", "name", "organisation", "description", "venue", "address", "town", "county", "postcode", "phone"),
    *("email", "url", "links", "hours", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"),
    *("sunday", "eligibility", "minimum_age", "maximum_age", "fees", "bring", "access", "languages", "tags"),
    *("area", "authority", "alert", "status", "closed", "checked", "latitude", "longitude", "position"),
    *("easting", "northing", "id"),
)


@dataclass(frozen=True, slots=True)
class ListSheet:
    """The columns of a sheet, a few of the values in each, and the field each was taken as.

    `origin` says who took them so: a guess, a person now, or a person before for such a sheet. `shape`
    tells such sheets from others.
    """

    file: str
    shape: str
    headings: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    origin: Literal["guessed", "chosen", "remembered"] = "guessed"
