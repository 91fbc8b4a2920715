from uuid import UUID

import pytest

from registry.boundaries.actions import publishing
from registry.boundaries.schemas import BoundaryIn
from registry.frameworks.actions import outcomes as outcome_actions
from registry.frameworks.models import Framework
from registry.frameworks.schemas import OutcomeIn
from registry.ideas.models import Idea
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_framework, make_idea

SENTENCE = "Nobody is kept still for a number"


@pytest.fixture
def framework(visit: Visit, cast: Cast) -> Framework:
    """With one boundary that teams answer."""

    async def make(session: object) -> Framework:
        framework = await make_framework(session, cast.steward)
        await publishing.draw_framework_boundary(session, cast.steward, framework, BoundaryIn(sentence=SENTENCE))
        return framework

    return visit.write(make)


@pytest.fixture
def idea(visit: Visit, cast: Cast) -> Idea:
    return visit.write(lambda session: make_idea(session, cast.clinician))


def test_a_lead_puts_an_idea_under_a_framework_and_takes_it_out(
    visit: Visit, cast: Cast, framework: Framework, idea: Idea
) -> None:
    lead = visit(cast.clinician)
    page = lead.get(f"/ideas/{idea.id}").follow("Put it under a framework")
    refused = page.submit("Put it under this one", status=422)
    assert "Choose a framework." in refused

    shown = page.submit("Put it under this one", {"framework_id": str(framework.id)})
    assert "Your idea stands under Older people." in shown
    assert "Stands under Older people" in shown
    assert SENTENCE in shown
    assert "Twelve weeks to an answer" in visit(cast.quality).get(f"/frameworks/{framework.id}")

    left = shown.follow("Leave its framework").submit("Leave it")
    assert "Your idea has left the framework." in left
    assert "Stands under" not in left
    assert SENTENCE not in left


def test_what_it_served_stays_with_it(visit: Visit, cast: Cast, framework: Framework, idea: Idea) -> None:
    form = OutcomeIn(sentence="Nobody falls")
    outcome = visit.write(lambda session: outcome_actions.add_outcome(session, cast.steward, framework, form))
    lead = visit(cast.clinician)
    joined = lead.get(f"/ideas/{idea.id}/framework").submit(
        "Put it under this one", {"framework_id": str(framework.id)}
    )
    joined.follow("Change the words").submit("Keep these words", {"outcome_id": str(outcome.id)})

    asked = lead.get(f"/ideas/{idea.id}/framework")
    assert "so does the outcome that you serve" in asked
    assert "The outcome it serves: Nobody falls" in asked.submit("Leave it")


@pytest.mark.usefixtures("framework")
def test_a_framework_that_is_not_there_is_refused_beside_its_field(visit: Visit, cast: Cast, idea: Idea) -> None:
    lead = visit(cast.clinician)
    token = lead.form_token()

    fields = {"csrf_token": token, "framework_id": str(UUID(int=7))}
    assert "Choose one from the list." in lead.post(f"/ideas/{idea.id}/framework", fields, status=422)


def test_where_no_framework_is_open_the_page_says_so(visit: Visit, cast: Cast, idea: Idea) -> None:
    shown = visit(cast.clinician).get(f"/ideas/{idea.id}/framework")

    assert "No framework is open yet" in shown
    assert not shown.has_button("Put it under this one")


def test_nobody_but_the_lead_is_offered_it(visit: Visit, cast: Cast, framework: Framework, idea: Idea) -> None:
    for other in (cast.colleague, cast.sponsor, cast.steward, cast.quality):
        browser = visit(other)
        assert "Put it under a framework" not in browser.get(f"/ideas/{idea.id}")
        browser.get(f"/ideas/{idea.id}/framework", status=403)


def test_a_program_joins_and_leaves(visit: Visit, cast: Cast, framework: Framework, idea: Idea) -> None:
    program = visit.program(cast.clinician)
    address = f"/api/v1/ideas/{idea.id}"

    assert program.post(f"{address}/framework", json={"framework_id": str(framework.id)}).status_code == 204
    assert program.get(address).json()["framework_id"] == str(framework.id)
    again = program.post(f"{address}/framework", json={"framework_id": str(framework.id)})
    assert again.json()["reasons"] == ["This idea stands under ‘Older people’. Leave that first."]
    assert program.post(f"{address}/framework/leaving").status_code == 204
    assert program.get(address).json()["framework_id"] is None
