from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select, SelectOfScalar

from registry.ideas.models import Idea, IdeaSummary
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.rules.ideas import Standing
from registry.kit.errors import NotAllowed, NotFound
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.kit.stated import stated
from registry.licences.models import Licence, LicenceCondition, LicenceDecision, LicenceState
from registry.licences.rules import licences as rules
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.queries import Face

Later = aliased(Licence)

OF_ONE_IDEA = 50


@dataclass(frozen=True)
class LicenceLine:
    """A licence as pages show it today.

    title         of its idea; empty on our own ground
    state_words   'In force until 30 April'
    conditions    those agreed to; before the decision those proposed
    """

    licence: Licence
    id: UUID
    state: LicenceState
    state_words: str
    is_ending: bool
    partner_name: str
    title: str
    decision: LicenceDecision | None
    conditions: Sequence[str]
    requested_by: Face
    ended_by: str


async def get_licence(session: AsyncSession, actor: Actor, licence_id: UUID) -> Licence:
    licence = await session.get(Licence, (actor.organisation_id, licence_id))
    if licence is None or not rules.may_see(actor, licence):
        raise NotFound("licence")
    return licence


async def get_line(session: AsyncSession, actor: Actor, licence: Licence) -> LicenceLine:
    return (await lines_of(session, actor, [licence]))[0]


async def find_idea_of(session: AsyncSession, licence: Licence) -> Idea | None:
    """Without asking whether the actor sees it: whoever decides on a licence need not see its idea."""
    return await session.get(Idea, (licence.organisation_id, licence.idea_id)) if licence.idea_id else None


async def find_standing_of(session: AsyncSession, licence: Licence) -> Standing | None:
    idea = await find_idea_of(session, licence)
    return await idea_queries.get_standing(session, idea) if idea else None


async def find_decision(session: AsyncSession, licence: Licence) -> LicenceDecision | None:
    statement = select(LicenceDecision).where(
        col(LicenceDecision.organisation_id) == licence.organisation_id, col(LicenceDecision.licence_id) == licence.id
    )
    return (await session.exec(statement)).first()


async def list_licences_for_idea(session: AsyncSession, actor: Actor, idea: Idea) -> list[LicenceLine]:
    """All that were ever asked for, the newest first; of a partner's people those that are theirs."""
    statement = (
        select(Licence)
        .where(col(Licence.organisation_id) == idea.organisation_id, col(Licence.idea_id) == idea.id)
        .order_by(col(Licence.id).desc())
        .limit(OF_ONE_IDEA)
    )
    found = [licence for licence in (await session.exec(statement)).all() if rules.may_see(actor, licence)]
    return await lines_of(session, actor, found)


async def page_of_licences(
    session: AsyncSession, actor: Actor, *, partner_id: UUID | None = None, cursor: str = "", size: int = PAGE_ROWS
) -> Page[LicenceLine]:
    """The newest request first; to a partner's people their own alone."""
    statement = select(Licence).where(col(Licence.organisation_id) == actor.organisation_id)
    if not rules.may_see_partners(actor):
        partner_id = actor.partner_id
        if partner_id is None:
            raise NotAllowed("This account speaks for no partner organisation.")
    if partner_id:
        statement = statement.where(col(Licence.partner_id) == partner_id)
    if cursor:
        statement = statement.where(col(Licence.id) < read_cursor(cursor, UUID)[0])
    found = (await session.exec(statement.order_by(col(Licence.id).desc()).limit(size + 1))).all()
    return page_of(await lines_of(session, actor, found), size, lambda line: [line.id])


async def list_requests_to_decide(session: AsyncSession, actor: Actor, limit: int) -> list[LicenceLine]:
    """Those that wait for the actor's side, the oldest first."""
    is_theirs: list[ColumnElement[bool]] = [col(Licence.idea_id).is_(None)]
    if not rules.may_see_partners(actor):
        is_theirs = [col(Licence.idea_id).is_not(None), col(Licence.partner_id) == actor.partner_id]
    statement = (
        _standing(actor)
        .where(*is_theirs, ~_decided(granted_only=False), col(Licence.ends_on) >= actor.today)
        .order_by(col(Licence.id))
        .limit(limit)
    )
    return await lines_of(session, actor, (await session.exec(statement)).all())


async def list_ending(
    session: AsyncSession, actor: Actor, limit: int, *, idea_ids: Sequence[UUID] | None = None
) -> list[LicenceLine]:
    """In force, for 30 days more at most, and not renewed yet; the first end first.

    To a partner's people those that they asked for.

    idea_ids   of these ideas alone, which no partner's people ask for
    """
    soon_on = _soon_on(actor)
    if not rules.may_see_partners(actor):
        is_theirs = (col(Licence.partner_id) == actor.partner_id) & col(Licence.idea_id).is_(None)
        found = await session.exec(_first_ending(actor, soon_on, limit).where(is_theirs))
    elif idea_ids is None:
        found = await _all_ending(session, actor, soon_on, limit)
    else:
        found = await _ending_of(session, actor, soon_on, idea_ids, limit)
    return await lines_of(session, actor, found.all())


async def list_untold_endings(session: AsyncSession, actor: Actor, limit: int) -> Sequence[Licence]:
    statement = (
        _ending(actor, _soon_on(actor))
        .where(col(Licence.told_ending_on).is_(None))
        .order_by(col(Licence.id))
        .limit(limit)
    )
    return (await session.exec(statement)).all()


async def list_untold_ends(session: AsyncSession, actor: Actor, limit: int) -> Sequence[Licence]:
    """Granted ones whose last day is over."""
    statement = (
        _standing(actor)
        .where(_decided(granted_only=True), col(Licence.ends_on) < actor.today, col(Licence.told_over_on).is_(None))
        .order_by(col(Licence.id))
        .limit(limit)
    )
    return (await session.exec(statement)).all()


async def is_renewed(session: AsyncSession, licence: Licence, today: date) -> bool:
    """Whether a licence that follows it is granted or waits for an answer."""
    statement = (
        select(Licence, LicenceDecision)
        .outerjoin(
            LicenceDecision,
            (col(LicenceDecision.organisation_id) == Licence.organisation_id)
            & (col(LicenceDecision.licence_id) == Licence.id),
        )
        .where(col(Licence.organisation_id) == licence.organisation_id, col(Licence.follows_id) == licence.id)
        .limit(OF_ONE_IDEA)
    )
    found = (await session.exec(statement)).all()
    return any(rules.state_of(row, decision, today) in rules.OPEN_STATES for row, decision in found)


async def lines_of(session: AsyncSession, actor: Actor, licences: Sequence[Licence]) -> list[LicenceLine]:
    """With what pages say of them, in a fixed number of queries."""
    if not licences:
        return []
    ids = [licence.id for licence in licences]
    decisions = {decision.licence_id: decision for decision in await _decisions(session, actor, ids)}
    conditions: dict[tuple[UUID, bool], list[str]] = {}
    for row in await _conditions(session, actor, ids):
        conditions.setdefault((row.licence_id, row.is_agreed), []).append(row.sentence)
    named: list[UUID | None] = [licence.requested_by_id for licence in licences]
    named += [person_id for each in licences for person_id in (each.revoked_by_id, each.handed_back_by_id)]
    faces = await people_queries.list_faces(session, actor, named)
    partners = await people_queries.partner_names(session, actor, [licence.partner_id for licence in licences])
    idea_ids = {licence.idea_id for licence in licences if licence.idea_id}
    titles = dict((await _titles(session, actor, idea_ids)).all()) if idea_ids else {}
    return [
        _line(licence, decisions.get(licence.id), conditions, faces, partners, titles, actor.today)
        for licence in licences
    ]


def _standing(actor: Actor) -> SelectOfScalar[Licence]:
    """Neither revoked nor handed back."""
    return select(Licence).where(
        col(Licence.organisation_id) == actor.organisation_id,
        col(Licence.revoked_at).is_(None),
        col(Licence.handed_back_at).is_(None),
    )


def _decided(*, granted_only: bool, of: Any = Licence) -> ColumnElement[bool]:
    """Within a statement: whether the licence of its row was answered."""
    statement = select(LicenceDecision.id).where(
        col(LicenceDecision.organisation_id) == of.organisation_id, col(LicenceDecision.licence_id) == of.id
    )
    if granted_only:
        statement = statement.where(col(LicenceDecision.is_granted).is_(True))
    return statement.exists()


def _soon_on(actor: Actor) -> date:
    return actor.today + timedelta(days=rules.ENDS_SOON_DAYS)


@stated
def _all_ending(actor: Actor, soon_on: date, limit: int) -> SelectOfScalar[Licence]:
    return _first_ending(actor, soon_on, limit)


@stated
def _ending_of(actor: Actor, soon_on: date, idea_ids: Collection[UUID], limit: int) -> SelectOfScalar[Licence]:
    return _first_ending(actor, soon_on, limit).where(col(Licence.idea_id).in_(idea_ids))


def _first_ending(actor: Actor, soon_on: date, limit: int) -> SelectOfScalar[Licence]:
    return _ending(actor, soon_on).order_by(col(Licence.ends_on), col(Licence.id)).limit(limit)


def _ending(actor: Actor, soon_on: date) -> SelectOfScalar[Licence]:
    is_followed = (
        select(Later.id)
        .where(
            col(Later.organisation_id) == Licence.organisation_id,
            col(Later.follows_id) == Licence.id,
            col(Later.revoked_at).is_(None),
            col(Later.handed_back_at).is_(None),
            _decided(granted_only=True, of=Later),
        )
        .exists()
    )
    return _standing(actor).where(
        _decided(granted_only=True),
        col(Licence.starts_on) <= actor.today,
        col(Licence.ends_on) >= actor.today,
        col(Licence.ends_on) <= soon_on,
        ~is_followed,
    )


@stated
def _decisions(actor: Actor, licence_ids: Collection[UUID]) -> SelectOfScalar[LicenceDecision]:
    return select(LicenceDecision).where(
        col(LicenceDecision.organisation_id) == actor.organisation_id, col(LicenceDecision.licence_id).in_(licence_ids)
    )


@stated
def _conditions(actor: Actor, licence_ids: Collection[UUID]) -> SelectOfScalar[LicenceCondition]:
    return (
        select(LicenceCondition)
        .where(
            col(LicenceCondition.organisation_id) == actor.organisation_id,
            col(LicenceCondition.licence_id).in_(licence_ids),
        )
        .order_by(col(LicenceCondition.number))
    )


@stated
def _titles(actor: Actor, idea_ids: Collection[UUID]) -> Select[UUID, str]:
    return select(IdeaSummary.id, IdeaSummary.title).where(
        col(IdeaSummary.organisation_id) == actor.organisation_id, col(IdeaSummary.id).in_(idea_ids)
    )


def _line(
    licence: Licence,
    decision: LicenceDecision | None,
    conditions: dict[tuple[UUID, bool], list[str]],
    faces: dict[UUID, Face],
    partners: dict[UUID, str],
    titles: dict[UUID, str],
    today: date,
) -> LicenceLine:
    state = rules.state_of(licence, decision, today)
    ended_by_id = licence.revoked_by_id or licence.handed_back_by_id
    by_giver = licence.revoked_by_giver_id is not None
    is_agreed = decision is not None and decision.is_granted
    return LicenceLine(
        licence=licence,
        id=licence.id,
        state=state,
        state_words=rules.state_words(licence, state, today),
        is_ending=rules.is_ending(licence, state, today),
        partner_name=partners[licence.partner_id],
        title=titles.get(licence.idea_id, "") if licence.idea_id else "",
        decision=decision,
        conditions=conditions.get((licence.id, is_agreed), []),
        requested_by=faces[licence.requested_by_id],
        ended_by=faces[ended_by_id].name if ended_by_id else decision.name if by_giver and decision else "",
    )
