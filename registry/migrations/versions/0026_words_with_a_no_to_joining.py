"""What somebody says with their no to an asking or an invitation."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("teammate", sa.Column("answer", sa.String(length=160), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("teammate", "answer")
