"""Who may ask for what, and when an ask cannot stand."""

from datetime import date

from registry.ideas.rules.ideas import Standing, is_member
from registry.people.actors import Actor
from registry.pledges.models import Ask, Kind, Unit


def may_ask(actor: Actor, standing: Standing) -> bool:
    """The team says what it needs."""
    return is_member(actor, standing) and standing.is_open


def may_withdraw_ask(actor: Actor, standing: Standing, ask: Ask) -> bool:
    return is_member(actor, standing) and ask.withdrawn_at is None


def objections_to_ask(
    kind: Kind, quantity_minor: int | None, is_each_week: bool, from_on: date, until_on: date | None
) -> dict[str, str]:
    found: dict[str, str] = {}
    if kind.unit is not Unit.NONE and quantity_minor is None:
        found["quantity"] = "Say how much you need."
    if kind.unit is Unit.NONE and quantity_minor is not None:
        found["quantity"] = f"{kind.label} has no amount. Leave this empty."
    if until_on and until_on < from_on:
        found["needed_until_on"] = "The last day comes before the first. Change one of them."
    if is_each_week and quantity_minor is not None and not until_on:
        found["needed_until_on"] = "Say until when, so that it is clear how many weeks you mean."
    return found
