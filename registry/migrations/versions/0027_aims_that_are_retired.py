"""Aims that are no longer chosen, and stay where they stand."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("aim", schema=None) as batch_op:
        batch_op.add_column(sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("retired_by_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_aim_organisation_id_retired_by_id"),
            "person",
            ["organisation_id", "retired_by_id"],
            ["organisation_id", "id"],
        )
        batch_op.create_check_constraint(
            op.f("ck_aim_retired_at_with_retired_by_id"), "(retired_at IS NULL) = (retired_by_id IS NULL)"
        )


def downgrade() -> None:
    with op.batch_alter_table("aim", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_aim_retired_at_with_retired_by_id"), type_="check")
        batch_op.drop_constraint(op.f("fk_aim_organisation_id_retired_by_id"), type_="foreignkey")
        batch_op.drop_column("retired_by_id")
        batch_op.drop_column("retired_at")
