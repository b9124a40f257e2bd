"""Words for the council's lists: what each is called, what it is for, how one of its lines stands."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from champion_desk import i18n
from champion_desk.i18n import _, ngettext
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.list_plan import (
    ADDED,
    BROUGHT_BACK,
    CHANGED,
    MERGED,
    RENAMED,
    RETIRED,
    TAKEN_APART,
    LineChange,
)
from champion_desk.services.lists import MERGED as IS_MERGED
from champion_desk.services.lists import OFFERED, ListLine
from champion_desk.ui.record_table import Column
from champion_desk.ui.tally_counting import KEYS


def list_names() -> dict[str, str]:
    """What each list is called, in the order they are shown in."""
    return {
        "topics": _("Topics"),
        "outcomes": _("How it ended"),
        "reasons": _("Why not"),
        "barriers": _("What was in the way"),
        "channels": _("How they came"),
        "devices": _("What they used"),
        "items": _("Given to them"),
        "areas": _("Where they live"),
        "presets": _("Counting keys"),
        "services": _("Services that failed"),
        "service_problems": _("What was wrong with them"),
    }


def list_about(name: str) -> str:
    """What a list is for, where its name does not say all."""
    return {
        "topics": _("What help is about. Give a topic more words, and staff find it by those too."),
        "areas": _("Settlements or wards that staff can choose from. Never an address."),
        "presets": _("The first eight stand on the keys F5 to F12."),
        "outcomes": _("Each has a letter that chooses it, underlined on the form."),
    }.get(name, _("What staff can choose on the form, in this order."))


def line_name(line: ListLine, catalogues: Catalogues, name: str) -> str:
    """A line's label, and what it counts as where it was merged."""
    label = line.item.label(i18n.language())
    if line.state != IS_MERGED:
        return label
    onto = catalogues[name].label(line.onto, i18n.language())
    return _("{name}, counts as {other}").format(name=label, other=onto)


def state_words(line: ListLine, place: int, name: str) -> str:
    """How a line stands, in a word or two; nothing for one that is as it ships."""
    if line.state == IS_MERGED:
        return _("merged")
    if line.state != OFFERED:
        return _("no longer offered")
    if name == "presets":
        return KEYS[place] if place < len(KEYS) else _("not on a key")
    if not line.ships:
        return _("our own")
    return _("changed") if line.changed else ""


def state_tone(line: ListLine) -> str:
    """The colour of that word."""
    if line.state == OFFERED:
        return "accent"
    return "quiet" if line.state == IS_MERGED else "partly"


def uses_words(count: int) -> str:
    """How often a line was used."""
    return ngettext("used {count} time", "used {count} times", count).format(count=f"{count:,}")


def line_columns(
    name: Callable[[ListLine], str], state: Callable[[ListLine], str], uses: Callable[[ListLine], str]
) -> list[Column[ListLine]]:
    """The columns of a list."""
    return [
        Column(_("Name"), name, stretch=1),
        Column(_("State"), state, tone=state_tone),
        Column(_("Used"), uses, align=Qt.AlignmentFlag.AlignRight),
        Column(_("Code"), lambda line: line.code, quiet=True, spare=True),
    ]


def kind_words() -> dict[str, str]:
    """What taking in a file does to a line."""
    return {
        ADDED: _("new"),
        RENAMED: _("renamed"),
        CHANGED: _("changed"),
        RETIRED: _("no longer offered"),
        BROUGHT_BACK: _("offered again"),
        MERGED: _("merged"),
        TAKEN_APART: _("counts as itself again"),
    }


def change_words(change: LineChange, catalogues: Catalogues) -> str:
    """What would become of a line, from what to what."""
    before, after = _labels(change)
    sentences = {
        ADDED: _("New in this list."),
        RENAMED: _("Renamed from {before}.").format(before=before),
        CHANGED: _("What belongs to it changes."),
        RETIRED: _("Is no longer offered."),
        BROUGHT_BACK: _("Is offered again."),
        MERGED: _("Counts as {other}.").format(
            other=catalogues[change.list].label(change.onto, i18n.language())
        ),
        TAKEN_APART: _("Counts as itself again."),
    }
    assert after
    return " ".join(sentences[kind] for kind in change.kinds)


def change_name(change: LineChange) -> str:
    """What a line would be called afterwards."""
    return _labels(change)[1]


def _labels(change: LineChange) -> tuple[str, str]:
    """The label that changes: in the language in force, or in the first that differs."""
    languages = [i18n.language(), "en", *sorted(change.after)]
    differs = (one for one in languages if change.before.get(one) != change.after.get(one))
    language = next(differs, "en") if change.before else i18n.language()
    nothing = _("nothing")
    before = change.before.get(language, "") or nothing
    return before, change.after.get(language) or change.after.get("en") or change.code
