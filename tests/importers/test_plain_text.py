"""Text from feeds becomes plain text, whatever web code is in it."""

from __future__ import annotations

import time

import pytest

from champion_desk.importers.plain_text import first_link, is_absent, plain


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("<p>Hello&nbsp;<b>there</b></p><p>Again</p>", "Hello there\n\nAgain"),
        ("One<br>two<br/>three", "One\ntwo\nthree"),
        ("<ul><li>One</li><li>Two</li></ul>", "• One\n• Two"),
        (
            "<table><tr><td>Mon</td><td>9–5</td></tr><tr><td>Tue</td><td>9–5</td></tr></table>",
            "Mon 9–5\n\nTue 9–5",
        ),
        ("See <a href='https://example.org/a'>our page</a>.", "See our page (https://example.org/a)."),
        ("<a href='https://example.org/'>example.org</a>", "example.org"),
        ("<a href='mailto:a@example.org?subject=x'>Write</a>", "Write (a@example.org)"),
        ("<a href='javascript:alert(1)'>click</a>", "click"),
        ("<a href='data:text/html,x'>click</a>", "click"),
        ("Hi<script>alert(1)</script> there<style>p{}</style>", "Hi there"),
        ("Hi<img src=x onerror=alert(1)> there", "Hi there"),
        ("<iframe src='https://example.org'></iframe>text", "text"),
        ("<svg><text>x</text></svg>text", "text"),
        ("<!-- a comment -->text<![endif]>", "text"),
        ("<o:p></o:p>Word text", "Word text"),
        ("Tea &amp; toast &pound;2", "Tea & toast £2"),
        ("&lt;p&gt;twice&lt;/p&gt; &amp;amp; more", "twice\n\n& more"),
        ("Jo <jo@example.org>, 5 < 6 > 4, a<b", "Jo <jo@example.org>, 5 < 6 > 4, a<b"),
        ("line one\nline <b>two</b>\n\nthree", "line one\nline two\n\nthree"),
        ("<p>wrapped\nby the\nprogram</p>", "wrapped by the program"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("bell\x07 null\x00 back\x08", "bell null back"),
        (
            "turned \u202eround\u202c, no\u200bwidth, soft\u00adhyphen, \ufeffmark",
            "turned round, nowidth, softhyphen, mark",
        ),
        ("broken \ud800 half", "broken half"),
        ("many\u00a0\u2003 blanks   here ", "many blanks here"),
        ("e\u0301 is é", "é is é"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("Barrâ€™s CafÃ© costs Â£5", "Barr’s Café costs £5"),
        ("Spaß’ Ô Âge Ffŵr", "Spaß’ Ô Âge Ffŵr"),
        ("", ""),
    ],
)
def test_web_code_becomes_plain_text(given: str, shown: str) -> None:
    assert plain(given)[0] == shown


def test_what_was_done_is_told() -> None:
    assert plain("just words & more")[1] == frozenset()
    assert plain("<b>bold</b>")[1] == {"html"}
    assert plain("<script>" * 50)[1] == {"html"}
    assert plain("CafÃ©")[1] == {"mojibake"}
    shown, done = plain("<img src='data:image/png;base64," + "A" * 145_000 + "'>words")
    assert (shown, sorted(done)) == ("words", ["html", "picture"])


def test_a_text_that_only_looks_like_an_address_makes_no_trouble() -> None:
    assert plain("<b>https://example.org/</b>")[0] == "https://example.org/"
    assert plain("<b>C:\\file.txt</b>")[0] == "C:\\file.txt"


def test_long_and_deep_web_code_takes_no_long_time() -> None:
    nasty = [
        "<div>",
        "<p>x",
        "<td>",
        "<li>",
        "<a href='",
        "<!--",
        "<![cdata[",
        "<",
        "&",
        "&#",
        "â€",
        "</p",
        "data:",
    ]
    began = time.perf_counter()
    for text in nasty:
        plain(text * 20_000)
        plain(text * 20_000 + ">")
    assert time.perf_counter() - began < 60  # a tenth of that where the machine is not busy


@pytest.mark.parametrize(
    "word", ["", "null", "None", "N/A", "n/a", "-", "[Unknown]", "[No registered public address]", "#N/A"]
)
def test_words_for_nothing_are_nothing(word: str) -> None:
    assert is_absent(word)


@pytest.mark.parametrize("word", ["No", "0", "Nowhere", "[Ring the bell]", "Unknown Soldier Hall"])
def test_other_words_are_kept(word: str) -> None:
    assert not is_absent(word)


def test_the_first_link_is_found() -> None:
    assert (
        first_link('<a class="x" href="https://example.org/?a=1&amp;b=2">x</a>')
        == "https://example.org/?a=1&b=2"
    )
    assert first_link("no link") == "no link"
