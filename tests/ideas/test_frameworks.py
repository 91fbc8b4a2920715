import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.actions import outcomes as outcome_actions
from registry.frameworks.models import Framework, Outcome
from registry.frameworks.queries import versions as version_queries
from registry.frameworks.schemas import OutcomeIn
from registry.ideas.actions import ideas as actions
from registry.ideas.models import Idea
from registry.ideas.queries import frameworks as place_queries
from registry.ideas.queries import ideas as queries
from registry.ideas.schemas import IdeaFilter, IdeaIn
from registry.kit.errors import Refused
from tests.cast import Cast
from tests.factories import make_exploring_idea, make_framework, make_idea, publish_and_accept


async def with_outcome(session: AsyncSession, cast: Cast, **given: str) -> tuple[Framework, Outcome]:
    framework = await make_framework(session, cast.steward, **given)
    form = OutcomeIn(sentence=f"{framework.name}: nobody falls")
    return framework, await outcome_actions.add_outcome(session, cast.steward, framework, form)


async def put_under(session: AsyncSession, cast: Cast, idea: Idea, framework: Framework) -> None:
    version = await version_queries.get_newest(session, framework)
    await actions.note_framework(session, cast.clinician, idea, version)


def as_it_stands(idea: Idea, **given: object) -> IdeaIn:
    return IdeaIn(**(idea.model_dump(include={"title", "better", "why", "outcome", "outcome_id"}) | given))


async def test_an_idea_stands_under_one_framework_at_a_time(session: AsyncSession, cast: Cast) -> None:
    first, second = [await make_framework(session, cast.steward, name=name) for name in ("First", "Second")]
    idea, other = await make_idea(session, cast.clinician), await make_idea(session, cast.clinician)

    for framework in (first, second):
        await put_under(session, cast, idea, framework)
        place = await place_queries.find_place_in_framework(session, idea)
        summary = await queries.get_summary(session, idea)
        assert place is not None
        assert place.framework_id == summary.framework_id == framework.id
    await put_under(session, cast, other, second)

    counts = await place_queries.count_ideas_by_framework(session, cast.quality, [first.id, second.id])
    assert counts == {first.id: 0, second.id: 2}
    listed = await queries.page_of_ideas(session, cast.quality, IdeaFilter(framework_id=second.id))
    assert [row.id for row in listed.rows] == [other.id, idea.id]
    await actions.note_framework(session, cast.clinician, idea, None)
    assert await place_queries.find_place_in_framework(session, idea) is None
    assert (await queries.get_summary(session, idea)).framework_id is None


async def test_only_outcomes_of_its_own_framework_can_be_served(session: AsyncSession, cast: Cast) -> None:
    framework, outcome = await with_outcome(session, cast)
    _, elsewhere = await with_outcome(session, cast, name="Elsewhere")
    idea = await make_idea(session, cast.clinician)

    with pytest.raises(Refused):
        await actions.edit_idea(session, cast.clinician, idea, as_it_stands(idea, outcome_id=outcome.id))
    await put_under(session, cast, idea, framework)
    with pytest.raises(Refused):
        await actions.edit_idea(session, cast.clinician, idea, as_it_stands(idea, outcome_id=elsewhere.id))
    await actions.edit_idea(session, cast.clinician, idea, as_it_stands(idea, outcome_id=outcome.id))

    served = await place_queries.list_ideas_by_outcome(session, cast.quality, [outcome.id, elsewhere.id], 3)
    assert {outcome_id: [row.id for row in rows] for outcome_id, rows in served.items()} == {outcome.id: [idea.id]}


async def test_an_outcome_that_ended_is_kept_by_those_who_serve_it(session: AsyncSession, cast: Cast) -> None:
    framework, outcome = await with_outcome(session, cast)
    idea, other, late = [await make_idea(session, cast.clinician) for _ in range(3)]
    for each in (idea, other):
        await put_under(session, cast, each, framework)
    await actions.edit_idea(session, cast.clinician, idea, as_it_stands(idea, outcome_id=outcome.id))

    await outcome_actions.end_outcome(session, cast.steward, outcome)

    await actions.edit_idea(session, cast.clinician, idea, as_it_stands(idea, title="Twelve weeks, for all"))
    assert idea.outcome_id == outcome.id
    await publish_and_accept(session, cast.steward, framework, cast.clinician)
    await actions.edit_idea(session, cast.clinician, other, as_it_stands(other, outcome_id=outcome.id))
    await put_under(session, cast, late, framework)
    with pytest.raises(Refused) as refusal:
        await actions.edit_idea(session, cast.clinician, late, as_it_stands(late, outcome_id=outcome.id))
    assert refusal.value.fields == {"outcome_id": "This outcome has ended. Choose another one."}


async def test_an_idea_that_leaves_keeps_the_outcome_as_a_sentence_of_its_own(
    session: AsyncSession, cast: Cast
) -> None:
    framework, outcome = await with_outcome(session, cast)
    idea = await make_exploring_idea(session, cast.clinician, cast.sponsor)
    await put_under(session, cast, idea, framework)
    await actions.edit_idea(session, cast.clinician, idea, as_it_stands(idea, outcome="", outcome_id=outcome.id))
    with pytest.raises(Refused) as refusal:
        await actions.edit_idea(session, cast.clinician, idea, as_it_stands(idea, outcome_id=None))
    assert "outcome" in refusal.value.fields

    await actions.note_framework(session, cast.clinician, idea, None)

    assert (idea.outcome, idea.outcome_id) == ("Older people: nobody falls", None)
