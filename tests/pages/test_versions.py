from registry.boundaries.actions import joining, publishing
from registry.boundaries.schemas import BoundaryIn
from registry.frameworks.models import Framework
from registry.ideas.models import Idea
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_framework, make_idea

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
    steward.post(f"/api/v1/frameworks/{framework.id}/outcomes", json={"sentence": "Nobody falls"})
    assert lead.post(address, json={"reason": "So."}).status_code == 403
    assert steward.post(address, json={"reason": "So."}).json()["number"] == 2
    newer = lead.get(f"/api/v1/ideas/{idea.id}/framework/version").json()
    assert newer["differences"] == [{"what": "Outcome", "was": "", "became": "Nobody falls"}]
    taken = {"version_id": newer["version_id"]}
    assert lead.post(f"/api/v1/ideas/{idea.id}/framework/version", json=taken).status_code == 204
    again = lead.post(f"/api/v1/ideas/{idea.id}/framework/version", json=taken)
    assert again.json()["reasons"] == ["Your idea stands under this version already."]
