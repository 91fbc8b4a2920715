"""All that the page of a boundary shows: how it stands, what was said and counted, and what the reader may do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import Boundary, BoundaryAnswer, BoundaryWording, Crossing
from registry.boundaries.queries import boundaries as queries
from registry.boundaries.queries import crossings as crossing_queries
from registry.boundaries.queries import wordings as wording_queries
from registry.boundaries.queries.boundaries import BoundaryRow
from registry.boundaries.queries.watches import find_terms, list_steps
from registry.boundaries.rules import drawing, rights, watching
from registry.boundaries.rules.limits import limits_of
from registry.boundaries.rules.rights import Rights
from registry.boundaries.rules.watching import Judged, Worded
from registry.frameworks.models import Framework
from registry.ideas.models import BoundaryStatus, Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.measures import queries as measure_queries
from registry.measures.charts import Picture, picture_of
from registry.measures.models import Measure
from registry.measures.rules.results import judge
from registry.measures.rules.words import value_words
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.queries import Face

TURNS_SHOWN = 60


@dataclass(frozen=True)
class Turn:
    """A day on which something changed for a measured boundary.

    status       how it stood from that number on; None where it is no number that tells
    words        the number, or what happened
    crossing_id  of which it tells
    """

    on: date
    words: str
    status: BoundaryStatus | None = None
    crossing_id: UUID | None = None


@dataclass(frozen=True)
class BoundaryRecord:
    """
    idea        whose standing it is; None for a framework's shared measure
    framework   of whose boundary it is; None for one of the idea's own
    wordings, answers, crossings   the newest first
    worded      the wordings that were in force here, the first first
    picture     measured: the chart with its limit, where there is a number
    turns       measured: its status, its versions and its crossings, the newest first
    no_longer_narrower   why it narrows the framework's boundary no more, in a sentence; empty while it does
    """

    row: BoundaryRow
    idea: Idea | None
    framework: Framework | None
    wordings: Sequence[BoundaryWording]
    answers: Sequence[BoundaryAnswer]
    crossings: Sequence[Crossing]
    worded: Sequence[Worded]
    picture: Picture | None
    turns: Sequence[Turn]
    sponsor_id: UUID | None
    faces: dict[UUID, Face]
    rights: Rights
    no_longer_narrower: str

    @property
    def sentence(self) -> str:
        return self.row.sentence or self.wordings[0].sentence

    def terms_words(self, wording: BoundaryWording) -> str:
        """What a version asks of numbers, or for how long an answer to it tells."""
        return drawing.asked_words(wording, self.row.measure)

    @property
    def redrawn_at(self) -> set[datetime]:
        """When new words ended what was crossed before."""
        return {found.from_at for found in self.worded[1:]}


async def get_record(session: AsyncSession, actor: Actor, boundary: Boundary, idea: Idea | None) -> BoundaryRecord:
    """In a fixed number of statements.

    idea   whose standing is shown; None for a framework's shared measure
    """
    if idea:
        row = await queries.get_row(session, actor, boundary, idea)
    else:
        row = await queries.get_framework_row(session, actor, boundary)
    owner = await queries.get_owner(session, boundary)
    watched = owner.idea or (await idea_queries.get_standing(session, idea) if idea else None)
    wordings = await wording_queries.list_wordings(session, boundary)
    answers = await wording_queries.list_answers(session, boundary, idea) if idea and not row.is_measured else []
    crossings = await crossing_queries.list_crossings(session, boundary, idea)
    worded = (await wording_queries.list_worded(session, [row.watch]))[row.watch.id] if row.watch else []
    picture, judged = await _counted(session, actor, row, worded, idea)
    people = _people_in(wordings, answers, crossings)
    return BoundaryRecord(
        row=row,
        idea=idea,
        framework=await queries.get_framework_of(session, actor, boundary) if boundary.framework_id else None,
        wordings=wordings,
        answers=answers,
        crossings=crossings,
        picture=picture,
        worded=worded,
        turns=_turns(actor, row, judged, worded, crossings),
        sponsor_id=watched.sponsor_id if watched else None,
        faces=await people_queries.list_faces(session, actor, [*people, watched.sponsor_id if watched else None]),
        rights=rights.rights_on(
            actor, boundary, owner, watched, in_force=row.wording, proposed=row.proposed, crossings=crossings
        ),
        no_longer_narrower=await _no_longer_narrower(session, boundary, row, idea),
    )


async def _no_longer_narrower(session: AsyncSession, boundary: Boundary, row: BoundaryRow, idea: Idea | None) -> str:
    if idea is None or boundary.narrows_id is None or row.terms is None:
        return ""
    wider, wider_measure = await find_terms(session, idea, boundary.narrows_id)
    if wider is None:
        return ""
    measure = await session.get_one(Measure, (boundary.organisation_id, boundary.measure_id))
    return drawing.why_no_longer_narrower(row.terms, measure, wider, wider_measure)


async def _counted(
    session: AsyncSession,
    actor: Actor,
    row: BoundaryRow,
    worded: Sequence[Worded],
    idea: Idea | None,
) -> tuple[Picture | None, Sequence[Judged]]:
    """The chart of the measure that tells, and the numbers with which the status changed."""
    if row.measure is None or not worded:
        return None, []
    series = await measure_queries.get_series(session, actor, row.measure)
    versions = watching.versions_of(worded, actor.zone)
    steps = await list_steps(session, actor, idea) if idea else []
    limits = limits_of(row.measure, series.counted, versions, steps)
    picture = picture_of(series, judge(series, actor.today), limits=limits)
    return picture, watching.turns_of(watching.judge(series.counted, versions, steps))


def _turns(
    actor: Actor,
    row: BoundaryRow,
    judged: Iterable[Judged],
    worded: Iterable[Worded],
    crossings: Iterable[Crossing],
) -> list[Turn]:
    """Of a measured boundary; of one day what was counted comes before what followed from it."""
    if not row.is_measured:
        return []
    turns = [
        Turn(number.counted.measured_on, _number_words(row.measure, number), number.status)
        for number in judged
        if row.measure
    ]
    for crossing in crossings:
        if crossing.answer and crossing.answered_at:
            answered_on = clock.day_of(crossing.answered_at, actor.zone)
            turns.append(Turn(answered_on, f"The crossing was answered: {crossing.answer.label}", None, crossing.id))
    for place, found in enumerate(worded):
        words = "Holds here from this day" if place == 0 and row.framework_id else "Drawn" if place == 0 else "Redrawn"
        turns.append(Turn(clock.day_of(found.from_at, actor.zone), f"{words}: {found.wording.sentence}"))
    return sorted(turns, key=lambda turn: (turn.on, turn.status is None), reverse=True)[:TURNS_SHOWN]


def _number_words(measure: Measure, number: Judged) -> str:
    """The number; of one that lies beyond the limit and makes no crossing yet, that it does."""
    said = value_words(measure, number.counted.value)
    is_first = number.status is BoundaryStatus.NEAR and number.is_beyond
    return f"{said}, beyond the limit" if is_first else said


def _people_in(
    wordings: Iterable[BoundaryWording], answers: Iterable[BoundaryAnswer], crossings: Iterable[Crossing]
) -> list[UUID | None]:
    people: list[UUID | None] = [answer.answered_by_id for answer in answers]
    for wording in wordings:
        people += [wording.proposed_by_id, wording.agreed_by_id, wording.set_aside_by_id]
    for crossing in crossings:
        people += [crossing.opened_by_id, crossing.answered_by_id]
    return people
