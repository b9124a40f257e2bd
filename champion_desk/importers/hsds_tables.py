"""Joins the tables of an HSDS package, old or new, to services as HSDS has them in JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

Cells = Mapping[str, object]

# The names that each table has had, in HSDS 1.0 to 3.1 and in programs from before it; singular and plural.
ALIASES = {
    "service": "service services program_service",
    "organization": "organization organizations organisation organisations agencies",
    "location": "location locations",
    "service_at_location": "service_at_location service_at_locations services_at_location",
    "address": "address addresses physical_address physical_addresses",
    "postal_address": "postal_address postal_addresses mail_address mail_addresses",
    "phone": "phone phones",
    "contact": "contact contacts",
    "schedule": "schedule schedules",
    "regular_schedule": "regular_schedule regular_schedules",
    "holiday_schedule": "holiday_schedule holiday_schedules",
    "service_area": "service_area service_areas",
    "language": "language languages",
    "cost_option": "cost_option cost_options payment_accepted",
    "required_document": "required_document required_documents",
    "accessibility": "accessibility accessibility_for_disabilities accessibilities",
    "attribute": "attribute attributes service_attribute service_attributes other_attribute",
    "service_taxonomy": "service_taxonomy service_taxonomies services_taxonomy services_taxonomies",
    "taxonomy_term": "taxonomy_term taxonomy_terms",
    "taxonomy": "taxonomy taxonomies",
    "eligibility": "eligibility eligibilities eligibilitys",
    "url": "url urls",
}
_TABLE = {alias: name for name, aliases in ALIASES.items() for alias in aliases.split()}
_NOT_USED = {
    "metadata": "metadata",
    "meta_table_descriptions": "meta_table_description",
    **dict.fromkeys(("program", "programs"), "program"),
    **dict.fromkeys(("funding", "fundings"), "funding"),
    **dict.fromkeys(("organization_identifier", "organization_identifiers"), "organization_identifier"),
}
_LIST = re.compile(r"[,;|]\s*")


def other_table(given: str) -> str:
    """The name of a table that holds no services, in the singular; "" for any other file."""
    name = table_name(given) or _NOT_USED.get(_stem(given), "")
    return "" if name == "service" else name


def table_name(given: str) -> str:
    """Which table a file or a resource of that name holds; "" for one that is not used."""
    return _TABLE.get(_stem(given), "")


def _stem(given: str) -> str:
    stem = given.casefold().replace("\\", "/").rpartition("/")[2]
    stem = re.sub(r"\.(csv|tsv|txt|json)$", "", stem)
    return re.sub(r"[\s-]+", "_", stem).removeprefix("hsds_")


def _text(row: Cells, name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value).strip()


def _split(value: object) -> list[str]:
    return [part for part in _LIST.split(str(value or "").strip()) if part]


@dataclass(slots=True)
class Tables:
    """The rows of each table; `services` joins them. A row is found by each id that it points with."""

    rows: dict[str, list[Cells]] = field(default_factory=dict)
    _found: dict[tuple[str, str], dict[str, list[Cells]]] = field(default_factory=dict)

    def add(self, name: str, rows: Iterable[Cells]) -> None:
        """More rows of a table; one that was there in a table of another name counts once."""
        known = self.rows.setdefault(name, [])
        ids = {_text(row, "id") for row in known} - {""}
        known += [row for row in rows if _text(row, "id") not in ids]

    def pointing(self, table: str, column: str, key: str) -> list[Cells]:
        """The rows of a table whose column holds the key."""
        if not key:
            return []
        index = self._found.get((table, column))
        if index is None:
            index = {}
            for row in self.rows.get(table, ()):
                index.setdefault(_text(row, column), []).append(row)
            self._found[table, column] = index
        return index.get(key, [])

    def one(self, table: str, key: str, column: str = "id") -> Cells:
        """The row with that id, or an empty one."""
        return next(iter(self.pointing(table, column, key)), {})

    def services(self) -> Iterator[Cells]:
        """Each service with all that belongs to it."""
        for row in self.rows.get("service", ()):
            yield self._service(row)

    def _of(self, table: str, **keys: str) -> list[Cells]:
        found = {
            id(row): row for column, key in keys.items() for row in self.pointing(table, f"{column}_id", key)
        }
        return list(found.values())

    def _service(self, row: Cells) -> Cells:
        key = _text(row, "id")
        direct = _text(row, "location_id")
        at = [*self.pointing("service_at_location", "service_id", key)]
        if direct and not at:
            at = [{"id": f"{key}/{direct}", "service_id": key, "location_id": direct}]
        places = [self._at(one) for one in at]
        home = self.one("location", direct) or (
            self.one("location", _text(at[0], "location_id")) if at else {}
        )
        organisation = self.one(
            "organization", _text(row, "organization_id") or _text(home, "organization_id")
        )
        made: dict[str, object] = {
            **row,
            "organization": self._organisation(organisation),
            "url": row.get("url") or row.get("website"),
            "service_at_locations": places,
            "contacts": self._contacts(service=key),
            "phones": self._of("phone", service=key),
            **self._schedules(service=key),
            "attributes": self._attributes(row, key),
            "service_areas": self._of("service_area", service=key) or _named(row.get("service_areas")),
            "languages": self._of("language", service=key) or _named(row.get("languages")),
            "cost_options": self._of("cost_option", service=key),
            "required_documents": self._documents(row, key),
            "additional_urls": self._of("url", service=key),
        }
        who = [_text(row, "eligibility_description"), _text(row, "eligibility"), _text(row, "audience")]
        who += [_text(one, "eligibility") for one in self.pointing("eligibility", "service_id", key)]
        made["eligibility_description"] = "\n".join(dict.fromkeys(filter(None, who)))
        made.pop("eligibility", None)
        return made

    def _organisation(self, row: Cells) -> Cells:
        key = _text(row, "id")
        contacts = [one for one in self._contacts(organization=key) if not _text(one, "service_id")]
        phones = [
            one for one in self._of("phone", organization=key)
            if not (_text(one, "service_id") or _text(one, "location_id"))
        ]  # fmt: skip
        return {
            **row,
            "website": row.get("website") or row.get("url"),
            "contacts": contacts,
            "phones": phones,
        }

    def _contacts(self, **keys: str) -> list[Cells]:
        return [
            {**one, "phones": self._of("phone", contact=_text(one, "id"))}
            for one in self._of("contact", **keys)
        ]

    def _schedules(self, **keys: str) -> dict[str, list[Cells]]:
        return {
            "schedules": self._of("schedule", **keys),
            "regular_schedules": self._of("regular_schedule", **keys),
            "holiday_schedules": self._of("holiday_schedule", **keys),
        }

    def _documents(self, row: Cells, key: str) -> list[Cells]:
        found = self._of("required_document", service=key)
        return found or [{"document": part} for part in _split(row.get("required_documents"))]

    def _attributes(self, row: Cells, key: str) -> list[Cells]:
        """Categories: linked by a table, by ids in the service's own row, or as its keywords."""
        made: list[Cells] = []
        for one in self.pointing("attribute", "link_id", key):
            term = self.one("taxonomy_term", _text(one, "taxonomy_term_id"))
            made.append({**one, "taxonomy_term": dict(term)})
        for one in self.pointing("service_taxonomy", "service_id", key):
            made.append(
                {
                    "taxonomy_term": dict(self._term(_text(one, "taxonomy_id")))
                    or {"name": one.get("taxonomy_detail")}
                }
            )
        for term_id in _split(row.get("taxonomy_ids")):
            made.append({"taxonomy_term": dict(self._term(term_id))})
        made += [{"label": word} for word in _split(row.get("keywords"))]
        return made

    def _term(self, key: str) -> Cells:
        tables = (("taxonomy", "id"), ("taxonomy", "taxonomy_id"), ("taxonomy_term", "id"))
        return next(filter(None, (self.one(table, key, column) for table, column in tables)), {})

    def _at(self, row: Cells) -> Cells:
        key, where = _text(row, "id"), _text(row, "location_id")
        place = self.one("location", where)
        addresses = [
            *({"address_type": "physical", **one} for one in self._of("address", location=where)),
            *({"address_type": "postal", **one} for one in self._of("postal_address", location=where)),
        ]
        ways = self._of("accessibility", location=where) or _named(
            place.get("accessibility"), "accessibility"
        )
        virtual = _text(place, "virtual").casefold() in ("true", "1", "yes", "t")
        return {
            **row,
            "location": {
                **place,
                "location_type": "virtual" if virtual else place.get("location_type"),
                "addresses": addresses,
                "accessibility": ways,
                "phones": [one for one in self._of("phone", location=where) if not _text(one, "service_id")],
                "contacts": self._contacts(location=where),
                **self._schedules(location=where),
            },
            "contacts": self._contacts(service_at_location=key),
            "phones": self._of("phone", service_at_location=key),
            **self._schedules(service_at_location=key),
        }


def _named(value: object, name: str = "name") -> list[Cells]:
    return [{name: part} for part in _split(value)]
