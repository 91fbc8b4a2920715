import secrets
from collections.abc import Sequence
from functools import cache
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import queries, rules
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
from registry.accounts.queries import Keys
from registry.accounts.schemas import AccountIn, PasswordChangeIn, PasswordIn, PersonWithEmailIn, TokenIn
from registry.history.actions import record_event
from registry.kit import clock
from registry.kit.database import Row
from registry.kit.errors import NotAllowed, NotFound, Refused
from registry.people import actions as people_actions
from registry.people import queries as people_queries
from registry.people import rules as people_rules
from registry.people.actors import Actor
from registry.people.models import Person
from registry.people.schemas import PersonIn

FORGOTTEN_AT_ONCE = 500


@cache
def _hashing() -> tuple[PasswordHash, CapacityLimiter]:
    # 19 MiB and two passes: OWASP's figure; two at once keep memory and the event loop free.
    hasher = Argon2Hasher(time_cost=2, memory_cost=19456, parallelism=1)
    return PasswordHash([hasher]), CapacityLimiter(2)


@cache
def _hash_of_nobody() -> str:
    return _hashing()[0].hash(secrets.token_urlsafe())


async def hash_password(password: str) -> str:
    hashing, limiter = _hashing()
    return await to_thread.run_sync(hashing.hash, password, limiter=limiter)


async def check_password(password: str, password_hash: str | None) -> bool:
    """Takes as long for nobody as for somebody."""
    hashing, limiter = _hashing()

    def verify() -> bool:
        return hashing.verify(password, password_hash or _hash_of_nobody())

    is_right = await to_thread.run_sync(verify, limiter=limiter)
    return is_right and password_hash is not None


async def add_person(session: AsyncSession, actor: Actor, form: PersonWithEmailIn, keys: Keys) -> Person:
    """Somebody with an account, who still needs a link to set a password."""
    person = await people_actions.add_person(session, actor, _without_email(form))
    await add_account(session, actor, person, AccountIn(email=form.email), keys)
    return person


async def change_person(
    session: AsyncSession, actor: Actor, person: Person, form: PersonWithEmailIn, keys: Keys
) -> None:
    """Changes the person; a change of roles ends their sessions, so that rights change at once everywhere."""
    before = await people_queries.list_roles_of(session, actor.organisation_id, person.id)
    await people_actions.change_person(session, actor, person, _without_email(form))
    account = await queries.find_account_of_person(session, actor, person.id)
    if account is None:
        await add_account(session, actor, person, AccountIn(email=form.email), keys)
        return
    await change_email(session, actor, account, AccountIn(email=form.email), keys)
    if before != form.roles and not actor.is_person(person.id):
        await end_all_ways_in(session, account)


async def record_leaving(session: AsyncSession, actor: Actor, person: Person) -> None:
    """Their roles end, and every way in with them, from this moment."""
    await people_actions.record_leaving(session, actor, person)
    if account := await queries.find_account_of_person(session, actor, person.id):
        await end_all_ways_in(session, account)


async def add_account(session: AsyncSession, actor: Actor, person: Person, form: AccountIn, keys: Keys) -> Account:
    """An account without a password yet; an e-mail address is unique in the installation."""
    _must_administer(actor)
    if await queries.find_account_of_person(session, actor, person.id):
        raise Refused(f"{person.name} has an account already.")
    account = Account(organisation_id=actor.organisation_id, person_id=person.id, email=form.email)
    await _enter_email(session, keys, account)
    session.add(account)
    await session.flush()
    await record_event(session, actor, "account_added", person)
    return account


async def change_email(session: AsyncSession, actor: Actor, account: Account, form: AccountIn, keys: Keys) -> None:
    _must_administer(actor)
    if account.email == form.email:
        return
    await leave_directory(session, account.organisation_id, [account.id])
    account.email = form.email
    await _enter_email(session, keys, account)
    session.add(account)
    await session.flush()
    await record_event(session, actor, "email_changed", account)


async def make_setup_link(session: AsyncSession, actor: Actor, account: Account, keys: Keys) -> str:
    """A secret for a one-time link; links made before stop working. The caller shows it once."""
    _must_administer(actor)
    if account.disabled_at:
        raise Refused("This account is switched off. Switch it on first.")
    await _forget(session, account, SetupLink)
    link = SetupLink(
        organisation_id=account.organisation_id,
        account_id=account.id,
        made_at=clock.now(),
        expires_at=clock.now() + rules.SETUP_LINK_LASTS,
    )
    secret = await _enter(session, keys, DirectoryKind.SETUP, link)
    await record_event(session, actor, "setup_link_made", account)
    return secret


async def set_password(session: AsyncSession, link: SetupLink, form: PasswordIn, keys: Keys) -> Actor:
    """Uses the link up: its person sets a password, and every session they had ends."""
    account = await session.get(Account, (link.organisation_id, link.account_id))
    actor = await queries.find_actor_of_account(session, keys, account) if account else None
    if account is None or actor is None or account.disabled_at:
        raise NotFound("link")
    account.password_hash = await hash_password(form.password)
    session.add(account)
    await _forget(session, account, SetupLink)
    await end_all_sign_ins(session, account)
    await session.flush()
    await record_event(session, actor, "password_set", account)
    return actor


async def change_password(session: AsyncSession, actor: Actor, account: Account, form: PasswordChangeIn) -> None:
    """The person's own change; it ends every session, the present one too, which the door then begins anew."""
    if not await check_password(form.present, account.password_hash):
        raise Refused(fields={"present": "That is not your present password."})
    account.password_hash = await hash_password(form.password)
    session.add(account)
    await end_all_sign_ins(session, account)
    await session.flush()
    await record_event(session, actor, "password_changed", account)


async def sign_in(session: AsyncSession, account: Account, browser: str, keys: Keys) -> str:
    """A new session with a fresh secret, which goes into the cookie and nowhere else."""
    row = SignIn(
        organisation_id=account.organisation_id,
        account_id=account.id,
        started_at=clock.now(),
        expires_at=clock.now() + rules.SIGN_IN_LASTS,
        browser=browser[:200],
    )
    return await _enter(session, keys, DirectoryKind.SIGN_IN, row)


async def end_sign_in(session: AsyncSession, actor: Actor, account_id: UUID, sign_in_id: UUID) -> None:
    row = await session.get(SignIn, (actor.organisation_id, sign_in_id))
    if row is None or row.account_id != account_id:
        raise NotFound("session")
    await leave_directory(session, row.organisation_id, [row.id])
    await session.delete(row)
    await session.flush()


async def end_all_sign_ins(session: AsyncSession, account: Account) -> None:
    await _forget(session, account, SignIn)


async def disable_account(session: AsyncSession, actor: Actor, account: Account) -> None:
    """Switched off: its sessions and tokens stop working at once."""
    _must_administer(actor)
    if actor.is_person(account.person_id):
        raise Refused("You cannot switch off your own account. Ask another administrator.")
    if account.disabled_at:
        raise Refused("This account is switched off already.")
    account.disabled_at, account.disabled_by_id = clock.now(), actor.person_id
    session.add(account)
    await end_all_ways_in(session, account)
    await session.flush()
    await record_event(session, actor, "account_disabled", account)


async def enable_account(session: AsyncSession, actor: Actor, account: Account) -> None:
    _must_administer(actor)
    if not account.disabled_at:
        raise Refused("This account is switched on.")
    account.disabled_at, account.disabled_by_id = None, None
    session.add(account)
    await session.flush()
    await record_event(session, actor, "account_enabled", account)


async def end_all_ways_in(session: AsyncSession, account: Account) -> None:
    """Ends sessions, tokens and unused links, as on leaving, disabling or a change of role."""
    for model in (SignIn, Token, SetupLink):
        await _forget(session, account, model)


async def make_token(
    session: AsyncSession, actor: Actor, account: Account, form: TokenIn, keys: Keys
) -> tuple[Token, str]:
    """A personal token and its secret, which is shown once."""
    token = Token(
        organisation_id=actor.organisation_id,
        account_id=account.id,
        name=form.name,
        may_change=form.may_change,
        made_at=clock.now(),
        expires_at=clock.now() + rules.TOKEN_LASTS,
    )
    secret = await _enter(session, keys, DirectoryKind.TOKEN, token)
    await record_event(session, actor, "token_made", token, words=token.name)
    return token, secret


async def revoke_token(session: AsyncSession, actor: Actor, account_id: UUID, token_id: UUID) -> None:
    token = await session.get(Token, (actor.organisation_id, token_id))
    if token is None or token.account_id != account_id:
        raise NotFound("token")
    await record_event(session, actor, "token_revoked", token, words=token.name)
    await leave_directory(session, token.organisation_id, [token.id])
    await session.delete(token)
    await session.flush()


async def count_wrong_try(session: AsyncSession, pair_digest: str) -> None:
    now = clock.now()
    await session.exec(delete(WrongTry).where(col(WrongTry.at) < now - rules.TRIES_WITHIN))
    session.add(WrongTry(pair_digest=pair_digest, at=now))
    await session.flush()


async def claim_form_key(session: AsyncSession, actor: Actor, key: str, digest: str) -> UUID | None:
    """Takes a key for what is being answered now; None when it was taken before.

    Whoever sends the same key at the same moment waits here until the first is settled.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = FormKey(
        organisation_id=actor.organisation_id, person_id=actor.person_id, key=key, digest=digest, used_at=clock.now()
    )
    taking = insert(FormKey).values(**row.model_dump()).on_conflict_do_nothing().returning(col(FormKey.id))
    return (await session.exec(taking)).scalar_one_or_none()


async def keep_answer(
    session: AsyncSession, actor: Actor, key_id: UUID, *, address: str = "", status: int | None = None, answer: str = ""
) -> None:
    """What the same key will be answered with from now on."""
    of_key = (col(FormKey.organisation_id) == actor.organisation_id) & (col(FormKey.id) == key_id)
    await session.exec(update(FormKey).where(of_key).values(address=address, status=status, answer=answer))


async def forget_what_is_over(session: AsyncSession, actor: Actor) -> None:
    """Sessions, tokens and links that ran out, and keys that nobody will send again.

    actor   the registry itself
    """
    now = clock.now()
    for model in (SignIn, Token, SetupLink):
        is_over = (col(model.organisation_id) == actor.organisation_id) & (col(model.expires_at) < now)
        ids = (await session.exec(select(model.id).where(is_over).limit(FORGOTTEN_AT_ONCE))).all()
        await leave_directory(session, actor.organisation_id, ids)
        await session.exec(
            delete(model).where(col(model.organisation_id) == actor.organisation_id, col(model.id).in_(ids))
        )
    is_old = (col(FormKey.organisation_id) == actor.organisation_id) & (col(FormKey.used_at) < now - rules.KEYS_LAST)
    await session.exec(delete(FormKey).where(is_old))


async def enter_directory(session: AsyncSession, keys: Keys, kind: DirectoryKind, row: Row, secret: str) -> None:
    """From now on the secret leads to the row; of an upper room's row, too, such as a link to a decision."""
    digest = rules.digest(keys.secret, kind, secret)
    session.add(DirectoryEntry(digest=digest, kind=kind, organisation_id=row.organisation_id, target_id=row.id))
    await session.flush()


async def leave_directory(session: AsyncSession, organisation_id: UUID, target_ids: Sequence[UUID]) -> None:
    """The secrets of these rows lead nowhere any more."""
    await session.exec(
        delete(DirectoryEntry).where(
            col(DirectoryEntry.organisation_id) == organisation_id, col(DirectoryEntry.target_id).in_(target_ids)
        )
    )


def _without_email(form: PersonWithEmailIn) -> PersonIn:
    return PersonIn(**form.model_dump(exclude={"email"}))


def _must_administer(actor: Actor) -> None:
    if actor.id is not None and not people_rules.may_administer(actor):
        raise NotAllowed("Only an administrator looks after accounts.")


async def _enter(session: AsyncSession, keys: Keys, kind: DirectoryKind, row: SignIn | Token | SetupLink) -> str:
    """Stores the row, and the digest of a new secret that leads to it; answers the secret."""
    secret = secrets.token_urlsafe(32)
    session.add(row)
    await enter_directory(session, keys, kind, row, secret)
    return secret


async def _enter_email(session: AsyncSession, keys: Keys, account: Account) -> None:
    digest = rules.digest(keys.secret, DirectoryKind.EMAIL, account.email)
    if await session.get(DirectoryEntry, digest):
        raise Refused(fields={"email": "This e-mail address is in use. Choose another."})
    session.add(
        DirectoryEntry(
            digest=digest, kind=DirectoryKind.EMAIL, organisation_id=account.organisation_id, target_id=account.id
        )
    )


async def _forget(session: AsyncSession, account: Account, model: type[SignIn] | type[Token] | type[SetupLink]) -> None:
    of_account = (col(model.organisation_id) == account.organisation_id) & (col(model.account_id) == account.id)
    ids = (await session.exec(select(model.id).where(of_account))).all()
    await leave_directory(session, account.organisation_id, ids)
    await session.exec(delete(model).where(of_account))
