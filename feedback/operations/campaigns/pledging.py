"""Pledge: note outside the database what a campaign's count is held to, and hold it to that.

The launch pledges a campaign before it has a link key, from what it has in hand: no link key of
this version lies without its notes, and they vouch for nothing. One that an older version opened
is pledged when this version first sees it: what lies in its ballot box then is vouched for unread,
and from then on every envelope needs a MAC. That this is so stands beside the link key: were it
for the database to say, whoever can write it would only have to say otherwise.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import bindparam, select, update

from feedback.ballot import (
    KeyMissingError,
    MacKey,
    StoredEnvelope,
    notes_of,
    public_keys,
    terms_notes,
)
from feedback.ballot.opening import BoxTamperedError, open_box
from feedback.errors import TamperedError
from feedback.models import Base, Campaign, Envelope
from feedback.operations.campaigns.key_probe import seal_key_of
from feedback.operations.campaigns.pledges import HOLDING_ANSWERS, terms_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.ballot import Ballot
    from feedback.config import WorkerSettings
    from feedback.database import Database

WHAT_TO_DO: Final = (
    "Nothing was opened to anybody. See 'A close that is refused' in docs/operating.md."
)
"""How each sentence ends that says what was changed in the database."""

_ENVELOPES_AT_A_TIME: Final = 500
_ENVELOPE: Final = Base.metadata.tables["envelope"]
_VOUCH: Final = (
    update(_ENVELOPE).where(_ENVELOPE.c.id == bindparam("its_id")).values(mac=bindparam("its_mac"))
)


class Box(NamedTuple):
    """A ballot box that was opened: what was in the envelopes, and each one's id with its MAC."""

    ballots: list[Ballot]
    marks: list[bytes]


class Keys(NamedTuple):
    """What opens a campaign's ballot box and vouches for what is in it."""

    private: bytes
    link: bytes


def is_pledged(settings: WorkerSettings, campaign_id: UUID) -> bool:
    """Tell whether a campaign is pledged; raise OSError if a folder cannot be read."""
    return terms_notes(settings.link_key_folder).find(campaign_id) is not None


def pledge(database: Database, settings: WorkerSettings, campaign_id: UUID) -> None:
    """Pledge a campaign that an older version opened; of one that is pledged mend the mirrors.

    Raises KeyMissingError if either of its keys is gone.
    """
    link_keys = settings.link_key_folder
    with database.reading() as session:
        campaign = session.get_one(Campaign, campaign_id)
    if campaign.state not in HOLDING_ANSWERS:
        return
    assert campaign.public_key is not None  # noqa: S101 - a constraint of the table says so
    if is_pledged(settings, campaign_id):
        mend_pledge(settings, campaign_id)
        return
    # Only what opens may be noted: the database might name another key by now.
    seal_key_of(settings.seal_key_folder, campaign_id, campaign.public_key)
    _vouch_for_all(database, MacKey.of(campaign_id, link_keys.read(campaign_id)))
    public_keys(link_keys).create(campaign_id, campaign.public_key)
    # Last: with it, an envelope without a MAC is tampering.
    terms_notes(link_keys).create(campaign_id, terms_of(campaign))


def mend_pledge(settings: WorkerSettings, campaign_id: UUID) -> None:
    """Copy the notes of a campaign to each marked folder that lacks them, as far as it goes."""
    for notes in notes_of(settings.link_key_folder):
        with suppress(KeyMissingError, OSError):  # the doctor and the night tell of the folder
            notes.fill(campaign_id)


def pledged_key(settings: WorkerSettings, campaign_id: UUID) -> bytes | None:
    """Return the public key that was noted at launch; None if that cannot be read."""
    with suppress(OSError):
        return public_keys(settings.link_key_folder).find(campaign_id)
    return None


def forget_pledge(settings: WorkerSettings, campaign_id: UUID) -> None:
    """Destroy the notes of a campaign whose keys are gone.

    Never before: a key without its notes would be taken for one of an older version.
    """
    for notes in notes_of(settings.link_key_folder):
        notes.destroy(campaign_id)


def destroy_keys_and_notes(settings: WorkerSettings, campaign_id: UUID) -> None:
    """Destroy both keys of a campaign, then its notes; may be repeated."""
    try:
        settings.link_key_folder.destroy(campaign_id)
    finally:
        settings.seal_key_folder.destroy(campaign_id)
    forget_pledge(settings, campaign_id)


def keys_of(settings: WorkerSettings, campaign_id: UUID) -> Keys:
    """Return the keys of a pledged campaign; raise KeyMissingError if one is gone."""
    link_keys = settings.link_key_folder
    public_key = public_keys(link_keys).read(campaign_id)
    private = seal_key_of(settings.seal_key_folder, campaign_id, public_key)
    return Keys(private, link_keys.read(campaign_id))


def genuine_box(session: Session, settings: WorkerSettings, campaign: Campaign, keys: Keys) -> Box:
    """Open the ballot box; raise TamperedError unless all is as it was pledged."""
    if terms_notes(settings.link_key_folder).read(campaign.id) != terms_of(campaign):
        message = (
            "The survey, k or the policy in the database is not what was frozen at launch: "
            "somebody changed it there."
        )
        raise TamperedError([message, WHAT_TO_DO])
    mac_key = MacKey.of(campaign.id, keys.link)
    marks: list[bytes] = []
    try:
        envelopes = _marked(_stored_envelopes(session, campaign.id), marks)
        return Box(open_box(keys.private, mac_key, envelopes), marks)
    except BoxTamperedError as error:
        message = (
            f"{error.spoilt} of {error.envelopes} envelopes are not what the web handed in: "
            "somebody changed, moved or added them in the database."
        )
        raise TamperedError([message, WHAT_TO_DO]) from error


def _vouch_for_all(database: Database, mac_key: MacKey) -> None:
    """Vouch for the envelopes that an older version took, some at a time: raters write too."""
    without = (
        select(Envelope.id, Envelope.sealed)
        .where(Envelope.campaign_id == mac_key.campaign_id, Envelope.mac.is_(None))
        .order_by(Envelope.id)
        .limit(_ENVELOPES_AT_A_TIME)
    )
    while True:
        with database.writing() as session:
            found = session.execute(without).all()
            if not found:
                return
            rows = [
                {"its_id": one.id, "its_mac": mac_key.adopted(one.id, one.sealed)} for one in found
            ]
            session.connection().execute(_VOUCH, rows)


def _stored_envelopes(session: Session, campaign_id: UUID) -> Iterator[StoredEnvelope]:
    """Stream a campaign's envelopes, in the order of their random keys."""
    rows = session.execute(
        select(Envelope.id, Envelope.sealed, Envelope.mac)
        .where(Envelope.campaign_id == campaign_id)
        .order_by(Envelope.id)
        .execution_options(yield_per=_ENVELOPES_AT_A_TIME)
    )
    for row in rows:
        yield StoredEnvelope(row.id, row.sealed, row.mac)


def _marked(envelopes: Iterable[StoredEnvelope], marks: list[bytes]) -> Iterator[StoredEnvelope]:
    """Note the id and the MAC of each envelope that passes."""
    for envelope in envelopes:
        marks.append(envelope.id.bytes + (envelope.mac or b""))
        yield envelope
