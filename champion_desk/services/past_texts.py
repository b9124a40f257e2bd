"""The free texts of earlier logs: notes are masked before they are kept, areas checked, languages known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from champion_desk.domain.catalogue import folded
from champion_desk.domain.problems import Invalid
from champion_desk.domain.sessions import AREA_LENGTH, NOTE_LENGTH
from champion_desk.importers.plain_text import is_absent, plain
from champion_desk.services.privacy_scanner import MASK_WORDS, masked, scan

_LONGEST = 2 * NOTE_LENGTH
_EDGE = 60  # what stands at a cut may be half a number
_LANGUAGES = {
    "en": "english saesneg beurla",
    "cy": "welsh cymraeg cuimris",
    "gd": "gaelic gaidhlig gaeleg",
    "pl": "polish polski pwyleg",
    "ro": "romanian romana",
    "uk": "ukrainian ukrainska",
    "pa": "punjabi panjabi",
    "ur": "urdu",
    "ar": "arabic",
}
_BY_NAME = {name: code for code, names in _LANGUAGES.items() for name in (code, *names.split())}


class PastTexts:
    """Cleans what was written freely. Notes of days before `notes_from` would fade at once, and stay out."""

    def __init__(
        self,
        notes_from: date,
        known_area: Callable[[str], str],
        mask_words: Mapping[str, str] = MASK_WORDS,
    ) -> None:
        self._notes_from, self._known_area, self._mask_words = notes_from, known_area, mask_words
        self._areas: dict[str, str] = {}

    def note(self, cells: Iterable[str], day: date, notes: list[str]) -> str:
        """What may be kept of the columns with notes; what was done is added to `notes`."""
        texts = []
        for cell in cells:
            if len(cell) > _LONGEST:
                cell = cell[: _LONGEST - _EDGE]
                notes.append("past-note-cut")
            text = plain(cell)[0] if cell.strip() else ""
            if text and not is_absent(text) and text not in texts:
                texts.append(text)
        if not texts:
            return ""
        if day < self._notes_from:
            notes.append("past-note-old")
            return ""
        whole = "\n".join(texts)
        clean = masked(whole, words=self._mask_words)
        if clean != whole:
            notes.append("past-note-masked")
        if len(clean) > NOTE_LENGTH:
            notes.append("past-note-cut")
            clean = clean[: NOTE_LENGTH - _EDGE].rstrip()
            clean = masked(clean, words=self._mask_words)[:NOTE_LENGTH]
        if clean != whole and scan(clean):  # what is still there after masking is not kept
            notes.append("past-note-left")
            return ""
        return clean

    def area(self, text: str, notes: list[str]) -> str:
        """A place that is no address and no postcode; nothing for any other."""
        if not text:
            return ""
        if text not in self._areas:
            self._areas[text] = self._checked(" ".join(plain(text)[0].split()))
        if not self._areas[text]:
            notes.append("past-area")
        return self._areas[text]

    def _checked(self, text: str) -> str:
        if not text or len(text) > AREA_LENGTH or scan(text):
            return ""
        try:
            return self._known_area(text)[:AREA_LENGTH]
        except Invalid:
            return ""

    def language(self, text: str, notes: list[str]) -> str:
        """The code of a language that citizens here speak; nothing for any other."""
        code = _BY_NAME.get(folded(text).strip(), "")
        if text and not code:
            notes.append("past-language")
        return code
