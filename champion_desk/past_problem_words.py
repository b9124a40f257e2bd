"""The sentence for each problem with an earlier log, and with one of its rows."""

from __future__ import annotations

from champion_desk.i18n import _


def past_sentences() -> dict[str, str]:
    """Why a file can't be taken in as a log, and why one of its rows can't."""
    return {
        "past-no-sheet": _(
            "{file} is not a sheet with rows and columns. Save the log as CSV or Excel (.xlsx) and choose "
            "that."
        ),
        "past-no-date": _(
            "{file} has no column with days in it, so it is not a log. Put a heading such as Date above "
            "each column, or choose another file."
        ),
        "past-no-when": _("No column says on which day it was. Choose one for “Date”."),
        "past-no-kinds": _(
            "No column says how many there were. Choose one for “How many” or “A kind of help”."
        ),
        "past-nothing-new": _("Everything in this log has been taken in before. Nothing was changed."),
        "row-no-day": _("It says no day."),
        "row-day-odd": _("Its day can't be read."),
        "row-day-no-year": _("Its day has no year."),
        "row-only-month": _("It says only a month, not a day."),
        "row-in-future": _("It is still to come."),
        "row-too-old": _("It is from before {year}, which is most likely a slip of the pen."),
        "row-sum": _("It is a sum of other rows."),
        "row-nothing": _("It says nothing but a day."),
        "row-left-out": _("You chose to leave such rows out."),
        "count-not-number": _("It has no number that can be read."),
        "count-negative": _("Its number is less than nought."),
        "count-not-whole": _("Its number is not a whole one."),
        "count-too-large": _("Its number is more than {most}, which is most likely a slip of the pen."),
        "count-nought": _("Its number is 0, so there is nothing to count."),
    }
