from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, union_all
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries import teams as team_queries
from registry.ideas.queries.ideas import IdeaRow
from registry.ideas.rules.ideas import Standing, may_see
from registry.kit.errors import NotFound
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.kit.stated import stated
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Person, Role
from registry.people.queries import Face
from registry.pledges.models import Ask, Kind, Pledge, PledgeState, Undertaking
from registry.pledges.queries.came import sum_deliveries
from registry.pledges.queries.undertakings import undertakings_by_pledge
from registry.pledges.rules import amounts, sentences, states
from registry.pledges.rules.deliveries import may_answer_delivery
from registry.pledges.rules.pledges import can_give_verdict, may_answer_pledge, may_give_verdict, may_see_pledge
from registry.pledges.rules.states import NOTHING_CAME, Came
from registry.pledges.rules.undertakings import undertaking_words

PLEDGE_LIMIT = 200
last_day = func.coalesce(col(Pledge.ends_on), date.max)
"""As no index answers it: a database then begins with one person's promises, not with all that end soon."""
NOBODY = "someone who is no longer here"


@dataclass(frozen=True)
class PledgeLine:
    """A pledge as lists and pages show it.

    total_minor   promised for the whole period, in the kind's minor unit; None without a quantity
    amount        '4 hours each week', or the kind where it has no quantity
    came_words    '22 of 24 hours came'; empty without a quantity
    undertakings  what a sponsor or a line manager will do themselves, a sentence each
    state_words   where it stands, in a few words: '22 of 24 hours came', 'Waits for an answer'
    partner       the partner organisation for which it was promised, or empty
    helped        whom line-manager support names, or empty
    idea          None where the actor may see the pledge alone
    """

    pledge: Pledge
    state: PledgeState
    came: Came
    total_minor: int | None
    amount: str
    came_words: str
    state_words: str
    pledger: Face
    partner: str
    helped: str
    idea: IdeaRow | None
    undertakings: Sequence[str] = ()

    @property
    def facts(self) -> dict[str, Any]:
        """What `PledgeOut` tells: the row, and what was worked out."""
        worked_out = {
            "state": self.state,
            "amount": self.amount,
            "total_minor": self.total_minor,
            "confirmed_minor": self.came.confirmed_minor,
            "undertakings": list(self.undertakings),
        }
        return self.pledge.model_dump() | worked_out

    @property
    def is_notice_running(self) -> bool:
        """Withdrawn, and still holding for a while."""
        return self.state is PledgeState.ACCEPTED and self.pledge.withdrawn_at is not None


@dataclass(frozen=True)
class Promise:
    """A pledge on its idea's page, with what waits for the actor in it."""

    line: PledgeLine
    may_answer: bool
    may_confirm: bool
    may_say: bool


@dataclass(frozen=True)
class Promises:
    """
    present   offered, accepted or settled
    past      declined, lapsed, withdrawn or released
    words     '3 promises on their way, 1 delivery to confirm'; empty when nothing was promised
    """

    present: Sequence[Promise]
    past: Sequence[Promise]
    words: str


async def get_pledge(session: AsyncSession, actor: Actor, pledge_id: UUID) -> tuple[Pledge, Idea]:
    """Seen by those who see the idea, by who promised it, and by the partner for whom it was promised."""
    pledge = await session.get(Pledge, (actor.organisation_id, pledge_id))
    if pledge is None:
        raise NotFound("pledge")
    idea = await idea_of(session, pledge)
    is_seen = may_see_pledge(actor, pledge) or may_see(actor, await idea_queries.get_standing(session, idea))
    if not is_seen:
        raise NotFound("pledge")
    return pledge, idea


async def idea_of(session: AsyncSession, pledge: Pledge) -> Idea:
    """The idea of a pledge that the actor may see."""
    idea = await session.get(Idea, (pledge.organisation_id, pledge.idea_id))
    if idea is None:
        raise NotFound("idea")
    return idea


async def get_line(session: AsyncSession, actor: Actor, pledge: Pledge) -> PledgeLine:
    [line] = await lines_of(session, actor, [pledge])
    return line


async def list_pledges_for_idea(session: AsyncSession, actor: Actor, idea: Idea) -> Sequence[PledgeLine]:
    """In the order in which they were offered; the first 200."""
    return await lines_of(session, actor, (await _of_idea(session, actor, idea)).all())


async def get_promises(session: AsyncSession, actor: Actor, idea: Idea, standing: Standing) -> Promises:
    """Everything promised to an idea, with what the actor may do about each, for the idea's page."""
    lines = await list_pledges_for_idea(session, actor, idea)
    promises = [_promise(actor, standing, line) for line in lines]
    return Promises(
        present=[promise for promise in promises if promise.line.state not in states.PAST],
        past=[promise for promise in promises if promise.line.state in states.PAST],
        words=sentences.promises_words([(line.state, line.came) for line in lines]),
    )


async def list_helpable(session: AsyncSession, actor: Actor, standing: Standing) -> Sequence[Face]:
    """Those of the team who name the actor as their line manager."""
    managed = await people_queries.list_people_managed_by(session, actor, actor.person_id)
    return [face for face in managed if face.id in standing.member_ids]


async def list_parts(session: AsyncSession, actor: Actor, pledge: Pledge) -> Sequence[PledgeLine]:
    """What a reduction split from this pledge."""
    statement = (
        select(Pledge)
        .where(col(Pledge.organisation_id) == actor.organisation_id, col(Pledge.idea_id) == pledge.idea_id)
        .where(col(Pledge.split_from_id) == pledge.id)
        .order_by(col(Pledge.id))
        .limit(PLEDGE_LIMIT)
    )
    return await lines_of(session, actor, (await session.exec(statement)).all())


async def find_whole(session: AsyncSession, pledge: Pledge) -> Pledge | None:
    """The pledge of which this one became a part by a reduction."""
    if pledge.split_from_id is None:
        return None
    return await session.get(Pledge, (pledge.organisation_id, pledge.split_from_id))


async def list_pledges_for_ask(session: AsyncSession, actor: Actor, ask: Ask) -> Sequence[PledgeLine]:
    """In the order in which they were offered; the first 200."""
    statement = (
        select(Pledge)
        .where(col(Pledge.organisation_id) == actor.organisation_id, col(Pledge.ask_id) == ask.id)
        .order_by(col(Pledge.id))
        .limit(PLEDGE_LIMIT)
    )
    return await lines_of(session, actor, (await session.exec(statement)).all())


async def page_of_pledges_by(
    session: AsyncSession, actor: Actor, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[PledgeLine]:
    """What the actor promised, the newest first."""
    statement = select(Pledge).where(col(Pledge.pledger_id) == actor.person_id)
    return await _page(session, actor, statement, cursor, size)


async def page_of_pledges_to(
    session: AsyncSession, actor: Actor, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[PledgeLine]:
    """What others promised to the actor's teams, the newest first."""
    statement = select(Pledge).where(
        col(Pledge.idea_id).in_(team_queries.ids_of_team(actor)), col(Pledge.pledger_id) != actor.person_id
    )
    return await _page(session, actor, statement, cursor, size)


async def list_offers_to_answer(session: AsyncSession, actor: Actor, limit: int) -> Sequence[PledgeLine]:
    """Offers open to the actor's answer, as lead or as the person whom line-manager support names; oldest first."""
    led_ids = await team_queries.list_led_idea_ids(session, actor)
    return await lines_of(session, actor, (await _offers_to_answer(session, actor, led_ids, limit)).all())


def ids_answered_by(actor: Actor, idea_ids: Any) -> Any:
    """A selection of the ids of pledges about which it is the actor to say something, for `where ... in`.

    Line-manager support is for the person it names to answer, all else for whoever speaks for these ideas. In two
    parts, because each has an index of its own, and a database that is asked for either reads every pledge.

    idea_ids   ids, or a selection of them
    """
    here = col(Pledge.organisation_id) == actor.organisation_id
    support = col(Pledge.kind) == Kind.LINE_MANAGER
    named = select(Pledge.id).where(here, support, col(Pledge.helped_person_id) == actor.person_id)
    of_ideas = select(Pledge.id).where(here, ~support, col(Pledge.idea_id).in_(idea_ids))
    return union_all(named, of_ideas)


async def list_pledges_due(
    session: AsyncSession, actor: Actor, *, within_days: int, limit: int
) -> Sequence[PledgeLine]:
    """The actor's accepted promises that end within some days and of which more is to come; the first end first."""
    until_on = actor.today + timedelta(days=within_days)
    lines = await lines_of(session, actor, (await _due(session, actor, until_on)).all())
    return [line for line in lines if _has_more_to_come(line)][:limit]


async def list_verdicts_to_give(session: AsyncSession, actor: Actor, limit: int) -> Sequence[PledgeLine]:
    """Promises without a quantity to the actor's teams whose time is over and of which nobody has said yet."""
    since_on = actor.today - timedelta(days=states.UNANSWERED_DAYS)
    return await lines_of(session, actor, (await _without_verdict(session, actor, since_on, limit)).all())


async def find_sponsorship(session: AsyncSession, idea: Idea, today: date) -> Pledge | None:
    """The accepted sponsorship in force, of somebody who is here and a sponsor still."""
    statement = (
        select(Pledge)
        .join(
            Person,
            (col(Person.organisation_id) == Pledge.organisation_id) & (col(Person.id) == Pledge.pledger_id),
        )
        .where(
            col(Pledge.organisation_id) == idea.organisation_id,
            col(Pledge.idea_id) == idea.id,
            col(Pledge.kind) == Kind.SPONSORSHIP,
            col(Pledge.accepted_at).is_not(None),
            col(Pledge.released_at).is_(None),
            col(Pledge.ends_on) >= today,
            col(Pledge.withdrawal_effective_on).is_(None) | (col(Pledge.withdrawal_effective_on) >= today),
            col(Person.left_at).is_(None),
            people_queries.holds_role(Role.SPONSOR, Person.organisation_id, Person.id),
        )
        .order_by(col(Pledge.id))
        .limit(1)
    )
    return (await session.exec(statement)).first()


async def list_open_pledges(session: AsyncSession, idea: Idea, today: date) -> Sequence[Pledge]:
    """Offered or accepted, and not over: what the end of an idea closes."""
    statement = (
        select(Pledge)
        .where(
            col(Pledge.organisation_id) == idea.organisation_id,
            col(Pledge.idea_id) == idea.id,
            col(Pledge.declined_at).is_(None),
            col(Pledge.released_at).is_(None),
            col(Pledge.accepted_at).is_not(None) | (col(Pledge.withdrawn_at).is_(None)),
            col(Pledge.accepted_at).is_not(None) | (col(Pledge.reply_by_on) >= today),
        )
        .order_by(col(Pledge.id))
    )
    return (await session.exec(statement)).all()


async def list_pledges_to_settle(session: AsyncSession, actor: Actor, limit: int) -> Sequence[Pledge]:
    """Those that time has come to change, the longest due first."""
    statement = (
        select(Pledge)
        .where(col(Pledge.organisation_id) == actor.organisation_id, col(Pledge.changes_on) <= actor.today)
        .order_by(col(Pledge.changes_on), col(Pledge.id))
        .limit(limit)
    )
    return (await session.exec(statement)).all()


async def lines_of(session: AsyncSession, actor: Actor, pledges: Sequence[Pledge]) -> list[PledgeLine]:
    """Pledges with what came of them and the names they need, in a fixed number of queries."""
    came = await sum_deliveries(session, actor, [pledge.id for pledge in pledges])
    undertaken = await undertakings_by_pledge(session, actor, pledges)
    people = [person_id for pledge in pledges for person_id in (pledge.pledger_id, pledge.helped_person_id)]
    faces = await people_queries.list_faces(session, actor, people)
    ideas = await idea_queries.list_rows(session, actor, [pledge.idea_id for pledge in pledges])
    partners = await _partner_names(session, actor, pledges)
    return [
        _line(
            actor,
            pledge,
            came.get(pledge.id, NOTHING_CAME),
            faces,
            partners,
            ideas.get(pledge.idea_id),
            undertaken.get(pledge.id),
        )
        for pledge in pledges
    ]


@stated
def _of_idea(actor: Actor, idea: Idea) -> SelectOfScalar[Pledge]:
    return (
        select(Pledge)
        .where(col(Pledge.organisation_id) == actor.organisation_id, col(Pledge.idea_id) == idea.id)
        .order_by(col(Pledge.id))
        .limit(PLEDGE_LIMIT)
    )


def _promise(actor: Actor, standing: Standing, line: PledgeLine) -> Promise:
    pledge, today = line.pledge, actor.today
    may_say = may_give_verdict(actor, standing, pledge) and can_give_verdict(pledge, line.state, line.came, today)
    return Promise(
        line=line,
        may_answer=line.state is PledgeState.OFFERED and may_answer_pledge(actor, standing, pledge),
        may_confirm=line.came.pending_count > 0 and may_answer_delivery(actor, standing, pledge),
        may_say=may_say,
    )


def _line(
    actor: Actor,
    pledge: Pledge,
    came: Came,
    faces: dict[UUID, Face],
    partners: dict[UUID, str],
    idea: IdeaRow | None,
    undertaking: Undertaking | None,
) -> PledgeLine:
    total = amounts.pledge_total(pledge)
    kind, quantity = pledge.kind, pledge.quantity_minor
    state = states.pledge_state(pledge, came, actor.today)
    came_words = "" if total is None else amounts.came_words(kind, came.confirmed_minor, total, actor.currency)
    helped = faces[pledge.helped_person_id].name if pledge.helped_person_id else ""
    return PledgeLine(
        pledge=pledge,
        state=state,
        came=came,
        total_minor=total,
        amount=amounts.amount_words(kind, quantity, pledge.is_each_week, actor.currency),
        came_words=came_words,
        state_words=sentences.state_words(pledge, state, came_words, actor.today),
        pledger=faces.get(pledge.pledger_id, Face(pledge.pledger_id, NOBODY, "")),
        partner=partners.get(pledge.partner_id, "") if pledge.partner_id else "",
        helped=helped,
        idea=idea,
        undertakings=undertaking_words(undertaking, helped),
    )


@stated
def _offers_to_answer(actor: Actor, led_ids: Collection[UUID], most: int) -> SelectOfScalar[Pledge]:
    return (
        select(Pledge)
        .where(
            col(Pledge.organisation_id) == actor.organisation_id,
            col(Pledge.id).in_(ids_answered_by(actor, led_ids)),
            col(Pledge.accepted_at).is_(None),
            col(Pledge.declined_at).is_(None),
            col(Pledge.withdrawn_at).is_(None),
            col(Pledge.reply_by_on) >= actor.today,
            col(Pledge.pledger_id) != actor.person_id,
        )
        .order_by(col(Pledge.id))
        .limit(most)
    )


@stated
def _due(actor: Actor, until_on: date) -> SelectOfScalar[Pledge]:
    return (
        _standing_pledges(actor)
        .where(col(Pledge.pledger_id) == actor.person_id, last_day >= actor.today, last_day <= until_on)
        .order_by(last_day, col(Pledge.id))
        .limit(PLEDGE_LIMIT)
    )


@stated
def _without_verdict(actor: Actor, since_on: date, most: int) -> SelectOfScalar[Pledge]:
    return (
        _standing_pledges(actor)
        .where(
            col(Pledge.idea_id).in_(team_queries.ids_of_team(actor)),
            col(Pledge.quantity_minor).is_(None),
            last_day < actor.today,
            last_day > since_on,
            col(Pledge.pledger_id) != actor.person_id,
        )
        .order_by(last_day, col(Pledge.id))
        .limit(most)
    )


def _standing_pledges(actor: Actor) -> SelectOfScalar[Pledge]:
    """Accepted, and nothing said of them yet."""
    return select(Pledge).where(
        col(Pledge.organisation_id) == actor.organisation_id,
        col(Pledge.accepted_at).is_not(None),
        col(Pledge.released_at).is_(None),
        col(Pledge.withdrawn_at).is_(None),
        col(Pledge.verdict_at).is_(None),
    )


def _has_more_to_come(line: PledgeLine) -> bool:
    if line.state is not PledgeState.ACCEPTED:
        return False
    return line.total_minor is None or line.came.confirmed_minor + line.came.pending_minor < line.total_minor


async def _page(session: AsyncSession, actor: Actor, statement: Any, cursor: str, size: int) -> Page[PledgeLine]:
    statement = statement.where(col(Pledge.organisation_id) == actor.organisation_id)
    if cursor:
        [pledge_id] = read_cursor(cursor, UUID)
        statement = statement.where(col(Pledge.id) < pledge_id)
    pledges = (await session.exec(statement.order_by(col(Pledge.id).desc()).limit(size + 1))).all()
    lines = await lines_of(session, actor, pledges)
    return page_of(lines, size, lambda line: [line.pledge.id])


async def _partner_names(session: AsyncSession, actor: Actor, pledges: Iterable[Pledge]) -> dict[UUID, str]:
    return await people_queries.partner_names(session, actor, [pledge.partner_id for pledge in pledges])
