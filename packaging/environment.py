"""The project's own `.venv`: made when absent, mended when half made, holding exactly the pinned packages."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import system
from system import Trouble, say

if sys.platform != "win32":
    import fcntl

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "packaging"
VENV = ROOT / ".venv"
PYTHON = str(VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
# The program's own packages, and with them those for checking and building.
RUN = "requirements.txt"
DEVELOP = "requirements-dev.txt"

_STAMP = VENV / "champion-desk.json"
_UNFINISHED = VENV / "champion-desk.unfinished"
_OURS = {"pip", "wheel"}


def ensure(lock: str) -> None:
    """Sees to it that `.venv` holds exactly what the lock pins, and the system what Qt needs.

    Raises:
        Trouble: something is missing that this person must see to.
    """
    if not _holds(lock):
        with _alone():
            if not _holds(lock):  # whoever was here before may have done it for us
                _make(DEVELOP if DEVELOP in _read_stamp() else lock)
    stamp = _read_stamp()
    if stamp.get("libraries") != system.libraries_state():
        system.ensure_libraries(next(VENV.glob("lib/python*/site-packages"), VENV))
        _write_stamp({**stamp, "libraries": system.libraries_state()})


def variables(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a program started from `.venv` finds in its environment: ours, with the project on the path."""
    # A bare system names no language; Qt then asks for one that knows UTF-8.
    named = sys.platform != "linux" or any(os.environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    return {**os.environ, **({} if named else {"LANG": "C.UTF-8"}), "PYTHONPATH": str(ROOT), **(extra or {})}


def _holds(lock: str) -> bool:
    """Whether `.venv` was finished for this very lock, and its Python still starts and finds things."""
    return (
        _digests(lock).items() <= _read_stamp().items()
        and not _UNFINISHED.exists()
        and _finds("pip", "PySide6")
    )


def _digests(lock: str) -> dict[str, str]:
    """The locks that hold once this one is installed, each with the hash of its text."""
    names = (RUN,) if lock == RUN else (RUN, DEVELOP)
    return {name: hashlib.sha256((LOCKS / name).read_bytes()).hexdigest() for name in names}


@contextmanager
def _alone() -> Iterator[None]:
    """Keeps two of us from making the same `.venv` at the same time; the lock goes when its holder goes."""
    place = ROOT / "build"
    place.mkdir(exist_ok=True)
    with (place / "venv.lock").open("w") as lock:
        if sys.platform != "win32":
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Another dev.py is making .venv; waiting for it …")
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _read_stamp() -> dict[str, str]:
    try:
        stamp = json.loads(_STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _write_stamp(stamp: Mapping[str, str]) -> None:
    fresh = _STAMP.with_suffix(".new")
    fresh.write_text(json.dumps(stamp, indent=1), "utf-8")
    fresh.replace(_STAMP)


def _finds(*packages: str) -> bool:
    question = f"import importlib.util as u; raise SystemExit(not all(map(u.find_spec, {packages!r})))"
    try:
        return (
            subprocess.run([PYTHON, "-I", "-c", question], capture_output=True, check=False).returncode == 0
        )
    except OSError:
        return False


def _make(lock: str) -> None:
    if _UNFINISHED.exists() or not _finds("pip"):
        _remove()
        _need_venv()
        say("Making .venv, the project's own Python …")
        # `_base_executable`: whoever starts us from inside another environment still gets a plain one.
        base = getattr(sys, "_base_executable", sys.executable)
        outcome = subprocess.run([base, "-m", "venv", VENV], capture_output=True, text=True, check=False)
        if outcome.returncode:
            raise Trouble(f".venv could not be made. What Python said:\n{outcome.stdout}{outcome.stderr}")
    _UNFINISHED.touch()
    say(f"Installing the packages pinned in packaging/{lock}; the first time takes a few minutes …")
    try:
        _pip("install", "--quiet", "--require-hashes", "--only-binary=:all:", "-r", str(LOCKS / lock))
        _remove_strangers(lock)
    except Trouble:
        _UNFINISHED.unlink()  # pip puts back what was there; only one cut short leaves a half-made .venv
        raise
    _UNFINISHED.unlink()
    _write_stamp(_digests(lock))


def _remove() -> None:
    """Clears the way for a new `.venv`, but never takes away what is not one."""
    if VENV.is_dir() and any(VENV.iterdir()) and not (VENV / "pyvenv.cfg").exists():
        raise Trouble(f"{VENV} is there but is not a Python environment. Move it away, then try again.")
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        say("Removing a .venv that does not work …")
        shutil.rmtree(VENV)


def _need_venv() -> None:
    """Debian keeps `venv` apart from Python; it must be there before anything else can be.

    Raises:
        Trouble: it is not, and this person cannot install it.
    """
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    if not system.is_debian():
        raise Trouble(
            "This Python lacks the modules venv and ensurepip. Use one from python.org, then try again."
        )
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    system.install([package], "Python's venv module is a package of its own here.")


def _pip(*arguments: str) -> str:
    """Runs pip without a word and hands back what it would have printed.

    Raises:
        Trouble: with the reason in one sentence.
    """
    asked = [PYTHON, "-I", "-m", "pip", *arguments, "--disable-pip-version-check", "--no-input"]
    outcome = subprocess.run(
        asked,
        env={**os.environ, "PIP_ROOT_USER_ACTION": "ignore"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if outcome.returncode:
        raise Trouble(_why_pip_failed(outcome.stdout + outcome.stderr))
    return outcome.stdout


def _why_pip_failed(told: str) -> str:
    offline = (
        r"NewConnectionError|NameResolution|ConnectTimeout|Connection(Reset|Refused)|Network is unreachable"
    )
    if re.search(offline, told):
        return "The packages could not be fetched: there is no internet connection. Connect, then try again."
    if "DO NOT MATCH THE HASHES" in told:
        return (
            "A package that was offered is not the one this project was checked with, so it was not "
            "installed. Try again; if it stays so, tell the project."
        )
    if "No space left on device" in told:
        return "The disk is full. Make about 2 GB of room, then try again."
    lines = "\n".join(line for line in told.strip().splitlines() if not line.startswith("WARNING"))
    if "No matching distribution" in told:
        return f"A package is not made for this kind of computer or Python. What pip said:\n{lines}"
    return f"The packages could not be installed. What pip said:\n{lines}"


def _remove_strangers(lock: str) -> None:
    """Takes away what the lock no longer names, so that nothing works here by accident."""
    pinned = {
        _plain(name) for name in re.findall(r"^([\w.-]+)==", (LOCKS / lock).read_text("utf-8"), re.MULTILINE)
    }
    listed = _pip("list", "--format=json")
    present = {_plain(package["name"]) for package in json.loads(listed)}
    strangers = sorted(present - pinned - _OURS)
    if strangers:
        _pip("uninstall", "--quiet", "-y", *strangers)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def stale_locks() -> str:
    """What of the lists written by hand the locks do not hold; nothing when they agree."""
    pins = {name: _pins(LOCKS / name) for name in (RUN, DEVELOP)}
    wanted = {
        RUN: _pins(LOCKS / "requirements.in"),
        DEVELOP: _pins(LOCKS / "requirements-dev.in") | pins[RUN],
    }
    missing = sorted({pin for name in wanted for pin in wanted[name] - pins[name]})
    return f"Not locked: {', '.join(missing)}; run `python3 packaging/dev.py lock`." if missing else ""


def _pins(source: Path) -> set[str]:
    """Each package with its version, from a list or from a lock."""
    found = re.findall(r"^([\w.-]+)==([^\s;]+)", source.read_text("utf-8"), re.MULTILINE)
    return {f"{_plain(name)}=={version}" for name, version in found}
