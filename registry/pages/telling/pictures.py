"""The picture of a story, by its storyteller."""

from functools import partial
from typing import Any

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from registry.kit.errors import NotFound, Refused
from registry.media import queries as media_queries
from registry.media.rules.pictures import LARGEST_PICTURE
from registry.pages.telling.opening import ANYBODY, ROOM_FOR_THE_REST, own_page, told
from registry.stories.actions import forgetting, pictures
from registry.stories.queries import stories as story_queries
from registry.stories.schemas import PictureIn
from registry.web.doors import AnyRequest, AnyResponse, DbSession, Typed
from registry.web.downloads import shown_picture
from registry.web.forms import Empty, Form
from registry.web.pages import done, settings_of
from registry.web.transactions import after_keeping


@get("/tell/{secret:str}/picture", name="telling.choose_picture", opt=ANYBODY)
async def choose_picture(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AnyResponse:
    opened, line = await told(request, session, secret)
    form = Form.of(PictureIn, {"description": line.picture})
    return await own_page(request, "telling/picture.html", opened, line=line, secret=secret, form=form)


@post(
    "/tell/{secret:str}/picture",
    name="telling.add_picture",
    opt=ANYBODY,
    request_max_body_size=LARGEST_PICTURE + ROOM_FOR_THE_REST,
)
async def add_picture(request: AnyRequest, secret: FromPath[str], typed: Typed, session: DbSession) -> AnyResponse:
    opened, line = await told(request, session, secret)
    form = Form(PictureIn, typed, files=("picture",))
    file = typed.get("picture")
    try:
        sent = await file.read(LARGEST_PICTURE + 1) if isinstance(file, UploadFile) else b""
        await pictures.add_picture(session, opened.guest, line.story, form.value, sent)
    except Refused as refusal:
        context: dict[str, Any] = {"line": line, "secret": secret, "form": form.refuse(refusal)}
        return await own_page(request, "telling/picture.html", opened, status=422, **context)
    after_keeping(session, partial(forgetting.note_and_clear, data_dir=settings_of(request).data_dir))
    return await done(request, f"/tell/{secret}", "Your picture is kept. Someone here looks at it first.")


@get("/tell/{secret:str}/picture/removal", name="telling.confirm_picture_removal", opt=ANYBODY)
async def confirm_removal(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AnyResponse:
    opened, line = await told(request, session, secret)
    if not line.picture:
        raise NotFound("picture")
    return await own_page(request, "telling/removal.html", opened, secret=secret, noun="picture", form=Form(Empty))


@post("/tell/{secret:str}/picture/removal", name="telling.remove_picture", opt=ANYBODY)
async def remove_picture(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AnyResponse:
    opened, line = await told(request, session, secret)
    await pictures.remove_picture(session, opened.guest, line.story)
    after_keeping(session, partial(forgetting.note_and_clear, data_dir=settings_of(request).data_dir))
    return await done(request, f"/tell/{secret}", "The picture is gone.")


@get("/tell/{secret:str}/picture.jpg", name="telling.picture", opt=ANYBODY)
async def picture(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AnyResponse:
    _, line = await told(request, session, secret)
    found = await story_queries.find_picture(session, line.story)
    if found is None:
        raise NotFound("picture")
    return shown_picture(await media_queries.read_file(session, found.organisation_id, found.file_id))


routes = [choose_picture, add_picture, confirm_removal, remove_picture, picture]
