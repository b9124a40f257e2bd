"""A hand-off slip in the session form: given, printed, kept with the session, never with the next one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from champion_desk.documents.pictures import page_count
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.slips import HandOffSlip, normal_slip, shown_slip
from champion_desk.ui.context import Context
from champion_desk.ui.pages.hand_offs import HandOffsPage
from champion_desk.ui.pages.handouts import HandoutsPage
from champion_desk.ui.pages.log import LogPage
from tests.documents.sheets_of_paper import pages, text
from tests.ui.conftest import RecordingWindow


@pytest.fixture
def page(qtbot: QtBot, window_context: Context) -> LogPage:
    made = LogPage(window_context)
    qtbot.addWidget(made)
    made.resize(1190, 672)
    made.show()
    made.enter(new=True)
    made.form.form.topics.add("wifi", "Wi-Fi")
    return made


def test_a_slip_is_offered_to_someone_who_is_handed_on_and_to_no_one_else(page: LogPage) -> None:
    form = page.form.form
    assert not form.slip.isVisible()
    form.outcome.set_codes(["done"])
    form.outcome.changed.emit()
    assert not form.slip.isVisible()
    form.outcome.set_codes(["handed-on"])
    form.outcome.changed.emit()
    assert form.slip.give.isVisible()
    assert not form.slip.print.isVisible()


def test_the_code_goes_into_the_draft_and_the_session_and_not_to_the_next(
    page: LogPage, window_context: Context
) -> None:
    form = page.form.form
    form.outcome.set_codes(["handed-on"])
    form.outcome.changed.emit()
    form.slip.give.click()
    code = form.slip.code()
    assert normal_slip(shown_slip(code)) == code
    assert page.form.draft().fields["slip"] == code
    page.form.save_again()
    assert form.slip.code() == ""
    assert not form.slip.isVisible()
    (session,) = window_context.services.sessions.on(date.today())
    assert session.slip == code
    assert window_context.services.sessions.new_slip() != code
    page.enter(session_id=session.id)
    assert form.slip.code() == code
    form.slip.none.click()
    page.form.save()
    assert not window_context.window.problems  # type: ignore[attr-defined]
    assert window_context.services.sessions.get(session.id).slip == ""


def test_the_sheet_has_the_code_and_no_name(qtbot: QtBot, page: LogPage, window_context: Context) -> None:
    window = window_context.window
    assert isinstance(window, RecordingWindow)
    form = page.form.form
    form.outcome.set_codes(["handed-on"])
    form.outcome.changed.emit()
    form.slip.give.click()
    form.slip.print.click()
    qtbot.waitUntil(lambda: bool(window.printed))
    pdf = window_context.services.handouts.slip_pdf(HandOffSlip(form.slip.code(), ("Wi-Fi",)))
    assert page_count(pdf) == 1
    assert shown_slip(form.slip.code()) in text(pdf)
    assert "This code holds no name." in text(pdf)


def hand_on(page: LogPage) -> str:
    """The visitor is handed on with a slip; its code as it is printed."""
    form = page.form.form
    form.topics.add("nhs-app", "NHS App and account")
    form.outcome.chip("handed-on").click()
    form.slip.give.click()
    return shown_slip(form.slip.code())


def test_a_handout_and_the_slip_come_in_one_job_and_both_are_recorded(
    qtbot: QtBot, page: LogPage, window_context: Context, window: RecordingWindow
) -> None:
    code = hand_on(page)
    page.form.panel.print_first()
    qtbot.waitUntil(lambda: bool(window.printed), timeout=10_000)
    (pdf,) = window.printed
    last = pages(pdf)[-1]
    assert code in last
    assert "Show this where you go next" in last
    assert not any(code in other for other in pages(pdf)[:-1])
    assert window.said[-1].endswith(f"with slip {code} as its last page.")
    assert page.form.form.slip.print.text() == "Print the slip again"
    page.form.panel.print_first()  # the next sheet comes without it
    qtbot.waitUntil(lambda: len(window.printed) == 2, timeout=10_000)
    assert code not in text(window.printed[1])
    page.form.save()
    (session,) = window_context.services.sessions.on(date.today())
    assert shown_slip(session.slip) == code
    assert [one.slug for one in session.handouts] == ["connect-to-wifi", "use-the-nhs-app"]


def test_saved_as_pdf_the_slip_is_its_last_page_too(
    qtbot: QtBot, page: LogPage, window_context: Context, window: RecordingWindow
) -> None:
    code = hand_on(page)
    handouts = HandoutsPage(window_context)
    qtbot.addWidget(handouts)
    handouts.resize(1190, 672)
    handouts.show()
    handouts.enter(slug="use-the-nhs-app")
    handouts.save_sheet()
    qtbot.waitUntil(lambda: bool(window.saved), timeout=10_000)
    assert code in pages(window.saved[0])[-1]
    assert window_context.visit.slip_printed
    assert window.said[-1].endswith("with the slip as its last page, is noted in this session.")


def test_a_slip_that_is_printed_late_is_not_the_next_visitor_s(
    qtbot: QtBot, page: LogPage, window_context: Context, window: RecordingWindow
) -> None:
    hand_on(page)
    page.form.form.slip.print.click()
    page.form.save_again()
    hand_on(page)
    qtbot.waitUntil(lambda: bool(window.printed), timeout=10_000)
    assert window_context.visit.slip
    assert not window_context.visit.slip_printed


def test_the_slip_speaks_the_language_of_its_handout(
    qtbot: QtBot, page: LogPage, window_context: Context, window: RecordingWindow
) -> None:
    hand_on(page)
    page.form.form.topics.remove("nhs-app")
    page.form.form.topics.remove("wifi")
    page.form.form.topics.add("email-account", "Create an e-mail account")
    page.form.form.more.language.chip("cy").click()
    page.form.panel.print_first()
    qtbot.waitUntil(lambda: bool(window.printed), timeout=10_000)
    label = window_context.services.catalogues["topics"].label("email-account", "cy")
    assert label in pages(window.printed[0])[-1]


def test_the_visitor_gone_the_slip_goes_with_them(page: LogPage, window_context: Context) -> None:
    hand_on(page)
    assert window_context.visit.slip
    page.step_back()
    assert window_context.visit.slip == ""
    draft = window_context.services.sessions.drafts()[0]
    page.enter(draft_id=draft.id)
    assert window_context.visit.slip == page.form.form.slip.code() != ""


def test_the_search_at_the_top_finds_a_slip_by_its_code(page: LogPage, window_context: Context) -> None:
    code = hand_on(page)
    page.form.save()
    finder = window_context.services.finder
    for typed in (code, code.lower().replace(" ", ""), f" {code} "):
        found = finder.find(typed, "en")
        assert (found[0].kind, found[0].text) == ("slip", code)
        assert "NHS App" in found[0].hint
    wrong = code[:-1] + ("A" if code[-1] != "A" else "C")
    assert not any(one.kind == "slip" for one in finder.find(wrong, "en"))
    assert not any(one.kind == "slip" for one in finder.find("permit", "en"))


@pytest.mark.parametrize("place", range(7))
def test_a_code_mistyped_anywhere_is_said_in_a_sentence(
    qtbot: QtBot, page: LogPage, window_context: Context, place: int
) -> None:
    code = hand_on(page)
    page.form.save()
    if code[place] == " ":
        return
    wrong = code[:place] + ("A" if code[place] != "A" else "C") + code[place + 1 :]
    asked = HandOffsPage(window_context)
    qtbot.addWidget(asked)
    asked.show()
    asked.enter()
    QTest.keyClicks(asked.code, wrong)
    QTest.keyClick(asked.code, Qt.Key.Key_Return)
    assert asked._code.problem() == (
        "One letter or number is not right. Ask for the code to be read out again."
    )
    asked.code.clear()
    QTest.keyClicks(asked.code, code.lower())
    QTest.keyClick(asked.code, Qt.Key.Key_Return)
    assert asked._code.problem() == ""
    assert asked.answer.told()


def test_a_note_that_is_begun_waits_with_its_own_hand_off(qtbot: QtBot, window_context: Context) -> None:
    services = window_context.services
    for days, slip in ((30, services.sessions.new_slip()), (20, services.sessions.new_slip())):
        handed_on = datetime.now(UTC) - timedelta(days=days)
        ids = services.champion.id, services.site.id
        services.sessions.log(AssistedSession(*ids, handed_on, ("wifi",), 5, "handed-on", slip=slip))
    asked = HandOffsPage(window_context)
    qtbot.addWidget(asked)
    asked.show()
    asked.enter()
    last = asked._model.rowCount() - 1
    QTest.keyClicks(asked.answer.note, "the office had moved")
    asked.table.select_row(last)
    assert asked.answer.note.toPlainText() == ""
    QTest.keyClicks(asked.answer.note, "nobody there")
    asked.enter()  # another page was looked at meanwhile
    assert asked.answer.note.toPlainText() == "the office had moved"
    asked.answer.worked.click()
    kept = [one.follow_up_note for one in services.sessions.between(date(2020, 1, 1), date.today())]
    assert [note for note in kept if note] == ["the office had moved"]
    asked.table.select_row(last - 1)
    assert asked.answer.note.toPlainText() == "nobody there"
    asked.answer.note.clear()
    asked.table.select_row(0)
    asked.table.select_row(last - 1)
    assert asked.answer.note.toPlainText() == ""


def test_an_answer_told_while_its_session_is_being_changed_stays(
    page: LogPage, window_context: Context
) -> None:
    hand_on(page)
    page.form.save()
    sessions = window_context.services.sessions
    (one,) = (found for found in sessions.on(date.today()) if found.slip)
    page.enter(session_id=one.id)
    window_context.services.follow_ups.answer(one.id, "worked", date.today())
    page.form.form.stuck.click()
    page.form.save()
    kept = sessions.get(one.id)
    assert (kept.stuck, kept.followed_up, kept.followed_up_on) == (True, "worked", date.today())
