"""Whatever happens in whatever order, what is kept for sums is what the rules work out anew."""

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from random import Random
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.models import Envelope
from registry.ideas.models import Idea
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.people.actors import Actor
from registry.pledges.actions import deliveries as delivery_actions
from registry.pledges.actions import pledges as actions
from registry.pledges.actions.envelopes import close_envelope
from registry.pledges.actions.reductions import reduce_pledge
from registry.pledges.actions.settling import settle_by_time
from registry.pledges.models import Delivery, Pledge
from registry.pledges.queries.pledges import lines_of
from registry.pledges.rules.envelopes import drawn_minor
from registry.pledges.schemas import AgreementIn, DeclineIn, DeliveryIn, DisputeIn, ReductionIn, WithdrawalIn
from registry.progress.actions import stages as progress_actions
from registry.progress.schemas import EndIn
from tests.cast import Cast
from tests.factories import make_framework
from tests.pledges.ledger import at, offer, the_registry_of
from tests.pledges.test_envelopes import make_envelope, make_idea_under

ON_ONE = ["accept", "accept", "accept", "decline", "withdraw", "agree", "reduce", "release"]
ON_WHAT_CAME = ["record", "record", "confirm", "confirm", "dispute"]
ACTS = ["offer", "offer", "offer", *ON_ONE, *ON_WHAT_CAME, "end", "close", "wait", "wait"]


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=some.integers(0, 10**6))
async def test_what_an_envelope_says_is_drawn_is_what_its_promises_draw(
    session: AsyncSession, cast: Cast, seed: int
) -> None:
    chance, day, short = Random(seed), 0, set[UUID]()
    with clock.stopped_at(at(0)):
        framework = await make_framework(session, cast.steward, name=f"Framework {uuid4()}")
        envelope = await make_envelope(session, cast.steward, framework, quantity=Decimal(40))
        ideas = [await make_idea_under(session, cast, framework) for _ in range(2)]
        registry = await the_registry_of(session, cast.clinician)
    for _ in range(25):
        act = chance.choice(ACTS)
        day += chance.choice([1, 8, 29, 35]) if act == "wait" else 0
        with clock.stopped_at(at(day)):
            if act == "wait":
                await settle_by_time(session, registry)
            else:
                with suppress(Refused, NotAllowed):
                    await _do(session, cast, act, chance, ideas, envelope)
            await _must_agree(session, cast.quality, envelope, short)


async def _do(
    session: AsyncSession, cast: Cast, act: str, chance: Random, ideas: list[Idea], envelope: Envelope
) -> None:
    idea = chance.choice(ideas)
    found = (await session.exec(select(Pledge).where(col(Pledge.idea_id) == idea.id))).all()
    if act == "offer":
        ends_on = cast.sponsor.today + timedelta(days=chance.choice([0, 20, 60]))
        said = {"quantity": str(chance.randrange(1, 12)), "is_each_week": chance.random() < 0.5, "ends_on": ends_on}
        await offer(session, cast.sponsor, idea, **said)
    elif act == "end" and chance.random() < 0.2:
        await progress_actions.end_idea(session, cast.clinician, idea, EndIn(learning=""))
    elif act == "close" and chance.random() < 0.1:
        await close_envelope(session, cast.sponsor, envelope)
    elif act in ON_ONE and found:
        await _do_with(session, cast, act, chance, chance.choice(found))
    elif act in ON_WHAT_CAME and found:
        await _do_with_what_came(session, cast, act, chance, chance.choice(found))


async def _do_with(session: AsyncSession, cast: Cast, act: str, chance: Random, pledge: Pledge) -> None:
    lead, sponsor, is_rare = cast.clinician, cast.sponsor, chance.random() < 0.3
    match act:
        case "accept":
            await actions.accept_pledge(session, lead, pledge)
        case "decline" if is_rare:
            await actions.decline_pledge(session, lead, pledge, DeclineIn())
        case "withdraw":
            await actions.withdraw_pledge(session, sponsor, pledge, WithdrawalIn(reason="No nurse."))
        case "agree":
            soon = lead.today + timedelta(days=chance.randrange(9))
            await actions.agree_to_withdrawal(session, lead, pledge, AgreementIn(effective_on=soon))
        case "reduce":
            await reduce_pledge(session, sponsor, pledge, ReductionIn(quantity=Decimal(1), reason="No nurse."))
        case "release" if is_rare:
            await actions.release_pledge(session, lead, pledge)


async def _do_with_what_came(session: AsyncSession, cast: Cast, act: str, chance: Random, pledge: Pledge) -> None:
    lead = cast.clinician
    if act == "record":
        form = DeliveryIn(quantity=str(chance.randrange(1, 30)), delivered_on=lead.today)
        await delivery_actions.record_delivery(session, chance.choice([lead, cast.sponsor]), pledge, form)
        return
    rows = (await session.exec(select(Delivery).where(col(Delivery.pledge_id) == pledge.id))).all()
    if rows and act == "confirm":
        await delivery_actions.confirm_delivery(session, lead, pledge, chance.choice(rows))
    elif rows:
        await delivery_actions.dispute_delivery(session, lead, pledge, chance.choice(rows), DisputeIn(reason="No."))


async def _must_agree(session: AsyncSession, actor: Actor, envelope: Envelope, short: set[UUID]) -> None:
    """
    short   promises of which something came late, when others had drawn the rest: they draw less than came
    """
    await session.refresh(envelope)
    found = (await session.exec(select(Pledge).where(col(Pledge.envelope_id) == envelope.id))).all()
    assert envelope.drawn_minor == sum(pledge.drawn_minor for pledge in found) <= envelope.amount_minor
    for line in await lines_of(session, actor, found):
        pledge, fresh = line.pledge, drawn_minor(line.pledge, line.came, actor.today)
        assert pledge.changes_on is None or pledge.changes_on > actor.today
        if pledge.drawn_minor < fresh and pledge.id not in short:
            assert envelope.drawn_minor == envelope.amount_minor
            short.add(pledge.id)
        assert pledge.drawn_minor == fresh or pledge.id in short
        assert pledge.counted_state is line.state
        assert pledge.counted_minor == (line.total_minor or 0)
        assert (pledge.came_minor, pledge.disputed_count) == (line.came.confirmed_minor, line.came.disputed_count)
