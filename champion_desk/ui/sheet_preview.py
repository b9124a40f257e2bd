"""The real pages of a sheet, made on the worker a moment after the last change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from champion_desk.i18n import _
from champion_desk.ui.alive import while_alive
from champion_desk.ui.background import Background, Task
from champion_desk.ui.problems import trouble_of
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.buttons import IconButton, LinkButton
from champion_desk.ui.widgets.focus_ring import ring
from champion_desk.ui.widgets.labels import PlainLabel

_AFTER = 150  # milliseconds
_ZOOMS = (1.0, 1.5, 2.0, 3.0)
_MOST_PIXELS = 2400  # wider pictures show nothing more and take many megabytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it was made: the PDF, and a picture of each page."""

    pdf: bytes
    pages: tuple[QImage, ...]


def pictures_of(pdf: bytes, width: int) -> tuple[QImage, ...]:
    """Each page as a picture of that many pixels across. May run on the worker."""
    from champion_desk.documents.pictures import page_pictures  # pypdfium2 loads slowly

    format_ = QImage.Format.Format_RGBA8888
    return tuple(
        QImage(data, across, down, across * 4, format_).copy()
        for across, down, data in page_pictures(pdf, width)
    )


class PagePicture(QWidget):
    """One page of paper."""

    def __init__(self, image: QImage, width: int) -> None:
        super().__init__()
        self._image = image
        height = round(width * image.height() / max(image.width(), 1))
        self.setFixedSize(width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(self.rect()), self._image)
        painter.setPen(QPen(theme().colour("line"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class _Pages(QScrollArea):
    """The pages below each other; has the keyboard, so that arrows and page keys scroll."""

    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.paper = QWidget()
        self.paper.setProperty("plain", True)
        self.rows = QVBoxLayout(self.paper)
        self.rows.setContentsMargins(4, 4, 4, 4)
        self.rows.setSpacing(12)
        self.setWidget(self.paper)
        self.paper.setAutoFillBackground(False)
        ring(self, 6)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(360), theme().px(480))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(160), theme().px(120))


class SheetPreview(QWidget):
    """Shows what `order` asks for. `made` when the pages in sight are those of the last order."""

    made = Signal()

    def __init__(self, background: Background) -> None:
        super().__init__()
        self.sheet: Sheet | None = None
        self._background = background
        self._make: Callable[[], bytes] | None = None
        self._task: Task | None = None
        self._wanted = False
        self._zoom = 0
        self._pages: list[PagePicture] = []
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_AFTER)
        self._settle.timeout.connect(self.make_now)
        self._build()

    def _build(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        self.bar = QWidget()
        line = QHBoxLayout(self.bar)
        line.setContentsMargins(4, 0, 4, 0)
        line.setSpacing(4)
        self.previous = IconButton("chevron-left", _("Previous page"))
        self.where = PlainLabel("", "quiet", wrap=False)
        self.next = IconButton("chevron-right", _("Next page"))
        self.smaller = IconButton("minus", _("Show the page smaller"))
        self.fit = LinkButton(_("Fit width"), quiet=True)
        self.larger = IconButton("plus", _("Show the page larger"))
        for widget in (self.previous, self.where, self.next):
            line.addWidget(widget)
        line.addStretch(1)
        for button in (self.smaller, self.fit, self.larger):
            line.addWidget(button)
        rows.addWidget(self.bar)
        self.area = _Pages()
        rows.addWidget(self.area, 1)
        self.note = PlainLabel("", "quiet")
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area.rows.addWidget(self.note)
        self.area.rows.addStretch(1)
        self.previous.clicked.connect(lambda: self.go_to_page(self.page() - 1))
        self.next.clicked.connect(lambda: self.go_to_page(self.page() + 1))
        self.smaller.clicked.connect(lambda: self._zoom_to(self._zoom - 1))
        self.larger.clicked.connect(lambda: self._zoom_to(self._zoom + 1))
        self.fit.clicked.connect(lambda: self._zoom_to(0))
        self.area.resized.connect(self._resized)
        self.area.verticalScrollBar().valueChanged.connect(self._say_where)
        self._say_where()

    def order(self, make: Callable[[], bytes], about: str, text: str = "") -> None:
        """Show the sheet that `make` makes on the worker; `about` names it, `text` is what it says."""
        self._make, self._wanted = make, True
        self.area.setAccessibleName(_("Preview of {title}").format(title=about))
        self.area.setAccessibleDescription(text)
        self._forget_task()
        if self.isVisible():
            self._settle.start()

    @property
    def is_current(self) -> bool:
        """Whether the sheet in sight is the one last ordered."""
        return self.sheet is not None and self._task is None and not self._wanted

    def make_now(self) -> None:
        """Make the sheet without waiting for further changes."""
        self._settle.stop()
        make, width = self._make, self._picture_width()
        if make is None or not self.isVisible():
            return
        self._wanted = False

        def work() -> Sheet:
            pdf = make()
            return Sheet(pdf, pictures_of(pdf, width))

        self._forget_task()
        task = self._task = Task()
        if not self._pages:
            self._say(_("Preparing the pages…"))

        def done(sheet: Sheet) -> None:
            if task is self._task:
                self._task = None
                self._show(sheet)
                self.made.emit()

        def failed(error: BaseException) -> None:
            if task is self._task:
                self._task, self.sheet = None, None
                self._clear()
                self._say(trouble_of(error).sentence)

        self._background.run(work, while_alive(self, done), while_alive(self, failed), task)

    def _forget_task(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _show(self, sheet: Sheet) -> None:
        changed = self.sheet is None or len(self.sheet.pages) != len(sheet.pages)
        bar = self.area.verticalScrollBar()
        place = bar.value() / max(bar.maximum(), 1)
        self.sheet = sheet
        self._clear()
        self._say("")
        width = self._page_width()
        for at, image in enumerate(sheet.pages):
            page = PagePicture(image, width)
            page.setAccessibleName(self._page_words(at))
            self.area.rows.insertWidget(at, page, 0, Qt.AlignmentFlag.AlignHCenter)
            self._pages.append(page)
        self.area.paper.adjustSize()
        bar.setValue(0 if changed else round(place * bar.maximum()))
        self._say_where()

    def _clear(self) -> None:
        for page in self._pages:
            self.area.rows.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._pages = []

    def _say(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))

    # Pages and size

    def page(self) -> int:
        """The page in sight, from 0."""
        top = self.area.verticalScrollBar().value() + self.area.viewport().height() // 3
        return max((at for at, begins in enumerate(self._tops()) if begins <= top), default=0)

    def _tops(self) -> list[int]:
        """Where each page begins; known before the layout has moved them there."""
        margins, tops = self.area.rows.contentsMargins(), []
        y = margins.top()
        for page in self._pages:
            tops.append(y)
            y += page.height() + self.area.rows.spacing()
        return tops

    def go_to_page(self, number: int) -> None:
        """Bring the top of a page into sight."""
        if 0 <= number < len(self._pages):
            self.area.verticalScrollBar().setValue(
                self._tops()[number] - self.area.rows.contentsMargins().top()
            )

    def _page_words(self, at: int) -> str:
        return _("Page {page} of {pages}").format(page=at + 1, pages=len(self.sheet_pages()))

    def sheet_pages(self) -> tuple[QImage, ...]:
        """The pictures of the sheet in sight."""
        return self.sheet.pages if self.sheet else ()

    def _say_where(self) -> None:
        count, at = len(self._pages), self.page()
        self.where.setText(self._page_words(at) if count else "")
        self.previous.setEnabled(at > 0)
        self.next.setEnabled(at < count - 1)
        self.smaller.setEnabled(self._zoom > 0)
        self.larger.setEnabled(self._zoom < len(_ZOOMS) - 1)
        self.bar.setVisible(bool(count))

    def _zoom_to(self, zoom: int) -> None:
        self._zoom = min(max(zoom, 0), len(_ZOOMS) - 1)
        self._resized()

    def _page_width(self) -> int:
        bar = self.area.verticalScrollBar().sizeHint().width()
        fit = self.area.width() - bar - 10
        return max(round(fit * _ZOOMS[self._zoom]), 120)

    def _picture_width(self) -> int:
        return min(round(self._page_width() * self.devicePixelRatioF()), _MOST_PIXELS)

    def _resized(self) -> None:
        """Stretch the pictures there are at once, and draw sharper ones a moment later."""
        width = self._page_width()
        for page, image in zip(self._pages, self.sheet_pages(), strict=False):
            page.setFixedSize(width, round(width * image.height() / max(image.width(), 1)))
        self._say_where()
        if self._make is not None:
            self._wanted = True
            if self.isVisible():
                self._settle.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._wanted:
            self._settle.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody sees is not made; the desk may be about to lock."""
        super().hideEvent(event)
        self._settle.stop()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "area"):
            self._resized()
