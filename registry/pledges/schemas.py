from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from registry.kit.fields import MaybeSentence, Sentence
from registry.kit.text import exact_decimal
from registry.pledges.models import AskState, Kind, PledgeState, Side, Verdict
from registry.pledges.rules.amounts import minor_units

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2200, 1, 1)


def _number(written: Any) -> Any:
    """A decimal as people or programs write it; blank is none."""
    if written is None or (isinstance(written, str) and not written.strip()):
        return None
    if isinstance(written, bool) or not isinstance(written, str | int | float | Decimal) or len(str(written)) > 40:
        raise PydanticCustomError("quantity", "Write a number, such as 4 or 1.5.")
    try:
        return exact_decimal(str(written))
    except ValueError as error:
        raise PydanticCustomError("quantity", "Write a number, such as 4 or 1.5.") from error


def _blank_is_none(written: Any) -> Any:
    return None if isinstance(written, str) and not written.strip() else written


def _day(written: Any) -> Any:
    if isinstance(written, date) and not isinstance(written, datetime):
        return written
    try:
        day = date.fromisoformat(str(written).strip()) if isinstance(written, str) else None
    except ValueError:
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise PydanticCustomError("day", "Write a day, such as 30 April 2027.")
    return day


Day = Annotated[date, BeforeValidator(_day)]
MaybeDay = Annotated[date | None, BeforeValidator(lambda written: _day(written) if _blank_is_none(written) else None)]
MaybeId = Annotated[UUID | None, BeforeValidator(_blank_is_none)]
Quantity = Annotated[Decimal | None, BeforeValidator(_number)]


class Measured(BaseModel):
    """What has a kind, words and an amount of it: people's decimal comes in, `quantity_minor` is exact."""

    kind: Kind
    what: Sentence
    quantity: Quantity = None

    @field_validator("quantity")
    @classmethod
    def is_exact(cls, quantity: Decimal | None, given: ValidationInfo) -> Decimal | None:
        if quantity is not None and "kind" in given.data:
            _exactly(given.data["kind"], quantity)
        return quantity

    @property
    def quantity_minor(self) -> int | None:
        return None if self.quantity is None else minor_units(self.kind, self.quantity)


class AskIn(Measured):
    is_each_week: bool = False
    needed_from_on: Day
    needed_until_on: MaybeDay = None


class PledgeIn(Measured):
    """An offer. Without a side it is what the person's part makes of it; without a day to reply by, 14 days."""

    side: Annotated[Side | None, BeforeValidator(_blank_is_none)] = None
    ask_id: MaybeId = None
    helped_person_id: MaybeId = None
    is_each_week: bool = False
    starts_on: Day
    ends_on: Day
    reply_by_on: MaybeDay = None


class DeclineIn(BaseModel):
    reason: MaybeSentence = ""


class DeliveryIn(BaseModel):
    """Its amount is in the unit of the pledge, so the action makes it exact."""

    quantity: Quantity = None
    delivered_on: Day
    note: MaybeSentence = ""


class DisputeIn(BaseModel):
    reason: Sentence


class WithdrawalIn(BaseModel):
    reason: Sentence


class AgreementIn(BaseModel):
    """The last day on which a withdrawn promise still holds, sooner than after 28 days."""

    effective_on: Day


class ReductionIn(BaseModel):
    """What still goes on, in the unit of the pledge."""

    quantity: Quantity
    reason: Sentence


class VerdictIn(BaseModel):
    verdict: Verdict


class NotNowIn(BaseModel):
    reason: Sentence
    look_again_on: Day


class AskOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    idea_id: UUID
    kind: Kind
    what: str
    quantity_minor: int | None
    is_each_week: bool
    needed_from_on: date
    needed_until_on: date | None
    asked_at: datetime
    asked_by_id: UUID
    state: AskState
    amount: str
    total_minor: int | None
    met_minor: int


class PledgeOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    version: int
    idea_id: UUID
    ask_id: UUID | None
    pledger_id: UUID
    side: Side
    partner_id: UUID | None
    helped_person_id: UUID | None
    split_from_id: UUID | None
    kind: Kind
    what: str
    quantity_minor: int | None
    is_each_week: bool
    starts_on: date
    ends_on: date
    reply_by_on: date
    offered_at: datetime
    accepted_at: datetime | None
    declined_at: datetime | None
    declined_reason: str
    withdrawn_at: datetime | None
    withdrawal_reason: str
    withdrawal_effective_on: date | None
    released_at: datetime | None
    verdict: Verdict | None
    state: PledgeState
    amount: str
    total_minor: int | None
    confirmed_minor: int


class DeliveryOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    pledge_id: UUID
    quantity_minor: int | None
    delivered_on: date
    note: str
    recorded_at: datetime
    recorded_by_id: UUID
    confirmed_at: datetime | None
    confirmed_by_id: UUID | None
    disputed_at: datetime | None
    disputed_by_id: UUID | None
    dispute_reason: str


class NotNowOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    idea_id: UUID
    reason: str
    look_again_on: date
    said_at: datetime
    said_by_id: UUID


def _exactly(kind: Kind, quantity: Decimal) -> int:
    try:
        return minor_units(kind, quantity)
    except ValueError as error:
        raise PydanticCustomError("quantity", "{sentence}", {"sentence": str(error)}) from error
