"""The logical structure of a tagged document: its elements, and how they are written."""

# ruff: noqa: ANN401 - ReportLab is untyped

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase.pdfdoc import PDFArrayCompact, PDFDictionary, PDFObject, PDFString
from reportlab.pdfbase.pdfdoc import format as formatted

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class MarkedContent:
    """A run of drawing on one page that belongs to an element."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class AnnotationKid:
    """An annotation, such as a link's rectangle, that belongs to an element."""

    page: int
    reference: Any  # a PDFObjectReference; ReportLab is untyped


@dataclass(slots=True, eq=False)
class Element:
    """One structure element; its kids are elements, drawing and annotations in reading order."""

    role: str
    parent: Element | None = None
    attributes: dict[str, Any] = field(default_factory=dict)  # the /A dictionary, with its owner
    texts: dict[str, str] = field(default_factory=dict)  # Alt, ActualText, Lang
    kids: list[Element | MarkedContent | AnnotationKid] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Join the parent's kids: elements are opened in reading order."""
        if self.parent is not None:
            self.parent.kids.append(self)

    @property
    def first_page(self) -> int | None:
        """The page of the first drawing that belongs directly to this element."""
        for kid in self.kids:
            if isinstance(kid, MarkedContent):
                return kid.page
        return None

    def walk(self) -> Iterator[Element]:
        """Yield this element and all below it in reading order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [kid for kid in reversed(element.kids) if isinstance(kid, Element)]


class StructureWriter:
    """Writes a finished tree of elements into a ReportLab document."""

    def __init__(self, document: Any) -> None:
        """Take the PDFDocument that the tree is written into."""
        self._document = document
        self._objects: dict[int, _ElementObject] = {}
        self._numbers: list[Any] = []

    def write(
        self,
        root: Element,
        pages: list[list[Element]],
        annotations: list[tuple[Any, Element]],
    ) -> None:
        """Write the tree, the parent tree and the marks of a tagged document.

        `pages` holds for each page the owner of each marked content, by its number;
        `annotations` the reference and the owner of each annotation.
        """
        tree = PDFDictionary({"Type": "/StructTreeRoot"})
        tree_reference = self._document.Reference(tree)
        self._place_elements(root, tree_reference)
        self._number_pages(pages)
        self._number_annotations(annotations)
        tree["K"] = PDFArrayCompact([self._reference(root)])
        numbers = PDFDictionary({"Nums": PDFArrayCompact(self._numbers)})
        tree["ParentTree"] = self._document.Reference(numbers)
        tree["ParentTreeNextKey"] = len(pages) + len(annotations)
        self._document.Catalog.StructTreeRoot = tree_reference
        self._document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})

    def _place_elements(self, root: Element, tree_reference: Any) -> None:
        numbers = self._document.idToObjectNumberAndVersion
        above = formatted(tree_reference, self._document).decode()
        for element in root.walk():
            parent = self._objects[id(element.parent)].reference if element.parent else above
            written = _ElementObject(element, parent, self._objects)
            name = self._document.Reference(written).name
            written.reference = f"{numbers[name][0]} 0 R"
            self._objects[id(element)] = written

    def _reference(self, element: Element) -> str:
        return self._objects[id(element)].reference

    def _number_pages(self, pages: list[list[Element]]) -> None:
        for number, owners in enumerate(pages):
            references = _Written(f"[{' '.join(map(self._reference, owners))}]")
            self._numbers += [number, self._document.Reference(references)]

    def _number_annotations(self, annotations: list[tuple[Any, Element]]) -> None:
        first = len(self._numbers) // 2
        for number, (reference, owner) in enumerate(annotations, first):
            # LinkAnnotation does not let its class set this key, the written dictionary does.
            self._document.idToObject[reference.name]["StructParent"] = number
            self._numbers += [number, self._reference(owner)]


class _Written(PDFObject):
    """An object whose text is known."""

    def __init__(self, text: str) -> None:
        self._text = text

    def format(self, _document: Any) -> bytes:
        return self._text.encode()


class _ElementObject(PDFObject):
    """An element as the file holds it, spelled out at once: a report has a thousand of them."""

    def __init__(self, element: Element, parent: str, objects: dict[int, _ElementObject]) -> None:
        self.reference = ""
        self._element, self._parent, self._objects = element, parent, objects

    def format(self, document: Any) -> bytes:
        element, page = self._element, self._element.first_page
        parts = [f"<</S/{element.role}/P {self._parent}".encode()]
        if element.attributes:
            parts += [b"/A", _attributes(element.attributes, document)]
        for name, text in element.texts.items():
            parts += [f"/{name} ".encode(), formatted(PDFString(text), document)]
        if page is not None:
            parts.append(f"/Pg {_page(page, document)}".encode())
        if element.kids:
            kids = " ".join([self._kid(kid, page, document) for kid in element.kids])
            parts.append((f"/K {kids}" if len(element.kids) == 1 else f"/K [{kids}]").encode())
        parts.append(b">>")
        return b"".join(parts)

    def _kid(
        self, kid: Element | MarkedContent | AnnotationKid, page: int | None, document: Any
    ) -> str:
        if isinstance(kid, Element):
            return self._objects[id(kid)].reference
        if isinstance(kid, MarkedContent) and kid.page == page:
            return str(kid.mcid)
        here = _page(kid.page, document)
        if isinstance(kid, AnnotationKid):
            thing = formatted(kid.reference, document).decode()
            return f"<</Type/OBJR/Pg {here}/Obj {thing}>>"
        return f"<</Type/MCR/Pg {here}/MCID {kid.mcid}>>"


def _attributes(attributes: dict[str, Any], document: Any) -> bytes:
    entries = tuple(attributes.items())
    if all(isinstance(value, str | int) for _, value in entries):
        return _plain_dictionary(entries)
    spelled: bytes = formatted(PDFDictionary(attributes), document)
    return spelled


@lru_cache(maxsize=64)  # the hundreds of header cells of a report have two kinds of attributes
def _plain_dictionary(entries: tuple[tuple[str, str | int], ...]) -> bytes:
    return f"<<{''.join(f'/{name} {value}' for name, value in entries)}>>".encode()


def _page(number: int, document: Any) -> str:
    return f"{document.idToObjectNumberAndVersion[f'Page{number}'][0]} 0 R"
