"""IT's policy file: what it fixes on this computer for everyone; read once at start, or refused by line."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from champion_desk.paths import policy_files

MOST_BYTES = 64 * 1024
# The same bounds as in the settings, and as in domain/retention.py.
MINUTES = (1, 60)
NOTES_MONTHS = (1, 60)
SESSIONS_MONTHS = (3, 120)

_VARIABLE = re.compile(r"\$\{([^}]*)\}|\$(\w+)" + (r"|%([^%]+)%" if sys.platform == "win32" else ""))
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:\*\.)?{_LABEL}(?:\.{_LABEL})*")
_AT_LINE = re.compile(r"at line (\d+)")


class Refused(Exception):
    """A policy that can't be followed: a code and facts for its sentence (`problem_words`).

    The facts are `path`, and where there is one `line`, `key` and what was expected.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Policy:
    """What IT fixed; None where it is left to the desk. `path` is the file it stands in, if there is one."""

    path: Path | None = None
    data_folder: Path | None = None
    backup_folder: Path | None = None
    notes_months: int | None = None
    sessions_months: int | None = None
    languages: tuple[str, ...] | None = None
    lock_minutes: int | None = None
    public_screen: bool | None = None
    allowed_feeds: tuple[str, ...] | None = None

    def fixes(self, name: str) -> bool:
        """Whether the policy leaves no choice: a key of the file, or `language` where only one is allowed."""
        if name == "language":
            return self.languages is not None and len(self.languages) == 1
        return getattr(self, name) is not None

    def allows_feed(self, host: str) -> bool:
        """Whether lists may be fetched from a host (in ASCII, as it stands in an address)."""
        if self.allowed_feeds is None:
            return True
        host = host.casefold().rstrip(".")
        return any(
            host.endswith(allowed[1:]) if allowed.startswith("*.") else host == allowed
            for allowed in self.allowed_feeds
        )


_in_force = Policy()


def in_force() -> Policy:
    """The policy of this run; it fixes nothing until one was read."""
    return _in_force


def enforce(policy: Policy) -> None:
    """Follow a policy from now on."""
    global _in_force
    _in_force = policy


def read(languages: Collection[str], files: Sequence[Path] | None = None) -> Policy:
    """The policy in the first of the system's configuration folders that has one. Raises `Refused`.

    `languages` are the codes of the interface's languages. No file is no policy; a file that can't be
    read or understood is never passed over.
    """
    for path in policy_files() if files is None else files:
        if os.path.lexists(path) or _is_hidden(path):
            return _Reading(path, languages).policy()
    return Policy()


def _is_hidden(path: Path) -> bool:
    """Whether one may not even look if the file is there."""
    try:
        path.stat()
    except PermissionError:
        return True
    except OSError:
        return False
    return False


class _Reading:
    """One file being read."""

    def __init__(self, path: Path, languages: Collection[str]) -> None:
        self._path = path
        self._languages = languages
        self._lines: list[str] = []

    def policy(self) -> Policy:
        """The whole file, or nothing of it."""
        text = self._text()
        self._lines = text.split("\n")
        found = self._parsed(text)
        readers: dict[str, Callable[[str, object], object]] = {
            "data_folder": self._folder,
            "backup_folder": self._folder,
            "notes_months": lambda key, value: self._number(key, value, *NOTES_MONTHS),
            "sessions_months": lambda key, value: self._number(key, value, *SESSIONS_MONTHS),
            "languages": self._codes,
            "lock_minutes": lambda key, value: self._number(key, value, *MINUTES),
            "public_screen": self._yes_or_no,
            "allowed_feeds": self._hosts,
        }
        for key in found:
            if key not in readers:
                raise self._refused("policy-key-unknown", key, known=", ".join(readers))
        values = {key: readers[key](key, value) for key, value in found.items()}
        policy = Policy(path=self._path, **values)  # type: ignore[arg-type]
        notes, sessions = policy.notes_months, policy.sessions_months
        if notes is not None and sessions is not None and sessions < notes:  # a note goes with its session
            raise self._refused("policy-number", "sessions_months", least=notes, most=SESSIONS_MONTHS[1])
        return policy

    def _text(self) -> str:
        try:
            if not stat.S_ISREG(self._path.stat().st_mode):
                raise Refused("policy-unreadable", path=str(self._path))
            with self._path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        except OSError:
            raise Refused("policy-unreadable", path=str(self._path)) from None
        if len(data) > MOST_BYTES:
            raise Refused("policy-too-large", path=str(self._path), most=MOST_BYTES // 1024)
        try:
            return data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise Refused("policy-encoding", path=str(self._path), line=line) from None

    def _parsed(self, text: str) -> dict[str, object]:
        import tomllib  # few computers have a policy, and the first window waits for this

        try:
            return tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            at = _AT_LINE.search(str(error))
            line = int(at[1]) if at else max(1, len(text.rstrip("\n").split("\n")))
            written = self._lines[line - 1]
            code = "policy-not-toml"
            if "overwrite a value" in str(error) or "twice" in str(error):
                code = "policy-key-twice"
            elif '"' in written and "\\" in written:
                code = "policy-backslash"
            key = written.partition("=")[0].strip()
            raise Refused(code, path=str(self._path), line=line, key=key) from None

    # One value each

    def _number(self, key: str, value: object, least: int, most: int) -> int:
        if type(value) is not int or not least <= value <= most:
            raise self._refused("policy-number", key, least=least, most=most)
        return value

    def _yes_or_no(self, key: str, value: object) -> bool:
        if not isinstance(value, bool):
            raise self._refused("policy-yes-or-no", key)
        return value

    def _codes(self, key: str, value: object) -> tuple[str, ...]:
        known = ", ".join(f'"{code}"' for code in self._languages)
        if not isinstance(value, list) or not value:
            raise self._refused("policy-languages", key, known=known)
        for code in value:
            if not isinstance(code, str) or code not in self._languages:
                raise self._refused("policy-languages", key, code, known=known)
        return tuple(dict.fromkeys(value))

    def _hosts(self, key: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise self._refused("policy-feeds", key)
        hosts = []
        for given in value:
            host = _ascii(given) if isinstance(given, str) else ""
            if not _HOST.fullmatch(host):
                raise self._refused("policy-feeds", key, given)
            hosts.append(host)
        return tuple(dict.fromkeys(hosts))

    def _folder(self, key: str, value: object) -> Path:
        if not isinstance(value, str) or not value.strip():
            raise self._refused("policy-folder", key)
        if any(ord(sign) < 32 for sign in value):  # "C:\new" in double quotes has a new line in it
            raise self._refused("policy-backslash", key)
        for names in _VARIABLE.findall(value):
            name = next(filter(None, names), "")
            if not os.environ.get(name):
                raise self._refused("policy-variable", key, name=name)
        try:
            folder = Path(os.path.expandvars(value.strip())).expanduser()
        except RuntimeError:  # `~`, where no home is known
            raise self._refused("policy-variable", key, name="HOME") from None
        if not folder.is_absolute():
            raise self._refused("policy-folder", key)
        return folder

    # Where it stands

    def _refused(self, code: str, key: str, item: object = None, **facts: object) -> Refused:
        line = self._line_of(key, item)
        return Refused(code, path=str(self._path), line=line, key=key, **facts)

    def _line_of(self, key: str, item: object = None) -> int:
        """The line on which a key's statement begins; or, in a list over several, the line of one item.

        Tried line by line, as tomllib tells no positions: a statement ends where it can be read as a whole.
        """
        import tomllib

        first = 0
        for last in range(len(self._lines)):
            try:
                statement = tomllib.loads("\n".join(self._lines[first : last + 1]))
            except tomllib.TOMLDecodeError:
                continue  # it goes on below
            if key in statement:
                inside = range(first, last + 1)
                at = next((n for n in inside if item is not None and str(item) in self._lines[n]), first)
                return at + 1
            first = last + 1
        return 1


def _ascii(host: str) -> str:
    star = "*." if host.startswith("*.") else ""
    try:
        return star + host.removeprefix(star).strip().casefold().encode("idna").decode("ascii")
    except UnicodeError:
        return ""
