"""The library of handouts: every topic has one; each has its parts, reads easily and is safe to follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from champion_desk.domain.champions import Site
from champion_desk.domain.handouts import ROLES, Handout
from champion_desk.domain.reading_age import reading_of, sentences_of, texts_of, words_of
from champion_desk.paths import resources_dir
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.handout_files import read_all
from champion_desk.services.handouts import HandoutService
from tests.benchmarks.handouts import LONGEST, OLDEST

LONGEST_STEP = 24
RIGHT_TO_LEFT = {"ar", "ur"}
NATIONS = {"all", "scotland", "wales", "england"}

OFFICIAL = (
    *("gov.uk", "mygov.scot", "gov.scot", "gov.wales", "nhs.uk", "nhs.scot", "nhs.wales", "police.uk"),
    *("parliament.uk", "parliament.scot", "senedd.wales"),
)
NAMED = {
    "nhsinform.scot": "the NHS in Scotland's advice to the public",
    "mycare.scot": "the NHS in Scotland's app",
    "getyournec.scot": "Scottish councils' National Entitlement Card",
    "tfw.wales": "Transport for Wales, owned by the Welsh Government",
    "ofcom.org.uk": "the regulator by law of phone and internet firms",
    "gmail.com": "the provider's own page, on the sheet about e-mail",
    "outlook.com": "the provider's own page, on the sheet about e-mail",
}
_HOST = re.compile(r"(?<![\w.-])(?:[\w-]+\.)+[a-z]{2,}(?![\w-])", re.IGNORECASE)

# Numbers that a sheet may name, and who answers them.
PHONES = {
    "999": "emergencies",
    "111": "the NHS",
    "101": "the police",
    "105": "power cuts",
    "159": "most banks",
    "7726": "fake texts",
    "0800 111 999": "gas leaks",
    "0300 123 2040": "Report Fraud",
    "0800 328 5644": "Universal Credit",
    "0800 023 2581": "Help to Claim in Scotland",
    "0800 144 8444": "Help to Claim in England",
    "0800 99 1234": "Pension Credit",
    "0800 182 2222": "Social Security Scotland",
    "0300 222 0000": "passports",
    "0800 030 8014": "MyCare.scot",
}
_PHONE = re.compile(r"\b0\d[\d ]{6,}\d\b|\*\*(\d{3,5})\*\*")

# What staff and citizens do with a hand: a step tells one of them.
ACTS = """
    Add Answer Choose Close Copy Cover Delete Draw Empty Fill Hold Join Mark Open Pay Phone Pick Plug Post
    Press Print Put Save Search Send Slide Start Take Tap Tick Turn Type Wait Write
"""

# How each language names another sheet, in its own quotation marks.
_SHEET_NAMED = re.compile(r'(?:sheet|daflen|bhileag|ulotkę|аркуш|fișa|الورقة|پرچہ|কাগজ) ["„«]([^"”»]+)["”»]')

LIBRARY = read_all(resources_dir() / "handouts")
ENGLISH = {slug: languages["en"] for slug, languages in LIBRARY.items()}
TRANSLATED = {
    f"{slug}-{code}": sheet
    for slug, languages in LIBRARY.items()
    for code, sheet in languages.items()
    if code != "en"
}
EVERY = {f"{slug}-en": sheet for slug, sheet in ENGLISH.items()} | TRANSLATED


def steps(sheet: Handout) -> Iterator[str]:
    for section in sheet.sections:
        for block in section.blocks:
            if block.kind == "steps":
                yield from ("".join(run.text for run in item) for item in block.items)


def marked_up(sheet: Handout) -> str:
    """All its words, what is bold between stars."""
    runs = [
        f"**{run.text}**" if run.bold else run.text
        for section in sheet.sections
        for block in section.blocks
        for item in block.items
        for run in item
    ]
    return " ".join([sheet.summary, *runs])


def hosts(sheet: Handout) -> set[str]:
    return {found.casefold() for found in _HOST.findall(f"{marked_up(sheet)} {sheet.web}")}


def phones(sheet: Handout) -> set[str]:
    words = marked_up(sheet).replace("\N{NO-BREAK SPACE}", " ")
    return {found[1] or found[0] for found in _PHONE.finditer(words)}


def is_official(host: str) -> bool:
    known = (*OFFICIAL, *NAMED)
    return any(host == one or host.endswith(f".{one}") for one in known)


def shape(sheet: Handout) -> list[tuple[str, list[tuple[str, int]]]]:
    """Which parts it has, and which paragraphs and lists, with how many lines."""
    return [(part.role, [(block.kind, len(block.items)) for block in part.blocks]) for part in sheet.sections]


def test_there_is_a_library() -> None:
    assert len(ENGLISH) >= 40
    for code, least in {"cy": 12, "gd": 12, "pl": 6, "ro": 6, "uk": 6}.items():
        assert sum(code in languages for languages in LIBRARY.values()) >= least


def test_every_topic_leads_to_a_handout() -> None:
    topics = Catalogues(resources_dir()).topics
    service = HandoutService(resources_dir(), Site("Kirkwall Library", "S12000023"), demo=False)
    assert [topic.code for topic in topics if not service.for_topics([topic.code])] == []
    assert {code for sheet in ENGLISH.values() for code in sheet.topics} == {topic.code for topic in topics}


def test_titles_are_told_apart() -> None:
    for code in ("en", "cy", "gd", "pl", "ro", "uk"):
        titles = [languages[code].title for languages in LIBRARY.values() if code in languages]
        assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", EVERY)
def test_a_handout_has_its_parts_and_says_when_it_was_reviewed(name: str) -> None:
    sheet = EVERY[name]
    assert tuple(part.role for part in sheet.sections) == ROLES
    assert all(part.blocks for part in sheet.sections)
    assert len(list(steps(sheet))) >= 5
    assert sheet.reviewed is not None
    assert date(2026, 11, 1) <= sheet.reviewed
    assert set(sheet.nations) <= NATIONS


@pytest.mark.parametrize("name", EVERY)
def test_addresses_are_official(name: str) -> None:
    found = hosts(EVERY[name])
    assert sorted(host for host in found if not is_official(host)) == []
    if not name.startswith("create-an-email-account"):
        assert not found & {"www.gmail.com", "www.outlook.com"}


@pytest.mark.parametrize("name", EVERY)
def test_a_sheet_that_is_named_exists(name: str) -> None:
    sheet = EVERY[name]
    titles = {languages.get(sheet.language, languages["en"]).title for languages in LIBRARY.values()}
    assert set(_SHEET_NAMED.findall(marked_up(sheet))) <= titles


@pytest.mark.parametrize(
    "host", ["gov.uk.example.org", "www.mygov.uk", "govuk.co.uk", "nhs.uk.com", "ngov.uk"]
)
def test_an_address_that_only_looks_official_is_caught(host: str) -> None:
    assert _HOST.findall(f"Go to **{host}**.") == [host]
    assert not is_official(host)


@pytest.mark.parametrize("name", EVERY)
def test_phone_numbers_are_known(name: str) -> None:
    assert phones(EVERY[name]) <= set(PHONES)


@pytest.mark.parametrize("slug", ENGLISH)
def test_a_nine_year_old_can_read_it(slug: str) -> None:
    reading = reading_of(texts_of(ENGLISH[slug]))
    assert reading.words > 200
    assert reading.age <= OLDEST
    assert reading.words_in_longest <= LONGEST, reading.longest


@pytest.mark.parametrize("slug", ENGLISH)
def test_a_step_is_one_action(slug: str) -> None:
    acts = set(ACTS.split())
    for step in steps(ENGLISH[slug]):
        sentences = sentences_of(step)
        firsts = {word for more in sentences[1:] for word in words_of(more)[:1]}
        assert len(sentences) <= 2, step
        assert len(words_of(step)) <= LONGEST_STEP, step
        assert " then " not in step.casefold(), step
        assert not firsts & acts, step


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_translation_is_the_same_sheet_and_says_who_made_it(name: str) -> None:
    sheet = TRANSLATED[name]
    english = ENGLISH[sheet.slug]
    assert shape(sheet) == shape(english)
    assert (sheet.topics, sheet.nations) == (english.topics, english.nations)
    assert sheet.translator
    assert hosts(english) <= hosts(sheet)
    assert phones(sheet) == phones(english)
    named = [len(_SHEET_NAMED.findall(marked_up(one))) for one in (sheet, english)]
    assert named[0] == named[1]


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_number_among_right_to_left_words_keeps_its_order(name: str) -> None:
    """Plain spaces would show its groups last first; no-break spaces keep them one number (UAX #9, W4)."""
    sheet = TRANSLATED[name]
    assert sheet.language not in RIGHT_TO_LEFT or not re.search(r"\d \d", marked_up(sheet))
