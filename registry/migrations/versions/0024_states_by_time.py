"""Finds the ideas that came to a stage between two days, without reading every state there ever was."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

NAME, COLUMNS = "ix_state_stage_at_idea_id", ["organisation_id", "stage", "at", "idea_id"]


def upgrade() -> None:
    op.create_index(NAME, "state", COLUMNS)


def downgrade() -> None:
    op.drop_index(NAME, "state")
