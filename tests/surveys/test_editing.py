"""A survey is changed part by part, and checked as a file is."""

from __future__ import annotations

import pytest

from surveys.advice import AdviceRule
from surveys.editing import (
    EditedPart,
    PartOf,
    PartText,
    absent,
    copied,
    left_out,
    put_back,
    reworded,
    texts_of,
)
from surveys.library import find_survey
from surveys.loader import parse_survey
from tests.surveys.samples import SMALL

SURVEY = copied(parse_survey(SMALL), "small-copy")
ITEM = EditedPart(PartOf.ITEM, "fragar")
OTHERS, OWN, HINT = PartText("others", "sv"), PartText("self", "sv"), PartText("hint", "sv")


def test_a_copy_has_the_same_keys_words_and_hashes_under_its_own_id() -> None:
    orebro = find_survey("orebro")

    copy = copied(orebro, "orebro-copy")

    assert (copy.id, copy.version, copy.earlier) == ("orebro-copy", 1, ())
    assert [*map(copy.wording_hash, copy.items)] == [*map(orebro.wording_hash, orebro.items)]
    assert (copy.groups, copy.questions, copy.conditions, copy.meant_for) == (
        orebro.groups,
        orebro.questions,
        orebro.conditions,
        orebro.meant_for,
    )


def test_a_statement_is_reworded_and_keeps_its_key() -> None:
    texts = texts_of(SURVEY, ITEM) | {
        OTHERS: "{name} ber andra om råd.",
        OWN: "Jag ber andra om råd.",
    }

    edited = reworded(SURVEY, ITEM, texts)

    assert edited.survey is not None
    item = edited.survey.item("fragar")
    assert item.others["sv"] == "{name} ber andra om råd."
    assert item.others["en"] == SURVEY.item("fragar").others["en"]
    assert edited.survey.version == SURVEY.version + 1
    assert edited.survey.wording_hash(item) != SURVEY.wording_hash(SURVEY.item("fragar"))
    assert edited.advice == ()


@pytest.mark.parametrize(
    ("field", "words", "at", "fault"),
    [
        (OTHERS, "{name}s råd hjälper.", OTHERS, "{name} stands in the genitive"),
        (OTHERS, "", OTHERS, "the text has no wording in sv"),
        (OWN, "{name} ber om råd.", OWN, "{name} stands in the self wording"),
        (HINT, "Som {namn} gör", HINT, "the placeholder {namn} is unknown"),
        (PartText("others", "en"), "{name asks.", PartText("others", "en"), "a brace stands alone"),
        (OTHERS, "x" * 2001, OTHERS, "is too long"),
    ],
)
def test_a_fault_is_the_files_and_stands_at_its_field(
    field: PartText, words: str, at: PartText, fault: str
) -> None:
    edited = reworded(SURVEY, ITEM, texts_of(SURVEY, ITEM) | {field: words})

    assert edited.survey is None
    assert [place for place, _ in edited.faults] == [at]
    assert fault in edited.faults[0][1].what


def test_advice_is_the_files_and_only_the_parts() -> None:
    texts = texts_of(SURVEY, ITEM) | {OTHERS: "{name} frågar och lyssnar.", OWN: ""}
    texts |= {PartText("self", "en"): ""}

    edited = reworded(SURVEY, ITEM, texts)

    assert {one.rule for one in edited.advice} == {
        AdviceRule.TWO_THINGS,
        AdviceRule.NO_SELF_WORDING,
    }
    assert {one.key for one in edited.advice} == {"fragar"}


def test_what_is_left_out_can_be_put_back_in_its_place() -> None:
    without = left_out(SURVEY, ITEM).survey
    assert without is not None
    assert [item.key for item in without.items] == ["lyssnar", "svarar"]
    assert absent(without, SURVEY) == (ITEM,)

    again = put_back(without, SURVEY, ITEM).survey

    assert again is not None
    assert again.items == SURVEY.items
    assert absent(again, SURVEY) == ()


def test_the_only_question_too_can_be_left_out_and_put_back() -> None:
    question = EditedPart(PartOf.QUESTION, "fortsatt")
    without = left_out(SURVEY, question).survey
    assert without is not None
    assert without.questions == ()

    again = put_back(without, SURVEY, question).survey

    assert again is not None
    assert again.questions == SURVEY.questions


def test_the_last_statement_of_a_part_cannot_be_left_out() -> None:
    survey = SURVEY
    for key in ("fragar", "svarar"):
        survey = left_out(survey, EditedPart(PartOf.ITEM, key)).survey or survey

    edited = left_out(survey, EditedPart(PartOf.ITEM, "lyssnar"))

    assert edited.survey is None
    assert "items` is empty" in edited.faults[0][1].what


@pytest.mark.parametrize(
    ("part", "field", "words"),
    [
        (EditedPart(PartOf.SURVEY), PartText("title", "sv"), "Vår enkät"),
        (EditedPart(PartOf.GROUP, "team"), PartText("label", "sv"), "Medarbetare"),
        (EditedPart(PartOf.TRAIT, "trygg"), PartText("description", "sv"), "Går att lita på."),
        (EditedPart(PartOf.QUESTION, "fortsatt"), PartText("text", "sv"), "Vad gör {name} väl?"),
        (ITEM, HINT, "Till exempel på möten."),
    ],
)
def test_every_part_has_its_texts(part: EditedPart, field: PartText, words: str) -> None:
    edited = reworded(SURVEY, part, texts_of(SURVEY, part) | {field: words})

    assert edited.survey is not None
    assert texts_of(edited.survey, part)[field] == words


def test_a_part_that_is_not_there_is_none() -> None:
    with pytest.raises(KeyError):
        texts_of(SURVEY, EditedPart(PartOf.ITEM, "borta"))


def test_where_everybody_reads_one_wording_there_is_one_to_change() -> None:
    event = find_survey("kursutvardering")
    part = EditedPart(PartOf.ITEM, event.items[0].key)
    words = {PartText("text", "sv"): "Kursen var bra."}

    edited = reworded(event, part, texts_of(event, part) | words)

    assert edited.survey is not None
    assert edited.survey.items[0].others["sv"] == "Kursen var bra."
