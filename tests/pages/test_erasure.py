"""Who has left can be erased: nothing leads to them, the record of the work stays, and the history still holds."""

import json
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.feedback.actions.rounds import open_round
from registry.feedback.schemas import RoundIn
from registry.history.queries import find_break
from registry.ideas.actions.questions import answer_question, ask_question
from registry.ideas.schemas import QuestionAnswerIn, QuestionIn
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.portfolio.personal import pseudonym_of
from tests.browser import Visit
from tests.cast import HISTORY_KEY, Cast
from tests.factories import make_draft, make_idea, make_written_story

NAME = "Ben Osei"


async def everything_written(session: AsyncSession) -> str:
    written = []
    for table in SQLModel.metadata.sorted_tables:
        written += [repr(tuple(row)) for row in (await session.exec(select(table))).all()]  # type: ignore[call-overload]
    return "\n".join(written)


def worked(visit: Visit, cast: Cast) -> str:
    """Somebody leads an idea, is named in a question, says what they hope for, and leaves; answers their page."""

    async def work(session: AsyncSession) -> None:
        await make_idea(session, cast.colleague, title="Walk on the first day")
        about = await make_idea(
            session, cast.clinician, title=f"{NAME} falls".ljust(160, "!"), why=f"{NAME} showed me how they happen"
        )
        asked = await ask_question(session, cast.quality, about, QuestionIn(words=f"What does {NAME} say of it?"))
        await answer_question(session, cast.clinician, about, asked, QuestionAnswerIn(answer="OSEI, Ben: it can wait"))
        await make_draft(session, cast.colleague, title="What I would never say aloud")

    async def leave(session: AsyncSession) -> None:
        person = await people_queries.get_person(session, cast.administrator, cast.colleague.person_id)
        await account_actions.record_leaving(session, cast.administrator, person)

    closes_on = (cast.colleague.today + timedelta(days=20)).isoformat()
    visit.write(work)
    visit.write(
        lambda session: open_round(
            session, cast.colleague, RoundIn(namer_id=cast.clinician.person_id, closes_on=closes_on, focus="My rounds")
        )
    )
    form = visit(cast.colleague).get("/account/aspirations")
    form.submit("Keep this", {"hopes": "To open a falls clinic"})
    visit.write(leave)
    return f"/administration/people/{cast.colleague.person_id}"


def test_erased_nobody_finds_the_name_and_the_work_and_its_history_stay(visit: Visit, cast: Cast) -> None:
    page = visit(cast.administrator).get(worked(visit, cast)).follow(f"Erase {NAME}")
    before = visit.write(everything_written)
    assert before.count(NAME) > 3
    assert "falls clinic" in before
    assert "OSEI, Ben" in before
    assert "never say aloud" in before

    erased = page.submit("Erase them for good", {"name": "ben osei"})

    pseudonym = pseudonym_of(cast.colleague.person_id)
    assert "and was erased" in erased
    assert f"Erase {pseudonym}" not in erased
    after = visit.write(everything_written)
    assert "osei" not in after.lower()
    assert "never say aloud" not in after
    assert "falls clinic" not in after
    assert "My rounds" not in after
    assert "colleague@northmoor.example" not in after
    found = visit(cast.clinician).get("/ideas?q=walk")
    assert "Walk on the first day" in found
    assert pseudonym in visit(cast.clinician).get("/ideas?q=falls").follow(f"{pseudonym} falls".ljust(160, "!"))
    assert NAME not in visit(cast.clinician).get("/ideas?q=osei").text.partition("<main")[2].replace('value="osei"', "")
    assert visit.write(lambda session: find_break(session, cast.clinician.organisation_id, HISTORY_KEY)) is None
    assert "erased a person who has left" in visit(cast.quality).get("/history")


def test_a_wrong_name_or_somebody_who_still_works_here_is_not_erased(visit: Visit, cast: Cast) -> None:
    administrator = visit(cast.administrator)
    here = administrator.get(f"/administration/people/{cast.clinician.person_id}/erasure")
    assert "A person is erased after they have left" in here
    form = administrator.get(f"{worked(visit, cast)}/erasure")
    refused = form.submit("Erase them for good", {"name": "Ben Oseii"}, status=422)
    assert "Write the name exactly as it stands above." in refused
    program = visit.program(cast.administrator)
    answer = program.post(f"/api/v1/people/{cast.clinician.person_id}/erasure", json={"name": "Amara Okafor"})
    assert (answer.status_code, "still works here" in answer.text) == (422, True)
    answer = visit.program(cast.quality).post(f"/api/v1/people/{cast.colleague.person_id}/erasure", json={"name": NAME})
    assert answer.status_code == 403
    assert NAME in visit.write(everything_written)


def test_everything_that_is_held_on_somebody_is_theirs_to_take_away(visit: Visit, cast: Cast) -> None:
    def held(actor: Actor) -> str:
        answer = visit(actor).client.get("/account/held")
        assert "attachment" in answer.headers["content-disposition"]
        assert visit.program(actor).get("/api/v1/account/held").json()["person"] == answer.json()["person"]
        return answer.text

    async def ask(session: AsyncSession) -> None:
        theirs = await make_idea(session, cast.colleague, title="Another one")
        await ask_question(session, cast.clinician, theirs, QuestionIn(words="Who walks with them at night?"))

    visit.write(lambda session: make_idea(session, cast.clinician, title="Walk on the first day"))
    visit(cast.clinician).get("/account/aspirations").submit("Keep this", {"hopes": "To open a falls clinic"})
    visit.write(ask)
    visit.write(lambda session: make_written_story(session, cast.clinician, words="The porter sang for me"))

    own = held(cast.clinician)
    assert "Walk on the first day" in own
    assert "falls clinic" in own
    assert "idea_registered" in own
    assert "password_hash" not in own
    assert "browser" in json.loads(own)["sign_in"][0]
    assert any("walks with them at night" in str(row) for row in json.loads(own)["event_words"])
    assert "The porter sang" not in own, "a story is the storyteller's, whoever wrote it down"
    assert "falls clinic" not in held(cast.manager)
    assert "falls clinic" not in held(cast.administrator)
    assert [row["name"] for row in json.loads(own)["person"]] == ["Amara Okafor"]
