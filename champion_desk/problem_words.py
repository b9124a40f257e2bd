"""The sentence for each known problem: what is wrong, and what to do about it."""

from __future__ import annotations

from champion_desk.directory_problem_words import keeping_sentences, source_sentences
from champion_desk.handout_problem_words import handout_field_sentences, handout_sentences
from champion_desk.i18n import _, ngettext
from champion_desk.import_problem_words import package_sentences
from champion_desk.list_problem_words import line_sentences, list_sentences
from champion_desk.past_problem_words import past_sentences
from champion_desk.place_problem_words import place_sentences
from champion_desk.training_problem_words import (
    badge_sentences,
    course_sentences,
    framework_sentences,
    training_field_sentences,
)


def sentences(seconds: int = 0) -> dict[str, str]:
    """Problems of the desk, its store, its backups and its commands; `seconds` where one is told to wait."""
    return {
        "wrong-passphrase": _("That passphrase is not right. Check Caps Lock and type it again."),
        "wrong-recovery-key": _(
            "That recovery key is not right. Check each group of four and type it again."
        ),
        "wait": ngettext(
            "Wait {seconds} second, then try again.", "Wait {seconds} seconds, then try again.", seconds
        ),
        "champion-unknown": _("This champion is not at this desk. Choose another name."),
        "champion-needed": _("You can't take your own way in away. Ask another champion to do it."),
        "desk-locked": _("The desk is locked. Unlock it first."),
        "store-missing": _(
            "The desk's records are missing: {path} is not there. Put the file back, or restore a backup."
        ),
        "store-exists": _("There is a desk in {path} already. Open that one, or choose another folder."),
        "store-in-use": _("Champion Desk is open already with the desk in {path}. Close it there first."),
        "store-busy": _("The desk's records are busy. Wait a moment and try again."),
        "store-newer": _(
            "The desk in {path} was last used by a newer Champion Desk. Install that version."
            " Nothing was changed."
        ),
        "store-foreign": _(
            "{path} does not belong to Champion Desk. Choose another folder. Nothing was changed."
        ),
        "store-damaged": _(
            "Part of the desk's records is damaged ({path}). Nothing was changed. Lock the desk and unlock "
            "it in its window: you are then shown what can be saved."
        ),
        "store-read-only": _("{path} can be read but not changed. Ask whoever looks after this computer."),
        "store-read-only-owned": _(
            "{path} belongs to {owner} and can be read but not changed here. "
            "Ask whoever looks after this computer."
        ),
        "store-cannot-open": _(
            "{path} could not be opened. Check the disk and your access to the folder, then try again."
        ),
        "keys-missing": _(
            "The desk's keys are missing: {path} is not there. Put the file back, or restore a backup."
        ),
        "keys-damaged": _("The desk's keys in {path} are damaged. Restore the newest backup."),
        "keys-do-not-fit": _(
            "No backup has keys for these records. Restore a whole backup, or ask whoever looks after this "
            "computer for the file {path}. Nothing was changed."
        ),
        "mend-failed": _(
            "The new file could not be made whole, so nothing was changed. Free some space on the disk and "
            "try again, or choose the backup."
        ),
        "disk-full": _("The disk is full, so this was not saved. Free some space and save again. ({path})"),
        "no-permission": _("You are not allowed to use {path}. Ask whoever looks after this computer."),
        "no-permission-owned": _(
            "You are not allowed to use {path}, which belongs to {owner}. "
            "Ask whoever looks after this computer."
        ),
        "not-found": _("{path} is not there. Check the name and the folder."),
        "place-unusable": _("{path} can't be used here. Choose another file name or folder."),
        "answer-not-written": _(
            "What you asked for was done, but the answer could not be written. Check where it should go."
        ),
        "sqlite-too-old": _(
            "This copy of Champion Desk is not complete (SQLite {version}). Install it again."
        ),
        "backup-not-whole": _("{path} is not a whole backup. Choose another one. Nothing was changed."),
        "record-gone": _("This record is not there any more. It may have been removed."),
        "cannot-undo": _("This can't be undone: it was changed again since."),
        **handout_sentences(),
        "import-nothing-usable": _("Not one of the {found} entries could be used, so nothing was changed."),
        "export-unknown": _("{kind} can't be exported. Choose sessions, figures, directory or training."),
        "export-format-unknown": _(
            "{kind} can't be exported as {format}. Choose csv, xlsx or json; or oruk for the directory."
        ),
        "export-rule-unknown": _("{rule} is no rule for small numbers. Choose suppress or 10-5."),
        "export-rule-unfit": _("--rule goes with figures only. Leave it out, or export figures."),
        "place-unknown": _("“{given}” was not found. Type a postcode, the first part of one, or a town."),
        "listing-unknown": _("There is no listing with the id {id}. Run “champion-desk search” to find it."),
        "code-unknown": _("“{given}” is not a known code. Run “champion-desk list {list}” to see them all."),
        "when-unreadable": _("“{given}” is not a date and time. Write it like 2026-11-22T14:30."),
        "passphrase-missing": _(
            "The passphrase is missing. Give --passphrase-file, or set CHAMPION_DESK_PASSPHRASE."
        ),
        "desk-missing": _("There is no desk in {path} yet. Start one with “champion-desk init”."),
        "not-whole-number": _("“{given}” is not a whole number."),
        "self-test": _("The self-test failed at: {what}. Install Champion Desk again."),
        "tour-stopped": _(
            "The tour stopped at the step {step}. Its file timings.txt says what it was waiting for."
        ),
        "print-failed": _(
            "The printer did not take the sheet. Check that it is on and has paper, then print again."
        ),
        "slip-unknown": _(
            "No session of this desk has this slip. It may be of another desk, or so old that it has faded."
        ),
        "tally-too-few": _("There are fewer counted than you take away. Look at the day again."),
        "draft-not-ours": _("{path} holds nothing that was kept at this desk. Choose another file."),
        "no-printer": _("This computer has no printer. Save the sheet as a PDF instead."),
        "note-looks-personal": _(
            "The note looks personal, so nothing was saved. Add --mask to mask it, or --not-personal if you "
            "have looked and it names nobody."
        ),
        **_place_sentences(),
        **_policy_sentences(),
        **_key_sentences(),
        **list_sentences(),
        **framework_sentences(),
        **course_sentences(),
        **badge_sentences(),
    }


def _key_sentences() -> dict[str, str]:
    """Problems with a new key of the records, and with a picture of the recovery sheet."""
    return {
        "passphrase-needed": _("Type your passphrase first."),
        "new-key-not-whole": _(
            "The copy with the new key was not whole, so the old key stays. Nothing was changed. Try again."
        ),
        "picture-unreadable": _(
            "{file} is not a picture that can be read. Choose a photo (JPEG or PNG) or the PDF of the sheet."
        ),
        "picture-too-large": _(
            "{file} is too large. Choose a smaller picture of the square, or type the recovery key."
        ),
        "picture-no-code": _(
            "No code was found in {file}. Take the picture again, close and straight, in good light; "
            "or type the recovery key."
        ),
        "picture-other-code": _(
            "The code in {file} is not a recovery key. Choose a picture of this desk's recovery sheet."
        ),
    }


def _place_sentences() -> dict[str, str]:
    """Why a desk can't lie in a folder."""
    return {
        "place-network": _(
            "{path} is on a network drive. The desk's records can break there when the connection drops. "
            "Choose a folder on this computer itself, or ask whoever looks after it. The network drive is "
            "good for backups."
        ),
        "place-synced": _(
            "{service} copies {path} to other computers, which can break the desk's records. Choose a folder "
            "that stays on this computer, or ask whoever looks after it. The folder is good for backups."
        ),
        "desk-network": _(
            "The desk in {path} is on a network drive, where its records can break. Nothing was changed. "
            "Move that folder to this computer's own disk and open it there. The network drive is good "
            "for backups."
        ),
        "desk-synced": _(
            "{service} copies the desk in {path} to other computers, which can break its records. Nothing "
            "was changed. Move that folder to one that stays on this computer and open it there. The old "
            "place is good for backups."
        ),
        "home-unknown": _(
            "This computer does not say where your own folder is. Ask whoever looks after it, or name a "
            "folder with --data."
        ),
    }


def _policy_sentences() -> dict[str, str]:
    """What IT's policy does not allow, and why a policy file can't be followed."""
    return {
        "policy-data-folder": _(
            "Your council keeps this desk in {path}, as {policy} says. Start Champion Desk without --data."
        ),
        "feed-not-allowed": _(
            "Your council does not allow lists from {host}. If you need them, ask whoever looks after this "
            "computer."
        ),
        "policy-unreadable": _(
            "The policy file {path} can't be read. Let everyone read it, or remove it. Nothing was opened."
        ),
        "policy-too-large": _(
            "The policy file {path} is too large. It may be {most} kB at most. Nothing was opened."
        ),
        "policy-encoding": _(
            "Line {line} of the policy file {path} has letters that can't be read. Save the file as UTF-8. "
            "Nothing was opened."
        ),
        "policy-not-toml": _(
            "Line {line} of the policy file {path} is not correct TOML. Write it like: lock_minutes = 5. "
            "Nothing was opened."
        ),
        "policy-backslash": _(
            "Line {line} of the policy file {path} has a folder that can't be read. Write folders with \\ "
            "between single quotes, like 'C:\\Desk'. Nothing was opened."
        ),
        "policy-key-twice": _(
            "Line {line} of the policy file {path} sets “{key}” a second time. Remove one of the two lines. "
            "Nothing was opened."
        ),
        "policy-key-unknown": _(
            "Line {line} of the policy file {path} sets “{key}”, which is not known. These are: {known}. "
            "Nothing was opened."
        ),
        "policy-number": _(
            "Line {line} of the policy file {path}: “{key}” must be a whole number from {least} to {most}. "
            "Nothing was opened."
        ),
        "policy-yes-or-no": _(
            "Line {line} of the policy file {path}: “{key}” must be true or false. Nothing was opened."
        ),
        "policy-languages": _(
            "Line {line} of the policy file {path}: “{key}” must be a list of languages out of: [{known}]. "
            "Nothing was opened."
        ),
        "policy-feeds": _(
            "Line {line} of the policy file {path}: “{key}” must be a list of host names, like "
            '["*.gov.uk", "example.org"]. Nothing was opened.'
        ),
        "policy-folder": _(
            "Line {line} of the policy file {path}: “{key}” must be one whole folder name, from the disk on, "
            "between quotes. Nothing was opened."
        ),
        "policy-variable": _(
            "Line {line} of the policy file {path}: “{key}” uses {name}, which this computer does not set. "
            "Nothing was opened."
        ),
        "fixed-by-policy": _("This is set for your organisation and can't be changed here."),
        "second-folder-inside": _(
            "{path} lies inside the desk's own folder. Choose a folder on a stick or a network disk."
        ),
        "second-folder-away": _("{path} can't be reached just now. Put the stick in, or try again later."),
        "copy-not-whole": _(
            "The copy in {path} was not the same as the backup. Try another stick or folder."
        ),
    }


def field_sentences() -> dict[str, str]:
    """What does not fit in a field of a form."""
    return {
        "needed": _("This is needed."),
        "postcode-odd": _("This does not look like a postcode. Write it like KW15 1AG, or leave it empty."),
        "date-order": _("This day is before the first one. Change one of them."),
        "too-long": _("This is too long. Use {most} letters at most."),
        "too-easy": _("This is too easy to guess. Use three words that don't belong together."),
        "too-many": _("These are too many. Write {most} at most."),
        "out-of-range": _("Use a number from {least} to {most}."),
        "when-odd": _("Say when it was like this: yesterday 3pm, Monday 10:30, or 14 Nov 15:00."),
        "when-future": _("That is still to come. Say when it was."),
        "when-long-ago": _("That is more than two years ago, which is too long to write down now."),
        "hours-backwards": _("The end is not after the beginning. Change one of them."),
        "in-future": _("This time is not over yet. Choose an earlier one."),
        "unknown-code": _("“{given}” is not in the list. Choose one that is."),
        "slip-length": _("A slip's code has {length} letters and numbers, like K7M 4PX."),
        "slip-odd": _("No slip has “{given}” in its code. Ask for it to be read out again."),
        "slip-mistyped": _("One letter or number is not right. Ask for the code to be read out again."),
        "area-too-close": _(
            "That may tell who it was. Say the village, town or ward, never a house or a street."
        ),
        "area-not-listed": _(
            "“{given}” is not in the list of places. Choose one that is, or save to keep it as it is."
        ),
        "area-perhaps": _(
            "“{given}” is not in the list of places. Did you mean {nearest}? If not, save to keep it so."
        ),
        "looks-personal": _("This looks personal. Mask it, or say that it is not."),
        **line_sentences(),
        **handout_field_sentences(),
        **training_field_sentences(),
        **keeping_sentences(),
        "name-taken": _("Someone at this desk has this name already. Add a letter to tell them apart."),
    }


def import_sentences() -> dict[str, str]:
    """Problems with a list, with one of its rows, and notes on what was changed while reading."""
    return {
        **past_sentences(),
        **package_sentences(),
        **place_sentences(),
        **source_sentences(),
        "import-not-found": _("{file} is not there any more. Check the folder and choose the file again."),
        "import-no-permission": _(
            "You are not allowed to read {file}. Copy it to your own folder, or ask whoever looks "
            "after this computer."
        ),
        "import-is-folder": _("{file} is a folder. Choose one file inside it."),
        "import-unreadable": _("{file} could not be read. Copy it to this computer and try again."),
        "import-too-large": _("{file} is too large. A list may be {most} MB at most."),
        "import-empty": _("{file} is empty. Ask for the list again, or save it again."),
        "import-binary": _(
            "{file} is not a list that can be read. Save it as CSV or Excel (.xlsx), or ask for it as JSON."
        ),
        "import-encoding": _(
            "Line {line} of {file} has letters that can't be read. Open it in your spreadsheet "
            'program and save it as "CSV UTF-8".'
        ),
        "import-truncated": _(
            "{file} stops in the middle, at line {line}. Ask for the list again, or copy it again."
        ),
        "import-json": _(
            "{file} is not correct JSON: see line {line}, character {column}. Ask for the list again."
        ),
        "import-damaged": _(
            "{file} is damaged and can't be opened. Ask for the list again, or save it again."
        ),
        "import-no-columns": _(
            '{file} has no column for the name of each place. Give one column the heading "Name".'
        ),
        "import-no-rows": _("{file} has no entries in it. Nothing was changed."),
        "import-no-services": _(
            "{file} holds something else than services, such as organisations or categories. Choose "
            "the list of services."
        ),
        "import-format-unknown": _(
            "{file} is not a kind of list that Champion Desk knows. It reads spreadsheets (CSV, Excel) "
            "and Open Referral UK."
        ),
        "feed-address": _(
            "This is not a web address that can be used: {address}. It should start with https://."
        ),
        "feed-insecure": _(
            "{host} does not offer a safe connection (https). Ask whoever runs it for an https address. The "
            "list you have stays as it is."
        ),
        "feed-unreachable": _(
            "{host} could not be reached. Check the internet connection and try again later."
        ),
        "feed-timeout": _("{host} took too long to answer. Try again later."),
        "feed-tls": _(
            "{host} could not prove that it is who it says it is, so nothing was fetched, and the list you "
            "have stays as it is. Tell whoever looks after this computer."
        ),
        "feed-busy": _("{host} is busy and asked us to wait. Try again in an hour."),
        "feed-refused": _("{host} did not let us read its list (answer {status}). Check the address."),
        "feed-fault": _("{host} has a fault of its own (answer {status}). Try again later."),
        "feed-not-json": _(
            "{host} answered with something that is not a list of services. Check the address."
        ),
        "feed-empty": _("{host} has no services in its list at the moment. Nothing was changed."),
        "feed-too-large": _("The list at {host} is too large to take in."),
        "row-no-name": _("It has no name."),
        "row-no-id": _("It has no id of its own, so it could not be kept up to date."),
        "row-duplicate": _("It is the same as line {of}."),
        "row-closed": _("It is closed for good."),
        "row-not-an-object": _("It is not an entry at all."),
        "row-not-a-service": _("It is not a service (an organisation or a category, for example)."),
        "row-too-many-columns": _(
            "It has {found} columns where the heading has {expected}, so the values can't be told apart."
        ),
        "row-too-few-columns": _(
            "It has {found} columns where the heading has {expected}, so the values can't be told apart."
        ),
        "row-erased": _("It was erased at this desk, so it was not taken in again."),
        "row-unreadable": _("Something in it could not be read."),
        "note-postcode": _('Postcode "{given}" was read as {used}.'),
        "note-postcode-odd": _('"{given}" does not look like a postcode, so it can\'t be found by distance.'),
        "note-position-swapped": _("Latitude and longitude were the wrong way round."),
        "note-position-outside": _("Its position is not in the United Kingdom, so it was left out."),
        "note-html": _("Web code was taken out of the text."),
        "note-picture": _("A picture inside the text was left out."),
        "note-shortened": _("A text was too long and was cut at {most} letters."),
        "note-url": _('Web address "{given}" was read as {used}.'),
        "note-url-odd": _('"{given}" is not a web address, so it was left out.'),
        "note-email": _('E-mail address "{given}" was read as {used}.'),
        "note-email-odd": _('"{given}" is not an e-mail address, so it was left out.'),
        "note-phone-odd": _('"{given}" may not be a phone number. Check it before you give it to anyone.'),
        "note-date": _('"{given}" is not a date, so when it was checked is not known.'),
        "note-hours": _('Opening hours "{given}" could not be read as times; they are shown as words.'),
        "note-mojibake": _("Some letters were broken and have been mended."),
        "note-id-shared": _("Another entry has the same id and another name; both are kept."),
    }
