"""When a promise is over, its team says once and openly what came of it."""

from datetime import timedelta

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.models import Event
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.pledges.actions import pledges as pledge_actions
from registry.pledges.actions.look_backs import look_back
from registry.pledges.models import Helped, InTime, Pledge, Verdict
from registry.pledges.queries.look_backs import list_look_backs
from registry.pledges.schemas import LookBackIn
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_idea
from tests.pledges.ledger import offer

SAID = LookBackIn(kept=Verdict.PARTLY_KEPT, in_time=InTime.LATE, helped=Helped.MUCH, words="The nurse was worth it.")


async def promised(session: AsyncSession, cast: Cast) -> Pledge:
    """Two weeks of a nurse, accepted, whose time was over long ago."""
    with clock.stopped_at(clock.now() - timedelta(days=120)):
        idea = await make_idea(session, cast.clinician)
        pledge = await offer(session, cast.sponsor, idea)
        await pledge_actions.accept_pledge(session, cast.clinician, pledge)
        return pledge


@pytest.mark.anyio
async def test_the_team_looks_back_once_and_whoever_promised_never(session: AsyncSession, cast: Cast) -> None:
    pledge = await promised(session, cast)
    for other in (cast.sponsor, cast.colleague, cast.quality):
        with pytest.raises(NotAllowed):
            await look_back(session, other, pledge, SAID)
    await look_back(session, cast.clinician, pledge, SAID)
    with pytest.raises(Refused, match="already"):
        await look_back(session, cast.clinician, pledge, SAID)
    found = (await list_look_backs(session, cast.sponsor, [pledge.id]))[pledge.id]
    assert (found.said, found.by) == ("Partly kept. Late. It helped a lot.", "Amara Okafor")
    kinds = select(Event.kind).where(col(Event.subject_id) == pledge.id, col(Event.kind) == "look_back_given")
    assert len((await session.exec(kinds)).all()) == 1


@pytest.mark.anyio
async def test_a_promise_that_goes_on_is_not_looked_back_at(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    pledge = await offer(session, cast.sponsor, idea)
    await pledge_actions.accept_pledge(session, cast.clinician, pledge)
    with pytest.raises(Refused, match="over"):
        await look_back(session, cast.clinician, pledge, SAID)


def test_it_stands_on_the_promise_and_with_the_promises_of_whoever_made_it(visit: Visit, cast: Cast) -> None:
    pledge = visit.write(lambda session: promised(session, cast))
    page = visit(cast.clinician).get(f"/pledges/{pledge.id}/look-back")
    page = page.submit("Say so", {"kept": "kept", "helped": "some"}, status=422)
    assert "Say whether it came in time." in page.text
    page = page.submit("Say so", {"in_time": "in_time", "words": "Thank you, Priya."})
    assert "Thank you, Priya." in page.text
    assert "The team: Kept. In time. It helped somewhat." in visit(cast.sponsor).get("/pledges").text
    assert "looks back at your promise" in visit(cast.sponsor).get("/notices").text
    answer = visit.program(cast.sponsor).get(f"/api/v1/pledges/{pledge.id}/look-back")
    assert answer.json()["helped"] == "some"
