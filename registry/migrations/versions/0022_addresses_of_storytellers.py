"""Where a storyteller wishes to hear of their story, and the letters that wait."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "story_address",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("story_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_until_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "story_id"],
            ["story.organisation_id", "story.id"],
            name=op.f("fk_story_address_organisation_id_story_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_story_address_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_story_address")),
    )
    with op.batch_alter_table("story_address", schema=None) as batch_op:
        batch_op.create_index("uq_story_address_story_id", ["organisation_id", "story_id"], unique=True)
    op.create_table(
        "story_letter",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("story_id", sa.Uuid(), nullable=False),
        sa.Column(
            "about",
            sa.Enum(
                "page", "answer", "ending", name="lettersubject", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "story_id"],
            ["story.organisation_id", "story.id"],
            name=op.f("fk_story_letter_organisation_id_story_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_story_letter_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_story_letter")),
    )
    with op.batch_alter_table("story_letter", schema=None) as batch_op:
        batch_op.create_index("ix_story_letter_next_try_at_id", ["organisation_id", "next_try_at", "id"], unique=False)
        batch_op.create_index("ix_story_letter_story_id", ["organisation_id", "story_id"], unique=False)


def downgrade() -> None:
    op.drop_table("story_letter")
    op.drop_table("story_address")
