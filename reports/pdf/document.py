"""Documents: a report from a release, and the same tagged pages without results."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from reportlab.lib.colors import HexColor
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from reports.charts.palette import GRID, MUTED, WARNING, WHITE
from reports.colours import ACCENT, as_ground
from reports.cycles import no_search_for_cycles
from reports.emoji import spoken
from reports.errors import UnknownSectionError
from reports.fonts import REGULAR, SEMIBOLD, forget_words, register_faces
from reports.fonts.keeping import keeping
from reports.pdf import styles
from reports.pdf.errors import TooManyPagesError
from reports.pdf.layout import story
from reports.pdf.tagging import TaggedCanvas
from reports.pdf.writing import readable, shortened
from reports.sections.cover import Marks, Withholdings
from reports.sections.material import Material
from reports.sections.pieces import Callout, Section, Text
from reports.sections.written_plan import WrittenPlan
from reports.subjects import kind_of
from reports.texts import texts

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from reportlab.platypus import Flowable

    from reports.release import Release
    from reports.sections.cover import Cover
    from reports.sections.pieces import Piece
    from reports.subjects import Drawable
    from surveys.model import Survey

SUMMARY: Final = frozenset({"summary"})
"""What makes a report by itself, on two pages."""
BADGE: Final = 10.0

_LANGUAGE_TAGS: Final = {"sv": "sv-SE", "sv-simple": "sv-SE", "en": "en-GB"}


@dataclass(frozen=True, slots=True)
class Frontispiece:
    """What the edges and the properties of a document say."""

    title: str
    author: str
    language: str
    header_left: str
    header_right: str
    footer: str
    badge: str = ""  # on every page, as that of a rehearsal
    has_cover: bool = False  # the first page has a coloured ground, not a mark in its edge
    accent: str = ACCENT
    most_pages: int | None = None


def render_report(  # noqa: PLR0913 - what a report is made from, each named by the caller
    release: Release,
    cover: Cover,
    *,
    survey: Survey,
    language: str | None = None,
    withholdings: Withholdings = Withholdings(),  # noqa: B008 - frozen and empty
    marks: Marks = Marks(),  # noqa: B008 - as above
    plan: WrittenPlan = WrittenPlan(),  # noqa: B008 - as above
    only: Collection[str] | None = None,
    organisation_mean: bool = False,
) -> bytes:
    """Return the report of a release as PDF/UA-1 and PDF/A-2a; equal input gives equal bytes.

    `only` names the sections to draw (`SUMMARY` for the short report); all without it. A
    report without any of them, as one in which nobody may be shown, is its first page.
    `organisation_mean` shows the mean of all leaders, or says how many are missing for it.
    """
    material = Material(
        release,
        survey,
        cover,
        language or cover.language,
        withholdings,
        marks,
        plan,
        width=float(styles.WIDTH),
        organisation_mean=organisation_mean,
        has_cover=only is None,
    )
    return render_told(material, only=only)


@no_search_for_cycles()
def render_told(material: Drawable, *, only: Collection[str] | None = None) -> bytes:
    """Return the report of any kind of subject from its material; `only` as for a release."""
    register_faces()
    parts = _chosen(material, only)
    if material.cover.is_rehearsal and parts:
        # Said once to those who listen: the badge on every page is heard on none.
        parts[0] = _noted(parts[0], material.say("document.rehearsal_note"))
    title = "document.summary_title" if only is not None else kind_of(material.survey).title
    frontispiece = _frontispiece(material, title, has_cover=bool(parts[0].ground))
    with keeping():
        return _render(parts, frontispiece)


def _frontispiece(material: Drawable, title: str, *, has_cover: bool) -> Frontispiece:
    """Return what stands around the pages of a report, called by the text of that key."""
    cover, say = material.cover, material.say
    return Frontispiece(
        title=say(title, name=material.about),
        author=cover.organisation,
        language=material.language,
        header_left=f"{cover.organisation} · {cover.campaign}",
        header_right=material.about,
        footer=kind_of(material.survey).footer(material),
        badge=say("document.rehearsal").upper() if cover.is_rehearsal else "",
        has_cover=has_cover,
        accent=cover.accent,
    )


@no_search_for_cycles()
def render_document(
    title: str,
    blocks: Sequence[Piece | Section],
    *,
    author: str,
    language: str = "sv",
    footer: str = "",
    most_pages: int | None = None,
) -> bytes:
    """Return the tagged document without results, for letters, plans and protocols.

    Pieces before the first section belong to the page of the title. A document that would be
    longer than `most_pages` is a `TooManyPagesError`.
    """
    register_faces()
    first = [block for block in blocks if not isinstance(block, Section)]
    opening = Section("opening", title, tuple(first), is_title=True)
    parts = (opening, *(block for block in blocks if isinstance(block, Section)))
    frontispiece = Frontispiece(
        title=title,
        author=author,
        language=language,
        header_left=author,
        header_right=title,
        footer=footer,
        most_pages=most_pages,
    )
    return _render(parts, frontispiece)


def _chosen(material: Drawable, only: Collection[str] | None) -> list[Section]:
    parts = list(kind_of(material.survey).sections(material))
    if only is None:
        return parts
    known = {part.key for part in parts} | SUMMARY
    unknown = sorted(set(only) - known)
    if unknown:
        raise UnknownSectionError(*(f"There is no section {key!r}." for key in unknown))
    first, *others = [part for part in parts if part.key in only] or parts[:1]
    return [first if first.is_title else _titled(first, material), *others]


def _noted(section: Section, note: str) -> Section:
    """Return a section that begins with a note."""
    return replace(section, pieces=(Callout(note), *section.pieces))


def _titled(section: Section, material: Drawable) -> Section:
    """Return a section as the beginning of a document of its own: it says whose it is."""
    cover = material.cover
    facts = (cover.leader_name, cover.leader_title, cover.organisation, cover.period)
    whose = Text(" · ".join(fact.strip() for fact in facts if fact.strip()), tone="subtitle")
    kicker = material.say("opening.kicker", campaign=cover.campaign)
    return replace(section, is_title=True, kicker=kicker, pieces=(whose, *section.pieces))


def _render(parts: Sequence[Section], frontispiece: Frontispiece) -> bytes:
    page = PageTemplate("page", [page_frame()], onPage=_Edges(frontispiece).draw)
    return tagged(
        story(parts),
        page,
        title=frontispiece.title,
        author=frontispiece.author,
        language=frontispiece.language,
    )


class _PageFrame(Frame):
    """The room of a page; ReportLab copies it whenever it measures what keeps together."""

    def __deepcopy__(self, memo: dict[int, object]) -> _PageFrame:
        """Copy its numbers: it holds nothing else that measuring could change."""
        return copy(self)


def page_frame(place: tuple[float, float, float, float] = styles.ROOM) -> Frame:
    """Return the room of a page: left, bottom, width and height; without more, all but edges."""
    return _PageFrame(*place, 0, 0, 0, 0)


def tagged(
    flowables: list[Flowable], page: PageTemplate, *, title: str, author: str, language: str
) -> bytes:
    """Return flowables of the tagging layer as PDF/UA-1 and PDF/A-2a, on pages of one kind."""
    target = BytesIO()
    template = BaseDocTemplate(
        target,
        pagesize=styles.PAGE,
        title=spoken(readable(title, face=REGULAR), language),
        author=spoken(readable(author, face=REGULAR), language),
        lang=language_tag(language),
        initialFontName=REGULAR,
        pageCompression=0,  # the file is compressed as a whole
        invariant=1,  # no time, no random identifier: equal input gives equal bytes
    )
    template.addPageTemplates([page])
    template.build(flowables, canvasmaker=TaggedCanvas)
    forget_words()
    return target.getvalue()


def language_tag(language: str) -> str:
    """Return a language as PDF readers know it."""
    return _LANGUAGE_TAGS.get(language, language)


class _Edges:
    """The header and the footer of every page, which no reader hears again and again."""

    def __init__(self, frontispiece: Frontispiece) -> None:
        self._badge = readable(frontispiece.badge, face=SEMIBOLD)
        self._mark = HexColor(as_ground(frontispiece.accent))
        half = styles.WIDTH / 2 - (10 if not self._badge else 50)
        self._left = _edge(frontispiece.header_left, half)
        self._right = _edge(frontispiece.header_right, half)
        self._footer = _edge(frontispiece.footer, styles.WIDTH - 70)
        self._say = texts(frontispiece.language)
        self._most_pages, self._has_cover = frontispiece.most_pages, frontispiece.has_cover

    def draw(self, canvas: TaggedCanvas, _template: Any) -> None:  # noqa: ANN401 - ReportLab's
        left, right = styles.LEFT, styles.PAGE[0] - styles.LEFT
        top, bottom = styles.PAGE[1] - 12 * styles.MM, 10 * styles.MM
        page = canvas.getPageNumber()
        if self._most_pages is not None and page > self._most_pages:
            raise TooManyPagesError
        with canvas.artifact("Pagination", "Header"):
            self._prepare(canvas)
            if page == 1 and not self._has_cover:
                canvas.setFillColor(self._mark)
                canvas.rect(left, top - 8, 56, 6, stroke=0, fill=1)
            elif page > 1:
                _write(canvas, left, top, self._left)
                _write(canvas, right, top, self._right, ends_there=True)
                canvas.setStrokeColor(HexColor(GRID))
                canvas.line(left, top - 5, right, top - 5)
            if self._badge:
                self._draw_badge(canvas, top)
        with canvas.artifact("Pagination", "Footer"):
            self._prepare(canvas)
            _write(canvas, left, bottom, self._footer)
            _write(canvas, right, bottom, self._say("document.page", page=page), ends_there=True)

    def _draw_badge(self, canvas: TaggedCanvas, top: float) -> None:
        middle = styles.PAGE[0] / 2
        width = stringWidth(self._badge, SEMIBOLD, BADGE) + 16
        canvas.setFillColor(HexColor(WARNING))
        canvas.rect(middle - width / 2, top - 5, width, 17, stroke=0, fill=1)
        canvas.setFillColor(HexColor(WHITE))
        canvas.setFont(SEMIBOLD, BADGE)
        canvas.drawCentredString(middle, top, self._badge)

    @staticmethod
    def _prepare(canvas: TaggedCanvas) -> None:
        canvas.setFillColor(HexColor(MUTED))


def _write(
    canvas: TaggedCanvas, x: float, y: float, text: str, *, ends_there: bool = False
) -> None:
    if ends_there:
        x -= stringWidth(text, REGULAR, styles.SMALLEST)
    shown = canvas.text_operators(REGULAR, styles.SMALLEST, text)
    canvas.add_code(f"BT 1 0 0 1 {fp_str(x, y)} Tm {shown} ET")


def _edge(text: str, width: float) -> str:
    return shortened(text, face=REGULAR, size=styles.SMALLEST, width=width)
