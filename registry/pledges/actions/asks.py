from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import record_event
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.people.actors import Actor
from registry.pledges.models import Ask
from registry.pledges.rules import amounts
from registry.pledges.rules import asks as rules
from registry.pledges.schemas import AskIn


async def make_ask(session: AsyncSession, actor: Actor, idea: Idea, form: AskIn) -> Ask:
    standing = await idea_queries.get_standing(session, idea)
    if not rules.may_ask(actor, standing):
        raise NotAllowed("The team of an idea asks, from its registration until its end.")
    quantity_minor = form.quantity_minor
    if objections := rules.objections_to_ask(
        form.kind, quantity_minor, form.is_each_week, form.needed_from_on, form.needed_until_on
    ):
        raise Refused(fields=objections)
    ask = Ask(
        organisation_id=idea.organisation_id,
        idea_id=idea.id,
        quantity_minor=quantity_minor,
        is_each_week=form.is_each_week and quantity_minor is not None,
        asked_at=clock.now(),
        asked_by_id=actor.person_id,
        **form.model_dump(include={"kind", "what", "needed_from_on", "needed_until_on"}),
    )
    session.add(ask)
    await session.flush()
    await record_event(session, actor, "ask_made", ask, idea_id=idea.id, words=_words(ask, actor))
    return ask


async def withdraw_ask(session: AsyncSession, actor: Actor, idea: Idea, ask: Ask) -> None:
    """The team needs it no longer; promises already made for it stand."""
    await session.refresh(ask, with_for_update=True)
    if not rules.may_withdraw_ask(actor, await idea_queries.get_standing(session, idea), ask):
        raise NotAllowed("The team takes back what it asked for, once.")
    ask.withdrawn_at, ask.withdrawn_by_id = clock.now(), actor.person_id
    session.add(ask)
    await session.flush()
    await record_event(session, actor, "ask_withdrawn", ask, idea_id=idea.id, words=_words(ask, actor))


def _words(ask: Ask, actor: Actor) -> str:
    return f"{amounts.amount_in_words(ask.kind, ask.quantity_minor, ask.is_each_week, actor.currency)}: {ask.what}"
