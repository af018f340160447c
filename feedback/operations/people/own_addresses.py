"""Which addresses are the organisation's own, in Python and asked of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import false, not_, or_

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import QueryableAttribute


def is_inside(address: str, own_domains: Collection[str]) -> bool:
    """Tell whether an address is of the municipality's own; all are where none is set."""
    domain = address.partition("@")[2]
    return not own_domains or any(
        domain == own or domain.endswith(f".{own}") for own in own_domains
    )


def is_outside(
    address: QueryableAttribute[Any], own_domains: Collection[str]
) -> ColumnElement[bool]:
    """Return the same as a condition of a query: an address that is nobody's of ours."""
    if not own_domains:
        return false()
    ours = or_(
        *(address.endswith(f"{sign}{own}", autoescape=True) for own in own_domains for sign in "@.")
    )
    return address.is_not(None) & not_(ours)
