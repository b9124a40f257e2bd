"""Reads exercise cards from their files: facts between `+++` lines, what to try, and three questions."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from champion_desk.domain.handouts import Block, Section
from champion_desk.domain.practice import QUESTIONS, Exercise, Question
from champion_desk.domain.problems import Problem
from champion_desk.services.handout_text import Wrong, sections

_FENCE = "+++"
_TEXTS = ("title", "summary", "handout", "translator")
_KNOWN = frozenset((*_TEXTS, "skills", "reviewed", "speaker_reviewed"))
_LONGEST = {"title": 60, "summary": 160}
_MOST_QUESTION = 120


def read_exercise(path: Path) -> Exercise:
    """One card; its folder's name is the topic, its own name the language.

    Raises `Problem("exercise-unreadable")` with `file` and `line` (from 1).
    """
    file = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8-sig")
        facts, rest, before = _split(text)
        parts = list(sections(rest, before))
        if len(parts) != 1 + QUESTIONS:
            raise Wrong(before + 1, "parts")
        _check_task(parts[0], before)
        questions = tuple(_question(part, before) for part in parts[1:])
    except Wrong as wrong:
        raise Problem("exercise-unreadable", file=file, line=wrong.line) from wrong
    except (OSError, UnicodeDecodeError) as error:
        raise Problem("exercise-unreadable", file=file, line=1) from error
    skills = facts["skills"]
    reviewed = facts.get("reviewed")
    return Exercise(
        path.parent.name,
        path.stem,
        str(facts["title"]),
        str(facts["summary"]),
        parts[0].heading,
        parts[0].blocks,
        questions,
        tuple(skills) if isinstance(skills, list) else (),
        str(facts.get("handout", "")),
        reviewed if isinstance(reviewed, date) else None,
        str(facts.get("translator", "")),
        bool(facts.get("speaker_reviewed", True)),
    )


def read_facts(path: Path) -> Mapping[str, object]:
    """The facts of a card alone, for a list of titles. Raises `Problem` as `read_exercise` does."""
    try:
        return _split(path.read_text(encoding="utf-8-sig"))[0]
    except Wrong as wrong:
        file = f"{path.parent.name}/{path.name}"
        raise Problem("exercise-unreadable", file=file, line=wrong.line) from wrong
    except (OSError, UnicodeDecodeError) as error:
        raise Problem("exercise-unreadable", file=f"{path.parent.name}/{path.name}", line=1) from error


def _split(text: str) -> tuple[Mapping[str, object], str, int]:
    """The facts, what follows them, and after how many lines it begins."""
    lines = text.splitlines()
    ends = [at for at, line in enumerate(lines) if line.strip() == _FENCE]
    if len(ends) < 2 or ends[0] != 0:
        raise Wrong(1, "facts")
    try:
        facts = tomllib.loads("\n".join(lines[1 : ends[1]]))
    except (ValueError, RecursionError) as error:
        raise Wrong(2, "facts-not-toml") from error
    for name, value in facts.items():
        if name not in _KNOWN or not _fits(name, value):
            at = next((n for n, line in enumerate(lines, 1) if line.lstrip().startswith(name)), 1)
            raise Wrong(at, name)
    for name in ("title", "summary", "skills"):
        if not facts.get(name):
            raise Wrong(1, name)
    return facts, "\n".join(lines[ends[1] + 1 :]), ends[1] + 1


def _fits(name: str, value: object) -> bool:
    if name in _TEXTS:
        return isinstance(value, str) and len(value) <= _LONGEST.get(name, 200)
    if name == "skills":
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if name == "reviewed":
        return isinstance(value, date) and not isinstance(value, datetime)
    return isinstance(value, bool)


def _check_task(part: Section, before: int) -> None:
    """Paragraphs, and one list of three to eight steps."""
    steps = [block for block in part.blocks if block.kind == "steps"]
    others = [block for block in part.blocks if block.kind not in ("steps", "paragraph")]
    if len(steps) != 1 or others or not 3 <= len(steps[0].items) <= 8:
        raise Wrong(before + 1, "steps")


def _question(part: Section, before: int) -> Question:
    """Two to four answers, of which one is bold as a whole, and why it is right."""
    kinds = [block.kind for block in part.blocks]
    if kinds != ["bullets", "paragraph"] or len(part.heading) > _MOST_QUESTION:
        raise Wrong(before + 1, "question")
    answers = part.blocks[0].items
    bold = [at for at, runs in enumerate(answers) if all(run.bold for run in runs)]
    any_bold = [at for at, runs in enumerate(answers) if any(run.bold for run in runs)]
    if not 2 <= len(answers) <= 4 or len(bold) != 1 or any_bold != bold:
        raise Wrong(before + 1, "answers")
    texts = tuple("".join(run.text for run in runs) for runs in answers)
    return Question(part.heading, texts, bold[0], _text(part.blocks[1]))


def _text(block: Block) -> str:
    return " ".join("".join(run.text for run in runs) for runs in block.items)
