"""What a line of a council's list must be: its labels cleaned, none missing, too long, taken or personal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from champion_desk.domain.catalogue import CodedItem, Topic, folded
from champion_desk.domain.findings import NOTHING_ACCEPTED, Accepted
from champion_desk.domain.lists import LABEL_LENGTH, MAY_BE_EMPTY, MOST_WORDS, RELIED_ON, cleaned_label
from champion_desk.domain.problems import Invalid
from champion_desk.services.privacy_scanner import checked

# The language that stands in for another that has no label.
FALLBACK = "en"


def label_field(language: str) -> str:
    """The name of the field for the label in a language, for `Invalid` and the form."""
    return f"label-{language}"


def checked_labels(labels: Mapping[str, str], accepted: Accepted = NOTHING_ACCEPTED) -> dict[str, str]:
    """Labels as they may be kept, without the empty ones. Raises `Invalid` for the field of a language."""
    found = {language: cleaned_label(label) for language, label in labels.items()}
    if not found.get(FALLBACK):
        raise Invalid(label_field(FALLBACK), "label-needed")
    for language, label in found.items():
        if len(label) > LABEL_LENGTH:
            raise Invalid(label_field(language), "too-long", most=LABEL_LENGTH)
        checked(label_field(language), label, accepted)
    return {language: label for language, label in found.items() if label}


def check_free(
    labels: Mapping[str, str],
    offered: Iterable[CodedItem],
    others: Iterable[CodedItem] = (),
) -> None:
    """Raises `Invalid` where another line has a label already; `others` are no longer offered."""
    for lines, code in ((offered, "label-taken"), (others, "label-retired")):
        known = {
            (language, folded(label)): label for line in lines for language, label in line.labels.items()
        }
        for language, label in labels.items():
            if (language, folded(label)) in known:
                raise Invalid(label_field(language), code, given=label)


def checked_words(words: Iterable[str], accepted: Accepted = NOTHING_ACCEPTED) -> list[str]:
    """Words to find a topic by. Raises `Invalid`."""
    found = [word for word in dict.fromkeys(map(cleaned_label, words)) if word]
    if len(found) > MOST_WORDS:
        raise Invalid("words", "too-many-words", most=MOST_WORDS)
    for word in found:
        if len(word) > LABEL_LENGTH:
            raise Invalid("words", "too-long", most=LABEL_LENGTH)
        checked("words", word, accepted)
    return found


def check_can_go(name: str, code: str, offered: Iterable[str]) -> None:
    """Raises `Invalid` for a line that the program asks for, and for the last that is offered."""
    if code in RELIED_ON.get(name, ()):
        raise Invalid("code", "line-relied-on")
    if name not in MAY_BE_EMPTY and not set(offered) - {code}:
        raise Invalid("code", "line-is-last")


def own_facts(facts: Mapping[str, object], shipped: CodedItem | None) -> dict[str, object]:
    """Of what belongs to a line, what is not as it ships."""
    if isinstance(shipped, Topic):
        return {key: value for key, value in facts.items() if (key, value) != ("family", shipped.family)}
    return {key: value for key, value in facts.items() if not shipped or value != shipped.facts.get(key)}
