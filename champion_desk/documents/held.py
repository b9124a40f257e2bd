"""Everything a desk holds, field by field, in plain words: for the privacy page and the council's papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Literal

from champion_desk.documents.held_handouts import kept_of_handouts
from champion_desk.documents.held_places import kept_of_places
from champion_desk.documents.held_training import kept_for_training, kept_of_training
from champion_desk.domain.badges import Badge
from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.courses import Duty, OwnCourse
from champion_desk.domain.directory import Listing, Source
from champion_desk.domain.favourites import Favourite
from champion_desk.domain.frameworks import OwnFramework
from champion_desk.domain.keeping import ListingCheck, ListingEdit, ListingReport, ListingTie
from champion_desk.domain.lists import ListItem
from champion_desk.domain.mappings import RememberedMapping
from champion_desk.domain.own_handouts import Attachment, OwnHandout
from champion_desk.domain.practice import Practice
from champion_desk.domain.sessions import AssistedSession, Draft
from champion_desk.domain.suggestions import SuggestionAnswer
from champion_desk.domain.tallies import Tally
from champion_desk.domain.told_ratings import RatingCount, RatingShare
from champion_desk.domain.training import Enrolment, Goal, SelfAssessment
from champion_desk.i18n import _

About = Literal["citizens", "staff", "places", "desk"]
# What every record has: it is said once.
EVERY = frozenset({"id", "number", "removed_at"})

# Kinds that are records of their own take their fields from the record, in its order, so that a new
# field can't be forgotten: it has no words yet, and making the paper fails until it has.
_RECORDS: dict[str, type] = {
    "sessions": AssistedSession,
    "drafts": Draft,
    "tallies": Tally,
    "list_items": ListItem,
    "mappings": RememberedMapping,
    "champions": Champion,
    "enrolments": Enrolment,
    "self_assessments": SelfAssessment,
    "goals": Goal,
    "suggestion_answers": SuggestionAnswer,
    "practices": Practice,
    "rating_shares": RatingShare,
    "badges": Badge,
    "own_frameworks": OwnFramework,
    "own_courses": OwnCourse,
    "duties": Duty,
    "rating_counts": RatingCount,
    "favourites": Favourite,
    "sites": Site,
    "listings": Listing,
    "sources": Source,
    "listing_edits": ListingEdit,
    "listing_checks": ListingCheck,
    "listing_reports": ListingReport,
    "listing_ties": ListingTie,
    "own_handouts": OwnHandout,
    "attachments": Attachment,
}


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of record: whom it is about, what it is called, and its fields in words, by their names."""

    kind: str
    about: About
    title: str
    words: Mapping[str, str]

    @property
    def told(self) -> tuple[str, ...]:
        """The words alone, each once, without what every record has."""
        return tuple(dict.fromkeys(words for name, words in self.words.items() if name not in EVERY))


def held() -> tuple[Held, ...]:
    """Every kind of record there is in a desk's store, in the language in force."""
    kinds = (*_about_citizens(), *_about_staff(), *_about_the_desk())
    return tuple(_in_order(kind) for kind in kinds)


def _in_order(kind: Held) -> Held:
    """The fields as the record has them, then those that only the store knows."""
    record = _RECORDS.get(kind.kind)
    if record is None:
        return kind
    named = [field.name for field in fields(record)]
    ordered = {name: kind.words[name] for name in named}
    return Held(kind.kind, kind.about, kind.title, {**ordered, **kind.words})


def _about_citizens() -> tuple[Held, ...]:
    number, aside = _("a number of its own, made by chance"), _("when it was removed, if it was")
    drafts = {
        "fields": _("what was typed in a form and not saved yet"),
        "kind": _("which form it was"),
        "started_at": _("when it was begun"),
        "kept_at": _("when it was last kept"),
        "champion_id": _("which champion typed it"),
        "id": number,
    }
    counts = {
        "month": _("month"),
        "site_id": _("site"),
        "kind": _("what is counted: topics, ways it ended and so on"),
        "code": _("which one of them"),
        "sessions": _("how many times"),
        "minutes": _("how many minutes"),
        "people": _("how many people"),
        "id": number,
        "removed_at": aside,
    }
    tallies = {
        "topic": _("what help was about, from a list"),
        "count": _("how many people"),
        "started_at": _("when it was, or when its period began"),
        "ended_at": _("when its period ended"),
        "how": _("whether it was counted one by one or as a number"),
        "preset": _("which key counted it"),
        "import_key": _("which row of an earlier log it came from"),
        "champion_id": _("which champion helped"),
        "site_id": _("at which site"),
        "id": number,
        "removed_at": aside,
    }
    return (
        Held("sessions", "citizens", _("One time someone was helped"), _sessions(number, aside)),
        Held("tallies", "citizens", _("Quick help that was only counted"), tallies),
        Held("drafts", "citizens", _("What is being typed"), drafts),
        Held("monthly_counts", "citizens", _("Counts by month, left when sessions have faded"), counts),
        *_about_sums(),
    )


def _about_sums() -> tuple[Held, ...]:
    """What the store adds up itself, so that the log answers at once; it goes with the sessions it counts."""
    sums = {
        "month": _("month"),
        "outcome": _("how it ended, from a list"),
        "sessions": _("how many times"),
        "people": _("how many people"),
        "minutes": _("how many minutes"),
    }
    parts = {
        "site": _("at which site"),
        "champion": _("which champion helped"),
        "topics": _("what help was about, from a list"),
        "stuck": _("whether the champion got stuck"),
        "nothing_local": _("whether there was nothing local"),
        "service_failed": _("whether the service itself failed"),
    }
    words = {"number": _("a number of its own, made by chance"), "word": _("a site, a champion or a code")}
    return (
        Held("month_sums", "citizens", _("Sessions of a month added up"), {**sums, **parts}),
        Held(
            "session_totals",
            "citizens",
            _("Sessions of a site added up"),
            {**sums, "site_id": _("at which site")},
        ),
        Held("sum_words", "citizens", _("What sessions are added up by"), words),
    )


def _sessions(number: str, aside: str) -> dict[str, str]:
    return {
        "topics": _("what help was about, from a list"),
        "started_at": _("day and time"),
        "minutes": _("how many minutes"),
        "outcome": _("how it ended, from a list"),
        "outcome_reason": _("why it could not be done, from a list"),
        "help_given": _("how help was given, from a list"),
        "next_time": _("whether they could do it alone next time"),
        "barriers": _("what stood in the way, from a list (one is “disability or health”)"),
        "skills": _("which digital skills were practised, from a list"),
        "items": _("what was given, such as a SIM card, from a list"),
        "device": _("whose device it was, from a list"),
        "channel": _("how they came: in person, by phone and so on, from a list"),
        "language": _("which language was spoken"),
        "area": _("settlement or ward, never an address"),
        "effort": _("how hard it was, from 1 to 5"),
        "people": _("how many people"),
        "listings": _("which local places they were told of"),
        "handouts": _("which handouts they took home, in which language, layout and size of print"),
        "stuck": _("whether the champion got stuck"),
        "nothing_local": _("whether there was nothing local"),
        "service_failed": _("whether the service itself failed"),
        "note": _("a note in the champion's own words"),
        "slip": _("the code of a hand-off slip, made by chance"),
        "service": _("which service failed, from a list"),
        "service_problems": _("what was wrong with that service, from a list"),
        "age_band": _("an age band, only where the council asks for it"),
        "access_help": _("what helps someone use a service, only where the council asks for it"),
        "time_known": _("whether the time of day is known"),
        "follow_up_on": _("when to ask how a hand-off went"),
        "followed_up": _("how the hand-off went, from a list"),
        "followed_up_on": _("the day that was said"),
        "follow_up_note": _("a note on how it went, in the champion's own words"),
        "import_key": _("which row of an earlier log it came from"),
        "champion_id": _("which champion helped"),
        "site_id": _("at which site"),
        "id": number,
        "removed_at": aside,
    }


def _about_staff() -> tuple[Held, ...]:
    number, aside = _("a number of its own, made by chance"), _("when it was removed, if it was")
    champions = {
        "name": _("the name they go by at the desk"),
        "lead": _("whether they lead"),
        "left_on": _("the day they left"),
        "id": number,
        "removed_at": aside,
    }
    favourites = {
        "listing_id": _("which place"),
        "site_id": _("at which site"),
        "champion_id": _("whose it is, or that it is everyone's"),
        "made_at": _("when it was chosen"),
        "id": number,
        "removed_at": aside,
    }
    return (
        Held("champions", "staff", _("A champion"), champions),
        *(Held(kind, "staff", title, words) for kind, title, words in kept_of_training(number, aside)),
        Held("favourites", "staff", _("A place kept at hand"), favourites),
        Held(
            "change_log", "staff", _("History: who changed what, for Undo and to mend mistakes"), _changes()
        ),
        Held("audit_lines", "staff", _("A line for each time something faded or was erased"), _audit()),
    )


def _changes() -> dict[str, str]:
    return {
        "champion_id": _("which champion"),
        "stamp": _("when"),
        "kind": _("whether it was added, changed or removed"),
        "table_name": _("which kind of record"),
        "record_id": _("which record"),
        "fields": _("which of its fields"),
        "before": _("what stood there before, until it fades with the record"),
        "reason": _("the reason given for removing it"),
        "batch": _("what was done together with it"),
        "desk_id": _("at which desk"),
        "id": _("a number of its own, made by chance"),
    }


def _audit() -> dict[str, str]:
    return {
        "at": _("when"),
        "champion_id": _("who was at the desk"),
        "act": _("what was done"),
        "counts": _("how many of what, never what they said"),
        "id": _("a number of its own, made by chance"),
        "removed_at": _("when it was removed, if it was"),
    }


def _about_the_desk() -> tuple[Held, ...]:
    number, aside = _("a number of its own, made by chance"), _("when it was removed, if it was")
    site = {
        "name": _("its name"),
        "council_code": _("the council area"),
        "council_name": _("the council area"),
        "address": _("its address"),
        "postcode": _("its postcode"),
        "phone": _("its phone number"),
        "latitude": _("where it lies on the map"),
        "longitude": _("where it lies on the map"),
        "nation": _("the nation it is in"),
        "id": number,
        "removed_at": aside,
    }
    listing = {name: _("what its publisher says of it in public") for name in _PUBLISHED}
    listing |= {
        "checked_on": _("when it was last checked"),
        "checked_by": _("the name of who checked it"),
        "source_id": _("which list it came from"),
        "source_key": _("its number in that list"),
        "gone_at": _("when the list no longer had it"),
        "number": number,
        "id": number,
        "removed_at": aside,
    }
    source = {
        "name": _("its name"),
        "format": _("what kind of file it is"),
        "address": _("where it is fetched from"),
        "attribution": _("whom to thank for it"),
        "licence": _("its licence"),
        "imported_at": _("when it was last taken in"),
        "listings": _("how many places are in it"),
        "allow_http": _("whether it may be read without a safe connection"),
        "last_batch": _("which change brought its newest version"),
        "waits": _("why a newer version waits for somebody to look"),
        "id": number,
        "removed_at": aside,
    }
    desk = {"key": _("a fact about this desk, such as how long notes are kept"), "value": _("its value")}
    return (
        Held("listings", "places", _("A local place in the directory"), listing),
        Held("sources", "places", _("A list that local places came from"), source),
        *(Held(kind, "places", title, words) for kind, title, words in kept_of_places(number, aside)),
        Held("sites", "desk", _("The site"), site),
        *(Held(kind, "desk", title, words) for kind, title, words in kept_of_handouts(number, aside)),
        *(Held(kind, "desk", title, words) for kind, title, words in kept_for_training(number, aside)),
        *_about_lists(number, aside),
        Held("desk", "desk", _("The desk itself"), desk),
    )


def _about_lists(number: str, aside: str) -> tuple[Held, ...]:
    lines = {
        "list": _("which list"),
        "code": _("its code"),
        "labels": _("its name in each language"),
        "facts": _("what belongs to it, such as a key's topic"),
        "position": _("its place in the list"),
        "retired": _("whether it is still offered"),
        "merged_into": _("what it counts as now"),
        "id": number,
        "removed_at": aside,
    }
    mapping = {
        "name": _("its name"),
        "shape": _("which headings the sheet has"),
        "choices": _("what each column means"),
        "used_at": _("when it was last used"),
        "id": number,
        "removed_at": aside,
    }
    return (
        Held("list_items", "desk", _("A line of the council's own lists"), lines),
        Held("mappings", "desk", _("How an earlier log or a list was read"), mapping),
        Held(
            "counted_imports",
            "desk",
            _("A row of an earlier log that is counted already"),
            {"import_key": _("which row of an earlier log it came from")},
        ),
        Held(
            "postcode_sectors",
            "desk",
            _("Where postcodes are, from a published list"),
            {
                "sector": _("the first part of the postcodes"),
                "postcodes": _("their positions, and when they went out of use"),
            },
        ),
    )


_PUBLISHED = (
    *("name", "organisation", "description", "status", "url", "email", "phones", "fees", "free"),
    *("eligibility", "bring", "alert", "needs", "access", "tags", "languages", "areas", "locations"),
    *("hours", "hours_note", "links", "minimum_age", "maximum_age", "raw"),
)
