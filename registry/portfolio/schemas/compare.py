from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel

from registry.ideas.models import BoundaryStatus, Stage
from registry.measures.models import MeasureKind
from registry.pledges.models import AskState, PledgeState
from registry.spc.assurance import Assurance, Variation


class ComparedAskOut(BaseModel):
    id: UUID
    what: str
    amount: str
    state: AskState


class ComparedBoundaryOut(BaseModel):
    id: UUID
    sentence: str
    status: BoundaryStatus


class ComparedMeasureOut(BaseModel):
    id: UUID
    name: str
    kind: MeasureKind
    last_value: Decimal | None
    last_on: date | None
    variation: Variation | None
    assurance: Assurance | None


class ComparedPromiseOut(BaseModel):
    id: UUID
    what: str
    by: str
    amount: str
    state: PledgeState


class ComparedStoryOut(BaseModel):
    id: UUID
    by: str
    words: str


class ComparedOut(BaseModel):
    """One of the ideas side by side; `direction` is that of the framework under which it stands."""

    id: UUID
    reference: str
    title: str
    stage: Stage
    stories: list[ComparedStoryOut]
    why: str
    better: str
    outcome: str
    direction: str
    values: list[str]
    area: str
    waits_since_on: date | None
    asks: list[ComparedAskOut]
    boundaries: list[ComparedBoundaryOut]
    measures: list[ComparedMeasureOut]
    promises: list[ComparedPromiseOut]
