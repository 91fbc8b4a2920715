"""Who opens and keeps a framework, how large it may grow, and advice on its words.

Source: MODEL, 'Frameworks, boundaries, discretion'.
"""

import re
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from registry.people.actors import Actor
from registry.people.models import Role

OUTCOMES_AT_MOST = 5

# Words that say how to work rather than what should come of it.
METHOD = re.compile(
    r"\b(?:(?:must|shall|have to|has to|is to|are to) (?:always )?"
    r"(?:use|complete|fill in|follow|attend|document|record)"
    r"|are required to|is required to|are expected to use|by (?:using|completing|filling in|following|attending)"
    r"|in line with (?:the )?(?:procedure|protocol|policy|policies|guidance|pathway)s?"
    r"|according to (?:the )?(?:procedure|protocol|policy|checklist|guidance)"
    r"|as set out in|using the \w+ (?:form|tool|template|checklist|proforma))\b",
    re.IGNORECASE,
)


def may_see(actor: Actor) -> bool:
    """A framework is everybody's to read but a partner's."""
    return not actor.has(Role.PARTNER)


def may_open(actor: Actor) -> bool:
    return bool(actor.roles & {Role.STEWARD, Role.BOARD})


def may_keep(actor: Actor, steward_ids: Collection[UUID]) -> bool:
    """Its stewards write its words, its outcomes and its dates."""
    return actor.id in steward_ids


def may_name_stewards(actor: Actor, steward_ids: Collection[UUID]) -> bool:
    """Its stewards, and the board, so that a framework whose stewards have all left is not lost."""
    return may_keep(actor, steward_ids) or actor.has(Role.BOARD)


def may_end_stewardship(actor: Actor, steward_ids: Collection[UUID]) -> bool:
    return may_name_stewards(actor, steward_ids)


def objections_to_dates(starts_on: date, review_on: date, today: date, *, before_on: date | None) -> dict[str, str]:
    """
    before_on   the review date that stands; one that has come may stay while other things are mended
    """
    if review_on <= starts_on:
        return {"review_on": "Choose a day after the one from which it holds."}
    if review_on <= today and review_on != before_on:
        return {"review_on": "Choose a day that lies ahead."}
    return {}


def objections_to_nesting(framework_id: UUID | None, parent_id: UUID, wider_ids: Collection[UUID]) -> dict[str, str]:
    """
    wider_ids   in which the parent itself is nested, at any depth
    """
    if framework_id is not None and framework_id in {parent_id, *wider_ids}:
        return {"parent_id": "This framework holds that one already. Choose one that is wider."}
    return {}


def objections_to_outcome(count: int) -> list[str]:
    if count >= OUTCOMES_AT_MOST:
        return [f"A framework has at most {OUTCOMES_AT_MOST} outcomes. End one before you add another."]
    return []


def objections_to_ending_stewardship(count: int) -> list[str]:
    """
    count   how many stewards it has now
    """
    return ["A framework has at least one steward. Name another one first."] if count <= 1 else []


def advice_on(sentence: str) -> str:
    """What to weigh where words prescribe a method; nothing otherwise. It never refuses."""
    found = METHOD.search(sentence)
    if not found:
        return ""
    return (
        f"‘{found[0]}’ tells people how to work. Say what should be true, and leave the way to those who do it: "
        "they see what helps here, and can only learn from a way that they chose."
    )


def was_and_became(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, str]:
    """What changed, a line each."""
    changed = [label for label in after if before[label] != after[label]]
    was = "\n".join(f"{label}: {before[label]}" for label in changed)
    return was, "\n".join(f"{label}: {after[label]}" for label in changed)
