"""Lists that ship with the program: the public libraries go into each new directory."""

from __future__ import annotations

from champion_desk.paths import resources_dir
from champion_desk.services import Services
from champion_desk.services.intake import TakenIn

LIBRARIES = "Public libraries of Scotland and Wales"
_LICENCE = "OGL 3.0, MIT"


def take_in_libraries(services: Services) -> TakenIn:
    """Take the shipped list of public libraries into the directory, with its attribution."""
    attribution = (resources_dir() / "libraries" / "ATTRIBUTION.txt").read_text(encoding="utf-8").strip()
    preview = services.directory.preview(
        services.catalogues.libraries_file, LIBRARIES, "spreadsheet", attribution, _LICENCE
    )
    return services.directory.take_in(preview)
