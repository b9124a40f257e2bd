"""Published lists in, listings out: one module for each format, found by its NAME."""

from __future__ import annotations

import sys
from typing import cast

from champion_desk.discovery import modules_in
from champion_desk.domain.problems import Problem
from champion_desk.importers.contract import Importer, ImportFile
from champion_desk.importers.look import look_at

__all__ = ["ImportFile", "Importer", "find", "formats"]


def _importers() -> list[Importer]:
    return [cast(Importer, module) for module in modules_in(sys.modules[__name__])]


def formats() -> tuple[str, ...]:
    """The names of all formats that can be read."""
    return tuple(importer.NAME for importer in _importers())


def find(file: ImportFile, format: str | None = None) -> Importer:
    """The importer for a file: the one named, or the one that is surest to know it.

    Raises `Problem` "import-format-unknown", or what is wrong with a file that nothing can read.
    """
    every = _importers()
    if format:
        named = next((importer for importer in every if format == importer.NAME), None)
        if named is None:
            raise Problem("import-format-unknown", file=file.name, formats=formats())
        return named
    look = look_at(file)
    best = max(every, key=lambda importer: importer.recognises(look))
    if best.recognises(look):
        return best
    if not file.members:
        file.letters()  # says why it is no list: empty, a picture, a PDF
    raise Problem("import-format-unknown", file=file.name, formats=formats())
