"""Areas of discretion and the claims of ideas to them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "discretion",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.String(length=400), nullable=False),
        sa.Column("money_limit_pence", sa.BigInteger(), nullable=True),
        sa.Column("time_limit_minutes", sa.BigInteger(), nullable=True),
        sa.Column("other_limits", sa.String(length=400), nullable=False),
        sa.Column("excluded", sa.String(length=400), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_by_id", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=400), nullable=False),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)",
            name=op.f("ck_discretion_withdrawn_at_with_withdrawn_by_id"),
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_discretion_dates_in_order")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "declared_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_discretion_organisation_id_declared_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "framework_id"],
            ["framework.organisation_id", "framework.id"],
            name=op.f("fk_discretion_organisation_id_framework_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "withdrawn_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_discretion_organisation_id_withdrawn_by_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_discretion_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_discretion")),
    )
    with op.batch_alter_table("discretion", schema=None) as batch_op:
        batch_op.create_index("ix_discretion_ends_on_id", ["organisation_id", "ends_on", "id"], unique=False)
        batch_op.create_index("ix_discretion_framework_id_id", ["organisation_id", "framework_id", "id"], unique=False)

    op.create_table(
        "discretion_aim",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("discretion_id", sa.Uuid(), nullable=False),
        sa.Column("aim_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "aim_id"],
            ["aim.organisation_id", "aim.id"],
            name=op.f("fk_discretion_aim_organisation_id_aim_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "discretion_id"],
            ["discretion.organisation_id", "discretion.id"],
            name=op.f("fk_discretion_aim_organisation_id_discretion_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_discretion_aim_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_discretion_aim")),
    )
    with op.batch_alter_table("discretion_aim", schema=None) as batch_op:
        batch_op.create_index(
            "uq_discretion_aim_discretion_id_aim_id", ["organisation_id", "discretion_id", "aim_id"], unique=True
        )

    op.create_table(
        "discretion_place",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("discretion_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "discretion_id"],
            ["discretion.organisation_id", "discretion.id"],
            name=op.f("fk_discretion_place_organisation_id_discretion_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "service_id"],
            ["service.organisation_id", "service.id"],
            name=op.f("fk_discretion_place_organisation_id_service_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_discretion_place_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_discretion_place")),
    )
    with op.batch_alter_table("discretion_place", schema=None) as batch_op:
        batch_op.create_index(
            "uq_discretion_place_discretion_id_service_id",
            ["organisation_id", "discretion_id", "service_id"],
            unique=True,
        )

    op.create_table(
        "discretion_claim",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("discretion_id", sa.Uuid(), nullable=False),
        sa.Column("sentence", sa.String(length=400), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by_id", sa.Uuid(), nullable=False),
        sa.Column("handed_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_back_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(handed_back_at IS NULL) = (handed_back_by_id IS NULL)",
            name=op.f("ck_discretion_claim_handed_back_at_with_handed_back_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "claimed_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_discretion_claim_organisation_id_claimed_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "discretion_id"],
            ["discretion.organisation_id", "discretion.id"],
            name=op.f("fk_discretion_claim_organisation_id_discretion_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "handed_back_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_discretion_claim_organisation_id_handed_back_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_discretion_claim_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_discretion_claim_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_discretion_claim")),
    )
    with op.batch_alter_table("discretion_claim", schema=None) as batch_op:
        batch_op.create_index(
            "ix_discretion_claim_discretion_id_id", ["organisation_id", "discretion_id", "id"], unique=False
        )
        batch_op.create_index("ix_discretion_claim_idea_id_id", ["organisation_id", "idea_id", "id"], unique=False)

    with op.batch_alter_table("idea_summary", schema=None) as batch_op:
        batch_op.add_column(sa.Column("discretion_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_idea_summary_organisation_id_discretion_id"),
            "discretion",
            ["organisation_id", "discretion_id"],
            ["organisation_id", "id"],
        )


def downgrade() -> None:
    raise NotImplementedError("Areas of discretion have no place in the tables before: restore a backup.")
