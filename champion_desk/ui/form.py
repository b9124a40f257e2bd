"""A form: a row ties label, field, help and problem together once, for eye and screen reader alike."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk.i18n import _
from champion_desk.ui.announce import announce
from champion_desk.ui.widgets.cards import Icon
from champion_desk.ui.widgets.labels import PlainLabel, TitleLine


class FormRow(QWidget):
    """Label with its quiet help above the field, the problem below it when there is one."""

    def __init__(self, label: str, field: QWidget, help: str = "", required: bool = False) -> None:
        super().__init__()
        self.field = field
        self._help = help
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(5)
        title = TitleLine(label, "strong", help)
        title.label.setBuddy(field)
        outer.addWidget(title)
        outer.addWidget(field)
        beneath = getattr(field, "scan_line", None)
        if isinstance(beneath, QWidget):  # a free text: what looks personal is said right under it
            outer.addWidget(beneath)
        self._problem_line = QWidget()
        line = QHBoxLayout(self._problem_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(Icon("circle-alert", 18, "could-not"), 0, Qt.AlignmentFlag.AlignTop)
        self._problem = PlainLabel("", "small-strong", tone="could-not")
        line.addWidget(self._problem, 1)
        outer.addWidget(self._problem_line)
        self._name = _("{label}, needed").format(label=label) if required else label
        self.set_problem("")

    def problem(self) -> str:
        """The sentence that says what is wrong, or nothing."""
        return self._problem.text()

    def set_problem(self, sentence: str) -> None:
        """Say what is wrong with the field, or that nothing is."""
        self._problem.setText(sentence)
        self._problem_line.setVisible(bool(sentence))
        for widget in {self.field, _typed_into(self.field)}:
            widget.setAccessibleName(self._name)
            said = " ".join(part for part in (sentence, self._help) if part)
            widget.setAccessibleDescription(said)
        self.field.setProperty("wrong", bool(sentence))
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)


class Form(QWidget):
    """Rows below each other; `show_problems` marks the wrong ones and goes to the first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, FormRow] = {}
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(16)

    def row(
        self, label: str, field: QWidget, help: str = "", required: bool = False, name: str = ""
    ) -> FormRow:
        """Add a field under its label; `name` is the record's field that `Invalid` will speak of."""
        row = FormRow(label, field, help, required)
        self._rows[name or label] = row
        self.body.addWidget(row)
        return row

    def add(self, widget: QWidget) -> None:
        """Add something that is no field: chips, a fold, a sentence."""
        self.body.addWidget(widget)

    def field(self, name: str) -> QWidget:
        """The field of that name."""
        return self._rows[name].field

    def show_problems(self, problems: Mapping[str, str]) -> bool:
        """Show a sentence at each wrong field and put the keyboard on the first; True where there were any.

        Problems of fields this form does not show are left to the caller.
        """
        wrong = [row for name, row in self._rows.items() if problems.get(name)]
        for name, row in self._rows.items():
            row.set_problem(problems.get(name, ""))
        if wrong:
            _typed_into(wrong[0].field).setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self, wrong[0].problem(), assertive=True)
        return bool(wrong)

    def clear_problems(self) -> None:
        """Nothing is wrong any more."""
        self.show_problems({})


def _typed_into(field: QWidget) -> QWidget:
    proxy = field.focusProxy()
    return proxy if proxy is not None else field
