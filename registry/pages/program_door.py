"""What a programmer reads first, and where a finder of a fault writes."""

from datetime import timedelta
from itertools import groupby

from litestar import Response, get

from registry.kit import clock
from registry.web.doors import AnyRequest, AnyResponse
from registry.web.pages import page, settings_of


@get("/api", name="program_door.show")
async def show(request: AnyRequest) -> AnyResponse:
    schema = request.app.openapi_schema
    by_noun = sorted((schema.paths or {}).items(), key=lambda found: found[0].split("/"))
    addresses = [
        (method.upper(), path)
        for path, item in by_noun
        for method in ("get", "post", "put", "delete")
        if getattr(item, method)
    ]
    nouns = [(noun, list(found)) for noun, found in groupby(addresses, key=lambda address: address[1].split("/")[3])]
    return await page(request, "program_door/show.html", nouns=nouns, base_url=settings_of(request).base_url)


@get("/.well-known/security.txt", name="program_door.security", opt={"public": True}, media_type="text/plain")
async def security(request: AnyRequest) -> Response[str]:
    base_url = settings_of(request).base_url
    expires = (clock.now() + timedelta(days=180)).replace(microsecond=0).isoformat()
    return Response(
        f"Contact: {base_url}/help#safety\nExpires: {expires}\nPreferred-Languages: en\n"
        f"Canonical: {base_url}/.well-known/security.txt\n",
        media_type="text/plain",
    )


routes = [show, security]
