"""The sentence for each problem with a council's list: one of its lines, or a file of all of them."""

from __future__ import annotations

from champion_desk.i18n import _


def line_sentences() -> dict[str, str]:
    """What does not fit in a line of a list."""
    return {
        "label-needed": _("An English name is needed: it stands in where another language has none."),
        "label-taken": _("“{given}” is in this list already. Choose another name."),
        "label-retired": _(
            "“{given}” was in this list and is no longer offered. Bring that line back, or choose "
            "another name."
        ),
        "too-many-words": _("These are too many words. Use {most} at most."),
        "topic-needed": _("Choose what this key counts."),
        "line-relied-on": _(
            "Champion Desk itself uses this line, so it must stay. You can give it another name."
        ),
        "line-is-last": _("This is the last one left to choose. Add another one first."),
        "merge-itself": _("A line can't count as itself. Choose another one."),
        "merge-onto-retired": _("That line is no longer offered. Choose one that is."),
        "merge-unknown": _("It should count as “{given}”, which is not in this list."),
        "merge-round": _("It should count as “{given}”, which in the end counts as this line again."),
        "line-no-code": _("It has no code."),
        "line-code": _("Its code may only have small letters, numbers and hyphens, and at most 60 of them."),
        "line-personal": _("Its name looks personal. If it is not, add it here by hand."),
        "line-twice": _("Line {of} of this list has the same code."),
        "line-unreadable": _("Something in it is not of the right kind."),
        "line-family": _("Its family “{given}” is not known."),
        "line-topic": _("Its topic “{given}” is not known."),
    }


def list_sentences() -> dict[str, str]:
    """Why lists can't be changed, or a file of them can't be taken in."""
    return {
        "lists-lead": _("Only a champion who leads this desk can change the lists."),
        "lists-changed": _("The lists were changed since you looked at the file. Look at it again."),
        "lists-too-large": _("{file} is too large. A file of lists has {most} MB at most."),
        "lists-empty": _("{file} is empty. Export the lists again at the other desk."),
        "lists-encoding": _("Line {line} of {file} has letters that can't be read. Save the file as UTF-8."),
        "lists-not-readable": _(
            "{file} can't be read from line {line} on. Export the lists again, or mend that line."
        ),
        "lists-foreign": _("{file} is not a file of lists. Choose one that was exported by Champion Desk."),
        "lists-newer": _("{file} was exported by a newer Champion Desk. Install that version here first."),
        "lists-too-many": _("{file} has too many lines. There may be {most} at most."),
    }
