"""Handout files: what is read, and that everything else is told with its line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from champion_desk.domain.handouts import ROLES, Block, Run
from champion_desk.domain.problems import Problem
from champion_desk.paths import resources_dir
from champion_desk.services.handout_files import read_all, read_handout, read_library
from champion_desk.wording import problem_sentence

HEAD = """+++
title = "Spot a scam"
summary = "A scam is a trick."
topics = ["scams"]
nations = ["all"]
web = "www.example.org"
reviewed = 2026-11-22
translator = "Una"
speaker_reviewed = false
+++
"""


def write(folder: Path, body: str, head: str = HEAD) -> Path:
    path = folder / "spot-a-scam" / "gd.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(head + body, encoding="utf-8")
    return path


def problem(folder: Path, body: str, head: str = HEAD) -> dict[str, object]:
    with pytest.raises(Problem) as raised:
        read_handout(write(folder, body, head))
    assert raised.value.code == "handout-unreadable"
    assert raised.value.facts["file"] == "spot-a-scam/gd.md"
    return raised.value.facts


def test_reads_facts_sections_and_runs(tmp_path: Path) -> None:
    body = """## Before
One **bold**
word. AT&T < 5 & more.

You need:
- a phone
- **paper**

## Steps
1. Stop.
2. Think. Go to **www.example.org**.
"""
    sheet = read_handout(write(tmp_path, body))
    assert (sheet.slug, sheet.language, sheet.title) == ("spot-a-scam", "gd", "Spot a scam")
    assert (sheet.topics, sheet.nations, sheet.web) == (("scams",), ("all",), "www.example.org")
    assert (sheet.reviewed, sheet.translator, sheet.speaker_reviewed) == (date(2026, 11, 22), "Una", False)
    before, todo = sheet.sections
    assert (before.heading, before.role, todo.role) == ("Before", "before", "steps")
    assert before.blocks[0] == Block(
        "paragraph", ((Run("One "), Run("bold", bold=True), Run(" word. AT&T < 5 & more.")),)
    )
    assert before.blocks[2] == Block("bullets", ((Run("a phone"),), (Run("paper", bold=True),)))
    assert todo.blocks[0].kind == "steps"
    assert todo.blocks[0].items[1] == (Run("Think. Go to "), Run("www.example.org", bold=True), Run("."))


def test_every_shipped_handout_is_whole() -> None:
    sheets = [
        sheet for languages in read_all(resources_dir() / "handouts").values() for sheet in languages.values()
    ]
    assert len(sheets) >= 8
    for sheet in sheets:
        assert tuple(section.role for section in sheet.sections) == ROLES, sheet.slug
        assert all(section.blocks for section in sheet.sections), sheet.slug


def test_sections_are_read_when_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path, "## Steps\n\n> not in a handout\n")
    sheet = read_all(tmp_path)["spot-a-scam"]["gd"]
    assert sheet.title == "Spot a scam"
    with pytest.raises(Problem):
        _ = sheet.sections
    path.write_text(HEAD + "## Steps\n1. Stop.\n", encoding="utf-8")
    read = read_all(tmp_path)["spot-a-scam"]["gd"]
    whole = read_handout(path)
    assert read == whole
    assert whole == read
    assert hash(read) == hash(whole)
    assert replace(read, title="Other").sections == whole.sections


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("Words before a heading.\n", 11),
        ("", 11),
        ("# Too large\n", 11),
        ("## Fine\n\n### Too small\n", 13),
        ("## Fine\n\nA [link](https://example.org).\n", 13),
        ("## Fine\n\n*Slanted*\n", 13),
        ("## Fine\n\n`code`\n", 13),
        ("## Fine\n\n~~gone~~\n", 13),
        ("## Fine\n\n![picture](x.png)\n", 13),
        ("## Fine\n\n<b>bold</b>\n", 13),
        ("## Fine\n\n<!-- note -->\n", 13),
        ("## Fine\n\n<https://example.org>\n", 13),
        ("## Fine\n\n> quoted\n", 13),
        ("## Fine\n\n    code\n", 13),
        ("## Fine\n\n---\n", 13),
        ("## Fine\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", 13),
        ("## Fine\n\n- one\n  - inner\n", 14),
        ("## Fine\n\n3. third\n", 13),
        ("## **Bold** heading\n", 11),
        ("## Fine\n\none\\\ntwo\n", 13),
        ("Fine\n----\n", 11),
    ],
)
def test_other_markdown_is_refused_with_its_line(tmp_path: Path, body: str, line: int) -> None:
    assert problem(tmp_path, body)["line"] == line


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ("", "no-facts"),
        ('+++\ntitle = "A"\n', "facts-not-closed"),
        ("+++\ntitle = \n+++\n", "facts-not-toml"),
        (HEAD.replace('title = "Spot a scam"', 'title = ""'), "no-title"),
        (HEAD.replace('topics = ["scams"]\n', ""), "no-topics"),
        (HEAD.replace("2026-11-22", '"soon"'), "wrong-reviewed"),
        (HEAD.replace("false", '"no"'), "wrong-speaker_reviewed"),
        (HEAD.replace('["scams"]', '"scams"'), "wrong-topics"),
        (HEAD.replace("translator", "translater"), "wrong-translater"),
    ],
)
def test_wrong_facts_are_refused(tmp_path: Path, head: str, why: str) -> None:
    assert problem(tmp_path, "## Steps\n1. Stop.\n", head)["why"] == why


def test_a_wrong_fact_is_told_with_its_line(tmp_path: Path) -> None:
    assert problem(tmp_path, "", HEAD.replace("2026-11-22", '"soon"'))["line"] == 7
    assert problem(tmp_path, "", HEAD.replace('nations = ["all"]', "nations = [all]"))["line"] == 5


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "")
    path.write_bytes(b"+++\n\xff\xfe\x00")
    with pytest.raises(Problem):
        read_handout(path)
    with pytest.raises(Problem):
        read_handout(tmp_path / "none" / "en.md")


def test_a_broken_file_is_named_and_the_others_are_there(tmp_path: Path) -> None:
    write(tmp_path, "## Steps\n1. Stop.\n")
    for name, text in (
        ("cy", "no facts"),
        ("xx", HEAD + "## Steps\n"),
        ("en", HEAD.replace("title", "titel")),
    ):
        (tmp_path / "spot-a-scam" / f"{name}.md").write_text(text, encoding="utf-8")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "en.md").write_bytes(b"\xff\xfe")
    library = read_library(tmp_path)
    assert {slug: list(languages) for slug, languages in library.sheets.items()} == {"spot-a-scam": ["gd"]}
    assert [(one.facts["file"], one.facts["why"]) for one in library.broken] == [
        ("other/en.md", "not-text"),
        ("spot-a-scam/cy.md", "no-facts"),
        ("spot-a-scam/en.md", "no-title"),
        ("spot-a-scam/xx.md", "language-unknown"),
    ]
    assert all(problem_sentence(one).startswith(f"“{one.facts['file']}”") for one in library.broken)


@pytest.mark.parametrize("words", ["a **bold word", "a [link](https", "**"])
def test_mark_up_that_does_not_close_is_told(tmp_path: Path, words: str) -> None:
    assert problem(tmp_path, f"## Steps\n\n{words}\n")["line"] == 13
