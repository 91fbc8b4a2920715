"""Letters that bring a rater their link, and raters who are taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feedback_letter",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "round_id"],
            ["feedback_round.organisation_id", "feedback_round.id"],
            name=op.f("fk_feedback_letter_organisation_id_round_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_feedback_letter_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_feedback_letter")),
    )
    with op.batch_alter_table("feedback_letter", schema=None) as batch_op:
        batch_op.create_index("ix_feedback_letter_next_try_at_id", ["organisation_id", "next_try_at", "id"])
        batch_op.create_index("ix_feedback_letter_round_id", ["organisation_id", "round_id"])
    with op.batch_alter_table("feedback_invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("taken_back_on", sa.Date(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("Letters and raters taken back have no place in the tables before: restore a backup.")
