"""A hand-off slip in the session form: given, printed, kept with the session, never with the next one."""

from __future__ import annotations

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from champion_desk.documents.pictures import page_count
from champion_desk.domain.slips import normal_slip, shown_slip
from champion_desk.ui.context import Context
from champion_desk.ui.pages.log import LogPage
from tests.documents.sheets_of_paper import text
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
    pdf = window_context.services.handouts.slip_pdf(form.slip.code(), ["Wi-Fi"], None)
    assert page_count(pdf) == 1
    assert shown_slip(form.slip.code()) in text(pdf)
    assert "This code holds no name." in text(pdf)
