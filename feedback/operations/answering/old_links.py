"""What stands behind a link when its campaign has closed: the leaders' thanks.

The link key is gone then, so at close a slow hash of every link is kept, for all who were asked
alike: nothing here knows of answers. Whatever is tried costs the same, found or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.ballot import code_for, retired_about, retired_link
from feedback.errors import ToldAfterwards
from feedback.models import CampaignKind, Invitation, Person, Rater, RetiredLink, Subject, Thanks

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.ballot import LinkCode
    from feedback.database import Queried
    from feedback.models import Campaign


def links_to_retire(session: Session, campaign: Campaign, link_key: bytes) -> list[RetiredLink]:
    """Return what is kept of every link at close, in an order that means nothing.

    The leader's own is left out, for the thanks are theirs; so is a pulse, which has none.
    """
    if campaign.kind is not CampaignKind.FULL:
        return []
    rows = session.execute(
        select(Rater.number, Rater.link_version, Invitation.subject_id)
        .join(Invitation, Invitation.rater_id == Rater.id)
        .join(Subject, Subject.id == Invitation.subject_id)
        .where(
            Rater.campaign_id == campaign.id,
            ~Invitation.is_withdrawn,
            ~Subject.is_moved,
            Rater.person_id.is_distinct_from(Subject.person_id),
        )
    ).all()
    codes = {
        (number, version): retired_link(
            code_for(link_key, number=number, version=version), campaign.id
        )
        for number, version in {(number, version) for number, version, _ in rows}
    }
    digests = {
        retired_about(codes[number, version], subject_id): subject_id
        for number, version, subject_id in rows
    }
    return [RetiredLink(digest=one, subject_id=digests[one]) for one in sorted(digests)]


def thanks_behind(source: Queried, code: LinkCode, campaign_id: UUID) -> tuple[ToldAfterwards, ...]:
    """Return the thanks of those whom a link asked about; none for a link that was never given out.

    Raters' pages alone ask; the hash is made and looked for whether anything is there or not.
    """
    link = retired_link(code, campaign_id)
    thanked = source.scalars(
        select(Thanks.subject_id)
        .join(Subject, Subject.id == Thanks.subject_id)
        .where(Subject.campaign_id == campaign_id)
    )
    digests = [retired_about(link, subject_id) for subject_id in thanked]
    rows = source.execute(
        select(Person.name, Thanks.text)
        .select_from(RetiredLink)
        .join(Thanks, Thanks.subject_id == RetiredLink.subject_id)
        .join(Subject, Subject.id == Thanks.subject_id)
        .join(Person, Person.id == Subject.person_id)
        .where(RetiredLink.digest.in_(digests))
        .order_by(Person.name, Thanks.subject_id)
    )
    return tuple(ToldAfterwards(name, text) for name, text in rows)
