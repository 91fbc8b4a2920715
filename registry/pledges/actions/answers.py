"""A sponsor's answer that is no offer."""

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import record_event
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.kit.text import day_words
from registry.people.actors import Actor
from registry.pledges.actions.settling import refresh_wait
from registry.pledges.models import NotNow
from registry.pledges.rules import pledges as rules
from registry.pledges.schemas import NotNowIn


async def say_not_now(session: AsyncSession, actor: Actor, idea: Idea, form: NotNowIn) -> NotNow:
    await idea_actions.hold_ideas(session, actor, [idea.id])
    standing = await idea_queries.get_standing(session, idea)
    if not rules.may_say_not_now(actor, standing):
        raise NotAllowed("A sponsor who is not in the team answers for the organisation.")
    if not rules.can_say_not_now(standing):
        raise Refused("This idea waits for no answer: it has begun, is paused or has ended.")
    if objections := rules.objections_to_not_now(form.look_again_on, actor.today):
        raise Refused(fields=objections)
    not_now = NotNow(
        organisation_id=idea.organisation_id,
        idea_id=idea.id,
        reason=form.reason,
        look_again_on=form.look_again_on,
        said_at=clock.now(),
        said_by_id=actor.person_id,
        waited_days=await waited_days(session, actor, idea),
    )
    session.add(not_now)
    await session.flush()
    words = f"{form.reason} To look again on {day_words(form.look_again_on)}."
    await record_event(session, actor, "not_now_said", not_now, idea_id=idea.id, words=words)
    await refresh_wait(session, actor, idea)
    return not_now


async def waited_days(session: AsyncSession, actor: Actor, idea: Idea) -> int | None:
    """How long the idea has waited for the answer that comes now; None where it waits for none."""
    summary = await idea_queries.get_summary(session, idea)
    if summary.waits_since_on is None or summary.waits_from_on is None or summary.waits_from_on > actor.today:
        return None
    return (actor.today - summary.waits_since_on).days
