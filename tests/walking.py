"""Walks the real window through each of its views, for tests that look at all of them."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from shiboken6 import isValid

from champion_desk import i18n, settings
from champion_desk.app import build_services
from champion_desk.domain.badges import DATES, HOLDER, ISSUER, NO_SIGNATURE, STRUCTURE, Badge
from champion_desk.domain.courses import Duty
from champion_desk.domain.past_logs import SESSIONS, TALLIES
from champion_desk.domain.retention import ClockJump
from champion_desk.domain.small_numbers import TEN_FIVE
from champion_desk.domain.training import Goal
from champion_desk.i18n import _
from champion_desk.paths import resources_dir
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.demo import PASSPHRASE, start_demo
from champion_desk.services.desks import DeskService
from champion_desk.services.key_change import KeyChange
from champion_desk.services.list_reading import Reading
from champion_desk.settings import Settings
from champion_desk.storage import slots
from champion_desk.tour_hands import USUAL, Hands
from champion_desk.tour_steps import Script, type_passphrase
from champion_desk.ui.desktop import Desktop
from champion_desk.ui.dialogs.add_picture import AddPictureDialog
from champion_desk.ui.dialogs.completions import CompletionsDialog
from champion_desk.ui.dialogs.erase import EraseDialog
from champion_desk.ui.dialogs.erase_copies import ErasedCopiesDialog
from champion_desk.ui.dialogs.export_log import FIGURES, ExportLogDialog
from champion_desk.ui.dialogs.favourites import FavouritesDialog
from champion_desk.ui.dialogs.framework import FrameworkDialog
from champion_desk.ui.dialogs.goal import GoalDialog
from champion_desk.ui.dialogs.import_list import ImportDialog
from champion_desk.ui.dialogs.key_change import KeyChangeDialog, LeaverDialog
from champion_desk.ui.dialogs.place import PlaceDialog
from champion_desk.ui.dialogs.poster import PosterDialog
from champion_desk.ui.dialogs.send_list import SendListDialog
from champion_desk.ui.dialogs.show_code import ShowCodeDialog
from champion_desk.ui.first_run import FirstRun
from champion_desk.ui.main_window import MainWindow
from champion_desk.ui.pages.backups import BackupsPage
from champion_desk.ui.pages.catch_up import CatchUpPage
from champion_desk.ui.pages.desk import DeskPage
from champion_desk.ui.pages.directory import DirectoryPage
from champion_desk.ui.pages.hand_offs import HandOffsPage
from champion_desk.ui.pages.handout_editor import HandoutEditorPage
from champion_desk.ui.pages.handouts import HandoutsPage
from champion_desk.ui.pages.help import HelpPage
from champion_desk.ui.pages.keeping import KeepingPage
from champion_desk.ui.pages.lists import ListsPage
from champion_desk.ui.pages.log import LogPage
from champion_desk.ui.pages.past_logs import PastLogsPage
from champion_desk.ui.pages.privacy import PrivacyPage
from champion_desk.ui.pages.settings import SettingsPage
from champion_desk.ui.pages.sources import SourcesPage
from champion_desk.ui.pages.training import TrainingPage
from champion_desk.ui.small_window import SmallWindow
from champion_desk.ui.steps.person import Person
from champion_desk.ui.steps.place import Place
from champion_desk.ui.steps.restore import Restore
from champion_desk.ui.steps.sheet import RecoverySheet
from champion_desk.ui.steps.welcome import Welcome
from champion_desk.ui.unlock import Unlock
from champion_desk.ui.widgets.buttons import LinkButton, SecondaryButton

SMALL = QSize(1024, 600)
View = tuple[str, QWidget]
EARLIER_LOG = (
    "Date,Topic,Mins,Library,Initials,Notes\n3/2/2026,Printing,5,Stromness,ab,call 07700 900123\n"
    "4/2/2026,Directional,5,Kirkwall Library,MF,x\n31/31/2026,Printing,5,,,\n5/2/2999,Wi-Fi,,,,\n"
)
BROKEN_SHEET = (
    "## Steps\n\n1. Identification is a long word, and this is a sentence that goes on and on and on until "
    "nobody knows any more how it began.\n\n[x](javascript:alert)\n"
)
COURSES_DONE = (
    "Name,Course,Completed,Hours\nMairi,Fire safety,13/02/2026,2\nMairi,Lifting,31/31/2026,1\n"
    "Someone Else,Fire safety,13/02/2026,2\n"
)
FRAMEWORK = """code = "our-own"
label = { en = "Our own skills" }
source = "Sample Council"
[[area]]
code = "our-desk"
label = { en = "Our desk" }
[[skill]]
code = "our-printer"
area = "our-desk"
label = { en = "I can mend a paper jam" }
"""
LIST = "Name,Postcode,Phone\nHarbour Hall,KW15 1AG,01632 960777\n,KW15 1AG,\nQuiet Room,nowhere,\n"


@cache
def demo_folder() -> Path:
    """A demo desk, made once; each walk works on a copy of it."""
    folder = Path(tempfile.mkdtemp(prefix="champion-desk-walk-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(slots.KDF, "memory_kib", 64)
        catalogues = Catalogues(resources_dir())
        desk = DeskService(folder, catalogues.words)
        start_demo(desk, lambda opened: build_services(desk, opened, catalogues))
        desk.close()
    return folder


@contextmanager
def walking(
    folder: Path, size: QSize = USUAL, scale: int = 100, language: str = "en", demo: bool = True
) -> Iterator[Script]:
    """The real window on a desk's folder, with hands at its keyboard."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    if demo:
        shutil.copytree(demo_folder(), folder, dirs_exist_ok=True)
    settings.save(folder, Settings(language=language, theme="light", text_scale=scale))
    hands = Hands(folder, soon=200)
    ended: list[bool] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(slots.KDF, "memory_kib", 64)
        desktop = Desktop(app, folder, False, build_services, lambda: ended.append(True))
        hands.desktop = desktop
        script = Script(hands, desktop)
        desktop.open()
        desktop.frame.showNormal()
        script.resize(size)
        yield script
        hands.desktop = None
        desktop.close()
        hands.wait("the desk to be put away", lambda: ended)
        desktop.deleteLater()
        hands.turn()
    i18n.set_language("en")
    app.setStyleSheet("")
    from champion_desk.ui.theme import Theme

    Theme.apply(app, "light", 1.0)


def first_views(script: Script) -> Iterator[View]:
    """Each step of the first run, on an empty folder."""
    hands, frame = script.hands, script.desktop.frame
    welcome = script.step_of(Welcome)
    yield "first run, welcome", frame
    welcome.restore.click()
    script.step_of(Restore)
    yield "first run, restore", frame
    hands.press("Escape")
    script.step_of(Welcome).start.click()
    place = script.step_of(Place)
    script.screen(FirstRun).on.click()
    yield "first run, place with what is missing", frame
    place.council.setText("Orkney Islands")
    place.site.setText("Kirkwall Library")
    place.postcode.setText("KW15 1AG")
    script.screen(FirstRun).on.click()
    person = script.step_of(Person)
    yield "first run, person", frame
    person.name.setText("Mairi")
    script.screen(FirstRun).on.click()
    sheet = script.step_of(RecoverySheet)
    hands.wait("the sheet", sheet.save.isEnabled)
    hands.wait("the libraries", lambda: not sheet.progress.isVisible(), seconds=60)
    yield "first run, recovery sheet", frame


def views(script: Script, folder: Path) -> Iterator[View]:
    """Each view of a demo desk: the way in, every page, step and dialog."""
    yield from _way_in(script)
    script.page(DeskPage)
    yield "Desk", script.desktop.frame
    for part in (_log, _daily, _directory, _handouts, _training):
        yield from part(script, folder)
    yield from _settings(script)
    yield from _lists(script, folder)
    yield from _backups(script)
    yield from _privacy(script)
    yield from _help_and_search(script)


def _way_in(script: Script) -> Iterator[View]:
    hands, frame = script.hands, script.desktop.frame
    unlock = script.screen(Unlock)
    yield "unlock", frame
    assert unlock.form is not None
    unlock.form.recovery.click()
    yield "unlock, recovery", frame
    ways_back = [b for b in unlock.findChildren(SecondaryButton) if b.icon_name == "arrow-left"]
    next(button for button in ways_back if button.isVisible()).click()
    type_passphrase(script, PASSPHRASE)
    hands.press("Return")


def _log(script: Script, folder: Path) -> Iterator[View]:
    hands, frame = script.hands, script.desktop.frame
    hands.press("Ctrl+2")
    log = script.page(LogPage)
    yield "Log", frame
    log.list.acts.remove_button.click()
    yield "Log, why remove", frame
    hands.press("Escape")
    yield from _export(script, log)
    hands.press("F2")
    view = log.form
    hands.wait("the form", lambda: hands.is_on(view.form.topics.line))
    view.save()
    yield "session form with what is missing", frame
    hands.type("uc")
    yield "session form, suggestions", frame
    view.form.topics.clear_typed()
    hands.type("uc")
    hands.press("Return")
    hands.wait("places", lambda: view.panel._matches)
    view.panel.signpost(1)
    view.form.outcome.chip("could-not").click()
    yield "session form with its panel", frame
    view.form.more.set_open(True)
    yield "session form unfolded", frame
    hands.press("Escape")
    script.page(DeskPage)
    yield "Desk with a draft", frame
    hands.press("F2")
    view = script.page(LogPage).form
    view.discard()
    yield from _past_logs(script, folder)


def _past_logs(script: Script, folder: Path) -> Iterator[View]:
    """Each step of taking in an earlier log: of sessions, and of a tally sheet."""
    hands, frame = script.hands, script.desktop.frame
    script.screen(MainWindow).go_to("past-logs")
    page = script.page(PastLogsPage)
    page.go_on()
    yield "Take in an earlier log, what is missing", frame
    path = folder / "log.csv"
    path.write_text(EARLIER_LOG, encoding="utf-8")
    page.choose.file.set_path(path)
    hands.wait("its columns", lambda: page.step is page.columns and page.columns.values.isVisible())
    hands.settle()
    page._show(page.progress)
    page.progress.step(2, 4)
    yield "Take in an earlier log, at work", frame
    page._show(page.columns)
    yield "Take in an earlier log, its columns", frame
    page.columns.kind.set_code(TALLIES)
    page.columns.kind.chosen.emit(TALLIES)
    hands.settle()
    yield "Take in an earlier log, as a tally sheet", frame
    page.columns.kind.set_code(SESSIONS)
    page.columns.kind.chosen.emit(SESSIONS)
    page.go_on()
    hands.wait("the preview", lambda: page.step is page.result)
    hands.settle()
    yield "Take in an earlier log, what would come in", frame
    script.screen(MainWindow).go_to("desk")
    script.page(DeskPage)


def _export(script: Script, log: LogPage) -> Iterator[View]:
    hands = script.hands
    log.list.export_button.click()
    hands.wait("the dialog", lambda: isinstance(hands.dialog(), ExportLogDialog))
    dialog = hands.dialog()
    assert isinstance(dialog, ExportLogDialog)
    yield "export the log", dialog
    dialog.what.chip(FIGURES).click()
    dialog.figures.rule.chip(TEN_FIVE).click()
    yield "export figures for others", dialog
    _leave(script, dialog)


def _daily(script: Script, _folder: Path) -> Iterator[View]:
    """What a busy day needs beside the form: the filters, the grid, hand-offs, the small window."""
    hands, frame = script.hands, script.desktop.frame
    window = script.screen(MainWindow)
    hands.press("Ctrl+2", "Ctrl+F")
    yield "Log, filters", frame
    hands.press("Escape")
    window.go_to("catch-up")
    grid = script.page(CatchUpPage)
    counted = grid.context.services.tallies
    now = datetime.now().astimezone()
    counted.typed(counted.presets()[0].code, 7, now - timedelta(hours=3), now)
    hands.settle()
    yield "Catch up", frame
    grid.question.ask((0, 0), "09:00, E-mail", 6, 2)
    yield "Catch up, fewer than before", frame
    hands.press("Escape")
    window.go_to("hand-offs")
    slips = script.page(HandOffsPage)
    slips.find_button.click()
    hands.settle()
    yield "Hand-offs, what is missing", frame
    window.open_small_window()
    hands.wait("the small window", lambda: isinstance(QApplication.activeWindow(), SmallWindow))
    small = QApplication.activeWindow()
    assert isinstance(small, SmallWindow)
    yield "the small window", small
    small.reject()
    hands.wait("the window", frame.isActiveWindow)
    hands.press("Ctrl+1")


def _directory(script: Script, folder: Path) -> Iterator[View]:
    hands, frame = script.hands, script.desktop.frame
    hands.press("Ctrl+3")
    page = script.page(DirectoryPage)
    hands.type("advice")
    hands.settle()
    yield "Directory", frame
    if page.search.filter_button.isVisible():
        page.search.filter_button.click()
        yield "Directory, filters", frame
        page.search.filter_button.click()
    hands.press("Down", "Return")
    page.details.shortlist.click()
    hands.settle()
    yield "Directory, details and shortlist", frame
    yield from _send_and_keep(script, page)
    page.strip.clear()
    hands.press("Escape", "Ctrl+3")  # back to the list, where it made room for the details
    page.search_now("zzzqqq")
    hands.settle()
    assert page.isVisible()
    assert page.panes.nothing_found.isVisible()
    yield "Directory, nothing found", frame
    page.search_now("")
    yield from _import(script, page, folder)
    yield from _places(script, page)
    yield from _sources(script)
    yield from _keeping(script)


def _send_and_keep(script: Script, page: DirectoryPage) -> Iterator[View]:
    """The shortlist as words and as codes; favourites, of the champion's own and of everyone."""
    hands = script.hands
    page.details.favourite.click()
    page.view.select_row(1)
    page.show_details()
    page.details.shortlist.click()
    page.strip.send_button.click()
    hands.wait("the dialog", lambda: isinstance(hands.dialog(), SendListDialog))
    sending = hands.dialog()
    assert isinstance(sending, SendListDialog)
    yield "send the list", sending
    sending.code.click()
    codes = next(one for one in sending.findChildren(ShowCodeDialog))
    hands.settle()
    yield "codes to scan", codes
    codes.reject()
    sending.reject()
    hands.settle()
    page.kept.open_favourites()
    hands.wait("the dialog", lambda: isinstance(hands.dialog(), FavouritesDialog))
    favourites = hands.dialog()
    assert isinstance(favourites, FavouritesDialog)
    share = next(
        one for one in favourites.findChildren(LinkButton) if one.text() == _("Also for everyone here")
    )
    share.click()
    hands.settle()
    yield "favourites", favourites
    _leave(script, favourites)


def _import(script: Script, page: DirectoryPage, folder: Path) -> Iterator[View]:
    hands = script.hands
    page.import_list()
    hands.wait("the dialog", lambda: isinstance(hands.dialog(), ImportDialog))
    dialog = hands.dialog()
    assert isinstance(dialog, ImportDialog)
    dialog.go_on()
    yield "import a list, what is missing", dialog
    path = folder / "places.csv"
    path.write_text(LIST, encoding="utf-8")
    dialog.choose.file.set_path(path)
    dialog.go_on()
    hands.wait("the preview", lambda: dialog.preview is not None)
    yield "import a list, what would change", dialog
    dialog.change_columns()
    yield "import a list, what the columns are", dialog
    _leave(script, dialog)


def _places(script: Script, page: DirectoryPage) -> Iterator[View]:
    """A place that this desk changes, something wrong with it, and one that is added."""
    hands, frame = script.hands, script.desktop.frame
    page.search_now("")
    page.view.select_row(0)
    page.show_details()
    assert page.details.match is not None
    listing, services = page.details.match.listing, script.screen(MainWindow).sitting.services
    page.details.wrong_asked.emit()
    yield from _dialog(script, "something is wrong")
    services.keeping.report(listing.id, "phone", "It rings in a bakery")
    form = services.keeping.form(listing.id)
    new = replace(form, fees="Free on Fridays", alert="Closed in July", note="The bell is at the back")
    services.keeping.edit(listing.id, new, form)
    hands.settle()
    page.open_details()
    yield "Directory, a place changed at this desk", frame
    page.details.change_asked.emit()
    yield from _dialog(script, "change a place")
    page.add_place()
    asked = hands.dialog()
    assert isinstance(asked, PlaceDialog)
    postcode = asked.fields["postcode"]
    assert isinstance(postcode, QLineEdit)
    postcode.setText("KWI5 1AG")
    asked.hours.set_text("Mon–Fri 9–5\nSat 10–12\nRing the bell first")
    asked.others.add.click()
    asked.others.cards[0].postcode.setText("KWI6 3AA")
    asked.submit()
    yield from _dialog(script, "add a place, what is missing")
    hands.press("Escape")


def _sources(script: Script) -> Iterator[View]:
    """The sources, one of which waits, and the question about it."""
    hands, window = script.hands, script.screen(MainWindow)
    sources = window.sitting.services.sources
    source = next(one.source for one in sources.states() if one.can_refresh)
    whole = sources.pull(source.id, Reading())
    fewer = list(whole.rows)[: whole.found // 2]
    shown = window.sitting.services.directory.preview_rows(fewer, source.name, source.format, source.address)
    sources.settle(source.id, shown)
    window.go_to("sources")
    page = script.page(SourcesPage)
    hands.settle()
    yield "Sources", script.desktop.frame
    page._show_began(source)
    page.progress.step(120, 300, 60.0)
    yield "Sources, a refresh under way", script.desktop.frame
    page.progress.hide()
    page.look_at(source)
    yield from _dialog(script, "a newer version waits")


def _keeping(script: Script) -> Iterator[View]:
    """The three lists of what keeps the directory right."""
    hands, window = script.hands, script.screen(MainWindow)
    services = window.sitting.services
    window.go_to("keeping", part="due")
    page = script.page(KeepingPage)
    hands.wait("what is due", page.due.model.rowCount)
    hands.settle()
    yield "Keep it right, due", script.desktop.frame
    window.go_to("keeping", part="wrong")
    yield "Keep it right, what is wrong", script.desktop.frame
    first, second = services.directory.all()[:2]
    services.duplicates.link(first.id, second.id)
    window.go_to("keeping", part="twins")
    hands.wait("what is there twice", lambda: not page.twins.looking.isVisible())
    yield "Keep it right, perhaps there twice", script.desktop.frame


def _handouts(script: Script, _folder: Path) -> Iterator[View]:
    hands, frame = script.hands, script.desktop.frame
    hands.press("Ctrl+4")
    page = script.page(HandoutsPage)
    hands.settle()
    yield "Handouts", frame
    page.enter(slug="spot-a-scam", language="cy")
    hands.wait("the pages", lambda: page.preview.is_current or not page.preview.isVisible())
    yield "Handouts, one chosen", frame
    page.choices.paper.seconds.chip("en").click()
    page.choices.paper.fold.set_open(True)
    page.choices.paper.papers.chip("A5").click()
    hands.settle()
    yield "Handouts, in two languages on small paper", frame
    page._open("pages")
    hands.settle()
    yield "Handouts, its pages", frame
    page._open("gallery")
    page.make_poster()
    poster = hands.dialog()
    assert isinstance(poster, PosterDialog)
    poster.submit()
    yield from _dialog(script, "Handouts, a poster, what is missing")
    yield from _own_handouts(script, page)


def _own_handouts(script: Script, page: HandoutsPage) -> Iterator[View]:
    """Writing a handout, with what is missing and what is wrong in it; one of ours that is due."""
    hands, window = script.hands, script.screen(MainWindow)
    window.go_to("handout-editor", adapt="spot-a-scam", language="en")
    editor = script.page(HandoutEditorPage)
    editor.writer.words.setPlainText(BROKEN_SHEET)
    editor.look_now()
    hands.wait("what to look at", lambda: len(editor.remarks.rows) > 4)
    editor.writer.more.set_open(True)
    yield "Handouts, writing one", script.desktop.frame
    editor.writer.title.clear()
    editor.save()
    if editor.writer.words.watch.line.is_asking:
        editor.writer.words.watch.leave()
    yield "Handouts, writing one, what is missing", script.desktop.frame
    editor._show_page(True)
    yield "Handouts, writing one, its page", script.desktop.frame
    editor.ask_for_picture()
    asked = hands.dialog()
    assert isinstance(asked, AddPictureDialog)
    asked.submit()
    yield from _dialog(script, "Handouts, add a picture, what is missing")
    own = window.sitting.services.own_handouts
    start = own.start_from("spot-a-scam", "en")
    slug = own.write(start, replace(start.form, title="Our scams", reviewed=date(2024, 1, 2))).record_id
    window.go_to("handouts", slug=slug, language="en")
    script.page(HandoutsPage)
    hands.settle()
    page.acts.remove.setFocus()
    yield "Handouts, one of ours that is due", script.desktop.frame
    page.review()
    yield from _dialog(script, "Handouts, sheets to check")
    page.acts.compare_it()
    yield from _dialog(script, "Handouts, what is different")


def _training(script: Script, folder: Path) -> Iterator[View]:
    hands, frame = script.hands, script.desktop.frame
    hands.press("Ctrl+5")
    page = script.page(TrainingPage)
    hands.settle()
    page.courses.table.select_row(0)
    yield "Training", frame
    page.enter(view="skills")
    yield "Training, skills", frame
    hands.press("Escape")
    page.courses.add.emit()
    page.course_form.save()
    yield "Training, a course with what is missing", frame
    hands.press("Escape")
    yield from _my_training(script, page, folder)


def _council_learns(script: Script, page: TrainingPage, folder: Path) -> Iterator[View]:
    """What who leads takes in: courses done elsewhere, and a framework of the council's own."""
    hands = script.hands
    done = folder / "done.csv"
    done.write_text(COURSES_DONE, encoding="utf-8")
    page.team.council.look_at_completions(done)
    hands.wait("the list", lambda: isinstance(hands.dialog(), CompletionsDialog))
    dialog = hands.dialog()
    assert isinstance(dialog, CompletionsDialog)
    hands.wait("what would come in", lambda: dialog.preview is not None)
    yield from _dialog(script, "take in courses done")
    own = folder / "framework.toml"
    own.write_text(FRAMEWORK, encoding="utf-8")
    page.team.council.look_at_framework(own)
    hands.wait("the framework", lambda: isinstance(hands.dialog(), FrameworkDialog))
    yield from _dialog(script, "take in a framework")
    page.team.duties.add.click()
    yield from _dialog(script, "make a course a duty")
    page.team.duties.table.select_row(0)
    page.team.duties.table.setFocus()
    hands.settle()
    yield "Training, duties of the team", script.desktop.frame


def _my_training(script: Script, page: TrainingPage, folder: Path) -> Iterator[View]:
    """What is opened from my training: a line of the plan, skills over time, my record."""
    hands, frame = script.hands, script.desktop.frame
    services = page.context.services
    found = services.learning.suggestions.all()
    if found:
        services.learning.suggestions.put_off(found[0], date.today() + timedelta(days=30))
    page.plan.ask(None)
    asked = hands.dialog()
    assert isinstance(asked, GoalDialog)
    asked.submit()
    yield from _dialog(script, "add to my plan, what is missing")
    goal = Goal(services.champion.id, text="Screen readers on phones", next_step="Try one for ten minutes")
    services.learning.plan.keep(replace(goal, review_on=date.today()))
    hands.settle()
    page.plan.focus()
    yield "Training, my plan", frame
    page._practise("nhs-app")
    hands.settle()
    yield "Training, two-minute practice", frame
    for box in page.exercises.questions:
        box.answers.chip("0").click()
    page.exercises.check_answers()
    yield "Training, two-minute practice, checked", frame
    page.show_view(page.skills)
    hands.settle()
    yield "Training, my skills over time", frame
    services.learning.courses.set_duty(Duty(services.learning.courses.offered()[-1].code, due_days=10))
    page.show_view(page.team)
    hands.wait("the cover", lambda: page.team.days.isVisible())
    hands.settle()
    yield "Training, the team", frame
    services.learning.sharing.share()
    page.team.load()
    hands.wait("what is shared", page.team.ratings.model.rowCount)
    page.team.things.kind.chip("skills").click()
    hands.settle()
    page.team.ratings.table.setFocus()
    yield "Training, the team by skill", frame
    yield from _council_learns(script, page, folder)
    page.show_view(page.record)
    hands.settle()
    yield "Training, my record", frame
    page.record.erase.click()
    yield from _dialog(script, "erase my training record")
    badge = Badge(
        services.champion.id, "Digital champion", "Sample Council", "3.0", date(2025, 1, 2), date(2026, 1, 1),
        (STRUCTURE, DATES), (NO_SIGNATURE, ISSUER, HOLDER), "{}", "1",
    )  # fmt: skip
    page.record.own_badges._show(badge)
    yield from _dialog(script, "keep a badge")
    services.learning.badges.keep(badge, even_expired=True)
    hands.settle()
    page.record.own_badges.table.setFocus()
    yield "Training, my record with a badge", frame
    hands.press("Escape")
    frame.activateWindow()  # without a screen, a dialog that is deleted late takes the keyboard along
    hands.wait("the window", frame.isActiveWindow)


def _settings(script: Script) -> Iterator[View]:
    hands = script.hands
    hands.press("Ctrl+6")
    page = script.page(SettingsPage)
    hands.settle()
    yield "Settings", script.desktop.frame
    people = page.people
    for name, button in (("add a champion", people.add), ("change my passphrase", people.change)):
        button.click()
        yield from _dialog(script, name)
    buttons = people._people.findChildren(SecondaryButton)
    reset, leave = [b for b in buttons if b.focusPolicy() & Qt.FocusPolicy.TabFocus][:2]
    reset.click()
    yield from _dialog(script, "a colleague's new passphrase")
    leave.click()
    leaver = hands.dialog()
    assert isinstance(leaver, LeaverDialog)
    hands.wait("what it means", leaver.also.isEnabled)
    leaver.also.click()
    yield from _dialog(script, "a champion leaves")
    people.key.click()
    change = hands.dialog()
    assert isinstance(change, KeyChangeDialog)
    hands.wait("what it means", change.main.isEnabled)
    change.meaning.show_meaning(KeyChange(("Ewan", "Inga"), False, True, True))
    change.progress.step("check")
    yield from _dialog(script, "change the key of the records")
    people.sheet.click()
    yield from _dialog(script, "new recovery sheet")


def _lists(script: Script, folder: Path) -> Iterator[View]:
    """The lists of the council, and each question before one of them changes."""
    script.screen(MainWindow).go_to("lists")
    page = script.page(ListsPage)
    script.hands.settle()
    yield "Lists", script.desktop.frame
    for name, button in (
        ("add to a list", page.acts.add), ("change a line", page.acts.change),
        ("count as another", page.acts.merge),
    ):  # fmt: skip
        button.click()
        yield from _dialog(script, name)
    line = '{"code": "our-cable", "labels": {"en": "long cable"}}, {"code": "sim", "labels": {"en": " "}}, 7'
    path = folder / "lists.json"
    path.write_text(f'{{"champion-desk-lists": 1, "lists": {{"items": [{line}]}}}}', encoding="utf-8")
    page.look_at(path)
    yield from _dialog(script, "import lists")


def _backups(script: Script) -> Iterator[View]:
    """The list of backups, empty and filled, and both steps of a restore."""
    hands, frame = script.hands, script.desktop.frame
    window = script.screen(MainWindow)
    window.go_to("backups")
    page = script.page(BackupsPage)
    hands.wait("how the backups stand", lambda: bool(page.here.newest.text()))
    yield "Backups, none yet", frame
    page.now.click()
    hands.wait("a backup", lambda: page.list.restore.isVisible() and page.now.isEnabled())
    hands.settle()
    yield "Backups", frame
    page.list.restore.click()
    hands.wait("what would change", page.restore.on.isEnabled)
    yield "Backups, restore, step 1", frame
    page.restore.on.click()
    yield "Backups, restore, step 2", frame
    page.restore.restore()
    yield "Backups, restore, what is missing", frame
    hands.press("Escape")
    hands.press("Escape")


def _privacy(script: Script) -> Iterator[View]:
    hands, frame = script.hands, script.desktop.frame
    script.screen(MainWindow).go_to("privacy")
    page = script.page(PrivacyPage)
    hands.settle()
    yield "Privacy", frame
    page.held.every.set_open(True)
    page.times.clock.ask(ClockJump(date(2026, 11, 22), date(2036, 11, 22)))
    yield "Privacy, every field and a date to confirm", frame
    page.find_button.click()
    page.finding.query.dated.setChecked(True)
    page.finding.query.last.set_day(date(2020, 1, 1))
    page.finding.query.ask()
    yield "Find and erase, what is missing", frame
    page.finding.query.first.set_day(date(2019, 12, 1))
    page.finding.query.ask()
    hands.settle()
    yield "Find and erase, nothing found", frame
    page.finding.query.last.set_day(date.today())
    page.finding.query.ask()
    hands.wait("something found", page.finding.found.list.matches)
    yield "Find and erase, found", frame
    page.finding.found.list.choose_all(True)
    page.finding.found.erase.click()
    yield from _dialog(script, "erase for good")
    page.finding.found.list.choose_all(False)
    yield from _erased(script, page)


def _erased(script: Script, page: PrivacyPage) -> Iterator[View]:
    """One session erased, and a backup that still holds it."""
    hands, services = script.hands, script.screen(MainWindow).sitting.services
    services.backups.make()
    hands.press("Space")
    page.finding.found.erase.click()
    hands.wait("the dialog", lambda: isinstance(hands.dialog(), EraseDialog))
    asked = hands.dialog()
    assert isinstance(asked, EraseDialog)
    asked.main.click()
    hands.wait("the copies", lambda: isinstance(hands.dialog(), ErasedCopiesDialog))
    copies = hands.dialog()
    assert isinstance(copies, ErasedCopiesDialog)
    hands.wait("what was looked at", lambda: not copies.bar.isVisible())
    yield "backups that still hold what was erased", copies
    _leave(script, copies)


def _dialog(script: Script, name: str) -> Iterator[View]:
    hands = script.hands
    hands.wait("the dialog", lambda: hands.dialog() is not None)
    dialog = hands.dialog()
    assert isinstance(dialog, QDialog)
    yield name, dialog
    _leave(script, dialog)


def _leave(script: Script, dialog: QDialog) -> None:
    """Close a dialog; the keyboard is in the window again."""
    dialog.done(QDialog.DialogCode.Rejected)
    frame = script.desktop.frame
    script.hands.wait("the window", lambda: script.hands.dialog() is None and frame.isActiveWindow())


def _help_and_search(script: Script) -> Iterator[View]:
    hands, frame = script.hands, script.desktop.frame
    hands.press("F1")
    page = script.page(HelpPage)
    yield "Help", frame
    page.enter(topic="keys")
    yield "Help, keys", frame
    hands.press("Ctrl+K")
    hands.type("bus")
    finder = script.screen(MainWindow).finder
    hands.wait("something found", finder.list.is_open)
    yield "search everything", frame


def each_view(
    folder: Path, look: Callable[[str, QWidget, Script], None], size: QSize = USUAL, scale: int = 100,
    language: str = "en",
) -> None:  # fmt: skip
    """Bring the window to each of its views, and look."""
    with walking(folder / "new", size, scale, language, demo=False) as script:
        for name, root in first_views(script):
            _look(look, name, root, script)
    with walking(folder / "demo", size, scale, language) as script:
        for name, root in views(script, folder):
            _look(look, name, root, script)


def _look(look: Callable[[str, QWidget, Script], None], name: str, root: QWidget, script: Script) -> None:
    """Look at a view, and leave the keyboard where it was."""
    script.hands.settle()
    focused = QApplication.focusWidget()
    look(name, root, script)
    if focused is not None and isValid(focused):
        focused.setFocus()
