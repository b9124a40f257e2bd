"""Around a place: what is wrong with it, what this desk says of it itself, and what belongs to it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk import formats
from champion_desk.domain.keeping import Kept, LocalValue
from champion_desk.i18n import _, language
from champion_desk.services.catalogues import Catalogues
from champion_desk.ui.directory_details import AlertBox
from champion_desk.ui.source_words import field_name
from champion_desk.ui.widgets.buttons import LinkButton, literal
from champion_desk.ui.widgets.labels import Badge, PlainLabel


class KeepingAlerts(QWidget):
    """Above a place: what one must know before giving it to anybody."""

    def __init__(self, kept: Kept, catalogues: Catalogues) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(10, 8, 10, 0)
        rows.setSpacing(8)
        if kept.gone:
            rows.addWidget(AlertBox(_("Its list no longer has it.")))
        for report in kept.reports:
            words = catalogues["listing_problems"].label(report.reason, language())
            day = formats.long_date(report.reported_on)
            said = _("Something is wrong, noticed on {date}: {what}").format(date=day, what=words)
            rows.addWidget(AlertBox("\n".join(part for part in (said, report.note) if part)))


class KeepingPart(QWidget):
    """`source_asked` with a field to be given back to the list, or "" for all; `open_asked` with a place."""

    source_asked = Signal(str)
    open_asked = Signal(str)

    def __init__(self, kept: Kept) -> None:
        super().__init__()
        self.kept = kept
        self.back: dict[str, LinkButton] = {}
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(10, 0, 10, 8)
        self.rows.setSpacing(10)
        if kept.note:
            self._headed(_("Note of this desk"), kept.note)
        if kept.local:
            self._local(kept.local)
        for other in kept.merged:
            self.rows.addWidget(PlainLabel(_("Also listed as “{name}”").format(name=other.name), "quiet"))
        for other in kept.linked:
            link = LinkButton(
                literal(_("See also: {name}").format(name=other.name)), "chevron-right", quiet=True
            )
            link.clicked.connect(partial(self.open_asked.emit, other.id))
            self.rows.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

        self.wrong = LinkButton(_("Something’s wrong…"), "flag", quiet=True, key_hint="Alt W")
        self.change = LinkButton(_("Change what it says…"), "pencil", quiet=True, key_hint="Alt C")
        self.remove = LinkButton(_("Remove this place"), "trash-2", quiet=True)
        for link in (self.wrong, self.change, self.remove):
            self.rows.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        self.remove.setVisible(kept.is_own)  # what a list has stays until the list no longer has it

    def _headed(self, heading: str, text: str) -> None:
        self.rows.addWidget(PlainLabel(heading, "small-strong"))
        self.rows.addWidget(PlainLabel(text, "body"))

    def _local(self, local: tuple[LocalValue, ...]) -> None:
        """Field by field: it is this desk's word, whose, since when, and what the list says."""
        self.rows.addWidget(
            Badge(_("Changed at this desk"), "accent", "pencil"), 0, Qt.AlignmentFlag.AlignLeft
        )
        for one in local:
            name = field_name(one.field)
            said = _("{field}: changed by {who}, {date}. The list says: {words}").format(
                field=name.capitalize(),
                who=one.made_by,
                date=formats.long_date(one.made_on),
                words=one.source_says or (_("other hours") if one.field == "hours" else "–"),
            )
            self.rows.addWidget(PlainLabel(said, "quiet"))
            back = LinkButton(_("Use the list"), "undo-2", quiet=True)
            back.setAccessibleName(_("Use the list: {field}").format(field=name))
            back.clicked.connect(partial(self.source_asked.emit, one.field))
            self.back[one.field] = back
            self.rows.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        if len(local) > 1:
            every = LinkButton(_("Use the list for all of them"), "undo-2", quiet=True)
            every.clicked.connect(partial(self.source_asked.emit, ""))
            self.back[""] = every
            self.rows.addWidget(every, 0, Qt.AlignmentFlag.AlignLeft)
