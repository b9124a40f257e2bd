"""What the session form holds: nothing of a session is lost by changing it, or by a draft of it."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest

from champion_desk.domain.sessions import AssistedSession, HandoutGiven
from champion_desk.ui.session_fields import SessionFields, from_draft, from_session

AT = datetime(2026, 11, 20, 10, 15, tzinfo=UTC)
FULL = AssistedSession(
    champion_id="champion", site_id="site", started_at=AT, topics=("wifi", "cv"), minutes=12,
    outcome="could-not", outcome_reason="no-id", help_given="showed", next_time="alone",
    barriers=("cost",), skills=("passwords",), items=("sim",), device="own-phone", channel="phone",
    language="cy", area="Stromness", effort=3, people=4, listings=("listing",),
    handouts=(HandoutGiven("use-the-nhs-app", "gd", 24),), stuck=True, nothing_local=True,
    service_failed=True, note="It timed out.", slip="ACDEFG", service="nhs",
    service_problems=("was-down",), age_band="65-74", access_help=("bsl",), time_known=False,
    follow_up_on=date(2026, 12, 4), followed_up="worked", followed_up_on=date(2026, 12, 5),
    follow_up_note="Went well.", import_key="row",
)  # fmt: skip


def test_every_field_of_the_sample_says_something() -> None:
    usual = {field.name: field.default for field in fields(AssistedSession)}
    same = [name for name, default in usual.items() if getattr(FULL, name) == default]
    assert same == [], "a field that has its usual value here would be lost unseen"


@pytest.mark.parametrize("by_draft", [False, True], ids=["at once", "through a draft"])
def test_changing_one_thing_keeps_all_the_rest(by_draft: bool) -> None:
    shown = from_session(FULL)
    if by_draft:
        shown = from_draft(shown.to_draft())
    changed = replace(shown, help_given="told").to_session("other", "other", AT, FULL.minutes, FULL)
    assert changed == replace(FULL, help_given="told")


def test_a_draft_that_an_older_version_kept_opens() -> None:
    kept = {"topics": ["wifi"], "note": "half a sentence"}
    assert from_draft(kept) == SessionFields(topics=("wifi",), note="half a sentence")
