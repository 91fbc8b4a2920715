from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from registry.ideas.models import BoundaryStatus
from registry.measures.models import MeasureKind
from registry.spc.assurance import Assurance, Variation

MONITOR_ROWS = 100
MOST_MONITOR_ROWS = 500


class Grouping(StrEnum):
    """By what the monitor gathers its rows."""

    FRAMEWORK = "framework"
    SERVICE = "service"
    AIM = "aim"
    SPONSOR = "sponsor"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Signal(StrEnum):
    """What the rules say of the newest number, without high or low."""

    CONCERN = "concern"
    IMPROVEMENT = "improvement"
    NEUTRAL = "neutral"
    NONE = "none"

    @property
    def label(self) -> str:
        return SIGNALS[self][0]

    @property
    def variations(self) -> tuple[Variation, ...]:
        return SIGNALS[self][1]


SIGNALS: dict[Signal, tuple[str, tuple[Variation, ...]]] = {
    Signal.CONCERN: ("Of concern", (Variation.CONCERN_HIGH, Variation.CONCERN_LOW)),
    Signal.IMPROVEMENT: ("Improvement", (Variation.IMPROVEMENT_HIGH, Variation.IMPROVEMENT_LOW)),
    Signal.NEUTRAL: ("Change, neither good nor bad", (Variation.NEUTRAL_HIGH, Variation.NEUTRAL_LOW)),
    Signal.NONE: ("No signal", (Variation.COMMON_CAUSE,)),
}


class MonitorFilter(BaseModel):
    """What the monitor is narrowed to, and by what it is grouped; empty values narrow nothing.

    is_changed   only what changed since the actor last looked
    rows         at most so many on a page
    """

    by: Grouping = Grouping.FRAMEWORK
    framework_id: UUID | None = None
    service_id: UUID | None = None
    aim_id: UUID | None = None
    sponsor_id: UUID | None = None
    kind: MeasureKind | None = None
    signal: Signal | None = None
    boundary: BoundaryStatus | None = None
    is_changed: bool = False
    rows: int = Field(default=MONITOR_ROWS, ge=10, le=MOST_MONITOR_ROWS)


class LookIn(BaseModel):
    """
    until   the moment at which what was seen was drawn
    """

    until: AwareDatetime


class MonitorRowOut(BaseModel):
    """
    id           of the measure
    group        the framework, service, aim or sponsor under which the row stands; empty where it has none
    of           the title of its idea, or the name of its framework
    boundaries   how the boundaries that this measure tells of stand, the worst first
    """

    group: str
    id: UUID
    name: str
    kind: MeasureKind
    unit: str
    idea_id: UUID | None
    reference: str
    framework_id: UUID | None
    of: str
    last_on: date | None
    last_value: Decimal | None
    target: Decimal | None
    variation: Variation | None
    assurance: Assurance | None
    boundaries: list[BoundaryStatus]
    days_since: int | None


class NewsOut(BaseModel):
    """Something that changed.

    kind      signal, signal_gone, crossing or unknown
    id        of the measure, the crossing or the watch
    name      of the measure, or the boundary's sentence
    of        the title of its idea, or the name of its framework
    address   where it shows
    """

    model_config = ConfigDict(from_attributes=True)

    kind: str
    id: UUID
    on: date
    name: str
    of: str
    variation: Variation | None
    address: str


class ReviewNearOut(BaseModel):
    """An exploration whose end is an occasion to look back together."""

    model_config = ConfigDict(from_attributes=True)

    idea_id: UUID
    idea_title: str
    ends_on: date


class OutsideOut(BaseModel):
    """An idea that works where no licence covers it, and why."""

    idea_id: UUID
    title: str
    objection: str


class LicenceEndingOut(BaseModel):
    """A licence that ends within 30 days."""

    id: UUID
    partner: str
    title: str
    ends_on: date


class StandingOut(BaseModel):
    """A boundary that is crossed or near now.

    of        the title of its idea, or the name of its framework
    address   where it shows
    """

    model_config = ConfigDict(from_attributes=True)

    status: BoundaryStatus
    watch_id: UUID
    sentence: str
    of: str
    address: str
