"""Measures with their observations and results, holding frameworks, and boundaries that numbers watch."""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATUS_OF_NEWEST_ANSWER = """
    UPDATE watch SET status = (
        SELECT CASE given.answer WHEN 'kept' THEN 'clear' ELSE given.answer END
        FROM boundary_answer AS given
        WHERE given.organisation_id = watch.organisation_id AND given.watch_id = watch.id AND given.wording_id = (
            SELECT wording.id FROM boundary_wording AS wording
            WHERE wording.organisation_id = watch.organisation_id AND wording.boundary_id = watch.boundary_id
            AND wording.agreed_at IS NOT NULL
            ORDER BY wording.number DESC LIMIT 1
        )
        ORDER BY given.id DESC LIMIT 1
    )
"""


# SQLite makes these tables anew. What they refer to need not be read for that, or all tables would be, for each.
altered = partial(op.batch_alter_table, reflect_kwargs={"resolve_fks": False})


def upgrade() -> None:
    op.create_table(
        "framework",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column(
            "subsystem",
            sa.Enum(
                "organisation",
                "service",
                "pathway",
                "place",
                name="subsystem",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("held", sa.String(length=160), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("direction", sa.String(length=280), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("told_review_on", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "opened_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_framework_organisation_id_opened_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "parent_id"],
            ["framework.organisation_id", "framework.id"],
            name=op.f("fk_framework_organisation_id_parent_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_framework_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_framework")),
    )
    with op.batch_alter_table("framework", schema=None) as batch_op:
        batch_op.create_index("ix_framework_parent_id", ["organisation_id", "parent_id"], unique=False)
        batch_op.create_index("ix_framework_review_on_id", ["organisation_id", "review_on", "id"], unique=False)
        batch_op.create_index("uq_framework_name", ["organisation_id", "name"], unique=True)

    op.create_table(
        "monitor_look",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("seen_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_monitor_look_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_monitor_look_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_monitor_look")),
    )
    with op.batch_alter_table("monitor_look", schema=None) as batch_op:
        batch_op.create_index("uq_monitor_look_person_id", ["organisation_id", "person_id"], unique=True)

    op.create_table(
        "outcome",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("sentence", sa.String(length=400), nullable=False),
        sa.Column("aim_id", sa.Uuid(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_outcome_ended_at_with_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "aim_id"],
            ["aim.organisation_id", "aim.id"],
            name=op.f("fk_outcome_organisation_id_aim_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "ended_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_outcome_organisation_id_ended_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "framework_id"],
            ["framework.organisation_id", "framework.id"],
            name=op.f("fk_outcome_organisation_id_framework_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "set_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_outcome_organisation_id_set_by_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_outcome_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_outcome")),
    )
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.create_index("ix_outcome_framework_id_id", ["organisation_id", "framework_id", "id"], unique=False)

    op.create_table(
        "stewardship",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_stewardship_ended_at_with_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "ended_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_stewardship_organisation_id_ended_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "framework_id"],
            ["framework.organisation_id", "framework.id"],
            name=op.f("fk_stewardship_organisation_id_framework_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "given_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_stewardship_organisation_id_given_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_stewardship_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_stewardship_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_stewardship")),
    )
    with op.batch_alter_table("stewardship", schema=None) as batch_op:
        batch_op.create_index("ix_stewardship_framework_id_id", ["organisation_id", "framework_id", "id"], unique=False)
        batch_op.create_index(
            "ix_stewardship_person_id_framework_id", ["organisation_id", "person_id", "framework_id"], unique=False
        )

    op.create_table(
        "change",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("tried_on", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=160), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_by_id", sa.Uuid(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(taken_back_at IS NULL) = (taken_back_by_id IS NULL)",
            name=op.f("ck_change_taken_back_at_with_taken_back_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_change_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "taken_back_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_change_organisation_id_taken_back_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "told_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_change_organisation_id_told_by_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_change_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_change")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index("ix_change_idea_id_tried_on", ["organisation_id", "idea_id", "tried_on"], unique=False)

    op.create_table(
        "idea_framework",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("joined_by_id", sa.Uuid(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(left_at IS NULL) = (left_by_id IS NULL)", name=op.f("ck_idea_framework_left_at_with_left_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "framework_id"],
            ["framework.organisation_id", "framework.id"],
            name=op.f("fk_idea_framework_organisation_id_framework_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_idea_framework_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "joined_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_idea_framework_organisation_id_joined_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "left_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_idea_framework_organisation_id_left_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_idea_framework_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_idea_framework")),
    )
    with op.batch_alter_table("idea_framework", schema=None) as batch_op:
        batch_op.create_index(
            "ix_idea_framework_framework_id_idea_id", ["organisation_id", "framework_id", "idea_id"], unique=False
        )
        batch_op.create_index("ix_idea_framework_idea_id_id", ["organisation_id", "idea_id", "id"], unique=False)

    op.create_table(
        "measure",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=True),
        sa.Column("framework_id", sa.Uuid(), nullable=True),
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
        sa.Column("screens_outliers", sa.Boolean(), nullable=True),
        sa.Column("shift_points", sa.Integer(), nullable=True),
        sa.Column("trend_points", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL)", name=op.f("ck_measure_closed_at_with_closed_by_id")
        ),
        sa.CheckConstraint(
            "(idea_id IS NULL) <> (framework_id IS NULL)", name=op.f("ck_measure_of_one_idea_or_framework")
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
            ["organisation_id", "framework_id"],
            ["framework.organisation_id", "framework.id"],
            name=op.f("fk_measure_organisation_id_framework_id"),
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
        batch_op.create_index("ix_measure_framework_id_id", ["organisation_id", "framework_id", "id"], unique=False)
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
        sa.Column("is_ghosted", sa.Boolean(), nullable=False),
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
        sa.Column(
            "variation_before",
            sa.Enum(
                "common_cause",
                "improvement_high",
                "improvement_low",
                "concern_high",
                "concern_low",
                "neutral_high",
                "neutral_low",
                name="variation_before",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
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
        batch_op.create_index(
            "ix_stored_result_variation_signal_at_id", ["organisation_id", "variation", "signal_at", "id"], unique=False
        )

    with altered("boundary") as batch_op:
        batch_op.add_column(sa.Column("framework_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "kind",
                sa.Enum(
                    "declared", "measured", name="boundarykind", native_enum=False, create_constraint=True, length=32
                ),
                nullable=False,
                server_default="declared",
            )
        )
        batch_op.add_column(sa.Column("measure_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("narrows_id", sa.Uuid(), nullable=True))
        batch_op.alter_column("idea_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.create_index("ix_boundary_framework_id_id", ["organisation_id", "framework_id", "id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_boundary_organisation_id_measure_id"),
            "measure",
            ["organisation_id", "measure_id"],
            ["organisation_id", "id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_boundary_organisation_id_framework_id"),
            "framework",
            ["organisation_id", "framework_id"],
            ["organisation_id", "id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_boundary_organisation_id_narrows_id"),
            "boundary",
            ["organisation_id", "narrows_id"],
            ["organisation_id", "id"],
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_boundary_of_one_idea_or_framework"), "(idea_id IS NULL) <> (framework_id IS NULL)"
        )
    with altered("boundary") as batch_op:
        batch_op.alter_column("kind", server_default=None)

    with altered("boundary_wording") as batch_op:
        batch_op.add_column(
            sa.Column(
                "comparison",
                sa.Enum(
                    "not_over", "not_under", name="comparison", native_enum=False, create_constraint=True, length=32
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("limit_value", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("margin", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("points_in_a_row", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_boundary_wording_terms_together"),
            "(comparison IS NULL) = (limit_value IS NULL) AND (comparison IS NULL) = (points_in_a_row IS NULL)",
        )
        batch_op.create_check_constraint(batch_op.f("ck_boundary_wording_at_least_one_point"), "points_in_a_row >= 1")

    with altered("crossing") as batch_op:
        batch_op.create_index("ix_crossing_opened_at_id", ["organisation_id", "opened_at", "id"], unique=False)
        batch_op.add_column(sa.Column("first_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("last_on", sa.Date(), nullable=True))
        batch_op.drop_constraint(batch_op.f("ck_crossing_crossinganswer"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_crossing_crossinganswer"), "answer IN ('adapted', 'stopped', 'redrawn', 'number_corrected')"
        )
        batch_op.alter_column("opened_by_id", existing_type=sa.Uuid(), nullable=True)

    with altered("idea") as batch_op:
        batch_op.add_column(sa.Column("outcome_id", sa.Uuid(), nullable=True))
        batch_op.create_index("ix_idea_outcome_id_id", ["organisation_id", "outcome_id", "id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_idea_organisation_id_outcome_id"),
            "outcome",
            ["organisation_id", "outcome_id"],
            ["organisation_id", "id"],
        )

    with altered("idea_summary") as batch_op:
        batch_op.add_column(sa.Column("framework_id", sa.Uuid(), nullable=True))
        batch_op.create_index(
            "ix_idea_summary_framework_id_registered_at_id",
            ["organisation_id", "framework_id", "registered_at", "id"],
            unique=False,
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_idea_summary_organisation_id_framework_id"),
            "framework",
            ["organisation_id", "framework_id"],
            ["organisation_id", "id"],
        )

    with altered("watch") as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("measure_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "status",
                sa.Enum(
                    "clear",
                    "near",
                    "crossed",
                    "unknown",
                    name="boundarystatus",
                    native_enum=False,
                    create_constraint=True,
                    length=32,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ended_by_id", sa.Uuid(), nullable=True))
        batch_op.alter_column("idea_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.drop_index("uq_watch_boundary_id_idea_id")
        batch_op.create_index("ix_watch_boundary_id_id", ["organisation_id", "boundary_id", "id"], unique=False)
        batch_op.create_index("ix_watch_measure_id_id", ["organisation_id", "measure_id", "id"], unique=False)
        batch_op.create_index("ix_watch_status_id", ["organisation_id", "status", "id"], unique=False)
        batch_op.create_index(
            "uq_watch_standing",
            ["organisation_id", "boundary_id", "idea_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_watch_organisation_id_ended_by_id"),
            "person",
            ["organisation_id", "ended_by_id"],
            ["organisation_id", "id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_watch_organisation_id_measure_id"),
            "measure",
            ["organisation_id", "measure_id"],
            ["organisation_id", "id"],
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_watch_ended_at_with_ended_by_id"), "(ended_at IS NULL) = (ended_by_id IS NULL)"
        )
    with altered("watch") as batch_op:
        batch_op.alter_column("version", server_default=None)
    op.execute(STATUS_OF_NEWEST_ANSWER)

    with op.batch_alter_table("form_key", schema=None) as batch_op:
        batch_op.add_column(sa.Column("digest", sa.String(length=64), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("status", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("answer", sa.String(), nullable=False, server_default=""))
        batch_op.create_index("ix_form_key_used_at", ["organisation_id", "used_at"], unique=False)
    with op.batch_alter_table("form_key") as batch_op:
        batch_op.alter_column("digest", server_default=None)
        batch_op.alter_column("answer", server_default=None)

    with op.batch_alter_table("progress_update", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("edited_by_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_progress_update_organisation_id_edited_by_id"),
            "person",
            ["organisation_id", "edited_by_id"],
            ["organisation_id", "id"],
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_progress_update_edited_at_with_edited_by_id"),
            "(edited_at IS NULL) = (edited_by_id IS NULL)",
        )

    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_fts_words")  # A view of the index's words that nothing has ever asked.


def downgrade() -> None:
    raise NotImplementedError("Numbers and frameworks have no place in the first tables: restore a backup.")
