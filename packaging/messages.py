"""Keeps the catalogues in i18n/ in step with the sentences in the program; runs inside `.venv`."""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.core import Locale, UnknownLocaleError
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "champion_desk"
CATALOGUES = ROOT / "i18n"
TEMPLATE = CATALOGUES / "champion_desk.pot"

# In these only citizens' paper speaks: their catalogues hold its words alone, and the window offers none.
PAPER = ("ar", "bn", "pl", "ro", "uk", "ur")
PAPER_SOURCES = frozenset(
    f"champion_desk/{name}.py"
    for name in (
        "documents/hand_off_slip",
        "documents/handout",
        "documents/listing_lines",
        "documents/local_help",
        "documents/messages",
        "documents/page",
        "documents/poster",
        "documents/shortlist",
        "formats",
        "opening_words",
    )
)
# These ship, so nothing in them may be missing; others may come by and by.
COMPLETE = ("cy", "gd", *PAPER)
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# The rules GNU gettext gives for counting, where Babel's differ.
PLURALS = {
    "cy": "nplurals=4; plural=(n == 1) ? 0 : (n == 2) ? 1 : (n != 8 && n != 11) ? 2 : 3;",
    "gd": "nplurals=4; plural=(n == 1 || n == 11) ? 0 : (n == 2 || n == 12) ? 1 : (n > 2 && n < 20) ? 2 : 3;",
}
# Lines of a header that nobody filled in, or that change without a sentence having changed.
EMPTY = re.compile(
    rb"""^"(POT-Creation-Date|Generated-By|Report-Msgid-Bugs-To:.EMAIL|PO-Revision-Date:.YEAR
      |Last-Translator:.FULL|Language-Team:.*LL@|Project-Id-Version:.*(VERSION|PROJECT)).*\n""",
    re.MULTILINE | re.VERBOSE,
)
HEADER = "# Champion Desk, in the words people read. Made by `packaging/dev.py messages`."


def gathered() -> Catalog:
    """Every sentence marked for translation, by file, then by its words: moving one changes nothing."""
    found: dict[tuple[str, str, str], tuple[set[str], list[str]]] = {}
    for name, _line, words, comments, context in extract_from_dir(
        PACKAGE, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        one, *many = _forms(words)
        places, notes = found.setdefault((one, "".join(many), context or ""), (set(), []))
        places.add(f"champion_desk/{name}")
        notes.extend(note for note in comments if note not in notes)
    catalogue = Catalog(header_comment=HEADER, fuzzy=False, charset="utf-8")
    for sentence in sorted(found, key=lambda sentence: (min(found[sentence][0]), sentence)):
        one, plural, context = sentence
        places, notes = found[sentence]
        catalogue.add(
            (one, plural) if plural else one,
            locations=[(place, 0) for place in sorted(places)],
            auto_comments=notes,
            context=context or None,
        )
    return catalogue


def needed(language: str, template: Catalog) -> Catalog:
    """Those of the template's sentences that a catalogue of that language holds."""
    if language not in PAPER:
        return template
    paper = Catalog(header_comment=HEADER, fuzzy=False, charset="utf-8")
    for message in template:
        if message.id and not PAPER_SOURCES.isdisjoint(place for place, _line in message.locations):
            paper[message.id] = message
    return paper


def read(source: Path) -> Catalog:
    """A language's catalogue from its file, named for the language.

    Raises:
        ValueError: the file is broken; the message says where.
    """
    try:
        with source.open("rb") as file:
            return read_po(file, locale=source.stem, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise ValueError(f"i18n/{source.name} cannot be read: {error}") from error


def brought_up_to_date(catalogue: Catalog, template: Catalog) -> Catalog:
    """The catalogue with just the template's sentences; translations are kept, also those set aside."""
    for message in list(catalogue.obsolete.values()):
        if template.get(message.id, message.context) and not catalogue.get(message.id, message.context):
            catalogue[message.id] = message
            _forget(catalogue, message)
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    for message in list(catalogue.obsolete.values()):
        if not any(_forms(message.string)):
            _forget(catalogue, message)
    return catalogue


def _forget(catalogue: Catalog, message: Message) -> None:
    catalogue.obsolete = {key: kept for key, kept in catalogue.obsolete.items() if kept is not message}


def written(catalogue: Catalog) -> bytes:
    """The text of a catalogue's file, the same for the same sentences on any day."""
    file = io.BytesIO()
    write_po(file, catalogue, width=100, include_lineno=False)
    return EMPTY.sub(b"", file.getvalue())


def faults(catalogue: Catalog) -> Iterator[str]:
    """What a reader would stumble over: sentences without a translation, or with one nobody is sure of."""
    for message in catalogue:
        if not message.id:
            continue
        sentence, translations = _forms(message.id)[0], _forms(message.string)
        needed = 1 if isinstance(message.id, str) else catalogue.num_plurals
        if message.fuzzy:
            yield f'marked as unsure (fuzzy): "{sentence}"'
        elif len(translations) != needed or not all(text.strip() for text in translations):
            yield f'not translated: "{sentence}"'


def misplaced(catalogue: Catalog) -> Iterator[str]:
    """Translations whose placeholders in braces are not those of a form of the sentence itself."""
    for message in catalogue:
        allowed = [_placeholders(form) for form in _forms(message.id)]
        if not message.id or None in allowed:
            continue
        for text in filter(None, _forms(message.string)):
            if _placeholders(text) not in allowed:
                yield f'placeholders differ: "{_forms(message.id)[0]}" and "{text}"'


def _forms(words: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [words] if isinstance(words, str) else list(words or ())


def _placeholders(text: str) -> frozenset[str] | None:
    """The names in braces; none at all where the braces mean something else."""
    try:
        return frozenset(
            name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None
        )
    except ValueError:
        return None


def update() -> None:
    """Writes the template and every language anew, and makes them ready for the program."""
    template = gathered()
    _write(TEMPLATE, written(template))
    for source in sources():
        catalogue = brought_up_to_date(read(source), needed(source.stem, template))
        _write(source, written(catalogue))
        print(f"{source.stem}: {len(list(faults(catalogue)))} of {len(catalogue)} sentences to be translated")
    compile_all()


def compile_all() -> None:
    """Makes the form of each catalogue that the program reads."""
    for source in sources():
        file = io.BytesIO()
        write_mo(file, read(source))
        target = CATALOGUES / source.stem / "LC_MESSAGES" / "champion_desk.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(target, file.getvalue())


def add(language: str) -> None:
    """Starts the catalogue of one more language, with every sentence still to be translated.

    Raises:
        ValueError, UnknownLocaleError: nobody knows a language of that code.
    """
    source = CATALOGUES / f"{language}.po"
    if source.exists():
        return
    Locale.parse(language)
    catalogue = Catalog(locale=language, header_comment=HEADER, fuzzy=False, charset="utf-8")
    text = written(catalogue)
    if language in PLURALS:
        text = re.sub(
            rb'"Plural-Forms:.*?\\n"', f'"Plural-Forms: {PLURALS[language]}\\\\n"'.encode(), text, flags=re.S
        )
    _write(source, text)


def complaints() -> Iterator[str]:
    """What stands between the catalogues and a release, one sentence each."""
    template = gathered()
    mend = "run `python3 packaging/dev.py messages`, then translate what is new."
    if not TEMPLATE.exists() or TEMPLATE.read_bytes() != written(template):
        yield f"i18n/{TEMPLATE.name} does not hold the program's sentences as they are now; {mend}"
    for language in COMPLETE:
        if not (CATALOGUES / f"{language}.po").exists():
            yield f"i18n/{language}.po is missing; run `python3 packaging/dev.py messages --add {language}`."
    for source in sources():
        try:
            catalogue = read(source)
        except ValueError as error:
            yield str(error)
            continue
        told = [*misplaced(catalogue), *(faults(catalogue) if source.stem in COMPLETE else ())]
        yield from (f"i18n/{source.name}: {fault}" for fault in told)
        wanted = needed(source.stem, template)
        if source.read_bytes() != written(brought_up_to_date(catalogue, wanted)):
            yield f"i18n/{source.name} is not in step with the program; {mend}"


def sources() -> list[Path]:
    """The catalogues people translate, one for each language."""
    return sorted(CATALOGUES.glob("*.po"))


def _write(target: Path, text: bytes) -> None:
    """Writes at once and wholly, and only what changed; the program may be reading."""
    if target.exists() and target.read_bytes() == text:
        target.touch()
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f"{target.name}.{os.getpid()}")
    fresh.write_bytes(text)
    fresh.replace(target)


def main() -> int:
    """Updates, checks, compiles or adds, and ends with 1 if a check found something."""
    parser = argparse.ArgumentParser(prog="dev.py messages", description=__doc__)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", action="store_true", help="change nothing; say what is stale or missing")
    choice.add_argument(
        "--compile", action="store_true", help="only make the catalogues ready for the program"
    )
    choice.add_argument("--add", metavar="LANGUAGE", help="start the catalogue of one more language")
    chosen = parser.parse_args()
    if chosen.check:
        told = list(complaints())
        for complaint in told:
            print(complaint, file=sys.stderr)
        return 1 if told else 0
    try:
        if chosen.compile:
            compile_all()
        else:
            if chosen.add:
                add(chosen.add)
            update()
    except (UnknownLocaleError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
