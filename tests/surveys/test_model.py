"""What the model of a survey answers to those who show it and count with it."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from surveys.errors import FrozenSurveyError
from surveys.loader import parse_survey, survey_from_json
from surveys.model import GroupKind, Layout, Status, Survey
from tests.surveys.samples import SMALL, changed


def small() -> Survey:
    return parse_survey(SMALL)


def test_what_a_file_leaves_out_has_a_safe_default() -> None:
    survey = small()

    assert (survey.status, survey.layout, survey.subject) == (
        Status.DRAFT,
        Layout.BY_TRAIT,
        "leader",
    )
    assert survey.questions[0].max_length == 3000
    assert survey.group("team").recommended is None
    assert survey.traits[0].description == {}


def test_a_survey_cannot_be_changed() -> None:
    survey = small()

    with pytest.raises(ValidationError, match="frozen"):
        survey.version = 2  # type: ignore[misc]  # that it is refused is the claim


@pytest.mark.parametrize(
    ("lowest", "highest", "favourable"),
    [(1, 4, 3), (1, 5, 4), (1, 6, 5), (1, 7, 6), (0, 6, 5), (1, 8, 6), (0, 7, 5), (1, 10, 8)],
)
def test_the_two_highest_steps_are_favourable_and_three_from_eight_steps(
    lowest: int, highest: int, favourable: int
) -> None:
    scale = SMALL[SMALL.index("scale:") : SMALL.index("groups:")]

    survey = parse_survey(SMALL.replace(scale, f"scale: {{from: {lowest}, to: {highest}}}\n"))

    assert survey.scale.favourable_from == favourable
    assert list(survey.scale.steps) == list(range(lowest, highest + 1))
    assert survey.scale.width == highest - lowest


def test_a_step_without_a_word_is_called_by_its_number() -> None:
    survey = parse_survey(changed("    2: {sv: Ibland, en: Sometimes}\n", ""))

    words = [survey.word_for(step, "en") for step in survey.scale.steps]

    assert words == ["Seldom", "2", "Often", "Very often"]


def test_easy_swedish_falls_back_to_swedish_before_any_other_language() -> None:
    text = changed("languages: [sv, en]", "languages: [sv, en, sv-simple]")
    survey = parse_survey(text.replace("{sv: Sällan,", "{sv: Sällan, sv-simple: Inte ofta,"))

    assert survey.word_for(1, "sv-simple") == "Inte ofta"
    assert survey.word_for(2, "sv-simple") == "Ibland"
    assert survey.text(survey.title, "sv-simple") == "Liten enkät"


def test_a_language_the_survey_lacks_reads_the_first_language() -> None:
    survey = small()

    assert survey.text(survey.title, "fi") == "Liten enkät"
    assert survey.text(survey.title, "en-GB") == "Small survey"
    assert survey.text({}, "sv") == ""


def test_a_text_in_no_language_of_the_file_is_still_shown() -> None:
    survey = parse_survey(SMALL.replace("sv:", "fi:").replace("[sv, en]", "[fi, en]"))

    assert survey.text({"sv": "Kan inte bedöma"}, "fi") == "Kan inte bedöma"
    assert survey.text(survey.scale.cannot_judge, "fi") == "Cannot judge"


def test_each_reader_gets_their_own_wording_with_the_name_filled_in() -> None:
    survey = small()
    item, question = survey.items[0], survey.questions[0]

    def read(language: str, *, for_self: bool) -> list[str]:
        return [
            survey.lead_words(for_self=for_self, language=language, name="Agnes"),
            survey.item_words(item, for_self=for_self, language=language, name="Agnes"),
            survey.question_words(question, for_self=for_self, language=language, name="Agnes"),
        ]

    assert read("sv", for_self=False) == [
        "Hur ofta gör Agnes så här?",
        "Agnes lyssnar på andra.",
        "Vad gör Agnes bra?",
    ]
    assert read("en", for_self=True) == [
        "How often do you do this?",
        "I listen to others.",
        "What do I do well?",
    ]


def test_without_a_self_wording_the_leader_reads_the_others() -> None:
    survey = parse_survey(
        changed('        self: {sv: "Jag lyssnar på andra.", en: "I listen to others."}\n', "")
    )

    words = survey.item_words(survey.items[0], for_self=True, language="sv", name="Agnes")

    assert words == "Agnes lyssnar på andra."


def test_the_language_weighs_more_than_the_self_wording() -> None:
    survey = parse_survey(changed(', en: "I listen to others."', ""))

    words = survey.item_words(survey.items[0], for_self=True, language="en", name="Agnes")

    assert words == "Agnes listens to others."


def test_an_item_knows_its_trait_and_a_stranger_is_refused() -> None:
    survey = small()
    stranger = survey.items[0].model_copy(update={"key": "annan"})

    assert survey.trait_of(survey.items[2]).key == "trygg"
    assert survey.item("fragar") is survey.items[1]
    with pytest.raises(KeyError):
        survey.trait_of(stranger)
    with pytest.raises(KeyError):
        survey.group("grannar")


def test_a_frozen_survey_reads_back_as_the_same() -> None:
    survey = small()

    again = survey_from_json(survey.canonical_json())

    assert again == survey
    assert again.canonical_json() == survey.canonical_json()
    assert again.group("self").kind is GroupKind.SELF


def test_where_an_item_says_its_trait_makes_no_difference_to_what_is_frozen() -> None:
    said = parse_survey(changed("key: lyssnar\n", "key: lyssnar\n        trait: trygg\n"))

    assert said.canonical_json() == small().canonical_json()


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "{", '{"format":1}', '{"format":99,"id":"small"}', '"text"', "null"]
)
def test_what_is_no_frozen_survey_is_refused(text: str) -> None:
    with pytest.raises(FrozenSurveyError):
        survey_from_json(text)


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ('en: "{name} listens to others."', 'en: "{name} hears others."', True),
        ('self: {sv: "Jag lyssnar på andra."', 'self: {sv: "Jag hör andra."', True),
        ("version: 1", "version: 2", True),
        ('others: {sv: "{name} lyssnar på andra."', 'others: {sv: "{name} hör andra."', False),
        ("key: lyssnar\n", "key: hor\n", False),
        ("key: lyssnar\n", "key: lyssnar\n        reversed: true\n", False),
        ("  to: 4\n", "  to: 5\n", False),
    ],
)
def test_items_compare_over_time_only_with_equal_key_scale_reversal_and_wording(
    old: str, new: str, *, same: bool
) -> None:
    before, after = small(), parse_survey(changed(old, new))

    hashes = before.wording_hash(before.items[0]), after.wording_hash(after.items[0])

    assert (hashes[0] == hashes[1]) is same


def test_text_typed_on_a_mac_hashes_as_text_typed_elsewhere() -> None:
    decomposed = parse_survey(SMALL.replace("å", "a\u030a"))

    assert decomposed == small()
