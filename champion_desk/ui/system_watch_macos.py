"""Untested: macOS tells by a distributed notification that its screen is locked, and by IOKit that it sleeps.

CFNotificationCenterAddObserver for com.apple.screenIsLocked and IORegisterForSystemPower, as Apple's
reference describes them.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from ctypes import CFUNCTYPE, POINTER, byref, c_char_p, c_int, c_long, c_uint32, c_void_p

from PySide6.QtCore import QObject

from champion_desk.ui.system_watch import SystemWatch

_UTF8, _AT_ONCE = 0x08000100, 4
_CAN_SLEEP, _WILL_SLEEP = 0xE0000270, 0xE0000280
_Heard = CFUNCTYPE(None, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
_Power = CFUNCTYPE(None, c_void_p, c_uint32, c_uint32, c_void_p)


def _library(name: str) -> ctypes.CDLL:
    found = ctypes.util.find_library(name)
    if found is None:
        raise OSError(name)
    return ctypes.CDLL(found)


class MacWatch(SystemWatch):
    """Listens once for the whole run of the program; what it hears while it is stopped goes nowhere.

    Sleep waits until `stop`, which tells the system so; it waits thirty seconds at most.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._foundation, self._kit = _library("CoreFoundation"), _library("IOKit")
        self._is_on, self._is_listening = False, False
        self._root, self._waiting = 0, c_void_p()
        # The system calls these by their address, so they must stay.
        self._on_lock, self._on_power = _Heard(self._screen_locked), _Power(self._power_changes)

    def start(self) -> None:
        self._is_on = True
        if not self._is_listening:
            self._is_listening = True
            self._listen_for_lock()
            self._listen_for_sleep()

    def stop(self) -> None:
        self._is_on = False
        self._let_sleep()

    def _listen_for_lock(self) -> None:
        cf = self._foundation
        cf.CFNotificationCenterGetDistributedCenter.restype = c_void_p
        cf.CFStringCreateWithCString.restype = c_void_p
        cf.CFStringCreateWithCString.argtypes = [c_void_p, c_char_p, c_uint32]
        name = cf.CFStringCreateWithCString(None, b"com.apple.screenIsLocked", _UTF8)
        add = cf.CFNotificationCenterAddObserver
        add.argtypes = [c_void_p, c_void_p, _Heard, c_void_p, c_void_p, c_long]
        add.restype = None
        add(cf.CFNotificationCenterGetDistributedCenter(), None, self._on_lock, name, None, _AT_ONCE)

    def _listen_for_sleep(self) -> None:
        cf, kit = self._foundation, self._kit
        port, notifier = c_void_p(), c_uint32()
        register = kit.IORegisterForSystemPower
        register.argtypes = [c_void_p, POINTER(c_void_p), _Power, POINTER(c_uint32)]
        register.restype = c_uint32
        self._root = register(None, byref(port), self._on_power, byref(notifier))
        if not self._root:
            return
        kit.IONotificationPortGetRunLoopSource.restype = c_void_p
        kit.IONotificationPortGetRunLoopSource.argtypes = [c_void_p]
        cf.CFRunLoopGetMain.restype = c_void_p
        cf.CFRunLoopAddSource.argtypes = [c_void_p, c_void_p, c_void_p]
        cf.CFRunLoopAddSource.restype = None
        modes = c_void_p.in_dll(cf, "kCFRunLoopCommonModes")
        cf.CFRunLoopAddSource(cf.CFRunLoopGetMain(), kit.IONotificationPortGetRunLoopSource(port), modes)

    def _screen_locked(self, *_about: object) -> None:
        if self._is_on:
            self.locked.emit()

    def _power_changes(self, _ours: object, _service: int, message: int, argument: int | None) -> None:
        if message not in (_CAN_SLEEP, _WILL_SLEEP):
            return
        self._waiting = c_void_p(argument)
        if message == _WILL_SLEEP and self._is_on:
            self.sleeping.emit()  # `stop` follows when everything is put away
        else:
            self._let_sleep()

    def _let_sleep(self) -> None:
        waiting, self._waiting = self._waiting, c_void_p()
        if self._root and waiting.value:
            allow = self._kit.IOAllowPowerChange
            allow.argtypes, allow.restype = [c_uint32, c_void_p], c_int
            allow(self._root, waiting)
