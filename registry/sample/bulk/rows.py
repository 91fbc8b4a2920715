"""Rows that are not written yet, table by table."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel

from registry.kit.bulk import Plain, add_rows, plain

Given = dict[str, Plain]


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was done: the moment itself, and in the plain form with its day in the organisation's zone.

    id_begins   the first 13 digits of a UUIDv7 made then
    """

    at: datetime
    text: str
    on: date
    day: str
    id_begins: str


def moment(at: datetime, zone: ZoneInfo) -> Moment:
    on = at.astimezone(zone).date()
    return Moment(at, str(plain(at)), on, on.isoformat(), f"{int(at.timestamp() * 1000):012x}7")


class Sheets:
    """What is to be written. A row that was added may be changed until then."""

    def __init__(self, organisation_id: str) -> None:
        self.organisation_id = organisation_id
        self.rows: dict[type[SQLModel], list[Given]] = defaultdict(list)
        self.whole: dict[type[SQLModel], tuple[Sequence[str], list[Sequence[Plain]]]] = {}

    def add_whole(self, model: type[SQLModel], names: Sequence[str], rows: Sequence[Sequence[Plain]]) -> None:
        """Rows that say everything, the organisation too: for tables that have many times more of them than others."""
        self.whole.setdefault(model, (names, []))[1].extend(rows)

    def add(self, model: type[SQLModel], **given: Plain) -> Given:
        self.rows[model].append(given)
        return given

    async def write(self, connection: AsyncConnection) -> None:
        """In the order in which tables refer to one another."""
        order = [table.name for table in SQLModel.metadata.sorted_tables]
        for model in sorted([*self.rows, *self.whole], key=lambda model: order.index(str(model.__tablename__))):
            names, table = self.whole.pop(model) if model in self.whole else self._completed(model)
            await add_rows(connection, str(model.__tablename__), names, table)

    def _completed(self, model: type[SQLModel]) -> tuple[Sequence[str], Sequence[Sequence[Plain]]]:
        names, blank = _form(model)
        return names, _filled(self.rows.pop(model), names, blank | {"organisation_id": self.organisation_id})


def _filled(rows: Iterable[Given], names: tuple[str, ...], blank: Given) -> list[tuple[Plain, ...]]:
    take: Any = itemgetter(*names)
    whole = [blank | row for row in rows]
    if max(map(len, whole)) > len(blank):
        raise TypeError(f"there are no columns {set().union(*whole) - set(blank)}")
    return [take(row) for row in whole]


@cache
def _form(model: type[SQLModel]) -> tuple[tuple[str, ...], Given]:
    """A table's columns, and what a row says where nothing is given."""
    names = tuple(column.name for column in SQLModel.metadata.tables[str(model.__tablename__)].columns)
    fields = model.model_fields.items()
    given = {
        name: plain(field.default) for name, field in fields if not field.is_required() and not field.default_factory
    }
    return names, {name: given.get(name) for name in names}
