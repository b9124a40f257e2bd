"""The recovery key read from pictures and PDFs: good ones, and every kind that is not."""

from __future__ import annotations

import io
import random
import struct
import zlib
from datetime import date
from pathlib import Path

import pytest
import segno
from PIL import Image, ImageFilter
from reportlab.pdfgen.canvas import Canvas

from champion_desk.documents.pictures import page_pictures
from champion_desk.documents.recovery_sheet import write_recovery_sheet
from champion_desk.domain.problems import Problem
from champion_desk.services.recovery_reading import key_in_picture
from champion_desk.wording import problem_sentence

KEY = "CCKF N44G 1HM8 HAW7 H7CE ECM1 YTNW A2J5"


@pytest.fixture(scope="module")
def sheet() -> bytes:
    return write_recovery_sheet("Kirkwall Library", date(2026, 11, 22), KEY, "desk")


@pytest.fixture(scope="module")
def photo(sheet: bytes) -> Image.Image:
    """The sheet as a camera sees it."""
    width, height, pixels = page_pictures(sheet, 1240)[0]
    return Image.frombuffer("RGBX", (width, height), pixels, "raw", "RGBX", 0, 1).convert("RGB")


def _saved(folder: Path, picture: Image.Image, name: str) -> Path:
    path = folder / name
    picture.save(path)
    return path


def _problem(path: Path) -> str:
    with pytest.raises(Problem) as caught:
        key_in_picture(path)
    sentence = problem_sentence(caught.value)
    assert "{" not in sentence
    assert path.name in sentence
    return caught.value.code


def _code(words: str, folder: Path) -> Path:
    path = folder / "code.png"
    segno.make(words, error="m", micro=False).save(str(path), scale=8)
    return path


def test_the_saved_sheet_and_photos_of_it_give_the_key(
    sheet: bytes, photo: Image.Image, tmp_path: Path
) -> None:
    pdf = tmp_path / "sheet.pdf"
    pdf.write_bytes(sheet)
    askew = photo.rotate(13, expand=True, fillcolor="grey").filter(ImageFilter.GaussianBlur(1))
    on_a_table = Image.new("RGB", (4000, 3000), "saddlebrown")
    on_a_table.paste(photo.rotate(90, expand=True), (900, 700))
    large = photo.resize((photo.width * 5, photo.height * 5))
    for path in (
        pdf,
        _saved(tmp_path, photo, "scan.png"),
        _saved(tmp_path, photo.convert("L"), "grey.jpg"),
        _saved(tmp_path, photo.convert("CMYK"), "cmyk.jpg"),
        _saved(tmp_path, photo.convert("P"), "few-colours.png"),
        _saved(tmp_path, askew, "askew.jpg"),
        _saved(tmp_path, on_a_table, "on-a-table.jpeg"),
        _saved(tmp_path, large, "large.jpg"),
    ):
        assert key_in_picture(path) == KEY, path.name


def test_the_name_of_the_file_does_not_matter(photo: Image.Image, tmp_path: Path) -> None:
    path = _saved(tmp_path, photo, "scan.png")
    assert key_in_picture(path.rename(tmp_path / "IMG_0007")) == KEY


def test_a_key_without_spaces_comes_out_in_groups(tmp_path: Path) -> None:
    assert key_in_picture(_code(KEY.replace(" ", "").lower(), tmp_path)) == KEY


def test_of_several_codes_the_recovery_key_is_taken(tmp_path: Path) -> None:
    both = Image.new("L", (1400, 700), "white")
    for at, words in enumerate(("https://www.example.org/", KEY)):
        both.paste(Image.open(_code(words, tmp_path)).convert("L"), (at * 700 + 40, 40))
    assert key_in_picture(_saved(tmp_path, both, "both.png")) == KEY


@pytest.mark.parametrize(
    "words",
    [
        "https://www.example.org/",
        KEY[:-1],
        KEY + " 0000",
        KEY.replace("C", "U"),
        "\u1e8a" * 32,
        "x" * 2000,
        "BEGIN:VCARD",
    ],
)
def test_a_code_of_something_else_is_said(tmp_path: Path, words: str) -> None:
    assert _problem(_code(words, tmp_path)) == "picture-other-code"


def test_a_picture_without_a_code_is_said(tmp_path: Path) -> None:
    assert _problem(_saved(tmp_path, Image.new("RGB", (800, 600), "white"), "blank.png")) == "picture-no-code"
    assert _problem(_saved(tmp_path, Image.new("1", (1, 1)), "dot.png")) == "picture-no-code"
    canvas = Canvas(str(tmp_path / "letter.pdf"))
    canvas.drawString(100, 700, "Dear library")
    canvas.save()
    assert _problem(tmp_path / "letter.pdf") == "picture-no-code"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"GIF89a",
        b"<svg></svg>",
        bytes(4096),
    ],
)
def test_a_file_that_is_no_picture_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "thing.png"
    path.write_bytes(content)
    assert _problem(path) == "picture-unreadable"


@pytest.mark.parametrize("kind", ["png", "jpg", "pdf"])
def test_a_file_cut_short_or_harmed_is_said_and_never_a_fault(
    sheet: bytes, photo: Image.Image, tmp_path: Path, kind: str
) -> None:
    chance = random.Random(3)
    whole = sheet
    if kind != "pdf":
        whole = _saved(tmp_path, photo.resize((620, 877)), f"whole.{kind}").read_bytes()
    path = tmp_path / f"harmed.{kind}"
    for _ in range(60):
        harmed = bytearray(whole[: chance.randrange(len(whole))] if chance.random() < 0.5 else whole)
        for _flip in range(chance.randrange(1, 30)):
            if harmed:
                harmed[chance.randrange(min(len(harmed), chance.choice((64, 2000, 10**9))))] ^= (
                    chance.randrange(1, 256)
                )
        path.write_bytes(harmed)
        try:
            found = key_in_picture(path)
        except Problem as problem:
            found = problem.code
        assert found == KEY or found.startswith("picture-")


def test_a_file_of_50_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "film.png"
    with path.open("wb") as file:
        file.truncate(50 * 1024**2)
    assert _problem(path) == "picture-too-large"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@pytest.mark.parametrize("side", [11_000, 60_000, 2_000_000_000])
def test_a_small_file_that_would_be_a_huge_picture_is_refused_before_it_is_drawn(
    tmp_path: Path, side: int
) -> None:
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0))
    rows = _chunk(b"IDAT", zlib.compress(bytes(10_000_000), 9))
    path = tmp_path / "bomb.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + header + rows + _chunk(b"IEND", b""))
    assert _problem(path) == "picture-too-large"


@pytest.mark.parametrize(("width", "height"), [(14_400, 1), (1, 14_400), (14_400, 14_400), (3, 3)])
def test_a_pdf_with_odd_pages_is_drawn_no_larger_than_others(tmp_path: Path, width: int, height: int) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height))
    for _ in range(40):
        canvas.showPage()
    canvas.save()
    path = tmp_path / "odd.pdf"
    path.write_bytes(out.getvalue())
    assert _problem(path) in ("picture-no-code", "picture-unreadable")


def test_a_folder_or_nothing_is_said(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "not-there.png"):
        with pytest.raises(Problem, match="not-found"):
            key_in_picture(path)
