"""Settings: this desk, its champions, how it looks, privacy, backups, and whose work it stands on."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk.i18n import _
from champion_desk.ui.context import Context
from champion_desk.ui.page import Page
from champion_desk.ui.settings_about import AboutCard
from champion_desk.ui.settings_asked import AskedCard
from champion_desk.ui.settings_backups import BackupsCard
from champion_desk.ui.settings_choices import LookCard, PrivacyCard
from champion_desk.ui.settings_finding import FindingCard
from champion_desk.ui.settings_hours import HoursCard
from champion_desk.ui.settings_lists import ListsCard
from champion_desk.ui.settings_logo import LogoCard
from champion_desk.ui.settings_people import PeopleCard
from champion_desk.ui.settings_site import SiteCard
from champion_desk.ui.settings_sources import SourcesCard
from champion_desk.ui.widgets.columns import Columns
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scroll import Scroll

NAME = "settings"
ORDER = 90
ICON = "settings"


def title() -> str:
    """The page's word in the rail."""
    return _("Settings")


class SettingsPage(Page):
    """Choices take effect at once; the site's details have a button of their own."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 8)
        self.scrolling = Scroll()
        outer.addWidget(self.scrolling)
        self.site, self.people = SiteCard(context), PeopleCard(context)
        self.look, self.privacy = LookCard(context), PrivacyCard(context)
        self.backups, self.about = BackupsCard(context), AboutCard(context)
        self.hours, self.asked = HoursCard(context), AskedCard(context)
        self.lists, self.finding = ListsCard(context), FindingCard(context)
        self.sources, self.logo = SourcesCard(context), LogoCard(context)
        self.scrolling.body.addWidget(PlainLabel(_("Settings"), "title"))
        left = _stack(self.look, self.privacy, self.asked, self.lists, self.sources, self.finding, self.about)
        right = _stack(self.site, self.logo, self.hours, self.people, self.backups)
        self.scrolling.body.addWidget(Columns([(left, 1), (right, 1)], narrow=760))
        self.scrolling.body.addStretch(1)


def _stack(*cards: QWidget) -> QWidget:
    """Cards below each other."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(16)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return holder


PAGE = SettingsPage
