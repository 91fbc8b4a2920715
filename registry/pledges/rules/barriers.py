"""Who owns a barrier that a team asked to have removed. Nobody is given one: a sponsor takes it, or gives it back."""

from registry.ideas.rules.ideas import Standing
from registry.people.actors import Actor
from registry.pledges.models import Ask, BarrierOwner, Kind
from registry.pledges.rules.pledges import is_answer


def may_take_barrier(actor: Actor, standing: Standing) -> bool:
    """A sponsor from outside the team, also from another sponsor who has it."""
    return is_answer(actor, standing)


def can_take_barrier(ask: Ask, standing: Standing) -> bool:
    return ask.kind is Kind.BARRIER and ask.withdrawn_at is None and standing.is_open


def may_give_back_barrier(actor: Actor, owner: BarrierOwner | None) -> bool:
    return owner is not None and actor.is_person(owner.owner_id)
