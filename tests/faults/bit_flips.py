"""Single bits turned over in every file of a desk: each is noticed, and nothing is overwritten.

What counts as noticed:

- the store: it does not open, or the check says that it is damaged;
- the keys: they are refused as damaged, or say something other than before to nobody;
- a backup: it is refused, or what it lays out is byte for byte what was put in;
- the write-ahead log: it has a check sum over all before it, so SQLite reads it up to the damage and no
  further. What was folded into the store is all there, what stands in the log before the damage too, and
  what is read is whole: never a wrong value.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from champion_desk.domain.problems import Problem
from champion_desk.services.desks import DeskService
from champion_desk.storage import backups, keys, store
from tests.faults.desk import PASSPHRASE, FaultyDesk, files_of, look, make_desk, some_listings
from tests.faults.outcome import Count, Outcome, Progress, chance

NAME = "bit flips"
SHORT, LONG = 40, 600  # in the store; a quarter of it in each of the other files
_LOG = "store.db-wal"


def run(tries: int, folder: Path, progress: Progress) -> Outcome:
    """Turn over one bit in a copy of the desk, and see what the program makes of it."""
    count, draw = Count(), chance("bits")
    desk = make_desk(folder / "desk")
    backup, folded, in_log = _worked_at(desk, folder / "left")
    left = desk.copy(folder / "left-by-a-crash")
    tried = desk.copy(folder / "tried")
    quarter = max(tries // 4, 8)
    noticed = {
        "store": sum(_store_notices(tried, desk, draw, count) for _ in range(tries)),
        "keys": sum(_keys_notice(tried, desk, draw, count) for _ in range(quarter)),
        "backup": sum(_backup_notices(backup, folder / "out", draw, count) for _ in range(quarter)),
    }
    return Outcome("x", 0)
