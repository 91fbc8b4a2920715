"""A promise rests on boundaries and on nothing else."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions import answering, joining
from registry.boundaries.actions.conditions import make_offer
from registry.boundaries.actions.publishing import draw_framework_boundary
from registry.boundaries.models import Answer
from registry.boundaries.queries.conditions import list_conditions
from registry.boundaries.rules import conditions as rules
from registry.boundaries.schemas import AnswerIn, BoundaryIn, OfferIn
from registry.history import actions as history_actions
from registry.ideas.models import BoundaryStatus, Idea
from registry.kit.errors import NotAllowed, Refused
from registry.notifications import actions as notice_actions
from registry.notifications.models import Notice
from registry.people.actors import Actor
from registry.pledges.actions import pledges as pledge_actions
from registry.pledges.models import Kind, Pledge
from registry.pledges.schemas import WithdrawalIn
from tests.cast import Cast
from tests.factories import make_boundary, make_framework, make_idea
from tests.pledges.ledger import events_of

SENTENCE = "Choose among the boundaries of this idea. A promise can have no other conditions."


async def offer_while(session: AsyncSession, actor: Actor, idea: Idea, *boundary_ids: UUID, **given: Any) -> Pledge:
    said = {
        "kind": Kind.MONEY,
        "what": "For the letters",
        "quantity": "200",
        "starts_on": actor.today,
        "ends_on": actor.today + timedelta(days=30),
        "boundary_ids": set(boundary_ids),
    }
    return await make_offer(session, actor, idea, OfferIn(**(said | given)))


def test_only_boundaries_in_force_can_be_named(cast: Cast) -> None:
    mine, other = cast.clinician.person_id, cast.colleague.person_id

    assert rules.objections_to_conditions(set(), {mine}) == {}
    assert rules.objections_to_conditions({mine}, {mine, other}) == {}
    assert rules.objections_to_conditions({mine, other}, {mine}) == {"boundary_ids": SENTENCE}


async def test_an_offer_rests_on_the_boundaries_it_names(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    first, _ = [await make_boundary(session, cast.clinician, idea, words) for words in ("No hurry", "No extra form")]
    pledge = await offer_while(session, cast.sponsor, idea, first.id)

    [condition] = await list_conditions(session, cast.quality, pledge, idea)
    assert (condition.boundary_id, condition.sentence) == (first.id, "No hurry")
    assert condition.status is BoundaryStatus.UNKNOWN
    assert await events_of(session, pledge) == ["pledge_made", "condition_set"]
    free = await offer_while(session, cast.sponsor, idea)
    assert await list_conditions(session, cast.quality, free, idea) == []


async def test_a_promise_cannot_rest_on_another_ideas_boundary_nor_on_one_proposed(
    session: AsyncSession, cast: Cast
) -> None:
    idea, other = await make_idea(session, cast.clinician), await make_idea(session, cast.clinician)
    foreign = await make_boundary(session, cast.clinician, other)

    with pytest.raises(Refused) as refusal:
        await offer_while(session, cast.sponsor, idea, foreign.id)
    assert refusal.value.fields == {"boundary_ids": SENTENCE}
    assert (await session.exec(select(Pledge).where(col(Pledge.idea_id) == idea.id))).all() == []
    own = await make_boundary(session, cast.clinician, idea)
    with pytest.raises(NotAllowed):
        await offer_while(session, cast.colleague, idea, own.id)


async def test_who_promised_hears_when_the_boundary_is_crossed(
    session: AsyncSession, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_actions, "listeners", [notice_actions.listen])
    idea = await make_idea(session, cast.clinician)
    boundary = await make_boundary(session, cast.clinician, idea)
    tied = await offer_while(session, cast.sponsor, idea, boundary.id)
    await offer_while(session, cast.second_sponsor, idea)
    gone = await offer_while(session, cast.second_sponsor, idea, boundary.id)
    await pledge_actions.withdraw_pledge(session, cast.second_sponsor, gone, WithdrawalIn(reason="Too late."))

    await answering.answer_boundary(session, cast.clinician, boundary, AnswerIn(answer=Answer.CROSSED))
    told = select(Notice.person_id).where(col(Notice.sentence).contains("on which a promise of yours rests"))
    assert (await session.exec(told)).all() == [cast.sponsor.person_id]
    [condition] = await list_conditions(session, cast.quality, tied, idea)
    assert condition.status is BoundaryStatus.CROSSED


async def test_a_frameworks_boundary_keeps_its_words_when_the_idea_has_left(session: AsyncSession, cast: Cast) -> None:
    framework, idea = await make_framework(session, cast.steward), await make_idea(session, cast.clinician)
    boundary = await draw_framework_boundary(session, cast.steward, framework, BoundaryIn(sentence="No restraint"))
    await joining.join_framework(session, cast.clinician, idea, framework)
    pledge = await offer_while(session, cast.sponsor, idea, boundary.id)
    [condition] = await list_conditions(session, cast.quality, pledge, idea)
    assert condition.row

    await joining.leave_framework(session, cast.clinician, idea)
    [condition] = await list_conditions(session, cast.quality, pledge, idea)
    assert (condition.sentence, condition.row) == ("No restraint", None)
