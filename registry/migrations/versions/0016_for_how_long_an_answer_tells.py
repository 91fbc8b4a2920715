"""For how many days an answer tells is part of a boundary's words, so that it is redrawn as they are."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("boundary_wording") as batch_op:
        batch_op.add_column(sa.Column("answer_days", sa.Integer(), nullable=True))
    its = sa.select(boundary.c.answer_days).where(
        boundary.c.organisation_id == wording.c.organisation_id, boundary.c.id == wording.c.boundary_id
    )
    op.execute(sa.update(wording).values(answer_days=its.scalar_subquery()).where(wording.c.comparison.is_(None)))
    with op.batch_alter_table("boundary_wording") as batch_op:
        batch_op.create_check_constraint(batch_op.f("ck_boundary_wording_at_least_one_day"), "answer_days >= 1")
        batch_op.create_check_constraint(
            batch_op.f("ck_boundary_wording_terms_or_days"), "(comparison IS NULL) = (answer_days IS NOT NULL)"
        )
    with op.batch_alter_table("boundary") as batch_op:
        batch_op.drop_column("answer_days")


def downgrade() -> None:
    raise NotImplementedError("Each version may say other days, which the tables before cannot: restore a backup.")


boundary = sa.table(
    "boundary",
    sa.column("organisation_id", sa.Uuid()),
    sa.column("id", sa.Uuid()),
    sa.column("answer_days", sa.Integer()),
)
wording = sa.table(
    "boundary_wording",
    sa.column("organisation_id", sa.Uuid()),
    sa.column("boundary_id", sa.Uuid()),
    sa.column("comparison", sa.String()),
    sa.column("answer_days", sa.Integer()),
)
