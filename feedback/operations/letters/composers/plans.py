"""Mails about plans, and the leader's thanks to all who were asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.models import Action, MailOccasion, Plan, Rater, Subject, Thanks
from feedback.operations.letters.kinds import Audience, Letter, MailKind
from feedback.operations.plans.planning import PLANNED
from feedback.operations.plans.readers import PLAN_SHARED, campaign_behind
from feedback.operations.plans.reminders import PLAN_LOOK, PLAN_STEP
from feedback.operations.plans.thanking import THANKS
from feedback.operations.rights.plans import is_chosen_reader
from feedback.operations.subjects import called
from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.models import Mail


def _shared(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    plan = session.get(Plan, mail.occasion.about)
    if plan is None or not is_chosen_reader(plan, mail.person):
        return None  # taken back before the mail left
    return _about(session, settings, mail, plan, {"leader": plan.person.name})


def _look(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    plan = session.get(Plan, mail.occasion.about)
    if (
        plan is None
        or plan.follow_up_on is None
        or mail.occasion != MailOccasion.of(plan.id, plan.follow_up_on)
    ):
        return None
    goals = [goal.text for goal in plan.goals]
    return _about(session, settings, mail, plan, {"goals": goals}) if goals else None


def _step(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    action = session.get(Action, mail.occasion.about)
    if action is None or action.state != PLANNED or action.by_when is None:
        return None
    if mail.occasion != MailOccasion.of(action.id, action.by_when):
        return None  # another day was chosen meanwhile
    facts: dict[str, object] = {"what": action.what, "by_when": action.by_when}
    return _about(session, settings, mail, action.goal.plan, facts)


def _thanks(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    del settings
    subject_id = mail.occasion.about
    subject, thanks = session.get(Subject, subject_id), session.get(Thanks, subject_id)
    if subject is None or thanks is None:
        return None
    language = session.scalar(
        select(Rater.language).where(
            Rater.campaign_id == subject.campaign_id, Rater.person_id == mail.person_id
        )
    )
    facts: dict[str, object] = {
        "campaign": subject.campaign.name,
        "leader": called(subject),
        "thanks": thanks.text,
    }
    return Letter(language or mail.person.language, facts)


def _about(
    session: Session, settings: Settings, mail: Mail, plan: Plan, facts: dict[str, object]
) -> Letter | None:
    campaign = campaign_behind(session, plan)
    if campaign.is_rehearsal and plan.subject is None:
        return None  # the leader's own words are no part of a rehearsal, whose mail others read
    facts |= {"link": f"{settings.base_url}/plans/{plan.id}"}
    return Letter(mail.person.language, facts, campaign=campaign)


KINDS: Final = (
    MailKind(
        key=THANKS,
        audience=Audience.RATER,
        name=Phrase("Thanks from the leader"),
        when=Phrase("When the leader thanks all who were asked, answered or not."),
        compose=_thanks,
        must_hold=frozenset({"thanks"}),
    ),
    MailKind(
        key=PLAN_SHARED,
        audience=Audience.COACH,
        name=Phrase("A plan was shared"),
        when=Phrase("When a leader lets somebody read the plan."),
        compose=_shared,
    ),
    MailKind(
        key=PLAN_STEP,
        audience=Audience.LEADER,
        name=Phrase("Something in the plan is due"),
        when=Phrase("The day before something in the plan is to be done."),
        compose=_step,
    ),
    MailKind(
        key=PLAN_LOOK,
        audience=Audience.LEADER,
        name=Phrase("Time to look at the plan"),
        when=Phrase("On the day that the leader chose."),
        compose=_look,
    ),
)
