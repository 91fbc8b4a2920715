"""One plain function a thing, valid by default, so that a test says only what it is about.

They go through the rooms' verbs.
"""

from datetime import date, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries import actions as boundary_actions
from registry.boundaries.models import Boundary
from registry.boundaries.schemas import BoundaryIn
from registry.ideas import actions as idea_actions
from registry.ideas.models import Idea
from registry.ideas.schemas import DraftIn, IdeaIn
from registry.people.actors import Actor
from registry.pledges.actions import pledges as pledge_actions
from registry.pledges.models import Kind, Pledge
from registry.pledges.schemas import PledgeIn
from registry.progress.actions import stages as progress_actions
from registry.progress.schemas import BeginIn


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


async def make_sponsorship(session: AsyncSession, sponsor: Actor, lead: Actor, idea: Idea, until_on: date) -> Pledge:
    """Offered by the sponsor and accepted by the lead."""
    form = PledgeIn(
        kind=Kind.SPONSORSHIP, what="Clears barriers within five days", starts_on=lead.today, ends_on=until_on
    )
    pledge = await pledge_actions.make_pledge(session, sponsor, idea, form)
    await pledge_actions.accept_pledge(session, lead, pledge)
    return pledge


async def make_exploring_idea(session: AsyncSession, lead: Actor, sponsor: Actor, **given: Any) -> Idea:
    """Sponsored for 180 days, under one boundary, explored for 90."""
    idea = await make_idea(session, lead, **({"outcome": "An answer within twelve weeks"} | given))
    await make_boundary(session, lead, idea)
    await make_sponsorship(session, sponsor, lead, idea, lead.today + timedelta(days=180))
    form = BeginIn(starts_on=lead.today, ends_on=lead.today + timedelta(days=90))
    await progress_actions.begin_exploring(session, lead, idea, form)
    return idea
