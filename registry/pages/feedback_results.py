"""The results of a feedback round, and who else may read them."""

from litestar import get, post
from litestar.params import FromQuery

from registry.coaching.queries import pairs as pair_queries
from registry.feedback.actions import shares as actions
from registry.feedback.models import Group, Round
from registry.feedback.queries import results as queries
from registry.feedback.queries import rounds as round_queries
from registry.feedback.rules import questions
from registry.feedback.schemas import ResultsShareIn
from registry.kit.errors import Refused
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.web import auth
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page


@get("/feedback/{round_id:uuid}/results", name="feedback_results.show")
async def show(request: AnyRequest, round_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    found, results = await queries.get_results(session, actor, round_id, auth.keys_of(request))
    is_own = actor.is_person(found.person_id)
    faces = await people_queries.list_faces(session, actor, [found.person_id, *(part.by_id for part in results.parts)])
    return await page(
        request,
        "feedback/results.html",
        found=found,
        results=results,
        is_own=is_own,
        person=faces[found.person_id],
        names={person_id: face.name for person_id, face in faces.items()},
        shares=await queries.list_shares(session, found) if is_own else [],
        coaches=await pair_queries.list_own_coaches(session, actor) if is_own else [],
        scored=questions.SCORED,
        written=questions.WRITTEN,
        one_button=Form(Empty),
        crumbs=[("Feedback", "/feedback")],
    )


@get("/feedback/{round_id:uuid}/shares/new", name="feedback_results.choose_reader")
async def choose_reader(
    request: AnyRequest, round_id: PathId, session: DbSession, actor: CurrentActor, person: FromQuery[str] = ""
) -> AnyResponse:
    found = await round_queries.get_own_round(session, actor, round_id)
    return await _share_page(request, session, actor, found, Form.of(ResultsShareIn, {"person_id": person}))


@post("/feedback/{round_id:uuid}/shares", name="feedback_results.share")
async def share(
    request: AnyRequest, round_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    found = await round_queries.get_own_round(session, actor, round_id)
    form = Form(ResultsShareIn, typed)
    try:
        await actions.share_results(session, actor, found, form.value)
    except Refused as refusal:
        return await _share_page(request, session, actor, found, form.refuse(refusal), status=422)
    return await done(
        request, f"/feedback/{round_id}/results", "They may read it now. You can take it back at any time."
    )


@post("/feedback/shares/{share_id:uuid}/end", name="feedback_results.end_share")
async def end_share(request: AnyRequest, share_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    found = await queries.get_share(session, actor, share_id)
    await actions.end_share(session, actor, found)
    return await done(request, f"/feedback/{found.round_id}/results", "They can read it no longer.")


async def _share_page(
    request: AnyRequest, session: DbSession, actor: Actor, found: Round, form: Form[ResultsShareIn], status: int = 200
) -> AnyResponse:
    people = await people_queries.list_people_to_choose(session, actor)
    return await page(
        request,
        "feedback/share.html",
        status=status,
        found=found,
        form=form,
        people=[(str(face.id), f"{face.name}, {face.position}") for face in people if face.id != actor.id],
        groups=[(group.value, group.label) for group in Group],
        crumbs=[("Feedback", "/feedback"), ("What people said", f"/feedback/{found.id}/results")],
    )


routes = [show, choose_reader, share, end_share]
