"""Who may change what is everyone's: a champion who leads the desk; where nobody does, everyone may."""

from __future__ import annotations

from champion_desk.domain.champions import Champion
from champion_desk.domain.problems import Problem
from champion_desk.storage.store import Transaction


def may_lead(tx: Transaction, champion: Champion) -> bool:
    """Whether this champion leads, or nobody does."""
    leads = {one.id for one in tx.champions.all() if one.lead and one.left_on is None}
    return not leads or champion.id in leads


def check_leads(tx: Transaction, champion: Champion) -> None:
    """Raises `Problem("training-lead")`."""
    if not may_lead(tx, champion):
        raise Problem("training-lead")
