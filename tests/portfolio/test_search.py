import pytest
from sqlalchemy import insert, text
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history import actions as history_actions
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea, Stage
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.schemas import IdeaFilter, IdeaIn, ShareIn
from registry.people.actors import Actor
from registry.portfolio import search
from registry.portfolio.models import SearchText
from tests.cast import Cast
from tests.factories import make_draft, make_idea


@pytest.fixture(autouse=True)
def listening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_actions, "listeners", [search.listen])


async def found(session: AsyncSession, actor: Actor, words: str) -> list[str]:
    among = search.matching_ids(session, actor, words)
    page = await idea_queries.page_of_ideas(session, actor, IdeaFilter(), among=among)
    return [row.title for row in page.rows]


async def similar(session: AsyncSession, actor: Actor, title: str) -> list[str]:
    return [row.title for row in await search.list_similar_ideas(session, actor, title)]


async def test_a_registered_idea_is_found_by_any_of_its_words_in_any_form(session: AsyncSession, cast: Cast) -> None:
    await make_idea(session, cast.clinician, title="Reduce falls at night", why="A café chair is no bed.")

    for words in ("falls", "reducing fall", "night reduces", "CAFE", "café", "families", "fall nig", "chair, bed!"):
        assert await found(session, cast.sponsor, words) == ["Reduce falls at night"], words
    assert await found(session, cast.sponsor, "falls garden") == []


async def test_the_last_word_may_be_a_beginning_but_no_other(session: AsyncSession, cast: Cast) -> None:
    await make_idea(session, cast.clinician, title="Physiotherapy in the morning")

    assert await found(session, cast.sponsor, "morning physio")
    assert not await found(session, cast.sponsor, "physio morning")
    assert not await found(session, cast.sponsor, "physio ")


async def test_an_edited_idea_is_found_by_its_new_words_and_an_ended_one_by_its_learning(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician, title="Falls on ward seven")
    form = IdeaIn(title="Quiet nights", better="Sleep.", why="It heals.")

    await idea_actions.edit_idea(session, cast.clinician, idea, form)
    assert not await found(session, cast.sponsor, "falls")
    assert await found(session, cast.sponsor, "quiet") == ["Quiet nights"]

    await idea_actions.move_idea(session, cast.clinician, idea, Stage.ENDED, "idea_ended")
    await idea_actions.write_learning(session, cast.clinician, idea, "Earplugs were all it took.")
    assert await found(session, cast.sponsor, "earplugs") == ["Quiet nights"]


async def test_a_draft_is_never_found(session: AsyncSession, cast: Cast) -> None:
    await make_draft(session, cast.clinician, title="Secret thoughts")

    assert not await found(session, cast.clinician, "secret")
    assert not await similar(session, cast.clinician, "Secret thoughts")


async def test_a_search_never_leaves_the_organisation(session: AsyncSession, cast: Cast) -> None:
    await make_idea(session, cast.clinician, title="Falls at night")
    await make_idea(session, cast.stranger, title="Falls by day")

    assert await found(session, cast.stranger, "falls") == ["Falls by day"]
    assert await found(session, cast.sponsor, "falls") == ["Falls at night"]
    scope = search.scope_of(cast.stranger.organisation_id)
    assert await found(session, cast.sponsor, f"{scope} OR falls") == []
    assert await found(session, cast.sponsor, scope) == []
    assert await similar(session, cast.stranger, "Falls") == ["Falls by day"]


async def test_a_partner_finds_only_what_is_shared_with_it(session: AsyncSession, cast: Cast) -> None:
    shared = await make_idea(session, cast.clinician, title="Falls at night")
    await make_idea(session, cast.clinician, title="Falls by day")
    await idea_actions.share_with_partner(session, cast.clinician, shared, ShareIn(partner_id=cast.partner_id))

    assert await found(session, cast.partner, "falls") == ["Falls at night"]
    assert await similar(session, cast.partner, "Falls") == ["Falls at night"]
    await idea_actions.end_share(session, cast.clinician, shared, cast.partner_id)
    assert not await found(session, cast.partner, "falls")


HOSTILE = [
    '"',
    "'",
    '" OR title : "x',
    "') & !(",
    "NEAR(a b, 2)",
    "a AND NOT b",
    "title:falls",
    "{title}: falls",
    "^falls*",
    "falls\x00night",
    "\ud800",
    "💤 🦉",
    "   ",
    "",
    "-- ; DROP TABLE search_text",
    ":* & | <->",
    "\\",
    "%_",
    "فيلم 电影 ﷺ ⅷ",
    "x" * (1 << 20),
    "word " * 300_000,
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
async def test_nothing_that_can_be_typed_breaks_a_search(session: AsyncSession, cast: Cast, words: str) -> None:
    await make_idea(session, cast.clinician, title="Falls at night")

    await found(session, cast.sponsor, words)
    await similar(session, cast.sponsor, words)
    assert "".join(piece for piece, _ in search.highlight("Falls at night", words)) == "Falls at night"


async def test_words_that_say_nothing_find_nothing(session: AsyncSession, cast: Cast) -> None:
    await make_idea(session, cast.clinician)

    assert await found(session, cast.sponsor, "!!! ... ---") == []


async def test_a_reference_finds_its_idea(session: AsyncSession, cast: Cast) -> None:
    await make_idea(session, cast.clinician, title="First")
    await make_idea(session, cast.clinician, title="Second")

    assert await found(session, cast.sponsor, " nh-2 ") == ["Second"]


async def test_ideas_like_a_title_share_its_rarest_words_the_most_alike_first(
    session: AsyncSession, cast: Cast
) -> None:
    for number in range(4):
        await make_idea(session, cast.clinician, title=f"Ward matters {number}")
    await make_idea(session, cast.clinician, title="Pressure sores on the ward")
    await make_idea(session, cast.clinician, title="Fewer falls at night")
    await make_idea(session, cast.clinician, title="Falls in the garden at night")

    assert (await similar(session, cast.colleague, "Falls in a garden"))[:2] == [
        "Falls in the garden at night",
        "Fewer falls at night",
    ]
    assert await similar(session, cast.colleague, "Sores") == ["Pressure sores on the ward"]
    assert await similar(session, cast.colleague, "The and of it") == []
    assert await similar(session, cast.colleague, "Helicopters") == []


async def test_an_idea_is_not_like_itself(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician, title="Fewer falls at night")

    assert await search.list_similar_ideas(session, cast.clinician, "Falls", except_id=idea.id) == []


async def test_a_search_is_answered_from_the_index(session: AsyncSession, cast: Cast) -> None:
    await add_many(session, cast.clinician, 2000)
    statement = search.matching_ids(session, cast.sponsor, "falls")
    written = str(statement.compile(session.get_bind(), compile_kwargs={"literal_binds": True}))

    is_sqlite = session.get_bind().dialect.name == "sqlite"
    await session.exec(text("ANALYZE search_text"))
    explain = f"EXPLAIN {'QUERY PLAN' if is_sqlite else ''} {written}".replace(":", r"\:")
    plan = str((await session.exec(text(explain))).all())

    assert ("VIRTUAL TABLE INDEX" if is_sqlite else "ix_search_text_words") in plan


async def add_many(session: AsyncSession, author: Actor, count: int) -> None:
    ideas = [Idea(organisation_id=author.organisation_id, author_id=author.person_id) for _ in range(count)]
    for number, idea in enumerate(ideas):
        idea.title = "Falls" if number == 0 else f"Number {number}"
    connection = await session.connection()
    await connection.execute(insert(Idea), [idea.model_dump() for idea in ideas])
    await connection.execute(insert(SearchText), [search.search_text_of(idea).model_dump() for idea in ideas])


def test_highlight_marks_the_words_looked_for() -> None:
    assert search.highlight("Reducing falls, café beds", "reduce cafe be") == [
        ("Reducing", True),
        (" falls, ", False),
        ("café", True),
        (" ", False),
        ("beds", True),
    ]
    assert search.highlight("Falls", "") == [("Falls", False)]
