from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, Select, Text, cast, literal
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.models import Framework, FrameworkVersion, Outcome, Stewardship, Subsystem, VersionOutcome
from registry.frameworks.rules import frameworks as rules
from registry.kit.errors import NotAllowed, NotFound
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.kit.stated import stated
from registry.people.actors import Actor
from registry.people.models import Person, PersonRole, Role

Above, Nested, Parent, Within = (aliased(Framework) for _ in range(4))

LIST_LIMIT = 500


@dataclass(frozen=True)
class FrameworkRow:
    """A framework as lists show it.

    depth        in how many others it is nested, of those that are listed
    has_nested   whether others are nested in it
    """

    id: UUID
    name: str
    subsystem: Subsystem
    held: str
    parent_id: UUID | None
    parent_name: str | None
    direction: str
    review_on: date
    depth: int
    has_nested: bool


@dataclass(frozen=True)
class Steward:
    """Who keeps a framework; `id` is that of the stewardship."""

    id: UUID
    person_id: UUID
    name: str
    position: str
    given_at: datetime


def must_see(actor: Actor) -> None:
    """Turns away who sees no framework at all."""
    if not rules.may_see(actor):
        raise NotAllowed("Frameworks are read by the people of the organisation itself.")


async def get_framework(session: AsyncSession, actor: Actor, framework_id: UUID) -> Framework:
    framework = await session.get(Framework, (actor.organisation_id, framework_id))
    if framework is None or not rules.may_see(actor):
        raise NotFound("framework")
    return framework


async def find_framework(session: AsyncSession, actor: Actor, framework_id: UUID | None) -> Framework | None:
    """For pages that name one beside other things; nothing for those who see none."""
    if framework_id is None or not rules.may_see(actor):
        return None
    return await session.get(Framework, (actor.organisation_id, framework_id))


async def find_framework_by_name(session: AsyncSession, actor: Actor, name: str) -> Framework | None:
    statement = select(Framework).where(
        col(Framework.organisation_id) == actor.organisation_id, col(Framework.name) == name
    )
    return (await session.exec(statement)).first()


async def page_of_frameworks(
    session: AsyncSession, actor: Actor, *, under: UUID | None = None, cursor: str = "", size: int = PAGE_ROWS
) -> Page[FrameworkRow]:
    """In the order in which they were opened, each followed by those that are nested in it.

    under   only those nested in this one, at any depth
    """
    if not rules.may_see(actor):
        return Page([], None)
    tree = _tree(actor, under)
    statement = _rows_in(actor, tree)
    if cursor:
        last_id = read_cursor(cursor, UUID)[0]
        statement = statement.where(
            tree.c.path > select_columns(tree.c.path).where(tree.c.id == last_id).scalar_subquery()
        )
    rows = await _read(session, statement.limit(size + 1))
    return page_of(rows, size, lambda row: [row.id])


async def framework_names(session: AsyncSession, actor: Actor, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Of those that are here, however many frameworks there are."""
    wanted = {each for each in ids if each}
    if not wanted:
        return {}
    statement = select(Framework.id, Framework.name).where(
        col(Framework.organisation_id) == actor.organisation_id, col(Framework.id).in_(wanted)
    )
    return dict((await session.exec(statement)).all())


async def list_frameworks_to_choose(session: AsyncSession, actor: Actor) -> Sequence[FrameworkRow]:
    """For a choice on a form, in the order of the list; the first 500."""
    if not rules.may_see(actor):
        return []
    return [FrameworkRow(*row) for row in await _to_choose(session, actor)]


async def list_nested(session: AsyncSession, framework: Framework) -> Sequence[Framework]:
    """Those nested in it directly, in the order in which they were opened; the first 500."""
    statement = (
        select(Framework)
        .where(col(Framework.organisation_id) == framework.organisation_id, col(Framework.parent_id) == framework.id)
        .order_by(col(Framework.id))
        .limit(LIST_LIMIT)
    )
    return (await session.exec(statement)).all()


async def list_wider(session: AsyncSession, framework: Framework) -> Sequence[tuple[UUID, str]]:
    """Id and name of those in which it is nested at any depth, the nearest first."""
    wider = (
        select_columns(
            col(Framework.id).label("id"),
            col(Framework.name).label("name"),
            col(Framework.parent_id).label("parent_id"),
            literal(0).label("distance"),
        )
        .where(col(Framework.organisation_id) == framework.organisation_id, col(Framework.id) == framework.parent_id)
        .cte("wider", recursive=True)
    )
    wider = wider.union_all(
        select_columns(col(Above.id), col(Above.name), col(Above.parent_id), wider.c.distance + 1).where(
            col(Above.organisation_id) == framework.organisation_id, col(Above.id) == wider.c.parent_id
        )
    )
    statement = select_columns(wider.c.id, wider.c.name).order_by(wider.c.distance)
    found = (await session.exec(statement)).all()  # type: ignore[call-overload]  # typed for SQLModel's own select
    return [(row.id, row.name) for row in found]


async def list_outcomes(session: AsyncSession, framework: Framework) -> Sequence[Outcome]:
    """Those of the newest published version, in the order in which they were set."""
    statement = (
        select(Outcome)
        .join(
            VersionOutcome,
            (col(VersionOutcome.organisation_id) == Outcome.organisation_id)
            & (col(VersionOutcome.outcome_id) == Outcome.id),
        )
        .join(
            FrameworkVersion,
            (col(FrameworkVersion.organisation_id) == VersionOutcome.organisation_id)
            & (col(FrameworkVersion.id) == VersionOutcome.version_id),
        )
        .where(
            col(Outcome.organisation_id) == framework.organisation_id,
            col(FrameworkVersion.framework_id) == framework.id,
            col(FrameworkVersion.published_at).is_not(None),
            col(FrameworkVersion.superseded_at).is_(None),
        )
        .order_by(col(Outcome.id))
        .limit(rules.OUTCOMES_AT_MOST)
    )
    return (await session.exec(statement)).all()


async def get_outcome(session: AsyncSession, actor: Actor, outcome_id: UUID) -> tuple[Outcome, Framework]:
    outcome = await session.get(Outcome, (actor.organisation_id, outcome_id))
    if outcome is None:
        raise NotFound("outcome")
    return outcome, await get_framework(session, actor, outcome.framework_id)


async def find_outcome(session: AsyncSession, organisation_id: UUID, outcome_id: UUID | None) -> Outcome | None:
    """Also one that has ended: an idea that serves it keeps it."""
    return await session.get(Outcome, (organisation_id, outcome_id)) if outcome_id else None


async def list_stewards(session: AsyncSession, framework: Framework) -> Sequence[Steward]:
    """Those who keep it now, the first steward first; who has left, or is a steward no longer, keeps nothing."""
    statement = (
        select_columns(
            col(Stewardship.id), col(Person.id), col(Person.name), col(Person.position), col(Stewardship.given_at)
        )
        .join(
            Person,
            (col(Person.organisation_id) == Stewardship.organisation_id) & (col(Person.id) == Stewardship.person_id),
        )
        .where(
            col(Stewardship.organisation_id) == framework.organisation_id,
            col(Stewardship.framework_id) == framework.id,
            col(Stewardship.ended_at).is_(None),
            col(Person.left_at).is_(None),
            _is_steward(),
        )
        .order_by(col(Stewardship.id))
        .limit(LIST_LIMIT)
    )
    found = (await session.exec(statement)).all()  # type: ignore[call-overload]  # typed for SQLModel's own select
    return [Steward(*row) for row in found]


async def list_steward_ids(session: AsyncSession, framework: Framework) -> Sequence[UUID]:
    """The people who keep it now, the first steward first."""
    return [steward.person_id for steward in await list_stewards(session, framework)]


async def get_stewardship(session: AsyncSession, actor: Actor, stewardship_id: UUID) -> tuple[Stewardship, Framework]:
    stewardship = await session.get(Stewardship, (actor.organisation_id, stewardship_id))
    if stewardship is None:
        raise NotFound("stewardship")
    return stewardship, await get_framework(session, actor, stewardship.framework_id)


async def list_kept_ids(session: AsyncSession, actor: Actor) -> Sequence[UUID]:
    """The frameworks that the actor keeps."""
    if not actor.has(Role.STEWARD):
        return []
    statement = (
        select(Stewardship.framework_id)
        .where(
            col(Stewardship.organisation_id) == actor.organisation_id,
            col(Stewardship.person_id) == actor.person_id,
            col(Stewardship.ended_at).is_(None),
        )
        .order_by(col(Stewardship.id))
        .limit(LIST_LIMIT)
    )
    return (await session.exec(statement)).all()


async def list_reviews_ahead(
    session: AsyncSession, actor: Actor, framework_ids: Collection[UUID], *, within_days: int
) -> Sequence[Framework]:
    """Of these frameworks those whose review date is near or past; the first first."""
    statement = (
        select(Framework)
        .where(
            col(Framework.organisation_id) == actor.organisation_id,
            col(Framework.id).in_(list(framework_ids)),
            col(Framework.review_on) <= actor.today + timedelta(days=within_days),
        )
        .order_by(col(Framework.review_on), col(Framework.id))
        .limit(LIST_LIMIT)
    )
    return (await session.exec(statement)).all()


async def list_due_reviews(session: AsyncSession, actor: Actor, limit: int) -> Sequence[Framework]:
    """Those whose review date has come and was not told of yet; locked, so that it is told once."""
    statement = (
        select(Framework)
        .where(
            col(Framework.organisation_id) == actor.organisation_id,
            col(Framework.review_on) <= actor.today,
            col(Framework.told_review_on).is_(None) | (col(Framework.told_review_on) != col(Framework.review_on)),
        )
        .order_by(col(Framework.review_on), col(Framework.id))
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
        .execution_options(populate_existing=True)
    )
    return (await session.exec(statement)).all()


def _tree(actor: Actor, under: UUID | None = None) -> CTE:
    """Every framework with its depth and its path: the ids of those above it and its own, each of one length."""
    begins = col(Framework.parent_id) == under if under else col(Framework.parent_id).is_(None)
    here = cast(col(Framework.id), Text)
    tree = (
        select_columns(col(Framework.id).label("id"), here.label("path"), literal(0).label("depth"))
        .where(col(Framework.organisation_id) == actor.organisation_id, begins)
        .cte("tree", recursive=True)
    )
    return tree.union_all(
        select_columns(col(Nested.id), tree.c.path + cast(col(Nested.id), Text), tree.c.depth + 1).where(
            col(Nested.organisation_id) == actor.organisation_id, col(Nested.parent_id) == tree.c.id
        )
    )


def _rows_in(actor: Actor, tree: CTE) -> Select[*tuple[Any, ...]]:
    has_nested = (
        select(Within.id)
        .where(col(Within.organisation_id) == Framework.organisation_id, col(Within.parent_id) == Framework.id)
        .exists()
    )
    columns = [
        col(Framework.id),
        col(Framework.name),
        col(Framework.subsystem),
        col(Framework.held),
        col(Framework.parent_id),
        col(Parent.name),
        col(Framework.direction),
        col(Framework.review_on),
        tree.c.depth,
        has_nested,
    ]
    return (
        select_columns(*columns)
        .select_from(tree)
        .join(Framework, (col(Framework.organisation_id) == actor.organisation_id) & (col(Framework.id) == tree.c.id))
        .outerjoin(
            Parent,
            (col(Parent.organisation_id) == Framework.organisation_id) & (col(Parent.id) == Framework.parent_id),
        )
        .order_by(tree.c.path)
    )


async def _read(session: AsyncSession, statement: Select[*tuple[Any, ...]]) -> list[FrameworkRow]:
    found = (await session.exec(statement)).all()  # type: ignore[call-overload]  # typed for SQLModel's own select
    return [FrameworkRow(*row) for row in found]


@stated
def _to_choose(actor: Actor) -> Select[*tuple[Any, ...]]:
    return _rows_in(actor, _tree(actor)).limit(LIST_LIMIT)


def _is_steward() -> Any:
    """Whether the person of the same statement has the role now."""
    return (
        select(PersonRole.id)
        .where(
            col(PersonRole.organisation_id) == Person.organisation_id,
            col(PersonRole.person_id) == Person.id,
            col(PersonRole.role) == Role.STEWARD,
            col(PersonRole.ended_at).is_(None),
        )
        .exists()
    )
