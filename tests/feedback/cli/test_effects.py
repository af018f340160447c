"""`feedback effects`, run as an evaluator runs it."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.feedback.cli.commands import feedback
from tests.reports.effects.cases import CASES, FOLDER, write_case, write_table, wrong_checks
from tests.reports.pdf.verapdf import PDF_A, PDF_UA, faults

if TYPE_CHECKING:
    from pathlib import Path

PAIR = {"leader": "L1", "y0_A": 3.5, "y1_A": 4.0}


@pytest.mark.parametrize("name", CASES)
def test_the_commands_figures_equal_the_reference(name: str) -> None:
    path = FOLDER / f"{name}.json"

    result = feedback("effects", str(path), "--figures")

    assert result.exit_code == 0, result.output
    figures = [json.loads(line) for line in result.stdout.splitlines()]
    case = json.loads(path.read_text())
    assert len(case["checks"]) > 3
    assert wrong_checks(case, figures) == []


def test_every_fault_of_a_table_is_told_at_once(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"leader": "L1", "trained": 1, "y0_A": "3,5", "y1_A": "bra"},
        {"leader": "L1", "trained": 2, "y0_A": 3.5, "y1_A": 7.5},
        {"leader": "", "trained": "", "y0_A": None, "y1_A": "inf"},
    ]
    case = write_case(tmp_path, rows, scale={"min": 1, "max": 6})

    result = feedback("effects", str(case), "--figures")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        (
            "table.csv: row 2, column y1_A: 'bra' is no number; leave the cell empty where it is"
            " missing"
        ),
        "table.csv: row 3: L1 stands in row 2 already",
        "table.csv: row 3, column y1_A: 7.5 lies outside 1 to 6",
        "table.csv: row 3, column trained: '2' is neither 1 (yes) nor 0 (no)",
        "table.csv: row 4, column leader: a label is missing",
        (
            "table.csv: row 4, column y1_A: 'inf' is no number; leave the cell empty where it is"
            " missing"
        ),
        "table.csv: row 4, column trained: '' is neither 1 (yes) nor 0 (no)",
        "7 faults; nothing was written.",
    ]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([{"leader": "L1", "y0_A": 3, "y1_B": 4}], ["column y1_A: this column is missing"]),
        ([{"leader": "L1", "y0_A": 3, "y1_B": 4}], ["column y0_B: this column is missing"]),
        ([{"y0": 3, "y1": 4, "trained": 1}], ["column leader: this column is missing"]),
        ([{"leader": "L1", "glad": 3}], ["the columns fit no kind of case", "y0_TRAIT"]),
        ([{"leader": "L1", "wave": 1, "point": 0.5, "y": 3}], ["0.5 is no whole number"]),
        ([{"leader": "L1", "wave": None, "point": 0, "y": 3}], ["a number is missing"]),
        (
            [
                {"leader": "L1", "wave": 1, "team": "N", "point": 0, "y": 3},
                {"leader": "L1", "wave": 2, "team": "S", "point": 1, "y": 3},
            ],
            ["column wave: L1 has '2' here and '1'", "column team: L1 has 'S' here and 'N'"],
        ),
        (
            [{"leader": "L1", "point": 2, "block": "peer", "item": "q", "n": 3, "sum": None}],
            ["0 (before) or 1 (after)", "n and sum", "items is missing", "k2 is missing"],
        ),
        (
            [{"module": "M", "group": "G1", "date": "2027-02-01", "q": 4.5}],
            ["4.5 is no whole number", "scale is missing", "k is missing"],
        ),
        (
            [dict.fromkeys(("self0", "others0", "self1", "others1"), 3) | {"n0": 0, "n1": 2}],
            ["column leader: this column is missing"],
        ),
    ],
)
def test_a_table_that_fits_no_kind_says_what_is_missing(
    rows: list[dict[str, object]], told: list[str], tmp_path: Path
) -> None:
    result = feedback("effects", str(write_case(tmp_path, rows)), "--figures")

    assert result.exit_code == 2
    assert all(sentence in result.stderr for sentence in told), result.stderr


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "the file is no JSON"),
        ("[]", "the file holds one object"),
        ("{}", "there is nothing to compute"),
        ('{"data": "../other.csv"}', "name a file beside this one, without a folder"),
        ('{"data": "gone.csv"}', "gone.csv beside it: No such file"),
        ('{"data": "empty.csv"}', "the file is empty"),
        ('{"data": "head.csv"}', "there is no row below the first"),
        ('{"data": "twice.csv"}', "this column stands there twice"),
        ('{"sigma_w": -1}', "sigma_w: Input should be greater than 0"),
        ('{"scale": {"min": 6, "max": 1}}', "the highest step stands above the lowest"),
        ('{"tree": {}}', "there is no unit"),
        ('{"tree": {"A": ["B"], "C": ["B"]}}', "B stands below two units"),
        ('{"tree": {"A": ["B"], "B": ["A"]}}', "A comes first, and stands below another unit"),
        ('{"tree": {"A": []}, "answered": {"X": ["L1"]}}', "X is no unit of the tree"),
        ('{"tree": {"A": []}, "k_l": 2}', "it must be between"),
        ('{"audit_cases": [{"k": 5}]}', "audit_cases.0.protected: Field required"),
        ('{"checks": [{"input": {"n": 3}}]}', "checks.0.input.df: Field required"),
    ],
)
def test_a_case_that_cannot_be_read_says_why(content: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "head.csv").write_text("leader,y0_A,y1_A\n")
    (tmp_path / "twice.csv").write_text("leader,y0_A,y0_A\nL1,3,4\n")
    case = tmp_path / "case.json"
    case.write_text(content)

    result = feedback("effects", str(case), "--figures")

    assert result.exit_code == 2
    assert told in result.stderr


def test_a_norm_and_its_leaders_are_looked_through_together(tmp_path: Path) -> None:
    write_table(
        tmp_path / "norm.csv",
        [{"trait": "A", "mean": None, "sd": -1, "n_leaders": 2.5}],
    )
    case = write_case(tmp_path, [{"leader": "L1", "B": 3}], norm="norm.csv")

    result = feedback("effects", str(case), "--figures")

    assert result.exit_code == 2
    for told in (
        "table.csv: row 1, column A: the norm has this trait; the column is missing",
        "norm.csv: row 2, column mean: a number is missing",
        "norm.csv: row 2, column sd: -1 lies outside 0 to inf",
        "norm.csv: row 2, column n_leaders: 2.5 is no whole number",
    ):
        assert told in result.stderr


def test_numbers_may_be_written_as_spreadsheets_do(tmp_path: Path) -> None:
    case = write_case(tmp_path, [PAIR])
    (tmp_path / "table.csv").write_bytes(
        "leader;y0_A;y1_A\r\nÅsa;3,50;4,0\r\n\r\n".encode("cp1252")
    )

    result = feedback("effects", str(case), "--figures")

    figures = [json.loads(line) for line in result.stdout.splitlines()]
    assert {"stat": "change_est", "trait": "A", "value": 0.5} in figures
    assert {"stat": "change_se", "trait": "A", "value": None} in figures


def test_without_a_wish_the_command_says_what_can_be_wished(tmp_path: Path) -> None:
    result = feedback("effects", str(write_case(tmp_path, [PAIR])))

    assert result.exit_code == 2
    assert "--figures" in result.stderr


def leaders(count: int, **more: object) -> list[dict[str, object]]:
    """Return leaders of whom all rose, each by a little more than the one before."""
    return [
        {"leader": f"L{at}", **more, "y0_A": 3.0, "y1_A": 3.2 + at / 100, "y0_B": 4, "y1_B": 4.1}
        for at in range(count)
    ]


SCALE = {"min": 1, "max": 6}


@pytest.mark.parametrize(
    ("language", "title"), [("sv", "Vad har ändrats?"), ("en", "What has changed?")]
)
def test_a_report_is_written_and_conforms(language: str, title: str, tmp_path: Path) -> None:
    names = {"A": "Tydlighet"}
    case = write_case(
        tmp_path,
        leaders(14),
        scale=SCALE,
        names=names,
        programme="Chef i Exempel",
        organisation="Exempelkommun",
    )
    out = tmp_path / "report.pdf"

    result = feedback("effects", str(case), "--out", str(out), "--language", language)

    assert result.exit_code == 0, result.output
    assert result.stdout == f"{out}\n"
    content = out.read_bytes()
    said = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    assert f"Chef i Exempel: {title}" in said
    assert "Tydlighet" in said
    assert faults(content, PDF_UA) == []
    assert faults(content, PDF_A) == []
    feedback("effects", str(case), "--out", str(out), "--language", language)
    assert out.read_bytes() == content


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("e02", {"assignment": "lot"}, "Programmet gav skillnaden"),
        ("e02", {}, "Ordningen lottades inte"),
        ("e03", {}, "Hela ledningsgrupper gick tillsammans"),
        ("e04", {"selection": "by_score"}, "vid lika startnivå"),
        ("e05", {}, "Hela ledningsgrupper gick tillsammans"),
        ("e06", {}, "En enda mätning säger hur det är"),
    ],
)
def test_every_design_has_its_report(
    name: str, more: dict[str, str], said: str, tmp_path: Path
) -> None:
    for table in FOLDER.glob(f"{name}_*.csv"):
        (tmp_path / table.name).write_bytes(table.read_bytes())
    reference = json.loads((FOLDER / f"{name}.json").read_text())
    case, out = write_case(tmp_path, **{**reference, "scale": SCALE, **more}), tmp_path / "a.pdf"

    result = feedback("effects", str(case), "--figures", "--out", str(out))

    assert result.exit_code == 0, result.output
    assert [json.loads(line) for line in result.stdout.splitlines()]
    words = "".join(page.extract_text() for page in PdfReader(out).pages)
    assert said in " ".join(words.split())


def test_a_report_of_the_lowest_without_a_comparison_says_why_not(tmp_path: Path) -> None:
    case = write_case(tmp_path, leaders(14), scale=SCALE, selection="by_score")
    out = tmp_path / "report.pdf"

    assert feedback("effects", str(case), "--out", str(out)).exit_code == 0

    words = "".join(page.extract_text() for page in PdfReader(out).pages)
    assert "De med lägst resultat gick först." in words


def test_what_has_no_report_says_so_and_writes_nothing(tmp_path: Path) -> None:
    without_scale = write_case(tmp_path, leaders(14))
    out = tmp_path / "report.pdf"

    cells = feedback("effects", str(FOLDER / "e08.json"), "--out", str(out))
    scale = feedback("effects", str(without_scale), "--out", str(out))

    assert (cells.exit_code, scale.exit_code) == (2, 2)
    assert "figures and no report; these have one: before after, two waves" in cells.stderr
    assert "scale is missing" in scale.stderr
    assert not out.exists()


NAME = "Medarbetarsamtal om arbetsmiljö och ansvar i lag."
LINE = NAME * 2
TEXT = NAME * 8
FULL = {
    "done": TEXT,
    "cost": 999_999_999,
    "leaders": 1,
    "courses": [{"name": NAME, "mean": 4.7, "highest": 6, "answers": 98}] * 6,
    "learning": [{"name": NAME, "before": 3.9, "after": 4.6, "answers": 47}] * 4,
    "initiatives": {"planned": 40, "under_way": 61, "finished": 33, "dropped": 4},
    "examples": [LINE] * 5,
    "outside": [{"name": NAME, "before": 78.1, "after": 79.4}] * 3,
    "conditions": [{"name": NAME, "before": 4.1, "after": 4.4, "answers": 81}] * 6,
    "answer": TEXT,
    "proposal": TEXT,
    "signed": LINE,
}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("council", [{}, FULL])
def test_a_council_gets_four_pages_however_much_there_is_to_say(
    council: dict[str, object], language: str, tmp_path: Path
) -> None:
    rows = [row | {"y0_C": 3, "y1_C": 3.1} for row in leaders(14)]
    rows.append({"leader": "gone", "y0_A": 3, "y0_B": 3, "y0_C": 3})
    case = write_case(tmp_path, rows, scale=SCALE, council=council, programme="Chef i Exempel")
    out = tmp_path / "council.pdf"

    result = feedback("effects", str(case), "--council", "--out", str(out), "--language", language)

    assert result.exit_code == 0, result.output
    content = out.read_bytes()
    pages = PdfReader(BytesIO(content)).pages
    assert len(pages) == 4
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages} == {
        (595, 842)
    }
    assert faults(content, PDF_UA) == []
    assert faults(content, PDF_A) == []


def forty_traits(folder: Path) -> Path:
    """Write a case of more traits than a page has room for."""
    rows: list[dict[str, object]] = [
        {"leader": f"L{at}"} | {f"y{point}_T{trait}": 3 for point in (0, 1) for trait in range(40)}
        for at in range(12)
    ]
    return write_case(folder, rows, scale=SCALE)


def test_more_than_four_pages_hold_is_refused(tmp_path: Path) -> None:
    case, out = forty_traits(tmp_path), tmp_path / "council.pdf"

    result = feedback("effects", str(case), "--council", "--out", str(out))

    assert result.exit_code == 2
    assert "the four pages have no room for all of this" in result.stderr
    assert not out.exists()


def test_what_a_council_is_told_is_looked_through_at_once(tmp_path: Path) -> None:
    few = {"name": "Modigt samtal", "mean": 4.7, "highest": 6, "answers": 4}
    council = {"courses": [few], "proposal": "x" * 401, "cost_kr": 5}
    case = write_case(tmp_path, leaders(14), scale=SCALE, council=council)

    result = feedback("effects", str(case), "--figures")

    assert result.exit_code == 2
    assert "council.courses.0.answers: Input should be greater than or equal to 5" in result.stderr
    assert "council.proposal: String should have at most 400 characters" in result.stderr
    assert "council.cost_kr: Extra inputs are not permitted" in result.stderr


def test_forty_traits_are_drawn_over_as_many_pages_as_they_need(tmp_path: Path) -> None:
    out = tmp_path / "report.pdf"

    result = feedback("effects", str(forty_traits(tmp_path)), "--out", str(out))

    assert result.exit_code == 0, result.output
    words = [page.extract_text() for page in PdfReader(out).pages]
    assert sum("lite, under 0,20 steg" in page for page in words) > 1


@pytest.mark.parametrize(
    ("ending", "begins"),
    [("csv", b"\xef\xbb\xbfreport;"), ("json", b'{"design":"before_after"'), ("xlsx", b"PK")],
)
def test_figures_of_the_report_are_written_as_a_table(
    ending: str, begins: bytes, tmp_path: Path
) -> None:
    case = write_case(tmp_path, leaders(14), scale=SCALE, programme="Chef i Exempel")
    out = tmp_path / f"figures.{ending}"

    result = feedback("effects", str(case), "--out", str(out))

    assert result.exit_code == 0, result.output
    assert out.read_bytes().startswith(begins)


@pytest.mark.parametrize("name", ["case.json", "table.csv"])
def test_a_case_is_never_written_over(name: str, tmp_path: Path) -> None:
    case = write_case(tmp_path, leaders(14), scale=SCALE)
    before = (tmp_path / name).read_bytes()

    result = feedback("effects", str(case), "--out", str(tmp_path / "." / name))

    assert result.exit_code == 2
    assert "give --out another name" in result.stderr
    assert (tmp_path / name).read_bytes() == before


def test_four_pages_are_no_table(tmp_path: Path) -> None:
    case = write_case(tmp_path, leaders(14), scale=SCALE)

    result = feedback("effects", str(case), "--council", "--out", str(tmp_path / "a.csv"))

    assert result.exit_code == 2
    assert "--out FILE.pdf" in result.stderr
