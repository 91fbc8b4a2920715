"""Lines of the home page about what is counted: numbers that are due, and signals that nobody has looked at yet."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, func, type_coerce, union_all
from sqlalchemy import select as select_columns
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.models import Framework
from registry.ideas.models import IdeaSummary, Stage
from registry.ideas.queries import teams as team_queries
from registry.kit.stated import stated
from registry.kit.text import count_words, joined
from registry.measures.models import Interval, Measure, StoredResult
from registry.measures.rules.words import in_unit
from registry.people.actors import Actor
from registry.portfolio.queries import monitor_news as news_queries
from registry.portfolio.queries.monitor_news import News
from registry.portfolio.rules.monitor import SIGNAL_WORDS

COUNTING_STAGES = (Stage.REGISTERED, Stage.EXPLORING, Stage.SUSTAINED)
IDEAS_LOOKED_AT = 200


@dataclass(frozen=True)
class NumberDue:
    """A measure whose next number is asked for.

    next_on   the date that the number bears; None for the first
    of        the title of its idea, or the name of its framework
    """

    id: UUID
    name: str
    unit: str
    per: int | None
    interval: Interval
    due_on: date
    next_on: date | None
    last_on: date | None
    last_value: Decimal | None
    of: str

    @property
    def last_words(self) -> str:
        """The newest number with its unit; empty without one."""
        return "" if self.last_value is None else in_unit(self.last_value, self.unit)

    def offered_on(self, today: date) -> date:
        return min(self.next_on, today) if self.next_on else today


@dataclass(frozen=True)
class NewSignals:
    """What the monitor would show as new, in a sentence.

    has_more   there are more than were counted
    """

    signals: Sequence[News]
    has_more: bool

    @property
    def count_words(self) -> str:
        more = "More than " if self.has_more else ""
        return more + count_words(len(self.signals), "new signal")

    @property
    def kinds_words(self) -> str:
        """2 of concern, 1 of improvement."""
        kinds = Counter(SIGNAL_WORDS[signal.variation] for signal in self.signals if signal.variation)
        return joined([f"{count} of {kind.lower()}" for kind, count in sorted(kinds.items())])


async def list_numbers_due(
    session: AsyncSession, actor: Actor, limit: int, *, framework_ids: Collection[UUID] = ()
) -> list[NumberDue]:
    """Of the newest ideas in whose team the actor is, or of frameworks that the actor keeps; the longest due first."""
    tomorrow = actor.today + timedelta(days=1)
    found = (
        await _due_there(session, actor, tomorrow, list(framework_ids), limit)
        if framework_ids
        else await _due(session, actor, tomorrow, limit)
    )
    return [NumberDue(*row) for row in found.all()]


@stated
def _due(actor: Actor, tomorrow: date, limit: int) -> Select[*tuple[Any, ...]]:
    return _numbers_due(actor, tomorrow, _of_team(actor)).limit(limit)


@stated
def _due_there(actor: Actor, tomorrow: date, framework_ids: Collection[UUID], limit: int) -> Select[*tuple[Any, ...]]:
    kept = _ids_of_measures(actor, col(Measure.framework_id).in_(framework_ids))
    # "Or" would make SQLite read every measure of the organisation.
    return _numbers_due(actor, tomorrow, union_all(_of_team(actor), kept)).limit(limit)


def _numbers_due(actor: Actor, tomorrow: date, measure_ids: Any) -> Select[*tuple[Any, ...]]:
    columns = (
        Measure.id,
        Measure.name,
        Measure.unit,
        Measure.per,
        Measure.interval,
        StoredResult.due_on,
        StoredResult.next_on,
        StoredResult.last_on,
        StoredResult.last_value,
    )
    found: Select[*tuple[Any, ...]] = select_columns(
        *map(col, columns), func.coalesce(col(IdeaSummary.title), col(Framework.name))
    )
    return (
        found.select_from(Measure)
        # Outer, and no day compared as it is: else SQLite begins with every number that is due in the organisation.
        .outerjoin(
            StoredResult,
            (col(StoredResult.organisation_id) == Measure.organisation_id) & (col(StoredResult.id) == Measure.id),
        )
        .outerjoin(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == Measure.organisation_id) & (col(IdeaSummary.id) == Measure.idea_id),
        )
        .outerjoin(
            Framework,
            (col(Framework.organisation_id) == Measure.organisation_id) & (col(Framework.id) == Measure.framework_id),
        )
        .where(
            col(Measure.organisation_id) == actor.organisation_id,
            col(Measure.id).in_(measure_ids),
            func.coalesce(col(StoredResult.due_on), type_coerce(tomorrow, Date)) <= actor.today,
            col(Measure.framework_id).is_not(None) | col(IdeaSummary.stage).in_(COUNTING_STAGES),
        )
        .order_by(col(StoredResult.due_on), col(Measure.id))
    )


def _of_team(actor: Actor) -> Any:
    return _ids_of_measures(actor, col(Measure.idea_id).in_(team_queries.ids_of_team(actor, IDEAS_LOOKED_AT)))


def _ids_of_measures(actor: Actor, which: ColumnElement[bool]) -> Any:
    return select_columns(col(Measure.id)).where(col(Measure.organisation_id) == actor.organisation_id, which)


async def find_new_signals(
    session: AsyncSession, actor: Actor, limit: int, *, framework_ids: Collection[UUID] | None = None
) -> NewSignals | None:
    """Since the actor last looked at the monitor; None where there is none.

    framework_ids   of these frameworks and their ideas; None for the whole organisation
    """
    since, _ = await news_queries.get_last_look(session, actor)
    found = await news_queries.list_new_signals(session, actor, since, limit + 1, framework_ids=framework_ids)
    return NewSignals(found[:limit], len(found) > limit) if found else None
