"""What staff can do with handouts of their own: write, adapt, add pictures, remove, share them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from champion_desk.domain.champions import Champion
from champion_desk.domain.findings import NOTHING_ACCEPTED, Accepted
from champion_desk.domain.handouts import Handout, OwnPicture
from champion_desk.domain.identity import new_id
from champion_desk.domain.own_handouts import DRAFT, OWN, Attachment, OwnHandout
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.sessions import Draft
from champion_desk.services.changes import ChangeBoard, Done
from champion_desk.services.handout_differences import ComparedLine, compared
from champion_desk.services.handout_files import Library, read_own
from champion_desk.services.handout_sharing import MOST_PICTURES
from champion_desk.services.privacy_scanner import checked
from champion_desk.services.sheet_forms import FACT_LINES, SheetForm, blank_body, form_of, text_of
from champion_desk.storage.changes import Change
from champion_desk.storage.store import Store, Transaction

TABLE = "own_handouts"
_SLUG_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Start:
    """What someone begins to write from: the form, and what it will be kept as.

    Without a slug it is a new handout; with `original_slug` one that was adapted from the one that ships.
    """

    form: SheetForm
    slug: str = ""
    original_slug: str = ""
    original: str = ""
    handout_id: str = field(default_factory=new_id)
    draft_id: str = field(default_factory=new_id)


class OwnHandoutService:
    """The handouts that this desk wrote itself; those that ship are read from `folder` and never changed."""

    def __init__(self, store: Store, champion: Champion, folder: Path, board: ChangeBoard) -> None:
        self._store = store
        self._champion = champion
        self._folder = folder
        self._board = board
        self._read: Library | None = None
        board.listen(self._forget)

    def _forget(self, kind: str) -> None:
        if kind == "handouts":
            self._read = None

    # Reading

    def library(self) -> Library:
        """All of them as sheets, by slug and language; one that can't be read is named instead."""
        if self._read is None:
            with self._store.reading() as tx:
                kept, files = tx.own_handouts.all(), tx.attachments.of(TABLE)
            found: dict[str, dict[str, Handout]] = {}
            broken = []
            for one in kept:
                pictures = [picture_of(file) for file in files if file.owner_id == one.id]
                try:
                    sheet = read_own(one.text, one.slug, one.language, one.slug, pictures)
                except Problem as problem:
                    broken.append(problem)
                else:
                    found.setdefault(one.slug, {})[one.language] = sheet
            self._read = Library(found, tuple(broken))
        return self._read

    def all(self) -> list[OwnHandout]:
        """Every one as it is kept, oldest first."""
        with self._store.reading() as tx:
            return tx.own_handouts.all()

    def find(self, slug: str, language: str) -> OwnHandout:
        """The one of that slug in that language. Raises `Problem("record-gone")`."""
        found = next((one for one in self.all() if (one.slug, one.language) == (slug, language)), None)
        if found is None:
            raise Problem("record-gone")
        return found

    def history(self, handout_id: str) -> list[Change]:
        """What happened to a handout, oldest first."""
        with self._store.reading() as tx:
            return tx.own_handouts.history(handout_id)

    def pictures(self, handout_id: str) -> list[OwnPicture]:
        """The pictures of a handout, also of one that is not kept yet."""
        with self._store.reading() as tx:
            return [picture_of(file) for file in tx.attachments.of(TABLE, handout_id)]

    def original_now(self, slug: str, language: str) -> str:
        """The text of a handout that ships, or nothing where there is none."""
        path = self._folder / slug / f"{language}.md"
        known_names = {one.name for one in self._folder.iterdir()} if slug else set()
        if slug not in known_names or not path.is_file():
            return ""
        return path.read_text(encoding="utf-8-sig", errors="replace")

    def original_has_changed(self, one: OwnHandout) -> bool:
        """Whether the handout that ships is another now than when this one was made from it."""
        return bool(one.original_slug) and self.original_now(one.original_slug, one.language) != one.original

    def differences(self, one: OwnHandout) -> list[ComparedLine]:
        """One that was adapted, line by line against the handout that ships as it is now."""
        return compared(self.original_now(one.original_slug, one.language), one.text)

    # Beginning

    def start_new(self, language: str) -> Start:
        """A new handout with the headings of its parts."""
        return Start(SheetForm(language=language, body=blank_body(language)))

    def start_from_own(self, slug: str, language: str) -> Start:
        """Change one that was written here. Raises `Problem("record-gone")`."""
        one = self.find(slug, language)
        form = form_of(one.text, one.language)
        return Start(form, one.slug, one.original_slug, one.original, one.id)

    def start_from(self, slug: str, language: str) -> Start:
        """Adapt one that ships; that one stays. Raises `Problem("handout-unknown")`."""
        text = self.original_now(slug, language)
        if not text:
            raise Problem("handout-unknown", slug=slug)
        return Start(form_of(text, language), "", slug, text)

    # Writing

    def write(self, start: Start, form: SheetForm, accepted: Accepted = NOTHING_ACCEPTED) -> Done:
        """Keep what was written. Raises `Invalid` for a field, `Problem("handout-unreadable")` for a line.

        The line is counted from the first of the body. `accepted` are pieces that look personal and are not.
        """
        form = form.checked()
        with self._store.transaction() as tx:
            before = tx.own_handouts.get(start.handout_id)
            stood = form_of(before.text if before else start.original, form.language)
            for name in ("title", "summary", "body", "translator"):
                checked(name, getattr(form, name), accepted, getattr(stood, name))
            files = tx.attachments.of(TABLE, start.handout_id)
            shown = self._shown(form, [picture_of(file) for file in files])
            slug = start.slug or new_slug(tx, form.title)
            if any(
                (one.slug, one.language) == (slug, form.language) and one.id != start.handout_id
                for one in tx.own_handouts.all()
            ):
                raise Invalid("language", "handout-language-taken")
            tx.own_handouts.keep(
                OwnHandout(
                    slug,
                    form.language,
                    text_of(form),
                    date.today(),
                    self._champion.name,
                    start.original_slug,
                    start.original,
                    start.handout_id,
                )
            )
            for file in files:
                if file.name not in shown:
                    tx.attachments.remove(file.id)
            tx.drafts.discard(start.draft_id)
            batch = tx.changes.batch
        self._board.tell("handouts", "drafts")
        return Done(batch, slug)

    @staticmethod
    def _shown(form: SheetForm, pictures: Sequence[OwnPicture]) -> frozenset[str]:
        """The names of the pictures that the text shows."""
        try:
            sheet = read_own(text_of(form), f"{OWN}sheet", form.language, form.title, pictures).whole()
        except Problem as problem:
            line = max(int(str(problem.facts["line"])) - FACT_LINES, 0)
            raise Problem(problem.code, **{**problem.facts, "line": line}) from problem
        blocks = (block for section in sheet.sections for block in section.blocks)
        return frozenset(block.picture.name for block in blocks if block.picture)

    def check_today(self, slug: str, language: str) -> Done:
        """Somebody looked at it today, and it is still right. Raises `Problem("record-gone")`."""
        start = self.start_from_own(slug, language)
        return self.write(start, replace(start.form, reviewed=date.today()))

    def remove(self, slug: str, language: str) -> Done:
        """Take one away; Undo brings it back. Raises `Problem("record-gone")`."""
        one = self.find(slug, language)
        with self._store.transaction() as tx:
            tx.own_handouts.remove(one.id)
            batch = tx.changes.batch
        self._board.tell("handouts")
        return Done(batch, slug)

    def add_picture(self, handout_id: str, picture: OwnPicture) -> None:
        """Keep a picture for a handout, before or after that is kept itself. Raises `Invalid`, `Problem`."""
        attachment = Attachment(
            TABLE,
            handout_id,
            picture.name,
            picture.media_type,
            " ".join(picture.shows.split()),
            picture.content,
        )
        checked("description", attachment.description)
        with self._store.transaction() as tx:
            there = tx.attachments.of(TABLE, handout_id)
            if len(there) >= MOST_PICTURES:
                raise Problem("handout-pictures-many", most=MOST_PICTURES)
            if any(one.name == attachment.name for one in there):
                raise Invalid("name", "picture-name-taken")
            tx.attachments.add(attachment)

    def discard(self, start: Start) -> None:
        """Forget what was typed, and the pictures of a handout that was never kept."""
        with self._store.transaction() as tx:
            tx.drafts.discard(start.draft_id)
            if tx.own_handouts.get(start.handout_id) is None:
                for file in tx.attachments.of(TABLE, start.handout_id):
                    tx.attachments.remove(file.id)
        self._board.tell("drafts")

    # What is being written

    def draft(self, start: Start, form: SheetForm) -> Draft:
        """What stands in the form, as a draft."""
        fields: dict[str, object] = {
            "title": form.title,
            "language": form.language,
            "text": text_of(form),
            "slug": start.slug,
            "original_slug": start.original_slug,
            "original": start.original,
            "handout_id": start.handout_id,
        }
        return Draft(self._champion.id, fields, datetime.now(UTC), DRAFT, id=start.draft_id)

    def keep_draft(self, start: Start, form: SheetForm) -> None:
        """Keep what is typed; called within two seconds of a keystroke."""
        with self._store.transaction() as tx:
            tx.drafts.keep(self.draft(start, form))

    def drafts(self) -> list[Draft]:
        """What this champion began to write and did not save, newest first."""
        with self._store.reading() as tx:
            return [one for one in tx.drafts.of(self._champion.id) if one.kind == DRAFT]

    def start_from_draft(self, draft_id: str) -> Start:
        """Go on with a draft. Raises `Problem("record-gone")`."""
        draft = next((one for one in self.drafts() if one.id == draft_id), None)
        if draft is None:
            raise Problem("record-gone")
        names = ("language", "text", "slug", "original_slug", "original", "handout_id")
        language, text, slug, original_slug, original, handout_id = (
            str(draft.fields.get(name, "")) for name in names
        )
        return Start(form_of(text, language), slug, original_slug, original, handout_id or new_id(), draft.id)

    def sheet(self, start: Start, form: SheetForm, pictures: Sequence[OwnPicture]) -> Handout:
        """The sheet as the form makes it, to look at; raises `Problem("handout-unreadable")`."""
        return read_own(
            text_of(form), start.slug or f"{OWN}sheet", form.language, form.title, pictures
        ).whole()


def picture_of(file: Attachment) -> OwnPicture:
    """A file of the store as a picture of a sheet."""
    return OwnPicture(file.name, file.media_type, file.content, file.description)


def new_slug(tx: Transaction, title: str, wanted: str = "") -> str:
    """A short name that no handout of this desk has or had: as wanted, or from a title."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_SLUG_LENGTH].strip("-")
    begins = wanted or f"{OWN}{words or 'sheet'}"
    taken = tx.own_handouts.slugs()
    numbered = (f"{begins}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (begins, *numbered) if one not in taken)
