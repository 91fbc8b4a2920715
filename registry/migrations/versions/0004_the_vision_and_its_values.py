"""The vision, its values, and which of them ideas serve."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "value",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("meaning", sa.String(length=400), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_value_ended_at_with_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "ended_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_value_organisation_id_ended_by_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_value_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_value")),
    )
    op.create_index("ix_value_place_id", "value", ["organisation_id", "place", "id"], unique=False)
    op.create_table(
        "vision",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("statement", sa.String(length=1000), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "published_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_vision_organisation_id_published_by_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_vision_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_vision")),
    )
    op.create_index("uq_vision_number", "vision", ["organisation_id", "number"], unique=True)
    op.create_table(
        "vision_value",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vision_id", sa.Uuid(), nullable=False),
        sa.Column("value_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("meaning", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "value_id"],
            ["value.organisation_id", "value.id"],
            name=op.f("fk_vision_value_organisation_id_value_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "vision_id"],
            ["vision.organisation_id", "vision.id"],
            name=op.f("fk_vision_value_organisation_id_vision_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_vision_value_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_vision_value")),
    )
    op.create_index(
        "ix_vision_value_vision_id_place", "vision_value", ["organisation_id", "vision_id", "place"], unique=False
    )
    op.create_table(
        "idea_value",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("value_id", sa.Uuid(), nullable=False),
        sa.Column("how", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_idea_value_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "value_id"],
            ["value.organisation_id", "value.id"],
            name=op.f("fk_idea_value_organisation_id_value_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_idea_value_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_idea_value")),
    )
    op.create_index(
        "ix_idea_value_value_id_idea_id", "idea_value", ["organisation_id", "value_id", "idea_id"], unique=False
    )
    op.create_index(
        "uq_idea_value_idea_id_value_id", "idea_value", ["organisation_id", "idea_id", "value_id"], unique=True
    )


def downgrade() -> None:
    for table in ("idea_value", "vision_value", "vision", "value"):
        op.drop_table(table)
