"""Who sees a measure, and who keeps it."""

from dataclasses import dataclass
from uuid import UUID

from registry.ideas.rules import ideas as idea_rules
from registry.ideas.rules.ideas import Standing
from registry.measures.models import Measure
from registry.people.actors import Actor
from registry.people.models import Role

MEASURES_AT_MOST = 20


@dataclass(frozen=True)
class Keeping:
    """Whose measures these are: an idea's, or those of a framework with its present stewards.

    idea   None for a framework's
    """

    idea: Standing | None = None
    steward_ids: frozenset[UUID] = frozenset()


def may_see(actor: Actor, keeping: Keeping) -> bool:
    """An idea's measure with the idea; a framework's is everybody's of the organisation, but no partner's."""
    return idea_rules.may_see(actor, keeping.idea) if keeping.idea else not actor.has(Role.PARTNER)


def may_keep(actor: Actor, keeping: Keeping) -> bool:
    """The team of an open idea, or a framework's stewards and the quality team: they say what is counted, and count."""
    if keeping.idea:
        return idea_rules.is_member(actor, keeping.idea) and keeping.idea.is_open
    return actor.id in keeping.steward_ids or actor.has(Role.QUALITY)


def may_record(actor: Actor, keeping: Keeping, measure: Measure) -> bool:
    return may_keep(actor, keeping) and measure.closed_at is None


def who_keeps(keeping: Keeping) -> str:
    """For the sentence that tells others."""
    return "its team, while the idea is open" if keeping.idea else "its framework’s stewards and the quality team"


def who_records(keeping: Keeping, measure: Measure) -> str:
    """The sentence for who may not."""
    closed = " This measure is closed." if measure.closed_at else ""
    return f"Numbers are written by {who_keeps(keeping)}.{closed}"


def who_sets_limits(keeping: Keeping, measure: Measure) -> str:
    """The sentence for who may not."""
    closed = " This measure is closed." if measure.closed_at else ""
    return f"On which numbers the limits rest is said by {who_keeps(keeping)}.{closed}"


def objections_to_adding(open_count: int) -> list[str]:
    if open_count >= MEASURES_AT_MOST:
        return [f"There are {MEASURES_AT_MOST} measures already. Close one first: fewer are counted better."]
    return []
