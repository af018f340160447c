"""All kinds of mail that the ledger may hold: one module a family.

A composer looks its facts and the link up anew at hand-over; they are kept nowhere. A mail
that has become pointless (the campaign closed, the rater was withdrawn, everything is
answered) composes to nothing, and is dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedback.operations.letters.composers import (
    moving,
    nominating,
    own,
    plans,
    pulses,
    raters,
    reports,
    talks,
    thanks,
)

if TYPE_CHECKING:
    from feedback.operations.letters.kinds import MailKind

KINDS: Final[dict[str, MailKind]] = {
    kind.key: kind
    for family in (
        nominating.KINDS,
        raters.KINDS,
        moving.KINDS,
        thanks.KINDS,
        reports.KINDS,
        talks.KINDS,
        plans.KINDS,
        pulses.KINDS,
        own.KINDS,
    )
    for kind in family
}
"""Every kind by its key, in the order of a campaign's life."""

__all__ = ["KINDS"]
