"""What a framework has to give: setting it, changing it, closing it, and what promises draw on it.

The row of an envelope is held before its sum is read or written, after the ideas and before the head of the history:
whoever comes second sees what the first has drawn.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.actions import versions as version_actions
from registry.frameworks.models import Envelope, Framework
from registry.frameworks.queries import frameworks as framework_queries
from registry.history.actions import record_event
from registry.ideas.actions import ideas as idea_actions
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.people.actors import Actor
from registry.pledges.models import Kind, Pledge
from registry.pledges.queries import envelopes as queries
from registry.pledges.rules import amounts
from registry.pledges.rules import envelopes as rules
from registry.pledges.rules.states import Came
from registry.pledges.schemas import EnvelopeEditIn, EnvelopeIn

WHO = "The stewards of a framework, or a sponsor, say what it has to give."


async def set_envelope(session: AsyncSession, actor: Actor, framework: Framework, form: EnvelopeIn) -> Envelope:
    """What is promised for its days draws on it, whether it was promised before or comes later."""
    await version_actions.hold_framework(session, framework)
    await idea_actions.hold_ideas_under(session, actor, framework.id)
    await _must_set(session, actor, framework)
    if form.quantity is None:
        raise Refused(fields={"kind": f"{form.kind.label} has no amount, so there is no envelope of it."})
    amount_minor = amounts.minor_units(form.kind, form.quantity)
    others = await queries.list_open_of_kind(session, framework, form.kind)
    before = await queries.list_promised_before(session, actor, framework, form.kind, form.starts_on, form.ends_on)
    objections = rules.objections_to_envelope(
        form.kind,
        amount_minor,
        form.starts_on,
        form.ends_on,
        others=others,
        drawn_minor=sum(drawn_minor for _, drawn_minor in before),
        currency=actor.currency,
    )
    if objections:
        raise Refused(fields=objections)
    envelope = Envelope(
        organisation_id=framework.organisation_id,
        framework_id=framework.id,
        kind=form.kind.value,
        amount_minor=amount_minor,
        starts_on=form.starts_on,
        ends_on=form.ends_on,
        set_at=clock.now(),
        set_by_id=actor.person_id,
    )
    session.add(envelope)
    await session.flush()
    await _count_in(session, envelope, before)
    words = rules.envelope_words(envelope, actor.currency)
    await record_event(session, actor, "envelope_set", framework, words=words, became=framework.name)
    return envelope


async def change_envelope(session: AsyncSession, actor: Actor, envelope: Envelope, form: EnvelopeEditIn) -> None:
    """More or less of it, or other days, with what was promised for them before; never less than is drawn."""
    framework = await _held(session, actor, envelope)
    kind = Kind(envelope.kind)
    amount_minor = amounts.asked_minor(kind, form.quantity)
    others = await queries.list_open_of_kind(session, framework, kind)
    before = await queries.list_promised_before(session, actor, framework, kind, form.starts_on, form.ends_on)
    objections = rules.objections_to_envelope(
        kind,
        amount_minor,
        form.starts_on,
        form.ends_on,
        others=[other for other in others if other.id != envelope.id],
        drawn_minor=envelope.drawn_minor + sum(drawn_minor for _, drawn_minor in before),
        drawn_on=await queries.list_first_days(session, envelope),
        currency=actor.currency,
    )
    if objections:
        raise Refused(fields=objections)
    was = rules.envelope_words(envelope, actor.currency)
    envelope.amount_minor, envelope.starts_on, envelope.ends_on = amount_minor, form.starts_on, form.ends_on
    session.add(envelope)
    await session.flush()
    await _count_in(session, envelope, before)
    became = rules.envelope_words(envelope, actor.currency)
    await record_event(session, actor, "envelope_changed", framework, words=framework.name, was=was, became=became)


async def close_envelope(session: AsyncSession, actor: Actor, envelope: Envelope) -> None:
    """Nothing more draws on it; what is promised stands."""
    framework = await _held(session, actor, envelope)
    envelope.closed_at, envelope.closed_by_id = clock.now(), actor.person_id
    session.add(envelope)
    await session.flush()
    words = rules.envelope_words(envelope, actor.currency)
    await record_event(session, actor, "envelope_closed", framework, words=words, became=framework.name)


async def hold_pledge(session: AsyncSession, actor: Actor, pledge: Pledge) -> None:
    """Holds its idea and its envelope and reads it anew: of two who act at once the second sees what the first did."""
    await idea_actions.hold_ideas(session, actor, [pledge.idea_id])
    await session.refresh(pledge)
    await hold_envelopes(session, actor, [pledge.envelope_id])


async def hold_envelopes(session: AsyncSession, actor: Actor, envelope_ids: Iterable[UUID | None]) -> None:
    wanted = [envelope_id for envelope_id in envelope_ids if envelope_id]
    if not wanted:
        return
    statement = (
        select(Envelope)
        .where(col(Envelope.organisation_id) == actor.organisation_id, col(Envelope.id).in_(wanted))
        .order_by(col(Envelope.id))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    await session.exec(statement)


async def draw(session: AsyncSession, actor: Actor, pledge: Pledge, came: Came) -> None:
    """Lets the envelope of a promise hold what the promise draws now; its caller holds both.

    Who makes an offer is refused where there is too little. What came late, when others have drawn the rest since,
    draws what is left: it has been given, and the envelope still cannot hold more than there is.
    """
    if pledge.envelope_id is None:
        return
    more = rules.drawn_minor(pledge, came, actor.today) - pledge.drawn_minor
    if more == 0:
        return
    envelope = await session.get_one(Envelope, (pledge.organisation_id, pledge.envelope_id))
    more = min(more, envelope.amount_minor - envelope.drawn_minor)
    envelope.drawn_minor += more
    pledge.drawn_minor += more
    session.add_all([envelope, pledge])
    await session.flush()


async def _count_in(session: AsyncSession, envelope: Envelope, before: Sequence[tuple[Pledge, int]]) -> None:
    """What was promised before it was set, or before its days were moved, draws on it from now on."""
    for pledge, drawn_minor in before:
        pledge.envelope_id, pledge.drawn_minor = envelope.id, drawn_minor
        envelope.drawn_minor += drawn_minor
        session.add(pledge)
    session.add(envelope)
    await session.flush()


async def _held(session: AsyncSession, actor: Actor, envelope: Envelope) -> Framework:
    envelope, framework = await queries.get_envelope(session, actor, envelope.id)
    await version_actions.hold_framework(session, framework)
    await idea_actions.hold_ideas_under(session, actor, framework.id)
    await hold_envelopes(session, actor, [envelope.id])
    await _must_set(session, actor, framework)
    if envelope.closed_at:
        raise Refused("This envelope is closed. Set another one instead.")
    return framework


async def _must_set(session: AsyncSession, actor: Actor, framework: Framework) -> None:
    if not rules.may_set_envelope(actor, await framework_queries.list_steward_ids(session, framework)):
        raise NotAllowed(WHO)
