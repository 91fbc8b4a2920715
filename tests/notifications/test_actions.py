import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history import actions as history_actions
from registry.ideas import actions as idea_actions
from registry.ideas.schemas import InvitationIn, JoinIn, ShareIn
from registry.kit.errors import NotFound
from registry.notifications import actions, queries
from registry.notifications.models import Notice
from registry.people import actions as people_actions
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Role
from registry.people.schemas import PersonIn
from tests.cast import Cast
from tests.factories import make_draft, make_idea


@pytest.fixture(autouse=True)
def listening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_actions, "listeners", [actions.listen])


async def read(session: AsyncSession, actor: Actor) -> list[str]:
    """What a person's notices say, the newest first."""
    page = await queries.page_of_notices(session, actor)
    return [f"{row.actor_name} {row.sentence}".strip() for row in page.rows]


async def test_who_asks_to_join_is_answered_and_the_lead_hears_of_it(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician, title="Falls")

    asking = await idea_actions.ask_to_join(session, cast.colleague, idea, JoinIn(words="I can help on Tuesdays."))
    assert await read(session, cast.clinician) == ["Ben Osei asks to join the team of “Falls”: I can help on Tuesdays."]

    await idea_actions.answer_joining(session, cast.clinician, idea, asking, is_accepted=True)
    assert await read(session, cast.colleague) == ["Amara Okafor welcomes you to the team of “Falls”."]

    await idea_actions.leave_team(session, cast.colleague, idea, asking)
    assert (await read(session, cast.clinician))[0] == "Ben Osei has left the team of “Falls”."


async def test_who_is_invited_hears_of_it_and_the_lead_of_the_answer(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician, title="Falls")
    form = InvitationIn(person_id=cast.colleague.person_id)

    invitation = await idea_actions.invite(session, cast.clinician, idea, form)
    assert await read(session, cast.colleague) == ["Amara Okafor invites you into the team of “Falls”."]

    await idea_actions.answer_joining(session, cast.colleague, idea, invitation, is_accepted=False)
    assert await read(session, cast.clinician) == ["Ben Osei will not join the team of “Falls”."]
    assert len(await read(session, cast.colleague)) == 1


async def test_an_invitation_to_a_draft_does_not_say_what_is_in_it(session: AsyncSession, cast: Cast) -> None:
    draft = await make_draft(session, cast.clinician, title="Secret thoughts")

    await idea_actions.invite(session, cast.clinician, draft, InvitationIn(person_id=cast.colleague.person_id))

    assert await read(session, cast.colleague) == ["Amara Okafor invites you into the team of a draft."]


async def test_a_partners_people_hear_of_an_idea_once_it_is_shared(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician, title="Falls")
    assert not await read(session, cast.partner)

    await idea_actions.share_with_partner(session, cast.clinician, idea, ShareIn(partner_id=cast.partner_id))
    assert await read(session, cast.partner) == ["Amara Okafor shares “Falls” with you."]

    await idea_actions.end_share(session, cast.clinician, idea, cast.partner_id)
    assert len(await read(session, cast.partner)) == 1


async def test_who_has_left_hears_nothing_more(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician, title="Falls")
    colleague = await people_queries.get_person(session, cast.administrator, cast.colleague.person_id)
    asking = await idea_actions.ask_to_join(session, cast.colleague, idea, JoinIn())
    await people_actions.record_leaving(session, cast.administrator, colleague)
    before = len(await read(session, cast.colleague))

    await idea_actions.answer_joining(session, cast.clinician, idea, asking, is_accepted=True)

    assert len(await read(session, cast.colleague)) == before


async def test_a_change_of_roles_is_told_to_those_with_an_account(session: AsyncSession, cast: Cast) -> None:
    manager = await people_queries.get_person(session, cast.administrator, cast.manager.person_id)
    form = PersonIn(name=manager.name, position=manager.position, roles={Role.QUALITY, Role.BOARD})

    await people_actions.change_person(session, cast.administrator, manager, form)
    newcomer = await people_actions.add_person(
        session, cast.administrator, PersonIn(name="Noor Aziz", roles={Role.CLINICIAN})
    )

    assert await read(session, cast.manager) == ["Joan Price changes what you may do here: Board, Quality."]
    newcomer_notices = select(Notice.id).where(col(Notice.person_id) == newcomer.id)
    assert not (await session.exec(newcomer_notices)).all()


async def test_notices_are_unread_until_they_are_read_and_leave_no_trace_in_the_history(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician)
    for _ in range(3):
        asking = await idea_actions.ask_to_join(session, cast.colleague, idea, JoinIn())
        await idea_actions.answer_joining(session, cast.clinician, idea, asking, is_accepted=False)
    assert await queries.count_unread(session, cast.clinician) == 3
    assert await queries.count_unread(session, cast.colleague) == 3

    newest, *_, oldest = (await queries.page_of_notices(session, cast.clinician)).rows
    await actions.mark_read(session, await queries.get_notice(session, cast.clinician, newest.id))
    assert await queries.count_unread(session, cast.clinician) == 2

    await actions.mark_all_read(session, cast.clinician, oldest.id)
    assert await queries.count_unread(session, cast.clinician) == 1
    await actions.mark_all_read(session, cast.clinician, newest.id)
    assert await queries.count_unread(session, cast.clinician) == 0
    assert await queries.count_unread(session, cast.colleague) == 3


async def test_another_persons_notice_is_not_found(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    await idea_actions.ask_to_join(session, cast.colleague, idea, JoinIn())
    [notice] = (await queries.page_of_notices(session, cast.clinician)).rows

    for other in (cast.colleague, cast.administrator, cast.stranger):
        with pytest.raises(NotFound):
            await queries.get_notice(session, other, notice.id)


async def test_notices_come_in_pages(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    for _ in range(3):
        asking = await idea_actions.ask_to_join(session, cast.colleague, idea, JoinIn())
        await idea_actions.leave_team(session, cast.colleague, idea, asking)

    first = await queries.page_of_notices(session, cast.clinician, size=4)
    assert first.next_cursor
    second = await queries.page_of_notices(session, cast.clinician, size=4, cursor=first.next_cursor)

    assert [len(first.rows), len(second.rows)] == [4, 2]
    assert second.next_cursor is None
    assert len({row.id for row in [*first.rows, *second.rows]}) == 6
