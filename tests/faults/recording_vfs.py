"""A file system for SQLite that writes down, in order, all that happens to the files of one folder.

SQLite reaches every file through a VFS: a table of functions (sqlite.org/vfs.html). This one is a copy of
the system's own, made the default, so that the program's own connections run over it unchanged. Four calls
for each file (write, truncate, sync, close) and two for the folder (open, delete) pass through here; what
they did is noted after the system has done it. Directory syncs are noted where SQLite opens a directory.
"""

from __future__ import annotations

import ctypes
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlcipher3._sqlite3 as library

_INT, _INT64, _POINTER, _TEXT = ctypes.c_int, ctypes.c_int64, ctypes.c_void_p, ctypes.c_char_p
_IO_ERROR, _CREATE = 10, 0x4

_OPEN = ctypes.CFUNCTYPE(_INT, _POINTER, _POINTER, _POINTER, _INT, ctypes.POINTER(_INT))
_DELETE = ctypes.CFUNCTYPE(_INT, _POINTER, _TEXT, _INT)
_SET_CALL = ctypes.CFUNCTYPE(_INT, _POINTER, _TEXT, _POINTER)
_GET_CALL = ctypes.CFUNCTYPE(_POINTER, _POINTER, _TEXT)
_OPEN_FOLDER = ctypes.CFUNCTYPE(_INT, _TEXT, ctypes.POINTER(_INT))
_CLOSE = ctypes.CFUNCTYPE(_INT, _POINTER)
_WRITE = ctypes.CFUNCTYPE(_INT, _POINTER, _POINTER, _INT, _INT64)
_TRUNCATE = ctypes.CFUNCTYPE(_INT, _POINTER, _INT64)
_SYNC = ctypes.CFUNCTYPE(_INT, _POINTER, _INT)


class _Vfs(ctypes.Structure):
    """`sqlite3_vfs`, version 3."""

    _fields_ = (
        ("version", _INT),
        ("file_size", _INT),
        ("longest_path", _INT),
        ("next", _POINTER),
        ("name", _TEXT),
        ("data", _POINTER),
        ("open", _POINTER),
        ("delete", _POINTER),
        *((f"unused_{n}", _POINTER) for n in range(11)),
        ("set_call", _POINTER),
        ("get_call", _POINTER),
        ("next_call", _POINTER),
    )


class _Methods(ctypes.Structure):
    """`sqlite3_io_methods`, version 3."""

    _fields_ = (
        ("version", _INT),
        ("close", _POINTER),
        ("read", _POINTER),
        ("write", _POINTER),
        ("truncate", _POINTER),
        ("sync", _POINTER),
        *((f"unused_{n}", _POINTER) for n in range(13)),
    )


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `file` numbers each file ever opened, also two of one name.

    `kind` is create, write, truncate, sync, delete, folder-sync, or mark (said by whoever records).
    """

    kind: str
    file: int = -1
    name: str = ""
    offset: int = 0
    data: bytes = b""
    mark: object = None


@dataclass
class Recording:
    """What stood in the folder at first, and all that happened since."""

    folder: Path
    at_first: dict[str, bytes] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def mark(self, what: object) -> None:
        """Note that something was acknowledged now."""
        self.events.append(Event("mark", mark=what))


class _Recorder:
    """The functions that stand in for the system's own; kept alive for as long as the process lives."""

    def __init__(self, sqlite: ctypes.CDLL) -> None:
        self.recording: Recording | None = None
        sqlite.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        sqlite.sqlite3_vfs_find.argtypes = [_TEXT]
        self._sqlite = sqlite
        self._system = sqlite.sqlite3_vfs_find(None)
        real = self._system.contents
        self._vfs = _Vfs.from_buffer_copy(real)
        self._vfs.name = b"recording"
        self._open, self._delete = _OPEN(real.open), _DELETE(real.delete)
        self._names: dict[str, int] = {}  # the file that stands under a name
        self._handles: dict[int, int] = {}  # SQLite's handle to the file's number
        self._files = 0
        self._methods: dict[int, _Methods] = {}  # the system's table to ours
        self._kept: list[Any] = [_OPEN(self._on_open), _DELETE(self._on_delete)]
        self._vfs.open, self._vfs.delete = (ctypes.cast(one, _POINTER).value for one in self._kept)
        self._watch_folder_syncs(real)

    def _watch_folder_syncs(self, real: _Vfs) -> None:
        get_call, set_call = _GET_CALL(real.get_call), _SET_CALL(real.set_call)
        system = ctypes.addressof(self._system.contents)
        open_folder = _OPEN_FOLDER(get_call(system, b"openDirectory"))

        def on_open_folder(name: bytes, handle: Any) -> int:
            outcome = open_folder(name, handle)
            if outcome == 0 and self._number(Path(name.decode()).name) is not None:
                self._note(Event("folder-sync"))
            return outcome

        callback = _OPEN_FOLDER(on_open_folder)
        self._kept.append(callback)
        set_call(system, b"openDirectory", ctypes.cast(callback, _POINTER))

    def begin(self, recording: Recording) -> None:
        """From now on all that happens in the folder is written down."""
        recording.at_first = {p.name: p.read_bytes() for p in recording.folder.iterdir() if p.is_file()}
        self._names = {name: number for number, name in enumerate(sorted(recording.at_first))}
        self._files = len(self._names)
        self.recording = recording
        self._sqlite.sqlite3_vfs_register(ctypes.byref(self._vfs), 1)

    def end(self) -> None:
        """Files go to the system's own functions again."""
        self._sqlite.sqlite3_vfs_register(self._system, 1)
        self.recording = None

    def _note(self, event: Event) -> None:
        if self.recording is not None:
            self.recording.events.append(event)

    def _failed(self) -> int:
        if self.recording is not None:
            self.recording.faults.append(traceback.format_exc())
        return _IO_ERROR

    def _is_watched(self, path: Path) -> bool:
        return self.recording is not None and path.parent == self.recording.folder.resolve()

    def _number(self, name: str) -> int | None:
        return self._names.get(name)

    def _on_open(self, vfs: int, name: int | None, handle: int, flags: int, out: Any) -> int:
        try:
            path = Path(ctypes.string_at(name).decode()) if name else None
            there = path is not None and path.exists()
            outcome = self._open(vfs, name, handle, flags, out)
            if outcome == 0 and path is not None and self._is_watched(path):
                self._watch(path.name, handle, there)
            return outcome
        except Exception:
            return self._failed()

    def _watch(self, name: str, handle: int, there: bool) -> None:
        number = self._names.get(name)
        if number is None or not there:
            number, self._files = self._files, self._files + 1
            self._names[name] = number
            self._note(Event("create", number, name))
        self._handles[handle] = number
        first = ctypes.cast(handle, ctypes.POINTER(_POINTER))  # a file begins with its table of functions
        system = first[0]
        if system not in self._methods:
            self._methods[system] = self._table(_Methods.from_address(system))
        first[0] = ctypes.addressof(self._methods[system])

    def _table(self, real: _Methods) -> _Methods:
        """The system's functions for a file, with ours around four of them."""
        write, truncate = _WRITE(real.write), _TRUNCATE(real.truncate)
        sync, close = _SYNC(real.sync), _CLOSE(real.close)

        def on_write(handle: int, data: int, size: int, offset: int) -> int:
            outcome = write(handle, data, size, offset)
            content = ctypes.string_at(data, size)
            return self._done(outcome, handle, "write", offset, content)

        def on_truncate(handle: int, size: int) -> int:
            return self._done(truncate(handle, size), handle, "truncate", size)

        def on_sync(handle: int, flags: int) -> int:
            return self._done(sync(handle, flags), handle, "sync")

        def on_close(handle: int) -> int:
            self._handles.pop(handle, None)
            return close(handle)

        ours = _Methods.from_buffer_copy(real)
        callbacks = _WRITE(on_write), _TRUNCATE(on_truncate), _SYNC(on_sync), _CLOSE(on_close)
        self._kept += callbacks
        ours.write, ours.truncate, ours.sync, ours.close = (
            ctypes.cast(one, _POINTER).value for one in callbacks
        )
        return ours

    def _done(self, outcome: int, handle: int, kind: str, offset: int = 0, data: bytes = b"") -> int:
        if outcome == 0:
            try:
                self._note(Event(kind, self._handles[handle], "", offset, data))
            except Exception:
                return self._failed()
        return outcome

    def _on_delete(self, vfs: int, name: bytes, sync_folder: int) -> int:
        try:
            outcome = self._delete(vfs, name, sync_folder)
            path = Path(name.decode())
            if outcome == 0 and self._is_watched(path):
                self._note(Event("delete", self._names.pop(path.name, -1), path.name))
            return outcome
        except Exception:
            return self._failed()


_recorder: _Recorder | None = None


@contextmanager
def recorded(folder: Path) -> Iterator[Recording]:
    """Everything SQLite does to the files of the folder inside this block is written down."""
    global _recorder
    _recorder = _recorder or _Recorder(ctypes.CDLL(library.__file__))
    recording = Recording(folder)
    _recorder.begin(recording)
    try:
        yield recording
    finally:
        _recorder.end()
