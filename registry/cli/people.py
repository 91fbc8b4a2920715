"""organisation add, person add, person role: the first administrator, and scripted set-up."""

from typing import Any
from uuid import UUID

import click
from pydantic import ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.accounts import queries as account_queries
from registry.accounts.models import Account
from registry.accounts.queries import Keys
from registry.accounts.schemas import AccountIn
from registry.cli.terminal import Stop, answer, as_json, on_database
from registry.kit.database import Database, transaction
from registry.people import actions as people_actions
from registry.people import queries as people_queries
from registry.people.actors import Actor, registry_actor
from registry.people.models import Organisation, Role
from registry.people.schemas import OrganisationIn, PersonIn
from registry.settings import Settings
from registry.vision import actions as vision_actions

role_type = click.Choice([role.value for role in Role])


@click.group()
def organisation() -> None:
    """Organisations of this installation; they see nothing of each other."""


@organisation.command(name="add")
@click.argument("name")
@click.option("--short", required=True, help="A short name for addresses and commands, such as 'northmoor'.")
@click.option("--prefix", required=True, help="One to six letters before an idea's number, such as 'NH' for NH-42.")
@click.option("--zone", default="Europe/London", show_default=True)
@click.option("--answer-days", default=14, show_default=True, help="Days within which each idea is answered.")
@click.option("--exploration-days", default=90, show_default=True, help="The least time an idea is explored for.")
@as_json
def add_organisation(
    name: str, short: str, prefix: str, zone: str, answer_days: int, exploration_days: int, is_json: bool
) -> None:
    """Adds an organisation with the seven 'no needless' aims."""
    if not (short.isascii() and short.replace("-", "").isalnum() and short == short.lower() and len(short) <= 64):
        raise Stop("--short: use small letters, digits and hyphens.")
    form = _form(
        OrganisationIn,
        name=name,
        reference_prefix=prefix,
        zone=zone,
        answer_days=answer_days,
        exploration_days=exploration_days,
    )

    async def work(settings: Settings, database: Database) -> UUID:
        async with transaction(database) as session:
            actor = await people_actions.add_organisation(
                session, form.name, short, form.reference_prefix, settings.history_key
            )
            await vision_actions.add_first_aims(session, actor)
            added = await people_queries.get_organisation(session, actor.organisation_id)
            added.zone, added.answer_days, added.exploration_days = form.zone, form.answer_days, form.exploration_days
            session.add(added)
            return added.id

    organisation_id = on_database(work)
    sentence = f"{form.name} was added. Next: registry person add NAME --organisation {short} --role administrator ..."
    answer({"id": organisation_id, "short": short}, sentence, is_json=is_json)


@click.group()
def person() -> None:
    """People, what they may do, and their way in."""


@person.command(name="add")
@click.argument("name")
@click.option("--organisation", "short", required=True, help="The organisation's short name.")
@click.option("--email", required=True)
@click.option("--role", "roles", multiple=True, type=role_type, help="May be given more than once.")
@click.option("--position", default="", help="What they do here, such as 'Ward manager'.")
@click.option("--manager", help="The e-mail address of their line manager.")
@click.option("--partner", help="The partner organisation for which they speak, by name.")
@as_json
def add_person(
    name: str,
    short: str,
    email: str,
    roles: tuple[str, ...],
    position: str,
    manager: str | None,
    partner: str | None,
    is_json: bool,
) -> None:
    """Adds a person with an account, and prints a one-time link with which they set their password."""
    account_form = _form(AccountIn, email=email)

    async def work(settings: Settings, database: Database) -> tuple[UUID, str]:
        keys = _keys(settings)
        async with transaction(database) as session:
            actor = await _actor_of(session, short, settings)
            form = _form(
                PersonIn,
                name=name,
                position=position,
                roles=set(roles),
                manager_id=(await _account(session, keys, manager, actor)).person_id if manager else None,
                partner_id=await _partner_id(session, actor, partner) if partner else None,
            )
            added = await people_actions.add_person(session, actor, form)
            account = await account_actions.add_account(session, actor, added, account_form, keys)
            return added.id, await _link(session, actor, account, settings)

    person_id, link = on_database(work)
    answer(
        {"id": person_id, "link": link}, f"{name} sets a password here, once, within 7 days:\n{link}", is_json=is_json
    )


@person.command(name="role")
@click.argument("email")
@click.option("--add", "added", multiple=True, type=role_type)
@click.option("--remove", "removed", multiple=True, type=role_type)
@click.option("--link", "wants_link", is_flag=True, help="Print a new one-time link to set a password.")
@as_json
def change_roles(email: str, added: tuple[str, ...], removed: tuple[str, ...], wants_link: bool, is_json: bool) -> None:
    """Gives and takes roles; the person's sessions end, so that the change holds at once."""

    async def work(settings: Settings, database: Database) -> tuple[str, list[Role], str | None]:
        keys = _keys(settings)
        async with transaction(database) as session:
            account = await _account(session, keys, email)
            found = await people_queries.get_organisation(session, account.organisation_id)
            actor = registry_actor(found, settings.history_key)
            changed = await people_queries.get_person(session, actor, account.person_id)
            held = await people_queries.list_roles_of(session, found.id, changed.id)
            wanted = (held | {Role(role) for role in added}) - {Role(role) for role in removed}
            if wanted != held:
                await people_actions.change_roles(session, actor, changed, set(wanted))
                await account_actions.end_all_ways_in(session, account)
            link = await _link(session, actor, account, settings) if wants_link else None
            return changed.name, sorted(wanted, key=list(Role).index), link

    name, roles, link = on_database(work)
    labels = ", ".join(role.label.lower() for role in roles) or "no role"
    sentence = f"{name} has {labels}." if not link else f"{name} has {labels}, and sets a password here, once:\n{link}"
    answer({"roles": roles, "link": link}, sentence, is_json=is_json)


async def _actor_of(session: AsyncSession, short: str, settings: Settings) -> Actor:
    found = await people_queries.find_organisation_by_slug(session, short)
    if found is None:
        known: list[Organisation] = list(await people_queries.list_organisations(session))
        names = ", ".join(one.slug for one in known) or "none yet"
        raise Stop(f"There is no organisation '{short}'. There are: {names}.")
    return registry_actor(found, settings.history_key)


async def _account(session: AsyncSession, keys: Keys, email: str, actor: Actor | None = None) -> Account:
    account = await account_queries.find_account_by_email(session, keys, email)
    if account is None or (actor and account.organisation_id != actor.organisation_id):
        raise Stop(f"Nobody has the e-mail address {email}.")
    return account


async def _partner_id(session: AsyncSession, actor: Actor, name: str) -> UUID:
    partner = await people_queries.find_partner_by_name(session, actor, name)
    if partner is None:
        raise Stop(f"There is no partner organisation '{name}'.")
    return partner.id


async def _link(session: AsyncSession, actor: Actor, account: Account, settings: Settings) -> str:
    secret = await account_actions.make_setup_link(session, actor, account, _keys(settings))
    return f"{settings.base_url}/set-password/{secret}"


def _keys(settings: Settings) -> Keys:
    return Keys(secret=settings.secret_key, history=settings.history_key)


def _form(schema: type[Any], **given: Any) -> Any:
    """What was given, checked as a form checks it; the option that is wrong is named."""
    try:
        return schema(**given)
    except ValidationError as wrong:
        sentences = [f"{error['loc'][0]}: {error['msg']}" for error in wrong.errors()]
        raise Stop("\n".join(sentences)) from wrong
