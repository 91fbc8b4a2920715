"""Secrets in links that lead nowhere: whoever tries ten within five minutes from one address is slowed."""

from math import ceil

from registry.accounts import actions as account_actions
from registry.accounts import queries as account_queries
from registry.accounts import rules as account_rules
from registry.kit import clock
from registry.web import auth
from registry.web.doors import AnyRequest, AnyResponse, DbSession
from registry.web.pages import page, settings_of
from registry.web.transactions import after_refusal


async def slowed(request: AnyRequest, session: DbSession, kind: str, template: str) -> AnyResponse | None:
    """The kind page that asks to wait; None for whoever may go on.

    kind   of link: wrong ones of one kind do not slow another
    """
    tries = [row.at for row in await account_queries.list_wrong_tries(session, _pair(request, kind))]
    if not settings_of(request).has_rate_limits or not account_rules.is_slowed(tries, clock.now()):
        return None
    answer = await page(request, template, status=429, is_slowed=True)
    answer.headers["Retry-After"] = str(ceil((account_rules.next_try_at(tries) - clock.now()).total_seconds()))
    return answer


def note_wrong(request: AnyRequest, session: DbSession, kind: str) -> None:
    pair = _pair(request, kind)
    after_refusal(session, lambda second: account_actions.count_wrong_try(second, pair))


def _pair(request: AnyRequest, kind: str) -> str:
    host = request.client.host if request.client else ""
    return account_rules.digest(auth.keys_of(request).secret, "try", f"{kind} {host}")
