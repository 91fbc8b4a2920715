from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from registry.kit.database import plain_decimal
from registry.kit.fields import Day, Line, MaybeDay, MaybeLongText, MaybeSentence, Sentence, Typed, asked, blank_is_none
from registry.measures.models import Interval, Measure, MeasureKind, Observation
from registry.measures.rules.reading import WANTED, Unreadable, read_number
from registry.spc.assurance import Assurance, Variation
from registry.spc.series import MDC_POINTS, Direction, RuleSet

LARGEST_PER = 1_000_000


def _number(written: Any) -> Any:
    """A number as people or programs write it; blank is none."""
    if written is None or (isinstance(written, str) and not written.strip()):
        return None
    if isinstance(written, bool) or not isinstance(written, str | int | float | Decimal):
        raise PydanticCustomError("number", "{sentence}", {"sentence": WANTED})
    try:
        return read_number(written if isinstance(written, str) else str(written))
    except Unreadable as error:
        raise PydanticCustomError("number", "{sentence}", {"sentence": str(error)}) from error


Number = Annotated[Decimal | None, BeforeValidator(_number)]
MaybeCount = Annotated[int | None, BeforeValidator(blank_is_none)]
Why = Annotated[Sentence, asked("Say why: everyone who sees the chart can read it.")]


class MeasureIn(Typed):
    """What is counted, and how.

    per   None for one number each time; 100 for a percentage of two counts, 1000 for a rate per 1,000 and so on
    shift_points, trend_points, screens_outliers   choices of the rule set mdc; None leaves them to it
    """

    name: Annotated[Line, asked("Say what you count, in a few words.")]
    kind: Annotated[MeasureKind, asked("Choose what it tells.")]
    unit: Annotated[Line, asked("Say in what it is counted, such as minutes or %."), Field(max_length=60)]
    definition: MaybeLongText = ""
    direction: Annotated[Direction, asked("Choose which way is better.")]
    target: Number = None
    interval: Annotated[Interval, asked("Choose how often a number comes.")]
    per: Annotated[Annotated[int, Field(gt=0, le=LARGEST_PER)] | None, BeforeValidator(blank_is_none)] = None
    rule_set: RuleSet = RuleSet.NHSR
    shift_points: MaybeCount = None
    trend_points: MaybeCount = None
    screens_outliers: Annotated[bool | None, BeforeValidator(blank_is_none)] = None

    @model_validator(mode="after")
    def rules_go_together(self) -> Self:
        chosen = {self.shift_points, self.trend_points} - {None}
        if chosen and self.rule_set is RuleSet.NHSR:
            raise PydanticCustomError("rules", "In the usual rules a shift and a trend have 7 numbers.")
        if not chosen <= {*MDC_POINTS}:
            raise PydanticCustomError("rules", "A shift or a trend has 6, 7 or 8 numbers.")
        return self


def as_typed(measure: Measure) -> dict[str, Any]:
    """What a measure says, as a form shows it."""
    said = {name: getattr(measure, name) for name in MeasureIn.model_fields}
    target = "" if measure.target is None else plain_decimal(measure.target)
    screens = "" if measure.screens_outliers is None else str(measure.screens_outliers).lower()
    return said | {"target": target, "screens_outliers": screens}


class ObservationIn(Typed):
    """What was counted for a date: a number, or two counts where the measure has a `per`, or that nobody could count.

    is_ghosted   drawn and left out of the rules, in the rule set mdc
    """

    measured_on: Annotated[Day, asked("Say for which date.")]
    value: Number = None
    numerator: Number = None
    denominator: Number = None
    note: MaybeSentence = ""
    is_gap: bool = False
    is_ghosted: bool = False


class ObservationsIn(BaseModel):
    """Many numbers in one step, or one: an `ObservationIn` given alone stands for a list of itself.

    corrects   they may replace others that stand for their dates
    """

    observations: list[ObservationIn]
    corrects: bool = False

    @model_validator(mode="before")
    @classmethod
    def takes_one_alone(cls, given: Any) -> Any:
        is_one = isinstance(given, dict) and "observations" not in given
        return {"observations": [given]} if is_one else given


class PasteIn(Typed):
    """Columns of a spreadsheet as text.

    starts_on     of numbers without dates the first one's
    counted_from  the same as it was worked out when they were looked at, where nobody said it
    corrects      numbers that stand already are replaced, for the reason in `note`
    leaves_out    lines that cannot be taken are left out
    """

    text: Annotated[str, asked("Paste the numbers here, one on each line.")]
    starts_on: MaybeDay = None
    counted_from: MaybeDay = None
    corrects: bool = False
    note: MaybeSentence = ""
    leaves_out: bool = False


class FileIn(BaseModel):
    """The form of an upload; what the file holds is read as a text that was pasted."""

    file: str = ""


class CorrectionIn(Typed):
    """What is right for a date for which a number stands, and why. `number` is that of the row that was shown."""

    value: Number = None
    numerator: Number = None
    denominator: Number = None
    note: Why
    is_gap: bool = False
    is_ghosted: bool = False
    number: MaybeCount = None


def as_shown(row: Observation) -> dict[str, Any]:
    """What stands for a date, as the form of a correction begins."""
    counts = {name: getattr(row, name) for name in ("value", "numerator", "denominator")}
    said = {name: "" if count is None else plain_decimal(count) for name, count in counts.items()}
    if row.numerator is not None:
        del said["value"]
    is_gap = row.value is None and not row.is_withdrawn
    return said | {"number": row.number, "is_gap": str(is_gap).lower(), "is_ghosted": str(row.is_ghosted).lower()}


class WithdrawalIn(Typed):
    note: Why
    number: MaybeCount = None


class ResultOut(BaseModel):
    """What the rules found when the numbers last changed. Limits and icons are null where they would mean nothing."""

    model_config = ConfigDict(from_attributes=True)

    number_count: int
    first_on: date | None
    last_on: date | None
    last_value: Decimal | None
    mean: float | None
    lower_limit: float | None
    upper_limit: float | None
    is_trial: bool
    variation: Variation | None
    assurance: Assurance | None
    signal_since_on: date | None
    signal_at: datetime
    recorded_at: datetime | None
    due_on: date | None


class BaselineIn(Typed):
    """On how many of the first numbers the limits rest; left empty, on all of them again."""

    points: MaybeCount = None
    reason: Why


class RecalculationIn(Typed):
    """The date of a number that stands, from which mean and limits are worked out anew."""

    starts_on: Annotated[Day, asked("Choose from which date.")]
    reason: Why


class ChangeIn(Typed):
    tried_on: Annotated[Day, asked("Say from which day.")]
    what: Annotated[Line, asked("Say in a few words what you tried.")]


class MeasureOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    version: int
    idea_id: UUID | None
    framework_id: UUID | None
    name: str
    kind: MeasureKind
    unit: str
    definition: str
    direction: Direction
    target: Decimal | None
    interval: Interval
    per: int | None
    rule_set: RuleSet
    shift_points: int | None
    trend_points: int | None
    screens_outliers: bool | None
    added_at: datetime
    added_by_id: UUID
    closed_at: datetime | None
    closed_by_id: UUID | None
    result: ResultOut


class ObservationOut(BaseModel):
    """What stands for a date.

    corrections   how many numbers stood for it before
    """

    model_config = ConfigDict(from_attributes=True)

    measured_on: date
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    note: str
    is_ghosted: bool
    corrections: int
    recorded_at: datetime | None
    recorded_by_id: UUID | None


class ObservationRowOut(BaseModel):
    """What was said of a date at one moment; the row with the greatest number stands."""

    model_config = ConfigDict(from_attributes=True)

    measured_on: date
    number: int
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    note: str
    is_ghosted: bool
    is_withdrawn: bool
    recorded_at: datetime
    recorded_by_id: UUID


class BaselineOut(BaseModel):
    """`points` is null where the limits rest on all numbers."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    points: int | None
    reason: str
    set_at: datetime
    set_by_id: UUID


class RecalculationOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    measure_id: UUID
    starts_on: date
    reason: str
    set_at: datetime
    set_by_id: UUID
    lifted_at: datetime | None
    lifted_by_id: UUID | None


class ChangeOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    idea_id: UUID
    tried_on: date
    what: str
    told_at: datetime
    told_by_id: UUID
    taken_back_at: datetime | None
    taken_back_by_id: UUID | None
