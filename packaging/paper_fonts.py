"""Makes the Noto fonts of paper small: only the letters that sheets need, without hints for screens."""

from __future__ import annotations

import argparse
from pathlib import Path

from fontTools import subset

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "resources" / "fonts"
WEIGHTS = ("Regular", "Bold")
SPACES = "U+0020,U+00A0"
# Joiners, and the ring below a mark without a letter.
SHAPED = f"{SPACES},U+200C,U+200D,U+25CC"
ARABIC = f"{SHAPED},U+0600-06FF,U+0750-077F,U+08A0-08FF,U+FDF2,U+FDFA,U+FDFC,U+FDFD"
# Latin letters, digits and punctuation come from Atkinson in every language.
LETTERS = {
    "NotoSans": f"{SPACES},U+0400-045F,U+0490-0493",
    "NotoNaskhArabic": ARABIC,
    "NotoNastaliqUrdu": ARABIC,
    "NotoSansBengali": f"{SHAPED},U+0951,U+0952,U+0964,U+0965,U+0980-09FF",
}


def main() -> None:
    """Reads NAME-Regular.ttf and NAME-Bold.ttf of each font, and its licence as NAME-LICENSE.txt."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the fonts lie as the Noto project gives them")
    folder = parser.parse_args().folder
    for name, letters in LETTERS.items():
        for weight in WEIGHTS:
            file = f"{name}-{weight}.ttf"
            subset.main(
                [
                    str(folder / file),
                    f"--unicodes={letters}",
                    "--layout-features=*",
                    "--no-hinting",
                    "--notdef-outline",
                    "--glyph-names",
                    "--name-IDs=0,1,2,3,4,5,6,13,14",
                    "--drop-tables+=STAT,MVAR,DSIG,gasp,meta",
                    f"--output-file={TARGET / file}",
                ]
            )
        licence = f"{name}-LICENSE.txt"
        (TARGET / licence).write_bytes((folder / licence).read_bytes())


if __name__ == "__main__":
    main()
