"""Whatever is done to a survey, responses from elsewhere, a release or figures: words, no crash."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import surveys
from reports.answers.offline import ResponsesFileError, parse_responses
from reports.audit.file import judge, read_audit_cases
from reports.disclosure import release_subjects
from reports.errors import FiguresError, ReleaseFormatError
from reports.policy import DisclosurePolicy
from reports.release import read_release
from surveys.errors import SurveyFileError
from surveys.loader import load_survey, survey_from_json
from tests.fuzz.harness import complaints
from tests.proof_size import proof_runs
from tests.reports.campaigns import make_responses, make_survey
from tests.surveys.samples import SMALL

if TYPE_CHECKING:
    from collections.abc import Callable

DEFINITIONS: Final = Path(surveys.__file__).parent / "definitions"
SURVEY: Final = make_survey({"clear": ["q1", "q2"], "safe": ["q3"]}, questions=["strength"])
GOOD: Final = (
    "leader;group;rater;q1;q2;q3;strength\n"
    "L1;self;a;4;5;;\nL1;peer;b;1;NO;3;Står för sitt ord, alltid\n"
    'L1;peer;c;2;2;2;"Lugn,\ntydlig; ""rak"""\nL2;team;d;5;4;;\n'
)
TOKENS: Final = (
    b"sep=;\n", b"NO", b"leader", b"rater", b'"', b'""', b";;;;", b"\r", b"q1", b"0",
    b"L1;self;a\n",
    b"- ", b": ", b"? ", b"---\n", b"&a ", b"*a", b"!!map", b"!!python/object:x", b"{name}",
    b"null",
    b"<<: ", b"\n  ", b"1_000", b"0x10", b"2026-11-29", b"~", b"|\n", b">-\n", b"%YAML 1.1\n",
    b"true", b"[[[[", b"\xc2\x85", b"\xe2\x80\xa8", b"Infinity", b"NaN", b"\\ud800", b'"format":2',
)  # fmt: skip


def says_of_survey(content: bytes, tmp_path: Path) -> bool:
    """Load a survey file as it lies on the disk."""
    file = tmp_path / "survey.yaml"
    file.write_bytes(content)
    try:
        survey = load_survey(file)
    except SurveyFileError as error:
        return bool(error.faults) and all(map(str, error.faults))
    # for whoever chooses and compares, never frozen
    asked = survey.model_copy(update={"meant_for": {}, "earlier": ()})
    return survey_from_json(survey.canonical_json()) == asked


def says_of_responses(content: bytes) -> bool:
    """Read responses that were collected elsewhere, and count them."""
    try:
        read = parse_responses(content, SURVEY, name="R.csv")
    except ResponsesFileError as error:
        return bool(error.problems) and all(error.problems)
    release_subjects(read.responses, DisclosurePolicy())
    return len(read.responses.ratings) > 0


def says_of_release(content: bytes) -> bool:
    """Read a release that was kept."""
    try:
        read_release(content.decode("utf-8", errors="surrogateescape"))
    except ReleaseFormatError as error:
        return bool(str(error))
    return True


def says_of_figures(content: bytes) -> bool:
    """Read figures whose disclosure is to be judged, and judge them."""
    try:
        cases = read_audit_cases(content.decode("utf-8", errors="surrogateescape"))
        return all(judge(case).case is not None for case in cases)
    except FiguresError as error:
        return bool(str(error))


def kept_release() -> bytes:
    """Return a release as it is kept."""
    responses = make_responses(
        SURVEY,
        {"L1": {"self": [[4, 5, 1]], "manager": [[4, 2, 3]], "peer": [[3, 4, 2]] * 5}},
        {"L1": {"peer": [{"strength": f"Räksmörgås {n} 🦐"} for n in range(3)]}},
    )
    return release_subjects(responses, DisclosurePolicy())["L1"].to_json().encode()


def figures() -> bytes:
    """Return figures that an audit is asked about."""
    entries = [{"rater": f"r{n}", "item": "q1", "weight": "1/3"} for n in range(3)]
    case = {"case": "one", "k": 3, "protected": ["r0", "r1", "r2"], "figures": [entries]}
    return json.dumps([case]).encode()


RESPONSES: Final = [
    GOOD.encode(),
    GOOD.encode("cp1252"),
    GOOD.replace(";", "\t").encode("utf-8-sig"),
]
READERS: Final[dict[str, tuple[Callable[[bytes], bool], list[bytes], int]]] = {
    "responses": (says_of_responses, RESPONSES, 2_000),
    "release": (says_of_release, [kept_release()], 1_000),
    "figures": (says_of_figures, [figures()], 500),
}


def test_spoilt_surveys_are_read_or_refused_in_words(tmp_path: Path) -> None:
    found = complaints(
        lambda content: says_of_survey(content, tmp_path),
        [SMALL.encode()],
        runs=60,
        tokens=TOKENS,
    )

    assert found == []


@pytest.mark.proof
def test_many_spoilt_surveys_are_read_or_refused_in_words(tmp_path: Path) -> None:
    whole = [SMALL.encode(), (DEFINITIONS / "orebro.yaml").read_bytes(), SMALL.encode("utf-16")]

    found = complaints(
        lambda content: says_of_survey(content, tmp_path),
        whole,
        runs=proof_runs(1_500),
        first=1_000,
        tokens=TOKENS,
    )

    assert found == []


@pytest.mark.parametrize("kind", READERS)
def test_spoilt_files_are_read_or_refused_in_words(kind: str) -> None:
    read, samples, _ = READERS[kind]

    assert complaints(read, samples, runs=60, tokens=TOKENS) == []


@pytest.mark.proof
@pytest.mark.parametrize("kind", READERS)
def test_many_spoilt_files_are_read_or_refused_in_words(kind: str) -> None:
    read, samples, whole = READERS[kind]

    assert complaints(read, samples, runs=proof_runs(whole), first=1_000, tokens=TOKENS) == []
