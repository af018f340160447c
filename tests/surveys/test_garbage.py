"""Whatever stands in a file, it is a survey or a list of faults, never a crash."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys import yaml_text
from surveys.errors import SurveyFault, SurveyFileError
from surveys.loader import load_survey, parse_survey, survey_from_json
from tests.surveys.samples import SMALL

LINES = SMALL.splitlines(keepends=True)
SIGNS = "{}[]:-&*!'\"|>?#%,1é\t\n\x00\ud800\ufeff\u2028"
TOKENS = ("- ", ": ", "? ", "---\n", "&a", "*a", "!!map", "{name}", "{name}s", "true", "null", "sv")
PIECES = st.sampled_from([*SIGNS, *TOKENS])
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(st.text(max_size=8) | st.integers(), inside, max_size=3)
    ),
    max_leaves=6,
)
PATHS: list[tuple[str | int, ...]] = [
    ("id",),
    ("languages",),
    ("title",),
    ("scale",),
    ("scale", "to"),
    ("scale", "labels"),
    ("groups",),
    ("groups", 0),
    ("traits",),
    ("traits", 0),
    ("traits", 0, "items"),
    ("traits", 0, "items", 0),
    ("traits", 0, "items", 0, "others"),
    ("questions",),
    ("conditions",),
]
READERS = st.sampled_from([yaml.CSafeLoader, yaml.SafeLoader])
THOROUGH = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def read(text: str) -> None:
    """Parse a text; whatever is no survey must say why, and a survey must freeze and thaw."""
    faults: tuple[SurveyFault, ...] = ()
    try:
        survey = parse_survey(text)
        again = survey_from_json(survey.canonical_json())
    except SurveyFileError as error:
        faults = error.faults
    else:
        assert again == survey.model_copy(update={"meant_for": {}, "earlier": ()})
        return

    assert faults
    assert all(fault.line >= 1 and fault.column >= 1 for fault in faults)
    assert all(fault.what and fault.instead for fault in faults)


@THOROUGH
@given(text=st.text(max_size=200), reader=READERS)
def test_any_text_is_a_survey_or_has_faults(
    text: str, reader: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_text, "_READER", reader)

    read(text)


@THOROUGH
@given(
    slips=st.lists(st.tuples(st.integers(0, len(SMALL)), st.integers(0, 12), PIECES), max_size=4),
    reader=READERS,
)
def test_a_survey_with_slips_of_the_pen_is_a_survey_or_has_faults(
    slips: list[tuple[int, int, str]], reader: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_text, "_READER", reader)
    text = SMALL
    for place, length, piece in slips:
        text = text[:place] + piece + text[place + length :]

    read(text)


@THOROUGH
@given(lines=st.permutations(LINES), kept=st.integers(0, len(LINES)))
def test_a_survey_with_its_lines_shuffled_is_a_survey_or_has_faults(
    lines: list[str], kept: int
) -> None:
    read("".join(lines[:kept]))


@THOROUGH
@given(
    path=st.sampled_from(PATHS),
    value=PLAIN,
)
def test_a_survey_with_another_value_anywhere_is_a_survey_or_has_faults(
    path: tuple[str | int, ...], value: object
) -> None:
    content = yaml.safe_load(SMALL)
    inside = content
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value

    read(yaml.safe_dump(content, allow_unicode=True))


@THOROUGH
@given(content=st.binary(max_size=200))
def test_any_bytes_are_a_survey_or_have_faults(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "garbage.yaml"
    path.write_bytes(content)

    with pytest.raises(SurveyFileError):
        load_survey(path)
