"""What a proxy or a supervisor asks: is the process alive, and can it reach a database of its own version?"""

from collections.abc import Awaitable, Callable

from litestar import Response, get
from litestar.status_codes import HTTP_200_OK, HTTP_503_SERVICE_UNAVAILABLE

from registry.web.doors import AnyRequest

OPEN = {"public": True, "without_session": True}


@get("/health/live", name="health.live", opt=OPEN, sync_to_thread=False)
def live() -> dict[str, str]:
    return {"status": "alive"}


@get("/health/ready", name="health.ready", opt=OPEN)
async def ready(request: AnyRequest) -> Response[dict[str, str]]:
    find_fault: Callable[[], Awaitable[str | None]] = request.app.state.find_fault
    fault = await find_fault()
    return Response({"status": fault or "ready"}, status_code=HTTP_503_SERVICE_UNAVAILABLE if fault else HTTP_200_OK)


routes = [live, ready]
