"""What came of promises, for programs."""

from litestar import get, post
from litestar.params import JSONBody

from registry.pledges.actions import deliveries as actions
from registry.pledges.queries import deliveries as queries
from registry.pledges.queries import pledges as pledge_queries
from registry.pledges.schemas import DeliveryIn, DeliveryOut, DisputeIn
from registry.web.doors import CurrentActor, DbSession, PathId


@get("/pledges/{pledge_id:uuid}/deliveries", name="api.deliveries.index")
async def index(pledge_id: PathId, session: DbSession, actor: CurrentActor) -> list[DeliveryOut]:
    pledge, _ = await pledge_queries.get_pledge(session, actor, pledge_id)
    lines = await queries.list_deliveries(session, actor, pledge)
    return [DeliveryOut.model_validate(line.delivery) for line in lines]


@post("/pledges/{pledge_id:uuid}/deliveries", name="api.deliveries.create")
async def create(pledge_id: PathId, data: JSONBody[DeliveryIn], session: DbSession, actor: CurrentActor) -> DeliveryOut:
    pledge, _ = await pledge_queries.get_pledge(session, actor, pledge_id)
    return DeliveryOut.model_validate(await actions.record_delivery(session, actor, pledge, data))


@post("/deliveries/{delivery_id:uuid}/confirmation", name="api.deliveries.confirm")
async def confirm(delivery_id: PathId, session: DbSession, actor: CurrentActor) -> DeliveryOut:
    delivery, pledge, _ = await queries.get_delivery(session, actor, delivery_id)
    await actions.confirm_delivery(session, actor, pledge, delivery)
    return DeliveryOut.model_validate(delivery)


@post("/deliveries/{delivery_id:uuid}/dispute", name="api.deliveries.dispute")
async def dispute(
    delivery_id: PathId, data: JSONBody[DisputeIn], session: DbSession, actor: CurrentActor
) -> DeliveryOut:
    delivery, pledge, _ = await queries.get_delivery(session, actor, delivery_id)
    await actions.dispute_delivery(session, actor, pledge, delivery, data)
    return DeliveryOut.model_validate(delivery)


routes = [index, create, confirm, dispute]
