"""Everything that is held on one person: as one file for them, and taken away when an administrator erases them.

Both go by what the tables say of themselves: whatever refers to a person, and whatever holds words.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Enum, ForeignKeyConstraint, String, Table, delete, or_, update
from sqlalchemy import select as select_columns
from sqlmodel import AutoString, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.accounts import queries as account_queries
from registry.accounts.models import Account
from registry.accounts.queries import Keys
from registry.coaching.actions.leaving import forget_coaching_of
from registry.coaching.queries.held import list_words
from registry.feedback.actions import rounds as feedback_actions
from registry.feedback.models import Round
from registry.feedback.queries import results as result_queries
from registry.feedback.rules import results as result_rules
from registry.history.actions import record_event
from registry.history.models import Event, EventWords
from registry.ideas.models import Idea, Stage, State, Teammate
from registry.kit import written_names
from registry.kit.errors import NotAllowed, Refused
from registry.kit.sealing import SealBroken
from registry.people.actors import Actor
from registry.people.models import Person
from registry.people.rules import may_administer, may_read_profiles

MOST_ROWS = 10_000
ROWS_AT_A_TIME = 500
SECRETS = {"password_hash", "digest", "key", "salt", "chain", "sealed", "sealed_about", "sealed_answer", "results"}
# Pictures and recordings: letters that are no words.
FILES = {"content"}
# What a program was told, kept for two days; it may hold what others wrote.
REPEATED = "form_key.answer"
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
    "coaching_offer.id",
    "feedback_offer.person_id",
    "feedback_share.person_id",
    "pulse_use.person_id",
)
HISTORY = {Event.__tablename__, EventWords.__tablename__}


async def held_on(session: AsyncSession, actor: Actor, keys: Keys) -> dict[str, list[dict[str, Any]]]:
    """By table, the rows that refer to the actor or to their account, the entries of the history that are theirs with
    the words in them, what people said in their feedback rounds, and what stands sealed for them and one other, opened;
    plain JSON values.

    The newest 10,000 of a table.
    """
    held = {}
    sees_others = may_read_profiles(actor)
    accounts = select(Account.id).where(
        col(Account.organisation_id) == actor.organisation_id, col(Account.person_id) == actor.person_id
    )
    for table in SQLModel.metadata.sorted_tables:
        theirs = [named == actor.person_id for named in columns_of_people(table)]
        theirs += [named.in_(accounts) for named in columns_to(table, "account")]
        if not theirs or table.name in NOBODYS_OWN:
            continue
        statement = (
            select_columns(table)
            .where(table.c.organisation_id == actor.organisation_id, or_(*theirs))
            .order_by(table.c.id.desc())
            .limit(MOST_ROWS)
        )
        session_rows: Any = await session.exec(statement)  # type: ignore[call-overload]  # typed for SQLModel's own select
        if rows := [
            _plain(row._mapping, None if sees_others else actor.person_id, table.name) for row in session_rows.all()
        ]:
            held[table.name] = rows
    if words := await _history_words(session, actor):
        held[EventWords.__tablename__] = words
    if results := await _own_results(session, actor, keys):
        held["feedback_results"] = results
    if words := await list_words(session, actor, keys):
        held["words_for_two"] = words
    return held


async def _history_words(session: AsyncSession, actor: Actor) -> list[dict[str, Any]]:
    """What the actor wrote or changed, beside the entries of the same ids."""
    statement: Any = (
        select_columns(col(EventWords.id), col(EventWords.words), col(EventWords.was), col(EventWords.became))
        .join(Event, (col(Event.organisation_id) == EventWords.organisation_id) & (col(Event.id) == EventWords.id))
        .where(
            col(Event.organisation_id) == actor.organisation_id,
            col(Event.actor_id) == actor.person_id,
            or_(*(column != "" for column in _words_of_history())),
        )
        .order_by(col(Event.id).desc())
        .limit(MOST_ROWS)
    )
    alone = None if may_read_profiles(actor) else actor.person_id
    return [_plain(row._mapping, alone) for row in (await session.exec(statement)).all()]


async def _own_results(session: AsyncSession, actor: Actor, keys: Keys) -> list[dict[str, Any]]:
    """As their pages show them; a round sealed with another key is left out."""
    statement = select(Round.id).where(
        col(Round.organisation_id) == actor.organisation_id,
        col(Round.person_id) == actor.person_id,
        col(Round.results).is_not(None),
    )
    found = []
    for round_id in (await session.exec(statement.order_by(col(Round.id).desc()).limit(MOST_ROWS))).all():
        with suppress(SealBroken):
            _, results = await result_queries.get_results(session, actor, round_id, keys)
            found.append({"round_id": str(round_id)} | json.loads(result_rules.written(results)))
    return found


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
    return await _erase(session, actor, person)


async def erase_again(session: AsyncSession, actor: Actor, person_id: UUID) -> bool:
    """Who was erased before an older state was put back is erased once more.

    actor   the registry itself
    """
    person = await session.get(Person, (actor.organisation_id, person_id))
    if person is None or person.name == pseudonym_of(person_id):
        return False
    if person.left_at is None:
        await account_actions.record_leaving(session, actor, person)
    await _erase(session, actor, person)
    return True


async def _erase(session: AsyncSession, actor: Actor, person: Person) -> str:
    name, pseudonym = person.name, pseudonym_of(person.id)
    account = await account_queries.find_account_of_person(session, actor, person.id)
    if account:
        await account_actions.end_all_ways_in(session, account)
        await account_actions.leave_directory(session, actor.organisation_id, [account.id])
    await _delete_what_was_theirs(session, actor, person)
    await _empty_drafts(session, actor, person)
    address = account.email if account else ""
    await _forget_words(session, actor, name, address)
    await _write_instead(session, actor, name, address, pseudonym)
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
    await forget_coaching_of(session, person)
    for place in THEIRS_ALONE:
        table_name, _, column_name = place.partition(".")
        table = SQLModel.metadata.tables[table_name]
        of_person = (table.c.organisation_id == actor.organisation_id) & (table.c[column_name] == person.id)
        await session.exec(delete(table).where(of_person))


async def _empty_drafts(session: AsyncSession, actor: Actor, person: Person) -> None:
    """What nobody else was to read yet is no record of the work."""
    became_public = select(State.id).where(
        col(State.organisation_id) == Idea.organisation_id,
        col(State.idea_id) == Idea.id,
        col(State.stage).not_in((Stage.DRAFT, Stage.DISCARDED)),
    )
    is_read_by_others = select(Teammate.id).where(
        col(Teammate.organisation_id) == Idea.organisation_id,
        col(Teammate.idea_id) == Idea.id,
        col(Teammate.person_id) != person.id,
        col(Teammate.left_at).is_(None),
    )
    emptied = {"title": "A draft"} | dict.fromkeys(("better", "why", "outcome", "learning"), "")
    await session.exec(
        update(Idea)
        .where(
            col(Idea.organisation_id) == actor.organisation_id,
            col(Idea.author_id) == person.id,
            ~became_public.exists(),
            ~is_read_by_others.exists(),
        )
        .values(**emptied)
        .execution_options(synchronize_session=False)
    )


async def _forget_words(session: AsyncSession, actor: Actor, name: str, address: str) -> None:
    pattern = written_names.pattern_of(name, address)
    found: Any = select_columns(col(EventWords.id), *_words_of_history()).where(
        col(EventWords.organisation_id) == actor.organisation_id, _may_hold(_words_of_history(), name, address)
    )
    ids = [row[0] for row in (await session.exec(found)).all() if any(pattern.search(words) for words in row[1:])]
    emptied = dict.fromkeys(("words", "was", "became", "salt"), "")
    for first in range(0, len(ids), ROWS_AT_A_TIME):
        some = ids[first : first + ROWS_AT_A_TIME]
        of_these = (col(EventWords.organisation_id) == actor.organisation_id) & col(EventWords.id).in_(some)
        statement = update(EventWords).where(of_these).values(**emptied)
        await session.exec(statement.execution_options(synchronize_session=False))


def _words_of_history() -> tuple[Any, ...]:
    return col(EventWords.words), col(EventWords.was), col(EventWords.became)


async def _write_instead(session: AsyncSession, actor: Actor, name: str, address: str, pseudonym: str) -> None:
    pattern = written_names.pattern_of(name, address)
    for table in SQLModel.metadata.sorted_tables:
        columns = [column for column in table.columns if _holds_words(column)]
        if table.name in HISTORY or not columns or "organisation_id" not in table.columns:
            continue
        found: Any = select_columns(table.c.id, *columns).where(
            table.c.organisation_id == actor.organisation_id, _may_hold(columns, name, address)
        )
        for row_id, *said in (await session.exec(found)).all():
            written = {
                column.name: _within(column, pattern.sub(pseudonym, words))
                for column, words in zip(columns, said, strict=True)
                if words and pattern.search(words)
            }
            if written:
                is_row = (table.c.organisation_id == actor.organisation_id) & (table.c.id == row_id)
                await session.exec(update(table).where(is_row).values(written))


def _may_hold(columns: Iterable[Any], name: str, address: str) -> ColumnElement[bool]:
    likely = written_names.likely(name, address)
    return or_(*(column.ilike(form, escape=written_names.LIKE_ESCAPE) for column in columns for form in likely))


def _holds_words(column: Column[Any]) -> bool:
    return (
        isinstance(column.type, AutoString | String)
        and not isinstance(column.type, Enum)
        and column.name not in SECRETS | FILES
    )


def _within(column: Column[Any], words: str) -> str:
    """A pseudonym may be longer than a name, and the column has its length."""
    return words[: getattr(column.type, "length", None)]


def columns_of_people(table: Table) -> Iterator[Column[Any]]:
    """Those that name a person; the history's entries refer to nobody, and name who did what."""
    if table.name == Event.__tablename__:
        yield table.c.actor_id
    if table.name == Person.__tablename__:
        yield table.c.id
    else:
        yield from columns_to(table, "person")


def columns_to(table: Table, name: str) -> Iterator[Column[Any]]:
    """Those that refer to the table of this name."""
    for constraint in table.constraints:
        if isinstance(constraint, ForeignKeyConstraint) and constraint.referred_table.name == name:
            yield from (column for column in constraint.columns if column.name != "organisation_id")


def _plain(row: Any, alone: UUID | None, table: str = "") -> dict[str, Any]:
    """
    alone   the only id that a partner's person reads: others lead to what is not shared with them
    """
    return {
        name: _value(value)
        for name, value in row.items()
        if name not in SECRETS
        and f"{table}.{name}" != REPEATED
        and (alone is None or not isinstance(value, UUID) or value == alone)
    }


def _value(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    return value
