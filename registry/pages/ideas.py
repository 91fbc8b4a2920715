"""Ideas: the list, the form, the page."""

import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import FormMultiDict
from litestar.response import Redirect

from registry.accounts import actions as account_actions
from registry.accounts import queries as account_queries
from registry.accounts import rules as account_rules
from registry.frameworks.queries import discretion as area_queries
from registry.frameworks.queries import frameworks as framework_queries
from registry.frameworks.queries.discretion import AreaLine
from registry.ideas.actions import ideas as actions
from registry.ideas.models import LISTED_STAGES, Idea
from registry.ideas.queries import frameworks as place_queries
from registry.ideas.queries import ideas as queries
from registry.ideas.rules import ideas as rules
from registry.ideas.schemas import DraftIn, IdeaFilter, IdeaIn
from registry.kit import clock
from registry.kit.errors import Changed, NotAllowed, Refused
from registry.kit.fields import MaybeLine
from registry.kit.text import joined, moment_words
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Role
from registry.pledges.queries import answers as answer_queries
from registry.portfolio import search
from registry.stories.queries import stories as story_queries
from registry.stories.queries.stories import StoryLine
from registry.vision import queries as vision_queries
from registry.vision import rules as vision_rules
from registry.vision.models import Value
from registry.web import auth
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession, PathId, Typed, id_in
from registry.web.forms import Empty, Form
from registry.web.pages import done, page, pager_of

UUID_PATTERN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LABELS = {
    "title": "A title",
    "better": "What would be better, and for whom",
    "why": "Why it matters to me",
    "outcome": "The outcome it serves",
}


class IdeaSearch(IdeaFilter):
    q: MaybeLine = ""


@get("/ideas", name="ideas.index")
async def index(request: AnyRequest, session: DbSession, actor: CurrentActor, after: Cursor = "") -> AnyResponse:
    form = Form(IdeaSearch, FormMultiDict(request.query_params.multi_items()))
    narrowed = form.value
    among = search.matching_ids(session, actor, narrowed.q) if narrowed.q else None
    ideas = await queries.page_of_ideas(session, actor, narrowed, cursor=after, among=among)
    aims = await queries.list_aims_with_ideas(session, actor, [row.id for row in ideas.rows])
    is_front = not request.url.query and not actor.has(Role.PARTNER)
    context: dict[str, Any] = {
        "form": form,
        "ideas": ideas,
        "pager": pager_of(request, ideas, "idea", "ideas"),
        "times": await answer_queries.get_answer_times(session, actor) if is_front else None,
        "aims": [(str(aim.id), aim.label) for aim, _ in aims],
        "aims_of": {row.id: [aim.label for aim, served_by in aims if row.id in served_by] for row in ideas.rows},
        "value": await _value(session, actor, narrowed.value_id),
        "services": await _services(session, actor),
        "frameworks": await _frameworks(session, actor),
        "stages": [(stage.value, stage.label) for stage in LISTED_STAGES],
        "is_narrowed": bool(narrowed.model_dump(exclude_defaults=True)) or bool(after),
        "may_register": rules.may_register_ideas(actor),
        "marked": partial(search.highlight, words=narrowed.q) if narrowed.q else None,
    }
    return await page(request, "ideas/index.html", part="ideas/_list.html", **context)


async def _value(session: DbSession, actor: Actor, value_id: UUID | None) -> Value | None:
    """By which the list is narrowed; the address comes from the page of the vision."""
    if value_id is None or not vision_rules.may_read_vision(actor):
        return None
    return await vision_queries.get_value(session, actor, value_id)


@get("/search", name="ideas.search")
async def find(request: AnyRequest) -> Redirect:
    """What people type as an address: the list of ideas, narrowed by words."""
    return Redirect(f"/ideas?{request.url.query}")


@get("/ideas/new", name="ideas.new")
async def new(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    _must_be_clinician(actor)
    form = Form(IdeaIn)
    return await page(request, "ideas/new.html", form=form, **await _writing(session, actor, None, form))


@post("/ideas", name="ideas.create")
async def create(request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor) -> AnyResponse:
    _must_be_clinician(actor)
    draft, written = await _draft_of(request, session, actor, typed)
    if typed.get("intent") == "draft":
        draft_form = Form(DraftIn, typed)
        try:
            idea = await _keep(session, actor, draft, written, draft_form)
        except (Refused, Changed) as refusal:
            return await _write_on(request, session, actor, draft, draft_form, refusal)
        return await done(request, f"/ideas/{idea.id}/edit", "Your draft is kept. Only you can see it.")
    form = Form(IdeaIn, typed)
    try:
        _must_be_unchanged(draft, written, form)
        idea = await actions.register_idea(session, actor, draft, form.value)
    except (Refused, Changed) as refusal:
        return await _write_on(request, session, actor, draft, form, refusal)
    flash = f"Your idea is registered. {actor.organisation_name} answers within {actor.answer_days} days."
    return await done(request, f"/ideas/{idea.id}", flash)


@post("/ideas/drafts", name="ideas.keep_draft", opt={"repeatable": True})
async def keep_draft(request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor) -> AnyResponse:
    """What is typed, kept while it is typed; answers where it is kept."""
    form, key = Form(DraftIn, typed), _key_of(request, typed)
    key_id = await account_actions.claim_form_key(session, actor, key, "")
    draft, written = await _draft_of(request, session, actor, typed)
    try:
        kept = await _keep(session, actor, draft, written, form)
    except (Refused, Changed) as refusal:
        return await _write_on(request, session, actor, draft, form, refusal)
    key_id = key_id or (await account_queries.get_form_key(session, actor, key)).id
    await account_actions.keep_answer(session, actor, key_id, address=str(kept.id), answer=str(kept.version))
    words = f"Kept as a draft, {moment_words(clock.now(), actor.zone)}. Only you can see it."
    address = f"/ideas/{kept.id}/edit"
    return await done(request, address, words, part="ideas/_draft.html", draft=kept, kept_words=words)


@get("/ideas/similar", name="ideas.similar")
async def similar(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    """What is like the idea whose title is being typed: stories, areas of discretion, other ideas."""
    title = str(request.query_params.get("title") or "")
    context: dict[str, Any] = {
        "similar": await search.list_similar_ideas(session, actor, title),
        "areas": await _areas_like(session, actor, Form(DraftIn, FormMultiDict(request.query_params.multi_items()))),
        "stories": await _stories_like(session, actor, title),
    }
    return await page(request, "ideas/similar.html", part="ideas/_similar.html", **context)


@get("/ideas/{idea_id:uuid}/edit", name="ideas.edit")
async def edit(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await queries.get_idea(session, actor, idea_id)
    standing = await _standing_to_edit(session, actor, idea)
    form = Form.of(IdeaIn, await _values_of(session, idea))
    if not standing.is_public:
        return await page(request, "ideas/new.html", form=form, **await _writing(session, actor, idea, form))
    form.version = idea.version
    return await page(request, "ideas/edit.html", form=form, idea=idea, **await _choices(session, actor, idea))


@post("/ideas/{idea_id:str}", name="ideas.update")
async def update(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await queries.get_idea(session, actor, idea_id)
    await _standing_to_edit(session, actor, idea)
    form, now = Form(IdeaIn, typed), await _now(session, actor, idea)
    context: dict[str, Any] = {"form": form, "idea": idea} | await _choices(session, actor, idea)
    try:
        form.check_version(idea.version)
        await actions.edit_idea(session, actor, idea, form.value)
    except Refused as refusal:
        form.refuse(refusal)
        return await page(request, "ideas/edit.html", status=422, **context)
    except Changed:
        form.meet(idea.version, now)
        return await page(request, "ideas/edit.html", status=409, **context)
    return await done(request, f"/ideas/{idea.id}", "Your changes are kept.")


@get("/ideas/{idea_id:uuid}/discarding", name="ideas.confirm_discarding")
async def confirm_discarding(
    request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await queries.get_idea(session, actor, idea_id)
    if not rules.may_discard(actor, await queries.get_standing(session, idea)):
        raise NotAllowed("Only its author discards a draft.")
    return await page(request, "ideas/discarding.html", idea=idea, form=Form(Empty))


@post("/ideas/{idea_id:uuid}/discarding", name="ideas.discard")
async def discard(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await queries.get_idea(session, actor, idea_id)
    await actions.discard_draft(session, actor, idea)
    return await done(request, "/", "The draft is gone.")


def _must_be_clinician(actor: Actor) -> None:
    if not rules.may_register_ideas(actor):
        raise NotAllowed("Only clinicians register ideas. You can offer to help with theirs.")


async def _standing_to_edit(session: DbSession, actor: Actor, idea: Idea) -> rules.Standing:
    """Before any form, so that those who may not edit are not shown one though another has edited meanwhile."""
    standing = await queries.get_standing(session, idea)
    if not rules.may_edit(actor, standing):
        raise NotAllowed("Only its team changes an idea.")
    return standing


async def _draft_of(
    request: AnyRequest, session: DbSession, actor: Actor, typed: FormMultiDict
) -> tuple[Idea | None, str]:
    """The draft that the form goes on with, and the version that the form itself wrote last.

    It says which draft, unless it began one and the answer has not come yet, or never came.
    """
    begun = await account_queries.find_form_key(session, actor, _key_of(request, typed))
    address, written = (begun.address, begun.answer) if begun else ("", "")
    draft_id = str(typed.get("draft_id") or address)
    return await queries.get_idea(session, actor, id_in(draft_id)) if draft_id else None, written


def _key_of(request: AnyRequest, typed: FormMultiDict) -> str:
    return account_rules.digest(auth.keys_of(request).secret, "draft", str(typed.get("form_key") or ""))


def _must_be_unchanged(draft: Idea | None, written: str, form: Form[Any]) -> None:
    """Raises Changed when another than this form itself has written the draft since."""
    if draft and str(draft.version) != written:
        form.check_version(draft.version)


async def _values_of(session: DbSession, idea: Idea) -> dict[str, Any]:
    aims = await queries.list_idea_aims(session, idea)
    return idea.model_dump(include={"title", "better", "why", "outcome", "outcome_id", "service_id"}) | {
        "aim_ids": [aim.aim_id for aim in aims]
    }


async def _keep(session: DbSession, actor: Actor, draft: Idea | None, written: str, form: Form[DraftIn]) -> Idea:
    """Two who write one draft do not write over each other."""
    _must_be_unchanged(draft, written, form)
    return await actions.save_draft(session, actor, draft, form.value)


async def _write_on(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    draft: Idea | None,
    form: Form[Any],
    refusal: Refused | Changed,
) -> AnyResponse:
    """The page of a new idea again, with everything that was typed and why it was not kept."""
    context = await _writing(session, actor, draft, form)
    if isinstance(refusal, Refused):
        form.refuse(refusal)
        told = [f"{LABELS[name]}: {said}" if name in LABELS else said for name, said in form.problems]
        status, sentence = 422, f"Not kept yet. {' '.join(told)}"
    else:
        status, sentence = 409, "Not kept: somebody else changed this draft. Keep it with the button, and see both."
        form.meet(0, await _now(session, actor, draft) if draft else ())
    form.version = None  # The draft's own stands beside its id.
    context |= {"title": "Your draft", "sentence": sentence, "way": ""}
    return await page(request, "ideas/new.html", part="errors/_message.html", status=status, form=form, **context)


async def _areas_like(session: DbSession, actor: Actor, form: Form[Any]) -> Sequence[AreaLine]:
    """In which what is written so far may fall; what is half typed and no id yet counts for nothing."""
    return await area_queries.list_areas_like(
        session,
        actor,
        words=form.typed("title"),
        service_id=next(iter(_ids_in([form.typed("service_id")])), None),
        aim_ids=_ids_in(form.typed_all("aim_ids")),
    )


async def _stories_like(session: DbSession, actor: Actor, title: str) -> Sequence[StoryLine]:
    """That speak to what is being written."""
    return await story_queries.list_speaking_to(session, await story_queries.reader_of(session, actor), title)


def _ids_in(written: Iterable[Any]) -> list[UUID]:
    return [UUID(each) for each in map(str, written) if UUID_PATTERN.fullmatch(each)]


async def _writing(session: DbSession, actor: Actor, draft: Idea | None, form: Form[Any]) -> dict[str, Any]:
    """What the page of a new idea shows beside its form."""
    may_discard = draft is not None and rules.may_discard(actor, await queries.get_standing(session, draft))
    shown: dict[str, Any] = {
        "draft": draft,
        "may_discard": may_discard,
        "kept_words": "",
        "similar": [],
        "areas": await _areas_like(session, actor, form),
        "stories": await _stories_like(session, actor, form.typed("title")),
    }
    return shown | await _choices(session, actor)


async def _now(session: DbSession, actor: Actor, idea: Idea) -> list[tuple[str, str]]:
    """What an idea says, for those who were writing while it changed."""
    choices, values = await _choices(session, actor, idea), await _values_of(session, idea)
    aims = [label for aim_id, label in choices["aims"] if UUID(aim_id) in values["aim_ids"]]
    return [
        (LABELS["title"], idea.title),
        (LABELS["better"], idea.better),
        (LABELS["why"], idea.why),
        ("The outcome of its framework that it serves", dict(choices["outcomes"]).get(str(idea.outcome_id), "")),
        (LABELS["outcome"], idea.outcome),
        ("Service", dict(choices["services"]).get(str(idea.service_id), "")),
        ("Aims", joined(aims)),
    ]


async def _frameworks(session: DbSession, actor: Actor) -> list[tuple[str, str]]:
    """Indented as they are nested."""
    listed = await framework_queries.list_frameworks_to_choose(session, actor)
    return [(str(row.id), f"{'– ' * row.depth}{row.name}") for row in listed]


async def _choices(session: DbSession, actor: Actor, idea: Idea | None = None) -> dict[str, Any]:
    held = {row.aim_id for row in await queries.list_idea_aims(session, idea)} if idea else set()
    aims = await vision_queries.list_aims_to_choose(session, actor, held)
    return {
        "services": await _services(session, actor),
        "aims": [(str(aim.id), aim.label) for aim in aims],
        "outcomes": await _outcomes_to_serve(session, actor, idea) if idea else [],
    }


async def _services(session: DbSession, actor: Actor) -> list[tuple[str, str]]:
    return [(str(service.id), service.name) for service in await people_queries.list_services(session, actor)]


async def _outcomes_to_serve(session: DbSession, actor: Actor, idea: Idea) -> list[tuple[str, str]]:
    """Of the framework under which it stands, and the one that it serves even where that has ended."""
    served = await framework_queries.find_outcome(session, actor.organisation_id, idea.outcome_id)
    outcomes = {served.id: served.sentence} if served else {}
    outcomes |= {said.outcome_id: said.sentence for said in await place_queries.list_outcomes_to_serve(session, idea)}
    return [(str(outcome_id), sentence) for outcome_id, sentence in outcomes.items()]


routes = [
    index,
    find,
    new,
    create,
    keep_draft,
    similar,
    edit,
    update,
    confirm_discarding,
    discard,
]
