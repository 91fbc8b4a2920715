"""The e-mail address at which a storyteller wishes to hear of their story."""

from functools import partial

from litestar import get, post
from litestar.params import FromPath

from registry.kit.errors import Refused
from registry.pages.telling.opening import ANYBODY, own_page, told
from registry.stories.actions import forgetting, letters
from registry.stories.schemas import AddressIn
from registry.web import auth
from registry.web.doors import AnyRequest, AnyResponse, DbSession, Typed
from registry.web.forms import Form
from registry.web.pages import done, settings_of
from registry.web.transactions import after_keeping


@get("/tell/{secret:str}/address", name="telling.name_address", opt=ANYBODY)
async def name_address(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AnyResponse:
    opened, _ = await told(request, session, secret)
    return await own_page(request, "telling/address.html", opened, secret=secret, form=Form(AddressIn))


@post("/tell/{secret:str}/address", name="telling.leave_address", opt=ANYBODY)
async def leave_address(request: AnyRequest, secret: FromPath[str], typed: Typed, session: DbSession) -> AnyResponse:
    opened, line = await told(request, session, secret)
    form = Form(AddressIn, typed)
    try:
        await letters.leave_address(
            session, opened.guest, line.story, form.value, secret=secret, keys=auth.keys_of(request)
        )
    except Refused as refusal:
        form.refuse(refusal)
        return await own_page(request, "telling/address.html", opened, status=422, secret=secret, form=form)
    return await done(request, f"/tell/{secret}", "A letter with the address of this page is on its way.")


@post("/tell/{secret:str}/address/removal", name="telling.take_address_back", opt=ANYBODY)
async def take_address_back(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AnyResponse:
    opened, line = await told(request, session, secret)
    await letters.take_address_back(session, opened.guest, line.story)
    after_keeping(session, partial(forgetting.note_and_clear, data_dir=settings_of(request).data_dir))
    return await done(request, f"/tell/{secret}", "Your e-mail address is gone. We write to you no more.")


routes = [name_address, leave_address, take_address_back]
