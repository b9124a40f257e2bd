"""Makes the words that listings are found by, a few at a time, so that others can write meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable

from champion_desk.storage.store import Store

# Listings whose words are made in one go, which takes about 30 ms, and the seconds that others get then.
_AT_ONCE = 50
_BREATH = 0.002


def make_words(store: Store, told: Callable[[float], None] = lambda _part: None) -> None:
    """Make the words that are due after a list was taken in; `told` which part of them is made, from 0 to 1.

    Where this is cut short, whoever reads the directory next goes on with it.
    """
    with store.reading() as tx:
        due = tx.directory.words_due()
    for at in range(0, len(due), _AT_ONCE):
        with store.transaction() as tx:
            tx.directory.index_due(due[at : at + _AT_ONCE])
        told(min(1.0, (at + _AT_ONCE) / len(due)))
        time.sleep(_BREATH)
    if due:
        with store.transaction() as tx:
            tx.directory.words_done()
