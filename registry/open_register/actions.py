from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.models import Framework
from registry.history.actions import record_event
from registry.history.models import Asking, Event, Recorded
from registry.ideas.actions.ideas import hold_ideas
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import NotAllowed, NotFound, Refused
from registry.open_register import queries, rules
from registry.open_register.models import OpenAim, OpenIdea, OpenPromise
from registry.open_register.queries import Published
from registry.open_register.schemas import OpenRegisterIn
from registry.people.actions import recorded
from registry.people.actors import Actor, the_registry
from registry.people.models import Organisation, Service
from registry.pledges.models import Ask, Delivery, Pledge, PledgeHandOver
from registry.vision.models import Aim

FOLLOWED = (Idea, Framework, Ask, Pledge, PledgeHandOver, Delivery)
"""What an event of an idea may be about when something that is published of it may have changed."""


async def open_register(session: AsyncSession, actor: Actor, organisation: Organisation, form: OpenRegisterIn) -> None:
    """Opens it with these words, or puts one that is open in other words."""
    _must_keep_register(actor)
    if objections := rules.objections_to_words(form.words, await queries.list_names(session, actor)):
        raise Refused(fields=objections)
    await _hold(session, organisation)
    was, was_open = organisation.register_words, organisation.publishes_register
    if was_open and was == form.words:
        return
    organisation.publishes_register, organisation.register_words = True, form.words
    await _keep_change(session, organisation)
    if was_open:
        thing = recorded(organisation)
        await record_event(session, actor, "register_words_changed", thing, was=was, became=form.words)
    else:
        await record_event(session, actor, "register_opened", recorded(organisation), became=form.words)


async def close_register(session: AsyncSession, actor: Actor, organisation: Organisation) -> None:
    """Nobody without an account reads anything of it from now on, and what stood in it is gone."""
    _must_keep_register(actor)
    await _hold(session, organisation)
    if not organisation.publishes_register:
        raise Refused("The open register is closed already.")
    await _close(session, actor, organisation)


async def publish_idea(session: AsyncSession, actor: Actor, idea: Idea) -> None:
    organisation = await session.get_one(Organisation, actor.organisation_id)
    await _hold(session, organisation)
    await hold_ideas(session, actor, [idea.id])
    if not rules.may_publish(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only its lead shows an idea to the public.")
    if not organisation.publishes_register:
        raise Refused(f"{organisation.name} has no open register now.")
    if await queries.find_published(session, idea.organisation_id, idea.id):
        raise Refused("This idea is shown to the public already.")
    await _keep(session, idea.organisation_id, idea.id, await queries.draw(session, actor, idea.id))
    await record_event(session, actor, "idea_published", idea, idea_id=idea.id)


async def take_back(session: AsyncSession, actor: Actor, idea: Idea) -> None:
    await hold_ideas(session, actor, [idea.id])
    if not rules.may_take_back(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only its lead takes an idea back from the public, or its team while it has no lead.")
    if not await queries.find_published(session, idea.organisation_id, idea.id):
        raise NotFound("publication")
    await _forget(session, idea.organisation_id, [idea.id])
    await record_event(session, actor, "publication_withdrawn", idea, idea_id=idea.id)


async def take_back_again(session: AsyncSession, actor: Actor, idea_id: UUID) -> bool:
    """What was taken back before an older state was put back; False where it does not stand here.

    actor   the registry itself
    """
    idea = await session.get(Idea, (actor.organisation_id, idea_id))
    if idea is None or not await queries.find_published(session, actor.organisation_id, idea_id):
        return False
    await _forget(session, actor.organisation_id, [idea_id])
    await record_event(session, actor, "publication_withdrawn", idea, idea_id=idea_id)
    return True


async def close_again(session: AsyncSession, actor: Actor, organisation_id: UUID) -> bool:
    """The same of a whole register."""
    organisation = await session.get(Organisation, organisation_id)
    if organisation is None or organisation.id != actor.organisation_id or not organisation.publishes_register:
        return False
    await _close(session, actor, organisation)
    return True


async def listen(session: AsyncSession, actor: Asking, event: Event, subject: Recorded) -> None:
    """Lets what is published follow what happens; one of the history's listeners."""
    if event.kind == "service_renamed" and isinstance(subject, Service):
        in_service = select(Idea.id).where(
            col(Idea.organisation_id) == subject.organisation_id, col(Idea.service_id) == subject.id
        )
        of_service = (col(OpenIdea.organisation_id) == subject.organisation_id) & col(OpenIdea.id).in_(in_service)
        await session.exec(update(OpenIdea).where(of_service).values(service=subject.name))
    elif event.kind == "aim_changed" and isinstance(subject, Aim):
        of_aim = (col(OpenAim.organisation_id) == subject.organisation_id) & (col(OpenAim.aim_id) == subject.id)
        await session.exec(update(OpenAim).where(of_aim).values(name=subject.name))
    elif event.idea_id and isinstance(subject, FOLLOWED) and isinstance(actor, Actor):
        await _follow(session, actor, event.idea_id)


async def _follow(session: AsyncSession, actor: Actor, idea_id: UUID) -> None:
    stands = await queries.find_published(session, actor.organisation_id, idea_id)
    if stands is None:
        return
    now = await queries.draw(session, actor, idea_id)
    if now != stands:
        await _keep(session, actor.organisation_id, idea_id, now)


async def _keep(session: AsyncSession, organisation_id: UUID, idea_id: UUID, published: Published) -> None:
    await _forget(session, organisation_id, [idea_id])
    key = {"organisation_id": organisation_id, "idea_id": idea_id}
    said = {name: getattr(published, name) for name in OpenIdea.model_fields if hasattr(published, name)}
    session.add(OpenIdea(organisation_id=organisation_id, id=idea_id, **said))
    await session.flush()
    session.add_all(OpenAim(**key, aim_id=aim_id, name=name) for aim_id, name in published.aims)
    session.add_all(
        OpenPromise(**key, kind=each.kind, asked=each.asked, promised=each.promised, kept=each.kept)
        for each in published.promises
    )
    await session.flush()


async def _forget(session: AsyncSession, organisation_id: UUID, idea_ids: Collection[UUID]) -> None:
    for table, column in ((OpenAim, OpenAim.idea_id), (OpenPromise, OpenPromise.idea_id), (OpenIdea, OpenIdea.id)):
        these = (col(table.organisation_id) == organisation_id) & col(column).in_(idea_ids)
        await session.exec(delete(table).where(these))


async def _close(session: AsyncSession, actor: Actor, organisation: Organisation) -> None:
    published = await queries.list_ids_of_open_ideas(session, organisation)
    await hold_ideas(session, actor, published)
    await _forget(session, organisation.id, published)
    organisation.publishes_register = False
    await _keep_change(session, organisation)
    await record_event(session, actor, "register_closed", recorded(organisation))
    for idea_id in published:
        idea = await session.get_one(Idea, (organisation.id, idea_id))
        await record_event(session, the_registry(actor), "publication_ended", idea, idea_id=idea_id)


async def _hold(session: AsyncSession, organisation: Organisation) -> None:
    """So that nothing is published while the register closes; before ideas and the history, as registering does."""
    await session.refresh(organisation, with_for_update=True)


async def _keep_change(session: AsyncSession, organisation: Organisation) -> None:
    organisation.version += 1
    session.add(organisation)
    await session.flush()


def _must_keep_register(actor: Actor) -> None:
    if not rules.may_open_register(actor):
        raise NotAllowed("Only an administrator opens and closes the open register.")
