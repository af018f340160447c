"""`feedback report`: a PDF from a file, or every fault of the file."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from feedback.cli.main import main
from surveys.library import DEFINITIONS
from surveys.loader import load_survey
from tests.reports.pdf.cases import png
from tests.reports.pdf.reading import outline, read

if TYPE_CHECKING:
    from pathlib import Path

SURVEY = str(DEFINITIONS / "orebro.yaml")
GROUPS = ["self", "manager", *["peer"] * 4, *["team"] * 5]


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Write responses about two leaders."""
    return _write(tmp_path / "answers.csv", seed=1)


def _write(path: Path, *, seed: int, leaders: int = 2) -> Path:
    draw = random.Random(seed)
    items = [item.key for item in load_survey(SURVEY).items]
    lines = [";".join(["leader", "group", *items, "borja"])]
    for leader in [f"L{number}" for number in range(1, leaders + 1)]:
        for group in GROUPS:
            ratings = [str(draw.randint(2, 6)) for _ in items]
            lines.append(";".join([leader, group, *ratings, f"Tack {leader}."]))
    path.write_text("\n".join(lines), "utf-8")
    return path


def _run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["report", *map(str, arguments)])
    return result.exit_code, result.output


def test_a_leader_gets_a_report(answers: Path, tmp_path: Path) -> None:
    out = tmp_path / "L1.pdf"

    code, _ = _run(SURVEY, answers, "--leader", "L1", "--out", out, "--name", "Eva Lind")

    text = read(out.read_bytes()).all_text
    assert code == 0
    assert "Eva Lind" in text
    assert "Det här är inget betyg." in text
    assert "Tack L1." in text
    assert "Tack L2." not in text


def test_a_report_may_be_in_english(answers: Path, tmp_path: Path) -> None:
    out = tmp_path / "L1.pdf"

    code, _ = _run(SURVEY, answers, "--leader", "L1", "--out", out, "--language", "en")

    assert code == 0
    assert "This is not a grade" in read(out.read_bytes()).all_text


def test_older_responses_give_a_change(answers: Path, tmp_path: Path) -> None:
    out, old = tmp_path / "L1.pdf", _write(tmp_path / "spring.csv", seed=2)

    code, _ = _run(SURVEY, answers, "--leader", "L1", "--out", out, "--previous", old)

    assert code == 0
    assert "Jämfört med spring." in read(out.read_bytes()).all_text


def test_the_threshold_is_the_one_asked_for(answers: Path, tmp_path: Path) -> None:
    out = tmp_path / "L1.pdf"

    _run(SURVEY, answers, "--leader", "L1", "--out", out, "--min-group", "5", "--policy", "drop")

    text = read(out.read_bytes()).all_text
    assert "För få svar i: Chefskollegor." in text
    assert "minst 5 har svarat" in text


def test_every_fault_of_a_file_is_told(tmp_path: Path) -> None:
    faulty, out = tmp_path / "faulty.csv", tmp_path / "L1.pdf"
    faulty.write_text("leader;group;sak_lika\nL1;boss;9\nL1;team;x\n", "utf-8")

    code, told = _run(SURVEY, faulty, "--leader", "L1", "--out", out)

    assert code == 2
    assert "boss" in told
    assert len(told.splitlines()) > 2
    assert not out.exists()


def test_a_leader_that_the_file_lacks_is_refused(answers: Path, tmp_path: Path) -> None:
    code, told = _run(SURVEY, answers, "--leader", "L9", "--out", tmp_path / "L9.pdf")

    assert code == 2
    assert "L1, L2" in told


def test_without_arguments_it_says_what_it_needs() -> None:
    code, told = _run()

    assert code == 2
    assert "--sample" in told


def test_the_sample_is_written_in_both_languages(tmp_path: Path) -> None:
    code, _ = _run("--sample", "--out", tmp_path / "folder")

    files = sorted(path.name for path in (tmp_path / "folder").iterdir())
    assert code == 0
    assert files == ["sample-report-en.pdf", "sample-report-sv.pdf"]
    assert "Åsa Öberg" in outline((tmp_path / "folder" / files[0]).read_bytes())


def test_only_the_summary_is_two_pages_with_the_logo(answers: Path, tmp_path: Path) -> None:
    out, logo = tmp_path / "L1.pdf", tmp_path / "logo.png"
    logo.write_bytes(png("RGBA"))

    code, _ = _run(
        SURVEY, answers, "--leader", "L1", "--out", out, "--summary", "--organisation", "Örebro"
    )
    summary = read(out.read_bytes())
    _run(
        SURVEY, answers, "--leader", "L1", "--out", out, "--logo", logo, "--organisation", "Örebro"
    )

    assert code == 0
    assert len(PdfReader(tmp_path / "L1.pdf").pages) > 10
    assert [one.all_text for one in summary.find("H1")] == ["Sammanfattning"]
    assert len(summary.find("Sect")) == 1
    assert read(out.read_bytes()).find("Figure")[0].alternative == "Örebro"


def test_a_logo_that_is_no_picture_is_refused(answers: Path, tmp_path: Path) -> None:
    out = tmp_path / "L1.pdf"

    code, told = _run(SURVEY, answers, "--leader", "L1", "--out", out, "--logo", answers)

    assert code == 2
    assert "is not a PNG" in told
    assert not out.exists()


@pytest.mark.parametrize(("leaders", "shown"), [(9, False), (10, True)])
def test_the_mean_of_all_leaders_stands_on_ten_of_them(
    tmp_path: Path, *, leaders: int, shown: bool
) -> None:
    out = tmp_path / "L1.pdf"
    answers = _write(tmp_path / "many.csv", seed=3, leaders=leaders)

    _run(SURVEY, answers, "--leader", "L1", "--out", out, "--organisation-mean")

    text = read(out.read_bytes()).all_text
    assert ("Så här ser andra på cheferna i genomsnitt" in text) is shown
    assert ("Det saknas en" in text) is not shown
