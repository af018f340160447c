"""What somebody may do with one subject, as plain questions.

Pages, letters, downloads and commands ask the same ones, and none of them compares addresses or
relations itself. That somebody may know of the campaign belongs to each (`knowing.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from feedback.models import State, Subject
from feedback.operations.rights.coach_access import access_of
from feedback.operations.rights.knowing import (
    coach_reads,
    leader_reads,
    told_to_approver,
    told_to_coach,
    told_to_leader,
    told_to_reader,
)

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from feedback.models import Invitation
    from feedback.operations.rights.recipients import Somebody


def may_read(session: Session, somebody: Somebody, subject: Subject, *, today: date) -> bool:
    """Tell whether somebody may read a subject's report on a day, whatever they are to it."""
    return may_read_as_recipient(session, somebody, subject) or may_read_as_coach(
        session, somebody, subject, today=today
    )


def may_read_as_recipient(session: Session, somebody: Somebody, subject: Subject) -> bool:
    """Tell whether a subject's report is for somebody, and shared with them."""
    told = told_to_reader(somebody.email or "")
    return leader_reads(subject) and _is(session, subject, told)


def may_read_as_one_of_several(session: Session, somebody: Somebody, subject: Subject) -> bool:
    """Tell whether a report is for somebody beside others: it is shared with all, and no leader's.

    They were its readers at launch, as of a team.
    """
    return subject.person_id is None and may_read_as_recipient(session, somebody, subject)


def may_read_as_leader(session: Session, somebody: Somebody, subject: Subject) -> bool:
    """Tell whether a subject is somebody's own, and its report shared with them."""
    return leader_reads(subject) and leads(session, somebody, subject)


def may_read_as_coach(
    session: Session, somebody: Somebody, subject: Subject, *, today: date
) -> bool:
    """Tell whether somebody coaches a subject on a day, and its report is shared with coaches."""
    return coach_reads(subject) and may_coach(session, somebody, subject, today=today)


def may_download_as_coach(
    session: Session, somebody: Somebody, subject: Subject, *, today: date
) -> bool:
    """Tell whether a coach may take a subject's report along: one from outside may not."""
    access = access_of(session, subject, somebody, today=today)
    is_inside = access is not None and not access.is_external
    return is_inside and may_read_as_coach(session, somebody, subject, today=today)


def may_coach(session: Session, somebody: Somebody, subject: Subject, *, today: date) -> bool:
    """Tell whether somebody coaches a subject on a day, and has been told."""
    return _is(session, subject, told_to_coach(somebody.email or "", today))


def leads(session: Session, somebody: Somebody, subject: Subject) -> bool:
    """Tell whether a subject is somebody's own, and they have been told."""
    return _is(session, subject, told_to_leader(somebody.email or ""))


def may_propose(session: Session, somebody: Somebody, subject: Subject) -> bool:
    """Tell whether somebody proposes now who is asked about a subject."""
    return subject.campaign.state is State.NOMINATING and leads(session, somebody, subject)


def may_approve(session: Session, somebody: Somebody, subject: Subject) -> bool:
    """Tell whether somebody says yes now to those who are proposed about a subject."""
    is_proposed = subject.campaign.state is State.NOMINATING
    return is_proposed and _is(session, subject, told_to_approver(somebody.email or ""))


def is_named_others(invitation: Invitation) -> bool:
    """Tell whether a task is a named person's about somebody else.

    Only such a task is an organiser's or a leader's to change: the leader's own is the leader's,
    and a code from a box is nobody's.
    """
    return invitation.rater.person_id not in (invitation.subject.person_id, None)


def _is(session: Session, subject: Subject, condition: ColumnElement[bool]) -> bool:
    return bool(session.scalar(select(exists().where(Subject.id == subject.id, condition))))
