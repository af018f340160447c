"""Look whether campaigns that take answers stand as they were pledged; opens nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select

from feedback.ballot import MAC_BYTES, KeyStanding, digest_of_terms, public_keys, terms_notes
from feedback.models import Campaign, Envelope, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.ballot import KeyFolder

HOLDING_ANSWERS: Final = (State.OPEN, State.CLOSING)


def terms_of(campaign: Campaign) -> bytes:
    """Return the digest of a campaign's terms as the database tells them."""
    return digest_of_terms(campaign.survey_json, k=campaign.k, policy=campaign.policy)


def noted_terms(session: Session, link_keys: KeyFolder) -> dict[UUID, bytes | None]:
    """Return what was noted of each campaign that takes answers; raise OSError as below."""
    ids = session.scalars(select(Campaign.id).where(Campaign.state.in_(HOLDING_ANSWERS)))
    return {one: terms_notes(link_keys).find(one) for one in ids}


def broken_pledges(
    session: Session, link_keys: KeyFolder, noted_before: Mapping[UUID, bytes | None]
) -> Iterator[str]:
    """Say in a sentence each what was changed in the database since a campaign was pledged.

    What was noted must have been looked at before the session's transaction began: the worker
    vouches first and notes last, and is no tamperer while it does. Whether a MAC is right only
    the close can tell, for it covers what is inside. Raises OSError if a folder of keys cannot be
    read.
    """
    for campaign in session.scalars(select(Campaign).where(Campaign.state.in_(HOLDING_ANSWERS))):
        noted = noted_before.get(campaign.id)
        if noted is None:
            continue
        if noted != terms_of(campaign):
            yield f"Survey, k or policy of campaign {campaign.id} were changed since its launch."
        if public_keys(link_keys).find(campaign.id) != campaign.public_key:
            yield f"Campaign {campaign.id} names another public key than the one that is sealed to."
        if without := _without_mac(session, campaign):
            yield f"{without} envelopes of campaign {campaign.id} bear no MAC, and each must."


def unpledged(session: Session, link_keys: KeyFolder) -> list[Campaign]:
    """Return the campaigns that an older version opened and the worker has not pledged yet."""
    campaigns = session.scalars(select(Campaign).where(Campaign.state.in_(HOLDING_ANSWERS)))
    return [one for one in campaigns if terms_notes(link_keys).find(one.id) is None]


def unvouched(session: Session, link_keys: KeyFolder) -> dict[str, tuple[Path, ...]]:
    """Return which campaigns hold what no worker vouched for though it is noted that one did.

    By name, each with the files of the note. Beside tampering this is a database from before the
    MACs that was put back: without the note the worker would vouch for it once more.
    """
    notes = terms_notes(link_keys)
    campaigns = session.scalars(select(Campaign).where(Campaign.state.in_(HOLDING_ANSWERS)))
    found = {
        campaign.name: tuple(
            look.folder / f"{campaign.id}{notes.suffix}"
            for look in notes.look(campaign.id)
            if look.standing in {KeyStanding.RIGHT, KeyStanding.WRONG}
        )
        for campaign in campaigns
        if _without_mac(session, campaign)
    }
    return {name: files for name, files in found.items() if files}


def _without_mac(session: Session, campaign: Campaign) -> int:
    has_none = or_(Envelope.mac.is_(None), func.length(Envelope.mac) != MAC_BYTES)
    mine = Envelope.campaign_id == campaign.id
    return session.scalar(select(func.count()).select_from(Envelope).where(mine, has_none)) or 0
