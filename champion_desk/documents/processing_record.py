"""The record of processing for the council's file: what this desk holds, why, how long, how it is guarded."""

from __future__ import annotations

from collections.abc import Iterator

from champion_desk import formats
from champion_desk.documents.blocks import Block, Text
from champion_desk.documents.desk_facts import DeskFacts
from champion_desk.documents.fill_in import Dotted, Ticks
from champion_desk.documents.frames import Box
from champion_desk.documents.held import About, held
from champion_desk.documents.page import Print
from champion_desk.documents.paper_parts import (
    bullets,
    columns,
    heading,
    lesser,
    minor,
    paper,
    said,
    type_of_paper,
)
from champion_desk.documents.tables import Row
from champion_desk.documents.text import ACCENT, AMBER
from champion_desk.i18n import _, ngettext

NAME = "processing-record"
_TIMES = (0.36, 0.64)


def write_processing_record(facts: DeskFacts) -> bytes:
    """The record as PDF, in the language in force (UK GDPR, Article 30)."""
    return paper(_("Record of processing"), facts, _blocks(facts, type_of_paper()))


def _blocks(facts: DeskFacts, kind: Print) -> Iterator[Block]:
    yield Text(_("Record of processing"), kind.title, after=kind.points * 0.5)
    yield said(_("What this desk holds about people, why, for how long, and how it is guarded."), kind)
    yield _how_to_use(facts, kind)
    for part in (_who, _why, _whom, _what, _who_sees, _how_long, _guarded, _signed):
        yield from part(facts, kind)


def _how_to_use(facts: DeskFacts, kind: Print) -> Block:
    day = formats.long_date(facts.made_on)
    words = [
        Text(_("About this paper"), kind.strong, after=kind.points * 0.2, tag="H2"),
        Text(
            _(
                "The law asks every council to keep a list of what it does with facts about people (UK GDPR, "
                "Article 30). This paper is the entry for this desk. Champion Desk has filled in what it "
                "knows, from the desk's own settings on {date}. The council fills in the dotted lines."
            ).format(date=day),
            kind.body,
        ),
    ]
    return Box(words, ACCENT, kind.points * 0.75, before=kind.points * 0.3)


def _who(facts: DeskFacts, kind: Print) -> Iterator[Block]:
    yield heading(_("1. Who is responsible"), kind)
    yield said(
        _(
            "The controller is the body that decides why and how facts about people are used. For this "
            "desk that is the council."
        ),
        kind,
    )
    yield Row((_("Site"), facts.site), _TIMES, kind.body, named=True)
    if facts.council:
        yield Row((_("Council area"), facts.council), _TIMES, kind.body, named=True)
    if facts.address:
        yield Row((_("Address of the site"), facts.address), _TIMES, kind.body, named=True)
    for label in (
        _("Controller (name in full):"),
        _("Its address:"),
        _("Its phone and e-mail:"),
        _("Data protection officer:"),
        _("How to reach them:"),
        _("Joint controller, if any:"),
        _("Who looks after this desk:"),
    ):
        yield Dotted(label, kind.body)


def _why(facts: DeskFacts, kind: Print) -> Iterator[Block]:
    yield heading(_("2. Why"), kind)
    purposes = (
        _("To help people use services online, and to show staff what there is nearby."),
        _("To count what help is needed, where, and how it ends, so that it can be planned."),
        _("To learn how it went on, by the code of a hand-off slip that the citizen holds."),
        _("To help staff see what they want to learn, and to keep a record of their training."),
        _("To put mistakes right: who changed what is kept."),
    )
    yield from bullets(purposes, kind)
    yield minor(_("Why the law allows it"), kind)
    yield said(_("The law calls this the lawful basis. The council decides which it is."), kind, opens=True)
    answers = (
        _("Public task (Article 6(1)(e)): it is part of the council's work, and a law gives it that work."),
        _("Another one, written on the line below."),
    )
    yield Ticks(answers, kind.body)
    yield Dotted(_("Which law, or which other basis:"), kind.body)


def _whom(facts: DeskFacts, kind: Print) -> Iterator[Block]:
    yield heading(_("3. Whom it is about"), kind)
    yield from bullets(
        (
            _(
                "Citizens who were helped. Nobody is named: no field asks for a name, address, full "
                "postcode, date of birth, National Insurance, NHS or CHI number, phone, e-mail or password."
            ),
            _(
                "Staff who are champions at this desk: the name they go by, what they logged, and their own "
                "training."
            ),
        ),
        kind,
    )
    careful = [
        Text(_("Still, it can be about a person"), kind.strong, after=kind.points * 0.2, tag="H3"),
        Text(
            _(
                "In a small place the day, the kind of help and the area can be enough to know who it was. "
                "A note is checked for numbers and titles with a name, but a first name can’t be found in "
                "that way. Some answers say something about "
                "health or money. So the law's rules apply to all of it, and the council decides whether "
                "some of it needs the extra care the law asks for health (special category data, Article 9)."
            ),
            kind.body,
        ),
    ]
    yield Box(careful, AMBER, kind.points * 0.75, before=kind.points * 0.5, after=kind.points * 0.3)
    yield Ticks(
        (
            _("No extra condition is needed, and why is written on the line below."),
            _("It is, and the condition is written on the line below."),
        ),
        kind.body,
        before=kind.points * 0.4,
    )
    yield Dotted("", kind.body)


def _what(facts: DeskFacts, kind: Print) -> Iterator[Block]:
    yield heading(_("4. What is held"), kind)
    yield said(
        _(
            "This is all of it, field by field, as it lies in the desk's store. Most of the fields about a "
            "session may be left empty. Each record also has a number of its own, made by chance, and the "
            "time when it was removed, if it was."
        ),
        kind,
    )
    titles: dict[About, str] = {
        "citizens": _("About help given to citizens"),
        "staff": _("About staff"),
        "places": _("About local places, from published lists; a place may name its public contact"),
        "desk": _("About this desk"),
    }
    for about, title in titles.items():
        yield minor(title, kind)
        for record in held():
            if record.about == about:
                yield lesser(record.title, kind)
                yield from columns(record.told, kind)
    yield minor(_("Beside the store, not locked"), kind)
    yield from bullets(
        (
            _(
                "The file with the locks of the store (keys.json): the names champions go by, and the site, "
                "so that the first window can show them."
            ),
            _("In each backup: the same file with the locks, and how many records there are of each kind."),
            _("The desk's choices, such as language, text size and printer (settings.json)."),
            _("A log for support: what the program did, with counts and numbers, never what a record says."),
            _(
                "Papers, PDFs and exports that staff print or save. They lie where staff put them, and "
                "Champion Desk does not look after them."
            ),
        ),
        kind,
    )


def _who_sees(facts: DeskFacts, kind: Print) -> Iterator[Block]:
    yield heading(_("5. Who sees it, and where it goes"), kind)
    inside = ngettext(
        "At this desk {count} champion has a passphrase and can read it.",
        "At this desk {count} champions have a passphrase and can read it.",
        facts.champions,
    ).format(count=facts.champions)
    yield said(inside, kind)
    yield said(
        _(
            "Recipients, which means others who are given it: none by the program. It sends nothing "
            "anywhere. A hand-off slip on paper carries a code and no name."
        ),
        kind,
    )
    if facts.feeds:
        yield said(
            _(
                "It can fetch published lists of places over the network. Nothing about people is sent for "
                "that. At this desk: {lists}."
            ).format(lists=", ".join(facts.feeds)),
            kind,
        )
    else:
        yield said(_("It fetches no lists over the network at this desk."), kind)
    yield said(_("Other countries: nothing is sent to any country by the program."), kind)
    if facts.second_folder:
        yield said(
            _(
                "Backups are also copied to {folder}. They are locked like the store. If that folder belongs "
                "to a service outside the council, that service is to be named here."
            ).format(folder=facts.second_folder),
            kind,
        )
    else:
        yield said(_("No second folder for backups is set at this desk."), kind)
    yield Dotted(_("Others who are given exports or papers:"), kind.body)


def _how_long(facts: DeskFacts, kind: Print) -> Iterator[Block]:
    yield heading(_("6. How long it is kept"), kind)
    yield Row((_("What"), _("How long, at this desk")), _TIMES, kind.strong, heads=True)
    rows = (
        (_("Notes"), _("{time}, then the note is erased; the rest stays.").format(time=facts.note_time)),
        (
            _("Sessions, one by one"),
            _("{time}, then only counts for the month stay.").format(time=facts.session_time),
        ),
        (
            _("Counts by month"),
            _("As long as the desk is kept. A small count in a small place can still point to someone."),
        ),
        (
            _("What is being typed"),
            _("Until it is saved or thrown away, and {time} at most.").format(time=facts.note_time),
        ),
        (
            _("Champions and their training"),
            _("As long as the desk is kept. Courses and plans can be erased one by one."),
        ),
        (_("History"), _("What it keeps of a note or a session goes together with that.")),
        (
            _("Backups"),
            _(
                "All of them for 2 days, then one a day for 14 days, then one a week for 8 weeks. The newest "
                "8 always stay. Until then they still hold what has been erased since; they are locked, and "
                "used only to put a broken desk right."
            ),
        ),
        (
            _("Whole desks put aside"),
            _(
                "When a backup is restored or a damaged desk is mended, what was there before is put aside, "
                "locked. It goes after about 10 weeks."
            ),
        ),
        (_("Copies taken elsewhere"), _("Until someone removes them.")),
    )
    yield from (Row(row, _TIMES, kind.body) for row in rows)
    yield Text(_who_sets_times(facts), kind.body, before=kind.points * 0.5)
    yield Dotted(_("Why these times:"), kind.body, lines=2)


def _who_sets_times(facts: DeskFacts) -> str:
    if facts.notes_fixed and facts.sessions_fixed:
        return _("The times for notes and sessions are fixed by the council's IT.")
    if facts.notes_fixed:
        return _(
            "The time for notes is fixed by the council's IT. A champion can change the one for sessions."
        )
    if facts.sessions_fixed:
        return _(
            "The time for sessions is fixed by the council's IT. A champion can change the one for notes."
        )
    return _("A champion at this desk can change the times for notes and sessions, in Settings, Privacy.")


def _guarded(facts: DeskFacts, kind: Print) -> Iterator[Block]:
    yield heading(_("7. How it is guarded"), kind)
    yield from bullets(guards(facts), kind)


def guards(facts: DeskFacts) -> tuple[str, ...]:
    """What keeps others from reading it, as it is at this desk."""
    public = _("This screen is set as one that faces the public, so the Desk page shows counts only.")
    indoors = _("This screen is not set as one that faces the public.")
    return (
        _("All of it is one locked file on this computer (SQLCipher, AES-256, each page sealed)."),
        _(
            "Its key is random. It is locked once for each champion's passphrase (Argon2id), and once for "
            "the printed recovery sheet. Nobody else can open it, not even those who make Champion Desk."
        ),
        _("After a wrong passphrase one has to wait, longer each time."),
        _("The desk locks after {time} without a key press, and at once with Ctrl+L.").format(
            time=facts.lock_time
        ),
        _("F4 blanks the screen at once. {screen}").format(screen=public if facts.public_screen else indoors),
        _("When someone leaves, their way in is taken away. Backups made before that still open with it."),
        _("What is erased is overwritten in the file, not only marked as gone."),
        _("Backups are locked in the same way. Each is opened and checked before it counts."),
        _("No use is watched or counted by anyone outside. Reports of faults never hold what a record says."),
    )


def _signed(facts: DeskFacts, kind: Print) -> Iterator[Block]:
    lines: list[Block] = [
        Text(_("Checked by the council"), kind.strong, tag="H2"),
        Dotted(_("Name:"), kind.body),
        Dotted(_("Date:"), kind.body),
        Dotted(_("To be looked at again on:"), kind.body),
    ]
    yield Box(lines, ACCENT, kind.points * 0.75, before=kind.points * 1.3)
