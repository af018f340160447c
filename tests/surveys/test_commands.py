"""Survey files are checked from the command line, with and without the application."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import surveys
from feedback.cli.survey import survey_commands
from surveys.__main__ import main
from surveys.schema import schema_json
from tests.surveys.samples import SMALL

OREBRO = Path(surveys.__file__).parent / "definitions" / "orebro.yaml"


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """Give a survey without faults or advice."""
    path = tmp_path / "good.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.fixture
def advised(tmp_path: Path) -> Path:
    """Give a survey with one piece of advice."""
    path = tmp_path / "advised.yaml"
    text = SMALL.replace("{name} lyssnar", "{name} lyssnar ofta")
    path.write_text(text.replace("Jag lyssnar", "Jag lyssnar ofta"), encoding="utf-8")
    return path


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """Give a survey with two faults."""
    path = tmp_path / "faulty.yaml"
    path.write_text(SMALL.replace("version: 1", "version: x").replace("  to: 4", "  to: 40"))
    return path


def feedback_survey(*arguments: str | Path) -> Result:
    return CliRunner().invoke(survey_commands, [str(argument) for argument in arguments])


def test_faults_go_to_stderr_one_a_line_with_exit_code_2(faulty: Path) -> None:
    result = feedback_survey("check", faulty)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        f"{faulty}:2:10: `version` is `x`; write a whole number without quotation marks",
        f"{faulty}:9:7: `scale.to` is `40`; 10 is the most",
    ]


def test_a_faulty_file_does_not_keep_the_others_from_being_checked(
    faulty: Path, good: Path
) -> None:
    result = feedback_survey("check", faulty, good)

    assert result.exit_code == 2
    assert f"{good}: no faults, no advice" in result.stdout


def test_advice_alone_succeeds_unless_strict(advised: Path) -> None:
    lenient, strict = (
        feedback_survey("check", advised),
        feedback_survey("check", "--strict", advised),
    )

    assert (lenient.exit_code, strict.exit_code) == (0, 1)
    assert f"{advised}:25: lyssnar (sv): “ofta” says how often" in lenient.stdout
    assert "no faults, advice: 1 (frequency 1)" in lenient.stdout


def test_strict_is_content_with_a_survey_without_advice(good: Path) -> None:
    assert feedback_survey("check", "--strict", good).exit_code == 0


def test_items_short_form_readability_and_minutes_are_told() -> None:
    result = feedback_survey("check", OREBRO)

    rows = {tuple(line.replace("│", " ").split()) for line in result.stdout.splitlines()}
    assert {("Säker", "9", "5", "19"), ("Initiativrik", "10", "5", "22")} <= rows
    assert {("Klar", "10", "5", "14"), ("Helhet", "9", "5", "20")} <= rows
    assert "about 8 min, the short form 6 min (words of items and questions / 180" in result.stdout


def test_a_file_that_is_not_there_is_refused() -> None:
    assert feedback_survey("check", "saknas.yaml").exit_code == 2
    assert feedback_survey("check").exit_code == 2


def test_the_schema_is_printed_or_written(tmp_path: Path) -> None:
    printed = feedback_survey("schema")
    written = feedback_survey("schema", "--out", tmp_path / "schema.json")

    assert printed.stdout == schema_json()
    assert (written.exit_code, written.stdout) == (0, "")
    assert (tmp_path / "schema.json").read_text(encoding="utf-8") == schema_json()


def test_the_surveys_alone_check_files_too(
    faulty: Path, advised: Path, good: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = [
        main(["check", str(good)]),
        main(["check", str(advised)]),
        main(["check", "--strict", str(advised)]),
        main(["check", str(faulty), str(good)]),
    ]
    told = capsys.readouterr()

    assert codes == [0, 0, 1, 2]
    assert told.out.count("lyssnar (sv): “ofta” says how often") == 2
    assert f"{faulty}:2:10: `version` is `x`" in told.err


def test_the_surveys_alone_write_the_schema(tmp_path: Path) -> None:
    assert main(["schema", str(tmp_path / "schema.json")]) == 0
    assert (tmp_path / "schema.json").read_text(encoding="utf-8") == schema_json()
