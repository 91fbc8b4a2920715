"""The lines of the home page: one for each act that waits for a person, whatever room it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from registry.accounts import queries as account_queries
from registry.boundaries.models import ANSWER_DAYS
from registry.boundaries.queries import lists as boundary_lists
from registry.boundaries.queries import newer as newer_queries
from registry.boundaries.queries import wordings as wording_queries
from registry.boundaries.rules.answering import ASKED_BEFORE_DAYS
from registry.coaching.queries import appraisals as appraisal_queries
from registry.coaching.queries import pairs as pair_queries
from registry.coaching.rules import appraisals as appraisal_rules
from registry.feedback.queries import pulse as pulse_queries
from registry.feedback.queries import rounds as round_queries
from registry.frameworks.queries import discretion as area_queries
from registry.frameworks.queries import frameworks as framework_queries
from registry.frameworks.rules import discretion as area_rules
from registry.ideas.models import IdeaShare, IdeaSummary, Stage
from registry.ideas.queries import hand_overs as lead_queries
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries import owners as owner_queries
from registry.ideas.queries import questions as question_queries
from registry.ideas.queries import teams as team_queries
from registry.ideas.queries.ideas import IdeaRow
from registry.kit.clock import day_of
from registry.kit.stated import stated
from registry.licences.queries import licences as licence_queries
from registry.licences.queries import turf as turf_queries
from registry.licences.rules import licences as licence_rules
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Role
from registry.pledges.models import Pledge
from registry.pledges.queries import answers as answer_queries
from registry.pledges.queries import barriers as barrier_queries
from registry.pledges.queries import deliveries as delivery_queries
from registry.pledges.queries import hand_overs as hand_over_queries
from registry.pledges.queries import pledges as pledge_queries
from registry.portfolio.queries import home_measures as measure_queries
from registry.progress.queries import reviews as review_queries
from registry.progress.rules import reviews as review_rules
from registry.progress.rules import stages as stage_rules

LINES_SHOWN = 10
LINES_OF_A_KIND = 50
DUE_WITHIN_DAYS = 30


class LineKind(StrEnum):
    """Which act waits; `about` is the row named beside it."""

    OFFER = "offer"  # pledges.queries.pledges.PledgeLine
    DELIVERY = "delivery"  # pledges.queries.deliveries.DeliveryToConfirm
    VERDICT = "verdict"  # PledgeLine
    BOUNDARY = "boundary"  # boundaries.queries.lists.BoundaryLine
    PERIOD = "period"  # progress.queries.reviews.PeriodLine
    JOINING = "joining"  # Joining
    DRAFT = "draft"  # ideas.models.Idea
    PROMISE = "promise"  # PledgeLine
    QUESTION = "question"  # ideas.queries.questions.QuestionLine
    HAND_OVER = "hand_over"  # ideas.queries.hand_overs.HandOverLine
    LEADERLESS = "leaderless"  # IdeaRow
    SPONSORLESS = "sponsorless"  # IdeaRow
    BARRIER = "barrier"  # pledges.queries.barriers.BarrierLine
    WAITING = "waiting"  # pledges.queries.answers.WaitingIdea
    AGREEMENT = "agreement"  # boundaries.queries.lists.WordingLine
    CHOICE = "choice"  # boundaries.queries.lists.BoundaryLine
    CROSSING = "crossing"  # boundaries.queries.lists.CrossingLine
    UNKNOWN = "unknown"  # BoundaryLine
    UNKNOWN_UNDER = "unknown_under"  # boundaries.queries.lists.UnknownUnder
    PERSON = "person"  # people.models.Person
    OPEN_OFFER = "open_offer"  # PledgeLine
    SHARED = "shared"  # ideas.queries.IdeaRow
    NUMBER = "number"  # home_measures.NumberDue
    SIGNALS = "signals"  # home_measures.NewSignals
    FEEDBACK = "feedback"  # feedback.queries.rounds.AskedLine
    NAMING = "naming"  # feedback.queries.rounds.NamingLine
    ROUND_DUE = "round_due"  # feedback.models.Offer
    LOW_TEAM = "low_team"  # feedback.queries.pulse.LowTeam
    COACHING = "coaching"  # coaching.queries.pairs.PairLine
    APPRAISAL = "appraisal"  # coaching.queries.appraisals.AppraisalLine
    VERSION = "version"  # boundaries.queries.lists.NewerLine
    REVIEW = "review"  # frameworks.models.Framework
    LICENCE = "licence"  # licences.queries.licences.LicenceLine
    OUTSIDE = "outside"  # licences.queries.turf.OutsideLine
    AREA = "area"  # frameworks.queries.discretion.AreaLine


@dataclass(frozen=True)
class Line:
    """An act that waits for the actor.

    about      the row of its own room, as LineKind says
    since_on   from when it waits
    is_mine    of a crossing: whether it is the actor who answers it; of a period: whether the actor leads;
               of a licence: who renews it
    """

    kind: LineKind
    id: UUID
    since_on: date
    about: Any
    is_mine: bool = True


@dataclass(frozen=True)
class Joining:
    """Somebody who asks to join, or an invitation to the actor.

    name       who asks, or who invites
    is_asked   by the person who wants to join
    """

    name: str
    is_asked: bool
    words: str
    idea_id: UUID
    idea_title: str


@dataclass(frozen=True)
class Home:
    """What waits for the actor: the line of news, then what waits longest.

    rest          how many lines are not shown
    has_more      whether even the rest was not counted to its end
    open_offers   what the actor waits for: offers for a partner organisation that nobody has answered yet
    """

    lines: Sequence[Line]
    rest: int
    has_more: bool
    open_offers: Sequence[Line]


async def get_home(session: AsyncSession, actor: Actor, *, shown: int | None = LINES_SHOWN) -> Home:
    """
    shown   how many lines; None shows all that are counted
    """
    found: dict[tuple[LineKind, UUID], Line] = {}
    has_more = False
    for lines in await _by_source(session, actor):
        has_more = has_more or len(lines) >= LINES_OF_A_KIND
        for line in lines:
            found.setdefault((line.kind, line.id), line)
    ordered = sorted(found.values(), key=lambda line: (line.kind is not LineKind.SIGNALS, line.since_on, line.id))
    lines = ordered if shown is None else ordered[:shown]
    open_offers = await _open_offers(session, actor) if actor.has(Role.PARTNER) else []
    return Home(lines, len(ordered) - len(lines), has_more, open_offers)


async def _by_source(session: AsyncSession, actor: Actor) -> list[list[Line]]:
    if actor.has(Role.PARTNER):
        return [
            await _promises_due(session, actor),
            await _shared_ideas(session, actor),
            await _feedback(session, actor),
            await _licences_to_decide(session, actor),
            await _licences_ending(session, actor, is_mine=True),
        ]
    kept = await framework_queries.list_kept_ids(session, actor)
    found = [
        await _offers(session, actor),
        await _deliveries(session, actor),
        await _verdicts(session, actor),
        await _boundaries(session, actor),
        await _crossings(session, actor, led_by_id=actor.person_id),
        await _periods(session, actor),
        await _joining(session, actor),
        await _questions(session, actor),
        await _feedback(session, actor),
        await _namings(session, actor),
        await _round_due(session, actor),
        await _low_teams(session, actor),
        await _coaching(session, actor),
        await _appraisals(session, actor),
        await _hand_overs(session, actor),
        await _leaderless(session, actor),
        await _sponsorless(session, actor),
        await _drafts(session, actor),
        await _promises_due(session, actor),
        await _numbers(session, actor, kept),
        await _outside(session, actor, is_mine=not actor.has(Role.QUALITY)),
    ]
    if actor.has(Role.CLINICIAN):
        found += [
            await _choices(session, actor),
            await _newer_versions(session, actor),
            await _licences_ending(session, actor, is_mine=True),
        ]
    if actor.has(Role.SPONSOR):
        found += [
            await _waiting(session, actor),
            await _reviews_to_view(session, actor),
            await _barriers(session, actor),
            await _agreements(session, actor),
            await _crossings(session, actor, sponsored_by_id=actor.person_id),
        ]
    if actor.has(Role.QUALITY):
        found += [await _crossings(session, actor), await _unknown(session, actor), await _signals(session, actor)]
        found += [await _licences_ending(session, actor, is_mine=False)]
    if kept:
        found += [
            await _crossings(session, actor, framework_ids=kept),
            await _unknown_under(session, actor, kept),
        ]
        found += [await _signals(session, actor, kept), await _reviews(session, actor, kept)]
    if actor.has(Role.BOARD):
        found += [await _areas_ending(session, actor), await _licences_to_decide(session, actor)]
    if actor.has(Role.ADMINISTRATOR):
        found += [await _people_without_a_way_in(session, actor)]
    return found


async def _offers(session: AsyncSession, actor: Actor) -> list[Line]:
    rows = await pledge_queries.list_offers_to_answer(session, actor, LINES_OF_A_KIND)
    return [Line(LineKind.OFFER, row.pledge.id, day_of(row.pledge.offered_at, actor.zone), row) for row in rows]


async def _deliveries(session: AsyncSession, actor: Actor) -> list[Line]:
    rows = await delivery_queries.list_deliveries_to_confirm(session, actor, LINES_OF_A_KIND)
    return [Line(LineKind.DELIVERY, row.delivery.id, day_of(row.delivery.recorded_at, actor.zone), row) for row in rows]


async def _verdicts(session: AsyncSession, actor: Actor) -> list[Line]:
    rows = await pledge_queries.list_verdicts_to_give(session, actor, LINES_OF_A_KIND)
    return [Line(LineKind.VERDICT, row.pledge.id, row.pledge.ends_on, row) for row in rows]


async def _boundaries(session: AsyncSession, actor: Actor) -> list[Line]:
    rows = await boundary_lists.list_boundaries_to_answer(session, actor, LINES_OF_A_KIND)
    asked = timedelta(days=ASKED_BEFORE_DAYS)
    return [Line(LineKind.BOUNDARY, row.id, row.due_on - asked, row) for row in rows]


async def _crossings(
    session: AsyncSession,
    actor: Actor,
    *,
    led_by_id: UUID | None = None,
    sponsored_by_id: UUID | None = None,
    framework_ids: Sequence[UUID] | None = None,
) -> list[Line]:
    rows = await boundary_lists.list_open_crossings(
        session,
        actor,
        LINES_OF_A_KIND,
        led_by_id=led_by_id,
        sponsored_by_id=sponsored_by_id,
        framework_ids=framework_ids,
    )
    return [
        Line(
            LineKind.CROSSING,
            row.id,
            day_of(row.opened_at, actor.zone),
            row,
            is_mine=led_by_id is not None or (framework_ids is not None and row.held.idea_id is None),
        )
        for row in rows
    ]


async def _choices(session: AsyncSession, actor: Actor) -> list[Line]:
    rows = await boundary_lists.list_measures_to_choose(session, actor, LINES_OF_A_KIND)
    told = timedelta(days=ANSWER_DAYS)
    return [Line(LineKind.CHOICE, row.id, row.due_on - told, row) for row in rows]


async def _periods(session: AsyncSession, actor: Actor) -> list[Line]:
    rows = await review_queries.list_periods_ending(session, actor, LINES_OF_A_KIND)
    soon = timedelta(days=stage_rules.ENDS_SOON_DAYS)
    return [Line(LineKind.PERIOD, row.idea_id, row.ends_on - soon, row) for row in rows]


async def _reviews_to_view(session: AsyncSession, actor: Actor) -> list[Line]:
    """What the actor sponsors, until they have said how they see it."""
    rows = await review_queries.list_reviews_to_view(session, actor, LINES_OF_A_KIND)
    soon = timedelta(days=review_rules.TOLD_BEFORE_DAYS)
    return [Line(LineKind.PERIOD, row.idea_id, row.ends_on - soon, row, is_mine=False) for row in rows]


async def _joining(session: AsyncSession, actor: Actor) -> list[Line]:
    rows = await team_queries.list_joining_to_answer(session, actor, LINES_OF_A_KIND)
    faces = await people_queries.list_faces(session, actor, [mate.opened_by_id for mate, _ in rows])
    return [
        Line(
            LineKind.JOINING,
            mate.id,
            day_of(mate.opened_at, actor.zone),
            Joining(
                name=faces[mate.opened_by_id].name,
                is_asked=mate.opened_by_id == mate.person_id,
                words=mate.words,
                idea_id=idea.id,
                idea_title=idea.title,
            ),
        )
        for mate, idea in rows
    ]


async def _drafts(session: AsyncSession, actor: Actor) -> list[Line]:
    rows = await idea_queries.list_drafts(session, actor, LINES_OF_A_KIND)
    return [Line(LineKind.DRAFT, idea.id, _made_on(idea.id, actor), idea) for idea in rows]


async def _promises_due(session: AsyncSession, actor: Actor) -> list[Line]:
    rows = await pledge_queries.list_pledges_due(session, actor, within_days=DUE_WITHIN_DAYS, limit=LINES_OF_A_KIND)
    soon = timedelta(days=DUE_WITHIN_DAYS)
    return [Line(LineKind.PROMISE, row.pledge.id, row.pledge.ends_on - soon, row) for row in rows]


async def _waiting(session: AsyncSession, actor: Actor) -> list[Line]:
    rows = await answer_queries.list_waiting(session, actor, LINES_OF_A_KIND)
    return [Line(LineKind.WAITING, row.idea.id, row.idea.waits_since_on or actor.today, row) for row in rows]


async def _questions(session: AsyncSession, actor: Actor) -> list[Line]:
    rows = await question_queries.list_questions_to_answer(session, actor, LINES_OF_A_KIND)
    return [Line(LineKind.QUESTION, row.id, day_of(row.question.asked_at, actor.zone), row) for row in rows]


async def _feedback(session: AsyncSession, actor: Actor) -> list[Line]:
    """Rounds in which the actor is asked and has not answered."""
    rows = await round_queries.list_asked(session, actor, LINES_OF_A_KIND)
    return [Line(LineKind.FEEDBACK, row.round_id, row.opened_on, row) for row in rows]


async def _namings(session: AsyncSession, actor: Actor) -> list[Line]:
    """Colleagues who wait to hear whether the actor names raters."""
    rows = await round_queries.list_namings(session, actor, LINES_OF_A_KIND)
    return [Line(LineKind.NAMING, row.round_id, row.opened_on, row) for row in rows if not row.is_accepted]


async def _round_due(session: AsyncSession, actor: Actor) -> list[Line]:
    """That it is time to ask for feedback; nobody else is told whether they do."""
    offer = await round_queries.find_offer(session, actor)
    return [Line(LineKind.ROUND_DUE, offer.id, offer.offered_on, offer)] if offer else []


async def _low_teams(session: AsyncSession, actor: Actor) -> list[Line]:
    """Teams of the actor that have had three hard weeks; it is said to nobody beside them."""
    rows = await pulse_queries.list_low_teams(session, actor)
    return [Line(LineKind.LOW_TEAM, row.idea_id, row.week_on + timedelta(weeks=1), row) for row in rows]


async def _coaching(session: AsyncSession, actor: Actor) -> list[Line]:
    """Who waits for the actor's word."""
    rows = await pair_queries.list_asked(session, actor, LINES_OF_A_KIND)
    return [Line(LineKind.COACHING, row.id, row.asked_on, row) for row in rows]


async def _appraisals(session: AsyncSession, actor: Actor) -> list[Line]:
    """Words that wait for the actor's agreement, and conversations that it is time to take up again."""
    rows = await appraisal_queries.list_open_appraisals(session, actor, LINES_OF_A_KIND)
    return [
        Line(LineKind.APPRAISAL, row.id, since_on, row)
        for row in rows
        if (since_on := appraisal_rules.due_since(row.standing, waits=row.waits_for_me, today=actor.today))
    ]


async def _hand_overs(session: AsyncSession, actor: Actor) -> list[Line]:
    """The leads, the promises and the standing ownerships that are offered to the actor."""
    rows = [*await lead_queries.list_hand_overs_to_answer(session, actor, LINES_OF_A_KIND)]
    rows += await owner_queries.list_requests_to_answer(session, actor, LINES_OF_A_KIND)
    if actor.has(Role.SPONSOR):
        rows += await hand_over_queries.list_hand_overs_to_answer(session, actor, LINES_OF_A_KIND)
    return [Line(LineKind.HAND_OVER, row.id, day_of(row.offered_at, actor.zone), row) for row in rows]


async def _leaderless(session: AsyncSession, actor: Actor) -> list[Line]:
    rows = await idea_queries.list_ideas_without_lead(session, actor, LINES_OF_A_KIND)
    return [Line(LineKind.LEADERLESS, row.id, day_of(row.registered_at, actor.zone), row) for row in rows]


async def _sponsorless(session: AsyncSession, actor: Actor) -> list[Line]:
    rows = await hand_over_queries.list_ideas_without_sponsor(session, actor, LINES_OF_A_KIND)
    return [Line(LineKind.SPONSORLESS, row.id, day_of(row.registered_at, actor.zone), row) for row in rows]


async def _barriers(session: AsyncSession, actor: Actor) -> list[Line]:
    rows = await barrier_queries.list_barriers_owned(session, actor, LINES_OF_A_KIND)
    return [Line(LineKind.BARRIER, row.ask_id, row.taken_on, row) for row in rows]


async def _newer_versions(session: AsyncSession, actor: Actor) -> list[Line]:
    rows = await newer_queries.list_newer_versions(session, actor, LINES_OF_A_KIND)
    return [Line(LineKind.VERSION, row.id, day_of(row.published_at, actor.zone), row) for row in rows]


async def _agreements(session: AsyncSession, actor: Actor) -> list[Line]:
    rows = await wording_queries.list_wordings_to_agree(session, actor, LINES_OF_A_KIND)
    return [Line(LineKind.AGREEMENT, row.id, day_of(row.proposed_at, actor.zone), row) for row in rows]


async def _unknown_under(session: AsyncSession, actor: Actor, framework_ids: Sequence[UUID]) -> list[Line]:
    rows = await boundary_lists.list_unknown_under(session, actor, framework_ids, LINES_OF_A_KIND)
    return [Line(LineKind.UNKNOWN_UNDER, row.id, row.due_on, row) for row in rows]


async def _unknown(session: AsyncSession, actor: Actor) -> list[Line]:
    rows = await boundary_lists.list_unknown_boundaries(session, actor, LINES_OF_A_KIND)
    return [Line(LineKind.UNKNOWN, row.id, row.due_on, row) for row in rows]


async def _numbers(session: AsyncSession, actor: Actor, kept: Sequence[UUID]) -> list[Line]:
    rows = await measure_queries.list_numbers_due(session, actor, LINES_OF_A_KIND, framework_ids=kept)
    return [Line(LineKind.NUMBER, row.id, row.due_on, row) for row in rows]


async def _signals(session: AsyncSession, actor: Actor, framework_ids: Sequence[UUID] | None = None) -> list[Line]:
    """One line for all of them: the monitor says which, and there one says that one has seen them."""
    new = await measure_queries.find_new_signals(session, actor, LINES_OF_A_KIND, framework_ids=framework_ids)
    if new is None:
        return []
    return [Line(LineKind.SIGNALS, actor.person_id, min(signal.on for signal in new.signals), new)]


async def _reviews(session: AsyncSession, actor: Actor, kept: Sequence[UUID]) -> list[Line]:
    rows = await framework_queries.list_reviews_ahead(session, actor, kept, within_days=DUE_WITHIN_DAYS)
    soon = timedelta(days=DUE_WITHIN_DAYS)
    return [Line(LineKind.REVIEW, row.id, row.review_on - soon, row) for row in rows]


async def _areas_ending(session: AsyncSession, actor: Actor) -> list[Line]:
    """Whoever declared one may have left, so all members of the board hear of it."""
    rows = await area_queries.list_areas_ending(session, actor, LINES_OF_A_KIND)
    soon = timedelta(days=area_rules.ENDS_SOON_DAYS)
    return [Line(LineKind.AREA, row.id, row.discretion.ends_on - soon, row) for row in rows]


async def _licences_to_decide(session: AsyncSession, actor: Actor) -> list[Line]:
    rows = await licence_queries.list_requests_to_decide(session, actor, LINES_OF_A_KIND)
    return [Line(LineKind.LICENCE, row.id, day_of(row.licence.requested_at, actor.zone), row) for row in rows]


async def _licences_ending(session: AsyncSession, actor: Actor, *, is_mine: bool) -> list[Line]:
    """
    is_mine   those that the actor renews; otherwise all of the organisation
    """
    led = await team_queries.list_led_idea_ids(session, actor) if is_mine and actor.has(Role.CLINICIAN) else None
    rows = await licence_queries.list_ending(session, actor, LINES_OF_A_KIND, idea_ids=led)
    soon = timedelta(days=licence_rules.ENDS_SOON_DAYS)
    return [Line(LineKind.LICENCE, row.id, row.licence.ends_on - soon, row, is_mine=is_mine) for row in rows]


async def _outside(session: AsyncSession, actor: Actor, *, is_mine: bool) -> list[Line]:
    """
    is_mine   ideas that the actor leads or sponsors
    """
    rows = await turf_queries.list_outside(session, actor, LINES_OF_A_KIND, is_mine=is_mine)
    return [Line(LineKind.OUTSIDE, row.id, row.turf.told_outside_on or actor.today, row) for row in rows]


async def _people_without_a_way_in(session: AsyncSession, actor: Actor) -> list[Line]:
    page = await account_queries.page_of_people_without_a_way_in(session, actor, size=LINES_OF_A_KIND)
    return [Line(LineKind.PERSON, person.id, _made_on(person.id, actor), person) for person in page.rows]


async def _open_offers(session: AsyncSession, actor: Actor) -> list[Line]:
    """What the actor offered for a partner organisation and nobody has answered yet."""
    pledges = (await _offered(session, actor, LINES_OF_A_KIND)).all()
    rows = await pledge_queries.lines_of(session, actor, pledges)
    return [Line(LineKind.OPEN_OFFER, row.pledge.id, day_of(row.pledge.offered_at, actor.zone), row) for row in rows]


@stated
def _offered(actor: Actor, limit: int) -> SelectOfScalar[Pledge]:
    return (
        select(Pledge)
        .where(
            col(Pledge.organisation_id) == actor.organisation_id,
            col(Pledge.pledger_id) == actor.person_id,
            col(Pledge.accepted_at).is_(None),
            col(Pledge.declined_at).is_(None),
            col(Pledge.withdrawn_at).is_(None),
            col(Pledge.reply_by_on) >= actor.today,
        )
        .order_by(col(Pledge.id))
        .limit(limit)
    )


async def _shared_ideas(session: AsyncSession, actor: Actor) -> list[Line]:
    """Ideas shared with the partner organisation for which it has not promised anything yet."""
    shares = (await _shares_without_promise(session, actor, LINES_OF_A_KIND)).all()
    rows: dict[UUID, IdeaRow] = await idea_queries.list_rows(session, actor, [share.idea_id for share in shares])
    return [
        Line(LineKind.SHARED, share.idea_id, day_of(share.shared_at, actor.zone), rows[share.idea_id])
        for share in shares
        if share.idea_id in rows
    ]


@stated
def _shares_without_promise(actor: Actor, limit: int) -> SelectOfScalar[IdeaShare]:
    promised = select(Pledge.id).where(
        col(Pledge.organisation_id) == IdeaShare.organisation_id,
        col(Pledge.idea_id) == IdeaShare.idea_id,
        col(Pledge.partner_id) == actor.partner_id,
    )
    return (
        select(IdeaShare)
        .join(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == IdeaShare.organisation_id)
            & (col(IdeaSummary.id) == IdeaShare.idea_id),
        )
        .where(
            col(IdeaShare.organisation_id) == actor.organisation_id,
            col(IdeaShare.partner_id) == actor.partner_id,
            col(IdeaShare.ended_at).is_(None),
            col(IdeaSummary.stage) != Stage.ENDED,
            ~promised.exists(),
        )
        .order_by(col(IdeaShare.id))
        .limit(limit)
    )


def _made_on(row_id: UUID, actor: Actor) -> date:
    """The day on which a row was made, which its UUIDv7 begins with."""
    return day_of(datetime.fromtimestamp((row_id.int >> 80) / 1000, UTC), actor.zone)
