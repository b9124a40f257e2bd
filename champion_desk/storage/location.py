"""Where a folder really lies: on this computer, on a network drive, or where a service copies it elsewhere.

A live store breaks where another program or another computer touches it: those folders are refused for the
store itself, and are good places for backups.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath, PureWindowsPath

from champion_desk.domain.problems import Problem
from champion_desk.storage.files import known_file

NETWORK = "network"
SYNCED = "synced"

# Kinds of file system that reach over a network, as Linux and macOS name them.
_REMOTE = frozenset(
    (
        *("nfs", "nfs3", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncpfs", "afs", "afpfs", "ceph", "lustre"),
        *("glusterfs", "davfs", "davfs2", "webdav", "sshfs", "s3fs", "rclone", "gvfsd-fuse", "onedriver"),
        "google-drive-ocamlfuse",
    )
)
_HOW_MANY_ABOVE = 64


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A place that is not this computer's alone: `kind` is NETWORK or SYNCED, `service` who copies it."""

    kind: str
    service: str = ""


@dataclass(frozen=True, slots=True)
class Mount:
    """A disk as the system lists it."""

    folder: str
    kind: str
    options: str = ""

    @property
    def is_remote(self) -> bool:
        """Whether it is on another computer; Windows says so of a mapped drive in its options."""
        return self.kind.casefold().removeprefix("fuse.") in _REMOTE or "remote" in self.options.split(",")


def elsewhere(folder: Path) -> Elsewhere | None:
    """Why a folder, there or not there yet, is not this computer's alone; None where it is."""
    if is_network_name(str(folder)):
        return Elsewhere(NETWORK)
    real = _real(folder)
    mount = mount_of(real, _mounts())
    if is_network_name(str(real)) or (mount is not None and mount.is_remote):
        return Elsewhere(NETWORK)
    service = synced_by(real)
    return Elsewhere(SYNCED, service) if service else None


def check_live(folder: Path, there_already: bool = False) -> None:
    """Raises `Problem` where a live store must not lie: place-network, place-synced.

    A desk that is there already stays as it is (desk-network, desk-synced: how to get going again).
    """
    found = elsewhere(folder)
    if found is not None:
        code = f"{'desk' if there_already else 'place'}-{found.kind}"
        raise Problem(code, path=str(folder), service=found.service)


def check_writable(folder: Path) -> None:
    """Raises `Problem` where a folder for a new desk could not be made; nothing is made to find out."""
    with known_file(folder):
        near = next(one for one in (folder, *folder.parents) if one.exists())
        if not near.is_dir():
            raise Problem("place-unusable", path=str(near))
        if not os.access(near, os.W_OK | os.X_OK):
            raise Problem("no-permission", path=str(near))


def _real(folder: Path) -> Path:
    """The folder with every link followed, as far as it is there."""
    try:
        return folder.resolve()
    except (OSError, RuntimeError):  # a circle of links: opening it says what is wrong
        return folder.absolute()


# Networks


def is_network_name(name: str) -> bool:
    """Whether a name says by itself that it is on a network: `\\\\server\\share`, `smb://server/share`."""
    if name.startswith("\\\\"):
        drive = PureWindowsPath(name).drive
        on_this_computer = drive.startswith(("\\\\?\\", "\\\\.\\")) and not drive.upper().startswith(
            "\\\\?\\UNC"
        )
        return not on_this_computer
    if sys.platform == "win32" and name.startswith("//"):
        return is_network_name(name.replace("/", "\\"))
    return name.partition("://")[0].casefold() in ("smb", "nfs", "sftp", "dav", "davs", "afp", "ftp")


def mount_of(folder: PurePath, mounts: Sequence[Mount]) -> Mount | None:
    """The disk a folder lies on: of those above it the deepest, and of equals the one mounted last."""
    above = [one for one in mounts if folder.is_relative_to(type(folder)(one.folder))]
    above.reverse()  # of equals the first is taken
    return max(above, key=lambda one: len(type(folder)(one.folder).parts), default=None)


def _mounts() -> list[Mount]:
    import psutil  # loads slowly; asked only where a desk is started, unlocked or restored

    try:
        found = psutil.disk_partitions(all=True)
    except (OSError, psutil.Error):
        return []
    return [Mount(one.mountpoint, one.fstype, one.opts) for one in found]


# Services that copy a folder to other computers


def synced_by(folder: Path) -> str:
    """The service that copies a folder, or nothing: by its own settings, its marks, or its usual name."""
    for root, service in _roots():
        if folder.is_relative_to(root):
            return service
    home = _home()
    for above in (folder, *folder.parents)[:_HOW_MANY_ABOVE]:
        service = _by_name(above, home) or _by_mark(above, home)
        if service:
            return service
    return ""


def _roots() -> Iterator[tuple[Path, str]]:
    """The folders that services say they copy."""
    for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        if Path(os.environ.get(name, "")).is_absolute():
            yield _real(Path(os.environ[name])), "OneDrive"
    settings = [
        Path(os.environ[name]) / "Dropbox" for name in ("APPDATA", "LOCALAPPDATA") if os.environ.get(name)
    ]
    for folder in (*settings, _home() / ".dropbox"):
        try:
            accounts = json.loads((folder / "info.json").read_text(encoding="utf-8"))
            paths = [Path(account["path"]) for account in accounts.values()]
        except (OSError, ValueError, AttributeError, KeyError, TypeError):
            continue
        yield from ((_real(path), "Dropbox") for path in paths if path.is_absolute())


def _home() -> Path:
    try:
        return _real(Path.home())
    except RuntimeError:  # no home is known
        return Path(os.sep)


# Folders that a service makes in the home folder.
_AT_HOME = {
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "box": "Box",
    "box sync": "Box",
    "iclouddrive": "iCloud Drive",
    "icloud drive": "iCloud Drive",
}
# Beginnings of the names below ~/Library/CloudStorage on macOS.
_CLOUD_STORAGE = {"onedrive": "OneDrive", "googledrive": "Google Drive", "dropbox": "Dropbox", "box": "Box"}


def _by_name(folder: Path, home: Path) -> str:
    name, parent = folder.name.casefold(), folder.parent
    if name == "onedrive" or name.startswith("onedrive - "):
        return "OneDrive"
    if name == "mobile documents" and parent.name == "Library":
        return "iCloud Drive"
    if parent.name == "CloudStorage" and parent.parent.name == "Library":
        return _CLOUD_STORAGE.get(name.partition("-")[0], folder.name)
    if name == "my drive" and parent == Path(parent.anchor):  # Google's own drive letter on Windows
        return "Google Drive"
    if parent == home:
        return "Dropbox" if name.startswith("dropbox (") else _AT_HOME.get(name, "")
    return ""


def _by_mark(folder: Path, home: Path) -> str:
    """What services leave in the folder they copy."""
    try:
        with os.scandir(folder) as entries:
            names = {entry.name for entry in entries if entry.name.startswith(".")}
    except OSError:
        return ""
    if ".stfolder" in names:
        return "Syncthing"
    if ".dropbox.cache" in names or (".dropbox" in names and folder != home):  # at home lie its own settings
        return "Dropbox"
    if ".tmp.drivedownload" in names or ".tmp.driveupload" in names:
        return "Google Drive"
    if ".owncloudsync.log" in names or ".nextcloudsync.log" in names or any(map(_is_journal, names)):
        return "Nextcloud"
    return ""


def _is_journal(name: str) -> bool:
    """Whether it is the list that Nextcloud and ownCloud keep of what they copied."""
    return name.startswith((".sync_", "._sync_")) and name.endswith(".db")
