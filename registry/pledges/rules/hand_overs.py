"""Who hands a sponsor's promises to one idea over, and to whom. The promises go on; the new sponsor accepts them."""

from uuid import UUID

from registry.ideas.rules.ideas import Standing, is_lead
from registry.people.actors import Actor
from registry.people.models import Person, Role
from registry.pledges.models import PledgeHandOver
from registry.pledges.rules.pledges import is_answer


def has_lost_their_part(pledger: Person, roles: frozenset[Role]) -> bool:
    """They have left or are a sponsor no longer, and so can keep nothing for the organisation.

    roles   of who promised
    """
    return pledger.left_at is not None or Role.SPONSOR not in roles


def may_hand_over(actor: Actor, standing: Standing, pledger: Person, roles: frozenset[Role]) -> bool:
    """The sponsor who promised; when they have left or are a sponsor no longer, the lead asks another."""
    is_own = actor.is_person(pledger.id) and actor.has(Role.SPONSOR)
    return is_own or (has_lost_their_part(pledger, roles) and is_lead(actor, standing))


def may_take_over(actor: Actor, standing: Standing, pledger: Person, roles: frozenset[Role]) -> bool:
    """Of somebody who has left or is a sponsor no longer, a sponsor from outside the team."""
    return has_lost_their_part(pledger, roles) and is_answer(actor, standing)


def objections_to_taker(standing: Standing, pledger_id: UUID, person: Person, roles: frozenset[Role]) -> dict[str, str]:
    if person.id == pledger_id:
        return {"to_id": "These are that person’s promises already. Choose somebody else."}
    if person.left_at or Role.SPONSOR not in roles:
        return {"to_id": f"{person.name} is no sponsor here. Choose a sponsor: they promise for the organisation."}
    if person.id in standing.member_ids:
        return {"to_id": f"{person.name} is in the team, and nobody promises to their own work."}
    return {}


def may_answer_hand_over(actor: Actor, hand_over: PledgeHandOver) -> bool:
    return actor.is_person(hand_over.to_id)


def can_accept_hand_over(actor: Actor, standing: Standing) -> bool:
    return is_answer(actor, standing) and standing.is_open


def may_take_hand_over_back(actor: Actor, hand_over: PledgeHandOver) -> bool:
    return actor.is_person(hand_over.offered_by_id)
