"""Who opens a register and publishes an idea in it, and what is left out. Source: MODEL, 'Who sees and does what'."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from registry.ideas.rules.ideas import Standing, is_lead, is_member
from registry.kit.text import joined
from registry.kit.written_names import pattern_of
from registry.people.actors import Actor
from registry.people.models import Role
from registry.pledges.models import Kind, PledgeState

LEFT_OUT = "[name left out]"
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Counted:
    """How much of a kind was asked for, promised and kept."""

    kind: Kind
    asked: int
    promised: int
    kept: int


def may_open_register(actor: Actor) -> bool:
    return actor.has(Role.ADMINISTRATOR)


def may_publish(actor: Actor, standing: Standing) -> bool:
    """The lead alone decides; an ended idea can be published, too."""
    return standing.is_public and is_lead(actor, standing)


def may_take_back(actor: Actor, standing: Standing) -> bool:
    """Its lead, and while it has none anybody of the team."""
    return is_lead(actor, standing) or (not standing.has_lead and is_member(actor, standing))


def may_read_beforehand(actor: Actor, standing: Standing, *, is_published: bool) -> bool:
    """What everybody reads of an idea, or would read, beside the act that changes it."""
    return may_take_back(actor, standing) if is_published else may_publish(actor, standing)


def names_in(texts: Iterable[str], names: Iterable[str]) -> list[str]:
    """Those of some names that stand in one of the texts, the longest first.

    A pattern for each name of a large organisation would take seconds: their words are looked for first.
    """
    texts = list(texts)
    words = {word for text in texts for word in _words_of(text)}
    likely = [name for name in names if (parts := _words_of(name)) and words.issuperset(parts)]
    found = {name for name in likely if any(pattern_of(name).search(text) for text in texts)}
    return sorted(found, key=lambda name: (-len(name), name))


def objections_to_words(words: str, names: Iterable[str]) -> dict[str, str]:
    """
    names   of people and partners
    """
    found = names_in([words], names)
    return {"words": f"Nobody is named in the open register. Leave out {joined(found)}."} if found else {}


def without_names(text: str, names: Sequence[str], most: int | None = None) -> str:
    """The text with something else in place of each of these names; cut where that would make it too long."""
    for name in names:
        text = pattern_of(name).sub(LEFT_OUT, text)
    return text[:most]


def counted(asked: Mapping[Kind, int], promised: Iterable[tuple[Kind, PledgeState]]) -> tuple[Counted, ...]:
    """By kind, in the order of kinds; those of which nothing was asked or promised are left out.

    promised   each promise that was accepted, whatever became of it
    """
    made = list(promised)
    counts = [
        Counted(
            kind,
            asked.get(kind, 0),
            sum(each is kind for each, _ in made),
            sum(each is kind and state is PledgeState.KEPT for each, state in made),
        )
        for kind in Kind
    ]
    return tuple(each for each in counts if each.asked or each.promised)


def _words_of(text: str) -> list[str]:
    return WORD.findall(text.casefold())
