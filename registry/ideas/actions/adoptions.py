"""Starting an idea of one's own from another team's."""

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.actions.ideas import save_draft
from registry.ideas.models import Adoption, Idea
from registry.ideas.queries import adoptions as queries
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.rules import adoptions as rules
from registry.ideas.schemas import DraftIn
from registry.kit.errors import NotAllowed, Refused
from registry.people.actors import Actor


async def adopt_idea(session: AsyncSession, actor: Actor, source: Idea) -> Idea:
    """A draft in the words of the other idea, but for why it matters: that nobody else can say.

    A draft that the actor began from it before, and has not registered yet, is gone on with.
    """
    standing = await idea_queries.get_standing(session, source)
    if not rules.may_adopt(actor, standing):
        raise NotAllowed("A clinician of another team starts an idea of their own from this one.")
    if not rules.can_adopt(standing):
        raise Refused(rules.WHY_NOT_YET)
    if draft := await queries.find_draft_from(session, actor, source):
        return draft
    form = DraftIn(title=source.title, better=source.better, outcome=source.outcome)
    draft = await save_draft(session, actor, None, form)
    session.add(Adoption(organisation_id=draft.organisation_id, id=draft.id, from_id=source.id))
    await session.flush()
    return draft
