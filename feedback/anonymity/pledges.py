"""Look for what whoever can write the database changed, to read one person's answers at close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.anonymity.attack import AttackResult, Promise, judged
from feedback.operations.campaigns.pledges import broken_pledges, noted_terms, unpledged

if TYPE_CHECKING:
    from feedback.anonymity.attack import Target


def attack_pledges(target: Target) -> list[AttackResult]:
    """Compare open campaigns with what was noted beside their link keys."""
    try:
        noted = noted_terms(target.session, target.link_keys)
        target.session.rollback()  # the next look is later than the notes
        broken = list(broken_pledges(target.session, target.link_keys, noted))
        waiting = unpledged(target.session, target.link_keys)
    except OSError as error:
        kind = type(error).__name__
        return [
            AttackResult(
                "pledges", Promise.BROKEN, f"A folder of link keys cannot be read: {kind}."
            )
        ]
    if waiting and not broken:
        sentence = (
            f"{len(waiting)} campaigns were opened by an older version, and the worker has not "
            "vouched for their envelopes yet: start it."
        )
        return [AttackResult("pledges", Promise.LIMIT, sentence)]
    return judged("pledges", broken, "Open campaigns stand as they were pledged at launch.")
