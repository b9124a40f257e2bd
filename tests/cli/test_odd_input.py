"""Odd input on the command line: refused or understood, in one sentence, and never half done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.test_commands import _environment, _run
from tests.conftest import PASSPHRASE


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk made by `init`."""
    folder = tmp_path_factory.mktemp("odd")
    (folder / "pass.txt").write_text(PASSPHRASE + "\n", encoding="utf-8")
    ended = _run(folder, "init", "--site", "Kirkwall Library", "--champion", "Mairi")
    assert ended.code == 0, ended.err
    return folder


@pytest.mark.parametrize(
    "arguments",
    [
        ("--limit", "-1"),
        ("--within", "nan"),
        ("--within", "inf"),
        ("--within", "-3"),
    ],
)
def test_a_number_that_is_none_is_wrong_use(desk: Path, arguments: tuple[str, str]) -> None:
    ended = _run(desk, "search", "library", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert "Use a number from 0" in ended.err


def test_what_does_not_fit_says_where(desk: Path, tmp_path: Path) -> None:
    assert _run(desk, "log", "--topic", "wifi", "--minutes", "1" + "0" * 20).err.startswith("--minutes: ")
    (tmp_path / "pass.txt").write_text(PASSPHRASE, encoding="utf-8")
    assert _run(tmp_path, "init", "--site", "", "--champion", "Mairi").err.startswith("--site: ")
    assert not (tmp_path / "desk" / "store.db").exists()


def test_an_init_that_fails_at_its_end_can_be_done_again(tmp_path: Path) -> None:
    (tmp_path / "pass.txt").write_text(PASSPHRASE, encoding="utf-8")
    (tmp_path / "sheet").mkdir()
    init = ("init", "--site", "A Library", "--champion", "Mairi")
    ended = _run(tmp_path, *init, "--recovery-out", str(tmp_path / "sheet"))
    assert ended.code == 1
    assert not (tmp_path / "desk" / "store.db").exists()
    ended = _run(tmp_path, *init, "--json")
    assert ended.code == 0, ended.err
    assert ended.json["recovery_key"]


def test_every_session_is_in_an_export_without_dates(desk: Path) -> None:
    ids = [
        _run(desk, "log", "--topic", "wifi", "--at", when, "--json").json["id"]
        for when in (f"{date.today() - timedelta(days=700)}T10:00", "today")
    ]
    out = desk / "all.json"
    export = ("export", "sessions", "--format", "json", "--out", str(out))
    for arguments in (export, (*export, "--from", "0001-01-01", "--to", "9999-12-31")):
        ended = _run(desk, *arguments)
        assert ended.code == 0, ended.err
        assert set(ids) <= {row["id"] for row in json.loads(out.read_text(encoding="utf-8"))}


@pytest.mark.skipif(sys.platform == "win32", reason="arguments are never bytes on Windows")
def test_a_terminal_that_does_not_speak_utf_8(desk: Path) -> None:
    note = os.fsdecode(b"caf\xe9")
    session = _run(desk, "log", "--topic", "wifi", "--note", note, "--json").json["id"]
    out = desk / "notes.json"
    assert _run(desk, "export", "sessions", "--format", "json", "--out", str(out)).code == 0
    rows = {row["id"]: row for row in json.loads(out.read_text(encoding="utf-8"))}
    assert rows[session]["note"] == "café"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_passphrase_file_as_windows_writes_it(desk: Path, encoding: str) -> None:
    (desk / "odd.txt").write_bytes((PASSPHRASE + "\r\n").encode(encoding))
    ended = _run(desk, "check", passphrase="odd.txt")
    assert ended.code == 0, ended.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no files like /dev/null")
@pytest.mark.parametrize("what", ["export", "handout"])
def test_a_device_is_never_replaced(desk: Path, what: str) -> None:
    pipe = desk / f"pipe-{what}"
    os.mkfifo(pipe)
    arguments = ("export", "sessions") if what == "export" else ("handout", "spot-a-scam")
    ended = _run(desk, *arguments, "--out", str(pipe))
    assert ended.code == 1
    assert ended.err.strip()
    assert pipe.is_fifo()


@pytest.mark.parametrize("name", ["x" * 300, "desk", "pass.txt/x.csv"])
def test_a_name_that_can_not_be_a_file_is_a_known_problem(desk: Path, name: str) -> None:
    ended = _run(desk, "export", "sessions", "--out", str(desk / name))
    assert ended.code == 1
    assert "log" not in ended.err


def test_a_backup_into_a_file_and_a_desk_in_a_file(desk: Path, tmp_path: Path) -> None:
    assert "pass.txt" in _run(desk, "backup", "--to", str(desk / "pass.txt")).err
    (tmp_path / "pass.txt").write_text(PASSPHRASE, encoding="utf-8")
    (tmp_path / "desk").write_text("a file", encoding="utf-8")
    ended = _run(tmp_path, "init", "--site", "A Library", "--champion", "Mairi")
    assert ended.code == 1
    assert len(ended.err.strip().splitlines()) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_an_answer_that_can_not_be_written_is_said() -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "champion_desk", "list", "topics"],
            stdout=full, stderr=subprocess.PIPE, text=True, env=_environment(), timeout=60,
        )  # fmt: skip
    assert ended.returncode == 1
    assert len(ended.stderr.strip().splitlines()) == 1


def test_a_fault_without_a_log_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    program = (
        "import sys; from champion_desk import cli, commands\n"
        "commands.COMMANDS['check'] = lambda *_: 1 / 0\n"
        f"sys.exit(cli.run(['check', '--data', {str(tmp_path / 'file')!r}]))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=_environment(), timeout=60
    )
    assert ended.returncode == 1
    assert len(ended.stderr.strip().splitlines()) == 1


def test_the_log_holds_nothing_of_a_record(desk: Path) -> None:
    canary = "canary-5521"
    assert _run(desk, "log", "--topic", "wifi", "--note", canary).code == 0
    (desk / "canary.csv").write_text(f"Name,Postcode\n{canary},KW15 1AG\n", encoding="utf-8")
    assert _run(desk, "import", str(desk / "canary.csv"), "--source", canary).code == 0
    assert _run(desk, "search", canary).code == 0
    assert _run(desk, "log", "--topic", "wifi", "--note", canary * 999).code == 1
    for path in (desk / "desk").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert canary.encode() not in content, path
            assert PASSPHRASE.encode() not in content, path
