"""What a person may do on the page of a boundary."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from registry.boundaries.models import Boundary, BoundaryKind, BoundaryWording, Crossing
from registry.boundaries.rules.answering import may_answer
from registry.boundaries.rules.crossings import answers_open_to
from registry.boundaries.rules.drawing import Owner, may_agree, may_choose_measure, may_redraw, may_set_aside
from registry.ideas.rules.ideas import Standing
from registry.people.actors import Actor


@dataclass(frozen=True)
class Rights:
    """
    crossing_ids   of the crossings whose question the person may answer
    """

    may_answer: bool
    may_agree: bool
    may_set_aside: bool
    may_redraw: bool
    may_choose_measure: bool
    crossing_ids: frozenset[UUID]


def rights_on(
    actor: Actor,
    boundary: Boundary,
    owner: Owner,
    watched: Standing | None,
    *,
    in_force: BoundaryWording | None,
    proposed: BoundaryWording | None,
    crossings: Iterable[Crossing],
) -> Rights:
    """
    watched   the idea of whose page it is; None on a framework's own
    """
    is_declared = boundary.kind is BoundaryKind.DECLARED
    sponsored = owner.idea
    return Rights(
        may_answer=is_declared and in_force is not None and watched is not None and may_answer(actor, watched),
        may_agree=bool(proposed and sponsored and may_agree(actor, sponsored, proposed)),
        may_set_aside=bool(proposed and sponsored and may_set_aside(actor, sponsored, proposed)),
        may_redraw=in_force is not None and proposed is None and may_redraw(actor, owner),
        may_choose_measure=watched is not None and may_choose_measure(actor, watched, boundary),
        crossing_ids=frozenset(
            crossing.id for crossing in crossings if answers_open_to(actor, owner, watched, crossing)
        ),
    )
