from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func
from sqlalchemy import select as select_columns
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.kit.clock import day_of
from registry.kit.stated import stated
from registry.people.actors import Actor
from registry.pledges.models import Delivery, Pledge
from registry.pledges.rules.states import NOTHING_CAME, Came


async def sum_deliveries(session: AsyncSession, actor: Actor, pledge_ids: Iterable[UUID]) -> dict[UUID, Came]:
    """What came of each of some pledges, in one query; those without deliveries are left out."""
    wanted = set(pledge_ids)
    if not wanted:
        return {}
    return {row[0]: _came(row[1:6], _day(row[6], actor)) for row in await _sums(session, actor, wanted)}


async def came_of(session: AsyncSession, actor: Actor, pledge: Pledge) -> Came:
    return (await sum_deliveries(session, actor, [pledge.id])).get(pledge.id, NOTHING_CAME)


@stated
def _sums(actor: Actor, pledge_ids: Collection[UUID]) -> Select[*tuple[Any, ...]]:
    confirmed = col(Delivery.confirmed_at).is_not(None)
    disputed = col(Delivery.disputed_at).is_not(None) & ~confirmed
    pending = ~confirmed & ~disputed
    quantity = func.coalesce(col(Delivery.quantity_minor), 0)
    return (
        select_columns(
            col(Delivery.pledge_id),
            func.sum(case((confirmed, quantity), else_=0)),
            func.sum(case((pending, quantity), else_=0)),
            func.sum(case((confirmed, 1), else_=0)),
            func.sum(case((pending, 1), else_=0)),
            func.sum(case((disputed, 1), else_=0)),
            func.min(case((pending, col(Delivery.recorded_at)))),
        )
        .where(col(Delivery.organisation_id) == actor.organisation_id, col(Delivery.pledge_id).in_(pledge_ids))
        .group_by(col(Delivery.pledge_id))
    )


def _came(sums: Sequence[int], oldest_pending_on: date | None) -> Came:
    confirmed_minor, pending_minor, confirmed, pending, disputed = (int(value) for value in sums)
    return Came(confirmed_minor, pending_minor, confirmed, pending, disputed, oldest_pending_on)


def _day(moment: datetime | None, actor: Actor) -> date | None:
    return day_of(moment, actor.zone) if moment else None
