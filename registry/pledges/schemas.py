from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from registry.kit.fields import Day, MaybeDay, MaybeId, MaybeSentence, Sentence, Typed, asked, blank_is_none
from registry.kit.text import exact_decimal
from registry.pledges.models import AskState, Helped, InTime, Kind, PledgeState, Side, Unit, Verdict
from registry.pledges.rules.amounts import minor_units
from registry.pledges.rules.promises import Group


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


Quantity = Annotated[Decimal | None, BeforeValidator(_number)]
What = Annotated[Sentence, asked("Say what it is, in a sentence or two.")]
FirstDay = Annotated[Day, asked("Say from which day.")]
Reason = Annotated[Sentence, asked("Say why: everyone in the organisation can read it.")]
FinalDay = Annotated[Day, asked("Say until which day.")]


def _is_exact(quantity: Decimal | None, given: ValidationInfo) -> Decimal | None:
    kind: Kind | None = given.data.get("kind")
    if kind and quantity is None and kind.unit is not Unit.NONE:
        raise PydanticCustomError("quantity", "Say how much.")
    if kind and quantity is not None:
        _exactly(kind, quantity)
    return quantity


class PromisesFilter(BaseModel):
    """Which promises are counted; empty values narrow nothing, but `since` stands for a year ago.

    since, until   of the last day on which the promise holds
    sponsor        what this person promised for the organisation
    framework      under which the idea stood when it was promised
    """

    sponsor: UUID | None = None
    framework: UUID | None = None
    kind: Kind | None = None
    side: Side | None = None
    since: date | None = None
    until: date | None = None
    group: Group | None = None


Weeks = Annotated[Annotated[int, Field(ge=1, le=52)] | None, BeforeValidator(blank_is_none)]
Days = Annotated[Annotated[int, Field(ge=1, le=366)] | None, BeforeValidator(blank_is_none)]


class Measured(Typed):
    """What has a kind, words and an amount of it: people's decimal comes in, `quantity_minor` is exact."""

    kind: Kind
    what: What
    quantity: Annotated[Quantity, AfterValidator(_is_exact)] = Field(default=None, validate_default=True)

    @property
    def quantity_minor(self) -> int | None:
        return None if self.quantity is None else minor_units(self.kind, self.quantity)


class AskIn(Measured):
    is_each_week: bool = False
    needed_from_on: FirstDay
    needed_until_on: MaybeDay = None


class PledgeIn(Measured):
    """An offer. Without a side it is what the person's part makes of it; without a day to reply by, 14 days.

    visit_weeks, clear_days, presents   what a sponsor will do themselves: rules.undertakings
    check_in_weeks                      what a line manager will do themselves
    """

    side: Annotated[Side | None, BeforeValidator(blank_is_none)] = None
    ask_id: MaybeId = None
    helped_person_id: MaybeId = None
    is_each_week: bool = False
    starts_on: FirstDay
    ends_on: FinalDay
    reply_by_on: MaybeDay = None
    visit_weeks: Weeks = None
    clear_days: Days = None
    presents: bool = False
    check_in_weeks: Weeks = None


class DeclineIn(Typed):
    reason: MaybeSentence = ""


class DeliveryIn(Typed):
    """Its amount is in the unit of the pledge, so the action makes it exact."""

    quantity: Quantity = None
    delivered_on: Annotated[Day, asked("Say on which day it came.")]
    note: MaybeSentence = ""


class GivingBackIn(Typed):
    reason: Reason


class PledgeHandOverIn(Typed):
    """
    to_id     the sponsor who is to take the promises over
    from_id   whose promises they are; the actor's own where it is left out
    """

    to_id: Annotated[UUID, asked("Choose who is to take them over.")]
    from_id: MaybeId = None
    words: MaybeSentence = ""


class TakingOverIn(Typed):
    """
    from_id   who promised, and has left
    """

    from_id: Annotated[UUID, asked("Choose whose promises these were.")]


class DisputeIn(Typed):
    reason: Annotated[Sentence, asked("Say what happened, so that the other side can put it right.")]


class WithdrawalIn(Typed):
    reason: Reason


class AgreementIn(Typed):
    """The last day on which a withdrawn promise still holds, sooner than after 28 days."""

    effective_on: Annotated[Day, asked("Choose the last day on which it holds.")]


class ReductionIn(Typed):
    """What still goes on, in the unit of the pledge."""

    quantity: Annotated[Quantity, asked("Say how much you still promise.")]
    reason: Reason


class VerdictIn(Typed):
    verdict: Annotated[Verdict, asked("Say whether it was kept.")]


class LookBackIn(Typed):
    kept: Annotated[Verdict, asked("Say whether the promise was kept.")]
    in_time: Annotated[InTime, asked("Say whether it came in time.")]
    helped: Annotated[Helped, asked("Say whether it helped.")]
    words: MaybeSentence = ""


class LookBackOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    kept: Verdict
    in_time: InTime
    helped: Helped
    words: str
    given_at: datetime
    given_by_id: UUID


class NotNowIn(Typed):
    reason: Annotated[Sentence, asked("Say why not now: the team reads it.")]
    look_again_on: Annotated[Day, asked("Say when you will look again.")]


class EnvelopeIn(Typed):
    """What a framework has to give, of one kind."""

    kind: Annotated[Kind, asked("Choose what it gives.")]
    quantity: Annotated[Quantity, AfterValidator(_is_exact)] = Field(default=None, validate_default=True)
    starts_on: FirstDay
    ends_on: FinalDay


class EnvelopeEditIn(Typed):
    """Its amount is in the unit of the envelope, so the action makes it exact."""

    quantity: Annotated[Quantity, asked("Say how much.")]
    starts_on: FirstDay
    ends_on: FinalDay


class EnvelopeOut(BaseModel):
    """
    drawn_minor   what promises have drawn and not given back
    came_minor    how much of that has come
    """

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    version: int
    framework_id: UUID
    kind: Kind
    amount_minor: int
    drawn_minor: int
    came_minor: int
    left_minor: int
    amount: str
    starts_on: date
    ends_on: date
    closed_at: datetime | None


class AskOut(BaseModel):
    """
    owner_id   who took on a barrier, where somebody did
    """

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
    owner_id: UUID | None


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
    framework_id: UUID | None
    envelope_id: UUID | None
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
    undertakings: list[str]


class CountedOut(BaseModel):
    """Promises counted together; how much of what was promised came, one for each unit: '40 of 60 hours'."""

    model_config = ConfigDict(from_attributes=True)

    group: Group
    count: int
    amounts: list[str]


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


class PledgeHandOverOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    idea_id: UUID
    from_id: UUID
    to_id: UUID
    words: str
    offered_at: datetime
    offered_by_id: UUID
    answered_at: datetime | None
    is_accepted: bool
    pledges_moved: int
    taken_back_at: datetime | None


class NotNowOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    idea_id: UUID
    reason: str
    look_again_on: date
    said_at: datetime
    said_by_id: UUID


class AnswerTimesOut(BaseModel):
    """How the organisation answers: of the last answers how many came in time, and how many ideas wait now.

    waiting        at most 1,000 counted, of which `late` are past the promised days
    longest_days   that one of them has waited
    """

    model_config = ConfigDict(from_attributes=True)

    promised_days: int
    waiting: int
    late: int
    longest_days: int
    answered: int
    in_time: int


def _exactly(kind: Kind, quantity: Decimal) -> int:
    try:
        return minor_units(kind, quantity)
    except ValueError as error:
        raise PydanticCustomError("quantity", "{sentence}", {"sentence": str(error)}) from error
