"""A story spoken or filmed, by its storyteller: recorded in the page, or chosen as a file."""

from functools import partial
from typing import Any

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from registry.kit.errors import NotFound, Refused
from registry.media import queries as media_queries
from registry.media.actions import recordings as media_actions
from registry.media.rules.recordings import LONGEST_FILM_SECONDS, LONGEST_SOUND_SECONDS
from registry.pages.telling.opening import ANYBODY, ROOM_FOR_THE_REST, own_page, told
from registry.settings import MOST_RECORDING_MB
from registry.stories.actions import forgetting, recordings
from registry.stories.queries.links import Opened
from registry.stories.schemas import RecordingIn
from registry.web.doors import AnyRequest, AnyResponse, DbSession, Typed
from registry.web.downloads import played
from registry.web.forms import Empty, Form
from registry.web.headers import letting_record
from registry.web.pages import done, settings_of
from registry.web.transactions import after_keeping, after_long_work


@get("/tell/{secret:str}/recording", name="telling.choose_recording", opt=ANYBODY)
async def choose_recording(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AnyResponse:
    opened, line = await told(request, session, secret)
    form = Form.of(RecordingIn, {"words": line.story.words})
    return await _form_page(request, opened, secret, form)


@post(
    "/tell/{secret:str}/recording",
    name="telling.add_recording",
    opt=ANYBODY | {"writes_late": True},
    request_max_body_size=MOST_RECORDING_MB * 1024 * 1024 + ROOM_FOR_THE_REST,
)
async def add_recording(request: AnyRequest, secret: FromPath[str], typed: Typed, session: DbSession) -> AnyResponse:
    """It takes seconds to draw one anew: what it belongs to may be gone by then."""
    await told(request, session, secret)
    form = Form(RecordingIn, typed, files=("recording",))
    file = typed.get("recording")
    sent = file.file if isinstance(file, UploadFile) else None
    try:
        said = form.value
        drawing = media_actions.draw_anew(sent, settings_of(request).largest_recording_mb)
        drawn, session = await after_long_work(request.scope, drawing)
    except Refused as refusal:
        opened, _ = await told(request, session, secret)
        return await _form_page(request, opened, secret, form.refuse(refusal), status=422)
    opened, line = await told(request, session, secret)
    await recordings.add_recording(session, opened.guest, line.story, said, drawn)
    after_keeping(session, partial(forgetting.note_and_clear, data_dir=settings_of(request).data_dir))
    return await done(request, f"/tell/{secret}", "Your recording is kept. Someone here listens to it first.")


@get("/tell/{secret:str}/recording/removal", name="telling.confirm_recording_removal", opt=ANYBODY)
async def confirm_removal(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AnyResponse:
    opened, line = await told(request, session, secret)
    if not line.recording:
        raise NotFound("recording")
    return await own_page(request, "telling/removal.html", opened, secret=secret, noun="recording", form=Form(Empty))


@post("/tell/{secret:str}/recording/removal", name="telling.remove_recording", opt=ANYBODY)
async def remove_recording(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AnyResponse:
    opened, line = await told(request, session, secret)
    await recordings.remove_recording(session, opened.guest, line.story)
    after_keeping(session, partial(forgetting.note_and_clear, data_dir=settings_of(request).data_dir))
    return await done(request, f"/tell/{secret}", "The recording is gone. Your words are still here.")


@get("/tell/{secret:str}/recording.mp4", name="telling.recording", opt=ANYBODY)
async def recording(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AnyResponse:
    _, line = await told(request, session, secret)
    if line.recording is None:
        raise NotFound("recording")
    found = line.recording
    read = partial(media_queries.read_part, request.app.state.database, found.organisation_id, found.id)
    return played(request, found.media_type, found.size, read)


async def _form_page(
    request: AnyRequest, opened: Opened, secret: str, form: Form[RecordingIn], status: int = 200
) -> AnyResponse:
    """The one page on which the browser lets us hear and see."""
    limits: dict[str, Any] = {
        "longest_sound_seconds": LONGEST_SOUND_SECONDS,
        "longest_film_seconds": LONGEST_FILM_SECONDS,
        "largest_mb": settings_of(request).largest_recording_mb,
    }
    answer = await own_page(
        request, "telling/recording.html", opened, status=status, secret=secret, form=form, **limits
    )
    return letting_record(answer)


routes = [choose_recording, add_recording, confirm_removal, remove_recording, recording]
