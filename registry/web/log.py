"""Logs: one line a request, with an id that errors carry too, and never a word that somebody wrote."""

import json
import logging
import secrets
import sys
import time
from typing import Any

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("registry.requests")


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line)


FIELDS = ("request_id", "method", "route", "status", "milliseconds")


def set_up_logging(log_format: str) -> None:
    handler = logging.StreamHandler(sys.stderr)
    plain = logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    handler.setFormatter(JsonLines() if log_format == "json" else plain)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for quiet in ("httpx", "aiosqlite", "alembic"):
        logging.getLogger(quiet).setLevel(logging.WARNING)


class RequestLog(ASGIMiddleware):
    """Names the route's pattern, not the address: an address may hold a search or a secret link."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        request_id, started = secrets.token_hex(8), time.perf_counter()
        scope["state"]["request_id"] = request_id

        async def log_start(message: Message) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", [])
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
                facts = {
                    "request_id": request_id,
                    "method": scope.get("method", ""),
                    "route": scope.get("path_template") or "-",
                    "status": message["status"],
                    "milliseconds": round((time.perf_counter() - started) * 1000, 1),
                }
                log.info("%(method)s %(route)s %(status)s %(milliseconds)s ms %(request_id)s", facts, extra=facts)
            await send(message)

        await next_app(scope, receive, log_start)
