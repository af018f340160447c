"""Campaigns about the workplaces of a tree, and the exact audit of all that is shown of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from reports.answers.matrix import SKIPPED, Responses
from reports.audit.isolates import isolates
from reports.disclosure.tree import release_tree
from reports.partitions import Unit, codes
from reports.policy import DisclosurePolicy, bands_from
from tests.reports.campaigns import make_survey

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from reports.audit.isolates import Witness
    from reports.disclosure.tree import TreeBefore
    from reports.release.parts import PartFigures, TreeRelease
    from surveys.model import Survey

ITEMS: Final = {"T1": ("a", "b", "c"), "T2": ("d",)}
EMPLOYEE: Final = {"employee": "protected"}


@dataclass(frozen=True)
class TreeCampaign:
    """A tree, the answers given in it, and under which rules it is shown."""

    root: Unit
    responses: Responses
    policy: DisclosurePolicy = field(default_factory=lambda: DisclosurePolicy(k=5))
    opened: bool = False
    drawn: npt.NDArray[np.bool_] | None = None

    def release(self, previous: TreeBefore | None = None) -> TreeRelease:
        """Return what is shown."""
        return release_tree(
            self.responses,
            self.root,
            replace(self.policy, known=int(self.opened)),
            drawn=self.drawn,
            previous=previous,
        )


def survey_of(items: Mapping[str, Sequence[str]] = ITEMS, *, steps: int = 6) -> Survey:
    """Return a survey of employees on a scale from one."""
    return make_survey(items, groups=EMPLOYEE, scale=(1, steps), questions=("keep", "change"))


def random_tree(
    rng: np.random.Generator, *, most: int = 16, depth: int = 3, code: str = "u"
) -> Unit:
    """Return a tree with people in all kinds of nodes, up to `most` in each."""
    branches = int(rng.integers(0, 4)) if depth else 0
    below = tuple(
        random_tree(rng, most=most, depth=depth - 1, code=f"{code}.{number}")
        for number in range(branches)
    )
    return Unit(code, f"Enhet {code}", int(rng.integers(0, most // (2 if below else 1))), 0, below)


def random_campaign(seed: int, *, missing: float = 0.1, most: int = 16, **how: Any) -> TreeCampaign:  # noqa: ANN401 - goes to the campaign
    """Return a campaign in which seven of ten answer, and leave out some items."""
    rng = np.random.default_rng(seed)
    root = random_tree(rng, most=most)
    places = [code for code, asked in _asked(root) for _ in range(rng.binomial(asked, 0.7))]
    return campaign_of(root, places, rng, missing=missing, **how)


def campaign_of(
    root: Unit,
    places: Sequence[str],
    rng: np.random.Generator,
    *,
    survey: Survey | None = None,
    missing: float = 0.0,
    humility: float = 0.3,
    **how: Any,  # noqa: ANN401 - goes to the campaign
) -> TreeCampaign:
    """Return a campaign with an answer at each of these places."""
    survey = survey or survey_of()
    labels = tuple(codes(root))
    number = {label: place for place, label in enumerate(labels)}
    shape = (len(places), len(survey.items))
    ratings = 1 + rng.binomial(survey.scale.width, 1 - humility, shape)
    ratings = np.where(rng.random(shape) < missing, SKIPPED, ratings)
    words = [
        {key: f"{key} {row}" for key in ("keep", "change") if rng.random() < 0.6}
        for row in range(len(places))
    ]
    responses = Responses(
        survey=survey,
        subjects=labels,
        ratings=ratings.astype(np.int8),
        subject_codes=np.array([number[place] for place in places], dtype=np.int32),
        group_codes=np.zeros(len(places), dtype=np.int8),
        comments=tuple(words),
    )
    return TreeCampaign(root, responses, **how)


def exposed(campaign: TreeCampaign, release: TreeRelease | None = None) -> Witness | None:
    """Return whom all that is shown isolates, by the exact audit: kind by kind, reader by reader.

    Every reader's own answers are known to that reader, so they are no protected rater's. Bands
    are judged with their own least number.
    """
    release = release or campaign.release()
    inside = rows_of_parts(campaign, [one.figures for one in release.parts])
    for least, kind in ((campaign.policy.k, "sum"), (bands_from(campaign.policy.k2), "bands")):
        for item in range(len(campaign.responses.survey.items)):
            figures = _figures(campaign, release, inside, item, kind)
            for reader in (None, *_readers(campaign, inside)):
                protected = [f"r{row}" for row in _counting(campaign) if row != reader]
                found = isolates(figures, protected, least)
                if found is not None:
                    return found
    return None


def rows_of_parts(campaign: TreeCampaign, figures: Sequence[PartFigures]) -> list[frozenset[int]]:
    """Return the responses that stand in each part, by its name alone."""
    nodes = dict(_nodes(campaign.root))
    labels = campaign.responses.subjects
    standing = [labels[code] for code in campaign.responses.subject_codes.tolist()]
    found = []
    for one in figures:
        held: set[str] = set()
        for member in one.name.members:
            held |= {member.code} if member.staff else {*codes(nodes[member.code])}
        found.append(frozenset(row for row, code in enumerate(standing) if code in held))
    return found


def _figures(
    campaign: TreeCampaign,
    release: TreeRelease,
    inside: Sequence[frozenset[int]],
    item: int,
    kind: str,
) -> list[dict[tuple[str, str], Fraction]]:
    answered = campaign.responses.keyed[:, item] >= 1
    found = []
    for part, rows in zip(release.parts, inside, strict=True):
        cell = part.figures.cells[item]
        if cell is not None and (kind == "sum" or cell.bands is not None):
            found.append({(f"r{row}", kind): Fraction(1) for row in rows if answered[row]})
    return found


def _counting(campaign: TreeCampaign) -> list[int]:
    rows = range(len(campaign.responses.subject_codes))
    return [row for row in rows if campaign.drawn is None or not campaign.drawn[row]]


def _readers(campaign: TreeCampaign, inside: Sequence[frozenset[int]]) -> list[int]:
    """Return a reader's response from each of the four smallest parts that readers stand in."""
    reading = {
        code
        for code, unit in _nodes(campaign.root)
        if campaign.opened or any(asked for one in unit.below for _, asked in _asked(one))
    }
    labels, standing = campaign.responses.subjects, campaign.responses.subject_codes.tolist()
    rows = [row for row in _counting(campaign) if labels[standing[row]] in reading]
    found: list[int] = []
    for part in sorted(inside, key=len):
        found += [row for row in rows if row in part][:1]
    return list(dict.fromkeys(found))[:4]


def _asked(unit: Unit) -> Iterator[tuple[str, int]]:
    for code, one in _nodes(unit):
        yield code, one.asked


def _nodes(unit: Unit) -> Iterator[tuple[str, Unit]]:
    yield unit.code, unit
    for one in unit.below:
        yield from _nodes(one)
