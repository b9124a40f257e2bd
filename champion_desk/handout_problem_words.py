"""The sentence for each problem with a handout that staff wrote, a picture in it, or a file of one."""

from __future__ import annotations

from champion_desk.i18n import _


def handout_sentences() -> dict[str, str]:
    """Why a handout can't be shown, kept, printed or taken in."""
    return {
        "handout-unknown": _(
            "There is no handout called {slug}. Run “champion-desk list handouts” to see their names."
        ),
        "handout-not-in-language": _("The handout {slug} is not written in that language ({language}) yet."),
        "handout-not-printable": _(
            "The handout {slug} can't be set correctly in that language ({language}), so it is not printed."
        ),
        "handout-unreadable": _("“{file}” can't be shown because of line {line}. {why}"),
        "handout-unreadable-whole": _("“{file}” can't be shown. {why}"),
        "handout-file-foreign": _("{file} is not a handout. Choose one that was saved by Champion Desk."),
        "handout-file-newer": _(
            "{file} was saved by a newer Champion Desk. Install that version here first."
        ),
        "handout-file-damaged": _(
            "{file} can't be read from line {line} on. Save the handout again at the other desk."
        ),
        "handout-file-too-large": _("{file} is too large. A handout has {most} MB at most."),
        "handout-picture-unreadable": _("{file} is not a picture that can be read. Choose a JPEG or a PNG."),
        "handout-picture-too-large": _(
            "{file} is too large. Choose a picture of {megapixels} megapixels and {most} MB at most."
        ),
        "handout-pictures-many": _("There are {most} pictures already. Take one out first."),
    }


def handout_field_sentences() -> dict[str, str]:
    """What does not fit in a field of a handout or of a picture."""
    return {
        "handout-slug-odd": _("Its short name may only have small letters, numbers and hyphens."),
        "handout-web-odd": _("Write the address like www.gov.uk/browse, or leave it empty."),
        "handout-language-taken": _("This handout is there in that language already. Choose another one."),
        "picture-name-odd": _("Use small letters, numbers and hyphens, and 40 of them at most."),
        "picture-name-taken": _("This handout has a picture of that name already. Choose another name."),
        "picture-unusable": _("This picture can't be used. Choose a JPEG or a PNG."),
    }


def why_sentence(why: str) -> str:
    """What is wrong in a line of a handout, and what to write instead; `why` as the reader says it."""
    known = {
        "not-text": _("The file can't be read. Save it as UTF-8 text."),
        "no-facts": _("It must begin with a line of +++ and its facts."),
        "facts-not-closed": _("A line of +++ is missing below the facts."),
        "facts-not-toml": _('Write each fact like: title = "Spot a scam".'),
        "language-unknown": _(
            "Its language is not known. Name the file after a language, like en.md or cy.md."
        ),
        "not-in-a-handout": _("Use headings, paragraphs, lists and bold words only."),
        "heading-level": _("Begin a heading with ## and a space."),
        "heading-not-plain": _("A heading has plain words only."),
        "text-before-heading": _("Put a heading above these words: ## and a space, then its words."),
        "no-heading": _("It has no words yet. Begin with a heading: ## and a space, then its words."),
        "list-starts-late": _("Begin the steps with 1."),
        "not-closed": _(
            "Bold words or a link begin here and do not end. Put ** on both sides, or take them out."
        ),
        "link-kind": _(
            "A link may only lead to https, mailto or tel. Write it like [our page](https://example.org)."
        ),
        "picture-name": _(
            "Name a picture with small letters, numbers and hyphens, never a path or an address."
        ),
        "picture-words": _("Say what the picture shows, between the square brackets."),
        "picture-missing": _("There is no picture of that name. Add it, or take the line out."),
        "picture-alone": _("A picture stands in a line of its own, with an empty line above and below."),
    }
    if why in known:
        return known[why]
    name = why.partition("-")[2]
    if why.startswith("no-"):
        return _("The fact “{name}” is missing.").format(name=name)
    return _("The fact “{name}” is not right. Look at how other handouts write it.").format(name=name)
