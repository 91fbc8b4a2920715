"""A promise may not carry instructions on method: its conditions can only point at boundaries."""

from collections.abc import Set
from uuid import UUID


def objections_to_conditions(named: Set[UUID], in_force: Set[UUID]) -> dict[str, str]:
    """
    in_force   the boundaries under which the idea stands now
    """
    if named <= in_force:
        return {}
    return {"boundary_ids": "Choose among the boundaries of this idea. A promise can have no other conditions."}
