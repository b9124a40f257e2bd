"""What staff type about a place: checked field by field, and turned into the fields of a listing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace

from champion_desk.domain.directory import Listing
from champion_desk.domain.opening import OpeningHours
from champion_desk.domain.problems import Invalid
from champion_desk.importers.cleaning import Cleaner
from champion_desk.importers.phone_numbers import numbers_in
from champion_desk.services import place_sites
from champion_desk.services.place_sites import Find, PlaceSite

_MOST = {"name": 200, "organisation": 200, "venue": 200, "town": 80, "url": 500, "email": 200}
_MOST_TEXT = 10_000
_BETWEEN = re.compile(r"[\n;]+")


@dataclass(frozen=True, slots=True)
class PlaceForm:
    """A place as it is typed. Phones and areas stand on lines of their own, and so do address lines.

    `hours` are weekly hours that were understood, `hours_note` other words about them; both are of the first
    site, which `venue`, `address`, `town` and `postcode` tell of. `others` are the sites beside it.
    """

    name: str = ""
    organisation: str = ""
    description: str = ""
    phones: str = ""
    email: str = ""
    url: str = ""
    venue: str = ""
    address: str = ""
    town: str = ""
    postcode: str = ""
    fees: str = ""
    eligibility: str = ""
    bring: str = ""
    alert: str = ""
    hours: tuple[OpeningHours, ...] = ()
    hours_note: str = ""
    areas: str = ""
    needs: tuple[str, ...] = ()
    note: str = ""
    others: tuple[PlaceSite, ...] = ()


def form_of(listing: Listing, note: str = "") -> PlaceForm:
    """A listing as a form shows it."""
    at = listing.location
    return PlaceForm(
        name=listing.name,
        organisation=listing.organisation,
        description=listing.description,
        phones="\n".join(listing.phones),
        email=listing.email,
        url=listing.url,
        venue=at.name,
        address="\n".join(at.address),
        town=at.town,
        postcode=at.postcode,
        fees=listing.fees,
        eligibility=listing.eligibility,
        bring=listing.bring,
        alert=listing.alert,
        hours=listing.hours_at(at),
        hours_note=listing.note_at(at),
        areas="\n".join(listing.areas),
        needs=listing.needs,
        note=note,
        others=place_sites.others_of(listing),
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
        ("postcode", place_sites.postcode_problem),
    )
    for name, check in checks:
        typed = getattr(form, name).strip()
        if typed and typed != getattr(before, name).strip():
            problem = check(typed)
            if problem is not None:
                found.append(problem)
    return (*found, *place_sites.problems_of(form.others, before.others))


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


def listing_of(form: PlaceForm, before: PlaceForm, listing: Listing, find: Find) -> Listing:
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
    made = replace(listing, **values)  # type: ignore[arg-type]
    if changed & {"venue", "address", "town", "postcode", "hours", "hours_note", "others"}:
        sites, were = (_sites(one) for one in (form, before))
        return place_sites.placed(made, sites, were, find)
    return made


def _sites(form: PlaceForm) -> tuple[PlaceSite, ...]:
    """All sites of a form, the first among them."""
    first = PlaceSite(
        0, form.venue, form.address, form.town, form.postcode, form.hours, form.hours_note.strip()
    )
    return (first, *form.others)


def _lines(text: str) -> list[str]:
    return [line.strip(" ,") for line in _BETWEEN.split(text) if line.strip(" ,")]
