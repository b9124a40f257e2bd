"""Commands under IT's policy: what it fixes holds, and nothing runs under one that can't be understood."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_commands import Ended, _environment
from tests.conftest import PASSPHRASE
from tests.policies import write_policy

pytestmark = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="only on Linux the folder for policies can be moved"
)


def _run(folder: Path, *arguments: str, **variables: str) -> Ended:
    """A command with its policy in `folder/etc`, and a home of its own."""
    (folder / "home").mkdir(exist_ok=True)
    environment = {
        **_environment(),
        "HOME": str(folder / "home"),
        "XDG_CONFIG_DIRS": f"{folder / 'none'}:{folder / 'etc'}",
        "CHAMPION_DESK_PASSPHRASE": PASSPHRASE,
        **variables,
    }
    environment.pop("XDG_DATA_HOME", None)
    ended = subprocess.run(
        [sys.executable, "-m", "champion_desk", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        cwd=folder,
        timeout=120,
    )
    assert "Traceback" not in ended.stderr, ended.stderr
    return Ended(ended.returncode, ended.stdout, ended.stderr)


INIT = ("init", "--site", "A Library", "--champion", "Mairi", "--json")


def test_a_policy_that_can_not_be_followed_stops_every_command(tmp_path: Path) -> None:
    path = write_policy(tmp_path / "etc", "lock_minutes = 5\nlock_minuts = 6\n")
    for command in (INIT, ("list", "topics"), ("check",), ("--demo", "list", "champions")):
        ended = _run(tmp_path, *command)
        assert (ended.code, ended.out) == (1, "")
        assert len(ended.err.strip().splitlines()) == 1
        assert ended.err.startswith(f"Line 2 of the policy file {path} sets “lock_minuts”")
    assert not any((tmp_path / "home").iterdir())


def test_commands_that_open_no_desk_need_no_policy(tmp_path: Path) -> None:
    write_policy(tmp_path / "etc", "what = 'ever'\n")
    for command in (("--help",), ("--version",), ("self-test",)):
        ended = _run(tmp_path, *command)
        assert ended.code == 0, ended.err


def test_the_policy_says_where_the_desk_lies(tmp_path: Path) -> None:
    write_policy(tmp_path / "etc", "data_folder = '~/desks of ${OFFICE}/one'\n")
    office = {"OFFICE": "Tobar Mhoire"}
    ended = _run(tmp_path, *INIT, **office)
    assert ended.code == 0, ended.err
    fixed = tmp_path / "home" / "desks of Tobar Mhoire" / "one"
    assert (fixed / "store.db").is_file()
    for folder, code in ((fixed, 0), (fixed / ".." / "one", 0), (tmp_path / "other", 1)):
        ended = _run(tmp_path, "check", "--data", str(folder), **office)
        assert ended.code == code
    assert str(fixed) in ended.err
    assert "--data" in ended.err
    assert not (tmp_path / "other").exists()
    assert _run(tmp_path, "list", "topics").err.count("OFFICE") == 1  # where it is not set


def test_the_demo_desk_lies_below_the_fixed_folder(tmp_path: Path) -> None:
    write_policy(tmp_path / "etc", f"data_folder = '{tmp_path / 'fixed'}'\n")
    assert _run(tmp_path, "list", "champions", "--demo", CHAMPION_DESK_PASSPHRASE="").code == 0
    assert (tmp_path / "fixed" / "demo" / "store.db").is_file()
    assert not (tmp_path / "fixed" / "store.db").exists()


def test_the_policy_says_the_language(tmp_path: Path) -> None:
    write_policy(tmp_path / "etc", "languages = ['cy', 'en']\n")
    welsh = _run(tmp_path, "list", "outcomes").out
    write_policy(tmp_path / "etc", "languages = ['en']\n")
    assert welsh != _run(tmp_path, "list", "outcomes").out


def test_a_feed_that_is_not_allowed_is_not_asked(tmp_path: Path) -> None:
    write_policy(tmp_path / "etc", "allowed_feeds = ['*.gov.uk']\n")
    assert _run(tmp_path, *INIT).code == 0
    ended = _run(tmp_path, "import", "https://feed.invalid/services")
    assert ended.code == 1
    assert "feed.invalid" in ended.err
    assert "Your council does not allow" in ended.err


def test_a_desk_in_a_synced_folder_is_refused_and_left_alone(tmp_path: Path) -> None:
    synced = tmp_path / "Shared files"
    (synced / ".stfolder").mkdir(parents=True)
    ended = _run(tmp_path, *INIT, "--data", str(synced / "desk"))
    assert ended.code == 1
    assert ended.err.startswith("Syncthing copies")
    assert not (synced / "desk" / "store.db").exists()
    assert _run(tmp_path, *INIT, "--data", str(tmp_path / "desk")).code == 0
    (tmp_path / "desk").rename(synced / "moved")
    before = {path.name: path.read_bytes() for path in (synced / "moved").iterdir() if path.is_file()}
    for command in (("list", "champions"), ("log", "--topic", "wifi")):
        ended = _run(tmp_path, *command, "--data", str(synced / "moved"))
        assert ended.code == 1
        assert "Nothing was changed" in ended.err
    assert before == {path.name: path.read_bytes() for path in (synced / "moved").iterdir() if path.is_file()}
    (synced / "moved").rename(tmp_path / "back")
    backup = _run(tmp_path, "backup", "--to", str(synced), "--data", str(tmp_path / "back"), "--json")
    assert backup.code == 0, backup.err  # a good place for backups
    restore = ("restore", backup.json["file"], "--data")
    assert _run(tmp_path, *restore, str(synced / "again")).err.startswith("Syncthing copies")
    assert not (synced / "again" / "store.db").exists()
    assert _run(tmp_path, *restore, str(tmp_path / "again")).code == 0


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be someone else")
def test_without_a_home_there_is_one_sentence(tmp_path: Path) -> None:
    script = (
        "import os, sys, platformdirs.unix, champion_desk.wording; "  # while it may still read
        "from champion_desk.cli import run; "
        "os.environ.pop('HOME', None); os.setuid(54321); sys.exit(run(['list', 'topics']))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=_environment(), timeout=60
    )
    assert ended.returncode == 1
    assert ended.stderr.strip().startswith("This computer does not say where your own folder is.")
