"""Make the embedded faces: download, subset to what reports need, write TrueType.

Run by `make assets`; needs npm, apt and dpkg-deb. The result is committed beside this file.
"""

from __future__ import annotations

import subprocess
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Final

from fontTools import subset
from fontTools.ttLib import TTFont

HERE: Final = Path(__file__).parent

INTER: Final = "inter-ui@4.1.1"
INTER_FACES: Final = ("Regular", "SemiBold", "Bold", "Italic")

NOTO: Final = "fonts-noto-core"
NOTO_FACES: Final = ("NotoSansArabic", "NotoSansHebrew", "NotoSansEthiopic", "NotoSansThai")
SHAPED: Final = ("NotoSansArabic", "NotoSansHebrew", "NotoSansThai")

LATIN_GREEK_CYRILLIC: Final = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x250),
    *range(0x2B0, 0x400),  # modifiers, combining marks, Greek
    *range(0x400, 0x530),  # Cyrillic
    *range(0x1E00, 0x2000),  # Vietnamese, Greek with accents
    *range(0x2010, 0x2028),
    *range(0x2030, 0x205F),
    *range(0x2070, 0x20C0),  # superscripts, currency
    *range(0x2100, 0x2200),  # letter-like, fractions, arrows
    *range(0x2200, 0x2270),  # the mathematics of a method page
    *range(0x25A0, 0x2600),
    *range(0x2600, 0x2670),
    *range(0x2700, 0x27C0),
    0xFFFD,
)


def build(folder: Path = HERE) -> None:
    """Write every face and its licence into a folder."""
    with tempfile.TemporaryDirectory() as scratch:
        _build_inter(Path(scratch), folder)
        _build_noto(Path(scratch), folder)


def _build_inter(scratch: Path, folder: Path) -> None:
    subprocess.run(["npm", "pack", "--silent", INTER], cwd=scratch, check=True)
    with tarfile.open(next(scratch.glob("inter-ui-*.tgz"))) as archive:
        archive.extractall(scratch, filter="data")
    for face in INTER_FACES:
        font = TTFont(scratch / "package" / "web" / f"Inter-{face}.woff2")
        _write_subset(font, folder / f"Inter-{face}.ttf", LATIN_GREEK_CYRILLIC)
    licence = (scratch / "package" / "LICENSE.txt").read_text("utf-8")
    (folder / "OFL-Inter.txt").write_text(licence, "utf-8")


def _build_noto(scratch: Path, folder: Path) -> None:
    subprocess.run(["apt-get", "download", NOTO], cwd=scratch, check=True)
    package = next(scratch.glob(f"{NOTO}_*.deb"))
    subprocess.run(["dpkg-deb", "-x", package.name, "noto"], cwd=scratch, check=True)
    faces = scratch / "noto/usr/share/fonts/truetype/noto"
    for face in NOTO_FACES:
        font = TTFont(faces / f"{face}-Regular.ttf")
        characters = tuple(font.getBestCmap())
        is_shaped = face in SHAPED
        _write_subset(font, folder / f"{face}-Regular.ttf", characters, is_shaped=is_shaped)
    notice = (scratch / "noto/usr/share/doc" / NOTO / "copyright").read_text("utf-8")
    (folder / "OFL-Noto.txt").write_text(notice, "utf-8")


def _write_subset(
    font: TTFont, path: Path, characters: tuple[int, ...], *, is_shaped: bool = False
) -> None:
    options = subset.Options(
        layout_features=subset.Options().layout_features if is_shaped else [],
        hinting=False,
        notdef_outline=True,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],  # the licence stays inside the face
    )
    options.drop_tables += ["DSIG", "STAT", "MATH"]
    if not is_shaped:  # Latin letters stand as they are
        options.drop_tables += ["GSUB", "GPOS", "GDEF"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font.flavor = None
    font.recalcTimestamp = False  # the same input gives the same file
    buffer = BytesIO()
    font.save(buffer)
    path.write_bytes(buffer.getvalue())


if __name__ == "__main__":
    build()
