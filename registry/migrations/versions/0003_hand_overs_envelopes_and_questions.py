"""Hand-overs, envelopes, questions, owners of barriers, and what sponsors undertake."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


COUNTED_STATE = sa.Enum(
    "offered",
    "accepted",
    "declined",
    "lapsed",
    "kept",
    "partly_kept",
    "not_kept",
    "unconfirmed",
    "withdrawn",
    "released",
    name="counted_state",
    native_enum=False,
    create_constraint=True,
    length=32,
)


def upgrade() -> None:
    op.create_table(
        "envelope",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("drawn_minor", sa.BigInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL)", name=op.f("ck_envelope_closed_at_with_closed_by_id")
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_envelope_amount_is_positive")),
        sa.CheckConstraint(
            "drawn_minor >= 0 AND drawn_minor <= amount_minor", name=op.f("ck_envelope_never_overdrawn")
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_envelope_dates_in_order")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "closed_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_envelope_organisation_id_closed_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "framework_id"],
            ["framework.organisation_id", "framework.id"],
            name=op.f("fk_envelope_organisation_id_framework_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "set_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_envelope_organisation_id_set_by_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_envelope_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_envelope")),
    )
    with op.batch_alter_table("envelope", schema=None) as batch_op:
        batch_op.create_index(
            "ix_envelope_framework_id_kind_starts_on",
            ["organisation_id", "framework_id", "kind", "starts_on"],
            unique=False,
        )

    op.create_table(
        "lead_hand_over",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_by_id", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("is_accepted", sa.Boolean(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)",
            name=op.f("ck_lead_hand_over_answered_at_with_answered_by_id"),
        ),
        sa.CheckConstraint(
            "(taken_back_at IS NULL) = (taken_back_by_id IS NULL)",
            name=op.f("ck_lead_hand_over_taken_back_at_with_taken_back_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "answered_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_lead_hand_over_organisation_id_answered_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_lead_hand_over_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "offered_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_lead_hand_over_organisation_id_offered_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "taken_back_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_lead_hand_over_organisation_id_taken_back_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "to_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_lead_hand_over_organisation_id_to_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_lead_hand_over_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_lead_hand_over")),
    )
    with op.batch_alter_table("lead_hand_over", schema=None) as batch_op:
        batch_op.create_index("ix_lead_hand_over_idea_id_id", ["organisation_id", "idea_id", "id"], unique=False)
        batch_op.create_index("ix_lead_hand_over_to_id_id", ["organisation_id", "to_id", "id"], unique=False)

    op.create_table(
        "pledge_hand_over",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_by_id", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("is_accepted", sa.Boolean(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by_id", sa.Uuid(), nullable=True),
        sa.Column("pledges_moved", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)",
            name=op.f("ck_pledge_hand_over_answered_at_with_answered_by_id"),
        ),
        sa.CheckConstraint(
            "(taken_back_at IS NULL) = (taken_back_by_id IS NULL)",
            name=op.f("ck_pledge_hand_over_taken_back_at_with_taken_back_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "answered_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_pledge_hand_over_organisation_id_answered_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "from_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_pledge_hand_over_organisation_id_from_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_pledge_hand_over_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "offered_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_pledge_hand_over_organisation_id_offered_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "taken_back_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_pledge_hand_over_organisation_id_taken_back_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "to_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_pledge_hand_over_organisation_id_to_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_pledge_hand_over_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_pledge_hand_over")),
    )
    with op.batch_alter_table("pledge_hand_over", schema=None) as batch_op:
        batch_op.create_index("ix_pledge_hand_over_idea_id_id", ["organisation_id", "idea_id", "id"], unique=False)
        batch_op.create_index("ix_pledge_hand_over_to_id_id", ["organisation_id", "to_id", "id"], unique=False)

    op.create_table(
        "question",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_question_answered_at_with_answered_by_id")
        ),
        sa.CheckConstraint(
            "(taken_back_at IS NULL) = (taken_back_by_id IS NULL)",
            name=op.f("ck_question_taken_back_at_with_taken_back_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "answered_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_question_organisation_id_answered_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "asked_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_question_organisation_id_asked_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_question_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "taken_back_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_question_organisation_id_taken_back_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "to_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_question_organisation_id_to_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_question_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_question")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index("ix_question_answered_at_id", ["organisation_id", "answered_at", "id"], unique=False)
        batch_op.create_index("ix_question_idea_id_id", ["organisation_id", "idea_id", "id"], unique=False)
        batch_op.create_index(
            "ix_question_to_id_answered_at_id", ["organisation_id", "to_id", "answered_at", "id"], unique=False
        )

    op.create_table(
        "barrier_owner",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ask_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_reason", sa.String(length=400), nullable=False),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_barrier_owner_ended_at_with_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "ask_id"],
            ["ask.organisation_id", "ask.id"],
            name=op.f("fk_barrier_owner_organisation_id_ask_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "ended_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_barrier_owner_organisation_id_ended_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "owner_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_barrier_owner_organisation_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_barrier_owner_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_barrier_owner")),
    )
    with op.batch_alter_table("barrier_owner", schema=None) as batch_op:
        batch_op.create_index("ix_barrier_owner_ask_id_id", ["organisation_id", "ask_id", "id"], unique=False)
        batch_op.create_index(
            "ix_barrier_owner_owner_id_ended_at_id", ["organisation_id", "owner_id", "ended_at", "id"], unique=False
        )
        batch_op.create_index(
            "uq_barrier_owner_standing",
            ["organisation_id", "ask_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "pledge_condition",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pledge_id", sa.Uuid(), nullable=False),
        sa.Column("boundary_id", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "boundary_id"],
            ["boundary.organisation_id", "boundary.id"],
            name=op.f("fk_pledge_condition_organisation_id_boundary_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "pledge_id"],
            ["pledge.organisation_id", "pledge.id"],
            name=op.f("fk_pledge_condition_organisation_id_pledge_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "set_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_pledge_condition_organisation_id_set_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_pledge_condition_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_pledge_condition")),
    )
    with op.batch_alter_table("pledge_condition", schema=None) as batch_op:
        batch_op.create_index(
            "ix_pledge_condition_boundary_id_pledge_id", ["organisation_id", "boundary_id", "pledge_id"], unique=False
        )
        batch_op.create_index(
            "uq_pledge_condition_pledge_id_boundary_id", ["organisation_id", "pledge_id", "boundary_id"], unique=True
        )

    op.create_table(
        "undertaking",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_weeks", sa.Integer(), nullable=True),
        sa.Column("clear_days", sa.Integer(), nullable=True),
        sa.Column("presents", sa.Boolean(), nullable=False),
        sa.Column("check_in_weeks", sa.Integer(), nullable=True),
        sa.CheckConstraint("check_in_weeks >= 1", name=op.f("ck_undertaking_checks_in_at_times")),
        sa.CheckConstraint("clear_days >= 1", name=op.f("ck_undertaking_clears_in_time")),
        sa.CheckConstraint("visit_weeks >= 1", name=op.f("ck_undertaking_visits_at_times")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "id"],
            ["pledge.organisation_id", "pledge.id"],
            name=op.f("fk_undertaking_organisation_id_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_undertaking_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_undertaking")),
    )
    with op.batch_alter_table("pledge", schema=None) as batch_op:
        batch_op.add_column(sa.Column("framework_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("envelope_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("drawn_minor", sa.BigInteger(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("counted_state", COUNTED_STATE, nullable=False, server_default="offered"))
        batch_op.add_column(sa.Column("counted_minor", sa.BigInteger(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("came_minor", sa.BigInteger(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("disputed_count", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_index("ix_pledge_ends_on_id", ["organisation_id", "ends_on", "id"], unique=False)
        batch_op.create_index(
            "ix_pledge_framework_id_ends_on_id", ["organisation_id", "framework_id", "ends_on", "id"], unique=False
        )
        batch_op.create_index("ix_pledge_envelope_id", ["organisation_id", "envelope_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_pledge_organisation_id_envelope_id"),
            "envelope",
            ["organisation_id", "envelope_id"],
            ["organisation_id", "id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_pledge_organisation_id_framework_id"),
            "framework",
            ["organisation_id", "framework_id"],
            ["organisation_id", "id"],
        )
    with op.batch_alter_table("pledge") as batch_op:
        for column in ("drawn_minor", "counted_state", "counted_minor", "came_minor", "disputed_count"):
            batch_op.alter_column(column, server_default=None)
    # The periodic work settles every promise once more, and so counts it.
    op.execute("UPDATE pledge SET changes_on = CURRENT_DATE")
    with op.batch_alter_table("idea_summary") as batch_op:
        batch_op.create_index(
            "ix_idea_summary_waiting_newest",
            ["organisation_id", "registered_at", "id"],
            sqlite_where=sa.text("waits_since_on IS NOT NULL"),
            postgresql_where=sa.text("waits_since_on IS NOT NULL"),
        )
        batch_op.drop_index("ix_idea_summary_waits_since_on_id")
        batch_op.create_index(
            "ix_idea_summary_waits_since_on_id_waits_from_on",
            ["organisation_id", "waits_since_on", "id", "waits_from_on"],
        )


def downgrade() -> None:
    raise NotImplementedError("Hand-overs and envelopes have no place in the tables before: restore a backup.")
