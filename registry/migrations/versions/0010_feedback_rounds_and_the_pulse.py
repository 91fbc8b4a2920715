"""Feedback rounds and the pulse of a team."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feedback_offer",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_feedback_offer_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_feedback_offer_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_feedback_offer")),
    )
    with op.batch_alter_table("feedback_offer", schema=None) as batch_op:
        batch_op.create_index(
            "ix_feedback_offer_person_id_offered_on", ["organisation_id", "person_id", "offered_on"], unique=False
        )

    op.create_table(
        "feedback_round",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("focus", sa.String(length=400), nullable=False),
        sa.Column("namer_id", sa.Uuid(), nullable=True),
        sa.Column("namer_accepted_on", sa.Date(), nullable=True),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("called_off_on", sa.Date(), nullable=True),
        sa.Column("results", sa.String(), nullable=True),
        sa.CheckConstraint("closes_on > opened_on", name=op.f("ck_feedback_round_days_in_order")),
        sa.CheckConstraint("threshold >= 3", name=op.f("ck_feedback_round_threshold_never_under_three")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "namer_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_feedback_round_organisation_id_namer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_feedback_round_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_feedback_round_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_feedback_round")),
    )
    with op.batch_alter_table("feedback_round", schema=None) as batch_op:
        batch_op.create_index(
            "ix_feedback_round_closed_on_closes_on", ["organisation_id", "closed_on", "closes_on"], unique=False
        )
        batch_op.create_index("ix_feedback_round_namer_id_id", ["organisation_id", "namer_id", "id"], unique=False)
        batch_op.create_index("ix_feedback_round_person_id_id", ["organisation_id", "person_id", "id"], unique=False)

    op.create_table(
        "feedback_invitation",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column(
            "group",
            sa.Enum(
                "upward",
                "peers",
                "manager",
                "partners",
                "service_users",
                "self",
                name="feedback_group",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("named_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "named_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_feedback_invitation_organisation_id_named_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_feedback_invitation_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "round_id"],
            ["feedback_round.organisation_id", "feedback_round.id"],
            name=op.f("fk_feedback_invitation_organisation_id_round_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_feedback_invitation_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_feedback_invitation")),
    )
    with op.batch_alter_table("feedback_invitation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_feedback_invitation_person_id_round_id", ["organisation_id", "person_id", "round_id"], unique=False
        )
        batch_op.create_index(
            "uq_feedback_invitation_round_id_person_id", ["organisation_id", "round_id", "person_id"], unique=True
        )

    op.create_table(
        "feedback_response",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "round_id"],
            ["feedback_round.organisation_id", "feedback_round.id"],
            name=op.f("fk_feedback_response_organisation_id_round_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_feedback_response_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_feedback_response")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("feedback_response", schema=None) as batch_op:
        batch_op.create_index("ix_feedback_response_round_id", ["organisation_id", "round_id"], unique=False)

    op.create_table(
        "feedback_share",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("groups", sa.String(length=120), nullable=False),
        sa.Column("shared_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_feedback_share_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "round_id"],
            ["feedback_round.organisation_id", "feedback_round.id"],
            name=op.f("fk_feedback_share_organisation_id_round_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_feedback_share_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_feedback_share")),
    )
    with op.batch_alter_table("feedback_share", schema=None) as batch_op:
        batch_op.create_index("ix_feedback_share_person_id_id", ["organisation_id", "person_id", "id"], unique=False)
        batch_op.create_index("ix_feedback_share_round_id_id", ["organisation_id", "round_id", "id"], unique=False)

    op.create_table(
        "feedback_link_use",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "id"],
            ["feedback_invitation.organisation_id", "feedback_invitation.id"],
            name=op.f("fk_feedback_link_use_organisation_id_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_feedback_link_use_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_feedback_link_use")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pulse_answer",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_pulse_answer_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_pulse_answer_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_pulse_answer")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("pulse_answer", schema=None) as batch_op:
        batch_op.create_index(
            "ix_pulse_answer_idea_id_week_on", ["organisation_id", "idea_id", "week_on"], unique=False
        )

    op.create_table(
        "pulse_use",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_pulse_use_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_pulse_use_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_pulse_use_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_pulse_use")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("pulse_use", schema=None) as batch_op:
        batch_op.create_index(
            "uq_pulse_use_person_id_idea_id_week_on",
            ["organisation_id", "person_id", "idea_id", "week_on"],
            unique=True,
        )

    op.create_table(
        "pulse_week",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.Column("energy", sa.Integer(), nullable=True),
        sa.Column("support", sa.Integer(), nullable=True),
        sa.Column("is_folded", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_pulse_week_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_pulse_week_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_pulse_week")),
    )
    with op.batch_alter_table("pulse_week", schema=None) as batch_op:
        batch_op.create_index("uq_pulse_week_idea_id_week_on", ["organisation_id", "idea_id", "week_on"], unique=True)

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("feedback_threshold", sa.Integer(), nullable=False, server_default="5"))
        batch_op.create_check_constraint(
            batch_op.f("ck_organisation_threshold_never_under_three"), "feedback_threshold >= 3"
        )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.alter_column("feedback_threshold", server_default=None)

    with op.batch_alter_table("directory", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_directory_directorykind"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_directory_directorykind"),
            "kind IN ('email', 'sign_in', 'token', 'setup', 'decision', 'feedback')",
        )


def downgrade() -> None:
    raise NotImplementedError("Feedback rounds have no place in the tables before: restore a backup.")
