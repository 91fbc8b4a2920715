"""Joins everything, once: routes, guards, templates, listeners."""

import asyncio
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Litestar, Router
from litestar.config.compression import CompressionConfig
from litestar.logging import LoggingConfig
from litestar.middleware import DefineMiddleware
from litestar.middleware.compression import CompressionMiddleware
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.plugins.htmx import HTMXPlugin
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.plugins.pydantic import PydanticPlugin
from litestar.template import TemplateConfig
from litestar.types import Message, Scope
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel.ext.asyncio.session import AsyncSession

import registry
import registry.api
import registry.pages
from registry import migrations, periodic
from registry.accounts.queries import Keys
from registry.boundaries.actions import watching
from registry.coaching.actions import leaving as coaching_leaving
from registry.history import actions as history_actions
from registry.kit import laid, text
from registry.kit.database import Database, open_database
from registry.letters import Post
from registry.notifications import actions as notice_actions
from registry.notifications import queries as notice_queries
from registry.open_register import actions as open_register
from registry.people.actors import Actor
from registry.pledges.actions import leaving
from registry.portfolio import search
from registry.settings import Settings, read_settings
from registry.web import auth, doors, errors, forms, log, pages, programs
from registry.web.headers import HEADERS
from registry.web.static import Bundle, bundle, static_routes
from registry.web.transactions import Transactions

COMPRESSION = DefineMiddleware(
    CompressionMiddleware, config=CompressionConfig(backend="gzip", exclude=[r"\.woff2", r"\.mp4$"])
)
LARGEST_BODY = 2 * 1024 * 1024


class PlainGlobals(Environment):
    """Jinja lays what every template knows over what one knows, and compares the two with each import: for each row of
    a list. In one plain dictionary that costs a fifteenth less of a page. Whatever all know is there before the first.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


def create_app(settings: Settings) -> Litestar:
    database = open_database(settings.database_url, settings.read_database_url)
    files = bundle(shipped("static"))
    join_rooms()
    app = Litestar(
        route_handlers=[
            *static_routes(files),
            *_routes(registry.pages),
            Router("/api/v1", route_handlers=programs.described(_routes(registry.api)), include_in_schema=True),
        ],
        # Compressed outside the transaction: when it fails to settle, another answer may still take its place.
        middleware=[log.RequestLog(), COMPRESSION, Transactions(database), auth.Proving()],
        guards=[auth.must_be_signed_in, auth.must_carry_form_token, auth.must_be_new],
        dependencies=doors.dependencies,
        exception_handlers=errors.handlers,
        template_config=TemplateConfig(instance=JinjaTemplateEngine.from_environment(_templates(settings, files))),
        before_send=[_add_headers],
        logging_config=LoggingConfig(log_exceptions="never", configure_root_logger=False),
        openapi_config=OpenAPIConfig(
            title="Improvement registry",
            version="1",
            path="/api/v1",
            components=programs.TOKEN,
            security=[{"token": []}],
            render_plugins=[JsonRenderPlugin(path="/openapi.json")],
            openapi_router=Router("/api/v1", route_handlers=[], opt={"public": True}),
        ),
        plugins=[HTMXPlugin(), PydanticPlugin(prefer_alias=False)],
        request_max_body_size=LARGEST_BODY,
        lifespan=[_working(database, settings)],
        include_in_schema=False,
    )
    app.state.settings, app.state.database, app.state.face = settings, database, files.face
    app.state.find_fault = partial(find_fault, database)
    return app


def serving_app() -> Litestar:
    """The app of a serving process, from the environment."""
    settings = read_settings()
    log.set_up_logging(settings.log_format)
    return create_app(settings)


def join_rooms() -> None:
    """Lets upper rooms hear what happens in lower ones, in whatever process they work."""
    history_actions.listeners[:] = [
        search.listen,
        notice_actions.listen,
        watching.listen,
        leaving.listen,
        coaching_leaving.listen,
        open_register.listen,
    ]
    pages.frame_sources[:] = [_badge]


async def find_fault(database: Database) -> str | None:
    """Why the program cannot serve from this database, in a sentence; None when it can."""
    try:
        present = await migrations.present_revision(database)
    except (SQLAlchemyError, OSError):
        return "The database does not answer."
    if present != migrations.newest_revision():
        return "The database is of another version: run 'registry migrate'."
    return None


def shipped(name: str) -> Path:
    """A folder that comes with the program: beside the checkout's package, or inside an installed one."""
    package = Path(registry.__file__).parent
    beside = package.parent / name
    return beside if (package.parent / "pyproject.toml").is_file() else package / f"_{name}"


def post_of(settings: Settings) -> Post:
    """Where this installation's letters go."""
    return Post(
        smtp_url=settings.smtp_url,
        mail_from=settings.mail_from,
        folder=settings.data_dir / laid.FOLDER,
        templates=shipped("templates"),
        base_url=settings.base_url,
        secret_key=settings.secret_key,
    )


def _routes(package: Any) -> list[Any]:
    """Each door module ends with the list of its routes, so that reading the folder is reading the site map."""
    names = sorted(module.name for module in iter_modules(package.__path__))
    return [route for name in names for route in import_module(f"{package.__name__}.{name}").routes]


async def _badge(session: AsyncSession, actor: Actor) -> dict[str, int]:
    return {"unread_count": await notice_queries.count_unread(session, actor)}


def _templates(settings: Settings, files: Bundle) -> Environment:
    environment = PlainGlobals(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals |= {
        "style_address": files.style_address,
        "script_address": files.script_address,
        "script_of": files.script_of,
        "font_address": files.font_address,
        "icon_address": files.icon_address,
        "dom_id": pages.dom_id,
        "place_in": pages.place_in,
        "leading_back": pages.leading_back,
        "new_form_key": forms.new_form_key,
        "is_demo": settings.is_demo,
        "remembered": cache,  # a macro that draws what is asked again only once
    }
    environment.filters |= {
        "day": pages.day_filter,
        "day_in": pages.day_in_filter,
        "short_day": pages.short_day_filter,
        "moment": lambda moment, zone="UTC": text.moment_words(moment, zone) if moment else "",
        "money": text.money_words,
        "counted": pages.count_filter,
        "lasting": text.length_words,
        "ended": text.ended,
        "joined": text.joined,
    }
    return environment


def _working(database: Database, settings: Settings) -> Any:
    """Does the periodic work while the program serves, and lets go of the database when it stops."""

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        work = []
        if settings.works_on_time:
            keys = Keys(settings.secret_key, settings.history_key)
            working = periodic.work_for_ever(database, keys, settings.data_dir, post_of(settings))
            work.append(asyncio.create_task(working))
        yield
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        await database.close()

    return lifespan


async def _add_headers(message: Message, scope: Scope) -> None:
    """On every answer, errors and fragments included."""
    if message["type"] != "http.response.start":
        return
    headers = list(message.get("headers", []))
    given = {name.lower() for name, _ in headers}
    headers += [(name, value) for name, value in HEADERS.items() if name not in given]
    if b"cache-control" not in given:
        headers.append((b"cache-control", b"private, no-cache"))
    if scope["app"].state.settings.is_https:
        headers.append((b"strict-transport-security", b"max-age=31536000"))
    message["headers"] = headers
