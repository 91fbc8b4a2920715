"""What a sponsor and a line manager will do themselves stands with their promise."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.actions import ideas as idea_actions
from registry.ideas.schemas import JoinIn
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.pledges.actions.deliveries import confirm_delivery, record_delivery
from registry.pledges.actions.pledges import accept_pledge
from registry.pledges.actions.reductions import reduce_pledge
from registry.pledges.models import Kind, Undertaking
from registry.pledges.queries.pledges import get_line
from registry.pledges.rules.undertakings import objections_to_undertaking, undertaking_words
from registry.pledges.schemas import DeliveryIn, ReductionIn
from tests.cast import Cast
from tests.factories import make_idea
from tests.pledges.ledger import offer, offer_sponsorship

EVERY_WEEK = Undertaking(organisation_id=uuid4(), visit_weeks=1, clear_days=1, presents=True)
CHECK_INS = Undertaking(organisation_id=uuid4(), check_in_weeks=2)


def test_undertakings_are_said_in_sentences() -> None:
    assert undertaking_words(EVERY_WEEK, "") == [
        "Visits the team every week",
        "Clears a barrier, or says why not, within 1 day",
        "Presents the work with the team",
    ]
    assert undertaking_words(CHECK_INS, "Ben Osei") == ["Talks with Ben Osei every 2 weeks"]
    assert undertaking_words(None, "Ben Osei") == []


def test_each_kind_has_its_own_undertakings() -> None:
    visits, check_ins = {"visit_weeks": 2, "check_in_weeks": None}, {"check_in_weeks": 2, "presents": False}

    assert objections_to_undertaking(Kind.SPONSORSHIP, visits) == []
    assert objections_to_undertaking(Kind.LINE_MANAGER, check_ins) == []
    assert "with sponsorship alone" in objections_to_undertaking(Kind.LINE_MANAGER, visits)[0]
    assert "with line-manager support alone" in objections_to_undertaking(Kind.TIME, check_ins)[0]


async def test_a_sponsor_says_what_she_will_do_herself(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)

    pledge = await offer_sponsorship(session, cast.sponsor, idea, visit_weeks=4, clear_days=5, presents=True)
    silent = await offer_sponsorship(session, cast.second_sponsor, idea)

    assert (await get_line(session, cast.clinician, pledge)).undertakings == [
        "Visits the team every 4 weeks",
        "Clears a barrier, or says why not, within 5 days",
        "Presents the work with the team",
    ]
    assert not (await get_line(session, cast.clinician, silent)).undertakings
    with pytest.raises(Refused, match="with sponsorship alone"):
        await offer(session, cast.sponsor, idea, visit_weeks=4)


async def test_the_supported_person_alone_says_whether_a_check_in_came(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    asking = await idea_actions.ask_to_join(session, cast.colleague, idea, JoinIn())
    await idea_actions.answer_joining(session, cast.clinician, idea, asking, is_accepted=True)
    support = {"kind": Kind.LINE_MANAGER, "helped_person_id": cast.colleague.person_id, "check_in_weeks": 2}
    pledge = await offer(session, cast.manager, idea, **support)
    await accept_pledge(session, cast.colleague, pledge)
    note = DeliveryIn(quantity="4", delivered_on=cast.manager.today, note="Four hours free, and we talked.")

    delivery = await record_delivery(session, cast.manager, pledge, note)

    with pytest.raises(NotAllowed):
        await confirm_delivery(session, cast.clinician, pledge, delivery)
    await confirm_delivery(session, cast.colleague, pledge, delivery)
    line = await get_line(session, cast.colleague, pledge)
    assert line.undertakings == ["Talks with Ben Osei every 2 weeks"]
    assert line.came_words == "4 of 16 hours came"


async def test_who_supports_for_fewer_hours_still_talks_as_often(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    support = {"kind": Kind.LINE_MANAGER, "helped_person_id": cast.clinician.person_id, "check_in_weeks": 2}
    ends_on = cast.manager.today + timedelta(days=200)
    pledge = await offer(session, cast.manager, idea, ends_on=ends_on, **support)
    with clock.stopped_at(clock.now() + timedelta(days=1)):
        await accept_pledge(session, cast.clinician, pledge)
        parts = await reduce_pledge(session, cast.manager, pledge, ReductionIn(quantity="2", reason="We are few."))
        goes_on, cut = [await get_line(session, cast.clinician, part) for part in parts]

    assert goes_on.undertakings == ["Talks with Amara Okafor every 2 weeks"]
    assert not cut.undertakings
