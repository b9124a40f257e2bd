"""Words that mean the same, from a file that ships and from the council's own beside the desk."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from champion_desk.domain.catalogue import folded
from champion_desk.domain.problems import Problem
from champion_desk.storage.files import write_whole
from champion_desk.storage.listing_words import Stemmer
from champion_desk.storage.trouble import known

NAME = "synonyms.toml"
MOST_BYTES = 1_000_000
_BETWEEN = "0between0words0"  # no word of a council's
_EXAMPLE = """\
# Words of this council that mean the same, for the search in the directory. One line for each meaning:
# a key of your own, then the words. Take away the # before a line, and save: the search knows it at once.
#
# council-office = ["council office", "one stop shop", "customer service point", "the Kremlin"]
#
# A line with a key that ships takes its place there; with an empty list it takes it away: uc = []
"""
_AT_LINE = re.compile(r"at line (\d+)")

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordGroup:
    """Words that mean the same: as they are shown, and as stems."""

    words: tuple[tuple[str, Stems], ...]


class Synonyms:
    """Finds what else words may mean."""

    def __init__(self, groups: Iterable[WordGroup]) -> None:
        self._by_stems: dict[Stems, list[WordGroup]] = {}
        for group in groups:
            for _shown, stems in group.words:
                known = self._by_stems.setdefault(stems, [])
                if group not in known:
                    known.append(group)
        self._longest = max(map(len, self._by_stems), default=0)
        self._by_name: dict[str, list[str]] = {}
        for group in {id(one): one for known in self._by_stems.values() for one in known}.values():
            for name, _stems in group.words:
                others = [shown for shown, _stems in group.words if shown != name]
                self._by_name.setdefault(folded(name), []).extend(others)

    def longest(self, stems: Stems) -> tuple[int, Sequence[WordGroup]]:
        """How many of the first words mean the same as others, and the groups they stand in."""
        for length in range(min(self._longest, len(stems)), 0, -1):
            groups = self._by_stems.get(stems[:length])
            if groups:
                return length, groups
        return 0, ()

    def others_of(self, name: str) -> list[str]:
        """Other words for the whole of a folded name, as they are shown."""
        return self._by_name.get(name, [])


class SynonymFiles:
    """Keeps the synonyms in step with the files: the council's lines go over those that ship.

    A line of the council's file with a key that ships takes its place; with an empty list it takes it away.
    """

    def __init__(self, shipped: Path, own: Path, stemmer: Stemmer) -> None:
        self._shipped, self.own, self._stemmer = shipped, own, stemmer
        self._stamp: object = None
        self._found: Synonyms | None = None
        self._places: Synonyms = Synonyms(())
        self.problem: Problem | None = None

    def current(self) -> Synonyms:
        """What holds now; the council's file is read again when it was changed.

        A file that can't be read changes nothing: `problem` then says where it is wrong.
        """
        stamp = self._stamp_of()
        if self._found is None or stamp != self._stamp:
            self._stamp = stamp
            self._read()
        assert self._found is not None
        return self._found

    def begin(self) -> None:
        """Make the council's file, with only an example in it, where there is none. Raises `Problem`."""
        if not self.own.exists():
            with known(self.own):
                write_whole(self.own, _EXAMPLE.encode())

    @property
    def places(self) -> Synonyms:
        """Other names of places, for those who type one to be near."""
        self.current()
        return self._places

    def _stamp_of(self) -> object:
        try:
            found = self.own.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size

    def _read(self) -> None:
        lines = dict(read(self._shipped))
        self.problem = None
        try:
            if self._stamp is not None:
                own = read(self.own)
                lines = {**lines, **own}
        except Problem as problem:
            self.problem = problem
            if self._found is not None:
                return
        stems = self._stems([word for words in lines.values() for word in words])
        groups = {
            key: WordGroup(tuple((word, stems[word]) for word in words if stems[word]))
            for key, words in lines.items()
        }
        self._found = Synonyms(groups.values())
        self._places = Synonyms(group for key, group in groups.items() if key.startswith("place-"))

    def _stems(self, words: Sequence[str]) -> dict[str, Stems]:
        """The stems of many words or groups of words, cut all at once."""
        found: list[list[str]] = [[]]
        for one, stem in self._stemmer.cut(f" {_BETWEEN} ".join(words)):
            if one == _BETWEEN:
                found.append([])
            else:
                found[-1].append(stem)
        return dict(zip(words, map(tuple, found), strict=True))


def read(path: Path) -> Mapping[str, tuple[str, ...]]:
    """The lines of a file of synonyms: a key, and a list of words that mean the same.

    Raises `Problem("synonyms-broken")` with the line; also for a file that is too large or no text.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _broken(path, 1)
        data = path.read_bytes()
    except OSError:
        raise _broken(path, 1) from None
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise _broken(path, data.count(b"\n", 0, error.start) + 1) from None
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = _AT_LINE.search(str(error))
        raise _broken(path, int(at[1]) if at else max(1, len(text.rstrip("\n").split("\n")))) from None
    for key, words in found.items():
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise _broken(path, _line_of(text, key))
    return {key: tuple(words) for key, words in found.items()}


def _broken(path: Path, line: int) -> Problem:
    return Problem("synonyms-broken", path=str(path), line=line)


def _line_of(text: str, key: str) -> int:
    begins = re.compile(rf"""\s*\[?\s*["']?{re.escape(key)}["']?\s*[].=]""")
    return next((at for at, line in enumerate(text.split("\n"), start=1) if begins.match(line)), 1)
