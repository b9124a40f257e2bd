"""A desk works wherever a folder can be made: blanks, quotes, any letters, SQL's and addresses' own signs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from champion_desk import cli
from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.problems import Problem
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.desks import DeskService, NewDesk
from tests.cli.test_commands import Ended, _run
from tests.conftest import PASSPHRASE

_NOT_ON_WINDOWS = pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such name")


def _deep(folder: Path, length: int) -> Path:
    """A folder whose whole path is exactly so long, in names of at most 60."""
    while len(str(folder)) < length:
        left = length - len(str(folder)) - 1
        folder /= "k" * (left if left <= 60 else min(60, left - 2))
    assert len(str(folder)) == length
    return folder


ALL_AT_ONCE = "Mòrag's  ŵ مكتبة #1 100%25 & ;=+,@!~$HOME -- `y` mode=memory"
if sys.platform != "win32":
    ALL_AT_ONCE += '? "<b>"*|\\ \n'


def _round(base: Path, run: Callable[..., Ended]) -> None:
    """From a new desk to a restored one, with what goes in and comes out."""
    (base / "pass.txt").write_text(PASSPHRASE, encoding="utf-8")
    made = run(
        base, "init", "--site", "A Library", "--champion", "Mairi", "--recovery-out", str(base / "key.pdf")
    )
    assert made.code == 0, made.err
    going_in: list[tuple[str, ...]] = [
        ("log", "--topic", "wifi"),
        ("backup", "--to", str(base / "kept here"), "--json"),
        ("log", "--topic", "wifi"),
    ]
    for command in going_in:
        ended = run(base, *command)
        assert ended.code == 0, ended.err
    (backup,) = (base / "kept here").glob("*.deskbackup")
    restored = run(base, "restore", str(backup))
    assert restored.code == 0, restored.err
    checked = run(base, "check", "--json").json
    assert (checked["store"], checked["counts"]["sessions"]) == ("ok", 1)
    file = base / ("list #1?.csv" if sys.platform != "win32" else "list #1.csv")
    file.write_text("Name,Postcode\nTearoom drop-in,KW15 1AG\n", encoding="utf-8")
    coming_out: list[tuple[str, ...]] = [
        ("export", "sessions", "--format", "xlsx", "--out", str(base / "s.xlsx")),
        ("handout", "spot-a-scam", "--out", str(base / "h.pdf")),
        ("import", str(file)),
    ]
    for command in coming_out:
        ended = run(base, *command)
        assert ended.code == 0, ended.err
    assert "Tearoom" in run(base, "search", "Tearoom").out
    assert {path.name for path in base.iterdir()} >= {"desk", "key.pdf", "s.xlsx", "h.pdf", "kept here"}


def test_the_whole_round_in_a_folder_with_every_sign(tmp_path: Path) -> None:
    base = tmp_path / ALL_AT_ONCE
    base.mkdir()
    _round(base, _run)


@pytest.mark.parametrize(
    "name",
    [
        "Ysgol Llŷn ŵyŷâ",
        "مكتبة المدينة",
        "mode=memory&cache=shared",
        pytest.param("file:desk.db?mode=ro", marks=_NOT_ON_WINDOWS),
        pytest.param("a%", marks=_NOT_ON_WINDOWS),
        "cafe\u0301 ﷽ 👩‍💻",
        "250",
    ],
)
def test_the_whole_round_in_an_odd_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    base = _deep(tmp_path, 245) if name == "250" else tmp_path / name  # and “/desk”
    base.mkdir(parents=True)

    def run(folder: Path, *arguments: str) -> Ended:
        code = cli.run(
            [*arguments, "--data", str(folder / "desk"), "--passphrase-file", str(folder / "pass.txt")]
        )
        said = capsys.readouterr()
        return Ended(code, said.out, said.err)

    _round(base, run)


def test_a_name_as_long_as_a_disk_takes(tmp_path: Path) -> None:
    folder = tmp_path / ("ŵ" * 127)  # 254 bytes
    folder.mkdir()
    (folder / "pass.txt").write_text(PASSPHRASE, encoding="utf-8")
    assert _run(folder, "init", "--site", "A Library", "--champion", "Mairi").code == 0
    assert _run(folder, "check", "--json").json["store"] == "ok"


# Folders that can't be used: one sentence each


def _sentence(folder: Path, *arguments: str) -> str:
    ended = _run(folder, *(arguments or ("init", "--site", "A Library", "--champion", "Mairi")))
    assert ended.code == 1
    assert "inside Champion Desk" not in ended.err
    assert len(ended.err.strip().splitlines()) == 1
    return ended.err


@pytest.fixture
def with_passphrase(tmp_path: Path) -> Path:
    (tmp_path / "pass.txt").write_text(PASSPHRASE, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("command", ["init", "check", "restore"])
def test_a_file_where_the_folder_should_be(with_passphrase: Path, command: str) -> None:
    (with_passphrase / "desk").write_text("a file", encoding="utf-8")
    arguments = {"init": (), "check": ("check",), "restore": ("restore", "none.deskbackup")}[command]
    assert str(with_passphrase) in _sentence(with_passphrase, *arguments) or command == "restore"
    assert (with_passphrase / "desk").read_text(encoding="utf-8") == "a file"


def test_a_path_longer_than_any_disk_takes(with_passphrase: Path) -> None:
    (with_passphrase / "desk").symlink_to("x" * 300)
    _sentence(with_passphrase)
    (with_passphrase / "desk").unlink()
    (with_passphrase / "desk").symlink_to("desk")
    _sentence(with_passphrase)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can take a right away from it"
)
def test_no_permission_and_a_home_that_can_not_be_written(tmp_path: Path, catalogues: Catalogues) -> None:
    """As someone else, in this process: the interpreter itself may not be theirs to read."""
    mine = tmp_path / "mine"
    mine.mkdir(mode=0o700)
    new = NewDesk(Site("A Library"), Champion("Mairi"), PASSPHRASE)
    usual = DeskService(tmp_path / "usual", catalogues.words)
    usual.start(new)  # what is loaded late is loaded now
    usual.close()
    for above in tmp_path.parents:
        if above.stat().st_uid == 0 and str(above).startswith("/tmp/"):
            above.chmod(0o755)
    tmp_path.chmod(0o755)
    os.seteuid(54321)
    try:
        for folder in (mine / "desk", tmp_path / "desk", mine):
            with pytest.raises(Problem) as caught:
                DeskService(folder, catalogues.words).start(new)
            assert caught.value.code == "no-permission"
    finally:
        os.seteuid(0)
