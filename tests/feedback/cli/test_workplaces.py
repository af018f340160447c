"""`feedback score` and `feedback report` about workplaces, as an analyst runs them."""

from __future__ import annotations

import csv
import json
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

import surveys
from feedback.cli.main import main
from tests.reports.workplaces import ROOT, releases
from tests.reports.workplaces import responses as responses_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.partitions import Unit

SURVEY = Path(surveys.__file__).parent / "definitions" / "modigt-medarbetarskap.yaml"


def run(command: str, *arguments: object) -> Result:
    return CliRunner().invoke(main, [command, *map(str, arguments)])


@pytest.fixture
def files(tmp_path: Path) -> list[object]:
    """Write a municipality that answered twice as files; return what the commands are given."""
    for seed, name in ((1, "våren 2025"), (2, "now")):
        _write_answers(tmp_path / f"{name}.csv", seed)
    with (tmp_path / "tree.csv").open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream, delimiter=";")
        table.writerow(["code", "parent", "name", "asked"])
        table.writerows(_nodes(ROOT, ""))
    given = [SURVEY, tmp_path / "now.csv", "--tree", tmp_path / "tree.csv"]
    return [*given, "--previous", tmp_path / "våren 2025.csv", "--min-group", "8"]


def test_every_part_is_told_as_the_product_would_store_it(files: list[object]) -> None:
    result = run("score", *files)

    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert [json.loads(line)["unit"] for line in lines] == [
        *("k", "aldre", "skola", "park", "norr", "soder", "vaster", "natt+larm+aldre (staff)")
    ]
    for line, part in zip(lines, releases().parts, strict=True):
        assert line.endswith(f'"release": {part.to_json()}}}')


def test_a_unit_is_told_with_the_part_that_it_is_shown_in(files: list[object]) -> None:
    result = run("score", *files, "--subject", "natt")
    unknown = run("score", *files, "--subject", "nord")

    assert json.loads(result.stdout)["unit"] == "natt+larm+aldre (staff)"
    assert (unknown.exit_code, "there is no unit 'nord'" in unknown.stderr) == (2, True)


def test_tables_of_parts_are_those_of_others(files: list[object], tmp_path: Path) -> None:
    table, book = tmp_path / "t.csv", tmp_path / "t.xlsx"
    for out in (table, book):
        assert run("score", *files, "--format", out.suffix[1:], "--out", out).exit_code == 0

    rows = list(csv.DictReader(table.read_text("utf-8-sig").splitlines(), delimiter=";"))
    norr = [row for row in rows if row["unit"] == "norr"]
    written = (tmp_path / "t-comments.csv").read_text("utf-8-sig").splitlines()[1:]

    cells = releases().parts[4].figures.cells
    shown = [cell for cell in cells if cell is not None]
    assert [row["n"] for row in norr if row["item"]] == ["25"] * len(shown)
    assert {float(row["mean"].replace(",", ".")) for row in norr if row["item"]} == {
        round(cell.mean, 4) for cell in shown
    }
    assert any(row["change_direction"] for row in norr)
    assert len(written) == len({line.rsplit(";", 1)[1] + line.split(";")[1] for line in written})
    assert openpyxl.load_workbook(book)["figures"].max_row == len(rows) + 1


def test_where_workplaces_are_opened_a_part_needs_one_more(files: list[object]) -> None:
    first = json.loads(run("score", *files, "--opened").stdout.splitlines()[0])

    assert first["release"]["figures"]["known"] == 1


def test_drawn_answers_stand_in_sums_and_count_for_nothing(
    files: list[object], tmp_path: Path
) -> None:
    now = tmp_path / "now.csv"
    now.write_text(now.read_text("utf-8").replace("park;0", "park;1"), "utf-8")

    first = json.loads(run("score", *files).stdout.splitlines()[0])

    before = releases().parts[0].figures.cells[0]
    assert first["n"] == 150 - 26
    assert before is not None
    assert next(iter(first["items"].values()))["n"] == before.n


def test_reports_of_all_parts_lie_in_a_folder(files: list[object], tmp_path: Path) -> None:
    out = tmp_path / "reports"

    result = run("report", *files, "--all", "--notice", "--out", out)

    assert result.exit_code == 0, result.output
    names = sorted(path.name for path in out.iterdir())
    assert (names[0], names[-1]) == ("000-k.pdf", "007-natt-larm-aldre-staff.pdf")
    assert "Det här gör vi bra" in PdfReader(out / "004-norr.pdf").pages[0].extract_text()
    assert all(len(PdfReader(out / name).pages) == 1 for name in names)


def test_the_report_of_one_unit_is_the_one_its_head_reads(
    files: list[object], tmp_path: Path
) -> None:
    out = tmp_path / "norr.pdf"
    said = ["--organisation", "Eksta kommun", "--campaign", "Medarbetare 2026"]

    result = run("report", *files, "--subject", "norr", "--out", out, *said)

    assert result.exit_code == 0, result.output
    first = PdfReader(BytesIO(out.read_bytes())).pages[0].extract_text()
    assert "Hemtjänst Norr" in first
    assert "våren 2025" in first


def test_faults_of_tree_and_answers_are_told_together(files: list[object], tmp_path: Path) -> None:
    tree, now = tmp_path / "tree.csv", tmp_path / "now.csv"
    tree.write_text("code;parent;name;asked\nk;;Kommun;x\n", "utf-8")
    now.write_text(now.read_text("utf-8").replace("skola;0", ";7", 1), "utf-8")

    result = run("score", *files)

    assert result.exit_code == 2
    assert result.stdout == ""
    told = result.stderr.splitlines()
    assert "tree.csv: row 2, column asked: it must be a whole number, 0 or more" in told
    assert any("column unit: the unit is missing" in one for one in told)
    assert any("'7' says nothing of a code" in one for one in told)


def test_answers_that_the_tree_has_no_place_for_are_told(
    files: list[object], tmp_path: Path
) -> None:
    now = tmp_path / "now.csv"
    text = now.read_text("utf-8").replace("skola;", "skolan;").replace("park;", "parken;")
    now.write_text(text, "utf-8")

    result = run("report", *files, "--all", "--out", tmp_path / "reports")

    assert result.exit_code == 2
    assert "'skolan' is no code and no path of the tree" in result.stderr
    assert "'parken' is no code and no path of the tree" in result.stderr
    assert not (tmp_path / "reports").exists()


def test_too_few_in_all_is_said(files: list[object], tmp_path: Path) -> None:
    now = tmp_path / "now.csv"
    now.write_text("\n".join(now.read_text("utf-8").splitlines()[:4]), "utf-8")

    result = run("score", *files)

    assert result.exit_code == 2
    assert "Nothing is shown of Eksta kommun: fewer than 8 have answered." in result.stderr


@pytest.mark.parametrize(
    ("survey", "options", "told"),
    [
        (SURVEY, [], "has the subject unit: give --tree"),
        (SURVEY.with_name("orebro.yaml"), ["--tree"], "has the subject leader: leave out --tree"),
        (SURVEY, ["--opened"], "--opened belongs to --tree"),
    ],
)
def test_a_tree_belongs_to_workplaces_alone(
    files: list[object], survey: Path, options: list[str], told: str
) -> None:
    given = [*options, files[3]] if "--tree" in options else options

    result = run("score", survey, files[1], *given)

    assert result.exit_code == 2
    assert told in result.stderr


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--summary"], "have no --summary"),
        (["--organisation-mean"], "or --organisation-mean"),
    ],
)
def test_what_reports_of_workplaces_do_not_have_is_said(
    files: list[object], options: list[str], told: str
) -> None:
    result = run("report", *files, "--all", "--out", "x", *options)

    assert result.exit_code == 2
    assert told in result.stderr


def _write_answers(path: Path, seed: int) -> None:
    answers = responses_of(seed)
    survey = answers.survey
    questions = [one.key for one in survey.questions]
    with path.open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream, delimiter=";")
        table.writerow(["unit", "drawn", *(item.key for item in survey.items), *questions])
        for code, ratings, words in zip(
            answers.subject_codes.tolist(), answers.ratings.tolist(), answers.comments, strict=True
        ):
            given = ["" if rating < 0 else rating for rating in ratings]
            table.writerow(
                [answers.subjects[code], 0, *given, *(words.get(key, "") for key in questions)]
            )


def _nodes(unit: Unit, parent: str) -> Iterator[tuple[str, str, str, int]]:
    yield unit.code, parent, unit.name, unit.asked
    for one in unit.below:
        yield from _nodes(one, unit.code)
