"""Makes the words that listings are found by, a few at a time, so that others can write meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable

from champion_desk.storage.store import Store

# Listings whose words are made in one go, at first; more where that takes less than so many seconds, for
# whoever presses a key meanwhile waits as long. And the seconds that others get in between.
_AT_ONCE, _MOST_AT_ONCE = 50, 400
_SHORT, _LONG = 0.015, 0.03
_BREATH = 0.002


def make_words(store: Store, told: Callable[[float], None] = lambda _part: None) -> None:
    """Make the words that are due after a list was taken in; `told` which part of them is made, from 0 to 1.

    Where this is cut short, whoever reads the directory next goes on with it.
    """
    with store.reading() as tx:
        due = tx.directory.words_due()
    done, step = 0, _AT_ONCE
    while done < len(due):
        began = time.perf_counter()
        with store.transaction() as tx:
            tx.directory.index_due(due[done : done + step])
        done += step
        took = time.perf_counter() - began
        if took < _SHORT:
            step = min(step * 2, _MOST_AT_ONCE)
        elif took > _LONG:
            step = max(step // 2, _AT_ONCE)
        told(min(1.0, done / len(due)))
        time.sleep(_BREATH)
    if due:
        with store.transaction() as tx:
            tx.directory.words_done()
