from datetime import timedelta

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.models import Idea
from registry.kit import clock
from registry.people.actors import registry_actor
from registry.people.queries import get_organisation
from registry.progress.actions.reviews import tell_reviews
from tests.browser import Visit
from tests.cast import KEYS, Cast
from tests.factories import make_exploring_idea


@pytest.fixture
def idea(visit: Visit, cast: Cast) -> Idea:
    """Its time to explore ends in six days."""
    with clock.stopped_at(clock.now() - timedelta(days=84)):
        return visit.write(lambda session: make_exploring_idea(session, cast.clinician, cast.sponsor, title="Falls"))


def test_lead_and_sponsor_look_back_together_and_carry_on(visit: Visit, cast: Cast, idea: Idea) -> None:
    lead, sponsor, quality = visit(cast.clinician), visit(cast.sponsor), visit(cast.quality)
    assert "Time to look back together" in quality.get("/monitor")
    assert "Falls" in quality.get("/monitor")
    view = sponsor.get("/").follow("Add my view")
    refused = view.submit("Add my view", status=422)
    assert "Say how you see it." in refused
    refused.submit("Add my view", {"words": "I can stay until May."})
    assert "Add my view" not in sponsor.get("/")

    page = lead.get("/").follow("Look back")
    assert "in 6 days" in page
    assert "Priya Raman, sponsor: I can stay until May." in page
    form = page.follow("Carry on until a new day")
    refused = form.submit("Carry on until then", {"words": "Two wards more."}, status=422)
    assert "Say until which day you carry on." in refused
    assert "Two wards more." in refused.html
    ends_on = cast.clinician.today + timedelta(days=90)
    done = refused.submit("Carry on until then", {"words": "Two wards more.", "ends_on": ends_on.isoformat()})

    assert "Recorded. You carry on." in done
    assert "Carried on until" in done
    assert "The team: Two wards more." in done
    assert "Look back" not in lead.get("/")
    assert "No exploration ends within two weeks." in quality.get("/monitor")


def test_a_new_end_names_what_ends_before_it(visit: Visit, cast: Cast, idea: Idea) -> None:
    beyond = cast.clinician.today + timedelta(days=150)

    form = visit(cast.clinician).get(f"/ideas/{idea.id}/review/new?decision=carry_on")
    refused = form.submit("Carry on until then", {"words": "On.", "ends_on": beyond.isoformat()}, status=422)

    assert "promise ends before" in refused
    assert "End by then, or ask for longer sponsorship first." in refused.submit(
        "Carry on until then", {"ends_on": beyond.isoformat(), "is_sooner_known": "true"}, status=422
    )


def test_it_becomes_how_people_work_and_somebody_accepts_to_keep_it(visit: Visit, cast: Cast, idea: Idea) -> None:
    lead, colleague = visit(cast.clinician), visit(cast.colleague)
    form = lead.get(f"/ideas/{idea.id}/review").follow("This is how we work now")

    done = form.submit(
        "Yes, this is how we work now", {"words": "It holds.", "owner_id": str(cast.colleague.person_id)}
    )

    assert "looking for a standing owner" in done
    assert "You offer the standing ownership to Ben Osei" in done
    assert "Priya Raman, sponsor, was asked and has not said." in done
    home = colleague.get("/")
    assert "Amara Okafor offers you the standing ownership: “Falls”" in home
    home.submit("Accept")
    kept = colleague.get(f"/ideas/{idea.id}")
    assert 'Ben Osei</a> <span class="quiet">keeps it: standing owner</span>' in kept.html
    kept.submit("Give it up")
    again = lead.get(f"/ideas/{idea.id}").follow("Ask somebody to keep it")
    assert "You keep it now." in again.submit("Ask them", {"owner_id": str(cast.clinician.person_id)})


def test_it_ends_with_what_was_learnt(visit: Visit, cast: Cast, idea: Idea) -> None:
    form = visit(cast.clinician).get(f"/ideas/{idea.id}/review/new?decision=end")

    done = form.submit("End the idea", {"learning": "Soft soles cost nothing."})

    assert "Soft soles cost nothing." in done
    assert "The team left no words." in done


def test_team_and_sponsor_hear_that_it_is_near(visit: Visit, cast: Cast, idea: Idea) -> None:
    async def tell(session: AsyncSession) -> int:
        organisation = await get_organisation(session, cast.clinician.organisation_id)
        return await tell_reviews(session, registry_actor(organisation, KEYS.history), 10)

    assert visit.write(tell) == 1
    for actor in (cast.clinician, cast.sponsor):
        heard = visit(actor).get("/notices")
        assert "The time to explore “Falls” ends soon, an occasion to look back together" in heard
    assert "Falls" not in visit(cast.quality).get("/notices")


def test_others_read_it_and_decide_nothing(visit: Visit, cast: Cast, idea: Idea) -> None:
    page = visit(cast.quality).get(f"/ideas/{idea.id}/review")
    assert "How does it go on?" not in page
    assert "Only the lead records the review" in visit(cast.sponsor).get(
        f"/ideas/{idea.id}/review/new?decision=end", status=403
    )
    assert "How does it go on?" in visit(cast.clinician).get(f"/ideas/{idea.id}/review/new?decision=nonsense")
