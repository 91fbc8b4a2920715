"""The grid of areas of discretion: by service, by framework, as a sheet and for programs."""

import csv
import io
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.people import actions as people_actions
from registry.people.actors import Actor
from registry.people.schemas import ServiceIn
from registry.stories.actions import checking
from registry.stories.rules import Reader
from registry.stories.schemas import TopicsIn
from registry.vision import queries as vision_queries
from tests.browser import Browser, Visit
from tests.cast import Cast
from tests.factories import make_discretion, make_framework, make_idea, make_story, make_telling_link, stand_under


def laid_out(visit: Visit, cast: Cast) -> dict[str, str]:
    """An area for harm in the cast's service, two ideas there for waste, and a service with nothing."""

    async def make(session: AsyncSession) -> dict[str, str]:
        aims = {aim.name: aim.id for aim in await vision_queries.list_aims(session, cast.board)}
        await people_actions.add_service(session, cast.administrator, ServiceIn(name="A quiet ward"))
        await make_discretion(session, cast.board, service_ids={cast.service_id}, aim_ids={aims["harm"]})
        framework = await make_framework(session, cast.steward)
        await make_discretion(session, cast.board, sentence="swap shifts", framework_id=framework.id)
        for number in range(2):
            given = {"title": f"Less waste {number}", "service_id": cast.service_id, "aim_ids": {aims["waste"]}}
            idea = await make_idea(session, cast.clinician, **given)
        await stand_under(session, cast.clinician, idea, framework)
        await make_idea(session, cast.clinician)
        return {name: str(aim_id) for name, aim_id in aims.items()}

    return visit.write(make)


def csv_rows(reader: Browser) -> list[dict[str, str]]:
    text = reader.client.get("/discretion/coverage?format=csv").text
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


def test_it_says_where_people_may_act_where_ideas_are_and_where_nothing_is(visit: Visit, cast: Cast) -> None:
    aims = laid_out(visit, cast)
    grid = visit(cast.clinician).get("/discretion").follow("See where people may act freely, and where nothing is yet")
    assert "1 idea says no service yet" in grid
    ideas = [link.attributes["href"] for link in grid.all("a") if link.text == "2 ideas"]
    listed = grid.browser.get(ideas[0])
    assert "Less waste 0" in listed
    assert "Less waste 1" in listed

    places = visit.program(cast.clinician).get("/api/v1/discretion/coverage").json()["places"]
    cells = {place["name"]: {cell["aim_id"]: cell for cell in place["aims"]} for place in places}
    here = next(cells[name] for name in cells if name != "A quiet ward")
    assert [here[aims[name]]["cover"] for name in ("harm", "waste")] == ["free", "partly"]
    assert [here[aims[name]]["ideas"] for name in ("harm", "waste")] == [0, 2]
    assert len(here[aims["harm"]]["area_ids"]) == 2
    assert cells["A quiet ward"][aims["harm"]]["cover"] == "partly"

    by_framework = grid.follow("By framework")
    assert "Older people" in by_framework
    found = visit.program(cast.clinician).get("/api/v1/discretion/coverage?by=framework").json()["places"]
    assert {cell["aim_id"]: (cell["cover"], cell["ideas"]) for cell in found[0]["aims"]}[aims["waste"]] == ("free", 1)


def test_it_says_how_many_stories_that_one_may_read_speak_to_each_aim(visit: Visit, cast: Cast) -> None:
    aims = laid_out(visit, cast)

    async def tell(session: AsyncSession) -> None:
        link = await make_telling_link(session, cast.clinician)
        topics = TopicsIn(aim_ids=[UUID(aims["waste"])])
        for number, audience in enumerate(("organisation", "organisation", "team")):
            given = {"audience": audience, "words": f"They told me number {number} of it twice over."}
            story, _ = await make_story(session, link, cast.quality, **given)
            await checking.name_topics(session, Reader(cast.quality, is_checker=True), story, topics)

    visit.write(tell)

    def told_to(actor: Actor) -> dict[str, int]:
        stories = visit.program(actor).get("/api/v1/discretion/coverage").json()["stories"]
        return {line["aim"]: line["stories"] for line in stories}

    assert told_to(cast.board)["No needless waste"] == 2
    assert told_to(cast.quality)["No needless waste"] == 3
    assert told_to(cast.board)["No needless harm"] == 0
    taken = csv_rows(visit(cast.board))
    assert {row["Stories that speak to the aim anywhere"] for row in taken if row["Aim"] == "No needless waste"} == {
        "2"
    }
    listed = visit(cast.board).get("/discretion/coverage").follow("2 stories")
    assert "number 0 of it" in listed
    assert "number 1 of it" in listed
    assert "number 2 of it" not in listed


def test_it_can_be_taken_away_whole(visit: Visit, cast: Cast) -> None:
    laid_out(visit, cast)
    reader = visit(cast.board)
    free = next(row for row in csv_rows(reader) if row["People may act"] == "Freely")
    assert (free["Aim"], free["Ideas"]) == ("No needless harm", "0")
    assert "You may change how your ward works, if you lead it" in free["Areas of discretion"]
    told = reader.client.get("/discretion/coverage?by=framework&format=json").json()
    assert [place["name"] for place in told] == ["Older people"]
    for wrong in ("by=moon", "format=pdf"):
        reader.get(f"/discretion/coverage?{wrong}", status=404)
    visit(cast.partner).get("/discretion/coverage", status=403)


def test_without_an_area_it_says_that_ideas_need_a_sponsor(visit: Visit, cast: Cast) -> None:
    grid = visit(cast.board).get("/discretion/coverage")
    assert "every idea needs a sponsor to begin" in grid
    assert grid.link("Declare an area") == "/discretion/new"
    assert "Nothing to lay out yet" in visit(cast.board).get("/discretion/coverage?by=framework")
