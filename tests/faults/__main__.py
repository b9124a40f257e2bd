"""The long form of the fault tests: runs every fault, or those named, and prints one table.

Run by `dev.py faults`. Ends with 1 if anything was lost or corrupt, or a negative control did not fail.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults import outcome
from tests.faults.desk import light_keys
from tests.faults.outcome import Outcome, faults

_MEMORY_DISK = Path("/dev/shm")
_ROOM = 512 * 1024 * 1024


def main() -> int:
    """Run what is asked for; the exit code says whether every number is what it must be."""
    asked = _asked()
    if asked.seed is not None:
        os.environ[outcome.SEED] = str(asked.seed)
    if asked.one:
        return _one(asked.one, asked.tries, Path(asked.folder))
    os.environ.setdefault(outcome.SEED, str(int(time.time())))
    found = faults()
    unknown = sorted(set(asked.names) - set(found))
    if unknown:
        print(f"There is no fault called {', '.join(unknown)}. There are: {', '.join(found)}.")
        return 2
    names = asked.names or list(found)
    print(f"Seed {outcome.seed()}. Faults: {', '.join(names)}", flush=True)
    outcomes = [_timed(name, asked.tries or found[name].LONG) for name in names]
    print(outcome.table(outcomes))
    return 0 if all(one.good for one in outcomes) else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py faults", description=__doc__)
    parser.add_argument("names", nargs="*", help="which faults; all of them where none is named")
    parser.add_argument("--tries", type=int, default=0, help="how often each is tried")
    parser.add_argument("--seed", type=int, help="where chance begins, to repeat a run")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    return parser.parse_args()


def _timed(name: str, tries: int) -> Outcome:
    began = time.monotonic()
    print(f"{name}: {tries:,} tries …", flush=True)
    with quick_folder() as folder:
        ended = outcome.in_own_process(name, tries, folder)
    print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)
    return ended


@contextmanager
def quick_folder() -> Iterator[Path]:
    """A folder of its own, in memory where there is room: what these faults break is never the disk."""
    roomy = _MEMORY_DISK.is_dir() and shutil.disk_usage(_MEMORY_DISK).free > _ROOM
    place = _MEMORY_DISK if roomy and os.access(_MEMORY_DISK, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="champion-desk-faults-", dir=place) as made:
        yield Path(made)


def _one(name: str, tries: int, folder: Path) -> int:
    """Run one fault in this process, and print its outcome as one line."""
    light_keys()
    module = faults()[name]
    print(outcome.to_json(module.run(tries or module.SHORT, folder, _progress)), flush=True)
    return 0


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r  {done:,} of {total:,} ", end="\n" if done >= total else "", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
