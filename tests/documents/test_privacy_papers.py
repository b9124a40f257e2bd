"""The council's two papers: every field that is really held, the settings in force, room to write."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date

import pytest
from pypdf import PdfReader

from champion_desk.documents import held as held_module
from champion_desk.documents.desk_facts import DeskFacts
from champion_desk.documents.fill_in import Dotted
from champion_desk.documents.held import EVERY, held
from champion_desk.documents.impact_assessment import risks, write_impact_assessment
from champion_desk.documents.page import print_of
from champion_desk.documents.pictures import page_count
from champion_desk.documents.processing_record import write_processing_record
from champion_desk.i18n import set_language
from champion_desk.services import Services
from champion_desk.storage import engine, tables
from champion_desk.storage.store import FILE
from tests.documents.sheets_of_paper import HOSTILE, fonts_carried, letters_beyond, text

FACTS = DeskFacts(
    site="Kirkwall Library",
    council="Orkney Islands",
    address="44 Junction Road, Kirkwall, KW15 1AG",
    version="0.1.0",
    made_on=date(2026, 11, 22),
    note_months=12,
    session_months=24,
    notes_fixed=False,
    sessions_fixed=False,
    lock_minutes=5,
    public_screen=False,
    champions=3,
)
PAPERS = (write_processing_record, write_impact_assessment)
Paper = Callable[[DeskFacts], bytes]


def test_every_column_of_the_store_has_its_words() -> None:
    told = {one.kind: set(one.words) for one in held()}
    written = {name: set(table.columns.keys()) for name, table in tables.metadata.tables.items()}
    assert told.items() >= written.items()


def test_no_table_of_a_real_store_is_left_out(services: Services) -> None:
    desk = services.desk
    connection = engine.connect(desk.folder / FILE, desk._opened_key(), read_only=True)
    try:
        rows = connection.execute(
            "SELECT m.name, c.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c"
            " WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'listing_words%'"
        ).fetchall()
    finally:
        connection.close()
    told = {(one.kind, column) for one in held() for column in one.words}
    assert set(rows) == told


def test_every_field_of_a_record_has_its_words_in_the_records_order() -> None:
    for one in held():
        record = held_module._RECORDS.get(one.kind)
        if record is not None:
            named = [field.name for field in fields(record)]
            assert list(one.words)[: len(named)] == named


def test_a_new_field_without_words_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(held_module._RECORDS, "goals", DeskFacts)
    with pytest.raises(KeyError):
        held()


def test_the_record_names_every_field_that_is_held() -> None:
    words = " ".join(text(write_processing_record(FACTS)).split())
    for one in held():
        assert one.title in words
        assert one.told
        assert all(told in words for told in one.told)
        assert not set(one.told) & {one.words[name] for name in EVERY & one.words.keys()}


@pytest.mark.parametrize("paper", PAPERS)
def test_the_settings_in_force_are_printed(paper: Paper) -> None:
    words = " ".join(text(paper(FACTS)).split())
    other = replace(
        FACTS, note_months=3, session_months=1, lock_minutes=1, public_screen=True, champions=1,
        second_folder="/media/stick", site="Stromness Library",
    )  # fmt: skip
    changed = " ".join(text(paper(other)).split())
    for said in ("Kirkwall Library", "Orkney Islands", "22 November 2026", "0.1.0", "12 months", "24 months"):
        assert said in words
    assert "after 5 minutes without a key press" in words
    assert "not set as one that faces the public" in words
    assert "No second folder for backups is set" in words
    for said in ("Stromness Library", "3 months", "1 month,", "after 1 minute without", "/media/stick"):
        assert said in changed
    assert "is set as one that faces the public" in changed
    assert "12 months" not in changed


@pytest.mark.parametrize(
    ("notes", "sessions", "said"),
    [
        (False, False, "can change the times for notes and sessions"),
        (True, True, "The times for notes and sessions are fixed by the council's IT."),
        (True, False, "A champion can change the one for sessions."),
        (False, True, "A champion can change the one for notes."),
    ],
)
def test_who_may_change_the_times_is_said_as_it_is(notes: bool, sessions: bool, said: str) -> None:
    words = text(write_processing_record(replace(FACTS, notes_fixed=notes, sessions_fixed=sessions)))
    assert said in words
    assert ("fixed by the council's IT" in words) == (notes or sessions)


def test_the_lists_that_are_fetched_are_named() -> None:
    assert "fetches no lists over the network" in text(write_processing_record(FACTS))
    named = text(write_processing_record(replace(FACTS, feeds=("Orkney community directory",))))
    assert "Orkney community directory" in named
    assert "fetches no lists" not in named


def test_each_risk_is_told_whole_with_a_box_for_the_decision() -> None:
    words = " ".join(text(write_impact_assessment(FACTS)).split())
    found = risks(FACTS)
    assert len(found) == 7
    for risk in found:
        assert risk.title in words
        assert risk.what in words
        assert all(line in words for line in (*risk.program, *risk.council))
        assert risk.chance in ("remote", "possible", "probable")
        assert risk.harm in ("minimal", "significant", "severe")
    for said in ("Data protection officer:", "Go ahead.", "To be looked at again on:"):
        assert said in words


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("language", ["en", "cy", "gd"])
def test_a_paper_is_a_few_pages_in_fonts_of_its_own(paper: Paper, language: str) -> None:
    set_language(language)
    pdf = paper(FACTS)
    assert 3 <= page_count(pdf) <= 12
    assert not letters_beyond(pdf)
    assert all(fonts_carried(pdf).values())
    assert str(PdfReader(io.BytesIO(pdf)).root_object["/Lang"]) in ("en-GB", "cy", "gd")


@pytest.mark.parametrize("paper", PAPERS)
def test_hostile_words_print_as_words(paper: Paper) -> None:
    facts = replace(
        FACTS, site=HOSTILE, council=HOSTILE, address="A" * 900, second_folder=HOSTILE * 4, demo=True,
        feeds=(HOSTILE,) * 9,
    )  # fmt: skip
    pdf = paper(facts)
    assert "AT&T <unclosed" in text(pdf)
    assert "Demo — not for citizens" in text(pdf)
    assert not letters_beyond(pdf)


def test_dotted_lines_leave_room_to_write() -> None:
    kind = print_of(12).body
    assert Dotted("Name:", kind).height(400) >= 24
    assert Dotted("", kind, lines=3).height(400) >= 72
    long = Dotted("Words that need the whole width of the line for themselves, and more", kind)
    assert long.height(200) > Dotted("Name:", kind).height(200)
