"""The logical structure of a tagged document: its elements, and how they are written."""

# ruff: noqa: ANN401 - ReportLab is untyped

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase.pdfdoc import (
    PDFArrayCompact,
    PDFDictionary,
    PDFName,
    PDFObjectReference,
    PDFString,
)

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
        return next((kid.page for kid in self.kids if isinstance(kid, MarkedContent)), None)

    def walk(self) -> Iterator[Element]:
        """Yield this element and all below it in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()


class StructureWriter:
    """Writes a finished tree of elements into a ReportLab document."""

    def __init__(self, document: Any) -> None:
        """Take the PDFDocument that the tree is written into."""
        self._document = document
        self._references: dict[int, Any] = {}
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
        self._write_elements(root, tree_reference)
        self._number_pages(pages)
        self._number_annotations(annotations)
        tree["K"] = PDFArrayCompact([self._references[id(root)]])
        numbers = PDFDictionary({"Nums": PDFArrayCompact(self._numbers)})
        tree["ParentTree"] = self._document.Reference(numbers)
        tree["ParentTreeNextKey"] = len(pages) + len(annotations)
        self._document.Catalog.StructTreeRoot = tree_reference
        self._document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})

    def _write_elements(self, root: Element, tree_reference: Any) -> None:
        dictionaries = [(element, PDFDictionary({})) for element in root.walk()]
        for element, dictionary in dictionaries:
            self._references[id(element)] = self._document.Reference(dictionary)
        for element, dictionary in dictionaries:
            parent = element.parent
            dictionary["S"] = PDFName(element.role)
            dictionary["P"] = self._references[id(parent)] if parent else tree_reference
            self._describe(element, dictionary)

    def _describe(self, element: Element, dictionary: Any) -> None:
        if element.attributes:
            dictionary["A"] = PDFDictionary(element.attributes)
        for name, text in element.texts.items():
            dictionary[name] = PDFString(text)
        page = element.first_page
        if page is not None:
            dictionary["Pg"] = _page_reference(page)
        kids = [self._kid(kid, page) for kid in element.kids]
        if kids:
            dictionary["K"] = kids[0] if len(kids) == 1 else PDFArrayCompact(kids)

    def _kid(self, kid: Element | MarkedContent | AnnotationKid, page: int | None) -> Any:
        if isinstance(kid, Element):
            return self._references[id(kid)]
        if isinstance(kid, AnnotationKid):
            entry = {"Type": "/OBJR", "Pg": _page_reference(kid.page), "Obj": kid.reference}
            return PDFDictionary(entry)
        if kid.page == page:
            return kid.mcid
        entry = {"Type": "/MCR", "Pg": _page_reference(kid.page), "MCID": kid.mcid}
        return PDFDictionary(entry)

    def _number_pages(self, pages: list[list[Element]]) -> None:
        for number, owners in enumerate(pages):
            references = PDFArrayCompact([self._references[id(owner)] for owner in owners])
            self._numbers += [number, self._document.Reference(references)]

    def _number_annotations(self, annotations: list[tuple[Any, Element]]) -> None:
        first = len(self._numbers) // 2
        for number, (reference, owner) in enumerate(annotations, first):
            # LinkAnnotation does not let its class set this key, the written dictionary does.
            self._document.idToObject[reference.name]["StructParent"] = number
            self._numbers += [number, self._references[id(owner)]]


def _page_reference(number: int) -> Any:
    return PDFObjectReference(f"Page{number}")
