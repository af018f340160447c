"""Advice on a survey: each rule speaks where it should, and keeps quiet where not."""

from __future__ import annotations

import pytest

from surveys.advice import AdviceRule
from surveys.checks import advise
from surveys.loader import parse_survey
from tests.surveys.samples import SMALL, advice_on, changed, rules_on

SV = "{name} lyssnar på andra."
EN = "{name} listens to others."


def with_item(*, sv: str | None = None, en: str | None = None) -> str:
    """Return the small survey with another wording of its first item, self wording alike."""
    text = SMALL
    if sv is not None:
        text = text.replace(SV, sv).replace("Jag lyssnar på andra.", sv.replace("{name}", "Jag"))
    if en is not None:
        text = text.replace(EN, en)
    return text


def wording_rules(*, sv: str | None = None, en: str | None = None) -> set[AdviceRule]:
    """Return the rules advised on a wording, leaving aside that its self wording may differ."""
    return set(rules_on(with_item(sv=sv, en=en))) - {AdviceRule.SELF_DIFFERS}


def test_a_survey_that_keeps_the_rules_gets_no_advice() -> None:
    advice = advice_on(SMALL)

    assert advice == ()


SWEDISH = [
    ("{name} tar sig tid att lyssna färdigt på den som kommer med frågor.", AdviceRule.TOO_LONG),
    ("{name} lyssnar. {name} svarar.", AdviceRule.SENTENCES),
    *(
        (f"{{name}} lyssnar {word} svarar.", AdviceRule.TWO_THINGS)
        for word in ("och", "samt", "men")
    ),
    ("{name} lyssnar eller svarar.", AdviceRule.TWO_THINGS),
    ("{name} ger både beröm på jobbet.", AdviceRule.TWO_THINGS),
    *((f"{{name}} lyssnar {word} på andra.", AdviceRule.NEGATION) for word in ("inte", "aldrig")),
    ("{name} lyssnar utan att avbryta.", AdviceRule.NEGATION),
    ("{name} avbryter ingen.", AdviceRule.NEGATION),
    *(
        (f"{{name}} lyssnar {w} på andra.", AdviceRule.FREQUENCY)
        for w in ("alltid", "ofta", "ibland")
    ),
    *(
        (f"{{name}} lyssnar när {word} kan.", AdviceRule.LEADER_PRONOUN)
        for word in ("hen", "han", "hon")
    ),
    *((f"{{name}} lyssnar på {word}.", AdviceRule.SPEAKER_PRONOUN) for word in ("mig", "oss")),
    ("{name} ser vad vi gör.", AdviceRule.SPEAKER_PRONOUN),
    *(
        (f"{{name}} {word} på jobbet.", AdviceRule.OFFICE_WORD)
        for word in ("kommunicerar", "implementerar", "delegerar", "tydliggör", "involverar")
    ),
    *(
        (f"{{name}} pratar om {word}.", AdviceRule.OFFICE_WORD)
        for word in ("verksamheten", "feedback", "processen", "målstyrning", "säkerställandet")
    ),
    ("{name} är tydlig.", AdviceRule.UNSEEN_VERB),
    ("{name} vill andra väl.", AdviceRule.UNSEEN_VERB),
]
ENGLISH = [
    (
        "{name} takes the time to listen until anyone who asks has finished talking.",
        AdviceRule.TOO_LONG,
    ),
    ("{name} listens. {name} answers.", AdviceRule.SENTENCES),
    *(
        (f"{{name}} listens {w} answers.", AdviceRule.TWO_THINGS)
        for w in ("and", "or", "but", "and/or")
    ),
    ("{name} never interrupts.", AdviceRule.NEGATION),
    ("{name} doesn't interrupt.", AdviceRule.NEGATION),
    ("{name} doesn’t interrupt.", AdviceRule.NEGATION),
    ("{name} listens without interrupting.", AdviceRule.NEGATION),
    *(
        (f"{{name}} {w} listens to others.", AdviceRule.FREQUENCY)
        for w in ("always", "often", "usually")
    ),
    *(
        (f"{{name}} admits {w} mistakes.", AdviceRule.LEADER_PRONOUN)
        for w in ("his", "her", "their")
    ),
    *((f"{{name}} listens to {word}.", AdviceRule.SPEAKER_PRONOUN) for word in ("me", "us")),
    ("{name} sees what we do.", AdviceRule.SPEAKER_PRONOUN),
    *(
        (f"{{name}} {w} work.", AdviceRule.OFFICE_WORD)
        for w in ("delegates", "communicates", "ensures")
    ),
    ("{name} knows the rules.", AdviceRule.UNSEEN_VERB),
]


@pytest.mark.parametrize(("wording", "rule"), SWEDISH)
def test_a_swedish_wording_that_breaks_a_rule_is_advised_on(wording: str, rule: AdviceRule) -> None:
    assert rule in wording_rules(sv=wording)


@pytest.mark.parametrize(("wording", "rule"), ENGLISH)
def test_an_english_wording_that_breaks_a_rule_is_advised_on(
    wording: str, rule: AdviceRule
) -> None:
    assert rule in wording_rules(en=wording)


@pytest.mark.parametrize(
    "wording",
    [
        "{name} tar upp svåra saker direkt med den det gäller.",
        "{name} berättar om sina egna misstag.",
        "{name} håller sig lugn när något går fel i arbetet.",
        "{name} låter utanförskap ta plats.",
        "{name} lyssnar på hans-göran.",
    ],
)
def test_words_that_only_contain_a_forbidden_one_are_fine(wording: str) -> None:
    assert wording_rules(sv=wording) == set()


def test_a_survey_of_items_alone_is_advised_on_too() -> None:
    assert advice_on(SMALL[: SMALL.index("questions:")]) == ()


def test_twelve_words_are_fine_and_the_name_counts_as_one() -> None:
    twelve = "{name} frågar andra hur det går när något nytt ska börja användas."

    assert wording_rules(sv=twelve) == set()
    assert wording_rules(sv=twelve.replace("nytt", "helt nytt")) == {AdviceRule.TOO_LONG}


def test_easy_swedish_keeps_the_swedish_rules_and_other_languages_only_the_general_ones() -> None:
    text = changed("languages: [sv, en]", "languages: [sv, en, sv-simple, fi]")
    text = text.replace(
        f'sv: "{SV}"',
        f'sv: "{SV}", sv-simple: "{{name}} lyssnar och ser.", fi: "{{name}} och. Hyvä."',
    )

    advice = [(a.rule, a.language) for a in advice_on(text) if a.rule is not AdviceRule.TRANSLATION]

    assert (AdviceRule.TWO_THINGS, "sv-simple") in advice
    assert (AdviceRule.SENTENCES, "fi") in advice
    assert (AdviceRule.TWO_THINGS, "fi") not in advice


def test_advice_names_item_language_and_line() -> None:
    advice = advice_on(with_item(en="{name} often listens to others."))

    found = next(a for a in advice if a.rule is AdviceRule.FREQUENCY)

    assert (found.key, found.language, found.line) == ("lyssnar", "en", 25)
    assert str(found) == "lyssnar (en): “often” says how often; the scale says that [frequency]"


def test_without_its_file_a_survey_is_advised_on_without_lines() -> None:
    survey = parse_survey(with_item(sv="{name} lyssnar och svarar."))

    advice = advise(survey)

    assert [(a.rule, a.line) for a in advice] == [(AdviceRule.TWO_THINGS, None)]


@pytest.mark.parametrize(
    ("own", "differs"),
    [
        ("Jag lyssnar på andra.", False),
        ("Jag lyssnar bra på andra.", True),
        ("jag lyssnar på andra.", True),
    ],
)
def test_the_self_wording_differs_in_the_subject_only(own: str, *, differs: bool) -> None:
    rules = rules_on(SMALL.replace("Jag lyssnar på andra.", own))

    assert (AdviceRule.SELF_DIFFERS in rules) is differs


@pytest.mark.parametrize(
    ("others", "own"),
    [
        ("{name} berättar om sina misstag.", "Jag berättar om mina misstag."),
        ("{name} håller sig till sin plan.", "Jag håller mig till min plan."),
        ("När det behövs hjälper {name} andra.", "När det behövs hjälper jag andra."),
        ("{name} gör sitt bästa.", "Jag gör mitt bästa."),
    ],
)
def test_swedish_reflexives_turn_into_the_first_person(others: str, own: str) -> None:
    text = SMALL.replace(SV, others).replace("Jag lyssnar på andra.", own)

    assert rules_on(text) == []
    assert AdviceRule.SELF_DIFFERS in rules_on(text.replace(own, f"{own} Alltså."))


@pytest.mark.parametrize(
    ("others", "own"),
    [
        ("{name} tries new things.", "I try new things."),
        ("{name} passes praise on.", "I pass praise on."),
        ("{name} makes decisions.", "I make decisions."),
        ("{name} is calm.", "I am calm."),
        ("{name} has time.", "I have time."),
        ("{name} doesn't shout.", "I don't shout."),
        ("When needed {name} helps others.", "When needed I help others."),
    ],
)
def test_english_verbs_turn_into_the_first_person(others: str, own: str) -> None:
    text = SMALL.replace(EN, others).replace("I listen to others.", own)

    assert AdviceRule.SELF_DIFFERS not in rules_on(text)
    assert AdviceRule.SELF_DIFFERS in rules_on(text.replace(own, own + " Really."))


def test_where_no_rule_of_grammar_is_known_the_self_wording_is_trusted() -> None:
    without_name = SMALL.replace(EN, "Listens to others.").replace(SV, "Lyssnar på andra.")
    finnish = SMALL.replace("en:", "fi:").replace("[sv, en]", "[sv, fi]")

    assert rules_on(without_name) == []
    assert rules_on(finnish) == [AdviceRule.TRANSLATION]  # of our own words for "cannot judge"


def test_a_missing_self_wording_is_advised_on_for_items_and_questions() -> None:
    text = SMALL.replace('        self: {sv: "Jag frågar andra.", en: "I ask others."}\n', "")
    text = text.replace('    self: {sv: "Vad gör jag bra?", en: "What do I do well?"}\n', "")

    advice = advice_on(text)

    assert [(a.rule, a.key) for a in advice] == [
        (AdviceRule.NO_SELF_WORDING, "fragar"),
        (AdviceRule.NO_SELF_WORDING, "fortsatt"),
    ]


@pytest.mark.parametrize(
    ("passage", "key", "line"),
    [
        (", en: Small survey", None, 4),
        (", en: Sometimes", None, 12),
        (", en: Manager", "manager", 18),
        (', en: "I ask others."', "fragar", 29),
        (', en: "What does {name} do well?"', "fortsatt", 35),
        (', en: "I get support."', "stod", 41),
    ],
)
def test_a_missing_translation_is_advised_on(passage: str, key: str | None, line: int) -> None:
    advice = advice_on(changed(passage, ""))

    assert [(a.rule, a.key, a.language, a.line) for a in advice] == [
        (AdviceRule.TRANSLATION, key, "en", line)
    ]


def test_easy_swedish_is_never_missing_since_swedish_stands_in() -> None:
    advice = advice_on(changed("languages: [sv, en]", "languages: [sv, en, sv-simple]"))

    assert advice == ()


def test_our_own_words_for_cannot_judge_are_missing_in_a_third_language() -> None:
    advice = advice_on(changed("languages: [sv, en]", "languages: [sv, en, fi]"))

    assert any("`cannot_judge` is not translated" in a.text for a in advice)


def test_a_language_that_nobody_has_read_is_advised_on() -> None:
    text = SMALL.replace("languages: [sv, en]", "languages: [sv, en]\nunreviewed: [en]")

    [advice] = advice_on(text)

    assert (advice.rule, advice.language, advice.line) == (AdviceRule.UNREVIEWED, "en", 4)


def test_a_trait_of_two_items_is_too_small() -> None:
    start, end = SMALL.index("      - key: svarar"), SMALL.index("questions:")

    advice = advice_on(SMALL[:start] + SMALL[end:])

    assert [(a.rule, a.key, a.line) for a in advice] == [(AdviceRule.FEW_ITEMS, "trygg", 21)]


def test_a_reversed_item_is_advised_against() -> None:
    advice = advice_on(changed("key: fragar\n", "key: fragar\n        reversed: true\n"))

    assert [(a.rule, a.key, a.line) for a in advice] == [(AdviceRule.REVERSED, "fragar", 28)]


def test_a_step_without_a_word_is_advised_on() -> None:
    advice = advice_on(changed("    2: {sv: Ibland, en: Sometimes}\n", ""))

    assert [a.rule for a in advice] == [AdviceRule.LABELS]
    assert "steps without a word: 2;" in advice[0].text


def test_a_trait_that_is_hard_to_read_is_advised_on() -> None:
    hard = "{name} förklarar organisationens utvecklingsmöjligheter uppmärksamt."

    rules = rules_on(with_item(sv=hard))

    assert rules == [AdviceRule.READABILITY]


def test_open_questions_are_checked_for_pronouns_and_conditions_for_plain_words() -> None:
    text = SMALL.replace("Vad gör {name} bra?", "Vad gör {name} bra när hon leder?")
    text = text.replace("Jag får stöd.", "Jag får ofta stöd och hjälp.")

    advice = [(a.rule, a.key) for a in advice_on(text)]

    assert advice == [
        (AdviceRule.LEADER_PRONOUN, "fortsatt"),
        (AdviceRule.FREQUENCY, "stod"),
        (AdviceRule.TWO_THINGS, "stod"),
    ]
