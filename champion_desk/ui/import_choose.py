"""First step of taking in a list: where it is, what it is called, whom to credit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from champion_desk import policy
from champion_desk.domain.directory import Source
from champion_desk.i18n import _
from champion_desk.ui.announce import announce
from champion_desk.ui.directory_details import AlertBox
from champion_desk.ui.form import Form
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.fields import CheckBox, Select, TextField
from champion_desk.ui.widgets.fixed import FixedLine
from champion_desk.ui.widgets.labels import ElidedLabel
from champion_desk.ui.widgets.scroll import Scroll


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be read: a file, or a feed at an https address; its name and the words that credit it."""

    where: str | Path
    name: str
    attribution: str
    allow_http: bool = False


class FilePicker(QWidget):
    """A button that asks for a file, perhaps one for a folder, and the name of what was chosen."""

    picked = Signal()

    def __init__(self, folders: bool = False) -> None:
        super().__init__()
        self.path: Path | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.button = SecondaryButton(_("Choose a file…"), "folder-open")
        self.folder_button = SecondaryButton(_("A folder…"), "folder-open")
        self.folder_button.setVisible(folders)
        self._name = ElidedLabel(_("No file chosen yet"), "quiet")
        row.addWidget(self.button)
        row.addWidget(self.folder_button)
        row.addWidget(self._name, 1)
        self.setFocusProxy(self.button)
        self.button.clicked.connect(self._ask)
        self.folder_button.clicked.connect(self._ask_folder)

    def _ask(self) -> None:
        kinds = _("Lists (*.csv *.xlsx *.json *.jsonl *.ndjson *.tsv *.txt *.zip);;All files (*)")
        folder = str(self.path.parent if self.path else Path.home())
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Choose a list"), folder, kinds)
        if chosen:
            self.set_path(Path(chosen))

    def _ask_folder(self) -> None:
        start = str(self.path or Path.home())
        chosen = QFileDialog.getExistingDirectory(self, _("Choose a folder of lists"), start)
        if chosen:
            self.set_path(Path(chosen))

    def set_path(self, path: Path | None) -> None:
        """Take this file, or none."""
        self.path = path
        self._name.set_whole(path.name if path else _("No file chosen yet"))
        if path:
            self.picked.emit()


class ChooseStep(QWidget):
    """The form. `asked()` gives what was chosen, or marks what is missing."""

    def __init__(self, sources: Sequence[Source]) -> None:
        super().__init__()
        self._sources = {source.id: source for source in sources}
        self._suggested = ""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = Scroll()
        outer.addWidget(scroll)
        self.problem = AlertBox("", "circle-alert", "could-not")
        self.problem.hide()
        scroll.body.addWidget(self.problem)
        self.form = Form()
        scroll.body.addWidget(self.form)
        scroll.body.addStretch(1)
        self.which = Select("", [("", _("A new list")), *((one.id, one.name) for one in sources)])
        if sources:
            self.form.row(_("Which list is it?"), self.which, name="which")
        self.file = FilePicker(folders=True)
        kinds = _("A spreadsheet, Open Referral or ALISS (JSON), or a folder or zip of tables.")
        self.form.row(_("A file on this computer"), self.file, kinds, name="file")
        self.address = TextField("", "https://")
        self.unsafe = CheckBox(_("Read it all the same: with http, others could change it on the way"))
        self.unsafe.hide()
        self.address.textChanged.connect(self._settle_safety)
        feed = _("For a feed that is read over the internet.")
        allowed = policy.in_force().allowed_feeds
        if allowed is None or allowed:
            self.form.row(_("Or a web address"), self.address, feed, name="address")
            self.form.add(self.unsafe)
        if allowed is not None:
            self.form.add(FixedLine(_who_may_send(allowed)))
        self.name = TextField("")
        shown = _("Shown with each place, so that people know where it comes from.")
        self.form.row(_("What the list is called"), self.name, shown, name="name")
        self.credit = TextField("")
        words = _("Words that the owner of the list asks you to show. Leave it empty if there are none.")
        self.form.row(_("Credit"), self.credit, words, name="credit")
        self.which.chosen.connect(self._known_chosen)
        self.file.picked.connect(self._file_picked)
        self.address.textEdited.connect(self._address_edited)

    def _known_chosen(self, source_id: str) -> None:
        """A list that is here already: its name has to stay, so that it is brought up to date."""
        source = self._sources.get(source_id)
        self.name.setReadOnly(source is not None)
        self.name.setText(source.name if source else "")
        self.credit.setText(source.attribution if source else "")
        is_feed = source is not None and source.address.startswith(("https://", "http://"))
        self.address.setText(source.address if source and is_feed else "")
        self.unsafe.setChecked(bool(source and source.allow_http))
        self._suggested = ""

    def _settle_safety(self, typed: str) -> None:
        """Only an address without a safe connection has to be agreed to."""
        is_unsafe = typed.strip().casefold().startswith("http:")
        self.unsafe.setVisible(is_unsafe and self.unsafe.parent() is not None)
        if not is_unsafe:
            self.unsafe.setChecked(False)

    def _file_picked(self) -> None:
        self.address.clear()
        if self.file.path is not None:
            self._suggest(self.file.path.stem.replace("_", " ").strip())

    def _address_edited(self, _text: str) -> None:
        self.file.set_path(None)
        self._suggest(urlsplit(self._full_address()).hostname or "")

    def _suggest(self, name: str) -> None:
        if not self.name.isReadOnly() and self.name.text() in ("", self._suggested):
            self.name.setText(name)
            self._suggested = name

    def _full_address(self) -> str:
        typed = self.address.text().strip()
        return typed if not typed or "://" in typed else f"https://{typed}"

    def asked(self) -> Asked | None:
        """What is to be read; None where something is missing, which is then marked."""
        self.show_problem("")
        address = self._full_address()
        where = self.file.path or address
        missing = {}
        if not where:
            missing["file"] = _("Choose a file, or type a web address.")
        elif not self.name.text().strip():
            missing["name"] = _("Give the list a name.")
        if self.form.show_problems(missing) or not where:
            return None
        agreed = self.unsafe.isChecked()
        return Asked(where, self.name.text().strip(), self.credit.text().strip(), agreed)

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong with the list as a whole, or that nothing is."""
        self.problem.label.setText(sentence)
        self.problem.setVisible(bool(sentence))
        if sentence:
            announce(self, sentence, assertive=True)

    def focus_first(self) -> None:
        """The keyboard stands where one begins."""
        first: QWidget = self.which if self._sources else self.file
        first.setFocus(Qt.FocusReason.OtherFocusReason)


def _who_may_send(hosts: Sequence[str]) -> str:
    """Which feeds IT's policy allows."""
    if not hosts:
        return _("Your council does not allow lists from the internet")
    return _("Your council allows lists from: {hosts}").format(hosts=", ".join(hosts))
