"""Measures, their observations, baselines, re-calculation points and stored results."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "measure",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "outcome",
                "process",
                "balancing",
                name="measurekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("definition", sa.String(), nullable=False),
        sa.Column(
            "direction",
            sa.Enum(
                "increase",
                "decrease",
                "neutral",
                name="direction",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("target", sa.String(length=40), nullable=True),
        sa.Column(
            "interval",
            sa.Enum(
                "day",
                "week",
                "fortnight",
                "month",
                "quarter",
                "year",
                name="interval",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("per", sa.Integer(), nullable=True),
        sa.Column(
            "rule_set",
            sa.Enum("nhsr", "mdc", name="ruleset", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL)", name=op.f("ck_measure_closed_at_with_closed_by_id")
        ),
        sa.CheckConstraint("per > 0", name=op.f("ck_measure_per_is_positive")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "added_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_measure_organisation_id_added_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "closed_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_measure_organisation_id_closed_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_measure_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_measure_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_measure")),
    )
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.create_index("ix_measure_idea_id_id", ["organisation_id", "idea_id", "id"], unique=False)

    op.create_table(
        "baseline",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("points >= 12", name=op.f("ck_baseline_enough_points")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "measure_id"],
            ["measure.organisation_id", "measure.id"],
            name=op.f("fk_baseline_organisation_id_measure_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "set_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_baseline_organisation_id_set_by_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_baseline_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_baseline")),
    )
    with op.batch_alter_table("baseline", schema=None) as batch_op:
        batch_op.create_index("ix_baseline_measure_id_id", ["organisation_id", "measure_id", "id"], unique=False)

    op.create_table(
        "observation",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=True),
        sa.Column("numerator", sa.String(length=40), nullable=True),
        sa.Column("denominator", sa.String(length=40), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(numerator IS NULL) = (denominator IS NULL)", name=op.f("ck_observation_counts_in_pairs")),
        sa.CheckConstraint("NOT is_withdrawn OR value IS NULL", name=op.f("ck_observation_withdrawn_is_empty")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "measure_id"],
            ["measure.organisation_id", "measure.id"],
            name=op.f("fk_observation_organisation_id_measure_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "recorded_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_observation_organisation_id_recorded_by_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_observation_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_observation")),
    )
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.create_index(
            "uq_observation_measure_id_measured_on_number",
            ["organisation_id", "measure_id", "measured_on", "number"],
            unique=True,
        )

    op.create_table(
        "recalculation_point",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by_id IS NULL)",
            name=op.f("ck_recalculation_point_lifted_at_with_lifted_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "lifted_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_recalculation_point_organisation_id_lifted_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "measure_id"],
            ["measure.organisation_id", "measure.id"],
            name=op.f("fk_recalculation_point_organisation_id_measure_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "set_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_recalculation_point_organisation_id_set_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_recalculation_point_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_recalculation_point")),
    )
    with op.batch_alter_table("recalculation_point", schema=None) as batch_op:
        batch_op.create_index(
            "ix_recalculation_point_measure_id_starts_on", ["organisation_id", "measure_id", "starts_on"], unique=False
        )

    op.create_table(
        "stored_result",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number_count", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("last_value", sa.String(length=40), nullable=True),
        sa.Column("mean", sa.Float(), nullable=True),
        sa.Column("lower_limit", sa.Float(), nullable=True),
        sa.Column("upper_limit", sa.Float(), nullable=True),
        sa.Column("is_trial", sa.Boolean(), nullable=False),
        sa.Column(
            "variation",
            sa.Enum(
                "common_cause",
                "improvement_high",
                "improvement_low",
                "concern_high",
                "concern_low",
                "neutral_high",
                "neutral_low",
                name="variation",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "assurance",
            sa.Enum(
                "pass", "fail", "hit_or_miss", name="assurance", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("signal_since_on", sa.Date(), nullable=True),
        sa.Column("signal_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sparkline", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "id"],
            ["measure.organisation_id", "measure.id"],
            name=op.f("fk_stored_result_organisation_id_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_stored_result_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_stored_result")),
    )
    with op.batch_alter_table("stored_result", schema=None) as batch_op:
        batch_op.create_index("ix_stored_result_due_on_id", ["organisation_id", "due_on", "id"], unique=False)
        batch_op.create_index("ix_stored_result_signal_at_id", ["organisation_id", "signal_at", "id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("There is no way back to before there were measures: restore a backup.")
