"""The register of people: one row a person, found again by address or by slip's number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unicodedata import normalize
from uuid import uuid4

from sqlalchemy import delete, or_, select

from feedback.database.many_rows import in_chunks, insert_rows, update_rows
from feedback.errors import Fault, InputError
from feedback.models import (
    Campaign,
    Department,
    Person,
    Programme,
    Rater,
    StandIn,
    Subject,
    SubjectReader,
)
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.people.forgetting import is_named
from feedback.operations.people.typed import name_faults
from feedback.text.addresses import read_address
from feedback.text.names import read_name
from feedback.text.one_line import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.orm import Session

    from feedback.operations.acts import Actor


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is known of a person: an address or a slip's number, a name, perhaps a language."""

    name: str
    email: str | None = None
    own_number: str | None = None
    language: str | None = None
    workplace: str = ""

    def __post_init__(self) -> None:
        """Keep what people see of a name: what the register holds is compared with it."""
        object.__setattr__(self, "name", one_line(self.name))
        object.__setattr__(self, "workplace", one_line(self.workplace))
        if self.own_number:
            object.__setattr__(self, "own_number", one_line(self.own_number))

    @property
    def identity(self) -> str:
        """What tells people apart: the folded address, or the slip's number."""
        return self.email or f"#{self.own_number}"


def find_or_add_department(session: Session, name: str, *, by: Actor) -> Department:
    """Return the department of this name, made if it is new."""
    department = session.scalar(select(Department).where(Department.name == name))
    if department is None:
        department = Department(name=name)
        session.add(department)
        audit_log.note(session, by, Act.ADD_DEPARTMENT, department)
    return department


def name_contact(
    session: Session,
    department: Department,
    *,
    name: str | None,
    phone: str | None,
    email: str | None,
    by: Actor,
) -> None:
    """Name whom raters of a department's campaigns may turn to; what is not given stays."""
    if name or phone or email:
        audit_log.note(session, by, Act.DESCRIBE_DEPARTMENT, department)
    department.contact_name = name or department.contact_name or ""
    department.contact_phone = phone or department.contact_phone or ""
    department.contact_email = email or department.contact_email or ""


def register_people(
    session: Session, department: Department, wanted: Iterable[PersonFacts]
) -> dict[str, Person]:
    """Return everybody by identity: found in the register and brought up to date, or added."""
    ids = register_ids(session, department, wanted)
    people: dict[str, Person] = {}
    for chunk in in_chunks(list(ids.values())):
        found = session.scalars(
            select(Person).where(Person.id.in_(chunk)).execution_options(populate_existing=True)
        )
        people |= {_identity(person.email, person.own_number): person for person in found}
    return people


def register_ids(
    session: Session,
    department: Department,
    wanted: Iterable[PersonFacts],
    *,
    kept: Mapping[str, str] | None = None,
) -> dict[str, UUID]:
    """Do what `register_people` does for thousands at once, and return their ids only.

    `kept` is what `kept_names` has said already of those who are wanted.
    """
    session.flush()
    facts = {fact.identity: fact for fact in reversed(list(wanted))}  # the first mention counts
    known = {
        _identity(row.email, row.own_number): row for row in _known(session, department, facts)
    }
    if kept is None:
        kept = kept_names(
            session, department, {fact.email or "": fact.name for fact in facts.values()}
        )
    changed = [
        {"id": known[identity].id, **now}
        for identity, fact in facts.items()
        if identity in known and (now := _news(known[identity], fact, kept.get(identity)))
    ]
    added = [_new_person(department, fact) for name, fact in facts.items() if name not in known]
    _write(session, changed, added)
    ids = {identity: row.id for identity, row in known.items()}
    return ids | {_identity(row["email"], row["own_number"]): row["id"] for row in added}


def kept_names(
    session: Session, department: Department, typed: Mapping[str, str]
) -> dict[str, str]:
    """Return, by address, the names that stay although others were typed.

    Whoever takes part in another department's campaigns keeps the name that stands there: it is
    printed on its reports and letters. Only what an address cannot say is put right: Asa
    Oberg, guessed from one, becomes Åsa Öberg.
    """
    names = {
        row.email: row.name
        for chunk in in_chunks([address for address, name in typed.items() if address and name])
        for row in session.connection().execute(
            select(Person.email, Person.name).where(Person.email.in_(chunk))
        )
        if not _may_become(row.name, typed[row.email], row.email)
    }
    elsewhere = {
        address
        for chunk in in_chunks(list(names))
        for address in session.scalars(
            select(Person.email).where(Person.email.in_(chunk), _takes_part_outside(department))
        )
    }
    return {address: name for address, name in names.items() if address in elsewhere}


def rename_person(session: Session, email: str, name: str, *, by: Actor) -> None:
    """Give a person the right name, in every department: for an operator, whom both can ask."""
    person = session.scalar(select(Person).where(Person.email == read_address(email)))
    faults = [*name_faults(name)] if one_line(name) else [Fault("Give a name.")]
    if person is None:
        raise InputError([*faults, Fault("The register knows no %(email)s.", email=email)])
    if faults:
        raise InputError(faults)
    person.name = read_name(name, email)
    audit_log.note(session, by, Act.RENAME, f"account {person.email}")


def forget_people(session: Session, person_ids: Sequence[UUID]) -> None:
    """Remove those of these people whom no campaign and no mail names any more."""
    for chunk in in_chunks(person_ids):
        session.execute(
            delete(Person).where(Person.id.in_(chunk), ~is_named(Person)),
            execution_options={"synchronize_session": False},
        )
    session.expire_all()


def name_from_address(email: str) -> str:
    """Guess a name from an address, for somebody who is only known by it."""
    words = email.partition("@")[0].replace("_", ".").split(".")
    return " ".join(word.capitalize() for word in words if word) or email


def _known(
    session: Session, department: Department, facts: dict[str, PersonFacts]
) -> Iterator[Row[*tuple[Any, ...]]]:
    columns = select(
        Person.id,
        Person.email,
        Person.own_number,
        Person.name,
        Person.language,
        Person.workplace_name,
    )
    connection = session.connection()
    emails = [fact.email for fact in facts.values() if fact.email]
    numbers = [fact.own_number for fact in facts.values() if fact.own_number and not fact.email]
    for chunk in in_chunks(emails):
        yield from connection.execute(columns.where(Person.email.in_(chunk)))
    for chunk in in_chunks(numbers):
        yield from connection.execute(
            columns.where(
                Person.department_id == department.id,
                Person.own_number.in_(chunk),
                Person.email.is_(None),
            )
        )


def _may_become(known: str, typed: str, email: str) -> bool:
    if not known or known == typed:
        return True
    return known == name_from_address(email) and _plain(known) == _plain(typed)


def _plain(name: str) -> str:
    return "".join(one for one in normalize("NFKD", name).casefold() if one.isalpha())


def _takes_part_outside(department: Department) -> ColumnElement[bool]:
    others = (
        select(Campaign.id).join(Campaign.programme).where(Programme.department_id != department.id)
    )
    about = select(Subject.id).where(
        Subject.campaign_id.in_(others),
        or_(
            Subject.person_id == Person.id,
            Subject.coach_id == Person.id,
            Subject.approver_id == Person.id,
        ),
    )
    asked = select(Rater.id).where(Rater.person_id == Person.id, Rater.campaign_id.in_(others))
    stands_in = (
        select(StandIn.id)
        .join(StandIn.subject)
        .where(StandIn.person_id == Person.id, Subject.campaign_id.in_(others))
    )
    reads = (
        select(SubjectReader.subject_id)
        .join(Subject, Subject.id == SubjectReader.subject_id)
        .where(SubjectReader.person_id == Person.id, Subject.campaign_id.in_(others))
    )
    return or_(about.exists(), asked.exists(), stands_in.exists(), reads.exists())


def _identity(email: str | None, own_number: str | None) -> str:
    return email or f"#{own_number}"


def _news(known: Row[*tuple[Any, ...]], fact: PersonFacts, kept: str | None) -> dict[str, str]:
    """Return what the register does not know yet; all facts of a person who has news."""
    told = {
        "name": kept or fact.name or known.name,
        "language": fact.language or known.language,
        "workplace_name": fact.workplace or known.workplace_name,
    }
    is_news = any(getattr(known, name) != value for name, value in told.items())
    return told if is_news else {}


def _new_person(department: Department, fact: PersonFacts) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "email": fact.email,
        "own_number": None if fact.email else fact.own_number,
        "department_id": department.id,
        "name": fact.name or name_from_address(fact.email or ""),
        "language": fact.language or "sv",
        "workplace_name": fact.workplace,
    }


def _write(session: Session, changed: list[dict[str, Any]], added: list[dict[str, Any]]) -> None:
    update_rows(session, Person, changed)
    insert_rows(session, Person, added)
