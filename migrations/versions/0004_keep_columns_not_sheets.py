"""Keep sorted columns of what was answered, not sheets; nothing of self, managers or comments.

What was stored by format 1 joined the answers of one person by their habits. The tables are
written anew, and closed campaigns are marked so that the worker scrubs the files once more.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from uuid import UUID

    import numpy.typing as npt

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_MISSING = -1
_LEAST_LEADERS = 5

_RESPONSES = sa.table(
    "stored_responses",
    sa.column("subject_id", sa.Uuid()),
    sa.column("format", sa.Integer()),
    sa.column("blocks", sa.Text()),
    sa.column("matrix", sa.LargeBinary()),
    sa.column("comments", sa.Text()),
)
_FIGURES = sa.table(
    "campaign_figures",
    sa.column("campaign_id", sa.Uuid()),
    sa.column("conditions", sa.LargeBinary()),
    sa.column("within_squares", sa.Text()),
)
_SUBJECT = sa.table("subject", sa.column("id", sa.Uuid()), sa.column("campaign_id", sa.Uuid()))
_CAMPAIGN = sa.table(
    "campaign",
    sa.column("id", sa.Uuid()),
    sa.column("state", sa.String()),
    sa.column("survey_json", sa.Text()),
    sa.column("is_scrubbed", sa.Boolean()),
)


def upgrade() -> None:
    connection = op.get_bind()
    for (campaign_id,) in connection.execute(sa.select(_CAMPAIGN.c.id)).all():
        _migrate(connection, campaign_id)
    columns = {column["name"] for column in sa.inspect(connection).get_columns("stored_responses")}
    # Made anew, so that no page of SQLite's file keeps what an update left beside the new row.
    with op.batch_alter_table("stored_responses", recreate="auto") as batch_op:
        if "comments" in columns:
            batch_op.drop_column("comments")
    if connection.dialect.name == "sqlite":
        with op.batch_alter_table("campaign_figures", recreate="always"):
            pass


def downgrade() -> None:
    # What was one person's cannot be found again, and shall not be.
    with op.batch_alter_table("stored_responses") as batch_op:
        batch_op.add_column(sa.Column("comments", sa.Text(), nullable=False, server_default="[]"))


def _migrate(connection: sa.Connection, campaign_id: UUID) -> None:
    """Migrate what is kept of one campaign, a subject at a time: there may be thousands."""
    survey = json.loads(
        connection.execute(
            sa.select(_CAMPAIGN.c.survey_json).where(_CAMPAIGN.c.id == campaign_id)
        ).scalar_one()
    )
    subjects = connection.execute(
        sa.select(_RESPONSES.c.subject_id)
        .join(_SUBJECT, _SUBJECT.c.id == _RESPONSES.c.subject_id)
        .where(_SUBJECT.c.campaign_id == campaign_id, _RESPONSES.c.format == 1)
    ).all()
    for (subject_id,) in subjects:
        _migrate_responses(connection, subject_id, survey)
    is_kept = _migrate_figures(connection, campaign_id, survey)
    if subjects or is_kept:
        connection.execute(
            sa.update(_CAMPAIGN)
            .where(_CAMPAIGN.c.id == campaign_id, _CAMPAIGN.c.state == "closed")
            .values(is_scrubbed=False)
        )


def _migrate_responses(connection: sa.Connection, subject_id: UUID, survey: dict[str, Any]) -> None:
    is_this = _RESPONSES.c.subject_id == subject_id
    blocks, packed = connection.execute(
        sa.select(_RESPONSES.c.blocks, _RESPONSES.c.matrix).where(is_this)
    ).one()
    protected = {group["key"] for group in survey["groups"] if group["kind"] == "protected"}
    matrix = _unpacked(packed, sum(len(trait["items"]) for trait in survey["traits"]))
    kept, columns, start = [], [matrix[:0]], 0
    for label, rows in json.loads(blocks):
        if protected.issuperset(label.split("+")):
            kept.append((label, rows))
            columns.append(_sorted(matrix[start : start + rows]))
        start += rows
    connection.execute(
        sa.update(_RESPONSES)
        .where(is_this)
        .values(
            format=2,
            blocks=json.dumps(kept, separators=(",", ":")),
            matrix=_packed(np.concatenate(columns)),
            comments="[]",
        )
    )


def _migrate_figures(connection: sa.Connection, campaign_id: UUID, survey: dict[str, Any]) -> bool:
    is_this = _FIGURES.c.campaign_id == campaign_id
    found = connection.execute(
        sa.select(_FIGURES.c.conditions, _FIGURES.c.within_squares).where(is_this)
    ).one_or_none()
    if found is None:
        return False
    items = len((survey.get("conditions") or {}).get("items", ()))
    conditions = _unpacked(found.conditions, items)
    if len(conditions) < _LEAST_LEADERS:
        conditions = conditions[:0]
    connection.execute(
        sa.update(_FIGURES)
        .where(is_this)
        .values(
            conditions=_packed(_sorted(conditions)),
            within_squares=json.dumps(
                [_of_enough_leaders(record) for record in json.loads(found.within_squares)],
                sort_keys=True,
            ),
        )
    )
    return True


def _of_enough_leaders(record: dict[str, Any]) -> dict[str, Any]:
    if record["leaders"] >= _LEAST_LEADERS:
        return record
    return record | {"leaders": 0, "df": 0, "thousandths": 0}


def _unpacked(packed: bytes, items: int) -> npt.NDArray[np.int8]:
    plain = np.frombuffer(zlib.decompress(packed), dtype=np.int8)
    return plain.reshape(-1, items) if items else plain.reshape(0, 0)


def _sorted(matrix: npt.NDArray[np.int8]) -> npt.NDArray[np.int8]:
    return np.sort(np.where(matrix < 0, np.int8(_MISSING), matrix), axis=0)


def _packed(matrix: npt.NDArray[np.int8]) -> bytes:
    return zlib.compress(np.ascontiguousarray(matrix, dtype=np.int8).tobytes(), 9)
