"""Open a rater's link: the only authority on rater pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from feedback.ballot import code_for, is_genuine, parse_code
from feedback.errors import (
    LinkReplacedError,
    LinkUnknownError,
    SurveyCancelledError,
    SurveyEndedError,
    SurveyLostError,
    SurveyNotOpenError,
)
from feedback.models import Campaign, Rater, RetiredNumber, State

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.ballot import KeyFolder, LinkCode
    from feedback.errors import LinkError

_REFUSALS: Final[dict[State, type[LinkError]]] = {
    State.DRAFT: SurveyNotOpenError,
    State.NOMINATING: SurveyNotOpenError,
    State.LAUNCHING: SurveyNotOpenError,
    State.CLOSING: SurveyEndedError,
    State.CLOSED: SurveyEndedError,
    State.ERASED: SurveyEndedError,
    State.CANCELLED: SurveyCancelledError,
    State.LOST: SurveyLostError,
}


# Built once, because every rater page begins with it.
_FIND_RATER: Final = (
    select(Rater)
    .where(Rater.number == bindparam("number"))
    .options(joinedload(Rater.campaign), joinedload(Rater.person))
)


@dataclass(frozen=True, slots=True)
class Access:
    """What a genuine link of an open campaign opens."""

    rater: Rater
    campaign: Campaign
    link_key: bytes


def open_link(session: Session, link_keys: KeyFolder, text: str) -> Access:
    """Return what a link opens; raise the LinkError that says why it opens nothing.

    An unknown number and a wrong MAC answer alike, so numbers cannot be tried out.
    """
    code = parse_code(text)
    if code is None:
        raise LinkUnknownError
    rater = _find_rater(session, code)
    if rater is None:
        raise _refusal_of_erased(session, code)
    campaign = rater.campaign
    refusal = _REFUSALS.get(campaign.state)
    if refusal:
        raise refusal
    link_key = link_keys.read(campaign.id)
    if not is_genuine(link_key, code, version=rater.link_version):
        raise _why_not_genuine(link_key, code, rater)
    return Access(rater, campaign, link_key)


def link_of(rater: Rater, link_key: bytes, base_url: str) -> str:
    """Return a rater's link, derived anew each time it is needed and stored nowhere."""
    return f"{base_url}/s/{code_for(link_key, number=rater.number, version=rater.link_version)}"


def replace_link(rater: Rater) -> None:
    """Raise the version of a rater's link: the old link and its drafts die."""
    rater.link_version += 1


def _find_rater(session: Session, code: LinkCode) -> Rater | None:
    return session.scalar(_FIND_RATER, {"number": code.number})


def _refusal_of_erased(session: Session, code: LinkCode) -> LinkError:
    campaign = session.scalar(
        select(Campaign)
        .join(RetiredNumber, RetiredNumber.campaign_id == Campaign.id)
        .where(RetiredNumber.number == code.number)
    )
    return _REFUSALS[campaign.state]() if campaign else LinkUnknownError()


def _why_not_genuine(link_key: bytes, code: LinkCode, rater: Rater) -> LinkError:
    earlier = range(1, rater.link_version)
    if any(is_genuine(link_key, code, version=version) for version in earlier):
        return LinkReplacedError()
    return LinkUnknownError()
