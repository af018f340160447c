"""Find what a command names: a campaign, a programme, a leader, a rater; or say what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.errors import InputError
from feedback.models import Campaign, Department, Invitation, Person, Programme, Rater
from feedback.operations.results.sharing import subjects_of
from feedback.operations.subjects import called
from feedback.text.addresses import read_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from feedback.models import Subject


def find_by_word(session: Session, word: str) -> Campaign:
    """Return the campaign with this name or the beginning of this id; raise InputError."""
    campaigns = session.scalars(select(Campaign)).all()
    found = [c for c in campaigns if c.name == word] or [
        c for c in campaigns if str(c.id).startswith(word.lower())
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        raise InputError([f"There is no campaign {word!r}. See: feedback campaign list"])
    raise InputError(
        [f"{word!r} may be any of:"]
        + [f"  {str(c.id)[:8]}  {c.name} ({c.programme.name})" for c in found]
    )


def find_programme_by_word(session: Session, word: str) -> Programme:
    """Return the programme with this name or the beginning of this id; raise InputError."""
    programmes = session.scalars(select(Programme).order_by(Programme.name)).all()
    found = [p for p in programmes if p.name == word] or [
        p for p in programmes if str(p.id).startswith(word.lower())
    ]
    if len(found) != 1:
        known = ", ".join(programme.name for programme in programmes) or "–"
        raise InputError([f"There is no single programme {word!r}. Programmes: {known}."])
    return found[0]


def find_department_by_name(session: Session, name: str) -> Department:
    """Return the department of this name; raise InputError."""
    departments = session.scalars(select(Department).order_by(Department.name)).all()
    found = next((department for department in departments if department.name == name), None)
    if found is None:
        known = ", ".join(department.name for department in departments) or "none yet"
        raise InputError([f"There is no department named {name!r}. Departments: {known}."])
    return found


def find_leader(session: Session, campaign: Campaign, address: str) -> Subject:
    """Return the leader of a campaign with this address; raise InputError."""
    (found,) = find_leaders(session, campaign, [address])
    return found


def find_leaders(session: Session, campaign: Campaign, addresses: Sequence[str]) -> list[Subject]:
    """Return the leaders with these addresses, or all of a campaign if none are given."""
    subjects = {subject.person.email: subject for subject in subjects_of(session, campaign)}
    if not addresses:
        return list(subjects.values())
    unknown = [address for address in addresses if read_address(address) not in subjects]
    if unknown:
        raise InputError([f"{address} is no leader of this campaign." for address in unknown])
    return [subjects[address] for address in dict.fromkeys(map(read_address, addresses))]


def find_rater(session: Session, subject: Subject, identity: str) -> Invitation:
    """Return a rater's task about a leader, by address or by # and the slip's number."""
    is_number = identity.startswith("#")
    who = Person.own_number == identity[1:] if is_number else Person.email == read_address(identity)
    found = session.scalar(
        select(Invitation)
        .join(Rater, Invitation.rater_id == Rater.id)
        .join(Person, Rater.person_id == Person.id)
        .where(Invitation.subject_id == subject.id, Person.id != subject.person_id, who)
    )
    if found is None:
        raise InputError([f"{identity} is not asked about {called(subject)}."])
    return found
