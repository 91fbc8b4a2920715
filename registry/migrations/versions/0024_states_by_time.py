"""Finds ideas that came to a stage, and promises taken back, between two days without reading all there ever were."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

WITHDRAWN = sa.text("withdrawn_at IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_state_stage_at_idea_id", "state", ["organisation_id", "stage", "at", "idea_id"])
    op.create_index(
        "ix_pledge_withdrawn",
        "pledge",
        ["organisation_id", "withdrawn_at", "id"],
        sqlite_where=WITHDRAWN,
        postgresql_where=WITHDRAWN,
    )


def downgrade() -> None:
    op.drop_index("ix_pledge_withdrawn", "pledge")
    op.drop_index("ix_state_stage_at_idea_id", "state")
