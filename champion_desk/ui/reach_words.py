"""How a listing can be reached, in words: what needs no journey, and what a journey takes."""

from __future__ import annotations

from champion_desk import formats
from champion_desk.domain.directory import Listing
from champion_desk.domain.reach import Reach
from champion_desk.i18n import _, ngettext
from champion_desk.opening_words import listed


def journey_text(reach: Reach, listing: Listing) -> str:
    """For a place that is far or over the sea: that it is, and what can be done without going there."""
    if not reach.is_far:
        return ""
    return f"{_distance(reach)} {ways_text(reach) or _not_told(listing)}"


def _distance(reach: Reach) -> str:
    if reach.by_sea:
        return _("You need a ferry or a flight to get there.")
    return _("This place is {distance} away.").format(distance=formats.miles(reach.miles or 0))


def ways_text(reach: Reach) -> str:
    """What can be done without going there, as the listing says; nothing where it says nothing."""
    ways = set(reach.ways)
    said = []
    if {"phone", "online"} <= ways:
        said.append(_("You can do this by phone or online."))
    elif "phone" in ways:
        said.append(_("You can do this by phone."))
    elif "online" in ways:
        said.append(_("You can do this online."))
    if "home-visit" in ways:
        said.append(_("Someone can come to your home."))
    if "post" in ways:
        said.append(_("You can do this by post."))
    return " ".join(said)


def _not_told(listing: Listing) -> str:
    if listing.phones:
        return _("Phone first: ask if they can help by phone.")
    if listing.email:
        return _("Write first: ask if they can help by e-mail.")
    return _("The list does not say how to get help without going there.")


def holiday_lines(reach: Reach) -> list[str]:
    """Bank holidays that come soon, and that others are not known."""
    days = [formats.full_date(day) for day in reach.holidays]
    lines = []
    if days:
        said = ngettext(
            "It may be closed on the bank holiday, {days}. Phone before you go.",
            "It may be closed on the bank holidays, {days}. Phone before you go.",
            len(days),
        )
        lines.append(said.format(days=listed(days)))
    if reach.local_holidays:
        lines.append(_("Scottish councils have local holidays too. This program does not know them."))
    return lines
