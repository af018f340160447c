"""Make the kept set of emoji: pictures as operators of a PDF, names as people say them.

Run by `make assets`; needs npm. The result is committed beside this file.
"""

from __future__ import annotations

import json
import math
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from fontTools.misc.transform import Identity, Transform
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.svgLib.path import parse_path
from PIL.ImageColor import getrgb

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE: Final = Path(__file__).parent
PICTURES: Final = "@twemoji/svg@15.0.0"
NAMES: Final = ("cldr-annotations-full@48.2.0", "cldr-annotations-derived-full@48.2.0")
NOTICE: Final = """\
The pictures in emoji.zip are Twemoji's, Copyright Twitter, Inc. and other contributors
(https://github.com/jdecked/twemoji), under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
They were changed: from SVG to operators of PDF, places rounded, light that shines through mixed
with white. They come without warranty of any kind.

The names are those of Unicode's Common Locale Data Repository, under the following licence.
"""
LANGUAGES: Final = ("sv", "en", "fi")

FINENESS: Final = 10
"""Places are whole tenths of a step: a picture is 36 steps wide."""
PRESENTATION: Final = "\ufe0f"
PAINTS: Final = {"nonzero": "f", "evenodd": "f*"}
_TRANSFORMS: Final = re.compile(r"(rotate|matrix)\(([^)]*)\)")
_OPERATORS: Final = {"moveTo": "m", "lineTo": "l", "curveTo": "c", "closePath": "h", "endPath": ""}


def build(folder: Path = HERE) -> None:
    """Write the set into a folder."""
    with tempfile.TemporaryDirectory() as scratch:
        pictures = dict(pictures_in(_unpacked(PICTURES, Path(scratch) / "pictures")))
        sources = [_unpacked(name, Path(scratch) / name.split("@")[0]) for name in NAMES]
        members: dict[str, Any] = {
            f"names/{one}.json": names_in(sources, one, set(pictures)) for one in LANGUAGES
        }
        licence = (sources[0] / "LICENSE").read_text("utf-8")
    # Sequences that begin alike look alike: packed together they take a third of the room.
    members["sequences.json"] = sorted(pictures)
    for sequence in sorted(pictures):
        group = members.setdefault(f"pictures/{ord(sequence[0]):x}.json", {})
        group[sequence] = pictures[sequence]
    with ZipFile(folder / "emoji.zip", "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(members):
            text = json.dumps(members[name], ensure_ascii=False, separators=(",", ":"))
            archive.writestr(ZipInfo(name), text, ZIP_DEFLATED, 9)
    (folder / "LICENCES.txt").write_text(f"{NOTICE}\n{licence}", "utf-8")


def _unpacked(package: str, folder: Path) -> Path:
    folder.mkdir()
    subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def names_in(sources: list[Path], language: str, known: set[str]) -> dict[str, str]:
    """Return what a language calls each picture."""
    found: dict[str, str] = {}
    for source in sources:
        (path,) = source.glob(f"annotations*/{language}/annotations.json")
        (tree,) = json.loads(path.read_text("utf-8")).values()
        for sequence, said in tree["annotations"].items():
            bare = sequence.replace(PRESENTATION, "")
            if bare in known and "tts" in said:
                found[bare] = said["tts"][0]
    return dict(sorted(found.items()))


def pictures_in(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each sequence that a folder draws as an SVG, with its picture as operators of PDF."""
    for file in sorted(set(folder.glob("*.svg")) - set(folder.glob("e*.svg"))):  # private ones
        sequence = "".join(chr(int(part, 16)) for part in file.stem.split("-"))
        drawing = ET.fromstring(file.read_text("utf-8"))  # noqa: S314 - a package we name
        code, colour = [], ""
        for path, fill, paint in _shapes(drawing, Identity, {}):
            if fill != colour:
                colour = fill
                code.append(f"{fill} rg")
            code.append(f"{path} {paint}")
        yield sequence.replace(PRESENTATION, ""), "\n".join(code)


def _shapes(
    node: ET.Element, place: Transform, look: dict[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Yield path, colour and way of painting of each shape; clips cut nothing that is seen."""
    look = {**look, **node.attrib, "opacity": str(_opacity(node, look))}
    for kind, numbers in _TRANSFORMS.findall(node.get("transform", "")):
        place = place.transform(_transform(kind, [float(one) for one in _numbers(numbers)]))
    name = node.tag.rpartition("}")[2]
    if name in {"defs", "clipPath"}:
        return
    for child in node:
        yield from _shapes(child, place, look)
    outline = _outline(name, node)
    fill = look.get("fill", "#000")
    if outline and fill != "none":
        yield (
            _path(outline, place),
            _colour(fill, float(look["opacity"])),
            PAINTS[look.get("fill-rule", "nonzero")],
        )


def _opacity(node: ET.Element, look: dict[str, str]) -> float:
    own = float(node.get("opacity", 1)) * float(node.get("fill-opacity", 1))
    return own * float(look.get("opacity", 1))


def _numbers(text: str) -> list[str]:
    return re.findall(r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?", text)


def _transform(kind: str, numbers: list[float]) -> Transform:
    if kind == "matrix":
        return Transform(*numbers)
    angle, x, y = (*numbers, 0.0, 0.0)[:3]
    return Identity.translate(x, y).rotate(math.radians(angle)).translate(-x, -y)


def _outline(name: str, node: ET.Element) -> str:
    if name == "path":
        return node.get("d", "")
    if name not in {"circle", "ellipse"}:
        return ""
    x, y = float(node.get("cx", 0)), float(node.get("cy", 0))
    across = float(node.get("rx", node.get("r", 0)))
    up = float(node.get("ry", node.get("r", 0)))
    half = f"a{across},{up} 0 1,0"
    return f"M{x - across},{y} {half} {2 * across},0 {half} {-2 * across},0 z"


def _path(outline: str, place: Transform) -> str:
    pen = RecordingPen()
    parse_path(outline, TransformPen(pen, place))
    parts = []
    for verb, points in pen.value:
        if verb == "qCurveTo":
            raise ValueError(outline)
        numbers = (round(FINENESS * number) for point in points for number in point)
        parts.append(" ".join((*map(str, numbers), _OPERATORS[verb])).strip())
    return " ".join(part for part in parts if part)


def _colour(fill: str, opacity: float) -> str:
    """Return three numbers; what lets light through is mixed with white."""
    mixed = (1 - opacity * (1 - part / 255) for part in getrgb(fill)[:3])
    return " ".join(f"{part:.3f}".strip("0").rstrip(".") or "0" for part in mixed)


if __name__ == "__main__":
    build()
