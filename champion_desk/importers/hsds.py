"""The international standard under Open Referral UK: HSDS 3.0 and 3.1 in JSON."""

from __future__ import annotations

from champion_desk.importers import json_services, oruk
from champion_desk.importers.contract import ImportFile, Look, Reading

NAME = "hsds"

# What HSDS has and its profile for the United Kingdom leaves out.
_ITS_OWN = (
    *("alternate_name", "interpretation_services", "application_process", "wait_time", "fees_description"),
    *(
        "eligibility_description",
        "licenses",
        "required_documents",
        "program",
        "capacities",
        "additional_urls",
    ),
    *("metadata", "phones"),
)


def recognises(look: Look) -> int:
    """Services with two fields or more that only HSDS has."""
    known = sum(1 for name in _ITS_OWN if look.any_has(name))
    return 6 if look.is_json and known >= 2 else 0


def read(file: ImportFile) -> Reading:
    """Each service of the file; raises `Problem` as `json_services.read` does."""
    return json_services.read(file, oruk.standard)
