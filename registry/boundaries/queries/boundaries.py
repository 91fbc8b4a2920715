from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, union_all
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import (
    ANSWER_DAYS,
    Answer,
    Boundary,
    BoundaryAnswer,
    BoundaryKind,
    BoundaryWording,
    Crossing,
    VersionBoundary,
    Watch,
)
from registry.boundaries.queries.watches import (
    is_in_force,
    is_measure,
    is_newest_agreed,
    is_newest_answer,
    is_of_newest_version,
    is_result,
    is_watch,
    is_wording_of,
    list_steps,
)
from registry.boundaries.rules import answering, standing, watching
from registry.boundaries.rules.drawing import Owner
from registry.boundaries.rules.standing import Step
from registry.boundaries.rules.watching import Terms
from registry.frameworks.models import Framework
from registry.frameworks.queries import frameworks as framework_queries
from registry.frameworks.rules.frameworks import advice_on
from registry.ideas.models import BoundaryStatus, Idea, IdeaFramework
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.kit.errors import NotFound
from registry.kit.stated import stated
from registry.measures.models import Measure, StoredResult
from registry.measures.rules.words import value_words
from registry.people.actors import Actor
from registry.people.models import Person

Proposed = aliased(BoundaryWording)


@dataclass(frozen=True)
class BoundaryRow:
    """How an idea, or a framework by its shared measure, stands under a boundary now.

    idea_id       None where it is told of a framework
    framework_id  of whose framework it is; None for one of the idea's own
    wording       in force; None while nobody has agreed to one
    proposed      waits for agreement; of a framework, for its next version
    is_ending     the framework's next version leaves it out, or a newer one than the idea accepted did
    watch         the one that stands here
    watch_id      None while nobody has agreed to it
    since_at      from when it holds here
    is_shared     a measure of the framework tells for all its ideas at once
    measure       the one that tells; None of a declared boundary and while none is chosen
    due_on        the last day on which the newest answer or number tells; None while the idea is not worked on
    is_asked      the team is asked for an answer
    crossing_ids  open questions, the oldest first
    """

    id: UUID
    idea_id: UUID | None
    framework_id: UUID | None
    framework_name: str
    kind: BoundaryKind
    wording: BoundaryWording | None
    proposed: BoundaryWording | None
    is_ending: bool
    watch: Watch | None
    watch_id: UUID | None
    since_at: datetime | None
    is_shared: bool
    status: BoundaryStatus
    measure: Measure | None
    last_value: Decimal | None
    last_on: date | None
    answer: Answer | None
    note: str
    answered_at: datetime | None
    answered_on: date | None
    answered_by: str
    due_on: date | None
    is_asked: bool
    crossing_ids: Sequence[UUID]

    @property
    def sentence(self) -> str:
        shown = self.wording or self.proposed
        return shown.sentence if shown else ""

    @property
    def answer_days(self) -> int:
        shown = self.wording or self.proposed
        return shown.answer_days if shown and shown.answer_days else ANSWER_DAYS

    @property
    def measure_id(self) -> UUID | None:
        return self.measure.id if self.measure else None

    @property
    def is_measured(self) -> bool:
        return self.kind is BoundaryKind.MEASURED

    @property
    def last_words(self) -> str:
        """The newest number with its unit."""
        return value_words(self.measure, self.last_value) if self.measure and self.last_value is not None else ""

    @property
    def advice(self) -> str:
        """Where its newest words prescribe a method; nothing otherwise."""
        return advice_on(self.proposed.sentence if self.proposed else self.sentence)

    @property
    def asks_the_team(self) -> bool:
        """It is in force, and the team answers it with each update."""
        return self.wording is not None and not self.is_measured

    @property
    def terms(self) -> Terms | None:
        shown = self.wording or self.proposed
        return watching.terms_of(shown) if shown else None

    @property
    def address(self) -> str:
        """Where one reads how this idea stands under it; under a framework's each idea has a place of its own."""
        own_place = self.framework_id and self.watch_id and not self.is_shared
        return f"/watches/{self.watch_id}" if own_place else f"/boundaries/{self.id}"


async def get_boundary(session: AsyncSession, actor: Actor, boundary_id: UUID) -> tuple[Boundary, Idea | None]:
    """With its idea; a framework's has none, and is everybody's of the organisation but no partner's."""
    boundary = await session.get(Boundary, (actor.organisation_id, boundary_id))
    if boundary is None:
        raise NotFound("boundary")
    if boundary.idea_id:
        return boundary, await idea_queries.get_idea(session, actor, boundary.idea_id)
    await get_framework_of(session, actor, boundary)
    return boundary, None


async def get_framework_of(session: AsyncSession, actor: Actor, boundary: Boundary) -> Framework:
    if boundary.framework_id is None:
        raise NotFound("framework")
    return await framework_queries.get_framework(session, actor, boundary.framework_id)


async def get_idea_boundary(session: AsyncSession, actor: Actor, boundary_id: UUID) -> tuple[Boundary, Idea]:
    """One of an idea's own; a framework's is NotFound."""
    boundary, idea = await get_boundary(session, actor, boundary_id)
    if idea is None:
        raise NotFound("boundary")
    return boundary, idea


async def get_owner(session: AsyncSession, boundary: Boundary) -> Owner:
    """Who may redraw it."""
    if boundary.idea_id:
        idea = await session.get_one(Idea, (boundary.organisation_id, boundary.idea_id))
        return Owner(idea=await idea_queries.get_standing(session, idea))
    framework = await session.get_one(Framework, (boundary.organisation_id, boundary.framework_id))
    return Owner(steward_ids=await framework_queries.list_steward_ids(session, framework))


async def list_boundaries(session: AsyncSession, actor: Actor, idea: Idea) -> list[BoundaryRow]:
    """Those under which an idea stands, and those proposed, in the order of drawing; three queries however many."""
    return await _read_rows(session, actor, idea, await _of_idea(session, idea))


async def get_row(session: AsyncSession, actor: Actor, boundary: Boundary, idea: Idea) -> BoundaryRow:
    """How an idea stands under one boundary; also when every wording was set aside.

    raises   NotFound when the idea does not stand under it
    """
    return _only(await _read_rows(session, actor, idea, await _one_of_idea(session, idea, boundary)))


async def list_framework_rows(session: AsyncSession, actor: Actor, framework: Framework) -> list[BoundaryRow]:
    """The boundaries of its newest published version, and those that the one being prepared adds.

    How those stand that a shared measure watches, and of the others the words.
    """
    return await _read_rows(session, actor, None, await _of_framework(session, framework))


async def get_framework_row(session: AsyncSession, actor: Actor, boundary: Boundary) -> BoundaryRow:
    return _only(await _read_rows(session, actor, None, await _one_of_framework(session, boundary)))


async def find_measure(session: AsyncSession, watch: Watch) -> Measure | None:
    """The one that tells for it, where one does."""
    return await session.get(Measure, (watch.organisation_id, watch.measure_id)) if watch.measure_id else None


async def count_boundaries(session: AsyncSession, boundary: Boundary) -> int:
    """Of the idea or the framework that this one is of: those in force and those Proposed, but what ends."""
    statement = (
        select(func.count())
        .select_from(Boundary)
        .outerjoin(BoundaryWording, is_newest_agreed())
        .outerjoin(Proposed, _is_proposed(Proposed))
        .where(
            col(Boundary.organisation_id) == boundary.organisation_id,
            col(Boundary.ended_at).is_(None),
            col(Boundary.idea_id) == boundary.idea_id
            if boundary.idea_id
            else col(Boundary.framework_id) == boundary.framework_id,
            col(BoundaryWording.id).is_not(None) | col(Proposed.id).is_not(None),
        )
    )
    return (await session.exec(statement)).one()


@stated
def _of_idea(idea: Idea) -> Select[*tuple[Any, ...]]:
    stands = col(BoundaryWording.id).is_not(None) | (col(Boundary.idea_id).is_not(None) & _has_proposal())
    return _rows_of_idea(idea).where(stands)


@stated
def _one_of_idea(idea: Idea, boundary: Boundary) -> Select[*tuple[Any, ...]]:
    return _rows_of_idea(idea).where(col(Boundary.id) == boundary.id)


def _rows_of_idea(idea: Idea) -> Select[*tuple[Any, ...]]:
    accepted = (
        select(VersionBoundary.boundary_id)
        .join(
            IdeaFramework,
            (col(IdeaFramework.organisation_id) == VersionBoundary.organisation_id)
            & (col(IdeaFramework.version_id) == VersionBoundary.version_id),
        )
        .where(
            col(IdeaFramework.organisation_id) == idea.organisation_id,
            col(IdeaFramework.idea_id) == idea.id,
            col(IdeaFramework.left_at).is_(None),
        )
    )
    # Each half by its own index; joined by OR they would be looked for among all boundaries of the organisation.
    here = select(Boundary.id).where(col(Boundary.organisation_id) == idea.organisation_id)
    ids = union_all(here.where(col(Boundary.idea_id) == idea.id), accepted)
    # So too its watches: those of a framework's boundary are as many as the ideas under it.
    standing = select(Watch.id).where(col(Watch.organisation_id) == idea.organisation_id, col(Watch.ended_at).is_(None))
    shared = standing.where(col(Watch.idea_id).is_(None), col(Watch.boundary_id).in_(ids))
    held_here = union_all(standing.where(col(Watch.idea_id) == idea.id), shared)
    return _rows(idea.organisation_id, col(Watch.id).in_(held_here), is_in_force()).where(col(Boundary.id).in_(ids))


@stated
def _of_framework(framework: Framework) -> Select[*tuple[Any, ...]]:
    is_told = is_of_newest_version() | (col(BoundaryWording.id).is_(None) & _has_proposal())
    return _rows_of_framework(framework.organisation_id).where(col(Boundary.framework_id) == framework.id, is_told)


@stated
def _one_of_framework(boundary: Boundary) -> Select[*tuple[Any, ...]]:
    return _rows_of_framework(boundary.organisation_id).where(
        col(Boundary.framework_id) == boundary.framework_id, col(Boundary.id) == boundary.id
    )


def _rows_of_framework(organisation_id: UUID) -> Select[*tuple[Any, ...]]:
    return _rows(organisation_id, col(Watch.idea_id).is_(None), is_newest_agreed())


def _rows(
    organisation_id: UUID, is_held_here: ColumnElement[bool], is_worded: ColumnElement[bool]
) -> Select[*tuple[Any, ...]]:
    return (
        select_columns(
            Boundary,
            BoundaryWording,
            Proposed,
            Watch,
            BoundaryAnswer,
            col(Person.name),
            Measure,
            StoredResult,
            col(Framework.name),
        )
        .select_from(Boundary)
        .outerjoin(Watch, is_watch() & is_held_here & col(Watch.ended_at).is_(None))
        .outerjoin(BoundaryWording, is_worded)
        .outerjoin(Proposed, _is_proposed(Proposed))
        .outerjoin(BoundaryAnswer, is_newest_answer())
        .outerjoin(
            Person,
            (col(Person.organisation_id) == BoundaryAnswer.organisation_id)
            & (col(Person.id) == BoundaryAnswer.answered_by_id),
        )
        .outerjoin(Measure, is_measure())
        .outerjoin(StoredResult, is_result())
        .outerjoin(
            Framework,
            (col(Framework.organisation_id) == Boundary.organisation_id) & (col(Framework.id) == Boundary.framework_id),
        )
        .where(col(Boundary.organisation_id) == organisation_id)
        .order_by(col(Boundary.id))
    )


def _is_proposed(proposed: type[BoundaryWording]) -> ColumnElement[bool]:
    return is_wording_of(proposed) & col(proposed.agreed_at).is_(None) & col(proposed.set_aside_at).is_(None)


def _has_proposal() -> ColumnElement[bool]:
    return select(Proposed.id).where(_is_proposed(Proposed)).correlate(Boundary).exists()


def _only(rows: Sequence[BoundaryRow]) -> BoundaryRow:
    if not rows:
        raise NotFound("boundary")
    return rows[0]


async def _read_rows(session: AsyncSession, actor: Actor, idea: Idea | None, rows: Iterable[Any]) -> list[BoundaryRow]:
    found = list(rows)
    steps = await list_steps(session, actor, idea) if idea else []
    crossing_ids = await _open_crossing_ids(session, actor, [row[3].id for row in found if row[3]])
    return [_row(actor, idea, steps, row, crossing_ids.get(row[3].id, []) if row[3] else []) for row in found]


def _row(
    actor: Actor, idea: Idea | None, steps: Sequence[Step], found: Any, crossing_ids: Sequence[UUID]
) -> BoundaryRow:
    boundary, wording, proposed, watch, answer, answered_by, measure, result, framework_name = found
    said = answer.answer if answer else None
    answered_on = clock.day_of(answer.answered_at, actor.zone) if answer else None
    is_resting = bool(watch and watch.idea_id) and not (steps and steps[-1].stage in standing.WATCHED_STAGES)
    due_on = watch.due_on if watch and not is_resting else None
    is_measured = boundary.kind is BoundaryKind.MEASURED
    last_on = result.last_on if result else None
    if is_measured:
        status = status_by_numbers(actor, watch, measure, last_on, steps, has_open_crossing=bool(crossing_ids))
    else:
        silent_days = standing.watched_days(answered_on, actor.today, steps) if answered_on else 0
        told_days = wording.answer_days if wording and wording.answer_days else ANSWER_DAYS
        status = answering.status_of(said, silent_days, told_days, has_open_crossing=bool(crossing_ids))
    return BoundaryRow(
        id=boundary.id,
        idea_id=idea.id if idea else None,
        framework_id=boundary.framework_id,
        framework_name=framework_name or "",
        kind=boundary.kind,
        wording=wording,
        proposed=None if idea and boundary.framework_id else proposed,
        is_ending=boundary.ended_at is not None,
        watch=watch,
        watch_id=watch.id if watch else None,
        since_at=watch.since_at if watch else None,
        is_shared=bool(watch) and watch.idea_id is None,
        status=status,
        measure=measure,
        last_value=result.last_value if result else None,
        last_on=last_on,
        answer=said,
        note=answer.note if answer else "",
        answered_at=answer.answered_at if answer else None,
        answered_on=answered_on,
        answered_by=answered_by or "",
        due_on=due_on,
        is_asked=not is_measured and answering.is_asked(said, due_on, actor.today),
        crossing_ids=crossing_ids,
    )


def status_by_numbers(
    actor: Actor,
    watch: Watch | None,
    measure: Measure | None,
    last_on: date | None,
    steps: Sequence[Step],
    *,
    has_open_crossing: bool,
) -> BoundaryStatus:
    """How a measured watch stands today.

    last_on   of the measure's newest number
    steps     of the idea; of a framework's shared measure, which never rests, they are not asked
    """
    if watch is None or measure is None or watch.status is None or last_on is None:
        return BoundaryStatus.UNKNOWN
    if watch.idea_id:
        silent_days = standing.watched_days(last_on, actor.today, steps)
    else:
        silent_days = clock.days_between(last_on, actor.today)
    told_days = watching.told_days(last_on, measure.interval)
    return standing.status_now(watch.status, silent_days, told_days, has_open_crossing=has_open_crossing)


async def _open_crossing_ids(
    session: AsyncSession, actor: Actor, watch_ids: Collection[UUID]
) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    for watch_id, crossing_id in await _open_crossings(session, actor, watch_ids):
        found.setdefault(watch_id, []).append(crossing_id)
    return found


@stated
def _open_crossings(actor: Actor, watch_ids: Collection[UUID]) -> Select[UUID, UUID]:
    return (
        select_columns(col(Crossing.watch_id), col(Crossing.id))
        .where(
            col(Crossing.organisation_id) == actor.organisation_id,
            col(Crossing.watch_id).in_(watch_ids),
            col(Crossing.answered_at).is_(None),
        )
        .order_by(col(Crossing.id))
    )
