"""The sentence for each problem with a source of the directory, and with a place that staff describe."""

from __future__ import annotations

from champion_desk.i18n import _


def source_sentences() -> dict[str, str]:
    """Why a list was not refreshed, and what can't be done with a source."""
    return {
        "refresh-waits-gone": _(
            "{count} of the {of} places of “{name}” would go, so nothing was changed. Look at it in Sources, "
            "or add --agree if that is right."
        ),
        "refresh-waits-phones": _(
            "{count} of the {of} phone numbers of “{name}” would change, so nothing was changed. Look at it "
            "in Sources, or add --agree if that is right."
        ),
        "refresh-waits-addresses": _(
            "{count} of the {of} addresses of “{name}” would change, so nothing was changed. Look at it "
            "in Sources, or add --agree if that is right."
        ),
        "no-older-version": _("No older version of “{name}” is kept, so there is nothing to go back to."),
        "source-unknown": _("There is no source called “{name}”. “champion-desk list sources” names them."),
        "source-no-address": _(
            "Nobody said where “{name}” comes from. Choose its file again with Import a list."
        ),
        "source-is-own": _("The places of this desk are kept here. There is nothing to fetch."),
        "feed-proxy": _(
            "The proxy that this computer is set to use can't be used: {given}. Tell whoever looks after "
            "this computer."
        ),
        "feed-wait-too-long": _(
            "{host} is busy and asks to be left alone for {minutes} minutes. Try again after that. What was "
            "read so far is kept."
        ),
        "feed-cut": _(
            "{host} broke off in the middle. Try again: it goes on from where it was. The list you have "
            "stays as it is."
        ),
    }


def keeping_sentences() -> dict[str, str]:
    """What does not fit in a field of a place."""
    return {
        "phone-odd": _("“{given}” does not look like a phone number. Write it like 01856 873166."),
        "url-odd": _("“{given}” does not look like a web address. Write it like www.example.org."),
        "email-odd": _("“{given}” does not look like an e-mail address. Write it like name@example.org."),
        "postcode-perhaps": _("“{given}” does not look like a postcode. Did you mean {nearest}?"),
        "postcode-wrong": _("“{given}” does not look like a postcode. Write it like KW15 1AG."),
    }
