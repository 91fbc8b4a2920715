"""Who hands the lead of an idea over, and to whom. The new lead accepts: nobody is made one."""

from registry.ideas.models import LeadHandOver
from registry.ideas.rules.ideas import Standing, is_lead
from registry.people.actors import Actor
from registry.people.models import Person, Role


def may_offer_lead(actor: Actor, standing: Standing) -> bool:
    return is_lead(actor, standing) and standing.is_open


def objections_to_lead(standing: Standing, person: Person, roles: frozenset[Role]) -> dict[str, str]:
    if person.id == standing.lead_id:
        return {"to_id": "You lead this idea already. Choose somebody else."}
    if person.left_at or Role.CLINICIAN not in roles:
        return {"to_id": f"{person.name} is no clinician here. Choose a clinician: they alone lead ideas."}
    if person.id == standing.sponsor_id:
        return {"to_id": f"{person.name} sponsors this idea. Nobody leads what they sponsor."}
    return {}


def may_answer_lead(actor: Actor, hand_over: LeadHandOver) -> bool:
    return actor.is_person(hand_over.to_id)


def can_accept_lead(actor: Actor, standing: Standing, hand_over: LeadHandOver) -> bool:
    """While nobody else has taken the lead; it stands also when who offered it has left."""
    is_leads = standing.lead_id == hand_over.offered_by_id
    return is_leads and standing.is_open and actor.has(Role.CLINICIAN) and not actor.is_person(standing.sponsor_id)


def may_take_lead_back(actor: Actor, hand_over: LeadHandOver) -> bool:
    return actor.is_person(hand_over.offered_by_id)
