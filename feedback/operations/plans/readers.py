"""Share a plan: its owner lets somebody read it, and takes that back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.errors import Fault, InputError
from feedback.models import MailOccasion, Person, Plan, PlanReader, Subject
from feedback.operations.ledger import queue_mail
from feedback.operations.people.register import PersonFacts, register_people
from feedback.operations.people.typed import address_faults, name_faults
from feedback.operations.plans.planning import note
from feedback.text.addresses import read_address
from feedback.text.one_line import one_line

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.models import Campaign

COACH: Final = "coach"
MANAGER: Final = "manager"
PEER: Final = "peer"
RELATIONS: Final = (COACH, MANAGER, PEER)
PLAN_SHARED: Final = "plan-shared"
"""The mail that tells somebody that a plan was shared with them."""


def share_plan(
    session: Session, plan: Plan, *, name: str, email: str, relation: str, now: datetime
) -> PlanReader:
    """Let somebody read the plan, and tell them by mail; a second time changes nothing."""
    address = read_address(email)
    faults = _faults(plan, name=name, email=email, relation=relation)
    if faults:
        raise InputError(faults)
    # The name that the register has stays: one leader renames nobody for others.
    known = session.scalar(select(Person.name).where(Person.email == address))
    facts = PersonFacts(known or name, address)
    department = campaign_behind(session, plan).programme.department
    person = register_people(session, department, [facts])[facts.identity]
    found = next((one for one in plan.readers if one.person_id == person.id), None)
    if found is not None:
        return found
    reader = PlanReader(plan=plan, person=person, relation=relation, since=now)
    session.add(reader)
    note(plan, "shared", person.name, now=now)
    session.flush()
    occasion = MailOccasion.of(plan.id, f"{now:%Y-%m-%d}")
    queue_mail(session, person, PLAN_SHARED, occasion, due_at=now)
    return reader


def stop_sharing(session: Session, reader: PlanReader, *, now: datetime) -> None:
    """Let somebody read the plan no more."""
    plan = reader.plan
    note(plan, "no longer shared", reader.person.name, now=now)
    plan.readers.remove(reader)
    session.flush()


def campaign_behind(session: Session, plan: Plan) -> Campaign:
    """Return the campaign of the plan's report, else the newest one about its owner.

    A rehearsal only if there is nothing else: its mail goes to whoever rehearses.
    """
    if plan.subject is not None:
        return plan.subject.campaign
    subjects = session.scalars(select(Subject).where(Subject.person_id == plan.person_id))
    campaigns = (subject.campaign for subject in subjects)
    return max(campaigns, key=lambda one: (not one.is_rehearsal, one.last_day))


def _faults(plan: Plan, *, name: str, email: str, relation: str) -> list[Fault]:
    faults = [] if one_line(name) else [Fault("Write the name.")]
    faults += [*name_faults(name), *address_faults(email)]
    if read_address(email) == plan.person.email:
        faults.append(Fault("The plan is yours already."))
    if relation not in RELATIONS:
        faults.append(Fault("Choose who it is to you."))
    return faults
