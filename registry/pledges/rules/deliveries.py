"""Who records what came, and who says whether it did. A pledger cannot mark their own pledge kept."""

from datetime import date

from registry.ideas.rules.ideas import Standing, is_member
from registry.people.actors import Actor
from registry.pledges.models import Delivery, Kind, Pledge, PledgeState, Unit
from registry.pledges.rules.arrows import Act, can


def may_record_delivery(actor: Actor, standing: Standing, pledge: Pledge) -> bool:
    """Either side: who promised it, or the team."""
    return actor.is_person(pledge.pledger_id) or may_answer_delivery(actor, standing, pledge)


def can_record_delivery(pledge: Pledge, state: PledgeState, today: date) -> bool:
    """From the first day of the promise on, and afterwards what came late to the record."""
    return can(Act.RECORD, state) and pledge.verdict is None and today >= pledge.starts_on


def last_day(pledge: Pledge) -> date:
    """The last day on which the promise holds."""
    effective_on = pledge.withdrawal_effective_on
    return min(pledge.ends_on, effective_on) if effective_on else pledge.ends_on


def objections_to_delivery(
    pledge: Pledge, quantity_minor: int | None, delivered_on: date, today: date
) -> dict[str, str]:
    found: dict[str, str] = {}
    if pledge.kind.unit is not Unit.NONE and quantity_minor is None:
        found["quantity"] = "Say how much came."
    if pledge.kind.unit is Unit.NONE and quantity_minor is not None:
        found["quantity"] = f"{pledge.kind.label} has no amount. Leave this empty."
    if delivered_on > today:
        found["delivered_on"] = "Choose today or an earlier day: this is about what has come."
    elif not pledge.starts_on <= delivered_on <= last_day(pledge):
        found["delivered_on"] = "Choose a day within the time of the promise."
    return found


def may_answer_delivery(actor: Actor, standing: Standing, pledge: Pledge) -> bool:
    """Only the team confirms or disputes, for line-manager support only the person it names; never who promised it."""
    if actor.is_person(pledge.pledger_id):
        return False
    if pledge.kind is Kind.LINE_MANAGER:
        return actor.is_person(pledge.helped_person_id)
    return is_member(actor, standing)


def can_answer_delivery(delivery: Delivery) -> bool:
    return delivery.confirmed_at is None and delivery.disputed_at is None
