"""Tells PyInstaller which of Qt's plugins the app needs, so that what the others lean on stays out too."""

import re

from PyInstaller.utils.hooks.qt import add_qt6_dependencies

# Screens without a desktop, another toolkit's theme, kinds of picture that nobody brings to a desk.
UNUSED = re.compile(
    r"plugins/(egldeviceintegrations|generic|networkinformation|qmltooling|vectorimageformats)/"
    r"|plugins/platforms/(lib)?q(eglfs|linuxfb|minimalegl|vkkhrdisplay|vnc)"
    r"|plugins/platformthemes/libqgtk3"
    r"|plugins/platforminputcontexts/(lib)?qtvirtualkeyboard"
    r"|plugins/imageformats/(lib)?q(icns|pdf|tga|wbmp)"
    r"|plugins/wayland-graphics-integration-server/"
)

hiddenimports, binaries, datas = add_qt6_dependencies(__file__)
binaries = [pair for pair in binaries if not UNUSED.search(str(pair[0]).replace("\\", "/"))]
