"""An edit over another's edit is shown both, in every form that changes what stands, and loses nothing."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Stage
from registry.ideas.schemas import InvitationIn
from registry.kit.text import day_words
from registry.progress.actions import updates as update_actions
from registry.progress.schemas import UpdateIn
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_boundary, make_draft, make_exploring_idea, make_idea


@dataclass(frozen=True)
class Edit:
    """
    who       two parts of the cast, or one person in two windows
    address   of the form
    button    that keeps it
    theirs    what the first one writes; the second sees it
    mine      what the second one has typed meanwhile
    """

    who: tuple[str, str]
    address: str
    button: str
    theirs: dict[str, str]
    mine: dict[str, str]


EDITS = [
    Edit(
        ("clinician", "colleague"), "/ideas/{idea}/edit", "Keep these words",
        {"better": "Families hear in ten weeks."}, {"title": "Ten weeks", "better": "Families hear sooner."},
    ),
    Edit(
        ("clinician", "colleague"), "/ideas/{draft}/edit", "Keep as a draft",
        {"why": "Because I wait with them."}, {"why": "Because nobody should wait."},
    ),
    Edit(
        ("clinician", "clinician"), "/ideas/{draft}/edit", "Register",
        {"why": "Because I wait with them.", "better": "Sooner"}, {"why": "Nobody should wait.", "better": "Soon"},
    ),
    Edit(
        ("clinician", "colleague"), "/ideas/{ended}/learning", "Keep what we learnt",
        {"learning": "Ask the families first."}, {"learning": "Begin with one clinic."},
    ),
    Edit(
        ("clinician", "clinician"), "/updates/{update}/edit", "Keep these words",
        {"tried": "One clinic a week."}, {"happened": "More came."},
    ),
    Edit(
        ("clinician", "clinician"), "/boundaries/{boundary}/wordings/new", "Keep the new words",
        {"sentence": "No child waits a day longer", "reason": "An hour was too strict."},
        {"sentence": "No child waits two days", "reason": "The school asked."},
    ),
    Edit(
        ("administrator", "administrator"), "/administration/settings", "Keep the settings",
        {"answer_days": "21"}, {"answer_days": "28", "zone": "Europe/Dublin"},
    ),
    Edit(
        ("administrator", "administrator"), "/administration/services/{service}", "Keep this name",
        {"name": "Children and young people"}, {"name": "Paediatrics"},
    ),
    Edit(
        ("administrator", "administrator"), "/administration/people/{person}/edit", "Keep the changes",
        {"position": "Lead nurse"}, {"name": "Amara Okafor-Bell", "position": "Matron"},
    ),
]  # fmt: skip


@pytest.fixture
def places(visit: Visit, cast: Cast) -> dict[str, str]:
    async def make(session: AsyncSession) -> dict[str, str]:
        idea, draft = await make_idea(session, cast.clinician), await make_draft(session, cast.clinician)
        ended = await make_idea(session, cast.clinician, title="Over")
        for one in (idea, draft, ended):
            form = InvitationIn(person_id=cast.colleague.person_id)
            mate = await idea_actions.invite(session, cast.clinician, one, form)
            await idea_actions.answer_joining(session, cast.colleague, one, mate, is_accepted=True)
        await idea_actions.move_idea(session, cast.clinician, ended, Stage.ENDED, "idea_ended")
        update = await update_actions.tell_update(session, cast.clinician, idea, UpdateIn(tried="One clinic"))
        boundary = await make_boundary(session, cast.clinician, idea)
        return {"boundary": boundary.id, "update": update.id, "idea": idea.id, "draft": draft.id, "ended": ended.id}

    made = {name: str(thing) for name, thing in visit.write(make).items()}
    return made | {"service": str(cast.service_id), "person": str(cast.clinician.person_id)}


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: f"{edit.address} {edit.button}")
def test_both_are_shown_and_either_can_be_kept(visit: Visit, cast: Cast, places: dict[str, str], edit: Edit) -> None:
    first, second = (getattr(cast, who) for who in edit.who)
    address = edit.address.format(**places)
    theirs, mine = visit(first).get(address), visit(second).get(address)
    keep = "Keep as a draft" if edit.button == "Register" else edit.button
    theirs.submit(keep, edit.theirs)

    met = mine.submit(edit.button, edit.mine, status=409)

    assert "Somebody else changed this meanwhile." in met
    for words in edit.theirs.values():
        assert words in met
    held = met.form_fields(edit.button)
    assert {name: held[name][0] for name in edit.mine} == edit.mine
    kept = met.submit(edit.button)
    assert kept.status == 200


def test_a_time_for_exploring_set_meanwhile_is_shown(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_exploring_idea(session, cast.clinician, cast.sponsor))
    address = f"/ideas/{idea.id}/exploration/edit"
    theirs, mine = visit(cast.clinician).get(address), visit(cast.clinician).get(address)
    first, second = (cast.clinician.today + timedelta(days=days) for days in (120, 150))
    theirs.submit("Carry on until then", {"ends_on": first.isoformat()})

    met = mine.submit("Carry on until then", {"ends_on": second.isoformat()}, status=409)

    assert day_words(first) in met
    assert met.form_fields("Carry on until then")["ends_on"] == [second.isoformat()]
    assert met.submit("Carry on until then").status == 200


def test_new_roles_alone_are_a_change_that_is_seen(visit: Visit, cast: Cast) -> None:
    address = f"/administration/people/{cast.colleague.person_id}/edit"
    theirs, mine = visit(cast.administrator).get(address), visit(cast.administrator).get(address)
    theirs.submit("Keep the changes", {"roles": ["clinician", "quality"]})
    met = mine.submit("Keep the changes", {"position": "Senior physiotherapist"}, status=409)
    assert "Clinician and Quality" in met


def test_new_aims_alone_are_a_change_that_is_seen(visit: Visit, cast: Cast, places: dict[str, str]) -> None:
    address = f"/ideas/{places['idea']}/edit"
    theirs, mine = visit(cast.clinician).get(address), visit(cast.colleague).get(address)
    aim = next(box.attributes["value"] for box in theirs.all("input") if box.attributes.get("name") == "aim_ids")
    theirs.submit("Keep these words", {"aim_ids": aim})
    assert "No needless death" in mine.submit("Keep these words", status=409)


def test_a_draft_kept_while_typing_says_that_it_is_not(visit: Visit, cast: Cast, places: dict[str, str]) -> None:
    address, part = f"/ideas/{places['draft']}/edit", {"HX-Request": "true", "HX-Request-Type": "partial"}
    theirs, mine = visit(cast.clinician).get(address), visit(cast.colleague).get(address)
    theirs.submit("Keep as a draft", {"why": "Because I wait with them."})
    held = mine.form_fields("Register")
    said = mine.browser.post("/ideas/drafts", held | {"why": "Nobody should wait."}, status=409, **part)
    assert "somebody else changed this draft" in said
    long = theirs.browser.get(address).form_fields("Register")
    said = theirs.browser.post("/ideas/drafts", long | {"title": "x" * 161}, status=422, **part)
    assert "A title: Use at most 160 characters." in said


def test_a_form_goes_on_with_the_draft_it_began_though_no_answer_came(visit: Visit, cast: Cast) -> None:
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    page = visit(cast.clinician).get("/ideas/new")
    held = page.form_fields("Register") | {"title": "Warm blankets"}
    for words in ("Nobody waits", "Nobody waits cold.", "Nobody waits cold."):
        said = page.browser.post("/ideas/drafts", held | {"better": words}, status=200, **part)
        assert "Kept as a draft" in said
    idea = page.submit("Register", {"title": "Warm blankets", "better": "Nobody waits cold.", "why": "They shiver."})
    assert idea.heading == "Warm blankets"
    assert "A draft since" not in page.browser.get("/")
