from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts.queries import Keys
from registry.feedback.models import Group, Round, Share
from registry.feedback.rules import results as rules
from registry.feedback.rules import rounds as round_rules
from registry.feedback.rules.results import Results
from registry.kit.errors import NotFound
from registry.kit.sealing import unseal
from registry.people.actors import Actor
from registry.people.models import Person

SHARES_LIMIT = 100


@dataclass(frozen=True)
class ShareLine:
    id: UUID
    round_id: UUID
    name: str
    position: str
    groups: Sequence[Group]
    shared_on: date


async def get_results(session: AsyncSession, actor: Actor, round_id: UUID, keys: Keys) -> tuple[Round, Results]:
    """All of them for the person, for others what is shared with them; to everybody else there are none."""
    found = await session.get(Round, (actor.organisation_id, round_id))
    if found is None or found.results is None:
        raise NotFound("results")
    results = rules.read(unseal(keys.secret, f"results {found.id}", found.results))
    if actor.is_person(found.person_id):
        return found, results
    shares = await _shares_with(session, found, actor.person_id)
    groups = {group for share in shares for group in round_rules.groups_shared(share)}
    if not groups:
        raise NotFound("results")
    return found, results.only(frozenset(groups))


async def list_shares(session: AsyncSession, found: Round) -> Sequence[ShareLine]:
    """Those in force, of one round."""
    return await _lines(
        session, col(Share.person_id), found.organisation_id, (col(Share.round_id) == found.id) & _in_force()
    )


async def list_shared_with(session: AsyncSession, actor: Actor) -> Sequence[ShareLine]:
    """What others let the actor read; each with the name of whom it is about."""
    is_theirs = (col(Share.person_id) == actor.person_id) & _in_force()
    return await _lines(session, col(Round.person_id), actor.organisation_id, is_theirs)


async def get_share(session: AsyncSession, actor: Actor, share_id: UUID) -> Share:
    """For the person whose results they are."""
    share = await session.get(Share, (actor.organisation_id, share_id))
    found = await session.get(Round, (actor.organisation_id, share.round_id)) if share else None
    if share is None or found is None or not actor.is_person(found.person_id):
        raise NotFound("share")
    return share


async def is_shared_with(session: AsyncSession, found: Round, person_id: UUID) -> bool:
    return bool(await _shares_with(session, found, person_id))


async def _shares_with(session: AsyncSession, found: Round, person_id: UUID) -> Sequence[Share]:
    statement = select(Share).where(
        col(Share.organisation_id) == found.organisation_id,
        col(Share.round_id) == found.id,
        col(Share.person_id) == person_id,
        _in_force(),
    )
    return (await session.exec(statement)).all()


async def _lines(session: AsyncSession, person_id: Any, organisation_id: UUID, narrowed: Any) -> list[ShareLine]:
    statement: Any = (
        select_columns(Share, col(Person.name), col(Person.position))
        .join(Round, (col(Round.organisation_id) == Share.organisation_id) & (col(Round.id) == Share.round_id))
        .join(Person, (col(Person.organisation_id) == Share.organisation_id) & (col(Person.id) == person_id))
        .where(col(Share.organisation_id) == organisation_id, narrowed)
        .order_by(col(Share.id).desc())
        .limit(SHARES_LIMIT)
    )
    return [
        ShareLine(share.id, share.round_id, name, position, _in_order(share), share.shared_on)
        for share, name, position in (await session.exec(statement)).all()
    ]


def _in_order(share: Share) -> list[Group]:
    """Those named; none where all are shared."""
    named = share.groups.split()
    return [group for group in Group if group.value in named]


def _in_force() -> Any:
    return col(Share.ended_on).is_(None)
