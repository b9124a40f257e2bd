"""Directories made with LocalGov Drupal: Open Referral UK version 1 with the site's own categories."""

from __future__ import annotations

from champion_desk.importers import json_services, oruk_v1
from champion_desk.importers.contract import ImportFile, Look, Reading
from champion_desk.importers.open_referral import Record, nested, objects

NAME = "localgov-drupal"

_TAXONOMIES = ("service_taxonomys", "service_taxonomies")
_BUNDLE = "localgov"  # how its kinds of content and its vocabularies are called


def recognises(look: Look) -> int:
    """Version 1 whose vocabularies are called after LocalGov Drupal's kinds of content."""
    for entry in look.entries:
        for one in oruk_v1.first_of(entry, _TAXONOMIES):
            vocabulary = (nested(one.get("taxonomy")) or one).get("vocabulary")
            if isinstance(vocabulary, str) and vocabulary.startswith(_BUNDLE):
                return 8
    return 0


def read(file: ImportFile) -> Reading:
    """Each service of the file; raises `Problem` as `json_services.read` does."""
    return json_services.read(file, standard)


def standard(record: Record) -> Record:
    """A record as HSDS has it. One reference is given as an object where others give a list of them."""
    made = dict(record)
    for name in ("contacts", "service_at_locations", "locations", *_TAXONOMIES):
        if isinstance(record.get(name), dict):
            made[name] = objects(record[name])
    organisation = record.get("organization")
    if isinstance(organisation, list):
        made["organization"] = next(iter(objects(organisation)), {})
    return oruk_v1.standard(made)
