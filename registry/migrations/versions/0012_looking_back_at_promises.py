"""What teams say of a promise when it is over."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "look_back",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kept",
            sa.Enum(
                "kept",
                "partly_kept",
                "not_kept",
                name="look_back_kept",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "in_time",
            sa.Enum("in_time", "late", "too_late", name="intime", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "helped",
            sa.Enum("much", "some", "not", name="helped", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "given_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_look_back_organisation_id_given_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "id"],
            ["pledge.organisation_id", "pledge.id"],
            name=op.f("fk_look_back_organisation_id_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_look_back_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_look_back")),
    )


def downgrade() -> None:
    op.drop_table("look_back")
