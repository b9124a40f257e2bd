"""The privacy scanner's figures: what it finds, how often it cries wolf, how long it takes."""

from __future__ import annotations

import statistics
import time

from champion_desk.services.privacy_scanner import scan
from tests.personal_notes import HOLD_OUT, clean, personal
from tests.services.test_scanner_figures import LEAST, is_found

Row = tuple[str, str, str, str, bool]
_COUNT = 1000
_SIGNS = 2000


def scanner_rows() -> list[Row]:
    """Recall for each kind and false alarms on notes of a held-out seed, then the time for a long note."""
    rows: list[Row] = []
    for kind, least in LEAST.items():
        found = sum(is_found(note) for note in personal(kind, _COUNT, HOLD_OUT))
        said = f"{found} of {_COUNT}"
        rows.append(
            (
                f"scanner finds: {kind}",
                said,
                f"{found / _COUNT:.1%}",
                f"at least {least:.0%}",
                found / _COUNT >= least,
            )
        )
    alarms = sum(bool(scan(note.text)) for note in clean(_COUNT, HOLD_OUT))
    rows.append(
        (
            "scanner: false alarms",
            f"{alarms} of {_COUNT}",
            f"{alarms / _COUNT:.1%}",
            "at most 2%",
            alarms <= 0.02 * _COUNT,
        )
    )
    return [*rows, _time()]


def _time() -> Row:
    """Milliseconds for the longest note; the median, after a first look has loaded what it needs."""
    text = " ".join(note.text for note in clean(80, HOLD_OUT))[:_SIGNS]
    scan(text + " 01856 873535")
    taken = []
    for _ in range(50):
        began = time.perf_counter()
        scan(text)
        taken.append(time.perf_counter() - began)
    milliseconds = statistics.median(taken) * 1000
    ratio = milliseconds / 2
    return (
        f"scanner: {_SIGNS} signs",
        f"{milliseconds:.2f} ms / 2 ms",
        f"{ratio:.2f}",
        "at most 1.0",
        ratio <= 1.0,
    )
