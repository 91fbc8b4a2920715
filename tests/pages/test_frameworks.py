from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions.publishing import draw_framework_boundary
from registry.boundaries.schemas import BoundaryIn
from registry.frameworks.actions import outcomes as outcome_actions
from registry.frameworks.models import Framework, Subsystem
from registry.frameworks.schemas import OutcomeIn
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.schemas import ShareIn
from registry.kit.text import day_words
from registry.people import actions as people_actions
from registry.people.models import Role
from registry.people.schemas import PersonIn
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_framework, make_idea, stand_under


@pytest.fixture
def framework(visit: Visit, cast: Cast) -> Framework:
    return visit.write(lambda session: make_framework(session, cast.steward))


def put_under(visit: Visit, cast: Cast, framework: Framework, outcome_id: UUID | None = None, **given: str) -> Idea:
    """An idea of the clinician's, under the framework."""

    async def make(session: object) -> Idea:
        idea = await make_idea(session, cast.clinician, **given)
        await stand_under(session, cast.clinician, idea, framework)
        idea.outcome_id = outcome_id
        session.add(idea)
        return idea

    return visit.write(make)


def test_a_steward_opens_a_framework_and_names_its_first_outcome(visit: Visit, cast: Cast) -> None:
    steward = visit(cast.steward)
    form = steward.get("/frameworks").follow("Open a framework")
    assert "You keep it as its first steward." in form

    outcomes = form.submit(
        "Open it",
        {
            "name": "Older people",
            "subsystem": "service",
            "held": "The older people’s wards",
            "direction": "Home sooner, and as able as they came.",
            "review_on": (cast.steward.today + timedelta(days=200)).isoformat(),
        },
    )
    assert outcomes.heading == "What should become true?"
    added = outcomes.submit("Add this outcome", {"sentence": "Nobody falls for want of a walk"})

    shown = added.follow("To the framework")
    assert shown.heading == "Older people"
    assert "Home sooner, and as able as they came." in shown
    assert "Nobody falls for want of a walk" in shown
    assert "Kept by Karim Haddad ." in shown
    assert "Karim Haddad opened the framework Older people." in shown


def test_a_board_member_is_asked_who_keeps_it(visit: Visit, cast: Cast) -> None:
    form = visit(cast.board).get("/frameworks/new")

    refused = form.submit("Open it", {"name": "Urgent care", "direction": "x" * 281}, status=422)
    assert "Choose what it holds." in refused
    assert "Use at most 280 characters." in refused
    assert "Say when you will look at it again." in refused
    assert refused.form_fields("Open it")["name"] == ["Urgent care"]


def test_words_that_say_how_are_kept_with_advice_beside_them(visit: Visit, cast: Cast, framework: Framework) -> None:
    page = visit(cast.steward).get(f"/frameworks/{framework.id}/outcomes")

    added = page.submit("Add this outcome", {"sentence": "Every ward must use the falls bundle"})
    assert "‘must use’ tells people how to work." in added
    assert "‘must use’ tells people how to work." in visit(cast.clinician).get(f"/frameworks/{framework.id}")


def test_an_outcome_is_worded_anew_and_ended(visit: Visit, cast: Cast, framework: Framework) -> None:
    form = OutcomeIn(sentence="Nobody falls")
    visit.write(lambda session: outcome_actions.add_outcome(session, cast.steward, framework, form))
    steward = visit(cast.steward)

    edit = steward.get(f"/frameworks/{framework.id}/outcomes").follow("Change the words")
    changed = edit.submit("Keep these words", {"sentence": "Fewer people fall"})
    assert "Fewer people fall" in changed
    assert "Nobody falls" not in changed
    stale = edit.submit("Keep these words", {"sentence": "My own words"} | fresh_key(), status=409)
    assert "Somebody else changed this meanwhile." in stale
    assert stale.form_fields("Keep these words")["sentence"] == ["My own words"]

    ended = changed.follow("End it").submit("End it")
    assert "The outcome is left out." in ended
    assert "Fewer people fall" not in ended.text.replace("The outcome is left out.", "")


def fresh_key() -> dict[str, str]:
    """As if the form had been opened in another window."""
    return {"form_key": "another window"}


def test_the_sixth_outcome_is_refused_and_what_was_typed_is_kept(
    visit: Visit, cast: Cast, framework: Framework
) -> None:
    page = visit(cast.steward).get(f"/frameworks/{framework.id}/outcomes")
    for number in range(5):
        form = OutcomeIn(sentence=f"Outcome {number}")
        visit.write(lambda session, form=form: outcome_actions.add_outcome(session, cast.steward, framework, form))

    refused = page.submit("Add this outcome", {"sentence": "One too many"}, status=422)
    assert "A framework has at most 5 outcomes. End one before you add another." in refused
    assert refused.form_fields("Add this outcome")["sentence"] == ["One too many"]
    assert not visit(cast.steward).get(f"/frameworks/{framework.id}/outcomes").has_button("Add this outcome")


def test_its_words_change_for_its_stewards_alone(visit: Visit, cast: Cast, framework: Framework) -> None:
    steward = visit(cast.steward)
    form = steward.get(f"/frameworks/{framework.id}").follow("Change its words and dates")

    shown = form.submit("Keep these words", {"direction": "Home, and well."})
    assert "Home, and well." in shown
    assert "Karim Haddad changed the framework Older people." in shown
    stale = form.submit("Keep these words", {"direction": "Other"} | fresh_key(), status=409)
    assert "Somebody else changed this meanwhile." in stale
    for other in (cast.clinician, cast.quality, cast.sponsor):
        page = visit(other).get(f"/frameworks/{framework.id}")
        assert "Change its words and dates" not in page


def test_stewards_are_named_and_end(visit: Visit, cast: Cast, framework: Framework) -> None:
    person = visit.write(
        lambda session: people_actions.add_person(
            session, cast.administrator, PersonIn(name="Ada Lund", position="Matron", roles={Role.STEWARD})
        )
    )
    board = visit(cast.board)
    page = board.get(f"/frameworks/{framework.id}").follow("Its stewards")
    assert "End the stewardship" not in [" ".join(link.text.split()) for link in page.all("a")]

    named = page.submit("Name them", {"person_id": str(person.id)})
    assert "They keep the framework from now on." in named
    shown = board.get(f"/frameworks/{framework.id}")
    assert "Kept by Karim Haddad and Ada Lund ." in shown
    assert "Ines Calder named Ada Lund a steward of Older people." in shown

    ended = named.follow("End the stewardship").submit("End it")
    assert "Kept by Ada Lund ." in ended
    assert "ends your stewardship of a framework: Older people." in visit(cast.steward).get("/notices")


def test_the_list_is_nested_and_says_what_each_holds(visit: Visit, cast: Cast, framework: Framework) -> None:
    visit.write(lambda session: make_framework(session, cast.steward, name="Ward 7", parent_id=framework.id))
    put_under(visit, cast, framework)

    listed = visit(cast.clinician).get("/frameworks")

    review = day_words(framework.review_on)
    assert "A service · The older people's wards" in listed
    assert all(said in listed for said in ("1 idea", f"Review {review}", "No boundary drawn"))
    assert "A service within Older people" in listed
    assert "Open a framework" not in listed
    visit(cast.partner).get("/frameworks", status=403)


def test_the_page_shows_the_ideas_under_it_and_what_they_serve(visit: Visit, cast: Cast, framework: Framework) -> None:
    form = OutcomeIn(sentence="Nobody falls")
    outcome = visit.write(lambda session: outcome_actions.add_outcome(session, cast.steward, framework, form))
    put_under(visit, cast, framework, title="Quiet at night")
    put_under(visit, cast, framework, outcome.id, title="Steady on your feet")

    shown = visit(cast.clinician).get(f"/frameworks/{framework.id}")

    assert "Nobody falls Served by Steady on your feet ." in shown
    assert shown.link("Quiet at night")
    narrowed = visit(cast.clinician).get(f"/ideas?framework_id={framework.id}")
    assert "Quiet at night" in narrowed


def test_partners_and_strangers_find_nothing(visit: Visit, cast: Cast, framework: Framework) -> None:
    for outsider in (cast.partner, cast.stranger):
        for noun in ("", "/edit", "/outcomes", "/stewards", "/history"):
            visit(outsider).get(f"/frameworks/{framework.id}{noun}", status=404)


def test_one_walks_the_map_from_the_organisation_to_a_place_and_up_again(visit: Visit, cast: Cast) -> None:
    async def make(session: AsyncSession) -> Framework:
        trust = await make_framework(session, cast.steward, name="The trust", subsystem=Subsystem.ORGANISATION)
        older = await make_framework(session, cast.steward, name="Older people", parent_id=trust.id)
        ward = {"name": "Ward 7", "subsystem": Subsystem.PLACE, "parent_id": older.id, "direction": "Walking again."}
        place = await make_framework(session, cast.steward, **ward)
        await draw_framework_boundary(session, cast.steward, place, BoundaryIn(sentence="No restraint"))
        return place

    place = visit.write(make)
    put_under(visit, cast, place)
    reader = visit(cast.clinician)
    top = reader.get("/frameworks")
    assert all(said in top for said in ("The trust", "Older people", "Ward 7", "1 idea", "1 boundary not known"))

    into = [link.attributes["href"] for link in top.all("a") if "Walk into it" in link.text]
    older = reader.get(into[1])
    assert older.heading == "Older people"
    assert "No ideas yet" in older
    assert len(into) == 2
    up = older.follow("↑ Up to The trust")
    assert up.heading == "The trust"
    assert up.follow("↑ Up to Northmoor Health and Care").heading == "Frameworks"

    in_place = reader.get(f"/frameworks/{place.id}").follow("See it on the map")
    assert "Nothing is nested in it so far." in in_place
    assert in_place.link("Older people").startswith("/frameworks?under=")
    for wrong in ("nothing", str(cast.partner_id)):
        reader.get(f"/frameworks?under={wrong}", status=404)


def test_a_review_that_is_due_is_the_stewards_next_act(visit: Visit, cast: Cast, framework: Framework) -> None:
    async def pass_time(session: object) -> None:
        held = await session.get_one(Framework, (framework.organisation_id, framework.id))
        held.starts_on -= timedelta(days=400)
        held.review_on = cast.steward.today - timedelta(days=1)
        session.add(held)

    visit.write(pass_time)

    shown = visit(cast.steward).get(f"/frameworks/{framework.id}")
    assert f"Its review was due {day_words(cast.steward.today - timedelta(days=1))}." in shown
    next_on = cast.steward.today + timedelta(days=90)
    kept = shown.follow("Look at it again").submit("Keep these words", {"review_on": next_on.isoformat()})
    assert f"Looked at again {day_words(next_on)}." in kept


def test_an_idea_shows_where_it_stands_and_chooses_what_it_serves(
    visit: Visit, cast: Cast, framework: Framework
) -> None:
    form = OutcomeIn(sentence="Nobody falls")
    outcome = visit.write(lambda session: outcome_actions.add_outcome(session, cast.steward, framework, form))
    idea = put_under(visit, cast, framework)
    lead = visit(cast.clinician)

    shown = lead.get(f"/ideas/{idea.id}")
    assert "Stands under Older people Home sooner, and as able as they came." in shown
    kept = shown.follow("Change the words").submit("Keep these words", {"outcome_id": str(outcome.id)})
    assert "The outcome it serves: Nobody falls" in kept

    listed = lead.get("/ideas").submit("Show these", {"framework_id": str(framework.id)})
    assert listed.link("Twelve weeks to an answer")


def test_a_partner_reads_the_idea_but_not_the_framework(visit: Visit, cast: Cast, framework: Framework) -> None:
    idea = put_under(visit, cast, framework)
    form = ShareIn(partner_id=cast.partner_id)
    visit.write(lambda session: idea_actions.share_with_partner(session, cast.clinician, idea, form))

    assert "Stands under" not in visit(cast.partner).get(f"/ideas/{idea.id}")
    assert visit.program(cast.partner).get(f"/api/v1/ideas/{idea.id}").json()["framework_id"] is None
    assert visit.program(cast.clinician).get(f"/api/v1/ideas/{idea.id}").json()["framework_id"] == str(framework.id)
