"""What a desk holds of its champions' training, field by field, in plain words."""

from __future__ import annotations

from champion_desk.i18n import _

Kinds = tuple[tuple[str, str, dict[str, str]], ...]


def kept_of_training(number: str, aside: str) -> Kinds:
    """Each kind of record about a champion: its table, its title, and the words of its fields."""
    whose = {"champion_id": _("whose it is"), "id": number, "removed_at": aside}
    enrolments = {
        "course": _("which course"),
        "title": _("what it is called"),
        "state": _("planned, started or done"),
        "hours": _("hours"),
        "on": _("the day it was done"),
        "due": _("the day it is due"),
    }
    ratings = {
        "skill": _("which skill"),
        "level": _("how well they say they can do it"),
        "rated_at": _("when they said so"),
        "told": _("whether it was counted among others, or shared by them"),
    }
    goals = {
        "topic": _("what they want to learn about"),
        "text": _("their plan in their own words"),
        "state": _("open, done or set aside"),
        "made_at": _("when it was made"),
        "review_on": _("when to look at it again"),
        "next_step": _("their next step in their own words"),
        "buddy_id": _("which champion helps with it"),
        "course": _("which course it is about"),
    }
    return (
        ("enrolments", _("A course of a champion's"), {**enrolments, **whose}),
        ("self_assessments", _("A champion's rating of their own skill"), {**ratings, **whose}),
        ("goals", _("A line of a champion's own plan"), {**goals, **whose}),
        *_of_practice(whose),
        *_of_proof(whose),
    )


def _of_practice(whose: dict[str, str]) -> Kinds:
    answers = {
        "kind": _("what was suggested: a topic, a course or a gap"),
        "code": _("which one of them"),
        "answer": _("taken into the plan, put off or dismissed"),
        "until": _("until when it was put off"),
        "answered_at": _("when they said so"),
    }
    practices = {
        "topic": _("what it was about, from a list"),
        "right_answers": _("how many answers were right"),
        "questions": _("how many questions there were"),
        "done_at": _("when it was done"),
    }
    shares = {"since": _("since when they share their ratings with who leads")}
    return (
        ("suggestion_answers", _("A champion's answer to a suggestion"), {**answers, **whose}),
        ("practices", _("A short exercise a champion did"), {**practices, **whose}),
        ("rating_shares", _("That a champion shares their ratings"), {**shares, **whose}),
    )


def _of_proof(whose: dict[str, str]) -> Kinds:
    badges = {
        "name": _("what the badge is called"),
        "issuer": _("who gave it"),
        "version": _("which kind of badge it is"),
        "issued_on": _("the day it was given"),
        "expires_on": _("the day it ends"),
        "proven": _("what could be proven of it here"),
        "unproven": _("what could not"),
        "document": _("the badge as it came, which may name its holder"),
        "digest": _("a number that tells the same badge again"),
        "kept_on": _("the day it was kept"),
    }
    return (("badges", _("A badge of a champion's"), {**badges, **whose}),)


def kept_for_training(number: str, aside: str) -> Kinds:
    """What is kept for everyone, and is about nobody."""
    own = {"id": number, "removed_at": aside}
    frameworks = {
        "code": _("its short name"),
        "text": _("its areas and skills"),
        "brought_in_on": _("the day it was brought in"),
        "retired": _("whether it is out of use"),
    }
    courses = {
        "code": _("its short name"),
        "title": _("what it is called"),
        "provider": _("who gives it"),
        "hours": _("hours"),
        "refresh_months": _("after how many months it is due again"),
        "covers": _("which areas of skills it is about"),
        "needs": _("which courses come first"),
        "retired": _("whether it is out of use"),
    }
    duties = {
        "course": _("which course"),
        "role": _("who must do it"),
        "due_days": _("within how many days"),
        "since": _("since when"),
    }
    counts = {
        "skill": _("which skill"),
        "people": _("of how many people, five at least"),
        "able": _("how many of them say they can do it alone"),
        "made_on": _("the day they were counted"),
    }
    return (
        ("own_frameworks", _("A list of skills of the council's own"), {**frameworks, **own}),
        ("own_courses", _("A course of the council's own"), {**courses, **own}),
        ("duties", _("A course that everyone in a role must do"), {**duties, **own}),
        ("rating_counts", _("Ratings of skills as a count, without names"), {**counts, **own}),
    )
