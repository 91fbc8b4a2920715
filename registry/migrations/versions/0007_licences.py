"""Licences: leave to work on somebody else's ground, and the links with which it is given."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KINDS_BEFORE = ("email", "sign_in", "token", "setup")


def upgrade() -> None:
    _allow((*KINDS_BEFORE, "decision"))
    op.create_table(
        "licence",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=True),
        sa.Column("follows_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.String(length=400), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("touches", sa.String(length=400), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by_id", sa.Uuid(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Uuid(), nullable=True),
        sa.Column("revoked_reason", sa.String(length=400), nullable=False),
        sa.Column("handed_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_back_by_id", sa.Uuid(), nullable=True),
        sa.Column("told_ending_on", sa.Date(), nullable=True),
        sa.Column("told_over_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(handed_back_at IS NULL) = (handed_back_by_id IS NULL)",
            name=op.f("ck_licence_handed_back_at_with_handed_back_by_id"),
        ),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_by_id IS NULL)", name=op.f("ck_licence_revoked_at_with_revoked_by_id")
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_licence_dates_in_order")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "follows_id"],
            ["licence.organisation_id", "licence.id"],
            name=op.f("fk_licence_organisation_id_follows_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "handed_back_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_licence_organisation_id_handed_back_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_licence_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "partner_id"],
            ["partner.organisation_id", "partner.id"],
            name=op.f("fk_licence_organisation_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "requested_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_licence_organisation_id_requested_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "revoked_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_licence_organisation_id_revoked_by_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_licence_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_licence")),
    )
    op.create_index("ix_licence_ends_on_id", "licence", ["organisation_id", "ends_on", "id"], unique=False)
    op.create_index("ix_licence_follows_id_id", "licence", ["organisation_id", "follows_id", "id"], unique=False)
    op.create_index("ix_licence_idea_id_id", "licence", ["organisation_id", "idea_id", "id"], unique=False)
    op.create_index("ix_licence_partner_id_id", "licence", ["organisation_id", "partner_id", "id"], unique=False)
    op.create_table(
        "turf",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("named_by_id", sa.Uuid(), nullable=False),
        sa.Column("told_outside_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "id"], ["idea.organisation_id", "idea.id"], name=op.f("fk_turf_organisation_id_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "named_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_turf_organisation_id_named_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "partner_id"],
            ["partner.organisation_id", "partner.id"],
            name=op.f("fk_turf_organisation_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_turf_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_turf")),
    )
    op.create_index("ix_turf_partner_id_id", "turf", ["organisation_id", "partner_id", "id"], unique=False)
    op.create_table(
        "decision_link",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("licence_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "licence_id"],
            ["licence.organisation_id", "licence.id"],
            name=op.f("fk_decision_link_organisation_id_licence_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "made_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_decision_link_organisation_id_made_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_decision_link_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_decision_link")),
    )
    op.create_index(
        "ix_decision_link_ended_at_expires_at",
        "decision_link",
        ["organisation_id", "ended_at", "expires_at"],
        unique=False,
    )
    op.create_index(
        "ix_decision_link_licence_id_id", "decision_link", ["organisation_id", "licence_id", "id"], unique=False
    )
    op.create_index(
        "ix_decision_link_sent_at_next_try_at",
        "decision_link",
        ["organisation_id", "sent_at", "next_try_at"],
        unique=False,
    )
    op.create_table(
        "licence_condition",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("licence_id", sa.Uuid(), nullable=False),
        sa.Column("is_agreed", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "licence_id"],
            ["licence.organisation_id", "licence.id"],
            name=op.f("fk_licence_condition_organisation_id_licence_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_licence_condition_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_licence_condition")),
    )
    op.create_index(
        "uq_licence_condition_licence_id_is_agreed_number",
        "licence_condition",
        ["organisation_id", "licence_id", "is_agreed", "number"],
        unique=True,
    )
    op.create_table(
        "licence_decision",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("licence_id", sa.Uuid(), nullable=False),
        sa.Column("is_granted", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("position", sa.String(length=160), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("link_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.CheckConstraint("(by_id IS NULL) <> (link_id IS NULL)", name=op.f("ck_licence_decision_by_person_or_link")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_licence_decision_organisation_id_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "licence_id"],
            ["licence.organisation_id", "licence.id"],
            name=op.f("fk_licence_decision_organisation_id_licence_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "link_id"],
            ["decision_link.organisation_id", "decision_link.id"],
            name=op.f("fk_licence_decision_organisation_id_link_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_licence_decision_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_licence_decision")),
    )
    op.create_index(
        "uq_licence_decision_licence_id", "licence_decision", ["organisation_id", "licence_id"], unique=True
    )


def downgrade() -> None:
    op.execute("DELETE FROM directory WHERE kind = 'decision'")
    for table in ("licence_decision", "licence_condition", "decision_link", "turf", "licence"):
        op.drop_table(table)
    _allow(KINDS_BEFORE)


def _allow(kinds: tuple[str, ...]) -> None:
    """To what a digest of the directory may lead."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("directory") as batch_op:
        batch_op.drop_constraint(op.f("ck_directory_directorykind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_directory_directorykind"), f"kind IN ({listed})")
