"""What a newer version of a list would change: how many, and which places, field by field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from champion_desk.domain.directory import ImportPreview
from champion_desk.domain.refreshing import Difference
from champion_desk.i18n import _
from champion_desk.ui.columns_layout import ColumnsLayout
from champion_desk.ui.listing_card import SnugCard
from champion_desk.ui.record_table import Column, RecordModel, RecordTable
from champion_desk.ui.source_words import change_words, kind_words
from champion_desk.ui.widgets.labels import PlainLabel

MOST_ROWS = 300
_TONES = {"added": "done", "changed": "accent", "gone": "partly"}
_ORDER = {"gone": 0, "changed": 1, "added": 2}


def tiles(preview: ImportPreview) -> QWidget:
    """How many are new, changed, the same, gone."""
    place = QWidget()
    columns = ColumnsLayout(place, least=130, most=4, gap=12)
    for count, words, tone in (
        (preview.added, _("new"), "done"),
        (preview.changed, _("changed"), "accent"),
        (preview.same, _("the same as before"), "quiet"),
        (preview.gone, _("no longer listed"), "partly"),
    ):
        tile = SnugCard(14, 10)
        tile.body.setSpacing(0)
        label = PlainLabel(f"{count:,}", "count", wrap=False)
        label.set_tone(tone if count and tone != "quiet" else None)  # type: ignore[arg-type]
        tile.body.addWidget(label)
        tile.body.addWidget(PlainLabel(words, "quiet"))
        columns.addWidget(tile)
    return place


def differences_table(differences: Sequence[Difference]) -> QWidget:
    """Which places, those that would go first; the first 300 of them."""
    model: RecordModel[Difference] = RecordModel(
        [
            Column(_("Name"), lambda one: one.name, stretch=3),
            Column(_("What"), kind_words, tone=lambda one: _TONES[one.kind]),
            Column(_("What changes"), change_words, stretch=5, quiet=True),
        ]
    )
    shown = sorted(differences, key=lambda one: _ORDER[one.kind])[:MOST_ROWS]
    model.set_rows(shown)
    card = SnugCard(6, 6)
    table = RecordTable(_("What would change"), model, grow=len(shown) <= 6)
    card.body.addWidget(table)
    if len(differences) > MOST_ROWS:
        card.body.addWidget(PlainLabel(_("The first {count} are shown.").format(count=MOST_ROWS), "quiet"))
    return card
