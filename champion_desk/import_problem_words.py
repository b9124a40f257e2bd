"""The sentence for each problem with a package of lists, and for what reading made of a row."""

from __future__ import annotations

from champion_desk.i18n import _


def package_sentences() -> dict[str, str]:
    """Why a folder or zip file can't be taken in, why a row can't, and what was changed in one."""
    return {
        "import-folder-empty": _("{file} has no lists in it. Choose the folder that the lists are in."),
        "import-zip-locked": _(
            "{file} is locked with a password. Unpack it first, then choose the folder it unpacks to."
        ),
        "import-zip-unsafe": _(
            "{file} is not safe to open, so it was left alone. Tell whoever looks after this computer."
        ),
        "import-one-table": _(
            "{file} is one table of several that belong together, and holds no services. Choose the folder "
            "that it is in."
        ),
        "row-json": _("It can't be read: see line {line}, character {column} of the file."),
        "row-hidden": _("Its owner does not want it to be seen at the moment."),
        "row-no-first": _("It goes with entry {of}, which is not in the list."),
        "note-status": _('Its state "{given}" is not known, so it is shown as open.'),
        "note-postcode-perhaps": _(
            'Postcode "{given}" may be a slip of the pen for {perhaps}. Ask which one is right.'
        ),
        "note-position-far": _(
            "Its position is {miles} miles from {postcode}, so the position was left out. Check the postcode."
        ),
    }
