"""Whether two folders lie on the same disk: a copy beside the original burns and is stolen with it."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def same_disk(one: Path, other: Path) -> bool:
    """Whether both lie on one disk, also in different partitions of it where the system tells.

    Windows and macOS tell volumes apart, not disks. Raises OSError where a folder can't be reached.
    """
    devices = one.stat().st_dev, other.stat().st_dev
    if devices[0] == devices[1]:
        return True
    if not sys.platform.startswith("linux"):
        return False
    disks = [_disk(device, folder) for device, folder in zip(devices, (one, other), strict=True)]
    return disks[0] is not None and disks[0] == disks[1]


def _disk(device: int, folder: Path) -> Path | None:
    """The disk behind a device as Linux names it; None for what lies on no disk here (a network, memory)."""
    known = _block(f"{os.major(device)}:{os.minor(device)}")
    if known is None and os.major(device) == 0:  # such as btrfs, whose volumes have devices of their own
        source = _mounted_from(folder)
        if source is not None and source.is_block_device():
            there = source.stat().st_rdev
            known = _block(f"{os.major(there)}:{os.minor(there)}")
    return known


def _block(numbers: str) -> Path | None:
    path = Path("/sys/dev/block") / numbers
    if not path.exists():
        return None
    real = path.resolve()
    for _layer in range(4):  # what is encrypted or joined lies on something that lies on a disk
        below = sorted((real / "slaves").iterdir()) if (real / "slaves").is_dir() else []
        if not below:
            break
        real = below[0].resolve()
    return real.parent if (real / "partition").exists() else real


def _mounted_from(folder: Path) -> Path | None:
    """What is mounted where the folder lies, by the longest mount point above it."""
    import psutil  # only for the few disks that need it

    real, best, source = folder.resolve(), "", ""
    for part in psutil.disk_partitions(all=True):
        if real.is_relative_to(part.mountpoint) and len(part.mountpoint) >= len(best):
            best, source = part.mountpoint, part.device
    return Path(source) if source.startswith("/dev/") else None
