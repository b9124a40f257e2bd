"""Whether a sheet is still to be trusted, in a sentence for whoever takes it home."""

from __future__ import annotations

from champion_desk import formats
from champion_desk.domain.handouts import HandoutOrder
from champion_desk.i18n import _


def stale_line(order: HandoutOrder) -> str:
    """That a sheet was last checked too long ago, for the sheet itself; nothing where it was not."""
    if not order.is_stale:
        return ""
    if order.handout.reviewed is None:
        return _("Nobody has checked this sheet yet. Please ask us if it is still right.")
    day = formats.long_date(order.handout.reviewed)
    return _("This sheet was last checked on {date}. Please ask us if it is still right.").format(date=day)
