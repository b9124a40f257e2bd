"""A citizen's list of places as a message: text for a phone, an e-mail, what a QR code holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

import segno
from segno import helpers

from champion_desk import formats
from champion_desk.documents.codes import address_in_words, web_address
from champion_desk.documents.listing_lines import opening_lines, shortened
from champion_desk.documents.local_help import address_line
from champion_desk.domain.directory import Listing
from champion_desk.domain.messages import ListMessage, ListToSend, Matrix
from champion_desk.i18n import _

# One text holds 160 letters of the GSM alphabet or 70 of any other; each of several holds a few less, as it
# says which it is (3GPP TS 23.038 and 23.040).
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_DOUBLE = frozenset("^{}\\[~]|€")
# Windows hands over 2,083 letters to a mail program at most (Internet Explorer's limit, which lives on).
MOST_MAILTO = 2000
# What a phone reads off a screen at arm's length.
_MOST_CODE = 500
_HOURS, _ABOUT = 4, 160


def list_to_send(listings: Sequence[Listing], site_name: str, today: date) -> ListToSend:
    """The list in both lengths, and a code for each place."""
    codes = [(listing.name, contact_code(listing)) for listing in listings]
    return ListToSend(
        _message(message(listings, site_name, today)),
        _message(message(listings, site_name, today, short=True)),
        tuple((name, code) for name, code in codes if code is not None),
    )


def _message(text: str) -> ListMessage:
    return ListMessage(
        text, texts_needed(text), mail_address(_("Places that can help you"), text), text_code(text)
    )


def message(listings: Sequence[Listing], site_name: str, today: date, short: bool = False) -> str:
    """The list as plain text: names, phone numbers, where, when; `short` gives names and numbers only."""
    parts = ["\n".join(_lines(listing, today, short)) for listing in listings]
    foot = _("From {site}, {date}").format(site=site_name, date=formats.long_date(today))
    return ("\n" if short else "\n\n").join([*parts, foot]).replace("\xa0", " ")


def _lines(listing: Listing, today: date, short: bool) -> list[str]:
    phone = listing.phones[0] if listing.phones else ""
    if short:
        reached = phone or address_in_words(listing.url) or listing.email or address_line(listing)
        return [": ".join(filter(None, (listing.name, reached)))]
    lines = [listing.name, *listing.phones[:2]]
    if listing.status != "active":
        lines.append(_("Closed for now. Phone before you go."))
    if listing.alert:
        lines.append(shortened(listing.alert, _ABOUT))
    lines += [address_line(listing), *opening_lines(listing, today)[:_HOURS]]
    if listing.bring:
        lines.append(_("Bring: {things}").format(things=shortened(listing.bring, _ABOUT)))
    lines.append(address_in_words(listing.url) or listing.email)
    if listing.checked_on:
        lines.append(_("Checked {date}").format(date=formats.long_date(listing.checked_on)))
    return [line for line in lines if line]


def texts_needed(text: str) -> int:
    """How many texts a phone sends it as."""
    if all(sign in _GSM or sign in _GSM_DOUBLE for sign in text):
        length, whole, part = len(text) + sum(sign in _GSM_DOUBLE for sign in text), 160, 153
    else:
        length, whole, part = len(text.encode("utf-16-le", "replace")) // 2, 70, 67
    return 1 if length <= whole else -(-length // part)


def mail_address(subject: str, text: str) -> str:
    """A `mailto:` address that opens a mail program with the text (RFC 6068); "" where it is too long."""
    body = quote(text.encode("utf-8", "replace").replace(b"\n", b"\r\n"), safe="")
    address = f"mailto:?subject={quote(subject.encode('utf-8', 'replace'), safe='')}&body={body}"
    return address if len(address) <= MOST_MAILTO else ""


def text_code(text: str) -> Matrix | None:
    """The modules of a QR code with the text; None where a phone could not read it off a screen."""
    if len(text.encode("utf-8", "replace")) > _MOST_CODE:
        return None
    # A screen has no creases and no stains: the least correction gives the largest modules.
    return tuple(bytes(row) for row in segno.make(text, error="l", micro=False).matrix)


def contact_code(listing: Listing) -> Matrix | None:
    """A QR code that a phone offers to keep as a contact (vCard 3.0, RFC 2426); None where it is too long."""
    at = listing.location
    card = helpers.make_vcard_data(
        name=_escaped(_one_line(listing.name)),
        displayname=_one_line(listing.name),
        org=_one_line(listing.organisation) or None,
        phone=[_one_line(number) for number in listing.phones[:2]] or None,
        email=_one_line(listing.email) or None,
        url=web_address(listing.url) or None,
        street=_one_line(", ".join(at.address)) or None,
        city=_one_line(at.town) or None,
        zipcode=_one_line(at.postcode) or None,
    )
    return text_code(card)


def _one_line(text: str) -> str:
    return " ".join(text.encode("utf-8", "replace").decode().split())


def _escaped(name: str) -> str:
    """A name as one part of a structured one (RFC 2426, 4)."""
    return re.sub(r"([\\\\,;])", r"\\\1", name)
