"""A card whose inner space suits what it holds: panes that scroll, tables, figures."""

from __future__ import annotations

from champion_desk.ui.widgets.cards import Card


class SnugCard(Card):
    """`across` and `down` are the space at its sides, `foot` the space below where that is another."""

    def __init__(self, across: int, down: int, foot: int | None = None) -> None:
        super().__init__()
        inside = self.layout()
        assert inside is not None
        inside.setContentsMargins(across, down, across, down if foot is None else foot)
