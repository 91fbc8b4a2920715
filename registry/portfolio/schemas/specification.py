from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from registry.ideas.models import BoundaryStatus, Stage
from registry.pledges.models import Kind
from registry.portfolio.rules.specification import Box


class OutcomeServedOut(BaseModel):
    id: UUID
    sentence: str
    is_served: bool


class DirectionOut(BaseModel):
    """
    direction   of the framework under which it stands; empty where it stands under none that one may read
    outcomes    of that framework
    outcome     in the team's own words
    """

    framework_id: UUID | None
    framework: str
    direction: str
    better: str
    outcomes: list[OutcomeServedOut]
    outcome: str


class BoundedOut(BaseModel):
    """
    limit       in words; empty where the team answers it
    framework   whose boundary it is; empty for one of the idea's own
    """

    id: UUID
    sentence: str
    limit: str
    framework: str
    status: BoundaryStatus


class ResourceOut(BaseModel):
    pledge_id: UUID
    kind: Kind
    amount: str
    what: str
    by: str
    partner: str
    starts_on: date | None
    ends_on: date | None


class AreaClaimedOut(BaseModel):
    """
    inside   how the idea lies inside the area, in its lead's words
    """

    discretion_id: UUID
    sentence: str
    limits: list[str]
    other_limits: str
    excluded: str
    declared_by: str
    ends_on: date
    inside: str


class SponsoredOut(BaseModel):
    pledge_id: UUID
    by: str
    ends_on: date | None


class LentOut(BaseModel):
    licence_id: UUID
    partner: str
    place: str
    purpose: str
    conditions: list[str]
    starts_on: date
    ends_on: date


class PermissionsOut(BaseModel):
    area: AreaClaimedOut | None
    sponsorship: SponsoredOut | None
    licences: list[LentOut]


class MissingOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    box: Box
    sentence: str


class SpecificationOut(BaseModel):
    """The minimum specification of an idea.

    resources        the first eight promises; `more_resources` counts the others
    """

    idea_id: UUID
    reference: str
    title: str
    stage: Stage
    lead: str
    sponsor: str
    explored_from: date | None
    explored_until: date | None
    direction: DirectionOut
    boundaries: list[BoundedOut]
    resources: list[ResourceOut]
    more_resources: int
    permissions: PermissionsOut
    missing: list[MissingOut]
