"""Which values an idea serves, and how."""

from uuid import UUID

from litestar import get, post

from registry.ideas.actions import values as actions
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries import values as queries
from registry.ideas.rules import ideas as rules
from registry.ideas.schemas import ServedValuesForm, how_field, served_values_form
from registry.kit.errors import NotAllowed, Refused
from registry.people.actors import Actor
from registry.vision import queries as vision_queries
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Form
from registry.web.pages import done, page


@get("/ideas/{idea_id:uuid}/values", name="values.edit")
async def edit(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    choices = await _choices(session, actor, idea)
    served = await queries.list_served(session, idea)
    said = {how_field(value.value_id): value.how for value in served} | {
        "value_ids": [str(value.value_id) for value in served]
    }
    return await _form_page(request, session, actor, idea, choices, Form.of(served_values_form(choices), said))


@post("/ideas/{idea_id:uuid}/values", name="values.name")
async def name(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    choices = await _choices(session, actor, idea)
    form = Form(served_values_form(choices), typed)
    try:
        await actions.name_values(session, actor, idea, form.value.served)
    except Refused as refusal:
        return await _form_page(request, session, actor, idea, choices, form.refuse(refusal), status=422)
    return await done(request, f"/ideas/{idea.id}", "The values stand on the idea’s page.")


async def _choices(session: DbSession, actor: Actor, idea: Idea) -> dict[UUID, tuple[str, str]]:
    """The values of the vision, and those that the idea names from before: (name, meaning)."""
    now = {value.id: (value.name, value.meaning) for value in await vision_queries.list_values(session, actor)}
    return now | {value.value_id: (value.name, value.meaning) for value in await queries.list_served(session, idea)}


async def _form_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    idea: Idea,
    choices: dict[UUID, tuple[str, str]],
    form: Form[ServedValuesForm],
    status: int = 200,
) -> AnyResponse:
    if not rules.may_edit(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the team says which values its idea serves.")
    values = [(value_id, name, meaning, how_field(value_id)) for value_id, (name, meaning) in choices.items()]
    crumbs = [("Ideas", "/ideas"), (idea.title, f"/ideas/{idea.id}")]
    return await page(request, "values/edit.html", status=status, form=form, idea=idea, values=values, crumbs=crumbs)


routes = [edit, name]
