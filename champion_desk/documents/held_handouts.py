"""What this desk itself keeps of handouts, field by field, in plain words."""

from __future__ import annotations

from champion_desk.i18n import _


def kept_of_handouts(number: str, aside: str) -> tuple[tuple[str, str, dict[str, str]], ...]:
    """Each kind of record: its table, its title, and the words of its fields by their names."""
    handout = {
        "slug": _("its short name"),
        "language": _("its language"),
        "text": _("what it says, and its facts such as its title"),
        "changed_on": _("the day it was last changed"),
        "changed_by": _("the name of who changed it"),
        "original_slug": _("which handout of the program it was made from"),
        "original": _("what that handout said then"),
        "id": number,
        "removed_at": aside,
    }
    attachment = {
        "owner_table": _("to which kind of record it belongs"),
        "owner_id": _("to which record it belongs"),
        "name": _("its short name"),
        "media_type": _("what kind of file it is"),
        "description": _("what it shows, in words"),
        "content": _("the file itself"),
        "id": number,
        "removed_at": aside,
    }
    return (
        ("own_handouts", _("A handout written at this desk"), handout),
        ("attachments", _("A picture of a handout, the logo, or a certificate"), attachment),
    )
