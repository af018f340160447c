"""Each rule of the disclosure control switched off, and the check that notices.

Every test breaks one small function of the product and shows that a check fails which
passes without the break. So the checks can fail, and each rule is there for a reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from reports import policy
from reports.audit import cuts, linear
from reports.audit.cuts import accept_cuts
from reports.disclosure import blocks, cells, comments, previous, release_subjects, signatures
from reports.disclosure import control as disclosure
from reports.disclosure.previous import previous_of
from reports.errors import ReleaseRefusedError
from reports.policy import DisclosurePolicy, class_from
from reports.release import dispersion
from reports.shown import changes
from reports.shown.changes import trait_change
from reports.subjects import ReportKind
from tests.reports.campaigns import make_responses, make_survey
from tests.reports.integer_campaigns import (
    FINEST_SHARE,
    MANY,
    USUAL,
    realistic,
    realistic_teams,
    share_forced,
    told,
)
from tests.reports.random_campaigns import (
    Campaign,
    audit,
    make_campaign,
    permuted_in_blocks,
    skeleton,
    with_all,
    with_other_answers,
)
from tests.reports.random_teams import make_team, witnesses

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reports.release import Cell, OthersCell

SEEDS = range(12)
TEAM_POLICY = DisclosurePolicy(k=4)


@dataclass(frozen=True)
class Mutant:
    """One rule, and how to switch it off."""

    rule: str
    targets: tuple[object, ...]
    name: str
    broken: object

    def __str__(self) -> str:
        """Name the test after the rule."""
        return f"{self.rule}: {self.name}"

    def apply(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Switch the rule off."""
        for target in self.targets:
            monkeypatch.setattr(target, self.name, self.broken)


def campaigns() -> list[Campaign]:
    """Return campaigns with groups around the threshold and a fifth of answers missing."""
    sizes = ([1, 1, 4, 3, 1], [1, 2, 2, 3, 0], [1, 0, 5, 2, 1], [0, 1, 6, 6, 2])
    return [
        Campaign(make_campaign(list(sizes[seed % 4]), 0.2, (1, 5), 0.9, seed), policy)
        for seed in SEEDS
        for policy in (DisclosurePolicy(), DisclosurePolicy(policy="drop"))
    ]


def somebody_is_isolated() -> bool:
    """Tell whether the exact audit finds fault with some release."""
    return any(audit(one, one.release.figures) is not None for one in campaigns())


def a_block_is_too_small() -> bool:
    """Tell whether some block has fewer than k raters."""
    return any(
        block.n < one.policy.k for one in campaigns() for block in one.release.figures.blocks
    )


def permutation_shows() -> bool:
    """Tell whether exchanging sheets inside a block changes some release."""
    return any(
        replace(one, responses=permuted_in_blocks(one, 1)).release.to_json()
        != one.release.to_json()
        for one in campaigns()
    )


def answers_decide_what_is_visible() -> bool:
    """Tell whether some release hides or shows by what was answered."""
    return any(
        skeleton(replace(one, responses=other).release) != skeleton(one.release)
        for one in campaigns()
        for other in (with_other_answers(one.responses, 1), with_all(one.responses, 1))
    )


def unanimity_shows() -> bool:
    """Tell whether "all lowest" differs from "all lowest but one" in a release."""
    survey = make_survey({"T": ("a",)})
    seen = {
        release_subjects(
            make_responses(survey, {"L1": {"peer": [[1], [1], [last]]}}), DisclosurePolicy()
        )["L1"].to_json()
        for last in (1, 2)
    }
    return len(seen) > 1


def unanimity_shows_in_a_union() -> bool:
    """Tell the same of an item that is hidden in every block."""
    survey = make_survey({"T": ("a", "b")})
    missing: list[list[int | None]] = [[1, 3], [1, 3], [None, 3]]
    seen = {
        release_subjects(
            make_responses(
                survey, {"L1": {"peer": missing, "team": [[1, 3], [last, 3], [None, 3]]}}
            ),
            DisclosurePolicy(),
        )["L1"].to_json()
        for last in (1, 2)
    }
    return len(seen) > 1


def something_follows_under_k2() -> bool:
    """Tell whether figures say more of a block under k2 than n and its sum do."""
    return told(realistic(20), reading_along=False)["small narrowed"] > 0


def whole_sets_follow() -> bool:
    """Tell whether more than the agreed share of large blocks is known whole."""
    found = told(realistic(40), reading_along=False)
    return share_forced(found) > FINEST_SHARE


def whole_sets_follow_for_a_member_who_reads() -> bool:
    """Tell whether a member of a team knows more of the others' answers than agreed."""
    found = told(realistic_teams(40, members=(8, 8)))
    return share_forced(found, reader="reader ") > FINEST_SHARE


def whole_sets_follow_from_bands() -> bool:
    """Tell the same of leaders who have one large group and nobody else, on five steps."""
    alone = realistic(40, scale=(1, 5), groups=((10, 20), (0, 0), (0, 0)))
    return share_forced(told(alone, reading_along=False)) > FINEST_SHARE


def whole_sets_follow_on_short_scales() -> bool:
    """Tell the same of scales of three and four steps."""
    return any(
        share_forced(told(realistic(40, scale=(1, highest), groups=groups), reading_along=False))
        > FINEST_SHARE
        for highest, groups in ((3, USUAL), (4, MANY))
    )


def an_item_shows_bands_and_classes() -> bool:
    """Tell whether some item shows both kinds of spread."""
    return told(realistic(20, groups=MANY), reading_along=False)["items with both"] > 0


def few_words_show() -> bool:
    """Tell whether a question shows fewer than k comments of protected raters."""
    return any(
        len(texts) < one.policy.k for one in campaigns() for _, texts in one.release.comments.others
    )


def hidden_words_show() -> bool:
    """Tell whether words of a group that is hidden for good are shown."""
    survey = make_survey({"T": ("a",)}, questions=("keep",))
    words = {"peer": [{"keep": f"Text {n}"} for n in range(4)], "other": [{"keep": "Hemlig"}]}
    responses = make_responses(survey, {"L1": {"peer": [[3]] * 4, "other": [[3]]}}, {"L1": words})
    release = release_subjects(responses, DisclosurePolicy(policy="drop"))["L1"]
    return "Hemlig" in release.to_json()


def a_team_reads_single_answers() -> bool:
    """Tell whether figures isolate fewer than k others of a team for one who reads them."""
    made = [Campaign(make_team([4 + seed % 3, 1, 3, 0], 0.1, seed), TEAM_POLICY) for seed in SEEDS]
    return any(list(witnesses(one)) for one in made)


def counts_tell_how_many_of_a_small_group_answered() -> bool:
    """Tell whether a block's count differs between items that its groups were asked or not."""
    whole = Campaign(make_team([8, 1, 2, 6], 0.0, 1), TEAM_POLICY).release.figures
    return any(cell and cell.n != block.n for block in whole.blocks for cell in block.cells)


def a_team_is_not_shown() -> bool:
    """Tell whether a team of eight has no figure of its own."""
    whole = Campaign(make_team([8, 1, 6, 0], 0.0, 1), TEAM_POLICY).release.figures
    return not any("member" in block.groups for block in whole.blocks)


def one_leader_shows() -> bool:
    """Tell whether two accepted cuts differ by a single leader."""
    leaders = [f"L{number}" for number in range(12)]
    accepted = accept_cuts({"all": leaders, "men": leaders[1:]})
    return len(accepted) == 2


def few_raters_are_compared() -> bool:
    """Tell whether a change is shown on fewer than five protected raters."""
    survey = make_survey({"T": ("a",)})
    few = make_responses(survey, {"L1": {"peer": [[3]] * 4}})
    figures = release_subjects(few, DisclosurePolicy())["L1"].figures
    before = previous_of(figures, figures, campaign="2025")
    return trait_change(replace(figures, previous=before), 0) is not None


def the_job_refuses() -> bool:
    """Tell whether the release job itself refuses some campaign."""
    try:
        for one in campaigns():
            assert one.release
    except ReleaseRefusedError:
        return True
    return False


def unaudited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let faulty releases through, so that the outer checks must notice."""
    monkeypatch.setattr(disclosure, "refuse_exposing_releases", lambda *_, **__: None)


def everybody_stands(shown: Any, union: Any, subject: Any) -> Any:  # noqa: ANN401  # a mutant takes what comes
    """Let Others stand on all blocks, whether they show a cell or not."""
    del union, subject
    return np.ones_like(shown)


def rater_mean_weights(
    book: linear._Book,
    name: str,
    cells: Sequence[Cell | OthersCell | None],
    shown: Sequence[int],
    sheets_of: Callable[[int], list[linear.KeyedAnswers]],
) -> linear.LinearFigure:
    """Give a trait the weights of a mean of raters' own means instead of item means."""
    del cells
    raters = {sheet.rater: sheet for item in shown for sheet in sheets_of(item)}
    weights = {
        (rater, book.figures.items[item]): Fraction(
            1, len(raters) * sum(sheet.answers[one] is not None for one in shown)
        )
        for rater, sheet in raters.items()
        for item in shown
        if sheet.answers[item] is not None
    }
    return linear.LinearFigure(name, weights, Fraction(0))


def hiding_unanimous(real: Callable[..., Any]) -> Callable[..., Any]:
    """Hide cells in which everybody agrees, as a rule that looks at answers would."""

    def broken(rows: Any, setting: Any) -> Any:  # noqa: ANN401  # a mutant takes what comes
        found = real(rows, setting)
        return replace(found, shown=found.shown & (found.true_sum > found.n))

    return broken


def written_order(question: str, texts: Sequence[str]) -> tuple[str, ...]:
    """Keep comments in the order in which responses lie."""
    del question
    return tuple(texts)


def bands_by_others_as_a_whole(n: Any, shown: Any, setting: Any) -> Any:  # noqa: ANN401  # a mutant takes what comes
    """Show bands from k2 answers of Others, however few a block of them has."""
    return setting.per_subject(np.where(shown, n, 0)) >= setting.policy.k2


def classes_beside_bands(n: Any, banded: Any, setting: Any) -> Any:  # noqa: ANN401  # a mutant takes what comes
    """Show classes whether bands stand beside them or not."""
    del banded
    return n >= class_from(setting.policy.k2)


def small_groups_stand_alone(raters: int, k: int) -> bool:
    """Let a group of any size be a block."""
    del k
    return raters > 0


def managers_protected(survey: Any) -> tuple[int, ...]:  # noqa: ANN401  # a mutant takes what comes
    """Count managers towards k."""
    return tuple(n for n, group in enumerate(survey.groups) if group.kind != "self")


def outsiders_alone(survey: Any) -> tuple[int, ...]:  # noqa: ANN401  # a mutant takes what comes
    """Leave the team's own people out of those who are shown in a block."""
    return tuple(n for n, group in enumerate(survey.groups) if group.kind == "protected")


def nobody_is_exposed(membership: Any, k: int) -> Any:  # noqa: ANN401  # a mutant takes what comes
    """Let the audit of the release job find nothing."""
    del k
    return np.zeros(len(membership), dtype=bool)


R1 = Mutant("R1", (cells,), "enough_answers", lambda n, k: (n > 0) & (k > 0))
R1_BLOCKS = Mutant("R1", (policy,), "large_enough", small_groups_stand_alone)
R2 = Mutant("R2", (blocks,), "protected_groups", managers_protected)
R3 = Mutant("R3", (cells,), "stands_on", everybody_stands)
R4 = Mutant("R4", (linear,), "_trait_score", rater_mean_weights)
R6_BLOCKS = Mutant("R6", (cells,), "shows_bands", bands_by_others_as_a_whole)
R6_CLASS = Mutant("R6", (cells,), "class_from", lambda k2, known: k2 + known)
R6_BOTH = Mutant("R6", (cells,), "shows_class", classes_beside_bands)
R6_ONE_BLOCK = Mutant("R6", (cells,), "LEAST_BLOCKS_FOR_BANDS", 1)
R6_THREE_STEPS = Mutant("R6", (dispersion,), "LEAST_STEPS_FOR_CLASS", 3)
R6_FOUR_STEPS = Mutant("R6", (dispersion,), "LEAST_STEPS_FOR_BANDS", 4)
R7 = Mutant("R7", (cells,), "guarded", lambda sums, n, lowest: (sums, sums < n * lowest))
R8 = Mutant("R8", (disclosure,), "block_cells", hiding_unanimous(cells.block_cells))
R9 = Mutant("R9", (cuts,), "enough_leaders", lambda sets, k_l: bool(sets) and k_l > 0)
R10 = Mutant("R10", (changes, previous), "enough_to_compare", lambda n, k2: n > 0 and k2 > 0)
R11_FEW = Mutant("R11", (comments,), "enough_wrote", lambda authors, k: authors > 0 and k > 0)
R11_ORDER = Mutant("R11", (comments,), "in_meaningless_order", written_order)
R11_HIDDEN = Mutant("R11", (comments,), "speaks_in_others", lambda _: frozenset(range(99)))
READERS = Mutant("readers know", (ReportKind,), "policy", lambda _, policy: policy)
READERS_CLASS = Mutant("readers know", (cells,), "class_from", lambda k2, known: k2 + 2 + 0 * known)
ALIKE = Mutant("asked alike", (blocks,), "asked_alike", lambda _, groups: [0] * len(groups))
OWN = Mutant("R2", (blocks,), "protected_groups", outsiders_alone)
STEP_8 = Mutant("step 8", (signatures,), "exposed_members", nobody_is_exposed)

NOTICED = [
    (R1, somebody_is_isolated),
    (R1, the_job_refuses),
    (R1_BLOCKS, a_block_is_too_small),
    (R2, somebody_is_isolated),
    (R2, the_job_refuses),
    (R3, somebody_is_isolated),
    (R3, the_job_refuses),
    (R4, somebody_is_isolated),
    (R6_BLOCKS, something_follows_under_k2),
    (R6_CLASS, whole_sets_follow),
    (R6_BOTH, an_item_shows_bands_and_classes),
    (R6_ONE_BLOCK, whole_sets_follow_from_bands),
    (R6_THREE_STEPS, whole_sets_follow_on_short_scales),
    (R6_FOUR_STEPS, whole_sets_follow_on_short_scales),
    (R7, unanimity_shows),
    (R7, unanimity_shows_in_a_union),
    (R8, answers_decide_what_is_visible),
    (R9, one_leader_shows),
    (R10, few_raters_are_compared),
    (R11_FEW, few_words_show),
    (R11_ORDER, permutation_shows),
    (R11_HIDDEN, hidden_words_show),
    (READERS, a_team_reads_single_answers),
    (READERS_CLASS, whole_sets_follow_for_a_member_who_reads),
    (ALIKE, counts_tell_how_many_of_a_small_group_answered),
    (OWN, a_team_is_not_shown),
]


@pytest.mark.parametrize(
    ("mutant", "check"), NOTICED, ids=lambda one: getattr(one, "__name__", None) or str(one)
)
def test_a_rule_switched_off_is_noticed(
    mutant: Mutant, check: Callable[[], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not check()

    mutant.apply(monkeypatch)
    if check is not the_job_refuses:
        unaudited(monkeypatch)

    assert check()


def test_without_step_8_a_faulty_release_would_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    R1.apply(monkeypatch)
    assert the_job_refuses()

    STEP_8.apply(monkeypatch)

    assert not the_job_refuses()
    assert somebody_is_isolated()
