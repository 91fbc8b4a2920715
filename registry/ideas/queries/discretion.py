"""Claims to areas of discretion."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from registry.frameworks.models import Discretion
from registry.frameworks.queries import discretion as area_queries
from registry.frameworks.queries import frameworks as framework_queries
from registry.frameworks.queries.discretion import AreaLine
from registry.frameworks.rules.discretion import may_see
from registry.ideas.models import DiscretionClaim, Idea, IdeaSummary, Stage
from registry.ideas.queries import frameworks as place_queries
from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import NotFound
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.kit.stated import stated
from registry.people import queries as people_queries
from registry.people.actors import Actor


@dataclass(frozen=True)
class ClaimLine:
    """A claim in a list over several ideas."""

    claim: DiscretionClaim
    id: UUID
    idea_title: str
    stage: Stage
    claimed_by: str
    area_sentence: str


async def get_claim(session: AsyncSession, actor: Actor, claim_id: UUID) -> tuple[DiscretionClaim, Idea]:
    claim = await session.get(DiscretionClaim, (actor.organisation_id, claim_id))
    if claim is None:
        raise NotFound("claim")
    return claim, await idea_queries.get_idea(session, actor, claim.idea_id)


async def find_claim(session: AsyncSession, idea: Idea) -> tuple[DiscretionClaim, Discretion] | None:
    """The one that stands, with its area."""
    return (await _claim(session, idea)).first()


async def find_area_of(session: AsyncSession, actor: Actor, idea: Idea) -> tuple[DiscretionClaim, AreaLine] | None:
    """For pages that say under which area an idea stands."""
    found = await find_claim(session, idea)
    if found is None:
        return None
    [line] = await area_queries.lines_of(session, actor, await area_queries.areas_of(session, actor, [found[1]]))
    return found[0], line


async def list_areas_for(session: AsyncSession, actor: Actor, idea: Idea) -> list[AreaLine]:
    """In which an idea may fall, the likeliest first."""
    aims = await idea_queries.list_idea_aims(session, idea)
    return await area_queries.list_areas_like(
        session,
        actor,
        words=f"{idea.title} {idea.better}",
        service_id=idea.service_id,
        aim_ids=[aim.aim_id for aim in aims],
    )


async def list_framework_ids_of(session: AsyncSession, actor: Actor, idea: Idea) -> list[UUID]:
    """The framework under which it stands, and those in which that is nested."""
    framework = await place_queries.find_framework_of(session, actor, idea)
    if framework is None:
        return []
    return [framework.id, *(wider_id for wider_id, _ in await framework_queries.list_wider(session, framework))]


async def page_of_claims(
    session: AsyncSession, actor: Actor, *, discretion_id: UUID | None = None, cursor: str = "", size: int = PAGE_ROWS
) -> Page[ClaimLine]:
    """Those that stand, to one area or to all, the newest first."""
    if not may_see(actor):
        return Page([], None)
    statement: Any = (
        select(DiscretionClaim, IdeaSummary.title, IdeaSummary.stage, Discretion.sentence)
        .join(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == DiscretionClaim.organisation_id)
            & (col(IdeaSummary.id) == DiscretionClaim.idea_id),
        )
        .join(
            Discretion,
            (col(Discretion.organisation_id) == DiscretionClaim.organisation_id)
            & (col(Discretion.id) == DiscretionClaim.discretion_id),
        )
        .where(
            col(DiscretionClaim.organisation_id) == actor.organisation_id,
            col(DiscretionClaim.handed_back_at).is_(None),
        )
        .order_by(col(DiscretionClaim.id).desc())
        .limit(size + 1)
    )
    if discretion_id:
        statement = statement.where(col(DiscretionClaim.discretion_id) == discretion_id)
    if cursor:
        statement = statement.where(col(DiscretionClaim.id) < read_cursor(cursor, UUID)[0])
    rows: Sequence[Any] = (await session.exec(statement)).all()
    faces = await people_queries.list_faces(session, actor, {claim.claimed_by_id for claim, *_ in rows})
    lines = [
        ClaimLine(claim, claim.id, title, stage, faces[claim.claimed_by_id].name, sentence)
        for claim, title, stage, sentence in rows
    ]
    return page_of(lines, size, lambda line: [line.id])


async def list_lead_ids_of_claims(session: AsyncSession, found: Discretion) -> Sequence[UUID | None]:
    """Who leads the ideas that have claimed an area and have not ended."""
    statement = (
        select(IdeaSummary.lead_id)
        .join(
            DiscretionClaim,
            (col(DiscretionClaim.organisation_id) == IdeaSummary.organisation_id)
            & (col(DiscretionClaim.idea_id) == IdeaSummary.id),
        )
        .where(
            col(DiscretionClaim.organisation_id) == found.organisation_id,
            col(DiscretionClaim.discretion_id) == found.id,
            col(DiscretionClaim.handed_back_at).is_(None),
            col(IdeaSummary.stage) != Stage.ENDED,
        )
        .distinct()
    )
    return (await session.exec(statement)).all()


@stated
def _claim(idea: Idea) -> Select[DiscretionClaim, Discretion]:
    return (
        select(DiscretionClaim, Discretion)
        .join(
            Discretion,
            (col(Discretion.organisation_id) == DiscretionClaim.organisation_id)
            & (col(Discretion.id) == DiscretionClaim.discretion_id),
        )
        .where(
            col(DiscretionClaim.organisation_id) == idea.organisation_id,
            col(DiscretionClaim.idea_id) == idea.id,
            col(DiscretionClaim.handed_back_at).is_(None),
        )
        .order_by(col(DiscretionClaim.id).desc())
        .limit(1)
    )
