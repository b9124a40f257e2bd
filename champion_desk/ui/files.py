"""Asks where to save a file or which one to open, and keeps the ending right."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from champion_desk.i18n import _

# What no file name may hold on Windows, macOS or Linux.
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')


def fit_name(name: str) -> str:
    """A name that every system can keep as a file's."""
    return _UNFIT.sub(" ", name).strip(" .")[:120] or "Champion Desk"


def _documents() -> Path:
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(place) if place and Path(place).is_dir() else Path.home()


def ask_where_to_save(parent: QWidget, title: str, name: str) -> Path | None:
    """Where to save a PDF; None when the person cancelled."""
    proposed = str(_documents() / f"{fit_name(name)}.pdf")
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, proposed, _("PDF sheets") + " (*.pdf)")
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")


def ask_where_to_save_list(parent: QWidget, title: str, name: str) -> Path | None:
    """Where to save a list, for a spreadsheet or as plain text; None when the person cancelled."""
    table, words = _("List for a spreadsheet") + " (*.csv)", _("Plain text") + " (*.txt)"
    proposed = str(_documents() / f"{fit_name(name)}.csv")
    chosen, kind = QFileDialog.getSaveFileName(parent, title, proposed, f"{table};;{words}")
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.lower() in (".csv", ".txt"):
        return path
    return path.with_name(path.name + (".txt" if kind == words else ".csv"))


def ask_where_to_save_as(parent: QWidget, title: str, name: str, kind: str, ending: str) -> Path | None:
    """Where to save a file of one kind, named in words, with its ending (".csv"); None when cancelled."""
    proposed = str(_documents() / f"{fit_name(name)}{ending}")
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, proposed, f"{kind} (*{ending})")
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == ending else path.with_name(path.name + ending)


def ask_which_backup(parent: QWidget, folder: Path | None = None) -> Path | None:
    """Which backup to open; None when the person cancelled."""
    start = str(folder if folder is not None and folder.is_dir() else _documents())
    kinds = _("Backups of a desk") + " (*.deskbackup)"
    chosen, _kind = QFileDialog.getOpenFileName(parent, _("Choose a backup"), start, kinds)
    return Path(chosen) if chosen else None


def ask_which_sheet(parent: QWidget) -> Path | None:
    """Which picture or PDF of the recovery sheet to read; None when the person cancelled."""
    kinds = _("Pictures and PDFs") + " (*.pdf *.png *.jpg *.jpeg)"
    title = _("Choose a picture of the recovery sheet")
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, str(_documents()), kinds)
    return Path(chosen) if chosen else None


def ask_which_draft(parent: QWidget) -> Path | None:
    """Which sealed draft to bring back; None when the person cancelled."""
    kinds = _("Drafts kept on another disk") + " (*.deskdraft)"
    chosen, _kind = QFileDialog.getOpenFileName(parent, _("Choose a draft"), str(_documents()), kinds)
    return Path(chosen) if chosen else None


def ask_which_picture(parent: QWidget) -> Path | None:
    """Which picture to add; None when the person cancelled."""
    kinds = _("Pictures") + " (*.png *.jpg *.jpeg)"
    chosen, _kind = QFileDialog.getOpenFileName(parent, _("Choose a picture"), str(_documents()), kinds)
    return Path(chosen) if chosen else None


def ask_which_handout(parent: QWidget) -> Path | None:
    """Which handout of another desk to look at; None when the person cancelled."""
    kinds = _("Handouts") + " (*.handout)"
    chosen, _kind = QFileDialog.getOpenFileName(parent, _("Choose a handout"), str(_documents()), kinds)
    return Path(chosen) if chosen else None


def ask_which_lists(parent: QWidget) -> Path | None:
    """Which file of lists to look at; None when the person cancelled."""
    kinds = _("Lists") + " (*.json)"
    chosen, _kind = QFileDialog.getOpenFileName(parent, _("Choose a file of lists"), str(_documents()), kinds)
    return Path(chosen) if chosen else None


def ask_which_postcodes(parent: QWidget) -> Path | None:
    """Which list of postcodes to take in; None when the person cancelled."""
    kinds = _("Lists of postcodes") + " (*.csv *.zip)"
    title = _("Choose a list of postcodes")
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, str(_documents()), kinds)
    return Path(chosen) if chosen else None


def ask_which_file(parent: QWidget, title: str, kind: str, *endings: str) -> Path | None:
    """Which file of one kind to open, named in words, with its endings (".csv"); None when cancelled."""
    patterns = " ".join(f"*{ending}" for ending in endings)
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, str(_documents()), f"{kind} ({patterns})")
    return Path(chosen) if chosen else None


def ask_which_folder(parent: QWidget, title: str) -> Path | None:
    """Which folder to use; None when the person cancelled."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(_documents()))
    return Path(chosen) if chosen else None
