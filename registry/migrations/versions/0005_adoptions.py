"""Which idea another was begun from."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "adoption",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("id <> from_id", name=op.f("ck_adoption_of_another")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "from_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_adoption_organisation_id_from_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "id"], ["idea.organisation_id", "idea.id"], name=op.f("fk_adoption_organisation_id_id")
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_adoption_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_adoption")),
    )
    op.create_index("ix_adoption_from_id_id", "adoption", ["organisation_id", "from_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("adoption")
