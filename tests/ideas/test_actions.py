import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.actions import ideas as actions
from registry.ideas.models import Stage
from registry.ideas.queries import ideas as queries
from registry.ideas.schemas import IdeaFilter, IdeaIn, InvitationIn, JoinIn, ShareIn
from registry.kit.errors import NotAllowed, NotFound, Refused
from tests.cast import Cast
from tests.factories import make_draft, make_idea


async def test_a_registered_idea_is_seen_by_the_organisation_with_a_reference(
    session: AsyncSession, cast: Cast
) -> None:
    first = await make_idea(session, cast.clinician)
    second = await make_idea(session, cast.clinician, title="Steady on your feet")

    page = await queries.page_of_ideas(session, cast.sponsor, IdeaFilter())

    assert [row.reference for row in page.rows] == ["NH-2", "NH-1"]
    assert (await queries.get_idea(session, cast.quality, second.id)).title == "Steady on your feet"
    assert (await queries.find_idea_by_reference(session, cast.quality, "nh-1")) == first


async def test_an_executive_cannot_register_an_idea(session: AsyncSession, cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="Only clinicians register ideas"):
        await make_idea(session, cast.sponsor)


async def test_a_draft_is_seen_by_its_author_alone(session: AsyncSession, cast: Cast) -> None:
    draft = await make_draft(session, cast.clinician)

    assert await queries.get_idea(session, cast.clinician, draft.id)
    for other in (cast.colleague, cast.sponsor, cast.administrator, cast.quality, cast.stranger):
        with pytest.raises(NotFound):
            await queries.get_idea(session, other, draft.id)
    assert not (await queries.page_of_ideas(session, cast.clinician, IdeaFilter())).rows


async def test_another_organisation_finds_nothing(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)

    with pytest.raises(NotFound):
        await queries.get_idea(session, cast.stranger, idea.id)
    assert not (await queries.page_of_ideas(session, cast.stranger, IdeaFilter())).rows


async def test_only_the_team_edits_an_idea(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    form = IdeaIn(title="Ten weeks", better="Sooner.", why="It matters.")

    for other in (cast.sponsor, cast.colleague, cast.administrator):
        with pytest.raises(NotAllowed, match="Only its team"):
            await actions.edit_idea(session, other, idea, form)
    await actions.edit_idea(session, cast.clinician, idea, form)

    assert (await queries.get_summary(session, idea)).title == "Ten weeks"


async def test_someone_who_asks_joins_when_the_lead_agrees_and_may_leave(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    asking = await actions.ask_to_join(session, cast.colleague, idea, JoinIn(words="I can help on Tuesdays."))

    with pytest.raises(NotAllowed):
        await actions.answer_joining(session, cast.colleague, idea, asking, is_accepted=True)
    await actions.answer_joining(session, cast.clinician, idea, asking, is_accepted=True)
    assert cast.colleague.id in (await queries.get_standing(session, idea)).member_ids

    await actions.leave_team(session, cast.colleague, idea, asking)
    assert cast.colleague.id not in (await queries.get_standing(session, idea)).member_ids


async def test_nobody_is_put_into_a_team_without_their_own_yes(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    invitation = await actions.invite(session, cast.clinician, idea, InvitationIn(person_id=cast.colleague.person_id))

    assert cast.colleague.id not in (await queries.get_standing(session, idea)).member_ids
    with pytest.raises(NotAllowed):
        await actions.answer_joining(session, cast.clinician, idea, invitation, is_accepted=True)


async def test_a_partner_sees_what_is_shared_with_it_and_nothing_else(session: AsyncSession, cast: Cast) -> None:
    shared = await make_idea(session, cast.clinician)
    await make_idea(session, cast.clinician, title="Not theirs to see")
    await actions.share_with_partner(session, cast.clinician, shared, ShareIn(partner_id=cast.partner_id))

    page = await queries.page_of_ideas(session, cast.partner, IdeaFilter())

    assert [row.id for row in page.rows] == [shared.id]
    await actions.end_share(session, cast.clinician, shared, cast.partner_id)
    with pytest.raises(NotFound):
        await queries.get_idea(session, cast.partner, shared.id)


async def test_an_idea_takes_no_step_that_the_arrows_do_not_show(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)

    with pytest.raises(Refused):
        await actions.move_idea(session, cast.clinician, idea, Stage.SUSTAINED, "idea_sustained")
    with pytest.raises(NotAllowed, match="Only the lead"):
        await actions.move_idea(session, cast.sponsor, idea, Stage.PAUSED, "idea_paused")
