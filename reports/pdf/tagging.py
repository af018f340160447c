"""A ReportLab canvas that tags what is drawn on it, as PDF/UA-1 (ISO 14289-1) asks.

Marked content is emitted while flowables draw themselves; the elements are collected on the
canvas and written with ReportLab's own objects just before the file is saved. Nothing is
patched, but some private hooks of ReportLab are used: its version is pinned exactly.
"""

# ruff: noqa: ANN401, N815 - ReportLab is untyped and names its attributes so

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase.pdfdoc import PDFString
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfgen.canvas import Canvas

from reports.emoji import spoken
from reports.fonts.keeping import keeps
from reports.pdf.errors import UnbalancedTagsError
from reports.pdf.metadata import write_metadata
from reports.pdf.output import write_file
from reports.pdf.pages_ahead import PagesAhead
from reports.pdf.structure import AnnotationKid, Element, MarkedContent, StructureWriter
from reports.pdf.tagged_text import TaggedText

if TYPE_CHECKING:
    from collections.abc import Iterator


class TaggedCanvas(Canvas):
    """A canvas that knows which structure element each drawing belongs to."""

    _currentMatrix: tuple[float, ...]  # ReportLab's: what places are counted from

    def __init__(self, *args: Any, **options: Any) -> None:
        """Start an empty document element and register what paragraphs may call."""
        options.setdefault("pdfVersion", (1, 7))
        self._language: str = options.get("lang") or "sv"
        self._root = Element("Document")
        self._open_elements = [self._root]
        self._continued: dict[tuple[object, str], Element] = {}
        self._marked_depth = 0  # above 0 inside an artifact or a marked content
        self._owners: list[Element] = []  # by MCID, of this page
        self._pages: list[list[Element]] = []
        self._annotations: list[tuple[Any, Element]] = []
        self._links: dict[str, Element] = {}
        self._glued_lines: Iterator[bool] = iter(())
        self._bookmarks = 0
        self._subset_names: dict[tuple[str, int], str] = {}
        self.tags_inside_text = False
        self.is_spoken = False  # inside a span that says how all of it is heard
        self.drawn_tables: set[object] = set()
        self.pages_ahead = PagesAhead()
        super().__init__(*args, **options)
        for name in ("link_open", "link_close", "span_open", "span_close"):
            self.setNamedCB(name, getattr(self, f"_{name}"))

    # Structure

    @property
    def innermost(self) -> Element:
        """The element that is open now and has no open element below it."""
        return self._open_elements[-1]

    @property
    def is_marked(self) -> bool:
        """Whether drawing now belongs to an artifact or an element already."""
        return self._marked_depth > 0

    @property
    def has_content(self) -> bool:
        """Whether anything that a reader hears stands on this page."""
        return bool(self._owners)

    def open_element(
        self,
        role: str,
        *,
        key: object = None,
        attributes: dict[str, Any] | None = None,
        texts: dict[str, str] | None = None,
    ) -> Element:
        """Open an element; the same key and role again go on with the same element.

        A paragraph that is split over two pages so stays one paragraph.
        """
        element = self._continued.get((key, role)) if key is not None else None
        if element is None:
            parent = None if self.is_marked else self.innermost
            element = Element(role, parent, attributes or {}, texts or {})
            if key is not None and not self.is_marked:
                self._continued[key, role] = element
        self._open_elements.append(element)
        return element

    def close_element(self) -> None:
        """Close the innermost element."""
        self._open_elements.pop()

    @contextmanager
    def element(self, role: str, **options: Any) -> Iterator[Element]:
        """Hold an element open while its content is drawn."""
        opened = self.open_element(role, **options)
        try:
            yield opened
        finally:
            self.close_element()

    # Marked content

    def begin_content(self, element: Element) -> str:
        """Return the operator that begins a marked content of an element."""
        mcid = len(self._owners)
        self._owners.append(element)
        element.kids.append(MarkedContent(self._pageNumber, mcid))
        return f"/{element.role} <</MCID {mcid}>> BDC"

    @contextmanager
    def content(self) -> Iterator[None]:
        """Let everything drawn inside belong to the innermost element."""
        if self.is_marked:
            yield
            return
        self._code.append(self.begin_content(self.innermost))
        self._marked_depth += 1
        try:
            yield
        finally:
            self._marked_depth -= 1
            self._code.append("EMC")

    def open_artifact(self, kind: str = "Layout", subtype: str | None = None) -> None:
        """Let what follows be decoration or pagination that no reader hears."""
        if not self.is_marked:
            detail = f"/Subtype /{subtype}" if subtype else ""
            self._code.append(f"/Artifact <</Type /{kind} {detail}>> BDC")
        self._marked_depth += 1

    def close_artifact(self) -> None:
        """End what was opened last as an artifact."""
        self._marked_depth -= 1
        if not self.is_marked:
            self._code.append("EMC")

    @contextmanager
    def artifact(self, kind: str = "Layout", subtype: str | None = None) -> Iterator[None]:
        """Hold an artifact open while it is drawn."""
        self.open_artifact(kind, subtype)
        try:
            yield
        finally:
            self.close_artifact()

    # Drawing without the canvas's own state, for what is drawn a thousand times

    def move_to(self, x: float, y: float) -> tuple[float, ...]:
        """Move the origin for what else leaves the state of the canvas as it found it.

        Return what `move_back` needs to end that.
        """
        before = self._currentMatrix
        self._currentMatrix = (*before[:4], *self.absolutePosition(x, y))
        self._code.append(f"q 1 0 0 1 {fp_str(x, y)} cm")
        return before

    def move_back(self, before: tuple[float, ...]) -> None:
        """Move the origin back to where it was."""
        self._code.append("Q")
        self._currentMatrix = before

    def add_content(self, operators: str) -> None:
        """Add operators that draw content of the innermost element."""
        if self.is_marked:
            self._code.append(operators)
        else:
            self._code.append(f"{self.begin_content(self.innermost)} {operators} EMC")

    def add_code(self, operators: str) -> None:
        """Add operators that leave the state of the page as they found it."""
        self._code.append(operators)

    def text_operators(self, face: str, size: float, text: str, *, may_be_kept: bool = True) -> str:
        """Return what writes a text in a face, inside a text object that has a place.

        What may not be kept for other reports, as a comment, is spelled out for this one.
        """
        font = getFont(face)
        spelled = font.spelled(text) if may_be_kept and keeps() else None
        if spelled is not None:
            return f"{self._subset_name(face, 0)} {size:g} Tf ({spelled}) Tj"
        parts = font.splitString(text, self._doc)
        shown = [
            f"{self._subset_name(face, subset)} {size:g} Tf ({self._escape(codes)}) Tj"
            for subset, codes in parts
        ]
        return shown[0] if len(shown) == 1 else " ".join(shown)

    def _subset_name(self, face: str, subset: int) -> str:
        name = self._subset_names.get((face, subset))
        if name is None:
            font = getFont(face)
            font.known_to(self._doc)
            name = font.getSubsetInternalName(subset, self._doc)
            self._subset_names[face, subset] = name
        return name

    # Paragraphs with links, spans and broken words

    @contextmanager
    def text_lines(self, *, glued: Iterator[bool], with_links: bool) -> Iterator[None]:
        """Draw a paragraph: `glued` tells for each line whether its last word goes on below."""
        self._glued_lines = glued
        if with_links and not self.is_marked:
            self.tags_inside_text = True
            marked: Any = nullcontext()
        else:
            marked = self.content()
        try:
            with marked:
                yield
        finally:
            self.tags_inside_text = False
            self._glued_lines = iter(())

    def next_line_is_glued(self) -> bool:
        """Tell whether the line that ends now ends inside a word."""
        return next(self._glued_lines, False)

    def beginText(self, x: float = 0, y: float = 0, direction: Any = None) -> TaggedText:
        """Return a text object that can hold tags."""
        return TaggedText(self, x, y, direction=direction)

    def line(self, *args: Any, **options: Any) -> None:
        """Draw a line; the underline of a link is drawn outside its text and is decoration."""
        with self.artifact() if self.tags_inside_text else nullcontext():
            super().line(*args, **options)

    def linkURL(self, url: str, rect: Any, relative: int = 0, **options: Any) -> None:
        """Place a link's rectangle and give it to the link's element."""
        options.update(Contents=PDFString(url), F=4)
        super().linkURL(url, rect, relative=relative, **options)
        element, reference = self._links[url], self._annotationrefs[-1]
        element.kids.append(AnnotationKid(self._pageNumber, reference))
        self._annotations.append((reference, element))

    def _link_open(self, _canvas: Any, _kind: Any, url: str) -> None:
        self._links[url] = Element("Link", self.innermost)
        self._text_code.extend(("EMC", self.begin_content(self._links[url])))

    def _link_close(self, _canvas: Any, _kind: Any, _url: str) -> None:
        self._text_code.extend(("EMC", self.begin_content(self.innermost)))

    def span_of(self, text: str) -> str:
        """Return the operator that begins a span heard as a text, its pictures by their names."""
        actual = spoken(text, self._language).encode("utf-16-be", "replace")
        return f"/Span <</ActualText <feff{actual.hex()}>>> BDC"

    def _span_open(self, _canvas: Any, _kind: Any, text_in_hex: str) -> None:
        self._text_code.append(self.span_of(bytes.fromhex(text_in_hex).decode()))
        self.is_spoken = True

    def _span_close(self, _canvas: Any, _kind: Any, _label: str) -> None:
        self._text_code.append("EMC")
        self.is_spoken = False

    @property
    def _text_code(self) -> list[str]:
        code: list[str] = self._curr_tx_info["tx"]._code
        return code

    # Pages and the file

    def add_bookmark(self, title: str, level: int, *, above: float) -> None:
        """Add an outline entry that leads to the current position."""
        self._bookmarks += 1
        name = f"heading-{self._bookmarks}"
        self.bookmarkHorizontal(name, 0, above)
        self.addOutlineEntry(title, name, level)

    def _setAnnotations(self, page: Any) -> None:
        super()._setAnnotations(page)
        if self.is_marked:
            raise UnbalancedTagsError(self._pageNumber, [])
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = len(self._pages), "/S"
        self.pages_ahead.keep(page)
        self._pages.append(self._owners)
        self._owners = []

    def save(self) -> None:
        """Write the structure and the metadata, then the file to where it belongs."""
        if self._code:
            self.showPage()
        if len(self._open_elements) > 1:
            raise UnbalancedTagsError(None, [element.role for element in self._open_elements[1:]])
        self.pages_ahead.fill_in(self.text_operators)
        StructureWriter(self._doc).write(self._root, self._pages, self._annotations)
        self.setViewerPreference("DisplayDocTitle", "true")
        write_metadata(self._doc)
        self._filename.write(write_file(self._doc, self))
