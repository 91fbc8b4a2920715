"""Who is asked: named, or given a link; and taken back. The same is said and shown whether somebody taken back has
answered or not, and an answer that was given stays, since nobody can find it.
"""

from secrets import token_urlsafe
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.accounts import queries as account_queries
from registry.accounts.models import DirectoryKind
from registry.accounts.queries import Keys
from registry.feedback.actions.letters import write_letter
from registry.feedback.models import Group, Invitation, Round
from registry.feedback.queries import rounds as queries
from registry.feedback.rules import rounds as rules
from registry.feedback.schemas import LettersIn, LinkGroupIn, LinksIn, RaterIn
from registry.history.actions import record_event
from registry.kit.errors import NotAllowed, Refused, chosen
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Role


async def name_rater(session: AsyncSession, actor: Actor, found: Round, form: RaterIn) -> Invitation:
    """Somebody who was taken back is asked again in the same row: whether they had answered changes nothing."""
    if not rules.may_name_raters(actor, found):
        raise NotAllowed("First say that you will name raters.")
    found = await _hold_open(session, actor, found)
    with chosen("person_id"):
        person = await people_queries.get_person(session, actor, form.person_id)
    roles = await people_queries.list_roles_of(session, actor.organisation_id, person.id)
    before = await queries.find_invitation_of(session, found, person.id)
    objections = rules.objections_to_rater(
        found,
        person.id,
        form.group,
        is_partner=Role.PARTNER in roles,
        is_asked=before is not None and before.taken_back_on is None,
    )
    if person.left_at:
        objections = ["They have left. Choose somebody else."]
    if objections:
        raise Refused(fields={"person_id": objections[0]})
    invitation = before or invitation_to(found, actor, form.group, person.id)
    invitation.group, invitation.named_by_id, invitation.taken_back_on = form.group, actor.person_id, None
    session.add(invitation)
    await session.flush()
    await record_event(session, actor, "rater_named", invitation)
    return invitation


async def take_back_rater(session: AsyncSession, actor: Actor, invitation: Invitation) -> None:
    """They can answer no longer."""
    found = await queries.hold_round(session, invitation.organisation_id, invitation.round_id)
    if not rules.may_take_back(actor, invitation):
        raise NotAllowed("Only whoever named them takes it back.")
    _must_be_open(actor, found)
    if invitation.taken_back_on:
        raise Refused("They are asked no longer.")
    invitation.taken_back_on = actor.today
    session.add(invitation)
    await session.flush()
    await record_event(session, actor, "rater_taken_back", invitation)


async def make_links(session: AsyncSession, actor: Actor, found: Round, form: LinksIn, keys: Keys) -> list[str]:
    """Secrets of links for people without an account, each for one answer. The caller shows them once."""
    found = await _hold_for_links(session, actor, found, form.group, form.count, "count")
    secrets = [await _make_link(session, actor, found, form.group, keys) for _ in range(form.count)]
    await record_event(session, actor, "feedback_links_made", found)
    return secrets


async def send_letters(session: AsyncSession, actor: Actor, found: Round, form: LettersIn, keys: Keys) -> int:
    """A link to each address, which the caller never sees; answers to how many. They leave once this is settled."""
    found = await _hold_for_links(session, actor, found, form.group, len(form.addresses), "addresses")
    for address in form.addresses:
        account = await account_queries.find_account_by_email(session, keys, address)
        if account and account.organisation_id == actor.organisation_id:
            words = f"Whoever has the address {address} has an account here. Name them instead: then they answer once."
            raise Refused(fields={"addresses": words})
    for address in form.addresses:
        secret = await _make_link(session, actor, found, form.group, keys)
        await write_letter(session, found, address, secret, keys)
    await record_event(session, actor, "feedback_letters_sent", found)
    return len(form.addresses)


async def take_back_links(session: AsyncSession, actor: Actor, found: Round, form: LinkGroupIn) -> None:
    """Those of a group that nobody has used work no longer; how many these were is told to nobody."""
    if not rules.may_make_links(actor, found):
        raise NotAllowed("Only the colleague who names raters takes links back.")
    found = await _hold_open(session, actor, found)
    links = await queries.list_links(session, found, form.group)
    if not links:
        raise Refused(fields={"group": "There are no links for them."})
    await account_actions.leave_directory(session, found.organisation_id, [link.id for link in links])
    for link in links:
        link.taken_back_on = actor.today
    session.add_all(links)
    await session.flush()
    await record_event(session, actor, "feedback_links_taken_back", found)


def invitation_to(found: Round, actor: Actor, group: Group, person_id: UUID | None) -> Invitation:
    """
    person_id   None for whoever has the link
    """
    return Invitation(
        organisation_id=found.organisation_id,
        round_id=found.id,
        group=group,
        person_id=person_id,
        named_by_id=actor.person_id,
    )


async def _make_link(session: AsyncSession, actor: Actor, found: Round, group: Group, keys: Keys) -> str:
    invitation = invitation_to(found, actor, group, None)
    session.add(invitation)
    await session.flush()
    secret = token_urlsafe(32)
    await account_actions.enter_directory(session, keys, DirectoryKind.FEEDBACK, invitation, secret)
    return secret


async def _hold_for_links(
    session: AsyncSession, actor: Actor, found: Round, group: Group, count: int, field: str
) -> Round:
    """The round, when so many more may be made in it; those taken back count, so that the number tells nothing."""
    if not rules.may_make_links(actor, found):
        raise NotAllowed("Only the colleague who names raters makes links, so that nobody can answer about themselves.")
    found = await _hold_open(session, actor, found)
    if group not in (rules.BY_LINK if field == "count" else rules.BY_LETTER):
        raise Refused(fields={"group": "Choose one from the list."})
    made = len(await queries.list_links(session, found, group))
    if made + count > rules.MOST_LINKS:
        raise Refused(fields={field: f"There are at most {rules.MOST_LINKS} links for a group; {made} are made."})
    return found


async def _hold_open(session: AsyncSession, actor: Actor, found: Round) -> Round:
    held = await queries.hold_round(session, found.organisation_id, found.id)
    _must_be_open(actor, held)
    return held


def _must_be_open(actor: Actor, found: Round) -> None:
    if not rules.is_open(found, actor.today):
        raise Refused("This round is over.")
