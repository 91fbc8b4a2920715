"""Who asks whom: an idea's team by anyone who sees the idea, a sponsor by the team. Each question is answered once."""

from registry.ideas.models import Question
from registry.ideas.rules.ideas import Standing, is_member
from registry.people.actors import Actor
from registry.people.models import Person, Role


def may_ask_team(actor: Actor, standing: Standing) -> bool:
    """Anyone who sees the idea and is not in its team; of an ended one, too, whose learning is there for all."""
    return actor.id is not None and standing.is_public and not is_member(actor, standing)


def may_ask_sponsor(actor: Actor, standing: Standing) -> bool:
    return is_member(actor, standing) and standing.is_open


def objections_to_asked(standing: Standing, person: Person, roles: frozenset[Role]) -> dict[str, str]:
    if person.left_at or Role.SPONSOR not in roles:
        return {"to_id": f"{person.name} is no sponsor here. Choose a sponsor."}
    if person.id in standing.member_ids:
        return {"to_id": f"{person.name} is in your team. Ask each other."}
    return {}


def may_answer_question(actor: Actor, standing: Standing, question: Question) -> bool:
    """The sponsor who is asked, or the team; never who asked."""
    if actor.is_person(question.asked_by_id):
        return False
    return actor.is_person(question.to_id) if question.to_id else is_member(actor, standing)


def may_take_question_back(actor: Actor, question: Question) -> bool:
    return actor.is_person(question.asked_by_id)


def can_answer_question(question: Question) -> bool:
    return question.answered_at is None and question.taken_back_at is None
