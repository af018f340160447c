"""Open a rater's link: the only authority on rater pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from sqlalchemy import select

from feedback.ballot import code_for, is_genuine, parse_code
from feedback.errors import (
    LinkReplacedError,
    LinkUnknownError,
    SurveyCancelledError,
    SurveyEndedError,
    SurveyLostError,
    SurveyNotOpenError,
)
from feedback.models import Campaign, RetiredNumber, State
from feedback.operations.answering import queries
from feedback.operations.answering.old_links import thanks_behind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from feedback.ballot import KeyFolder, LinkCode
    from feedback.database import Queried
    from feedback.errors import LinkError
    from feedback.models import Rater
    from feedback.operations.answering.columns import AnyRow, AnySelect
    from feedback.operations.answering.facts import CampaignFacts, Contact, RaterFacts

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


@dataclass(frozen=True, slots=True)
class Access:
    """What a genuine link of an open campaign opens."""

    rater: RaterFacts
    campaign: CampaignFacts
    link_key: bytes
    code_word: str = ""

    @property
    def needs_code_word(self) -> bool:
        """Whether the link stands on paper, which others may see: it opens no draft by itself."""
        return not self.rater.has_address


def open_link_with(
    source: Queried, link_keys: KeyFolder, text: str, *tried: AnySelect, **wanted: object
) -> tuple[Access, Sequence[AnyRow]]:
    """Return what a link opens, and the rows of the first query that finds it.

    Raises the LinkError that says why it opens nothing. An unknown number and a wrong MAC answer
    alike, so numbers cannot be tried out. One query for both costs half of two.
    """
    code = parse_code(text)
    if code is None:
        raise LinkUnknownError
    given = {"number": code.number, **wanted}
    rows = next((found for query in tried if (found := source.execute(query, given).all())), [])
    if not rows:
        raise _refusal_of_erased(source, code)
    rater, campaign = queries.RATER.read(rows[0]), queries.CAMPAIGN.read(rows[0])
    refusal = _refusal(source, code, campaign.state, campaign.id)
    if refusal:
        raise refusal
    return _access(link_keys, code, rater, campaign), rows


def survey_json_of(source: Queried, campaign_id: UUID) -> str:
    """Return the survey that a campaign froze at launch."""
    return source.scalars(select(Campaign.survey_json).where(Campaign.id == campaign_id)).one()


def contact_of(source: Queried, campaign: CampaignFacts) -> Contact:
    """Return whom raters of a campaign may ask."""
    wanted = {"programme_id": campaign.programme_id}
    return queries.CONTACT.read(source.execute(queries.FIND_CONTACT, wanted).one())


class HasLink(Protocol):
    """Whoever a link is derived for, by number and version."""

    @property
    def number(self) -> int:
        """The rater's random number."""
        ...

    @property
    def link_version(self) -> int:
        """How often the link was replaced, and one."""
        ...


def link_of(rater: HasLink, link_key: bytes, base_url: str) -> str:
    """Return a rater's link, derived anew each time it is needed and stored nowhere."""
    return f"{base_url}/s/{code_for(link_key, number=rater.number, version=rater.link_version)}"


def replace_link(rater: Rater) -> None:
    """Raise the version of a rater's link: the old link and its drafts die."""
    rater.link_version += 1


def _access(
    link_keys: KeyFolder, code: LinkCode, rater: RaterFacts, campaign: CampaignFacts
) -> Access:
    link_key = link_keys.read(campaign.id)
    if not is_genuine(link_key, code, version=rater.link_version):
        raise _why_not_genuine(link_key, code, rater)
    return Access(rater, campaign, link_key)


def _refusal(source: Queried, code: LinkCode, state: State, campaign_id: UUID) -> LinkError | None:
    kind = _REFUSALS.get(state)
    if kind is SurveyEndedError:
        return SurveyEndedError(thanks_behind(source, code, campaign_id))
    return kind() if kind else None


def _refusal_of_erased(source: Queried, code: LinkCode) -> LinkError:
    row = source.execute(
        select(Campaign.state, Campaign.id)
        .join(RetiredNumber, RetiredNumber.campaign_id == Campaign.id)
        .where(RetiredNumber.number == code.number)
    ).one_or_none()
    refusal = _refusal(source, code, *row) if row else None
    return refusal or LinkUnknownError()


def _why_not_genuine(link_key: bytes, code: LinkCode, rater: RaterFacts) -> LinkError:
    earlier = range(1, rater.link_version)
    if any(is_genuine(link_key, code, version=version) for version in earlier):
        return LinkReplacedError()
    return LinkUnknownError()
