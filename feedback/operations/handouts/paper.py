"""Who is reached on paper only, in the order in which they are printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from feedback.models import Invitation, Person, Rater, Subject
from surveys.loader import survey_from_json
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from surveys.model import Group


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """A leader whom the rater is asked about, always with title and workplace, and as what."""

    name: str
    details: str
    group: Group

    @property
    def is_shown_by_role(self) -> bool:
        """Whether the leader sees these answers as the rater's."""
        return self.group.kind is not GroupKind.PROTECTED


@dataclass(frozen=True, slots=True)
class Handout:
    """What one rater gets: a name only if one is known."""

    name: str
    language: str
    link: str
    leaders: tuple[AskedAbout, ...]

    @property
    def code(self) -> str:
        """The end of the link, as people type it."""
        return self.link.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class OnPaper:
    """A rater whom no mail reaches, and what their link is derived from."""

    number: int
    link_version: int
    name: str
    language: str
    leaders: tuple[AskedAbout, ...]

    def with_link(self, link: str) -> Handout:
        """Return what is handed to them."""
        return Handout(self.name, self.language, link, self.leaders)


def count_without_address(session: Session, campaign: Campaign) -> int:
    """Return how many raters of a campaign no mail reaches."""
    query = _without_address(select(func.count(Rater.id.distinct())), campaign)
    return session.scalar(query) or 0


def on_paper(session: Session, campaign: Campaign) -> list[OnPaper]:
    """Return every rater without an address: the named by name, then each box by itself."""
    groups = {group.key: group for group in survey_from_json(campaign.survey_json).groups}
    rows: dict[int, list[Row[*tuple[Any, ...]]]] = {}
    session.flush()
    for row in session.connection().execute(_asked(campaign)):
        rows.setdefault(row.number, []).append(row)
    return sorted((_one(asked, groups) for asked in rows.values()), key=_place)


def in_boxes(handouts: Sequence[Handout]) -> list[list[Handout]]:
    """Part what is named from what is drawn, and that by leader, group and language: a box each."""
    boxes: dict[tuple[str, ...], list[Handout]] = {}
    for handout in handouts:
        boxes.setdefault(_box(handout), []).append(handout)
    return list(boxes.values())


def _asked(campaign: Campaign) -> Select[*tuple[Any, ...]]:
    """Return the query of a row for each leader that somebody without an address is asked about."""
    leader = aliased(Person)
    columns = select(
        Rater.number,
        Rater.link_version,
        Rater.language,
        Person.name,
        Person.own_number,
        leader.name.label("leader"),
        Subject.title,
        Subject.workplace_name,
        Invitation.group.label("group"),
    )
    asked = _without_address(columns, campaign)
    return asked.join(Invitation.subject).join(leader, Subject.person_id == leader.id)


def _without_address(
    columns: Select[*tuple[Any, ...]], campaign: Campaign
) -> Select[*tuple[Any, ...]]:
    return (
        columns.select_from(Rater)
        .join(Rater.invitations)
        .outerjoin(Person, Rater.person_id == Person.id)
        .where(
            Rater.campaign_id == campaign.id,
            ~Invitation.is_withdrawn,
            or_(Rater.person_id.is_(None), Person.email.is_(None)),
        )
    )


def _one(asked: Sequence[Row[*tuple[Any, ...]]], groups: Mapping[str, Group]) -> OnPaper:
    first = asked[0]
    return OnPaper(
        number=first.number,
        link_version=first.link_version,
        name=first.name or first.own_number or "",
        language=first.language,
        leaders=tuple(_leaders(asked, groups)),
    )


def _leaders(
    asked: Iterable[Row[*tuple[Any, ...]]], groups: Mapping[str, Group]
) -> Iterable[AskedAbout]:
    about = (
        AskedAbout(
            row.leader,
            ", ".join(part for part in (row.title, row.workplace_name) if part),
            groups[row.group],
        )
        for row in asked
    )
    return sorted(about, key=lambda leader: (leader.name, leader.details))


def _box(one: Handout | OnPaper) -> tuple[str, ...]:
    if one.name:
        return ()
    leader = one.leaders[0]
    return (leader.name, leader.details, leader.group.key, one.language)


def _place(one: OnPaper) -> tuple[tuple[str, ...], str, int]:
    # The random number orders what has no name: when it was made is nobody's business.
    return (_box(one), one.name, one.number)
