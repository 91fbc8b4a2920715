from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select, SelectOfScalar

from registry.feedback.models import PulseAnswer, PulseUse, PulseWeek
from registry.feedback.rules import pulse as rules
from registry.ideas.models import IdeaSummary, Stage, Teammate
from registry.kit.stated import stated
from registry.people.actors import Actor

TEAMS_LIMIT = 50
OPEN = (Stage.REGISTERED, Stage.EXPLORING, Stage.PAUSED, Stage.SUSTAINED)


@dataclass(frozen=True)
class TeamPulse:
    """
    weeks            that are over, the newest first
    has_answered     the actor, this week
    offers_support   after three low weeks
    """

    idea_id: UUID
    title: str
    weeks: Sequence[PulseWeek]
    has_answered: bool
    offers_support: bool


@dataclass(frozen=True)
class LowTeam:
    """
    week_on   the last of its low weeks
    """

    idea_id: UUID
    title: str
    week_on: date


async def list_team_pulses(session: AsyncSession, actor: Actor) -> Sequence[TeamPulse]:
    """Of the teams in which the actor is; to nobody else is a team's pulse shown."""
    teams = await _list_teams(session, actor)
    ids = [idea_id for idea_id, _ in teams]
    first = rules.week_of(actor.today) - timedelta(weeks=rules.WEEKS_SHOWN)
    weeks: dict[UUID, list[PulseWeek]] = defaultdict(list)
    statement = (
        select(PulseWeek)
        .where(
            col(PulseWeek.organisation_id) == actor.organisation_id,
            col(PulseWeek.idea_id).in_(ids),
            col(PulseWeek.week_on) >= first,
        )
        .order_by(col(PulseWeek.week_on).desc())
    )
    for week in (await session.exec(statement)).all():
        weeks[week.idea_id].append(week)
    used = select(PulseUse.idea_id).where(
        col(PulseUse.organisation_id) == actor.organisation_id,
        col(PulseUse.person_id) == actor.person_id,
        col(PulseUse.week_on) == rules.week_of(actor.today),
    )
    answered = set((await session.exec(used)).all())
    return [
        TeamPulse(idea_id, title, weeks[idea_id], idea_id in answered, rules.is_low(weeks[idea_id], actor.today))
        for idea_id, title in teams
    ]


async def may_be_answered(session: AsyncSession, actor: Actor) -> bool:
    """Whether the actor is in a team for which they have not answered this week."""
    return (await _unanswered(session, actor, rules.week_of(actor.today))).first() is not None


async def list_low_teams(session: AsyncSession, actor: Actor) -> Sequence[LowTeam]:
    """Of the actor's teams those whose last three weeks were all low; `rules.is_low` says the same of one."""
    last = rules.week_of(actor.today) - timedelta(weeks=1)
    weeks = [last - timedelta(weeks=back) for back in range(rules.LOW_WEEKS)]
    return [LowTeam(idea_id, title, last) for idea_id, title in await _low_teams(session, actor, weeks)]


async def has_answered(session: AsyncSession, actor: Actor, idea_id: UUID, week_on: date) -> bool:
    statement = select(PulseUse.id).where(
        col(PulseUse.organisation_id) == actor.organisation_id,
        col(PulseUse.person_id) == actor.person_id,
        col(PulseUse.idea_id) == idea_id,
        col(PulseUse.week_on) == week_on,
    )
    return (await session.exec(statement)).first() is not None


async def find_oldest_open_week(session: AsyncSession, actor: Actor) -> date | None:
    """The first week that is over and not yet counted."""
    statement: Any = (
        select_columns(col(PulseAnswer.week_on))
        .where(
            col(PulseAnswer.organisation_id) == actor.organisation_id,
            col(PulseAnswer.week_on) < rules.week_of(actor.today),
        )
        .order_by(col(PulseAnswer.week_on))
        .limit(1)
    )
    week_on: date | None = (await session.exec(statement)).scalars().first()
    return week_on


async def list_answers_of_week(session: AsyncSession, actor: Actor, week_on: date) -> Sequence[PulseAnswer]:
    statement = select(PulseAnswer).where(
        col(PulseAnswer.organisation_id) == actor.organisation_id, col(PulseAnswer.week_on) == week_on
    )
    return (await session.exec(statement)).all()


async def frameworks_of(session: AsyncSession, actor: Actor, idea_ids: Sequence[UUID]) -> dict[UUID, UUID | None]:
    statement = select(IdeaSummary.id, IdeaSummary.framework_id).where(
        col(IdeaSummary.organisation_id) == actor.organisation_id, col(IdeaSummary.id).in_(idea_ids)
    )
    return dict((await session.exec(statement)).all())


async def last_shown(session: AsyncSession, actor: Actor, idea_ids: Sequence[UUID]) -> dict[UUID, rules.Figure]:
    """What was shown of each team last, in the weeks that are still looked at."""
    statement = (
        select(PulseWeek)
        .where(
            col(PulseWeek.organisation_id) == actor.organisation_id,
            col(PulseWeek.idea_id).in_(idea_ids),
            col(PulseWeek.week_on) >= actor.today - timedelta(weeks=rules.WEEKS_SHOWN),
            col(PulseWeek.energy).is_not(None),
        )
        .order_by(col(PulseWeek.week_on))
    )
    return {
        week.idea_id: rules.Figure(week.energy, week.support, week.is_folded)
        for week in (await session.exec(statement)).all()
        if week.energy is not None and week.support is not None
    }


async def _list_teams(session: AsyncSession, actor: Actor) -> list[tuple[UUID, str]]:
    """The registered ideas that go on and in whose team the actor is."""
    statement: Any = (
        select_columns(col(IdeaSummary.id), col(IdeaSummary.title))
        .join(
            Teammate,
            (col(Teammate.organisation_id) == IdeaSummary.organisation_id) & (col(Teammate.idea_id) == IdeaSummary.id),
        )
        .where(
            col(IdeaSummary.organisation_id) == actor.organisation_id,
            col(IdeaSummary.stage).in_(OPEN),
            col(Teammate.person_id) == actor.person_id,
            col(Teammate.is_accepted),
            col(Teammate.left_at).is_(None),
        )
        .distinct()
        .order_by(col(IdeaSummary.title), col(IdeaSummary.id))
        .limit(TEAMS_LIMIT)
    )
    return [(idea_id, title) for idea_id, title in (await session.exec(statement)).all()]


@stated
def _unanswered(actor: Actor, week_on: date) -> SelectOfScalar[UUID]:
    used = (
        select(PulseUse.id)
        .where(
            col(PulseUse.organisation_id) == Teammate.organisation_id,
            col(PulseUse.person_id) == Teammate.person_id,
            col(PulseUse.idea_id) == Teammate.idea_id,
            col(PulseUse.week_on) == week_on,
        )
        .correlate(Teammate)
    )
    return (
        select(Teammate.id)
        .join(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == Teammate.organisation_id) & (col(IdeaSummary.id) == Teammate.idea_id),
        )
        .where(
            col(Teammate.organisation_id) == actor.organisation_id,
            col(Teammate.person_id) == actor.person_id,
            col(Teammate.is_accepted),
            col(Teammate.left_at).is_(None),
            col(IdeaSummary.stage).in_(OPEN),
            ~used.exists(),
        )
        .limit(1)
    )


@stated
def _low_teams(actor: Actor, weeks: Collection[date]) -> Select[UUID, str]:
    is_low = (col(PulseWeek.energy) <= rules.LOW_POINTS) | (col(PulseWeek.support) <= rules.LOW_POINTS)
    return (
        select(IdeaSummary.id, IdeaSummary.title)
        .join(
            PulseWeek,
            (col(PulseWeek.organisation_id) == IdeaSummary.organisation_id)
            & (col(PulseWeek.idea_id) == IdeaSummary.id),
        )
        .join(
            Teammate,
            (col(Teammate.organisation_id) == IdeaSummary.organisation_id) & (col(Teammate.idea_id) == IdeaSummary.id),
        )
        .where(
            col(Teammate.organisation_id) == actor.organisation_id,
            col(Teammate.person_id) == actor.person_id,
            col(Teammate.is_accepted),
            col(Teammate.left_at).is_(None),
            col(IdeaSummary.stage).in_(OPEN),
            col(PulseWeek.week_on).in_(weeks),
            is_low,
        )
        .group_by(col(IdeaSummary.id), col(IdeaSummary.title))
        .having(func.count(col(PulseWeek.week_on).distinct()) == rules.LOW_WEEKS)
        .order_by(col(IdeaSummary.title), col(IdeaSummary.id))
        .limit(TEAMS_LIMIT)
    )
