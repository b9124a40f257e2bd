"""A citizen's list of places: names and phone numbers to read at arm's length, and when each was checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from champion_desk import formats
from champion_desk.documents.blocks import Block, Text
from champion_desk.documents.codes import address_in_words, address_to_scan
from champion_desk.documents.frames import Holder, Pair, Rule
from champion_desk.documents.handout import date_lines
from champion_desk.documents.listing_lines import opening_lines, shortened
from champion_desk.documents.local_help import address_line
from champion_desk.documents.page import Print, Sheet, print_of
from champion_desk.documents.reading_order import isolated
from champion_desk.documents.stock import A4, Stock
from champion_desk.documents.text import ACCENT
from champion_desk.domain.directory import Listing
from champion_desk.i18n import _

NAME = "shortlist"
_PHONES = 3
_HOURS = 7
_WORDS = 180


def write_shortlist(
    listings: Sequence[Listing],
    site_name: str,
    site_address: str,
    printed_on: date,
    points: int = 18,
    demo: bool = False,
    attributions: Sequence[str] = (),
    stock: Stock = A4,
) -> bytes:
    """The list as PDF, in the language in force."""
    kind = print_of(points)
    sheet = Sheet(_("Your list"), points, site_name, site_address, date_lines(printed_on), demo, stock)
    blocks: list[Block] = [Text(_("Your list"), kind.title, after=points * 0.6)]
    blocks += [_entry(listing, kind, printed_on) for listing in listings]
    blocks += _sources(attributions, kind)
    return sheet.pdf(blocks)


def _entry(listing: Listing, kind: Print, day: date) -> Block:
    """One listing; it stays in one piece."""
    gap = kind.points * 0.2
    content: list[Block] = [Rule(ACCENT, 2.25, after=kind.points * 0.6)]
    name = Text(isolated(listing.name), kind.heading)
    phones = listing.phones[:_PHONES]
    if phones:
        content.append(Pair(name, isolated(phones[0]), kind.number, after=gap, with_next=True))
        content += [Text(isolated(number), kind.number, after=gap, at_end=True) for number in phones[1:]]
    else:
        name.after = gap
        content.append(name)
    content += [Text(line, kind.body) for line in _lines(listing, day)]
    web = address_in_words(listing.url)
    if web:
        content.append(Text(isolated(web), kind.body, link=address_to_scan(listing.url)))
    elif listing.email and not listing.phones:
        content.append(Text(isolated(listing.email), kind.body))
    content += _checked(listing, kind)
    return Holder(content, after=kind.points)


def _lines(listing: Listing, day: date) -> Iterator[str]:
    if listing.status == "temporarily closed":
        yield _("Closed for now. Phone before you go.")
    if listing.alert:
        yield isolated(shortened(listing.alert, _WORDS))
    if listing.description:
        yield isolated(shortened(listing.description, _WORDS))
    place = address_line(listing)
    if place:
        yield isolated(place)
    yield from map(isolated, opening_lines(listing, day)[:_HOURS])
    if listing.bring:
        yield _("Bring: {things}").format(things=isolated(shortened(listing.bring, _WORDS)))


def _checked(listing: Listing, kind: Print) -> list[Block]:
    if listing.checked_on is None:
        said = _("We do not know when this was last checked.")
    else:
        said = _("Checked {date}").format(date=formats.long_date(listing.checked_on))
    return [Text(said, kind.small, before=kind.points * 0.2)]


def _sources(attributions: Sequence[str], kind: Print) -> list[Block]:
    """Whose lists these entries come from, in the words their publishers ask for."""
    said = [text for text in dict.fromkeys(" ".join(one.split()) for one in attributions) if text]
    if not said:
        return []
    gap = kind.points * 0.3
    first: Block = Rule(thickness=1, before=kind.points * 0.4, after=kind.points * 0.6)
    return [first, *(Text(isolated(text), kind.small, after=gap) for text in said)]
