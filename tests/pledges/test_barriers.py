"""A barrier has an owner from the day a sponsor takes it."""

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history import actions as history_actions
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.schemas import JoinIn
from registry.kit.errors import NotAllowed, Refused
from registry.notifications import actions as notice_actions
from registry.notifications.models import Notice
from registry.people import actions as people_actions
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Role
from registry.pledges.actions import asks as ask_actions
from registry.pledges.actions import leaving
from registry.pledges.actions.barriers import give_back_barrier, take_barrier
from registry.pledges.actions.deliveries import record_delivery
from registry.pledges.actions.pledges import accept_pledge, give_verdict
from registry.pledges.models import Ask, Verdict
from registry.pledges.queries import asks as ask_queries
from registry.pledges.queries.barriers import list_barriers_owned, list_past_owners
from registry.pledges.schemas import DeliveryIn, GivingBackIn, VerdictIn
from registry.progress.actions.stages import end_idea
from registry.progress.schemas import EndIn
from tests.cast import Cast
from tests.factories import make_idea
from tests.pledges.ledger import BARRIER, events_of, make_ask, offer

FULL = GivingBackIn(reason="I am away until May.")


async def make_barrier(session: AsyncSession, cast: Cast) -> tuple[Idea, Ask]:
    idea = await make_idea(session, cast.clinician)
    return idea, await make_ask(session, cast.clinician, idea, **BARRIER)


async def owner_of(session: AsyncSession, actor: Actor, ask: Ask) -> str:
    ownership = (await ask_queries.get_line(session, actor, ask)).ownership
    return ownership.owner.name if ownership and ownership.is_here else ""


async def owned_by(session: AsyncSession, actor: Actor) -> list[str]:
    return [line.what for line in await list_barriers_owned(session, actor, 10)]


async def test_a_sponsor_takes_a_barrier_and_owns_it(session: AsyncSession, cast: Cast) -> None:
    idea, ask = await make_barrier(session, cast)
    assert await owner_of(session, cast.clinician, ask) == ""

    await take_barrier(session, cast.sponsor, idea, ask)

    assert await owner_of(session, cast.clinician, ask) == "Priya Raman"
    assert await owned_by(session, cast.sponsor) == ["The store is locked at night"]
    assert (await events_of(session, idea))[-1] == "barrier_taken"


async def test_nobody_takes_it_twice(session: AsyncSession, cast: Cast) -> None:
    idea, ask = await make_barrier(session, cast)
    await take_barrier(session, cast.sponsor, idea, ask)

    with pytest.raises(Refused, match="You have taken this on already"):
        await take_barrier(session, cast.sponsor, idea, ask)


async def test_another_sponsor_takes_it_over(session: AsyncSession, cast: Cast) -> None:
    idea, ask = await make_barrier(session, cast)
    await take_barrier(session, cast.sponsor, idea, ask)

    await take_barrier(session, cast.second_sponsor, idea, ask)

    assert await owner_of(session, cast.clinician, ask) == "Daniel Mensah"
    assert await owned_by(session, cast.sponsor) == []
    assert [past.name for past in await list_past_owners(session, cast.clinician, ask)] == ["Priya Raman"]
    assert (await events_of(session, idea))[-1] == "barrier_taken_over"


async def test_it_is_given_back_with_a_reason_and_another_takes_it(session: AsyncSession, cast: Cast) -> None:
    idea, ask = await make_barrier(session, cast)
    await take_barrier(session, cast.sponsor, idea, ask)

    await give_back_barrier(session, cast.sponsor, idea, ask, FULL)

    assert await owner_of(session, cast.clinician, ask) == ""
    [past] = await list_past_owners(session, cast.clinician, ask)
    assert (past.name, past.reason) == ("Priya Raman", "I am away until May.")
    await take_barrier(session, cast.second_sponsor, idea, ask)
    assert await owner_of(session, cast.clinician, ask) == "Daniel Mensah"


async def test_only_its_owner_gives_it_back(session: AsyncSession, cast: Cast) -> None:
    idea, ask = await make_barrier(session, cast)
    await take_barrier(session, cast.sponsor, idea, ask)

    for other in (cast.second_sponsor, cast.clinician, cast.administrator):
        with pytest.raises(NotAllowed, match="Only who took on a barrier gives it back"):
            await give_back_barrier(session, other, idea, ask, FULL)


async def test_nobody_but_a_sponsor_from_outside_the_team_takes_it(session: AsyncSession, cast: Cast) -> None:
    idea, ask = await make_barrier(session, cast)
    place = await idea_actions.ask_to_join(session, cast.second_sponsor, idea, JoinIn())
    await idea_actions.answer_joining(session, cast.clinician, idea, place, is_accepted=True)

    for other in (cast.clinician, cast.manager, cast.board, cast.second_sponsor):
        with pytest.raises(NotAllowed, match="A sponsor who is not in the team takes on a barrier"):
            await take_barrier(session, other, idea, ask)


async def test_what_is_no_barrier_or_is_asked_for_no_longer_is_not_taken(session: AsyncSession, cast: Cast) -> None:
    idea, ask = await make_barrier(session, cast)
    time = await make_ask(session, cast.clinician, idea)
    await ask_actions.withdraw_ask(session, cast.clinician, idea, ask)

    for other in (time, ask):
        with pytest.raises(Refused, match="There is no barrier here to take on"):
            await take_barrier(session, cast.sponsor, idea, other)


async def test_an_owner_who_has_left_is_owner_no_longer(session: AsyncSession, cast: Cast) -> None:
    idea, ask = await make_barrier(session, cast)
    await take_barrier(session, cast.sponsor, idea, ask)
    person = await people_queries.get_person(session, cast.administrator, cast.sponsor.person_id)

    await people_actions.record_leaving(session, cast.administrator, person)

    assert await owner_of(session, cast.clinician, ask) == ""
    await take_barrier(session, cast.second_sponsor, idea, ask)
    assert await owner_of(session, cast.clinician, ask) == "Daniel Mensah"


@pytest.mark.parametrize("leaves", [True, False])
async def test_the_team_and_the_quality_line_hear_that_a_barrier_has_no_owner_any_more(
    session: AsyncSession, cast: Cast, monkeypatch: pytest.MonkeyPatch, leaves: bool
) -> None:
    monkeypatch.setattr(history_actions, "listeners", [notice_actions.listen, leaving.listen])
    idea, ask = await make_barrier(session, cast)
    await take_barrier(session, cast.sponsor, idea, ask)
    person = await people_queries.get_person(session, cast.administrator, cast.sponsor.person_id)

    if leaves:
        await people_actions.record_leaving(session, cast.administrator, person)
    else:
        await people_actions.change_roles(session, cast.administrator, person, {Role.BOARD})

    assert await owner_of(session, cast.clinician, ask) == ""
    assert (await events_of(session, idea)).count("barrier_owner_lost") == 1
    told = "has no owner any more and is looking for another: The store is locked at night"
    statement = select(Notice.person_id).where(col(Notice.sentence).contains(told))
    assert set((await session.exec(statement)).all()) == {cast.clinician.id, cast.quality.id}
    await take_barrier(session, cast.second_sponsor, idea, ask)
    assert await owner_of(session, cast.clinician, ask) == "Daniel Mensah"


async def test_it_is_her_business_until_the_team_says_that_it_is_moved(session: AsyncSession, cast: Cast) -> None:
    idea, ask = await make_barrier(session, cast)
    await take_barrier(session, cast.sponsor, idea, ask)
    promised = await offer(session, cast.sponsor, idea, **(BARRIER | {"ask_id": ask.id}))
    await accept_pledge(session, cast.clinician, promised)
    assert await owned_by(session, cast.sponsor) == ["The store is locked at night"]

    await record_delivery(session, cast.clinician, promised, DeliveryIn(delivered_on=cast.clinician.today))
    await give_verdict(session, cast.clinician, promised, VerdictIn(verdict=Verdict.KEPT))

    assert await owned_by(session, cast.sponsor) == []


async def test_it_is_nobodys_business_when_the_idea_has_ended_or_it_is_asked_for_no_longer(
    session: AsyncSession, cast: Cast
) -> None:
    idea, ask = await make_barrier(session, cast)
    other_idea, other_ask = await make_barrier(session, cast)
    await take_barrier(session, cast.sponsor, idea, ask)
    await take_barrier(session, cast.sponsor, other_idea, other_ask)
    assert len(await owned_by(session, cast.sponsor)) == 2

    await ask_actions.withdraw_ask(session, cast.clinician, idea, ask)
    await end_idea(session, cast.clinician, other_idea, EndIn(learning=""))

    assert await owned_by(session, cast.sponsor) == []
