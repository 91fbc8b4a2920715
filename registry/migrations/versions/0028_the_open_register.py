"""The open register: whether an organisation has one, and what everybody reads of the ideas published in it."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

STAGES = ("draft", "discarded", "registered", "exploring", "paused", "sustained", "ended")
KINDS = (
    *("time", "money", "data", "equipment", "space", "skills", "barrier", "introduction", "sponsorship"),
    "line_manager",
)


def upgrade() -> None:
    off = sa.Column("publishes_register", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("organisation", off)
    op.add_column("organisation", sa.Column("register_words", sa.String(length=400), nullable=False, server_default=""))
    op.create_table(
        "open_idea",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference_number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("better", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(length=400), nullable=False),
        sa.Column("learning", sa.String(), nullable=False),
        sa.Column("service", sa.String(length=160), nullable=False),
        sa.Column("stage", _one_of("stage", STAGES), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "id"], ["idea.organisation_id", "idea.id"], name=op.f("fk_open_idea_organisation_id_id")
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_open_idea_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_open_idea")),
    )
    op.create_index("uq_open_idea_reference_number", "open_idea", ["organisation_id", "reference_number"], unique=True)
    op.create_index("ix_open_idea_registered_at_id", "open_idea", ["organisation_id", "registered_at", "id"])
    by_stage = ["organisation_id", "stage", "registered_at", "id"]
    op.create_index("ix_open_idea_stage_registered_at_id", "open_idea", by_stage)
    op.create_table(
        "open_aim",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("aim_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["open_idea.organisation_id", "open_idea.id"],
            name=op.f("fk_open_aim_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "aim_id"],
            ["aim.organisation_id", "aim.id"],
            name=op.f("fk_open_aim_organisation_id_aim_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_open_aim_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_open_aim")),
    )
    op.create_index("uq_open_aim_idea_id_aim_id", "open_aim", ["organisation_id", "idea_id", "aim_id"], unique=True)
    op.create_index("ix_open_aim_name_idea_id", "open_aim", ["organisation_id", "name", "idea_id"])
    op.create_table(
        "open_promise",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _one_of("kind", KINDS), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("promised", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["open_idea.organisation_id", "open_idea.id"],
            name=op.f("fk_open_promise_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_open_promise_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_open_promise")),
    )
    by_kind = ["organisation_id", "idea_id", "kind"]
    op.create_index("uq_open_promise_idea_id_kind", "open_promise", by_kind, unique=True)


def downgrade() -> None:
    for table in ("open_promise", "open_aim", "open_idea"):
        op.drop_table(table)
    op.drop_column("organisation", "register_words")
    op.drop_column("organisation", "publishes_register")


def _one_of(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
