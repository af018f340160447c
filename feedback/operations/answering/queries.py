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
_PERSON: Final = _TABLES["person"]
_COACH: Final = _PERSON.alias("coach")
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
    _PERSON.c.email.is_not(None).label("has_address"),
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

FIND_RATER: Final = (
    select(*RATER_COLUMNS, *CAMPAIGN_COLUMNS)
    .select_from(
        _RATER.join(_CAMPAIGN, _CAMPAIGN.c.id == _RATER.c.campaign_id).outerjoin(
            _PERSON, _PERSON.c.id == _RATER.c.person_id
        )
    )
    .where(_RATER.c.number == bindparam("number"))
)

_ASKED: Final = (
    _INVITATION.join(_SUBJECT, _SUBJECT.c.id == _INVITATION.c.subject_id)
    .join(_PERSON, _PERSON.c.id == _SUBJECT.c.person_id)
    .outerjoin(_COACH, _COACH.c.id == _SUBJECT.c.coach_id)
)
_IS_ASKED: Final = and_(
    _INVITATION.c.rater_id == bindparam("rater_id"), ~_INVITATION.c.is_withdrawn
)

LIST_TASKS: Final = (
    select(
        *INVITATION_COLUMNS,
        exists().where(_of_invitation(_TABLES["correction"])),
        exists().where(_of_invitation(_DECLINED)),
        *(
            exists().where(_of_invitation(table, part))
            for part in ("response", "conditions")
            for table in (_ANSWERED, _DRAFT)
        ),
    )
    .select_from(_ASKED)
    .where(_IS_ASKED)
    .order_by(_INVITATION.c.rater_group != "self", _PERSON.c.name, _INVITATION.c.id)
)
"""Also: is it called wrong, is it declined; then answered and started, by part."""

FIND_TASK: Final = (
    select(*INVITATION_COLUMNS, _ANSWERED.c.part, _DRAFT.c.nonce, _DRAFT.c.ciphertext)
    .select_from(
        _ASKED.outerjoin(_ANSWERED, _of_invitation(_ANSWERED, bindparam("part"))).outerjoin(
            _DRAFT, _of_invitation(_DRAFT, bindparam("part"))
        )
    )
    .where(_IS_ASKED, _INVITATION.c.subject_id == bindparam("subject_id"))
)

# Close takes the campaign's row exclusively: an answer lands wholly before it, or not at all.
LOCK_OPEN_CAMPAIGN: Final = (
    select(_CAMPAIGN.c.id, _CAMPAIGN.c.public_key)
    .select_from(_CAMPAIGN.join(_SUBJECT, _SUBJECT.c.campaign_id == _CAMPAIGN.c.id))
    .where(_SUBJECT.c.id == bindparam("subject_id"), _CAMPAIGN.c.state == State.OPEN)
    .with_for_update(read=True, of=_CAMPAIGN)
)
LOCK_INVITATION: Final = (
    select(_INVITATION.c.id)
    .where(_INVITATION.c.id == bindparam("invitation_id"))
    .with_for_update(key_share=True)
)

FIND_ANSWERED: Final = select(_ANSWERED.c.part).where(_one(_ANSWERED))
FIND_DRAFT: Final = select(_DRAFT.c.nonce, _DRAFT.c.ciphertext).where(_one(_DRAFT))
DELETE_DRAFT: Final = delete(_DRAFT).where(_one(_DRAFT))
DELETE_DECLINE: Final = delete(_DECLINED).where(_one(_DECLINED))
ADD_ENVELOPE: Final = insert(_TABLES["envelope"])


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
