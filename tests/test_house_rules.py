"""Rules of this house that a linter does not know, read from the source."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from champion_desk.domain.problems import Problem
from champion_desk.problem_words import field_sentences, import_sentences, sentences
from champion_desk.wording import problem_sentence

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "champion_desk").rglob("*.py"))
LABELS = ROOT / "champion_desk" / "ui" / "widgets" / "labels.py"


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_begins_with_what_it_is_for(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith('"""')
    assert len(first) > 20


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_file_stays_readable_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_function_stays_readable_on_one_screen(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    long = [
        f"{node.name} ({node.end_lineno - node.lineno})"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and not isinstance(node.body[-1 if len(node.body) < 3 else 0], ast.Return)  # a table of words
        and node.end_lineno
        and node.end_lineno - node.lineno > 60
    ]
    assert long == []


def test_no_name_says_nothing() -> None:
    vague = {"utils", "helpers", "common", "manager", "base", "misc"}
    assert not [path for path in MODULES if path.stem in vague]


def test_text_from_data_is_never_markup() -> None:
    bare = re.compile(r"\bQLabel\(|setHtml\(|insertHtml\(|setMarkdown\(|RichText")
    found = [
        f"{_name(path)}: {line.strip()}"
        for path in MODULES
        if path != LABELS
        for line in path.read_text(encoding="utf-8").splitlines()
        if bare.search(line) and not line.lstrip().startswith(("#", '"""'))
    ]
    assert found == []


def test_words_are_whole_sentences_never_filled_before_they_are_translated() -> None:
    filled = re.compile(r"""\b(?:_|N_|ngettext)\(\s*f["']""")
    found = [_name(path) for path in MODULES if filled.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_every_problem_the_code_raises_has_its_sentence() -> None:
    known = {**sentences(), **import_sentences(), **field_sentences()}
    raised = set()
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            place = {"Problem": 0, "Invalid": 1}.get(node.func.id)
            if place is not None and len(node.args) > place and isinstance(node.args[place], ast.Constant):
                raised.add(ast.literal_eval(node.args[place]))
    assert raised
    assert sorted(raised - set(known)) == []


def test_a_sentence_survives_facts_that_hold_braces_and_markup() -> None:
    said = problem_sentence(Problem("not-found", path="{evil} <b>%s"))
    assert "{evil} <b>%s" in said
    assert problem_sentence(Problem("never-heard-of"))


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"TO" + "DO|FIX" + "ME|XX" + "X|NotImplemented" + "Error")
    files = [*MODULES, *(ROOT / "packaging").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    assert [_name(path) for path in files if later.search(path.read_text(encoding="utf-8"))] == []
