"""The sentence for each problem with a handout, its pictures, its layout, or a poster."""

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
        "handout-unreadable": _("The handout {file} could not be read. Install Champion Desk again."),
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
        **_in_easy_read(),
    }


def _in_easy_read() -> dict[str, str]:
    """What is wrong with the pictures of an Easy Read text, by `handout-unreadable` and the reason."""
    return {
        "handout-unreadable-no-picture": _(
            "The handout {file} has words without a picture in line {line}. Put a picture before them."
        ),
        "handout-unreadable-picture-without-words": _(
            "The handout {file} has a picture without words in line {line}. Put its words in the next line."
        ),
        "handout-unreadable-picture-name": _(
            "The handout {file} names a picture in line {line} in a way it can't. Use its name alone: small "
            "letters, digits and hyphens."
        ),
        "handout-unreadable-picture-says-nothing": _(
            "The handout {file} does not say what the picture in line {line} shows. Say it in a few words."
        ),
        "handout-unreadable-picture-missing": _(
            "The handout {file} shows a picture in line {line} that is not there. Put it with the others, or "
            "choose another one."
        ),
        "handout-unreadable-picture-broken": _(
            "The handout {file} shows a picture in line {line} that is broken. Save it again as PNG."
        ),
        "handout-unreadable-picture-too-large": _(
            "The handout {file} shows a picture in line {line} that is too large. Make it smaller: 600 dots "
            "wide are enough."
        ),
    }
