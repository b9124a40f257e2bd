"""The tables as SQLAlchemy sees them; `migrations/` makes them, this only names their columns."""

from __future__ import annotations

from sqlalchemy import Column, Float, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData()


def _table(
    name: str,
    *columns: str,
    integers: tuple[str, ...] = (),
    numbers: tuple[str, ...] = (),
    files: tuple[str, ...] = (),
) -> Table:
    kinds = {**dict.fromkeys(integers, Integer), **dict.fromkeys(numbers, Float)}
    kinds |= dict.fromkeys(files, LargeBinary)

    def column(title: str) -> Column[object]:
        return Column(title, kinds.get(title, Text), primary_key=title == "id")

    return Table(name, metadata, *(column(title) for title in columns))


desk = _table("desk", "key", "value")

change_log = _table(
    "change_log",
    *(
        "id",
        "stamp",
        "batch",
        "desk_id",
        "champion_id",
        "kind",
        "table_name",
        "record_id",
        "fields",
        "before",
    ),
    "reason",
)

sites = _table(
    "sites",
    *("id", "name", "council_code", "council_name", "address", "postcode", "phone", "latitude", "longitude"),
    *("nation", "removed_at"),
    numbers=("latitude", "longitude"),
)

champions = _table("champions", "id", "name", "lead", "left_on", "removed_at", integers=("lead",))

sessions = _table(
    "sessions",
    *("id", "champion_id", "site_id", "started_at", "topics", "minutes", "outcome", "outcome_reason"),
    *("help_given", "next_time", "barriers", "skills", "items", "device", "channel", "language", "area"),
    *("effort", "people", "listings", "handouts", "stuck", "nothing_local", "service_failed", "note"),
    *("slip", "service", "service_problems", "age_band", "access_help", "time_known", "follow_up_on"),
    *("followed_up", "followed_up_on", "follow_up_note", "import_key", "removed_at"),
    integers=("minutes", "effort", "people", "stuck", "nothing_local", "service_failed", "time_known"),
)

tallies = _table(
    "tallies",
    *("id", "champion_id", "site_id", "preset", "topic", "count", "started_at", "ended_at", "how"),
    *("import_key", "removed_at"),
    integers=("count",),
)

list_items = _table(
    "list_items",
    *("id", "list", "code", "labels", "facts", "position", "retired", "merged_into", "removed_at"),
    integers=("position", "retired"),
)

mappings = _table("mappings", "id", "name", "shape", "choices", "used_at", "removed_at")

drafts = _table("drafts", "id", "champion_id", "kind", "started_at", "kept_at", "fields")

sources = _table(
    "sources",
    *("id", "name", "format", "address", "attribution", "licence", "imported_at", "listings", "removed_at"),
    *("allow_http", "last_batch", "waits"),
    integers=("listings", "allow_http"),
)

# What this desk itself says of listings, kept apart from what their sources say.
listing_edits = _table(
    "listing_edits", "id", "listing_id", "field", "value", "made_on", "made_by", "removed_at"
)
listing_checks = _table("listing_checks", "id", "listing_id", "checked_on", "checked_by", "removed_at")
listing_reports = _table(
    "listing_reports",
    *("id", "listing_id", "reason", "note", "reported_on", "reported_by", "sent_on", "closed_on"),
    *("closed_by", "removed_at"),
)
listing_ties = _table(
    "listing_ties", "id", "listing_id", "other_id", "kind", "made_on", "made_by", "removed_at"
)

listings = _table(
    "listings",
    *("number", "id", "source_id", "source_key", "name", "organisation", "description", "status", "url"),
    *("email", "phones", "fees", "free", "eligibility", "bring", "alert", "needs", "access", "tags"),
    *("languages", "areas", "locations", "hours", "hours_note", "checked_on", "checked_by", "links"),
    *("minimum_age", "maximum_age", "raw", "gone_at", "removed_at"),
    integers=("number", "free"),
    numbers=("minimum_age", "maximum_age"),
)

favourites = _table("favourites", "id", "listing_id", "site_id", "champion_id", "made_at", "removed_at")

own_handouts = _table(
    "own_handouts",
    *("id", "slug", "language", "text", "original_slug", "original", "changed_on", "changed_by"),
    "removed_at",
)

# Files that belong to a record of another table.
attachments = _table(
    "attachments",
    *("id", "owner_table", "owner_id", "name", "media_type", "description", "content", "removed_at"),
    files=("content",),
)

self_assessments = _table(
    "self_assessments", "id", "champion_id", "skill", "level", "rated_at", "told", "removed_at"
)
rating_counts = _table(
    "rating_counts",
    *("id", "skill", "people", "able", "made_on", "removed_at"),
    integers=("people", "able"),
)
rating_shares = _table("rating_shares", "id", "champion_id", "since", "removed_at")

own_frameworks = _table(
    "own_frameworks", "id", "code", "text", "retired", "brought_in_on", "removed_at", integers=("retired",)
)

enrolments = _table(
    "enrolments",
    *("id", "champion_id", "course", "title", "state", "hours", "on", "due", "removed_at"),
    numbers=("hours",),
)
own_courses = _table(
    "own_courses",
    *("id", "code", "title", "provider", "hours", "refresh_months", "covers", "needs", "retired"),
    "removed_at",
    integers=("refresh_months", "retired"),
    numbers=("hours",),
)
duties = _table("duties", "id", "course", "role", "due_days", "since", "removed_at", integers=("due_days",))

goals = _table(
    "goals",
    *("id", "champion_id", "topic", "text", "state", "made_at", "review_on", "next_step", "buddy_id"),
    *("course", "removed_at"),
)
suggestion_answers = _table(
    "suggestion_answers",
    *("id", "champion_id", "kind", "code", "answer", "until", "answered_at", "removed_at"),
)
badges = _table(
    "badges",
    *("id", "champion_id", "name", "issuer", "version", "issued_on", "expires_on", "proven", "unproven"),
    *("document", "digest", "kept_on", "removed_at"),
)
practices = _table(
    "practices",
    *("id", "champion_id", "topic", "right_answers", "questions", "done_at", "removed_at"),
    integers=("right_answers", "questions"),
)

monthly_counts = _table(
    "monthly_counts",
    *("id", "site_id", "month", "kind", "code", "sessions", "minutes", "people", "removed_at"),
    integers=("sessions", "minutes", "people"),
)

audit_lines = _table("audit_lines", "id", "at", "champion_id", "act", "counts", "removed_at")
