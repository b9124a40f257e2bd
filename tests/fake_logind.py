"""A program of its own for tests: speaks on the system's bus as logind does, told what to say line by line.

It says "ready", "held" for each delay that is asked for, and "released" when one is given back.
"""

from __future__ import annotations

import os
import select
import sys

from PySide6.QtCore import ClassInfo, Property, QCoreApplication, QObject, QTimer, Signal, Slot
from PySide6.QtDBus import (
    QDBusAbstractAdaptor,
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusUnixFileDescriptor,
)

_NAME, _PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
_OURS, _OTHER = f"{_PATH}/session/_31", f"{_PATH}/session/_32"


def _say(word: str) -> None:
    print(word, flush=True)


@ClassInfo({"D-Bus Interface": f"{_NAME}.Manager"})  # type: ignore[call-arg]
class Manager(QDBusAbstractAdaptor):  # type: ignore[operator]
    PrepareForSleep = Signal(bool)
    PrepareForShutdown = Signal(bool)

    def __init__(self, parent: QObject, knows_auto: bool) -> None:
        super().__init__(parent)
        self._knows_auto = knows_auto
        self.reading: list[int] = []

    @Slot(str, result=QDBusObjectPath)
    def GetSession(self, name: str) -> QDBusObjectPath:
        known = name == "auto" if self._knows_auto else name == "1"
        return QDBusObjectPath(_OURS if known else "/")

    @Slot(str, str, str, str, result=QDBusUnixFileDescriptor)
    def Inhibit(self, what: str, _who: str, _why: str, mode: str) -> QDBusUnixFileDescriptor:
        assert (what, mode) == ("sleep:shutdown", "delay")
        reading, writing = os.pipe()
        self.reading.append(reading)
        given = QDBusUnixFileDescriptor(writing)
        os.close(writing)
        _say("held")
        return given

    def look(self) -> None:
        for reading in list(self.reading):
            if select.select([reading], [], [], 0)[0] and os.read(reading, 1) == b"":
                self.reading.remove(reading)
                os.close(reading)
                _say("released")


@ClassInfo({"D-Bus Interface": f"{_NAME}.Session"})  # type: ignore[call-arg]
class Session(QDBusAbstractAdaptor):  # type: ignore[operator]
    Lock = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.hint = False

    def _hint(self) -> bool:
        return self.hint

    LockedHint = Property(bool, _hint)


def _tell_of_change(bus: QDBusConnection) -> None:
    changed = QDBusMessage.createSignal(_OURS, "org.freedesktop.DBus.Properties", "PropertiesChanged")
    changed.setArguments([f"{_NAME}.Session", {"LockedHint": True}, []])
    bus.send(changed)


def _cover_screen(name: str) -> None:
    bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, "fake-screen")
    covered = QDBusMessage.createSignal("/" + name.replace(".", "/"), name, "ActiveChanged")
    covered.setArguments([True])
    bus.send(covered)


def main(knows_auto: bool) -> None:
    app = QCoreApplication([])
    bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SystemBus, "fake-logind")
    root, ours, other = QObject(), QObject(), QObject()
    manager, session, foreign = Manager(root, knows_auto), Session(ours), Session(other)
    assert bus.registerService(_NAME)
    for path, thing in ((_PATH, root), (_OURS, ours), (_OTHER, other)):
        assert bus.registerObject(path, thing)

    def change_hint(is_locked: bool) -> None:
        session.hint = is_locked
        _tell_of_change(bus)

    says = {
        "sleep": lambda: manager.PrepareForSleep.emit(True),
        "woke": lambda: manager.PrepareForSleep.emit(False),
        "shutdown": lambda: manager.PrepareForShutdown.emit(True),
        "lock": session.Lock.emit,
        "lock-other": foreign.Lock.emit,
        "hint": lambda: change_hint(True),
        "hint-off": lambda: change_hint(False),
        "screen": lambda: _cover_screen("org.freedesktop.ScreenSaver"),
        "gnome": lambda: _cover_screen("org.gnome.ScreenSaver"),
        "end": app.quit,
    }

    def look() -> None:
        manager.look()
        if select.select([sys.stdin], [], [], 0)[0]:
            heard = os.read(sys.stdin.fileno(), 1000).decode()
            for word in heard.split() or ["end"]:
                says[word]()

    clock = QTimer()
    clock.timeout.connect(look)
    clock.start(20)
    _say("ready")
    app.exec()


if __name__ == "__main__":
    main(sys.argv[1:] != ["old"])
