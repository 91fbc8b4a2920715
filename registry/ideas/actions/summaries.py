"""What the summary of an idea holds for lists, noted by the verbs that change it."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.models import (
    BoundaryStatus,
    Idea,
)
from registry.ideas.queries import ideas as queries


async def note_wait(session: AsyncSession, idea: Idea, since_on: date | None, from_on: date | None) -> None:
    """Keeps from when the idea waits for an answer, as the pledges room worked it out."""
    summary = await queries.get_summary(session, idea)
    summary.waits_since_on, summary.waits_from_on = since_on, from_on
    session.add(summary)
    await session.flush()


async def note_lead(session: AsyncSession, idea: Idea, lead_id: UUID | None) -> None:
    summary = await queries.get_summary(session, idea)
    summary.lead_id = lead_id
    session.add(summary)
    await session.flush()


async def note_sponsor(session: AsyncSession, idea: Idea, sponsor_id: UUID | None) -> None:
    summary = await queries.get_summary(session, idea)
    summary.sponsor_id = sponsor_id
    session.add(summary)
    await session.flush()


async def note_discretion(session: AsyncSession, idea: Idea, discretion_id: UUID | None) -> None:
    """Under which area of discretion it stands."""
    summary = await queries.get_summary(session, idea)
    summary.discretion_id = discretion_id
    session.add(summary)
    await session.flush()


async def note_update(session: AsyncSession, idea: Idea, told_at: datetime) -> None:
    summary = await queries.get_summary(session, idea)
    summary.last_update_at = told_at
    session.add(summary)
    await session.flush()


async def note_worst_boundary(session: AsyncSession, idea: Idea, status: BoundaryStatus | None) -> None:
    summary = await queries.get_summary(session, idea)
    await session.refresh(summary, ["worst_boundary"])
    summary.worst_boundary = status
    session.add(summary)
    await session.flush()
