"""Letters: one a page, each an element of its own in its reader's language, without results.

Their type is larger than a report's: who gets paper may read it in a break room.
"""

# ruff: noqa: ANN401, ARG002, N802, N803 - ReportLab is untyped and names its hooks so

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable, PageTemplate, Spacer

from reports.colours import ACCENT, as_ground
from reports.fonts import register_faces
from reports.pdf import styles
from reports.pdf.codes import CodeFigure
from reports.pdf.document import language_tag, page_frame, tagged
from reports.pdf.flowables import BULLETS, Close, NewPage, Open
from reports.pdf.layout import paragraph
from reports.pdf.paragraphs import ListItem
from reports.pdf.picture import on_white
from reports.pdf.writing import markup
from reports.sections.pieces import Bullets, Heading, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.pdf.codes import QrCode
    from reports.pdf.paragraphs import TagStyle
    from reports.pdf.tagging import TaggedCanvas

_CODE_SIDE: Final = 42 * styles.MM
_GAP: Final = 14
_LOGO: Final = (130.0, 30.0)


@dataclass(frozen=True, slots=True)
class HowToBegin:
    """How to begin: a code for the camera, and beside it what to do and what to type."""

    code: QrCode
    steps: tuple[str, ...]
    typed: str


@dataclass(frozen=True, slots=True)
class PrintedLetter:
    """One letter: above its title whom it is for, then pieces and the way in, in their order."""

    title: str
    kicker: str
    pieces: tuple[Text | Bullets | Heading | HowToBegin, ...]
    language: str
    is_from_the_right: bool = False


class OpenInLanguage(Open):
    """Open a section whose words are in a language of its own."""

    def __init__(self, language: str) -> None:
        """Take the language's key."""
        super().__init__("Sect")
        self.language = language

    def drawOn(self, canvas: TaggedCanvas, x: float, y: float, _sW: float = 0) -> None:
        """Open the element on the canvas."""
        canvas.open_element("Sect", texts={"Lang": language_tag(self.language)})


def render_letters(
    title: str,
    letters: Sequence[PrintedLetter],
    *,
    author: str,
    language: str,
    accent: str = ACCENT,
    logo: bytes = b"",
) -> bytes:
    """Return letters as one tagged document to print; each begins a page.

    The author's logo, a PNG, stands at the top right: the words below say the name.
    """
    register_faces()
    page = PageTemplate("letter", [page_frame()], onPage=_Head(accent, logo).draw)
    story = list(chain.from_iterable(_letter(place, one) for place, one in enumerate(letters)))
    return tagged(story, page, title=title, author=author, language=language)


def _letter(place: int, letter: PrintedLetter) -> Iterator[Flowable]:
    if place:
        yield NewPage()
    turned = partial(styles.turned, is_from_the_right=letter.is_from_the_right)
    yield OpenInLanguage(letter.language)
    if letter.kicker:
        yield paragraph(letter.kicker, turned(styles.KICKER))
    yield paragraph(letter.title, turned(styles.TITLE))
    for piece in letter.pieces:
        if isinstance(piece, HowToBegin):
            box = _WayInBox(piece, is_from_the_right=letter.is_from_the_right)
            yield from (Spacer(0, 6), box, Spacer(0, 10))
        elif isinstance(piece, Heading):
            yield paragraph(piece.text, turned(styles.FIRST_HEADING))
        elif isinstance(piece, Bullets):
            yield from _bullets(piece, turned(styles.LETTER_ITEM))
        else:
            yield paragraph(piece.text, turned(styles.LEAD))
    yield Close()


def _bullets(piece: Bullets, style: TagStyle) -> Iterator[Flowable]:
    yield Open("L", attributes=BULLETS)
    for text in piece.items:
        room = styles.WIDTH - style.leftIndent - style.rightIndent
        marked = markup(text, face=style.fontName, size=style.fontSize, width=room)
        yield ListItem(marked, style, bulletText="•")
    yield Close()


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands at the top of every page, which no reader needs to hear."""

    accent: str
    logo: bytes

    def draw(self, canvas: TaggedCanvas, _template: Any) -> None:
        top = styles.PAGE[1] - 12 * styles.MM
        with canvas.artifact("Pagination", "Header"):
            canvas.setFillColor(HexColor(as_ground(self.accent)))
            canvas.rect(styles.LEFT, top - 8, 56, 6, stroke=0, fill=1)
            if self.logo:
                picture = on_white(self.logo)
                scale = min(_LOGO[0] / picture.width, _LOGO[1] / picture.height)
                width, height = picture.width * scale, picture.height * scale
                right = styles.PAGE[0] - styles.LEFT
                place = (right - width, top - height / 2 - 5, width, height)
                canvas.drawImage(ImageReader(picture), *place)


class _WayInBox(Flowable):
    """The code where lines begin, what to do beside it."""

    def __init__(self, way_in: HowToBegin, *, is_from_the_right: bool) -> None:
        super().__init__()
        self._code = CodeFigure(way_in.code, _CODE_SIDE)
        self._room = room = styles.WIDTH - _CODE_SIDE - _GAP
        turned = partial(styles.turned, is_from_the_right=is_from_the_right)
        self._lines = [paragraph(step, turned(styles.LEAD), width=room) for step in way_in.steps]
        self._lines.append(paragraph(way_in.typed, turned(styles.TYPED), width=room))
        self._places = (room + _GAP, 0) if is_from_the_right else (0, _CODE_SIDE + _GAP)

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        heights = [line.wrap(self._room, availHeight)[1] for line in self._lines]
        spaces = sum(line.style.spaceAfter for line in self._lines[:-1])
        self._text_height = sum(heights) + spaces
        self.height = max(_CODE_SIDE, self._text_height)
        return availWidth, self.height

    def draw(self) -> None:
        code, words = self._places
        self._code.drawOn(self.canv, code, self.height - _CODE_SIDE)
        y = self.height - max(0, (_CODE_SIDE - self._text_height) / 2)
        for line in self._lines:
            y -= line.height
            line.drawOn(self.canv, words, y)
            y -= line.style.spaceAfter
