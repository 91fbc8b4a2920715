"""Frameworks have versions, which ideas accept; each framework begins with the first, which says what stands."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

from registry.kit.database import new_id

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ROWS_AT_ONCE = 1000


def upgrade() -> None:
    op.create_table(
        "framework_version",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("held", sa.String(length=160), nullable=False),
        sa.Column("direction", sa.String(length=280), nullable=False),
        sa.Column("reason", sa.String(length=4000), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by_id", sa.Uuid(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.Column("in_use_since_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(published_at IS NULL) = (published_by_id IS NULL)",
            name=op.f("ck_framework_version_published_at_with_published_by_id"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_framework_version_counted_from_one")),
        sa.CheckConstraint(
            "superseded_at IS NULL OR published_at IS NOT NULL",
            name=op.f("ck_framework_version_published_before_superseded"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "begun_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_framework_version_organisation_id_begun_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "framework_id"],
            ["framework.organisation_id", "framework.id"],
            name=op.f("fk_framework_version_organisation_id_framework_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "published_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_framework_version_organisation_id_published_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_framework_version_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_framework_version")),
    )
    with op.batch_alter_table("framework_version", schema=None) as batch_op:
        batch_op.create_index(
            "uq_framework_version_framework_id_number", ["organisation_id", "framework_id", "number"], unique=True
        )

    op.create_table(
        "version_outcome",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("outcome_id", sa.Uuid(), nullable=False),
        sa.Column("sentence", sa.String(length=400), nullable=False),
        sa.Column("aim_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "aim_id"],
            ["aim.organisation_id", "aim.id"],
            name=op.f("fk_version_outcome_organisation_id_aim_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "outcome_id"],
            ["outcome.organisation_id", "outcome.id"],
            name=op.f("fk_version_outcome_organisation_id_outcome_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "version_id"],
            ["framework_version.organisation_id", "framework_version.id"],
            name=op.f("fk_version_outcome_organisation_id_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_version_outcome_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_version_outcome")),
    )
    with op.batch_alter_table("version_outcome", schema=None) as batch_op:
        batch_op.create_index(
            "uq_version_outcome_version_id_outcome_id", ["organisation_id", "version_id", "outcome_id"], unique=True
        )

    op.create_table(
        "version_acceptance",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "accepted_by_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_version_acceptance_organisation_id_accepted_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "idea_id"],
            ["idea.organisation_id", "idea.id"],
            name=op.f("fk_version_acceptance_organisation_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "version_id"],
            ["framework_version.organisation_id", "framework_version.id"],
            name=op.f("fk_version_acceptance_organisation_id_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_version_acceptance_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_version_acceptance")),
    )
    with op.batch_alter_table("version_acceptance", schema=None) as batch_op:
        batch_op.create_index("ix_version_acceptance_idea_id_id", ["organisation_id", "idea_id", "id"], unique=False)
        batch_op.create_index(
            "ix_version_acceptance_version_id_id", ["organisation_id", "version_id", "id"], unique=False
        )

    op.create_table(
        "version_boundary",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("boundary_id", sa.Uuid(), nullable=False),
        sa.Column("wording_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "boundary_id"],
            ["boundary.organisation_id", "boundary.id"],
            name=op.f("fk_version_boundary_organisation_id_boundary_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "version_id"],
            ["framework_version.organisation_id", "framework_version.id"],
            name=op.f("fk_version_boundary_organisation_id_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "wording_id"],
            ["boundary_wording.organisation_id", "boundary_wording.id"],
            name=op.f("fk_version_boundary_organisation_id_wording_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_version_boundary_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_version_boundary")),
    )
    with op.batch_alter_table("version_boundary", schema=None) as batch_op:
        batch_op.create_index(
            "ix_version_boundary_boundary_id_version_id", ["organisation_id", "boundary_id", "version_id"], unique=False
        )
        batch_op.create_index(
            "uq_version_boundary_version_id_boundary_id", ["organisation_id", "version_id", "boundary_id"], unique=True
        )

    op.create_table(
        "watch_wording",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("watch_id", sa.Uuid(), nullable=False),
        sa.Column("wording_id", sa.Uuid(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("until_at >= from_at", name=op.f("ck_watch_wording_moments_in_order")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "watch_id"],
            ["watch.organisation_id", "watch.id"],
            name=op.f("fk_watch_wording_organisation_id_watch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "wording_id"],
            ["boundary_wording.organisation_id", "boundary_wording.id"],
            name=op.f("fk_watch_wording_organisation_id_wording_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_watch_wording_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_watch_wording")),
    )
    with op.batch_alter_table("watch_wording", schema=None) as batch_op:
        batch_op.create_index("ix_watch_wording_watch_id_id", ["organisation_id", "watch_id", "id"], unique=False)

    with op.batch_alter_table("boundary") as batch_op:
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ended_by_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_boundary_organisation_id_ended_by_id"),
            "person",
            ["organisation_id", "ended_by_id"],
            ["organisation_id", "id"],
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_boundary_ended_at_with_ended_by_id"), "(ended_at IS NULL) = (ended_by_id IS NULL)"
        )
    with op.batch_alter_table("idea_framework") as batch_op:
        batch_op.add_column(sa.Column("version_id", sa.Uuid(), nullable=True))
    with op.batch_alter_table("watch") as batch_op:
        batch_op.add_column(sa.Column("wording_number", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("worded_at", sa.DateTime(timezone=True), nullable=True))
    _publish_first_versions()
    _accept_them()
    _word_watches()
    with op.batch_alter_table("idea_framework") as batch_op:
        batch_op.alter_column("version_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_idea_framework_organisation_id_version_id"),
            "framework_version",
            ["organisation_id", "version_id"],
            ["organisation_id", "id"],
        )
    with op.batch_alter_table("watch") as batch_op:
        batch_op.alter_column("worded_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.alter_column("wording_number", existing_type=sa.Integer(), server_default=None)
        batch_op.create_check_constraint(batch_op.f("ck_watch_worded_from_one"), "wording_number >= 1")


def downgrade() -> None:
    raise NotImplementedError("What ideas accepted has no place in the tables before: restore a backup.")


def _publish_first_versions() -> None:
    """Version 1 of each framework says what stands."""
    for found in op.get_bind().execute(sa.select(framework)).all():
        said = {
            "organisation_id": found.organisation_id,
            "id": new_id(),
            "version": 1,
            "framework_id": found.id,
            "number": 1,
            "name": found.name,
            "held": found.held,
            "direction": found.direction,
            "reason": "",
            "begun_at": found.opened_at,
            "begun_by_id": found.opened_by_id,
            "published_at": found.opened_at,
            "published_by_id": found.opened_by_id,
        }
        _add(framework_version, [said])
        here = {"organisation_id": found.organisation_id, "version_id": said["id"]}
        outcomes = sa.select(outcome.c.id, outcome.c.sentence, outcome.c.aim_id).where(
            outcome.c.organisation_id == found.organisation_id,
            outcome.c.framework_id == found.id,
            outcome.c.ended_at.is_(None),
        )
        _add(
            version_outcome,
            (
                here
                | {"id": new_id(), "version": 1, "outcome_id": row.id, "sentence": row.sentence, "aim_id": row.aim_id}
                for row in op.get_bind().execute(outcomes).all()
            ),
        )
        boundaries = sa.select(wording.c.boundary_id, wording.c.id).where(
            boundary.c.organisation_id == found.organisation_id,
            boundary.c.framework_id == found.id,
            wording.c.organisation_id == boundary.c.organisation_id,
            wording.c.boundary_id == boundary.c.id,
            wording.c.number == _newest_number(boundary.c.organisation_id, boundary.c.id),
        )
        _add(
            version_boundary,
            (
                here | {"id": new_id(), "boundary_id": row.boundary_id, "wording_id": row.id}
                for row in op.get_bind().execute(boundaries).all()
            ),
        )


def _accept_them() -> None:
    """Every idea that joined accepted what stood."""
    its = sa.select(framework_version.c.id).where(
        framework_version.c.organisation_id == idea_framework.c.organisation_id,
        framework_version.c.framework_id == idea_framework.c.framework_id,
    )
    op.get_bind().execute(sa.update(idea_framework).values(version_id=its.scalar_subquery()))
    first = sa.select(sa.func.min(idea_framework.c.joined_at)).where(
        idea_framework.c.organisation_id == framework_version.c.organisation_id,
        idea_framework.c.version_id == framework_version.c.id,
    )
    op.get_bind().execute(sa.update(framework_version).values(in_use_since_at=first.scalar_subquery()))
    _add(
        version_acceptance,
        (
            {
                "organisation_id": row.organisation_id,
                "id": new_id(),
                "idea_id": row.idea_id,
                "version_id": row.version_id,
                "accepted_at": row.joined_at,
                "accepted_by_id": row.joined_by_id,
            }
            for row in op.get_bind().execute(sa.select(idea_framework)).all()
        ),
    )


def _word_watches() -> None:
    """Each watch is judged by the newest words that came before its end; those before them are kept beside it."""
    in_time = watch.c.ended_at.is_(None) | (wording.c.agreed_at <= watch.c.ended_at)
    newest = _newest_number(watch.c.organisation_id, watch.c.boundary_id, in_time)
    op.get_bind().execute(
        sa.update(watch).values(worded_at=watch.c.since_at, wording_number=sa.func.coalesce(newest, 1))
    )
    agreed = (
        sa.select(wording.c.agreed_at)
        .where(
            wording.c.organisation_id == watch.c.organisation_id,
            wording.c.boundary_id == watch.c.boundary_id,
            wording.c.number == watch.c.wording_number,
        )
        .scalar_subquery()
    )
    op.get_bind().execute(sa.update(watch).values(worded_at=agreed).where(agreed > watch.c.since_at))
    later = wording.alias("later")
    until = (
        sa.select(sa.func.min(later.c.agreed_at))
        .where(
            later.c.organisation_id == wording.c.organisation_id,
            later.c.boundary_id == wording.c.boundary_id,
            later.c.number > wording.c.number,
        )
        .scalar_subquery()
    )
    past = (
        sa.select(
            watch.c.organisation_id,
            watch.c.id,
            watch.c.since_at,
            wording.c.id.label("wording_id"),
            wording.c.agreed_at,
            sa.type_coerce(until, sa.DateTime(timezone=True)).label("until_at"),
        )
        .where(
            wording.c.organisation_id == watch.c.organisation_id,
            wording.c.boundary_id == watch.c.boundary_id,
            wording.c.agreed_at.is_not(None),
            wording.c.number < watch.c.wording_number,
        )
        .order_by(watch.c.id, wording.c.number)
    )
    _add(
        watch_wording,
        (
            {
                "organisation_id": row.organisation_id,
                "id": new_id(),
                "watch_id": row.id,
                "wording_id": row.wording_id,
                "from_at": max(row.since_at, row.agreed_at),
                "until_at": row.until_at,
            }
            for row in op.get_bind().execute(past).all()
            if row.until_at > row.since_at
        ),
    )


def _newest_number(organisation_id: Any, boundary_id: Any, *also: Any) -> Any:
    """Of a boundary's words in force."""
    return (
        sa.select(sa.func.max(wording.c.number))
        .where(
            wording.c.organisation_id == organisation_id,
            wording.c.boundary_id == boundary_id,
            wording.c.agreed_at.is_not(None),
            *also,
        )
        .correlate(boundary, watch)
        .scalar_subquery()
    )


def _add(table: sa.TableClause, rows: Iterable[dict[str, Any]]) -> None:
    waiting = list(rows)
    for start in range(0, len(waiting), ROWS_AT_ONCE):
        op.get_bind().execute(sa.insert(table), waiting[start : start + ROWS_AT_ONCE])


def _table(name: str, ids: str, texts: str = "", numbers: str = "", moments: str = "") -> sa.TableClause:
    kinds: dict[str, Any] = {"organisation_id": sa.Uuid()}
    kinds |= dict.fromkeys(ids.split(), sa.Uuid())
    kinds |= dict.fromkeys(texts.split(), sa.String())
    kinds |= dict.fromkeys(numbers.split(), sa.Integer())
    kinds |= dict.fromkeys(moments.split(), sa.DateTime(timezone=True))
    return sa.table(name, *(sa.column(column, kind) for column, kind in kinds.items()))


framework = _table("framework", "id opened_by_id", "name held direction", moments="opened_at")
framework_version = _table(
    "framework_version",
    "id framework_id begun_by_id published_by_id",
    "name held direction reason",
    "version number",
    "begun_at published_at in_use_since_at",
)
outcome = _table("outcome", "id framework_id aim_id", "sentence", moments="ended_at")
version_outcome = _table("version_outcome", "id version_id outcome_id aim_id", "sentence", "version")
boundary = _table("boundary", "id framework_id")
wording = _table("boundary_wording", "id boundary_id", numbers="number", moments="agreed_at")
version_boundary = _table("version_boundary", "id version_id boundary_id wording_id")
idea_framework = _table("idea_framework", "id idea_id framework_id version_id joined_by_id", moments="joined_at")
version_acceptance = _table("version_acceptance", "id idea_id version_id accepted_by_id", moments="accepted_at")
watch = _table("watch", "id boundary_id", numbers="wording_number", moments="since_at worded_at ended_at")
watch_wording = _table("watch_wording", "id watch_id wording_id", moments="from_at until_at")
