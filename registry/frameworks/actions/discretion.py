"""The board says where people may act without asking, and takes it back for what comes after."""

from decimal import Decimal

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.models import Discretion, DiscretionAim, DiscretionPlace
from registry.frameworks.queries import frameworks as framework_queries
from registry.frameworks.rules import discretion as rules
from registry.frameworks.schemas import DiscretionIn, DiscretionWithdrawalIn
from registry.history.actions import record_event
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused, chosen
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.vision import queries as vision_queries


async def declare_discretion(session: AsyncSession, actor: Actor, form: DiscretionIn) -> Discretion:
    """In the name of the member of the board who does it."""
    if not rules.may_declare(actor):
        raise NotAllowed("Only a member of the board declares an area of discretion.")
    pence, objections = _minor(form.money_limit, 100, field="money_limit", most=rules.MOST_PENCE)
    minutes, more = _minor(form.time_limit, rules.MINUTES_PER_HOUR, field="time_limit", most=rules.MOST_MINUTES)
    if objections := objections | more | rules.objections_to_dates(form.starts_on, form.ends_on, actor.today):
        raise Refused(fields=objections)
    await _check_choices(session, actor, form)
    found = Discretion(
        organisation_id=actor.organisation_id,
        money_limit_pence=pence,
        time_limit_minutes=minutes,
        declared_at=clock.now(),
        declared_by_id=actor.person_id,
        **form.model_dump(exclude={"money_limit", "time_limit", "service_ids", "aim_ids"}),
    )
    session.add(found)
    await session.flush()
    key = {"organisation_id": actor.organisation_id, "discretion_id": found.id}
    session.add_all(DiscretionPlace(service_id=each, **key) for each in sorted(form.service_ids))
    session.add_all(DiscretionAim(aim_id=each, **key) for each in sorted(form.aim_ids))
    await session.flush()
    await record_event(session, actor, "discretion_declared", found, words=found.sentence)
    return found


async def withdraw_discretion(
    session: AsyncSession, actor: Actor, found: Discretion, form: DiscretionWithdrawalIn
) -> None:
    """Nobody claims it from now on; ideas that have claimed it keep it to the end of their exploration period."""
    await session.refresh(found, with_for_update={"key_share": True})
    if found.withdrawn_at and rules.may_declare(actor):
        raise Refused("This area is withdrawn already.")
    if not rules.may_withdraw(actor, found):
        raise NotAllowed("Only a member of the board withdraws an area of discretion.")
    found.withdrawn_at, found.withdrawn_by_id = clock.now(), actor.person_id
    found.withdrawn_reason = form.reason
    session.add(found)
    await session.flush()
    await record_event(session, actor, "discretion_withdrawn", found, words=found.sentence, became=form.reason)


def _minor(written: Decimal | None, per_unit: int, *, field: str, most: int) -> tuple[int | None, dict[str, str]]:
    """What people wrote, in whole minor units; nothing where they set no limit."""
    if written is None:
        return None, {}
    minor = written * per_unit
    if written < 0 or minor > most:
        return None, {field: f"Write a number from 0 to {most // per_unit:,}, or leave it empty."}
    if minor != int(minor):
        whole = "whole pence" if field == "money_limit" else "whole minutes"
        return None, {field: f"Write a number that comes to {whole}."}
    return int(minor), {}


async def _check_choices(session: AsyncSession, actor: Actor, form: DiscretionIn) -> None:
    if form.framework_id:
        with chosen("framework_id"):
            await framework_queries.get_framework(session, actor, form.framework_id)
    services = await people_queries.list_open_services(session, actor, form.service_ids)
    aims = {aim.id for aim in await vision_queries.list_aims_to_choose(session, actor)}
    objections = {
        field: "Choose from the list."
        for field, wrong in (("service_ids", form.service_ids - services), ("aim_ids", form.aim_ids - aims))
        if wrong
    }
    if objections:
        raise Refused(fields=objections)
