"""Help: its topics are read without markup, and every topic there is can be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from champion_desk import i18n
from champion_desk.paths import resources_dir
from champion_desk.ui.help_text import Piece, pieces_of, topics_in
from champion_desk.ui.pages.help import HelpPage
from champion_desk.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)


def test_pieces_of_a_topic() -> None:
    text = """
## Keys
A line
that goes on with **bold words** and **Ctrl+Enter**.

1. First
2. Second, with [a page](https://example.org)
- **F2**: help someone
- **Alt+1**, **Alt+2**: signpost
- **Wrong topic.** Go back
  and choose again.
<b>not markup</b>
"""
    assert pieces_of(text) == [
        Piece("heading", "Keys"),
        Piece("paragraph", "A line that goes on with “bold words” and Ctrl+Enter."),
        Piece("step", "First", "1"),
        Piece("step", "Second, with a page (https://example.org)", "2"),
        Piece("key", "help someone", "F2"),
        Piece("key", "signpost", "Alt+1, Alt+2"),
        Piece("bullet", "Wrong topic. Go back and choose again. <b>not markup</b>"),
    ]


@pytest.mark.parametrize("language", ["en", "cy", "gd"])
def test_every_topic_in_every_language(language: str) -> None:
    topics = topics_in(resources_dir() / "help", language)
    assert topics[0].slug == "start-to-saved"
    for topic in topics:
        assert topic.title
        assert topic.pieces
        assert "**" not in topic.words
        assert "##" not in topic.words


def test_help_opens_on_what_one_is_doing(hands: Hands) -> None:
    hands.window.go_to("directory")
    hands.press("F1")
    page = hands.window.page
    assert isinstance(page, HelpPage)
    shown = [label.text() for label in page.reading.findChildren(PlainLabel)]
    assert shown[0] == "Directory"
    assert page.reading.accessibleName() == "Directory"
    assert shown[1] in page.reading.accessibleDescription() or len(shown) > 1


def test_help_on_a_narrow_window_is_chosen_from_one_line(hands: Hands) -> None:
    hands.desktop.frame.resize(700, 600)
    hands.window.go_to("help")
    page = hands.window.page
    assert isinstance(page, HelpPage)
    hands.qtbot.wait(30)
    assert page.choice.isVisible()
    assert not page.table.isVisible()
    page.choice.chosen.emit("keys")
    assert page.reading.accessibleName() == "All keys"


def test_help_speaks_welsh(hands: Hands) -> None:
    i18n.set_language("cy")
    page = HelpPage(hands.window.context)
    hands.qtbot.addWidget(page)
    page.enter(topic="keys")
    assert page.reading.accessibleName() == "Yr holl fysellau"
