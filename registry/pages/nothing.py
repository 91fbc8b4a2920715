"""Any address that no other door answers, so that a person who is signed in stays so on the page that says it."""

from litestar import get

from registry.kit.errors import NotFound
from registry.web.doors import AnyResponse


@get("/{path:path}", name="nothing.show", opt={"public": True})
async def show() -> AnyResponse:
    raise NotFound("address")


routes = [show]
