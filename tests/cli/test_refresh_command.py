"""`champion-desk refresh` and `import` on the command line: what would change much asks to be agreed to."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from champion_desk import cli
from tests.conftest import PASSPHRASE

Run = Callable[..., tuple[int, str, str]]
HEAD = "ID,Name,Phone\n"


def listed(count: int, phone: str = "01632 960") -> str:
    return HEAD + "".join(f"{n},Hub {n},{phone}{n:03}\n" for n in range(1, count + 1))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("CHAMPION_DESK_PASSPHRASE", PASSPHRASE)
    folder = tmp_path / "desk"

    def command(*words: str) -> tuple[int, str, str]:
        code = cli.run([words[0], "--data", str(folder), *words[1:]])
        told = capsys.readouterr()
        return code, told.out, told.err

    assert command("init", "--site", "Kirkwall Library", "--champion", "Mairi")[0] == 0
    return command


def test_a_list_is_refreshed_by_its_name_and_waits_where_much_would_go(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "hubs.csv"
    file.write_text(listed(10), encoding="utf-8")
    assert run("import", str(file), "--source", "Hubs")[0] == 0
    file.write_text(listed(11), encoding="utf-8")
    code, out, _err = run("refresh", "hubs", "--json")
    assert (code, json.loads(out)) == (0, [{"source": "Hubs", "added": 1, "changed": 0, "gone": 0}])
    file.write_text(listed(5), encoding="utf-8")
    code, out, err = run("refresh", "Hubs")
    assert (code, out) == (1, "")
    assert "6 of the 11 places of “Hubs” would go, so nothing was changed." in err
    assert "--agree" in err
    code, out, err = run("import", str(file), "--source", "Hubs")
    assert (code, "6 of the 11" in err) == (1, True)
    dry = json.loads(run("import", str(file), "--source", "Hubs", "--dry-run", "--json")[1])
    assert dry["doubts"] == [{"what": "gone", "count": 6, "of": 11}]
    assert json.loads(run("refresh", "Hubs", "--agree", "--json")[1])[0]["gone"] == 6
    file.write_text(listed(5, "01632 961"), encoding="utf-8")
    code, _out, err = run("refresh")
    assert (code, "5 of the 5 phone numbers" in err) == (1, True)
    assert run("refresh", "--agree")[0] == 0


def test_what_can_t_be_refreshed_says_why(run: Run, tmp_path: Path) -> None:
    code, _out, err = run("refresh", "Nothing")
    assert (code, "There is no source called “Nothing”" in err) == (1, True)
    file = tmp_path / "gone.csv"
    file.write_text(listed(2), encoding="utf-8")
    run("import", str(file), "--source", "Gone")
    file.unlink()
    code, _out, err = run("refresh", "Gone")
    assert (code, "is not there any more" in err) == (1, True)
    code, _out, err = run("import", "http://localhost:9/services")
    assert (code, "safe connection" in err) == (1, True)
    code, _out, err = run("import", "http://localhost:9/services", "--allow-http")
    assert (code, "could not be reached" in err) == (1, True)


def test_the_directory_goes_out_as_a_package(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "d.zip"
    code, said, _err = run("export", "directory", "--format", "hsds", "--out", str(out), "--json")
    assert (code, json.loads(said)["count"] > 700) == (0, True)
    assert out.read_bytes().startswith(b"PK")
    assert run("export", "training", "--format", "hsds", "--out", str(out))[0] == 1
