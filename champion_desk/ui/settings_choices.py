"""Settings: how the window looks and speaks, and what keeps others from reading it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from champion_desk import i18n
from champion_desk.i18n import _, ngettext
from champion_desk.settings import changed
from champion_desk.ui.context import Context
from champion_desk.ui.form import Form
from champion_desk.ui.languages import offered, who_decides
from champion_desk.ui.widgets.buttons import LinkButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.fields import CheckBox, Select
from champion_desk.ui.widgets.fixed import FixedLine, FixedValue
from champion_desk.ui.widgets.labels import PlainLabel

_SCALES = (100, 125, 150, 175, 200)
_MINUTES = (1, 2, 3, 5, 10, 15, 30, 60)


class LookCard(Card):
    """Each choice takes effect at once."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Language and look"), "languages")
        self._context = context
        settings = context.settings()
        self.language = ChipGroup(_("Language"), list(offered().items()))
        self.language.set_codes([i18n.language()])
        themes = [
            ("system", _("like this computer")),
            ("light", _("light")),
            ("dark", _("dark")),
            ("contrast", _("high contrast")),
        ]
        self.theme = ChipGroup(_("Colours"), themes)
        self.theme.set_codes([settings.theme])
        scales = sorted({*_SCALES, settings.text_scale})
        self.scale = ChipGroup(_("Text size"), [(str(n), _("{count} %").format(count=n)) for n in scales])
        self.scale.set_codes([str(settings.text_scale)])
        self.language.changed.connect(lambda: self._change(language=self.language.code() or "en"))
        self.theme.changed.connect(lambda: self._change(theme=self.theme.code() or "system"))
        self.scale.changed.connect(lambda: self._change(text_scale=int(self.scale.code() or 100)))
        if context.fixed("language"):
            self.body.addWidget(PlainLabel(_("Language"), "strong"))
            self.body.addWidget(FixedValue(i18n.LANGUAGES[i18n.language()]))
        else:
            self.body.addWidget(self.language)
            if who_decides():
                self.body.addWidget(FixedLine(who_decides()))
        self.body.addWidget(self.theme)
        self.body.addWidget(self.scale)

    def _change(self, **values: object) -> None:
        self._context.change_settings(changed(self._context.settings(), **values))


class PrivacyCard(Card):
    """When the desk locks by itself, and whether the public can see the screen."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Privacy"), "eye-off")
        self._context = context
        settings = context.settings()
        form = Form()
        minutes = sorted({*_MINUTES, settings.lock_minutes})
        self.lock = Select(
            _("Lock when no one touches the keyboard for"), [(str(n), _lasting(n)) for n in minutes]
        )
        self.lock.set_code(str(settings.lock_minutes))
        self.lock.chosen.connect(lambda code: self._change(lock_minutes=int(code)))
        fixed = context.fixed("lock_minutes")
        form.row(
            _("Lock when no one touches the keyboard for"),
            FixedValue(_lasting(settings.lock_minutes)) if fixed else self.lock,
        )
        self.public = CheckBox(_("This screen faces the public"))
        self.public.setChecked(settings.public_screen)
        self.public.toggled.connect(lambda on: self._change(public_screen=on))
        self.body.addWidget(form)
        self.body.addSpacing(8)
        if context.fixed("public_screen"):
            facing = (
                _("This screen faces the public") if settings.public_screen else _("This screen is private")
            )
            self.body.addWidget(FixedValue(facing))
        else:
            self.body.addWidget(self.public)
        if settings.public_screen or not context.fixed("public_screen"):
            then = _("Then the Desk shows only how many people were helped today, never with what.")
            self.body.addWidget(PlainLabel(then, "quiet"))

        self.page = LinkButton(_("What this desk holds, and for how long"))
        self.page.clicked.connect(lambda: context.window.go_to("privacy"))
        self.body.addWidget(self.page, 0, Qt.AlignmentFlag.AlignLeft)

    def _change(self, **values: object) -> None:
        self._context.change_settings(changed(self._context.settings(), **values))


def _lasting(minutes: int) -> str:
    return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
