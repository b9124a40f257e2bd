"""What staff type about a place: checked field by field, and turned into the fields of a listing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace

from champion_desk.domain.directory import Listing, Location
from champion_desk.domain.places import Position, normal_postcode
from champion_desk.domain.problems import Invalid
from champion_desk.importers.cleaning import Cleaner
from champion_desk.importers.phone_numbers import numbers_in

_MOST = {"name": 200, "organisation": 200, "town": 80, "url": 500, "email": 200}
_MOST_TEXT = 10_000
_BETWEEN = re.compile(r"[\n;]+")


@dataclass(frozen=True, slots=True)
class PlaceForm:
    """A place as it is typed. Phones and areas stand on lines of their own, and so do address lines."""

    name: str = ""
    organisation: str = ""
    description: str = ""
    phones: str = ""
    email: str = ""
    url: str = ""
    address: str = ""
    town: str = ""
    postcode: str = ""
    fees: str = ""
    eligibility: str = ""
    bring: str = ""
    alert: str = ""
    hours_note: str = ""
    areas: str = ""
    needs: tuple[str, ...] = ()
    note: str = ""


def form_of(listing: Listing, note: str = "") -> PlaceForm:
    """A listing as a form shows it; its first location stands for all."""
    at = listing.location
    return PlaceForm(
        listing.name,
        listing.organisation,
        listing.description,
        "\n".join(listing.phones),
        listing.email,
        listing.url,
        "\n".join(at.address),
        at.town,
        at.postcode,
        listing.fees,
        listing.eligibility,
        listing.bring,
        listing.alert,
        listing.hours_note,
        "\n".join(listing.areas),
        listing.needs,
        note,
    )


def problems_of(form: PlaceForm, before: PlaceForm) -> tuple[Invalid, ...]:
    """What does not fit; what a source wrote and nobody touched is left as it is."""
    found = [] if form.name.strip() else [Invalid("name", "needed")]
    for one in fields(form):
        value = getattr(form, one.name)
        if isinstance(value, str) and len(value) > (most := _MOST.get(one.name, _MOST_TEXT)):
            found.append(Invalid(one.name, "too-long", most=most))
    checks: tuple[tuple[str, Callable[[str], Invalid | None]], ...] = (
        ("phones", _phone_problem),
        ("email", _email_problem),
        ("url", _url_problem),
        ("postcode", _postcode_problem),
    )
    for name, check in checks:
        typed = getattr(form, name).strip()
        if typed and typed != getattr(before, name).strip():
            problem = check(typed)
            if problem is not None:
                found.append(problem)
    return tuple(found)


def _phone_problem(typed: str) -> Invalid | None:
    for line in _lines(typed):
        numbers = numbers_in(line)
        if not numbers or not all(sure for _number, sure in numbers):
            return Invalid("phones", "phone-odd", given=line[:60])
    return None


def _email_problem(typed: str) -> Invalid | None:
    used = Cleaner().email(typed)
    return (
        None
        if used and used.casefold() == typed.casefold()
        else Invalid("email", "email-odd", given=typed[:60])
    )


def _url_problem(typed: str) -> Invalid | None:
    usable = Cleaner().url(typed) and not re.search(r"\s", typed)
    return None if usable else Invalid("url", "url-odd", given=typed[:60])


def _postcode_problem(typed: str) -> Invalid | None:
    if normal_postcode(typed):
        return None
    nearest = normal_postcode(Cleaner().postcode(typed))
    if nearest:
        return Invalid("postcode", "postcode-perhaps", given=typed[:20], nearest=nearest)
    return Invalid("postcode", "postcode-wrong", given=typed[:20])


def listing_of(
    form: PlaceForm, before: PlaceForm, listing: Listing, find: Callable[[str], Position | None]
) -> Listing:
    """The listing with what was changed in the form, and nothing else; `find` knows where a postcode is."""
    changed = {one.name for one in fields(form) if getattr(form, one.name) != getattr(before, one.name)}
    values: dict[str, object] = {}
    for name in (
        "name",
        "organisation",
        "description",
        "fees",
        "eligibility",
        "bring",
        "alert",
        "hours_note",
    ):
        if name in changed:
            values[name] = getattr(form, name).strip()
    if "phones" in changed:
        values["phones"] = Cleaner().phones(_lines(form.phones))
    if "areas" in changed:
        values["areas"] = tuple(dict.fromkeys(_lines(form.areas)))
    if "needs" in changed:
        values["needs"] = form.needs
    if "email" in changed:
        values["email"] = Cleaner().email(form.email)
    if "url" in changed:
        values["url"] = Cleaner().url(form.url)
    if changed & {"address", "town", "postcode"}:
        values["locations"] = _located(form, listing, "postcode" in changed, find)
    return replace(listing, **values)  # type: ignore[arg-type]


def _located(
    form: PlaceForm, listing: Listing, moved: bool, find: Callable[[str], Position | None]
) -> tuple[Location, ...]:
    postcode = normal_postcode(form.postcode) or form.postcode.strip()
    lines, town = tuple(_lines(form.address)), form.town.strip()
    if not (lines or town or postcode):
        return listing.locations[1:]
    first = listing.location
    position = find(postcode) if moved and postcode else first.position
    return (
        replace(first, address=lines, town=town, postcode=postcode, position=position),
        *listing.locations[1:],
    )


def _lines(text: str) -> list[str]:
    return [line.strip(" ,") for line in _BETWEEN.split(text) if line.strip(" ,")]
