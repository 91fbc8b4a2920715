"""On whose ground ideas work, and where no licence covers it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.models import Idea, IdeaSummary
from registry.ideas.rules import ideas as idea_rules
from registry.kit.stated import stated
from registry.licences.models import Licence, LicenceDecision, LicenceState, Turf
from registry.licences.rules import licences as licence_rules
from registry.licences.rules import turf as rules
from registry.licences.rules.turf import Ground
from registry.people.actors import Actor
from registry.people.models import Partner

WEIGHED = 500


@dataclass(frozen=True)
class Footing:
    """On whose ground an idea works, and why no licence lets it, where none does."""

    ground: Ground
    objection: str


@dataclass(frozen=True)
class OutsideLine:
    """An idea that works on a partner's ground outside its licences."""

    id: UUID
    reference: str
    title: str
    footing: Footing
    turf: Turf


async def find_turf(session: AsyncSession, idea: Idea) -> Turf | None:
    return await session.get(Turf, (idea.organisation_id, idea.id))


async def find_footing(session: AsyncSession, actor: Actor, idea: Idea) -> Footing | None:
    """None where the idea works on the organisation's own ground."""
    turf = await find_turf(session, idea)
    if turf is None:
        return None
    partner = await session.get_one(Partner, (turf.organisation_id, turf.partner_id))
    held = await _licences_of(session, actor, [idea.id])
    return _footing(actor, turf, partner.name, held.get(idea.id, []))


async def list_outside(session: AsyncSession, actor: Actor, limit: int, *, is_mine: bool = False) -> list[OutsideLine]:
    """Ideas at work where no licence in force lets them, the oldest first; among the first five hundred on any ground.

    is_mine   those that the actor leads or sponsors
    """
    rows = (await (_own_at_work if is_mine else _at_work)(session, actor)).all()
    held = await _licences_of(session, actor, [turf.id for turf, *_ in rows])
    lines = [
        OutsideLine(
            turf.id,
            idea_rules.reference(actor.reference_prefix, number),
            title,
            _footing(actor, turf, partner_name, held.get(turf.id, [])),
            turf,
        )
        for turf, number, title, partner_name in rows
    ]
    return [line for line in lines if line.footing.objection][:limit]


async def list_told(session: AsyncSession, actor: Actor) -> Sequence[Turf]:
    """Those of which it was told that no licence covers them."""
    statement = (
        select(Turf)
        .where(col(Turf.organisation_id) == actor.organisation_id, col(Turf.told_outside_on).is_not(None))
        .limit(WEIGHED)
    )
    return (await session.exec(statement)).all()


async def _licences_of(
    session: AsyncSession, actor: Actor, idea_ids: Sequence[UUID]
) -> dict[UUID | None, list[tuple[Licence, LicenceState]]]:
    """By idea, the newest first."""
    if not idea_ids:
        return {}
    found: dict[UUID | None, list[tuple[Licence, LicenceState]]] = {}
    for licence, decision in await _with_decisions(session, actor, idea_ids):
        state = licence_rules.state_of(licence, decision, actor.today)
        found.setdefault(licence.idea_id, []).append((licence, state))
    return found


@stated
def _with_decisions(actor: Actor, idea_ids: Collection[UUID]) -> Select[Licence, LicenceDecision | None]:
    return (
        select_columns(Licence, LicenceDecision)
        .outerjoin(
            LicenceDecision,
            (col(LicenceDecision.organisation_id) == Licence.organisation_id)
            & (col(LicenceDecision.licence_id) == Licence.id),
        )
        .where(col(Licence.organisation_id) == actor.organisation_id, col(Licence.idea_id).in_(idea_ids))
        .order_by(col(Licence.id).desc())
    )


def _footing(actor: Actor, turf: Turf, partner_name: str, held: Sequence[tuple[Licence, LicenceState]]) -> Footing:
    ground = Ground(turf.partner_id, partner_name, turf.place)
    return Footing(ground, rules.objection_to_ground(ground, held, actor.today))


@stated
def _own_at_work(actor: Actor) -> Select[Turf, int, str, str]:
    return _grounds(actor).where(
        (col(IdeaSummary.lead_id) == actor.person_id) | (col(IdeaSummary.sponsor_id) == actor.person_id)
    )


@stated
def _at_work(actor: Actor) -> Select[Turf, int, str, str]:
    return _grounds(actor)


def _grounds(actor: Actor) -> Select[Turf, int, str, str]:
    return (
        select_columns(Turf, col(IdeaSummary.reference_number), col(IdeaSummary.title), col(Partner.name))
        .join(
            IdeaSummary, (col(IdeaSummary.organisation_id) == Turf.organisation_id) & (col(IdeaSummary.id) == Turf.id)
        )
        .join(Partner, (col(Partner.organisation_id) == Turf.organisation_id) & (col(Partner.id) == Turf.partner_id))
        .where(
            col(Turf.organisation_id) == actor.organisation_id, col(IdeaSummary.stage).in_(list(rules.WORKING_STAGES))
        )
        .order_by(col(Turf.id))
        .limit(WEIGHED)
    )
