"""What ships for training: each topic has a skill, each course an area, and labels are in three languages."""

from __future__ import annotations

from collections import Counter

from champion_desk.paths import resources_dir
from champion_desk.services.catalogues import Catalogues

LANGUAGES = {"en", "cy", "gd"}
CATALOGUES = Catalogues(resources_dir())
AREAS = {area.code for framework in CATALOGUES.frameworks for area in framework.areas}
SKILLS = [skill for framework in CATALOGUES.frameworks for skill in framework.skills]


def test_every_topic_belongs_to_a_skill_and_every_skill_to_topics_that_exist() -> None:
    linked = {topic for skill in SKILLS for topic in skill.topics}
    assert linked == {topic.code for topic in CATALOGUES.topics}


def test_a_code_stands_for_one_thing() -> None:
    courses = Counter(course.code for course in CATALOGUES.courses)
    skills = Counter(skill.code for skill in SKILLS)
    assert [code for code, count in (courses + skills).items() if count > 1] == []


def test_every_area_has_skills_of_its_own_framework() -> None:
    for framework in CATALOGUES.frameworks:
        assert {skill.area for skill in framework.skills} == {area.code for area in framework.areas}


def test_labels_are_in_every_language() -> None:
    areas = [area for framework in CATALOGUES.frameworks for area in framework.areas]
    unlabelled = [
        item.code
        for item in (*areas, *SKILLS, *CATALOGUES.courses)
        if set(item.labels) != LANGUAGES or not all(item.labels.values())
    ]
    assert unlabelled == []


def test_courses_cover_areas_that_exist_and_take_some_time() -> None:
    for course in CATALOGUES.courses:
        assert set(course.covers) <= AREAS
        assert course.hours >= 1
        assert course.provider


def test_only_the_published_framework_has_statements_of_its_publisher() -> None:
    """The publisher's wording was verified under three heads; the rest is ours and says so."""
    official = {skill.area for skill in SKILLS if skill.official}
    assert official == {"foundation", "transacting", "safe-and-legal"}
    ours = {skill.area for skill in SKILLS if not skill.official}
    assert not official & ours
