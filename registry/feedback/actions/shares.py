from sqlmodel.ext.asyncio.session import AsyncSession

from registry.feedback.models import Group, Round, Share
from registry.feedback.queries import results as queries
from registry.feedback.schemas import ResultsShareIn
from registry.history.actions import record_event
from registry.kit.errors import Refused, chosen
from registry.people import queries as people_queries
from registry.people.actors import Actor


async def share_results(session: AsyncSession, actor: Actor, found: Round, form: ResultsShareIn) -> Share:
    """The person lets somebody read them, a coach say: all, or the groups they choose."""
    if found.results is None:
        raise Refused("There is nothing to share before the round closes.")
    with chosen("person_id"):
        reader = await people_queries.get_person(session, actor, form.person_id)
    if actor.is_person(reader.id):
        raise Refused(fields={"person_id": "They are yours already. Choose somebody else."})
    if reader.left_at:
        raise Refused(fields={"person_id": "They have left. Choose somebody else."})
    if await queries.is_shared_with(session, found, reader.id):
        raise Refused(fields={"person_id": "They may read it already. Take it back first, to share something else."})
    share = Share(
        organisation_id=found.organisation_id,
        round_id=found.id,
        person_id=reader.id,
        groups=" ".join(group.value for group in Group if group in form.groups),
        shared_on=actor.today,
    )
    session.add(share)
    await session.flush()
    await record_event(session, actor, "feedback_shared", share)
    return share


async def end_share(session: AsyncSession, actor: Actor, share: Share) -> None:
    """They cannot read it any more, from this moment."""
    if share.ended_on:
        raise Refused("It is shared no longer.")
    share.ended_on = actor.today
    session.add(share)
    await session.flush()
    await record_event(session, actor, "feedback_sharing_ended", share)
