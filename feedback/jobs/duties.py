"""The worker's duties: found in our own tables, so that a lost queue loses nothing.

Each may be repeated, by this worker or by another at the same time.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.ballot import KeyMissingError, KeyUnreadableError, notes_of
from feedback.clock import Moment
from feedback.errors import CloseRefusedError
from feedback.jobs.presence import Present
from feedback.mail import transport_of
from feedback.mail.bounces import bounces_in
from feedback.models import Campaign, KeyTrouble, State
from feedback.operations import presence
from feedback.operations.acts import WORKER, Actor
from feedback.operations.ballot_box.erasing import scrub
from feedback.operations.campaigns.closing import close_campaign
from feedback.operations.campaigns.key_folders import HAVING_KEYS, adopt_folders
from feedback.operations.campaigns.key_watch import destroy_keys, note_unreadable, watch_keys
from feedback.operations.campaigns.launching import launch_campaign
from feedback.operations.campaigns.lifecycle import closes_at
from feedback.operations.campaigns.pledges import HOLDING_ANSWERS
from feedback.operations.campaigns.pledging import is_pledged, pledge
from feedback.operations.campaigns.progress import draw_bands
from feedback.operations.campaigns.reminding import forget_reminders, queue_reminders
from feedback.operations.coaching.preparing import share_before_talks
from feedback.operations.coaching.sharing_rules import campaigns_with_a_rule, share_by_rule
from feedback.operations.ledger import next_due
from feedback.operations.letters.restoring import ClaimFile, hold_if_restored
from feedback.operations.letters.sending import send_due
from feedback.operations.letters.trouble import note_bounces
from feedback.operations.people.preparations import forget_staged
from feedback.operations.plans.pulses import share_pulses
from feedback.operations.plans.reminders import queue_plan_reminders
from feedback.operations.retention import NIGHTLY, erase_due

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from uuid import UUID

    from feedback.mail import Transport
    from feedback.operations.letters.outcomes import Outcome

_WATCHED: Final = (
    State.LAUNCHING,
    State.OPEN,
    State.CLOSING,
    State.CLOSED,
    State.CANCELLED,
    State.ERASED,
)
_TRIES_EVERY: Final = timedelta(hours=1)

_log = logging.getLogger(__name__)


class Duty(StrEnum):
    """What is to be done with a campaign."""

    LAUNCH = "launch"
    PLEDGE = "pledge"
    CLOSE = "close"
    DESTROY_KEYS = "destroy keys"


@dataclass(slots=True)
class Worker(Present):
    """Does what is due; knows the database, the settings, the clock and the way out for mail."""

    transport: Callable[[], Transport] = field(init=False)
    _is_ready: bool = field(default=False, init=False)
    _is_unscrubbed: bool = field(default=False, init=False)
    # In no table: whoever starts the worker anew wants it tried at once.
    _refused: dict[UUID, datetime] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Take the way out that the settings name."""
        Present.__post_init__(self)  # a class with slots is another one than super() looks for
        self.transport = lambda: transport_of(self.settings)

    def due(self) -> list[tuple[Duty, UUID]]:
        """Return what is to be done with which campaigns; nothing on a host without keys."""
        if not self.settings.has_seal_keys:
            return []
        if not self._is_ready:
            with self.database.reading() as session:
                adopt_folders(session, self.settings)
            self._is_ready = True
        now = self.now()
        tried = KeyTrouble.tried_at.between(now - _TRIES_EVERY, now)
        with self.database.reading() as session:
            campaigns = session.scalars(select(Campaign).where(Campaign.state.in_(_WATCHED))).all()
            waiting = set(session.scalars(select(KeyTrouble.campaign_id).where(tried)))
        return [
            (duty, campaign.id)
            for campaign in campaigns
            if (duty := self._duty_of(campaign))
            # Answers stop on time; what waits for a key is tried once an hour.
            and (
                campaign.id not in waiting or (campaign.state is State.OPEN and duty is Duty.CLOSE)
            )
            and not (duty is Duty.CLOSE and self._was_refused(campaign.id))
        ]

    def do(self, duty: Duty, campaign_id: UUID) -> None:
        """Do one duty; raise KeyUnreadableError or KeyMissingError if it waits for a key."""
        match duty:
            case Duty.LAUNCH:
                self._launch(campaign_id)
            case Duty.PLEDGE:
                self._pledge(campaign_id)
            case Duty.CLOSE:
                self._close(campaign_id)
            case Duty.DESTROY_KEYS:
                destroy_keys(self.database, self.settings, campaign_id)
        _log.info("%s done", duty, extra={"campaign": str(campaign_id)})

    def send(
        self, *, most: int | None = None, on_mail: Callable[[], None] = lambda: None
    ) -> Counter[Outcome]:
        """Hand over what mail is due."""
        return send_due(
            self.database,
            self.settings,
            self.transport(),
            now=self.now,
            most=most,
            on_mail=on_mail,
        )

    def has_mail(self) -> bool:
        """Tell whether mail is due."""
        with self.database.reading() as session:
            return next_due(session, now=self.now(), hours=self.settings.hours) is not None

    def remind(self) -> None:
        """Queue today's reminders, of raters and of plans, where today is a day for them."""
        with self.database.writing() as session:
            file = ClaimFile.of(self.settings)
            hold_if_restored(session, file, now=self.now(), zone=self.settings.zone)
            queue_plan_reminders(session, now=self.now(), zone=self.settings.zone)
        for campaign_id in self._in_state(State.OPEN):
            with self.database.writing() as session:
                queue_reminders(session, campaign_id, now=self.now(), zone=self.settings.zone)

    def read_bounces(self) -> None:
        """Note what came back since; the same files are read again and again without harm.

        Raises BounceFileError if the folder or file of the settings cannot be read.
        """
        if self.settings.bounces is None:
            return
        found = list(bounces_in(self.settings.bounces))
        if found:
            with self.database.writing() as session:
                note_bounces(session, found, by=self._by)

    def share(self) -> None:
        """Share what campaigns' rules say by now, and before each talk that is near."""
        with self.database.writing() as session:
            share_pulses(session, now=self.now())
            share_before_talks(session, by=self._by)
        with self.database.reading() as session:
            campaign_ids = campaigns_with_a_rule(session)
        for campaign_id in campaign_ids:
            with self.database.writing() as session:
                share_by_rule(session, campaign_id, by=self._by)

    def forget_lists(self) -> None:
        """Throw away lists of people that have waited for a day, which is promised to the hour."""
        with self.database.writing() as session:
            forget_staged(session, now=self.now())

    @property
    def _by(self) -> Actor:
        return Actor(WORKER, Moment(self.now(), self.settings.zone))

    def nightly(self) -> None:
        """Tidy up, look for the keys in every folder, draw up the bands."""
        self._is_unscrubbed |= self._forget()
        for campaign_id in self._in_state(*HAVING_KEYS):
            watch_keys(self.database, self.settings, campaign_id, by=self._by)
        for campaign_id in self._in_state(*HOLDING_ANSWERS):
            with self.database.writing() as session:
                draw_bands(session, campaign_id)
        with self.database.writing() as session:
            presence.end_night(session, self.host, now=self.now())
        _log.info("nightly done", extra={"host": self.host})
        if self._is_unscrubbed:
            # Last: whoever has a table open keeps only this from being done, until the next night.
            scrub(self.database)
            self._is_unscrubbed = False

    def _duty_of(self, campaign: Campaign) -> Duty | None:
        match campaign.state:
            case State.LAUNCHING if campaign.launch_at is None or campaign.launch_at <= self.now():
                return Duty.LAUNCH
            case State.CLOSING | State.OPEN if self._is_over(campaign):
                return Duty.CLOSE
            case State.OPEN if self._lacks_pledge(campaign.id):
                return Duty.PLEDGE  # an older version opened it
            case State.CLOSED if self._has_keys(campaign.id) or not campaign.is_scrubbed:
                return Duty.CLOSE  # a crash came between the release and the last step
            # A disk that was absent then may have kept a key.
            case State.CANCELLED | State.ERASED if self._has_keys(campaign.id):
                return Duty.DESTROY_KEYS
            case _:
                return None

    def _was_refused(self, campaign_id: UUID) -> bool:
        """Tell whether a close was refused within the hour: it opens everything each time."""
        at = self._refused.get(campaign_id)
        return at is not None and at <= self.now() < at + _TRIES_EVERY

    def _is_over(self, campaign: Campaign) -> bool:
        is_asked = campaign.state is State.CLOSING
        return is_asked or closes_at(campaign, self.settings.zone) <= self.now()

    def _lacks_pledge(self, campaign_id: UUID) -> bool:
        try:
            is_possible = all(folder.holds(campaign_id) for folder in self.settings.key_folders)
            return is_possible and not is_pledged(self.settings, campaign_id)
        except OSError:
            return False  # a disk that is away may hold the note; whoever watches keys tells

    def _has_keys(self, campaign_id: UUID) -> bool:
        link_keys = self.settings.link_key_folder
        folders = *self.settings.key_folders, *notes_of(link_keys)
        return any(folder.holds(campaign_id) for folder in folders)

    def _in_state(self, *states: State) -> list[UUID]:
        with self.database.reading() as session:
            return list(session.scalars(select(Campaign.id).where(Campaign.state.in_(states))))

    def _launch(self, campaign_id: UUID) -> None:
        try:
            launch_campaign(self.database, self.settings, campaign_id, now=self.now())
        except KeyUnreadableError as error:
            _log.warning("The launch of campaign %s waits: %s", campaign_id, error)
            note_unreadable(self.database, campaign_id, now=self.now())
            raise

    def _pledge(self, campaign_id: UUID) -> None:
        with self._watching(campaign_id):
            pledge(self.database, self.settings, campaign_id)

    def _close(self, campaign_id: UUID) -> None:
        with self._watching(campaign_id):
            try:
                close_campaign(self.database, self.settings, campaign_id, now=self.now())
            except CloseRefusedError:
                self._refused[campaign_id] = self.now()
                raise

    @contextmanager
    def _watching(self, campaign_id: UUID) -> Iterator[None]:
        """Note and tell if a key is not found; then it is tried again in an hour."""
        try:
            yield
        except (KeyMissingError, KeyUnreadableError):
            watch_keys(self.database, self.settings, campaign_id, by=self._by)
            raise

    def _forget(self) -> bool:
        """Erase what is due; return whether traces are left in the database's files."""
        with self.database.writing() as session:
            forget_reminders(session, now=self.now())
            return bool(erase_due(session, by=Actor(NIGHTLY, self._by.moment)))
