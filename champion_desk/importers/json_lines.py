"""JSON Lines (NDJSON): one record on each line, in any of the dialects that lists come in."""

from __future__ import annotations

from champion_desk.importers import aliss, hsds, localgov_drupal, oruk, oruk_v1, outpost
from champion_desk.importers.contract import Importer, ImportFile, Look, Reading
from champion_desk.importers.look import look_at

NAME = "json-lines"

_DIALECTS: tuple[Importer, ...] = (aliss, hsds, localgov_drupal, oruk, oruk_v1, outpost)


def recognises(look: Look) -> int:
    """More than one record, each on a line of its own."""
    return 10 if look.is_json and look.by_line else 0


def read(file: ImportFile) -> Reading:
    """Each record by the dialect that knows the first few best; raises `Problem` as that one does."""
    look = look_at(file)
    return max(_DIALECTS, key=lambda dialect: dialect.recognises(look)).read(file)
