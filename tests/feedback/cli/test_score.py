"""`feedback score`, run as an analyst runs it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import yaml
from click.testing import CliRunner, Result

import surveys
from feedback.cli.main import main
from reports.release import read_release
from tests.reports.research import oracle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

G02, G04 = "g02_leader_small_1to5", "g04_campaign_20_leaders_1to6"
RELEASES = oracle.read("d01_disclosure")["release_cases"]


def score(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["score", *map(str, arguments)])


def lines(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def write_survey(folder: Path, content: Mapping[str, Any]) -> Path:
    path = folder / "survey.yaml"
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True))
    return path


def write_responses(
    path: Path, data: Mapping[str, Any], ratings: Sequence[Mapping[str, Any]]
) -> Path:
    with path.open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream, delimiter=";")
        rows.writerow(["leader", "group", "rater", *(item["id"] for item in data["items"])])
        for rating in ratings:
            answers = ["" if answer is None else answer for answer in rating["answers"]]
            rows.writerow([rating["leader"], rating["group"], rating["rater"], *answers])
    return path


def files_of(folder: Path, name: str) -> tuple[Path, Path, list[object]]:
    """Write a reference campaign as files; return survey, responses, and further options."""
    data = oracle.read(name)["data"]
    survey = write_survey(folder, oracle.survey_content(data))
    first = write_responses(folder / "first.csv", data, data["ratings"])
    if "ratings_round2" not in data:
        return survey, first, []
    second = write_responses(folder / "second.csv", data, data["ratings_round2"])
    return survey, second, ["--previous", first]


@pytest.mark.parametrize("name", [G02, G04])
def test_the_commands_figures_equal_the_reference(name: str, tmp_path: Path) -> None:
    survey, responses, options = files_of(tmp_path, name)
    case = oracle.read(name)

    result = score(survey, responses, *options, "--unsuppressed", "--figures")

    figures = {oracle.key_of(figure): figure["value"] for figure in lines(result)}
    wrong = [
        check
        for stat, checks in oracle.checks_by_stat(case).items()
        for check in checks
        if not oracle.agrees(
            figures.get(oracle.key_of(check), "missing"),
            check["value"],
            oracle.tolerance(case, stat),
        )
    ]
    assert wrong == []
    assert "show them to nobody" in result.stderr


@pytest.mark.parametrize("case", RELEASES, ids=[case["case"] for case in RELEASES])
def test_the_commands_releases_equal_the_reference(case: dict[str, Any], tmp_path: Path) -> None:
    ratings = [
        {"leader": "L1", "group": group["name"], **rater, "rater": rater["id"]}
        for group in case["groups"]
        for rater in group["raters"]
    ]
    content = oracle.survey_content(
        {
            "scale": {"min": case["config"]["scale_min"], "max": 5},
            "items": [{**item, "reversed": False} for item in case["items"]],
            "ratings": [{"group": group["name"]} for group in case["groups"]],
        }
    )
    survey = write_survey(tmp_path, content)
    responses = write_responses(tmp_path / "r.csv", case, ratings)

    options = ["--min-group", case["config"]["k"], "--policy", case["config"]["policy"]]
    (record,) = lines(score(survey, responses, *options))

    assert {key: record[key] for key in case["expected"]} == case["expected"]
    assert record["leader"] == "L1"


def test_a_release_in_the_output_is_the_products_own(tmp_path: Path) -> None:
    survey, responses, options = files_of(tmp_path, G02)

    line = score(survey, responses, *options).stdout

    stored = line.partition('"release": ')[2].removesuffix("}\n")
    release = read_release(stored)
    assert [list(block.groups) for block in release.figures.blocks] == [["peer"], ["direct_report"]]
    assert release.figures.previous is not None
    assert release.figures.previous.campaign == "first"


def test_one_leader_of_many_may_be_asked_for(tmp_path: Path) -> None:
    survey, responses, _ = files_of(tmp_path, G04)

    released = lines(score(survey, responses, "--leader", "L003"))
    figures = lines(score(survey, responses, "--leader", "L003", "--unsuppressed", "--figures"))

    assert [record["leader"] for record in released] == ["L003"]
    assert {figure["leader"] for figure in figures} == {"L003"}
    raters = {figure["rater"] for figure in figures if figure["stat"] == "rater_trait"}
    assert raters == {
        r["rater"] for r in oracle.read(G04)["data"]["ratings"] if r["leader"] == "L003"
    }


def test_a_leader_that_the_file_does_not_know_is_refused(tmp_path: Path) -> None:
    survey, responses, _ = files_of(tmp_path, G04)

    result = score(survey, responses, "--leader", "L999")

    assert result.exit_code == 2
    assert "first.csv: there is no leader 'L999'; there are L001, L002" in result.stderr
    assert result.stdout == ""


def test_a_leader_spelled_in_two_ways_is_one_and_told(tmp_path: Path) -> None:
    survey, responses, _ = files_of(tmp_path, G02)
    text = responses.read_text().replace("L1;", "Åsa;", 3).replace("L1;", "A\u030asa;")
    responses.write_text(text)

    result = score(survey, responses, "--leader", "A\u030asa")

    assert [record["leader"] for record in lines(result)] == ["Åsa"]
    assert "second.csv: the leader 'Åsa' is written" in result.stderr
    assert result.stderr.count("\n") == 1


def test_faults_of_both_files_are_told_and_nothing_is_written(tmp_path: Path) -> None:
    survey, responses, _ = files_of(tmp_path, G02)
    old, out = tmp_path / "old.csv", tmp_path / "out.json"
    old.write_text("leader;group;rater\nL1;peer;a\n")
    text = responses.read_text().replace("L1;manager;m;4", "L1;chef;m;7")
    responses.write_text(text)

    result = score(survey, responses, "--previous", old, "--out", out)

    assert result.exit_code == 2
    told = result.stderr.splitlines()
    assert any(line.startswith("second.csv: row 3, column group: 'chef'") for line in told)
    assert "second.csv: row 3, column Q01: 7 is off the scale 1–5" in told
    assert "old.csv: row 1, column Q01: this column is missing" in told
    assert result.stdout == ""
    assert not out.exists()


def test_a_faulty_survey_is_told(tmp_path: Path) -> None:
    _, responses, _ = files_of(tmp_path, G02)
    survey = write_survey(tmp_path, {"id": "x"})

    result = score(survey, responses)

    assert result.exit_code == 2
    assert "survey.yaml:1:1:" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "options",
    [
        ["--unsuppressed"],
        ["--figures"],
        ["--unsuppressed", "--figures", "--format", "csv"],
        ["--format", "xlsx"],
        ["--min-group", "2"],
        ["--min-group", "11"],
        ["--policy", "show"],
    ],
)
def test_options_that_contradict_the_promise_or_each_other_are_refused(
    options: list[str], tmp_path: Path
) -> None:
    survey, responses, _ = files_of(tmp_path, G02)

    result = score(survey, responses, *options)

    assert result.exit_code == 2
    assert result.stdout == ""


def test_a_higher_threshold_shows_less(tmp_path: Path) -> None:
    survey, responses, _ = files_of(tmp_path, G02)

    (record,) = lines(score(survey, responses, "--min-group", "5"))

    assert record["blocks"] == [{"groups": ["peer", "direct_report"], "n": 9}]


def test_tables_are_written_beside_each_other(tmp_path: Path) -> None:
    survey, responses, _ = files_of(tmp_path, G02)
    out = tmp_path / "figures.csv"

    result = score(survey, responses, "--format", "csv", "--out", out)

    assert result.exit_code == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert {"figures.csv", "figures-comments.csv"} < names
    assert not any(name.startswith(".") for name in names)
    assert out.read_bytes().startswith(b"\xef\xbb\xbfleader;trait;item;")


def test_a_workbook_is_written(tmp_path: Path) -> None:
    survey, responses, _ = files_of(tmp_path, G02)
    out = tmp_path / "figures.xlsx"

    result = score(survey, responses, "--format", "xlsx", "--out", out)

    assert result.exit_code == 0
    assert openpyxl.load_workbook(out).sheetnames == ["figures", "comments"]


def test_who_is_new_has_nothing_to_be_compared_with(tmp_path: Path) -> None:
    data = oracle.read(G04)["data"]
    survey = write_survey(tmp_path, oracle.survey_content(data))
    early = [rating for rating in data["ratings"] if rating["leader"] != "L001"]
    old = write_responses(tmp_path / "old.csv", data, early)
    new = write_responses(tmp_path / "new.csv", data, data["ratings"])

    figures = lines(score(survey, new, "--previous", old, "--unsuppressed", "--figures"))

    of_newcomer = {
        figure["stat"]: figure["value"]
        for figure in figures
        if figure["stat"].startswith("change_")
        and (figure["leader"], figure["group"], figure["trait"]) == ("L001", "others", "A")
    }
    assert of_newcomer["change_n"] == [0, 9]
    assert of_newcomer["change_mean_diff"] is None
    paired = {f["trait"]: f["value"] for f in figures if f["stat"] == "org_change_n_leaders"}
    assert paired == {"A": 19, "B": 19, "C": 19}


def test_answers_to_an_earlier_version_are_scored_as_such_and_compared_where_words_are_the_same(
    tmp_path: Path,
) -> None:
    cases = Path(__file__).parents[2] / "reference" / "report-cases"
    survey = Path(surveys.__file__).parent / "definitions" / "orebro.yaml"
    now, before = cases / "now.csv", cases / "prev.csv"
    new = tmp_path / "new.csv"
    text = now.read_text(encoding="utf-8-sig").replace("hel_basta", "hel_resten", 1)
    new.write_text(text, encoding="utf-8")

    (same,) = lines(score(survey, now, "--previous", before))
    (across,) = lines(score(survey, new, "--previous", before))
    refused = score(survey, new, "--previous", before, "--unsuppressed", "--figures")

    assert "hel_basta" in same["others_items"]
    assert "hel_resten" in across["others_items"]
    traits = ["saker", "initiativrik", "klar", "helhet"]
    assert (compared(same), compared(across)) == (traits, traits[:-1])
    assert refused.exit_code == 2
    assert "two versions of the survey" in refused.stderr


def compared(line: Mapping[str, Any]) -> list[str]:
    """Return the traits of a leader that stand beside the campaign before."""
    figures = line["release"]["figures"]
    return [
        trait
        for (trait, _), before in zip(figures["traits"], figures["previous"]["traits"], strict=True)
        if before is not None
    ]


def packaged(name: str) -> Path:
    return Path(surveys.__file__).parent / "definitions" / f"{name}.yaml"


def write_about(path: Path, survey: str, rows: Sequence[Sequence[str]], *columns: str) -> Path:
    """Write a file in which each row's group answers 4 to everything that it is asked."""
    known = surveys.load_survey(packaged(survey))
    with path.open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream, delimiter=";")
        table.writerow([*columns, *(item.key for item in known.items)])
        for row in rows:
            group = row[1] if "group" in columns else known.groups[0].key
            asked = known.items_of(known.group(group))
            table.writerow([*row, *("4" if item in asked else "" for item in known.items)])
    return path


def test_a_team_is_scored_from_its_floor_on_and_one_more(tmp_path: Path) -> None:
    rows = [("Ledning", "member")] * 5 + [("Annan", "member")] * 4
    file = write_about(tmp_path / "r.csv", "ledningsgrupp", rows, "team", "group")

    found = {one["team"]: one for one in lines(score(packaged("ledningsgrupp"), file))}

    assert found["Ledning"]["blocks"] == [{"groups": ["member"], "n": 5}]
    assert (found["Annan"]["blocks"], found["Annan"]["hidden_groups"]) == ([], ["member"])


def test_a_threshold_below_the_surveys_floor_is_refused(tmp_path: Path) -> None:
    file = write_about(tmp_path / "r.csv", "ledningsgrupp", [("L", "member")], "team", "group")

    result = score(packaged("ledningsgrupp"), file, "--min-group", 3)

    assert result.exit_code == 2
    assert "no fewer than 4 answers" in result.stderr


def test_a_course_is_scored_module_by_module(tmp_path: Path) -> None:
    rows = [("Klar", "Grupp 1", "2027-03-03")] * 6 + [("Klar", "Grupp 2", "2027-04-03")] * 2
    rows += [("Liten", "Grupp 1", "2027-03-03")] * 4
    columns = ("module", "event", "date")
    file = write_about(tmp_path / "r.csv", "kursutvardering", rows, *columns)

    found = lines(score(packaged("kursutvardering"), file))
    alone = score(packaged("kursutvardering"), file, "--subject", "Liten")

    assert [(one["module"], one["blocks"]) for one in found] == [
        ("Klar", [{"groups": ["Grupp 1", "Grupp 2"], "n": 8}])
    ]
    assert alone.exit_code == 2
    assert "Nothing is shown of Liten: fewer than 5 have answered." in alone.stderr


def test_a_course_has_no_figure_of_items_together(tmp_path: Path) -> None:
    rows = [("Klar", "Grupp 1", "2027-03-03")] * 6
    columns = ("module", "event", "date")
    file = write_about(tmp_path / "r.csv", "kursutvardering", rows, *columns)
    asked = {item.key for item in surveys.load_survey(packaged("kursutvardering")).items}

    table, book = tmp_path / "t.csv", tmp_path / "t.xlsx"
    for out in (table, book):
        made = score(packaged("kursutvardering"), file, "--format", out.suffix[1:], "--out", out)
        assert made.exit_code == 0
    read = list(csv.DictReader(table.read_text("utf-8-sig").splitlines(), delimiter=";"))
    sheet = openpyxl.load_workbook(book)["figures"]

    assert {row["item"] for row in read} == asked
    assert {row["module"] for row in read} == {"Klar"}
    assert [sheet["A1"].value, sheet["A2"].value] == ["module", "Klar"]
    assert "traits" not in lines(score(packaged("kursutvardering"), file))[0]
