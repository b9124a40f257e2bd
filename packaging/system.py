"""What the operating system must bring: Debian packages, and the shared libraries that Qt leans on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

INSTALL = ("apt-get", "install", "-y", "--no-install-recommends")

# What the window must have, wherever it is shown. Names are below PySide6/Qt.
NEEDED = (
    "lib/libQt6Core.so.6",
    "lib/libQt6Gui.so.6",
    "lib/libQt6Widgets.so.6",
    "lib/libQt6DBus.so.6",
    "lib/libQt6PrintSupport.so.6",
    "lib/libQt6Svg.so.6",
    "plugins/platforms/libqoffscreen.so",
)
# What it needs besides where someone looks at it.
NEEDED_ON_SCREEN = (
    "plugins/platforms/libqxcb.so",
    "plugins/platforms/libqwayland.so",
    "plugins/xcbglintegrations/libqxcb-egl-integration.so",
    "plugins/xcbglintegrations/libqxcb-glx-integration.so",
    "plugins/wayland-graphics-integration-client/libqt-plugin-wayland-egl.so",
    "plugins/printsupport/libcupsprintersupport.so",
)
# The Debian package that holds a shared library; later releases offer theirs under these names too.
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libGLdispatch.so.0": "libglvnd0",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libXext.so.6": "libxext6",
    "libXrender.so.1": "libxrender1",
    "libbrotlidec.so.1": "libbrotli1",
    "libcups.so.2": "libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdrm.so.2": "libdrm2",
    "libexpat.so.1": "libexpat1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgbm.so.1": "libgbm1",
    "libgio-2.0.so.0": "libglib2.0-0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libwayland-server.so.0": "libwayland-server0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}


class Trouble(Exception):
    """Something stands in the way; the message is one plain sentence that says what to do."""


def say(sentence: str) -> None:
    """Tells on standard error, so that what a command writes on standard output stays clean."""
    print(sentence, file=sys.stderr, flush=True)


def has_screen() -> bool:
    """Whether a window can be shown; Windows and macOS always have somewhere to show it."""
    return not sys.platform.startswith("linux") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    )


def is_debian() -> bool:
    """Whether this is Debian, Ubuntu or one of their relatives."""
    return Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def install(packages: Iterable[str], reason: str) -> None:
    """Installs Debian packages when root; anyone else is told the one command that does.

    Raises:
        Trouble: not root, or the packages could not be installed.
    """
    names = sorted(set(packages))
    if not _is_root():
        raise Trouble(f"{reason} Run this, then try again:\n\n    sudo {' '.join((*INSTALL, *names))}\n")
    say(f"{reason} Installing {', '.join(names) if len(names) < 4 else f'{len(names)} of them'} …")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    patient = ("-qq", "-o", "DPkg::Lock::Timeout=120")
    # One list out of several that cannot be fetched is no reason to stop: the installation itself will tell.
    _quietly(("apt-get", "update", *patient), environment)
    outcome = _quietly((*INSTALL, *patient, *names), environment)
    if outcome.returncode:
        told = "\n".join(outcome.stdout.strip().splitlines()[-4:])
        raise Trouble(
            f"The system packages could not be installed. Check the internet connection, then run:\n\n"
            f"    {' '.join((*INSTALL, *names))}\n\nWhat apt-get said:\n{told}"
        )


def _quietly(command: tuple[str, ...], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )


def libraries_state() -> str:
    """Changes whenever a shared library comes or goes, so that an unchanged system is not asked twice."""
    try:
        cache = Path("/etc/ld.so.cache").stat()
    except OSError:
        return ""
    return f"{cache.st_mtime_ns} {cache.st_size} {has_screen()}"


def ensure_libraries(site_packages: Path) -> None:
    """Sees to it that Qt finds each shared library it leans on.

    Raises:
        Trouble: something is missing and this person cannot install it.
    """
    if not sys.platform.startswith("linux") or not shutil.which("ldd"):
        return
    qt = site_packages / "PySide6" / "Qt"
    wanted = NEEDED + NEEDED_ON_SCREEN if has_screen() or _is_root() else NEEDED
    missing = _missing(qt, wanted)
    packages = [PACKAGES[name] for name in missing if name in PACKAGES]
    if packages and is_debian():
        install(packages, "Qt, which draws the window, needs some system libraries.")
        missing = _missing(qt, wanted)
    if missing:
        raise Trouble(
            "Qt, which draws the window, needs some shared libraries that this computer lacks: "
            f"{', '.join(missing)}. Install the packages that hold them, then try again."
        )


def _missing(qt: Path, wanted: Iterable[str]) -> list[str]:
    found = [str(qt / name) for name in wanted if (qt / name).exists()]
    outcome = _quietly(("ldd", *found), {**os.environ, "LC_ALL": "C"})
    lines = (line.strip() for line in outcome.stdout.splitlines())
    return sorted({line.split()[0] for line in lines if line.endswith("=> not found")})
