from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from registry.boundaries.queries import boundaries as boundary_queries
from registry.boundaries.queries.watches import list_steps
from registry.frameworks.rules import discretion as area_rules
from registry.ideas.models import Idea, Stage
from registry.ideas.queries import discretion as claim_queries
from registry.ideas.queries import frameworks as place_queries
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.rules import discretion as claim_rules
from registry.kit.errors import NotFound
from registry.kit.stated import stated
from registry.licences.queries import turf as turf_queries
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.pledges.queries import pledges as pledge_queries
from registry.progress.models import ExplorationPeriod
from registry.progress.queries.discretion import sum_asked
from registry.progress.rules import stages as rules
from registry.progress.rules.stages import Readiness


@dataclass(frozen=True)
class Outlook:
    """What a step would mean for the idea, told before it is taken.

    goes_back_to     the stage to which a paused idea returns; None while it is not paused
    ends_on          the end of the exploration as it would be then; None where nothing is explored
    open_pledges     promises and offers that an end would close
    open_crossings   questions that stay whatever is done
    """

    goes_back_to: Stage | None
    ends_on: date | None
    open_pledges: int
    open_crossings: int


async def find_period(session: AsyncSession, idea: Idea) -> ExplorationPeriod | None:
    """The one in force: the newest. Where the idea is not being explored it is the last one."""
    return (await _newest_period(session, idea)).first()


async def get_period(session: AsyncSession, idea: Idea) -> ExplorationPeriod:
    period = await find_period(session, idea)
    if period is None:
        raise NotFound("period")
    return period


async def get_readiness(session: AsyncSession, actor: Actor, idea: Idea) -> Readiness:
    """What there is of what beginning needs."""
    sponsorship = await pledge_queries.find_sponsorship(session, idea, actor.today)
    ends_on = None
    if sponsorship:
        ends_on = min(sponsorship.ends_on, sponsorship.withdrawal_effective_on or sponsorship.ends_on)
    faces = await people_queries.list_faces(session, actor, [sponsorship.pledger_id if sponsorship else None])
    boundaries = await boundary_queries.list_boundaries(session, actor, idea)
    footing = await turf_queries.find_footing(session, actor, idea)
    area, area_by, beyond, is_withdrawn = await _claimed(session, actor, idea)
    return Readiness(
        sponsor_name=next((face.name for face in faces.values()), ""),
        sponsorship_ends_on=ends_on,
        outcome=idea.outcome or await place_queries.find_outcome_served(session, idea),
        boundaries=sum(row.wording is not None for row in boundaries),
        proposed=sum(row.wording is None for row in boundaries),
        area=area,
        area_by=area_by,
        beyond_area=tuple(beyond),
        ground=footing.ground.words if footing else "",
        unlicensed=footing.objection if footing else "",
        is_area_withdrawn=is_withdrawn,
    )


@stated
def _newest_period(idea: Idea) -> SelectOfScalar[ExplorationPeriod]:
    return (
        select(ExplorationPeriod)
        .where(
            col(ExplorationPeriod.organisation_id) == idea.organisation_id, col(ExplorationPeriod.idea_id) == idea.id
        )
        .order_by(col(ExplorationPeriod.id).desc())
        .limit(1)
    )


async def _claimed(session: AsyncSession, actor: Actor, idea: Idea) -> tuple[str, str, list[str], bool]:
    """What the claimed area allows, who declared it, why it does not hold for this idea, where it does not, and whether
    it was withdrawn.
    """
    claimed = await claim_queries.find_claim(session, idea)
    if claimed is None:
        return "", "", [], False
    claim, found = claimed
    period = await find_period(session, idea)
    stage = (await idea_queries.get_standing(session, idea)).stage
    pence, minutes = await sum_asked(session, actor, idea)
    beyond = area_rules.objections_to_amounts(found, pence, minutes, actor.currency)
    if stage is Stage.REGISTERED:
        has_begun = period is not None and period.set_at > claim.claimed_at
        beyond += claim_rules.objections_to_beginning(claim, found, has_begun=has_begun, today=actor.today)
    faces = await people_queries.list_faces(session, actor, [found.declared_by_id])
    return found.sentence, faces[found.declared_by_id].name, beyond, found.withdrawn_at is not None


async def get_outlook(session: AsyncSession, actor: Actor, idea: Idea) -> Outlook:
    steps = await list_steps(session, actor, idea)
    period = await find_period(session, idea)
    stage = steps[-1].stage
    back_to = rules.next_after_pause(steps) if stage is Stage.PAUSED else None
    ends_on = period.ends_on if period and Stage.EXPLORING in {stage, back_to} else None
    if ends_on and back_to:
        ends_on = rules.end_after_pause(ends_on, steps[-1].from_on, actor.today)
    boundaries = await boundary_queries.list_boundaries(session, actor, idea)
    return Outlook(
        goes_back_to=back_to,
        ends_on=ends_on,
        open_pledges=len(await pledge_queries.list_open_pledges(session, idea, actor.today)),
        open_crossings=sum(len(row.crossing_ids) for row in boundaries),
    )
