"""Untested: Windows tells by window messages when its session is locked, sleeps or ends.

WTSRegisterSessionNotification with WM_WTSSESSION_CHANGE, WM_POWERBROADCAST and WM_ENDSESSION, as Microsoft's
reference describes them.
"""

from __future__ import annotations

import ctypes
import ctypes.wintypes

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject
from PySide6.QtWidgets import QApplication

from champion_desk.ui.system_watch import SystemWatch

_WM_QUERYENDSESSION = 0x0011
_WM_POWERBROADCAST, _PBT_APMSUSPEND = 0x0218, 4
_WM_WTSSESSION_CHANGE, _WTS_SESSION_LOCK, _NOTIFY_FOR_THIS_SESSION = 0x02B1, 7, 0


class WindowsWatch(SystemWatch):
    """Registers the program's window for its session's news."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ears = _Ears(self)
        self._window = 0

    def start(self) -> None:
        app = QCoreApplication.instance()
        if self._window or app is None:
            return
        app.installNativeEventFilter(self._ears)
        window = next((one for one in QApplication.topLevelWidgets() if one.isVisible()), None)
        if window is not None:
            self._window = int(window.winId())
            self._sessions("WTSRegisterSessionNotification", self._window, _NOTIFY_FOR_THIS_SESSION)

    def stop(self) -> None:
        app = QCoreApplication.instance()
        if app is not None:
            app.removeNativeEventFilter(self._ears)
        if self._window:
            self._sessions("WTSUnRegisterSessionNotification", self._window)
        self._window = 0

    @staticmethod
    def _sessions(name: str, window: int, *more: int) -> None:
        library = getattr(ctypes, "windll").wtsapi32  # noqa: B009 - a name that other platforms lack
        getattr(library, name)(ctypes.c_void_p(window), *more)

    def heard(self, message: int, kind: int) -> None:
        """One of the system's messages."""
        if message == _WM_WTSSESSION_CHANGE and kind == _WTS_SESSION_LOCK:
            self.locked.emit()
        elif message == _WM_POWERBROADCAST and kind == _PBT_APMSUSPEND:
            self.sleeping.emit()
        elif message == _WM_QUERYENDSESSION:
            self.ending.emit()


class _Ears(QAbstractNativeEventFilter):
    """Hands on what concerns the watch, and keeps nothing from anyone."""

    def __init__(self, watch: WindowsWatch) -> None:
        super().__init__()
        self._watch = watch

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        if bytes(kind.data() if isinstance(kind, QByteArray) else kind).startswith(b"windows_"):
            told = ctypes.wintypes.MSG.from_address(int(message))
            self._watch.heard(int(told.message), int(told.wParam or 0))
        return False, 0
