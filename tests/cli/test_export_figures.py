"""Figures for people outside the desk, exported by the command; what else it exports stays as it was."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from champion_desk.cli import run
from champion_desk.domain.sessions import AssistedSession
from champion_desk.services import Services
from tests.conftest import PASSPHRASE

NOW = datetime.now().astimezone()


@pytest.fixture
def where(make_services: Callable[..., Services], tmp_path: Path) -> list[str]:
    """The options that open a desk with nine sessions on it, three of them about a CV."""
    services = make_services()
    for number in range(9):
        topic = "cv" if number < 3 else "wifi"
        ids = services.champion.id, services.site.id
        services.sessions.log(
            AssistedSession(*ids, NOW - timedelta(minutes=number), (topic,), 5, "done", time_known=False)
        )
    services.desk.close()
    (tmp_path / "pass.txt").write_text(PASSPHRASE, encoding="utf-8")
    return ["--data", str(tmp_path / "desk"), "--passphrase-file", str(tmp_path / "pass.txt"), "--json"]


@pytest.mark.parametrize("rule", ["suppress", "10-5", ""])
@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_figures_are_exported_by_a_rule(
    where: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str, rule: str
) -> None:
    out = tmp_path / f"figures.{form}"
    with_rule = ["--rule", rule] if rule else []
    code = run(["export", "figures", "--format", form, "--out", str(out), *with_rule, *where])
    answer = capsys.readouterr()
    assert code == 0, answer.err
    said = json.loads(answer.out)
    assert said == {"count": said["count"], "file": str(out), "rule": rule or "suppress"}
    assert said["count"] >= 4
    if form == "json":
        page = json.loads(out.read_text("utf-8"))
        assert page["about"]["rule"] == said["rule"]
        topics = next(one for one in page["tables"] if one["name"] == "topics")
        assert {row["code"]: row["counts"][0] for row in topics["rows"]} == {"cv": None, "wifi": None}
    if form == "xlsx":
        assert openpyxl.load_workbook(out).sheetnames[0] == "About the figures"
    if form == "csv":
        with out.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file))
        assert ["CV", "left out"] in lines


def test_days_are_widened_to_their_months(
    where: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "figures.json"
    day = NOW.date().isoformat()
    days = ["--from", day, "--to", day]
    assert run(["export", "figures", *days, "--format", "json", "--out", str(out), *where]) == 0
    assert json.loads(out.read_text("utf-8"))["about"]["first_month"] == day[:7]
    capsys.readouterr()


@pytest.mark.parametrize(
    ("arguments", "ended", "said"),
    [
        (("sessions", "--rule", "suppress"), 1, "--rule goes with figures only"),
        (("figures", "--format", "oruk"), 1, "can't be exported as oruk"),
        (("figures", "--rule", "3"), 2, "invalid choice"),
        (("figures", "--from", "soon"), 1, "soon"),
        (("figures", "--from", "2026-02-01", "--to", "2026-01-01"), 1, "--to: This day is before"),
    ],
)
def test_what_does_not_go_together_is_told_in_a_sentence(
    where: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    ended: int,
    said: str,
) -> None:
    out = tmp_path / "out"
    assert run(["export", *arguments, "--out", str(out), *where]) == ended
    assert said in capsys.readouterr().err
    assert not out.exists()
