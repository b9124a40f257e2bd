"""The program while its window is open: first run, unlocking, the desk, locking, closing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from champion_desk import NAME, diagnostics, i18n, runs
from champion_desk.i18n import _
from champion_desk.paths import demo_dir
from champion_desk.settings import Settings, changed
from champion_desk.ui.background import Background
from champion_desk.ui.choices import Choices
from champion_desk.ui.copied import forget_copied
from champion_desk.ui.door import Build, Door
from champion_desk.ui.frame import Frame
from champion_desk.ui.opening import dress
from champion_desk.ui.screen import Screen
from champion_desk.ui.tidying import Tidying
from champion_desk.ui.vigil import Vigil

if TYPE_CHECKING:  # loaded behind the first window
    from champion_desk.services import Services
    from champion_desk.ui.blank import Blank
    from champion_desk.ui.main_window import MainWindow
    from champion_desk.ui.mend_work import WayIn
    from champion_desk.ui.sitting import Sitting

_BUILD_AFTER_MS = 600
_COPY_SECONDS = 60.0  # how long the program stays, out of sight, for the last copy in the second folder


class Desktop(QObject):
    """One desk's folder in one window. `closed` is called when everything is put away."""

    def __init__(
        self,
        app: QApplication,
        folder: Path,
        demo: bool,
        build: Build,
        closed: Callable[[], None],
        choices: Choices | None = None,
        frame: Frame | None = None,
        running: runs.Run | None = None,
    ) -> None:
        super().__init__()
        self.app, self.home, self.demo = app, folder, demo
        self._build, self._closed = build, closed
        self.background = Background(self)
        self._tidying = Tidying(self)
        self._tidying.start()
        self.choices = choices or Choices(folder)
        self.choices.changed.connect(self._choices_changed)
        i18n.set_language(self.choices.get().language or i18n.language())
        if frame is None:
            dress(app, self.choices.get())
        self.frame = frame or Frame()
        self.frame.close_asked.connect(self.ask_to_close)
        self.vigil = Vigil(lambda: self.choices.get().lock_minutes, running, self)
        self.vigil.lock_asked.connect(self.lock)
        self.blank: Blank | None = None
        self.sitting: Sitting | None = None
        self.screen: Screen | None = None
        self.window: MainWindow | None = None
        self.door = self._new_door()
        self._closing = False
        self._say_first = ""  # in the message line, as soon as the desk is open
        self._held: tuple[bytes, ...] = ()  # drafts that no disk would take, sealed

    def open(self) -> None:
        """Show the window, then the first screen in it, then load the rest behind that."""
        if not self.frame.isVisible():
            self.frame.open_up()
        QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        self.show_door()
        QTimer.singleShot(0, self, self._settle_in)

    def _settle_in(self) -> None:
        """What can wait until the first screen is in sight."""
        diagnostics.start_log(self.home)
        runs.gather(self.home)
        self.frame.wear_icon()
        self.door.load_ahead()

    # Before the desk is open

    def _new_door(self) -> Door:
        door = Door(demo_dir(self.home) if self.demo else self.home, self.background, self._build, self)
        door.opened.connect(self.sit_down)
        return door

    def show_door(self, note: str = "") -> None:
        """Unlock, or the first run where there is no desk yet."""
        self.frame.setWindowTitle(NAME)
        if self.door.doorway.exists():
            self._show_unlock(note)
        else:
            self._show_first_run("demo" if self.demo else "welcome")

    def _show_unlock(self, note: str = "") -> None:
        from champion_desk.ui.unlock import Unlock  # the window comes before what stands in it

        unlock = Unlock(self.door, note, self.choices.get().backup_folder)
        unlock.damage_met.connect(self._show_mending)
        unlock.language_chosen.connect(self._choose_language)
        unlock.restore_asked.connect(lambda: self._show_first_run("restore"))
        unlock.demo_left.connect(lambda: self._change_desk(demo=False))
        self._show(unlock)

    def _show_mending(self, way_in: WayIn) -> None:
        """The passphrase is right and the store is damaged: what can be saved, and a choice."""
        from champion_desk.ui.mend_work import MendWork  # seldom needed, and never at first
        from champion_desk.ui.mending import Mending

        work = MendWork(self.door, self.choices.get().backup_folder)
        mending = Mending(work, way_in, self.door.doorway.look().site)
        mending.left.connect(self.show_door)
        mending.restore_asked.connect(lambda: self._show_first_run("restore"))
        mending.mended.connect(lambda said: setattr(self, "_say_first", said))
        self._show(mending)

    def _show_first_run(self, at: str) -> None:
        from champion_desk.ui.first_run import FirstRun  # seldom the first window

        first = FirstRun(self.door, self.choices, at)
        first.finished.connect(self.sit_down)
        first.language_chosen.connect(self._choose_language)
        first.demo_chosen.connect(lambda: self._change_desk(demo=True))
        first.restored.connect(self.show_door)
        first.stopped.connect(self._first_run_stopped)
        self._show(first)

    def _first_run_stopped(self) -> None:
        if self.demo:
            self._change_desk(demo=False)
        else:
            self.show_door()

    def _change_desk(self, demo: bool) -> None:
        """Go to the demo desk, or back from it."""
        self.demo = demo
        self.door.deleteLater()
        self.door = self._new_door()
        self.show_door()

    def _show(self, screen: Screen) -> None:
        self.screen, self.window = screen, None
        self.frame.show_screen(screen)
        if self.frame.isVisible():
            QTimer.singleShot(0, screen, screen.focus_first)

    # At the desk

    def sit_down(self, services: Services) -> None:
        """The desk is open: show its window."""
        from champion_desk.ui.sitting import Sitting  # brings the services, which load slowly

        self.sitting = Sitting(services, self)
        self._show_window("desk")
        self.sitting.warm_up()
        self._bring_back_held(services)
        self.vigil.start()
        self._start_blank()
        self._tell_of_sudden_end()
        if self._say_first and self.window is not None:
            self.window.say(self._say_first)
        self._say_first = ""

    def _tell_of_sudden_end(self) -> None:
        """Say once that the program stopped without a proper end, and what that means for what was typed."""
        details = runs.untold(self.home)
        if not details or self.window is None or self.sitting is None:
            return
        self.window.tell_of_sudden_end(details, bool(self.sitting.services.sessions.drafts()))
        runs.told(self.home)

    def _show_window(self, page: str) -> None:
        from champion_desk.ui.main_window import MainWindow  # loaded behind the first window

        assert self.sitting is not None
        self.sitting.changes.changed.connect(self._changed)
        window = MainWindow(self.sitting, self.choices)
        window.lock_asked.connect(self.lock)
        window.blank_asked.connect(self._toggle_blank)
        window.restore_asked.connect(self.restore)
        self._show(window)
        self.window = window
        names = window.page_names()
        window.go_to(page if page in names else names[0])
        window.no_room.bring_back()
        window.open_again()
        rested = self.vigil.idle.has_rested
        QTimer.singleShot(_BUILD_AFTER_MS, window, lambda: window.build_ahead(rested))

    def _bring_back_held(self, services: Services) -> None:
        """Drafts held while the desk was locked go into the store, as soon as it takes them."""
        assert self.sitting is not None
        for sealed in self._held:

            def kept(_draft: object, sealed: bytes = sealed) -> None:
                self._held = tuple(one for one in self._held if one != sealed)

            def work(sealed: bytes = sealed) -> object:
                return services.sessions.bring_back_held(sealed)

            self.sitting.background.run(work, kept, self.fault)

    def _changed(self, kind: str) -> None:
        if kind == "site" and self.sitting is not None:
            services = self.sitting.services
            self.background.run(lambda: self.door.renewed(services), self._renew, self.fault)

    def _renew(self, services: Services) -> None:
        """The site has new details: every page shows them from now on."""
        if self.sitting is None or self.window is None:
            return
        page, said = self.window.current, self.window.message_bar.text()
        self.window.leave()
        self.sitting.renew(services)
        self._show_window(page)
        self.window.say(said)

    def _start_blank(self) -> None:
        from champion_desk.ui.blank import Blank

        if self.blank is None:
            self.blank = Blank(self)
            self.blank.changed.connect(self._blanked)
        self.blank.start()

    def _blanked(self, is_on: bool) -> None:
        """Whoever looks at the screen next need not see what was looked for."""
        if is_on and self.sitting is not None:
            self.sitting.visit.forget_searches()

    def _toggle_blank(self) -> None:
        if self.blank is not None:
            self.blank.toggle()

    def lock(self, note: str = "") -> None:
        """Put everything away and ask for a passphrase; backup and closing go on behind the unlock window."""
        sitting = self._stand_up()
        if sitting is None:
            return
        self.show_door(note)
        self.background.run(
            sitting.close, lambda _nothing: self._put_away(sitting), partial(self._not_put_away, sitting)
        )

    def restore(self, backup: Path, secret: str) -> None:
        """Close the desk, put a backup in its place, and ask for a passphrase again."""
        from champion_desk.ui.backup_restoring import Restoring, put_in_place  # seldom needed

        sitting = self._stand_up()
        if sitting is None:
            return
        self._show(Restoring())

        def done(said: str) -> None:
            self._put_away(sitting)
            if not self._closing:
                self.show_door(said)

        def failed(error: BaseException) -> None:
            done("")
            self.fault(error)

        folder = self.door.folder
        self.background.run(lambda: put_in_place(sitting, folder, backup, secret), done, failed)

    def _not_put_away(self, sitting: Sitting, error: BaseException) -> None:
        """Something went wrong at the end; the store is closed all the same."""
        self._put_away(sitting)
        self.fault(error)

    def _put_away(self, sitting: Sitting) -> None:
        """The store is closed: what is left of the sitting goes, and the computer may sleep."""
        sitting.forget()
        sitting.deleteLater()
        self.vigil.stop()
        QTimer.singleShot(0, self, self._tidying.tidy_all)

    def _stand_up(self) -> Sitting | None:
        """Nothing of this sitting stays in sight or in use."""
        sitting, self.sitting = self.sitting, None
        if sitting is None:
            return None
        self.vigil.pause()
        if self.blank is not None:
            self.blank.stop()
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QDialog) and window.isVisible():
                window.done(0)  # also where Esc would be refused
        if self.screen is not None:
            self.screen.leave()
        forget_copied(QApplication.clipboard())
        sitting.leave()
        self._held = (*self._held, *sitting.visit.held)
        return sitting

    # Choices

    def _choose_language(self, code: str) -> None:
        self.choices.change(changed(self.choices.get(), language=code))

    def _choices_changed(self, old: Settings, new: Settings) -> None:
        if (old.theme, old.text_scale) != (new.theme, new.text_scale):
            dress(self.app, new)
        self.vigil.minutes_changed()
        if new.language != old.language:
            i18n.set_language(new.language)
            QTimer.singleShot(0, self, self._speak_anew)  # whoever changed it is still in the old window

    def _speak_anew(self) -> None:
        """Say everything in the language now in force, where the person is."""
        if self.screen is None or self.screen.speak_anew() or self.sitting is None:
            return
        page = self.window.current if self.window is not None else ""
        self.screen.leave()
        self.sitting.renew(self.sitting.services)
        self._show_window(page)

    # The end, and what goes wrong

    def fault(self, error: BaseException) -> None:
        """What no slot caught."""
        if self.screen is not None:
            self.screen.say_problem(error)
        else:
            diagnostics.log_fault(type(error), error.__traceback__)

    def ask_to_close(self) -> None:
        """Close; where something typed could not be kept, only after a person has said so."""
        if self.window is None or self.window.unkept() is None:
            self.close()
            return
        from champion_desk.ui.dialogs.confirm import ConfirmDialog  # seldom needed, and never at first

        ConfirmDialog(
            self.window,
            _("Close and lose what you typed?"),
            _(
                "There is no room on the disk for what you typed. Go back, and keep it on another disk "
                "or free some space."
            ),
            _("Close and lose it"),
            self.close,
        ).open()

    def close(self) -> None:
        """Put everything away; the window is gone at once, the program when the store is closed."""
        if self._closing:
            return
        self._closing = True
        sitting = self._stand_up()
        started = None
        if sitting is None and self.screen is not None:
            started = self.screen.opened_here()
            self.screen.leave()
        self.frame.hide()
        self.frame.show_screen(Screen())  # what stood there goes, and its clocks with it
        self.screen = self.window = None

        def put_away() -> None:
            if sitting is not None:
                second = sitting.services.backups.second
                sitting.close()
                second.wait(_COPY_SECONDS)
            elif started is not None:
                started.desk.close()

        def gone(_nothing: object) -> None:
            if sitting is not None:
                self._put_away(sitting)
            self._end()

        self.background.run(put_away, gone, gone)

    def _end(self) -> None:
        self.vigil.stop()
        self.background.stop()
        self._tidying.stop()
        self.frame.let_go()
        self.frame.deleteLater()
        self._closed()
