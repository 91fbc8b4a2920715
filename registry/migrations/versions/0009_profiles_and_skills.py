"""What people say of themselves, their own values, and the skills that are offered and looked for."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "aspiration",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("interests", sa.String(), nullable=False),
        sa.Column("hopes", sa.String(), nullable=False),
        sa.Column("is_for_manager", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_aspiration_organisation_id_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_aspiration_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_aspiration")),
    )
    op.create_table(
        "offered_skill",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("folded", sa.String(length=180), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_offered_skill_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_offered_skill_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_offered_skill")),
    )
    op.create_index(
        "ix_offered_skill_folded_person_id", "offered_skill", ["organisation_id", "folded", "person_id"], unique=False
    )
    op.create_index(
        "uq_offered_skill_person_id_folded", "offered_skill", ["organisation_id", "person_id", "folded"], unique=True
    )
    op.create_table(
        "profile",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cares_about", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("is_why_shared", sa.Boolean(), nullable=False),
        sa.Column("has_led", sa.String(), nullable=False),
        sa.Column("has_learnt", sa.String(), nullable=False),
        sa.Column("has_supported", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_profile_organisation_id_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_profile_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_profile")),
    )
    op.create_table(
        "personal_value",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("why", sa.String(length=400), nullable=False),
        sa.Column("value_id", sa.Uuid(), nullable=True),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_personal_value_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "value_id"],
            ["value.organisation_id", "value.id"],
            name=op.f("fk_personal_value_organisation_id_value_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_personal_value_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_personal_value")),
    )
    op.create_index(
        "ix_personal_value_person_id_place", "personal_value", ["organisation_id", "person_id", "place"], unique=False
    )
    op.create_index(
        "ix_personal_value_value_id_id", "personal_value", ["organisation_id", "value_id", "id"], unique=False
    )
    op.create_table(
        "sought_skill",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("folded", sa.String(length=180), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_sought_skill_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_sought_skill_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_sought_skill")),
    )
    op.create_index(
        "ix_sought_skill_folded_idea_id", "sought_skill", ["organisation_id", "folded", "idea_id"], unique=False
    )
    op.create_index(
        "uq_sought_skill_idea_id_folded", "sought_skill", ["organisation_id", "idea_id", "folded"], unique=True
    )


def downgrade() -> None:
    op.drop_table("sought_skill")
    op.drop_table("personal_value")
    op.drop_table("profile")
    op.drop_table("offered_skill")
    op.drop_table("aspiration")
