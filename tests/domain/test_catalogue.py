"""Topics are found by two letters, in any of the languages, most used first."""

from __future__ import annotations

from champion_desk.domain.catalogue import Catalogue, CodedItem, Topic, folded, topics_matching

NHS = Topic("nhs-app", {"en": "NHS App", "cy": "Ap y GIG"}, rank=2, words=("health app",))
UC = Topic("universal-credit-claim", {"en": "Universal Credit: claim"}, rank=1, words=("UC",))
WIFI = Topic("wifi", {"en": "Wi-Fi"}, rank=3)
NAIRN = Topic("nairn", {"en": "Nhsomething else"}, rank=9)


def test_two_letters_find_a_topic() -> None:
    assert topics_matching([NHS, UC, WIFI], "nh", "en", {}) == [NHS]
    assert topics_matching([NHS, UC, WIFI], "uc", "en", {}) == [UC]
    assert topics_matching([NHS, UC, WIFI], "wifi", "en", {}) == [WIFI]
    assert topics_matching([NHS, UC, WIFI], "ap y", "cy", {}) == [NHS]


def test_most_used_here_comes_first_among_equal_matches() -> None:
    assert topics_matching([NHS, NAIRN], "nhs", "en", {"nairn": 9})[0] is NAIRN
    assert topics_matching([NHS, NAIRN], "nhs", "en", {})[0] is NHS


def test_nothing_typed_finds_nothing() -> None:
    assert topics_matching([NHS], "  ", "en", {}) == []


def test_accents_do_not_matter() -> None:
    assert folded("Stòrnabhagh") == "stornabhagh"
    assert folded("Ŵyl") == "wyl"


def test_a_label_falls_back_to_english_and_then_to_the_code() -> None:
    things = Catalogue("things", (CodedItem("a", {"en": "An A"}),))
    assert things.label("a", "gd") == "An A"
    assert things.label("retired") == "retired"
    assert "a" in things
    assert things.codes == ("a",)
