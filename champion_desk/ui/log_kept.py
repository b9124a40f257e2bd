"""What stays as it was when the log's list is read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from champion_desk.domain.log_query import Found
from champion_desk.services.log_lines import Line
from champion_desk.ui.log_table import LogTable


@dataclass(frozen=True)
class Kept:
    """The current line, those chosen, how many there were; or that everything is to be chosen."""

    row: int = 0
    current: str = ""
    chosen: frozenset[str] = frozenset()
    lines: int = 0
    everything: bool = False

    @classmethod
    def of(cls, table: LogTable) -> Kept:
        """As the table has it now."""
        current, chosen = table.record(), frozenset(line_id(line) for line in table.chosen())
        several = chosen if table.ticking or len(chosen) > 1 else frozenset()
        named = line_id(current) if current is not None else ""
        return cls(max(table.currentIndex().row(), 0), named, several, table.log_model.rowCount())

    def put_back(self, table: LogTable, lines: Sequence[Line]) -> None:
        """Have the table as it was, with the lines it shows now."""
        if self.everything:
            table.select_row(0)
            table.choose_rows(range(len(lines)))
            return
        ids = [line_id(line) for line in lines]
        row = ids.index(self.current) if self.current in ids else min(self.row, len(ids) - 1)
        table.select_row(row)
        if self.chosen:
            table.choose_rows([at for at, one in enumerate(ids) if one in self.chosen])


def line_id(line: Line) -> str:
    """The id of what a line shows."""
    return line.session.id if isinstance(line, Found) else line.id
