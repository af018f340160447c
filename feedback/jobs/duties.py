"""The worker's duties: found in our own tables, so that a lost queue loses nothing.

Each may be repeated, by this worker or by another at the same time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.clock import utc_now
from feedback.mail import transport_of
from feedback.mail.bounces import bounces_in
from feedback.models import Campaign, State
from feedback.operations.campaigns.closing import close_campaign
from feedback.operations.campaigns.erasing import scrub
from feedback.operations.campaigns.key_watch import HOLDING_ANSWERS, destroy_keys, probe_campaign
from feedback.operations.campaigns.launching import launch_campaign
from feedback.operations.campaigns.lifecycle import closes_at
from feedback.operations.campaigns.progress import draw_bands
from feedback.operations.coaching.preparing import share_before_talks
from feedback.operations.mail.ledger import next_due
from feedback.operations.mail.reminding import forget_reminders, queue_reminders
from feedback.operations.mail.sending import send_due
from feedback.operations.mail.trouble import note_bounces
from feedback.operations.people.preparations import forget_staged
from feedback.operations.plans.pulses import share_pulses
from feedback.operations.plans.reminders import queue_plan_reminders
from feedback.operations.results.sharing_rules import campaigns_with_a_rule, share_by_rule
from feedback.operations.retention import NIGHTLY, erase_due

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from feedback.config import WorkerSettings
    from feedback.database import Database
    from feedback.mail import Transport
    from feedback.operations.mail.sending import Outcome

_WATCHED: Final = (
    State.LAUNCHING,
    State.OPEN,
    State.CLOSING,
    State.CLOSED,
    State.CANCELLED,
)


class Duty(StrEnum):
    """What is to be done with a campaign."""

    LAUNCH = "launch"
    CLOSE = "close"
    DESTROY_KEYS = "destroy keys"


@dataclass(slots=True)
class Worker:
    """Does what is due; knows the database, the settings, the clock and the way out for mail."""

    database: Database
    settings: WorkerSettings
    now: Callable[[], datetime] = utc_now
    transport: Callable[[], Transport] = field(init=False)

    def __post_init__(self) -> None:
        """Take the way out that the settings name."""
        self.transport = lambda: transport_of(self.settings)

    def due(self) -> list[tuple[Duty, UUID]]:
        """Return what is to be done with which campaigns, now."""
        with self.database.reading() as session:
            campaigns = session.scalars(select(Campaign).where(Campaign.state.in_(_WATCHED))).all()
        return [(duty, c.id) for c in campaigns if (duty := self._duty_of(c))]

    def do(self, duty: Duty, campaign_id: UUID) -> None:
        """Do one duty."""
        match duty:
            case Duty.LAUNCH:
                launch_campaign(self.database, self.settings, campaign_id, now=self.now())
            case Duty.CLOSE:
                close_campaign(self.database, self.settings, campaign_id, now=self.now())
            case Duty.DESTROY_KEYS:
                destroy_keys(self.database, self.settings, campaign_id)

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
                note_bounces(session, found, now=self.now(), zone=self.settings.zone)

    def share(self) -> None:
        """Share what campaigns' rules say by now, and before each talk that is near."""
        with self.database.writing() as session:
            share_pulses(session, now=self.now())
            share_before_talks(session, now=self.now(), zone=self.settings.zone)
        with self.database.reading() as session:
            campaign_ids = campaigns_with_a_rule(session)
        for campaign_id in campaign_ids:
            with self.database.writing() as session:
                share_by_rule(session, campaign_id, now=self.now())

    def nightly(self) -> None:
        """Tidy up, probe the seal keys, draw up the bands.

        Raises OSError at the end if a key could not be read: it may be there still.
        """
        self._forget()
        unreadable: OSError | None = None
        for campaign_id in self._in_state(*HOLDING_ANSWERS):
            try:
                self._watch(campaign_id)
            except OSError as error:
                unreadable = error
        if unreadable is not None:
            raise unreadable

    def _duty_of(self, campaign: Campaign) -> Duty | None:
        match campaign.state:
            case State.LAUNCHING if campaign.launch_at is None or campaign.launch_at <= self.now():
                return Duty.LAUNCH
            case State.CLOSING:
                return Duty.CLOSE
            case State.OPEN if closes_at(campaign, self.settings.zone) <= self.now():
                return Duty.CLOSE
            case State.CLOSED if self._has_keys(campaign.id) or not campaign.is_scrubbed:
                return Duty.CLOSE  # a crash came between the release and the last step
            case State.CANCELLED if self._has_keys(campaign.id):
                return Duty.DESTROY_KEYS
            case _:
                return None

    def _has_keys(self, campaign_id: UUID) -> bool:
        folders = self.settings.link_key_folder, self.settings.seal_key_folder
        return any(folder.holds(campaign_id) for folder in folders)

    def _in_state(self, *states: State) -> list[UUID]:
        with self.database.reading() as session:
            return list(session.scalars(select(Campaign.id).where(Campaign.state.in_(states))))

    def _watch(self, campaign_id: UUID) -> None:
        if probe_campaign(self.database, self.settings, campaign_id, now=self.now()):
            with self.database.writing() as session:
                draw_bands(session, campaign_id)

    def _forget(self) -> None:
        with self.database.writing() as session:
            forget_reminders(session, now=self.now())
            forget_staged(session, now=self.now())
            zone = self.settings.zone
            erased = erase_due(session, now=self.now(), zone=zone, actor=NIGHTLY)
        if erased:
            scrub(self.database)
