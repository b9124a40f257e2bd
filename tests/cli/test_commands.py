"""The commands, as a task scheduler runs them: exit codes, JSON, one sentence, never a traceback."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from champion_desk.domain.handouts import COLOURS, LAYOUTS, PAPERS, POINTS
from tests.conftest import PASSPHRASE

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ended]


def _environment() -> dict[str, str]:
    kept = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8"}
    kept.pop("CHAMPION_DESK_PASSPHRASE", None)
    return kept


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk made by `init`."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "pass.txt").write_text(PASSPHRASE + "\n", encoding="utf-8")
    ended = _run(
        folder, "init", "--site", "Kirkwall Library", "--champion", "Mairi",
        "--recovery-out", str(folder / "recovery.pdf"), "--json",
    )  # fmt: skip
    assert ended.code == 0, ended.err
    assert ended.json["listings"] > 700
    assert len(PdfReader(folder / "recovery.pdf").pages) == 1
    return folder


def _run(folder: Path, *arguments: str, passphrase: str = "pass.txt") -> Ended:
    command = [sys.executable, "-m", "champion_desk", *arguments, "--data", str(folder / "desk")]
    if arguments and arguments[0] != "tour":
        command += ["--passphrase-file", str(folder / passphrase)]
    ended = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=_environment(), cwd=folder, timeout=120
    )
    assert "Traceback" not in ended.stderr, ended.stderr
    return Ended(ended.returncode, ended.stdout, ended.stderr)


@pytest.fixture
def run(desk: Path) -> Run:
    return lambda *arguments, **named: _run(desk, *arguments, **named)


def test_a_session_is_logged_and_exported(run: Run, desk: Path) -> None:
    day = str(date.today() - timedelta(days=3))
    ended = run("log", "--topic", "nhs-app", "--topic", "wifi", "--minutes", "12", "--outcome", "partly",
                "--at", f"{day}T10:15", "--note", "Ŵyl: the code came late", "--json")  # fmt: skip
    assert ended.code == 0, ended.err
    session_id = ended.json["id"]
    for format_name in ("csv", "json", "xlsx"):
        out = desk / f"sessions.{format_name}"
        ended = run(
            "export",
            "sessions",
            "--from",
            day,
            "--to",
            day,
            "--format",
            format_name,
            "--out",
            str(out),
        )
        assert ended.code == 0, ended.err
        assert out.stat().st_size > 0
    with (desk / "sessions.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["id"] == session_id)
    assert (row["minutes"], row["outcome"], row["note"]) == ("12", "partly", "Ŵyl: the code came late")
    assert session_id in (desk / "sessions.json").read_text(encoding="utf-8")


def test_lists_are_codes_and_labels(run: Run) -> None:
    topics = run("list", "topics", "--json").json
    assert {"code", "label"} <= set(topics[0])
    assert "nhs-app" in {row["code"] for row in topics}
    assert {row["code"] for row in run("list", "outcomes", "--json").json} == {
        "done",
        "partly",
        "handed-on",
        "could-not",
    }
    assert run("list", "champions", "--json").json[0]["label"] == "Mairi"
    assert run("list", "sites", "--json").json[0]["label"] == "Kirkwall Library"
    assert len(run("list", "handouts", "--json").json) >= 8
    assert run("list", "sources", "--json").json


def test_search_says_where_how_far_and_why(run: Run) -> None:
    answer = run("search", "stromness", "--near", "KW15 1AG", "--json").json
    assert answer["total"] >= 1
    assert set(answer["results"][0]) == {"id", "name", "organisation", "postcode", "miles", "why", "open"}
    assert answer["results"][0]["miles"] < 20
    assert run("search", "library", "--limit", "3", "--json").json["total"] > 3


def test_a_handout_is_written_with_a_listing(run: Run, desk: Path) -> None:
    listing = run("search", "stromness library", "--json").json["results"][0]
    out = desk / "sheet.pdf"
    ended = run(
        "handout",
        "spot-a-scam",
        "--language",
        "cy",
        "--size",
        "24",
        "--listing",
        listing["id"],
        "--out",
        str(out),
    )
    assert ended.code == 0, ended.err
    text = "".join(page.extract_text() for page in PdfReader(out).pages)
    assert "Stromness" in text


def test_postcodes_come_in_by_the_same_command(run: Run, desk: Path) -> None:
    path = desk / "onspd.csv"
    path.write_text(
        "pcds,doterm,lat,long\nKW15 1AG,,58.98150,-2.96010\nKW15 1ZZ,200106,58.97,-2.95\nODD,,1,1\n",
        encoding="utf-8",
    )
    assert run("import", str(path), "--dry-run", "--json").code == 1
    answer = run("import", str(path), "--json").json
    assert (answer["found"], answer["used"], answer["refused"], answer["ended"]) == (3, 2, 1, 1)
    assert run("search", "library", "--near", "KW15 1ZZ", "--json").json["results"][0]["miles"] < 2
    ended = run("import", str(path), "--format", "postcodes")
    assert ended.out.startswith("Found 3 postcodes, used 2, refused 1.")


def test_a_broken_file_of_words_is_said_and_the_search_goes_on(run: Run, desk: Path) -> None:
    own = desk / "desk" / "synonyms.toml"
    own.write_text("broken", encoding="utf-8")
    try:
        ended = run("search", "stromness library", "--json")
        assert ended.json["total"] >= 1
        assert "see line 1 of" in ended.err
    finally:
        own.unlink()


def test_an_import_counts_add_up_and_a_dry_run_changes_nothing(run: Run, desk: Path) -> None:
    path = desk / "list.csv"
    path.write_text(
        "Name,Postcode,Town\nQuokka Hub,KW15 1AG,Kirkwall\n,KW15 1AG,\nTwo Hub,IV1 1NH,Inverness\n",
        encoding="utf-8",
    )
    dry = run("import", str(path), "--source", "Hubs", "--dry-run", "--json").json
    assert dry["used"] + dry["refused"] == dry["found"] == 3
    assert run("search", "Quokka Hub", "--json").json["total"] == 0
    out = desk / "report.csv"
    answer = run("import", str(path), "--source", "Hubs", "--report", str(out), "--json").json
    assert (out.read_text(encoding="utf-8-sig").splitlines()[1], answer["letters"]) == (
        "3,,Not used,It has no name.",
        "UTF-8",
    )
    assert (answer["used"], answer["refused"]) == (2, 1)
    assert answer["report"][0]["line"] == 3
    assert answer["report"][0]["why"]
    assert run("search", "Quokka Hub", "--json").json["total"] == 1
    assert run("check", "--json").json["backups"] >= 1


def test_check_backup_and_restore(run: Run, desk: Path) -> None:
    made = run("backup", "--to", str(desk / "usb"), "--json").json
    before = run("check", "--json").json
    assert before["store"] == "ok"
    run("log", "--topic", "wifi")
    ended = run("restore", made["file"], "--json")
    assert ended.code == 0, ended.err
    assert Path(ended.json["replaced"]).is_dir()
    assert run("check", "--json").json["counts"]["sessions"] == before["counts"]["sessions"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("log", "--topic", "no-such-topic"), 1),
        (("log", "--topic", "wifi", "--outcome", "splendid"), 1),
        (("log", "--topic", "wifi", "--minutes", "-5"), 1),
        (("log", "--topic", "wifi", "--at", "some blue day"), 2),
        (("handout", "no-such-sheet", "--out", "x.pdf"), 1),
        (("handout", "spot-a-scam", "--language", "xx", "--out", "x.pdf"), 1),
        (("handout", "spot-a-scam", "--listing", "nobody", "--out", "x.pdf"), 1),
        (("handout", "spot-a-scam", "--out", "no/such/folder/x.pdf"), 1),
        (("import", "no-such-file.csv"), 1),
        (("restore", "no-such-file"), 1),
        (("search", "library", "--near", "Atlantis"), 1),
        (("export", "sessions", "--format", "oruk", "--out", "x.json"), 1),
        (("init", "--site", "Other", "--champion", "Else"), 1),
        (("log",), 2),
        (("no-such-command",), 2),
        (("handout", "spot-a-scam", "--size", "13", "--out", "x.pdf"), 2),
        (("log", "--topic", "wifi", "--minutes", "many"), 2),
    ],
)
def test_wrong_use_and_known_problems_say_one_thing(run: Run, arguments: tuple[str, ...], code: int) -> None:
    ended = run(*arguments)
    assert ended.code == code
    assert ended.err.strip()
    assert ended.out == ""


@pytest.mark.parametrize(
    ("words", "days", "clock"),
    [
        ("yesterday 3pm", 1, "15:00"), ("ddoe 3yp", 1, "15:00"), ("dé 15:00", 1, "15:00"),
        ("the day before yesterday 11am", 2, "11:00"), ("yesterday", 1, ""),
    ],
)  # fmt: skip
def test_when_it_was_is_understood_as_in_the_form(
    run: Run, desk: Path, words: str, days: int, clock: str
) -> None:
    session = run("log", "--topic", "wifi", "--at", words, "--json")
    assert session.code == 0, session.err
    out = desk / "when.json"
    assert run("export", "sessions", "--format", "json", "--out", str(out)).code == 0
    rows = {row["id"]: row for row in json.loads(out.read_text(encoding="utf-8"))}
    started = datetime.fromisoformat(rows[session.json["id"]]["started_at"]).astimezone()
    assert started.date() == date.today() - timedelta(days=days)
    if clock:
        assert started.strftime("%H:%M") == clock


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("some blue day", "Say when it was like this"),
        ("", "Say when it was like this"),
        ("2026-13-45T10:00", "Say when it was like this"),
        ("tomorrow 9am", "still to come"),
        ("9999-12-31T12:00", "still to come"),
        ("1987-06-05T10:00", "more than two years ago"),
        ("yesterday 3pm\x00", "Say when it was like this"),
    ],
)
def test_when_it_can_t_have_been_is_refused_in_a_sentence(run: Run, words: str, said: str) -> None:
    if "\x00" in words and sys.platform != "win32":
        words = words.replace("\x00", "\x07")  # no argument can hold the other
    before = run("check", "--json").json["counts"]["sessions"]
    ended = run("log", "--topic", "wifi", "--at", words)
    assert ended.code == 2
    assert said in ended.err
    assert ended.out == ""
    assert run("check", "--json").json["counts"]["sessions"] == before


def test_a_wrong_passphrase_and_none_at_all(run: Run, desk: Path) -> None:
    (desk / "wrong.txt").write_text("not it at all", encoding="utf-8")
    ended = run("check", passphrase="wrong.txt")
    assert ended.code == 1
    assert "passphrase" in ended.err
    assert run("check").code == 0
    (desk / "empty.txt").write_text("", encoding="utf-8")
    assert run("check", passphrase="empty.txt").code == 1
    assert run("check", passphrase="no-such-file.txt").code == 1
    assert run("check").code == 0


def test_no_desk_is_said_and_none_is_made(tmp_path: Path) -> None:
    (tmp_path / "pass.txt").write_text(PASSPHRASE, encoding="utf-8")
    ended = _run(tmp_path, "check")
    assert ended.code == 1
    assert "init" in ended.err
    assert not (tmp_path / "desk" / "store.db").exists()


def test_a_weak_passphrase_makes_no_desk(tmp_path: Path) -> None:
    (tmp_path / "pass.txt").write_text("password", encoding="utf-8")
    ended = _run(tmp_path, "init", "--site", "A Library", "--champion", "Mairi")
    assert ended.code == 1
    assert not (tmp_path / "desk" / "store.db").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 on Windows")
def test_every_id_that_was_acknowledged_is_there_after_a_kill(run: Run, desk: Path) -> None:
    loop = (
        f'while true; do "{sys.executable}" -m champion_desk log --topic wifi --json'
        f' --data "{desk / "desk"}" --passphrase-file "{desk / "pass.txt"}"; done'
    )
    process = subprocess.Popen(
        ["bash", "-c", loop],
        stdout=subprocess.PIPE,
        text=True,
        env=_environment(),
        cwd=desk,
        start_new_session=True,
    )
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(4)]
    os.killpg(process.pid, signal.SIGKILL)
    lines += [line for line in process.stdout.read().splitlines() if line.endswith("}")]
    process.wait()
    process.stdout.close()
    out = desk / "after.json"
    assert run("export", "sessions", "--format", "json", "--out", str(out)).code == 0
    kept = {row["id"] for row in json.loads(out.read_text(encoding="utf-8"))}
    assert {json.loads(line)["id"] for line in lines} <= kept


def test_a_damaged_store_is_said_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "pass.txt").write_text(PASSPHRASE, encoding="utf-8")
    assert _run(tmp_path, "init", "--site", "A Library", "--champion", "Mairi").code == 0
    path = tmp_path / "desk" / "store.db"
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    ended = _run(tmp_path, "check", "--json")
    assert ended.code == 1
    assert ended.json["store"] == "damaged"
    assert _run(tmp_path, "log", "--topic", "wifi").code == 1
    assert path.read_bytes() == content


def test_a_note_that_looks_personal_is_refused_masked_or_kept_as_told(run: Run) -> None:
    note = ("log", "--topic", "wifi", "--note", "ring 07700 900118", "--json")
    refused = run(*note)
    assert refused.code == 1
    assert "--mask" in refused.err
    assert "07700" not in refused.err + refused.out
    assert run(*note, "--mask").code == 0
    assert run(*note, "--not-personal").code == 0


def test_a_handout_comes_in_two_languages_and_on_other_paper(run: Run, desk: Path) -> None:
    out = desk / "both.pdf"
    ended = run(
        *("handout", "spot-a-scam", "--second-language", "cy", "--size", "14", "--colour", "cream"),
        *("--out", str(out)),
    )
    assert ended.code == 0, ended.err
    text = "".join(page.extract_text() for page in PdfReader(out).pages)
    assert "Spot a scam" in text
    assert "Y camau" in text
    ended = run(
        *("handout", "spot-a-scam", "--layout", "card", "--paper", "A5", "--next-step", "Come back at 10."),
        *("--out", str(out)),
    )
    assert ended.code == 0, ended.err
    (page,) = PdfReader(out).pages
    assert "Come back at 10." in page.extract_text()
    assert round(float(page.mediabox.width)) == 420


def test_a_poster_is_written(run: Run, desk: Path) -> None:
    out = desk / "poster.pdf"
    ended = run(
        *("poster", "Get help to go online", "--when", "Tuesdays at 10", "--help-with", "Forms"),
        *("--colour", "yellow", "--out", str(out)),
    )
    assert ended.code == 0, ended.err
    assert "Tuesdays at 10" in PdfReader(out).pages[0].extract_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("handout", "spot-a-scam", "--second-language", "en"), "same"),
        (("handout", "spot-a-scam", "--second-language", "cy", "--layout", "card"), "one language"),
        (("handout", "spot-a-scam", "--second-language", "xx"), "not written"),
        (("poster", "Help", "--when", " "), "--when"),
        (("poster", "Help", "--when", "Now", *("--help-with", "Forms") * 7), "--help-with"),
    ],
)
def test_what_can_not_be_printed_is_said(run: Run, desk: Path, arguments: tuple[str, ...], said: str) -> None:
    ended = run(*arguments, "--out", str(desk / "no.pdf"))
    assert ended.code == 1
    assert said in ended.err
    assert not (desk / "no.pdf").exists()


def test_the_choices_of_the_command_are_those_there_are(run: Run) -> None:
    told = run("handout", "--help").out
    for choices in (LAYOUTS, PAPERS, COLOURS, POINTS):
        assert f"{{{','.join(map(str, choices))}}}" in told
