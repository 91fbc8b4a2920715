"""Which skills a team looks for."""

from typing import Any

from litestar import get, post

from registry.ideas.actions import skills as actions
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries import skills as queries
from registry.ideas.rules import ideas as rules
from registry.ideas.schemas import SoughtSkillsIn
from registry.kit.errors import NotAllowed, Refused
from registry.people.actors import Actor
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Form
from registry.web.pages import done, page


@get("/ideas/{idea_id:uuid}/skills", name="skills.edit")
async def edit(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    sought = await queries.list_sought(session, idea)
    return await _form_page(request, session, actor, idea, Form.of(SoughtSkillsIn, {"skills": "\n".join(sought)}))


@post("/ideas/{idea_id:uuid}/skills", name="skills.seek")
async def seek(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form(SoughtSkillsIn, typed)
    try:
        await actions.seek_skills(session, actor, idea, form.value)
    except Refused as refusal:
        return await _form_page(request, session, actor, idea, form.refuse(refusal), status=422)
    return await done(request, f"/ideas/{idea.id}", "The skills you look for stand on the idea’s page.")


async def _form_page(
    request: AnyRequest, session: DbSession, actor: Actor, idea: Idea, form: Form[Any], status: int = 200
) -> AnyResponse:
    if not rules.may_edit(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the team says which skills it looks for.")
    crumbs = [("Ideas", "/ideas"), (idea.title, f"/ideas/{idea.id}")]
    return await page(request, "skills/edit.html", status=status, form=form, idea=idea, crumbs=crumbs)


routes = [edit, seek]
