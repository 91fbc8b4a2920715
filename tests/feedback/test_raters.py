"""Raters who are taken back, and letters with links: neither tells who has answered."""

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import queries as account_queries
from registry.feedback.actions import letters, raters, rounds
from registry.feedback.actions.answers import give_answer
from registry.feedback.models import Group, Invitation, RaterLetter, Response
from registry.feedback.queries import letters as letter_queries
from registry.feedback.queries import rounds as queries
from registry.feedback.schemas import LettersIn, LinkGroupIn, LinksIn, RaterIn
from registry.kit.errors import NotAllowed, NotFound, Refused
from tests.cast import KEYS, SECRET_KEY, Cast
from tests.feedback.people import answer, answer_of, close, hire, link, name, open_round

pytestmark = pytest.mark.anyio


async def test_whoever_is_taken_back_answers_no_longer_and_an_answer_given_stays(
    session: AsyncSession, cast: Cast
) -> None:
    found = await open_round(session, cast)
    people = await hire(session, cast, 6)
    for person in people:
        await name(session, found, cast.sponsor, person)
    for person in people[:5]:
        await answer(session, person, found, answer_of(4, "Stay as you are"))
    for person in (people[0], people[5]):  # one who has answered, one who has not
        invitation = await queries.find_invitation_of(session, found, person.person_id)
        assert invitation
        await raters.take_back_rater(session, cast.sponsor, invitation)
        with pytest.raises(Refused, match="asked no longer"):
            await answer(session, person, found, answer_of())
        with pytest.raises(Refused, match="asked no longer"):
            await raters.take_back_rater(session, cast.sponsor, invitation)
        assert await queries.list_asked(session, person, 5) == []
    shown = await queries.list_raters(session, found, named_by_id=cast.sponsor.person_id)
    assert not {people[0].person_id, people[5].person_id} & {rater.person_id for rater in shown}
    results = await close(session, cast, found)
    assert [(part.groups, part.count) for part in results.parts] == [((Group.UPWARD,), 5)]


async def test_whoever_was_taken_back_and_is_named_again_still_answers_once(session: AsyncSession, cast: Cast) -> None:
    found = await open_round(session, cast)
    [has_answered, has_not] = await hire(session, cast, 2)
    for person in (has_answered, has_not):
        await name(session, found, cast.sponsor, person)
    await answer(session, has_answered, found, answer_of())
    for person in (has_answered, has_not):
        invitation = await queries.find_invitation_of(session, found, person.person_id)
        assert invitation
        await raters.take_back_rater(session, cast.sponsor, invitation)
        await name(session, found, cast.board, person, Group.PEERS)
    with pytest.raises(Refused, match="answered already"):
        await answer(session, has_answered, found, answer_of())
    await answer(session, has_not, found, answer_of())
    assert len((await session.exec(select(Response))).all()) == 2


async def test_nobody_takes_back_whom_another_named_or_whom_the_round_itself_asks(
    session: AsyncSession, cast: Cast
) -> None:
    found = await open_round(session, cast)
    invitation = await raters.name_rater(
        session, cast.sponsor, found, RaterIn(person_id=cast.clinician.person_id, group=Group.UPWARD)
    )
    with pytest.raises(NotFound):
        await queries.get_rater(session, cast.board, invitation.id)
    with pytest.raises(NotAllowed):
        await raters.take_back_rater(session, cast.board, invitation)
    own = await queries.find_invitation_of(session, found, cast.sponsor.person_id)
    assert own
    with pytest.raises(NotAllowed):
        await raters.take_back_rater(session, cast.sponsor, own)


async def test_links_taken_back_work_no_longer_and_count_as_before(session: AsyncSession, cast: Cast) -> None:
    found = await open_round(session, cast)
    used, unused, other = [
        await link(session, found, cast, group) for group in (Group.SERVICE_USERS, Group.SERVICE_USERS, Group.PARTNERS)
    ]
    asked = await queries.find_asked_by_link(session, KEYS, used)
    assert asked
    await give_answer(session, asked, answer_of(), KEYS)
    await raters.take_back_links(session, cast.board, found, LinkGroupIn(group=Group.SERVICE_USERS))
    assert await queries.find_asked_by_link(session, KEYS, unused) is None
    assert await queries.find_asked_by_link(session, KEYS, other)
    assert len((await session.exec(select(Response))).all()) == 1
    with pytest.raises(Refused) as refusal:
        await raters.make_links(session, cast.board, found, LinksIn(group=Group.SERVICE_USERS, count=19), KEYS)
    assert "2 are made" in refusal.value.fields["count"]


async def test_a_letter_waits_sealed_and_nothing_else_holds_its_address(session: AsyncSession, cast: Cast) -> None:
    found = await open_round(session, cast)
    form = LettersIn(group=Group.PEERS, addresses="Una@elms.example\nzoe@elms.example, una@elms.example")  # type: ignore[arg-type]
    assert await raters.send_letters(session, cast.board, found, form, KEYS) == 2
    waiting = await letter_queries.list_due(session, found.organisation_id, 10)
    assert {letters.opened_letter(SECRET_KEY, line.letter)[0] for line in waiting} == {
        "una@elms.example",
        "zoe@elms.example",
    }
    assert len({len(line.letter.sealed) for line in waiting}) == 1
    assert not any("elms" in line.letter.sealed for line in waiting)
    links = [row for row in (await session.exec(select(Invitation))).all() if row.group is Group.PEERS]
    assert [(row.person_id, row.taken_back_on) for row in links] == [(None, None)] * 2
    await rounds.call_off_round(session, cast.sponsor, found)
    assert (await session.exec(select(RaterLetter))).all() == []


async def test_letters_go_to_no_account_and_by_the_namer_alone(session: AsyncSession, cast: Cast) -> None:
    found = await open_round(session, cast)
    account = await account_queries.find_account_of_person(session, cast.administrator, cast.sponsor.person_id)
    assert account
    form = LettersIn(group=Group.PEERS, addresses=[account.email])
    with pytest.raises(Refused) as refusal:
        await raters.send_letters(session, cast.board, found, form, KEYS)
    assert "has an account here" in refusal.value.fields["addresses"]
    for nobody in (cast.sponsor, cast.administrator):
        with pytest.raises(NotAllowed):
            await raters.send_letters(session, nobody, found, form, KEYS)


@pytest.mark.parametrize(
    "written",
    ["una at elms", "<una@elms.example>", "una@elms.example\nzoe", " ".join(f"a{n}@b.c" for n in range(21)), " \n"],
)
def test_what_is_no_list_of_addresses_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"e-mail address|to whom|at most"):
        LettersIn(group=Group.PEERS, addresses=written)  # type: ignore[arg-type]
