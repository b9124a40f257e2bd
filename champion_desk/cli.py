"""The commands: for IT's task scheduler, for support, for tests. Each calls one service."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from champion_desk import NAME, VERSION, i18n, policy, settings
from champion_desk.i18n import _
from champion_desk.paths import default_data_dir, demo_dir

if TYPE_CHECKING:  # the words of problems load slowly; the first window comes before them
    from champion_desk.domain.problems import Problem
    from champion_desk.services.when_said import Said

DONE, KNOWN_PROBLEM = 0, 1
# These open no desk, and work where a policy can't be followed.
_WITHOUT_POLICY = ("self-test", "tour")
Command = Callable[[str, str], argparse.ArgumentParser]


def _typed(text: str) -> str:
    """What was typed, also in a terminal that does not speak UTF-8."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(text).decode("cp1252", errors="replace")
    return text


def _moment(text: str) -> Said:
    """When it was, as the form understands it; what it does not is wrong use."""
    from champion_desk.domain.problems import Invalid  # only where a moment is given
    from champion_desk.services.when_said import when_said
    from champion_desk.wording import problem_sentence

    try:
        return when_said(_typed(text), datetime.now().astimezone())
    except Invalid as problem:
        raise argparse.ArgumentTypeError(problem_sentence(problem)) from None


def _number(kind: Callable[[str], float], most: int) -> Callable[[str], float]:
    """Reads a number from 0 to `most`; what is not one at all ends as argparse says it."""

    def number(text: str) -> float:
        found = kind(text)
        if not 0 <= found <= most:  # nan is in no range
            raise argparse.ArgumentTypeError(
                _("Use a number from {least} to {most}.").format(least=0, most=most)
            )
        return found

    number.__name__ = kind.__name__  # argparse says "invalid int value"
    return number


def _parser() -> argparse.ArgumentParser:
    everywhere = argparse.ArgumentParser(add_help=False)
    everywhere.add_argument(
        "--data", type=Path, default=argparse.SUPPRESS, metavar="DIR", help=_("the desk's folder")
    )
    everywhere.add_argument(
        "--demo", action="store_true", default=argparse.SUPPRESS, help=_("use the demo desk")
    )
    opened = argparse.ArgumentParser(add_help=False, parents=[everywhere])
    opened.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="F",
        help=_("a file that holds the passphrase in its first line"),
    )
    opened.add_argument("--json", action="store_true", help=_("write JSON for programs"))

    parser = argparse.ArgumentParser(prog="champion-desk", description=NAME, parents=[everywhere])
    parser.add_argument("--version", action="version", version=f"{NAME} {VERSION}")
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"))

    def command(name: str, help_text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help_text, description=help_text, parents=[opened])

    _desk_commands(command)
    _directory_commands(command)
    return parser


def _desk_commands(command: Command) -> None:
    """Commands about the desk, its sessions and its backups."""
    init = command("init", _("start a new desk"))
    init.add_argument("--site", type=_typed, required=True, metavar="NAME")
    init.add_argument("--champion", type=_typed, required=True, metavar="NAME")
    init.add_argument("--council", type=_typed, default="", metavar="NAME")
    init.add_argument("--postcode", type=_typed, default="")
    init.add_argument(
        "--recovery-out", type=Path, metavar="FILE", help=_("where to save the recovery sheet (PDF)")
    )

    log = command("log", _("log an assisted session"))
    log.add_argument("--topic", action="append", required=True, metavar="CODE")
    log.add_argument("--minutes", type=int, default=5, metavar="N")
    log.add_argument("--outcome", default="done", metavar="CODE")
    log.add_argument(
        "--at",
        type=_moment,
        metavar="WHEN",
        help=_("when it was, like “yesterday 3pm” or 2026-11-22T14:30; now, if you leave it out"),
    )
    log.add_argument("--note", type=_typed, default="", metavar="TEXT")
    log.add_argument("--mask", action="store_true", help=_("mask what looks personal in the note"))
    log.add_argument(
        "--not-personal",
        action="store_true",
        help=_("keep the note as it is: you looked, and it names nobody"),
    )

    listing = command("list", _("list codes and names"))
    listing.add_argument("what", choices=("topics", "outcomes", "champions", "sites", "handouts", "sources"))

    export = command("export", _("write records into a file"))
    export.add_argument("what", choices=("sessions", "counts", "figures", "directory", "training"))
    export.add_argument("--from", dest="first", default="", metavar="D")
    export.add_argument("--to", dest="last", default="", metavar="D")
    export.add_argument("--format", choices=("csv", "xlsx", "json", "oruk", "hsds"), default="csv")
    export.add_argument(
        "--rule",
        choices=("suppress", "10-5"),
        help=_("for figures: leave out 1 to 4, or leave out under 10 and round the rest to 5"),
    )
    export.add_argument("--out", type=Path, required=True, metavar="FILE")

    backup = command("backup", _("make a verified backup"))
    backup.add_argument("--to", type=Path, metavar="DIR")
    restore = command("restore", _("put a backup in place of what is here, which is kept aside"))
    restore.add_argument("file", type=Path)
    command("check", _("check every page of the desk's records"))
    command("self-test", _("check that this copy of Champion Desk is complete"))
    tour = command("tour", _("drive the real window and leave pictures"))
    tour.add_argument("--out", type=Path, required=True, metavar="DIR")


def _directory_commands(command: Command) -> None:
    """Commands about listings and handouts."""
    taking_in = command("import", _("take a list into the directory"))
    taking_in.add_argument("address", metavar="FILE_OR_URL")
    taking_in.add_argument("--source", type=_typed, default="", metavar="NAME")
    taking_in.add_argument("--format", default="", metavar="NAME")
    taking_in.add_argument(
        "--report", type=Path, metavar="FILE", help=_("write what was not used or was changed to a CSV file")
    )
    taking_in.add_argument(
        "--dry-run", action="store_true", help=_("say what would change, and change nothing")
    )
    _refresh_options(taking_in)

    refresh = command("refresh", _("fetch the directory's lists anew"))
    refresh.add_argument(
        "source", nargs="*", type=_typed, metavar="NAME", help=_("all of them, if you name none")
    )
    _refresh_options(refresh)

    search = command("search", _("search the directory"))
    search.add_argument("text", type=_typed)
    search.add_argument("--near", type=_typed, default="", metavar="POSTCODE")
    search.add_argument("--within", type=_number(float, 25_000), metavar="MILES")
    search.add_argument("--open-now", action="store_true")
    search.add_argument("--limit", type=_number(int, 1_000_000), default=20, metavar="N")

    handout = command("handout", _("write a handout as PDF"))
    handout.add_argument("slug")
    handout.add_argument("--language", default="en", metavar="L")
    handout.add_argument("--second-language", default="", metavar="L", help=_("print it in this one too"))
    handout.add_argument("--size", type=int, choices=(14, 18, 24), default=18)
    handout.add_argument(
        "--layout",
        choices=("sheet", "columns", "easy", "card"),
        help=_("columns stand beside each other; easy is Easy Read"),
    )
    _paper_options(handout)
    handout.add_argument("--next-step", action="append", default=[], type=_typed, metavar="TEXT")
    handout.add_argument("--listing", action="append", default=[], metavar="ID")
    handout.add_argument("--out", type=Path, required=True, metavar="FILE")

    poster = command("poster", _("write a poster for the site's own drop-in as PDF"))
    poster.add_argument("title", type=_typed)
    poster.add_argument("--when", required=True, type=_typed, metavar="TEXT")
    poster.add_argument(
        "--where", default="", type=_typed, metavar="TEXT", help=_("the site's address, if you leave it out")
    )
    poster.add_argument("--help-with", action="append", default=[], type=_typed, metavar="TEXT")
    poster.add_argument("--language", default="en", choices=sorted(i18n.LANGUAGES), metavar="L")
    _paper_options(poster)
    poster.add_argument("--out", type=Path, required=True, metavar="FILE")


def _paper_options(command: argparse.ArgumentParser) -> None:
    """What a sheet is printed on."""
    command.add_argument("--paper", choices=("A4", "A5"), default="A4")
    command.add_argument(
        "--colour",
        choices=("white", "cream", "yellow"),
        default="white",
        help=_("white leaves it to the paper in the printer"),
    )


def _refresh_options(command: argparse.ArgumentParser) -> None:
    """What a person agrees to beforehand where a list is fetched."""
    command.add_argument(
        "--agree", action="store_true", help=_("take it in also where much would go or change")
    )
    command.add_argument(
        "--allow-http", action="store_true", help=_("read an address without a safe connection (http)")
    )


def _language(folder: Path) -> str:
    return settings.under(policy.in_force(), settings.load(folder)).language or i18n.system_language()


def run(arguments: Sequence[str]) -> int:
    """Run one command, or open the window: 0 done, 1 a known problem, 2 wrong use."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    i18n.set_language(i18n.system_language())
    try:
        chosen = _parser().parse_args(arguments)
    except SystemExit as end:
        return int(end.code or 0)
    try:
        folder = _folder(chosen)
    except policy.Refused as refused:
        return _closed(chosen, refused)
    demo: bool = getattr(chosen, "demo", False)
    i18n.set_language(_language(folder))
    try:
        if chosen.command is None:
            from champion_desk.app import open_window  # Qt only where a window opens

            return open_window(folder, demo)
        return _watched(chosen, demo_dir(folder) if demo else folder, demo)
    except BrokenPipeError:
        # Whoever read our output has gone (`| head`): nothing to say to anyone.
        _write_no_more()
        return DONE
    except KeyboardInterrupt:
        return KNOWN_PROBLEM


def _folder(chosen: argparse.Namespace) -> Path:
    """The desk's folder, under IT's policy, which is in force from here on. Raises `policy.Refused`."""
    named: Path | None = getattr(chosen, "data", None)
    if chosen.command not in _WITHOUT_POLICY:
        policy.enforce(policy.read(i18n.LANGUAGES))
    fixed = policy.in_force().data_folder
    if fixed is not None:
        if named is not None and named.resolve() != fixed.resolve():
            raise policy.Refused("policy-data-folder", path=str(fixed), policy=str(policy.in_force().path))
        return fixed
    try:
        return named or default_data_dir()
    except RuntimeError:  # no home is known
        raise policy.Refused("home-unknown") from None


def _closed(chosen: argparse.Namespace, refused: policy.Refused) -> int:
    """Say why nothing was opened: in the window, or in a sentence for a command."""
    from champion_desk.domain.problems import Problem  # only where something is wrong

    problem = Problem(refused.code, **refused.facts)
    if chosen.command is None:
        from champion_desk.app import open_refusal  # Qt only where a window opens

        return open_refusal(problem, _look(chosen))
    print(_sentence(problem), file=sys.stderr)
    return KNOWN_PROBLEM


def _look(chosen: argparse.Namespace) -> settings.Settings:
    """How the window looked here before: who needs large letters needs them most where something is wrong."""
    try:
        return settings.load(getattr(chosen, "data", None) or default_data_dir())
    except RuntimeError:  # no home is known
        return settings.Settings()


def _write_no_more() -> None:
    """Python writes what is left once more as it ends, and must not fail then."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _sentence(problem: Problem) -> str:
    """What is wrong; what does not fit says in which option."""
    from champion_desk.domain.problems import Invalid  # only where something is wrong
    from champion_desk.wording import problem_sentence

    said = problem_sentence(problem)
    if not isinstance(problem, Invalid):
        return said
    options = {"topics": "topic", "passphrase": "passphrase-file", "first": "from", "last": "to"}
    options["help"] = "help-with"
    return f"--{options.get(problem.field, problem.field)}: {said}"


def _say(answer: object, said: str, as_json: bool) -> bool:
    """Write the answer out; False where that was not possible, which is then said."""
    try:
        print(json.dumps(answer, ensure_ascii=False) if as_json else said, flush=True)
    except BrokenPipeError:
        raise
    except OSError:
        _write_no_more()
        from champion_desk.domain.problems import Problem  # only where something is wrong

        print(_sentence(Problem("answer-not-written")), file=sys.stderr)
        return False
    return True


def _watched(chosen: argparse.Namespace, folder: Path, demo: bool) -> int:
    """Do one command; a crash of it, or of one before it, stands in the log."""
    from champion_desk import diagnostics, runs

    running, give_back = runs.begin(folder, runs.COMMAND), diagnostics.catch_faults()
    diagnostics.keep_memory_closed()
    try:
        runs.gather(folder, runs.COMMAND)
        return _command(chosen, folder, demo)
    finally:
        give_back()
        diagnostics.write_held(folder)
        running.end()


def _command(chosen: argparse.Namespace, folder: Path, demo: bool) -> int:
    from champion_desk import diagnostics
    from champion_desk.commands import COMMANDS  # the services, only for commands
    from champion_desk.domain.problems import Problem

    try:
        answer, said = COMMANDS[chosen.command](chosen, folder, demo)
    except Problem as problem:
        print(_sentence(problem), file=sys.stderr)
        return KNOWN_PROBLEM
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception:
        diagnostics.start_log(folder)
        diagnostics.current_fault()
        print(
            _("Something went wrong inside Champion Desk. The log in {folder} says where.").format(
                folder=folder / "log"
            ),
            file=sys.stderr,
        )
        return KNOWN_PROBLEM
    if not _say(answer, said, getattr(chosen, "json", False)):
        return KNOWN_PROBLEM
    failed = isinstance(answer, dict) and answer.get("store") == "damaged"
    return KNOWN_PROBLEM if failed else DONE
