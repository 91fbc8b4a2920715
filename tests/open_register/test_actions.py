"""What is published follows the idea, and goes with the lead's word or the register's closing."""

from uuid import UUID

import pytest
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.history import actions as history_actions
from registry.history.models import Event
from registry.ideas.actions import hand_overs
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea, Stage
from registry.ideas.schemas import HandOverIn, IdeaIn, JoinIn
from registry.kit.errors import NotAllowed, NotFound, Refused
from registry.open_register import actions, queries
from registry.open_register.models import OpenAim, OpenIdea, OpenPromise
from registry.open_register.queries import Published
from registry.open_register.rules import Counted
from registry.open_register.schemas import OpenFilter, OpenRegisterIn
from registry.people import actions as people_actions
from registry.people.actors import Actor
from registry.people.models import Organisation, Person, Service
from registry.people.schemas import ServiceIn
from registry.pledges.actions import deliveries as delivery_actions
from registry.pledges.actions import pledges as pledge_actions
from registry.pledges.models import Kind, Verdict
from registry.pledges.schemas import DeclineIn, DeliveryIn, VerdictIn
from registry.portfolio import personal
from registry.progress.actions import stages
from registry.progress.schemas import EndIn
from registry.vision import actions as vision_actions
from registry.vision import queries as vision_queries
from registry.vision.schemas import AimPlaceIn
from tests.cast import Cast
from tests.factories import make_boundary, make_idea
from tests.pledges.ledger import make_ask, offer


@pytest.fixture(autouse=True)
def listening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_actions, "listeners", [actions.listen])


async def opened(session: AsyncSession, administrator: Actor) -> Organisation:
    organisation = await session.get_one(Organisation, administrator.organisation_id)
    await actions.open_register(session, administrator, organisation, OpenRegisterIn(words="Come in."))
    return organisation


async def shown(session: AsyncSession, cast: Cast, **given: object) -> Idea:
    await opened(session, cast.administrator)
    idea = await make_idea(session, cast.clinician, **given)
    await actions.publish_idea(session, cast.clinician, idea)
    return idea


async def read(session: AsyncSession, cast: Cast, idea: Idea) -> Published:
    """What everybody reads; it is what would be read if it were published now."""
    found = await queries.find_published(session, idea.organisation_id, idea.id)
    assert found
    assert found == await queries.draw(session, cast.clinician, idea.id)
    return found


async def kinds(session: AsyncSession, idea_id: UUID) -> list[str]:
    statement = select(Event.kind).where(col(Event.subject_id) == idea_id).order_by(col(Event.number))
    return list((await session.exec(statement)).all())


async def test_the_lead_alone_publishes_and_only_while_the_register_is_open(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    with pytest.raises(Refused, match="has no open register"):
        await actions.publish_idea(session, cast.clinician, idea)
    organisation = await session.get_one(Organisation, cast.administrator.organisation_id)
    with pytest.raises(NotAllowed):
        await actions.open_register(session, cast.board, organisation, OpenRegisterIn())
    await opened(session, cast.administrator)
    for other in (cast.colleague, cast.sponsor, cast.administrator):
        with pytest.raises(NotAllowed):
            await actions.publish_idea(session, other, idea)

    await actions.publish_idea(session, cast.clinician, idea)

    with pytest.raises(Refused, match="already"):
        await actions.publish_idea(session, cast.clinician, idea)
    assert (await read(session, cast, idea)).title == "Twelve weeks to an answer"


async def test_it_follows_words_state_service_aims_and_learning(session: AsyncSession, cast: Cast) -> None:
    aim = (await vision_queries.list_aims(session, cast.board))[0]
    idea = await shown(session, cast, service_id=cast.service_id, aim_ids={aim.id})
    service = await session.get_one(Service, (idea.organisation_id, cast.service_id))

    await people_actions.rename_service(session, cast.administrator, service, ServiceIn(name="Families"))
    await vision_actions.change_aim(session, cast.board, aim, AimPlaceIn(name="dying", place=1))
    said = IdeaIn(
        title="Ten weeks, says Ben Osei",
        better="Sooner at Four Elms care homes.",
        why="I meet them.",
        outcome="Ten weeks",
        service_id=cast.service_id,
        aim_ids={aim.id},
    )
    await idea_actions.edit_idea(session, cast.clinician, idea, said)

    found = await read(session, cast, idea)
    assert (found.title, found.better) == ("Ten weeks, says [name left out]", "Sooner at [name left out].")
    assert (found.outcome, found.service, found.stage) == ("Ten weeks", "Families", Stage.REGISTERED)
    assert [name for _, name in found.aims] == ["dying"]
    await stages.end_idea(session, cast.clinician, idea, EndIn(learning="Letters are slow."))
    assert (await read(session, cast, idea)).learning == "Letters are slow."
    await stages.reopen_idea(session, cast.clinician, idea)
    found = await read(session, cast, idea)
    assert (found.stage, found.learning) == (Stage.REGISTERED, "")


async def test_it_follows_what_is_asked_promised_and_kept(session: AsyncSession, cast: Cast) -> None:
    idea = await shown(session, cast)
    await make_boundary(session, cast.clinician, idea)
    await make_ask(session, cast.clinician, idea)
    once = {"kind": Kind.INTRODUCTION, "quantity": None, "is_each_week": False}
    declined, kept = [await offer(session, cast.sponsor, idea, **once) for _ in range(2)]
    hours = await offer(session, cast.sponsor, idea, is_each_week=False)
    await pledge_actions.decline_pledge(session, cast.clinician, declined, DeclineIn(reason="We know them."))
    for pledge in (kept, hours):
        await pledge_actions.accept_pledge(session, cast.clinician, pledge)
    await delivery_actions.record_delivery(session, cast.clinician, kept, DeliveryIn(delivered_on=cast.clinician.today))
    await pledge_actions.give_verdict(session, cast.clinician, kept, VerdictIn(verdict=Verdict.KEPT))
    came = DeliveryIn(delivered_on=cast.clinician.today, quantity="4")
    delivery = await delivery_actions.record_delivery(session, cast.sponsor, hours, came)
    assert Counted(Kind.TIME, 0, 1, 0) in (await read(session, cast, idea)).promises

    await delivery_actions.confirm_delivery(session, cast.clinician, hours, delivery)

    assert (await read(session, cast, idea)).promises == (
        Counted(Kind.TIME, 0, 1, 1),
        Counted(Kind.DATA, 1, 0, 0),
        Counted(Kind.INTRODUCTION, 0, 1, 1),
    )


async def test_the_new_lead_decides_on_and_the_team_while_there_is_none(session: AsyncSession, cast: Cast) -> None:
    idea = await shown(session, cast)
    offered = await hand_overs.offer_lead(session, cast.clinician, idea, HandOverIn(to_id=cast.colleague.person_id))
    await hand_overs.accept_lead(session, cast.colleague, idea, offered)
    assert await read(session, cast, idea)
    with pytest.raises(NotAllowed):
        await actions.take_back(session, cast.clinician, idea)

    await actions.take_back(session, cast.colleague, idea)

    assert await queries.find_published(session, idea.organisation_id, idea.id) is None
    with pytest.raises(NotFound):
        await actions.take_back(session, cast.colleague, idea)
    assert (await kinds(session, idea.id))[-1] == "publication_withdrawn"
    await actions.publish_idea(session, cast.colleague, idea)
    lead = await session.get_one(Person, (idea.organisation_id, cast.colleague.person_id))
    await account_actions.record_leaving(session, cast.administrator, lead)
    with pytest.raises(NotAllowed):
        await actions.take_back(session, cast.sponsor, idea)
    await actions.take_back(session, cast.clinician, idea)


async def test_closing_takes_everything_away_and_opening_again_brings_nothing_back(
    session: AsyncSession, cast: Cast
) -> None:
    aim = (await vision_queries.list_aims(session, cast.board))[0]
    idea = await shown(session, cast, aim_ids={aim.id})
    await make_ask(session, cast.clinician, idea)
    organisation = await session.get_one(Organisation, idea.organisation_id)

    await actions.close_register(session, cast.administrator, organisation)

    tables: tuple[type[SQLModel], ...] = (OpenIdea, OpenAim, OpenPromise)
    for table in tables:
        assert not (await session.exec(select(table))).all()
    assert (await kinds(session, idea.id))[-1] == "publication_ended"
    assert (await kinds(session, organisation.id))[-2:] == ["register_opened", "register_closed"]
    with pytest.raises(NotFound):
        await queries.get_open_organisation(session, "northmoor")
    await idea_actions.ask_to_join(session, cast.colleague, idea, JoinIn())
    await opened(session, cast.administrator)
    assert not await queries.page_of_open_ideas(session, organisation, OpenFilter())


async def test_an_erased_persons_name_stands_nowhere(session: AsyncSession, cast: Cast) -> None:
    idea = await shown(session, cast, better="Priya Raman and I want it sooner.")
    person = await session.get_one(Person, (idea.organisation_id, cast.sponsor.person_id))
    await account_actions.record_leaving(session, cast.administrator, person)

    await personal.erase_person(session, cast.administrator, person, "Priya Raman")
    await session.refresh(idea)
    await idea_actions.edit_idea(
        session, cast.clinician, idea, IdeaIn(title="Sooner", better=idea.better, why=idea.why)
    )

    found = await read(session, cast, idea)
    assert (found.title, found.better) == ("Sooner", "[name left out] and I want it sooner.")


async def test_pages_go_from_the_newest_on_and_are_narrowed(session: AsyncSession, cast: Cast) -> None:
    [aim, other, *_] = await vision_queries.list_aims(session, cast.board)
    organisation = await opened(session, cast.administrator)
    ideas = [
        await make_idea(session, cast.clinician, title=f"Idea {number}", aim_ids={aim.id} if number % 2 else set())
        for number in range(5)
    ]
    for idea in ideas:
        await actions.publish_idea(session, cast.clinician, idea)
    await stages.pause_idea(session, cast.clinician, ideas[3])

    first = await queries.page_of_open_ideas(session, organisation, OpenFilter(), size=3)
    rest = await queries.page_of_open_ideas(session, organisation, OpenFilter(), size=3, cursor=first.next_cursor or "")

    assert [row.title for row in [*first.rows, *rest.rows]] == [f"Idea {number}" for number in (4, 3, 2, 1, 0)]
    assert rest.next_cursor is None
    by_aim = await queries.page_of_open_ideas(session, organisation, OpenFilter(aim=aim.name))
    assert [row.title for row in by_aim.rows] == ["Idea 3", "Idea 1"]
    both = OpenFilter(aim=aim.name, stage=Stage.PAUSED)
    assert [row.title for row in (await queries.page_of_open_ideas(session, organisation, both)).rows] == ["Idea 3"]
    assert await queries.list_open_aims(session, organisation) == [aim.name]
    assert not await queries.page_of_open_ideas(session, organisation, OpenFilter(aim=other.name))
