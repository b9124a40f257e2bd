"""The data-protection impact note for the council: what could go wrong for people, and what is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from champion_desk import formats
from champion_desk.documents.blocks import Block, Text
from champion_desk.documents.desk_facts import DeskFacts
from champion_desk.documents.fill_in import Dotted, Ticks
from champion_desk.documents.frames import Box, Holder, Marked
from champion_desk.documents.page import Print
from champion_desk.documents.paper_parts import (
    SideBySide,
    bullets,
    heading,
    minor,
    paper,
    said,
    type_of_paper,
)
from champion_desk.documents.tables import Row
from champion_desk.documents.text import ACCENT
from champion_desk.i18n import _

NAME = "impact-assessment"
_SHORT = (0.52, 0.24, 0.24)


@dataclass(frozen=True, slots=True)
class Risk:
    """Something that could go wrong for people. `chance` and `harm` are words of the ICO's own form."""

    title: str
    what: str
    chance: str
    harm: str
    program: tuple[str, ...]
    council: tuple[str, ...]


def write_impact_assessment(facts: DeskFacts) -> bytes:
    """The note as PDF, in the language in force (UK GDPR, Article 35)."""
    return paper(_("Data protection impact note"), facts, _blocks(facts, type_of_paper()))


def _blocks(facts: DeskFacts, kind: Print) -> Iterator[Block]:
    yield Text(_("Data protection impact note"), kind.title, after=kind.points * 0.5)
    yield said(_("What could go wrong for people because of this desk, and what is done about it."), kind)
    yield _about(facts, kind)
    yield from _what_for(facts, kind)
    found = risks(facts)
    yield from _overview(found, kind)
    yield heading(_("4. Each of them"), kind)
    yield said(
        _(
            "How likely is one of: remote, possible, probable. How bad is one of: minimal, significant, "
            "severe. These are the words of the Information Commissioner's form."
        ),
        kind,
        opens=True,
    )
    for number, risk in enumerate(found, 1):
        yield _risk(number, risk, kind)
    yield _others(kind)
    yield _decision(kind)


def _about(facts: DeskFacts, kind: Print) -> Block:
    words = [
        Text(_("About this paper"), kind.strong, after=kind.points * 0.2, tag="H2"),
        Text(
            _(
                "Before facts about people are used in a new way, a council asks what could go wrong for "
                "them. The law calls the answer a data protection impact assessment (UK GDPR, Article 35). "
                "This note is a start for it: what Champion Desk does is filled in, from the desk's own "
                "settings on {date}. How likely and how bad are proposals. The council's own view counts, "
                "and its data protection officer writes it at the end."
            ).format(date=formats.long_date(facts.made_on)),
            kind.body,
        ),
    ]
    return Box(words, ACCENT, kind.points * 0.75, before=kind.points * 0.3)


def _what_for(facts: DeskFacts, kind: Print) -> Iterator[Block]:
    yield heading(_("1. What is done"), kind)
    yield said(
        _(
            "Staff help citizens to get online. They log each time: what it was about, how long it took, how "
            "it ended. No field asks who the citizen is. The record of processing, a paper of its own, lists "
            "every field."
        ),
        kind,
    )
    yield said(
        _(
            "Notes are kept for {notes}. Sessions are kept one by one for {sessions}, then only counts for "
            "the month."
        ).format(notes=facts.note_time, sessions=facts.session_time),
        kind,
    )
    yield heading(_("2. Is it needed, and could it be less?"), kind)
    yield from bullets(
        (
            _("Without counts nobody knows what help is needed where, or whether it works."),
            _("Names would make nothing better, so there are none."),
            _("Only the topic, the minutes and how it ended are needed. Ages are not asked for at all."),
            _("Where a partner should tell how it went on, a code made by chance does it."),
        ),
        kind,
    )
    yield Dotted(_("Staff and citizens asked about this:"), kind.body)


def _overview(found: Iterable[Risk], kind: Print) -> Iterator[Block]:
    yield heading(_("3. What could go wrong, in short"), kind)
    yield Row((_("What"), _("How likely"), _("How bad")), _SHORT, kind.strong, heads=True)
    for number, risk in enumerate(found, 1):
        title = _("{number}. {title}").format(number=number, title=risk.title)
        yield Row((title, risk.chance, risk.harm), _SHORT, kind.body)


def _risk(number: int, risk: Risk, kind: Print) -> Block:
    """One risk; it stays in one piece."""
    gap = kind.points * 0.2
    title = _("{number}. {title}").format(number=number, title=risk.title)
    likely = _("How likely: {chance}").format(chance=risk.chance)
    bad = _("How bad: {harm}").format(harm=risk.harm)
    content: list[Block] = [
        Text(title, kind.strong, after=gap, tag="H3"),
        Text(risk.what, kind.body, after=kind.points * 0.35),
        SideBySide([Text(likely, kind.strong), Text(bad, kind.strong)], 2, after=gap),
        minor(_("What Champion Desk does"), kind),
        *(Marked("•", line, kind.body, after=gap) for line in risk.program),
        minor(_("What the council does"), kind),
        *(Marked("□", line, kind.body, after=gap) for line in risk.council),
    ]
    return Box(content, ACCENT, kind.points * 0.75, before=kind.points * 0.3, after=kind.points * 0.9)


def _others(kind: Print) -> Block:
    content: list[Block] = [
        heading(_("5. What else could go wrong at this desk"), kind),
        Dotted("", kind.body, lines=3),
    ]
    return Holder(content, before=kind.points * 0.5)


def _decision(kind: Print) -> Block:
    answers = (
        _("Go ahead."),
        _("Go ahead once what is written below is done."),
        _("Do not go ahead."),
        _("Ask the Information Commissioner first, as a high risk is left."),
    )
    content: list[Block] = [
        Text(_("6. What is decided"), kind.heading, after=kind.points * 0.4),
        Dotted(_("Data protection officer:"), kind.body),
        Dotted(_("Date:"), kind.body, after=kind.points * 0.6),
        Ticks(answers, kind.body),
        Dotted(_("What is to be done, or why:"), kind.body, lines=3),
        Dotted(_("Agreed by, for the service:"), kind.body),
        Dotted(_("To be looked at again on:"), kind.body),
    ]
    return Box(content, ACCENT, kind.points * 0.75, before=kind.points * 1.3)


def risks(facts: DeskFacts) -> tuple[Risk, ...]:
    """What could go wrong, with what is done about it at this desk."""
    return (
        _small_place(facts),
        _names_in_notes(facts),
        _public_view(facts),
        _stolen(facts),
        _leavers(facts),
        _backups(facts),
        _staff(),
    )


def _small_place(facts: DeskFacts) -> Risk:
    return Risk(
        _("Small numbers in small places"),
        _(
            "Where few people live, “help with benefits, this village, Tuesday” can be enough for a "
            "neighbour or a colleague to know who it was."
        ),
        _("possible"),
        _("significant"),
        (
            _("The area is a settlement or ward, never an address. It may be left empty."),
            _("After {time} sessions become counts for the month, without day and time.").format(
                time=facts.session_time
            ),
            _("Sessions can be found by date and place, and erased."),
        ),
        (
            _("Leave the area empty where only a few people live."),
            _("Do not publish counts of 1 to 4, nor totals that give them away."),
            _("Keep exports with sessions one by one inside the service."),
        ),
    )


def _names_in_notes(facts: DeskFacts) -> Risk:
    return Risk(
        _("Names and numbers in notes"),
        _(
            "A note is free text. Someone in a hurry types a name, a phone number or a diagnosis. It can "
            "then be read by other champions, and it is in the backups."
        ),
        _("probable"),
        _("significant"),
        (
            _("The form says beside the note that it is never for a name. No other field could hold one."),
            _(
                "What is typed is checked for National Insurance, NHS, CHI, card and phone numbers, "
                "bank accounts, e-mail addresses, full postcodes, dates of birth and titles with a "
                "name. Before it is saved, the champion masks it or says that it is not personal. "
                "First names can’t be found in this way."
            ),
            _("Notes are erased after {time}. The rest of the session stays.").format(time=facts.note_time),
            _("Notes can be searched for words, and erased at once."),
        ),
        (
            _("Tell champions what does not belong in a note, when they start and once a year."),
            _("Search the notes once a month, and erase what should not be there."),
        ),
    )


def _public_view(facts: DeskFacts) -> Risk:
    on = _("The screen is set as one that faces the public: the Desk page shows counts only.")
    off = _("The screen is not set as one that faces the public: the Desk page shows today's kinds of help.")
    return Risk(
        _("The screen in public view"),
        _("The citizen at the desk, or the next in the queue, reads what was logged for somebody else."),
        _("possible"),
        _("minimal"),
        (
            on if facts.public_screen else off,
            _("What was on screen for the last person is gone for the next one."),
            _("F4 blanks the screen. The desk locks after {time} without a key press.").format(
                time=facts.lock_time
            ),
        ),
        (
            _("Turn the screen so that only staff and the one citizen see it."),
            _("Switch on “This screen faces the public” where it can't be turned."),
            _("Lock the desk (Ctrl+L) when nobody sits at it."),
        ),
    )


def _stolen(facts: DeskFacts) -> Risk:
    return Risk(
        _("The computer is stolen or lost"),
        _("Whoever has it tries to read what the desk holds."),
        _("possible"),
        _("minimal"),
        (
            _(
                "All records lie in one locked file. Without a passphrase or the recovery sheet it can't be "
                "read."
            ),
            _("The names of champions and of the site are not locked: the first window shows them."),
            _("Weak passphrases are refused. After a wrong one there is a wait that grows."),
        ),
        (
            _("Keep the recovery sheet in a safe, away from the computer."),
            _("Look after PDFs and exports saved on the computer: they are not locked."),
            _("Encrypt the computer's whole disk too, as for any council computer."),
        ),
    )


def _leavers(facts: DeskFacts) -> Risk:
    return Risk(
        _("Someone leaves and can still get in"),
        _(
            "Someone who has left, or changed jobs, still knows a passphrase and can reach the desk or a "
            "backup."
        ),
        _("possible"),
        _("significant"),
        (
            _("Each champion has a passphrase of their own. “Has left” in Settings takes it away at once."),
            _("Backups made before that still open with it, until they have gone."),
            _("A new recovery sheet can be made at any time. The old one then stops working at this desk."),
            _("The records can be given a new key. Then no copied way in opens this desk any more."),
        ),
        (
            _("Choose “Has left” on the day someone leaves."),
            _("Make a new recovery sheet if the one who leaves could have seen it."),
            _("Keep backups where someone who has left can't reach them."),
        ),
    )


def _backups(facts: DeskFacts) -> Risk:
    if facts.second_folder:
        second = _("Backups are also copied to {folder}.").format(folder=facts.second_folder)
    else:
        second = _("No second folder for backups is set.")
    return Risk(
        _("Backups and sticks"),
        _(
            "A memory stick with a backup is lost, or an old backup still holds what was erased because "
            "someone asked for it."
        ),
        _("possible"),
        _("minimal"),
        (
            _("Backups are locked like the desk itself."),
            second,
            _(
                "In the desk's own folder older backups go by themselves: all stay for 2 days, one a day for "
                "14 days, one a week for 8 weeks."
            ),
            _("After something is erased, the backups that still hold it are named."),
        ),
        (
            _("Keep a list of sticks and other copies, and who has them."),
            _("Remove copies on sticks that hold what was erased."),
            _("If a backup is put back, erase again what was erased after it was made."),
        ),
    )


def _staff() -> Risk:
    return Risk(
        _("Champions are compared"),
        _("Counts for each champion, or ratings of their own skills, are used to compare them."),
        _("possible"),
        _("significant"),
        (
            _("There are no tables that compare champions."),
            _("Each champion's ratings and plan are shown to them alone in the window."),
        ),
        (
            _("Tell champions what is kept about them, and why."),
            _("Do not use the log to judge a person's work."),
        ),
    )
