"""The sentence for each problem with a handout, its pictures, its layout, a file of one, or a poster."""

from __future__ import annotations

from champion_desk.i18n import _


def handout_sentences() -> dict[str, str]:
    """What is wrong with a handout, and what to do."""
    return {
        "handout-unknown": _(
            "There is no handout called {slug}. Run “champion-desk list handouts” to see their names."
        ),
        "handout-not-in-language": _("The handout {slug} is not written in that language ({language}) yet."),
        "handout-not-easy": _(
            "The handout {slug} is not written in Easy Read in that language ({language}) yet."
        ),
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
        "handout-one-language": _(
            "This layout has room for one language. Leave the second one out, or choose another layout."
        ),
        "handout-same-language": _("The second language is the same as the first. Choose another one."),
        "card-too-full": _(
            "These next steps do not fit on one side of {paper} in {points} point. Write fewer or shorter "
            "ones, or choose smaller print or larger paper."
        ),
        "poster-too-full": _(
            "These words do not fit on one page of {paper} in large print. Write fewer or shorter ones."
        ),
        "picture-gone": _("The picture {path} can't be read any more. Put it back, then try again."),
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
        "no-picture": _("In Easy Read a picture stands before all words. Put one here."),
        "picture-without-words": _("Put the words of this picture in the next line."),
        "picture-says-nothing": _("Say in a few words what the picture shows, between the square brackets."),
        "picture-broken": _("The picture is broken. Save it again as PNG."),
        "picture-too-large": _("The picture is too large. 600 dots across are enough."),
        "picture-alone": _("A picture stands in a line of its own, with an empty line above and below."),
    }
    if why in known:
        return known[why]
    name = why.partition("-")[2]
    if why.startswith("no-"):
        return _("The fact “{name}” is missing.").format(name=name)
    return _("The fact “{name}” is not right. Look at how other handouts write it.").format(name=name)
