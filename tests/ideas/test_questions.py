"""Anyone who sees an idea asks its team, the team asks sponsors, and how long each waits is shown."""

from datetime import timedelta

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.actions import ideas as idea_actions
from registry.ideas.actions import questions as actions
from registry.ideas.models import Idea, Question
from registry.ideas.queries import questions as queries
from registry.ideas.schemas import JoinIn, QuestionAnswerIn, QuestionIn, ShareIn
from registry.kit import clock
from registry.kit.errors import NotAllowed, NotFound, Refused
from registry.people.actors import Actor
from registry.progress.actions.stages import end_idea
from registry.progress.schemas import EndIn
from tests.cast import Cast
from tests.factories import make_draft, make_idea
from tests.pledges.ledger import events_of

WHY = QuestionIn(words="Does it work at weekends?")
YES = QuestionAnswerIn(answer="It does, with one nurse more.")


async def asked_of(session: AsyncSession, actor: Actor) -> list[str]:
    return [line.question.words for line in await queries.list_questions_to_answer(session, actor, 10)]


async def ask_sponsor(session: AsyncSession, cast: Cast, idea: Idea) -> Question:
    form = QuestionIn(words="May we use the gym?", to_id=cast.sponsor.person_id)
    return await actions.ask_question(session, cast.clinician, idea, form)


async def test_whoever_sees_an_idea_asks_and_the_team_answers(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)

    question = await actions.ask_question(session, cast.quality, idea, WHY)
    assert await asked_of(session, cast.clinician) == ["Does it work at weekends?"]
    assert await asked_of(session, cast.quality) == []

    await actions.answer_question(session, cast.clinician, idea, question, YES)
    assert await asked_of(session, cast.clinician) == []
    [line] = (await queries.page_of_questions(session, cast.quality, idea)).rows
    assert (line.asked_by, line.to, line.answered_by, line.is_open) == ("Lena Fischer", "", "Amara Okafor", False)
    assert (await events_of(session, idea))[-2:] == ["question_asked", "question_answered"]


async def test_how_long_a_question_waits_is_counted_until_its_answer(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    question = await actions.ask_question(session, cast.quality, idea, WHY)

    with clock.stopped_at(clock.now() + timedelta(days=9)):
        assert (await queries.get_line(session, cast.quality, question, idea)).waited_days == 9
        await actions.answer_question(session, cast.clinician, idea, question, YES)
    with clock.stopped_at(clock.now() + timedelta(days=40)):
        assert (await queries.get_line(session, cast.quality, question, idea)).waited_days == 9


async def test_the_team_asks_a_sponsor_who_alone_answers(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    question = await ask_sponsor(session, cast, idea)
    assert await asked_of(session, cast.sponsor) == ["May we use the gym?"]

    for other in (cast.clinician, cast.second_sponsor, cast.administrator):
        with pytest.raises(NotAllowed, match="answered by whom it asks"):
            await actions.answer_question(session, other, idea, question, YES)
    await actions.answer_question(session, cast.sponsor, idea, question, YES)
    assert await asked_of(session, cast.sponsor) == []
    assert (await events_of(session, idea))[-2:] == ["sponsor_asked", "question_answered"]


async def test_a_question_is_answered_once(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    question = await actions.ask_question(session, cast.quality, idea, WHY)
    await actions.answer_question(session, cast.clinician, idea, question, YES)

    with pytest.raises(Refused, match="answered or taken back already"):
        await actions.answer_question(session, cast.clinician, idea, question, YES)


async def test_who_asked_alone_takes_it_back_while_it_waits(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    question = await actions.ask_question(session, cast.quality, idea, WHY)
    with pytest.raises(NotAllowed, match="Only who asked takes a question back"):
        await actions.take_question_back(session, cast.clinician, idea, question)

    await actions.take_question_back(session, cast.quality, idea, question)

    assert await asked_of(session, cast.clinician) == []
    assert not (await queries.page_of_questions(session, cast.quality, idea)).rows
    with pytest.raises(Refused, match="answered or taken back already"):
        await actions.answer_question(session, cast.clinician, idea, question, YES)


async def test_nobody_answers_their_own_question(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    question = await actions.ask_question(session, cast.colleague, idea, WHY)
    asking = await idea_actions.ask_to_join(session, cast.colleague, idea, JoinIn())
    await idea_actions.answer_joining(session, cast.clinician, idea, asking, is_accepted=True)

    with pytest.raises(NotAllowed, match="answered by whom it asks"):
        await actions.answer_question(session, cast.colleague, idea, question, YES)


async def test_only_a_sponsor_from_outside_the_team_is_asked_and_only_by_the_team(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician)
    asking = await idea_actions.ask_to_join(session, cast.second_sponsor, idea, JoinIn())
    await idea_actions.answer_joining(session, cast.clinician, idea, asking, is_accepted=True)

    for other, sentence in ((cast.manager, "Ruth Adler is no sponsor here"), (cast.second_sponsor, "is in your team")):
        with pytest.raises(Refused, match=sentence):
            await actions.ask_question(
                session, cast.clinician, idea, QuestionIn(words="May we?", to_id=other.person_id)
            )
    to_sponsor = QuestionIn(words="May we?", to_id=cast.sponsor.person_id)
    with pytest.raises(NotAllowed, match="The team of an idea asks a sponsor"):
        await actions.ask_question(session, cast.quality, idea, to_sponsor)
    with pytest.raises(Refused, match="Choose a sponsor to ask"):
        await actions.ask_question(session, cast.clinician, idea, WHY)
    await end_idea(session, cast.clinician, idea, EndIn(learning=""))
    with pytest.raises(NotAllowed, match="The team of an idea asks a sponsor"):
        await actions.ask_question(session, cast.clinician, idea, to_sponsor)


async def test_a_partner_asks_about_what_is_shared_and_finds_nothing_else(session: AsyncSession, cast: Cast) -> None:
    shared, other = await make_idea(session, cast.clinician), await make_idea(session, cast.clinician)
    await idea_actions.share_with_partner(session, cast.clinician, shared, ShareIn(partner_id=cast.partner_id))
    hidden = await actions.ask_question(session, cast.quality, other, WHY)

    await actions.ask_question(session, cast.partner, shared, WHY)

    assert await asked_of(session, cast.clinician) == [WHY.words] * 2
    for stranger in (cast.partner, cast.stranger):
        with pytest.raises(NotFound):
            await queries.get_question(session, stranger, hidden.id)


async def test_a_draft_is_not_asked_about(session: AsyncSession, cast: Cast) -> None:
    draft = await make_draft(session, cast.clinician)

    with pytest.raises(NotAllowed, match="Anyone who reads a registered idea asks its team"):
        await actions.ask_question(session, cast.colleague, draft, WHY)


async def test_questions_come_in_pages_the_newest_first(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    for number in range(5):
        await actions.ask_question(session, cast.quality, idea, QuestionIn(words=f"Question {number}"))

    first = await queries.page_of_questions(session, cast.quality, idea, size=3)
    second = await queries.page_of_questions(session, cast.quality, idea, size=3, cursor=first.next_cursor or "")

    words = [line.question.words for line in [*first.rows, *second.rows]]
    assert words == [f"Question {number}" for number in (4, 3, 2, 1, 0)]
    assert second.next_cursor is None
