"""A department's own surveys: copied from another, changed part by part, kept in every version.

A change makes a new version, checked as a file is. What campaigns hold is theirs: they froze
the survey as it was when they chose it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from feedback.errors import Fault, InputError
from feedback.models import StoredSurvey, SurveyVersion
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.text.one_line import one_line
from surveys import editing
from surveys.errors import SurveyFileError
from surveys.loader import parse_survey
from surveys.writing import survey_as_yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Department
    from feedback.operations.acts import Actor
    from surveys.editing import Edited, EditedPart, PartText
    from surveys.model import Survey

LONGEST_TITLE: Final = 100
"""Characters: it stands in lists and in the subject of mails."""

COPIED: Final = "copy"
_LONGEST_ORIGIN: Final = 40  # an id has at most 60, and a copy's ends in nine of its own


def copy_survey(
    session: Session, department: Department, survey: Survey, *, title: str, by: Actor
) -> StoredSurvey:
    """Copy a survey for a department under a title of its own; keys and words stay the same."""
    title = one_line(title)
    if not title:
        raise InputError([Fault("Write a title.")])
    if len(title) > LONGEST_TITLE:
        raise InputError([Fault("Write at most %(most)s characters.", most=LONGEST_TITLE)])
    stored = StoredSurvey(id=uuid4(), department=department, origin=survey.id)
    named = survey.model_copy(update={"title": {survey.default_language: title}})
    first = editing.copied(named, f"{survey.id[:_LONGEST_ORIGIN]}-{stored.id.hex[:8]}")
    session.add(stored)
    _keep(stored, survey_as_yaml(first), COPIED, by)
    audit_log.note(session, by, Act.COPY_SURVEY, stored, details=survey.id)
    return stored


def reword(
    session: Session,
    stored: StoredSurvey,
    part: EditedPart,
    texts: Mapping[PartText, str],
    *,
    by: Actor,
) -> None:
    """Give a part other texts; refused with everything that a file would be refused for."""
    edited = editing.reworded(survey_of(stored), part, texts)
    _change(session, stored, edited, _named("reword", part), by)


def leave_out(session: Session, stored: StoredSurvey, part: EditedPart, *, by: Actor) -> None:
    """Ask a statement or question no more."""
    edited = editing.left_out(survey_of(stored), part)
    _change(session, stored, edited, _named("leave out", part), by)


def put_back(session: Session, stored: StoredSurvey, part: EditedPart, *, by: Actor) -> None:
    """Ask a statement or question again, as the first version did."""
    edited = editing.put_back(survey_of(stored), first_of(stored), part)
    _change(session, stored, edited, _named("put back", part), by)


def survey_of(stored: StoredSurvey) -> Survey:
    """Return the survey as it is now; raise SurveyFileError if it can be read no more."""
    return _parsed(stored.newest.text)


def first_of(stored: StoredSurvey) -> Survey:
    """Return the survey as it was copied."""
    return _parsed(stored.versions[0].text)


def own_surveys(session: Session, department_ids: Collection[UUID]) -> Sequence[StoredSurvey]:
    """Return the departments' own surveys with all their versions."""
    return session.scalars(
        select(StoredSurvey)
        .where(StoredSurvey.department_id.in_(department_ids))
        .options(selectinload(StoredSurvey.versions), selectinload(StoredSurvey.department))
        .order_by(StoredSurvey.origin, StoredSurvey.id)
    ).all()


def surveys_of(session: Session, department_ids: Collection[UUID]) -> tuple[Survey, ...]:
    """Return those of the departments' own surveys that can be read."""
    return tuple(
        survey for one in own_surveys(session, department_ids) if (survey := readable(one))
    )


def forget_authors(session: Session, before: datetime) -> None:
    """Forget who made the versions of long ago, as the log forgets who did what."""
    session.execute(
        update(SurveyVersion).where(SurveyVersion.at < before).values(author=""),
        execution_options={"synchronize_session": False},
    )


def readable(stored: StoredSurvey) -> Survey | None:
    """Return the survey as it is now; None if it can be read no more."""
    try:
        return survey_of(stored)
    except SurveyFileError:
        return None  # a later version of the product may ask more of a file


def _change(
    session: Session, stored: StoredSurvey, edited: Edited, changed: str, by: Actor
) -> None:
    if edited.survey is None:
        faults = [f"{fault.what}; {fault.instead}" for _, fault in edited.faults]
        raise InputError(
            [Fault("The survey cannot be kept: %(fault)s.", fault=one) for one in faults]
        )
    _keep(stored, edited.text, changed, by)
    audit_log.note(session, by, Act.CHANGE_SURVEY, stored, details=changed)


def _keep(stored: StoredSurvey, text: str, changed: str, by: Actor) -> None:
    version = SurveyVersion(
        number=len(stored.versions) + 1, text=text, changed=changed, at=by.now, author=by.name
    )
    stored.versions.append(version)


def _named(verb: str, part: EditedPart) -> str:
    return f"{verb} {part.of} {part.key}".rstrip()


# A page that lists surveys would otherwise parse every one of them on each request.
# As many as all departments have together: one more would push out what comes next.
@lru_cache(maxsize=1024)
def _parsed(text: str) -> Survey:
    return parse_survey(text)
