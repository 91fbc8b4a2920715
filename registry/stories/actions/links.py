from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.accounts import rules as account_rules
from registry.accounts.models import DirectoryKind
from registry.accounts.queries import Keys
from registry.frameworks.queries import frameworks as framework_queries
from registry.history.actions import record_event
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused, chosen
from registry.people.actors import Actor
from registry.stories import rules
from registry.stories.models import TellingLink
from registry.stories.rules import Reader
from registry.stories.schemas import TellingLinkIn


def secret_of(link: TellingLink, keys: Keys) -> str:
    """Follows from the link's id, so that its code can be printed again."""
    return account_rules.derived_secret(keys.secret, DirectoryKind.TELLING, str(link.id))


async def make_link(session: AsyncSession, actor: Actor, form: TellingLinkIn, keys: Keys) -> TellingLink:
    if not rules.may_make_link(actor):
        raise NotAllowed("Only people of the organisation make links for stories.")
    idea = await _idea_named(session, actor, form.reference) if form.reference else None
    with chosen("framework_id"):
        if form.framework_id:
            await framework_queries.get_framework(session, actor, form.framework_id)
    link = TellingLink(
        organisation_id=actor.organisation_id,
        about=form.about,
        idea_id=idea.id if idea else None,
        framework_id=form.framework_id,
        made_at=clock.now(),
        made_by_id=actor.person_id,
    )
    session.add(link)
    await session.flush()
    secret = secret_of(link, keys)
    await account_actions.enter_directory(session, keys, DirectoryKind.TELLING, link, secret)
    await record_event(session, actor, "telling_link_made", link, words=link.about)
    return link


async def close_link(session: AsyncSession, reader: Reader, link: TellingLink) -> None:
    """Nothing is told through it any more; what was told stays, with its storytellers' own pages."""
    if not rules.may_close_link(reader, link):
        raise NotAllowed("Only whoever made this link, or a checker, closes it.")
    if link.closed_at:
        raise Refused("This link is closed already.")
    link.closed_at, link.closed_by_id = clock.now(), reader.actor.person_id
    session.add(link)
    await account_actions.leave_directory(session, link.organisation_id, [link.id])
    await session.flush()
    await record_event(session, reader.actor, "telling_link_closed", link, words=link.about)


async def _idea_named(session: AsyncSession, actor: Actor, reference: str) -> Idea:
    named = await idea_queries.find_idea_by_reference(session, actor, reference.strip())
    if named is None:
        raise Refused(fields={"reference": f"There is no idea {reference}. Write it as {actor.reference_prefix}-42."})
    return await idea_queries.get_idea(session, actor, named.id)
