"""Everything that is held on one person: as one file for them, and taken away when an administrator erases them.

Both go by what the tables say of themselves: whatever refers to a person, and whatever holds words.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Enum, ForeignKeyConstraint, String, Table, delete, func, or_, update
from sqlalchemy import select as select_columns
from sqlmodel import AutoString, SQLModel, col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.accounts import queries as account_queries
from registry.feedback.actions import rounds as feedback_actions
from registry.history.actions import record_event
from registry.history.models import Event, EventWords
from registry.kit.errors import NotAllowed, Refused
from registry.people.actors import Actor
from registry.people.models import Person
from registry.people.rules import may_administer, may_read_profiles

MOST_ROWS = 10_000
SECRETS = {"password_hash", "digest", "key", "answer", "salt", "chain", "sealed", "results"}
# A story is the storyteller's, whoever wrote it down or read it before it was shown.
NOBODYS_OWN = {"story"}
# What stands in these columns under a person's id tells of nobody else, and goes with them.
THEIRS_ALONE = (
    "profile.id",
    "aspiration.id",
    "offered_skill.person_id",
    "personal_value.person_id",
    "notice.person_id",
    "form_key.person_id",
    "monitor_look.person_id",
    "account.person_id",
    "feedback_offer.person_id",
    "feedback_share.person_id",
    "pulse_use.person_id",
)
HISTORY = {Event.__tablename__, EventWords.__tablename__}


async def held_on(session: AsyncSession, actor: Actor) -> dict[str, list[dict[str, Any]]]:
    """By table, the rows that refer to the actor and the entries of the history that are theirs; plain JSON values.

    The newest 10,000 of a table.
    """
    held = {}
    sees_others = may_read_profiles(actor)
    for table in SQLModel.metadata.sorted_tables:
        columns = list(_columns_of_people(table))
        if not columns or table.name in NOBODYS_OWN:
            continue
        statement = (
            select_columns(table)
            .where(
                table.c.organisation_id == actor.organisation_id, or_(*(named == actor.person_id for named in columns))
            )
            .order_by(table.c.id.desc())
            .limit(MOST_ROWS)
        )
        session_rows: Any = await session.exec(statement)  # type: ignore[call-overload]  # typed for SQLModel's own select
        if rows := [_plain(row._mapping, None if sees_others else actor.person_id) for row in session_rows.all()]:
            held[table.name] = rows
    return held


async def erase_person(session: AsyncSession, actor: Actor, person: Person, typed_name: str) -> str:
    """Nothing leads to the person any more: their account and what was theirs alone is gone, and wherever their name
    or address was written stands a pseudonym, which it answers. Entries of the history that held it lose their words;
    the chain holds, since it covers a digest of them.
    """
    if not may_administer(actor):
        raise NotAllowed("Only an administrator erases a person.")
    if person.left_at is None:
        raise Refused(f"{person.name} still works here. Say first that they have left.")
    if " ".join(typed_name.split()).casefold() != " ".join(person.name.split()).casefold():
        raise Refused(fields={"name": "Write the name exactly as it stands above."})
    name, pseudonym = person.name, pseudonym_of(person.id)
    account = await account_queries.find_account_of_person(session, actor, person.id)
    if account:
        await account_actions.end_all_ways_in(session, account)
        await account_actions.leave_directory(session, actor.organisation_id, [account.id])
    await _delete_what_was_theirs(session, actor, person)
    for told in {name, account.email if account else name}:
        await _forget_words(session, actor, told)
        await _write_instead(session, actor, told, pseudonym)
    person.name, person.position, person.manager_id = pseudonym, "", None
    session.add(person)
    await session.flush()
    session.expire_all()
    await session.refresh(person)
    await record_event(session, actor, "person_erased", person)
    return pseudonym


def pseudonym_of(person_id: UUID) -> str:
    return f"Former colleague {person_id.hex[-4:].upper()}"


async def _delete_what_was_theirs(session: AsyncSession, actor: Actor, person: Person) -> None:
    await feedback_actions.forget_rounds_of(session, person)
    for place in THEIRS_ALONE:
        table_name, _, column_name = place.partition(".")
        table = SQLModel.metadata.tables[table_name]
        of_person = (table.c.organisation_id == actor.organisation_id) & (table.c[column_name] == person.id)
        await session.exec(delete(table).where(of_person))


async def _forget_words(session: AsyncSession, actor: Actor, told: str) -> None:
    holds = or_(*(column.contains(told, autoescape=True) for column in _words_of_history()))
    emptied = dict.fromkeys(("words", "was", "became", "salt"), "")
    statement = update(EventWords).where(col(EventWords.organisation_id) == actor.organisation_id, holds)
    await session.exec(statement.values(**emptied).execution_options(synchronize_session=False))


def _words_of_history() -> tuple[Any, ...]:
    return col(EventWords.words), col(EventWords.was), col(EventWords.became)


async def _write_instead(session: AsyncSession, actor: Actor, told: str, pseudonym: str) -> None:
    for table in SQLModel.metadata.sorted_tables:
        columns = [column for column in table.columns if _holds_words(column)]
        if table.name in HISTORY or not columns or "organisation_id" not in table.columns:
            continue
        written = {column: _within(column, func.replace(column, told, pseudonym)) for column in columns}
        holds = or_(*(column.contains(told, autoescape=True) for column in columns))
        await session.exec(update(table).where(table.c.organisation_id == actor.organisation_id, holds).values(written))


def _holds_words(column: Column[Any]) -> bool:
    return (
        isinstance(column.type, AutoString | String)
        and not isinstance(column.type, Enum)
        and column.name not in SECRETS
    )


def _within(column: Column[Any], words: Any) -> Any:
    """A pseudonym may be longer than a name, and the column has its length."""
    length = getattr(column.type, "length", None)
    return func.substr(words, 1, length) if length else words


def _columns_of_people(table: Table) -> Iterator[Column[Any]]:
    """Those that name a person; the history's entries refer to nobody, and name who did what."""
    if table.name == Event.__tablename__:
        yield table.c.actor_id
    if table.name == Person.__tablename__:
        yield table.c.id
        return
    for constraint in table.constraints:
        if isinstance(constraint, ForeignKeyConstraint) and constraint.referred_table.name == Person.__tablename__:
            yield from (column for column in constraint.columns if column.name != "organisation_id")


def _plain(row: Any, alone: UUID | None) -> dict[str, Any]:
    """
    alone   the only id that a partner's person reads: others lead to what is not shared with them
    """
    return {
        name: _value(value)
        for name, value in row.items()
        if name not in SECRETS and (alone is None or not isinstance(value, UUID) or value == alone)
    }


def _value(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    return value
