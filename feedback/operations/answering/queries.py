"""What a rater's pages ask of the database, built once, on bare tables.

Building a query, or loading objects with it, costs more than the database takes to answer.
Each names what it needs as `:number`, `:subject_id`, `:invitation_id`, `:part` … What it tells
is read as records, by `RecordColumns`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, bindparam, cast, delete, exists, func, insert, null, select
from sqlalchemy.dialects import postgresql, sqlite

from feedback.ballot import Part
from feedback.models import Base, State
from feedback.operations.answering.columns import RecordColumns
from feedback.operations.answering.facts import (
    BallotBox,
    CampaignFacts,
    Contact,
    InvitedAs,
    LookFacts,
    ProgressFacts,
    RaterFacts,
    SavedFacts,
    SubjectFacts,
)

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, FromClause, Select
    from sqlalchemy.sql.dml import ReturningInsert

_TASK: Final = ("invitation_id", "part")
_TABLES: Final = Base.metadata.tables
_ANSWERED: Final = _TABLES["answered"]
_CAMPAIGN: Final = _TABLES["campaign"]
_DECLINED: Final = _TABLES["declined"]
_DRAFT: Final = _TABLES["draft"]
_INVITATION: Final = _TABLES["invitation"]
_OTHER: Final = _INVITATION.alias("other")  # of the same rater
_PERSON: Final = _TABLES["person"]
_COACH: Final = _PERSON.alias("coach")
_ENVELOPE: Final = _TABLES["envelope"]
_OWNER: Final = _PERSON.alias("owner")  # of the link
_PROGRAMME: Final = _TABLES["programme"]
_RATER: Final = _TABLES["rater"]
_SUBJECT: Final = _TABLES["subject"]
_DEPARTMENT: Final = _TABLES["department"]
_CALLED: Final = func.coalesce(_PERSON.c.name, _SUBJECT.c.name)  # who is no person has a name too


def _of_invitation(table: FromClause) -> ColumnElement[bool]:
    return table.c.invitation_id == _INVITATION.c.id


def _of_part(table: FromClause, part: ColumnElement[str] | Part) -> ColumnElement[bool]:
    return and_(_of_invitation(table), table.c.part == part)


def _one(table: FromClause) -> ColumnElement[bool]:
    mine = table.c.invitation_id == bindparam("invitation_id")
    return and_(mine, table.c.part == bindparam("part")) if "part" in table.c else mine


RATER: Final = RecordColumns(
    RaterFacts,
    "rater",
    id=_RATER.c.id,
    person_id=_RATER.c.person_id,
    number=_RATER.c.number,
    link_version=_RATER.c.link_version,
    language=_RATER.c.language,
    has_address=_OWNER.c.email.is_not(None),
)

CAMPAIGN: Final = RecordColumns(
    CampaignFacts,
    "campaign",
    id=_CAMPAIGN.c.id,
    programme_id=_CAMPAIGN.c.programme_id,
    name=_CAMPAIGN.c.name,
    state=_CAMPAIGN.c.state,
    k=_CAMPAIGN.c.k,
    last_day=_CAMPAIGN.c.last_day,
    launched_at=_CAMPAIGN.c.launched_at,
    is_rehearsal=_CAMPAIGN.c.is_rehearsal,
)

INVITED: Final = RecordColumns(
    InvitedAs, "invited", invitation_id=_INVITATION.c.id, group=_INVITATION.c.rater_group
)

SUBJECT: Final = RecordColumns(
    SubjectFacts,
    "subject",
    id=_SUBJECT.c.id,
    person_id=_SUBJECT.c.person_id,
    name=_CALLED,
    title=_SUBJECT.c.title,
    workplace_name=_SUBJECT.c.workplace_name,
    coach_name=_COACH.c.name,
)

_LINKED: Final = _RATER.join(_CAMPAIGN, _CAMPAIGN.c.id == _RATER.c.campaign_id).outerjoin(
    _OWNER, _OWNER.c.id == _RATER.c.person_id
)
_IS_LINKED: Final = _RATER.c.number == bindparam("number")

_LINK: Final = (*RATER.labelled, *CAMPAIGN.labelled)

FIND_RATER: Final = select(*_LINK).select_from(_LINKED).where(_IS_LINKED)


def _with_tasks(*conditions: ColumnElement[bool], or_none: bool = True) -> FromClause:
    """Return the link with its tasks beside it, of which there may be none."""
    # One after the other: a bracket of joins SQLite would work out for all raters.
    is_asked = and_(_INVITATION.c.rater_id == _RATER.c.id, ~_INVITATION.c.is_withdrawn, *conditions)
    return (
        _LINKED.join(_INVITATION, is_asked, isouter=or_none)
        .join(_SUBJECT, _SUBJECT.c.id == _INVITATION.c.subject_id, isouter=or_none)
        .outerjoin(_PERSON, _PERSON.c.id == _SUBJECT.c.person_id)
        .outerjoin(_COACH, _COACH.c.id == _SUBJECT.c.coach_id)
    )


PROGRESS: Final = RecordColumns(
    ProgressFacts,
    "progress",
    is_called_wrong=exists().where(_of_invitation(_TABLES["correction"])),
    is_declined=exists().where(_of_invitation(_DECLINED)),
    is_answered=exists().where(_of_part(_ANSWERED, Part.RESPONSE)),
    is_started=exists().where(_of_part(_DRAFT, Part.RESPONSE)),
    has_answered_conditions=exists().where(_of_part(_ANSWERED, Part.CONDITIONS)),
    has_started_conditions=exists().where(_of_part(_DRAFT, Part.CONDITIONS)),
)

LIST_TASKS: Final = (
    select(*_LINK, *INVITED.labelled, *SUBJECT.labelled, *PROGRESS.labelled)
    .select_from(_with_tasks())
    .where(_IS_LINKED)
    .order_by(_INVITATION.c.rater_group != "self", _CALLED, _INVITATION.c.id)
)
"""Of a link: its rater and campaign, in each row one task and how far it has come. Whoever is
asked nothing has one row, without a task."""

SAVED: Final = RecordColumns(
    SavedFacts,
    "saved",
    is_answered=_ANSWERED.c.part.is_not(None),
    nonce=_DRAFT.c.nonce,
    ciphertext=_DRAFT.c.ciphertext,
    link_version=_RATER.c.link_version,
)


def _with_saved(asked: FromClause) -> FromClause:
    """Return invitations with whether the part was answered and its draft beside them."""
    part = bindparam("part", type_=_DRAFT.c.part.type)
    return asked.outerjoin(_ANSWERED, _of_part(_ANSWERED, part)).outerjoin(
        _DRAFT, _of_part(_DRAFT, part)
    )


_IS_ABOUT: Final = _INVITATION.c.subject_id == bindparam("subject_id")
_HAS_OTHERS: Final = exists().where(
    _OTHER.c.rater_id == _RATER.c.id,
    _OTHER.c.id != _INVITATION.c.id,
    ~_OTHER.c.is_withdrawn,
)
LOOK: Final = RecordColumns(
    LookFacts,
    "look",
    has_others=_HAS_OTHERS,
    public_key=cast(null(), _CAMPAIGN.c.public_key.type),
)
LOOK_TO_CHANGE: Final = RecordColumns(
    LookFacts, "look", has_others=_HAS_OTHERS, public_key=_CAMPAIGN.c.public_key
)
_TASK_COLUMNS: Final = (*_LINK, *INVITED.labelled, *SUBJECT.labelled, *SAVED.labelled)
# PostgreSQL locks in the order of these clauses; on SQLite one writes at a time.
_LOCKING: Final = "FOR SHARE OF campaign FOR NO KEY UPDATE OF invitation"

FIND_TASK: Final = (
    select(*_TASK_COLUMNS, *LOOK.labelled)
    .select_from(_with_saved(_with_tasks(_IS_ABOUT)))
    .where(_IS_LINKED)
)
"""Of a link: its rater and campaign, one task, if it is theirs, and whether there are others."""

FIND_TASKS: Final = (
    select(*INVITED.labelled, *SUBJECT.labelled, *SAVED.labelled, *LOOK.labelled)
    .select_from(_with_saved(_with_tasks(or_none=False)))
    .where(_IS_LINKED)
    .order_by(_CALLED, _INVITATION.c.id)
)
"""Of a link that was opened: every task, with what is saved of one part."""

FIND_TASK_TO_CHANGE: Final = (
    select(*_TASK_COLUMNS, *LOOK_TO_CHANGE.labelled)
    .select_from(_with_saved(_with_tasks(_IS_ABOUT, or_none=False)))
    .where(_IS_LINKED)
    .suffix_with(_LOCKING, dialect="postgresql")
)
"""The same and the campaign's key, of a task that is theirs; on PostgreSQL it is locked.

What is saved beside it was read before the lock: so a change is written on a condition."""

CONTACT: Final = RecordColumns(
    Contact, "contact", name=_DEPARTMENT.c.contact_name, phone=_DEPARTMENT.c.contact_phone
)
FIND_CONTACT: Final = (
    select(*CONTACT.labelled)
    .select_from(_DEPARTMENT.join(_PROGRAMME, _PROGRAMME.c.department_id == _DEPARTMENT.c.id))
    .where(_PROGRAMME.c.id == bindparam("programme_id"))
)

BOX: Final = RecordColumns(
    BallotBox, "box", campaign_id=_CAMPAIGN.c.id, public_key=_CAMPAIGN.c.public_key
)
# Close takes the campaign's row exclusively: an answer lands wholly before it, or not at all.
_OPEN_CAMPAIGN: Final = (
    select(*BOX.labelled)
    .select_from(_CAMPAIGN.join(_SUBJECT, _SUBJECT.c.campaign_id == _CAMPAIGN.c.id))
    .where(_CAMPAIGN.c.state == State.OPEN)
)
LOCK_OPEN_CAMPAIGN: Final = _OPEN_CAMPAIGN.where(
    _SUBJECT.c.id == bindparam("subject_id")
).with_for_update(read=True, of=_CAMPAIGN)
_OPEN_CAMPAIGN_OF_INVITATION: Final = _OPEN_CAMPAIGN.join_from(
    _SUBJECT, _INVITATION, _INVITATION.c.subject_id == _SUBJECT.c.id
)
LOCK_TASK: Final = _OPEN_CAMPAIGN_OF_INVITATION.where(
    _INVITATION.c.id == bindparam("invitation_id")
).suffix_with(_LOCKING, dialect="postgresql")
LOCK_INVITATION: Final = (
    select(_INVITATION.c.id)
    .where(_INVITATION.c.id == bindparam("invitation_id"))
    .with_for_update(key_share=True)
)

FIND_ANSWERED: Final = select(_ANSWERED.c.part).where(_one(_ANSWERED))
FIND_SAVED: Final = (
    select(*SAVED.labelled)
    .select_from(_with_saved(_INVITATION.join(_RATER, _RATER.c.id == _INVITATION.c.rater_id)))
    .where(_INVITATION.c.id == bindparam("invitation_id"))
)
"""Of a task: was it answered, its draft, and the version of the rater's link."""

DELETE_DRAFT: Final = delete(_DRAFT).where(_one(_DRAFT))
DELETE_DECLINE: Final = delete(_DECLINED).where(_one(_DECLINED))
ADD_ENVELOPE: Final = insert(_ENVELOPE)

# What is written of a task, if it stands as it was seen: `:its_invitation_id` and `:its_part`
# name it, `:seen_group`, `:seen_link_version` and `:seen_nonce` (of the draft) are what was seen.
# SQLAlchemy keeps the bare names of columns for itself.
_ITS: Final = {name: bindparam(f"its_{name}", type_=_DRAFT.c[name].type) for name in _TASK}


def _its(table: FromClause) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in _ITS.items()))


_IS_ASKED: Final = exists(
    _OPEN_CAMPAIGN_OF_INVITATION.join_from(
        _INVITATION, _RATER, _RATER.c.id == _INVITATION.c.rater_id
    ).where(
        _INVITATION.c.id == _ITS["invitation_id"],
        _RATER.c.link_version == bindparam("seen_link_version"),
        _INVITATION.c.rater_group == bindparam("seen_group"),
        ~_INVITATION.c.is_withdrawn,
    )
)
_HAS_SEEN_DRAFT: Final = (
    select(_DRAFT.c.nonce)
    .where(_its(_DRAFT))
    .scalar_subquery()
    .is_not_distinct_from(bindparam("seen_nonce", type_=_DRAFT.c.nonce.type))
)


def _noting(note: postgresql.Insert | sqlite.Insert) -> ReturningInsert[str]:
    stands = select(*_ITS.values()).where(_IS_ASKED, _HAS_SEEN_DRAFT)
    noted = note.from_select([*_TASK], stands, include_defaults=False)
    return noted.on_conflict_do_nothing().returning(_ANSWERED.c.part)


def _saving(save: postgresql.Insert | sqlite.Insert) -> ReturningInsert[str]:
    fresh = [_DRAFT.c.nonce, _DRAFT.c.ciphertext]
    saved = (bindparam(f"new_{column.name}", type_=column.type) for column in fresh)
    is_answered = exists().where(_its(_ANSWERED))
    stands = select(*_ITS.values(), *saved).where(_IS_ASKED, _HAS_SEEN_DRAFT, ~is_answered)
    return (
        save.from_select(
            [*_TASK, *(column.name for column in fresh)], stands, include_defaults=False
        )
        .on_conflict_do_update(
            index_elements=[*_TASK],
            set_={column.name: save.excluded[column.name] for column in fresh},
        )
        .returning(_DRAFT.c.part)
    )


NOTE_ANSWERED: Final = _noting(sqlite.insert(_ANSWERED))
"""Gives a row back only if it is new, and the task stands as it was seen."""

SAVE_DRAFT: Final = {
    "postgresql": _saving(postgresql.insert(_DRAFT)),
    "sqlite": _saving(sqlite.insert(_DRAFT)),
}
"""By engine. Gives a row back only if the task stands as it was seen."""


def _handing_in() -> Select[str]:
    noted = _noting(postgresql.insert(_ANSWERED)).cte("noted")
    columns = _ENVELOPE.c
    given = select(*(bindparam(f"new_{column.name}", type_=column.type) for column in columns))
    kept = insert(_ENVELOPE).from_select(
        [column.name for column in columns],
        given.where(exists(select(noted.c.part))),
        include_defaults=False,
    )
    gone = delete(_DRAFT).where(_its(_DRAFT), exists(select(noted.c.part)))
    return select(noted.c.part).add_cte(kept.cte("kept"), gone.cte("gone"))


HAND_IN: Final = _handing_in()
"""On PostgreSQL, in one go: note that it is answered and, if that is new and the task stands as
it was seen, add the envelope and delete the draft. Gives a row back only then."""
