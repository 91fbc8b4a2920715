"""The names by which handlers declare what they need."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts.queries import Proof
from registry.kit.errors import NotFound
from registry.people.actors import Actor

AnyRequest = Request[Any, Any, Any]
AnyResponse = Response[Any]
DbSession = NamedDependency[AsyncSession]
CurrentActor = NamedDependency[Actor]
CurrentProof = NamedDependency[Proof]
Typed = NamedDependency[FormMultiDict]
PathId = FromPath[UUID]
ChartView = Annotated[str, QueryParameter(name="chart", max_length=10)]
FileFormat = Annotated[str, QueryParameter(name="format", max_length=10)]
Cursor = Annotated[str, QueryParameter(name="after", max_length=500)]


def id_in(written: str) -> UUID:
    """The id in an address that may also hold something else, such as a reference.

    raises   NotFound for what is no id
    """
    try:
        return UUID(written)
    except ValueError as error:
        raise NotFound(written) from error


async def provide_session(request: AnyRequest) -> AsyncSession:
    session: AsyncSession = request.scope["state"]["session"]
    return session


async def provide_actor(request: AnyRequest) -> Actor:
    actor: Actor = request.scope["user"]
    return actor


async def provide_proof(request: AnyRequest) -> Proof:
    proof: Proof = request.scope["auth"]
    return proof


async def provide_typed(request: AnyRequest) -> FormMultiDict:
    return await request.form()


dependencies = {
    "session": Provide(provide_session, use_cache=False),
    "actor": Provide(provide_actor),
    "proof": Provide(provide_proof),
    "typed": Provide(provide_typed),
}
