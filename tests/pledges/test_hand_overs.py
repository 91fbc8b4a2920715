"""A sponsor's promises to one idea go on under another sponsor's name."""

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history import actions as history_actions
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.schemas import JoinIn
from registry.kit.errors import NotAllowed, Refused
from registry.people import actions as people_actions
from registry.people import queries as people_queries
from registry.people.models import Role
from registry.pledges.actions import hand_overs as actions
from registry.pledges.actions import leaving
from registry.pledges.actions.pledges import accept_pledge, release_pledge
from registry.pledges.models import Kind, Pledge, PledgeHandOver, PledgeState
from registry.pledges.queries import hand_overs as queries
from registry.pledges.queries import pledges as pledge_queries
from registry.pledges.schemas import PledgeHandOverIn, TakingOverIn
from tests.cast import Cast
from tests.factories import make_exploring_idea, make_idea
from tests.pledges.ledger import events_of, offer, offer_sponsorship


async def sponsored(session: AsyncSession, cast: Cast) -> tuple[Idea, Pledge, Pledge]:
    """An idea with an accepted sponsorship and four hours a week of the sponsor's, and a skill of her own."""
    idea = await make_idea(session, cast.clinician)
    sponsorship = await offer_sponsorship(session, cast.sponsor, idea)
    hours = await offer(session, cast.sponsor, idea)
    for pledge in (sponsorship, hours):
        await accept_pledge(session, cast.clinician, pledge)
    return idea, sponsorship, hours


async def offered(session: AsyncSession, cast: Cast, idea: Idea) -> PledgeHandOver:
    form = PledgeHandOverIn(to_id=cast.second_sponsor.person_id, words="I move to another trust.")
    return await actions.offer_hand_over(session, cast.sponsor, idea, form)


async def leave(session: AsyncSession, cast: Cast) -> None:
    person = await people_queries.get_person(session, cast.administrator, cast.sponsor.person_id)
    await people_actions.record_leaving(session, cast.administrator, person)


async def sponsor_of(session: AsyncSession, idea: Idea) -> object:
    return (await idea_queries.get_standing(session, idea)).sponsor_id


async def test_the_promises_go_on_under_the_new_name_when_the_new_sponsor_accepts(
    session: AsyncSession, cast: Cast
) -> None:
    idea, sponsorship, hours = await sponsored(session, cast)
    hand_over = await offered(session, cast, idea)
    assert await sponsor_of(session, idea) == cast.sponsor.id

    await actions.accept_hand_over(session, cast.second_sponsor, idea, hand_over)

    assert await sponsor_of(session, idea) == cast.second_sponsor.id
    assert hand_over.pledges_moved == 2
    for pledge in (sponsorship, hours):
        line = await pledge_queries.get_line(session, cast.clinician, pledge)
        assert (line.pledger.name, line.state) == ("Daniel Mensah", PledgeState.ACCEPTED)
    assert (await events_of(session, idea))[-2:] == ["hand_over_offered", "hand_over_accepted"]


async def test_what_is_ones_own_or_over_is_not_handed_over(session: AsyncSession, cast: Cast) -> None:
    idea, _, hours = await sponsored(session, cast)
    own = await offer(session, cast.sponsor, idea, kind=Kind.SKILLS, side="self")
    await release_pledge(session, cast.clinician, hours)

    await actions.accept_hand_over(session, cast.second_sponsor, idea, await offered(session, cast, idea))

    assert own.pledger_id == hours.pledger_id == cast.sponsor.id


async def test_a_promise_to_another_idea_stays_where_it_is(session: AsyncSession, cast: Cast) -> None:
    idea, _, _ = await sponsored(session, cast)
    other, _, _ = await sponsored(session, cast)

    await actions.accept_hand_over(session, cast.second_sponsor, idea, await offered(session, cast, idea))

    assert await sponsor_of(session, other) == cast.sponsor.id


async def test_nobody_but_the_one_asked_takes_them_over(session: AsyncSession, cast: Cast) -> None:
    idea, _, _ = await sponsored(session, cast)
    hand_over = await offered(session, cast, idea)

    for other in (cast.sponsor, cast.clinician, cast.administrator):
        with pytest.raises(NotAllowed, match="answered by the sponsor to whom it is offered"):
            await actions.accept_hand_over(session, other, idea, hand_over)
    await actions.decline_hand_over(session, cast.second_sponsor, idea, hand_over)
    with pytest.raises(Refused, match="answered or taken back already"):
        await actions.accept_hand_over(session, cast.second_sponsor, idea, hand_over)
    assert await sponsor_of(session, idea) == cast.sponsor.id


async def test_the_offer_is_taken_back_by_who_made_it_alone(session: AsyncSession, cast: Cast) -> None:
    idea, _, _ = await sponsored(session, cast)
    hand_over = await offered(session, cast, idea)
    with pytest.raises(NotAllowed, match="Only who offered to hand promises over takes that back"):
        await actions.take_hand_over_back(session, cast.second_sponsor, idea, hand_over)

    await actions.take_hand_over_back(session, cast.sponsor, idea, hand_over)

    assert not await queries.list_hand_overs_to_answer(session, cast.second_sponsor, 5)
    await offered(session, cast, idea)


async def test_one_sponsor_is_asked_at_a_time_and_something_must_be_left(session: AsyncSession, cast: Cast) -> None:
    idea, sponsorship, hours = await sponsored(session, cast)
    hand_over = await offered(session, cast, idea)
    with pytest.raises(Refused, match="Somebody is asked already"):
        await offered(session, cast, idea)

    for pledge in (sponsorship, hours):
        await release_pledge(session, cast.clinician, pledge)
    with pytest.raises(Refused, match="There is nothing to take over"):
        await actions.accept_hand_over(session, cast.second_sponsor, idea, hand_over)


async def test_only_a_sponsor_from_outside_the_team_is_asked(session: AsyncSession, cast: Cast) -> None:
    idea, _, _ = await sponsored(session, cast)
    place = await idea_actions.ask_to_join(session, cast.second_sponsor, idea, JoinIn())
    await idea_actions.answer_joining(session, cast.clinician, idea, place, is_accepted=True)

    for other, sentence in (
        (cast.sponsor, "These are that person’s promises already"),
        (cast.manager, "Ruth Adler is no sponsor here"),
        (cast.second_sponsor, "Daniel Mensah is in the team"),
    ):
        with pytest.raises(Refused, match=sentence):
            await actions.offer_hand_over(session, cast.sponsor, idea, PledgeHandOverIn(to_id=other.person_id))


async def test_nobody_hands_over_what_somebody_promised_who_is_here(session: AsyncSession, cast: Cast) -> None:
    idea, _, _ = await sponsored(session, cast)
    form = PledgeHandOverIn(to_id=cast.second_sponsor.person_id, from_id=cast.sponsor.person_id)

    for other in (cast.clinician, cast.second_sponsor, cast.administrator):
        with pytest.raises(NotAllowed, match="Who promised hands their promises over"):
            await actions.offer_hand_over(session, other, idea, form)
    with pytest.raises(NotAllowed, match="takes over the promises of somebody who has left"):
        await actions.take_over(session, cast.second_sponsor, idea, TakingOverIn(from_id=cast.sponsor.person_id))


async def test_an_idea_whose_sponsor_leaves_shows_it_at_once_and_another_takes_over(
    session: AsyncSession, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_actions, "listeners", [leaving.listen])
    idea = await make_exploring_idea(session, cast.clinician, cast.sponsor)

    await leave(session, cast)

    assert await sponsor_of(session, idea) is None
    assert (await events_of(session, idea))[-1] == "sponsor_lost"
    [row] = await queries.list_ideas_without_sponsor(session, cast.clinician, 5)
    assert row.looks_for_sponsor
    assert [face.name for face in await queries.list_pledgers_who_left(session, cast.clinician, idea)] == [
        "Priya Raman"
    ]

    form = TakingOverIn(from_id=cast.sponsor.person_id)
    await actions.take_over(session, cast.second_sponsor, idea, form)

    assert await sponsor_of(session, idea) == cast.second_sponsor.id
    assert not await queries.list_ideas_without_sponsor(session, cast.clinician, 5)
    assert not await queries.list_pledgers_who_left(session, cast.clinician, idea)


async def test_an_idea_whose_sponsor_is_one_no_longer_looks_for_another_until_she_is_again(
    session: AsyncSession, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_actions, "listeners", [leaving.listen])
    idea = await make_exploring_idea(session, cast.clinician, cast.sponsor)
    person = await people_queries.get_person(session, cast.administrator, cast.sponsor.person_id)

    await people_actions.change_roles(session, cast.administrator, person, {Role.BOARD})

    assert await sponsor_of(session, idea) is None
    assert (await events_of(session, idea))[-1] == "sponsor_role_lost"
    [row] = await queries.list_ideas_without_sponsor(session, cast.clinician, 5)
    assert row.looks_for_sponsor
    assert [face.id for face in await queries.list_pledgers_who_left(session, cast.clinician, idea)] == [person.id]

    await people_actions.change_roles(session, cast.administrator, person, {Role.SPONSOR})
    assert not await queries.list_pledgers_who_left(session, cast.clinician, idea)
    assert await sponsor_of(session, idea) == cast.sponsor.id
    assert not await queries.list_ideas_without_sponsor(session, cast.clinician, 5)


async def test_the_promises_of_who_is_a_sponsor_no_longer_are_taken_over(session: AsyncSession, cast: Cast) -> None:
    idea, _, _ = await sponsored(session, cast)
    person = await people_queries.get_person(session, cast.administrator, cast.sponsor.person_id)
    await people_actions.change_roles(session, cast.administrator, person, {Role.BOARD})

    await actions.take_over(session, cast.second_sponsor, idea, TakingOverIn(from_id=person.id))

    assert await sponsor_of(session, idea) == cast.second_sponsor.id


async def test_the_lead_asks_another_sponsor_when_one_has_left(session: AsyncSession, cast: Cast) -> None:
    idea, _, _ = await sponsored(session, cast)
    await leave(session, cast)
    form = PledgeHandOverIn(to_id=cast.second_sponsor.person_id, from_id=cast.sponsor.person_id)

    hand_over = await actions.offer_hand_over(session, cast.clinician, idea, form)
    await actions.accept_hand_over(session, cast.second_sponsor, idea, hand_over)

    assert await sponsor_of(session, idea) == cast.second_sponsor.id
