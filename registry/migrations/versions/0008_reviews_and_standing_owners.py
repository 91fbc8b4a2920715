"""Reviews at the end of an exploration, and who keeps what became how people work."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NEWEST = """
UPDATE exploration_period SET review_on = ends_on
WHERE NOT EXISTS (
    SELECT 1 FROM exploration_period AS later
    WHERE later.organisation_id = exploration_period.organisation_id
      AND later.idea_id = exploration_period.idea_id AND later.id > exploration_period.id
) AND EXISTS (
    SELECT 1 FROM idea_summary
    WHERE idea_summary.organisation_id = exploration_period.organisation_id
      AND idea_summary.id = exploration_period.idea_id AND idea_summary.stage = 'exploring'
)
"""


def upgrade() -> None:
    with op.batch_alter_table("exploration_period", schema=None) as batch_op:
        batch_op.add_column(sa.Column("review_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("told_on", sa.Date(), nullable=True))
        batch_op.create_index(
            "ix_exploration_period_review_on_id", ["organisation_id", "review_on", "id"], unique=False
        )
    op.execute(NEWEST)

    op.create_table(
        "exploration_review",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("sponsor_id", sa.Uuid(), nullable=True),
        sa.Column("sponsor_words", sa.String(), nullable=False),
        sa.Column("sponsor_said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "decision",
            sa.Enum(
                "carry_on", "sustain", "end", name="decision", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("new_ends_on", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL)",
            name=op.f("ck_exploration_review_decided_at_with_decided_by_id"),
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decision IS NULL)", name=op.f("ck_exploration_review_decided_with_decision")
        ),
        sa.CheckConstraint(
            "(sponsor_words = '') = (sponsor_said_at IS NULL)", name=op.f("ck_exploration_review_said_with_words")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "decided_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_exploration_review_organisation_id_decided_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_exploration_review_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "sponsor_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_exploration_review_organisation_id_sponsor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_exploration_review_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_exploration_review")),
    )
    with op.batch_alter_table("exploration_review", schema=None) as batch_op:
        batch_op.create_index("ix_exploration_review_idea_id_id", ["organisation_id", "idea_id", "id"], unique=False)

    op.create_table(
        "review_pledge",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("pledge_id", sa.Uuid(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "pledge_id"],
            ["pledge.organisation_id", "pledge.id"],
            name=op.f("fk_review_pledge_organisation_id_pledge_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "review_id"],
            ["exploration_review.organisation_id", "exploration_review.id"],
            name=op.f("fk_review_pledge_organisation_id_review_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_review_pledge_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_review_pledge")),
    )
    with op.batch_alter_table("review_pledge", schema=None) as batch_op:
        batch_op.create_index("ix_review_pledge_review_id", ["organisation_id", "review_id"], unique=False)

    op.create_table(
        "standing_owner",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("is_accepted", sa.Boolean(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)",
            name=op.f("ck_standing_owner_answered_at_with_answered_by_id"),
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_standing_owner_ended_at_with_ended_by_id")
        ),
        sa.CheckConstraint(
            "(taken_back_at IS NULL) = (taken_back_by_id IS NULL)",
            name=op.f("ck_standing_owner_taken_back_at_with_taken_back_by_id"),
        ),
        *(
            sa.ForeignKeyConstraint(
                ["organisation_id", column],
                [f"{table}.organisation_id", f"{table}.id"],
                name=op.f(f"fk_standing_owner_organisation_id_{column}"),
            )
            for column, table in (
                ("answered_by_id", "person"),
                ("asked_by_id", "person"),
                ("ended_by_id", "person"),
                ("idea_id", "idea"),
                ("owner_id", "person"),
                ("taken_back_by_id", "person"),
            )
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_standing_owner_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_standing_owner")),
    )
    with op.batch_alter_table("standing_owner", schema=None) as batch_op:
        batch_op.create_index("ix_standing_owner_idea_id_id", ["organisation_id", "idea_id", "id"], unique=False)
        batch_op.create_index("ix_standing_owner_owner_id_id", ["organisation_id", "owner_id", "id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("Reviews and standing owners have no place in the tables before: restore a backup.")
