"""What an address names, if it is an organiser's or keeper's: the finders of the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from flask import abort

from feedback.models import Campaign, Department, Invitation, Programme, StoredSurvey, Subject
from feedback.operations.rights import accounts, subjects
from feedback.requests.sessions import db_session

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from feedback.models import Account

Found = dict[str, object]
"""What a rule hands to the view, by the names of its arguments."""

Theirs = TypeVar("Theirs", Campaign, Programme)


def found_anew(find: Callable[..., Found | None], account: Account, looked_at: Theirs) -> Theirs:
    """Return what a page looked at in the session that writes, if it is theirs still; else 404."""
    found = find(account, looked_at.id) or abort(404)
    (again,) = found.values()
    return cast("Theirs", again)


def organised_campaign(account: Account, campaign_id: UUID, **more: object) -> Found | None:
    """Find a campaign of a department that the account organises."""
    campaign = db_session().get(Campaign, campaign_id)
    if campaign is None:
        return None
    department_id = campaign.programme.department_id
    is_theirs = accounts.organises(db_session(), account, department_id)
    return {"campaign": campaign, **more} if is_theirs else None


def organised_subject(
    account: Account, campaign_id: UUID, subject_id: UUID, **more: object
) -> Found | None:
    """Find a subject of a campaign of a department that the account organises."""
    subject = db_session().get(Subject, subject_id)
    is_theirs = subject is not None and subject.campaign_id == campaign_id
    if not is_theirs or organised_campaign(account, campaign_id) is None:
        return None
    return {"subject": subject, **more}


def organised_invitation(
    account: Account, campaign_id: UUID, invitation_id: UUID, **more: object
) -> Found | None:
    """Find a task in such a campaign that an organiser may change."""
    invitation = db_session().get(Invitation, invitation_id)
    if invitation is None:
        return None
    found = organised_subject(account, campaign_id, invitation.subject_id, **more)
    is_theirs = found is not None and subjects.is_named_others(invitation)
    return {"invitation": invitation, **more} if is_theirs else None


def organised_programme(account: Account, programme_id: UUID, **more: object) -> Found | None:
    """Find a programme of a department that the account organises."""
    programme = db_session().get(Programme, programme_id)
    if programme is None or not accounts.organises(db_session(), account, programme.department_id):
        return None
    return {"programme": programme, **more}


def organised_survey(account: Account, survey_id: UUID, **more: object) -> Found | None:
    """Find a survey of a department's own that the account organises."""
    stored = db_session().get(StoredSurvey, survey_id)
    if stored is None or not accounts.organises(db_session(), account, stored.department_id):
        return None
    return {"stored": stored, **more}


def kept_department(account: Account, department_id: UUID, **more: object) -> Found | None:
    """Find a department whose records the account keeps: its own, or as administrator any."""
    department = db_session().get(Department, department_id)
    if department is None:
        return None
    is_theirs = accounts.keeps_records_of(db_session(), account, department)
    return {"department": department, **more} if is_theirs else None
