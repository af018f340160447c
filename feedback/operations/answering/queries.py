"""What a rater's pages ask of the database, built once, on bare tables.

Building a query, or loading objects with it, costs more than the database takes to answer.
Each names what it needs as `:rater_id`, `:subject_id`, `:invitation_id`, `:part` …
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import FromClause, and_, bindparam, delete, exists, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from feedback.models import Base, State

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
_RATER: Final = _TABLES["rater"]
_SUBJECT: Final = _TABLES["subject"]


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
    _SUBJECT.c.unit_name,
    _COACH.c.name,
)
"""As in InvitationFacts, and then in SubjectFacts."""

_LINKED: Final = _RATER.join(_CAMPAIGN, _CAMPAIGN.c.id == _RATER.c.campaign_id).outerjoin(
    _OWNER, _OWNER.c.id == _RATER.c.person_id
)
_IS_LINKED: Final = _RATER.c.number == bindparam("number")

FIND_RATER: Final = select(*RATER_COLUMNS, *CAMPAIGN_COLUMNS).select_from(_LINKED).where(_IS_LINKED)


def _with_tasks(*conditions: Any) -> Any:  # noqa: ANN401 - SQLAlchemy's conditions have many types
    """Return the link with its tasks beside it, of which there may be none."""
    # One after the other: a bracket of joins SQLite would work out for all raters.
    is_asked = and_(_INVITATION.c.rater_id == _RATER.c.id, ~_INVITATION.c.is_withdrawn, *conditions)
    return (
        _LINKED.outerjoin(_INVITATION, is_asked)
        .outerjoin(_SUBJECT, _SUBJECT.c.id == _INVITATION.c.subject_id)
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

FIND_TASK: Final = (
    select(
        *RATER_COLUMNS,
        *CAMPAIGN_COLUMNS,
        *INVITATION_COLUMNS,
        _ANSWERED.c.part,
        _DRAFT.c.nonce,
        _DRAFT.c.ciphertext,
        exists().where(
            _OTHER.c.rater_id == _RATER.c.id,
            _OTHER.c.id != _INVITATION.c.id,
            ~_OTHER.c.is_withdrawn,
        ),
    )
    .select_from(
        _with_tasks(_INVITATION.c.subject_id == bindparam("subject_id"))
        .outerjoin(_ANSWERED, _of_invitation(_ANSWERED, bindparam("part")))
        .outerjoin(_DRAFT, _of_invitation(_DRAFT, bindparam("part")))
    )
    .where(_IS_LINKED)
)
"""Of a link: its rater and campaign, one task, if it is theirs, and whether there are others."""

# Close takes the campaign's row exclusively: an answer lands wholly before it, or not at all.
_OPEN_CAMPAIGN: Final = (
    select(_CAMPAIGN.c.id, _CAMPAIGN.c.public_key)
    .select_from(_CAMPAIGN.join(_SUBJECT, _SUBJECT.c.campaign_id == _CAMPAIGN.c.id))
    .where(_CAMPAIGN.c.state == State.OPEN)
)
LOCK_OPEN_CAMPAIGN: Final = _OPEN_CAMPAIGN.where(
    _SUBJECT.c.id == bindparam("subject_id")
).with_for_update(read=True, of=_CAMPAIGN)
# PostgreSQL locks in the order of these clauses; on SQLite one writes at a time.
LOCK_TASK: Final = (
    _OPEN_CAMPAIGN.join_from(_SUBJECT, _INVITATION, _INVITATION.c.subject_id == _SUBJECT.c.id)
    .where(_INVITATION.c.id == bindparam("invitation_id"))
    .suffix_with("FOR SHARE OF campaign FOR NO KEY UPDATE OF invitation", dialect="postgresql")
)
LOCK_INVITATION: Final = (
    select(_INVITATION.c.id)
    .where(_INVITATION.c.id == bindparam("invitation_id"))
    .with_for_update(key_share=True)
)

FIND_ANSWERED: Final = select(_ANSWERED.c.part).where(_one(_ANSWERED))
_SAVED: Final = (_ANSWERED.c.part, _DRAFT.c.nonce, _DRAFT.c.ciphertext)


def _with_saved(query: Any) -> Any:  # noqa: ANN401 - as above
    return query.outerjoin(_ANSWERED, _of_invitation(_ANSWERED, bindparam("part"))).outerjoin(
        _DRAFT, _of_invitation(_DRAFT, bindparam("part"))
    )


FIND_SAVED: Final = (
    select(*_SAVED)
    .select_from(_with_saved(_INVITATION))
    .where(_INVITATION.c.id == bindparam("invitation_id"))
)
"""Of a task: was it answered, and its draft."""

LOCK_AND_FIND_SAVED: Final = _with_saved(LOCK_TASK.add_columns(*_SAVED))
"""Both in one, for SQLite: on PostgreSQL what is saved must be read once the lock is held."""

DELETE_DRAFT: Final = delete(_DRAFT).where(_one(_DRAFT))
DELETE_DECLINE: Final = delete(_DECLINED).where(_one(_DECLINED))
ADD_ENVELOPE: Final = insert(_ENVELOPE)


def _noting(note: postgresql.Insert | sqlite.Insert) -> Any:  # noqa: ANN401 - as above
    return note.on_conflict_do_nothing().returning(_ANSWERED.c.part)


def _saving(save: postgresql.Insert | sqlite.Insert) -> Any:  # noqa: ANN401 - as above
    fresh = {"nonce": save.excluded.nonce, "ciphertext": save.excluded.ciphertext}
    return save.on_conflict_do_update(index_elements=["invitation_id", "part"], set_=fresh)


NOTE_ANSWERED: Final = {
    "postgresql": _noting(postgresql.insert(_ANSWERED)),
    "sqlite": _noting(sqlite.insert(_ANSWERED)),
}
"""By engine. Gives a row back only if it is new."""

SAVE_DRAFT: Final = {
    "postgresql": _saving(postgresql.insert(_DRAFT)),
    "sqlite": _saving(sqlite.insert(_DRAFT)),
}
"""By engine."""


def _handing_in() -> Any:  # noqa: ANN401 - as above
    task = _ANSWERED.c.invitation_id, _ANSWERED.c.part
    asked: dict[str, Any] = {column.name: bindparam(f"answered_{column.name}") for column in task}
    note = postgresql.insert(_ANSWERED).values(asked).on_conflict_do_nothing()
    noted = note.returning(*task).cte("noted")
    columns = (_ENVELOPE.c.id, _ENVELOPE.c.campaign_id, _ENVELOPE.c.sealed)
    given = select(*(bindparam(f"new_{column.name}", type_=column.type) for column in columns))
    kept = insert(_ENVELOPE).from_select(
        [column.name for column in columns],
        given.where(exists(select(noted.c.part))),
        include_defaults=False,
    )
    its_draft = and_(*(_DRAFT.c[name] == value for name, value in asked.items()))
    gone = delete(_DRAFT).where(its_draft, exists(select(noted.c.part)))
    return select(noted.c.part).add_cte(kept.cte("kept"), gone.cte("gone"))


HAND_IN: Final = _handing_in()
"""On PostgreSQL, in one go: note that it is answered and, if that is new, add the envelope and
delete the draft. Gives a row back only if it is new."""
