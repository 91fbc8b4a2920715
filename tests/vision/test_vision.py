"""The board publishes the vision and its values; what stood before stays readable, and ideas keep what they serve."""

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.models import Event
from registry.ideas.actions.values import name_values
from registry.ideas.queries import values as value_queries
from registry.ideas.queries.ideas import page_of_ideas
from registry.ideas.schemas import IdeaFilter, ServedValueIn, ServedValuesIn
from registry.kit.errors import Changed, NotAllowed, Refused
from registry.people.actors import Actor
from registry.vision import actions, queries, rules
from registry.vision.models import Value
from registry.vision.schemas import ValueIn, VisionIn
from tests.cast import Cast
from tests.factories import make_idea

pytestmark = pytest.mark.anyio
KINDNESS, HONESTY = ("Kindness", "We see the person first."), ("Honesty", "We say what went wrong.")


def vision(*values: tuple[str, str], reason: str = "It was time.") -> VisionIn:
    said = [ValueIn(name=name, meaning=meaning) for name, meaning in values]
    return VisionIn(statement="Nobody waits without knowing why.", reason=reason, values=said)


async def publish(session: AsyncSession, actor: Actor, *values: tuple[str, str]) -> dict[str, Value]:
    await actions.publish_vision(session, actor, vision(*values), after=0)
    return {value.name: value for value in await queries.list_values(session, actor)}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([], "Name at least one value. A vision rests on what people hold to."),
        ([("", "We look up.")], "Give the value that means ‘We look up.’ a name."),
        ([("Care", "")], "Say in a sentence what ‘Care’ means here."),
        ([("Care", "Once."), ("care", "Twice.")], "‘Care’ stands there twice."),
        ([(f"Value {n}", "Said.") for n in range(8)], "Name at most 7 values: nobody remembers more."),
    ],
)
def test_values_are_few_named_and_explained(values: list[tuple[str, str]], said: str) -> None:
    assert rules.objections_to_values(values) == [said]


async def test_only_the_board_publishes(session: AsyncSession, cast: Cast) -> None:
    for other in (cast.clinician, cast.sponsor, cast.quality, cast.steward, cast.administrator):
        with pytest.raises(NotAllowed):
            await actions.publish_vision(session, other, vision(KINDNESS), after=0)


async def test_what_is_published_again_keeps_the_ideas_of_a_value_and_what_was_said_before(
    session: AsyncSession, cast: Cast
) -> None:
    stood = await publish(session, cast.board, KINDNESS, HONESTY)
    idea = await make_idea(session, cast.clinician)
    serving = ServedValuesIn(values=[ServedValueIn(value_id=stood["Kindness"].id, how="We ring back the same day.")])
    await name_values(session, cast.clinician, idea, serving)
    again = VisionIn(
        statement="Nobody waits alone.",
        reason="Care is what people say.",
        values=[ValueIn(id=stood["Kindness"].id, name="Care", meaning="We stay.")],
    )

    await actions.publish_vision(session, cast.board, again, after=1)

    assert [value.name for value in await queries.list_values(session, cast.board)] == ["Care"]
    [served] = await value_queries.list_served(session, idea)
    assert (served.name, served.how, served.holds) == ("Care", "We ring back the same day.", True)
    newest, first = (await queries.page_of_visions(session, cast.quality)).rows
    assert (newest.vision.number, newest.values) == (2, [("Care", "We stay.")])
    assert (first.vision.number, first.values) == (1, [KINDNESS, HONESTY])


async def test_two_who_publish_at_once_are_told(session: AsyncSession, cast: Cast) -> None:
    await publish(session, cast.board, KINDNESS)
    with pytest.raises(Changed):
        await actions.publish_vision(session, cast.board, vision(HONESTY), after=0)


async def test_each_organisation_has_a_vision_of_its_own(session: AsyncSession, cast: Cast) -> None:
    await publish(session, cast.board, KINDNESS)
    assert await queries.find_vision(session, cast.stranger) is None
    assert await queries.list_values(session, cast.stranger) == []


async def test_the_team_says_what_its_idea_serves_and_nobody_else_does(session: AsyncSession, cast: Cast) -> None:
    stood = await publish(session, cast.board, KINDNESS, HONESTY)
    idea, other = await make_idea(session, cast.clinician), await make_idea(session, cast.clinician, title="Other")
    serving = ServedValuesIn(values=[ServedValueIn(value_id=stood["Honesty"].id)])
    for stranger_to_it in (cast.sponsor, cast.board, cast.quality):
        with pytest.raises(NotAllowed):
            await name_values(session, stranger_to_it, idea, serving)

    await name_values(session, cast.clinician, idea, serving)
    await name_values(session, cast.clinician, idea, serving)

    found = await page_of_ideas(session, cast.sponsor, IdeaFilter(value_id=stood["Honesty"].id))
    assert [row.id for row in found.rows] == [idea.id]
    assert other.id not in {row.id for row in found.rows}
    assert await value_queries.count_ideas_by_value(session, cast.board, [value.id for value in stood.values()]) == {
        stood["Honesty"].id: 1
    }
    told = [event for event in (await session.exec(select(Event))).all() if event.kind == "values_named"]
    assert len(told) == 1


async def test_a_value_that_ended_stays_where_it_was_named_and_cannot_be_named_anew(
    session: AsyncSession, cast: Cast
) -> None:
    stood = await publish(session, cast.board, KINDNESS, HONESTY)
    idea, other = await make_idea(session, cast.clinician), await make_idea(session, cast.clinician, title="Other")
    serving = ServedValuesIn(values=[ServedValueIn(value_id=stood["Honesty"].id)])
    await name_values(session, cast.clinician, idea, serving)
    only = VisionIn(
        statement="As before.",
        reason="One is enough.",
        values=[ValueIn(id=stood["Kindness"].id, name="Care", meaning="x")],
    )
    await actions.publish_vision(session, cast.board, only, after=1)

    await name_values(session, cast.clinician, idea, serving)
    with pytest.raises(Refused, match="Choose from the values of the vision"):
        await name_values(session, cast.clinician, other, serving)

    assert [(value.name, value.holds) for value in await value_queries.list_served(session, idea)] == [
        ("Honesty", False)
    ]
