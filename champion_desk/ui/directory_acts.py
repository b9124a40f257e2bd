"""What can be done with a place found: shortlist it, signpost it, print it, confirm that it is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from champion_desk.domain.directory import Listing, Source
from champion_desk.domain.keeping import Kept
from champion_desk.domain.messages import ListToSend
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.favourites import said
from champion_desk.ui.dialogs.place import PlaceDialog
from champion_desk.ui.dialogs.send_list import SendListDialog
from champion_desk.ui.dialogs.something_wrong import SomethingWrongDialog
from champion_desk.ui.directory_pane import DetailsPane


class ListingActs:
    """Each act says in the message line what it did; `sources` are asked for their attribution."""

    def __init__(self, context: Context, sources: Callable[[], dict[str, Source]]) -> None:
        self._context = context
        self._sources = sources
        self.is_changing_visit = False
        self._printing = False

    def serve(self, details: DetailsPane, shown: Callable[[], Listing | None], page: QWidget) -> None:
        """Do what the buttons of the details ask for, and their keys on the page, with the place shown."""

        def to_it(act: Callable[[Listing], None]) -> Callable[[], None]:
            def done() -> None:
                listing = shown()
                if listing is not None:
                    act(listing)

            return done

        for asked, act, keys in (
            (details.shortlist_asked, self.toggle_shortlist, ""),
            (details.signpost_asked, self.signpost, ""),
            (details.print_asked, lambda one: self.print_places([one], one.name), "Ctrl+P"),
            (details.still_right_asked, self.still_right, "Alt+R"),
            (details.favourite_asked, self.toggle_favourite, ""),
            (details.wrong_asked, lambda one: self.something_wrong(one, page), "Alt+W"),
            (details.change_asked, lambda one: self.change(one, page), "Alt+C"),
            (details.remove_asked, self.remove, ""),
        ):
            asked.connect(to_it(act))
            if keys:
                QShortcut(QKeySequence(keys), page).activated.connect(asked)
        details.source_asked.connect(lambda name: to_it(lambda one: self.use_source(one, name))())

    def toggle_shortlist(self, listing: Listing) -> None:
        """Put it on the visitor's shortlist, or take it off."""
        context = self._context
        self._change_visit(lambda: context.visit.toggle_shortlist(listing))
        on = context.visit.shortlist_has(listing.id)
        words = _("On the shortlist: {name}.") if on else _("Off the shortlist: {name}.")
        context.window.say(words.format(name=listing.name))

    def signpost(self, listing: Listing) -> None:
        """Give it to the visitor or take that back; with nobody being helped yet, start a session with it."""
        context, visit = self._context, self._context.visit
        if any(one.id == listing.id for one in visit.listings):
            self._change_visit(lambda: visit.take_back_signpost(listing.id))
            context.window.say(_("{name} is not signposted any more.").format(name=listing.name))
            return
        if not visit.is_open:
            context.window.go_to("log", new=True)
        self._change_visit(lambda: visit.signpost(listing))
        context.window.say(_("Signposted to {name}.").format(name=listing.name))

    def still_right(self, listing: Listing) -> None:
        """Note that it was checked today."""
        try:
            done = self._context.services.directory.still_right(listing.id)
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        self._context.window.say(_("Checked today: {name}.").format(name=listing.name), done)

    def toggle_favourite(self, listing: Listing) -> None:
        """Make it a favourite of the champion's, or take it off."""
        try:
            done = self._context.services.favourites.toggle(listing.id, "mine")
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        self._context.window.say(said(self._context, listing, "mine"), done)

    def send_places(self, listings: Sequence[Listing], parent: QWidget) -> None:
        """Show what can be sent of these places, to copy, to write or to scan."""
        context = self._context

        def made(to_send: ListToSend) -> None:
            SendListDialog(to_send, parent).open()

        if listings:
            listings = [context.services.directory.nearest_first(one) for one in listings]
            context.background.run(
                lambda: context.services.handouts.to_send(listings),
                while_alive(parent, made),
                while_alive(parent, context.window.say_problem),
            )

    def something_wrong(self, listing: Listing, parent: QWidget) -> None:
        """Ask what is wrong with it; one more key is enough."""
        dialog = SomethingWrongDialog(self._context, listing, parent)
        dialog.kept.connect(self._context.window.say)
        dialog.open()

    def change(self, listing: Listing, parent: QWidget) -> None:
        """Change what it says, on top of its list."""
        try:
            kept = self._context.services.keeping.kept(listing.id)
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        dialog = PlaceDialog(self._context, parent, listing, kept)
        dialog.kept.connect(self._context.window.say)
        dialog.open()

    def remove(self, listing: Listing) -> None:
        """Remove a place that this desk keeps itself; Undo brings it back."""
        try:
            done = self._context.services.keeping.remove_own(listing.id)
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        self._context.window.say(_("Removed: {name}.").format(name=listing.name), done)

    def kept(self, listing: Listing) -> Kept | None:
        """What this desk itself says of it; None where it went a moment ago."""
        try:
            return self._context.services.keeping.kept(listing.id)
        except Problem:
            return None

    def use_source(self, listing: Listing, field: str) -> None:
        """Say what the list says again, in one field or in all."""
        try:
            done = self._context.services.keeping.use_source(listing.id, field)
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        said = _("{name} says again what its list says.").format(name=listing.name)
        self._context.window.say(said, done)

    def print_places(self, listings: Sequence[Listing], name: str) -> None:
        """Make a sheet of these places and print it."""
        if self._printing or not listings:
            return
        context = self._context
        known = [self._sources().get(one.source_id) for one in listings]
        asked_for = dict.fromkeys(source.attribution for source in known if source and source.attribution)
        points, nearest_first = context.settings().handout_points, context.services.directory.nearest_first
        listings = [nearest_first(one) for one in listings]
        self._printing = True

        def made(pdf: bytes) -> None:
            self._printing = False
            context.window.print_pdf(pdf, name)

        def failed(error: BaseException) -> None:
            self._printing = False
            context.window.say_problem(error)

        context.background.run(
            lambda: context.services.handouts.shortlist_pdf(listings, points, asked_for), made, failed
        )

    def _change_visit(self, change: Callable[[], None]) -> None:
        self.is_changing_visit = True
        try:
            change()
        finally:
            self.is_changing_visit = False
