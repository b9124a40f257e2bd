"""Shares a council's lists between desks: one file out, one file in, with a look at it first."""

from __future__ import annotations

from champion_desk.services.catalogues import Catalogues
from champion_desk.services.changes import ChangeBoard
from champion_desk.services.lists import ListService
from champion_desk.storage.store import Store


class ListFileService:
    """Writes all lists into one file, and takes such a file in."""

    def __init__(self, store: Store, lists: ListService, catalogues: Catalogues, board: ChangeBoard) -> None:
        self._store = store
        self._lists = lists
        self._catalogues = catalogues
        self._board = board
