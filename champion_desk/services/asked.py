"""What the site chose to ask about citizens: nothing, until somebody switches a question on."""

from __future__ import annotations

from champion_desk.services.changes import ChangeBoard
from champion_desk.storage.store import Store

AGE, ACCESS_HELP = "age", "access-help"
QUESTIONS = (AGE, ACCESS_HELP)


class AskedService:
    """Two questions that are off unless the site needs them and may ask them."""

    def __init__(self, store: Store, board: ChangeBoard) -> None:
        self._store = store
        self._board = board

    def on(self) -> frozenset[str]:
        """The questions that are asked here."""
        with self._store.reading() as tx:
            return frozenset(one for one in QUESTIONS if tx.desk.get(f"ask-{one}"))

    def switch(self, question: str, asked: bool) -> None:
        """Ask it from now on, or no more. What was answered stays with its sessions."""
        with self._store.transaction() as tx:
            tx.desk.set(f"ask-{question}", "1" if asked else "")
        self._board.tell("asked")
