from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions import joining, publishing
from registry.boundaries.queries import versions as version_lines
from registry.boundaries.schemas import BoundaryIn
from registry.frameworks.actions import outcomes
from registry.frameworks.models import Framework
from registry.frameworks.schemas import OutcomeIn
from registry.ideas.models import Idea
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_framework, make_idea, publish_and_accept

KEPT, NEW = "Nobody is kept still for a number", "Every ward must use the falls bundle"


def accepted(visit: Visit, cast: Cast) -> tuple[Framework, Idea]:
    """A framework with one boundary, and an idea whose lead accepted its first version."""

    async def make(session: object) -> tuple[Framework, Idea]:
        framework = await make_framework(session, cast.steward)
        await publishing.draw_framework_boundary(session, cast.steward, framework, BoundaryIn(sentence=KEPT))
        idea = await make_idea(session, cast.clinician)
        await joining.join_framework(session, cast.clinician, idea, framework)
        return framework, idea

    return visit.write(make)


def test_a_steward_publishes_what_gathered_and_the_lead_accepts_it_when_she_likes(visit: Visit, cast: Cast) -> None:
    framework, idea = accepted(visit, cast)
    steward, lead = visit(cast.steward), visit(cast.clinician)
    form = steward.get(f"/frameworks/{framework.id}/boundaries/new?kind=declared")
    drawn = form.submit("Draw this boundary", {"sentence": NEW})
    assert "It comes with the next version of the framework." in drawn

    versions = steward.get(f"/frameworks/{framework.id}").follow("See it and publish it")
    assert "tells people how to work" in versions
    assert "Say in a sentence what changed and why." in versions.submit("Publish version 2", status=422)
    published = versions.submit("Publish version 2", {"reason": "A year of falls."})
    assert "Version 2 is published." in published
    assert "Twelve weeks to an answer keeps version 1" in published

    shown = lead.get(f"/ideas/{idea.id}")
    assert NEW not in shown
    newer = shown.follow("See what would change")
    assert "A year of falls." in newer
    assert not visit(cast.colleague).get(newer.path).has_button("Accept version 2")
    assert NEW in newer.submit("Accept version 2")
    assert "keeps version 1" not in steward.get(f"/frameworks/{framework.id}/versions")


def test_programs_hear_the_same_words(visit: Visit, cast: Cast) -> None:
    framework, idea = accepted(visit, cast)
    steward, lead = visit.program(cast.steward), visit.program(cast.clinician)
    address = f"/api/v1/frameworks/{framework.id}/versions"

    nothing = steward.post(address, json={"reason": "So."})
    assert nothing.json()["reasons"] == [
        "Nothing is being prepared. Change an outcome, a boundary or the direction first."
    ]
    method = {"sentence": "Everybody must use the checklist"}
    told = steward.post(f"/api/v1/frameworks/{framework.id}/outcomes", json=method).json()
    assert "‘must use’ tells people how to work" in told["advice"]
    assert lead.post(address, json={"reason": "So."}).status_code == 403
    assert steward.post(address, json={"reason": "So."}).json()["number"] == 2
    newer = lead.get(f"/api/v1/ideas/{idea.id}/framework/version").json()
    [difference] = newer["differences"]
    assert difference == {"what": "Outcome", "was": "", "became": method["sentence"], "advice": told["advice"]}
    behind = {"newest": 2, "ideas": [{"idea_id": str(idea.id), "title": idea.title, "number": 1}], "next": None}
    assert lead.get(f"{address}/behind").json() == behind
    taken = {"version_id": newer["version_id"]}
    assert lead.post(f"/api/v1/ideas/{idea.id}/framework/version", json=taken).status_code == 204
    assert lead.get(f"{address}/behind").json()["ideas"] == []
    again = lead.post(f"/api/v1/ideas/{idea.id}/framework/version", json=taken)
    assert again.json()["reasons"] == ["Your idea stands under this version already."]


async def test_ideas_that_keep_an_older_version_go_on_from_page_to_page(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)
    ideas = [await make_idea(session, cast.clinician, title=f"Idea {number}") for number in range(3)]
    for idea in ideas:
        await joining.join_framework(session, cast.clinician, idea, framework)
    await outcomes.add_outcome(session, cast.steward, framework, OutcomeIn(sentence="Nobody falls"))
    newest = await publish_and_accept(session, cast.steward, framework, cast.clinician, ideas[:1])

    first = await version_lines.page_of_behind(session, newest, size=1)
    second = await version_lines.page_of_behind(session, newest, size=1, cursor=first.next_cursor or "")
    assert [row.idea_id for row in (*first.rows, *second.rows)] == [ideas[1].id, ideas[2].id]
    assert second.next_cursor is None
