"""Rotation is when projects die: the lead is offered and accepted, and the idea goes on."""

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history import actions as history_actions
from registry.ideas.actions import hand_overs as actions
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea, LeadHandOver
from registry.ideas.queries import hand_overs as queries
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries import teams as team_queries
from registry.ideas.schemas import HandOverIn, IdeaFilter, InvitationIn, JoinIn
from registry.kit.errors import NotAllowed, Refused
from registry.people import actions as people_actions
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.pledges.actions import leaving
from registry.progress.actions.stages import end_idea
from registry.progress.schemas import EndIn
from tests.cast import Cast
from tests.factories import make_idea
from tests.pledges.ledger import events_of


async def offered(session: AsyncSession, cast: Cast, to: Actor | None = None) -> tuple[Idea, LeadHandOver]:
    idea = await make_idea(session, cast.clinician)
    form = HandOverIn(to_id=(to or cast.colleague).person_id, words="I rotate in May.")
    return idea, await actions.offer_lead(session, cast.clinician, idea, form)


async def leave(session: AsyncSession, idea: Idea, actor: Actor) -> None:
    team = await team_queries.list_teammates(session, idea)
    mine = next(mate for mate in team if actor.is_person(mate.person_id))
    await idea_actions.leave_team(session, actor, idea, mine)


async def lead_of(session: AsyncSession, idea: Idea) -> object:
    standing = await idea_queries.get_standing(session, idea)
    summary = await idea_queries.get_summary(session, idea)
    assert summary.lead_id == (standing.lead_id if standing.has_lead else None)
    return summary.lead_id


async def test_the_lead_passes_when_the_new_lead_accepts(session: AsyncSession, cast: Cast) -> None:
    idea, hand_over = await offered(session, cast)
    assert await lead_of(session, idea) == cast.clinician.id

    await actions.accept_lead(session, cast.colleague, idea, hand_over)

    assert await lead_of(session, idea) == cast.colleague.id
    standing = await idea_queries.get_standing(session, idea)
    assert standing.member_ids == {cast.clinician.id, cast.colleague.id}
    assert (await events_of(session, idea))[-2:] == ["lead_offered", "lead_accepted"]


async def test_it_passes_back_as_well(session: AsyncSession, cast: Cast) -> None:
    idea, hand_over = await offered(session, cast)
    await actions.accept_lead(session, cast.colleague, idea, hand_over)

    back = await actions.offer_lead(session, cast.colleague, idea, HandOverIn(to_id=cast.clinician.person_id))
    await actions.accept_lead(session, cast.clinician, idea, back)

    assert await lead_of(session, idea) == cast.clinician.id


async def test_nobody_is_made_lead_without_their_own_yes(session: AsyncSession, cast: Cast) -> None:
    idea, hand_over = await offered(session, cast)

    for other in (cast.clinician, cast.administrator, cast.sponsor):
        with pytest.raises(NotAllowed, match="accepted or declined by the one to whom it is offered"):
            await actions.accept_lead(session, other, idea, hand_over)
    assert await lead_of(session, idea) == cast.clinician.id


async def test_it_is_declined_and_the_lead_stays(session: AsyncSession, cast: Cast) -> None:
    idea, hand_over = await offered(session, cast)

    await actions.decline_lead(session, cast.colleague, idea, hand_over)

    assert await lead_of(session, idea) == cast.clinician.id
    with pytest.raises(Refused, match="answered or taken back already"):
        await actions.accept_lead(session, cast.colleague, idea, hand_over)


async def test_the_offer_is_taken_back_by_who_made_it_alone(session: AsyncSession, cast: Cast) -> None:
    idea, hand_over = await offered(session, cast)
    with pytest.raises(NotAllowed, match="Only who offered the lead takes the offer back"):
        await actions.take_lead_back(session, cast.colleague, idea, hand_over)

    await actions.take_lead_back(session, cast.clinician, idea, hand_over)

    with pytest.raises(Refused, match="answered or taken back already"):
        await actions.accept_lead(session, cast.colleague, idea, hand_over)


async def test_one_is_asked_at_a_time(session: AsyncSession, cast: Cast) -> None:
    idea, hand_over = await offered(session, cast)
    form = HandOverIn(to_id=cast.colleague.person_id)

    with pytest.raises(Refused, match="You have offered the lead to Ben Osei"):
        await actions.offer_lead(session, cast.clinician, idea, form)

    await actions.take_lead_back(session, cast.clinician, idea, hand_over)
    await actions.offer_lead(session, cast.clinician, idea, form)


async def test_only_a_clinician_who_is_here_is_asked(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    colleague = await people_queries.get_person(session, cast.administrator, cast.colleague.person_id)
    await people_actions.record_leaving(session, cast.administrator, colleague)

    for other in (cast.manager, cast.sponsor, cast.colleague):
        with pytest.raises(Refused, match="Choose a clinician: they alone lead ideas"):
            await actions.offer_lead(session, cast.clinician, idea, HandOverIn(to_id=other.person_id))
    with pytest.raises(Refused, match="You lead this idea already"):
        await actions.offer_lead(session, cast.clinician, idea, HandOverIn(to_id=cast.clinician.person_id))
    with pytest.raises(Refused, match="Choose one from the list"):
        await actions.offer_lead(session, cast.clinician, idea, HandOverIn(to_id=cast.stranger.person_id))


async def test_only_the_lead_of_an_idea_that_has_not_ended_hands_it_over(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    form = HandOverIn(to_id=cast.colleague.person_id)

    for other in (cast.colleague, cast.sponsor, cast.administrator):
        with pytest.raises(NotAllowed, match="Only the lead hands over the lead"):
            await actions.offer_lead(session, other, idea, form)
    await end_idea(session, cast.clinician, idea, EndIn(learning=""))
    with pytest.raises(NotAllowed, match="Only the lead hands over the lead"):
        await actions.offer_lead(session, cast.clinician, idea, form)


async def test_an_offer_stands_when_who_made_it_leaves_and_not_when_another_has_taken_the_lead(
    session: AsyncSession, cast: Cast
) -> None:
    idea, hand_over = await offered(session, cast)
    await leave(session, idea, cast.clinician)
    assert await lead_of(session, idea) is None
    assert len(await queries.list_hand_overs_to_answer(session, cast.colleague, 5)) == 1

    await actions.accept_lead(session, cast.colleague, idea, hand_over)
    assert await lead_of(session, idea) == cast.colleague.id

    other, void = await offered(session, cast)
    asking = await idea_actions.ask_to_join(session, cast.colleague, other, JoinIn())
    await idea_actions.answer_joining(session, cast.clinician, other, asking, is_accepted=True)
    await leave(session, other, cast.clinician)
    await idea_actions.take_lead(session, cast.colleague, other)
    with pytest.raises(Refused, match="This lead cannot be taken any more"):
        await actions.accept_lead(session, cast.colleague, other, void)
    assert not await queries.list_hand_overs_to_answer(session, cast.colleague, 5)


async def test_an_invitation_that_stands_open_becomes_a_place_in_the_team(session: AsyncSession, cast: Cast) -> None:
    idea, hand_over = await offered(session, cast)
    await idea_actions.invite(session, cast.clinician, idea, InvitationIn(person_id=cast.colleague.person_id))

    await actions.accept_lead(session, cast.colleague, idea, hand_over)

    standing = await idea_queries.get_standing(session, idea)
    assert cast.colleague.id in standing.member_ids
    assert not standing.invited_ids


async def test_an_idea_whose_lead_leaves_the_organisation_looks_for_one_at_once(
    session: AsyncSession, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_actions, "listeners", [leaving.listen])
    idea = await make_idea(session, cast.clinician)
    ended = await make_idea(session, cast.clinician)
    await end_idea(session, cast.clinician, ended, EndIn(learning=""))
    person = await people_queries.get_person(session, cast.administrator, cast.clinician.person_id)

    await people_actions.record_leaving(session, cast.administrator, person)

    assert await lead_of(session, idea) is None
    rows = {row.id: row for row in (await idea_queries.page_of_ideas(session, cast.sponsor, IdeaFilter())).rows}
    assert rows[idea.id].looks_for_lead
    assert not rows[ended.id].looks_for_lead
    assert (await events_of(session, idea))[-1] == "lead_lost"
    assert (await events_of(session, ended))[-1] == "idea_ended"
