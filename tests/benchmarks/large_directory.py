"""A directory of any size, its text put together from the words of the lists that ship, most of them rare."""

from __future__ import annotations

import csv
import json
import random
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, time, timedelta

import sqlcipher3.dbapi2 as sqlcipher

from champion_desk.domain.directory import Listing, Location, Source
from champion_desk.domain.opening import OpeningHours
from champion_desk.domain.places import Position
from champion_desk.paths import resources_dir
from champion_desk.storage import engine
from champion_desk.storage.rows import to_row
from champion_desk.storage.store import Store

_ACCESS = (
    ("visit",),
    ("visit", "phone"),
    ("phone",),
    ("online",),
    ("phone", "online"),
    ("home-visit", "phone"),
)


class _Words:
    """Draws words as often as they stand in the texts that ship, by Zipf's law; and words of places."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        sample = json.loads((resources_dir() / "sample" / "listings.json").read_text(encoding="utf-8"))
        texts = [f"{one['name']} {one.get('description', '')}" for one in sample["contents"]]
        texts += [path.read_text(encoding="utf-8") for path in (resources_dir() / "handouts").rglob("*.md")]
        texts.append((resources_dir() / "catalogue" / "topics.toml").read_text(encoding="utf-8"))
        counts = Counter(word for text in texts for word in re.findall(r"[^\W\d_]{2,}", text))
        self._words = [word for word, _count in counts.most_common()]
        self._weights = [0.0]
        for rank in range(1, len(self._words) + 1):
            self._weights.append(self._weights[-1] + 1 / (rank + 6))
        del self._weights[0]

    def some(self, count: int) -> str:
        return " ".join(self._chance.choices(self._words, cum_weights=self._weights, k=count))


def listings(count: int, seed: int = 5) -> Iterator[Listing]:
    """Listings at real postcodes; one in eight can't be visited. About 50 words each."""
    chance = random.Random(seed)
    words = _Words(chance)
    with (resources_dir() / "postcodes" / "gb-postcode-sectors.csv").open(encoding="utf-8") as file:
        sectors = list(csv.DictReader(file))
    weights = [int(one["postcodes"]) for one in sectors]
    needs = [one["code"] for one in tomllib.loads(_catalogue("needs"))["item"]]
    organisations = [
        f"{words.some(2)} {kind}".title() for kind in ("Trust", "Council", "Society") for _ in range(2_000)
    ]
    hours = [tuple(_hours(chance)) for _pattern in range(1_500)]
    today = date(2026, 11, 1)
    for number in range(count):
        (sector,) = chance.choices(sectors, weights)
        town = sector["ward_name"].split(" - ")[0]
        access = chance.choice(_ACCESS)
        place = Position(
            float(sector["latitude"]) + chance.gauss(0, 0.01),
            float(sector["longitude"]) + chance.gauss(0, 0.02),
        )
        at = (
            Location(
                "", (f"{chance.randint(1, 90)} {words.some(1)} Street",), town, f"{sector['sector']}AA", place
            ),
        )
        yield Listing(
            name=words.some(chance.randint(2, 5)).capitalize(),
            source_key=str(number),
            organisation=chance.choice(organisations),
            description=words.some(chance.randint(15, 70)),
            eligibility=chance.choice(("", "", "Anyone", "Over 60", "Parents with young children", "Carers")),
            phones=("01632 960001",),
            free=chance.choice((True, True, None, False)),
            needs=tuple(chance.sample(needs, chance.randint(0, 2))),
            access=access,
            tags=tuple(words.some(1) for _tag in range(chance.randint(0, 3))),
            areas=(sector["district_name"],) if chance.random() < 0.5 else (),
            locations=at if chance.random() > 0.125 else (),
            hours=chance.choice(hours) if chance.random() < 0.6 else (),
            checked_on=today - timedelta(days=chance.randint(0, 900)) if chance.random() < 0.7 else None,
        )


def _catalogue(name: str) -> str:
    return (resources_dir() / "catalogue" / f"{name}.toml").read_text(encoding="utf-8")


def _hours(chance: random.Random) -> Iterator[OpeningHours]:
    days = tuple(sorted(chance.sample(range(7), chance.randint(1, 6))))
    yield OpeningHours(
        days, time(chance.randint(7, 11), chance.choice((0, 30))), time(chance.randint(12, 21))
    )


def fill(store: Store, count: int) -> None:
    """Put that many listings into a store, past the change log: what is measured is the search."""
    source = Source("Generated list", "csv", listings=count)
    with store.transaction() as tx:
        tx.directory.keep_source(source)
    with closing(engine.connect(store.path, store.key)) as connection:
        first = connection.execute("SELECT coalesce(max(number), 0) + 1 FROM listings").fetchone()[0]
        connection.execute("BEGIN IMMEDIATE")
        for number, listing in enumerate(listings(count), start=first):
            row = {"number": number, **to_row(replace(listing, source_id=source.id))}
            _insert(connection, "listings", row)
            _insert(connection, "listing_words", {"rowid": number, **indexed(listing)})
        connection.execute("INSERT INTO listing_words (listing_words) VALUES ('optimize')")
        connection.execute("COMMIT")


def indexed(listing: Listing) -> dict[str, str]:
    """A listing's words by column, as the index has them."""
    places = [part for at in listing.locations for part in (*at.address, at.town, at.postcode)]
    return {
        "name": listing.name,
        "organisation": listing.organisation,
        "place": " ".join((*places, *listing.areas)),
        "tags": " ".join((*listing.tags, *listing.needs)),
        "description": f"{listing.description} {listing.eligibility}",
    }


def _insert(connection: sqlcipher.Connection, table: str, row: dict[str, object]) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))
