"""Promises kept: counts and amounts over many pledges, and the list behind each number."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.kit.paging import COUNT_LIMIT, PAGE_ROWS, Page, page_of, read_cursor
from registry.people.actors import Actor
from registry.pledges.models import Pledge, PledgeState, Side
from registry.pledges.queries.pledges import PledgeLine, lines_of
from registry.pledges.rules import promises as rules
from registry.pledges.rules.promises import Counted, Group, Sum
from registry.pledges.schemas import PromisesFilter

EXPORT_ROWS = 500


@dataclass(frozen=True)
class PromisesKept:
    """
    words   '41 of 46 due are kept. 4 in part and 1 not at all. 12 promises are on their way.'
    """

    counted: Sequence[Counted]
    words: str

    def of(self, group: Group) -> Counted:
        return next(each for each in self.counted if each.group is group)


async def count_promises(session: AsyncSession, actor: Actor, narrowed: PromisesFilter) -> PromisesKept:
    """All accepted promises that the filter lets through, its group apart, in one statement."""
    is_over = case((col(Pledge.ends_on) < actor.today, 1), else_=0)
    has_disputed = case((col(Pledge.disputed_count) > 0, 1), else_=0)
    groups = [col(Pledge.counted_state), col(Pledge.kind), is_over, has_disputed]
    statement = (
        select_columns(*groups, func.count(), func.sum(col(Pledge.counted_minor)), func.sum(col(Pledge.came_minor)))
        .where(*_narrowed(actor, narrowed))
        .group_by(*groups)
    )
    rows = (await session.exec(statement)).all()  # type: ignore[call-overload]  # typed for SQLModel's own select
    sums = [
        Sum(state, kind, bool(over), bool(disputed), count, int(promised), int(came))
        for state, kind, over, disputed, count, promised, came in rows
    ]
    counted = rules.counted(sums, actor.currency)
    counts = {each.group: each.count for each in counted}
    words = f"{rules.kept_words(counts[Group.KEPT], counts[Group.DUE])} {rules.other_words(counts)}"
    return PromisesKept(counted, words.strip())


async def page_of_promises(
    session: AsyncSession, actor: Actor, narrowed: PromisesFilter, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[PledgeLine]:
    """The list behind a number; those that end last first."""
    statement = select(Pledge).where(*_narrowed(actor, narrowed), *_in_group(actor, narrowed.group))
    if cursor:
        ends_on, pledge_id = read_cursor(cursor, date, UUID)
        is_same_day = (col(Pledge.ends_on) == ends_on) & (col(Pledge.id) < pledge_id)
        statement = statement.where((col(Pledge.ends_on) < ends_on) | is_same_day)
    statement = statement.order_by(col(Pledge.ends_on).desc(), col(Pledge.id).desc()).limit(size + 1)
    lines = await lines_of(session, actor, (await session.exec(statement)).all())
    return page_of(lines, size, lambda line: [line.pledge.ends_on, line.pledge.id])


async def count_withdrawn(session: AsyncSession, actor: Actor, since: datetime, until: datetime) -> int:
    """Promises that a team had accepted and that were taken back between two moments, up to 1,000."""
    some = select(Pledge.id).where(*_withdrawn(actor, since, until)).limit(COUNT_LIMIT).subquery()
    return (await session.exec(select(func.count()).select_from(some))).one()


async def list_withdrawn(
    session: AsyncSession, actor: Actor, since: datetime, until: datetime, limit: int
) -> list[PledgeLine]:
    """The same, the newest first, whenever they would have ended and however long they still hold."""
    statement = select(Pledge).where(*_withdrawn(actor, since, until))
    statement = statement.order_by(col(Pledge.withdrawn_at).desc(), col(Pledge.id).desc()).limit(limit)
    return await lines_of(session, actor, (await session.exec(statement)).all())


async def every_promise(session: AsyncSession, actor: Actor, narrowed: PromisesFilter) -> AsyncIterator[PledgeLine]:
    """All that the filter lets through, in the order of the page, a page at a time."""
    cursor: str | None = ""
    while cursor is not None:
        listed = await page_of_promises(session, actor, narrowed, cursor=cursor, size=EXPORT_ROWS)
        for line in listed.rows:
            yield line
        cursor = listed.next_cursor


def _withdrawn(actor: Actor, since: datetime, until: datetime) -> list[Any]:
    found = [
        col(Pledge.organisation_id) == actor.organisation_id,
        col(Pledge.withdrawn_at) >= since,
        col(Pledge.withdrawn_at) < until,
        col(Pledge.accepted_at).is_not(None),
    ]
    return [*found, col(Pledge.partner_id) == actor.partner_id] if actor.partner_id else found


def _narrowed(actor: Actor, narrowed: PromisesFilter) -> list[Any]:
    """Accepted promises: a partner's people see what was promised for the partner."""
    since = narrowed.since or rules.usual_since(actor.today)
    found = [
        col(Pledge.organisation_id) == actor.organisation_id,
        col(Pledge.accepted_at).is_not(None),
        col(Pledge.ends_on) >= since,
    ]
    if narrowed.until:
        found.append(col(Pledge.ends_on) <= narrowed.until)
    if actor.partner_id:
        found.append(col(Pledge.partner_id) == actor.partner_id)
    if narrowed.sponsor:
        found += [col(Pledge.pledger_id) == narrowed.sponsor, col(Pledge.side) == Side.ORGANISATION]
    if narrowed.framework:
        found.append(col(Pledge.framework_id) == narrowed.framework)
    if narrowed.kind:
        found.append(col(Pledge.kind) == narrowed.kind)
    if narrowed.side:
        found.append(col(Pledge.side) == narrowed.side)
    return found


def _in_group(actor: Actor, group: Group | None) -> list[Any]:
    if group is None:
        return []
    if group is Group.DISPUTED:
        return [col(Pledge.disputed_count) > 0]
    found: list[Any] = [col(Pledge.counted_state).in_(rules.STATES[group])]
    if PledgeState.ACCEPTED in rules.STATES[group]:
        is_over = col(Pledge.ends_on) < actor.today
        found.append(is_over if group is Group.OVER else ~is_over)
    return found
