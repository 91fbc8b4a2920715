"""What openapi.json says of every address of the JSON door: the token, the key of a request, how it is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Components, Operation, Parameter, Schema, SecurityScheme
from litestar.openapi.spec.enums import OpenAPIType
from pydantic import BaseModel

PROBLEM = "application/problem+json"
TOKEN = Components(
    security_schemes={
        "token": SecurityScheme(
            type="http", scheme="bearer", description="A personal token, made on the account page of its person."
        )
    }
)
WHY = {
    400: "It could not be read.",
    401: "No token came along, or one that is over.",
    403: "The person whose token it is may not do this.",
    404: "It does not exist, or the person may not know that it does.",
    409: "Somebody else changed it since it was read.",
    422: "It breaks a rule; `reasons` and `fields` say which, and how to mend it.",
}


class Problem(BaseModel):
    """Why a request was refused, in sentences.

    reasons   about the whole
    fields    by the name of the field
    """

    type: str
    title: str
    status: int
    detail: str
    reasons: list[str]
    fields: dict[str, str]


@dataclass
class Keyed(Operation):
    """A request that changes something may carry a key, under which it is done once."""

    def __post_init__(self) -> None:
        key = Parameter(
            name="Idempotency-Key",
            param_in="header",
            schema=Schema(type=OpenAPIType.STRING, max_length=255),
            description="For two days the same request under the same key is answered as before, and not done again.",
        )
        self.parameters = [*(self.parameters or []), key]


def described(routes: Sequence[Any]) -> list[Any]:
    """The handlers of the JSON door, each with what openapi.json says of all of them."""
    for handler in routes:
        handler.responses = {
            status: ResponseSpec(Problem, generate_examples=False, description=why, media_type=PROBLEM)
            for status, why in WHY.items()
        }
        if "GET" not in handler.http_methods and not handler.opt.get("repeatable"):
            handler.operation_class = Keyed
    return list(routes)
