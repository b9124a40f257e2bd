"""The themes: every pair of colours is readable, and changing the look reaches what stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QPalette, QRawFont
from PySide6.QtWidgets import QApplication

from champion_desk.paths import resources_dir
from champion_desk.ui import icons
from champion_desk.ui.theme import FAMILY, Theme, Tokens, contrast, shipped_tokens, theme, tokens_from_palette
from champion_desk.ui.widgets.buttons import PrimaryButton
from champion_desk.ui.widgets.labels import PlainLabel

TEXT = [
    *[(ink, on) for ink in ("ink", "quiet") for on in ("background", "card", "sunken", "soft_accent")],
    *[("accent", on) for on in ("card", "background", "soft_accent")],
    *[("on_accent", on) for on in ("accent", "accent_hover")],
    *[(ink, on) for ink in ("rail_ink", "rail_strong") for on in ("rail", "rail_selected")],
    ("on_rail_mark", "rail_mark"),
    *[
        (tone, on)
        for tone in ("done", "partly", "could_not")
        for on in (f"{tone}_soft", "card", "background")
    ],
]
PARTS = [
    *[("edge", on) for on in ("card", "background", "sunken")],
    *[("rail_mark", on) for on in ("rail", "rail_selected")],
    ("accent", "sunken"),
    ("rail_edge", "rail"),
]
LEAST_TEXT, LEAST_PART = 4.5, 3.0


def test_contrast_is_the_published_ratio():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_all_text_and_all_edges_can_be_seen(name):
    tokens = shipped_tokens(name)
    assert _too_faint(tokens, TEXT, LEAST_TEXT) == []
    assert _too_faint(tokens, PARTS, LEAST_PART) == []


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
@pytest.mark.parametrize("ground", ["background", "card", "rail"])
def test_the_focus_ring_shows_on_every_ground_by_its_amber_or_its_edge(name, ground):
    tokens = shipped_tokens(name)
    against = getattr(tokens, ground)
    assert max(contrast(tokens.focus, against), contrast(tokens.focus_edge, against)) >= LEAST_PART
    if name != "contrast":
        assert contrast(tokens.focus, tokens.focus_edge) >= LEAST_PART


def test_high_contrast_takes_the_systems_colours_only_where_they_can_be_read():
    role = QPalette.ColorRole
    palette = QPalette()
    chosen = {
        role.Window: "#202020", role.WindowText: "#FFFFFF", role.Highlight: "#8EE3F0",
        role.HighlightedText: "#263B50",
    }  # fmt: skip
    for which, colour in chosen.items():
        palette.setColor(which, QColor(colour))
    tokens = tokens_from_palette(palette)
    assert tokens is not None
    assert (tokens.background, tokens.ink, tokens.accent) == ("#202020", "#FFFFFF", "#8EE3F0")
    assert _too_faint(tokens, TEXT, LEAST_TEXT) == []
    assert _too_faint(tokens, PARTS, LEAST_PART) == []
    palette.setColor(role.WindowText, QColor("#404040"))
    assert tokens_from_palette(palette) is None


def test_the_look_changes_while_the_window_stands(qapp: QApplication, qtbot):
    Theme.apply(qapp, "light", 1.0)
    label, button = PlainLabel("Good morning", "title"), PrimaryButton("Save")
    for widget in (label, button):
        qtbot.addWidget(widget)
        widget.show()
    before = label.sizeHint().height(), button.sizeHint().width()
    with qtbot.waitSignal(theme().theme_changed):
        Theme.apply(qapp, "dark", 2.0)
    assert theme().colour("card") == QColor("#16272B")
    assert label.sizeHint().height() > 1.8 * before[0]
    assert button.sizeHint().width() > 1.8 * before[1]
    assert qapp.font().pixelSize() == 32
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor("#0E1A1D")
    Theme.apply(qapp, "light", 1.0)


def test_text_size_stays_between_one_and_two(qapp: QApplication):
    assert Theme.apply(qapp, "light", 5.0).scale == 2.0
    assert Theme.apply(qapp, "light", 0.2).scale == 1.0


def test_the_typeface_has_the_letters_of_the_desks_languages(qapp: QApplication):
    Theme.apply(qapp, "light", 1.0)
    assert FAMILY in QFontDatabase.families()
    for path in (resources_dir() / "fonts").glob("Atkinson*.ttf"):
        face = QRawFont(str(path), 16)
        missing = [
            letter for letter in "ŵŷŴŶẁẃỳâêîôûàèìòùÀÈÌÒÙ·…“”’£" if not face.supportsCharacter(ord(letter))
        ]
        assert missing == []


def test_every_icon_can_be_drawn_in_a_colour(qapp: QApplication):
    names = sorted(path.stem for path in (resources_dir() / "icons").glob("*.svg"))
    assert len(names) > 50
    for name in names:
        image = icons.pixmap(name, QColor("#0B6868"), 20, 2.0).toImage()
        assert (image.width(), image.height()) == (40, 40)
        assert any(
            image.pixelColor(x, y).alpha() > 128 and image.pixelColor(x, y).green() > 80
            for x in range(40)
            for y in range(40)
        ), name


def test_every_icon_named_in_the_window_ships():
    package = Path(icons.__file__).parent
    known = {path.stem for path in (resources_dir() / "icons").glob("*.svg")}
    named = re.compile(r"\b(?:Icon|IconButton|draw)\(\s*(?:painter,\s*)?\"([a-z0-9-]+)\"")
    for path in package.rglob("*.py"):
        for name in named.findall(path.read_text(encoding="utf-8")):
            assert name in known, f"{path.name} names the icon {name}"


def _too_faint(tokens: Tokens, pairs: list[tuple[str, str]], least: float) -> list[str]:
    return [
        f"{ink} on {ground}: {contrast(getattr(tokens, ink), getattr(tokens, ground)):.2f}"
        for ink, ground in pairs
        if contrast(getattr(tokens, ink), getattr(tokens, ground)) < least
    ]
