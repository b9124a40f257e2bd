"""Settings: which version this is, whose work it stands on, and under which licences."""

from __future__ import annotations

from champion_desk import NAME, VERSION
from champion_desk.i18n import _
from champion_desk.paths import resources_dir
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.widgets.cards import Card, Disclosure
from champion_desk.ui.widgets.labels import PlainLabel

# What the program is built with. Names and licences are the projects' own.
_PARTS = (
    ("Qt for Python (PySide6)", "LGPL 3.0"),
    ("SQLAlchemy", "MIT"),
    ("SQLCipher, sqlcipher3", "BSD 3-Clause, zlib"),
    ("cryptography", "Apache 2.0, BSD 3-Clause"),
    ("zxcvbn", "MIT"),
    ("platformdirs", "MIT"),
    ("filelock", "Unlicense"),
    ("ReportLab", "BSD"),
    ("pypdfium2, PDFium", "Apache 2.0, BSD 3-Clause"),
    ("HarfBuzz, uharfbuzz", "MIT, Apache 2.0"),
    ("python-bidi", "LGPL 3.0"),
    ("segno", "BSD"),
    ("openpyxl", "MIT"),
    ("markdown-it-py", "MIT"),
    ("httpx", "BSD 3-Clause"),
    ("truststore", "MIT"),
    ("Beautiful Soup", "MIT"),
    ("charset-normalizer", "MIT"),
    ("phonenumbers", "Apache 2.0"),
    ("python-dateutil", "Apache 2.0, BSD 3-Clause"),
    ("holidays", "MIT"),
    ("RapidFuzz", "MIT"),
    ("Babel", "BSD 3-Clause"),
    ("Atkinson Hyperlegible Next", "SIL Open Font License 1.1"),
    ("Noto Sans, Noto Naskh Arabic, Noto Nastaliq Urdu, Noto Sans Bengali", "SIL Open Font License 1.1"),
    ("Lucide", "ISC"),
)


class AboutCard(Card):
    """Attribution stands where anyone can find it."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("About"), "info")
        self._context = context
        said = _("{name} {version}. Free software under the MIT licence.").format(name=NAME, version=VERSION)
        self.body.addWidget(PlainLabel(said))
        self.body.addWidget(
            PlainLabel(_("It sends nothing anywhere, and counts nothing about you."), "quiet")
        )
        lists = Disclosure(_("Whose lists the directory uses"))
        postcodes = (resources_dir() / "postcodes" / "ATTRIBUTION.txt").read_text(encoding="utf-8")
        self.sources = PlainLabel("", "small")
        lists.body.addWidget(self.sources)
        lists.body.addWidget(PlainLabel(postcodes.strip(), "small"))
        self.body.addWidget(lists)
        parts = Disclosure(_("What it is built with"))
        parts.body.addWidget(PlainLabel("\n".join(f"{name}: {licence}" for name, licence in _PARTS), "small"))
        self.body.addWidget(parts)
        context.background.run(
            self._attributions, while_alive(self, self.sources.setText), lambda _error: None
        )

    def _attributions(self) -> str:
        sources = self._context.services.directory.sources()
        return "\n\n".join(
            "\n".join(part for part in (source.name, source.attribution, source.licence) if part)
            for source in sources
        )
