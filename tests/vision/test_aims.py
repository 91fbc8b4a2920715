"""The organisation's own list of aims."""

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.kit.errors import NotAllowed, Refused
from registry.vision import actions, queries
from registry.vision.models import FIRST_AIMS
from registry.vision.schemas import AimIn, AimPlaceIn
from tests.cast import Cast
from tests.factories import make_idea

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
