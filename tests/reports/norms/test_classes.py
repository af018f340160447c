"""Six classes against a norm of thirty leaders, as the statistics over a whole norm have them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from reports.disclosure import release_subjects
from reports.norms.classes import leaders_in_norm, self_other_class
from reports.norms.population import norms_from
from reports.policy import DisclosurePolicy
from reports.research.selfother import self_other
from reports.shown.profile import profile
from tests.reports.random_campaigns import make_campaign

if TYPE_CHECKING:
    from reports.release import Figures


def _figures(count: int) -> list[Figures]:
    made = []
    for seed in range(count):
        humility = 0.2 + 0.5 * (seed % 7) / 7
        responses = make_campaign([1, 1, 4, 5, 3], 0.0, (1, 6), humility, seed)
        made.append(release_subjects(responses, DisclosurePolicy())["L1"].figures)
    return made


def _with_norm(figures: list[Figures]) -> list[Figures]:
    norms = norms_from(figures)
    return [replace(one, norms=norms(one)) for one in figures]


def test_the_classes_are_those_of_the_statistics() -> None:
    figures = _with_norm(_figures(40))
    pictures = [profile(one) for one in figures]
    own = np.array(
        [[float(trait.self_.exact) for trait in one.traits if trait.self_] for one in pictures]
    )
    others = np.array(
        [[float(trait.others.exact) for trait in one.traits if trait.others] for one in pictures]
    )

    found = [
        [self_other_class(one, trait) for trait in picture.traits]
        for one, picture in zip(figures, pictures, strict=True)
    ]

    assert found == self_other(own, others).six.tolist()
    assert len({kind for row in found for kind in row}) == 6


@pytest.mark.parametrize(("leaders", "has_classes"), [(29, False), (30, True)])
def test_thirty_leaders_make_a_norm(leaders: int, has_classes: bool) -> None:  # noqa: FBT001 - a parameter of the test
    figures = _with_norm(_figures(leaders))

    classes = [self_other_class(one, trait) for one in figures for trait in profile(one).traits]

    assert any(classes) is has_classes
    assert leaders_in_norm(figures[0]) == leaders


def test_there_is_no_class_without_self_or_without_a_norm() -> None:
    first, *rest = _figures(30)
    silent = replace(first, self_ratings=(None,) * len(first.items))
    (with_norm, *_) = _with_norm([silent, *rest])

    assert [self_other_class(with_norm, trait) for trait in profile(with_norm).traits] == [
        None,
        None,
    ]
    assert self_other_class(first, profile(first).traits[0]) is None
    assert leaders_in_norm(first) == 0
