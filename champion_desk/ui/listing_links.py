"""Links that came with a listing: shown whole as plain text, opened only after their host is shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk.domain import directory
from champion_desk.i18n import _, ngettext
from champion_desk.ui.widgets.buttons import LinkButton, SecondaryButton
from champion_desk.ui.widgets.cards import Icon
from champion_desk.ui.widgets.labels import PlainLabel

MOST_LINKS = 4  # that are shown at once
SCHEMES = ("https", "http", "mailto", "tel")
_EMAIL = re.compile(r"^[\w.+'-]+@[\w-]+(?:\.[\w-]+)+$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Link:
    """What may be opened: the address, and what is named before (a host, an e-mail address)."""

    address: str
    goes_to: str

    @property
    def scheme(self) -> str:
        """https, http, mailto or tel."""
        return self.address.partition(":")[0]


def web_link(text: str) -> Link | None:
    """A web address that may be opened, with its real host; None for every other kind of address.

    The host is named in the letters it is looked up by (punycode), so that one that only looks like
    another is seen, and without a user name in front of it.
    """
    try:
        parts = urlsplit(text.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:  # UnicodeError among them
        return None
    if parts.scheme not in ("https", "http") or not host or parts.username or parts.password:
        return None
    return Link(text.strip(), host)


def mail_link(text: str) -> Link | None:
    """An e-mail address to write to; None where it holds anything else, a subject or a copy among them."""
    found = text.strip()
    return Link(f"mailto:{quote(found, safe='@')}", found) if _EMAIL.match(found) else None


def open_link(link: Link) -> bool:
    """Hand a link to the system's own program for it."""
    url = QUrl(link.address, QUrl.ParsingMode.StrictMode)
    return url.isValid() and url.scheme() in SCHEMES and QDesktopServices.openUrl(url)


class LinkRow(QWidget):
    """A web or e-mail address in full, with where it really leads, and below it the button that opens it."""

    def __init__(self, text: str, icon: str, link: Link | None) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Icon(icon, 18), 0, Qt.AlignmentFlag.AlignTop)
        shown = text
        if link is not None and link.goes_to not in text:  # letters that only look like others are seen
            shown = f"{text}\n{link.goes_to}"
        line.addWidget(PlainLabel(_breakable(shown), "body"), 1)
        rows.addLayout(line)
        self.button: SecondaryButton | None = None
        if link is not None:
            is_mail = link.scheme == "mailto"
            words = _("Write an e-mail") if is_mail else _("Open the website")
            said = _("Write to {address}") if is_mail else _("Open {host}")
            self.button = SecondaryButton(words, "external-link", small=True)
            self.button.setAccessibleName(said.format(address=link.goes_to, host=link.goes_to))
            self.button.clicked.connect(lambda: open_link(link))
            rows.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)


class LinkList(QWidget):
    """The links beside a listing's own address: its words, and the host each leads to, before it is opened.

    Empty (`is_empty`) where none of them may be opened. Beyond a few they are shown when asked for.
    """

    def __init__(self, links: Sequence[directory.Link]) -> None:
        super().__init__()
        found = [(one.label, link) for one in links if (link := web_link(one.address)) is not None]
        self.is_empty = not found
        self.buttons: list[SecondaryButton] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        most = MOST_LINKS if len(found) > MOST_LINKS + 1 else len(found)
        for words, link in found[:most]:
            self._add(words, link)
        self._rest = found[most:]
        self.more: LinkButton | None = None
        if self._rest:
            count = len(self._rest)
            said = ngettext("Show {count} more link", "Show {count} more links", count)
            self.more = LinkButton(said.format(count=count), "chevron-down", quiet=True)
            self.more.clicked.connect(self._show_rest)
            self._rows.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def _add(self, words: str, link: Link) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Icon("globe", 18), 0, Qt.AlignmentFlag.AlignVCenter)
        said = QVBoxLayout()
        said.setSpacing(0)
        if words:
            said.addWidget(PlainLabel(words, "body"))
        said.addWidget(PlainLabel(_breakable(link.goes_to), "quiet" if words else "body"))
        line.addLayout(said, 1)
        button = SecondaryButton(_("Open"), "external-link", small=True)
        name = _("Open {host}").format(host=link.goes_to)
        button.setAccessibleName(
            _("Open {host}: {words}").format(host=link.goes_to, words=words) if words else name
        )
        button.clicked.connect(lambda: open_link(link))
        self.buttons.append(button)
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._rows.addLayout(line)

    def _show_rest(self) -> None:
        assert self.more is not None
        first = len(self.buttons)
        for words, link in self._rest:
            self._add(words, link)
        self._rest = []
        self.buttons[first].setFocus()
        self.more.hide()


def _breakable(address: str) -> str:
    """An address that may wrap after a slash or a full stop."""
    return re.sub(r"(?<=[/.@?&=-])(?=\w)", "\u200b", address)
