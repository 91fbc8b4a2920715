"""The map of frameworks: where each part of the organisation is going, and how it stands there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.queries import frameworks as under_queries
from registry.frameworks.models import Framework
from registry.frameworks.queries import frameworks as queries
from registry.frameworks.queries.frameworks import FrameworkRow
from registry.ideas.models import BoundaryStatus
from registry.ideas.queries import frameworks as place_queries
from registry.kit.paging import Page
from registry.people.actors import Actor


@dataclass(frozen=True)
class Stands:
    """
    ideas        registered under it, not under those nested in it; up to 1,000 are counted
    boundaries   how many stand in each way, the worst first
    """

    ideas: int
    boundaries: Mapping[BoundaryStatus, int]


@dataclass(frozen=True)
class FrameworkMap:
    """
    here     the framework in which one stands; None at the top
    wider    those in which it is nested, the widest first: (id, name)
    nested   what is nested in it, or everything
    stands   by the framework's id; also that of `here`
    """

    here: Framework | None
    wider: Sequence[tuple[UUID, str]]
    nested: Page[FrameworkRow]
    stands: Mapping[UUID, Stands]


async def get_map(session: AsyncSession, actor: Actor, *, under: UUID | None, cursor: str = "") -> FrameworkMap:
    queries.must_see(actor)
    here = await queries.get_framework(session, actor, under) if under else None
    nested = await queries.page_of_frameworks(session, actor, under=under, cursor=cursor)
    ids = [row.id for row in nested.rows] + ([here.id] if here else [])
    ideas = await place_queries.count_ideas_by_framework(session, actor, ids)
    boundaries = await under_queries.count_boundaries_by_framework(session, actor, ids)
    return FrameworkMap(
        here=here,
        wider=[*reversed(await queries.list_wider(session, here))] if here else [],
        nested=nested,
        stands={each: Stands(ideas.get(each, 0), boundaries.get(each, {})) for each in ids},
    )
