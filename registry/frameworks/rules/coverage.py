"""Where people may act freely: each 'no needless' aim in each local subsystem. Source: MODEL P8."""

from collections.abc import Collection, Iterable
from enum import StrEnum
from uuid import UUID

from registry.frameworks.rules.discretion import Area


class Hold(StrEnum):
    """Whether an area of discretion holds for an aim in a place: for every idea there, for some, or not."""

    WHOLLY = "wholly"
    IN_PART = "in_part"
    NOT = "not"


class Cover(StrEnum):
    """What a cell of the grid says. With a sponsor: no area holds there, and ideas are at work."""

    FREE = "free"
    PARTLY = "partly"
    SPONSORED = "sponsored"
    NOTHING = "nothing"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Cover.FREE: "Freely",
    Cover.PARTLY: "In part",
    Cover.SPONSORED: "With a sponsor",
    Cover.NOTHING: "Nothing yet",
}


def holds_everywhere(area: Area) -> bool:
    return not (area.service_ids or area.aim_ids or area.discretion.framework_id)


def hold_in_service(area: Area, service_id: UUID, aim_id: UUID) -> Hold:
    """In part where it is kept to the ideas under one framework."""
    is_elsewhere = area.service_ids and service_id not in area.service_ids
    if is_elsewhere or _is_for_another_aim(area, aim_id):
        return Hold.NOT
    return Hold.IN_PART if area.discretion.framework_id else Hold.WHOLLY


def hold_in_framework(
    area: Area, framework_id: UUID, aim_id: UUID, *, wider: Collection[UUID], nested: Collection[UUID]
) -> Hold:
    """In part where it is kept to some services, or to a framework nested in this one.

    wider, nested   the frameworks in which this one is nested, and those nested in it, at any depth
    """
    kept_to = area.discretion.framework_id
    is_elsewhere = kept_to and kept_to != framework_id and kept_to not in {*wider, *nested}
    if is_elsewhere or _is_for_another_aim(area, aim_id):
        return Hold.NOT
    return Hold.IN_PART if area.service_ids or kept_to in nested else Hold.WHOLLY


def cover_of(holds: Iterable[Hold], ideas: int) -> Cover:
    found = set(holds)
    if Hold.WHOLLY in found:
        return Cover.FREE
    if Hold.IN_PART in found:
        return Cover.PARTLY
    return Cover.SPONSORED if ideas else Cover.NOTHING


def _is_for_another_aim(area: Area, aim_id: UUID) -> bool:
    return bool(area.aim_ids) and aim_id not in area.aim_ids
