"""What a rater's pages ask of the database, built once, on bare tables.

Building a query, or loading objects with it, costs more than the database takes to answer.
Each names what it needs as `:number`, `:subject_id`, `:invitation_id`, `:part` …
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import FromClause, and_, bindparam, delete, exists, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from feedback.models import Base, State

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


def _of_invitation(table: FromClause, part: Any = None) -> Any:  # noqa: ANN401 - SQLAlchemy's conditions have many types
    mine = table.c.invitation_id == _INVITATION.c.id
    return mine if part is None else and_(mine, table.c.part == part)


def _one(table: FromClause) -> Any:  # noqa: ANN401 - as above
    mine = table.c.invitation_id == bindparam("invitation_id")
    return and_(mine, table.c.part == bindparam("part")) if "part" in table.c else mine


RATER_COLUMNS: Final = (
    _RATER.c.id,
    _RATER.c.person_id,
    _RATER.c.number,
    _RATER.c.link_version,
    _RATER.c.language,
    _OWNER.c.email.is_not(None).label("has_address"),
)
"""As in RaterFacts."""

CAMPAIGN_COLUMNS: Final = (
    _CAMPAIGN.c.id,
    _CAMPAIGN.c.programme_id,
    _CAMPAIGN.c.name,
    _CAMPAIGN.c.state,
    _CAMPAIGN.c.k,
    _CAMPAIGN.c.last_day,
    _CAMPAIGN.c.launched_at,
    _CAMPAIGN.c.is_rehearsal,
)
"""As in CampaignFacts."""

INVITATION_COLUMNS: Final = (
    _INVITATION.c.id,
    _INVITATION.c.rater_group,
    _SUBJECT.c.id,
    _SUBJECT.c.person_id,
    _PERSON.c.name,
    _SUBJECT.c.title,
    _SUBJECT.c.workplace_name,
    _COACH.c.name,
)
"""As in InvitationFacts, and then in SubjectFacts."""

_LINKED: Final = _RATER.join(_CAMPAIGN, _CAMPAIGN.c.id == _RATER.c.campaign_id).outerjoin(
    _OWNER, _OWNER.c.id == _RATER.c.person_id
)
_IS_LINKED: Final = _RATER.c.number == bindparam("number")

FIND_RATER: Final = select(*RATER_COLUMNS, *CAMPAIGN_COLUMNS).select_from(_LINKED).where(_IS_LINKED)


def _with_tasks(*conditions: Any, or_none: bool = True) -> Any:  # noqa: ANN401 - SQLAlchemy's conditions have many types
    """Return the link with its tasks beside it, of which there may be none."""
    # One after the other: a bracket of joins SQLite would work out for all raters.
    is_asked = and_(_INVITATION.c.rater_id == _RATER.c.id, ~_INVITATION.c.is_withdrawn, *conditions)
    return (
        _LINKED.join(_INVITATION, is_asked, isouter=or_none)
        .join(_SUBJECT, _SUBJECT.c.id == _INVITATION.c.subject_id, isouter=or_none)
        .outerjoin(_PERSON, _PERSON.c.id == _SUBJECT.c.person_id)
        .outerjoin(_COACH, _COACH.c.id == _SUBJECT.c.coach_id)
    )


LIST_TASKS: Final = (
    select(
        *RATER_COLUMNS,
        *CAMPAIGN_COLUMNS,
        *INVITATION_COLUMNS,
        exists().where(_of_invitation(_TABLES["correction"])),
        exists().where(_of_invitation(_DECLINED)),
        *(
            exists().where(_of_invitation(table, part))
            for part in ("response", "conditions")
            for table in (_ANSWERED, _DRAFT)
        ),
    )
    .select_from(_with_tasks())
    .where(_IS_LINKED)
    .order_by(_INVITATION.c.rater_group != "self", _PERSON.c.name, _INVITATION.c.id)
)
"""Of a link: its rater and campaign, in each row one task: is it called wrong, is it declined;
then answered and started, by part. Whoever is asked nothing has one row, without a task."""

_SAVED: Final = (_ANSWERED.c.part, _DRAFT.c.nonce, _DRAFT.c.ciphertext)


def _with_saved(asked: FromClause) -> FromClause:
    """Return invitations with whether the part was answered and its draft beside them."""
    return asked.outerjoin(_ANSWERED, _of_invitation(_ANSWERED, bindparam("part"))).outerjoin(
        _DRAFT, _of_invitation(_DRAFT, bindparam("part"))
    )


_IS_ABOUT: Final = _INVITATION.c.subject_id == bindparam("subject_id")
_TASK_COLUMNS: Final = (
    *RATER_COLUMNS,
    *CAMPAIGN_COLUMNS,
    *INVITATION_COLUMNS,
    *_SAVED,
    exists().where(
        _OTHER.c.rater_id == _RATER.c.id,
        _OTHER.c.id != _INVITATION.c.id,
        ~_OTHER.c.is_withdrawn,
    ),
)
# PostgreSQL locks in the order of these clauses; on SQLite one writes at a time.
_LOCKING: Final = "FOR SHARE OF campaign FOR NO KEY UPDATE OF invitation"

FIND_TASK: Final = (
    select(*_TASK_COLUMNS).select_from(_with_saved(_with_tasks(_IS_ABOUT))).where(_IS_LINKED)
)
"""Of a link: its rater and campaign, one task, if it is theirs, and whether there are others."""

FIND_TASK_TO_CHANGE: Final = (
    select(*_TASK_COLUMNS, _CAMPAIGN.c.public_key)
    .select_from(_with_saved(_with_tasks(_IS_ABOUT, or_none=False)))
    .where(_IS_LINKED)
    .suffix_with(_LOCKING, dialect="postgresql")
)
"""The same and the campaign's key, of a task that is theirs; on PostgreSQL it is locked.

What is saved beside it was read before the lock: so a change is written on a condition."""

FIND_CONTACT: Final = (
    select(_DEPARTMENT.c.contact_name, _DEPARTMENT.c.contact_phone)
    .select_from(_DEPARTMENT.join(_PROGRAMME, _PROGRAMME.c.department_id == _DEPARTMENT.c.id))
    .where(_PROGRAMME.c.id == bindparam("programme_id"))
)
"""As in Contact."""

# Close takes the campaign's row exclusively: an answer lands wholly before it, or not at all.
_OPEN_CAMPAIGN: Final = (
    select(_CAMPAIGN.c.id, _CAMPAIGN.c.public_key)
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
    select(*_SAVED, _RATER.c.link_version)
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


def _its(table: FromClause) -> Any:  # noqa: ANN401 - as above
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


def _noting(note: postgresql.Insert | sqlite.Insert) -> Any:  # noqa: ANN401 - as above
    stands = select(*_ITS.values()).where(_IS_ASKED, _HAS_SEEN_DRAFT)
    noted = note.from_select([*_TASK], stands, include_defaults=False)
    return noted.on_conflict_do_nothing().returning(_ANSWERED.c.part)


def _saving(save: postgresql.Insert | sqlite.Insert) -> Any:  # noqa: ANN401 - as above
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


def _handing_in() -> Any:  # noqa: ANN401 - as above
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
