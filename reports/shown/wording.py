"""Figures in words: every number with the scale's word for it, as a language writes numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from reports.release.rounding import rounded, rounded_units
from reports.shown.scores import Gap

if TYPE_CHECKING:
    from decimal import Decimal

    from reports.shown.profile import Column
    from reports.shown.scores import Change, Score
    from reports.texts import Texts
    from surveys.model import LocalisedText, Survey

MINUS: Final = "\N{MINUS SIGN}"
_DECIMAL_MARKS: Final = {"sv": ","}


def decimal_mark(texts: Texts) -> str:
    """Return what stands before decimals in a language."""
    return _DECIMAL_MARKS.get(texts.language, ".")


class Wording:
    """Writes the figures and the names of one survey in one language."""

    def __init__(self, survey: Survey, language: str, texts: Texts) -> None:
        """Take the survey whose words are used and the report's own texts."""
        self._survey, self._language, self._texts = survey, language, texts
        self._mark = decimal_mark(texts)
        self._traits = {trait.key: trait for trait in survey.traits}
        self._items = {item.key: item for item in survey.items}

    def local(self, text: LocalisedText) -> str:
        """Return a text of the survey in the report's language."""
        return self._survey.text(text, self._language)

    def statement(self, item: str) -> str:
        """Return an item as the leader says it of themself: it needs no name."""
        return self.local(self._items[item].self_)

    def trait(self, key: str) -> str:
        """Return a trait's name."""
        return self.local(self._traits[key].name)

    def group(self, key: str) -> str:
        """Return a group's label."""
        return self.local(self._survey.group(key).label)

    def groups(self, keys: tuple[str, ...]) -> str:
        """Return the label of groups that are shown together: all their parts."""
        return self._texts.joined([self.group(key) for key in keys])

    def column(self, column: Column) -> str:
        """Return the label of a column of raters."""
        return self.groups(column.groups)

    def number(self, value: Decimal | float) -> str:
        """Return a number with the language's decimal mark and a real minus sign."""
        return f"{value}".replace("-", MINUS).replace(".", self._mark)

    def score(self, score: Score | None) -> str:
        """Return a score as "4,1", "högst 1,3", or a dash where there is none."""
        if score is None:
            return self._texts("words.nothing")
        shown = self.number(score.rounded())
        return self._texts("words.at_most", value=shown) if score.at_most else shown

    def own(self, score: Score | None) -> str:
        """Return the leader's own mark: a whole step stands without decimals."""
        if score is not None and score.exact.denominator == 1:
            return str(score.exact.numerator)
        return self.score(score)

    def word(self, score: Score) -> str:
        """Return the scale's word nearest to a score as it is printed: a figure has one word."""
        printed = Fraction(rounded_units(score.exact, 1), 10)
        return self.step(rounded_units(printed, 0))

    def step(self, step: int) -> str:
        """Return the word of one step as it stands inside a sentence, or nothing if it has none."""
        label = self.local(self._survey.scale.labels.get(step, {}))
        return label[:1].lower() + label[1:]

    def worded(self, score: Score | None) -> str:
        """Return a score with its word: "4,1 · ganska ofta"."""
        if score is None:
            return self._texts("words.no_figure")
        return _with_word(self.score(score), self.word(score))

    def own_worded(self, score: Score | None) -> str:
        """Return the leader's own mark with its word."""
        if score is None:
            return self._texts("words.nothing")
        return _with_word(self.own(score), self.word(score))

    def signed(self, figure: Gap | Change | None) -> str:
        """Return a difference with its sign: "+0,9", "−0,4" or "minst −0,4"."""
        if figure is None:
            return self._texts("words.nothing")
        value = figure.rounded()
        shown = f"+{self.number(value)}" if value > 0 else self.number(value)
        is_bound = isinstance(figure, Gap) and figure.at_least
        return self._texts("words.at_least", value=shown) if is_bound else shown

    def points(self, value: Fraction | float) -> str:
        """Return a length on the scale with one decimal."""
        return self.number(rounded(Fraction(value), 1))


def _with_word(number: str, word: str) -> str:
    return f"{number} · {word}" if word else number
