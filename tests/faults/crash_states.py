"""What a disk may hold after the power is cut, worked out from a recording of what was written to it.

The model, harsher than what SQLite asks of a disk (sqlite.org/atomiccommit.html):

- Only a sync of a file makes its earlier writes and truncations last; it does so for that file alone.
- Writes that no sync has covered may be there, may not be, in any choice and order; one may be half there,
  cut at any byte, or its place may hold noise. Bytes outside a write stay as they were ("powersafe
  overwrite"). What was never written in a file that grew reads as zeros.
- A name given or taken away (create, delete) lasts only once the folder itself was synced; until then each
  name stands at any point of its own history. A sync of a file does not make its name last.
- SQLite's `-shm` file is left out, as after a power cut: whoever opens the store first makes it anew.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.faults.recording_vfs import Event, Recording

KINDS = ("kept", "dropped", "torn", "chosen")
State = dict[str, bytes]


@dataclass
class _File:
    lasting: bytearray = field(default_factory=bytearray)
    now: bytearray = field(default_factory=bytearray)
    unsynced: list[Event] = field(default_factory=list)


class Disk:
    """A disk on which a recording happens again, one event after the other."""

    def __init__(self, recording: Recording, names: tuple[str, ...]) -> None:
        first = sorted(recording.at_first)
        self._files = {
            number: _File(bytearray(recording.at_first[name]), bytearray(recording.at_first[name]))
            for number, name in enumerate(first)
        }
        self._wanted = names
        self._names = {name: number for number, name in enumerate(first)}
        self._lasting_names = dict(self._names)
        self._unsynced_names: dict[str, list[int | None]] = {}

    def happen(self, event: Event) -> None:
        """One more thing happens."""
        if event.kind in ("write", "truncate"):
            file = self._files[event.file]
            _apply(file.now, event)
            file.unsynced.append(event)
        elif event.kind == "sync":
            file = self._files[event.file]
            file.lasting, file.unsynced = bytearray(file.now), []
        elif event.kind == "create":
            self._files[event.file] = _File()
            self._names[event.name] = event.file
            self._unsynced_names.setdefault(event.name, []).append(event.file)
        elif event.kind == "delete":
            self._names.pop(event.name, None)
            self._unsynced_names.setdefault(event.name, []).append(None)
        elif event.kind == "folder-sync":
            self._lasting_names, self._unsynced_names = dict(self._names), {}

    def state(self, kind: str, chance: random.Random) -> State:
        """What the disk holds if the power is cut now."""
        if kind == "kept":
            return {name: bytes(self._files[n].now) for name, n in self._standing(self._names)}
        if kind == "dropped":
            return {name: bytes(self._files[n].lasting) for name, n in self._standing(self._lasting_names)}
        if kind == "torn":
            return {name: _torn(self._files[n]) for name, n in self._standing(self._names)}
        names = dict(self._lasting_names)
        for name, history in self._unsynced_names.items():
            number = chance.choice([names.get(name), *history])
            names.pop(name, None)
            if number is not None:
                names[name] = number
        return {name: _chosen(self._files[n], chance) for name, n in self._standing(names)}

    def _standing(self, names: dict[str, int]) -> Iterator[tuple[str, int]]:
        return ((name, number) for name, number in names.items() if name in self._wanted)


def _apply(content: bytearray, event: Event, size: int | None = None) -> None:
    """A write or a truncation; only the first bytes of a write where a size is given."""
    if event.kind == "truncate":
        del content[event.offset :]
        content.extend(bytes(event.offset - len(content)))
        return
    data = event.data[:size]
    if data:
        content.extend(bytes(max(0, event.offset - len(content))))
        content[event.offset : event.offset + len(data)] = data


def _torn(file: _File) -> bytes:
    """All that was written, but only the first half of the last write."""
    content = bytearray(file.lasting)
    for event in file.unsynced:
        half = len(event.data) // 2 if event is file.unsynced[-1] else None
        _apply(content, event, half)
    return bytes(content)


def _chosen(file: _File, chance: random.Random) -> bytes:
    """Any choice of what no sync has covered, in any order: there, not there, cut short, or noise."""
    content = bytearray(file.lasting)
    share = chance.choice((0.1, 0.5, 0.9))
    chosen = [event for event in file.unsynced if chance.random() < share]
    if chance.random() < 0.5:
        chance.shuffle(chosen)
    for event in chosen:
        size = chance.randrange(len(event.data) + 1) if chance.random() < 0.1 else None
        if event.data and chance.random() < 0.05:
            event = Event("write", event.file, "", event.offset, chance.randbytes(len(event.data)))
        _apply(content, event, size)
    return bytes(content)
