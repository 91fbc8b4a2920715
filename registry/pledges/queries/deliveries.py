from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, case, func
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.models import Idea, IdeaSummary
from registry.ideas.queries import teams as team_queries
from registry.ideas.rules.ideas import reference
from registry.kit.errors import NotFound
from registry.kit.stated import stated
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.pledges.models import Delivery, Kind, Pledge
from registry.pledges.queries import pledges as pledge_queries
from registry.pledges.rules.amounts import bare_words
from registry.pledges.rules.weeks import Given

DELIVERY_LIMIT = 500


@dataclass(frozen=True)
class DeliveryLine:
    """A delivery as pages show it; `amount` is '4 hours', empty for a pledge without a quantity."""

    delivery: Delivery
    amount: str
    recorded_by: str
    answered_by: str


@dataclass(frozen=True)
class DeliveryToConfirm:
    """A delivery that waits for the actor's word, with what a line about it says."""

    delivery: Delivery
    pledge: Pledge
    amount: str
    recorded_by: str
    idea_reference: str
    idea_title: str


async def get_delivery(session: AsyncSession, actor: Actor, delivery_id: UUID) -> tuple[Delivery, Pledge, Idea]:
    delivery = await session.get(Delivery, (actor.organisation_id, delivery_id))
    if delivery is None:
        raise NotFound("delivery")
    return delivery, *(await pledge_queries.get_pledge(session, actor, delivery.pledge_id))


async def list_deliveries(session: AsyncSession, actor: Actor, pledge: Pledge) -> Sequence[DeliveryLine]:
    """The newest first."""
    statement = (
        select(Delivery)
        .where(col(Delivery.organisation_id) == actor.organisation_id, col(Delivery.pledge_id) == pledge.id)
        .order_by(col(Delivery.delivered_on).desc(), col(Delivery.id).desc())
        .limit(DELIVERY_LIMIT)
    )
    return await _lines(session, actor, pledge, (await session.exec(statement)).all())


async def get_line(session: AsyncSession, actor: Actor, pledge: Pledge, delivery: Delivery) -> DeliveryLine:
    [line] = await _lines(session, actor, pledge, [delivery])
    return line


async def sum_given_by_day(session: AsyncSession, pledge: Pledge) -> Sequence[Given]:
    """What was given on each day of a promise."""
    confirmed = col(Delivery.confirmed_at).is_not(None)
    disputed = col(Delivery.disputed_at).is_not(None)
    quantity = func.coalesce(col(Delivery.quantity_minor), 0)
    statement = (
        select_columns(
            col(Delivery.delivered_on),
            func.sum(case((confirmed, quantity), else_=0)),
            func.sum(case((~confirmed & ~disputed, quantity), else_=0)),
            func.sum(case((disputed, quantity), else_=0)),
        )
        .where(col(Delivery.organisation_id) == pledge.organisation_id, col(Delivery.pledge_id) == pledge.id)
        .group_by(col(Delivery.delivered_on))
    )
    rows = (await session.exec(statement)).all()  # type: ignore[call-overload]  # typed for SQLModel's own select
    return [Given(day, *(int(minor) for minor in sums)) for day, *sums in rows]


async def list_deliveries_to_confirm(session: AsyncSession, actor: Actor, limit: int) -> Sequence[DeliveryToConfirm]:
    """What others say they gave to the actor's teams, or to the actor as line manager; the oldest first."""
    rows = (await _to_confirm(session, actor, limit)).all()
    faces = await people_queries.list_faces(session, actor, {row[0].recorded_by_id for row in rows})
    return [
        DeliveryToConfirm(
            delivery=delivery,
            pledge=pledge,
            amount=_amount(pledge.kind, delivery, actor),
            recorded_by=faces[delivery.recorded_by_id].name,
            idea_reference=reference(actor.reference_prefix, number),
            idea_title=title,
        )
        for delivery, pledge, number, title in rows
    ]


@stated
def _to_confirm(actor: Actor, most: int) -> Select[Delivery, Pledge, int, str]:
    answered = pledge_queries.ids_answered_by(actor, team_queries.ids_of_team(actor))
    return (
        select_columns(Delivery, Pledge, col(IdeaSummary.reference_number), col(IdeaSummary.title))
        .join(
            Pledge,
            (col(Pledge.organisation_id) == Delivery.organisation_id) & (col(Pledge.id) == Delivery.pledge_id),
        )
        .join(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == Pledge.organisation_id) & (col(IdeaSummary.id) == Pledge.idea_id),
        )
        .where(
            col(Delivery.organisation_id) == actor.organisation_id,
            col(Delivery.confirmed_at).is_(None),
            col(Delivery.disputed_at).is_(None),
            col(Pledge.pledger_id) != actor.person_id,
            col(Delivery.pledge_id).in_(answered),
        )
        .order_by(col(Delivery.recorded_at), col(Delivery.id))
        .limit(most)
    )


async def _lines(session: AsyncSession, actor: Actor, pledge: Pledge, rows: Sequence[Delivery]) -> list[DeliveryLine]:
    ids = {person_id for row in rows for person_id in (row.recorded_by_id, row.confirmed_by_id, row.disputed_by_id)}
    faces = await people_queries.list_faces(session, actor, ids)
    return [
        DeliveryLine(
            delivery=row,
            amount=_amount(pledge.kind, row, actor),
            recorded_by=faces[row.recorded_by_id].name,
            answered_by=_name(faces, row.confirmed_by_id or row.disputed_by_id),
        )
        for row in rows
    ]


def _amount(kind: Kind, delivery: Delivery, actor: Actor) -> str:
    return "" if delivery.quantity_minor is None else bare_words(kind, delivery.quantity_minor, actor.currency)


def _name(faces: dict[UUID, people_queries.Face], person_id: UUID | None) -> str:
    return faces[person_id].name if person_id else ""
