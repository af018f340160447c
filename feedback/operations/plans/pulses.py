"""A pulse: the same people, asked once more, whether a few chosen behaviours have changed.

It is a campaign of its own with one subject, so that sealing, keys, k and disclosure
control are the same code. The leader starts it, one for each report, and not too early.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from feedback.clock import day_of
from feedback.database.many_rows import in_chunks
from feedback.errors import Fault, InputError
from feedback.models import Campaign, CampaignKind, Invitation, MailOccasion, Rater, State, Subject
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.campaigns.lifecycle import put_to_launch
from feedback.operations.ledger import queue_mail
from feedback.operations.people.asking import make_raters
from feedback.operations.rights.coach_access import has_coach
from feedback.operations.rights.knowing import coach_reads_pulse, is_with_leader
from feedback.operations.subjects import called
from feedback.text.spoken import FALLBACKS, LANGUAGES
from surveys.loader import survey_from_json
from surveys.pulse import MOST_ITEMS, pulse_items, pulse_survey

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.clock import Moment
    from feedback.operations.acts import Actor
    from surveys.model import Item, LocalisedText


PULSE_SHARED_COACH: Final = "pulse-shared-coach"
PULSE_SHARED_LEADER: Final = "pulse-shared-leader"

REST: Final = timedelta(days=60)
"""How long after close a pulse may be asked: before, nobody can have seen a change."""

OPEN_FOR: Final = timedelta(days=14)
"""How long a pulse takes answers."""

_SEASONS: Final[dict[int, LocalisedText]] = {
    1: {
        "sv": "i vintras",
        "en": "last winter",
        "fi": "viime talvesta",
        "uk": "минулої зими",
        "ar": "الشتاء الماضي",
        "so": "jiilaalkii hore",
    },
    4: {
        "sv": "i våras",
        "en": "last spring",
        "fi": "viime keväästä",
        "uk": "минулої весни",
        "ar": "الربيع الماضي",
        "so": "gu'gii hore",
    },
    7: {
        "sv": "i somras",
        "en": "last summer",
        "fi": "viime kesästä",
        "uk": "минулого літа",
        "ar": "الصيف الماضي",
        "so": "xagaagii hore",
    },
    10: {
        "sv": "i höstas",
        "en": "last autumn",
        "fi": "viime syksystä",
        "uk": "минулої осені",
        "ar": "الخريف الماضي",
        "so": "dayrtii hore",
    },
}
_MONTHS_BY_SEASON: Final = {12: 1, 1: 1, 2: 1, 3: 4, 4: 4, 5: 4, 6: 7, 7: 7, 8: 7}
_RECENT: Final = timedelta(days=300)


def pulse_of(session: Session, subject: Subject) -> Subject | None:
    """Return the subject of the pulse that followed a report, if one was started."""
    return session.scalar(
        select(Subject)
        .join(Subject.campaign)
        .where(
            Campaign.kind == CampaignKind.PULSE,
            Campaign.follows_id == subject.campaign_id,
            Campaign.state != State.CANCELLED,
            Subject.thing_id == subject.thing_id,
        )
        .options(joinedload(Subject.campaign))
    )


def pulse_for_coach(session: Session, subject: Subject) -> Subject | None:
    """Return the pulse that followed a report, once its coach may read what it gave."""
    pulse = pulse_of(session, subject)
    return pulse if pulse is not None and coach_reads_pulse(pulse) else None


def pulses_for_coach(session: Session, subjects: Sequence[Subject]) -> dict[UUID, Subject]:
    """Return the pulses that the coach of these reports may read, by the reports' subjects."""
    reports: dict[tuple[UUID | None, UUID], UUID] = {
        (one.campaign_id, one.thing_id): one.id for one in subjects
    }
    found: dict[UUID, Subject] = {}
    for chunk in in_chunks(list({one.campaign_id for one in subjects})):
        for pulse in session.scalars(
            select(Subject)
            .join(Subject.campaign)
            .where(
                Campaign.kind == CampaignKind.PULSE,
                Campaign.follows_id.in_(chunk),
                Campaign.state == State.CLOSED,
            )
            .options(contains_eager(Subject.campaign), joinedload(Subject.person))
        ):
            report = reports.get((pulse.campaign.follows_id, pulse.thing_id))
            if report is not None and coach_reads_pulse(pulse):
                found[report] = pulse
    return found


def report_before(session: Session, pulse: Subject) -> Subject:
    """Return the subject whose report a pulse follows."""
    return session.scalars(
        select(Subject).where(
            Subject.campaign_id == pulse.campaign.follows_id,
            Subject.thing_id == pulse.thing_id,
        )
    ).one()


def earliest_pulse(subject: Subject) -> datetime | None:
    """Return from when a pulse may follow a report; None while there is no report."""
    closed_at = subject.campaign.closed_at
    return closed_at + REST if closed_at and subject.campaign.kind is CampaignKind.FULL else None


def askable(subject: Subject) -> list[Item]:
    """Return the behaviours that a pulse may ask about."""
    return pulse_items(survey_from_json(subject.campaign.survey_json))


def start_pulse(session: Session, subject: Subject, keys: Sequence[str], *, by: Actor) -> Campaign:
    """Ask the same people about a few behaviours; the worker opens it and sends the mails."""
    faults = _faults(session, subject, keys, by.moment)
    if faults:
        raise InputError(faults)
    before = subject.campaign
    survey = survey_from_json(before.survey_json)
    today = by.today
    pulse = Campaign(
        programme=before.programme,
        name=_name(session, before, subject, today),
        kind=CampaignKind.PULSE,
        follows_id=before.id,
        survey_json=pulse_survey(survey, keys, since(before, by.now)).canonical_json(),
        k=before.k,
        policy=before.policy,
        purpose=before.purpose,
        last_day=today + OPEN_FOR,
        is_rehearsal=before.is_rehearsal,
        rehearsal_address=before.rehearsal_address,
    )
    session.add(pulse)
    again = Subject(
        campaign=pulse,
        person=subject.person,
        coach=subject.coach if has_coach(subject) else None,
        coach_is_external=subject.coach_is_external,
        coach_access_until=subject.coach_access_until,
        title=subject.title,
        workplace_name=subject.workplace_name,
    )
    session.add(again)
    session.flush()
    _ask_again(session, subject, pulse, again)
    put_to_launch(session, pulse, by.moment)
    audit_log.note(session, by, Act.START_PULSE, pulse)
    return pulse


def share_pulses(session: Session, *, now: datetime) -> None:
    """Let the leader read what a closed pulse gave; it has no comment to look through."""
    waiting = session.scalars(
        select(Subject)
        .join(Subject.campaign)
        .where(
            Campaign.kind == CampaignKind.PULSE,
            Campaign.state == State.CLOSED,
            Subject.shared_with_leader_at.is_(None),
        )
    ).all()
    for pulse in waiting:
        _share(session, pulse, report_before(session, pulse), now=now)


def _share(session: Session, pulse: Subject, report: Subject, *, now: datetime) -> None:
    # Whoever coaches now may have been named since the pulse was asked.
    pulse.shared_with_leader_at = now
    told = [(pulse.person, PULSE_SHARED_LEADER)]
    if report.coach is not None and has_coach(report):
        pulse.shared_with_coach_at = now
        told.append((report.coach, PULSE_SHARED_COACH))
    occasion = MailOccasion.of(pulse.id)
    for person, kind in told:
        queue_mail(session, person, kind, occasion, campaign=pulse.campaign, due_at=now)


def since(campaign: Campaign, now: datetime) -> LocalisedText:
    """Return since when, in words: the season while it is fresh, else the year."""
    closed_at = campaign.closed_at or now
    if now - closed_at > _RECENT:
        return {
            language: str(closed_at.year) for language in LANGUAGES if language not in FALLBACKS
        }
    return _SEASONS[_MONTHS_BY_SEASON.get(closed_at.month, 10)]


def _faults(session: Session, subject: Subject, keys: Sequence[str], moment: Moment) -> list[Fault]:
    faults = []
    known = {item.key for item in askable(subject)}
    if not 1 <= len(set(keys)) <= MOST_ITEMS or not set(keys) <= known:
        faults.append(Fault("Choose one to %(most)s behaviours.", most=MOST_ITEMS))
    earliest = earliest_pulse(subject)
    if not is_with_leader(subject) or earliest is None:
        faults.append(Fault("There is no report to follow up."))
    elif moment.now < earliest:
        day = day_of(earliest, moment.zone)
        faults.append(Fault("A pulse can be asked from %(day)s.", day=day))
    if pulse_of(session, subject) is not None:
        faults.append(Fault("A pulse has been asked already; there is one for each report."))
    if not _asked(session, subject):
        faults.append(Fault("Nobody who was asked is left in the register."))
    return faults


def _asked(session: Session, subject: Subject) -> list[Invitation]:
    return list(
        session.scalars(
            select(Invitation)
            .join(Invitation.rater)
            .where(
                Invitation.subject_id == subject.id,
                ~Invitation.is_withdrawn,
                Rater.person_id.is_not(None),
            )
            .options(joinedload(Invitation.rater).joinedload(Rater.person))
        )
    )


def _ask_again(session: Session, subject: Subject, pulse: Campaign, again: Subject) -> None:
    groups = {one.rater.person: one.group for one in _asked(session, subject) if one.rater.person}
    raters = make_raters(session, pulse, groups)
    for person, group in groups.items():
        rater = raters[person.email or f"#{person.own_number}"]
        session.add(Invitation(subject=again, rater=rater, group=group))
    session.flush()


def _name(session: Session, before: Campaign, subject: Subject, today: date) -> str:
    name = f"Puls {today:%Y-%m-%d}, {called(subject)}"
    taken = set(
        session.scalars(select(Campaign.name).where(Campaign.programme_id == before.programme_id))
    )
    numbered = (f"{name} ({number})" for number in range(2, len(taken) + 3))
    return next(one for one in (name, *numbered) if one not in taken)
