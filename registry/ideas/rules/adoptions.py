"""Who may start an idea of their own from another's. Source: MODEL, 'Ideas', adoption."""

from registry.ideas.models import Stage
from registry.ideas.rules.ideas import Standing, is_member, may_register_ideas
from registry.people.actors import Actor
from registry.people.models import Role

TO_LEARN_FROM = frozenset({Stage.SUSTAINED, Stage.ENDED})
WHY_NOT_YET = "An idea is taken up by others once it is how its team works, or has ended. Ask the team, or join it."


def may_adopt(actor: Actor, standing: Standing) -> bool:
    """A clinician of another team, from an idea that all can read."""
    return may_register_ideas(actor) and standing.is_public and not is_member(actor, standing)


def may_see_spread(actor: Actor) -> bool:
    """Everybody of the organisation; of the tree a partner's people would see ideas that nobody shared with them."""
    return not actor.has(Role.PARTNER)


def can_adopt(standing: Standing) -> bool:
    return standing.stage in TO_LEARN_FROM
