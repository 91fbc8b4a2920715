"""Pictures, and the one that a story may have."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "file",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_file_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_file")),
    )
    op.create_table(
        "story_picture",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("story_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("description", sa.String(length=160), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "file_id"],
            ["file.organisation_id", "file.id"],
            name=op.f("fk_story_picture_organisation_id_file_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "story_id"],
            ["story.organisation_id", "story.id"],
            name=op.f("fk_story_picture_organisation_id_story_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_story_picture_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_story_picture")),
    )
    with op.batch_alter_table("story_picture", schema=None) as batch_op:
        batch_op.create_index("uq_story_picture_story_id", ["organisation_id", "story_id"], unique=True)


def downgrade() -> None:
    raise NotImplementedError("Pictures have no place in the tables before: restore a backup.")
