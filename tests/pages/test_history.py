from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea, Stage
from registry.ideas.schemas import IdeaIn, InvitationIn, ShareIn
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_draft, make_idea


async def changed(session: AsyncSession, cast: Cast) -> Idea:
    idea = await make_idea(session, cast.clinician, title="Falls")
    form = IdeaIn(title="Fewer falls", better="Nobody falls at night.", why="I pick them up.")
    await idea_actions.edit_idea(session, cast.clinician, idea, form)
    await idea_actions.invite(session, cast.clinician, idea, InvitationIn(person_id=cast.colleague.person_id))
    await idea_actions.move_idea(session, cast.clinician, idea, Stage.PAUSED, "idea_paused")
    return idea


def test_the_history_of_an_idea_is_read_in_sentences(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: changed(session, cast))

    page = visit(cast.sponsor).get(f"/ideas/{idea.id}/history")

    for said in (
        "Amara Okafor registered the idea.",
        "Amara Okafor put the idea in other words.",
        "Title: Fewer falls",
        "Amara Okafor invited Ben Osei into the team.",
        "Amara Okafor paused the idea.",
    ):
        assert said in page


def test_the_history_of_the_organisation_leads_to_the_ideas(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: changed(session, cast))

    page = visit(cast.quality).get("/history")

    assert page.link("Fewer falls") == f"/ideas/{idea.id}"
    assert "The registry changed the roles of Nia Rees" not in page


def test_nobody_but_its_author_reads_that_there_is_a_draft(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: make_draft(session, cast.clinician, title="Secret thoughts"))

    assert "began a draft" in visit(cast.clinician).get("/history")
    for other in (cast.colleague, cast.quality, cast.administrator, cast.partner, cast.stranger):
        page = visit(other).get("/history")
        assert "began a draft" not in page
        assert "Secret thoughts" not in page


def test_a_partner_reads_the_history_of_what_is_shared_alone(visit: Visit, cast: Cast) -> None:
    async def given(session: AsyncSession) -> None:
        shared = await changed(session, cast)
        await idea_actions.share_with_partner(session, cast.clinician, shared, ShareIn(partner_id=cast.partner_id))
        await make_idea(session, cast.clinician, title="Not theirs")

    visit.write(given)
    page = visit(cast.partner).get("/history")

    assert "shared the idea with Four Elms care homes" in page
    assert "Not theirs" not in page
    assert "added the service" not in page


def test_what_concerns_an_account_is_read_by_administrators_and_its_person(visit: Visit, cast: Cast) -> None:
    assert "made an account for" in visit(cast.administrator).get("/history")
    assert "made an account for" not in visit(cast.quality).get("/history")


def test_a_history_nobody_may_read_is_not_found(visit: Visit, cast: Cast) -> None:
    draft = visit.write(lambda session: make_draft(session, cast.clinician))
    idea = visit.write(lambda session: make_idea(session, cast.clinician))

    visit(cast.quality).get(f"/ideas/{draft.id}/history", status=404)
    visit(cast.stranger).get(f"/ideas/{idea.id}/history", status=404)
    visit(cast.partner).get(f"/ideas/{idea.id}/history", status=404)


def test_a_long_history_comes_in_pages(visit: Visit, cast: Cast) -> None:
    async def given(session: AsyncSession) -> Idea:
        idea = await make_idea(session, cast.clinician)
        for number in range(25):
            form = IdeaIn(title=f"Title {number}", better="Better.", why="Because.")
            await idea_actions.edit_idea(session, cast.clinician, idea, form)
        return idea

    idea = visit.write(given)
    first = visit(cast.sponsor).get(f"/ideas/{idea.id}/history")
    assert "registered the idea" not in first

    assert "registered the idea" in first.follow("Further down the list →")
