"""My leaders side by side: traits against leaders, from five on; a page only, no export.

Each cell is the score of Others, the gap or the change that the leader's own release shows;
nothing is added up over leaders, so nothing is shown here that the coach could not read leader
by leader. What lies within its margin is grey: it would be read as a difference.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from flask import current_app, render_template, request
from flask_security import current_user

from feedback.access import coaches_only
from feedback.coach.pages import blueprint
from feedback.languages import current_language
from feedback.operations.results.reports import materials_of
from feedback.operations.rights.knowing import coach_reads
from feedback.operations.rights.relations import coached_subjects
from feedback.operations.subjects import called
from feedback.requests.listing import Choice, listed
from feedback.requests.sessions import db_session, settings_of, today_here
from reports.norms.population import same_instrument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from uuid import UUID

    from feedback.models import Subject
    from feedback.requests.listing import Listing
    from reports.sections.material import Material
    from reports.shown.scores import Score

    _Read: TypeAlias = Callable[[Sequence[Subject]], Sequence[tuple[Subject, Material]]]

LEAST_LEADERS: Final = 5
LEVEL: Final = "level"
PAGE_SIZE: Final = 50
"""How many leaders stand side by side at once: each costs the reading of a whole profile."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One trait of one leader: the figure in words, and whether it stands out by its margin."""

    shown: str
    stands_out: str  # more, less, even; empty where there is no figure


@dataclass(frozen=True, slots=True)
class HeatMap:
    """One survey's traits against the leaders who were rated with it, by name."""

    title: str
    scale: tuple[str, ...]  # its lowest and its highest step, in words
    traits: tuple[str, ...]
    leaders: Listing[Subject]
    rows: tuple[tuple[Subject, tuple[HeatCell, ...]], ...]
    """The leaders of this page, each with a cell for every trait."""


@blueprint.get("/side-by-side")
@coaches_only
def side_by_side() -> str:
    """Show my leaders side by side, survey by survey, where there are five or more."""
    subjects = coached_subjects(db_session(), current_user, today=today_here())
    groups = _comparable(_readable(subjects), _materials)
    maps = [heat_map(first, group, _materials, request.args) for first, group in groups]
    return render_template(
        "coach/side-by-side.html", maps=maps, least=LEAST_LEADERS, view=_view_in(request.args)
    )


def has_heat_map(subjects: Sequence[Subject]) -> bool:
    """Tell whether so many reports may be read that leaders may stand side by side."""
    surveys = Counter(one.campaign.survey_id for one in _readable(subjects))
    return max(surveys.values(), default=0) >= LEAST_LEADERS


def heat_map(
    first: Material,
    group: Sequence[Subject],
    read: _Read,
    asked: Mapping[str, str] = MappingProxyType({}),
) -> HeatMap:
    """Return a page of the map of leaders with the same survey, in the order of their names.

    `first` is the material of one of them; that of the others is read where it is shown.
    """
    leaders = listed(
        sorted(group, key=lambda one: (called(one), str(one.id))),
        (),
        asked,
        search=lambda one: (called(one),),
        # No choice of leaders, but kept from page to page as one.
        choices=[Choice(view, "", lambda _one: True) for view in _CELLS if view != LEVEL],
        page_size=PAGE_SIZE,
    )
    cells_of = _CELLS[_view_in(asked)]
    return HeatMap(
        title=first.survey.text(first.survey.title, first.language),
        scale=tuple(f"{step} · {first.write.step(step)}" for step in first.profile.scale),
        traits=tuple(first.write.trait(trait.key) for trait in first.profile.traits),
        leaders=leaders,
        rows=tuple((subject, cells_of(material)) for subject, material in read(leaders.rows)),
    )


def _materials(subjects: Sequence[Subject]) -> list[tuple[Subject, Material]]:
    return materials_of(
        db_session(),
        subjects,
        settings=settings_of(current_app),
        language=current_language(),
    )


def _view_in(asked: Mapping[str, str]) -> str:
    """Return what the map shall show of each trait: the level, unless something else is asked."""
    view = asked.get("show", LEVEL)
    return view if view in _CELLS else LEVEL


def _levels(material: Material) -> tuple[HeatCell, ...]:
    """Return what others see, and which traits stand out from the leader's other ones."""
    scores = [trait.others for trait in material.profile.traits]
    exact = [float(score.exact) for score in scores if score]
    own_mean = sum(exact) / len(exact) if exact else 0.0
    return tuple(
        HeatCell(material.write.score(score), _beyond(score, own_mean)) for score in scores
    )


def _gaps(material: Material) -> tuple[HeatCell, ...]:
    """Return the leader's own figure less that of others, as the report calls it."""
    ways = {"higher": "more", "lower": "less", "similar": "even"}
    return tuple(
        HeatCell(material.write.signed(trait.gap), ways.get(trait.gap.verdict, ""))
        if trait.gap
        else _NOTHING
        for trait in material.profile.traits
    )


def _changes(material: Material) -> tuple[HeatCell, ...]:
    """Return the change since the campaign before, where it may be told."""
    ways = {"improved": "more", "lower": "less", "no_clear_change": "even"}
    return tuple(
        HeatCell(material.write.signed(trait.change), ways[trait.change.direction])
        if trait.change
        else _NOTHING
        for trait in material.profile.traits
    )


def _beyond(score: Score | None, own_mean: float) -> str:
    if score is None:
        return ""
    if score.margin95 is None or abs(float(score.exact) - own_mean) <= score.margin95:
        return "even"
    return "more" if score.exact > own_mean else "less"


_NOTHING: Final = HeatCell("–", "")
_CELLS: Final[dict[str, Callable[[Material], tuple[HeatCell, ...]]]] = {
    LEVEL: _levels,
    "gap": _gaps,
    "change": _changes,
}


def _readable(subjects: Iterable[Subject]) -> list[Subject]:
    """Return the latest shared subject of each leader and survey; made-up answers are none."""
    latest: dict[tuple[object, str], Subject] = {}
    for subject in subjects:  # the newest campaign comes first
        campaign = subject.campaign
        if coach_reads(subject) and not campaign.is_rehearsal:
            latest.setdefault((subject.thing_id, campaign.survey_id), subject)
    return list(latest.values())


def _comparable(subjects: Iterable[Subject], read: _Read) -> list[tuple[Material, list[Subject]]]:
    """Group leaders who were rated with the same survey; only groups of five or more.

    A campaign asks the same about all its leaders, so one report of each is read for that.
    """
    by_campaign: dict[UUID, list[Subject]] = {}
    for subject in subjects:
        by_campaign.setdefault(subject.campaign_id, []).append(subject)
    groups: list[tuple[Material, list[Subject]]] = []
    for subject, material in read([one[0] for one in by_campaign.values()]):
        for first, group in groups:
            if same_instrument(first.release.figures, material.release.figures):
                group.extend(by_campaign[subject.campaign_id])
                break
        else:
            groups.append((material, [*by_campaign[subject.campaign_id]]))
    return [(first, group) for first, group in groups if len(group) >= LEAST_LEADERS]
