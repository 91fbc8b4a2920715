"""What a secret in an address opens, and the pages of those who have one."""

from typing import Any

from registry.kit.errors import NotFound
from registry.stories.queries import links as queries
from registry.stories.queries.links import Opened
from registry.stories.queries.stories import StoryLine
from registry.web import auth
from registry.web.doors import AnyRequest, AnyResponse, DbSession
from registry.web.pages import page

# Without an account there is no key of a form; the same story sent twice is told from its own key instead.
ANYBODY = {"public": True, "repeatable": True}
LONGEST_SECRET = 100
ROOM_FOR_THE_REST = 64 * 1024


async def find(request: AnyRequest, session: DbSession, secret: str) -> Opened | None:
    return await queries.find_opened(session, auth.keys_of(request), secret) if len(secret) < LONGEST_SECRET else None


async def told(request: AnyRequest, session: DbSession, secret: str) -> tuple[Opened, StoryLine]:
    opened = await find(request, session, secret)
    if opened is None or opened.line is None:
        raise NotFound("story")
    return opened, opened.line


async def own_page(
    request: AnyRequest, template: str, opened: Opened, *, status: int = 200, **context: Any
) -> AnyResponse:
    """Kept by no browser: a phone may be lent."""
    answer = await page(request, template, status=status, **of(opened), **context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def of(opened: Opened) -> dict[str, Any]:
    """What pages say of the organisation to somebody who is not signed in to it."""
    organisation = opened.organisation
    return {
        "organisation_name": organisation.name,
        "site_name": organisation.name,
        "urgent_number": organisation.urgent_number,
        "zone": organisation.zone,
    }
