"""Let a subject be a team, a workplace or an occasion, and a programme ask several surveys.

Whoever is a subject stays one as they were, a leader; each programme's survey becomes the one
row of those it asks. Nothing of a survey, an answer or a release is touched.

Revision ID: 0022
Revises: 0021
"""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_THINGS = {"team_id": "team", "workplace_id": "workplace", "occasion_id": "occasion"}
_ONE_THING = " + ".join(
    f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in ("person_id", *_THINGS)
)
_PROGRAMME = sa.table("programme", sa.column("id", sa.Uuid()), sa.column("survey_id", sa.String()))
_INSTRUMENT = sa.table(
    "programme_instrument",
    sa.column("programme_id", sa.Uuid()),
    sa.column("survey_id", sa.String()),
    sa.column("position", sa.Integer()),
)
_CAMPAIGN = sa.table(
    "campaign",
    sa.column("id", sa.Uuid()),
    sa.column("survey_json", sa.Text()),
    sa.column("survey_id", sa.String()),
)


def upgrade() -> None:
    """Make the tables, then what refers to them."""
    _make_instruments()
    _make_teams()
    _make_workplaces()
    _make_cohorts()
    _make_courses()
    _make_initiatives()
    _name_the_surveys_of_campaigns()
    _widen_subjects()


def downgrade() -> None:
    """Take the schema back; of subjects that are no leaders nothing can be kept."""
    if op.get_bind().scalar(sa.text("SELECT count(*) FROM subject WHERE person_id IS NULL")):
        message = "Campaigns about teams, workplaces or occasions cannot be taken back."
        raise RuntimeError(message)
    _narrow_subjects()
    op.drop_column("campaign", "survey_id")
    survey = sa.Column("survey_id", sa.String(), nullable=False, server_default="")
    op.add_column("programme", survey)
    first = (
        sa.select(_INSTRUMENT.c.survey_id)
        .where(_INSTRUMENT.c.programme_id == _PROGRAMME.c.id)
        .order_by(_INSTRUMENT.c.position)
        .limit(1)
        .scalar_subquery()
    )
    op.execute(_PROGRAMME.update().values(survey_id=first))
    for table in (
        *("initiative", "occasion", "course_module", "membership", "cohort", "workplace"),
        *("team_member", "team", "programme_instrument"),
    ):
        op.drop_table(table)


def _make_instruments() -> None:
    _make(
        "programme_instrument",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        key=("programme_id", "survey_id"),
        refers={"programme_id": "programme"},
    )
    rows = sa.select(_PROGRAMME.c.id, _PROGRAMME.c.survey_id, sa.literal(0))
    op.execute(_INSTRUMENT.insert().from_select(["programme_id", "survey_id", "position"], rows))
    op.drop_column("programme", "survey_id")


def _make_teams() -> None:
    _make(
        "team",
        *_named(),
        sa.UniqueConstraint("programme_id", "name", name=op.f("uq_team_programme_id_name")),
        refers={"programme_id": "programme"},
    )
    _make(
        "team_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("is_head", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "last_day >= first_day", name=op.f("ck_team_member_ends_after_it_begins")
        ),
        refers={"team_id": "team", "person_id": "person"},
        indexed=("person_id",),
    )
    for name, columns, condition in (
        ("uq_team_member_now", ["team_id", "person_id"], "last_day IS NULL"),
        ("uq_team_member_head_now", ["team_id"], "last_day IS NULL AND is_head"),
    ):
        where = sa.text(condition)
        op.create_index(
            *(name, "team_member", columns),
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )


def _make_workplaces() -> None:
    _make(
        "workplace",
        *_named(),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("head_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_workplace_is_not_above_itself")),
        *(
            sa.UniqueConstraint(
                "programme_id", column, name=op.f(f"uq_workplace_programme_id_{column}")
            )
            for column in ("code", "path", "id")
        ),
        _of_one_programme("workplace", "parent_id", "workplace"),
        refers={"programme_id": "programme", "head_id": "person"},
        indexed=("parent_id", "head_id"),
    )


def _make_cohorts() -> None:
    _make(
        "cohort",
        *_named(),
        sa.Column("begins_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on >= begins_on", name=op.f("ck_cohort_ends_after_it_begins")),
        sa.UniqueConstraint("programme_id", "name", name=op.f("uq_cohort_programme_id_name")),
        sa.UniqueConstraint("programme_id", "id", name=op.f("uq_cohort_programme_id_id")),
        refers={"programme_id": "programme"},
    )
    _make(
        "membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("workplace_id", sa.Uuid(), nullable=True),
        sa.Column("level", sa.String(), nullable=False),
        sa.UniqueConstraint(
            "programme_id", "person_id", name=op.f("uq_membership_programme_id_person_id")
        ),
        _of_one_programme("membership", "cohort_id", "cohort"),
        refers={
            "programme_id": "programme",
            "person_id": "person",
            "team_id": "team",
            "workplace_id": "workplace",
        },
        indexed=("cohort_id", "person_id"),
    )


def _make_courses() -> None:
    _make(
        "course_module",
        *_named(),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("consultant_id", sa.Uuid(), nullable=True),
        sa.UniqueConstraint(
            "programme_id", "name", name=op.f("uq_course_module_programme_id_name")
        ),
        refers={"programme_id": "programme", "consultant_id": "person"},
        indexed=("consultant_id",),
    )
    _make(
        "occasion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("altered", sa.Text(), nullable=False),
        sa.UniqueConstraint(
            *("module_id", "cohort_id", "day"), name=op.f("uq_occasion_module_id_cohort_id_day")
        ),
        refers={"module_id": "course_module", "cohort_id": "cohort"},
        indexed=("cohort_id",),
    )


def _make_initiatives() -> None:
    _make(
        "initiative",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("workplace_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("action_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("status_on", sa.Date(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status IN ('planned', 'under_way', 'done', 'dropped')",
            name=op.f("ck_initiative_status_known"),
        ),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["action.id"],
            name=op.f("fk_initiative_action_id_action"),
            ondelete="SET NULL",
        ),
        refers={"programme_id": "programme", "workplace_id": "workplace", "owner_id": "person"},
        indexed=("programme_id", "owner_id", "action_id"),
    )


def _name_the_surveys_of_campaigns() -> None:
    op.add_column(
        "campaign", sa.Column("survey_id", sa.String(), nullable=False, server_default="")
    )
    bind = op.get_bind()
    for campaign_id, survey in bind.execute(
        sa.select(_CAMPAIGN.c.id, _CAMPAIGN.c.survey_json)
    ).all():
        bind.execute(
            _CAMPAIGN.update()
            .where(_CAMPAIGN.c.id == campaign_id)
            .values(survey_id=json.loads(survey)["id"])
        )


def _widen_subjects() -> None:
    for column, default in {"kind": "leader", "name": ""}.items():
        added = sa.Column(column, sa.String(), nullable=False, server_default=default)
        op.add_column("subject", added)
    if op.get_bind().dialect.name == "postgresql":
        for column, table in {**_THINGS, "parent_id": "subject"}.items():
            op.add_column("subject", sa.Column(column, sa.Uuid(), nullable=True))
            key = op.f(f"fk_subject_{column}_{table}")
            op.create_foreign_key(key, "subject", table, [column], ["id"])
        op.alter_column("subject", "person_id", nullable=True)
        op.create_check_constraint(op.f("ck_subject_is_one_thing"), "subject", f"{_ONE_THING} = 1")
    else:
        _widen_on_sqlite()
    for column in (*_THINGS, "parent_id"):
        op.create_index(op.f(f"ix_subject_{column}"), "subject", [column])
    for column in _THINGS:
        name = f"uq_subject_campaign_id_{column}"
        op.create_index(name, "subject", ["campaign_id", column], unique=True)


def _widen_on_sqlite() -> None:
    # Made anew it would have to be dropped, and other tables point at it (see revision 0016). A
    # column brings its own constraints along; that another may be empty is a word in the schema.
    checked = f"CONSTRAINT ck_subject_is_one_thing CHECK ({_ONE_THING} = 1)"
    for column, table in {"parent_id": "subject", **_THINGS}.items():
        key = f"CONSTRAINT fk_subject_{column}_{table} REFERENCES {table} (id)"
        last = f" {checked}" if column == "occasion_id" else ""
        op.execute(f"ALTER TABLE subject ADD COLUMN {column} CHAR(32) {key}{last}")
    _rewrite("person_id CHAR(32) NOT NULL", "person_id CHAR(32)")


def _narrow_subjects() -> None:
    for column in _THINGS:
        op.drop_index(f"uq_subject_campaign_id_{column}", "subject")
    for column in (*_THINGS, "parent_id"):
        op.drop_index(f"ix_subject_{column}", "subject")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("ck_subject_is_one_thing", "subject")
        op.alter_column("subject", "person_id", nullable=False)
    else:
        # SQLite drops no column that a constraint of another or a key names.
        _rewrite(f" CONSTRAINT ck_subject_is_one_thing CHECK ({_ONE_THING} = 1)", "")
        for column, table in {**_THINGS, "parent_id": "subject"}.items():
            _rewrite(f" CONSTRAINT fk_subject_{column}_{table} REFERENCES {table} (id)", "")
        _rewrite("person_id CHAR(32)", "person_id CHAR(32) NOT NULL")
    for column in ("kind", "name", *_THINGS, "parent_id"):
        op.drop_column("subject", column)


def _rewrite(before: str, after: str) -> None:
    op.execute("PRAGMA writable_schema = ON")
    op.execute(
        sa.text(
            "UPDATE sqlite_schema SET sql = replace(sql, :before, :after) "
            "WHERE type = 'table' AND name = 'subject'"
        ).bindparams(before=before, after=after)
    )
    op.execute("PRAGMA writable_schema = RESET")


def _named() -> tuple[sa.Column[Any], ...]:
    """Return the columns of a thing of a programme that has a name."""
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
    )


def _of_one_programme(table: str, column: str, referred: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["programme_id", column],
        [f"{referred}.programme_id", f"{referred}.id"],
        name=op.f(f"fk_{table}_programme_id_{referred}"),
    )


def _make(
    table: str,
    *parts: sa.schema.SchemaItem,
    refers: dict[str, str],
    key: tuple[str, ...] = ("id",),
    indexed: tuple[str, ...] = (),
) -> None:
    op.create_table(
        table,
        *parts,
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{referred}.id"], name=op.f(f"fk_{table}_{column}_{referred}")
            )
            for column, referred in refers.items()
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}")),
    )
    for column in indexed:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
