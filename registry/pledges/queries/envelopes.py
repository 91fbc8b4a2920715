"""What frameworks have to give, and what is drawn of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import case, func
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.models import Envelope, Framework
from registry.frameworks.queries import frameworks as framework_queries
from registry.ideas.models import IdeaSummary
from registry.kit.errors import NotFound
from registry.people.actors import Actor
from registry.pledges.models import Delivery, Kind, Pledge
from registry.pledges.queries.came import sum_deliveries
from registry.pledges.rules import amounts
from registry.pledges.rules import envelopes as rules
from registry.pledges.rules.states import NOTHING_CAME

ENVELOPE_LIMIT = 200
DUE_LIMIT = 200
TOGETHER = 1000


@dataclass(frozen=True)
class EnvelopeLine:
    """An envelope as pages show it.

    came_minor    how much of what is drawn has come, as the team confirmed it
    amount        '£20,000'
    drawn_words   '£12,000 is promised, and £4,000 of it has come.'
    left_words    '£8,000 is left until 31 March 2027.'
    is_past       closed, or its last day is over: nothing draws on it any more
    """

    envelope: Envelope
    kind: Kind
    came_minor: int
    amount: str
    drawn_words: str
    left_words: str
    is_past: bool

    @property
    def left_minor(self) -> int:
        return self.envelope.amount_minor - self.envelope.drawn_minor


async def get_envelope(session: AsyncSession, actor: Actor, envelope_id: UUID) -> tuple[Envelope, Framework]:
    envelope = await session.get(Envelope, (actor.organisation_id, envelope_id))
    if envelope is None:
        raise NotFound("envelope")
    return envelope, await framework_queries.get_framework(session, actor, envelope.framework_id)


async def get_line(session: AsyncSession, actor: Actor, envelope: Envelope) -> EnvelopeLine:
    [line] = await _lines(session, actor, [envelope])
    return line


async def list_envelopes(session: AsyncSession, actor: Actor, framework: Framework) -> Sequence[EnvelopeLine]:
    """Those that stand first, each kind by its days; the newest 200."""
    newest = (
        select(Envelope)
        .where(col(Envelope.organisation_id) == actor.organisation_id, col(Envelope.framework_id) == framework.id)
        .order_by(col(Envelope.id).desc())
        .limit(ENVELOPE_LIMIT)
    )
    lines = await _lines(session, actor, (await session.exec(newest)).all())
    order = list(Kind)
    return sorted(lines, key=lambda line: (line.is_past, order.index(line.kind), line.envelope.starts_on))


async def list_open_of_kind(session: AsyncSession, framework: Framework, kind: Kind) -> Sequence[Envelope]:
    """Whose days may not overlap."""
    statement = (
        select(Envelope)
        .where(col(Envelope.organisation_id) == framework.organisation_id, col(Envelope.framework_id) == framework.id)
        .where(col(Envelope.kind) == kind.value, col(Envelope.closed_at).is_(None))
        .order_by(col(Envelope.starts_on))
    )
    return (await session.exec(statement)).all()


async def find_envelope_for(
    session: AsyncSession, actor: Actor, framework_id: UUID | None, kind: Kind, starts_on: date
) -> Envelope | None:
    """On which a promise to an idea under this framework draws when it begins on that day."""
    if framework_id is None:
        return None
    statement = select(Envelope).where(
        col(Envelope.organisation_id) == actor.organisation_id,
        col(Envelope.framework_id) == framework_id,
        col(Envelope.kind) == kind.value,
        col(Envelope.starts_on) <= starts_on,
        col(Envelope.ends_on) >= starts_on,
        col(Envelope.closed_at).is_(None),
    )
    return (await session.exec(statement)).first()


async def list_promised_before(
    session: AsyncSession, actor: Actor, framework: Framework, kind: Kind, starts_on: date, ends_on: date
) -> list[tuple[Pledge, int]]:
    """Promises under a framework that begin on these days and draw on no envelope, with what each would draw."""
    statement = (
        select(Pledge)
        .where(col(Pledge.organisation_id) == framework.organisation_id, col(Pledge.framework_id) == framework.id)
        .where(col(Pledge.kind) == kind, col(Pledge.starts_on).between(starts_on, ends_on))
        .where(col(Pledge.envelope_id).is_(None), col(Pledge.quantity_minor).is_not(None))
        .order_by(col(Pledge.id))
        .execution_options(populate_existing=True)
    )
    found: list[tuple[Pledge, int]] = []
    promised = (await session.exec(statement)).all()
    for pledges in (promised[start : start + TOGETHER] for start in range(0, len(promised), TOGETHER)):
        came = await sum_deliveries(session, actor, [pledge.id for pledge in pledges])
        found += [
            (pledge, rules.drawn_minor(pledge, came.get(pledge.id, NOTHING_CAME), actor.today))
            for pledge in pledges
            if rules.draws_on_envelopes(pledge.side)
        ]
    return [(pledge, drawn_minor) for pledge, drawn_minor in found if drawn_minor]


async def list_ids_due_beside(
    session: AsyncSession, actor: Actor, idea_id: UUID, kind: Kind, starts_on: date
) -> Sequence[tuple[UUID, UUID]]:
    """Of the envelope on which a promise to an idea would draw: the promises that a day has changed since they were
    last looked at, as pairs of promise and idea; the longest due first."""
    statement = (
        select(Pledge.id, Pledge.idea_id)
        .join(
            Envelope,
            (col(Envelope.organisation_id) == Pledge.organisation_id) & (col(Envelope.id) == Pledge.envelope_id),
        )
        .join(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == Envelope.organisation_id)
            & (col(IdeaSummary.framework_id) == Envelope.framework_id),
        )
        .where(col(Pledge.organisation_id) == actor.organisation_id, col(IdeaSummary.id) == idea_id)
        .where(col(Envelope.kind) == kind.value, col(Envelope.closed_at).is_(None))
        .where(col(Envelope.starts_on) <= starts_on, col(Envelope.ends_on) >= starts_on)
        .where(col(Pledge.changes_on) <= actor.today)
        .order_by(col(Pledge.changes_on), col(Pledge.id))
        .limit(DUE_LIMIT)
    )
    return (await session.exec(statement)).all()


async def list_first_days(session: AsyncSession, envelope: Envelope) -> list[date]:
    """The earliest and the latest first day of what draws on it; empty where nothing does."""
    statement = select_columns(func.min(col(Pledge.starts_on)), func.max(col(Pledge.starts_on))).where(
        col(Pledge.organisation_id) == envelope.organisation_id,
        col(Pledge.envelope_id) == envelope.id,
        col(Pledge.drawn_minor) > 0,
    )
    row = (await session.exec(statement)).one()  # type: ignore[call-overload]  # typed for SQLModel's own select
    return [day for day in row if day]


async def _lines(session: AsyncSession, actor: Actor, envelopes: Sequence[Envelope]) -> list[EnvelopeLine]:
    came = await _sum_came(session, actor, [envelope.id for envelope in envelopes])
    return [_line(actor, envelope, came.get(envelope.id, 0)) for envelope in envelopes]


def _line(actor: Actor, envelope: Envelope, came_minor: int) -> EnvelopeLine:
    kind = Kind(envelope.kind)
    return EnvelopeLine(
        envelope=envelope,
        kind=kind,
        came_minor=came_minor,
        amount=amounts.bare_words(kind, envelope.amount_minor, actor.currency),
        drawn_words=rules.drawn_words(envelope, came_minor, actor.currency),
        left_words=rules.left_words(envelope, actor.currency, actor.today),
        is_past=envelope.closed_at is not None or envelope.ends_on < actor.today,
    )


async def _sum_came(session: AsyncSession, actor: Actor, envelope_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Confirmed deliveries, of each promise at most what it draws, in one query."""
    wanted = list(envelope_ids)
    if not wanted:
        return {}
    confirmed = func.sum(func.coalesce(col(Delivery.quantity_minor), 0))
    each = (
        select_columns(
            col(Pledge.envelope_id).label("envelope_id"),
            case((confirmed > col(Pledge.drawn_minor), col(Pledge.drawn_minor)), else_=confirmed).label("came"),
        )
        .join(
            Delivery,
            (col(Delivery.organisation_id) == Pledge.organisation_id) & (col(Delivery.pledge_id) == Pledge.id),
        )
        .where(col(Pledge.organisation_id) == actor.organisation_id, col(Pledge.envelope_id).in_(wanted))
        .where(col(Delivery.confirmed_at).is_not(None))
        .group_by(col(Pledge.id), col(Pledge.envelope_id), col(Pledge.drawn_minor))
        .subquery()
    )
    statement = select_columns(each.c.envelope_id, func.sum(each.c.came)).group_by(each.c.envelope_id)
    rows = (await session.exec(statement)).all()  # type: ignore[call-overload]  # typed for SQLModel's own select
    return {envelope_id: int(came) for envelope_id, came in rows}
