"""What a listing says in words: hours, state, where, why; and which of its links may be opened."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from champion_desk.domain import directory
from champion_desk.domain.directory import Listing, ListingMatch, Location, Source, Why
from champion_desk.domain.opening import UNKNOWN, OpenState
from champion_desk.domain.problems import Problem
from champion_desk.ui.listing_links import Link, LinkList, LinkRow, mail_link, open_link, web_link
from champion_desk.ui.listing_words import (
    checked_text,
    match_text,
    place_line,
    source_text,
    spoken_row,
    state_badge,
    where_text,
)
from champion_desk.wording import problem_sentence

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 10, 42)


def match(listing: Listing, miles: float | None = None, why: str = "all", word: str = "") -> ListingMatch:
    return ListingMatch(listing, listing.location, miles, Why(why, word), UNKNOWN)


def test_the_state_of_a_place_that_only_has_a_phone_is_how_to_reach_it() -> None:
    by_phone = Listing("Helpline", "1", access=("phone",))
    assert state_badge(match(by_phone), NOW) == ("by phone", "accent")
    online = Listing("Chat", "2", access=("online",))
    assert state_badge(match(online), NOW) == ("online", "accent")


def test_a_place_closed_for_a_time_says_so_whatever_its_hours() -> None:
    closed = Listing("Hub", "1", status="temporarily closed", locations=(Location(town="Kirkwall"),))
    found = ListingMatch(closed, closed.location, 1.0, Why("all"), OpenState("open", NOW))
    assert state_badge(found, NOW) == ("closed for now", "partly")


def test_hours_not_known_is_not_closed() -> None:
    library = Listing("Library", "1", access=("visit",), locations=(Location(town="Kirkwall"),))
    assert state_badge(match(library), NOW)[0] == "hours not known"


def test_nothing_is_said_twice_about_where() -> None:
    at = Location("The Haven", ("The Haven", "21 Pier Wynd"), "Kirkwall", "KW15 1ZU")
    listing = Listing("Data SIMs", "1", organisation="The Haven", locations=(at,))
    assert (
        place_line(at, listing.organisation, but=listing.name)
        == "The Haven, 21 Pier Wynd, Kirkwall, KW15 1ZU"
    )
    assert where_text(match(listing)) == "The Haven · Kirkwall"
    there = (Location(town="Kirkwall"),)
    assert where_text(match(Listing("Kirkwall", "2", organisation="Kirkwall", locations=there))) == ""


def test_what_is_not_local_says_so_in_its_row() -> None:
    helpline = Listing("Helpline", "1", organisation="Age UK", areas=("Scotland",), access=("post",))
    assert where_text(match(helpline)) == "Age UK · across Scotland"
    assert spoken_row(match(helpline), NOW, shortlisted=False).startswith(
        "Helpline, by post, Age UK · across"
    )


def test_how_far_and_why() -> None:
    listing = Listing("Hub", "1", checked_on=date(2026, 11, 20))
    assert match_text(match(listing, 1.14, "name", "data"), TODAY) == "1.1 miles · “data” in its name"
    assert match_text(match(listing, 0.02), TODAY) == "close by · checked 2 days ago"
    assert match_text(match(listing), TODAY) == "checked 2 days ago"


def test_a_row_read_aloud_has_all_of_it() -> None:
    listing = Listing("Hub", "1", organisation="Trust", locations=(Location(town="Kirkwall"),))
    assert (
        spoken_row(match(listing, 2.0), NOW, shortlisted=True)
        == "Hub, hours not known, Trust · Kirkwall, 2.0 miles · never checked, on the shortlist"
    )


def test_who_checked_it_and_where_it_is_from() -> None:
    assert checked_text(Listing("Hub", "1")) == "Nobody has checked this yet."
    checked = Listing("Hub", "1", checked_on=date(2026, 11, 2), checked_by="Mairi")
    assert checked_text(checked) == "Checked by Mairi, 2 November 2026"
    source = Source("Council list", "spreadsheet", attribution="© The council")
    assert source_text(source) == "Source: Council list\n© The council"
    assert source_text(None) == ""


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("https://www.example.org/a?b=c", "www.example.org"),
        ("http://example.org:8080/", "example.org"),
        ("HTTPS://Example.ORG", "example.org"),
        ("https://exämple.org/", "xn--exmple-cua.org"),
    ],
)
def test_a_web_address_shows_its_real_host(typed: str, host: str) -> None:
    link = web_link(typed)
    assert link is not None
    assert link.goes_to == host


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://example.org",
        "//example.org",
        "example.org",
        "https://",
        "https://www.gov.uk@evil.example/",
        "https://user:word@example.org/",
        "https://[bad",
        "https://" + "a" * 300 + ".example",
        "",
    ],
)
def test_no_other_address_is_opened(typed: str) -> None:
    assert web_link(typed) is None


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", ""])
def test_no_other_scheme_reaches_the_system(address: str) -> None:
    assert not open_link(Link(address, ""))


@pytest.mark.parametrize(
    "typed",
    [
        "nobody",
        "a@b",
        "a@b.example?cc=c@d.example",
        "a@b.example,c@d.example",
        "mailto:a@b.example",
        "a b@c.org",
    ],
)
def test_an_e_mail_address_is_one_address(typed: str) -> None:
    assert mail_link(typed) is None


class Opened(QObject):
    """Stands where the browser would be."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.urls.append(url.toString())


def test_a_link_names_its_host_and_opens_when_pressed(qtbot: QtBot) -> None:
    browser = Opened()
    QDesktopServices.setUrlHandler("https", browser, "open")  # type: ignore[arg-type]  # bytes are refused
    try:
        row = LinkRow("https://www.example.org/help", "globe", web_link("https://www.example.org/help"))
        qtbot.addWidget(row)
        assert row.button is not None
        assert row.button.accessibleName() == "Open www.example.org"
        row.button.click()
        assert browser.urls == ["https://www.example.org/help"]
    finally:
        QDesktopServices.unsetUrlHandler("https")


def test_an_address_that_may_not_be_opened_is_only_shown(qtbot: QtBot) -> None:
    row = LinkRow("javascript:alert(1)", "globe", web_link("javascript:alert(1)"))
    qtbot.addWidget(row)
    assert row.button is None


def test_writing_to_an_address_names_it(qtbot: QtBot) -> None:
    row = LinkRow("help@example.org", "mail", mail_link("help@example.org"))
    qtbot.addWidget(row)
    assert row.button is not None
    assert row.button.accessibleName() == "Write to help@example.org"


def test_one_second_is_not_seconds() -> None:
    said = [problem_sentence(Problem("wait", seconds=count)) for count in (1, 4)]
    assert said == ["Wait 1 second, then try again.", "Wait 4 seconds, then try again."]


def test_links_name_their_words_and_hosts_and_only_those_of_the_web_are_offered(qtbot: QtBot) -> None:
    browser = Opened()
    QDesktopServices.setUrlHandler("https", browser, "open")  # type: ignore[arg-type]
    try:
        given = [
            directory.Link("Book a place", "https://www.example.org/book"),
            directory.Link("", "https://user@example.org/"),
            directory.Link("<b>x</b>", "javascript:alert(1)"),
            directory.Link("", "https://other.example.org/"),
        ]
        links = LinkList(given)
        qtbot.addWidget(links)
        names = [button.accessibleName() for button in links.buttons]
        assert names == ["Open www.example.org: Book a place", "Open other.example.org"]
        assert links.more is None
        links.buttons[0].click()
        assert browser.urls == ["https://www.example.org/book"]
    finally:
        QDesktopServices.unsetUrlHandler("https")
    nothing = LinkList(given[1:3])
    qtbot.addWidget(nothing)
    assert nothing.is_empty


def test_many_links_are_shown_when_asked_for(qtbot: QtBot) -> None:
    links = LinkList([directory.Link(f"Page {n}", f"https://example.org/{n}") for n in range(9)])
    qtbot.addWidget(links)
    assert (len(links.buttons), links.more and links.more.text()) == (4, "Show 5 more links")
    assert links.more is not None
    links.more.click()
    assert len(links.buttons) == 9
    assert links.more.isHidden()
