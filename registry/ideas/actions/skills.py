"""Saying which skills a team looks for."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import record_event
from registry.ideas.actions.ideas import hold_ideas
from registry.ideas.models import Idea, SoughtSkill
from registry.ideas.queries import ideas as queries
from registry.ideas.rules import ideas as rules
from registry.ideas.schemas import SoughtSkillsIn
from registry.kit.errors import NotAllowed
from registry.kit.fields import folded
from registry.people.actors import Actor


async def seek_skills(session: AsyncSession, actor: Actor, idea: Idea, form: SoughtSkillsIn) -> None:
    await hold_ideas(session, actor, [idea.id])
    if not rules.may_edit(actor, await queries.get_standing(session, idea)):
        raise NotAllowed("Only the team says which skills it looks for.")
    statement = select(SoughtSkill).where(
        col(SoughtSkill.organisation_id) == idea.organisation_id, col(SoughtSkill.idea_id) == idea.id
    )
    held = {skill.folded: skill for skill in (await session.exec(statement)).all()}
    wanted = {folded(name): name for name in form.skills}
    if held.keys() == wanted.keys():
        return
    for key in held.keys() - wanted.keys():
        await session.delete(held[key])
    for key in wanted.keys() - held.keys():
        session.add(SoughtSkill(organisation_id=idea.organisation_id, idea_id=idea.id, name=wanted[key], folded=key))
    await session.flush()
    words = ", ".join(form.skills) or "none for now"
    await record_event(session, actor, "skills_sought", idea, idea_id=idea.id, words=words)
