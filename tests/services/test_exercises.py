"""Exercise cards: read with their questions, refused with a line when wrong, and done as evidence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from champion_desk.domain.problems import Invalid, Problem
from champion_desk.paths import resources_dir
from champion_desk.services import Services
from champion_desk.services.exercise_files import read_exercise
from champion_desk.services.exercises import ExerciseService

CARD = """+++
title = "On the Wi-Fi"
summary = "Join the Wi-Fi as a visitor would."
handout = "connect-to-wifi"
skills = ["plain-words"]
reviewed = 2026-12-01
+++
## Try this

Use your own phone.

1. Open **Settings**.
2. Choose **Wi-Fi**.
3. Turn it off and on.

## What comes first?

- A new phone.
- **The list of networks.**

Because it is there.

## And then?

- **The name.**
- A guess.
- The password of somebody else.

Because the name tells.

## And last?

- Nothing.
- **The page with the rules.**

Because it must be read.
"""


@pytest.fixture
def exercises(services: Services, tmp_path: Path) -> Callable[[str], ExerciseService]:
    """A folder with one card, in English."""

    def made(text: str = CARD) -> ExerciseService:
        folder = tmp_path / "practice" / "wifi"
        folder.mkdir(parents=True)
        (folder / "en.md").write_text(text, encoding="utf-8")
        (folder / "cy.md").write_text(text.replace("On the Wi-Fi", "Ar y Wi-Fi"), encoding="utf-8")
        return ExerciseService(
            services.desk.open_store, services.champion, tmp_path / "practice", services.board
        )

    return made


def test_a_card_is_read_with_its_questions(exercises: Callable[..., ExerciseService]) -> None:
    service = exercises()
    card = service.get("wifi")
    assert (card.title, card.heading, card.handout) == ("On the Wi-Fi", "Try this", "connect-to-wifi")
    assert [block.kind for block in card.blocks] == ["paragraph", "steps"]
    assert [question.right for question in card.questions] == [1, 0, 1]
    assert card.questions[0].answers == ("A new phone.", "The list of networks.")
    assert card.questions[2].why == "Because it must be read."
    assert service.get("wifi", "cy").title == "Ar y Wi-Fi"
    assert service.get("wifi", "pl").language == "en"


def test_doing_a_card_counts_as_evidence(
    exercises: Callable[..., ExerciseService], services: Services
) -> None:
    service = exercises()
    assert [one.done_at for one in service.offered()] == [None]
    done = service.done("wifi", 2)
    [offered] = service.offered("cy")
    assert (offered.title, offered.right_answers) == ("Ar y Wi-Fi", 2)
    assert offered.done_at is not None
    assert any(one.exercises for one in services.learning.evidence.by_skill())
    services.history.undo(done)
    assert services.learning.evidence.by_skill() == ()
    with pytest.raises(Invalid):
        service.done("wifi", 4)
    with pytest.raises(Problem, match="exercise-unknown"):
        service.done("../../secrets", 1)


@pytest.mark.parametrize(
    ("was", "becomes", "line"),
    [
        ("+++\ntitle", "title", 1),
        ('title = "On the Wi-Fi"', 'title = "', 2),
        ('title = "On the Wi-Fi"', "", 1),
        ("reviewed = 2026-12-01", 'reviewed = "soon"', 6),
        ("reviewed = 2026-12-01", 'picture = "x.png"', 6),
        ('skills = ["plain-words"]', "skills = [7]", 5),
        ("- **The name.**", "- The name.", 8),
        ("- A guess.", "- **A guess.**", 8),
        ("- A guess.", "- A **guess**.", 8),
        ("3. Turn it off and on.\n", "", 8),
        ("Because it is there.\n", "", 8),
        ("## And last?", "### And last?", 31),
        ("Because it must be read.", "<b>Because</b>", 36),
    ],
)
def test_a_card_that_is_wrong_is_named_with_its_line(
    exercises: Callable[[str], ExerciseService], was: str, becomes: str, line: int
) -> None:
    assert was in CARD
    service = exercises(CARD.replace(was, becomes))
    with pytest.raises(Problem) as caught:
        service.get("wifi")
    assert (caught.value.code, caught.value.facts["line"]) == ("exercise-unreadable", line)


def test_a_broken_card_leaves_the_others(exercises: Callable[[str], ExerciseService], tmp_path: Path) -> None:
    service = exercises(CARD)
    (tmp_path / "practice" / "evisa").mkdir()
    (tmp_path / "practice" / "evisa" / "en.md").write_bytes(b"\xff")
    assert [one.topic for one in service.offered()] == ["wifi"]
    assert [problem.facts["file"] for problem in service.problems()] == ["evisa/en.md"]


def test_every_card_that_ships_is_whole_and_known(services: Services) -> None:
    topics, handouts = services.catalogues["topics"].codes, resources_dir() / "handouts"
    for path in sorted((resources_dir() / "practice").glob("*/*.md")):
        card = read_exercise(path)
        assert card.topic in topics
        assert all(services.catalogues.shelf.skill(code) for code in card.skills), path
        assert not card.handout or (handouts / card.handout / "en.md").is_file()
        assert (path.parent / "en.md").is_file()
