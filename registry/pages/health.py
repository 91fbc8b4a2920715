"""What a proxy or a supervisor asks: is the process alive, and can it reach a database of its own version?"""

from litestar import Response, get
from litestar.status_codes import HTTP_503_SERVICE_UNAVAILABLE

from registry import migrations
from registry.kit.database import Database
from registry.web.doors import AnyRequest

OPEN = {"public": True, "without_session": True}


@get("/health/live", name="health.live", opt=OPEN, sync_to_thread=False)
def live() -> dict[str, str]:
    return {"status": "alive"}


@get("/health/ready", name="health.ready", opt=OPEN)
async def ready(request: AnyRequest) -> Response[dict[str, str]]:
    database: Database = request.app.state.database
    try:
        present = await migrations.present_revision(database)
    except Exception:
        return Response({"status": "the database does not answer"}, status_code=HTTP_503_SERVICE_UNAVAILABLE)
    if present != migrations.newest_revision():
        return Response({"status": "run 'registry migrate'"}, status_code=HTTP_503_SERVICE_UNAVAILABLE)
    return Response({"status": "ready"})


routes = [live, ready]
