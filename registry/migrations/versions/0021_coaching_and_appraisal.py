"""Coaching between two people, and what they agree in an appraisal conversation."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appraisal",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("manager_id", sa.Uuid(), nullable=False),
        sa.Column("begun_by_id", sa.Uuid(), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_appraisal_ended_on_with_ended_by_id")
        ),
        sa.CheckConstraint(
            "begun_by_id = person_id OR begun_by_id = manager_id", name=op.f("ck_appraisal_begun_by_one_of_the_two")
        ),
        sa.CheckConstraint("person_id <> manager_id", name=op.f("ck_appraisal_two_people")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "begun_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_appraisal_organisation_id_begun_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "ended_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_appraisal_organisation_id_ended_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "manager_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_appraisal_organisation_id_manager_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_appraisal_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_appraisal_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_appraisal")),
    )
    op.create_index("ix_appraisal_manager_id_id", "appraisal", ["organisation_id", "manager_id", "id"], unique=False)
    op.create_index("ix_appraisal_person_id_id", "appraisal", ["organisation_id", "person_id", "id"], unique=False)
    op.create_table(
        "coaching_offer",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_coaching_offer_organisation_id_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_coaching_offer_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_coaching_offer")),
    )
    op.create_table(
        "coaching_pair",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("coached_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("sealed_about", sa.String(), nullable=False),
        sa.Column("sealed_answer", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_coaching_pair_ended_on_with_ended_by_id")
        ),
        sa.CheckConstraint(
            "asked_by_id = coach_id OR asked_by_id = coached_id", name=op.f("ck_coaching_pair_asked_by_one_of_the_two")
        ),
        sa.CheckConstraint("coach_id <> coached_id", name=op.f("ck_coaching_pair_two_people")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "asked_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_coaching_pair_organisation_id_asked_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "coach_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_coaching_pair_organisation_id_coach_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "coached_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_coaching_pair_organisation_id_coached_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "ended_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_coaching_pair_organisation_id_ended_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_coaching_pair_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_coaching_pair")),
    )
    op.create_index(
        "ix_coaching_pair_coach_id_id", "coaching_pair", ["organisation_id", "coach_id", "id"], unique=False
    )
    op.create_index(
        "ix_coaching_pair_coached_id_id", "coaching_pair", ["organisation_id", "coached_id", "id"], unique=False
    )
    op.create_table(
        "appraisal_wording",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("appraisal_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("talked_on", sa.Date(), nullable=False),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "appraisal_id"],
            ["appraisal.organisation_id", "appraisal.id"],
            name=op.f("fk_appraisal_wording_organisation_id_appraisal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "written_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_appraisal_wording_organisation_id_written_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_appraisal_wording_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_appraisal_wording")),
    )
    op.create_index(
        "ix_appraisal_wording_appraisal_id_id",
        "appraisal_wording",
        ["organisation_id", "appraisal_id", "id"],
        unique=False,
    )
    op.create_table(
        "coaching_note",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("corrected_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "author_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_coaching_note_organisation_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "pair_id"],
            ["coaching_pair.organisation_id", "coaching_pair.id"],
            name=op.f("fk_coaching_note_organisation_id_pair_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_coaching_note_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_coaching_note")),
    )
    op.create_index("ix_coaching_note_author_id", "coaching_note", ["organisation_id", "author_id"], unique=False)
    op.create_index("ix_coaching_note_pair_id_id", "coaching_note", ["organisation_id", "pair_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("coaching_note")
    op.drop_table("appraisal_wording")
    op.drop_table("coaching_pair")
    op.drop_table("coaching_offer")
    op.drop_table("appraisal")
