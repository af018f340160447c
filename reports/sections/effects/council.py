"""Four pages for a council: the word, how sure it is, what else is known, and what is proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.sections.effects.figures import how_much, who
from reports.sections.effects.report import outcome
from reports.sections.effects.words import EffectWords
from reports.sections.pieces import Bullets, Callout, Grid, Heading, Section, Text, WritingLines
from reports.shown.wording import decimal_mark
from reports.texts import texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.sections.pieces import Piece
    from reports.shown.council import Council, Outside, OwnMean
    from reports.shown.effects import EffectSummary
    from reports.texts import Texts

COUNCIL_PAGES: Final = 4
_SPACE = "\N{NO-BREAK SPACE}"
_WIDTHS = (0.52, 0.16, 0.16, 0.16)


def council_sections(
    summary: EffectSummary, council: Council, language: str
) -> tuple[Piece | Section, ...]:
    """Return the pieces of the first page, and a section for each of the other three."""
    told = EffectWords(summary, texts(language))
    parts = (
        ("much", (*how_much(told), *_waited(told))),
        (
            "council_learning",
            (*_courses(told, council), *_learning(told, council), *_home(told, council)),
        ),
        (
            "council_end",
            (*_conditions(told, council), *_people(told), *_proposal(told.say, council)),
        ),
    )
    return (
        *outcome(told),
        *_in_short(told, council),
        *(Section(key, told.say(f"effects.{key}"), tuple(pieces)) for key, pieces in parts),
    )


def _in_short(told: EffectWords, council: Council) -> Iterator[Piece]:
    say = told.say
    yield Heading(say("effects.council.done"))
    yield Text(council.done or say("effects.council.not_said"))
    if council.cost is not None:
        cost = say("effects.council.cost", cost=_whole(council.cost))
        if council.leaders is not None:
            each = _whole(round(council.cost / council.leaders))
            cost = say("effects.council.cost_each", cost=_whole(council.cost), each=each)
        yield Text(cost)
    yield Heading(say("effects.council.thought"))
    yield Text(_thought(told, council))
    yield Heading(say("effects.sees"))
    yield Text(_seen(told))
    yield Heading(say("effects.unknown"))
    yield Text(say(f"effects.unknown_{told.summary.said}"))


def _thought(told: EffectWords, council: Council) -> str:
    if not council.courses:
        return told.say("effects.council.not_measured")
    means = [
        told.say(
            "effects.council.course",
            name=one.name,
            mean=_short(told, one.mean),
            highest=one.highest,
            n=one.answers,
        )
        for one in council.courses
    ]
    return f"{'; '.join(means)}. {told.say('effects.council.content')}"


def _seen(told: EffectWords) -> str:
    """Return the traits under the word that is said of each."""
    traits = told.summary.traits if told.summary.is_shown else ()
    if not traits:
        return told.say(
            "effects.council.one_figure" if told.summary.is_shown else "effects.too_few"
        )
    by_word: dict[str, list[str]] = {}
    for one in traits:
        by_word.setdefault(told.word(one), []).append(one.name)
    return " ".join(
        f"{word[0].upper()}{word[1:]}: {told.say.joined(names)}." for word, names in by_word.items()
    )


def _waited(told: EffectWords) -> Iterator[Piece]:
    summary, say = told.summary, told.say
    if summary.waiting is None:
        return
    yield Heading(say("effects.council.waited"))
    if summary.sides is not None and summary.is_shown:
        trained, waiting = map(told.signed, summary.sides)
        yield Text(say("effects.council.sides", trained=trained, waiting=waiting))
    yield Text(told.design())


def _courses(told: EffectWords, council: Council) -> Iterator[Piece]:
    say = told.say
    yield Heading(say("effects.council.courses"))
    if not council.courses:
        yield Text(say("effects.council.not_measured"))
        return
    yield Grid(
        header=tuple(say(f"effects.council.{name}") for name in ("module", "mean", "answers")),
        rows=tuple(
            (
                one.name,
                say("effects.council.of", mean=_short(told, one.mean), highest=one.highest),
                str(one.answers),
            )
            for one in council.courses
        ),
        widths=(0.6, 0.2, 0.2),
        summary=say("effects.council.courses_table"),
    )
    yield Text(say("effects.council.content"), tone="small")


def _learning(told: EffectWords, council: Council) -> Iterator[Piece]:
    yield Heading(told.say("effects.council.learning"))
    yield from _means(told, council.learning)


def _means(told: EffectWords, means: Sequence[OwnMean]) -> Iterator[Piece]:
    say = told.say
    if not means:
        yield Text(say("effects.council.not_measured"))
        return
    yield Grid(
        header=tuple(
            say(f"effects.council.{name}") for name in ("theme", "then", "now", "answers")
        ),
        rows=tuple((one.name, *_two(told, one), str(one.answers)) for one in means),
        widths=_WIDTHS,
        summary=say("effects.council.means_table"),
    )


def _home(told: EffectWords, council: Council) -> Iterator[Piece]:
    say, counts = told.say, council.initiatives
    yield Heading(say("effects.council.home"))
    if counts is None and not council.examples:
        yield Text(say("effects.council.not_said"))
    if counts is not None:
        names = ("planned", "under_way", "finished", "dropped")
        yield Grid(
            header=(say("effects.council.status"), say("effects.number")),
            rows=tuple(
                (say(f"effects.council.{name}"), str(getattr(counts, name))) for name in names
            ),
            widths=(0.8, 0.2),
            summary=say("effects.council.status_table"),
        )
    if council.examples:
        yield Bullets(tuple(council.examples))
    if council.outside:
        yield Text(say("effects.council.outside"))
        yield Grid(
            header=tuple(say(f"effects.council.{name}") for name in ("figure", "then", "now")),
            rows=tuple((one.name, *_two(told, one)) for one in council.outside),
            widths=(0.6, 0.2, 0.2),
            summary=say("effects.council.outside"),
        )


def _conditions(told: EffectWords, council: Council) -> Iterator[Piece]:
    yield from _means(told, council.conditions)
    if council.conditions:
        yield Text(told.say("effects.council.whose"), tone="small")
    if council.answer:
        yield Heading(told.say("effects.council.answer"))
        yield Text(council.answer)


def _people(told: EffectWords) -> Iterator[Piece]:
    yield Heading(told.say("effects.who"))
    yield from who(told)


def _proposal(say: Texts, council: Council) -> Iterator[Piece]:
    yield Heading(say("effects.council.proposal"))
    if council.proposal:
        yield Callout(council.proposal)
    else:
        yield WritingLines(say("effects.council.proposed"), 4)
    yield WritingLines(say("effects.council.signed"), 1, council.signed)


def _two(told: EffectWords, one: OwnMean | Outside) -> tuple[str, str]:
    then = told.say("words.nothing") if one.before is None else _short(told, one.before)
    return then, _short(told, one.after)


def _short(told: EffectWords, value: float) -> str:
    return f"{value:.1f}".replace(".", decimal_mark(told.say))


def _whole(value: int) -> str:
    return f"{value:,}".replace(",", _SPACE)
