"""Areas of discretion: where people may act without asking; declaring one, withdrawing one."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import get, post

from registry.frameworks.actions import discretion as actions
from registry.frameworks.queries import discretion as queries
from registry.frameworks.queries import frameworks as framework_queries
from registry.frameworks.rules import discretion as rules
from registry.frameworks.rules.discretion import Area
from registry.frameworks.schemas import DiscretionIn, DiscretionWithdrawalIn
from registry.ideas.queries import discretion as claim_queries
from registry.kit.errors import NotAllowed, Refused
from registry.kit.text import CURRENCY_SIGNS, decimal_words
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.vision import queries as vision_queries
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession, PathId, Typed, id_in
from registry.web.forms import Form
from registry.web.pages import done, page, pager_of

PENCE_PER_UNIT = 100


@get("/discretion", name="discretion.index")
async def index(request: AnyRequest, session: DbSession, actor: CurrentActor, after: Cursor = "") -> AnyResponse:
    queries.must_see(actor)
    areas = await queries.page_of_areas(session, actor, cursor=after)
    return await page(
        request,
        "discretion/index.html",
        areas=areas,
        pager=pager_of(request, areas, "area", "areas"),
        may_declare=rules.may_declare(actor),
    )


@get("/discretion/new", name="discretion.new")
async def new(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    """Empty, or as one that ends soon, to be declared again from the day after."""
    again = str(request.query_params.get("again") or "")
    values = await _values_of(session, actor, id_in(again)) if again else {"starts_on": actor.today}
    return await _new_page(request, session, actor, Form.of(DiscretionIn, values))


@post("/discretion", name="discretion.create")
async def create(request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor) -> AnyResponse:
    form = Form(DiscretionIn, typed)
    try:
        found = await actions.declare_discretion(session, actor, form.value)
    except Refused as refusal:
        return await _new_page(request, session, actor, form.refuse(refusal), status=422)
    return await done(request, f"/discretion/{found.id}", "Declared in your name. People can start under it at once.")


@get("/discretion/{discretion_id:uuid}", name="discretion.show")
async def show(
    request: AnyRequest, discretion_id: PathId, session: DbSession, actor: CurrentActor, after: Cursor = ""
) -> AnyResponse:
    area = await queries.get_area(session, actor, discretion_id)
    [line] = await queries.lines_of(session, actor, [area])
    claims = await claim_queries.page_of_claims(session, actor, discretion_id=discretion_id, cursor=after)
    return await page(
        request,
        "discretion/show.html",
        line=line,
        claims=claims,
        pager=pager_of(request, claims, "idea", "ideas"),
        may_withdraw=rules.may_withdraw(actor, area.discretion),
        crumbs=[("Areas of discretion", "/discretion"), ("One area", None)],
    )


@get("/discretion/{discretion_id:uuid}/withdrawal", name="discretion.confirm_withdrawal")
async def confirm_withdrawal(
    request: AnyRequest, discretion_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    area = await queries.get_area(session, actor, discretion_id)
    return await _withdrawal_page(request, session, actor, area, Form(DiscretionWithdrawalIn))


@post("/discretion/{discretion_id:uuid}/withdrawal", name="discretion.withdraw")
async def withdraw(
    request: AnyRequest, discretion_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    area = await queries.get_area(session, actor, discretion_id)
    form = Form(DiscretionWithdrawalIn, typed)
    try:
        await actions.withdraw_discretion(session, actor, area.discretion, form.value)
    except Refused as refusal:
        return await _withdrawal_page(request, session, actor, area, form.refuse(refusal), status=422)
    return await done(request, f"/discretion/{discretion_id}", "Withdrawn. Ideas that have claimed it keep it.")


async def _new_page(
    request: AnyRequest, session: DbSession, actor: Actor, form: Form[DiscretionIn], status: int = 200
) -> AnyResponse:
    if not rules.may_declare(actor):
        raise NotAllowed("Only a member of the board declares an area of discretion.")
    frameworks = await framework_queries.list_frameworks_to_choose(session, actor)
    context: dict[str, Any] = {
        "form": form,
        "sign": CURRENCY_SIGNS.get(actor.currency, actor.currency),
        "services": [(str(row.id), row.name) for row in await people_queries.list_services(session, actor)],
        "aims": [(str(aim.id), aim.label) for aim in await vision_queries.list_aims_to_choose(session, actor)],
        "frameworks": [(str(row.id), f"{'– ' * row.depth}{row.name}") for row in frameworks],
        "crumbs": [("Areas of discretion", "/discretion")],
    }
    return await page(request, "discretion/new.html", status=status, **context)


async def _values_of(session: DbSession, actor: Actor, discretion_id: UUID) -> dict[str, Any]:
    area = await queries.get_area(session, actor, discretion_id)
    found = area.discretion
    money, minutes = found.money_limit_pence, found.time_limit_minutes
    return found.model_dump(include={"sentence", "other_limits", "excluded", "framework_id"}) | {
        "money_limit": "" if money is None else decimal_words(money, PENCE_PER_UNIT),
        "time_limit": "" if minutes is None else decimal_words(minutes, rules.MINUTES_PER_HOUR),
        "service_ids": list(area.service_ids),
        "aim_ids": list(area.aim_ids),
        "starts_on": max(actor.today, found.ends_on + timedelta(days=1)),
    }


async def _withdrawal_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    area: Area,
    form: Form[DiscretionWithdrawalIn],
    status: int = 200,
) -> AnyResponse:
    if not rules.may_declare(actor):
        raise NotAllowed("Only a member of the board withdraws an area of discretion.")
    [line] = await queries.lines_of(session, actor, [area])
    return await page(request, "discretion/withdrawal.html", status=status, line=line, form=form)


routes = [index, new, create, show, confirm_withdrawal, withdraw]
