"""The sentence for each problem with training: a framework, a course, a badge, a list of completions."""

from __future__ import annotations

from champion_desk.i18n import _


def framework_sentences() -> dict[str, str]:
    """Why a framework can't be brought in; each names the file, and the line where there is one."""
    return {
        "training-lead": _("Only a champion who leads this desk can change what everyone learns from."),
        "toml-too-large": _("{file} is too large. Such a file has {most} MB at most."),
        "toml-encoding": _("Line {line} of {file} has letters that can't be read. Save it as UTF-8."),
        "toml-unreadable": _("Line {line} of {file} can't be read as TOML. Mend that line."),
        "framework-empty": _("{file} has no areas or no skills. A framework needs one of each."),
        "framework-too-many": _("{file} has too many skills. There may be {most} at most."),
        "framework-key": _("Line {line} of {file}: “{given}” is not a word of a framework. Take it out."),
        "framework-value": _("Line {line} of {file}: “{key}” is not of the right kind. Mend that line."),
        "framework-twice": _("Line {line} of {file}: the code “{given}” is there twice. Choose another."),
        "framework-code": _(
            "Line {line} of {file}: a code needs small letters, numbers and hyphens, and at most 60 of them."
        ),
        "framework-label": _("Line {line} of {file}: an English label of at most 300 letters is needed."),
        "framework-area": _("Line {line} of {file}: the area “{given}” is not in this file. Add it there."),
        "framework-taken": _(
            "Line {line} of {file}: the skill “{given}” is in another framework. Choose another code."
        ),
        "framework-topic": _(
            "Line {line} of {file}: the topic “{given}” is not in the list of topics. Use one that is."
        ),
        "framework-needs": _(
            "Line {line} of {file}: it needs the skill “{given}”, which is not in this file. Add it there."
        ),
        "framework-round": _(
            "Line {line} of {file}: the skill “{given}” comes before itself. Take one of its needs out."
        ),
        "framework-shipped": _(
            "{file} has the code “{given}”, which a framework of Champion Desk has. Choose another code."
        ),
        "framework-unknown": _("There is no framework with the code “{given}”."),
    }


def course_sentences() -> dict[str, str]:
    """Why courses can't be brought in, or made a duty."""
    return {
        "courses-foreign": _("{file} is not a file of courses. Choose one that was exported for that."),
        "courses-too-many": _("{file} has too many courses. There may be {most} at most."),
        "course-lacks": _("Line {line} of {file}: this course has no “{key}”. Add it."),
        "course-shipped": _(
            "Line {line} of {file}: a course of Champion Desk has the code “{given}”. Choose another code."
        ),
        "course-area": _("Line {line} of {file}: the area “{given}” is in no framework. Use one that is."),
        "course-needs": _(
            "Line {line} of {file}: it needs the course “{given}”, which is not there. Add that course."
        ),
        "course-round": _(
            "Line {line} of {file}: the course “{given}” comes before itself. Take one of its needs out."
        ),
        "completions-no-sheet": _(
            "{file} has no list of courses done. It needs a column for the name and one for the course."
        ),
        "completions-too-many": _("{file} has too many rows. There may be {most} at most. Export fewer."),
        "completions-columns": _(
            "Say which columns of {file} have the name, the course and the day it was done."
        ),
        "completions-not-whole": _(
            "{count} rows of {file} can't be taken in as they are, so nothing was. Mend them, or leave "
            "them out."
        ),
        "certificate-too-large": _("{file} is too large. A certificate has {most} MB at most."),
        "certificate-odd": _(
            "{file} can't be kept as a certificate. Choose a whole PDF without a password, a PNG or a JPEG."
        ),
        "exercise-unreadable": _(
            "The exercise {file} can't be used: something is wrong from line {line} on. Install Champion "
            "Desk again."
        ),
        "exercise-unknown": _("There is no exercise about “{given}” yet. Choose another one."),
        "course-unknown": _("There is no course with the code “{given}”. Choose one from the list."),
    }


def badge_sentences() -> dict[str, str]:
    """Why a badge can't be kept."""
    return {
        "badge-too-large": _("{file} is too large. A badge has {most} MB at most."),
        "badge-not-one": _("{file} is no Open Badge. Choose the file that the issuer gave you."),
        "badge-no-badge": _(
            "{file} is a picture without a badge in it. Download the badge itself from the issuer."
        ),
        "badge-damaged": _("{file} is damaged. Download the badge again from the issuer."),
        "badge-only-address": _(
            "{file} only has the badge's web address. Open it in a browser and save the badge as JSON."
        ),
        "badge-forged": _(
            "{file} was changed after it was signed, or signed with another key, so it was not kept. Ask "
            "the issuer for it again."
        ),
        "badge-not-yet": _("{file} begins on a day to come. Bring it in then."),
        "badge-withdrawn": _("{file} was taken back by its issuer, so it was not kept. Ask them why."),
        "badge-not-whole": _(
            "{file} is not whole: “{what}” is missing or can't be read. Ask the issuer for it again."
        ),
        "badge-expired": _("The badge ended on {on}. Keep it all the same, or ask for a new one."),
        "badge-known": _("You have this badge already."),
    }


def training_field_sentences() -> dict[str, str]:
    """What does not fit in a field of a form about training."""
    return {
        "completions-order": _("Say whether the day or the month comes first in days like 3/4/2026."),
        "code-taken": _("A course has this code already. Choose another one."),
        "buddy-is-me": _("Choose another champion than yourself, or nobody."),
        "buddy-unknown": _("This champion is not at this desk. Choose another one, or nobody."),
    }
