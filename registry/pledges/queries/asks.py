from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from registry.ideas.models import Idea, IdeaSummary
from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import NotFound
from registry.kit.stated import stated
from registry.people.actors import Actor
from registry.pledges.models import Ask, AskState, Kind, Pledge, Unit
from registry.pledges.queries.barriers import Ownership, owners_by_ask
from registry.pledges.queries.came import sum_deliveries
from registry.pledges.rules import amounts, states
from registry.pledges.rules.states import NOTHING_CAME, Came

ASK_LIMIT = 200


@dataclass(frozen=True)
class AskLine:
    """An ask as pages show it.

    amount        '4 hours each week', or the kind where it has no quantity
    total_minor   for the whole time, in the kind's minor unit; None without a quantity
    met_minor     what accepted pledges for it come to
    met_words     '26 of 52 hours promised'; empty without a quantity
    ownership     of a barrier: who took it on; None where nobody has
    """

    ask: Ask
    state: AskState
    amount: str
    total_minor: int | None
    met_minor: int
    met_words: str
    ownership: Ownership | None


async def get_ask(session: AsyncSession, actor: Actor, ask_id: UUID) -> tuple[Ask, Idea]:
    ask = await session.get(Ask, (actor.organisation_id, ask_id))
    if ask is None:
        raise NotFound("ask")
    return ask, await idea_queries.get_idea(session, actor, ask.idea_id)


async def find_ask(session: AsyncSession, actor: Actor, ask_id: UUID | None) -> Ask | None:
    """None for none; one that the actor may not see is NotFound."""
    return (await get_ask(session, actor, ask_id))[0] if ask_id else None


async def get_line(session: AsyncSession, actor: Actor, ask: Ask) -> AskLine:
    [line] = await _lines(session, actor, [ask])
    return line


async def list_asks_for_idea(session: AsyncSession, actor: Actor, idea: Idea) -> Sequence[AskLine]:
    """In the order in which they were asked, withdrawn ones too; the first 200."""
    return await _lines(session, actor, (await _asks(session, actor, idea)).all())


async def asks_by_idea(session: AsyncSession, actor: Actor, idea_ids: Iterable[UUID]) -> dict[UUID, list[AskLine]]:
    """What each of some ideas still asks for, in two queries."""
    wanted = set(idea_ids)
    if not wanted:
        return {}
    found: dict[UUID, list[AskLine]] = {}
    for line in await _lines(session, actor, (await _standing_asks(session, actor, wanted)).all()):
        if line.state in {AskState.OPEN, AskState.PARTLY_MET}:
            found.setdefault(line.ask.idea_id, []).append(line)
    return found


def ids_of_ideas_asking(actor: Actor, kind: Kind | None) -> Any:
    """A selection, for `where ... in`, of the ids of ideas that ask for a kind; for None, for nothing."""
    asking = select(Ask.idea_id).where(
        col(Ask.organisation_id) == actor.organisation_id, col(Ask.withdrawn_at).is_(None)
    )
    if kind:
        return asking.where(col(Ask.kind) == kind)
    return select(IdeaSummary.id).where(
        col(IdeaSummary.organisation_id) == actor.organisation_id,
        ~asking.where(col(Ask.idea_id) == IdeaSummary.id).exists(),
    )


@stated
def _asks(actor: Actor, idea: Idea) -> SelectOfScalar[Ask]:
    return (
        select(Ask)
        .where(col(Ask.organisation_id) == actor.organisation_id, col(Ask.idea_id) == idea.id)
        .order_by(col(Ask.id))
        .limit(ASK_LIMIT)
    )


@stated
def _standing_asks(actor: Actor, idea_ids: Collection[UUID]) -> SelectOfScalar[Ask]:
    return (
        select(Ask)
        .where(
            col(Ask.organisation_id) == actor.organisation_id,
            col(Ask.idea_id).in_(idea_ids),
            col(Ask.withdrawn_at).is_(None),
        )
        .order_by(col(Ask.id))
        .limit(ASK_LIMIT * 5)
    )


async def _lines(session: AsyncSession, actor: Actor, asks: Sequence[Ask]) -> list[AskLine]:
    answering = await _pledges_for(session, actor, asks)
    owners = await owners_by_ask(session, actor, [ask.id for ask in asks if ask.kind is Kind.BARRIER])
    return [_line(actor, ask, answering.get(ask.id, []), owners.get(ask.id)) for ask in asks]


def _line(actor: Actor, ask: Ask, answering: list[tuple[Pledge, Came]], ownership: Ownership | None) -> AskLine:
    met_minor, count = states.met_by(answering, actor.today)
    total = states.ask_total(ask)
    is_counted = ask.kind.unit is not Unit.NONE and total is not None
    words = amounts.came_words(ask.kind, met_minor, total or 0, actor.currency) if is_counted else ""
    return AskLine(
        ask=ask,
        state=states.ask_state(ask, met_minor, count),
        amount=amounts.amount_words(ask.kind, ask.quantity_minor, ask.is_each_week, actor.currency),
        total_minor=total,
        met_minor=met_minor,
        met_words=words.removesuffix("came") + "promised" if words else "",
        ownership=ownership,
    )


async def _pledges_for(
    session: AsyncSession, actor: Actor, asks: Sequence[Ask]
) -> dict[UUID, list[tuple[Pledge, Came]]]:
    if not asks:
        return {}
    pledges = (await _accepted_for(session, actor, [ask.id for ask in asks])).all()
    came = await sum_deliveries(session, actor, [pledge.id for pledge in pledges])
    found: dict[UUID, list[tuple[Pledge, Came]]] = {}
    for pledge in pledges:
        if pledge.ask_id:
            found.setdefault(pledge.ask_id, []).append((pledge, came.get(pledge.id, NOTHING_CAME)))
    return found


@stated
def _accepted_for(actor: Actor, ask_ids: Collection[UUID]) -> SelectOfScalar[Pledge]:
    return select(Pledge).where(
        col(Pledge.organisation_id) == actor.organisation_id,
        col(Pledge.ask_id).in_(ask_ids),
        col(Pledge.accepted_at).is_not(None),
    )
