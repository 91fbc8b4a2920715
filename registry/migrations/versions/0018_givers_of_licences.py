"""Who grants licences without an account, reads them by a private link, and takes them back."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KINDS = "'email', 'sign_in', 'token', 'setup', 'decision', 'given', 'feedback', 'telling', 'story'"
BY_ONE = " + ".join(f"(CASE WHEN revoked_by_{who}id IS NULL THEN 0 ELSE 1 END)" for who in ("", "giver_"))


def upgrade() -> None:
    with op.batch_alter_table("directory") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_directory_directorykind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_directory_directorykind"), f"kind IN ({KINDS})")
    op.create_table(
        "giver",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("link_number", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "partner_id"],
            ["partner.organisation_id", "partner.id"],
            name=op.f("fk_giver_organisation_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_giver_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_giver")),
    )
    op.create_index("ix_giver_partner_id_id", "giver", ["organisation_id", "partner_id", "id"])
    op.create_index("ix_giver_sent_at_next_try_at", "giver", ["organisation_id", "sent_at", "next_try_at"])
    op.create_index("ix_giver_expires_at_id", "giver", ["organisation_id", "expires_at", "id"])
    with op.batch_alter_table("licence_decision") as batch_op:
        batch_op.add_column(sa.Column("giver_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_licence_decision_organisation_id_giver_id"),
            "giver",
            ["organisation_id", "giver_id"],
            ["organisation_id", "id"],
        )
        batch_op.create_index("ix_licence_decision_giver_id_licence_id", ["organisation_id", "giver_id", "licence_id"])
    with op.batch_alter_table("licence") as batch_op:
        batch_op.add_column(sa.Column("revoked_by_giver_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_licence_organisation_id_revoked_by_giver_id"),
            "giver",
            ["organisation_id", "revoked_by_giver_id"],
            ["organisation_id", "id"],
        )
        batch_op.drop_constraint(batch_op.f("ck_licence_revoked_at_with_revoked_by_id"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_licence_revoked_at_with_revoked_by_id_or_giver_id"),
            f"(CASE WHEN revoked_at IS NULL THEN 0 ELSE 1 END) = {BY_ONE}",
        )


def downgrade() -> None:
    raise NotImplementedError("What guests revoked has no place in the tables before: restore a backup.")
