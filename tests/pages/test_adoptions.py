"""Starting one's own idea from another team's, and the page of how it spreads."""

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.schemas import ShareIn
from registry.progress.actions.stages import end_idea
from registry.progress.schemas import EndIn
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_exploring_idea


def ended(visit: Visit, cast: Cast) -> Idea:
    async def make(session: AsyncSession) -> Idea:
        idea = await make_exploring_idea(session, cast.clinician, cast.sponsor, title="Quieter nights")
        await idea_actions.share_with_partner(session, cast.clinician, idea, ShareIn(partner_id=cast.partner_id))
        await end_idea(session, cast.clinician, idea, EndIn(learning="Soft soles cost nothing."))
        return idea

    return visit.write(make)


def test_a_clinician_starts_her_own_and_both_ideas_say_so(visit: Visit, cast: Cast) -> None:
    source = ended(visit, cast)
    asked = visit(cast.colleague).get(f"/ideas/{source.id}").follow("Start your own from this")
    assert "Why it matters to you is yours to say." in asked

    draft = asked.submit("Start my own")
    assert "Say why it matters to you." in draft
    mine = draft.submit(
        "Register", {"title": "Sleep on ward 4", "why": "I wake them, and I mind.", "intent": "register"}
    )

    assert mine.link("Quieter nights") == f"/ideas/{source.id}"
    theirs = visit(cast.clinician).get(f"/ideas/{source.id}")
    spread = theirs.follow("1 idea began from this one")
    assert "Sleep on ward 4" in spread
    assert "What was learnt: Soft soles cost nothing." in spread
    assert "Nothing told yet of what it found." in spread
    told = visit(cast.colleague).get(f"{mine.path}/updates/new")
    told.submit("Tell it", {"learnt": "Felt under the chairs helps, too."})
    spread = visit(cast.clinician).get(spread.path)
    assert "Found so far: Felt under the chairs helps, too." in spread
    assert [mark.text.strip() for mark in spread.all("text")] == ["1", "2"]
    assert "begins an idea of their own from" in visit(cast.clinician).get("/notices")


def test_who_leads_it_and_who_is_no_clinician_are_not_offered_it(visit: Visit, cast: Cast) -> None:
    source = ended(visit, cast)
    for other in (cast.clinician, cast.sponsor, cast.quality):
        assert "Start your own from this" not in visit(other).get(f"/ideas/{source.id}")
        visit(other).get(f"/ideas/{source.id}/adoptions/new", status=403)


def test_a_partners_people_are_not_shown_the_tree(visit: Visit, cast: Cast) -> None:
    source = ended(visit, cast)
    assert "How it spreads" not in visit(cast.partner).get(f"/ideas/{source.id}")
    visit(cast.partner).get(f"/ideas/{source.id}/spread", status=404)
