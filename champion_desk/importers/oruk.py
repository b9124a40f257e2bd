"""Open Referral UK version 3 in JSON: pages of a feed, lists, and full records of services."""

from __future__ import annotations

from champion_desk.importers import json_services, oruk_v1
from champion_desk.importers.contract import ImportFile, Look, Reading
from champion_desk.importers.open_referral import Record

NAME = "oruk"


def recognises(look: Look) -> int:
    """Any JSON: what no other format knows better is read by this one."""
    return 3 if look.is_json else 0


def read(file: ImportFile) -> Reading:
    """Each service of the file; raises `Problem` as `json_services.read` does."""
    return json_services.read(file, standard)


def standard(record: Record) -> Record:
    """A record as HSDS has it; feeds that call themselves version 3 still use fields of version 1."""
    return oruk_v1.standard(record) if oruk_v1.FIELDS.intersection(record) else record
