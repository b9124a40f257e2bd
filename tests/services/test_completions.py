"""Lists of courses done from a learning system: matched, listed by line, taken in whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from champion_desk.domain.champions import Champion
from champion_desk.domain.completions import LEAVE_OUT
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.training import Enrolment
from champion_desk.services import Services
from champion_desk.services.completion_rows import decided

SHEET = """Full name,Email,Course,Completion date,Hours,Status
Mairi,mairi@example.org,"Safeguarding, level 1",13/02/2026,2,Completed
"MAIRI",,sight-loss,2026-03-03,1:30,complete
Mairi,,Sight loss,3 March 2026,,Done
Someone Else,else@example.org,Sight loss,13/02/2026,2,Completed
Mairi,,Fire safety,46086,"1,5",Completed
Mairi,,Scams awareness,14/02/2026,1,In progress
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "done.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_list_is_matched_and_taken_in_whole(services: Services, tmp_path: Path) -> None:
    completions, training = services.learning.completions, services.training
    planned = Enrolment(services.champion.id, "sight-loss", "Helping someone with sight loss")
    training.enrol(planned)
    sheet = completions.look(written(tmp_path, SHEET))
    start = completions.suggested(sheet)
    assert (start.remembered, start.order_open, start.mapping.day_first) == (False, False, True)
    preview = completions.preview(sheet, start.mapping)
    assert (preview.found, len(preview.new), preview.others, preview.left_out) == (6, 2, 1, 1)
    assert preview.unknown_courses == {"Sight loss": 1, "Fire safety": 1}
    assert not preview.is_whole
    with pytest.raises(Problem, match="completions-not-whole"):
        completions.take_in(sheet, start.mapping)
    assert [one.state for one in training.enrolments()] == ["planned"]

    chosen = decided({"Sight loss": "sight-loss", "Fire safety": ""})
    mapping = replace(start.mapping, courses=chosen)
    preview = completions.preview(sheet, mapping)
    assert preview.is_whole
    assert (len(preview.new), preview.known) == (3, 1)
    done = completions.take_in(sheet, mapping)
    kept = {one.title: one for one in training.enrolments()}
    assert len(kept) == 3
    assert (kept[planned.title].id, kept[planned.title].hours) == (planned.id, 1.5)
    assert kept["Fire safety"].on == date(2026, 3, 5)
    assert kept["Fire safety"].hours == 1.5
    assert kept["Safeguarding, level 1"].due == date(2028, 2, 13)

    again = completions.suggested(completions.look(tmp_path / "done.csv"))
    assert again.remembered
    assert again.mapping.courses == chosen
    preview = completions.preview(sheet, again.mapping)
    assert (len(preview.new), preview.known) == (0, 4)
    services.history.undo(done)
    assert [one.state for one in training.enrolments()] == ["planned"]


def test_nothing_of_anyone_else_is_kept_or_shown(services: Services, tmp_path: Path) -> None:
    completions = services.learning.completions
    sheet = completions.look(written(tmp_path, SHEET))
    mapping = completions.suggested(sheet).mapping
    assert "Else" not in repr(completions.preview(sheet, mapping))
    completions.take_in(sheet, mapping, leave_out_rest=True)
    with services.desk.open_store.reading() as tx:
        assert "Else" not in repr(tx.mappings.all())
        assert "mairi" not in repr(tx.mappings.all()).casefold()
        assert {one.champion_id for one in tx.training.enrolments()} == {services.champion.id}


def test_two_champions_of_one_name_get_nothing_of_each_other(services: Services, tmp_path: Path) -> None:
    with services.desk.open_store.transaction() as tx:
        tx.champions.add(Champion("mairi"))
    completions = services.learning.completions
    sheet = completions.look(written(tmp_path, SHEET))
    preview = completions.preview(sheet, completions.suggested(sheet).mapping)
    assert (preview.new, preview.others) == ((), 6)


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ('"Flett, Màiri"', "Learner"),
        ("Mairi  FLETT", "User full name"),
        ("Mairi,Flett", "First name,Surname"),
    ],
)
def test_names_are_matched_as_learning_systems_write_them(
    services: Services, tmp_path: Path, name: str, heading: str
) -> None:
    with services.desk.open_store.transaction() as tx:
        tx.champions.add(Champion("Mairi Flett"))
    completions = services.learning.completions
    sheet = completions.look(
        written(tmp_path, f"{heading},Course,Completed on\n{name},sight-loss,2026-03-03\n")
    )
    assert len(completions.preview(sheet, completions.suggested(sheet).mapping).new) == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("Mairi,sight-loss,soon,,", "no-day"),
        ("Mairi,sight-loss,,,", "no-day"),
        ("Mairi,sight-loss,March 2026,,", "no-day"),
        ("Mairi,sight-loss,31/02/2026,,", "no-day"),
        ("Mairi,sight-loss,2999-01-01,,", "day-odd"),
        ("Mairi,sight-loss,1970-01-01,,", "day-odd"),
        ("Mairi,,2026-03-03,,", "no-course"),
        ("Mairi,sight-loss,2026-03-03,many,", "hours-odd"),
        ("Mairi,sight-loss,2026-03-03,-1,", "hours-odd"),
        ("Mairi,sight-loss,2026-03-03,nan,", "hours-odd"),
        ("Mairi,sight-loss,2026-03-03,,2020-01-01", "due-odd"),
        ("Mairi,sight-loss,2026-03-03,,never", "due-odd"),
        (f"Mairi,{'long ' * 30},2026-03-03,,", "course-odd"),
        ("Mairi,Help for Mrs Sinclair,2026-03-03,,", "course-odd"),
    ],
)
def test_a_row_that_is_wrong_is_listed_with_its_line(
    services: Services, tmp_path: Path, row: str, code: str
) -> None:
    completions = services.learning.completions
    sheet = completions.look(written(tmp_path, f"Name,Course,Date completed,Hours,Expiry date\n{row}\n"))
    mapping = completions.suggested(sheet).mapping
    [refused] = completions.preview(sheet, mapping).refused
    assert (refused.line, refused.code) == (2, code)
    with pytest.raises(Problem, match="completions-not-whole"):
        completions.take_in(sheet, mapping)
    assert services.training.enrolments() == []


def test_days_that_can_be_read_in_two_ways_ask_first(services: Services, tmp_path: Path) -> None:
    completions = services.learning.completions
    sheet = completions.look(written(tmp_path, "Name,Course,Date completed\nMairi,sight-loss,3/4/2026\n"))
    start = completions.suggested(sheet)
    assert start.order_open
    with pytest.raises(Invalid, match="completions-order"):
        completions.preview(sheet, start.mapping)
    american = replace(start.mapping, day_first=False)
    assert completions.preview(sheet, american).new[0].on == date(2026, 3, 4)
    completions.take_in(sheet, american)
    assert completions.suggested(sheet).mapping.day_first is False


def test_a_course_can_be_left_out(services: Services, tmp_path: Path) -> None:
    completions = services.learning.completions
    sheet = completions.look(written(tmp_path, SHEET))
    mapping = completions.suggested(sheet).mapping
    mapping = replace(mapping, courses=decided({"Sight loss": LEAVE_OUT, "Fire safety": LEAVE_OUT}))
    preview = completions.preview(sheet, mapping)
    assert (preview.is_whole, preview.left_out) == (True, 3)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "import-empty"),
        ("just words", "completions-no-sheet"),
        ('{"name": "Mairi"}', "completions-no-sheet"),
        ("Name,Course,Completed\n", "import-no-rows"),
        ('Name,Course,Completed\nMairi,"sight', "import-truncated"),
    ],
)
def test_what_is_no_such_list_gets_one_sentence(
    services: Services, tmp_path: Path, text: str, code: str
) -> None:
    with pytest.raises(Problem) as caught:
        services.learning.completions.look(written(tmp_path, text))
    assert caught.value.code == code


def test_only_who_leads_takes_lists_in(services: Services, tmp_path: Path) -> None:
    completions = services.learning.completions
    sheet = completions.look(written(tmp_path, SHEET))
    with services.desk.open_store.transaction() as tx:
        tx.champions.add(Champion("Ewan", lead=True))
        tx.champions.amend(replace(services.champion, lead=False))
    with pytest.raises(Problem, match="training-lead"):
        completions.preview(sheet, completions.suggested(sheet).mapping)
