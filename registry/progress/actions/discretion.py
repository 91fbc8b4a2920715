"""The lead says that an idea lies inside an area of discretion. What it asks for is weighed, so it stands up here."""

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.queries import discretion as area_queries
from registry.history.actions import record_event
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.actions import summaries
from registry.ideas.models import DiscretionClaim, Idea
from registry.ideas.queries import discretion as claim_queries
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.rules import discretion as rules
from registry.ideas.schemas import ClaimIn
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused, chosen
from registry.people.actors import Actor
from registry.progress.queries import discretion as queries


async def claim_discretion(session: AsyncSession, actor: Actor, idea: Idea, form: ClaimIn) -> DiscretionClaim:
    """One at a time; with it the idea may begin, and nobody approves it."""
    await idea_actions.hold_ideas(session, actor, [idea.id])
    if not rules.may_claim(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the lead claims an area of discretion, and only for an idea that is registered.")
    with chosen("discretion_id"):
        area = await area_queries.get_area(session, actor, form.discretion_id)
    stands = await claim_queries.find_claim(session, idea)
    objections = rules.objections_to_another(stands[0] if stands else None)
    if objections := objections or await queries.list_objections(session, actor, idea, area):
        raise Refused(*objections)
    claim = DiscretionClaim(
        organisation_id=idea.organisation_id,
        idea_id=idea.id,
        discretion_id=area.discretion.id,
        sentence=form.sentence,
        claimed_at=clock.now(),
        claimed_by_id=actor.person_id,
    )
    session.add(claim)
    await session.flush()
    await summaries.note_discretion(session, idea, area.discretion.id)
    words, became = area.discretion.sentence, form.sentence
    await record_event(session, actor, "discretion_claimed", claim, idea_id=idea.id, words=words, became=became)
    return claim


async def hand_claim_back(session: AsyncSession, actor: Actor, idea: Idea, claim: DiscretionClaim) -> None:
    await idea_actions.hold_ideas(session, actor, [idea.id])
    await session.refresh(claim)
    standing = await idea_queries.get_standing(session, idea)
    if rules.may_claim(actor, standing) and claim.handed_back_at:
        raise Refused("This claim is handed back already.")
    if not rules.may_hand_back(actor, standing, claim):
        raise NotAllowed("Only the lead hands a claim back, and only before the idea begins.")
    area = await area_queries.get_area(session, actor, claim.discretion_id)
    claim.handed_back_at, claim.handed_back_by_id = clock.now(), actor.person_id
    session.add(claim)
    await session.flush()
    await summaries.note_discretion(session, idea, None)
    words = area.discretion.sentence
    await record_event(session, actor, "claim_handed_back", claim, idea_id=idea.id, words=words)
