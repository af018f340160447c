"""The register of people: one row a person, found again by address or by slip's number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar
from unicodedata import normalize
from uuid import uuid4

from sqlalchemy import delete, insert, or_, select, update

from feedback.errors import Fault, InputError
from feedback.models import Campaign, Person, Programme, Rater, StandIn, Subject, Unit
from feedback.operations.people.forgetting import is_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.orm import Session

T = TypeVar("T")

_LOOKED_UP_AT_ONCE: Final = 500  # well under the bound parameters of either engine


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is known of a person: an address or a slip's number, a name, perhaps a language."""

    name: str
    email: str | None = None
    rater_id: str | None = None
    language: str | None = None
    workplace: str = ""

    @property
    def identity(self) -> str:
        """What tells people apart: the folded address, or the slip's number."""
        return self.email or f"#{self.rater_id}"


def find_or_add_unit(session: Session, name: str) -> Unit:
    """Return the unit of this name, made if it is new."""
    unit = session.scalar(select(Unit).where(Unit.name == name))
    if unit is None:
        unit = Unit(name=name)
        session.add(unit)
        session.flush()
    return unit


def name_contact(
    unit: Unit, *, name: str | None = None, phone: str | None = None, email: str | None = None
) -> None:
    """Name whom raters of a unit's campaigns may turn to; what is not given stays."""
    unit.contact_name = name or unit.contact_name or ""
    unit.contact_phone = phone or unit.contact_phone or ""
    unit.contact_email = email or unit.contact_email or ""


def register_people(
    session: Session, unit: Unit, wanted: Iterable[PersonFacts]
) -> dict[str, Person]:
    """Return everybody by identity: found in the register and brought up to date, or added."""
    ids = register_ids(session, unit, wanted)
    people: dict[str, Person] = {}
    for chunk in in_chunks(list(ids.values())):
        found = session.scalars(
            select(Person).where(Person.id.in_(chunk)).execution_options(populate_existing=True)
        )
        people |= {_identity(person.email, person.rater_id): person for person in found}
    return people


def register_ids(session: Session, unit: Unit, wanted: Iterable[PersonFacts]) -> dict[str, UUID]:
    """Do what `register_people` does for thousands at once, and return their ids only."""
    session.flush()
    facts = {fact.identity: fact for fact in reversed(list(wanted))}  # the first mention counts
    known = {_identity(row.email, row.rater_id): row for row in _known(session, unit, facts)}
    kept = kept_names(session, unit, {fact.email or "": fact.name for fact in facts.values()})
    changed = [
        {"id": known[identity].id, **now}
        for identity, fact in facts.items()
        if identity in known and (now := _news(known[identity], fact, kept.get(identity)))
    ]
    added = [_new_person(unit, fact) for name, fact in facts.items() if name not in known]
    _write(session, changed, added)
    ids = {identity: row.id for identity, row in known.items()}
    return ids | {_identity(row["email"], row["rater_id"]): row["id"] for row in added}


def kept_names(session: Session, unit: Unit, typed: Mapping[str, str]) -> dict[str, str]:
    """Return, by address, the names that stay although others were typed.

    Whoever takes part in another unit's campaigns keeps the name that stands there: it is
    printed on its reports and letters. Only what an address cannot say is put right: Asa
    Oberg, guessed from one, becomes Åsa Öberg.
    """
    names = {
        row.email: row.name
        for chunk in in_chunks([address for address, name in typed.items() if address and name])
        for row in session.execute(select(Person.email, Person.name).where(Person.email.in_(chunk)))
        if not _may_become(row.name, typed[row.email], row.email)
    }
    elsewhere = {
        address
        for chunk in in_chunks(list(names))
        for address in session.scalars(
            select(Person.email).where(Person.email.in_(chunk), _takes_part_outside(unit))
        )
    }
    return {address: name for address, name in names.items() if address in elsewhere}


def rename_person(session: Session, email: str, name: str) -> None:
    """Give a person the right name, in every unit: for an operator, whom both can ask."""
    person = session.scalar(select(Person).where(Person.email == fold_address(email)))
    faults = [] if name.strip() else [Fault("Give a name.")]
    if person is None:
        raise InputError([*faults, Fault("The register knows no %(email)s.", email=email)])
    if faults:
        raise InputError(faults)
    person.name = name.strip()
    session.flush()


def forget_people(session: Session, person_ids: Sequence[UUID]) -> None:
    """Remove those of these people whom no campaign and no mail names any more."""
    for chunk in in_chunks(person_ids):
        session.execute(
            delete(Person).where(Person.id.in_(chunk), ~is_named(Person)),
            execution_options={"synchronize_session": False},
        )
    session.expire_all()


def fold_address(email: str) -> str:
    """Return an address as the register keeps it: trimmed, in lower case."""
    return email.strip().lower()


def name_from_address(email: str) -> str:
    """Guess a name from an address, for somebody who is only known by it."""
    words = email.partition("@")[0].replace("_", ".").split(".")
    return " ".join(word.capitalize() for word in words if word) or email


def in_chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut a long list into pieces that one query may ask for."""
    for start in range(0, len(values), _LOOKED_UP_AT_ONCE):
        yield values[start : start + _LOOKED_UP_AT_ONCE]


def _known(
    session: Session, unit: Unit, facts: dict[str, PersonFacts]
) -> Iterator[Row[*tuple[Any, ...]]]:
    columns = select(
        Person.id, Person.email, Person.rater_id, Person.name, Person.language, Person.workplace
    )
    emails = [fact.email for fact in facts.values() if fact.email]
    numbers = [fact.rater_id for fact in facts.values() if fact.rater_id and not fact.email]
    for chunk in in_chunks(emails):
        yield from session.execute(columns.where(Person.email.in_(chunk)))
    for chunk in in_chunks(numbers):
        yield from session.execute(
            columns.where(
                Person.unit_id == unit.id, Person.rater_id.in_(chunk), Person.email.is_(None)
            )
        )


def _may_become(known: str, typed: str, email: str) -> bool:
    if not known or known == typed:
        return True
    return known == name_from_address(email) and _plain(known) == _plain(typed)


def _plain(name: str) -> str:
    return "".join(one for one in normalize("NFKD", name).casefold() if one.isalpha())


def _takes_part_outside(unit: Unit) -> ColumnElement[bool]:
    others = select(Campaign.id).join(Campaign.programme).where(Programme.unit_id != unit.id)
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
    return or_(about.exists(), asked.exists(), stands_in.exists())


def _identity(email: str | None, rater_id: str | None) -> str:
    return email or f"#{rater_id}"


def _news(known: Row[*tuple[Any, ...]], fact: PersonFacts, kept: str | None) -> dict[str, str]:
    """Return what the register does not know yet; all facts of a person who has news."""
    told = {
        "name": kept or fact.name or known.name,
        "language": fact.language or known.language,
        "workplace": fact.workplace or known.workplace,
    }
    is_news = any(getattr(known, name) != value for name, value in told.items())
    return told if is_news else {}


def _new_person(unit: Unit, fact: PersonFacts) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "email": fact.email,
        "rater_id": None if fact.email else fact.rater_id,
        "unit_id": unit.id,
        "name": fact.name or name_from_address(fact.email or ""),
        "language": fact.language or "sv",
        "workplace": fact.workplace,
    }


def _write(session: Session, changed: list[dict[str, Any]], added: list[dict[str, Any]]) -> None:
    if changed:
        session.execute(update(Person), changed)
    if added:
        session.execute(insert(Person), added)
