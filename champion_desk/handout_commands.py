"""What the commands about paper do: write a handout as a citizen needs it, or a poster of the drop-in."""

from __future__ import annotations

import argparse
from typing import Any

from champion_desk.domain.directory import Listing
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _
from champion_desk.services import Services
from champion_desk.services.handouts import save_sheet

Answer = tuple[Any, str]


def handout(chosen: argparse.Namespace, services: Services) -> Answer:
    """Write a handout as PDF."""
    sheets = services.handouts
    second = sheets.get(chosen.slug, chosen.second_language) if chosen.second_language else None
    order = sheets.order(
        sheets.get(chosen.slug, chosen.language),
        chosen.size,
        [_listing(services, listing_id) for listing_id in chosen.listing],
        chosen.next_step,
        second=second,
        paper=chosen.paper,
        colour=chosen.colour,
        layout=chosen.layout or ("columns" if second else "sheet"),
    )
    save_sheet(sheets.pdf(order), chosen.out)
    return {"file": str(chosen.out)}, _("The handout is in {path}.").format(path=chosen.out)


def _listing(services: Services, listing_id: str) -> Listing:
    try:
        return services.directory.get(listing_id)
    except Problem:
        raise Problem("listing-unknown", id=listing_id) from None


def poster(chosen: argparse.Namespace, services: Services) -> Answer:
    """Write a poster as PDF."""
    made = services.handouts.poster(
        chosen.title,
        chosen.when,
        chosen.where,
        chosen.help_with,
        chosen.language,
        chosen.paper,
        chosen.colour,
    )
    save_sheet(services.handouts.poster_pdf(made), chosen.out)
    return {"file": str(chosen.out)}, _("The poster is in {path}.").format(path=chosen.out)
