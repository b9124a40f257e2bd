"""Frameworks as files: read with the line of what is wrong, brought in, replaced, put away."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from champion_desk.domain.problems import Problem
from champion_desk.paths import resources_dir
from champion_desk.problem_words import sentences
from champion_desk.services import Services
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.framework_files import read_framework

GOOD = """code = "our-desk"
label = { en = "Our desk" }
source = "Sample Council"

[[area]]
code = "welcoming"
label = { en = "Welcoming people" }

[[skill]]
code = "say-hello"
area = "welcoming"
label = { en = "I can welcome someone" }
topics = ["wifi"]

[[skill]]
code = "say-more"
area = "welcoming"
label = { en = "I can say \\"more\\"" }
needs = ["say-hello"]
"""
TOPICS = ("wifi", "nhs-app")


@pytest.mark.parametrize(
    ("was", "becomes", "code", "line"),
    [
        ('topics = ["wifi"]', 'topics = ["wi-fi"]', "framework-topic", 13),
        ('needs = ["say-hello"]', 'needs = ["say-goodbye"]', "framework-needs", 19),
        ('needs = ["say-hello"]', 'needs = ["say-more"]', "framework-round", 19),
        (
            'area = "welcoming"\nlabel = { en = "I can w',
            'area = "x"\nlabel = { en = "I can w',
            "framework-area",
            11,
        ),
        ('code = "say-more"', 'code = "say-hello"', "framework-twice", 16),
        ('code = "say-more"', 'code = "Say More"', "framework-code", 16),
        ('label = { en = "Welcoming people" }', 'label = { cy = "Croeso" }', "framework-label", 7),
        ('topics = ["wifi"]', 'topics = "wifi"', "framework-value", 13),
        ('topics = ["wifi"]', "topics = [7]", "framework-value", 13),
        ('topics = ["wifi"]', 'colour = "red"', "framework-key", 13),
        ('code = "say-hello"', 'code = "say-hello', "toml-unreadable", 10),
        ('code = "say-hello"', 'code = "plain-words"', "framework-taken", 10),
    ],
)
def test_what_is_wrong_is_named_with_its_line(was: str, becomes: str, code: str, line: int) -> None:
    assert was in GOOD
    with pytest.raises(Problem) as caught:
        read_framework("our.toml", GOOD.replace(was, becomes).encode(), TOPICS, {"plain-words"})
    assert (caught.value.code, caught.value.facts["line"]) == (code, line)
    said = sentences()[code].format_map({"given": "", "key": "", **caught.value.facts})
    assert said.startswith((f"Line {line} of our.toml", "our.toml"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "framework-code"),
        (b"\xff\xfe", "toml-encoding"),
        (b'code = "a"\nlabel = { en = "A" }', "framework-empty"),
        (b"x = " + b"[" * 5000, "toml-unreadable"),
        (b"#" * 1_000_001, "toml-too-large"),
    ],
)
def test_a_file_that_is_no_framework_gets_one_sentence(data: bytes, code: str) -> None:
    with pytest.raises(Problem) as caught:
        read_framework("our.toml", data, TOPICS)
    assert caught.value.code == code


def test_longer_rounds_are_found() -> None:
    skills = "".join(
        f'[[skill]]\ncode = "s{at}"\narea = "welcoming"\nlabel = {{ en = "S" }}\n'
        f'needs = ["s{(at + 1) % 50}"]\n'
        for at in range(50)
    )
    with pytest.raises(Problem, match="framework-round"):
        read_framework("our.toml", (GOOD + skills).encode(), TOPICS)


def test_a_broken_file_leaves_the_rest_at_work(tmp_path: Path) -> None:
    shutil.copytree(resources_dir() / "catalogue", tmp_path / "catalogue")
    (tmp_path / "catalogue" / "frameworks" / "another.toml").write_text("code = ", encoding="utf-8")
    catalogues = Catalogues(tmp_path)
    assert {one.code for one in catalogues.frameworks} >= {"digital-champion", "essential-digital-skills"}
    assert [problem.code for problem in catalogues.shelf.problems] == ["toml-unreadable"]


def test_what_ships_is_whole(catalogues: Catalogues) -> None:
    assert catalogues.shelf.problems == ()


def test_a_framework_is_brought_in_and_what_a_newer_one_leaves_out_keeps_its_history(
    services: Services, tmp_path: Path
) -> None:
    file = tmp_path / "our.toml"
    file.write_text(GOOD, encoding="utf-8")
    learning, catalogues = services.learning, services.catalogues
    preview = learning.frameworks.preview(file)
    assert [skill.code for skill in preview.added] == ["say-hello", "say-more"]
    assert not preview.is_known
    assert "our-desk" not in {one.code for one in catalogues.frameworks}
    learning.frameworks.bring_in(preview)
    services.training.rate({"say-more": "alone"})

    newer = GOOD[: GOOD.index('[[skill]]\ncode = "say-more"')]
    file.write_text(newer, encoding="utf-8")
    preview = learning.frameworks.preview(file)
    assert [skill.code for skill in preview.retired] == ["say-more"]
    done = learning.frameworks.bring_in(preview)
    ours = next(one for one in catalogues.frameworks if one.own)
    assert [skill.code for skill in ours.skills] == ["say-hello"]
    retired = catalogues.shelf.skill("say-more")
    assert retired is not None
    assert retired.label() == 'I can say "more"'
    assert services.training.levels() == {"say-more": "alone"}
    areas = services.training.areas(ours, datetime.now(UTC))
    assert (areas[0].skills, areas[0].rated) == (1, 0)

    target = tmp_path / "out.toml"
    learning.frameworks.export("our-desk", target)
    again = read_framework("out.toml", target.read_bytes(), catalogues["topics"].codes)
    assert [skill.code for skill in again.retired] == ["say-more"]

    services.history.undo(done)
    assert len(next(one for one in catalogues.frameworks if one.own).skills) == 2
    learning.frameworks.end("our-desk")
    assert "our-desk" not in {one.code for one in catalogues.frameworks}
    assert catalogues.shelf.skill("say-hello") is not None


def test_a_framework_that_ships_is_exported_and_its_code_is_not_taken(
    services: Services, tmp_path: Path
) -> None:
    target = tmp_path / "out.toml"
    services.learning.frameworks.export("digital-champion", target)
    with pytest.raises(Problem, match="framework-shipped"):
        services.learning.frameworks.preview(target)
    with pytest.raises(Problem, match="framework-unknown"):
        services.learning.frameworks.export("nobody", target)
