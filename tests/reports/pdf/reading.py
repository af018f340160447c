"""Read a tagged PDF as a screen reader does: along the structure tree, not along the page."""

# ruff: noqa: ANN401 - pikepdf's objects know their types only while running

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEX: Final = re.compile(rb"<([0-9A-Fa-f]+)>")
_ONE: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_ARRAY: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*\[([^\]]*)\]")


@dataclass(slots=True)
class Node:
    """One structure element: its role, text and alternative, what is below it, its pages."""

    role: str
    text: str = ""
    alternative: str = ""
    below: list[Node] = field(default_factory=list)
    pages: set[Any] = field(default_factory=set)

    def find(self, role: str) -> list[Node]:
        """Return all elements of a role, in reading order."""
        here = [self] if self.role == role else []
        return here + [found for node in self.below for found in node.find(role)]

    @property
    def all_text(self) -> str:
        """The text of this element and of all below it, as it is heard."""
        parts = [self.alternative or self.text, *(node.all_text for node in self.below)]
        return " ".join(part.strip() for part in parts if part.strip())


def read(content: bytes) -> Node:
    """Return the document's structure with the text of each element."""
    with pikepdf.open(BytesIO(content)) as pdf:
        texts = {page.obj.objgen: _marked_texts(page) for page in pdf.pages}
        return _node(pdf.Root.StructTreeRoot.K[0], texts, None)


def outline(content: bytes) -> str:
    """Return the structure with its text, one element a line: what golden files hold."""
    return "\n".join(_lines(read(content), 0)) + "\n"


def fonts(content: bytes) -> set[str]:
    """Return the names of the faces that pages draw with."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return {
            str(font.BaseFont).partition("+")[2]
            for page in pdf.pages
            for font in page.Resources.Font.values()
        }


def _lines(node: Node, depth: int) -> Iterator[str]:
    text = " ".join(f"{node.alternative or node.text}".split())
    yield f"{'  ' * depth}{node.role}{f': {text}' if text else ''}"
    for below in node.below:
        yield from _lines(below, depth + 1)


def _node(element: Any, texts: dict[Any, dict[int, str]], page: Any) -> Node:
    page = element.get("/Pg", page)
    node = Node(str(element.S)[1:], alternative=str(element.get("/Alt", "")))
    kids = element.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary):
            if kid.get("/Type") == Name.MCR:
                node.pages.add(kid.Pg.objgen)
                node.text += texts[kid.Pg.objgen].get(int(kid.MCID), "")
            elif kid.get("/Type") != Name.OBJR:
                node.below.append(_node(kid, texts, page))
        else:
            node.pages.add(page.objgen)
            node.text += texts[page.objgen].get(int(kid), "")
    return node


def _marked_texts(page: Any) -> dict[int, str]:
    """Return the text of each marked content of a page, with ActualText in its place."""
    maps = {name: _unicode_map(font) for name, font in page.Resources.Font.items()}
    found: dict[int, str] = {}
    marks: list[tuple[int | None, bool]] = []
    letters: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operands, name = instruction.operands, str(instruction.operator)
        if name in {"BDC", "BMC"}:
            marks.append(_mark(operands, marks, found))
        elif name == "EMC":
            marks.pop()
        elif name == "Tf":
            letters = maps[str(operands[0])]
        elif name in {"Tj", "TJ"} and marks and marks[-1][0] is not None and not marks[-1][1]:
            mcid = marks[-1][0]
            found[mcid] = found.get(mcid, "") + _decoded(operands[0], letters)
    return found


def _mark(
    operands: Any, marks: list[tuple[int | None, bool]], found: dict[int, str]
) -> tuple[int | None, bool]:
    """Return the marked content that begins: its number, and whether its letters are replaced."""
    properties = operands[1] if len(operands) > 1 else Dictionary()
    outer, replaced = marks[-1] if marks else (None, False)
    if "/MCID" in properties:
        return int(properties.MCID), False
    if "/ActualText" in properties and outer is not None:
        found[outer] = found.get(outer, "") + str(properties.ActualText)
        return outer, True
    if operands[0] == Name.Artifact:
        return None, True
    return outer, replaced


def _decoded(operand: Any, letters: dict[int, str]) -> str:
    strings = operand if isinstance(operand, Array) else [operand]
    codes = [code for one in strings if isinstance(one, pikepdf.String) for code in bytes(one)]
    return "".join(letters.get(code, "\ufffd") for code in codes)


def _unicode_map(font: Any) -> dict[int, str]:
    if "/ToUnicode" not in font:
        return {}
    source = font.ToUnicode.read_bytes()
    letters: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", source, re.DOTALL):
        letters.update({int(code, 16): _text(value) for code, value in _ONE.findall(block)})
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", source, re.DOTALL):
        for first, _, values in _ARRAY.findall(block):
            for place, value in enumerate(_HEX.findall(values)):
                letters[int(first, 16) + place] = _text(value)
        for first, last, value in _RANGE.findall(_ARRAY.sub(b"", block)):
            start = int(value, 16)
            for code in range(int(first, 16), int(last, 16) + 1):
                letters[code] = chr(start + code - int(first, 16))
    return letters


def _text(value: bytes) -> str:
    return bytes.fromhex(value.decode()).decode("utf-16-be")
