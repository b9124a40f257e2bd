"""The sentence for each problem with training: a framework, a course, a badge, a list of completions."""

from __future__ import annotations

from champion_desk.i18n import _


def framework_sentences() -> dict[str, str]:
    """Why a framework can't be brought in; each names the file, and the line where there is one."""
    return {
        "training-lead": _("Only a champion who leads this desk can change what everyone learns from."),
        "framework-too-large": _("{file} is too large. A framework has {most} MB at most."),
        "framework-encoding": _("Line {line} of {file} has letters that can't be read. Save it as UTF-8."),
        "framework-not-toml": _("Line {line} of {file} can't be read as TOML. Mend that line."),
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


def training_field_sentences() -> dict[str, str]:
    """What does not fit in a field of a form about training."""
    return {
        "buddy-is-me": _("Choose another champion than yourself, or nobody."),
        "buddy-unknown": _("This champion is not at this desk. Choose another one, or nobody."),
    }
