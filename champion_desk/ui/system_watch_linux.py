"""Linux tells by D-Bus: logind about sleep, shutdown and its session's lock, the desktop about its screen.

Names and signatures: org.freedesktop.login1(5) and systemd.io/INHIBITOR_LOCKS.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusPendingCallWatcher,
    QDBusUnixFileDescriptor,
    QDBusVariant,
)

from champion_desk import NAME, diagnostics
from champion_desk.ui.system_watch import SystemWatch

_LOGIND = "org.freedesktop.login1"
_LOGIND_PATH = "/org/freedesktop/login1"
_MANAGER, _SESSION = f"{_LOGIND}.Manager", f"{_LOGIND}.Session"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_SCREEN_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver")
_SYSTEM, _DESKTOP = "champion-desk-system", "champion-desk-session"

_Answered = Callable[[QDBusMessage], None]


class LinuxWatch(SystemWatch):
    """Asks logind to wait with sleeping until the desk is put away, and listens on both buses."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_on = False
        self._system: QDBusConnection | None = None
        self._desktop: QDBusConnection | None = None
        self._delay = -1
        self._turn = 0
        self._session = ""

    def start(self) -> None:
        if self._is_on:
            return
        self._is_on = True
        self._turn += 1  # answers to an earlier start come too late
        self._system = QDBusConnection.connectToBus(QDBusConnection.BusType.SystemBus, _SYSTEM)
        if self._system.isConnected():
            for signal, slot in (("PrepareForSleep", "_sleep(bool)"), ("PrepareForShutdown", "_end(bool)")):
                self._system.connect(_LOGIND, _LOGIND_PATH, _MANAGER, signal, self, _slot(slot))
            self._hold_up()
            self._find_session(["auto", os.environ.get("XDG_SESSION_ID", "")])
        if not _has_desktop_bus():
            return
        self._desktop = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, _DESKTOP)
        if self._desktop.isConnected():
            for interface in _SCREEN_SAVERS:
                # Whichever program keeps the screen, and wherever it keeps it.
                self._desktop.connect("", "", interface, "ActiveChanged", self, _slot("_screen(bool)"))

    def stop(self) -> None:
        self._is_on = False
        if self._system is not None:
            QDBusConnection.disconnectFromBus(_SYSTEM)
        if self._desktop is not None:
            QDBusConnection.disconnectFromBus(_DESKTOP)
        self._system = self._desktop = None
        self._let_go()

    # Waiting with sleep

    def _hold_up(self) -> None:
        """The system waits a few seconds (InhibitDelayMaxSec) with sleeping, until `stop`."""
        call = _call(_LOGIND_PATH, _MANAGER, "Inhibit", "sleep:shutdown", NAME, "Locking the desk", "delay")
        self._ask(call, self._held_up)

    def _held_up(self, answer: QDBusMessage) -> None:
        given = answer.arguments()
        if given and isinstance(given[0], QDBusUnixFileDescriptor) and given[0].isValid():
            self._let_go()
            self._delay = os.dup(given[0].fileDescriptor())
            os.set_inheritable(self._delay, False)

    def _let_go(self) -> None:
        if self._delay >= 0:
            os.close(self._delay)
            self._delay = -1

    # Which session is ours

    def _find_session(self, names: list[str]) -> None:
        """Ask for the session by one name after the other, as not every system knows `auto`."""
        if not names:
            diagnostics.log.info("no logind session to watch")
            return

        def found(answer: QDBusMessage) -> None:
            given = answer.arguments()
            path = _path(given[0]) if given else ""
            if path.startswith(f"{_LOGIND_PATH}/session/"):
                self._watch_session(path)
            else:
                self._find_session(names[1:])

        self._ask(_call(_LOGIND_PATH, _MANAGER, "GetSession", names[0]), found)

    def _watch_session(self, path: str) -> None:
        if self._system is None:
            return
        self._session = path
        self._system.connect(_LOGIND, path, _SESSION, "Lock", self, _slot("_lock()"))
        slot = _slot("_changed(QDBusMessage)")
        self._system.connect(_LOGIND, path, _PROPERTIES, "PropertiesChanged", self, slot)

    # What is heard

    @Slot(bool)
    def _sleep(self, is_beginning: bool) -> None:
        if is_beginning:
            self.sleeping.emit()

    @Slot(bool)
    def _end(self, is_beginning: bool) -> None:
        if is_beginning:
            self.ending.emit()

    @Slot()
    def _lock(self) -> None:
        self.locked.emit()

    @Slot(bool)
    def _screen(self, is_covered: bool) -> None:
        if is_covered:
            self.locked.emit()

    @Slot(QDBusMessage)
    def _changed(self, _message: QDBusMessage) -> None:
        """Something about the session changed; what it was is asked for by name."""
        self._ask(_call(self._session, _PROPERTIES, "Get", _SESSION, "LockedHint"), self._hinted)

    def _hinted(self, answer: QDBusMessage) -> None:
        given = answer.arguments()
        value = given[0] if given else False
        if isinstance(value, QDBusVariant):
            value = value.variant()
        if answer.type() == QDBusMessage.MessageType.ReplyMessage and value is True:
            self.locked.emit()

    # Asking

    def _ask(self, call: QDBusMessage, answered: _Answered) -> None:
        if self._system is None:
            return
        watcher, turn = QDBusPendingCallWatcher(self._system.asyncCall(call), self), self._turn

        def finished(done: QDBusPendingCallWatcher) -> None:
            done.deleteLater()
            if self._is_on and turn == self._turn:
                answered(done.reply())

        watcher.finished.connect(finished)


def _call(path: str, interface: str, member: str, *arguments: str) -> QDBusMessage:
    call = QDBusMessage.createMethodCall(_LOGIND, path, interface, member)
    call.setArguments(list(arguments))
    return call


def _has_desktop_bus() -> bool:
    """Asked for one that is not there, D-Bus would start one of its own."""
    place = os.environ.get("XDG_RUNTIME_DIR")
    return bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS")) or bool(place and Path(place, "bus").exists())


def _slot(signature: str) -> bytes:
    """What `connect` takes in truth; PySide6's types say otherwise."""
    return SLOT(signature)  # type: ignore[return-value]


def _path(given: object) -> str:
    return given.path() if isinstance(given, QDBusObjectPath) else str(given)
