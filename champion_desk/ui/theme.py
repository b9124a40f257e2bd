"""How the window looks: tokens of each theme, type, the focus ring, changed live by one call."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from string import Template
from typing import Literal, cast

from PySide6.QtCore import QLoggingCategory, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from champion_desk.paths import resources_dir
from champion_desk.ui.widgets.focus_ring import FocusRing

Mode = Literal["system", "light", "dark", "contrast"]
Tone = Literal["done", "partly", "could-not", "accent", "quiet"]
FAMILY = "Atkinson Hyperlegible Next"
SIZES = {"title": 26, "heading": 18, "body": 16, "quiet": 14}


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme, each named for what it does, as #RRGGBB."""

    background: str
    card: str
    sunken: str
    line: str
    edge: str
    ink: str
    quiet: str
    accent: str
    accent_hover: str
    on_accent: str
    soft_accent: str
    rail: str
    rail_ink: str
    rail_strong: str
    rail_selected: str
    rail_edge: str
    rail_mark: str
    on_rail_mark: str
    done: str
    done_soft: str
    partly: str
    partly_soft: str
    could_not: str
    could_not_soft: str
    focus: str
    focus_edge: str


def contrast(a: str, b: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it."""

    def luminance(colour: str) -> float:
        parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@cache
def shipped_tokens(name: str) -> Tokens:
    """The tokens of `light`, `dark` or `contrast` as they ship."""
    with (resources_dir() / "themes" / f"{name}.toml").open("rb") as file:
        return Tokens(**tomllib.load(file))


def tokens_from_palette(palette: QPalette) -> Tokens | None:
    """High contrast in the system's own colours; None where those would be hard to read."""
    role = QPalette.ColorRole

    def named(which: QPalette.ColorRole) -> str:
        return palette.color(which).name().upper()

    ground, ink = named(role.Window), named(role.WindowText)
    accent, on_accent = named(role.Highlight), named(role.HighlightedText)
    if contrast(ground, ink) < 7 or contrast(accent, on_accent) < 4.5 or contrast(accent, ground) < 4.5:
        return None
    inks = {
        "ink",
        "quiet",
        "line",
        "edge",
        "rail_ink",
        "rail_edge",
        "done",
        "partly",
        "could_not",
        "focus_edge",
    }
    accents = {"accent", "accent_hover", "rail_mark", "rail_strong", "focus"}
    on_accents = {"on_accent", "on_rail_mark"}
    colours = {
        field.name: (
            ink
            if field.name in inks
            else accent
            if field.name in accents
            else on_accent
            if field.name in on_accents
            else ground
        )
        for field in fields(Tokens)
    }
    return Tokens(**colours)


class Theme(QObject):
    """The look in force: ask it for colours, fonts and sizes; `theme_changed` says when they are others."""

    theme_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tokens = shipped_tokens("light")
        self.scale = 1.0
        self.mode: Mode = "light"
        self._app: QApplication | None = None
        self._ring: FocusRing | None = None

    @classmethod
    def apply(cls, app: QApplication, mode: Mode = "system", scale: float = 1.0) -> Theme:
        """Dress the whole application, now or again; text size `scale` is 1.0 to 2.0."""
        chosen = theme()
        chosen.mode, chosen.scale = mode, min(max(scale, 1.0), 2.0)
        if chosen._app is not app:
            chosen._start(app)
        # Title bars and the system's own dialogs follow what was chosen here.
        scheme = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(
            mode, Qt.ColorScheme.Unknown
        )
        app.styleHints().setColorScheme(scheme)
        chosen._dress(app)
        return chosen

    def _start(self, app: QApplication) -> None:
        _load_fonts()
        app.setStyle("Fusion")
        self._app = app
        self._ring = FocusRing(app, self)
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._system_changed)

    def _system_changed(self) -> None:
        if self._app is not None and self.mode in ("system", "contrast"):
            self._dress(self._app)

    def _dress(self, app: QApplication) -> None:
        self.tokens = self._choose(app)
        app.setFont(self.font("body"))
        app.setPalette(_palette(self.tokens))
        app.setStyleSheet(_style_sheet(self.tokens, self.scale))
        self.theme_changed.emit()

    def _choose(self, app: QApplication) -> Tokens:
        hints = app.styleHints()
        wants_contrast = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
        if self.mode == "contrast" or (self.mode == "system" and wants_contrast):
            app.setPalette(QPalette())  # back to the system's own colours, to read them
            system = tokens_from_palette(app.palette()) if wants_contrast else None
            return system or shipped_tokens("contrast")
        dark = hints.colorScheme() == Qt.ColorScheme.Dark if self.mode == "system" else self.mode == "dark"
        return shipped_tokens("dark" if dark else "light")

    def px(self, size: float) -> int:
        """A length at 100 % in pixels at the text size in force."""
        return round(size * self.scale)

    def colour(self, name: str) -> QColor:
        """A token as a colour; a tone's own name ("could-not") works too."""
        return QColor(cast(str, getattr(self.tokens, name.replace("-", "_"))))

    def tone(self, tone: str) -> tuple[QColor, QColor]:
        """Ink and ground of a badge in that tone."""
        if tone == "accent":
            return self.colour("accent"), self.colour("soft_accent")
        if tone == "quiet":
            return self.colour("quiet"), self.colour("sunken")
        return self.colour(tone), self.colour(f"{tone}-soft")

    def font(self, role: str = "body", bold: bool | None = None) -> QFont:
        """The typeface at the size of a role: title, heading, body or quiet; the first two are bold."""
        is_bold = role in ("title", "heading") if bold is None else bold
        # Asked for in each row that is painted: to look a family up costs more than to share what was found.
        return QFont(_font(self.px(SIZES[role]), is_bold))


@cache
def theme() -> Theme:
    """The one theme of this process."""
    return Theme()


@cache
def _font(pixels: int, bold: bool) -> QFont:
    font = QFont(FAMILY)
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font


@cache
def _load_fonts() -> None:
    # The name of a language in letters that only another of these fonts has: Qt tells of it, and finds them.
    QLoggingCategory.setFilterRules("qt.text.font.db.info=false")
    for path in sorted((resources_dir() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def _palette(tokens: Tokens) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for which, name in {
        role.Window: "background", role.WindowText: "ink", role.Base: "card", role.AlternateBase: "sunken",
        role.Text: "ink", role.PlaceholderText: "quiet", role.Button: "card", role.ButtonText: "ink",
        role.BrightText: "could_not", role.Highlight: "accent", role.HighlightedText: "on_accent",
        role.Accent: "accent", role.Link: "accent", role.LinkVisited: "accent", role.ToolTipBase: "card",
        role.ToolTipText: "ink", role.Light: "card", role.Midlight: "line", role.Mid: "edge",
        role.Dark: "edge", role.Shadow: "line",
    }.items():  # fmt: skip
        palette.setColor(which, QColor(getattr(tokens, name)))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens.quiet))
    return palette


def _style_sheet(tokens: Tokens, scale: float) -> str:
    source = (resources_dir() / "themes" / "style.qss").read_text(encoding="utf-8")
    values = {field.name: getattr(tokens, field.name) for field in fields(tokens)}
    sized = re.sub(r"\b(\d+)dp\b", lambda m: f"{round(int(m.group(1)) * scale)}px", source)
    return Template(sized).substitute(values)
