"""The first definition: Örebro's leadership platform, complete in Swedish, English and Finnish."""

from __future__ import annotations

import hashlib
import re

import pytest

from surveys.advice import AdviceRule
from surveys.checks import advise, lix_by_trait
from surveys.library import find_survey
from surveys.lix import lix
from surveys.model import GroupKind, Status, Survey
from surveys.symmetry import self_wordings

FIRST_PERSON = re.compile(r"\w+n\b")
"""How a Finnish statement about oneself begins: with a verb in the first person."""


@pytest.fixture(scope="module")
def orebro() -> Survey:
    """Give the survey as it comes with the package."""
    return find_survey("orebro")


def test_it_has_four_traits_with_38_items_and_five_each_in_the_short_form(orebro: Survey) -> None:
    counts = {
        trait.key: (len(trait.items), sum(item.short for item in trait.items))
        for trait in orebro.traits
    }

    assert counts == {"saker": (9, 5), "initiativrik": (10, 5), "klar": (10, 5), "helhet": (9, 5)}
    assert len(orebro.items) == 38
    assert len(orebro.short_items) == 20


def test_it_asks_three_questions_and_six_conditions(orebro: Survey) -> None:
    assert [question.key for question in orebro.questions] == ["fortsatt", "borja", "sluta"]
    assert orebro.conditions is not None
    assert len(orebro.conditions.items) == 6


def test_it_is_a_draft_until_people_have_read_it(orebro: Survey) -> None:
    assert orebro.status is Status.DRAFT


def test_every_trait_has_a_reflection_and_two_actions(orebro: Survey) -> None:
    counts = {(len(trait.reflection), len(trait.actions)) for trait in orebro.traits}

    assert counts == {(1, 2)}


def test_its_scale_says_how_often_in_six_steps(orebro: Survey) -> None:
    words = [orebro.word_for(step, "sv") for step in orebro.scale.steps]

    assert words == [
        "Nästan aldrig",
        "Sällan",
        "Ibland",
        "Ganska ofta",
        "Mycket ofta",
        "Nästan alltid",
    ]
    assert orebro.scale.favourable_from == 5
    assert orebro.text(orebro.scale.cannot_judge, "en") == "Cannot judge (have not seen it)"


def test_peers_and_team_stay_unrecognised_and_enough_of_them_are_asked_for(orebro: Survey) -> None:
    groups = {group.key: (group.kind, group.recommended) for group in orebro.groups}

    assert groups == {
        "self": (GroupKind.SELF, None),
        "manager": (GroupKind.IDENTIFIED, None),
        "peer": (GroupKind.PROTECTED, 5),
        "team": (GroupKind.PROTECTED, 6),
        "other": (GroupKind.PROTECTED, None),
    }


def test_only_unreviewed_finnish_gets_advice(orebro: Survey) -> None:
    advice = {(a.rule, a.key, a.language) for a in advise(orebro)}

    assert advice == {(AdviceRule.UNREVIEWED, None, "fi")}


def test_finnish_speaks_in_the_first_person_to_the_leader_and_never_inflects_a_name(
    orebro: Survey,
) -> None:
    assert [item.key for item in orebro.items if not item.others["fi"].startswith("{name} ")] == []
    assert [item.key for item in orebro.items if not FIRST_PERSON.match(item.self_["fi"])] == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_self_wordings_follow_from_the_others_by_rule(orebro: Survey, language: str) -> None:
    different = [
        item.key
        for item in orebro.items
        if item.self_[language] not in self_wordings(item.others[language], language, orebro.kind)
    ]

    assert different == []


def test_what_a_campaign_freezes_of_it_has_not_changed_by_a_byte(orebro: Survey) -> None:
    frozen = hashlib.sha256(orebro.canonical_json().encode()).hexdigest()

    # Running campaigns hold this text; a new key of the format must not show in it.
    assert frozen == "f67bbe9488756fd0289e43a73e90e691e9615b5e4451bc2c5b6d582ce5e1b072"


def test_it_reads_very_easily(orebro: Survey) -> None:
    by_trait = {key: round(value) for key, value in lix_by_trait(orebro).items()}
    conditions = orebro.conditions.items if orebro.conditions else ()

    assert by_trait == {"saker": 19, "initiativrik": 22, "klar": 14, "helhet": 20}
    assert round(lix(item.others["sv"] for item in orebro.items)) == 19
    assert round(lix(question.text["sv"] for question in orebro.questions)) == 8
    assert round(lix(condition.text["sv"] for condition in conditions)) == 17


def test_easy_swedish_stands_only_where_it_differs(orebro: Survey) -> None:
    assert orebro.word_for(2, "sv-simple") == "Sällan"
    assert "sex månaderna" in orebro.lead_words(for_self=True, language="sv-simple", name="Agnes")
    easy = {item.key: item.others for item in orebro.items if "sv-simple" in item.others}
    assert set(easy) == {
        "ini_liten",
        "kla_emot",
        "kla_bestammer",
        "kla_foljer",
        "hel_berorda",
        "hel_delar",
        "hel_resten",
    }
    assert all(words["sv-simple"] != words["sv"] for words in easy.values())


def test_answers_to_version_1_are_read_in_its_words_and_never_compared(orebro: Survey) -> None:
    then = orebro.as_asked_in(["leader", "group", "HEL_BASTA"])

    changed = {"hel_berorda", "hel_basta"}
    assert (orebro.version, then.version, len(then.items)) == (2, 1, 38)
    assert then.item("hel_basta").others["sv"].startswith("{name} sätter kommunens bästa")
    assert then.item("hel_berorda").others["sv"].startswith("{name} frågar de som")
    now = set(map(orebro.wording_hash, orebro.items))
    assert {one.key for one in then.items if then.wording_hash(one) not in now} == changed
    assert orebro.as_asked_in(["leader", "group", "hel_resten", "hel_berorda"]) is orebro
