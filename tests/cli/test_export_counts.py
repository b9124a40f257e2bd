"""The counts by month that are left of faded sessions, exported by the command."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from pathlib import Path

import pytest

from champion_desk.cli import run
from champion_desk.domain.retention import months_before
from champion_desk.domain.sessions import AssistedSession
from champion_desk.services import Services
from tests.conftest import PASSPHRASE


@pytest.mark.parametrize("format_name", ["csv", "xlsx", "json"])
def test_counts_are_exported(
    make_services, tmp_path: Path, capsys: pytest.CaptureFixture[str], format_name: str
) -> None:
    services: Services = make_services()
    day = months_before(date.today(), 26)
    at = f"{day}T11:00:00+00:00"
    services.sessions.log(
        AssistedSession(
            services.champion.id, services.site.id, datetime.fromisoformat(at), ("wifi",), 15, "done"
        )
    )
    services.retention.run(date.today())
    services.desk.close()
    (tmp_path / "pass.txt").write_text(PASSPHRASE, encoding="utf-8")
    out = tmp_path / f"counts.{format_name}"
    where = ["--data", str(tmp_path / "desk"), "--passphrase-file", str(tmp_path / "pass.txt"), "--json"]
    code = run(["export", "counts", "--format", format_name, "--out", str(out), *where])
    answer = capsys.readouterr()
    assert code == 0, answer.err
    assert json.loads(answer.out)["count"] == 3
    if format_name == "csv":
        with out.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [(row["kind"], row["code"]) for row in rows] == [
            ("all", ""),
            ("outcome", "done"),
            ("topic", "wifi"),
        ]
        assert {row["month"] for row in rows} == {f"{day:%Y-%m}"}
        assert {row["site"] for row in rows} == {"Kirkwall Library"}
    assert out.stat().st_size
