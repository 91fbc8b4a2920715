"""Who keeps an idea that is how people work now. They accept: nobody is made an owner."""

from registry.ideas.models import Stage, StandingOwner
from registry.ideas.rules.ideas import Standing, is_lead
from registry.people.actors import Actor
from registry.people.models import Person, Role


def may_ask_owner(actor: Actor, standing: Standing) -> bool:
    return is_lead(actor, standing) and standing.stage is Stage.SUSTAINED


def objections_to_owner(person: Person, roles: frozenset[Role], before: StandingOwner | None) -> dict[str, str]:
    """
    before   who keeps it now
    """
    if person.left_at or Role.PARTNER in roles:
        return {"owner_id": f"{person.name} does not work here. Choose somebody who does."}
    if before and before.owner_id == person.id:
        return {"owner_id": f"{person.name} keeps it already. Choose somebody else."}
    return {}


def may_answer_owning(actor: Actor, owner: StandingOwner) -> bool:
    return actor.is_person(owner.owner_id)


def can_accept_owning(standing: Standing) -> bool:
    return standing.stage is Stage.SUSTAINED


def may_take_owning_back(actor: Actor, standing: Standing, owner: StandingOwner) -> bool:
    """Who asked, or who leads by now."""
    return actor.is_person(owner.asked_by_id) or is_lead(actor, standing)


def may_give_up(actor: Actor, owner: StandingOwner) -> bool:
    return actor.is_person(owner.owner_id) and owner.is_in_force
