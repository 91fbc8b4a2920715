"""Who tells how an idea goes, and what an update asks for. Source: MODEL, 'Progress'."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from registry.boundaries.rules.standing import WATCHED_STAGES
from registry.ideas.rules.ideas import Standing, is_member
from registry.people.actors import Actor

QUIET_DAYS = 42

QUESTIONS = {
    "tried": "What we tried",
    "happened": "What happened",
    "learnt": "What we learnt",
    "next_step": "What next",
}


def may_tell(actor: Actor, standing: Standing) -> bool:
    """Any member of the team tells how it goes."""
    return is_member(actor, standing) and standing.is_open


def may_edit_update(actor: Actor, told_by_id: UUID) -> bool:
    """Words are their own: nobody else puts them differently, a lead no more than others."""
    return actor.is_person(told_by_id)


def objections_to_update(texts: Iterable[str]) -> list[str]:
    if any(texts):
        return []
    return ["Say at least one of the four: what you tried, what happened, what you learnt, or what is next."]


def labelled(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """The texts of an update, by the names of their fields, as (question, words)."""
    return [(QUESTIONS[name], text) for name, text in texts.items()]


def told_words(texts: Mapping[str, str]) -> str:
    return "\n".join(f"{question}: {words}" for question, words in labelled(texts))


def unanswered(standing: Standing, in_force: Iterable[UUID], answered: Mapping[UUID, object]) -> list[UUID]:
    """Boundaries that an update must answer and does not; at rest none must."""
    if standing.stage not in WATCHED_STAGES:
        return []
    return [boundary_id for boundary_id in in_force if boundary_id not in answered]
