"""Easy Read files: a picture before all words, and each that is missing, broken or huge is told."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from champion_desk.domain.handouts import Block, Run
from champion_desk.domain.problems import Problem
from champion_desk.paths import resources_dir
from champion_desk.services.handout_files import read_all, read_easy, read_handout
from champion_desk.services.picture_files import picture_trouble
from champion_desk.wording import problem_sentence
from tests.documents.test_handout_files import HEAD

BODY = """## Stop and think

![A hand held up](stop)
**Stop.** Do not
press a link.

## What to do

1. ![A mobile phone](phone)
   Put the phone down.
2. ![A hand held up](stop) Wait.
"""
FIRST = len(HEAD.splitlines())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A handouts folder with pictures beside it."""
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for name in ("stop", "phone"):
        Image.new("RGBA", (300, 300), "teal").save(pictures / f"{name}.png")
    (tmp_path / "handouts" / "spot-a-scam").mkdir(parents=True)
    return tmp_path / "handouts"


def write(folder: Path, body: str = BODY, name: str = "en.easy.md") -> Path:
    path = folder / "spot-a-scam" / name
    path.write_text(HEAD + body, encoding="utf-8")
    return path


def told(folder: Path, body: str) -> tuple[str, int]:
    """The reason and the line, counted from the first after the facts."""
    with pytest.raises(Problem) as raised:
        read_handout(write(folder, body))
    facts = raised.value.facts
    assert raised.value.code == "handout-unreadable"
    assert facts["file"] == "spot-a-scam/en.easy.md"
    said = problem_sentence(raised.value)
    if "picture" in str(facts["why"]):
        assert f"line {facts['line']}" in said
        assert "spot-a-scam/en.easy.md" in said
    return str(facts["why"]), int(str(facts["line"])) - FIRST


def test_words_have_pictures(folder: Path) -> None:
    sheet = read_handout(write(folder))
    assert (sheet.slug, sheet.language, sheet.easy) == ("spot-a-scam", "en", True)
    first, second = sheet.sections
    assert [section.role for section in sheet.sections] == ["", ""]
    (block,) = first.blocks
    assert block.items == ((Run("Stop.", True), Run(" Do not press a link.")),)
    assert [(one.shows, one.file.name) for one in block.pictures] == [("A hand held up", "stop.png")]
    (block,) = second.blocks
    assert block.kind == "steps"
    assert block.items == ((Run("Put the phone down."),), (Run("Wait."),))
    assert [one.shows for one in block.pictures] == ["A mobile phone", "A hand held up"]


def test_easy_read_stands_beside_the_languages_not_among_them(folder: Path) -> None:
    write(folder)
    write(folder, "## One\nWords.\n", "en.md")
    assert list(read_all(folder)["spot-a-scam"]) == ["en"]
    assert not read_all(folder)["spot-a-scam"]["en"].easy
    assert read_easy(folder)["spot-a-scam"]["en"].easy


def test_other_handouts_show_no_pictures(folder: Path) -> None:
    with pytest.raises(Problem) as raised:
        read_handout(write(folder, BODY, "en.md"))
    assert raised.value.facts["why"] == "not-in-a-handout"
    assert Block("paragraph", ()).pictures == ()


@pytest.mark.parametrize(
    ("body", "why", "line"),
    [
        ("## A\n\nWords alone.\n", "no-picture", 3),
        ("## A\n\n1. ![A phone](phone)\n   One.\n2. Two.\n", "no-picture", 5),
        ("## A\n\n![A phone](phone)\n\nWords.\n", "picture-without-words", 3),
        ("## A\n\n![](phone)\nWords.\n", "picture-says-nothing", 3),
        (f"## A\n\n![{'x' * 101}](phone)\nWords.\n", "picture-says-nothing", 3),
        ("## A\n\n![A **bold** phone](phone)\nWords.\n", "picture-says-nothing", 3),
        ("## A\n\n![A phone](Phone)\nWords.\n", "picture-name", 3),
        ("## A\n\n![A phone](phone.png)\nWords.\n", "picture-name", 3),
        ("## A\n\n![A phone](../pictures/phone)\nWords.\n", "picture-name", 3),
        ("## A\n\n![A phone](/etc/passwd)\nWords.\n", "picture-name", 3),
        ("## A\n\n![A phone](https://example.org/a)\nWords.\n", "picture-name", 3),
        ('## A\n\n![A phone](phone "title")\nWords.\n', "picture-name", 3),
        ("## A\n\n![A ghost](ghost)\nWords.\n", "picture-missing", 3),
        ("## A\n\n![A phone](phone)\nWords ![again](phone).\n", "not-in-a-handout", 4),
        ("## A\n\n- ![A phone](phone)\n  Words.\n", "not-in-a-handout", 3),
        ("## A\n\n![A phone](phone)\nWords <b>here</b>.\n", "not-in-a-handout", 4),
        ("![A phone](phone)\nWords.\n", "text-before-heading", 1),
    ],
)
def test_what_an_easy_read_text_can_not_have_is_told_with_its_line(
    folder: Path, body: str, why: str, line: int
) -> None:
    assert told(folder, body) == (why, line)


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(side: int) -> bytes:
    """A small file that says it holds that many pixels a side."""
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99))


WHOLE = (resources_dir() / "pictures" / "phone.png").read_bytes()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (lambda: b"", "picture-broken"),
        (lambda: b"not a picture at all, but some words", "picture-broken"),
        (lambda: b"\xff\xd8\xff\xe0" + b"\0" * 99, "picture-broken"),
        (lambda: WHOLE[:-600], "picture-broken"),
        (lambda: WHOLE[:900] + bytes(99) + WHOLE[999:], "picture-broken"),
        (lambda: bomb(0), "picture-broken"),
        (lambda: bomb(300), "picture-broken"),
        (lambda: bomb(10_001), "picture-too-large"),
        (lambda: bomb(2**31 - 1), "picture-too-large"),
        (lambda: WHOLE + bytes(17 * 1024**2), "picture-too-large"),
    ],
)
def test_a_broken_or_a_huge_picture_is_refused_before_it_is_drawn(
    folder: Path, data: Callable[[], bytes], why: str
) -> None:
    (folder.parent / "pictures" / "odd.png").write_bytes(data())
    assert told(folder, "## A\n\n![Something odd](odd)\nWords.\n") == (why, 3)


def test_a_picture_that_is_mended_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "one.png"
    file.write_bytes(WHOLE[:-600])
    assert picture_trouble(file) == "picture-broken"
    Image.new("RGB", (8, 8)).save(file)
    assert picture_trouble(file) == ""
    assert picture_trouble(tmp_path) == "picture-broken"
