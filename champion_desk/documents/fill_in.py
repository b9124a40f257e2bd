"""What people write on by hand: dotted lines, and answers to tick."""

from __future__ import annotations

from collections.abc import Sequence

from champion_desk.documents.blocks import Block, Text
from champion_desk.documents.frames import Holder, Marked
from champion_desk.documents.tagging import TaggedCanvas
from champion_desk.documents.text import INK, Type

_LABEL_MOST = 0.45
_GAP = 8


class Dotted(Block):
    """Words with a dotted line to write on beside them, and more lines below where much is to be said."""

    def __init__(self, label: str, kind: Type, lines: int = 1, before: float = 0, after: float = 0) -> None:
        super().__init__(before, after)
        self._label = Text(label, kind)
        self._kind = kind
        self._lines = lines

    @property
    def _step(self) -> float:
        """The distance between two lines: room for handwriting."""
        return max(self._kind.size * 2, 24)

    def _beside(self, width: float) -> float | None:
        """Where the line begins beside the label; None where the label needs the width for itself."""
        set_lines = self._label.lines(width)
        if not set_lines:
            return 0
        wide = set_lines[0].width + _GAP
        return wide if len(set_lines) == 1 and wide <= width * _LABEL_MOST else None

    def height(self, width: float) -> float:
        if self._beside(width) is not None:
            return self._step * self._lines
        return self._label.height(width) + self._step * self._lines

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        beside = self._beside(width)
        first = top if beside is not None else top - self._label.height(width)
        foot = first - self._step + self._kind.size * 0.45
        words = top if beside is None else foot + self._kind.leading / 2 + self._kind.size / 3
        self._label.draw(canvas, x, words, width)
        with canvas.artifact():
            canvas.saveState()
            canvas.setStrokeColor(INK)
            canvas.setLineWidth(1)
            canvas.setLineCap(1)
            canvas.setDash(0.01, 3.5)
            for number in range(self._lines):
                start = x + (beside or 0) if number == 0 else x
                canvas.line(start, foot - number * self._step, x + width, foot - number * self._step)
            canvas.restoreState()


class Ticks(Holder):
    """Answers below each other, each with a box to tick."""

    def __init__(self, answers: Sequence[str], kind: Type, before: float = 0, after: float = 0) -> None:
        gap = kind.size * 0.35
        super().__init__([Marked("□", answer, kind, after=gap) for answer in answers], before, after)
