"""Which pages are kept: those that open campaigns will need, rendered before they are asked for.

Once a minute, whoever comes, a process looks which campaigns are open, renders in the
background every usual page of those that it does not keep yet, in every group, and lets go of
those that are over. Nothing that a rater does decides what is kept, so the time that a page
takes tells nothing of who has been here. What is not usual (another language than one's own,
a long list, what was skipped) is rendered for each request anew, and always.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Final

from flask import current_app, request
from sqlalchemy import select

from feedback.ballot import Part
from feedback.languages import LANGUAGES, catalogue, spoken
from feedback.models import Campaign, Invitation, Person, Rater, State, Subject
from feedback.operations.answering import queries
from feedback.operations.answering.links import contact_of
from feedback.rater.addresses import blueprint
from feedback.rater.kept_pages import Readers, blank_of_group, nobody, shelf_of
from feedback.rater.visits import frozen_survey
from feedback.rater.wordings import usual_lists, usual_pages
from feedback.requests.appearance import appearance
from feedback.requests.sessions import looking_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flask import Flask

    from feedback.operations.answering.facts import CampaignFacts, InvitationFacts
    from feedback.operations.appearance import Appearance
    from feedback.rater.kept_pages import PageWording

_EXTENSION: Final = "feedback.keeper"
_LOOKS_EVERY_SECONDS: Final = 60.0


@dataclass(slots=True)
class Keeper:
    """One process's thread that renders, and when the next look is due."""

    app: Flask
    looks_at: float = 0.0
    asked: set[tuple[CampaignFacts, Appearance]] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)
    _pool: ThreadPoolExecutor | None = None
    _pending: list[Future[None]] = field(default_factory=list)

    def is_due(self) -> bool:
        """Tell one request in a minute that it is its turn to look."""
        with self._lock:
            if monotonic() < self.looks_at:
                return False
            self.looks_at = monotonic() + _LOOKS_EVERY_SECONDS
            return True

    def keep(self, campaign: CampaignFacts, wordings: Sequence[PageWording]) -> None:
        """Render and keep a campaign's wordings, one campaign after the other."""
        if self._pool is None:  # after a fork, so that each process has its own
            self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="keeping")
        self._pending = [one for one in self._pending if not one.done()]
        self._pending.append(self._pool.submit(self._render, campaign, wordings))

    def settle(self) -> None:
        """Wait until everything that was asked for is kept."""
        wait(self._pending)

    def _render(self, campaign: CampaignFacts, wordings: Sequence[PageWording]) -> None:
        with self.app.app_context():
            for language in LANGUAGES:
                catalogue(language)  # else the first to ask for a language would wait for it
            shelf_of(self.app).keep(campaign, wordings)


def install(app: Flask) -> None:
    """Let requests of raters look, now and then, which campaigns are open."""
    app.extensions[_EXTENSION] = Keeper(app)


def keeper_of(app: Flask) -> Keeper:
    """Return the application's keeper."""
    keeper: Keeper = app.extensions[_EXTENSION]
    return keeper


@blueprint.before_request
def look_which_are_open() -> None:
    """Have the usual pages of every open campaign kept, if it is time to look."""
    keeper = keeper_of(current_app)
    if request.method != "GET" or not keeper.is_due():
        return
    found = looking_up().execute(
        select(*queries.CAMPAIGN.labelled)
        .where(Campaign.state == State.OPEN)
        .order_by(Campaign.launched_at, Campaign.id)
    )
    campaigns = [queries.CAMPAIGN.read(row) for row in found]
    wanted = {campaign: (campaign, appearance()) for campaign in campaigns}
    keeper.asked &= set(wanted.values())
    shelf_of(current_app).drop_all_but(set(campaigns))
    for campaign, so in wanted.items():
        if so not in keeper.asked:
            keeper.asked.add(so)
            keeper.keep(campaign, list(_usual_wordings(campaign)))


def _usual_wordings(campaign: CampaignFacts) -> Iterator[PageWording]:
    survey_json = frozen_survey(campaign.id, campaign.launched_at)
    contact = contact_of(looking_up(), campaign)
    invitations = _invitations_in(campaign)
    for language, is_person, on_paper in _readers_in(campaign):
        rater = nobody(is_person=is_person, on_paper=on_paper)
        readers = Readers(rater, campaign, survey_json, appearance(), language)
        answering = replace(readers, has_code_word=on_paper)
        for invitation in invitations:
            for listing in {readers, answering}:  # a list on paper has a word until all is done
                yield from usual_lists(listing, invitation, contact)
            for part in Part:
                yield from usual_pages(answering, invitation, part)


def _readers_in(campaign: CampaignFacts) -> set[tuple[str, bool, bool]]:
    """Return how a campaign's raters differ: language, in the register, link on paper."""
    rows = looking_up().execute(
        select(Rater.language, Rater.person_id.is_not(None), Person.email.is_(None))
        .outerjoin(Person, Person.id == Rater.person_id)
        .where(Rater.campaign_id == campaign.id)
        .distinct()
    )
    return {(spoken(language), is_person, on_paper) for language, is_person, on_paper in rows}


def _invitations_in(campaign: CampaignFacts) -> list[InvitationFacts]:
    """Return each kind of invitation that there is: the group, and what is known of a leader."""
    rows = looking_up().execute(
        select(
            Invitation.group,
            Subject.title != "",
            Subject.workplace_name != "",
            Subject.coach_id.is_not(None),
        )
        .join(Subject, Subject.id == Invitation.subject_id)
        .where(Subject.campaign_id == campaign.id)
        .distinct()
    )
    return [blank_of_group(group, (True, *stands)) for group, *stands in rows]
