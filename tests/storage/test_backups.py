"""Backups: whole, checked, restorable, thinned; what a restore replaces is kept."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_desk import VERSION
from champion_desk.app import build_services
from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import AssistedSession
from champion_desk.paths import resources_dir
from champion_desk.services import Services
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.desks import DeskService, NewDesk
from champion_desk.storage import backup_about, backups, migration
from champion_desk.storage.store import Store
from tests.conftest import PASSPHRASE

Make = Callable[..., Services]


def log_one(services: Services) -> None:
    services.sessions.log(
        AssistedSession(services.champion.id, services.site.id, datetime.now(UTC), ("wifi",), 5, "done")
    )


def test_a_backup_made_in_the_middle_of_work_holds_the_newest_rows(
    make_services: Make, tmp_path: Path
) -> None:
    services = make_services()
    for _ in range(20):
        log_one(services)
    backup = services.backups.make()
    elsewhere = DeskService(tmp_path / "elsewhere")
    assert elsewhere.restore(backup.path, PASSPHRASE) is None
    opened = elsewhere.unlock(PASSPHRASE)
    with opened.store.reading() as tx:
        assert tx.sessions.count() == 20
    elsewhere.close()


def test_a_restore_keeps_what_it_replaces(make_services: Make, tmp_path: Path) -> None:
    services = make_services()
    log_one(services)
    backup = services.backups.make()
    log_one(services)
    services.desk.close()
    aside = services.desk.restore(backup.path, PASSPHRASE)
    assert aside is not None
    opened = services.desk.unlock(PASSPHRASE)
    with opened.store.reading() as tx:
        assert tx.sessions.count() == 1
    services.desk.close()
    kept = DeskService(aside)
    with kept.unlock(PASSPHRASE).store.reading() as tx:
        assert tx.sessions.count() == 2
    kept.close()


@pytest.mark.parametrize("harm", ["cut", "flip", "empty", "text", "no-keys"])
def test_a_harmed_backup_is_refused_and_changes_nothing(
    make_services: Make, tmp_path: Path, harm: str
) -> None:
    services = make_services()
    log_one(services)
    backup = services.backups.make()
    content = backup.path.read_bytes()
    harmed = tmp_path / "harmed.deskbackup"
    if harm == "no-keys":
        with zipfile.ZipFile(backup.path) as whole, zipfile.ZipFile(harmed, "w") as part:
            part.writestr("store.db", whole.read("store.db"))
    else:
        flipped = bytearray(content)
        flipped[9000] ^= 1
        harmed.write_bytes(
            {"cut": content[:9000], "flip": bytes(flipped), "empty": b"", "text": b"hello"}[harm]
        )
    services.desk.close()
    with pytest.raises(Problem, match="backup-not-whole"):
        services.desk.restore(harmed, PASSPHRASE)
    with services.desk.unlock(PASSPHRASE).store.reading() as tx:
        assert tx.sessions.count() == 1


def test_a_wrong_passphrase_does_not_restore(make_services: Make) -> None:
    services = make_services()
    backup = services.backups.make()
    services.desk.close()
    with pytest.raises(Problem, match="wrong-passphrase"):
        services.desk.restore(backup.path, "not the passphrase at all")
    assert services.desk.unlock(PASSPHRASE)


def test_a_desk_that_is_open_elsewhere_is_not_replaced(make_services: Make) -> None:
    services = make_services()
    backup = services.backups.make()
    with pytest.raises(Problem, match="store-in-use"):
        DeskService(services.desk.folder).restore(backup.path, PASSPHRASE)


def test_a_half_made_backup_has_no_name(make_services: Make) -> None:
    services = make_services()
    services.backups.make()
    names = sorted(path.name for path in services.backups.folder.iterdir())
    assert len(names) == 2
    assert names[0].endswith(".deskbackup")
    assert names[1] == "known.json"


def test_desks_that_share_a_folder_leave_each_other_s_backups_alone(
    make_services: Make, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    kirkwall, inverness = make_services("Mairi", "one"), make_services("Ewan", "two")
    made = inverness.backups.make(shared).path
    theirs = [
        shared / f"champion-desk-{datetime.now(UTC) - timedelta(hours=60 + age):%Y-%m-%dT%H%M%SZ}.deskbackup"
        for age in range(20)
    ]
    for path in theirs:
        path.write_bytes(made.read_bytes())
    kirkwall.backups.make(shared)
    assert all(path.exists() for path in theirs)
    inverness.backups.make(shared)
    assert sum(path.exists() for path in theirs) < 20


def test_a_harmed_archive_is_never_more_than_no_backup(make_services: Make, tmp_path: Path) -> None:
    content = make_services().backups.make().path.read_bytes()
    harmed = tmp_path / "harmed.deskbackup"
    places = [*range(60), *range(len(content) - 300, len(content))]
    for place in places:
        harmed.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
        with contextlib.suppress(Problem):  # anything else is a fault
            backups.lay_out(harmed, tmp_path / "laid")


def test_what_a_killed_backup_left_is_swept_after_a_day(make_services: Make) -> None:
    services = make_services()
    services.backups.make()
    fresh, old = (services.backups.folder / f".making-{name}" for name in ("fresh", "old"))
    for folder in (fresh, old):
        folder.mkdir()
    two_days_ago = time.time() - 2 * 24 * 3600
    os.utime(old, (two_days_ago, two_days_ago))
    services.backups.make()
    assert fresh.exists()
    assert not old.exists()


# What a backup tells of itself


def rewritten(backup: Path, target: Path, about: bytes | None) -> Path:
    """The same backup with another about.json, or without one, as older programs made it."""
    with zipfile.ZipFile(backup) as whole, zipfile.ZipFile(target, "w") as other:
        for name in ("store.db", "keys.json"):
            other.writestr(name, whole.read(name))
        if about is not None:
            other.writestr("about.json", about)
    return target


def test_a_backup_says_when_why_and_how_much_and_no_word_of_any_record(services: Services) -> None:
    log_one(services)
    made = services.backups.make(occasion="import")
    assert made == services.backups.listed()[0]
    assert made.occasion == "import"
    assert made.counts["sessions"] == 1
    assert made.counts["listings"] == services.directory.count()
    assert (made.counts["champions"], made.counts["enrolments"], made.counts["drafts"]) == (1, 0, 0)
    assert made.whole
    assert made.checked_at is not None
    with zipfile.ZipFile(made.path) as archive:
        about = json.loads(archive.read("about.json"))
    assert set(about) == {"format", "made_at", "occasion", "program", "store", "counts"}
    assert about["program"] == VERSION
    assert about["store"] == migration.newest_version()


def test_of_two_in_one_second_the_later_one_is_the_newest(make_services: Make) -> None:
    services = make_services()
    first = services.backups.make().path
    second = first.with_name("champion-desk-2026-11-22T101010Z-2.deskbackup")
    first = first.rename(first.with_name("champion-desk-2026-11-22T101010Z.deskbackup"))
    second.write_bytes(first.read_bytes())
    assert [one.path for one in services.backups.listed()] == [second, first]


def test_an_older_backup_without_it_is_listed_and_restored(make_services: Make, tmp_path: Path) -> None:
    services = make_services()
    log_one(services)
    made = services.backups.make()
    older = rewritten(made.path, made.path.with_name("champion-desk-2026-01-02T030405Z.deskbackup"), None)
    found = backups.described(older)
    assert (found.occasion, dict(found.counts), found.whole) == ("", {}, True)
    assert found.made_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    elsewhere = DeskService(tmp_path / "elsewhere")
    elsewhere.restore(older, PASSPHRASE)
    assert elsewhere.unlock(PASSPHRASE)
    elsewhere.close()


@pytest.mark.parametrize(
    "about",
    [
        b"",
        b"null",
        b"[" * 100_000,
        b'{"format": 1}',
        b'{"format": 1, "made_at": "0001-01-01T00:00:00+23:59", "counts": []}',
        b'{"format": 1, "made_at": 7, "occasion": "import"}',
        b"x" * 3_000_000,
        "ẁ".encode("utf-16"),
        b'{"format": 1, "made_at": "2026-11-22T10:00:00+00:00", "occasion": "<b>../x", "program": 9, '
        b'"store": -1, "counts": {"sessions": -4, "drafts": 1e99}}',
    ],
)
def test_a_hostile_or_harmed_about_never_breaks_the_list(make_services: Make, about: bytes) -> None:
    services = make_services()
    made = services.backups.make()
    odd = rewritten(made.path, made.path.with_name("odd.deskbackup"), about)
    found = next(one for one in services.backups.listed() if one.path == odd)
    assert (found.occasion, dict(found.counts), found.whole) == ("", {}, True)


@given(st.binary(max_size=300))
def test_any_bytes_at_all_say_nothing_or_something_sound(data: bytes) -> None:
    about = backup_about.from_bytes(data)
    assert about is None or all(count >= 0 for count in about.counts.values())


def test_files_that_are_no_backups_are_listed_as_unreadable(services: Services) -> None:
    made = services.backups.make()
    for name, content in (("a", b""), ("b", b"hello"), ("c", made.path.read_bytes()[:5000])):
        (services.backups.folder / f"{name}.deskbackup").write_bytes(content)
    (services.backups.folder / "d.deskbackup").mkdir()
    found = services.backups.listed()
    assert [one.whole for one in found].count(False) == 3
    state = services.backups.state()
    assert state.newest is not None
    assert state.newest.path == made.path


def test_keys_that_would_not_open_the_store_make_no_backup(
    make_services: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = make_services("Mairi", "one"), make_services("Ewan", "two")
    (one.desk.folder / "keys.json").write_bytes((other.desk.folder / "keys.json").read_bytes())
    with pytest.raises(Problem, match="backup-not-whole"):
        one.backups.make()
    assert one.backups.listed() == []


@pytest.mark.parametrize("secret", ["passphrase", "recovery"])
def test_a_backup_opens_on_another_machine(tmp_path: Path, kirkwall: Site, secret: str) -> None:
    """In a program of its own, in another folder, with blanks, Gaelic and Arabic letters and a long path."""
    catalogues = Catalogues(resources_dir())
    desk = DeskService(tmp_path / "desk", catalogues.words)
    started = desk.start(NewDesk(kirkwall, Champion("Mairi"), PASSPHRASE))
    services = build_services(desk, started.desk, catalogues)
    log_one(services)
    place = tmp_path / "Leabharlann Bàgh a’ Chaisteil مكتبة"
    while len(str(place)) < 200:
        place /= "còpaidh ùr"
    made = services.backups.make(place)
    target = place / ("mo lethbhreac " + "à" * 60 + ".deskbackup")
    made.path.rename(target)
    assert len(str(target)) > 250
    desk.close()
    typed = PASSPHRASE if secret == "passphrase" else started.recovery_key
    program = (
        "import sys; from pathlib import Path; from champion_desk.services.desks import DeskService\n"
        "desk = DeskService(Path(sys.argv[1])); print(desk.restore(Path(sys.argv[2]), sys.argv[3]))\n"
        "opened = desk.unlock(sys.argv[4])\n"
        "with opened.store.reading() as tx: print(tx.sessions.count())\n"
        "desk.close()\n"
    )
    new = tmp_path / "new machine" / "ùr"
    done = subprocess.run(
        [sys.executable, "-c", program, str(new), str(target), typed, PASSPHRASE],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.stdout.split() == ["None", "1"], done.stderr


def test_a_clock_before_1980_keeps_no_backup_from_being_made(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = backups._copy

    def copy_long_ago(opened: Store, target: Path) -> None:
        copy(opened, target)
        os.utime(target, (9, 9))

    monkeypatch.setattr(backups, "_copy", copy_long_ago)
    monkeypatch.setattr(time, "time", lambda: 9.0)
    made = services.backups.make()
    assert made.whole
    backups.check(made.path, services.desk.open_store.key, made.path.parent / "checked")
