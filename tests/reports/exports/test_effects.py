"""What a programme gave as a table: what the report shows, and nothing beside it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

from openpyxl import load_workbook

from reports.exports.effects import effects_csv, effects_json, effects_xlsx
from reports.shown.effects import EffectSummary, ShownChange, ShownDistance, ShownWave

PRIMARY = ShownChange("", 0.28, 0.21, 0.35, 0.19, "better")
TRAIT = ShownChange("=Mod", -0.1, float("nan"), float("nan"), 0.3, "cannot_tell", "few_teams")
SUMMARY = EffectSummary(
    design="lot",
    scale=(1, 6),
    relevant=0.2,
    goal_set="",
    primary=PRIMARY,
    traits=(TRAIT,),
    started=33,
    twice=30,
    trained=18,
    waiting=12,
    by_team=False,
    tipping=None,
    sides=(0.38, 0.1),
)


def rows_of(summary: EffectSummary) -> list[dict[str, str]]:
    text = effects_csv("Chef i Exempel", summary).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_every_figure_of_a_report_has_a_row() -> None:
    rows = rows_of(SUMMARY)

    assert {row["report"] for row in rows} == {"Chef i Exempel"}
    first, second = (row for row in rows if row["section"] == "change")
    assert (first["measure"], first["n"], first["value"]) == ("primary", "30", "0,2800")
    assert (first["low"], first["high"], first["verdict"]) == ("0,2100", "0,3500", "better")
    assert (second["value"], second["low"], second["reason"]) == ("-0,1000", "", "few_teams")
    assert second["measure"] == "'=Mod"
    assert [
        (row["group"], row["n"], row["value"]) for row in rows if row["section"] == "sides"
    ] == [("trained", "18", "0,3800"), ("waiting", "12", "0,1000")]
    assert {row["measure"]: row["value"] for row in rows if row["section"] == "goal"} == {
        "relevant": "0,2000",
        "smallest": "0,1900",
    }
    assert {(row["group"], row["point"]): row["n"] for row in rows if row["section"] == "flow"} == {
        ("all", "before"): "33",
        ("all", "after"): "30",
        ("trained", "after"): "18",
        ("waiting", "after"): "12",
    }


def test_of_too_few_leaders_the_table_has_words_alone() -> None:
    few = replace(PRIMARY, word="cannot_tell", reason="few_leaders")

    rows = rows_of(replace(SUMMARY, waiting=9, primary=few, traits=()))

    assert {row["section"] for row in rows} == {"change", "flow"}
    assert not any(row[name] for row in rows for name in ("value", "low", "high"))
    assert rows[0]["reason"] == "few_leaders"


def test_waves_have_rows_where_none_is_too_small() -> None:
    waves = (ShownWave(1, 10, 20, 4.2, PRIMARY), ShownWave(2, 12, 10, 4.5, PRIMARY))

    shown = rows_of(replace(SUMMARY, waves=waves))
    hidden = rows_of(replace(SUMMARY, waves=(waves[0], replace(waves[1], waiting=9))))

    rows = [row for row in shown if row["section"] == "waves"]
    assert [
        (row["group"], row["measure"], row["point"], row["n"], row["value"]) for row in rows
    ] == [
        ("wave 1", "start", "before", "10", "4,2000"),
        ("wave 1", "primary", "after", "10", "0,2800"),
        ("wave 2", "start", "before", "12", "4,5000"),
        ("wave 2", "primary", "after", "12", "0,2800"),
    ]
    assert (rows[1]["low"], rows[1]["high"], rows[1]["verdict"]) == ("0,2100", "0,3500", "better")
    assert "waves" not in {row["section"] for row in hidden}


def test_own_ratings_have_rows_of_ten_leaders_on() -> None:
    distance = ShownDistance(10, (0.62, 0.48), (4.7, 4.51), -0.16, (-0.3, -0.02))

    shown = rows_of(replace(SUMMARY, distance=distance))
    few = rows_of(replace(SUMMARY, distance=replace(distance, leaders=9)))

    rows = [row for row in shown if row["section"] == "distance"]
    assert [(row["measure"], row["point"], row["n"], row["value"]) for row in rows] == [
        ("typical", "before", "10", "0,6200"),
        ("typical", "after", "10", "0,4800"),
        ("self", "before", "10", "4,7000"),
        ("self", "after", "10", "4,5100"),
        ("squared", "after", "10", "-0,1600"),
    ]
    assert (rows[-1]["low"], rows[-1]["high"], rows[-1]["verdict"]) == (
        "-0,3000",
        "-0,0200",
        "closer",
    )
    assert "distance" not in {row["section"] for row in few}


def test_leaders_measured_once_have_no_before() -> None:
    once = replace(
        SUMMARY, design="cross_section", primary=None, waiting=None, sides=None, trained=30
    )

    rows = rows_of(once)

    assert {row["point"] for row in rows} == {"once"}
    assert [row["section"] for row in rows] == ["change", "flow"]


def test_the_workbook_has_a_sheet_for_each_section() -> None:
    book = load_workbook(io.BytesIO(effects_xlsx("Chef i Exempel", SUMMARY)))

    assert book.sheetnames == ["change", "sides", "goal", "flow"]
    head, first, *_ = book["change"].iter_rows(values_only=True)
    assert first[head.index("value")] == 0.28
    assert first[head.index("verdict")] == "better"


def test_the_frozen_record_holds_the_same_rows_in_whole_numbers() -> None:
    content = effects_json("Chef i Exempel", SUMMARY)

    frozen = json.loads(content)
    assert (frozen["report"], frozen["design"], frozen["scale"]) == (
        "Chef i Exempel",
        "lot",
        [1, 6],
    )
    assert [(one["section"], one["measure"], one["group"]) for one in frozen["figures"]] == [
        (row["section"], row["measure"].removeprefix("'"), row["group"]) for row in rows_of(SUMMARY)
    ]
    first, second, *_ = frozen["figures"]
    assert (first["value"], first["low"], first["high"], first["n"]) == (280, 210, 350, 30)
    assert (second["value"], second["low"], second["reason"]) == (-100, None, "few_teams")
    assert b"." not in content
    assert content == effects_json("Chef i Exempel", replace(SUMMARY))
