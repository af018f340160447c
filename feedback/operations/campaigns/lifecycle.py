"""The steps of a campaign's life that a person asks for; the worker does the heavy ones.

draft → nominating → launching → open → closing → closed. Launching and closing are only
asked for here: a click changes the state, and the worker finds it. A launch that is taken
back leads to where it came from; a campaign that was given up as lost, to where it was.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, insert, select

from feedback.errors import Fault, InputError, StateError
from feedback.models import (
    Campaign,
    Invitation,
    Mail,
    Nomination,
    Person,
    Proposal,
    Rater,
    RetiredNumber,
    State,
    Subject,
    SubjectReader,
)
from feedback.models.campaigns import BEFORE_LAUNCH
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.ballot_box.erasing import erase_ballot_box, erase_trouble
from feedback.operations.ballot_box.stops import refuse_if_stopped
from feedback.operations.ledger.talks import call_off_all, of_talks_to_come
from feedback.operations.people.preparations import forget_preparations
from feedback.operations.people.register import forget_people
from feedback.operations.people.standing import APPROVED
from feedback.operations.subjects import called, kind_asked
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date, tzinfo

    from sqlalchemy.orm import Session

    from feedback.clock import Moment
    from feedback.operations.acts import Actor

UNDO: Final = timedelta(minutes=30)
"""How long a launch that was clicked can be undone."""

_CLOSES_AT: Final = time(3)
_OPENS_AT: Final = time(8)
_CANCELLABLE: Final = frozenset(
    # A lost campaign can still be cancelled: else who answered would be kept for ever.
    {State.DRAFT, State.NOMINATING, State.LAUNCHING, State.OPEN, State.LOST}
)


def closes_at(campaign: Campaign, zone: tzinfo) -> datetime:
    """Return when a campaign closes: at three in the night after its last day."""
    return datetime.combine(campaign.last_day + timedelta(days=1), _CLOSES_AT, zone)


def ask_launch(
    session: Session, campaign: Campaign, *, by: Actor, delay: timedelta = timedelta()
) -> None:
    """Ask the worker to make the keys, open the campaign and send the invitations.

    With a delay it can be undone until then, the first day is waited for, and a few
    invitations go alone before the rest; without one everything happens at once.
    """
    put_to_launch(session, campaign, by.moment, delay=delay)
    audit_log.note(session, by, Act.LAUNCH_CAMPAIGN, campaign)


def put_to_launch(
    session: Session, campaign: Campaign, moment: Moment, *, delay: timedelta = timedelta()
) -> None:
    """Let the worker find a campaign to open: without a note, as part of an act."""
    _lock(session, campaign)
    _require(campaign, BEFORE_LAUNCH, "launched")
    faults = launch_faults(session, campaign, today=moment.today)
    if faults:
        raise InputError(faults)
    campaign.launch_at = opens_at(campaign, moment.now + delay, moment.zone) if delay else None
    campaign.state = State.LAUNCHING
    session.flush()


def opens_at(campaign: Campaign, earliest: datetime, zone: tzinfo) -> datetime:
    """Return when a campaign that is launched opens: on its first day, not before."""
    if campaign.first_day is None:
        return earliest
    return max(earliest, datetime.combine(campaign.first_day, _OPENS_AT, zone))


def launch_faults(session: Session, campaign: Campaign, *, today: date) -> list[Fault]:
    """Return everything that stands against a launch."""
    faults = []
    if campaign.state is State.NOMINATING and (waiting := _lists_not_approved(session, campaign)):
        faults.append(
            Fault(
                "Lists not approved yet: %(count)s. Approve them, or end the nomination.",
                count=waiting,
            )
        )
    if campaign.last_day < today:
        faults.append(Fault("The last day, %(day)s, has passed.", day=campaign.last_day))
    kind = kind_asked(campaign)
    if not kind.is_listed:
        survey = survey_from_json(campaign.survey_json)
        own = kind.own_people(session, campaign.programme, survey, today)
        return faults if own else [*faults, kind.missing]
    subjects = session.scalar(select(func.count()).where(Subject.campaign_id == campaign.id))
    if not subjects:
        faults.append(kind.missing)
    alone = _leaders_alone(session, campaign)
    return faults + [Fault("%(name)s has no raters.", name=name) for name in alone]


def undo_launch(session: Session, campaign: Campaign, *, by: Actor) -> None:
    """Put a campaign that has not opened yet back to where it was launched from."""
    _lock(session, campaign)
    _require(campaign, {State.LAUNCHING}, "taken back")
    is_nominating = session.get(Nomination, campaign.id) is not None
    campaign.state = State.NOMINATING if is_nominating else State.DRAFT
    campaign.launch_at = None
    erase_trouble(session, campaign)
    audit_log.note(session, by, Act.UNDO_LAUNCH, campaign)


def ask_close(session: Session, campaign: Campaign, *, by: Actor) -> None:
    """Stop answers and ask the worker to open the envelopes."""
    _lock(session, campaign)
    _require(campaign, {State.OPEN}, "closed")
    campaign.state = State.CLOSING
    audit_log.note(session, by, Act.CLOSE_CAMPAIGN, campaign)


def extend(session: Session, campaign: Campaign, last_day: date, *, by: Actor) -> None:
    """Give everybody more days; never fewer, for a day was promised."""
    _lock(session, campaign)
    _require(campaign, {State.DRAFT, State.NOMINATING, State.OPEN}, "extended")
    if last_day <= campaign.last_day:
        raise InputError(
            [Fault("The last day is %(day)s already; choose a later one.", day=campaign.last_day)]
        )
    campaign.last_day = last_day
    audit_log.note(session, by, Act.EXTEND_CAMPAIGN, campaign, details=str(last_day))


def cancel(session: Session, campaign: Campaign, *, by: Actor) -> None:
    """Call a campaign off: everything of raters is erased; the worker destroys the keys.

    Talks that were set leave the calendars they stand in.

    Whoever was only a rater here leaves the register, too. Refused while a stop on erasing
    holds, with its reason.
    """
    _lock(session, campaign)
    _require(campaign, _CANCELLABLE, "cancelled")
    refuse_if_stopped(session, campaign, zone=by.zone)
    campaign.state = State.CANCELLED
    campaign.is_mail_held = False  # what is left to send takes talks out of calendars
    call_off_all(session, campaign, now=by.now)
    _erase_raters(session, campaign, now=by.now)
    audit_log.note(session, by, Act.CANCEL_CAMPAIGN, campaign)


def lose(session: Session, campaign: Campaign, *, by: Actor) -> None:
    """Give a campaign up: nobody can answer, and its answers wait for a key to come back."""
    _lock(session, campaign)
    _require(campaign, {State.OPEN, State.CLOSING}, "given up")
    campaign.state = State.LOST
    audit_log.note(session, by, Act.GIVE_UP_CAMPAIGN, campaign)


def recover(session: Session, campaign: Campaign, *, by: Actor) -> bool:
    """Put a lost campaign whose key is there again back to where its last day says.

    False if its tasks are erased since: nothing could be counted against its envelopes.
    """
    _lock(session, campaign)
    _require(campaign, {State.LOST}, "recovered")
    tasks = select(Invitation.id).join(Subject).where(Subject.campaign_id == campaign.id)
    if not session.scalar(select(tasks.exists())):
        return False
    campaign.state = State.OPEN if by.now < closes_at(campaign, by.zone) else State.CLOSING
    audit_log.note(session, by, Act.RECOVER_CAMPAIGN, campaign)
    return True


def _lock(session: Session, campaign: Campaign) -> None:
    # Answers share this lock; whatever changes the state takes it for itself.
    session.flush()
    session.refresh(campaign, with_for_update=True)


def _require(campaign: Campaign, allowed: Container[State], done: str) -> None:
    if campaign.state not in allowed:
        message = f"A campaign that is {campaign.state} cannot be {done}."
        raise StateError(message)


def _lists_not_approved(session: Session, campaign: Campaign) -> int:
    approved = select(Proposal.subject_id).where(Proposal.state == APPROVED)
    waiting = select(func.count()).where(
        Subject.campaign_id == campaign.id, Subject.id.not_in(approved)
    )
    return session.scalar(waiting) or 0


def _leaders_alone(session: Session, campaign: Campaign) -> list[str]:
    others = (
        select(Invitation.subject_id)
        .join(Invitation.rater)
        .where(
            Rater.person_id.is_distinct_from(Subject.person_id),
            Invitation.subject_id == Subject.id,
            ~Invitation.is_withdrawn,  # drawn by lot not to be asked
        )
        .correlate(Subject)
    )
    alone = session.scalars(
        select(Subject).where(Subject.campaign_id == campaign.id, ~others.exists())
    )
    return sorted(called(subject) for subject in alone)


def _erase_raters(session: Session, campaign: Campaign, *, now: datetime) -> None:
    person_ids = session.scalars(
        select(Person.id).join(Rater).where(Rater.campaign_id == campaign.id)
    ).all()
    erase_ballot_box(session, campaign)
    subjects = select(Subject.id).where(Subject.campaign_id == campaign.id)
    register = session.connection()  # the session would ask for the id of each that goes
    register.execute(delete(Invitation).where(Invitation.subject_id.in_(subjects)))
    register.execute(delete(SubjectReader).where(SubjectReader.subject_id.in_(subjects)))
    kept = of_talks_to_come(session, campaign.id, now=now)
    register.execute(delete(Mail).where(Mail.campaign_id == campaign.id, ~kept))
    forget_preparations(session, campaign)
    # A link still says that the survey was cancelled, and to nobody whose it was.
    numbers = select(Rater.number, Rater.campaign_id).where(Rater.campaign_id == campaign.id)
    register.execute(insert(RetiredNumber).from_select(["number", "campaign_id"], numbers))
    register.execute(delete(Rater).where(Rater.campaign_id == campaign.id))
    forget_people(session, person_ids)
