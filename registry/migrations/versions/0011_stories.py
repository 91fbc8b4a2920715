"""Stories, what their storytellers allow, and the links through which they are told."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KINDS = "'email', 'sign_in', 'token', 'setup', 'decision', 'feedback', 'telling', 'story'"
ONE_TOPIC = " + ".join(
    f"CASE WHEN {noun}_id IS NULL THEN 0 ELSE 1 END" for noun in ("idea", "framework", "value", "aim")
)


def upgrade() -> None:
    op.add_column(
        "organisation", sa.Column("urgent_number", sa.String(length=160), nullable=False, server_default="999")
    )
    _let_directory_lead_to_stories()
    op.create_table(
        "story_checker",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("named_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_story_checker_ended_at_with_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "ended_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_story_checker_organisation_id_ended_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "named_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_story_checker_organisation_id_named_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_story_checker_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_story_checker_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_story_checker")),
    )
    with op.batch_alter_table("story_checker", schema=None) as batch_op:
        batch_op.create_index("ix_story_checker_person_id", ["organisation_id", "person_id"], unique=False)

    op.create_table(
        "telling_link",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(length=160), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=True),
        sa.Column("framework_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL)", name=op.f("ck_telling_link_closed_at_with_closed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "closed_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_telling_link_organisation_id_closed_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "framework_id"],
            ["framework.organisation_id", "framework.id"],
            name=op.f("fk_telling_link_organisation_id_framework_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_telling_link_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "made_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_telling_link_organisation_id_made_by_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_telling_link_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_telling_link")),
    )
    with op.batch_alter_table("telling_link", schema=None) as batch_op:
        batch_op.create_index("ix_telling_link_made_by_id_id", ["organisation_id", "made_by_id", "id"], unique=False)

    op.create_table(
        "story",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "told_by",
            sa.Enum("own", "close", name="teller", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=True),
        sa.Column("telling_link_id", sa.Uuid(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by_id", sa.Uuid(), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_by_id", sa.Uuid(), nullable=True),
        sa.Column("worry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worry_answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worry_answered_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(checked_at IS NULL) = (checked_by_id IS NULL)", name=op.f("ck_story_checked_at_with_checked_by_id")
        ),
        sa.CheckConstraint(
            "(hidden_at IS NULL) = (hidden_by_id IS NULL)", name=op.f("ck_story_hidden_at_with_hidden_by_id")
        ),
        sa.CheckConstraint(
            "(worry_answered_at IS NULL) = (worry_answered_by_id IS NULL)",
            name=op.f("ck_story_worry_answered_at_with_worry_answered_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "checked_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_story_organisation_id_checked_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "hidden_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_story_organisation_id_hidden_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "telling_link_id"],
            ["telling_link.organisation_id", "telling_link.id"],
            name=op.f("fk_story_organisation_id_telling_link_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "worry_answered_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_story_organisation_id_worry_answered_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "written_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_story_organisation_id_written_by_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_story_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_story")),
    )
    with op.batch_alter_table("story", schema=None) as batch_op:
        batch_op.create_index("ix_story_telling_link_id_id", ["organisation_id", "telling_link_id", "id"], unique=False)
        batch_op.create_index("ix_story_written_by_id", ["organisation_id", "written_by_id"], unique=False)

    op.create_table(
        "consent",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("story_id", sa.Uuid(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "team",
                "organisation",
                "partners",
                "public",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "naming",
            sa.Enum(
                "own_name",
                "first_name",
                "anonymous",
                name="naming",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "story_id"],
            ["story.organisation_id", "story.id"],
            name=op.f("fk_consent_organisation_id_story_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_consent_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(
            "ix_consent_story_id_replaced_at", ["organisation_id", "story_id", "replaced_at"], unique=False
        )
        batch_op.create_index("ix_consent_until_on_story_id", ["organisation_id", "until_on", "story_id"], unique=False)

    op.create_table(
        "story_answer",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("story_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "answered_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_story_answer_organisation_id_answered_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "story_id"],
            ["story.organisation_id", "story.id"],
            name=op.f("fk_story_answer_organisation_id_story_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_story_answer_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_story_answer")),
    )
    with op.batch_alter_table("story_answer", schema=None) as batch_op:
        batch_op.create_index("ix_story_answer_story_id_id", ["organisation_id", "story_id", "id"], unique=False)

    op.create_table(
        "story_topic",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("story_id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=True),
        sa.Column("framework_id", sa.Uuid(), nullable=True),
        sa.Column("value_id", sa.Uuid(), nullable=True),
        sa.Column("aim_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            f"{ONE_TOPIC} = 1",
            name=op.f("ck_story_topic_one_topic"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "aim_id"],
            ["aim.organisation_id", "aim.id"],
            name=op.f("fk_story_topic_organisation_id_aim_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "framework_id"],
            ["framework.organisation_id", "framework.id"],
            name=op.f("fk_story_topic_organisation_id_framework_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_story_topic_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "story_id"],
            ["story.organisation_id", "story.id"],
            name=op.f("fk_story_topic_organisation_id_story_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "value_id"],
            ["value.organisation_id", "value.id"],
            name=op.f("fk_story_topic_organisation_id_value_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_story_topic_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_story_topic")),
    )
    with op.batch_alter_table("story_topic", schema=None) as batch_op:
        batch_op.create_index("ix_story_topic_aim_id_story_id", ["organisation_id", "aim_id", "story_id"], unique=False)
        batch_op.create_index(
            "ix_story_topic_framework_id_story_id", ["organisation_id", "framework_id", "story_id"], unique=False
        )
        batch_op.create_index(
            "ix_story_topic_idea_id_story_id", ["organisation_id", "idea_id", "story_id"], unique=False
        )
        batch_op.create_index("ix_story_topic_story_id", ["organisation_id", "story_id"], unique=False)
        batch_op.create_index(
            "ix_story_topic_value_id_story_id", ["organisation_id", "value_id", "story_id"], unique=False
        )


def downgrade() -> None:
    raise NotImplementedError("Stories have no place in the tables before: restore a backup.")


def _let_directory_lead_to_stories() -> None:
    """To what a digest of the directory may lead."""
    with op.batch_alter_table("directory") as batch_op:
        batch_op.drop_constraint(op.f("ck_directory_directorykind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_directory_directorykind"), f"kind IN ({KINDS})")
