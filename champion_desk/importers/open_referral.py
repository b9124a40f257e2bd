"""Makes a listing of a service as Open Referral describes it (HSDS 3 and its UK profile), nested in JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from champion_desk.domain.directory import Listing, Location
from champion_desk.domain.places import normal_postcode
from champion_desk.importers import place_hours
from champion_desk.importers.cleaning import Cleaner, date_of, number_of, postcode_inside, words_of
from champion_desk.importers.json_lists import compact
from champion_desk.importers.needs import needs_for

Record = Mapping[str, object]

CLOSED = frozenset({"inactive", "defunct", "closed", "permanently closed", "archived", "deleted", "removed"})
_STATUSES = CLOSED | {"", "active", "temporarily closed", "temporary closed"}
_NAME = 200
_OLDEST = 130
_FEE_FREE = re.compile(
    r"^(it is |it's |this (service|is) (is )?)?(completely |all )?(free( of charge| to use| service| entry)?"
    r"|no (charge|cost|fee)s?|£?0([.]00?)?|am ddim|saor an[ -]asgaidh)[.!]?$",
    re.IGNORECASE,
)
_SCHEDULES = (
    *("schedules", "schedule", "regular_schedules", "regular_schedule"),
    *("holiday_schedules", "holiday_schedule"),
)
_NO_PLACE = frozenset({"virtual", "postal"})
_WAYS = (
    ("home-visit", re.compile(r"home.?visit|at home|in your home|outreach", re.IGNORECASE)),
    ("phone", re.compile(r"phone|call\b", re.IGNORECASE)),
    ("online", re.compile(r"online|virtual|video|web|remote|internet", re.IGNORECASE)),
    (
        "post",
        re.compile(r"\bby (royal )?(post|mail|letter)\b|\bpostal\b|^(post|mail|letters?)$", re.IGNORECASE),
    ),
    ("visit", re.compile(r"venue|in.?person|face.?to.?face|drop.?in|on.?site", re.IGNORECASE)),
)


def objects(value: object) -> list[Record]:
    """The objects of a list; of one object that object itself."""
    if value is None:
        return []
    if isinstance(value, dict):
        return [value]
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def nested(value: object) -> Record:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else {}


def key_of(value: object) -> str:
    """A source's own id, kept as it came: text or a whole number."""
    text = words_of(value)
    if not text.isprintable():
        text = "".join(sign for sign in text if sign.isprintable())  # half of a pair is not printable either
    return text.strip()[:200]


def status_of(record: Record) -> str:
    """The status in lower case, its words apart."""
    return re.sub(r"[\s_-]+", " ", words_of(record.get("status")).casefold()).strip()


def listing_of(record: Record, key: str, name: str, cleaner: Cleaner, raw: Record | None = None) -> Listing:
    """The listing for a service as HSDS has it; what had to be changed is noted in `cleaner`.

    `raw` is the record as it was read, where it was rewritten.
    """
    organisation = nested(record.get("organization")) or nested(record.get("organisation"))
    at = objects(record.get("service_at_locations"))
    places = [nested(one.get("location")) or one for one in at]
    places += objects(record.get("locations"))
    tags = cleaner.lines(_tags(record), "tags", 100)
    locations, (opening, note) = _opening(record, places, at, cleaner)
    fees, free = _fees(record, cleaner)
    phones = cleaner.phones(_numbers(record, organisation, places))
    url, email = _addresses(record, organisation, cleaner)
    status = status_of(record)
    if status not in _STATUSES:
        cleaner.note("note-status", given=status)
    least, most = ages_of(record.get("minimum_age"), record.get("maximum_age"))
    description = cleaner.text(record.get("description"), "description")
    for one in (*objects(record.get("additional_urls")), *objects(organisation.get("additional_websites"))):
        cleaner.link(one.get("label"), one.get("url"))
    return Listing(
        name=name,
        source_key=key,
        organisation=cleaner.line(organisation.get("name"), "organisation", _NAME),
        description=description,
        status="temporarily closed" if status.startswith("temporar") else "active",
        url=url,
        email=email,
        phones=phones,
        fees=fees,
        free=free,
        eligibility=with_ages(
            cleaner.text(record.get("eligibility_description"), "eligibility", 4000), least, most
        ),
        bring="\n".join(cleaner.lines(_documents(record), "bring")),
        alert=cleaner.text(record.get("alert"), "alert", 2000),
        needs=needs_for(tags, name),
        access=_access(record, places, locations, phones),
        tags=tags,
        languages=cleaner.lines(_languages(record), "languages", 60),
        areas=cleaner.lines(_areas(record), "areas"),
        locations=locations,
        hours=opening,
        hours_note=note,
        checked_on=_checked(record, cleaner),
        links=cleaner.links(url),
        minimum_age=least,
        maximum_age=most,
        raw=compact(record if raw is None else raw),
    )


def _location(place: Record, cleaner: Cleaner) -> Location | None:
    """Where the service can be visited; None for a place that is on the web or only a postal address."""
    if words_of(place.get("location_type")).casefold() in _NO_PLACE:
        return None
    addresses = [*objects(place.get("addresses")), *objects(place.get("physical_addresses"))]
    addresses.sort(key=lambda one: words_of(one.get("address_type")).casefold() in _NO_PLACE)
    address = addresses[0] if addresses else {}
    name = cleaner.line(place.get("name"), "location", _NAME)
    streets = [cleaner.text(address.get(part), "address", 500) for part in ("address_1", "address_2")]
    lines = [line for street in streets for line in street.split("\n") if line]
    town = cleaner.line(address.get("city"), "town", 80)
    postcode = cleaner.postcode(address.get("postal_code"))
    if not postcode and lines:
        postcode, lines[-1] = postcode_inside(lines[-1])
    kept = tuple(line for line in dict.fromkeys(lines) if line and line.casefold() != town.casefold())
    position = cleaner.near(cleaner.position(place.get("latitude"), place.get("longitude")), postcode)
    access = "\n".join(cleaner.lines(_accessibility(place), "access", 1000))
    if not (name or kept or town or postcode or position):
        return None
    return Location(name, kept, town, normal_postcode(postcode) or postcode, position, access)


def _accessibility(place: Record) -> Iterator[object]:
    for one in objects(place.get("accessibility")):
        yield from (one.get("description"), one.get("accessibility"), one.get("details"))


def _tags(record: Record) -> Iterator[object]:
    for attribute in objects(record.get("attributes")):
        term = nested(attribute.get("taxonomy_term"))
        yield term.get("name") or term.get("term") or attribute.get("label") or attribute.get("value")
    for schedule in objects(record.get("schedules")):
        kind = words_of(schedule.get("attending_type"))
        if kind and not any(pattern.search(kind) for _, pattern in _WAYS):
            yield kind  # a way that is not known is kept as a word


def _schedules(record: Record, places: Iterable[Record]) -> Iterator[Record]:
    for holder in (record, *objects(record.get("service_at_locations")), *places):
        yield from _on(holder)


def _on(holder: Record) -> Iterator[Record]:
    """The schedules that hang on it."""
    for name in _SCHEDULES:
        yield from objects(holder.get(name))


def _opening(
    record: Record, places: Sequence[Record], at: Sequence[Record], cleaner: Cleaner
) -> tuple[tuple[Location, ...], place_hours.Told]:
    """Where it can be visited and when. The first `places` are those of the services `at` places."""
    own, found = list(_on(record)), dict[Location, place_hours.PlaceEntries]()
    for number, place in enumerate(places):
        location = _location(place, cleaner)
        there = list(_on(at[number])) if number < len(at) else []
        building = list(_on(place)) if number >= len(at) or place is not at[number] else []
        if location is None:
            own += [*there, *building]  # on the web or by post: nobody goes there, but it has its hours
            continue
        entries = found.setdefault(location, place_hours.PlaceEntries())
        entries.there += there
        entries.building += building
    return place_hours.placed(own, found, cleaner)


def _numbers(record: Record, organisation: Record, places: list[Record]) -> Iterator[object]:
    for holder in (record, *objects(record.get("service_at_locations")), *places, organisation):
        for one in (holder, *objects(holder.get("contacts"))):
            for phone in objects(one.get("phones")):
                if "fax" not in words_of(phone.get("type") or phone.get("number_type")).casefold():
                    yield _with_extension(phone)


def _with_extension(phone: Record) -> str:
    number, extension = words_of(phone.get("number")), words_of(phone.get("extension"))
    return f"{number} ext {extension}" if number and extension.isdigit() else number


def _addresses(record: Record, organisation: Record, cleaner: Cleaner) -> tuple[str, str]:
    """The service's own web and e-mail address, or else its contacts' or its organisation's."""
    contacts = objects(record.get("contacts"))
    urls = (record.get("url"), organisation.get("website"), organisation.get("url"))
    emails = (record.get("email"), *(contact.get("email") for contact in contacts), organisation.get("email"))
    return cleaner.addresses(urls, emails)


def _documents(record: Record) -> Iterator[object]:
    for document in objects(record.get("required_documents")):
        yield document.get("document") or document.get("name")


def _languages(record: Record) -> Iterator[object]:
    for language in objects(record.get("languages")):
        yield language.get("name") or language.get("language") or language.get("code")


def _areas(record: Record) -> Iterator[object]:
    for area in objects(record.get("service_areas")):
        yield area.get("name") or area.get("service_area")


def ages_of(minimum: object, maximum: object) -> tuple[float | None, float | None]:
    """The ages a service is for; those that can't be are left out."""
    least, most = number_of(minimum), number_of(maximum)
    least = least if least is not None and 0 < least < _OLDEST else None
    most = most if most is not None and 0 < most < _OLDEST and (least or 0) <= most else None
    return least, most


def with_ages(said: str, least: float | None, most: float | None) -> str:
    """What the source says of whom it is for, and its ages as numbers ("12–100", "18+"): no words of ours."""
    ages = f"{least or 0:g}–{most:g}" if most is not None else f"{least:g}+" if least else ""
    if ages in said.split("\n"):
        return said  # a list that this program wrote says them already
    return "\n".join(filter(None, (said, ages)))


def _fees(record: Record, cleaner: Cleaner) -> tuple[str, bool | None]:
    """What it costs in the source's words, and whether it is free, where the source says so."""
    said = [cleaner.text(record.get(name), "fees", 4000) for name in ("fees", "fees_description")]
    free = True if record.get("is_free") is True or any(map(is_free, said)) else None
    amounts: list[float] = []
    for option in objects(record.get("cost_options")):
        last = date_of(words_of(option.get("valid_to"))) if words_of(option.get("valid_to")) else None
        if last is not None and last < date.today():
            continue  # a price of former times misleads
        amount = number_of(option.get("amount"))
        if amount is not None:
            amounts.append(amount)
        said.append(_price(option, amount, cleaner))
    if amounts:
        free = not any(amounts)
    return "\n".join(dict.fromkeys(filter(None, said))), free


def is_free(fees: str) -> bool | None:
    """Whether the words about fees say that it is free and nothing else; None where they don't."""
    return True if _FEE_FREE.match(fees.strip()) else None


def _price(option: Record, amount: float | None, cleaner: Cleaner) -> str:
    currency = words_of(option.get("currency")).upper()
    money = "" if amount is None else f"{amount:,.2f}".removesuffix(".00")
    if money:
        money = f"£{money}" if currency in ("", "GBP") else f"{money} {cleaner.line(currency, 'fees', 3)}"
    per = cleaner.line(option.get("amount_description"), "fees", 500)
    about = cleaner.line(option.get("option"), "fees", 500)
    price = " ".join(filter(None, (money, per)))
    return ": ".join(filter(None, (about, price)))


def _access(
    record: Record, places: list[Record], locations: tuple[Location, ...], phones: tuple[str, ...]
) -> tuple[str, ...]:
    """How the service can be reached: what its schedules say, else what its places show."""
    kinds = (words_of(one.get("attending_type")) for one in _schedules(record, places))
    said = [part.strip() for kind in kinds for part in re.split("[,;/]", kind)]
    ways = {code for code, pattern in _WAYS if any(map(pattern.search, said))}
    if any(words_of(place.get("location_type")).casefold() == "virtual" for place in places):
        ways.add("online")
    if locations:
        ways.add("visit")
    if not ways and phones:
        ways.add("phone")
    return tuple(code for code in ("visit", "phone", "online", "home-visit", "post") if code in ways)


def _checked(record: Record, cleaner: Cleaner) -> date | None:
    """When the source last checked the entry; never when a computer last touched it."""
    placecube = nested(record.get("pc_metadata"))
    given = (record.get("assured_date"), record.get("last_reviewed"), placecube.get("date_assured"))
    days = [day for day in (cleaner.date(value, past=True) for value in given) if day]
    return max(days, default=None)
