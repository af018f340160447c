"""Leaders propose who answers about them; somebody else approves, or sends back with a line.

What is proposed are invitations of a campaign that is not launched, so nothing has to be
copied when the nomination ends. A leader's list is written, sent, and then approved or
sent back; the organiser may change it at any time before launch.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from feedback.errors import Fault, InputError, StateError
from feedback.models import (
    Invitation,
    Mail,
    MailOccasion,
    MailState,
    Nomination,
    NominationLimit,
    Person,
    Proposal,
    Rater,
    State,
    Subject,
)
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.ledger import queue_mail, queue_mails
from feedback.operations.people.asking import put_rater, take_out_rater
from feedback.operations.people.limits import GroupLimit, limits_of
from feedback.operations.people.people_list import RaterEntry
from feedback.operations.people.standing import APPROVED, SENT, SENT_BACK, standing_of, standings_of
from feedback.operations.rights.subjects import is_named_others
from feedback.text.addresses import read_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.acts import Actor

NOMINATION_OPEN: Final = "nomination-open"
NOMINATION_TO_APPROVE: Final = "nomination-to-approve"
NOMINATION_SENT_BACK: Final = "nomination-sent-back"
NOMINATION_REMINDER: Final = "nomination-reminder"
"""The kinds of mail that a nomination sends."""

LONGEST_LINE: Final = 500
_OF_NOMINATION: Final = (
    NOMINATION_OPEN,
    NOMINATION_TO_APPROVE,
    NOMINATION_SENT_BACK,
    NOMINATION_REMINDER,
)


def open_nomination(
    session: Session,
    campaign: Campaign,
    until: date,
    limits: Mapping[str, GroupLimit],
    *,
    by: Actor,
    language: str = "sv",
) -> None:
    """Ask the leaders to propose raters until a day; again while it is open moves the day."""
    if campaign.state not in (State.DRAFT, State.NOMINATING):
        raise StateError("Raters are proposed before launch.")
    leaders = session.scalars(
        select(Person.id).join(Subject.person).where(Subject.campaign_id == campaign.id)
    ).all()
    faults = list(_period_faults(campaign, until, today=by.today))
    faults += [
        fault for group, limit in limits.items() for fault in _limit_faults(group, limit, language)
    ]
    if not leaders:
        faults.append(Fault("The campaign has no leaders."))
    if faults:
        raise InputError(faults)
    session.merge(Nomination(campaign_id=campaign.id, until=until))
    for group, limit in limits.items():
        session.merge(NominationLimit(campaign_id=campaign.id, group=group, **limit.as_columns()))
    campaign.state = State.NOMINATING
    occasion = MailOccasion.of(campaign.id, until)
    queue_mails(session, leaders, NOMINATION_OPEN, occasion, campaign=campaign, due_at=by.now)
    audit_log.note(session, by, Act.OPEN_NOMINATION, campaign, details=str(until))


def end_nomination(session: Session, campaign: Campaign, *, by: Actor) -> None:
    """Take no more proposals; the campaign is a draft again, with everybody proposed in it."""
    if campaign.state is not State.NOMINATING:
        raise StateError("There is no nomination to end.")
    campaign.state = State.DRAFT
    session.execute(delete(Nomination).where(Nomination.campaign_id == campaign.id))
    session.execute(
        delete(Mail).where(
            Mail.campaign_id == campaign.id,
            Mail.kind.in_(_OF_NOMINATION),
            Mail.state == MailState.QUEUED,
        )
    )
    audit_log.note(session, by, Act.END_NOMINATION, campaign)


def propose_rater(
    session: Session, subject: Subject, entry: RaterEntry, *, by: Actor
) -> Invitation:
    """Put somebody on the leader's own list."""
    _require_open(session, subject, today=by.today)
    limit = limits_of(session, subject.campaign).get(entry.group)
    proposed = proposed_counts(session, subject)
    if limit and proposed[entry.group] >= limit.most:
        raise InputError([Fault("There are %(most)s already, and no more fit.", most=limit.most)])
    audit_log.note(session, by, Act.PROPOSE_RATER, subject)
    return put_rater(session, subject, _as_registered(session, entry), now=by.now)


def withdraw_proposed(
    session: Session, subject: Subject, invitation_id: UUID, *, by: Actor
) -> None:
    """Take somebody off the leader's own list."""
    _require_open(session, subject, today=by.today)
    audit_log.note(session, by, Act.WITHDRAW_PROPOSED, subject)
    take_out_rater(session, proposed_by(session, subject, invitation_id))


def move_proposed(
    session: Session, subject: Subject, invitation_id: UUID, group: str, *, by: Actor
) -> None:
    """Place somebody in another group, as when they would stand alone in theirs."""
    _require_open(session, subject, today=by.today)
    invitation = proposed_by(session, subject, invitation_id)
    if group not in limits_of(session, subject.campaign):
        raise InputError([Fault("Choose a group.")])
    invitation.group = group
    audit_log.note(session, by, Act.MOVE_PROPOSED, subject)


def send_proposal(session: Session, subject: Subject, *, by: Actor, language: str = "sv") -> None:
    """Ask the approver, or the organiser where there is none, to look at the list."""
    _require_open(session, subject, today=by.today)
    counts = proposed_counts(session, subject)
    faults = [
        Fault(
            "%(group)s: %(least)s at least, and you have proposed %(count)s.",
            group=limit.label(language),
            least=limit.fewest,
            count=counts[group],
        )
        for group, limit in limits_of(session, subject.campaign).items()
        if counts[group] < limit.fewest
    ]
    if faults:
        raise InputError(faults)
    session.merge(Proposal(subject_id=subject.id, state=SENT, line="", decided_by=""))
    if subject.approver is not None:
        # One mail an hour at most, about all that wait: an approver may have twenty leaders.
        occasion = MailOccasion.of(subject.campaign_id, f"{by.now:%Y-%m-%dT%H}")
        queue_mail(
            session,
            subject.approver,
            NOMINATION_TO_APPROVE,
            occasion,
            campaign=subject.campaign,
            due_at=by.now,
        )
    audit_log.note(session, by, Act.SEND_PROPOSAL, subject)


def approve(session: Session, subject: Subject, *, by: Actor) -> None:
    """Accept a leader's list as it stands."""
    _require_nominating(subject)
    session.merge(Proposal(subject_id=subject.id, state=APPROVED, line="", decided_by=by.name))
    audit_log.note(session, by, Act.APPROVE_RATERS, subject)


def approve_sent(
    session: Session, subjects: Sequence[Subject], *, expected: int, by: Actor
) -> None:
    """Accept each list of these leaders that was sent; raise InputError if not as many as seen."""
    found = standings_of(session, subjects)
    sent = [one for one in subjects if one.id in found and found[one.id].state == SENT]
    if not sent:
        raise InputError([Fault("None of these lists waits for approval.")])
    if len(sent) != expected:
        raise InputError([Fault("Other lists wait by now. Look at them once more.")])
    for subject in sent:
        approve(session, subject, by=by)


def send_back(session: Session, subject: Subject, line: str, *, by: Actor) -> None:
    """Ask the leader to change the list, and say in a line what."""
    _require_nominating(subject)
    line = " ".join(line.split())
    if not line:
        raise InputError([Fault("Write a line on what should change.")])
    if len(line) > LONGEST_LINE:
        raise InputError([Fault("Write at most %(most)s characters.", most=LONGEST_LINE)])
    session.merge(Proposal(subject_id=subject.id, state=SENT_BACK, line=line, decided_by=by.name))
    occasion = MailOccasion.of(subject.id, f"{by.now:%Y-%m-%dT%H:%M:%S}")
    queue_mail(
        session,
        subject.person,
        NOMINATION_SENT_BACK,
        occasion,
        campaign=subject.campaign,
        due_at=by.now,
    )
    audit_log.note(session, by, Act.SEND_RATERS_BACK, subject)


def until_of(session: Session, campaign: Campaign) -> date | None:
    """Return the day until which raters are proposed, while they are."""
    nomination = session.get(Nomination, campaign.id)
    return nomination.until if nomination else None


def proposed_counts(session: Session, subject: Subject) -> Counter[str]:
    """Return how many are asked in each of a leader's groups, the leader not counted."""
    groups = session.scalars(
        select(Invitation.group)
        .join(Rater, Invitation.rater_id == Rater.id)
        .where(
            Invitation.subject_id == subject.id,
            ~Invitation.is_withdrawn,
            Rater.person_id.is_distinct_from(subject.person_id),
        )
    )
    return Counter(groups)


def proposed_by(session: Session, subject: Subject, invitation_id: UUID) -> Invitation:
    """Return an invitation of the leader's list, or refuse: it is somebody else's or gone."""
    invitation = session.get(Invitation, invitation_id)
    if invitation is None or invitation.subject_id != subject.id or not is_named_others(invitation):
        raise InputError([Fault("That person is not on the list any more.")])
    return invitation


def _as_registered(session: Session, entry: RaterEntry) -> RaterEntry:
    """Return who is meant by the name the register has: one leader renames nobody for others."""
    known = session.scalar(select(Person).where(Person.email == read_address(entry.email or "")))
    if known is None or not known.name:
        return entry
    return RaterEntry(known.name, entry.group, known.email, None, entry.language)


def _require_nominating(subject: Subject) -> None:
    if subject.campaign.state is not State.NOMINATING:
        raise StateError("The nomination is over.")


def _require_open(session: Session, subject: Subject, *, today: date) -> None:
    _require_nominating(subject)
    until = until_of(session, subject.campaign)
    if until is None or today > until:
        raise StateError("The last day to propose has passed.")
    if not standing_of(session, subject).is_open:
        raise StateError("The list was sent; it can be changed if it is sent back.")


def _period_faults(campaign: Campaign, until: date, *, today: date) -> Iterator[Fault]:
    if until < today:
        yield Fault("Choose a day that has not passed.")
    if until >= campaign.last_day:
        yield Fault(
            "Choose a day before %(day)s, which is the last to answer.", day=campaign.last_day
        )


def _limit_faults(group: str, limit: GroupLimit, language: str) -> Iterator[Fault]:
    if limit.fewest < 0 or limit.most < limit.fewest:
        yield Fault(
            "%(group)s: the most may not be under the fewest.", group=limit.label(language) or group
        )
