"""What is said of a programme: the word, its reason, and never more than the design allows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, get_args

import pytest
from reportlab.graphics.shapes import String

from reports.sections.effects import council_sections, effect_sections, effect_title
from reports.sections.pieces import (
    Bullets,
    Callout,
    Chart,
    Grid,
    Heading,
    Section,
    Text,
    WritingLines,
)
from reports.shown.council import Council, CourseMean, Initiatives
from reports.shown.effects import (
    Design,
    EffectSummary,
    Reason,
    ShownChange,
    ShownDistance,
    ShownWave,
    Word,
)
from reports.texts import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.pieces import Piece

PRIMARY: Final = ShownChange("", 0.28, 0.21, 0.35, 0.19, "better")
BEFORE_AFTER: Final = EffectSummary(
    design="before_after",
    scale=(1, 6),
    relevant=0.2,
    goal_set="3 mars 2027",
    primary=PRIMARY,
    traits=(ShownChange("Tydlighet", -0.1, -0.3, 0.1, 0.3, "no_clear_change", "open"),),
    started=31,
    twice=30,
    trained=30,
    waiting=None,
    by_team=False,
    tipping=-1.5,
)
LOT: Final = replace(
    BEFORE_AFTER, design="lot", trained=18, waiting=12, tipping=None, sides=(0.28, 0.1)
)
ONCE: Final = replace(
    BEFORE_AFTER, design="cross_section", primary=None, traits=(replace(PRIMARY, name="Mod"),)
)
EMPTY: Final = Council()
DESIGNS: Final[tuple[Design, ...]] = get_args(Design)
SUMMARIES: Final = {
    design: replace(
        {"before_after": BEFORE_AFTER, "cross_section": ONCE}.get(design, LOT), design=design
    )
    for design in DESIGNS
}
UNCLEAR: Final = ("excluded", "open")
SAYINGS: Final[list[tuple[Word, Reason | None]]] = [
    ("better", None),
    ("worse", None),
    *(("no_clear_change", reason) for reason in get_args(Reason) if reason in UNCLEAR),
    *(("cannot_tell", reason) for reason in get_args(Reason) if reason not in UNCLEAR),
]


def told(summary: EffectSummary, language: str = "sv") -> str:
    """Return all that a report says, a line a sentence."""
    return _joined(summary, effect_sections(summary, language), language)


def told_to_council(summary: EffectSummary, language: str = "sv", council: Council = EMPTY) -> str:
    """Return all that stands on the four pages, a line a sentence."""
    return _joined(summary, council_sections(summary, council, language), language)


def _joined(summary: EffectSummary, pieces: tuple[Piece | Section, ...], language: str) -> str:
    return "\n".join((effect_title(summary, language), *_sentences(pieces)))


def _sentences(pieces: tuple[Piece | Section, ...]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, Section):
            yield piece.title
            yield from _sentences(piece.pieces)
        elif isinstance(piece, Grid):
            yield from (piece.summary, " ".join(piece.header))
            yield from (" ".join(row) for row in piece.rows)
        elif isinstance(piece, Bullets):
            yield from piece.items
        elif isinstance(piece, Chart):
            yield piece.alternative
        elif isinstance(piece, WritingLines):
            yield from (piece.label, piece.value)
        else:
            assert isinstance(piece, Text | Callout | Heading)
            yield piece.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("word", "reason"), SAYINGS)
@pytest.mark.parametrize("design", DESIGNS)
def test_without_a_comparison_nothing_is_called_an_effect(
    design: Design, word: Word, reason: Reason | None, language: str
) -> None:
    whole = SUMMARIES[design]
    changed = [replace(one, word=word, reason=reason) for one in (PRIMARY, *whole.traits)]
    primary = None if whole.primary is None else changed[0]

    summary = replace(whole, primary=primary, traits=tuple(changed[1:]))
    for said in (told(summary, language), told_to_council(summary, language)):
        assert "{" not in said
        if whole.said != "compared":
            assert "effe" not in said.casefold()
            assert "Programmet gav" not in said
            assert "The programme made" not in said


def test_a_change_is_told_with_its_interval_size_and_goal() -> None:
    said = told(BEFORE_AFTER)

    assert said.startswith("Vad har ändrats?")
    assert "oftare än före: +0,28 steg på skalan 1–6 (troligen mellan +0,21 och +0,35)" in said
    assert "Det är tydligt." in said
    assert "Målet, satt 3 mars 2027: minst 0,20 steg. Målet nått." in said
    assert "Ingen jämförelse fanns. Vi vet om det ändrats, inte varför." in said
    assert "Tydlighet −0,10 −0,30 och +0,10 ingen säker förändring" in said
    assert "Om de 1 som saknas i snitt ändrats −1,50 steg eller mindre" in said


def test_only_several_traits_have_wider_intervals_than_one_outcome() -> None:
    wider = "Egenskaperna har bredare tal än"
    two = (*BEFORE_AFTER.traits, replace(PRIMARY, name="Mod"))

    assert f"{wider} ”alla tillsammans”: med 2 rader" in told(replace(BEFORE_AFTER, traits=two))
    assert wider not in told(BEFORE_AFTER)


def test_only_lots_let_the_programme_have_made_the_difference() -> None:
    gave = "Programmet gav skillnaden"
    unclear = replace(PRIMARY, lower=-0.1, word="no_clear_change", reason="open")

    assert gave in told(LOT)
    assert gave not in told(replace(LOT, primary=unclear))
    assert gave not in told(replace(LOT, design="waves"))
    assert "Beteendena har ökat 0,28 steg mer hos dem som gått programmet" in told(LOT)


@pytest.mark.parametrize(
    ("low", "high", "result"),
    [
        (0.2, 0.4, "Målet nått."),
        (0.05, 0.19, "Målet inte nått."),
        (0.1, 0.3, "Oklart om målet nåddes."),
    ],
)
def test_the_goal_meets_the_result(low: float, high: float, result: str) -> None:
    assert result in told(replace(BEFORE_AFTER, primary=replace(PRIMARY, lower=low, upper=high)))


@pytest.mark.parametrize("estimate", [(0.19, "lite"), (0.21, "tydligt"), (0.5, "mycket")])
def test_a_clear_change_has_a_size(estimate: tuple[float, str]) -> None:
    size, word = estimate

    assert f"Det är {word}." in told(replace(BEFORE_AFTER, primary=replace(PRIMARY, estimate=size)))


@pytest.mark.parametrize(
    ("summary", "sentence"),
    [
        (replace(BEFORE_AFTER, trained=9, twice=9), "Bara 9 chefer mättes två gånger."),
        (replace(LOT, trained=9), "Bara 9 chefer mättes två gånger."),
        (replace(LOT, waiting=7), "Bara 7 chefer väntade och mättes två gånger."),
        (replace(ONCE, trained=6, twice=6), "Bara 6 chefer mättes."),
    ],
)
def test_few_leaders_have_no_figures(summary: EffectSummary, sentence: str) -> None:
    def few(one: ShownChange) -> ShownChange:
        return replace(one, word="cannot_tell", reason="few_leaders")

    few_of_them = replace(
        summary,
        primary=summary.primary and few(summary.primary),
        traits=tuple(few(one) for one in summary.traits),
        tipping=None,
    )

    for said in (told(few_of_them), told_to_council(few_of_them)):
        assert sentence in said
        assert "För få chefer för att visa siffror." in said
        assert "0,28" not in said
        assert "0,10" not in said


def test_one_measurement_says_higher_and_lower_and_never_better() -> None:
    lower = replace(PRIMARY, name="Lugn", estimate=-0.3, lower=-0.5, upper=-0.1, word="worse")

    said = told(replace(ONCE, traits=(*ONCE.traits, lower)))

    assert "Mod: Högre än andra chefer med samma enkät: +0,28 steg" in said
    assert "Lugn: Lägre än andra chefer med samma enkät: −0,30 steg" in said
    assert "ättre" not in said
    assert "ämre" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_waves_are_told_one_by_one_or_not_at_all(language: str) -> None:
    wave = {"sv": "Våg", "en": "Wave"}[language]
    unclear = replace(PRIMARY, estimate=-0.07, word="no_clear_change", reason="open")
    waves = (ShownWave(1, 12, 40, 4.21, PRIMARY), ShownWave(2, 10, 30, 4.37, unclear))
    large = replace(LOT, waves=waves)
    small = replace(LOT, waves=(waves[0], replace(waves[1], trained=9)))

    said, hidden = told(large, language), told(small, language)

    mark = {"sv": ",", "en": "."}[language]
    assert f"{wave} 1 12 40 4{mark}21 +0{mark}28 (" in said
    assert f"{wave} 2 10 30 4{mark}37 −0{mark}07 (" in said
    assert "{" not in said + hidden
    assert f"{wave} 1" not in hidden
    assert f"4{mark}21" not in hidden
    title = {"sv": "Våg för våg", "en": "Wave by wave"}[language]
    assert title in said
    assert title in hidden
    assert title not in told(LOT, language)


@pytest.mark.parametrize(
    ("ends", "sentence"),
    [
        ((-0.4, -0.1), "har kommit närmare varandra."),
        ((0.1, 0.4), "ligger längre från varandra än före."),
        ((-0.1, 0.4), "Ingen säker förändring av hur långt"),
        ((float("nan"), float("nan")), "För många saknar egna svar efteråt"),
    ],
)
def test_own_answers_stand_beside_others_and_not_in_the_word(
    ends: tuple[float, float], sentence: str
) -> None:
    distance = ShownDistance(20, (0.62, 0.48), (4.7, 4.51), -0.1, ends)

    said = told(replace(BEFORE_AFTER, distance=distance))
    few = told(replace(BEFORE_AFTER, distance=replace(distance, leaders=9)))

    assert "Själv och andra" in said
    assert sentence in said
    assert "omgivningens 0,62 0,48" in said
    assert "i snitt 4,70 4,51" in said
    assert "ingår inte i slutsatsen" in said
    assert "{" not in said
    assert "effe" not in said.casefold()
    assert "För få chefer för att visa siffror." in few
    assert "0,62" not in few
    assert "Själv och andra" not in told(BEFORE_AFTER)


def test_whoever_stands_on_both_sides_is_told_of() -> None:
    both = "Den som först väntade och sedan gick räknas på båda sidor."

    assert both in told(replace(LOT, trained=20))
    assert both not in told(LOT)
    assert both not in told(BEFORE_AFTER)


def test_many_lost_are_told_of_before_the_conclusion_is_used() -> None:
    caution = "Mer än en av fem"

    assert caution not in told(replace(BEFORE_AFTER, started=37))
    assert caution in told(replace(BEFORE_AFTER, started=38))


def test_a_council_reads_the_word_the_goal_and_what_is_known_beside() -> None:
    council = Council(
        done="Sex dagar i fyra moduler.",
        cost=2_300_000,
        leaders=55,
        courses=[CourseMean(name="Modigt samtal", mean=4.66, highest=6, answers=98)],
        initiatives=Initiatives(planned=40, finished=33),
        examples=["Gemensam morgonstund"],
        proposal="Fortsätt med nästa grupp.",
        signed="Anna Nyström, 17 juni 2026",
    )

    said = told_to_council(LOT, council=council)

    assert "Målet, satt 3 mars 2027: minst 0,20 steg. Målet nått." in said
    assert "2\N{NO-BREAK SPACE}300\N{NO-BREAK SPACE}000 kronor, med arbetstid" in said
    assert "41\N{NO-BREAK SPACE}818 kronor per chef" in said
    assert "Modigt samtal 4,7 av 6 (98 svar). Nöjd betyder inte förändrad." in said
    assert "Ingen säker skillnad: Tydlighet." in said
    assert "ändrades +0,28 steg i snitt, de som väntade +0,10 steg" in said
    for own in ("Sex dagar", "Gemensam morgonstund", "Fortsätt med nästa", "Anna Nyström"):
        assert own in said


def test_what_was_not_measured_is_said_to_a_council() -> None:
    said = told_to_council(BEFORE_AFTER)

    assert said.count("Inte mätt.") == 4
    assert said.count("Inte uppgivet.") == 2
    assert "De som väntade" not in said
    assert "Namn och datum" in said


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        (PRIMARY, ["+0,28 (+0,21 till +0,35)", "bättre"]),
        (
            replace(PRIMARY, lower=float("nan"), upper=float("nan"), word="cannot_tell"),
            ["+0,28 (– till –)", "kan inte avgöras"],
        ),
        (replace(PRIMARY, estimate=4.0, lower=-90.0, upper=90.0), ["+4,00 (−90,00 till +90,00)"]),
    ],
)
def test_the_chart_says_in_words_what_it_draws(change: ShownChange, shown: list[str]) -> None:
    summary = replace(BEFORE_AFTER, primary=change)
    sections = [one for one in effect_sections(summary, "sv") if isinstance(one, Section)]
    chart = next(one for one in sections[0].pieces if isinstance(one, Chart))

    drawn = [one.text for one in chart.drawing.contents if isinstance(one, String)]
    inside = [
        value
        for one in chart.drawing.contents
        for name, value in vars(one).items()
        if name in {"x", "x1", "x2", "cx"}
    ]

    assert all(line in " ".join(drawn) for line in shown)
    assert all(line in chart.alternative for line in shown)
    assert all(0 <= value <= chart.drawing.width for value in inside)
