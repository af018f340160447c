"""A survey that a campaign froze stays readable, and compares over time, for ever."""

from __future__ import annotations

from pathlib import Path

from surveys.loader import parse_survey, survey_from_json
from tests.surveys.samples import SMALL

FORMAT_1 = (Path(__file__).parent / "frozen_format_1.json").read_text(encoding="utf-8")


def test_a_survey_frozen_in_format_1_is_read() -> None:
    assert survey_from_json(FORMAT_1) == parse_survey(SMALL)


def test_what_is_frozen_is_byte_for_byte_the_same() -> None:
    assert parse_survey(SMALL).canonical_json() == FORMAT_1


def test_the_wording_hash_never_changes_by_an_upgrade() -> None:
    survey = survey_from_json(FORMAT_1)

    # Trends of running installations stand on this value.
    assert (
        survey.wording_hash(survey.items[0])
        == "bed5670b3a57605f5430017aba7ef5001a2e9dd78488256278516d0cf2453978"
    )
