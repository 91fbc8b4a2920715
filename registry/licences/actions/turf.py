"""The lead says on whose ground an idea works."""

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import record_event
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused, chosen
from registry.licences.models import Turf
from registry.licences.queries import turf as queries
from registry.licences.rules import turf as rules
from registry.licences.schemas import TurfIn
from registry.people import queries as people_queries
from registry.people.actors import Actor


async def name_turf(session: AsyncSession, actor: Actor, idea: Idea, form: TurfIn) -> Turf | None:
    """None of another organisation's, where the form names no partner."""
    await idea_actions.hold_ideas(session, actor, [idea.id])
    if not rules.may_name_turf(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the lead says on whose ground an idea works.")
    if objections := rules.objections_to_turf(form.partner_id, form.place):
        raise Refused(fields=objections)
    turf = await queries.find_turf(session, idea)
    if form.partner_id is None:
        await _clear(session, actor, idea, turf)
        return None
    with chosen("partner_id"):
        partner = await people_queries.get_partner(session, actor, form.partner_id)
    if turf and (turf.partner_id, turf.place) == (partner.id, form.place):
        return turf
    if turf is None:
        turf = Turf(
            organisation_id=idea.organisation_id,
            id=idea.id,
            partner_id=partner.id,
            place=form.place,
            named_at=clock.now(),
            named_by_id=actor.person_id,
        )
    turf.partner_id, turf.place, turf.told_outside_on = partner.id, form.place, None
    turf.named_at, turf.named_by_id = clock.now(), actor.person_id
    session.add(turf)
    await session.flush()
    await record_event(session, actor, "turf_named", turf, idea_id=idea.id, words=f"{partner.name}, {form.place}")
    return turf


async def _clear(session: AsyncSession, actor: Actor, idea: Idea, turf: Turf | None) -> None:
    if turf is None:
        return
    await session.delete(turf)
    await session.flush()
    await record_event(session, actor, "turf_cleared", turf, idea_id=idea.id, words=turf.place)
