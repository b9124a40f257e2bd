"""Takes what was copied out of the desk off the clipboard when it locks: the next person could paste it."""

from __future__ import annotations

from PySide6.QtGui import QClipboard

from champion_desk import NAME, VERSION

_DETAILS = f"{NAME} {VERSION}\n"


def forget_copied(clipboard: QClipboard) -> None:
    """Only what this window still owns; what another program copied stays, and so do details for support."""
    if clipboard.ownsClipboard() and not clipboard.text().startswith(_DETAILS):
        clipboard.clear()
    if clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
