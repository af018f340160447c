"""Make the first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(), nullable=False),
        sa.Column("us_totp_secrets", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_account_fs_uniquifier")),
    )
    op.create_table(
        "audit_anchor",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_anchor")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_audit_entry_number_counts_from_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("number", name=op.f("uq_audit_entry_number")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "latest_claim",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_latest_claim_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_latest_claim")),
    )
    op.create_table(
        "mail_hold",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("needs_operator", sa.Boolean(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_mail_hold_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_hold")),
    )
    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("permissions", sa.UnicodeText(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("name", name=op.f("uq_role_name")),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("controller", sa.String(), nullable=False),
        sa.Column("contact_name", sa.String(), nullable=False),
        sa.Column("contact_phone", sa.String(), nullable=False),
        sa.Column("contact_email", sa.String(), nullable=False),
        sa.Column("data_protection_contact", sa.String(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("name", name=op.f("uq_unit_name")),
    )
    op.create_table(
        "account_role",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_role_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["role_id"], ["role.id"], name=op.f("fk_account_role_role_id_role")
        ),
        sa.PrimaryKeyConstraint("account_id", "role_id", name=op.f("pk_account_role")),
    )
    op.create_table(
        "organiser_grant",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_organiser_grant_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_organiser_grant_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("account_id", "unit_id", name=op.f("pk_organiser_grant")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("rater_id", sa.String(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("workplace", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email_is_folded")),
        sa.CheckConstraint(
            "email IS NOT NULL OR rater_id IS NOT NULL", name=op.f("ck_person_can_be_told_apart")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_person_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("unit_id", "rater_id", name=op.f("uq_person_unit_id_rater_id")),
    )
    op.create_table(
        "programme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("survey_id", sa.String(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("coaches", sa.Text(), nullable=False),
        sa.Column("points", sa.Text(), nullable=False),
        sa.CheckConstraint("policy IN ('merge', 'drop')", name=op.f("ck_programme_policy_known")),
        sa.CheckConstraint("k BETWEEN 3 AND 10", name=op.f("ck_programme_k_in_range")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_programme_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("unit_id", "name", name=op.f("uq_programme_unit_id_name")),
    )
    op.create_table(
        "retention_rule",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.CheckConstraint("days >= 0", name=op.f("ck_retention_rule_days_counted")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_retention_rule_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("unit_id", "kind", name=op.f("pk_retention_rule")),
    )
    op.create_table(
        "sign_in_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_sign_in_code_failures_counted")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sign_in_code_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_code")),
    )
    with op.batch_alter_table("sign_in_code", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_code_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "campaign",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "nominating",
                "launching",
                "open",
                "closing",
                "closed",
                "erased",
                "cancelled",
                "lost",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=12,
            ),
            nullable=False,
        ),
        sa.Column("survey_json", sa.Text(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("follows_id", sa.Uuid(), nullable=True),
        sa.Column("is_rehearsal", sa.Boolean(), nullable=False),
        sa.Column("rehearsal_address", sa.String(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("reminder_days", sa.String(), nullable=False),
        sa.Column("share_rule", sa.String(), nullable=False),
        sa.Column("share_after_days", sa.Integer(), nullable=False),
        sa.Column("launch_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_mail_held", sa.Boolean(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=True),
        sa.Column("launched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_scrubbed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('full', 'pulse')", name=op.f("ck_campaign_kind_known")),
        sa.CheckConstraint("policy IN ('merge', 'drop')", name=op.f("ck_campaign_policy_known")),
        sa.CheckConstraint(
            "share_rule IN ('by_hand', 'coaches_at_close', 'looked_through')",
            name=op.f("ck_campaign_share_rule_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('open', 'closing') OR public_key IS NOT NULL",
            name=op.f("ck_campaign_open_has_a_key"),
        ),
        sa.CheckConstraint(
            "NOT is_rehearsal OR rehearsal_address IS NOT NULL",
            name=op.f("ck_campaign_rehearsal_has_an_address"),
        ),
        sa.CheckConstraint("k BETWEEN 3 AND 10", name=op.f("ck_campaign_k_in_range")),
        sa.CheckConstraint(
            "share_after_days BETWEEN 0 AND 90", name=op.f("ck_campaign_share_after_days_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["campaign.id"], name=op.f("fk_campaign_follows_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_campaign_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("programme_id", "name", name=op.f("uq_campaign_programme_id_name")),
    )
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_campaign_programme_id"), ["programme_id"], unique=False
        )

    op.create_table(
        "mail_text",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_mail_text_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("programme_id", "kind", "language", name=op.f("pk_mail_text")),
    )
    op.create_table(
        "campaign_figures",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("conditions", sa.LargeBinary(), nullable=False),
        sa.Column("within_squares", sa.Text(), nullable=False),
        sa.Column("responses_in_no_block", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_figures_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_campaign_figures")),
    )
    op.create_table(
        "envelope",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_envelope_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_envelope")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("envelope", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_envelope_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "erasure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_erasure_something_went")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_erasure_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_erasure_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erasure_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_erasure_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "erasure_stop",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by IS NULL)",
            name=op.f("ck_erasure_stop_lifted_by_somebody"),
        ),
        sa.CheckConstraint(
            "unit_id IS NULL OR campaign_id IS NULL", name=op.f("ck_erasure_stop_one_scope")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_erasure_stop_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_erasure_stop_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_stop")),
    )
    with op.batch_alter_table("erasure_stop", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_erasure_stop_campaign_id"), ["campaign_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_erasure_stop_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sending",
                "sent",
                "failed",
                "uncertain",
                name="mailstate",
                native_enum=False,
                create_constraint=True,
                length=12,
            ),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("sent_with_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_mail_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mail_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint(
            "person_id", "kind", "occasion", name=op.f("uq_mail_person_id_kind_occasion")
        ),
    )
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index("ix_mail_claimed_at", ["claimed_at"], unique=False)
        batch_op.create_index("ix_mail_state_due", ["state", "due_at"], unique=False)

    op.create_table(
        "mail_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.Column("bodies", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_mail_correction_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_correction")),
    )
    with op.batch_alter_table("mail_correction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mail_correction_campaign_id"), ["campaign_id"], unique=False
        )

    op.create_table(
        "nomination",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_nomination_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_nomination")),
    )
    op.create_table(
        "nomination_limit",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("rater_group", sa.String(), nullable=False),
        sa.Column("fewest", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.CheckConstraint("fewest >= 0", name=op.f("ck_nomination_limit_fewest_not_negative")),
        sa.CheckConstraint(
            "most >= fewest", name=op.f("ck_nomination_limit_most_not_under_fewest")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_nomination_limit_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "rater_group", name=op.f("pk_nomination_limit")),
    )
    op.create_table(
        "rater",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.CheckConstraint(
            "number BETWEEN 0 AND 1099511627775", name=op.f("ck_rater_number_has_40_bits")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_rater_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_rater_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rater")),
        sa.UniqueConstraint(
            "campaign_id", "person_id", name=op.f("uq_rater_campaign_id_person_id")
        ),
        sa.UniqueConstraint("number", name=op.f("uq_rater_number")),
    )
    with op.batch_alter_table("rater", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rater_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rater_person_id"), ["person_id"], unique=False)

    op.create_table(
        "retired_number",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_retired_number_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_retired_number")),
    )
    with op.batch_alter_table("retired_number", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_retired_number_campaign_id"), ["campaign_id"], unique=False
        )

    op.create_table(
        "staged_people",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("seen", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("staged_by", sa.String(), nullable=False),
        sa.Column("staged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_staged_people_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_staged_people")),
    )
    with op.batch_alter_table("staged_people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staged_people_staged_at"), ["staged_at"], unique=False)

    op.create_table(
        "subject",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=True),
        sa.Column("approver_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("unit_name", sa.String(), nullable=False),
        sa.Column("shared_with_coach_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shared_with_leader_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("coach_access_ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("coach_access_until", sa.Date(), nullable=True),
        sa.Column("coach_is_external", sa.Boolean(), nullable=False),
        sa.Column("comments_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("talk_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("talk_place", sa.String(), nullable=False),
        sa.Column("talk_version", sa.Integer(), nullable=False),
        sa.Column("is_moved", sa.Boolean(), nullable=False),
        sa.Column("shares_before_talk", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "NOT coach_is_external OR coach_access_until IS NOT NULL",
            name=op.f("ck_subject_external_coach_has_an_end"),
        ),
        sa.ForeignKeyConstraint(
            ["approver_id"], ["person.id"], name=op.f("fk_subject_approver_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_subject_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["person.id"], name=op.f("fk_subject_coach_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_subject_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject")),
        sa.UniqueConstraint(
            "campaign_id", "person_id", name=op.f("uq_subject_campaign_id_person_id")
        ),
    )
    with op.batch_alter_table("subject", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subject_approver_id"), ["approver_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_subject_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_subject_coach_id"), ["coach_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_subject_person_id"), ["person_id"], unique=False)

    op.create_table(
        "coach_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["person.id"], name=op.f("fk_coach_note_coach_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_coach_note_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coach_note")),
        sa.UniqueConstraint(
            "subject_id", "coach_id", name=op.f("uq_coach_note_subject_id_coach_id")
        ),
    )
    with op.batch_alter_table("coach_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coach_note_coach_id"), ["coach_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("rater_id", sa.Uuid(), nullable=False),
        sa.Column("rater_group", sa.String(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rater_id"], ["rater.id"], name=op.f("fk_invitation_rater_id_rater")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_invitation_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint(
            "subject_id", "rater_id", name=op.f("uq_invitation_subject_id_rater_id")
        ),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_rater_id"), ["rater_id"], unique=False)

    op.create_table(
        "mark",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('focus', 'proud', 'ask')", name=op.f("ck_mark_kind_known")),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_mark_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("subject_id", "key", name=op.f("pk_mark")),
    )
    op.create_table(
        "plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("survey_json", sa.Text(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_plan_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_plan_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("subject_id", name=op.f("uq_plan_subject_id")),
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_person_id"), ["person_id"], unique=False)

    op.create_table(
        "progress_band",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("rater_group", sa.String(), nullable=False),
        sa.Column("band", sa.String(), nullable=False),
        sa.CheckConstraint(
            "band IN ('few', 'some', 'many')", name=op.f("ck_progress_band_band_known")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_progress_band_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("subject_id", "rater_group", name=op.f("pk_progress_band")),
    )
    op.create_table(
        "proposal",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state IN ('sent', 'sent_back', 'approved')", name=op.f("ck_proposal_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_proposal_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("subject_id", name=op.f("pk_proposal")),
    )
    op.create_table(
        "stand_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("is_external", sa.Boolean(), nullable=False),
        sa.CheckConstraint("from_day <= until_day", name=op.f("ck_stand_in_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_stand_in_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_stand_in_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_in")),
        sa.UniqueConstraint(
            "subject_id", "person_id", name=op.f("uq_stand_in_subject_id_person_id")
        ),
    )
    with op.batch_alter_table("stand_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stand_in_person_id"), ["person_id"], unique=False)

    op.create_table(
        "stored_release",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("figures_hash", sa.String(), nullable=False),
        sa.Column("comments_hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_stored_release_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("subject_id", name=op.f("pk_stored_release")),
    )
    op.create_table(
        "stored_responses",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.Column("matrix", sa.LargeBinary(), nullable=False),
        sa.Column("comments", sa.Text(), nullable=False),
        sa.Column("delete_after", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_stored_responses_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("subject_id", name=op.f("pk_stored_responses")),
    )
    op.create_table(
        "thanks",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_thanks_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("subject_id", name=op.f("pk_thanks")),
    )
    op.create_table(
        "withholding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withheld_by", sa.String(), nullable=False),
        sa.Column("withheld_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_withholding_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withholding")),
        sa.UniqueConstraint(
            "subject_id",
            "question",
            "text_hash",
            name=op.f("uq_withholding_subject_id_question_text_hash"),
        ),
    )
    with op.batch_alter_table("withholding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_withholding_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "answered",
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_answered_invitation_id_invitation")
        ),
        sa.PrimaryKeyConstraint("invitation_id", "part", name=op.f("pk_answered")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "correction",
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("wrong", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "wrong IN ('person', 'group', 'left')", name=op.f("ck_correction_wrong_known")
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_correction_invitation_id_invitation"),
        ),
        sa.PrimaryKeyConstraint("invitation_id", name=op.f("pk_correction")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "declined",
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_declined_invitation_id_invitation")
        ),
        sa.PrimaryKeyConstraint("invitation_id", name=op.f("pk_declined")),
    )
    op.create_table(
        "draft",
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_draft_invitation_id_invitation")
        ),
        sa.PrimaryKeyConstraint("invitation_id", "part", name=op.f("pk_draft")),
    )
    op.create_table(
        "goal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('use', 'change')", name=op.f("ck_goal_kind_known")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_goal_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
    )
    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goal_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "plan_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_entry_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_entry")),
    )
    with op.batch_alter_table("plan_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_entry_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "plan_reader",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "relation IN ('coach', 'manager', 'peer')", name=op.f("ck_plan_reader_relation_known")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_plan_reader_person_id_person")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_reader_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_reader")),
        sa.UniqueConstraint("plan_id", "person_id", name=op.f("uq_plan_reader_plan_id_person_id")),
    )
    with op.batch_alter_table("plan_reader", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_reader_person_id"), ["person_id"], unique=False)

    op.create_table(
        "action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("first_step", sa.Text(), nullable=False),
        sa.Column("with_whom", sa.Text(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("support", sa.Text(), nullable=False),
        sa.Column("by_when", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reflection", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('planned', 'done', 'dropped')", name=op.f("ck_action_known")),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_action_goal_id_goal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_goal_id"), ["goal_id"], unique=False)


def downgrade() -> None:
    """Bring the schema back."""
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_goal_id"))

    op.drop_table("action")
    with op.batch_alter_table("plan_reader", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_reader_person_id"))

    op.drop_table("plan_reader")
    with op.batch_alter_table("plan_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_entry_plan_id"))

    op.drop_table("plan_entry")
    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_goal_plan_id"))

    op.drop_table("goal")
    op.drop_table("draft")
    op.drop_table("declined")
    op.drop_table("correction")
    op.drop_table("answered")
    with op.batch_alter_table("withholding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_withholding_subject_id"))

    op.drop_table("withholding")
    op.drop_table("thanks")
    op.drop_table("stored_responses")
    op.drop_table("stored_release")
    with op.batch_alter_table("stand_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stand_in_person_id"))

    op.drop_table("stand_in")
    op.drop_table("proposal")
    op.drop_table("progress_band")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_person_id"))

    op.drop_table("plan")
    op.drop_table("mark")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_rater_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("coach_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coach_note_coach_id"))

    op.drop_table("coach_note")
    with op.batch_alter_table("subject", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_subject_person_id"))
        batch_op.drop_index(batch_op.f("ix_subject_coach_id"))
        batch_op.drop_index(batch_op.f("ix_subject_campaign_id"))
        batch_op.drop_index(batch_op.f("ix_subject_approver_id"))

    op.drop_table("subject")
    with op.batch_alter_table("staged_people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staged_people_staged_at"))

    op.drop_table("staged_people")
    with op.batch_alter_table("retired_number", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_retired_number_campaign_id"))

    op.drop_table("retired_number")
    with op.batch_alter_table("rater", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rater_person_id"))
        batch_op.drop_index(batch_op.f("ix_rater_campaign_id"))

    op.drop_table("rater")
    op.drop_table("nomination_limit")
    op.drop_table("nomination")
    with op.batch_alter_table("mail_correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mail_correction_campaign_id"))

    op.drop_table("mail_correction")
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_index("ix_mail_state_due")
        batch_op.drop_index("ix_mail_claimed_at")
        batch_op.drop_index(batch_op.f("ix_mail_campaign_id"))

    op.drop_table("mail")
    with op.batch_alter_table("erasure_stop", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_erasure_stop_unit_id"))
        batch_op.drop_index(batch_op.f("ix_erasure_stop_campaign_id"))

    op.drop_table("erasure_stop")
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_erasure_unit_id"))
        batch_op.drop_index(batch_op.f("ix_erasure_at"))

    op.drop_table("erasure")
    with op.batch_alter_table("envelope", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_envelope_campaign_id"))

    op.drop_table("envelope")
    op.drop_table("campaign_figures")
    op.drop_table("mail_text")
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_campaign_programme_id"))

    op.drop_table("campaign")
    with op.batch_alter_table("sign_in_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_code_account_id"))

    op.drop_table("sign_in_code")
    op.drop_table("retention_rule")
    op.drop_table("programme")
    op.drop_table("person")
    op.drop_table("organiser_grant")
    op.drop_table("account_role")
    op.drop_table("unit")
    op.drop_table("role")
    op.drop_table("mail_hold")
    op.drop_table("latest_claim")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_unit_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_at"))

    op.drop_table("audit_entry")
    op.drop_table("audit_anchor")
    op.drop_table("account")
