"""Runs, tests and builds Champion Desk with nothing but Python 3.11: `python3 packaging/dev.py --help`."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - this file meets whatever Python is there
    sys.exit(f"Champion Desk needs Python 3.11 or newer; this is {sys.version.split()[0]}.")

import environment
import system
from environment import DEVELOP, PYTHON, ROOT, RUN
from system import Trouble, has_screen, say

TOUR = ROOT / "build" / "tour"
BUILT = ROOT / "dist" / "champion-desk"
TESTS_FAILED = 1  # what pytest ends with where it ran, and something failed
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}


@dataclass(frozen=True)
class Check:
    """One thing that must hold before the tests are worth running."""

    heading: str
    command: tuple[str, ...]


CHECKS = (
    Check("Formatting", ("-m", "ruff", "format", "--check", "--output-format", "concise", ".")),
    Check("Lint", ("-m", "ruff", "check", "--quiet", "--output-format", "concise", ".")),
    Check("Types", ("-m", "mypy", "--no-error-summary")),
    Check(
        "Imports point down",
        ("-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-logo"),
    ),
    Check("Catalogues are up to date", ("packaging/messages.py", "--check")),
)


def run(arguments: list[str]) -> int:
    """Opens the window, or runs a command; where there is no screen, shows the tour as pictures."""
    environment.ensure(RUN)
    _compile_catalogues()
    if not has_screen() and _asks_for_window(arguments):
        say("There is no screen here, so this is the tour: the real window, driven by keys, as pictures.")
        return tour([])
    return _become("-m", "champion_desk", *arguments)


def _asks_for_window(arguments: list[str]) -> bool:
    """A command works anywhere; only the bare program, or its demo, opens the window."""
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--data")
    parser.add_argument("--demo", action="store_true")
    try:
        return not parser.parse_known_args(arguments)[1]
    except argparse.ArgumentError:
        return False


def tour(arguments: list[str]) -> int:
    """Runs the tour and says where its pictures and its PDF lie."""
    environment.ensure(RUN)
    _compile_catalogues()
    if "--out" in arguments:
        return _become("-m", "champion_desk", "tour", *arguments)
    shutil.rmtree(TOUR, ignore_errors=True)
    outcome = _call("-m", "champion_desk", "tour", "--out", str(TOUR), *arguments, extra=OFFSCREEN)
    pictures = sorted(TOUR.glob("**/*.png"))
    sheets = sorted(TOUR.glob("**/*.pdf"))
    if pictures:
        say(f"The tour's pictures, {len(pictures)} of them, lie in {pictures[0].parent}")
    if sheets:
        say(f"The PDF it made: {', '.join(str(sheet) for sheet in sheets)}")
    return outcome


def test(arguments: list[str]) -> int:
    """Runs every check, then the tests; whatever is given besides goes to pytest."""
    environment.ensure(DEVELOP)
    _compile_catalogues()
    failed = [check.heading for check in CHECKS if not _passes(check)]
    if stale := environment.stale_locks():
        failed.append("Pinned packages")
        print(f"Pinned packages: FAILED\n{stale}", flush=True)
    if failed:
        print(f"\nFailed so far: {', '.join(failed)}.", flush=True)
    print("\nTests", flush=True)
    # One worker for each core; a file's tests stay together, so that what they share is made once.
    outcome = _call("-m", "pytest", "-n", "auto", "--dist", "loadfile", *arguments, extra=OFFSCREEN)
    if outcome == TESTS_FAILED:
        # A window that had to wait for a busy machine is no fault; what fails by itself too is one.
        print("\nOnce more, each by itself: what failed beside others", flush=True)
        outcome = _call("-m", "pytest", "-v", "--last-failed", "--maxfail", "5", *arguments, extra=OFFSCREEN)
    return outcome or (1 if failed else 0)


def _passes(check: Check) -> bool:
    started = time.monotonic()
    print(f"{check.heading}: ", end="", flush=True)
    # On Python's path the project would look to mypy like somebody else's installed library.
    outcome = _hear(*check.command, extra={"PYTHONPATH": ""})
    took = time.monotonic() - started
    if outcome.returncode:
        print(f"FAILED ({took:.1f} s)\n{outcome.stdout.rstrip()}\n", flush=True)
    else:
        print(f"good ({took:.1f} s)", flush=True)
    return outcome.returncode == 0


def bench(arguments: list[str]) -> int:
    """Measures what people wait for, each as a ratio within the same run."""
    environment.ensure(DEVELOP)
    _compile_catalogues()
    return _call("-m", "tests.benchmarks", *arguments, extra={} if has_screen() else OFFSCREEN)


def pages(arguments: list[str]) -> int:
    """Prints every handout in every language and layout as small pages side by side, to be looked at."""
    environment.ensure(DEVELOP)
    _compile_catalogues()
    return _call("-m", "tests.contact_sheets", *arguments, extra=OFFSCREEN)


def faults(arguments: list[str]) -> int:
    """Puts faults into the store thousands of times, and prints what was lost or corrupt: nothing."""
    environment.ensure(DEVELOP)
    _compile_catalogues()
    return _call("-m", "tests.faults", *arguments, extra=OFFSCREEN)


def build(arguments: list[str]) -> int:
    """Builds the one-folder app that needs no Python."""
    environment.ensure(DEVELOP)
    _ensure_build_tools()
    _compile_catalogues()
    work = ROOT / "build" / "pyinstaller"
    say("Building the app; this takes a minute or two …")
    outcome = _hear(
        *("-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"),
        *("--distpath", str(BUILT.parent), "--workpath", str(work), "packaging/champion_desk.spec"),
        *arguments,
        extra={"PYINSTALLER_CONFIG_DIR": str(work)},
    )
    work.mkdir(parents=True, exist_ok=True)
    (work / "build.log").write_text(outcome.stdout, "utf-8")
    if outcome.returncode:
        say(f"{outcome.stdout}\nThe app was not built; the reason stands above.")
        return 1
    files = [path for path in BUILT.rglob("*") if path.is_file() and not path.is_symlink()]
    say(f"The app lies in {BUILT} ({sum(path.stat().st_size for path in files) / 1_000_000:.0f} MB)")
    return 0


def _ensure_build_tools() -> None:
    """Debian keeps what PyInstaller needs of the system in packages of their own."""
    if not system.is_debian():
        return
    wanted = [] if shutil.which("objcopy") else ["binutils"]
    library = sysconfig.get_config_var("INSTSONAME") or ""
    folders = [sysconfig.get_config_var(name) or "" for name in ("LIBDIR", "LIBPL")]
    multiarch = sysconfig.get_config_var("MULTIARCH") or ""
    places = [Path(folder, part) for folder in folders for part in ("", multiarch)]
    if library.endswith(".so.1.0") and not any((place / library).exists() for place in places):
        wanted.append(f"libpython{sys.version_info.major}.{sys.version_info.minor}")
    if wanted:
        system.install(wanted, "Building the app needs some system packages.")


def messages(arguments: list[str]) -> int:
    """Gathers what is to be translated into i18n/, and compiles the catalogues."""
    environment.ensure(DEVELOP)
    return _call("packaging/messages.py", *arguments)


def lock(arguments: list[str]) -> int:
    """Pins every package, with the hashes of its files for every system."""
    environment.ensure(DEVELOP)
    for source, target in (("requirements.in", RUN), ("requirements-dev.in", DEVELOP)):
        outcome = _call(
            *("-m", "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes"),
            *("--python-version", "3.11", "--no-emit-index-url", "--no-emit-find-links"),
            *("--custom-compile-command", "python3 packaging/dev.py lock"),
            *(f"packaging/{source}", "--output-file", f"packaging/{target}", *arguments),
            extra={"UV_CACHE_DIR": str(ROOT / "build" / "uv")},
        )
        if outcome:
            return outcome
    return 0


def _compile_catalogues() -> None:
    """Makes each catalogue's quick form anew where its text is newer."""
    catalogues = ROOT / "i18n"
    for source in catalogues.glob("*.po"):
        compiled = catalogues / source.stem / "LC_MESSAGES" / "champion_desk.mo"
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            if _call("packaging/messages.py", "--compile"):
                raise Trouble("The translations in i18n could not be made ready; the reason stands above.")
            return


def _call(*command: str, extra: Mapping[str, str] | None = None) -> int:
    """Runs the project's Python in the project's folder; a program that crashed counts as failed."""
    started = [PYTHON, *command]
    outcome = subprocess.run(started, cwd=ROOT, env=environment.variables(extra), check=False)
    return outcome.returncode if outcome.returncode >= 0 else 1


def _hear(*command: str, extra: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Runs the project's Python in the project's folder, and keeps what it says."""
    return subprocess.run(
        [PYTHON, *command],
        cwd=ROOT,
        env=environment.variables(extra),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def _become(*command: str) -> int:
    """Hands over to the project's Python, in the folder where the person stands."""
    if sys.platform == "win32":
        return subprocess.run([PYTHON, *command], env=environment.variables(), check=False).returncode
    os.execve(PYTHON, [PYTHON, *command], environment.variables())


COMMANDS = {
    "run": run,
    "test": test,
    "tour": tour,
    "bench": bench,
    "faults": faults,
    "pages": pages,
    "build": build,
    "messages": messages,
    "lock": lock,
}


def main() -> int:
    """Carries out one command; what follows its name goes on to it."""
    parser = argparse.ArgumentParser(
        prog="dev.py",
        description=__doc__,
        epilog="\n".join(f"  {name:10}{command.__doc__}" for name, command in COMMANDS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=COMMANDS, metavar="command", help="one of those below")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="what the command itself is to be told")
    chosen = parser.parse_args(sys.argv[1:] or ["--help"])
    try:
        return COMMANDS[chosen.command](chosen.arguments)
    except Trouble as trouble:
        say(str(trouble))
        return 1
    except PermissionError as error:
        say(f"This folder is not yours to change: {ROOT} ({error}). Use a copy of your own, then try again.")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
