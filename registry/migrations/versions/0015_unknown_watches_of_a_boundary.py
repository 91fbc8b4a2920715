"""How many watches of a boundary tell too little, found along an index however many ideas stand under it."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_watch_boundary_id_due_on", "watch", ["organisation_id", "boundary_id", "due_on"])


def downgrade() -> None:
    op.drop_index("ix_watch_boundary_id_due_on", "watch")
