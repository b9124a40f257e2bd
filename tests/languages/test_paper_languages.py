"""Languages that only paper speaks: their words are whole, their dates their own; the window has none."""

from __future__ import annotations

import sys
from datetime import date, time
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from champion_desk import formats, i18n
from champion_desk.domain.opening import OpeningHours
from champion_desk.opening_words import hours_lines
from champion_desk.paths import catalogues_dir

sys.path.append(str(Path(__file__).parents[2] / "packaging"))

import messages

DAY = date(2026, 11, 22)
MONTHS = {
    "ar": ("22 نوفمبر 2026", "مايو 2027"),
    "bn": ("22 নভেম্বর 2026", "মে 2027"),
    "pl": ("22 listopada 2026", "maj 2027"),
    "ro": ("22 noiembrie 2026", "mai 2027"),
    "uk": ("22 листопада 2026", "травень 2027"),
    "ur": ("22 نومبر 2026", "مئی 2027"),
}
HOURS = {
    "ar": ("من الاثنين إلى الجمعة", "من 9 صباحًا إلى 4:30 مساءً"),
    "bn": ("সোমবার থেকে শুক্রবার", "9টা (am) থেকে 4:30টা (pm)"),
    "pl": ("poniedziałek – piątek", "9:00–16:30"),
    "ro": ("luni – vineri", "9:00–16:30"),
    "uk": ("понеділок – п’ятниця", "9:00–16:30"),
    "ur": ("پیر سے جمعہ تک", "9 بجے (am) سے 4:30 بجے (pm) تک"),
}


@pytest.mark.parametrize("language", messages.PAPER)
def test_every_word_of_citizens_paper_is_there(language: str) -> None:
    with (catalogues_dir() / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    wanted = messages.needed(language, messages.gathered())
    assert {message.id for message in catalogue} == {message.id for message in wanted}
    assert [*messages.faults(catalogue), *messages.misplaced(catalogue)] == []


def test_the_window_offers_none_of_them() -> None:
    assert not set(messages.PAPER) & set(i18n.LANGUAGES)


@pytest.mark.parametrize("language", messages.PAPER)
def test_dates_and_hours_are_said_in_it_with_western_digits(language: str) -> None:
    with i18n.speaking(language):
        assert (formats.long_date(DAY), formats.month(date(2027, 5, 1))) == MONTHS[language]
        assert hours_lines((OpeningHours((0, 1, 2, 3, 4), time(9), time(16, 30)),), DAY) == [HOURS[language]]
    assert formats.long_date(DAY) == "22 November 2026"


def test_the_day_ends_at_24_where_hours_are_counted_so() -> None:
    with i18n.speaking("pl"):
        assert [formats.time_of_day(time(*at)) for at in ((0, 0), (12, 0), (23, 59))] == [
            *("0:00", "12:00", "24:00"),
        ]
