"""Courses of the council's own: kept, read from a file or not at all, made a duty, and due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from champion_desk.domain.champions import Champion
from champion_desk.domain.courses import Duty, OwnCourse
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.training import Enrolment
from champion_desk.problem_words import sentences
from champion_desk.services import Services

FILE = """[[course]]
code = "fire"
title = "Fire safety"
hours = 1.5
refresh_months = 12
covers = ["safeguarding"]

[[course]]
code = "fire-warden"
title = "Fire warden"
needs = ["fire"]
"""


def test_courses_are_read_from_a_file_kept_and_written_again(services: Services, tmp_path: Path) -> None:
    file = tmp_path / "courses.toml"
    file.write_text(FILE, encoding="utf-8")
    courses = services.learning.courses
    read = courses.read(file)
    assert courses.own() == []
    courses.bring_in(read)
    courses.bring_in(courses.read(file))
    assert [one.code for one in courses.own()] == ["fire", "fire-warden"]
    offered = {one.code: one for one in courses.offered()}
    assert (offered["fire"].hours, offered["fire"].refresh_months) == (1.5, 12)
    assert courses.export(tmp_path / "out.toml") == 2
    assert [replace(one, id="") for one in courses.read(tmp_path / "out.toml")] == [
        replace(one, id="") for one in read
    ]
    done = courses.retire("fire")
    assert "fire" not in {one.code for one in courses.offered()}
    assert "fire" in {one.code for one in services.catalogues.courses}
    services.history.undo(done)
    assert "fire" in {one.code for one in courses.offered()}


@pytest.mark.parametrize(
    ("was", "becomes", "code", "line"),
    [
        ('covers = ["safeguarding"]', 'covers = ["juggling"]', "course-area", 6),
        ('needs = ["fire"]', 'needs = ["fires"]', "course-needs", 11),
        ('needs = ["fire"]', 'needs = ["fire-warden"]', "course-round", 11),
        ('code = "fire-warden"', 'code = "fire"', "framework-twice", 9),
        ('code = "fire-warden"', 'code = "sight-loss"', "course-shipped", 9),
        ("hours = 1.5", 'hours = "long"', "framework-value", 4),
        ("hours = 1.5", "hours = 1000", "framework-value", 4),
        ("hours = 1.5", 'link = "https://example.org"', "framework-key", 4),
        ('title = "Fire safety"', "", "course-lacks", 1),
        ('title = "Fire safety"', "title =", "toml-unreadable", 3),
    ],
)
def test_a_file_with_something_wrong_is_not_taken_in_at_all(
    services: Services, tmp_path: Path, was: str, becomes: str, code: str, line: int
) -> None:
    file = tmp_path / "courses.toml"
    file.write_text(FILE.replace(was, becomes), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        services.learning.courses.read(file)
    assert (caught.value.code, caught.value.facts["line"]) == (code, line)
    assert f"{line}" in sentences()[code].format_map({"given": "", "key": "", **caught.value.facts})


@pytest.mark.parametrize("data", [b"", b"a = 1", b"course = 1", b"course = [1]"])
def test_what_is_no_file_of_courses_gets_one_sentence(
    services: Services, tmp_path: Path, data: bytes
) -> None:
    file = tmp_path / "courses.toml"
    file.write_bytes(data)
    with pytest.raises(Problem, match="courses-foreign"):
        services.learning.courses.read(file)


def test_a_duty_reminds_me_and_who_leads_sees_who_is_due_what(services: Services) -> None:
    courses, training = services.learning.courses, services.training
    with pytest.raises(Problem, match="course-unknown"):
        courses.set_duty(Duty("juggling"))
    courses.set_duty(Duty("safeguarding-level-1", due_days=30))
    [mine] = courses.reminders()
    assert (mine.state, mine.mandatory, mine.title) == ("missing", True, "Safeguarding, level 1")
    with services.desk.open_store.transaction() as tx:
        tx.champions.add(other := Champion("Ewan"))
        tx.champions.add(Champion("Gone", left_on=date(2026, 1, 1)))
        tx.training.enrol(Enrolment(other.id, "", "A thing of my own", due=date.today()))
    due = courses.due_of_all()
    assert {one.title for several in due.values() for one in several} == {"Safeguarding, level 1"}
    assert set(due) == {services.champion.id, other.id}

    long_ago = date.today() - timedelta(days=3 * 365)
    enrolment = Enrolment(services.champion.id, "safeguarding-level-1", "Safeguarding")
    training.enrol(enrolment)
    training.finish(enrolment, long_ago)
    assert [one.state for one in courses.reminders()] == ["expired"]
    assert training.enrolments()[0].state_on(date.today()) == "expired"
    again = Enrolment(services.champion.id, "safeguarding-level-1", "Safeguarding")
    training.enrol(again)
    training.finish(again, date.today())
    assert courses.reminders() == []
    courses.end_duty(courses.duties()[0])
    assert courses.due_of_all() == {}


def test_only_who_leads_changes_courses_and_sees_what_others_owe(services: Services) -> None:
    with services.desk.open_store.transaction() as tx:
        tx.champions.add(Champion("Ewan", lead=True))
        tx.champions.amend(replace(services.champion, lead=False))
    courses = services.learning.courses
    assert not courses.may_change()
    for work in (
        lambda: courses.keep(OwnCourse("fire", "Fire safety")),
        lambda: courses.set_duty(Duty("sight-loss")),
        courses.due_of_all,
    ):
        with pytest.raises(Problem, match="training-lead"):
            work()


def test_a_title_that_looks_personal_is_not_kept(services: Services) -> None:
    with pytest.raises(Invalid, match="looks-personal"):
        services.learning.courses.keep(OwnCourse("x", "Help for Mrs Sinclair"))
    with pytest.raises(Invalid, match="code-taken"):
        services.learning.courses.keep(OwnCourse("sight-loss", "Sight loss"))
