"""Who publishes the vision, and what it needs. Source: MODEL, 'Vision, values, no needless'."""

from collections import Counter
from collections.abc import Sequence

from registry.people.actors import Actor
from registry.people.models import Role

MOST_AIMS = 50
MOST_VALUES = 7
MOST_PERSONAL_VALUES = 5


def may_publish_vision(actor: Actor) -> bool:
    """Under the board's own name."""
    return actor.has(Role.BOARD)


def may_read_vision(actor: Actor) -> bool:
    """Everybody of the organisation; a partner's people read what is shared with them alone."""
    return not actor.has(Role.PARTNER)


def may_change_aims(actor: Actor) -> bool:
    """The organisation's own list: the board says what should not be, administrators keep lists."""
    return actor.has(Role.BOARD) or actor.has(Role.ADMINISTRATOR)


def objections_to_values(values: Sequence[tuple[str, str]]) -> list[str]:
    """
    values   each as (name, meaning), in the order in which they are to stand
    """
    if not values:
        return ["Name at least one value. A vision rests on what people hold to."]
    if len(values) > MOST_VALUES:
        return [f"Name at most {MOST_VALUES} values: nobody remembers more."]
    objections = [f"Say in a sentence what ‘{name}’ means here." for name, meaning in values if name and not meaning]
    objections += [f"Give the value that means ‘{meaning}’ a name." for name, meaning in values if meaning and not name]
    twice = [name for name, count in Counter(name.casefold() for name, _ in values if name).items() if count > 1]
    return objections + [f"‘{name.capitalize()}’ stands there twice." for name in twice]


def objections_to_personal_values(names: Sequence[str]) -> list[str]:
    if len(names) > MOST_PERSONAL_VALUES:
        return [f"Name at most {MOST_PERSONAL_VALUES}: those that you would not give up."]
    twice = [name for name, count in Counter(name.casefold() for name in names).items() if count > 1]
    return [f"‘{name.capitalize()}’ stands there twice." for name in twice]
