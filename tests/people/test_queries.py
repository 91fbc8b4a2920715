"""People found by their names."""

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.people import actions as people_actions
from registry.people import queries
from registry.people.actors import Actor
from registry.people.models import Person, Role
from registry.people.schemas import PersonIn
from tests.cast import Cast

NAMES = ("Zoë Brânză", "Niamh O’Brien-Clarke", "Ida Sørensen", "Eva Strauß", "Анна Зайцева")


async def hire(session: AsyncSession, by: Actor, *names: str) -> list[Person]:
    forms = [PersonIn(name=name, position="Nurse", roles={Role.CLINICIAN}) for name in names]
    return [await people_actions.add_person(session, by, form) for form in forms]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("zoe", "Zoë Brânză"),
        ("BRANZA zo", "Zoë Brânză"),
        ("Bra\u0302nza\u0306", "Zoë Brânză"),
        ("obrien", "Niamh O’Brien-Clarke"),
        ("O'Br", "Niamh O’Brien-Clarke"),
        ("clarke", "Niamh O’Brien-Clarke"),
        ("sorensen", "Ida Sørensen"),
        ("strauss", "Eva Strauß"),
        ("STRAUß", "Eva Strauß"),
        ("заи", "Анна Зайцева"),
        ("ranza", None),
        ("zoe clarke", None),
        ("%", None),
        ("[.*", None),
    ],
)
async def test_each_word_typed_begins_a_word_of_the_name(
    session: AsyncSession, cast: Cast, typed: str, found: str | None
) -> None:
    await hire(session, cast.administrator, *NAMES)
    page = await queries.page_of_faces(session, cast.clinician, name=typed)
    assert [face.name for face in page.rows] == ([found] if found else [])


async def test_who_is_looked_for_comes_by_the_page_and_nobody_who_may_not_be_seen(
    session: AsyncSession, cast: Cast
) -> None:
    """Nobody of another organisation, of a partner, or who has left."""
    gone, *_ = await hire(session, cast.administrator, "Nia Gone", "Nia Adams", "Nia Young", "Tom Niall")
    await people_actions.record_leaving(session, cast.administrator, gone)

    first = await queries.page_of_faces(session, cast.clinician, name="nia", size=2)
    second = await queries.page_of_faces(session, cast.clinician, name="nia", size=2, cursor=first.next_cursor or "")

    assert [face.name for face in (*first.rows, *second.rows)] == ["Nia Adams", "Nia Young", "Tom Niall"]
    assert second.next_cursor is None
    assert not await queries.page_of_faces(session, cast.clinician, name="healy")
    everybody = await queries.page_of_people(session, cast.clinician, name="nia")
    assert cast.stranger.person_id not in {person.id for person in everybody.rows}
    assert "Nia Gone" in {person.name for person in everybody.rows}, "as the list for programs has it without a name"
