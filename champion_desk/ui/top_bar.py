"""The bar above every page: search everything, who is at the desk and where, blank, lock."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from champion_desk import formats
from champion_desk.domain.champions import Champion, Site
from champion_desk.i18n import _
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.fields import SearchField
from champion_desk.ui.widgets.labels import ElidedLabel, Role

_WHO_NEEDS = 880  # pixels of the bar at 100 %: under this, who and when make room
_WORDS_NEED = 620


class TopBar(QFrame):
    """Shows less as space gets short: first who and when go, then the words on the buttons."""

    blank_asked = Signal()
    lock_asked = Signal()

    def __init__(self, champion: Champion, site: Site, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Search, blank and lock"))
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 6, 24, 6)
        row.setSpacing(16)
        self.search = SearchField(_("Search topics, places, handouts…"), key_hint=_("Ctrl K"))
        self.search.line.setAccessibleName(_("Search everything"))
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row.addWidget(self.search, 1000)
        row.addStretch(1)
        row.addWidget(self._who(champion, site))
        self.blank = SecondaryButton(_("Blank"), "eye-off", "F4")
        self.blank.setAccessibleName(_("Blank the screen"))
        self.lock = SecondaryButton(_("Lock"), "lock")
        self.lock.setAccessibleName(_("Lock the desk"))
        self.lock.setAccessibleDescription(_("Key: {key}").format(key=_("Ctrl L")))
        self.blank.clicked.connect(self.blank_asked)
        self.lock.clicked.connect(self.lock_asked)
        row.addWidget(self.blank)
        row.addWidget(self.lock)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._tell_time)
        self._clock.start(5_000)
        self._tell_time()

    def _who(self, champion: Champion, site: Site) -> QWidget:
        self.who = QWidget()
        self.who.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self.who)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        where = _("{champion} at {site}").format(champion=champion.name, site=site.name)
        self.name = _RightLabel(where, "small-strong")
        self.when = _RightLabel("", "quiet")
        column.addWidget(self.name)
        column.addWidget(self.when)
        return self.who

    def _tell_time(self) -> None:
        now = datetime.now().astimezone()
        self.when.set_whole(
            _("{date}, {time}").format(date=formats.full_date(now.date()), time=formats.clock(now))
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        look = theme()
        self.search.setMaximumWidth(look.px(560))
        self.who.setVisible(self.width() >= look.px(_WHO_NEEDS))
        self.who.setMaximumWidth(max(self.width() // 3, 1))
        roomy = self.width() >= look.px(_WORDS_NEED)
        self.search.line.setPlaceholderText(_("Search topics, places, handouts…") if roomy else _("Search"))
        for button, words, hint in ((self.blank, _("Blank"), "F4"), (self.lock, _("Lock"), None)):
            button.setText(words if roomy else "")
            button.key_hint = hint if roomy else None
            button.updateGeometry()


class _RightLabel(ElidedLabel):
    """A line that ends at the right edge."""

    def __init__(self, text: str, role: Role) -> None:
        super().__init__(text, role)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
