"""A handout as the form of its writer has it: its facts field by field, and its words in plain text."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date, datetime

from champion_desk.domain.own_handouts import HEADINGS
from champion_desk.domain.problems import Invalid
from champion_desk.services.handout_facts import parts_of

TITLE_LENGTH = 80
SUMMARY_LENGTH = 240
WEB_LENGTH = 120
FACT_LINES = 10  # of the text that `text_of` makes; the words follow them
NATIONS = ("all", "england", "scotland", "wales", "northern-ireland")
_WEB = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?:/[^\s<>\"]*)?", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class SheetForm:
    """What stands in the form. `body` is the text below the facts, headings and lists as in the files."""

    title: str = ""
    summary: str = ""
    topics: tuple[str, ...] = ()
    nations: tuple[str, ...] = ("all",)
    language: str = "en"
    web: str = ""
    reviewed: date = field(default_factory=date.today)
    translator: str = ""
    speaker_reviewed: bool = True
    body: str = ""

    def checked(self) -> SheetForm:
        """The form with its lines evened out. Raises `Invalid` for a field that does not do."""
        web = re.sub(r"^https?://", "", _line(self.web), flags=re.IGNORECASE).rstrip("/")
        if web and (len(web) > WEB_LENGTH or not _WEB.fullmatch(web)):
            raise Invalid("web", "handout-web-odd")
        for name, most in (("title", TITLE_LENGTH), ("summary", SUMMARY_LENGTH)):
            said = _line(getattr(self, name))
            if not said:
                raise Invalid(name, "needed")
            if len(said) > most:
                raise Invalid(name, "too-long", most=most)
        if not self.topics:
            raise Invalid("topics", "needed")
        if not self.body.strip():
            raise Invalid("body", "needed")
        return SheetForm(
            _line(self.title),
            _line(self.summary),
            self.topics,
            self.nations or ("all",),
            self.language,
            web,
            self.reviewed,
            _line(self.translator),
            self.speaker_reviewed,
            self.body,
        )


def _line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


def text_of(form: SheetForm) -> str:
    """The whole text of a handout, in `FACT_LINES` lines of facts and what follows."""
    facts = [
        f"title = {_quoted(form.title)}",
        f"summary = {_quoted(form.summary)}",
        f"topics = [{', '.join(map(_quoted, form.topics))}]",
        f"nations = [{', '.join(map(_quoted, form.nations))}]",
        f"web = {_quoted(form.web)}",
        f"reviewed = {form.reviewed.isoformat()}",
        f"translator = {_quoted(form.translator)}",
        f"speaker_reviewed = {'true' if form.speaker_reviewed else 'false'}",
    ]
    return "\n".join(("+++", *facts, "+++", form.body))


def _quoted(text: str) -> str:
    return json.dumps(_line(text), ensure_ascii=False)


def form_of(text: str, language: str) -> SheetForm:
    """The form for a text; where its facts are broken, all of it stands in the body."""
    facts, body = parts_of(text)
    reviewed = facts.get("reviewed")
    return SheetForm(
        str(facts.get("title", "")),
        str(facts.get("summary", "")),
        _words(facts.get("topics")),
        _words(facts.get("nations")) or ("all",),
        language,
        str(facts.get("web", "")),
        reviewed if isinstance(reviewed, date) and not isinstance(reviewed, datetime) else date.today(),
        str(facts.get("translator", "")),
        facts.get("speaker_reviewed", True) is True,
        body,
    )


def _words(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def blank_body(language: str) -> str:
    """The headings of the six parts, to write below."""
    return "\n\n\n".join(f"## {heading}" for heading in HEADINGS.get(language, HEADINGS["en"])) + "\n"
