"""A person's page in their own words: what is shared is read by colleagues, what is not by nobody else."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.people import actions as people_actions
from registry.people import queries as people_queries
from registry.people.schemas import PersonIn
from registry.vision.actions import publish_vision
from registry.vision.schemas import ValueIn, VisionIn
from tests.browser import Page, Visit
from tests.cast import Cast
from tests.factories import make_idea

WHY = "My grandmother waited alone"
WORDS = {
    "cares_about": "That nobody lies awake afraid",
    "why": WHY,
    "has_learnt": "To ask before I help",
    "skills": "Run charts\nTeaching on the ward, run  CHARTS",
}


def written(visit: Visit, cast: Cast, **more: str) -> Page:
    own = visit(cast.clinician).get(f"/people/{cast.clinician.person_id}")
    return own.follow("Write in my own words").submit("Keep these words", WORDS | more)


def page_of(visit: Visit, cast: Cast, reader: str) -> Page:
    return visit(getattr(cast, reader)).get(f"/people/{cast.clinician.person_id}")


def test_colleagues_read_what_somebody_says_of_themselves_but_not_why_until_it_is_shared(
    visit: Visit, cast: Cast
) -> None:
    assert WHY in written(visit, cast)
    for reader in ("colleague", "manager", "board", "administrator"):
        assert "That nobody lies awake afraid" in page_of(visit, cast, reader)
        assert WHY not in page_of(visit, cast, reader).text

    written(visit, cast, is_why_shared="true")
    visit(cast.clinician).get("/account/profile").submit("Keep these words")
    assert WHY in page_of(visit, cast, "colleague")
    assert "That nobody lies awake afraid" not in page_of(visit, cast, "partner").text


def test_a_skill_is_found_however_it_is_written_and_so_are_the_teams_that_look_for_it(visit: Visit, cast: Cast) -> None:
    written(visit, cast)
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    form = visit(cast.clinician).get(f"/ideas/{idea.id}").follow("Say which skills you look for")
    assert "The team looks for" in form.submit("Keep these", {"skills": "RUN charts"})

    found = visit(cast.sponsor).get("/people?skill=run+charts")

    assert "Amara Okafor" in found
    assert "Ben Osei" not in found.text
    assert idea.title in found
    assert "Teaching on the ward" in found
    assert "Nobody offers it yet" in visit(cast.sponsor).get("/people?skill=juggling")


def test_people_are_found_by_name_on_the_page_and_for_programs(visit: Visit, cast: Cast) -> None:
    written(visit, cast)
    found = visit(cast.sponsor).get("/people").submit("Show these", {"name": "OKA"})
    assert "Who is called ‘OKA’" in found
    assert "Amara Okafor" in found
    assert "Ben Osei" not in found.text
    assert found.form_fields("Show these")["name"] == ["OKA"]
    assert "Amara Okafor" in visit(cast.sponsor).get("/people?name=oka&skill=run+charts")
    nobody = visit(cast.sponsor).get("/people?name=ose&skill=run+charts")
    assert "Nobody here is called ‘ose’ and offers ‘run charts’" in nobody
    assert nobody.follow("See everybody").text.count("Ben Osei") == 1

    told = visit.program(cast.sponsor).get("/api/v1/people?name=oka").json()
    assert [person["name"] for person in told["people"]] == ["Amara Okafor"]


def test_who_offers_what_a_team_looks_for_reads_of_it_first_and_is_invited_from_their_page(
    visit: Visit, cast: Cast
) -> None:
    written(visit, cast)
    lead, nurse = visit(cast.colleague), visit(cast.clinician)
    idea = visit.write(lambda session: make_idea(session, cast.colleague, title="Walk on the first day"))
    lead.get(f"/ideas/{idea.id}/skills").submit("Keep these", {"skills": "run charts"})
    assert "Teams that look for what you offer" in nurse.get("/")

    page = (
        lead.get("/people?skill=run+charts").follow("Amara Okafor").follow("Invite them into ‘Walk on the first day’")
    )
    page.submit("Invite", {"words": "Would you draw the first one with us?"})

    assert "Teams that look for what you offer" not in nurse.get("/").text
    assert "invites you into the team" in nurse.get("/notices")
    assert "Invite them into" not in lead.get(f"/people/{cast.clinician.person_id}").text


def test_more_skills_than_a_dozen_are_refused_with_everything_kept(visit: Visit, cast: Cast) -> None:
    form = visit(cast.clinician).get("/account/profile")
    many = "\n".join(f"Skill {number}" for number in range(13))
    refused = form.submit("Keep these words", {"cares_about": "Quiet nights", "skills": many}, status=422)
    assert refused.form_fields("Keep these words")["cares_about"] == ["Quiet nights"]
    assert "Skill 12" in refused


def test_words_changed_in_another_tab_are_shown_and_not_lost(visit: Visit, cast: Cast) -> None:
    first = visit(cast.clinician).get("/account/profile")
    written(visit, cast)
    met = first.submit("Keep these words", {"cares_about": "Something else"}, status=409)
    assert "That nobody lies awake afraid" in met
    assert "Something else" in met
    met.submit("Keep these words")
    assert "Something else" in page_of(visit, cast, "colleague")


def test_hopes_are_for_the_person_alone_and_for_the_line_manager_while_they_say_so(visit: Visit, cast: Cast) -> None:
    others = ("colleague", "sponsor", "board", "quality", "administrator", "partner")
    hopes = {"hopes": "To run the falls service"}

    def keep(**more: str) -> None:
        own = visit(cast.clinician).get(f"/people/{cast.clinician.person_id}").follow("What I hope for")
        assert "To run the falls service" in own.submit("Keep this", hopes | more)

    keep()
    for reader in (*others, "manager"):
        assert "falls service" not in page_of(visit, cast, reader).text
    keep(is_for_manager="true")
    assert "To run the falls service" in page_of(visit, cast, "manager")
    for reader in others:
        assert "falls service" not in page_of(visit, cast, reader).text
        program = visit.program(getattr(cast, reader))
        answer = program.get(f"/api/v1/people/{cast.clinician.person_id}/aspirations")
        assert "falls service" not in answer.text
    keep(is_for_manager="")
    assert "falls service" not in page_of(visit, cast, "manager").text
    assert "falls service" not in visit(cast.quality).get("/history").text


def test_a_new_line_manager_reads_what_is_for_the_line_manager_and_the_old_one_no_longer(
    visit: Visit, cast: Cast
) -> None:
    form = visit(cast.clinician).get("/account/aspirations")
    form.submit("Keep this", {"hopes": "To run the falls service", "is_for_manager": "true"})
    moved = PersonIn(
        name="Amara Okafor", position="Specialist nurse", manager_id=cast.board.id, roles=cast.clinician.roles
    )

    async def move(session: AsyncSession) -> None:
        person = await people_queries.get_person(session, cast.administrator, cast.clinician.person_id)
        await people_actions.change_person(session, cast.administrator, person, moved)

    visit.write(move)
    assert "To run the falls service" in page_of(visit, cast, "board")
    assert "falls service" not in page_of(visit, cast, "manager").text


def test_values_of_ones_own_stand_beside_the_vision_once_they_are_shared(visit: Visit, cast: Cast) -> None:
    vision = VisionIn(
        statement="Nobody waits alone.", reason="It was time.", values=[ValueIn(name="Kindness", meaning="We look up.")]
    )
    visit.write(lambda session: publish_vision(session, cast.board, vision, after=0))
    form = visit(cast.clinician).get("/vision").follow("Say what you hold to")
    kindness = next(option for option in form.all("option") if option.text == "Kindness").attributes["value"]
    named = {
        "name_0": "Patience",
        "why_0": "People wake slowly",
        "value_id_0": str(UUID(kindness)),
        "name_1": "Candour",
    }

    own = form.submit("Keep my values", named | {"is_shared_0": "true"})

    assert "Candour" in own
    assert "Candour" not in page_of(visit, cast, "colleague").text
    assert "People wake slowly" in page_of(visit, cast, "colleague")
    shown = visit(cast.sponsor).get("/vision")
    assert "People wake slowly" in shown
    assert "Candour" not in shown.text

    visit(cast.clinician).get("/account/values").submit("Keep my values", {"name_0": "", "why_0": ""})
    assert "People wake slowly" not in visit(cast.sponsor).get("/vision").text


def test_a_reason_without_a_name_is_asked_for_its_name(visit: Visit, cast: Cast) -> None:
    form = visit(cast.clinician).get("/account/values")
    refused = form.submit("Keep my values", {"why_0": "People wake slowly"}, status=422)
    assert "Name what it is that you hold to: ‘People wake slowly’" in refused
    twice = form.submit("Keep my values", {"name_0": "Patience", "name_1": "patience"}, status=422)
    assert "‘Patience’ stands there twice." in twice
