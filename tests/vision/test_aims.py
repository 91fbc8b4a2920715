"""The organisation's own list of aims."""

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.actions import ideas as idea_actions
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.schemas import IdeaIn
from registry.kit.errors import NotAllowed, Refused
from registry.stories.actions import checking
from registry.stories.rules import Reader
from registry.stories.schemas import TopicsIn
from registry.vision import actions, queries
from registry.vision.models import FIRST_AIMS
from registry.vision.schemas import AimIn, AimPlaceIn
from tests.cast import Cast
from tests.factories import make_discretion, make_idea, make_story, make_telling_link

pytestmark = pytest.mark.anyio


async def names(session: AsyncSession, cast: Cast) -> list[str]:
    return [aim.name for aim in await queries.list_aims(session, cast.board)]


async def test_the_board_and_administrators_add_rename_and_move_aims(session: AsyncSession, cast: Cast) -> None:
    added = await actions.add_aim(session, cast.board, AimIn(name="noise"))
    await actions.change_aim(session, cast.administrator, added, AimPlaceIn(name="noise at night", place=2))
    assert await names(session, cast) == [FIRST_AIMS[0], "noise at night", *FIRST_AIMS[1:]]
    assert await queries.place_of(session, cast.board, added) == 2
    with pytest.raises(Refused):
        await actions.change_aim(session, cast.board, added, AimPlaceIn(name=FIRST_AIMS[3], place=1))
    with pytest.raises(NotAllowed):
        await actions.change_aim(session, cast.quality, added, AimPlaceIn(name="sleep", place=1))


async def test_an_aim_goes_only_where_nothing_bears_it(session: AsyncSession, cast: Cast) -> None:
    borne, free = (await queries.list_aims(session, cast.board))[:2]
    await make_idea(session, cast.clinician, aim_ids=[borne.id])
    with pytest.raises(Refused, match="other words"):
        await actions.remove_aim(session, cast.board, borne)
    await actions.remove_aim(session, cast.board, free)
    assert await names(session, cast) == [FIRST_AIMS[0], *FIRST_AIMS[2:]]


async def test_a_retired_aim_stays_where_it_stands_and_is_given_to_nothing_new(
    session: AsyncSession, cast: Cast
) -> None:
    aim = (await queries.list_aims(session, cast.board))[0]
    idea = await make_idea(session, cast.clinician, aim_ids=[aim.id])
    link = await make_telling_link(session, cast.clinician)
    story, _ = await make_story(session, link, cast.quality)
    checker, topics = Reader(cast.quality, is_checker=True), TopicsIn(aim_ids=[aim.id])
    with pytest.raises(NotAllowed):
        await actions.retire_aim(session, cast.quality, aim)

    await actions.retire_aim(session, cast.board, aim)

    assert aim.label == f"No needless {FIRST_AIMS[0]} (retired)"
    with pytest.raises(Refused):
        await make_idea(session, cast.clinician, aim_ids=[aim.id])
    with pytest.raises(Refused):
        await checking.name_topics(session, checker, story, topics)
    with pytest.raises(Refused):
        await make_discretion(session, cast.board, aim_ids={aim.id})
    given = {"title": "Other words", "better": idea.better, "why": idea.why, "aim_ids": [aim.id]}
    await idea_actions.edit_idea(session, cast.clinician, idea, IdeaIn(**given))
    assert [row.aim_id for row in await idea_queries.list_idea_aims(session, idea)] == [aim.id]

    await actions.bring_aim_back(session, cast.administrator, aim)
    await checking.name_topics(session, checker, story, topics)
    with pytest.raises(Refused):
        await actions.bring_aim_back(session, cast.board, aim)
