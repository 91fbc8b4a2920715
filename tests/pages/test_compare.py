from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.models import Idea
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_boundary, make_draft, make_idea, make_measure, make_numbers, make_sponsorship
from tests.pledges.ledger import make_ask


async def given_ideas(session: AsyncSession, cast: Cast) -> list[Idea]:
    """One with everything, one with nothing yet."""
    full = await make_idea(session, cast.clinician, title="Sooner in sepsis", outcome="A dose within the hour")
    await make_ask(session, cast.clinician, full)
    await make_boundary(session, cast.clinician, full, "No dose before senior review")
    measure = await make_measure(session, cast.clinician, full, name="Door to dose")
    await make_numbers(session, cast.clinician, measure, [60, 58, 61])
    await make_sponsorship(session, cast.sponsor, cast.clinician, full, cast.clinician.today.replace(year=2028))
    bare = await make_idea(session, cast.colleague, title="Warm hands", why="I saw them shiver.")
    return [full, bare]


def test_two_ideas_answer_the_same_questions_side_by_side(visit: Visit, cast: Cast) -> None:
    full, bare = visit.write(lambda session: given_ideas(session, cast))
    page = visit(cast.board).get(f"/compare?idea={full.id}&idea={bare.id}")

    assert page.heading == "Side by side"
    questions = [heading.text for heading in page.all("h3")]
    assert questions[:3] == ["What people tell", "Why it matters", "What would be better"]
    assert questions[: len(questions) // 2] == questions[len(questions) // 2 :]
    first, second = (" ".join(article.text.split()) for article in page.all("article"))
    for words in ("A dose within the hour", "No dose before senior review", "Door to dose", "1 promise on its way"):
        assert words in first
    for words in (
        "I saw them shiver.",
        "It names no outcome yet.",
        "Nothing is open.",
        "No boundary is drawn yet.",
        "Nothing is counted yet.",
        "Nothing yet.",
    ):
        assert words in second


def test_ideas_ticked_in_a_list_are_read_side_by_side(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: given_ideas(session, cast))
    sponsor = visit(cast.sponsor)
    for address in ("/ideas", "/waiting"):
        listed = sponsor.get(address)
        chosen = [box.attributes["value"] for box in listed.all("input") if box.attributes.get("name") == "idea"]
        page = sponsor.get("/compare?" + "&".join(f"idea={idea_id}" for idea_id in chosen))
        assert len(page.all("article")) == (2 if len(chosen) == 2 else 0)
        assert {box.attributes.get("form") for box in listed.all("input") if box.attributes.get("name") == "idea"} == {
            "compare"
        }


def test_fewer_than_two_or_more_than_four_are_asked_for_again(visit: Visit, cast: Cast) -> None:
    async def given(session: AsyncSession) -> list[Idea]:
        return [await make_idea(session, cast.clinician, title=f"Idea {number}") for number in range(5)]

    ideas = visit.write(given)
    sponsor = visit(cast.sponsor)
    one = sponsor.get(f"/compare?idea={ideas[0].id}")
    assert one.heading == "Which ideas side by side?"
    assert [box.attributes["value"] for box in one.all("input") if "checked" in box.attributes] == [str(ideas[0].id)]
    many = sponsor.get("/compare?" + "&".join(f"idea={idea.id}" for idea in ideas))
    assert "At most four fit side by side." in many
    twice = sponsor.get(f"/compare?idea={ideas[0].id}&idea={ideas[0].id}")
    assert twice.heading == "Which ideas side by side?"


def test_nobody_compares_what_they_may_not_see(visit: Visit, cast: Cast) -> None:
    full, bare = visit.write(lambda session: given_ideas(session, cast))
    draft = visit.write(lambda session: make_draft(session, cast.clinician))
    address = f"/compare?idea={full.id}&idea={bare.id}"
    for other in (cast.stranger, cast.partner):
        visit(other).get(address, status=404)
    visit(cast.clinician).get(f"/compare?idea={full.id}&idea={draft.id}", status=404)
    visit(cast.sponsor).get(f"/compare?idea={draft.id}", status=404)
    visit(cast.sponsor).get("/compare?idea=nothing", status=404)
