"""The sample report beside WeasyPrint and typst, each making PDF/UA-1 from the same pieces.

typst remembers what it laid out before, so its warm figure is of a document that did not
change; it also uses every core.
"""

from __future__ import annotations

import resource
import tempfile
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typst
from weasyprint import CSS, HTML  # type: ignore[import-untyped]  # it brings no types
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]  # as above

from benchmarks.measure import Figures, measure, verdict
from reports import fonts
from reports.charts import to_svg
from reports.pdf import render_report
from reports.sample import sample
from reports.sections.material import Material
from reports.sections.pieces import Bullets, Callout, Chart, Comment, Grid, Heading, Text, Together
from reports.sections.report import sections
from surveys.library import find_survey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reports.sections.pieces import Piece, Section

MANY: Final = 100
SLOWEST_MS: Final = 120
FASTER: Final = 8
FACES: Final = Path(fonts.__file__).parent


def run() -> Figures:
    """Measure one report, warm, and the memory that a hundred of them leave behind."""
    survey = find_survey("orebro")
    made = sample(survey, "sv")
    draw = partial(render_report, made.release, made.cover, survey=survey)
    parts = sections(Material(made.release, survey, made.cover, "sv"))
    with tempfile.TemporaryDirectory() as folder:
        contenders: dict[str, Callable[[], bytes]] = {
            "ours": draw,
            "WeasyPrint": partial(_weasyprint, _html(parts)),
            "typst": partial(_typst, _write_typst(parts, Path(folder))),
        }
        timings = measure(contenders)
        sizes = {name: len(make()) / 1000 for name, make in contenders.items()}
    ours = timings["ours"].median_ms
    rows = [
        (name, str(timing), f"{sizes[name]:.0f}", f"{timing.median_ms / ours:.1f} ×")
        for name, timing in timings.items()
    ]
    rows.append(("ours, target", verdict(ours, SLOWEST_MS), verdict(sizes["ours"], 150), ""))
    rows.append(("memory after 100 more", f"{_growth_mb(draw):.1f} MB more", "", ""))
    return Figures(
        "a leader's report as PDF/UA-1 (ours also PDF/A-2a)",
        ("", "median ms (range)", "kB", "against ours"),
        rows,
    )


def _growth_mb(draw: Callable[[], bytes]) -> float:
    draw()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(MANY):
        draw()
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def _weasyprint(html: str) -> bytes:
    configuration = FontConfiguration()
    css = CSS(string=_css(), font_config=configuration)
    made: bytes = HTML(string=html).write_pdf(
        stylesheets=[css], font_config=configuration, pdf_variant="pdf/ua-1"
    )
    return made


def _css() -> str:
    faces = "".join(
        f"@font-face{{font-family:Inter;font-weight:{weight};src:url(file://{FACES}/{file}.ttf)}}"
        for weight, file in ((400, "Inter-Regular"), (600, "Inter-SemiBold"), (700, "Inter-Bold"))
    )
    return f"""{faces}
@page {{ size: A4; margin: 22mm 20mm 19mm; @bottom-right {{ content: counter(page) }} }}
body {{ font: 10pt/1.46 Inter }} section {{ break-before: page }} svg text {{ font-family: Inter }}
table {{ width: 100%; border-collapse: collapse; font-size: 9pt }}
td, th {{ border-bottom: 0.5pt solid #d9dfe6; padding: 3pt 5pt; text-align: left }}
blockquote {{ border-left: 1.4pt solid #7b8794; margin-left: 0; padding-left: 10pt }}"""


def _html(parts: Iterable[Section]) -> str:
    body = "".join(
        f"<section><h2>{escape(part.title)}</h2>{''.join(map(_html_piece, part.pieces))}</section>"
        for part in parts
    )
    return f"<!doctype html><html lang=sv><title>Rapport</title><body><h1>Rapport</h1>{body}"


def _html_piece(piece: Piece) -> str:  # noqa: PLR0911 - one return for each kind of piece
    match piece:
        case Heading():
            return f"<h3>{escape(piece.text)}</h3>"
        case Text() | Callout():
            return f"<p>{escape(piece.text)}</p>"
        case Comment():
            return f"<blockquote>{escape(piece.text)}</blockquote>"
        case Bullets():
            return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in piece.items)}</ul>"
        case Chart():
            return f"<p>{to_svg(piece.drawing, title=piece.alternative)}</p>"
        case Grid():
            return f"<table>{_html_row(piece.header, 'th')}{_html_rows(piece)}</table>"
        case Together():
            return "".join(map(_html_piece, piece.pieces))
        case _:
            return ""


def _html_rows(grid: Grid) -> str:
    return "".join(_html_row(row, "td") for row in grid.rows)


def _html_row(cells: Iterable[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"


def _typst(source: Path) -> bytes:
    made: Any = typst.compile(
        str(source), format="pdf", font_paths=[str(FACES)], pdf_standards=["ua-1"]
    )
    return bytes(made)


def _write_typst(parts: Iterable[Section], folder: Path) -> Path:
    lines = [
        '#set document(title: "Rapport", author: "K")',
        '#set text(lang: "sv", font: "Inter", size: 10pt)',
        '#set page(paper: "a4", margin: (x: 20mm, top: 22mm, bottom: 19mm), numbering: "1")',
        "= Rapport",
    ]
    for number, part in enumerate(parts):
        lines.append(f"#pagebreak(weak: true)\n== {_typst_text(part.title)}")
        for place, piece in enumerate(part.pieces):
            lines += _typst_piece(piece, folder, f"{number}-{place}")
    source = folder / "report.typ"
    source.write_text("\n\n".join(lines), "utf-8")
    return source


def _typst_piece(piece: Piece, folder: Path, name: str) -> list[str]:  # noqa: PLR0911 - as in `_html_piece`
    match piece:
        case Heading():
            return [f"=== {_typst_text(piece.text)}"]
        case Text() | Callout() | Comment():
            return [_typst_text(piece.text)]
        case Bullets():
            return ["\n".join(f"- {_typst_text(item)}" for item in piece.items)]
        case Chart():
            svg = to_svg(piece.drawing, title="").replace("<text ", '<text font-family="Inter" ')
            (folder / f"{name}.svg").write_text(svg, "utf-8")
            return [f'#image("{name}.svg", alt: {_typst_string(piece.alternative)})']
        case Grid():
            head = ", ".join(f"[{_typst_text(cell)}]" for cell in piece.header)
            cells = ", ".join(f"[{_typst_text(cell)}]" for row in piece.rows for cell in row)
            columns = len(piece.header)
            return [f"#table(columns: {columns}, table.header({head}), {cells})"]
        case Together():
            inner = enumerate(piece.pieces)
            return [line for n, one in inner for line in _typst_piece(one, folder, f"{name}-{n}")]
        case _:
            return []


def _typst_text(text: str) -> str:
    return f"#{_typst_string(text)}"


def _typst_string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
