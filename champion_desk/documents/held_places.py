"""What this desk itself says of local places, field by field, in plain words."""

from __future__ import annotations

from champion_desk.i18n import _


def kept_of_places(number: str, aside: str) -> tuple[tuple[str, str, dict[str, str]], ...]:
    """Each kind of record: its table, its title, and the words of its fields by their names."""
    place = _("which local place")
    edit = {
        "listing_id": place,
        "field": _("which of its fields"),
        "value": _("what this desk says instead of the list"),
        "made_on": _("the day it was said"),
        "made_by": _("the name of who said it"),
        "id": number,
        "removed_at": aside,
    }
    check = {
        "listing_id": place,
        "checked_on": _("the day it was checked"),
        "checked_by": _("the name of who checked it"),
        "id": number,
        "removed_at": aside,
    }
    report = {
        "listing_id": place,
        "reason": _("what is wrong with it, from a list"),
        "reported_on": _("the day it was said"),
        "reported_by": _("the name of who said it"),
        "note": _("a note on what is wrong, in the champion's own words"),
        "sent_on": _("the day it was passed on to whoever publishes the list"),
        "closed_on": _("the day it was mended"),
        "closed_by": _("the name of who closed it"),
        "id": number,
        "removed_at": aside,
    }
    tie = {
        "listing_id": place,
        "other_id": _("which other local place"),
        "kind": _("whether they are the same, belong together, or only look alike"),
        "made_on": _("the day it was said"),
        "made_by": _("the name of who said it"),
        "id": number,
        "removed_at": aside,
    }
    return (
        ("listing_edits", _("A change this desk made to a local place"), edit),
        ("listing_checks", _("A check of a local place"), check),
        ("listing_reports", _("Something wrong with a local place"), report),
        ("listing_ties", _("Two local places that were compared"), tie),
    )
