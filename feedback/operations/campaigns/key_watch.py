"""Watch over keys: look in every folder, fill gaps, tell what is wrong, bring back what was lost.

A key that cannot be read may lie on a disk that is absent, so it ends nothing. Only nights
in which every folder could be read and none held the right key count, and only seven of them
in a row make a campaign lost. The right key brings it back, from there too.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.ballot import KeyStanding
from feedback.ballot.opening import public_half
from feedback.models import Campaign, KeyTrouble, State
from feedback.operations.ballot_box.erasing import scrub
from feedback.operations.campaigns.counted import is_counted
from feedback.operations.campaigns.key_alarm import tell
from feedback.operations.campaigns.key_folders import HAVING_KEYS, adopt_folders
from feedback.operations.campaigns.lifecycle import ask_close, lose, recover
from feedback.operations.campaigns.pledges import HOLDING_ANSWERS
from feedback.operations.campaigns.pledging import (
    destroy_keys_and_notes,
    mend_pledge,
    pledged_key,
)
from feedback.operations.ledger import CAMPAIGN_LOST, KEY_AWAY, KEY_BACK

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime, tzinfo
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.ballot import KeyFolder, Look
    from feedback.config import WorkerSettings
    from feedback.database import Database
    from feedback.operations.acts import Actor

NIGHTS: Final = 7
"""So many nights in a row must every folder be readable and the key in none of them."""

LINK_KEY: Final = "link"
SEAL_KEY: Final = "seal"

_EVENING: Final = timedelta(hours=12)
_TOLD_ALREADY: Final = frozenset({State.LOST})

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeyLooks:
    """What a look for one of a campaign's keys found, folder by folder."""

    kind: str
    looks: tuple[Look, ...]

    @property
    def is_found(self) -> bool:
        """Whether any folder has the right key."""
        return any(look.standing is KeyStanding.RIGHT for look in self.looks)

    @property
    def is_missing(self) -> bool:
        """Whether every folder could be read and none has the right key."""
        return not self.is_found and all(
            look.standing is not KeyStanding.UNREADABLE for look in self.looks
        )

    @property
    def is_whole(self) -> bool:
        """Whether every folder has the right key."""
        return all(look.standing is KeyStanding.RIGHT for look in self.looks)


def watch_keys(
    database: Database, settings: WorkerSettings, campaign_id: UUID, *, by: Actor
) -> list[KeyLooks]:
    """Look for a campaign's keys, mend what can be mended, and note and tell the rest.

    May be repeated at any hour: a night counts once.
    """
    with database.reading() as session:
        campaign = session.get_one(Campaign, campaign_id)
        if campaign.state not in HAVING_KEYS:
            return []
        adopt_folders(session, settings)
    # Outside of any transaction: a disk that hangs must not keep raters waiting for a lock.
    found = looks_of(settings, campaign)
    with database.writing() as session:
        campaign = _lock(session, campaign_id)
        if campaign.state in HAVING_KEYS:
            for one in found:
                _note(session, campaign, one, by)
                # Under the lock: a close that comes first destroys, and nothing is copied after.
                _fill(settings, campaign, one)
            mend_pledge(settings, campaign_id)
            if campaign.state is State.OPEN and is_counted(settings, campaign_id):
                # Lost after it was counted: no answer may be added.
                ask_close(session, campaign, by=by)
    return found


def note_unreadable(database: Database, campaign_id: UUID, *, now: datetime) -> None:
    """Note that a launch waits for a folder of keys that is not there, and tell it once."""
    with database.writing() as session:
        campaign = _lock(session, campaign_id)
        if campaign.state is State.LAUNCHING:
            _trouble(session, campaign, SEAL_KEY, is_missing=False, now=now)


def looks_of(settings: WorkerSettings, campaign: Campaign) -> list[KeyLooks]:
    """Look for both keys of a campaign in every folder."""
    return [
        KeyLooks(kind, tuple(folder.look(campaign.id, is_right=is_right)))
        for kind, folder, is_right in _folders(settings, campaign)
    ]


def destroy_keys(database: Database, settings: WorkerSettings, campaign_id: UUID) -> None:
    """Destroy the keys of a cancelled campaign, which the web could not reach; repeatable."""
    scrub(database)
    destroy_keys_and_notes(settings, campaign_id)


def night_of(now: datetime, zone: tzinfo) -> date:
    """Return the night that a moment belongs to, by the day of its evening."""
    return (now.astimezone(zone) - _EVENING).date()  # by the clock on the wall


def _lock(session: Session, campaign_id: UUID) -> Campaign:
    return session.scalars(
        select(Campaign).where(Campaign.id == campaign_id).with_for_update()
    ).one()


def _folders(
    settings: WorkerSettings, campaign: Campaign
) -> list[tuple[str, KeyFolder, Callable[[bytes], bool]]]:
    # What was noted at launch, if it can be read: the database may have been changed since.
    public_key = pledged_key(settings, campaign.id) or campaign.public_key
    link_keys = (LINK_KEY, settings.link_key_folder, lambda _: True)
    if not settings.has_seal_keys:
        return [link_keys]
    return [
        link_keys,
        (SEAL_KEY, settings.seal_key_folder, lambda key: public_half(key) == public_key),
    ]


def _note(session: Session, campaign: Campaign, found: KeyLooks, by: Actor) -> None:
    for look in found.looks:
        if look.standing is not KeyStanding.RIGHT:
            _log.warning("The %s key of campaign %s in %s.", found.kind, campaign.id, look)
    if found.is_found:
        _found_again(session, campaign, found.kind, by)
        return
    trouble = _trouble(session, campaign, found.kind, is_missing=found.is_missing, now=by.now)
    _count_night(trouble, night_of(by.now, by.zone))
    if found.kind == SEAL_KEY and trouble.nights >= NIGHTS and campaign.state in HOLDING_ANSWERS:
        lose(session, campaign, by=by)
        tell(session, campaign, CAMPAIGN_LOST, now=by.now)


def _found_again(session: Session, campaign: Campaign, kind: str, by: Actor) -> None:
    trouble = session.get(KeyTrouble, (campaign.id, kind))
    was_lost = kind == SEAL_KEY and campaign.state is State.LOST
    if was_lost and not recover(session, campaign, by=by):
        return
    if trouble is not None:
        session.delete(trouble)
    if trouble is None and not was_lost:
        return
    session.flush()
    _log.warning("The %s key of campaign %s is there again.", kind, campaign.id)
    remaining = select(KeyTrouble.kind).where(KeyTrouble.campaign_id == campaign.id)
    if was_lost or not session.scalar(select(remaining.exists())):
        tell(session, campaign, KEY_BACK, now=by.now)


def _trouble(
    session: Session, campaign: Campaign, kind: str, *, is_missing: bool, now: datetime
) -> KeyTrouble:
    """Note that a key was not found; tell it once, and again if it now counts as missing."""
    trouble = session.get(KeyTrouble, (campaign.id, kind))
    is_news = trouble is None or trouble.is_missing != is_missing
    if trouble is None:
        trouble = KeyTrouble(campaign_id=campaign.id, kind=kind, since=now, nights=0)
        session.add(trouble)
    trouble.is_missing, trouble.tried_at = is_missing, now
    session.flush()
    if is_news and campaign.state not in _TOLD_ALREADY:
        tell(session, campaign, KEY_AWAY, now=now)
    return trouble


def _count_night(trouble: KeyTrouble, night: date) -> None:
    """Count a night in which the key was missing; any other night begins the row anew."""
    if not trouble.is_missing:
        trouble.nights, trouble.last_night = 0, None
    elif trouble.last_night != night:
        follows = trouble.last_night == night - timedelta(days=1)
        trouble.nights = trouble.nights + 1 if follows else 1
        trouble.last_night = night


def _fill(settings: WorkerSettings, campaign: Campaign, found: KeyLooks) -> None:
    if found.is_whole or not found.is_found:
        return
    for kind, folder, is_right in _folders(settings, campaign):
        if kind == found.kind:
            try:
                filled = folder.fill(campaign.id, is_right=is_right)
            except OSError as error:
                _log.warning("A folder of keys cannot be filled: %s", error)
                continue
            for path in filled:
                _log.warning("%s got the %s key of campaign %s.", path, kind, campaign.id)
