"""One plain function a thing, valid by default, so that a test says only what it is about. They go through the rooms' verbs."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries import actions as boundary_actions
from registry.boundaries.models import Boundary
from registry.boundaries.schemas import BoundaryIn
from registry.ideas import actions as idea_actions
from registry.ideas.models import Idea
from registry.ideas.schemas import DraftIn, IdeaIn
from registry.people.actors import Actor


async def make_draft(session: AsyncSession, author: Actor, **given: Any) -> Idea:
    return await idea_actions.save_draft(session, author, None, DraftIn(**({"title": "Twelve weeks"} | given)))


async def make_idea(session: AsyncSession, author: Actor, **given: Any) -> Idea:
    """A registered idea that its author leads."""
    said = {
        "title": "Twelve weeks to an answer",
        "better": "Families hear within twelve weeks whether their child has ADHD.",
        "why": "I meet them in school meetings with nothing to tell them.",
    }
    return await idea_actions.register_idea(session, author, None, IdeaIn(**(said | given)))


async def make_boundary(
    session: AsyncSession, lead: Actor, idea: Idea, sentence: str = "No child seen for under 90 minutes"
) -> Boundary:
    """In force when the idea has no sponsor, otherwise proposed."""
    return await boundary_actions.draw_boundary(session, lead, idea, BoundaryIn(sentence=sentence))
