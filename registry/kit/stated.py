"""Statements that are put together once and asked many times.

To put a statement together costs SQLAlchemy about as much as to ask it. A function under `@stated` does so at its first
call alone; what the pages of every day ask is stated so.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import is_dataclass
from functools import cache, update_wrapper
from inspect import signature
from typing import Any, Concatenate, ParamSpec, TypeVar, TypeVarTuple, get_type_hints, overload

from sqlalchemy import BindParameter, Select, bindparam
from sqlalchemy.engine.result import ScalarResult, TupleResult
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

P = ParamSpec("P")
T = TypeVar("T")
Ts = TypeVarTuple("Ts")


@overload  # A scalar's statement is one of columns, too, and meant first.
def stated(  # type: ignore[overload-overlap]
    build: Callable[P, SelectOfScalar[T]],
) -> Callable[Concatenate[AsyncSession, P], Awaitable[ScalarResult[T]]]: ...


@overload
def stated(
    build: Callable[P, Select[*Ts]],
) -> Callable[Concatenate[AsyncSession, P], Awaitable[TupleResult[tuple[*Ts]]]]: ...


def stated(build: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    """Makes a query of a function that returns a statement: called with a session first, it answers with the result.

    Inside, parameters stand for all values to come, and so do the fields of an actor or a row: they can be compared
    with columns, and neither looked at nor reckoned with. A value of None raises ValueError, since a column that is
    compared with it is equal to nothing.
    """
    names = tuple(signature(build).parameters)

    @cache
    def prepared() -> tuple[Any, Mapping[str, "_Fields"]]:
        hints = get_type_hints(build)
        fields = {name: _Fields(name) for name in names if _has_fields(hints[name])}
        return build(*(fields.get(name) or bindparam(name) for name in names)), fields

    async def ask(session: AsyncSession, *given: Any) -> Any:
        statement, fields = prepared()
        values: dict[str, Any] = {}
        for name, value in zip(names, given, strict=True):
            if name in fields:
                values |= fields[name].of(value)
            else:
                values[name] = list(value) if isinstance(value, set | frozenset) else value
        if missing := [name for name, value in values.items() if value is None]:
            raise ValueError(f"{build.__qualname__} was asked with None for {missing[0]}")
        return await session.exec(statement, params=values)

    return update_wrapper(ask, build)


class _Fields:
    """In place of an actor or a row: each field that the statement asks for is a value to come."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._asked: dict[str, BindParameter[Any]] = {}

    def __getattr__(self, field: str) -> BindParameter[Any]:
        return self._asked.setdefault(field, bindparam(f"{self._name}_{field}"))

    def of(self, value: Any) -> dict[str, Any]:
        return {stand_in.key: getattr(value, field) for field, stand_in in self._asked.items()}


def _has_fields(hint: Any) -> bool:
    return isinstance(hint, type) and (is_dataclass(hint) or issubclass(hint, SQLModel))
