"""What frameworks have to give, for programs."""

from litestar import get, post, put
from litestar.params import JSONBody

from registry.frameworks.models import Envelope
from registry.frameworks.queries import frameworks as framework_queries
from registry.kit.errors import Changed
from registry.people.actors import Actor
from registry.pledges.actions import envelopes as actions
from registry.pledges.queries import envelopes as queries
from registry.pledges.queries.envelopes import EnvelopeLine
from registry.pledges.schemas import EnvelopeEditIn, EnvelopeIn, EnvelopeOut
from registry.web.doors import CurrentActor, DbSession, PathId


class EnvelopeUpdateIn(EnvelopeEditIn):
    """An edit says which version it read, so that nobody writes over an unseen change."""

    version: int


@get("/frameworks/{framework_id:uuid}/envelopes", name="api.envelopes.index")
async def index(framework_id: PathId, session: DbSession, actor: CurrentActor) -> list[EnvelopeOut]:
    framework = await framework_queries.get_framework(session, actor, framework_id)
    return [_out(line) for line in await queries.list_envelopes(session, actor, framework)]


@post("/frameworks/{framework_id:uuid}/envelopes", name="api.envelopes.create")
async def create(
    framework_id: PathId, data: JSONBody[EnvelopeIn], session: DbSession, actor: CurrentActor
) -> EnvelopeOut:
    framework = await framework_queries.get_framework(session, actor, framework_id)
    return await _line(session, actor, await actions.set_envelope(session, actor, framework, data))


@get("/envelopes/{envelope_id:uuid}", name="api.envelopes.show")
async def show(envelope_id: PathId, session: DbSession, actor: CurrentActor) -> EnvelopeOut:
    envelope, _ = await queries.get_envelope(session, actor, envelope_id)
    return await _line(session, actor, envelope)


@put("/envelopes/{envelope_id:uuid}", name="api.envelopes.update")
async def update(
    envelope_id: PathId, data: JSONBody[EnvelopeUpdateIn], session: DbSession, actor: CurrentActor
) -> EnvelopeOut:
    envelope, _ = await queries.get_envelope(session, actor, envelope_id)
    if data.version != envelope.version:
        raise Changed
    form = EnvelopeEditIn.model_validate(data.model_dump(exclude={"version"}))
    await actions.change_envelope(session, actor, envelope, form)
    return await _line(session, actor, envelope)


@post("/envelopes/{envelope_id:uuid}/closing", name="api.envelopes.close")
async def close(envelope_id: PathId, session: DbSession, actor: CurrentActor) -> EnvelopeOut:
    envelope, _ = await queries.get_envelope(session, actor, envelope_id)
    await actions.close_envelope(session, actor, envelope)
    return await _line(session, actor, envelope)


async def _line(session: DbSession, actor: Actor, envelope: Envelope) -> EnvelopeOut:
    return _out(await queries.get_line(session, actor, envelope))


def _out(line: EnvelopeLine) -> EnvelopeOut:
    sums = {"came_minor": line.came_minor, "left_minor": line.left_minor, "amount": line.amount}
    return EnvelopeOut.model_validate(line.envelope.model_dump() | sums)


routes = [index, create, show, update, close]
