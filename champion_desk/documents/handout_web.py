"""A handout as a web page of one file, and as plain text for a message: nothing in it runs or loads."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from html import escape

from champion_desk.documents.codes import address_in_words, web_address
from champion_desk.documents.currency import stale_line
from champion_desk.documents.handout import date_lines
from champion_desk.documents.listing_lines import opening_lines
from champion_desk.documents.local_help import address_line
from champion_desk.domain.directory import Listing
from champion_desk.domain.handouts import Block, Handout, HandoutOrder, OwnPicture, Run, Section
from champion_desk.domain.slips import shown_slip
from champion_desk.i18n import _, speaking

_RIGHT_TO_LEFT = frozenset({"ar", "ur"})
_TAGS = {"en": "en-GB", "zh": "zh-Hans", "pa": "pa-Guru"}
_PHONES = 3
# Only what stands in the file itself: its own style, and pictures written into it.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"
_STYLE = """
body { margin: 0 auto; max-width: 38em; padding: 1.5em; color: #111; background: #fff;
  font: 1.25rem/1.55 "Atkinson Hyperlegible Next", "Atkinson Hyperlegible", Verdana, sans-serif; }
h1 { font-size: 1.9em; line-height: 1.2; } h2 { font-size: 1.3em; margin-top: 1.6em; }
li { margin-bottom: .5em; } a { color: #0a5c5c; } img { max-width: 100%; height: auto; }
.easy img { max-width: 9em; } header img { max-height: 5em; }
.safe { background: #fdf3dc; border-inline-start: .4em solid #b36b00;
  padding: .2em 1em; } .note { font-weight: bold; } footer { border-top: 2px solid #111; margin-top: 2em; }
figure { margin: 1em 0; } @media print { body { max-width: none; padding: 0; } }
"""


def direction(language: str) -> str:
    """Which way a language is written: ltr or rtl."""
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"


def web_page(order: HandoutOrder) -> bytes:
    """The sheet as HTML (UTF-8), its fixed words in the handout's language. It works from any folder."""
    handout = order.handout
    with speaking(handout.language):
        body = "\n".join(_body(order))
    tag, way = _TAGS.get(handout.language, handout.language), direction(handout.language)
    page = (
        f'<!DOCTYPE html>\n<html lang="{tag}" dir="{way}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{_said(handout.title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )
    return page.encode("utf-8", "replace")


def _said(text: str) -> str:
    """Text that came from anywhere, as text."""
    return escape(" ".join(text.split()))


def _body(order: HandoutOrder) -> Iterator[str]:
    handout = order.handout
    yield "<header>"
    if order.logo is not None:
        yield _image(order.logo, order.logo.shows)
    yield f"<h1>{_said(handout.title)}</h1>\n<p>{_said(handout.summary)}</p>"
    yield from (f'<p class="note">{_said(note)}</p>' for note in notes(order))
    yield "</header>\n<main>"
    for section in handout.sections:
        yield from _section(section)
    if order.second is not None:
        yield from _second(order.second)
    address = web_address(handout.web)
    if address:
        link = f'<a href="{escape(address)}">{_said(address_in_words(handout.web))}</a>'
        yield f"<p>{_said(_('Find this on the web:'))} {link}</p>"
    if order.listings:
        yield f"<section>\n<h2>{_said(_('Help near you'))}</h2>"
        for listing in order.listings:
            yield from _listing(listing, order)
        yield "</section>"
    steps = [step for step in order.next_steps if step.strip()]
    if steps:
        listed = "".join(f"<li>{_said(step)}</li>" for step in steps)
        yield f"<section>\n<h2>{_said(_('Your next steps'))}</h2>\n<ul>{listed}</ul>\n</section>"
    yield "</main>\n<footer>"
    yield from (f"<p>{_said(line)}</p>" for line in _foot(order))
    yield "</footer>"


def _second(handout: Handout) -> Iterator[str]:
    """The same handout in a second language, below the first."""
    tag, way = _TAGS.get(handout.language, handout.language), direction(handout.language)
    yield f'<article lang="{tag}" dir="{way}">\n<h2>{_said(handout.title)}</h2>'
    yield f"<p>{_said(handout.summary)}</p>"
    for section in handout.sections:
        yield from _section(section)
    yield "</article>"


def notes(order: HandoutOrder) -> Iterator[str]:
    """What the reader must know of the sheet itself: it is a demo, not reviewed, not checked for long."""
    handout = order.handout
    if order.demo:
        yield _("Demo — not for citizens")
    if handout.easy and not handout.speaker_reviewed:
        yield _("Not yet checked with people who use Easy Read.")
    elif not handout.speaker_reviewed:
        if handout.translator:
            said = _("Translated by {translator}. Not yet reviewed by a speaker of this language.")
            yield said.format(translator=handout.translator)
        else:
            yield _("Not yet reviewed by a speaker of this language.")
    stale = stale_line(order)
    if stale:
        yield stale


def _section(section: Section) -> Iterator[str]:
    marked = ' class="safe"' if section.role == "safe" else ""
    yield f"<section{marked}>\n<h2>{_said(section.heading)}</h2>"
    for block in section.blocks:
        yield _block(block)
    yield "</section>"


def _block(block: Block) -> str:
    if block.picture is not None:
        words = "".join(run.text for item in block.items for run in item)
        return f"<figure>{_image(block.picture, words)}</figure>"
    if block.pictures:
        return _with_pictures(block)
    if block.kind == "paragraph":
        return "\n".join(f"<p>{_runs(item)}</p>" for item in block.items)
    kind = "ol" if block.kind == "steps" else "ul"
    return f"<{kind}>" + "".join(f"<li>{_runs(item)}</li>" for item in block.items) + f"</{kind}>"


def _with_pictures(block: Block) -> str:
    """Easy Read: each item with its picture before its words."""
    items = []
    for item, picture in zip(block.items, block.pictures, strict=True):
        shown = OwnPicture(picture.file.stem, "image/png", picture.file.read_bytes())
        items.append(f"{_image(shown, picture.shows)}<p>{_runs(item)}</p>")
    if block.kind == "steps":
        return '<ol class="easy">' + "".join(f"<li>{one}</li>" for one in items) + "</ol>"
    return "".join(f'<div class="easy">{one}</div>' for one in items)


def _image(picture: OwnPicture, words: str) -> str:
    kind = "image/png" if picture.media_type == "image/png" else "image/jpeg"
    data = base64.b64encode(picture.content).decode("ascii")
    return f'<img src="data:{kind};base64,{data}" alt="{_said(words)}">'


def _runs(runs: Iterable[Run]) -> str:
    parts = []
    for run in runs:
        words = escape(run.text)
        if run.link:
            words = f'<a href="{escape(run.link)}" rel="noreferrer">{words}</a>'
        parts.append(f"<strong>{words}</strong>" if run.bold else words)
    return "".join(parts)


def _listing(listing: Listing, order: HandoutOrder) -> Iterator[str]:
    yield f"<h3>{_said(listing.name)}</h3>"
    yield from (f"<p>{_said(line)}</p>" for line in _listing_lines(listing, order))
    address = web_address(listing.url)
    if address:
        words = _said(address_in_words(listing.url))
        yield f'<p><a href="{escape(address)}" rel="noreferrer">{words}</a></p>'


def _listing_lines(listing: Listing, order: HandoutOrder) -> Iterator[str]:
    yield from (_("Phone {number}").format(number=number) for number in listing.phones[:_PHONES])
    if listing.status == "temporarily closed":
        yield _("Closed for now. Phone before you go.")
    lines = [listing.alert, address_line(listing), *opening_lines(listing, order.printed_on)]
    yield from (line for line in lines if line)
    if listing.bring:
        yield _("Bring: {things}").format(things=listing.bring)
    if listing.email and not (listing.phones or listing.url):
        yield listing.email


def _foot(order: HandoutOrder) -> Iterator[str]:
    if order.slip is not None:
        yield _("Show this where you go next")
        yield shown_slip(order.slip.code)
        yield _("This code holds no name.")
    if order.site_name:
        yield _("Come back and ask us")
        yield order.site_name
        yield from (line for line in (order.site_address,) if line)
        if order.site_phone:
            yield _("Phone {number}").format(number=order.site_phone)
    yield " ".join(date_lines(order.printed_on))
    yield _("Do you need this in bigger print, in another language or in another way? Please ask us.")


def plain_text(order: HandoutOrder) -> str:
    """The sheet as plain text: headings on lines of their own, steps with their numbers."""
    with speaking(order.handout.language):
        return "\n\n".join(_paragraphs(order)).replace("\xa0", " ")


def _paragraphs(order: HandoutOrder) -> Iterator[str]:
    handout = order.handout
    yield handout.title
    yield handout.summary
    yield from notes(order)
    for section in handout.sections:
        yield "\n".join((section.heading, *_lines(section)))
    if order.second is not None:
        yield f"{order.second.title}\n{order.second.summary}"
        yield from ("\n".join((one.heading, *_lines(one))) for one in order.second.sections)
    if address_in_words(handout.web):
        yield f"{_('Find this on the web:')} {address_in_words(handout.web)}"
    for listing in order.listings:
        lines = [listing.name, *_listing_lines(listing, order), address_in_words(listing.url)]
        yield "\n".join(line for line in lines if line)
    steps = [step for step in order.next_steps if step.strip()]
    if steps:
        yield "\n".join((_("Your next steps"), *(f"- {step}" for step in steps)))
    yield "\n".join(_foot(order))


def _lines(section: Section) -> Iterator[str]:
    for block in section.blocks:
        for number, item in enumerate(block.items, 1):
            words = "".join(run.text for run in item)
            marks = {"steps": f"{number}. ", "bullets": "- "}
            yield f"{marks.get(block.kind, '')}{words}"
