"""An idea is begun from another team's; the link stays, and what each found is read as a tree."""

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.models import Event
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.actions.adoptions import adopt_idea
from registry.ideas.models import Idea
from registry.ideas.queries import adoptions as queries
from registry.ideas.rules import adoptions as rules
from registry.ideas.schemas import IdeaIn, JoinIn
from registry.kit.errors import NotAllowed, Refused
from registry.people.actors import Actor
from registry.progress.actions.stages import end_idea
from registry.progress.schemas import EndIn
from tests.cast import Cast
from tests.factories import make_exploring_idea, make_idea

pytestmark = pytest.mark.anyio
SAID = {"better": "Nobody is woken to be asked whether they sleep.", "why": "I did it for years."}


async def ended(session: AsyncSession, cast: Cast, title: str = "Quieter nights") -> Idea:
    idea = await make_exploring_idea(session, cast.clinician, cast.sponsor, title=title)
    await end_idea(session, cast.clinician, idea, EndIn(learning="Soft soles cost nothing."))
    return idea


async def begun_from(session: AsyncSession, actor: Actor, source: Idea, title: str) -> Idea:
    draft = await adopt_idea(session, actor, source)
    return await idea_actions.register_idea(session, actor, draft, IdeaIn(title=title, **SAID))


async def test_a_draft_begins_in_the_others_words_but_for_why_it_matters(session: AsyncSession, cast: Cast) -> None:
    source = await ended(session, cast)
    draft = await adopt_idea(session, cast.colleague, source)
    assert (draft.title, draft.better, draft.why) == (source.title, source.better, "")
    assert draft.author_id == cast.colleague.person_id
    again = await adopt_idea(session, cast.colleague, source)
    assert again.id == draft.id


async def test_only_a_clinician_of_another_team_begins_from_it(session: AsyncSession, cast: Cast) -> None:
    source = await ended(session, cast)
    for other in (cast.clinician, cast.sponsor, cast.board, cast.quality, cast.partner, cast.administrator):
        with pytest.raises(NotAllowed):
            await adopt_idea(session, other, source)


async def test_an_idea_that_has_shown_nothing_yet_is_joined_instead(session: AsyncSession, cast: Cast) -> None:
    young = await make_idea(session, cast.clinician)
    with pytest.raises(Refused, match="Ask the team, or join it"):
        await adopt_idea(session, cast.colleague, young)
    assert rules.WHY_NOT_YET.endswith("join it.")


async def test_its_team_hears_of_it_when_it_is_registered_and_not_before(session: AsyncSession, cast: Cast) -> None:
    source = await ended(session, cast)
    draft = await adopt_idea(session, cast.colleague, source)
    assert await told(session, "idea_adopted") == 0
    assert await queries.count_begun_from(session, cast.quality, source) == 0

    begun = await idea_actions.register_idea(session, cast.colleague, draft, IdeaIn(title="Sleep", **SAID))

    assert await told(session, "idea_adopted") == 1
    assert await queries.count_begun_from(session, cast.quality, source) == 1
    found = await queries.find_source(session, begun)
    assert found
    assert found.id == source.id


async def test_the_tree_begins_with_the_first_and_tells_what_each_found(session: AsyncSession, cast: Cast) -> None:
    first = await ended(session, cast)
    second = await begun_from(session, cast.colleague, first, "Sleep on the ward")
    other = await begun_from(session, cast.colleague, first, "Sleep in the home")
    asking = await idea_actions.ask_to_join(session, cast.clinician, second, JoinIn(words="May I?"))
    await idea_actions.answer_joining(session, cast.colleague, second, asking, is_accepted=True)

    for seen_from in (first, second, other):
        spread = await queries.list_spread(session, cast.quality, seen_from)
        assert [(row.row.id, row.depth, row.from_id) for row in spread] == [
            (first.id, 0, None),
            (second.id, 1, first.id),
            (other.id, 1, first.id),
        ]
    assert spread[0].learning == "Soft soles cost nothing."
    assert spread[1].learning == ""


async def test_an_idea_that_nobody_took_up_is_a_tree_of_one(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    [row] = await queries.list_spread(session, cast.quality, idea)
    assert (row.row.id, row.depth) == (idea.id, 0)


def test_a_partners_people_see_nothing_of_the_tree(cast: Cast) -> None:
    assert rules.may_see_spread(cast.quality)
    assert not rules.may_see_spread(cast.partner)


async def told(session: AsyncSession, kind: str) -> int:
    return sum(event.kind == kind for event in (await session.exec(select(Event))).all())
