"""A full disk under the open window: nothing typed is lost, nothing loops, and there are ways on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QDialog
from sqlalchemy import event

from champion_desk.domain.problems import Problem
from champion_desk.settings import changed
from champion_desk.storage import sealed_drafts
from champion_desk.storage.store import Store
from champion_desk.ui import no_room
from champion_desk.ui.pages.log import LogPage
from champion_desk.ui.pages.log_form import FormView
from tests.looking import clipped

if TYPE_CHECKING:
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)

WORDS = "She asked about the bus to Stromness. " * 40


@contextmanager
def no_more_room(store: Store) -> Iterator[None]:
    """SQLite finds no room for one more page, on every connection."""

    def limit(connection: object, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]  # type: ignore[attr-defined]
        connection.execute(f"PRAGMA max_page_count = {pages}")  # type: ignore[attr-defined]

    with store.transaction() as tx:  # no free page is left to be used again
        tx.desk.set("filler", "x" * 50_000)
    event.listen(store._engine, "connect", limit)
    store._engine.dispose()
    try:
        yield
    finally:
        event.remove(store._engine, "connect", limit)
        store._engine.dispose()


def type_a_note(hands: Hands) -> FormView:
    hands.press("F2")
    page = hands.window.page
    assert isinstance(page, LogPage)
    page.form.form.note.setPlainText(WORDS)
    return page.form


def store_of(hands: Hands) -> Store:
    assert hands.desktop.sitting is not None
    return hands.desktop.sitting.services.desk.open_store


def fill_up(hands: Hands) -> None:
    """Drafts until there is no room even for one."""
    assert hands.desktop.sitting is not None
    sessions = hands.desktop.sitting.services.sessions
    form = hands.window.page.form  # type: ignore[attr-defined]
    for number in range(100):
        draft = form.draft()
        object.__setattr__(draft, "id", f"filler-{number}")
        try:
            sessions.keep_draft(draft)
        except Problem:
            return
    raise AssertionError("the disk never got full")


def test_what_was_typed_stays_and_is_kept_once_there_is_room(hands: Hands) -> None:
    form = type_a_note(hands)
    with no_more_room(store_of(hands)):
        fill_up(hands)
        form.keep_now()
        band = hands.window.no_room
        assert band.isVisible()
        assert "disk is full" in band.words.text()
        hands.window.message_bar.rest()
        assert hands.window.message_bar.text() == ""  # not that everything is saved
        assert form.form.note.toPlainText() == WORDS
        assert form._keep.interval() > 10_000  # no loop
        band.try_again()
        hands.wait(lambda: "Still no room" in hands.window.message_bar.text())
        assert band.isVisible()
        hands.press("Ctrl+1")  # looking things up goes on
        assert hands.window.current == "desk"
    band.try_again()
    hands.wait(lambda: not band.isVisible())
    hands.window.message_bar.rest()
    assert "is saved" in hands.window.message_bar.text()
    assert hands.window.unkept() is None
    assert WORDS in {str(one.fields["note"]) for one in hands.desktop.sitting.services.sessions.drafts()}  # type: ignore[union-attr]


@pytest.mark.parametrize(("scale", "size"), [(100, (1366, 768)), (100, (1024, 600)), (200, (1024, 600))])
def test_the_band_can_be_read_whole(hands: Hands, scale: int, size: tuple[int, int]) -> None:
    hands.desktop.choices.change(changed(hands.desktop.choices.get(), text_scale=scale))
    hands.desktop.frame.resize(*size)
    window = hands.window
    window.say_problem(Problem("disk-full", path=str(store_of(hands).path)))
    window.message_bar.rest()
    hands.qtbot.wait(100)
    assert window.no_room.isVisible()
    assert clipped(window.no_room) == []
    assert window.no_room.height() < hands.desktop.frame.height() / 3
    hands.desktop.choices.change(changed(hands.desktop.choices.get(), text_scale=100))


def test_a_draft_goes_to_another_disk_sealed_and_comes_back(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = type_a_note(hands)
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(no_room, "ask_which_folder", lambda *_: stick)
    store = store_of(hands)
    with no_more_room(store):
        fill_up(hands)
        form.keep_now()
        hands.window.no_room.elsewhere.click()
        hands.wait(lambda: bool(list(stick.iterdir())))
        hands.wait(lambda: "Kept as" in hands.window.message_bar.text())
    (file,) = stick.iterdir()
    assert b"Stromness" not in file.read_bytes()
    other = stick / "other.deskdraft"
    other.write_text("{}", encoding="utf-8")
    store.path.rename(store.path)  # the disk is as it was
    hands.press("Ctrl+L")
    hands.unlock()
    hands.wait(lambda: "came back" in hands.window.message_bar.text())
    assert [path.name for path in stick.iterdir()] == ["other.deskdraft"]  # not ours, not touched
    assert hands.desktop.choices.get().draft_folder == ""
    drafts = hands.desktop.sitting.services.sessions.drafts()  # type: ignore[union-attr]
    assert any(one.fields["note"] == WORDS for one in drafts)


def test_a_lock_on_a_full_disk_holds_what_was_typed_sealed(hands: Hands) -> None:
    form = type_a_note(hands)
    with no_more_room(store_of(hands)):
        fill_up(hands)
        form.keep_now()
        draft_id = form.draft_id
        hands.desktop.lock()
        assert len(hands.desktop._held) == 1
        assert b"Stromness" not in hands.desktop._held[0]
        hands.wait_for_door()
    hands.unlock()
    hands.wait(lambda: not hands.desktop._held)
    drafts = hands.desktop.sitting.services.sessions.drafts()  # type: ignore[union-attr]
    assert draft_id in {one.id for one in drafts}


def test_closing_asks_while_something_typed_is_nowhere_else(hands: Hands) -> None:
    form = type_a_note(hands)
    with no_more_room(store_of(hands)):
        fill_up(hands)
        form.keep_now()
        hands.desktop.frame.close()
        dialog = hands.dialog()
        dialog.done(QDialog.DialogCode.Rejected)
        assert not hands.has_ended()
        assert form.form.note.toPlainText() == WORDS


def test_odd_files_are_no_drafts(hands: Hands, tmp_path: Path) -> None:
    sessions = hands.desktop.sitting.services.sessions  # type: ignore[union-attr]
    form = type_a_note(hands)
    whole = sealed_drafts.seal(form.draft(), bytes(32), "another desk")
    cases: dict[str, Callable[[], bytes]] = {
        "empty": lambda: b"", "cut": lambda: whole[: len(whole) // 2], "another": lambda: whole,
        "list": lambda: b"[1]", "huge": lambda: b"{" * 2_000_000, "bytes": lambda: bytes(range(256)),
    }  # fmt: skip
    for name, data in cases.items():
        file = tmp_path / f"{name}.deskdraft"
        file.write_bytes(data())
        with pytest.raises(Problem, match="draft-not-ours"):
            sessions.bring_back(file)
        assert file.exists(), name
