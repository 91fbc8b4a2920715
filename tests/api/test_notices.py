from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.actions import ideas as idea_actions
from registry.ideas.schemas import JoinIn
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_idea


async def asked(session: AsyncSession, cast: Cast) -> UUID:
    idea = await make_idea(session, cast.clinician, title="Falls")
    return (await idea_actions.ask_to_join(session, cast.colleague, idea, JoinIn())).id


def test_a_program_reads_notices_and_marks_them_read(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: asked(session, cast))
    program = visit.program(cast.clinician)

    listed = program.get("/api/v1/notices").json()
    [notice] = listed["notices"]
    assert (notice["actor_name"], notice["sentence"]) == ("Ben Osei", "asks to join the team of “Falls”.")
    assert (notice["is_read"], listed["unread"], listed["next"]) == (False, 1, None)

    assert program.post(f"/api/v1/notices/{notice['id']}/reading").status_code == 204
    assert program.get("/api/v1/notices").json()["unread"] == 0


def test_a_program_marks_all_read_that_it_saw(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: asked(session, cast))
    program = visit.program(cast.clinician)
    [notice] = program.get("/api/v1/notices").json()["notices"]
    visit.write(lambda session: asked(session, cast))

    assert program.post("/api/v1/notices/reading", json={"until_id": notice["id"]}).status_code == 204

    assert program.get("/api/v1/notices").json()["unread"] == 1


def test_another_persons_notice_is_not_found(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: asked(session, cast))
    [notice] = visit.program(cast.clinician).get("/api/v1/notices").json()["notices"]

    for other in (cast.colleague, cast.stranger):
        assert visit.program(other).post(f"/api/v1/notices/{notice['id']}/reading").status_code == 404
