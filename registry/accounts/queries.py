from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import rules
from registry.accounts.models import (
    Account,
    DirectoryEntry,
    DirectoryKind,
    FormKey,
    SetupLink,
    SignIn,
    Token,
    WrongTry,
)
from registry.kit import clock
from registry.kit.errors import NotFound
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.kit.stated import stated
from registry.people import queries as people_queries
from registry.people.actors import Actor, person_actor
from registry.people.models import Organisation, Person

Shown = TypeVar("Shown", SignIn, Token)


@dataclass(frozen=True)
class Proof:
    """Who a request proved to be, and by what."""

    actor: Actor
    account_id: UUID
    sign_in_id: UUID | None = None
    token_id: UUID | None = None
    may_change: bool = True


@dataclass(frozen=True)
class Keys:
    """The two keys that proving needs."""

    secret: str
    history: str


async def find_directory_entry(
    session: AsyncSession, keys: Keys, kind: DirectoryKind, secret: str
) -> DirectoryEntry | None:
    entry = await session.get(DirectoryEntry, rules.digest(keys.secret, kind, secret))
    return entry if entry and entry.kind == kind else None


async def find_proof_by_cookie(session: AsyncSession, keys: Keys, cookie: str) -> Proof | None:
    entry = await find_directory_entry(session, keys, DirectoryKind.SIGN_IN, cookie)
    if entry is None:
        return None
    row = (await _sign_in_with_person(session, entry, clock.now())).first()
    if row is None:
        return None
    sign_in, account, person, organisation = row
    actor = await _actor(session, person, organisation, keys)
    return Proof(actor, account.id, sign_in_id=sign_in.id)


async def find_proof_by_token(session: AsyncSession, keys: Keys, secret: str) -> Proof | None:
    entry = await find_directory_entry(session, keys, DirectoryKind.TOKEN, secret)
    if entry is None:
        return None
    row = (await _token_with_person(session, entry, clock.now())).first()
    if row is None:
        return None
    token, account, person, organisation = row
    actor = await _actor(session, person, organisation, keys)
    return Proof(actor, account.id, token_id=token.id, may_change=token.may_change)


async def find_account_by_email(session: AsyncSession, keys: Keys, email: str) -> Account | None:
    entry = await find_directory_entry(session, keys, DirectoryKind.EMAIL, email.strip().lower())
    return await session.get(Account, (entry.organisation_id, entry.target_id)) if entry else None


async def find_actor_of_account(session: AsyncSession, keys: Keys, account: Account) -> Actor | None:
    """The person behind an account as an actor, or None when they have left."""
    person = await session.get(Person, (account.organisation_id, account.person_id))
    organisation = await people_queries.get_organisation(session, account.organisation_id)
    return await _actor(session, person, organisation, keys) if person and not person.left_at else None


async def find_setup_link(session: AsyncSession, keys: Keys, secret: str) -> SetupLink | None:
    """A link that can still be used."""
    entry = await find_directory_entry(session, keys, DirectoryKind.SETUP, secret)
    link = await session.get(SetupLink, (entry.organisation_id, entry.target_id)) if entry else None
    return link if link and link.expires_at > clock.now() else None


async def get_account(session: AsyncSession, actor: Actor, account_id: UUID) -> Account:
    account = await session.get(Account, (actor.organisation_id, account_id))
    if account is None:
        raise NotFound("account")
    return account


async def find_account_of_person(session: AsyncSession, actor: Actor, person_id: UUID) -> Account | None:
    statement = select(Account).where(
        col(Account.organisation_id) == actor.organisation_id, col(Account.person_id) == person_id
    )
    return (await session.exec(statement)).first()


async def accounts_by_person(session: AsyncSession, actor: Actor, person_ids: Iterable[UUID]) -> dict[UUID, Account]:
    statement = select(Account).where(
        col(Account.organisation_id) == actor.organisation_id, col(Account.person_id).in_(list(person_ids))
    )
    return {account.person_id: account for account in (await session.exec(statement)).all()}


async def page_of_people_without_a_way_in(
    session: AsyncSession, actor: Actor, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[Person]:
    """People still here who have no account, or one whose password was never set; by name."""
    statement = (
        select(Person)
        .outerjoin(
            Account,
            (col(Account.organisation_id) == Person.organisation_id) & (col(Account.person_id) == Person.id),
        )
        .where(
            col(Person.organisation_id) == actor.organisation_id,
            col(Person.left_at).is_(None),
            col(Account.password_hash).is_(None),
            col(Account.disabled_at).is_(None),
        )
        .order_by(col(Person.name), col(Person.id))
        .limit(size + 1)
    )
    if cursor:
        name, person_id = read_cursor(cursor, str, UUID)
        statement = statement.where(
            (col(Person.name) > name) | ((col(Person.name) == name) & (col(Person.id) > person_id))
        )
    rows = (await session.exec(statement)).all()
    return page_of(rows, size, lambda person: [person.name, person.id])


async def list_sign_ins(session: AsyncSession, actor: Actor, account_id: UUID) -> Sequence[SignIn]:
    """The newest fifty sessions that have not expired."""
    statement = (
        select(SignIn)
        .where(
            col(SignIn.organisation_id) == actor.organisation_id,
            col(SignIn.account_id) == account_id,
            col(SignIn.expires_at) > clock.now(),
        )
        .order_by(col(SignIn.id).desc())
        .limit(50)
    )
    return (await session.exec(statement)).all()


async def list_tokens(session: AsyncSession, actor: Actor, account_id: UUID) -> Sequence[Token]:
    """The newest fifty tokens."""
    statement = (
        select(Token)
        .where(col(Token.organisation_id) == actor.organisation_id, col(Token.account_id) == account_id)
        .order_by(col(Token.id).desc())
        .limit(50)
    )
    return (await session.exec(statement)).all()


async def list_wrong_tries(session: AsyncSession, pair_digest: str) -> Sequence[WrongTry]:
    statement = (
        select(WrongTry)
        .where(col(WrongTry.pair_digest) == pair_digest, col(WrongTry.at) > clock.now() - rules.TRIES_WITHIN)
        .limit(rules.TRIES * 2)
    )
    return (await session.exec(statement)).all()


async def get_form_key(session: AsyncSession, actor: Actor, key: str) -> FormKey:
    found = await find_form_key(session, actor, key)
    if found is None:
        raise NotFound("form")
    return found


async def find_form_key(session: AsyncSession, actor: Actor, key: str) -> FormKey | None:
    statement = select(FormKey).where(
        col(FormKey.organisation_id) == actor.organisation_id,
        col(FormKey.person_id) == actor.person_id,
        col(FormKey.key) == key,
    )
    return (await session.exec(statement)).first()


@stated
def _sign_in_with_person(entry: DirectoryEntry, now: datetime) -> Select[SignIn, Account, Person, Organisation]:
    return _with_person(SignIn, entry, now)


@stated
def _token_with_person(entry: DirectoryEntry, now: datetime) -> Select[Token, Account, Person, Organisation]:
    return _with_person(Token, entry, now)


def _with_person(
    model: type[Shown], entry: DirectoryEntry, now: datetime
) -> Select[Shown, Account, Person, Organisation]:
    return (
        select(model, Account, Person, Organisation)
        .join(
            Account,
            (col(Account.organisation_id) == model.organisation_id) & (col(Account.id) == model.account_id),
        )
        .join(
            Person,
            (col(Person.organisation_id) == Account.organisation_id) & (col(Person.id) == Account.person_id),
        )
        .join(Organisation, col(Organisation.id) == Account.organisation_id)
        .where(
            col(model.organisation_id) == entry.organisation_id,
            col(model.id) == entry.target_id,
            col(model.expires_at) > now,
            col(Account.disabled_at).is_(None),
            col(Person.left_at).is_(None),
        )
    )


async def _actor(session: AsyncSession, person: Person, organisation: Organisation, keys: Keys) -> Actor:
    roles = await people_queries.list_roles_of(session, organisation.id, person.id)
    return person_actor(person, roles, organisation, keys.history)
