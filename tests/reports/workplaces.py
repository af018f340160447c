"""A municipality of a few workplaces that answered twice, and the reports of its heads."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from reports.answers.matrix import SKIPPED
from reports.disclosure.tree import TreeBefore, release_tree
from reports.partitions import Unit
from reports.policy import DisclosurePolicy
from reports.sections.cover import Cover
from reports.subjects.unit import PartMaterial
from surveys.library import find_survey
from tests.reports.tree_campaigns import campaign_of

if TYPE_CHECKING:
    from reports.answers.matrix import Responses
    from reports.release.parts import PartRelease, TreeRelease
    from surveys.model import Survey

HOMES: Final = tuple(
    Unit(code, f"Hemtjänst {name}", asked)
    for code, name, asked in (
        ("norr", "Norr", 34),
        ("soder", "Söder", 28),
        ("vaster", "Väster", 24),
    )
)
SMALL: Final = (Unit("natt", "Nattpatrullen", 5), Unit("larm", "Larmgruppen", 6))
ELDERLY: Final = Unit("aldre", "Äldreomsorg", 4, 0, (*HOMES, *SMALL))
ROOT: Final = Unit(
    "k", "Eksta kommun", below=(ELDERLY, Unit("skola", "Skola", 60), Unit("park", "Park", 30))
)
ANSWERED: Final = {
    "norr": 25,
    "soder": 24,
    "vaster": 18,
    "natt": 4,
    "larm": 5,
    "aldre": 4,
    "skola": 44,
    "park": 26,
}
SAID: Final = ("Vi hjälps åt.", "Fler korta möten.", "Mer tid att planera ihop.")


def survey() -> Survey:
    """Return the survey of employees that comes with the product."""
    return find_survey("modigt-medarbetarskap")


@cache
def releases() -> TreeRelease:
    """Return what is shown of the second time, beside the first."""
    first = release_tree(responses(1), ROOT, DisclosurePolicy(k=8))
    before = TreeBefore("våren 2025", [part.figures for part in first.parts])
    return release_tree(responses(2), ROOT, DisclosurePolicy(k=8), previous=before)


def part(code: str) -> PartRelease:
    """Return the release in which a unit is shown."""
    return releases().parts[dict(releases().units)[code]]


def material(code: str, language: str = "sv", *, is_rehearsal: bool = False) -> PartMaterial:
    """Return what the head of a unit reads."""
    own = part(code)
    above = own.figures.parent
    cover = Cover(
        "Karin Lund",
        "enhetschef",
        "Eksta kommun",
        "Modigt medarbetarskap 2026",
        "oktober 2026",
        language=language,
        is_rehearsal=is_rehearsal,
    )
    return PartMaterial(
        own,
        survey(),
        cover,
        releases().parts[0],
        None if above is None else releases().parts[above],
        language,
    )


def responses(seed: int) -> Responses:
    """Return answers in which the north lies a step below everybody else."""
    rng = np.random.default_rng(seed)
    places = [code for code, answered in ANSWERED.items() for _ in range(answered)]
    made = campaign_of(ROOT, places, rng, survey=survey()).responses
    means = np.linspace(3.4, 5.4, len(survey().items))
    drawn = np.round(means + rng.normal(size=made.ratings.shape))
    north = np.array([place == "norr" for place in places])
    ratings = np.clip(drawn - north[:, None], 1, 6)
    ratings = np.where(rng.random(ratings.shape) < 0.03, SKIPPED, ratings)
    words = tuple(
        {one.key: f"{SAID[row % 3]} ({row})" for one in survey().questions if rng.random() < 0.7}
        for row in range(len(places))
    )
    return replace(made, ratings=ratings.astype(np.int8), comments=words)
