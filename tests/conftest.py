"""What the tests share: a real desk in a temporary folder, and published lists where present."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("CHAMPION_DESK_PASSPHRASE", None)
# The screen of whoever runs the tests locks no desk of theirs.
os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = "unix:path=/nowhere"
os.environ["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nowhere"

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from champion_desk import diagnostics, i18n, policy
from champion_desk.app import build_services
from champion_desk.domain.champions import Champion, Site
from champion_desk.paths import resources_dir
from champion_desk.policy import Policy
from champion_desk.services import Services
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.desks import DeskService, NewDesk
from champion_desk.storage import slots
from tests.feed_server import certificate, plain_site, site  # noqa: F401 - fixtures for whoever names them

PASSPHRASE = "kettle harbour lantern seven"
_SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.set_language("en")
    yield
    i18n.set_language("en")


_FULL_KDF = dict(slots.KDF)


@pytest.fixture(autouse=True)
def _no_log_left_open() -> Iterator[None]:
    """The log of one test's desk takes no lines of the next."""
    yield
    diagnostics.stop_log()


@pytest.fixture(autouse=True)
def _light_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slots are sealed with less work, so that hundreds of desks can be made."""
    monkeypatch.setitem(slots.KDF, "memory_kib", 64)


@pytest.fixture
def full_keys(_light_keys: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slots are sealed at their full strength in this test."""
    monkeypatch.setitem(slots.KDF, "memory_kib", _FULL_KDF["memory_kib"])


@pytest.fixture
def under_policy() -> Iterator[Callable[..., Policy]]:
    """Puts IT's policy in force until the test ends: `under_policy(lock_minutes=3)`."""

    def enforce(**fixed: object) -> Policy:
        made = Policy(path=Path("/etc/xdg/Champion Desk/champion-desk.toml"), **fixed)  # type: ignore[arg-type]
        policy.enforce(made)
        return made

    yield enforce
    policy.enforce(Policy())


@pytest.fixture
def shared_data() -> Path:
    """Published lists from elsewhere; a test that needs them says so where they are absent."""
    if not _SHARED.is_dir():
        pytest.skip("the published lists are not beside the project")
    return _SHARED


@pytest.fixture(scope="session")
def catalogues() -> Catalogues:
    """The lists that ship with the program."""
    return Catalogues(resources_dir())


@pytest.fixture
def kirkwall() -> Site:
    """A site with a position."""
    return Site(
        "Kirkwall Library",
        "S12000023",
        "Orkney Islands",
        "44 Junction Road, Kirkwall",
        "KW15 1AG",
        "01632 960100",
        58.98150,
        -2.96010,
        "Scotland",
    )


@pytest.fixture
def make_services(
    tmp_path: Path, catalogues: Catalogues, kirkwall: Site
) -> Iterator[Callable[..., Services]]:
    """Makes an unlocked desk in a folder of its own; each is closed at the end."""
    desks: list[DeskService] = []

    def make(
        name: str = "Mairi", folder: str = "desk", libraries: bool = False, demo: bool = False
    ) -> Services:
        desk = DeskService(tmp_path / folder, catalogues.words)
        desks.append(desk)
        started = desk.start(NewDesk(kirkwall, Champion(name), PASSPHRASE, demo))
        services = build_services(desk, started.desk, catalogues)
        if libraries:
            file = catalogues.libraries_file
            services.directory.take_in(services.directory.preview(file, "Public libraries"))
        return services

    yield make
    for desk in desks:
        desk.close()


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    """An unlocked desk: Mairi at Kirkwall Library, with the public libraries in its directory."""
    return make_services(libraries=True)
