"""A row of the monitor: what stands in it, and the columns from which it is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import cast, literal, null
from sqlmodel import col

from registry.frameworks.models import Framework
from registry.ideas.models import BoundaryStatus, IdeaSummary, Stage
from registry.kit.clock import days_between
from registry.measures.charts import Sparkline, sparkline
from registry.measures.models import Interval, Measure, MeasureKind, StoredResult
from registry.measures.rules.words import in_unit, number_words
from registry.portfolio.rules import monitor as rules
from registry.portfolio.schemas.monitor import Grouping
from registry.spc.assurance import Assurance, Variation

NOBODY = UUID(int=0)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

GROUPED, UNGROUPED, OF_FRAMEWORKS = SECTIONS = range(3)


class MonitorRow(NamedTuple):
    """A measure in the monitor.

    of             the idea's title, or the framework's name
    registered_at  of the idea; of a framework's measure long ago, so that it stands before those of ideas
    idea_id        nobody's for a framework's measure
    group_id       None where the measure has no such group
    ordered_by     by what its group is put in order: its name, or a sponsor's id
    boundaries     (status, address) of each that this measure tells of, the worst first
    is_again       the same measure stands on this page already, under another aim
    """

    id: UUID
    name: str
    kind: MeasureKind
    unit: str
    target: Decimal | None
    interval: Interval
    framework_id: UUID | None
    last_on: date | None
    last_value: Decimal | None
    variation: Variation | None
    assurance: Assurance | None
    due_on: date | None
    sparkline: str
    idea_id: UUID
    reference: str
    of: str
    stage: Stage | None
    registered_at: datetime
    group_id: UUID | None
    group: str
    ordered_by: str
    section: int
    boundaries: Sequence[tuple[BoundaryStatus, str]] = ()
    is_again: bool = False

    @property
    def line(self) -> Sparkline | None:
        return sparkline(self.sparkline)

    @property
    def last_words(self) -> str:
        return "" if self.last_value is None else in_unit(self.last_value, self.unit)

    @property
    def target_words(self) -> str:
        """Without its unit, which stands above it."""
        if self.target is None:
            return ""
        return in_unit(self.target, "%") if self.unit.strip() == "%" else number_words(self.target)

    def days_since(self, today: date) -> int | None:
        return days_between(self.last_on, today) if self.last_on else None

    def last_on_words(self, today: date) -> str:
        """19 November, 6 days ago."""
        return rules.day_and_age_words(self.last_on, today) if self.last_on else ""

    def silence_words(self, today: date) -> str:
        return rules.silence_words(self.last_on, self.due_on, self.interval, self.stage, today)


@dataclass(frozen=True)
class Place:
    """The row after which a page begins; not begun, it is the beginning of its section."""

    section: int = GROUPED
    group: str = ""
    registered_at: datetime = LONG_AGO
    idea_id: UUID = NOBODY
    measure_id: UUID = NOBODY
    is_begun: bool = False

    def is_in(self, row: MonitorRow) -> bool:
        """Whether the page begins within the group of this row."""
        if not self.is_begun or self.section != row.section:
            return False
        return row.section != GROUPED or self.group == row.ordered_by


def fact_columns() -> list[Any]:
    """In the order of MonitorRow; those of an idea or a framework follow, then those of the group."""
    return [
        col(Measure.id).label("id"),
        col(Measure.name).label("name"),
        col(Measure.kind).label("kind"),
        col(Measure.unit).label("unit"),
        col(Measure.target).label("target"),
        col(Measure.interval).label("interval"),
        col(Measure.framework_id).label("framework_id"),
        col(StoredResult.last_on).label("last_on"),
        col(StoredResult.last_value).label("last_value"),
        col(StoredResult.variation).label("variation"),
        col(StoredResult.assurance).label("assurance"),
        col(StoredResult.due_on).label("due_on"),
        col(StoredResult.sparkline).label("sparkline"),
    ]


def idea_columns() -> list[Any]:
    return [
        col(IdeaSummary.id).label("idea_id"),
        col(IdeaSummary.reference_number).label("number"),
        col(IdeaSummary.title).label("of"),
        col(IdeaSummary.stage).label("stage"),
        col(IdeaSummary.registered_at).label("registered_at"),
    ]


def framework_columns() -> list[Any]:
    """In the same columns."""
    return [
        literal(NOBODY, _type_of(IdeaSummary.id)).label("idea_id"),
        cast(null(), _type_of(IdeaSummary.reference_number)).label("number"),
        col(Framework.name).label("of"),
        cast(null(), _type_of(IdeaSummary.stage)).label("stage"),
        literal(LONG_AGO, _type_of(IdeaSummary.registered_at)).label("registered_at"),
    ]


def _type_of(column: Any) -> Any:
    return column.type


def group_columns(thing_id: Any, name: Any, by: Grouping) -> list[Any]:
    ordered_by = thing_id if by is Grouping.SPONSOR else name
    return [col(thing_id).label("group_id"), col(name).label("group"), col(ordered_by).label("ordered_by")]


def no_group_columns(ordered_by: Any = None) -> list[Any]:
    return [
        cast(null(), _type_of(Framework.id)).label("group_id"),
        literal("").label("group"),
        (col(ordered_by) if ordered_by is not None else literal("")).label("ordered_by"),
    ]
