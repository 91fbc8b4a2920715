"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("reference_prefix", sa.String(length=6), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("exploration_days", sa.Integer(), nullable=False),
        sa.Column("last_reference", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_slug")),
    )
    op.create_table(
        "wrong_try",
        sa.Column("pair_digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("pair_digest", "at", name=op.f("pk_wrong_try")),
    )
    op.create_table(
        "aim",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_aim_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_aim")),
    )
    with op.batch_alter_table("aim", schema=None) as batch_op:
        batch_op.create_index("uq_aim_name", ["organisation_id", "name"], unique=True)

    op.create_table(
        "chain_head",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_chain_head_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_chain_head")),
    )
    op.create_table(
        "directory",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "email",
                "sign_in",
                "token",
                "setup",
                name="directorykind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_directory_organisation_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_directory")),
    )
    with op.batch_alter_table("directory", schema=None) as batch_op:
        batch_op.create_index("ix_directory_target_id", ["organisation_id", "target_id"], unique=False)

    op.create_table(
        "event",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "actor_kind",
            sa.Enum(
                "person", "guest", "registry", name="actorkind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("subject_noun", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=True),
        sa.Column("words_digest", sa.String(length=64), nullable=False),
        sa.Column("chain", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_event_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index("ix_event_actor_id_number", ["organisation_id", "actor_id", "number"], unique=False)
        batch_op.create_index("ix_event_idea_id_number", ["organisation_id", "idea_id", "number"], unique=False)
        batch_op.create_index("ix_event_subject_id_number", ["organisation_id", "subject_id", "number"], unique=False)
        batch_op.create_index("uq_event_number", ["organisation_id", "number"], unique=True)

    op.create_table(
        "partner",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("description", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_partner_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_partner")),
    )
    with op.batch_alter_table("partner", schema=None) as batch_op:
        batch_op.create_index("uq_partner_name", ["organisation_id", "name"], unique=True)

    op.create_table(
        "event_words",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("was", sa.String(), nullable=False),
        sa.Column("became", sa.String(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "id"],
            ["event.organisation_id", "event.id"],
            name=op.f("fk_event_words_organisation_id_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_event_words_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_event_words")),
    )
    op.create_table(
        "person",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("position", sa.String(length=160), nullable=False),
        sa.Column("manager_id", sa.Uuid(), nullable=True),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(left_at IS NULL) = (left_by_id IS NULL)", name=op.f("ck_person_left_at_with_left_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "left_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_person_organisation_id_left_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "manager_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_person_organisation_id_manager_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "partner_id"],
            ["partner.organisation_id", "partner.id"],
            name=op.f("fk_person_organisation_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_person_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_manager_id", ["organisation_id", "manager_id"], unique=False)
        batch_op.create_index("ix_person_name_id", ["organisation_id", "name", "id"], unique=False)

    op.create_table(
        "account",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(disabled_at IS NULL) = (disabled_by_id IS NULL)", name=op.f("ck_account_disabled_at_with_disabled_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "disabled_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_account_organisation_id_disabled_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_account_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_account_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_account")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index("uq_account_person_id", ["organisation_id", "person_id"], unique=True)

    op.create_table(
        "form_key",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=2000), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_form_key_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_form_key_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_form_key")),
    )
    with op.batch_alter_table("form_key", schema=None) as batch_op:
        batch_op.create_index("uq_form_key_person_id_key", ["organisation_id", "person_id", "key"], unique=True)

    op.create_table(
        "notice",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("sentence", sa.String(length=600), nullable=False),
        sa.Column("address", sa.String(length=400), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "actor_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_notice_organisation_id_actor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "event_id"],
            ["event.organisation_id", "event.id"],
            name=op.f("fk_notice_organisation_id_event_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_notice_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_notice_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_person_id_id", ["organisation_id", "person_id", "id"], unique=False)
        batch_op.create_index("ix_notice_person_id_read_at", ["organisation_id", "person_id", "read_at"], unique=False)

    op.create_table(
        "person_role",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "clinician",
                "sponsor",
                "board",
                "quality",
                "steward",
                "partner",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_person_role_ended_at_with_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "ended_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_person_role_organisation_id_ended_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "given_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_person_role_organisation_id_given_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_person_role_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_person_role_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_person_role")),
    )
    with op.batch_alter_table("person_role", schema=None) as batch_op:
        batch_op.create_index("ix_person_role_person_id", ["organisation_id", "person_id"], unique=False)
        batch_op.create_index("ix_person_role_role_person_id", ["organisation_id", "role", "person_id"], unique=False)

    op.create_table(
        "service",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL)", name=op.f("ck_service_closed_at_with_closed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "closed_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_service_organisation_id_closed_by_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_service_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_service")),
    )
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.create_index("uq_service_name", ["organisation_id", "name"], unique=True)

    op.create_table(
        "idea",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reference_number", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("better", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(length=400), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("learning", sa.String(), nullable=False),
        sa.Column("learning_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("learning_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(learning_at IS NULL) = (learning_by_id IS NULL)", name=op.f("ck_idea_learning_at_with_learning_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "author_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_idea_organisation_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "learning_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_idea_organisation_id_learning_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "service_id"],
            ["service.organisation_id", "service.id"],
            name=op.f("fk_idea_organisation_id_service_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_idea_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_idea")),
    )
    with op.batch_alter_table("idea", schema=None) as batch_op:
        batch_op.create_index("ix_idea_author_id", ["organisation_id", "author_id"], unique=False)
        batch_op.create_index("uq_idea_reference_number", ["organisation_id", "reference_number"], unique=True)

    op.create_table(
        "setup_link",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_setup_link_organisation_id_account_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_setup_link_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_setup_link")),
    )
    with op.batch_alter_table("setup_link", schema=None) as batch_op:
        batch_op.create_index("ix_setup_link_account_id", ["organisation_id", "account_id"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_sign_in_organisation_id_account_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_sign_in_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_sign_in")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_account_id", ["organisation_id", "account_id"], unique=False)

    op.create_table(
        "token",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("may_change", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_token_organisation_id_account_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_token_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_token")),
    )
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.create_index("ix_token_account_id", ["organisation_id", "account_id"], unique=False)

    op.create_table(
        "ask",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "time",
                "money",
                "data",
                "equipment",
                "space",
                "skills",
                "barrier",
                "introduction",
                "sponsorship",
                "line_manager",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("what", sa.String(length=400), nullable=False),
        sa.Column("quantity_minor", sa.Integer(), nullable=True),
        sa.Column("is_each_week", sa.Boolean(), nullable=False),
        sa.Column("needed_from_on", sa.Date(), nullable=False),
        sa.Column("needed_until_on", sa.Date(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name=op.f("ck_ask_withdrawn_at_with_withdrawn_by_id")
        ),
        sa.CheckConstraint("needed_until_on >= needed_from_on", name=op.f("ck_ask_dates_in_order")),
        sa.CheckConstraint("quantity_minor > 0", name=op.f("ck_ask_quantity_is_positive")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "asked_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_ask_organisation_id_asked_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_ask_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "withdrawn_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_ask_organisation_id_withdrawn_by_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_ask_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_ask")),
    )
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.create_index("ix_ask_idea_id_id", ["organisation_id", "idea_id", "id"], unique=False)
        batch_op.create_index("ix_ask_kind_idea_id", ["organisation_id", "kind", "idea_id"], unique=False)

    op.create_table(
        "boundary",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "drawn_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_boundary_organisation_id_drawn_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_boundary_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_boundary_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_boundary")),
    )
    with op.batch_alter_table("boundary", schema=None) as batch_op:
        batch_op.create_index("ix_boundary_idea_id_id", ["organisation_id", "idea_id", "id"], unique=False)

    op.create_table(
        "exploration_period",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_exploration_period_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "set_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_exploration_period_organisation_id_set_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_exploration_period_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_exploration_period")),
    )
    with op.batch_alter_table("exploration_period", schema=None) as batch_op:
        batch_op.create_index("ix_exploration_period_ends_on_id", ["organisation_id", "ends_on", "id"], unique=False)
        batch_op.create_index("ix_exploration_period_idea_id_id", ["organisation_id", "idea_id", "id"], unique=False)

    op.create_table(
        "idea_aim",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("aim_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "aim_id"],
            ["aim.organisation_id", "aim.id"],
            name=op.f("fk_idea_aim_organisation_id_aim_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_idea_aim_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_idea_aim_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_idea_aim")),
    )
    with op.batch_alter_table("idea_aim", schema=None) as batch_op:
        batch_op.create_index("ix_idea_aim_aim_id_idea_id", ["organisation_id", "aim_id", "idea_id"], unique=False)
        batch_op.create_index("uq_idea_aim_idea_id_aim_id", ["organisation_id", "idea_id", "aim_id"], unique=True)

    op.create_table(
        "idea_share",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_idea_share_ended_at_with_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "ended_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_idea_share_organisation_id_ended_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_idea_share_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "partner_id"],
            ["partner.organisation_id", "partner.id"],
            name=op.f("fk_idea_share_organisation_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "shared_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_idea_share_organisation_id_shared_by_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_idea_share_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_idea_share")),
    )
    with op.batch_alter_table("idea_share", schema=None) as batch_op:
        batch_op.create_index(
            "ix_idea_share_idea_id_partner_id", ["organisation_id", "idea_id", "partner_id"], unique=False
        )
        batch_op.create_index(
            "ix_idea_share_partner_id_idea_id", ["organisation_id", "partner_id", "idea_id"], unique=False
        )

    op.create_table(
        "idea_summary",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference_number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("better", sa.String(length=200), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "draft",
                "discarded",
                "registered",
                "exploring",
                "paused",
                "sustained",
                "ended",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("lead_id", sa.Uuid(), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waits_since_on", sa.Date(), nullable=True),
        sa.Column("waits_from_on", sa.Date(), nullable=True),
        sa.Column("sponsor_id", sa.Uuid(), nullable=True),
        sa.Column("last_update_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "worst_boundary",
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
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_idea_summary_organisation_id_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "lead_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_idea_summary_organisation_id_lead_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "service_id"],
            ["service.organisation_id", "service.id"],
            name=op.f("fk_idea_summary_organisation_id_service_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "sponsor_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_idea_summary_organisation_id_sponsor_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_idea_summary_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_idea_summary")),
    )
    with op.batch_alter_table("idea_summary", schema=None) as batch_op:
        batch_op.create_index(
            "ix_idea_summary_registered_at_id", ["organisation_id", "registered_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_idea_summary_service_id_registered_at_id",
            ["organisation_id", "service_id", "registered_at", "id"],
            unique=False,
        )
        batch_op.create_index("ix_idea_summary_sponsor_id_id", ["organisation_id", "sponsor_id", "id"], unique=False)
        batch_op.create_index(
            "ix_idea_summary_stage_registered_at_id", ["organisation_id", "stage", "registered_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_idea_summary_waits_since_on_id", ["organisation_id", "waits_since_on", "id"], unique=False
        )
        batch_op.create_index(
            "ix_idea_summary_worst_boundary_id", ["organisation_id", "worst_boundary", "id"], unique=False
        )

    op.create_table(
        "not_now",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("look_again_on", sa.Date(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by_id", sa.Uuid(), nullable=False),
        sa.Column("waited_days", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_not_now_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "said_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_not_now_organisation_id_said_by_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_not_now_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_not_now")),
    )
    with op.batch_alter_table("not_now", schema=None) as batch_op:
        batch_op.create_index("ix_not_now_idea_id_id", ["organisation_id", "idea_id", "id"], unique=False)

    op.create_table(
        "progress_update",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("tried", sa.String(), nullable=False),
        sa.Column("happened", sa.String(), nullable=False),
        sa.Column("learnt", sa.String(), nullable=False),
        sa.Column("next_step", sa.String(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_progress_update_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "told_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_progress_update_organisation_id_told_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_progress_update_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_progress_update")),
    )
    with op.batch_alter_table("progress_update", schema=None) as batch_op:
        batch_op.create_index("ix_progress_update_idea_id_id", ["organisation_id", "idea_id", "id"], unique=False)

    op.create_table(
        "search_text",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_search_text_organisation_id_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_search_text_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_search_text")),
    )
    op.create_table(
        "state",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "draft",
                "discarded",
                "registered",
                "exploring",
                "paused",
                "sustained",
                "ended",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_state_organisation_id_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_state_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_state_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_state")),
    )
    with op.batch_alter_table("state", schema=None) as batch_op:
        batch_op.create_index("ix_state_idea_id_id", ["organisation_id", "idea_id", "id"], unique=False)

    op.create_table(
        "teammate",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.Column(
            "joined_by",
            sa.Enum(
                "author", "asking", "invitation", name="joinedby", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("is_accepted", sa.Boolean(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_teammate_answered_at_with_answered_by_id")
        ),
        sa.CheckConstraint(
            "(left_at IS NULL) = (left_by_id IS NULL)", name=op.f("ck_teammate_left_at_with_left_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "answered_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_teammate_organisation_id_answered_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_teammate_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "left_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_teammate_organisation_id_left_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "opened_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_teammate_organisation_id_opened_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_teammate_organisation_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_teammate_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_teammate")),
    )
    with op.batch_alter_table("teammate", schema=None) as batch_op:
        batch_op.create_index(
            "ix_teammate_idea_id_person_id", ["organisation_id", "idea_id", "person_id"], unique=False
        )
        batch_op.create_index(
            "ix_teammate_person_id_idea_id", ["organisation_id", "person_id", "idea_id"], unique=False
        )

    op.create_table(
        "pledge",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("ask_id", sa.Uuid(), nullable=True),
        sa.Column("pledger_id", sa.Uuid(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "self", "organisation", "partner", name="side", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("helped_person_id", sa.Uuid(), nullable=True),
        sa.Column("split_from_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "time",
                "money",
                "data",
                "equipment",
                "space",
                "skills",
                "barrier",
                "introduction",
                "sponsorship",
                "line_manager",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("what", sa.String(length=400), nullable=False),
        sa.Column("quantity_minor", sa.Integer(), nullable=True),
        sa.Column("is_each_week", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("reply_by_on", sa.Date(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_answer", sa.Boolean(), nullable=False),
        sa.Column("waited_days", sa.Integer(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by_id", sa.Uuid(), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_by_id", sa.Uuid(), nullable=True),
        sa.Column("declined_reason", sa.String(length=400), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawal_reason", sa.String(length=400), nullable=False),
        sa.Column("withdrawal_effective_on", sa.Date(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by_id", sa.Uuid(), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum(
                "kept", "partly_kept", "not_kept", name="verdict", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("verdict_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verdict_by_id", sa.Uuid(), nullable=True),
        sa.Column(
            "told_state",
            sa.Enum(
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
                name="pledgestate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("changes_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(accepted_at IS NULL) = (accepted_by_id IS NULL)", name=op.f("ck_pledge_accepted_at_with_accepted_by_id")
        ),
        sa.CheckConstraint(
            "(declined_at IS NULL) = (declined_by_id IS NULL)", name=op.f("ck_pledge_declined_at_with_declined_by_id")
        ),
        sa.CheckConstraint(
            "(released_at IS NULL) = (released_by_id IS NULL)", name=op.f("ck_pledge_released_at_with_released_by_id")
        ),
        sa.CheckConstraint(
            "(verdict_at IS NULL) = (verdict_by_id IS NULL)", name=op.f("ck_pledge_verdict_at_with_verdict_by_id")
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)",
            name=op.f("ck_pledge_withdrawn_at_with_withdrawn_by_id"),
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_pledge_dates_in_order")),
        sa.CheckConstraint("quantity_minor > 0", name=op.f("ck_pledge_quantity_is_positive")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "accepted_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_pledge_organisation_id_accepted_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "ask_id"],
            ["ask.organisation_id", "ask.id"],
            name=op.f("fk_pledge_organisation_id_ask_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "declined_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_pledge_organisation_id_declined_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "helped_person_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_pledge_organisation_id_helped_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_pledge_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "partner_id"],
            ["partner.organisation_id", "partner.id"],
            name=op.f("fk_pledge_organisation_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "pledger_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_pledge_organisation_id_pledger_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "released_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_pledge_organisation_id_released_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "split_from_id"],
            ["pledge.organisation_id", "pledge.id"],
            name=op.f("fk_pledge_organisation_id_split_from_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "verdict_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_pledge_organisation_id_verdict_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "withdrawn_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_pledge_organisation_id_withdrawn_by_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_pledge_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_pledge")),
    )
    with op.batch_alter_table("pledge", schema=None) as batch_op:
        batch_op.create_index("ix_pledge_ask_id", ["organisation_id", "ask_id"], unique=False)
        batch_op.create_index("ix_pledge_changes_on_id", ["organisation_id", "changes_on", "id"], unique=False)
        batch_op.create_index("ix_pledge_helped_person_id", ["organisation_id", "helped_person_id"], unique=False)
        batch_op.create_index("ix_pledge_idea_id_id", ["organisation_id", "idea_id", "id"], unique=False)
        batch_op.create_index("ix_pledge_is_answer_id", ["organisation_id", "is_answer", "id"], unique=False)
        batch_op.create_index("ix_pledge_pledger_id_id", ["organisation_id", "pledger_id", "id"], unique=False)

    op.create_table(
        "watch",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("boundary_id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "boundary_id"],
            ["boundary.organisation_id", "boundary.id"],
            name=op.f("fk_watch_organisation_id_boundary_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_watch_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_watch_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_watch")),
    )
    with op.batch_alter_table("watch", schema=None) as batch_op:
        batch_op.create_index("ix_watch_due_on_id", ["organisation_id", "due_on", "id"], unique=False)
        batch_op.create_index("ix_watch_idea_id_id", ["organisation_id", "idea_id", "id"], unique=False)
        batch_op.create_index(
            "uq_watch_boundary_id_idea_id", ["organisation_id", "boundary_id", "idea_id"], unique=True
        )

    op.create_table(
        "crossing",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("watch_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "adapted",
                "stopped",
                "redrawn",
                name="crossinganswer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("words", sa.String(length=4000), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_crossing_answered_at_with_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "answered_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_crossing_organisation_id_answered_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "opened_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_crossing_organisation_id_opened_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "watch_id"],
            ["watch.organisation_id", "watch.id"],
            name=op.f("fk_crossing_organisation_id_watch_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_crossing_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_crossing")),
    )
    with op.batch_alter_table("crossing", schema=None) as batch_op:
        batch_op.create_index("ix_crossing_answered_at_id", ["organisation_id", "answered_at", "id"], unique=False)
        batch_op.create_index("ix_crossing_watch_id_id", ["organisation_id", "watch_id", "id"], unique=False)

    op.create_table(
        "delivery",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pledge_id", sa.Uuid(), nullable=False),
        sa.Column("quantity_minor", sa.Integer(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("disputed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disputed_by_id", sa.Uuid(), nullable=True),
        sa.Column("dispute_reason", sa.String(length=400), nullable=False),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)",
            name=op.f("ck_delivery_confirmed_at_with_confirmed_by_id"),
        ),
        sa.CheckConstraint(
            "(disputed_at IS NULL) = (disputed_by_id IS NULL)", name=op.f("ck_delivery_disputed_at_with_disputed_by_id")
        ),
        sa.CheckConstraint("quantity_minor > 0", name=op.f("ck_delivery_quantity_is_positive")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "confirmed_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_delivery_organisation_id_confirmed_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "disputed_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_delivery_organisation_id_disputed_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "pledge_id"],
            ["pledge.organisation_id", "pledge.id"],
            name=op.f("fk_delivery_organisation_id_pledge_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "recorded_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_delivery_organisation_id_recorded_by_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_delivery_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_delivery")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(
            "ix_delivery_pledge_id_delivered_on", ["organisation_id", "pledge_id", "delivered_on"], unique=False
        )

    op.create_table(
        "boundary_wording",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("boundary_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.String(length=400), nullable=False),
        sa.Column("reason", sa.String(length=4000), nullable=False),
        sa.Column("crossing_id", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_by_id", sa.Uuid(), nullable=True),
        sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("set_aside_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(agreed_at IS NULL) = (agreed_by_id IS NULL)", name=op.f("ck_boundary_wording_agreed_at_with_agreed_by_id")
        ),
        sa.CheckConstraint(
            "(set_aside_at IS NULL) = (set_aside_by_id IS NULL)",
            name=op.f("ck_boundary_wording_set_aside_at_with_set_aside_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "agreed_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_boundary_wording_organisation_id_agreed_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "boundary_id"],
            ["boundary.organisation_id", "boundary.id"],
            name=op.f("fk_boundary_wording_organisation_id_boundary_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "crossing_id"],
            ["crossing.organisation_id", "crossing.id"],
            name=op.f("fk_boundary_wording_organisation_id_crossing_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "proposed_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_boundary_wording_organisation_id_proposed_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "set_aside_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_boundary_wording_organisation_id_set_aside_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_boundary_wording_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_boundary_wording")),
    )
    with op.batch_alter_table("boundary_wording", schema=None) as batch_op:
        batch_op.create_index(
            "ix_boundary_wording_open",
            ["organisation_id", "boundary_id"],
            unique=False,
            sqlite_where=sa.text("agreed_at IS NULL AND set_aside_at IS NULL"),
            postgresql_where=sa.text("agreed_at IS NULL AND set_aside_at IS NULL"),
        )
        batch_op.create_index(
            "uq_boundary_wording_boundary_id_number", ["organisation_id", "boundary_id", "number"], unique=True
        )

    op.create_table(
        "boundary_answer",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("watch_id", sa.Uuid(), nullable=False),
        sa.Column("wording_id", sa.Uuid(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum("kept", "near", "crossed", name="answer", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "answered_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_boundary_answer_organisation_id_answered_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "watch_id"],
            ["watch.organisation_id", "watch.id"],
            name=op.f("fk_boundary_answer_organisation_id_watch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "wording_id"],
            ["boundary_wording.organisation_id", "boundary_wording.id"],
            name=op.f("fk_boundary_answer_organisation_id_wording_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_boundary_answer_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_boundary_answer")),
    )
    with op.batch_alter_table("boundary_answer", schema=None) as batch_op:
        batch_op.create_index("ix_boundary_answer_watch_id_id", ["organisation_id", "watch_id", "id"], unique=False)

    op.create_table(
        "update_answer",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("update_id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "answer_id"],
            ["boundary_answer.organisation_id", "boundary_answer.id"],
            name=op.f("fk_update_answer_organisation_id_answer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "update_id"],
            ["progress_update.organisation_id", "progress_update.id"],
            name=op.f("fk_update_answer_organisation_id_update_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_update_answer_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_update_answer")),
    )
    with op.batch_alter_table("update_answer", schema=None) as batch_op:
        batch_op.create_index("ix_update_answer_update_id", ["organisation_id", "update_id"], unique=False)
    make_search_index()


def make_search_index() -> None:
    """Full-text search over search_text: FTS5 kept by triggers on SQLite, a GIN index on PostgreSQL."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE INDEX ix_search_text_words ON search_text USING gin "
            "((array_to_tsvector(ARRAY[scope::text]) || to_tsvector('english', title || ' ' || body)))"
        )
        return
    op.execute(
        "CREATE VIRTUAL TABLE search_fts USING fts5(scope, title, body, content='search_text', "
        "tokenize='porter unicode61 remove_diacritics 2')"
    )
    op.execute("CREATE VIRTUAL TABLE search_fts_words USING fts5vocab('search_fts', 'row')")
    added = "INSERT INTO search_fts(rowid, scope, title, body) VALUES (new.rowid, new.scope, new.title, new.body);"
    removed = (
        "INSERT INTO search_fts(search_fts, rowid, scope, title, body) "
        "VALUES ('delete', old.rowid, old.scope, old.title, old.body);"
    )
    op.execute(f"CREATE TRIGGER search_text_added AFTER INSERT ON search_text BEGIN {added} END")
    op.execute(f"CREATE TRIGGER search_text_removed AFTER DELETE ON search_text BEGIN {removed} END")
    op.execute(f"CREATE TRIGGER search_text_changed AFTER UPDATE ON search_text BEGIN {removed} {added} END")


def downgrade() -> None:
    raise NotImplementedError("Before the first tables there is nothing to go back to: restore a backup.")
