"""What stands on the first page of every report about a leader, a team or a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.colours import as_ground
from reports.sections.pieces import Picture, Section

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.sections.material import Material
    from reports.sections.pieces import Piece


def title_page(material: Material, kicker: str, pieces: Iterable[Piece]) -> Section:
    """Return the first page: whose report it is, under a kicker, and what it says first."""
    cover = material.cover
    facts = (cover.leader_title, cover.organisation, cover.period)
    return Section(
        key="opening",
        title=cover.leader_name.strip(),
        kicker=kicker,
        pieces=tuple(pieces),
        picture=Picture(cover.logo, cover.organisation) if cover.logo else None,
        is_title=True,
        ground=as_ground(cover.accent),
        subtitle=" · ".join(fact for fact in facts if fact),
    )
