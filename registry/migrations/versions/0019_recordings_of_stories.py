"""Stories that are spoken or filmed."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recording",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("is_film", sa.Boolean(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_recording_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_recording")),
    )
    op.create_table(
        "recording_piece",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recording_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "recording_id"],
            ["recording.organisation_id", "recording.id"],
            name=op.f("fk_recording_piece_organisation_id_recording_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_recording_piece_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_recording_piece")),
    )
    with op.batch_alter_table("recording_piece", schema=None) as batch_op:
        batch_op.create_index(
            "uq_recording_piece_recording_id_number", ["organisation_id", "recording_id", "number"], unique=True
        )
    op.create_table(
        "story_recording",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("story_id", sa.Uuid(), nullable=False),
        sa.Column("recording_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "recording_id"],
            ["recording.organisation_id", "recording.id"],
            name=op.f("fk_story_recording_organisation_id_recording_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "story_id"],
            ["story.organisation_id", "story.id"],
            name=op.f("fk_story_recording_organisation_id_story_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_story_recording_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_story_recording")),
    )
    with op.batch_alter_table("story_recording", schema=None) as batch_op:
        batch_op.create_index("uq_story_recording_story_id", ["organisation_id", "story_id"], unique=True)


def downgrade() -> None:
    raise NotImplementedError("Recordings have no place in the tables before: restore a backup.")
