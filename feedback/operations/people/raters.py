"""Raters of a campaign: add, withdraw, replace, move, correct an address. It always looks the same.

Whether somebody has answered must not be learnt by trying: each of these succeeds for
everybody alike, and a response that was given stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.people.asking import put_address, put_in_group, put_rater, take_out_rater

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.models import Invitation, Subject
    from feedback.operations.acts import Actor
    from feedback.operations.people.people_list import RaterEntry


def add_rater(session: Session, subject: Subject, entry: RaterEntry, *, by: Actor) -> Invitation:
    """Ask one more person about a subject; in an open campaign the mail goes at once."""
    made = put_rater(session, subject, entry, now=by.now)
    audit_log.note(session, by, Act.ADD_RATER, subject)
    return made


def ask_again(session: Session, invitation: Invitation, entry: RaterEntry, *, by: Actor) -> None:
    """Ask somebody after all who was left out or withdrawn."""
    put_rater(session, invitation.subject, entry, now=by.now)
    audit_log.note(session, by, Act.ASK_AGAIN, invitation)


def withdraw_rater(session: Session, invitation: Invitation, *, by: Actor) -> None:
    """Stop asking a person about a subject; a response already given stays."""
    audit_log.note(session, by, Act.WITHDRAW_RATER, invitation)
    take_out_rater(session, invitation)


def replace_rater(
    session: Session, invitation: Invitation, entry: RaterEntry, *, by: Actor
) -> Invitation:
    """Ask somebody else instead; the first one's response, if given, stays."""
    subject = invitation.subject
    audit_log.note(session, by, Act.REPLACE_RATER, invitation)
    take_out_rater(session, invitation)
    return put_rater(session, subject, entry, now=by.now)


def correct_address(session: Session, invitation: Invitation, email: str, *, by: Actor) -> None:
    """Send a rater's link to another address: the old link and its drafts die."""
    audit_log.note(session, by, Act.CORRECT_ADDRESS, invitation)
    put_address(session, invitation.rater, email, now=by.now)


def move_rater(session: Session, invitation: Invitation, group: str, *, by: Actor) -> Invitation:
    """Ask a person in another group; a response already given stays where it was given."""
    moved = put_in_group(session, invitation, group)
    audit_log.note(session, by, Act.MOVE_RATER, invitation)
    return moved
