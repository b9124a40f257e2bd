"""Crashes: every way to come to a bad end leads to one log without contents, and is told once."""

from __future__ import annotations

import faulthandler
import logging
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from champion_desk import diagnostics, runs
from champion_desk.ui.dialogs.fault import FaultDialog
from tests.conftest import PASSPHRASE
from tests.crashing import CANARY

if TYPE_CHECKING:
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)

_ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _logs_end() -> Iterator[None]:
    level, propagate, raising = diagnostics.log.level, diagnostics.log.propagate, logging.raiseExceptions
    yield
    diagnostics.stop_log()
    diagnostics.log.setLevel(level)
    diagnostics.log.propagate, logging.raiseExceptions = propagate, raising


def _come_to(end: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Open the real window on a desk in a program of its own that ends like this."""
    _passing(folder).mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-m", "tests.crashing", str(folder), end, PASSPHRASE],
        cwd=_ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(_passing(folder))},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _passing(folder: Path) -> Path:
    """Where the program would put files that it needs for a moment."""
    return folder.parent / "passing"


def _logged(folder: Path) -> str:
    return (folder / "log" / diagnostics.LOG_FILE).read_text(encoding="utf-8")


def _run_files(folder: Path) -> list[Path]:
    return list((folder / "log").glob("run-*"))


def _holds_no_canary(folder: Path) -> bool:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    assert list(_passing(folder).rglob("*")) == []
    return not any(CANARY.encode() in path.read_bytes() for path in files)


# Faults that Python can tell


@pytest.mark.parametrize(
    ("end", "kind", "function"),
    [
        ("slot", "ValueError", "_raise"),
        ("thread", "ValueError", "_raise"),
        ("end-of-object", "RuntimeError", "__del__"),
    ],
)
def test_faults_are_logged_without_contents(made_desk: Path, end: str, kind: str, function: str) -> None:
    ended = _come_to(end, made_desk)
    assert ended.returncode == 0, ended.stderr
    logged = _logged(made_desk)
    assert kind in logged
    assert f"in {function}" in logged
    assert str(_ROOT) not in logged
    assert CANARY not in ended.stdout + ended.stderr
    assert _holds_no_canary(made_desk)
    assert _run_files(made_desk) == []


# Faults that only the next start can tell


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("abort", "Fatal Python error: Aborted"),
        ("segfault", "Fatal Python error: Segmentation fault"),
        ("kill", "no trace"),
    ],
)
def test_a_sudden_end_is_told_once_and_the_draft_is_offered(
    open_desktop: Callable[..., Hands], made_desk: Path, end: str, said: str
) -> None:
    ended = _come_to(end, made_desk)
    assert ended.returncode != 0
    assert CANARY not in ended.stdout + ended.stderr
    assert len(_run_files(made_desk)) == 1
    hands = open_desktop(made_desk)
    hands.wait(lambda: not _run_files(made_desk))
    hands.unlock()
    line = hands.window.message_bar
    assert "stopped suddenly last time" in line.text()
    assert "offered back on the Desk" in line.text()
    assert len(hands.window.sitting.services.sessions.drafts()) == 1
    line.action.click()
    dialog = hands.dialog()
    assert isinstance(dialog, FaultDialog)
    assert said in dialog.lines.toPlainText()
    dialog.reject()
    logged = _logged(made_desk)
    assert said in logged
    assert str(_ROOT) not in logged
    assert str(Path.home()) not in logged
    assert _holds_no_canary(made_desk)
    hands.press("Ctrl+L")
    hands.wait_for_door()
    hands.unlock()
    assert "suddenly" not in hands.window.message_bar.text()


def test_where_qt_ends_the_program_its_message_stays_out_of_the_log(made_desk: Path) -> None:
    ended = _come_to("qt", made_desk)
    assert ended.returncode != 0
    assert CANARY not in ended.stdout + ended.stderr  # the system keeps in a file what is said there
    runs.gather(made_desk)
    logged = _logged(made_desk)
    assert "Qt ended the program" in logged
    assert "Aborted" in logged
    assert _holds_no_canary(made_desk)


def test_asked_to_end_everything_is_put_away(open_desktop: Callable[..., Hands], made_desk: Path) -> None:
    ended = _come_to("asked-to-end", made_desk)
    assert ended.returncode == 0, ended.stderr
    assert _run_files(made_desk) == []
    hands = open_desktop(made_desk)
    hands.unlock()
    assert "suddenly" not in hands.window.message_bar.text()
    assert len(hands.window.sitting.services.sessions.drafts()) == 1


def test_killed_while_locked_nothing_is_lost_and_nothing_said(made_desk: Path) -> None:
    assert _come_to("killed-at-the-door", made_desk).returncode != 0
    runs.gather(made_desk)
    assert "stopped suddenly" in _logged(made_desk)
    assert runs.untold(made_desk) == ""


# Run files


def test_two_at_the_same_time_are_no_crash(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    waiting = (
        "import sys\nfrom pathlib import Path\nfrom champion_desk import runs\n"
        "run = runs.begin(Path(sys.argv[1]), runs.WINDOW)\nrun.in_use(True)\n"
        "print('here', flush=True)\nsys.stdin.readline()\nrun.end()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", waiting, str(tmp_path)],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "here\n"
        mine = runs.begin(tmp_path, runs.WINDOW)
        runs.gather(tmp_path)
        assert len(_run_files(tmp_path)) == 2
        assert runs.untold(tmp_path) == ""
        mine.end()
        other.stdin.write("\n")
    assert other.returncode == 0
    assert _run_files(tmp_path) == []


def test_a_number_that_is_used_again_hides_no_crash(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    left = tmp_path / "log" / f"run-window-{os.getpid()}-abcdef.txt"
    left.write_text("O 2026-11-22T09:00:00+00:00\n", encoding="utf-8")
    runs.gather(tmp_path)
    assert "begun 2026-11-22T09:00:00" in runs.untold(tmp_path)
    assert not left.exists()
    runs.told(tmp_path)
    assert runs.untold(tmp_path) == ""


def test_a_file_that_lost_its_words_in_a_power_cut_counts(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    left = tmp_path / "log" / "run-window-1-abcdef.txt"
    left.touch()
    runs.gather(tmp_path)
    assert left.exists()  # it may be another program that is just beginning
    os.utime(left, (1_700_000_000, 1_700_000_000))
    runs.gather(tmp_path)
    assert not left.exists()
    assert "an unknown time" in runs.untold(tmp_path)


def test_a_command_that_was_killed_is_logged_and_worries_no_one(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    for kind in (runs.COMMAND, runs.WINDOW):
        left = tmp_path / "log" / f"run-{kind}-1-abcdef.txt"
        left.write_text("O 2026-11-22T09:00:00+00:00\n", encoding="utf-8")
    runs.gather(tmp_path, runs.COMMAND)
    assert "command begun" in _logged(tmp_path)
    assert runs.untold(tmp_path) == ""
    assert [path.name for path in _run_files(tmp_path)] == ["run-window-1-abcdef.txt"]


def test_only_what_python_always_says_leaves_a_trace(tmp_path: Path) -> None:
    said = (
        "Fatal Python error: Segmentation fault\n\n"
        "Current thread 0x00007f2cdca0ab80 (most recent call first):\n"
        '  File "/home/morag.flett/desk/champion_desk/ui/desktop.py", line 9 in lock\n'
        '  File "C:\\Users\\Morag Flett\\champion_desk\\cli.py", line 12 in run\n'
        f"{CANARY}\n"
    )
    kept = runs.without_paths(said)
    assert kept.splitlines() == [
        "Fatal Python error: Segmentation fault",
        "Current thread 0x00007f2cdca0ab80 (most recent call first):",
        "  desktop.py:9 in lock",
        "  cli.py:12 in run",
    ]


def test_a_log_folder_that_can_not_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("not a folder", encoding="utf-8")
    run = runs.begin(tmp_path, runs.WINDOW)
    run.in_use(True)
    diagnostics.start_log(tmp_path)
    diagnostics.log.error("nowhere")
    runs.gather(tmp_path)
    runs.told(tmp_path)
    assert runs.untold(tmp_path) == ""
    run.end()


def test_a_log_file_that_can_not_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "log" / diagnostics.LOG_FILE).mkdir(parents=True)
    diagnostics.start_log(tmp_path)
    diagnostics.log.error("nowhere")


def test_logs_rotate_beside_a_run_file(tmp_path: Path) -> None:
    run = runs.begin(tmp_path, runs.WINDOW)
    diagnostics.start_log(tmp_path)
    for _ in range(2500):
        diagnostics.log.info("x" * 1000)
    diagnostics.stop_log()
    sizes = {path.name: path.stat().st_size for path in (tmp_path / "log").glob("champion-desk.log*")}
    assert sorted(sizes) == ["champion-desk.log", "champion-desk.log.1", "champion-desk.log.2"]
    assert all(size <= 500_000 for size in sizes.values())
    assert len(_run_files(tmp_path)) == 1
    run.end()
    assert _run_files(tmp_path) == []


def test_what_is_logged_before_there_is_a_file_comes_into_it(tmp_path: Path) -> None:
    diagnostics.log.error("early trouble")
    diagnostics.write_held(tmp_path)
    assert "early trouble" in _logged(tmp_path)


def test_a_proper_end_gives_the_watch_for_crashes_back(tmp_path: Path) -> None:
    was_on = faulthandler.is_enabled()
    runs.begin(tmp_path, runs.WINDOW).end()
    assert faulthandler.is_enabled() == was_on


# Memory stays in


def test_a_process_of_ours_leaves_no_image_of_its_memory() -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import resource\nfrom champion_desk import diagnostics\ndiagnostics.keep_memory_in()\n"
            "diagnostics.keep_memory_closed()\nimport ctypes\n"
            "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))",
        ],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1])
        ),
    ).stdout
    assert said.strip() == "(0, 0) 0"


def test_a_command_that_crashed_is_logged_by_the_next(made_desk: Path) -> None:
    (made_desk / "log").mkdir(exist_ok=True)
    crash = (
        "import os, sys\nfrom champion_desk import commands\n"
        "commands.COMMANDS['list'] = lambda *_given: os.abort()\n"
        "from champion_desk.__main__ import main\nsys.exit(main())\n"
    )
    arguments = ["list", "topics", "--data", str(made_desk)]
    ended = subprocess.run(
        [sys.executable, "-c", crash, *arguments], cwd=_ROOT, capture_output=True, timeout=60, check=False
    )
    assert ended.returncode < 0
    assert len(_run_files(made_desk)) == 1
    fine = [sys.executable, "-m", "champion_desk", *arguments]
    subprocess.run(fine, cwd=_ROOT, capture_output=True, timeout=60, check=True)
    assert "stopped suddenly: command" in _logged(made_desk)
    assert "Fatal Python error: Aborted" in _logged(made_desk)
    assert _run_files(made_desk) == []
    assert runs.untold(made_desk) == ""


def test_a_command_makes_no_folder_for_its_log(tmp_path: Path) -> None:
    runs.begin(tmp_path / "elsewhere", runs.COMMAND).end()
    assert list(tmp_path.iterdir()) == []
