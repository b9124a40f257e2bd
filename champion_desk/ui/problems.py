"""Where an exception becomes something a person can act on: a field, a sentence, or a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from champion_desk import diagnostics
from champion_desk.domain.problems import Cancelled, Invalid, Problem
from champion_desk.i18n import _

if TYPE_CHECKING:
    from champion_desk.ui.form import Form


@dataclass(frozen=True, slots=True)
class Trouble:
    """What to say, and the details for support where it is a fault of our own."""

    sentence: str
    details: str = ""


def trouble_of(error: BaseException) -> Trouble:
    """The sentence for an error. A fault of our own is logged without what any record says."""
    if isinstance(error, Problem):
        return Trouble(sentence_of(error))
    if isinstance(error, Cancelled):
        return Trouble(_("Stopped. Nothing was changed."))
    details = diagnostics.log_fault(type(error), error.__traceback__)
    return Trouble(
        _("Something went wrong in Champion Desk. What you typed is still here. Please tell support."),
        details,
    )


def sentence_of(problem: Problem) -> str:
    """What is wrong and what to do."""
    from champion_desk.wording import (
        problem_sentence,  # its words load slowly; the first window has no problem
    )

    return problem_sentence(problem)


def show_in(form: Form, error: BaseException) -> bool:
    """Show what does not fit at its field; False where the error concerns no field of this form."""
    return isinstance(error, Invalid) and form.show_problems({error.field: sentence_of(error)})
