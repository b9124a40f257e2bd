"""Where a folder really lies: this computer's own disks, networks, and what other programs copy elsewhere."""

from __future__ import annotations

import json
import os
from pathlib import Path, PurePosixPath, PureWindowsPath

import psutil
import pytest

from champion_desk.domain.problems import Problem
from champion_desk.storage.location import (
    NETWORK,
    SYNCED,
    Elsewhere,
    Mount,
    check_live,
    check_writable,
    elsewhere,
    is_network_name,
    mount_of,
)
from champion_desk.wording import problem_sentence


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of its own, on a computer without any service."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(folder))
    for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    return folder


def _marked(folder: Path, name: str, as_file: bool = True) -> Path:
    """A folder some way below one that holds a service's mark."""
    (folder / "shared").mkdir(parents=True, exist_ok=True)
    if as_file:
        (folder / name).write_bytes(b"")
    else:
        (folder / name).mkdir()
    return folder / "shared" / "not there yet" / "desk"


def test_a_folder_of_this_computer_is_fine(home: Path) -> None:
    for folder in (home, home / ".local" / "share" / "Champion Desk", home / "OneDriven", home / "Boxes"):
        assert elsewhere(folder) is None
        check_live(folder)


@pytest.mark.parametrize(
    ("mark", "as_file", "service"),
    [
        (".stfolder", False, "Syncthing"),
        (".stfolder", True, "Syncthing"),
        (".dropbox", True, "Dropbox"),
        (".dropbox.cache", False, "Dropbox"),
        (".sync_a1b2c3.db", True, "Nextcloud"),
        ("._sync_a1b2c3.db", True, "Nextcloud"),
        (".owncloudsync.log", True, "Nextcloud"),
        (".nextcloudsync.log", True, "Nextcloud"),
        (".tmp.drivedownload", False, "Google Drive"),
    ],
)
def test_a_mark_above_tells_the_service(home: Path, mark: str, as_file: bool, service: str) -> None:
    assert elsewhere(_marked(home / "any name", mark, as_file)) == Elsewhere(SYNCED, service)


@pytest.mark.parametrize(
    ("below_home", "service"),
    [
        ("OneDrive/desk", "OneDrive"),
        ("OneDrive - Orkney Islands Council/Documents/desk", "OneDrive"),
        ("else/onedrive - council", "OneDrive"),
        ("Dropbox/desk", "Dropbox"),
        ("Dropbox (Council)/desk", "Dropbox"),
        ("Google Drive/My Drive/desk", "Google Drive"),
        ("Box/desk", "Box"),
        ("Box Sync/desk", "Box"),
        ("iCloudDrive/desk", "iCloud Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs/desk", "iCloud Drive"),
        ("Library/CloudStorage/OneDrive-Council/desk", "OneDrive"),
        ("Library/CloudStorage/GoogleDrive-me@example.org/My Drive", "Google Drive"),
        ("Library/CloudStorage/Box-Box/desk", "Box"),
    ],
)
def test_the_usual_names_tell_the_service(home: Path, below_home: str, service: str) -> None:
    assert elsewhere(home / below_home) == Elsewhere(SYNCED, service)


def test_what_the_services_say_themselves(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    redirected = home.parent / "Work" / "Files"
    monkeypatch.setenv("OneDriveCommercial", str(redirected))
    assert elsewhere(redirected / "Documents" / "desk") == Elsewhere(SYNCED, "OneDrive")
    assert elsewhere(redirected.parent) is None
    for odd in ("", "relative"):
        monkeypatch.setenv("OneDriveCommercial", odd)
        assert elsewhere(home / "desk") is None
    moved = home.parent / "Moved"
    (home / ".dropbox").mkdir()
    info = home / ".dropbox" / "info.json"
    info.write_text(json.dumps({"personal": {"path": str(moved), "host": 1}}), encoding="utf-8")
    assert elsewhere(moved / "desk") == Elsewhere(SYNCED, "Dropbox")
    assert elsewhere(home / "desk") is None  # Dropbox's own settings lie there, not its files
    for odd in ("[]", '{"personal": 1}', "{", '{"personal": {"path": "a"}}'):
        info.write_text(odd, encoding="utf-8")
        assert elsewhere(home / "desk") is None


def test_links_are_followed_first(home: Path) -> None:
    _marked(home / "synced", ".stfolder", False)
    link = home / "desk"
    link.symlink_to(home / "synced" / "shared", target_is_directory=True)
    assert elsewhere(link / "store") == Elsewhere(SYNCED, "Syncthing")
    circle = home / "circle"
    circle.symlink_to(circle)
    elsewhere(circle / "desk")  # opening it says what is wrong


@pytest.mark.parametrize(
    ("name", "is_network"),
    [
        ("\\\\fileserver\\desks\\one", True),
        ("\\\\?\\UNC\\fileserver\\desks", True),
        ("\\\\?\\C:\\desks", False),
        ("smb://fileserver/desks", True),
        ("SFTP://fileserver/desks", True),
        ("C:\\desks", False),
        ("/srv/desks", False),
        ("desk://odd", False),
    ],
)
def test_names_that_say_it_themselves(name: str, is_network: bool) -> None:
    assert is_network_name(name) is is_network


def test_the_deepest_disk_above_a_folder_counts() -> None:
    mounts = [
        Mount("/", "ext4"),
        Mount("/home", "nfs4"),
        Mount("/home/mairi", "ext4"),
        Mount("/home/mairi/Council share", "cifs"),
        Mount("/run/user/1000/gvfs", "fuse.gvfsd-fuse"),
        Mount("/mnt/over", "autofs"),
        Mount("/mnt/over", "nfs"),
    ]

    def remote(folder: str) -> bool:
        mount = mount_of(PurePosixPath(folder), mounts)
        return mount is not None and mount.is_remote

    assert remote("/home/ewan/desk")
    assert remote("/home/mairi/Council share/desk")
    assert remote("/run/user/1000/gvfs/smb-share:server=a,share=b/desk")
    assert remote("/mnt/over/desk")
    assert not remote("/home/mairi/desk")
    assert not remote("/home/mairi/Council shares/desk")
    assert not remote("/srv/desk")
    assert mount_of(PurePosixPath("/srv"), []) is None


@pytest.mark.parametrize(
    "kind", ["nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "davfs", "afpfs", "webdav", "fuse.rclone"]
)
def test_kinds_of_disk_that_reach_over_a_network(kind: str) -> None:
    assert Mount("/mnt", kind).is_remote


@pytest.mark.parametrize(
    "kind", ["ext4", "btrfs", "xfs", "apfs", "NTFS", "tmpfs", "overlay", "fuse.ntfs-3g", ""]
)
def test_kinds_of_disk_that_are_this_computers_own(kind: str) -> None:
    assert not Mount("/mnt", kind, "rw,fixed").is_remote


def test_a_mapped_drive_of_windows() -> None:
    mounts = [Mount("C:\\", "NTFS", "rw,fixed"), Mount("H:\\", "NTFS", "rw,remote")]
    for folder, is_remote in (("H:\\desk", True), ("h:\\desk", True), ("C:\\H\\desk", False)):
        mount = mount_of(PureWindowsPath(folder), mounts)
        assert mount is not None
        assert mount.is_remote is is_remote


def test_this_computers_own_list_of_disks_is_understood(home: Path) -> None:
    disks = [Mount(one.mountpoint, one.fstype, one.opts) for one in psutil.disk_partitions(all=True)]
    assert mount_of(home.resolve(), disks) is not None
    assert elsewhere(Path(home.anchor)) is None


def test_the_reason_is_one_sentence_with_a_way_on(home: Path) -> None:
    synced = _marked(home / "Files", ".stfolder", False)
    for folder in (synced, Path("\\\\fileserver\\desks")):
        for there_already in (False, True):
            with pytest.raises(Problem) as caught:
                check_live(folder, there_already)
            said = problem_sentence(caught.value)
            kind = NETWORK if folder != synced else SYNCED
            assert caught.value.code == f"{'desk' if there_already else 'place'}-{kind}"
            assert str(folder) in said
            assert "backups" in said
            assert ("Nothing was changed" in said) is there_already
            assert ("Syncthing" in said) is (kind == SYNCED)


def test_a_place_where_no_desk_can_be_made_is_known_before(home: Path) -> None:
    check_writable(home / "new" / "desk")
    assert not (home / "new").exists()
    (home / "file").write_text("a file", encoding="utf-8")
    for folder in (home / "file", home / "file" / "desk"):
        with pytest.raises(Problem, match="place-unusable"):
            check_writable(folder)
    closed = home / "closed"
    closed.mkdir(mode=0o500)
    if not os.access(closed, os.W_OK):  # root may write everywhere
        with pytest.raises(Problem, match="no-permission"):
            check_writable(closed / "desk")
