from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.actions.discretion import declare_discretion, withdraw_discretion
from registry.frameworks.models import Discretion
from registry.frameworks.schemas import DiscretionIn, DiscretionWithdrawalIn
from registry.history import actions as history_actions
from registry.ideas.models import Idea, Stage
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.schemas import ClaimIn
from registry.kit.errors import NotAllowed, NotFound, Refused
from registry.notifications import actions as notice_actions
from registry.notifications.models import Notice
from registry.people.actors import Actor
from registry.pledges.models import Kind
from registry.progress.actions import discretion as actions
from registry.progress.actions import stages
from registry.progress.schemas import BeginIn, EndIn, PeriodIn
from tests.cast import Cast
from tests.factories import make_boundary, make_claim, make_discretion, make_idea
from tests.pledges.ledger import make_ask

OVER = DiscretionWithdrawalIn(reason="Spending is held for now")


@pytest.fixture(autouse=True)
def listening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_actions, "listeners", [notice_actions.listen])


@pytest.fixture
async def area(session: AsyncSession, cast: Cast) -> Discretion:
    return await make_discretion(session, cast.board)


@pytest.fixture
async def idea(session: AsyncSession, cast: Cast) -> Idea:
    idea = await make_idea(session, cast.clinician, outcome="An answer within twelve weeks")
    await make_boundary(session, cast.clinician, idea)
    return idea


async def begin(session: AsyncSession, lead: Actor, idea: Idea) -> None:
    form = BeginIn(starts_on=lead.today, ends_on=lead.today + timedelta(days=100))
    await stages.begin_exploring(session, lead, idea, form)


async def sentences_to(session: AsyncSession, actor: Actor) -> str:
    return "\n".join((await session.exec(select(Notice.sentence).where(col(Notice.person_id) == actor.id))).all())


async def test_with_a_claim_the_lead_begins_at_once_and_whoever_declared_the_area_hears(
    session: AsyncSession, cast: Cast, idea: Idea, area: Discretion
) -> None:
    await make_claim(session, cast.clinician, idea, area)
    await begin(session, cast.clinician, idea)
    row = (await idea_queries.list_rows(session, cast.clinician, [idea.id]))[idea.id]
    assert (row.stage, row.discretion_id, row.looks_for_sponsor) == (Stage.EXPLORING, area.id, False)
    assert "under an area of discretion that you declared" in await sentences_to(session, cast.board)


async def test_withdrawing_an_area_never_reaches_back(
    session: AsyncSession, cast: Cast, idea: Idea, area: Discretion
) -> None:
    await make_claim(session, cast.clinician, idea, area)
    await withdraw_discretion(session, cast.board, area, OVER)
    assert "your idea keeps it" in await sentences_to(session, cast.clinician)
    await begin(session, cast.clinician, idea)
    await stages.end_idea(session, cast.clinician, idea, EndIn())
    await stages.reopen_idea(session, cast.clinician, idea)
    with pytest.raises(Refused, match="the exploration for which it kept it is over"):
        await begin(session, cast.clinician, idea)


async def test_a_withdrawn_area_is_claimed_by_nobody_any_more(
    session: AsyncSession, cast: Cast, idea: Idea, area: Discretion
) -> None:
    await withdraw_discretion(session, cast.board, area, OVER)
    with pytest.raises(Refused, match="was withdrawn"):
        await make_claim(session, cast.clinician, idea, area)
    with pytest.raises(Refused, match="withdrawn already"):
        await withdraw_discretion(session, cast.board, area, OVER)


async def test_only_the_board_declares_and_withdraws(session: AsyncSession, cast: Cast, area: Discretion) -> None:
    for actor in (cast.sponsor, cast.clinician, cast.steward, cast.administrator):
        with pytest.raises(NotAllowed):
            await make_discretion(session, actor)
        with pytest.raises(NotAllowed):
            await withdraw_discretion(session, actor, area, OVER)


async def test_nobody_but_the_lead_claims_or_hands_back(
    session: AsyncSession, cast: Cast, idea: Idea, area: Discretion
) -> None:
    for actor in (cast.colleague, cast.board, cast.sponsor):
        with pytest.raises(NotAllowed):
            await make_claim(session, actor, idea, area)
    claim = await make_claim(session, cast.clinician, idea, area)
    with pytest.raises(NotAllowed):
        await actions.hand_claim_back(session, cast.board, idea, claim)
    await actions.hand_claim_back(session, cast.clinician, idea, claim)
    with pytest.raises(Refused, match="handed back already"):
        await actions.hand_claim_back(session, cast.clinician, idea, claim)
    with pytest.raises(Refused, match="No area of discretion is claimed"):
        await begin(session, cast.clinician, idea)


async def test_a_claim_is_one_at_a_time_and_stays_once_the_idea_has_begun(
    session: AsyncSession, cast: Cast, idea: Idea, area: Discretion
) -> None:
    claim = await make_claim(session, cast.clinician, idea, area)
    with pytest.raises(Refused, match="has claimed an area already"):
        await make_claim(session, cast.clinician, idea, area)
    await begin(session, cast.clinician, idea)
    with pytest.raises(NotAllowed):
        await actions.hand_claim_back(session, cast.clinician, idea, claim)


async def test_what_is_asked_beyond_the_limits_stops_the_claim_and_later_the_beginning(
    session: AsyncSession, cast: Cast, idea: Idea, area: Discretion
) -> None:
    claim = await make_claim(session, cast.clinician, idea, area)
    await make_ask(session, cast.clinician, idea, kind=Kind.TIME, quantity=Decimal(41), is_each_week=False)
    with pytest.raises(Refused, match=r"It asks for 41 hours; the area allows up to 40 hours\."):
        await begin(session, cast.clinician, idea)
    await actions.hand_claim_back(session, cast.clinician, idea, claim)
    with pytest.raises(Refused, match="The way is sponsorship"):
        await make_claim(session, cast.clinician, idea, area)


async def test_another_organisations_area_is_not_there(session: AsyncSession, cast: Cast, area: Discretion) -> None:
    theirs = await make_idea(session, cast.stranger)
    form = ClaimIn(discretion_id=area.id, sentence="It stays on my ward")
    with pytest.raises(Refused) as refused:
        await actions.claim_discretion(session, cast.stranger, theirs, form)
    assert refused.value.fields == {"discretion_id": "Choose one from the list."}
    with pytest.raises(NotFound):
        await idea_queries.get_idea(session, cast.clinician, theirs.id)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"money_limit": "-1"}, "money_limit"),
        ({"time_limit": "0.001"}, "time_limit"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
    ],
)
async def test_limits_and_dates_are_checked_beside_their_fields(
    session: AsyncSession, cast: Cast, given: dict[str, str], field: str
) -> None:
    said = {
        "sentence": "try another rota",
        "starts_on": "2020-01-01",
        "ends_on": str(cast.board.today),
    }
    with pytest.raises(Refused) as refused:
        await declare_discretion(session, cast.board, DiscretionIn.model_validate(said | given))
    assert field in refused.value.fields


async def test_a_withdrawn_area_is_kept_to_the_end_of_the_exploration_and_not_longer(
    session: AsyncSession, cast: Cast, idea: Idea, area: Discretion
) -> None:
    await make_claim(session, cast.clinician, idea, area)
    await begin(session, cast.clinician, idea)
    await withdraw_discretion(session, cast.board, area, OVER)
    longer = PeriodIn(ends_on=cast.clinician.today + timedelta(days=200))

    with pytest.raises(Refused) as refused:
        await stages.change_period(session, cast.clinician, idea, longer)

    assert "To go on for longer, ask for sponsorship first." in refused.value.fields["ends_on"]
    assert (await idea_queries.get_standing(session, idea)).stage is Stage.EXPLORING
