"""That two were told of the day on which they meant to talk again."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

NAME, COLUMNS = "ix_appraisal_wording_look_again_on_appraisal_id", ["organisation_id", "look_again_on", "appraisal_id"]


def upgrade() -> None:
    with op.batch_alter_table("appraisal_wording", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reminded_on", sa.Date(), nullable=True))
        batch_op.create_index(NAME, COLUMNS)


def downgrade() -> None:
    with op.batch_alter_table("appraisal_wording", schema=None) as batch_op:
        batch_op.drop_index(NAME)
        batch_op.drop_column("reminded_on")
