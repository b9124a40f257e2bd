"""How hard a text is to read: what is counted, and that the formula gives what it gave its authors."""

from __future__ import annotations

import pytest

from champion_desk.domain.handouts import Block, Handout, Run, Section
from champion_desk.domain.reading_age import (
    Reading,
    reading_of,
    sentences_of,
    syllables_in,
    texts_of,
    words_of,
)

# How many syllables dictionaries give: words of the sheets, and the endings and pairs that mislead.
SYLLABLES = {
    1: "a the make phone used asked friend your please whole else made files types called scanned eye queue",
    2: "people table google settings needed boxes pages quiet website create being agree isn't "
    "didn't address something sometimes password account safely careful statement titles "
    "handled prices washes",
    3: "video library radio area idea everything anyone computer libraries charities medium usual "
    "continue document connection appointment government audience",
    4: "information application usually television material experience",
    5: "university electricity",
}


@pytest.mark.parametrize(
    ("word", "count"), [(word, count) for count, words in SYLLABLES.items() for word in words.split()]
)
def test_syllables(word: str, count: int) -> None:
    assert syllables_in(word) == syllables_in(word.capitalize()) == count


@pytest.mark.parametrize(
    ("word", "count"), [("NHS", 3), ("PC", 2), ("PIN", 1), ("SIM", 1), ("ID", 2), ("I", 1), ("A", 1)]
)
def test_capitals_are_said_letter_by_letter(word: str, count: int) -> None:
    assert syllables_in(word) == count


def test_the_parts_of_a_word_with_hyphens_add_up() -> None:
    assert syllables_in("e-mail") == 2
    assert syllables_in("two-step") == 2


def test_sentences_end_at_stops_but_not_in_addresses_or_figures() -> None:
    text = 'Go to www.gov.uk. It costs 2.50 now! Say: "Yes." Is it on?'
    assert sentences_of(text) == ["Go to www.gov.uk.", "It costs 2.50 now!", 'Say: "Yes.', "Is it on?"]
    assert sentences_of("  ") == []


def test_words_leave_out_addresses_and_figures() -> None:
    assert words_of("Go to www.gov.uk/evisa or phone 0800 99 1234.") == ["Go", "to", "or", "phone"]
    assert words_of("Send e-mails to report@phishing.gov.uk, don’t wait.") == [
        *("Send", "e-mails", "to", "don’t", "wait")
    ]


def test_the_formula_is_the_published_one() -> None:
    """0.39 x 100/5 + 11.8 x 150/100 - 15.59 = 9.91, and a grade is five years less than an age."""
    assert Reading(5, 100, 150, "").age == pytest.approx(14.91)
    assert Reading(10, 100, 100, "").age == pytest.approx(5.11)


def test_the_easiest_text_and_none_have_the_age_at_which_school_begins() -> None:
    assert reading_of(["Go in."]).age == 5.0
    assert reading_of([]) == Reading(0, 0, 0, "")
    assert reading_of(["", "12 34", "www.gov.uk"]).age == 5.0


def test_each_line_ends_a_sentence_and_the_longest_is_kept() -> None:
    reading = reading_of(["You need:", "a phone and a pen", "Stop. Then go on."])
    assert (reading.sentences, reading.words) == (4, 11)
    assert reading.longest == "a phone and a pen"
    assert reading.words_in_longest == 5


def test_hard_words_and_long_sentences_make_it_older() -> None:
    easy = reading_of(["Ask us. We can help you. It is free."])
    hard = reading_of(
        ["Applicants experiencing difficulties regarding eligibility should consult an adviser."]
    )
    assert easy.age < 6
    assert hard.age > 20


def test_what_is_read_of_a_handout() -> None:
    blocks = (Block("paragraph", ((Run("You "), Run("need", bold=True)),)), Block("steps", ((Run("Go."),),)))
    sheet = Handout("s", "en", "Title", "Summary.", (Section("Heading", blocks, "before"),))
    assert list(texts_of(sheet)) == ["Summary.", "You need", "Go."]


def test_a_hostile_text_takes_no_time() -> None:
    assert reading_of(["a" * 50_000 + "-e" * 20_000 + ". " * 20_000]).words == 1
