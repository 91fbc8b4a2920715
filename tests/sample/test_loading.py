"""The sample is what SAMPLE.md says, as far as the tables reach; loaded once for each engine."""

from datetime import UTC, datetime

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.accounts import queries as account_queries
from registry.boundaries.models import Answer, BoundaryAnswer, Crossing, CrossingAnswer, PledgeCondition
from registry.boundaries.queries import boundaries as boundary_queries
from registry.boundaries.queries import versions as version_queries
from registry.frameworks.models import Discretion, Envelope, FrameworkVersion
from registry.history import queries as history_queries
from registry.history.models import Event
from registry.ideas.models import (
    Adoption,
    BoundaryStatus,
    DiscretionClaim,
    Idea,
    IdeaSummary,
    LeadHandOver,
    Question,
    Stage,
    State,
)
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.licences.models import Licence, LicenceState
from registry.licences.queries import licences as licence_queries
from registry.licences.queries import turf as turf_queries
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.pledges.models import (
    Ask,
    AskState,
    BarrierOwner,
    Delivery,
    Kind,
    NotNow,
    Pledge,
    PledgeHandOver,
    PledgeState,
    Undertaking,
)
from registry.pledges.queries import asks as ask_queries
from registry.pledges.queries.came import came_of
from registry.pledges.rules.states import pledge_state
from registry.portfolio import search
from registry.sample.people import PEOPLE
from tests.cast import HISTORY_KEY, KEYS
from tests.sample.conftest import PASSWORD

pytestmark = pytest.mark.anyio


@pytest.fixture
def session(told: AsyncSession) -> AsyncSession:
    return told


async def test_twelve_ideas_and_one_begun_from_them_at_northmoor_and_three_at_southlea(
    session: AsyncSession, northmoor: Actor, southlea: Actor
) -> None:
    assert len(await _summaries(session, northmoor)) == 13
    assert len(await _summaries(session, southlea)) == 3


async def test_each_idea_of_northmoor_has_a_clinician_of_its_own_as_lead(
    session: AsyncSession, northmoor: Actor
) -> None:
    leads = {summary.lead_id for summary in await _summaries(session, northmoor)}
    assert len(leads) == 13
    for lead_id in leads:
        roles = await people_queries.list_roles_of(session, northmoor.organisation_id, lead_id)
        assert "clinician" in roles


async def test_every_state_of_an_idea_occurs(session: AsyncSession) -> None:
    assert set((await session.exec(select(State.stage))).all()) == set(Stage)
    newest = {summary.stage for summary in (await session.exec(select(IdeaSummary))).all()}
    assert newest == set(Stage) - {Stage.DRAFT, Stage.DISCARDED}


async def test_every_state_of_a_pledge_occurs_and_history_was_told(session: AsyncSession, northmoor: Actor) -> None:
    pledges = (await session.exec(select(Pledge))).all()
    states = {
        pledge.id: pledge_state(pledge, await came_of(session, northmoor, pledge), northmoor.today)
        for pledge in pledges
    }
    assert set(states.values()) == set(PledgeState)
    told = {pledge.id: pledge.told_state for pledge in pledges if pledge.told_state}
    assert all(states[pledge_id] is state for pledge_id, state in told.items())
    assert set(told.values()) >= {PledgeState.LAPSED, PledgeState.KEPT, PledgeState.NOT_KEPT, PledgeState.UNCONFIRMED}


async def test_one_idea_has_waited_longer_than_was_promised(session: AsyncSession, northmoor: Actor) -> None:
    waiting = {
        summary.title: (northmoor.today - summary.waits_since_on).days
        for summary in await _summaries(session, northmoor)
        if summary.waits_from_on and summary.waits_since_on and summary.waits_from_on <= northmoor.today
    }
    assert waiting == {"Spot delirium early": 41, "Theatre within 36 hours": 6}
    assert (await session.exec(select(NotNow))).all()


async def test_a_pledge_runs_out_in_fourteen_days(session: AsyncSession, northmoor: Actor) -> None:
    ends = [(pledge.ends_on - northmoor.today).days for pledge in (await session.exec(select(Pledge))).all()]
    assert 14 in ends


async def test_a_crossing_was_answered_and_another_is_open(session: AsyncSession) -> None:
    answers = [crossing.answer for crossing in (await session.exec(select(Crossing))).all()]
    assert sorted(answers, key=str) == [None, CrossingAnswer.ADAPTED]
    assert set((await session.exec(select(BoundaryAnswer.answer))).all()) == set(Answer)


async def test_nothing_lies_in_the_future_and_time_runs_one_way(session: AsyncSession, northmoor: Actor) -> None:
    events = (
        await session.exec(
            select(Event.at).where(col(Event.organisation_id) == northmoor.organisation_id).order_by(col(Event.number))
        )
    ).all()
    assert events == sorted(events)
    assert events[-1] <= datetime.now(UTC)
    assert events[0] < datetime.now(UTC) - clock.in_days(400)


async def test_the_history_of_both_holds(session: AsyncSession, northmoor: Actor, southlea: Actor) -> None:
    for organisation in (northmoor, southlea):
        assert await history_queries.find_break(session, organisation.organisation_id, HISTORY_KEY) is None


async def test_the_words_of_the_sample_are_found(session: AsyncSession, northmoor: Actor) -> None:
    [row, *_] = await search.list_similar_ideas(session, northmoor, "Antibiotics sooner for sepsis")
    assert row.title == "Antibiotics sooner in suspected sepsis"


async def test_everyone_with_an_account_has_the_one_password(session: AsyncSession) -> None:
    hashes = set()
    for person in PEOPLE:
        account = await account_queries.find_account_by_email(session, KEYS, person.email)
        assert (account is not None) == person.has_account
        if account:
            hashes.add(account.password_hash)
    assert len(hashes) == 1
    assert await account_actions.check_password(PASSWORD, hashes.pop())


async def test_the_clinician_has_a_draft_of_her_own(session: AsyncSession) -> None:
    account = await account_queries.find_account_by_email(session, KEYS, "clinician@northmoor.example")
    assert account
    clinician = await account_queries.find_actor_of_account(session, KEYS, account)
    assert clinician
    drafts: list[Idea] = list(await idea_queries.list_drafts(session, clinician, 10))
    assert [draft.title for draft in drafts] == ["One letter instead of four"]


async def _summaries(session: AsyncSession, actor: Actor) -> list[IdeaSummary]:
    statement = select(IdeaSummary).where(col(IdeaSummary.organisation_id) == actor.organisation_id)
    return list((await session.exec(statement)).all())


async def test_a_lead_and_a_sponsors_promises_were_handed_over(session: AsyncSession, northmoor: Actor) -> None:
    [lead] = (await session.exec(select(LeadHandOver))).all()
    [promises] = (await session.exec(select(PledgeHandOver))).all()
    assert (lead.is_accepted, promises.is_accepted, promises.pledges_moved) == (True, True, 1)
    titles = {summary.id: summary for summary in await _summaries(session, northmoor)}
    assert titles[lead.idea_id].title == "Body as well as mind"
    assert titles[lead.idea_id].lead_id == lead.to_id
    assert titles[promises.idea_id].title == "Calm wards"
    assert titles[promises.idea_id].sponsor_id == promises.to_id


async def test_barriers_are_owned_given_back_and_free(session: AsyncSession) -> None:
    owned = (await session.exec(select(BarrierOwner))).all()
    assert {bool(owner.ended_reason) for owner in owned} == {True, False}
    assert sum(owner.ended_at is None for owner in owned) == 2
    barriers = (await session.exec(select(Ask.id).where(col(Ask.kind) == Kind.BARRIER))).all()
    assert len(barriers) > len({owner.ask_id for owner in owned})


async def test_questions_wait_for_a_team_and_a_sponsor_and_others_are_answered(session: AsyncSession) -> None:
    questions = (await session.exec(select(Question))).all()
    states = {(question.to_id is not None, question.answered_at is not None) for question in questions}
    assert states == {(False, False), (False, True), (True, False), (True, True)}


async def test_a_sponsor_and_a_line_manager_say_what_they_will_do(session: AsyncSession) -> None:
    undertaken = (await session.exec(select(Undertaking))).all()
    assert any(row.visit_weeks and row.clear_days and row.presents for row in undertaken)
    assert any(row.check_in_weeks for row in undertaken)


async def test_envelopes_are_drawn_on_and_one_is_nearly_used_up(session: AsyncSession) -> None:
    envelopes = (await session.exec(select(Envelope))).all()
    used = [envelope.drawn_minor / envelope.amount_minor for envelope in envelopes]
    assert len(used) >= 2
    assert any(0.9 < part < 1 for part in used)
    assert any(0.2 < part < 0.9 for part in used)


async def test_a_promise_rests_on_a_boundary(session: AsyncSession) -> None:
    [condition] = (await session.exec(select(PledgeCondition))).all()
    pledge = await session.get_one(Pledge, (condition.organisation_id, condition.pledge_id))
    assert pledge.kind is Kind.MONEY


async def test_what_came_is_confirmed_waits_or_is_disputed(session: AsyncSession) -> None:
    deliveries = (await session.exec(select(Delivery))).all()
    states = {(delivery.confirmed_at is not None, delivery.disputed_at is not None) for delivery in deliveries}
    assert states == {(True, False), (False, True), (False, False)}


async def test_asks_are_open_partly_met_met_and_withdrawn(session: AsyncSession, northmoor: Actor) -> None:
    states = set()
    for summary in await _summaries(session, northmoor):
        idea = await idea_queries.get_idea(session, northmoor, summary.id)
        states |= {line.state for line in await ask_queries.list_asks_for_idea(session, northmoor, idea)}
    assert states == set(AskState)


async def test_boundaries_stand_in_every_way(session: AsyncSession, northmoor: Actor) -> None:
    stands = set()
    for summary in await _summaries(session, northmoor):
        idea = await idea_queries.get_idea(session, northmoor, summary.id)
        stands |= {row.status for row in await boundary_queries.list_boundaries(session, northmoor, idea)}
    assert stands == set(BoundaryStatus)


async def test_an_idea_that_is_how_its_team_works_was_taken_up_by_another_team(
    session: AsyncSession, northmoor: Actor
) -> None:
    [adoption] = (await session.exec(select(Adoption))).all()
    titles = {summary.id: summary.title for summary in await _summaries(session, northmoor)}
    assert titles[adoption.from_id] == "Wait before the clamp"
    assert titles[adoption.id] == "A minute before we carry them"


async def test_a_framework_has_a_second_version_which_one_of_its_ideas_has_not_accepted(
    session: AsyncSession, northmoor: Actor
) -> None:
    [second] = (await session.exec(select(FrameworkVersion).where(col(FrameworkVersion.number) > 1))).all()
    assert (second.name, second.number, second.is_published) == ("Urgent and emergency care", 2, True)
    [behind] = (await version_queries.page_of_behind(session, second)).rows
    assert (behind.title, behind.number) == ("Home with your medicines", 1)
    found = await version_queries.find_newer(
        session, northmoor, await idea_queries.get_idea(session, northmoor, behind.idea_id)
    )
    assert found
    assert [one.label for one in found.differences] == ["Outcome", "Boundary"]


async def test_ideas_stand_under_areas_of_discretion_one_of_them_withdrawn(
    session: AsyncSession, northmoor: Actor
) -> None:
    titles = {summary.id: summary.title for summary in await _summaries(session, northmoor)}
    areas = {area.id: area for area in (await session.exec(select(Discretion))).all()}
    claims = (await session.exec(select(DiscretionClaim))).all()
    stands = {titles[claim.idea_id]: areas[claim.discretion_id].withdrawn_at is not None for claim in claims}
    assert stands == {"A minute before we carry them": False, "Home with your medicines": True}


async def test_every_state_of_a_licence_occurs_and_the_homes_ends_in_25_days(
    session: AsyncSession, northmoor: Actor
) -> None:
    lines = await licence_queries.lines_of(session, northmoor, (await session.exec(select(Licence))).all())
    assert {line.state for line in lines} == set(LicenceState)
    [ending] = await licence_queries.list_ending(session, northmoor, 10)
    assert (ending.title, (ending.licence.ends_on - northmoor.today).days) == ("Seven drinks a day", 25)
    assert ending.licence.told_ending_on
    assert await turf_queries.list_outside(session, northmoor, 10) == []
