"""Areas of discretion in pages: declared by the board, shown while somebody writes, claimed, and withdrawn."""

from datetime import timedelta

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.models import Discretion
from registry.ideas.models import Idea
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_boundary, make_discretion, make_idea


@pytest.fixture
def area(visit: Visit, cast: Cast) -> Discretion:
    return visit.write(lambda session: make_discretion(session, cast.board))


@pytest.fixture
def idea(visit: Visit, cast: Cast) -> Idea:
    async def make(session: AsyncSession) -> Idea:
        made = await make_idea(session, cast.clinician, outcome="An answer within twelve weeks")
        await make_boundary(session, cast.clinician, made)
        return made

    return visit.write(make)


def test_a_member_of_the_board_declares_one_in_her_own_name(visit: Visit, cast: Cast) -> None:
    form = visit(cast.board).get("/discretion").follow("Declare an area")
    refused = form.submit("Declare it", {"sentence": "", "money_limit": "many"}, status=422)
    assert "Say what people may do." in refused
    assert refused.form_fields("Declare it")["money_limit"] == ["many"]

    ends_on = (cast.board.today + timedelta(days=200)).isoformat()
    shown = form.submit(
        "Declare it",
        {"sentence": "change how your ward works", "money_limit": "2000", "time_limit": "40", "ends_on": ends_on},
    )

    assert "You may change how your ward works." in shown
    assert "Up to £2,000" in shown
    assert "Up to 40 hours of staff time" in shown
    assert "Ines Calder" in visit(cast.clinician).get("/discretion")


@pytest.mark.parametrize("who", ["clinician", "sponsor", "quality", "steward", "administrator"])
def test_nobody_else_declares_or_withdraws_one(visit: Visit, cast: Cast, area: Discretion, who: str) -> None:
    other = visit(getattr(cast, who))
    assert "Declare an area" not in other.get("/discretion")
    assert "Only a member of the board declares" in other.get("/discretion/new", status=403)
    assert "Only a member of the board withdraws" in other.get(f"/discretion/{area.id}/withdrawal", status=403)


@pytest.mark.usefixtures("area")
def test_who_writes_an_idea_sees_that_she_may_already_have_permission(visit: Visit, cast: Cast) -> None:
    assert "You may already have permission." in visit(cast.clinician).get("/ideas/new")
    assert "You may already have permission." in visit(cast.clinician).get("/ideas/similar?title=Our+ward+round")


@pytest.mark.usefixtures("area")
def test_the_lead_claims_it_and_begins_without_a_sponsor(visit: Visit, cast: Cast, idea: Idea) -> None:
    claim = visit(cast.clinician).get(f"/ideas/{idea.id}").follow("See whether it is inside")
    assert "Say in a sentence how your idea is inside it." in claim.submit("Claim it", status=422)
    [area_id, *_] = claim.form_fields("Claim it").get("discretion_id") or [claim.all("input")[-1].attributes["value"]]
    said = {"sentence": "It costs a towel and stays on my ward.", "discretion_id": area_id}

    begin = claim.submit("Claim it", said)
    assert "Ines Calder declared: You may change how your ward works, if you lead it." in begin
    shown = begin.submit("Begin exploring")

    assert "Exploring until" in shown
    assert "Looking for a sponsor" not in shown
    assert "How it is inside: It costs a towel and stays on my ward." in visit(cast.quality).get(f"/ideas/{idea.id}")


def test_withdrawing_one_says_what_follows_and_why(visit: Visit, cast: Cast, area: Discretion) -> None:
    asked = visit(cast.board).get(f"/discretion/{area.id}").follow("Withdraw this area")
    assert "Ideas that have claimed it keep it" in asked
    assert "Say why. Everybody can read it." in asked.submit("Withdraw it", status=422)
    assert "Spending is held." in asked.submit("Withdraw it", {"reason": "Spending is held."})


def test_a_partners_people_and_another_organisation_see_none(visit: Visit, cast: Cast, area: Discretion) -> None:
    visit(cast.partner).get(f"/discretion/{area.id}", status=404)
    visit(cast.stranger).get(f"/discretion/{area.id}", status=404)


def test_a_member_of_the_board_declares_one_that_ends_soon_again(visit: Visit, cast: Cast) -> None:
    soon = cast.board.today + timedelta(days=12)
    visit.write(lambda session: make_discretion(session, cast.board, ends_on=soon, service_ids={cast.service_id}))

    home = visit(cast.board).get("/")
    assert "you may change how your ward works, if you lead it." in home
    form = home.follow("Declare it again")
    typed = form.form_fields("Declare it")
    assert typed["money_limit"] == ["2000"]
    assert typed["starts_on"] == [(soon + timedelta(days=1)).isoformat()]

    form.submit("Declare it", {"ends_on": (soon + timedelta(days=365)).isoformat()})
    assert "Declare it again" not in visit(cast.board).get("/")


def test_choosing_where_and_which_aim_asks_again_for_the_areas_it_may_fall_in(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: make_discretion(session, cast.board, service_ids={cast.service_id}))
    form = visit(cast.clinician).get("/ideas/new")
    [asked] = [div.attributes for div in form.all("div") if div.attributes.get("hx-get") == "/ideas/similar"]
    assert (asked["hx-trigger"], asked["hx-target"]) == ("change", "#similar")
    assert "service_id" in asked["hx-include"]
    assert "You may already have permission." in visit(cast.clinician).get(
        f"/ideas/similar?title=&service_id={cast.service_id}"
    )
