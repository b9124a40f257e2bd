"""The tour drives the real window from the first run to the lock, and leaves what it promises."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from champion_desk import tour
from champion_desk.domain.problems import Problem
from champion_desk.tour import at_rest, keystrokes
from champion_desk.tour_hands import Hands
from tests.walking import demo_folder

_SMALL = "desk-small-window"


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a whole tour left, taken as a person at a terminal would."""
    out = tmp_path_factory.mktemp("tour") / "made" / "by itself"
    home = tmp_path_factory.mktemp("home")
    ended = subprocess.run(
        [sys.executable, "-m", "champion_desk", "tour", "--out", str(out)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "HOME": str(home), "LANG": "en_GB.UTF-8"},
        cwd=Path(__file__).resolve().parents[1],
        check=False,
    )
    assert ended.stderr == ""
    assert ended.returncode == 0
    assert str(out) in ended.stdout
    return out


def test_it_leaves_numbered_pictures_of_the_whole_window(taken: Path, qapp: QApplication) -> None:
    pictures = sorted(taken.glob("*.png"))
    assert pictures[0].name == "01-first-run-language.png"
    assert [int(path.name[:2]) for path in pictures] == list(range(1, len(pictures) + 1))
    names = " ".join(path.name for path in pictures)
    for part in ("recovery-sheet", "unlock", "local-help", "handout", "saved", "directory", "handouts",
                 "training", "search", "settings", "help", "blank", "dark", "contrast", "large", "welsh",
                 "locked"):  # fmt: skip
        assert part in names
    for path in pictures:
        image = QImage(str(path))
        wanted = (1024, 600) if _SMALL in path.name else (1366, 768)
        assert (image.width(), image.height()) == wanted, path.name


def test_pictures_show_something(taken: Path, qapp: QApplication) -> None:
    for path in taken.glob("*.png"):
        image = QImage(str(path)).scaled(120, 68)
        colours = {image.pixel(x, y) for x in range(120) for y in range(68)}
        assert len(colours) > 30, path.name


def test_it_leaves_the_handout_with_the_place_on_it(taken: Path) -> None:
    with pypdfium2.PdfDocument(taken / "handout.pdf") as pdf:
        words = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    assert "Start a Universal Credit claim" in words
    assert "Harbour Advice Orkney" in words
    assert "01632 960370" in words


def test_it_leaves_how_long_each_step_took(taken: Path) -> None:
    lines = (taken / "timings.txt").read_text(encoding="utf-8").splitlines()
    steps = [line for line in lines[1:] if re.fullmatch(r"[a-z-]+ +\d+ +\d+", line)]
    assert len(steps) == len(lines) - 1
    assert steps[-1].startswith("all ")
    assert not list(taken.glob("*recovery*.pdf"))


def test_a_second_tour_takes_the_place_of_the_first(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in ("01-first-run-language.png", "99-old.png", "handout.pdf", "timings.txt", "mine.txt"):
        (out / name).write_text("old", encoding="utf-8")
    tour._make_room(out)
    assert sorted(path.name for path in out.iterdir()) == ["mine.txt", "timings.txt"]


def test_a_folder_that_can_not_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Problem, match="no-permission"):
        tour.take_tour(tmp_path / "file" / "out")


def test_what_never_comes_ends_the_tour_with_its_name(qapp: QApplication, tmp_path: Path) -> None:
    hands = Hands(tmp_path)
    with pytest.raises(Problem, match="tour-stopped"), hands.step("a-step", picture=False):
        hands.wait("a thing that never comes", lambda: False, seconds=0.05)
    assert "stopped at a-step, waiting for a thing that never comes" in hands.report()


def test_the_measures_of_the_bench(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tour, "_SAMPLES", 4)
    shutil.copytree(demo_folder(), tmp_path / "demo")
    assert 40 < at_rest(tmp_path / "demo") < 1000
    seconds = keystrokes(tmp_path / "demo", ("l", "advice"))
    assert len(seconds) == 4
    assert all(0 < one < 5 for one in seconds)
